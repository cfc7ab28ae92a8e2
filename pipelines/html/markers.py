"""Marker phrases of data/reading/markers.txt: what a short line says about itself (related box, comment form, credit, button ...)."""

from __future__ import annotations

import re
from functools import cache

from pipelines.text.normal import normalise
from pipelines.values.paths import DATA

_ENDS = " .,:;!?…-–—|•*+=_~\"'“”‘’()[]{}«»>/\\#&·►▶▸→✓"
MAX_WORDS = 12  # a longer line is text, whatever it starts with


@cache
def markers(section: str) -> frozenset[str]:
    """The phrases of one section, as keys (see `key_of`). Raises KeyError on an unknown section."""
    return _sections("reading/markers.txt")[section]


@cache
def class_names(section: str) -> frozenset[str]:
    """The words of one section of data/reading/class_names.txt. Raises KeyError on an unknown section."""
    return _sections("reading/class_names.txt")[section]


@cache
def prefixes(section: str) -> tuple[str, ...]:
    """The phrases of one section for `startswith`, longest first."""
    return tuple(sorted(markers(section), key=len, reverse=True))


@cache
def _sections(file: str) -> dict[str, frozenset[str]]:
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    for line in (DATA / file).read_text(encoding="utf-8").splitlines():
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            current = sections.setdefault(line[1:-1], set())
        else:
            current.add(key_of(line) or line)
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


def is_imprint(line: str) -> bool:
    """Whether a line is part of the imprint of a site (licence, address, who is responsible), whatever its length."""
    return _start("imprint").match(key_of(line[:80])) is not None


@cache
def _start(section: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, prefixes(section)))})(?!\w)")
