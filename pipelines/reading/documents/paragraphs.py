"""Paragraphs: the visual lines of a page put together again. A line that is full goes on in the next one, unless that one begins anew."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.reading.documents.glyphs import Line

FULL = 0.88  # share of the width of the text; a shorter line ends a paragraph
APART = 0.9  # heights of a line; more space above a line begins a paragraph
INDENT = 0.8  # heights of a line; a line that begins so far right of the margin begins a paragraph
_MARK = re.compile(r"[-+*•–]\s|[a-zđ][).]\s|[IVXLC]{1,6}\.\s|(?:Điều|Chương|Mục|Phần|Phụ lục)\s[\dIVX]+\b|Căn cứ\s")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,4}[.)]?\s+")
_ENDS = (".", ";", ":", "!", "?", ".”", "./.")
_NUMBER_BEHIND = re.compile(r"\d\s*$")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text with its place on the page, or a row of a table or a paragraph without one."""

    text: str
    line: Line | None = None


def paragraphs_of(rows: Sequence[Row]) -> list[str]:
    """The paragraphs of a page, rows of tables as they are."""
    lines = [row.line for row in rows if row.line and len(row.line.cells) == 1]
    left, right = _margins(lines)
    told: list[str] = []
    before: Row | None = None
    for row in rows:
        if before and _goes_on(before, row, left, right):
            told[-1] += " " + row.text
        else:
            told.append(row.text)
        before = row
    return told


def continued(last: Row, first: Row) -> bool:
    """Whether the first line of a page goes on with the last of the page before: that one has no end, and this one no beginning."""
    if not _is_prose(last) or not _is_prose(first) or _begins(first.text) or last.text.endswith(_ENDS):
        return False
    return first.text[:1].islower() or first.text[:1].isdigit()


def _begins(text: str) -> bool:
    """Whether a line has a mark or number of a list, or a word that begins an article of a rule."""
    number = _NUMBER.match(text)
    return text[number.end() :][:1].isupper() if number else _MARK.match(text) is not None


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where most lines begin, and how far they reach."""
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lefts) // 4], rights[len(rights) * 9 // 10]


def _is_prose(row: Row) -> bool:
    return row.line is not None and len(row.line.cells) == 1


def _goes_on(before: Row, row: Row, left: float, right: float) -> bool:
    above, line = before.line, row.line
    if above is None or line is None or len(above.cells) > 1 or len(line.cells) > 1:
        return False
    height = min(above.height, line.height)
    if _begins(row.text) and not (_NUMBER_BEHIND.search(before.text) and row.text[:1].isdigit()):
        return False
    if above.bottom - line.top > APART * height or line.bottom > above.top:  # far below, or back at the top of a column
        return False
    full = above.right - left >= FULL * (right - left) or (above.left > left + height and line.left > left + height)
    if not full and not (row.text[:1].islower() and not before.text.endswith(_ENDS)):
        return False
    indented = line.left > left + INDENT * height and line.left > above.left + INDENT * height
    return not (indented and before.text.endswith(_ENDS)) if full else True
