"""Glyphs: the characters of a page with their places, and the visual lines they stand in. Places are points from the lower left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

COLUMN_GAP = 1.7  # heights of a line; a wider gap parts columns, justified lines stay below
_MARK = re.compile(r"[-+*•–]|[a-zđ][).]|\d{1,3}(?:\.\d{1,3}){0,4}[.)]?|[IVXLC]{1,6}[.)]?|\(?\w{1,3}\)|(?:Điều|Chương|Mục)\s\w{1,5}[.:]?")
_LEADER = re.compile(r"(?:\s?[.…_]){4,}")


class Glyph(NamedTuple):
    """A character. One that the reader of the page put in (a space, a line break) has no place: its box is empty."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def placed(self) -> bool:
        return self.right > self.left or self.top > self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """A visual line: the texts of its columns, mostly one, and its box."""

    cells: tuple[str, ...]
    left: float
    bottom: float
    right: float
    top: float

    @property
    def text(self) -> str:
        return " | ".join(self.cells)

    @property
    def height(self) -> float:
        return self.top - self.bottom


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The visual lines in the order of the page's own stream. Lines beside one another become one with several cells."""
    lines: list[Line] = []
    for run in _runs(glyphs):
        line = _line(run)
        if line is None:
            continue
        if lines and _beside(lines[-1], line):
            last = lines.pop()
            bottom, top = min(last.bottom, line.bottom), max(last.top, line.top)
            line = Line((*last.cells, *line.cells), last.left, bottom, line.right, top)
        lines.append(line)
    return lines


def text_of(glyphs: Iterable[Glyph]) -> str:
    """The text of glyphs as one line."""
    return " ".join("".join(glyph.text for glyph in glyphs).split())


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    for glyph in glyphs:
        if glyph.text in "\r\n":
            yield run
            run = []
        else:
            run.append(glyph)
    yield run


def _line(run: Sequence[Glyph]) -> Line | None:
    placed = [glyph for glyph in run if glyph.placed and not glyph.text.isspace()]
    if not placed:
        return None
    bottom, top = min(g.bottom for g in placed), max(g.top for g in placed)
    cells: list[list[Glyph]] = [[]]
    before: Glyph | None = None
    for glyph in run:
        if glyph.placed and not glyph.text.isspace():
            if before and glyph.left - before.right > COLUMN_GAP * (top - bottom):
                cells.append([])
            before = glyph
        cells[-1].append(glyph)
    texts = [_LEADER.sub(" ", text_of(cell)).strip() for cell in cells]
    return Line(_marks_joined([text for text in texts if text]), min(g.left for g in placed), bottom, max(g.right for g in placed), top)


def _marks_joined(cells: list[str]) -> tuple[str, ...]:
    """A mark of a list and the tab behind it are no column."""
    if len(cells) > 1 and _MARK.fullmatch(cells[0]):
        return (f"{cells[0]} {cells[1]}", *cells[2:]) if len(cells) == 2 else tuple(cells)
    return tuple(cells)


def _beside(line: Line, following: Line) -> bool:
    middle = (following.bottom + following.top) / 2
    return line.bottom < middle < line.top and following.left >= line.right
