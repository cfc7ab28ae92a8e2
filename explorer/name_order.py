"""The order of Vietnamese dictionaries, for lists of names and for what the pages have SQLite sort."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

ours: ContextVar[bool] = ContextVar("ours", default=False)  # whether the question being asked is a page's own, not a reader's SQL
NAMES = frozenset(  # columns that hold names and titles; `source` is sorted by the title that the page shows
    (
        *("title", "name", "name_now", "full_name", "province", "province_now", "province_second", "article_province", "home_province"),
        *("article_province_now", "article_title", "site_title", "table_title", "programme", "product", "byline", "credit", "dateline"),
        *("row_head", "column_head", "likely_original", "source"),
    )
)
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # after the level tone: huyền, hỏi, ngã, sắc, nặng
_LETTERS = {letter: chr(ord("A") + place) for place, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TERM = re.compile(r"((?:\w+\.)?\[?(\w+)\]?)((?:\s+(?:desc|asc))?)", re.IGNORECASE)
_SKIPPED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
_AFTER = re.compile(r"\((\[?(\w+)\]?) ([<>]) (:p\d+)")  # Datasette: rows behind the last one of the page before


@lru_cache(maxsize=50_000)
def name_key(name: str) -> str:
    """Sorts names as dictionaries do: syllable by syllable, in each the letters (a ă â b c d đ e ê ...) before the tones (level, huyền,
    hỏi, ngã, sắc, nặng). Source: Từ điển tiếng Việt (Viện Ngôn ngữ học); Unicode's CLDR has the same letters and tones."""
    letters: list[str] = []
    tones: list[str] = []
    said: list[str] = []
    for character in unicodedata.normalize("NFC", name.lower()):
        if character.isalnum():
            letter, tone = _letter_and_tone(character)
            letters.append(letter)
            tones.append(tone)
        elif letters:
            said += [*letters, "\x02", *tones, "\x03"]
            letters, tones = [], []
    if letters:
        said += [*letters, "\x02", *tones, "\x03"]
    return "".join(said) + "\x01" + name


def by_label(roles: Iterable[str], words: Mapping[str, str]) -> list[str]:
    """Roles as a reader looks for them in a list: by their labels in the page's language, `other` last."""
    return sorted(roles, key=lambda role: (role == "other", name_key(words[f"role_{role}"])))


@lru_cache(maxsize=2_000)
def _letter_and_tone(character: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", character)
    tone = next((str(_TONES.index(mark) + 1) for mark in parts if mark in _TONES), "0")
    letter = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return _LETTERS.get(letter, letter), tone


def add_order(connection: sqlite3.Connection, sources: Mapping[str, str]) -> None:
    """Give a connection the functions `name_key` and `source_key` (by the title of a source), and the collation `vietnamese`."""

    def key(value: Any) -> Any:
        return name_key(value) if isinstance(value, str) else value

    def source_key(value: Any) -> Any:
        return name_key(sources.get(value, value)) + value if isinstance(value, str) else value

    def compare(one: str, other: str) -> int:
        first, second = name_key(one), name_key(other)
        return (first > second) - (first < second)

    connection.create_function("name_key", 1, key, deterministic=True)
    connection.create_function("source_key", 1, source_key, deterministic=True)
    connection.create_collation("vietnamese", compare)


def in_order(sql: str) -> str:
    """A page's own question with the names of its outermost ORDER BY in dictionary order."""
    found = _last_order(sql)
    if not found:
        return sql
    start, end = found
    terms = [_term(term) for term in sql[start:end].split(",")]
    sorted_by = _TERM.fullmatch(sql[start:end].split(",")[0].strip())

    def behind(match: re.Match[str]) -> str:
        same = sorted_by is not None and match[1] == sorted_by[1] and match[2] in NAMES
        return f"({_keyed(match[1], match[2])} {match[3]} {_keyed(match[4], match[2])}" if same else match[0]

    return _AFTER.sub(behind, sql[:start]) + ",".join(terms) + sql[end:]


def _term(term: str) -> str:
    match = _TERM.fullmatch(term.strip())
    return f" {_keyed(match[1], match[2])}{match[3]}" if match and match[2] in NAMES else term


def _keyed(expression: str, column: str) -> str:
    return f"{'source_key' if column == 'source' else 'name_key'}({expression})"


def _last_order(sql: str) -> tuple[int, int] | None:
    """Where the terms of the outermost ORDER BY stand; None for none, and for terms with brackets or strings in them."""
    bare = _SKIPPED.sub(lambda match: "." * len(match[0]), sql)
    depths = list(_depths(bare))
    starts = [match.end() for match in re.finditer(r"\border\s+by\b", bare, re.IGNORECASE) if depths[match.start()] == 0]
    if not starts:
        return None
    limit = re.compile(r"\s+limit\b|\s*;|\s*$", re.IGNORECASE).search(bare, starts[-1])
    end = limit.start() if limit else len(bare)
    return None if set("().") & set(re.sub(r"\w\.\w", "", bare[starts[-1] : end])) else (starts[-1], end)


def _depths(text: str) -> Iterator[int]:
    depth = 0
    for character in text:
        depth += (character == "(") - (character == ")")
        yield depth
