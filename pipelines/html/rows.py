"""Rows: a row of a table of data as one line "a | b"; and all text below an element as one line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.html.elements import BLOCK, SKIP, is_link
from pipelines.html.styles import is_shown
from pipelines.text.normal import normalise

_MAX_CELL = 120  # words; a longer cell is text laid out with a table
_MAX_MEAN = 60  # words of the cells of one row on average


class Row(NamedTuple):
    """A row of data; `link`: share of its characters inside links, 0 to 1."""

    text: str
    link: float


def data_row(element: HtmlElement) -> Row | None:
    """The line of a table row of data; None for a row of a layout table, whose cells are read like any box: one that has a single
    (filled) cell, holds tables, images, lists or headings, or whose cells are paragraphs."""
    if next(element.iter("table", "img", "ul", "ol", "h1", "h2", "h3"), None) is not None:
        return None
    filled = [text for cell in shown_cells(element) if (text := inline_text(cell))]
    if len(filled) < 2:
        return None
    words = [text.count(" ") + 1 for text in filled]
    if sum(words) > _MAX_MEAN * len(filled) or max(words) > _MAX_CELL:
        return None
    text = " | ".join(filled)
    linked = sum(len(normalise("".join(a.itertext()))) for a in element.iter("a") if is_link(dict(a.items())))
    return Row(text, min(1.0, linked / len(text)))


def shown_cells(row: HtmlElement) -> Iterator[HtmlElement]:
    """The cells of a table row that a reader sees."""
    return (cell for cell in row if cell.tag in ("td", "th") and is_shown(cell))


def inline_text(element: HtmlElement) -> str:
    """All text below an element as one line; only blocks and <br> part words."""
    return normalise("".join(_pieces(element)))


def _pieces(cell: HtmlElement) -> Iterator[str]:
    if cell.text:
        yield cell.text
    for element in cell.iterdescendants():
        apart = element.tag in BLOCK or element.tag == "br"
        if apart:
            yield " "
        if element.text and element.tag not in SKIP:
            yield element.text
        if element.tail:
            yield f" {element.tail}" if apart else element.tail
