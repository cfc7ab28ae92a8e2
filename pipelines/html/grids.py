"""Grids: the cells of a table element laid out in rows and columns, rowspan and colspan expanded.

Source: the HTML Standard, "forming a table" (13.3 of the table model): a cell takes the first free column of its row and every place it
spans. Spans are bounded: what a page claims beyond is left out, and told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.html.rows import inline_text, shown_cells
from pipelines.html.styles import is_shown
from pipelines.values.grid import Cell

MAX_ROWS = 1_000
MAX_COLUMNS = 60
MAX_PLACES = 20_000  # of one table
_SEPARATOR = " | "  # between the filled cells of a row in the text


class Laid(NamedTuple):
    """A table laid out: `rows` are its row elements (shown ones only), `places` the cells by row and column; `cut`: it has more of either
    than are laid out."""

    rows: tuple[HtmlElement, ...]
    places: tuple[tuple[Cell | None, ...], ...]
    caption: str
    cut: bool


def lay_out(table: HtmlElement, starts: Mapping[HtmlElement, int]) -> Laid:
    """The grid of a table; `starts` tells where the line of a row begins in the text, for the rows that stand in it."""
    rows: list[HtmlElement] = []
    grid: list[list[Cell | None]] = []
    hanging: dict[int, tuple[Cell, int]] = {}  # column -> a cell from above and the rows it still covers
    places, cut = 0, False
    for row in _rows_of(table):
        if len(rows) >= MAX_ROWS or places >= MAX_PLACES:
            cut = True
            break
        line, hanging, wider = _row(row, starts.get(row, -1), hanging)
        cut = cut or wider
        rows.append(row)
        grid.append(line)
        places += max(1, len(line))
    width = max(map(len, grid), default=0)
    return Laid(tuple(rows), tuple(tuple(line + [None] * (width - len(line))) for line in grid), _caption(table), cut)


def _caption(table: HtmlElement) -> str:
    """The caption of a table, or of the figure it fills."""
    figure = table.getparent()
    around = figure if figure is not None and figure.tag == "figure" else ()
    captions = [child for child in (*table, *around) if child.tag in ("caption", "figcaption")]
    return inline_text(captions[0]) if captions else ""


def _rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    """The rows of a table that are shown, without those of tables inside it."""
    for child in table:
        if child.tag == "tr":
            if is_shown(child):
                yield child
        elif child.tag in ("thead", "tbody", "tfoot") and is_shown(child):
            yield from (row for row in child if row.tag == "tr" and is_shown(row))


class _Row(NamedTuple):
    """One row of the grid, the cells that hang into the next (by column, with the rows they still cover), whether it goes on beyond."""

    line: list[Cell | None]
    hanging: dict[int, tuple[Cell, int]]
    wider: bool


def _row(row: HtmlElement, start: int, hanging: Mapping[int, tuple[Cell, int]]) -> _Row:
    line: dict[int, Cell] = {column: cell for column, (cell, _) in hanging.items()}
    after = {column: (cell, left - 1) for column, (cell, left) in hanging.items() if left > 1}
    in_head = (parent := row.getparent()) is not None and parent.tag == "thead"
    column, position, wider = 0, start, False
    for element in shown_cells(row):
        text = inline_text(element)
        cell = Cell(text, position if text and start >= 0 else -1, in_head or element.tag == "th")
        if text and start >= 0:
            position += len(text) + len(_SEPARATOR)
        while column in line:
            column += 1
        if column >= MAX_COLUMNS:
            wider = wider or bool(text)
            continue
        down = _span(element, "rowspan") or MAX_ROWS  # 0: to the end of the table
        for place in range(column, min(column + max(1, _span(element, "colspan")), MAX_COLUMNS)):
            line[place] = cell
            if down > 1:
                after[place] = (cell, down - 1)
        column += 1
    return _Row([line.get(place) for place in range(max(line, default=-1) + 1)], after, wider)


def _span(element: HtmlElement, name: str) -> int:
    """A span as stated; 1 where the page says nothing that is a number."""
    stated = (element.get(name) or "").strip()[:12]
    return min(int(stated), MAX_ROWS) if stated.isdecimal() and stated.isascii() else 1
