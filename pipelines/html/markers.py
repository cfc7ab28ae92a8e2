"""Marker phrases of data/reading/markers.tsv: what a short line says about itself (related box, comment form, credit, button ...)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from pipelines.text.normal import normalise
from pipelines.text.phrases import alternation
from pipelines.values.tables import Reasoned, read_table, shows

_ENDS = " .,:;!?…-–—|•*+=_~\"'“”‘’()[]{}«»>/\\#&·►▶▸→✓"
_STOPS = (".", "!", "?", "…", ":", ";", "”", '"', ")")
_SENTENCE = 90  # characters of one that is no line of an imprint
_LOOKED_AT = 600  # characters of it
_IMPRINTED = re.compile(  # what no sentence of a text says: numbers to call, addresses, rights, licences, terms
    r"(?<![\d.,])0\d{2,3}[\s.-]?\d{3,4}[\s.-]?\d{3,4}|@|\bwww\.|giấy phép|chịu trách nhiệm|ghi rõ nguồn|bản quyền|copyright|©|®|cookie"
    r"|chính sách|điều khoản|\b(?:bạn|quý (?:vị|khách|độc giả|bạn đọc)|các bạn) (?:đã )?đến\b"
)
MAX_WORDS = 12  # a longer line is text, whatever it starts with


class MarkerRow(Reasoned, frozen=True):
    """A row of data/reading/markers.tsv."""

    section: Literal[
        "related", "imprint", "end", "drop", "drop_prefix", "inline_related", "credit", "byline", "account", "gambling", "promotion",
        "not_found", "search", "scene", "opener", "question", "answer", "document_field", "part_caption", "pager",
    ]  # fmt: skip
    phrase: str


class ClassNameRow(Reasoned, frozen=True):
    """A row of data/reading/class_names.tsv."""

    section: Literal["drop", "weak", "related", "caption", "byline", "lead", "opened", "animated"]
    word: str


@cache
def marker_rows() -> tuple[MarkerRow, ...]:
    """All marker phrases. Raises TableError."""
    return read_table("reading/markers.tsv", MarkerRow, ["section", "phrase"], lambda row: shows(row.phrase, normalise(row.example)))


@cache
def class_name_rows() -> tuple[ClassNameRow, ...]:
    """All class words. Raises TableError."""
    return read_table("reading/class_names.tsv", ClassNameRow, ["section", "word"])


@cache
def markers(section: str) -> frozenset[str]:
    """The phrases of one section, as keys (see `key_of`). Raises KeyError on an unknown section."""
    return _by_section([(row.section, row.phrase) for row in marker_rows()])[section]


@cache
def class_names(section: str) -> frozenset[str]:
    """The words of one section of class_names.tsv. Raises KeyError on an unknown section."""
    return _by_section([(row.section, row.word) for row in class_name_rows()])[section]


@cache
def prefixes(section: str) -> tuple[str, ...]:
    """The phrases of one section for `startswith`, longest first."""
    return tuple(sorted(markers(section), key=len, reverse=True))


def _by_section(rows: Sequence[tuple[str, str]]) -> dict[str, frozenset[str]]:
    sections: dict[str, set[str]] = {}
    for section, phrase in rows:
        sections.setdefault(section, set()).add(key_of(phrase) or phrase)
    return {name: frozenset(phrases) for name, phrases in sections.items()}


def key_of(line: str) -> str:
    """A line as it is compared: one normalised line, lower-case, no punctuation at its ends."""
    return normalise(line).casefold().strip(_ENDS)


def starts_with_marker(line: str, section: str) -> bool:
    """Whether a short line starts with a phrase of the section, on a word border."""
    if len(line) > 200 or line.count(" ") >= MAX_WORDS:
        return False
    return _start(section).match(key_of(line)) is not None


def refers_elsewhere(line: str) -> bool:
    """Whether a line of any length starts like a reference to another story ("Xem thêm: ..."); only a linked one is one."""
    return _start("inline_related").match(key_of(line[:60])) is not None


def opens_with(line: str, section: str) -> bool:
    """Whether a line of any length begins with a phrase of the section, on a word border."""
    return _start(section).match(key_of(line[:80])) is not None


def is_imprint(line: str) -> bool:
    """Whether a line is part of the imprint of a site (licence, address, who is responsible), whatever its length. A sentence of the text
    may begin with the same words ("Giám đốc Sở cho biết ..."): one without a colon behind them or what only an imprint says."""
    key = key_of(line[:80])
    found = _start("imprint").match(key)
    if found is None or len(line) < _SENTENCE or not line.endswith(_STOPS):
        return found is not None
    return key[found.end() :].lstrip().startswith((":", "-", "–", "|")) or _IMPRINTED.search(line[:_LOOKED_AT].casefold()) is not None


@cache
def _start(section: str) -> re.Pattern[str]:
    return re.compile(alternation(markers(section)) + r"(?!\w)")
