"""Grids of a body: its rows of data gathered to the tables they stand in, each cell with its place in the body's text."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.grids import lay_out
from pipelines.values.grid import Grid

_LEAST = 2  # rows of data that make a table
_DEPTH = 12  # elements between a line and the row it stands in


def grids_of(body: Sequence[Block]) -> tuple[Grid, ...]:
    """The tables of a body whose lines are joined by newline, in order. A row is in the text as its own line; of a row with one filled
    cell the line is the cell's text."""
    starts: dict[HtmlElement, int] = {}
    ends: dict[HtmlElement, int] = {}
    tables: dict[HtmlElement, int] = {}  # rows of data by table
    position = 0
    for block in body:
        row = block.element if block.kind == "row" else _row_around(block.element)
        if row is not None:
            starts[row] = -1 if row in starts else position  # several lines of one row: a cell with paragraphs, placed nowhere
            ends[row] = position + len(block.text)
            if block.kind == "row" and (table := next(row.iterancestors("table"), None)) is not None:
                tables[table] = tables.get(table, 0) + 1
        position += len(block.text) + 1
    return tuple(grid for table, rows in tables.items() if rows >= _LEAST and (grid := _grid(table, starts, ends)) is not None)


def _row_around(element: HtmlElement | None) -> HtmlElement | None:
    for _ in range(_DEPTH):
        if element is None or element.tag in ("tr", "table", "body"):
            break
        element = element.getparent()
    return element if element is not None and element.tag == "tr" else None


def _grid(table: HtmlElement, starts: dict[HtmlElement, int], ends: dict[HtmlElement, int]) -> Grid | None:
    laid = lay_out(table, starts)
    placed = [row for row in laid.rows if row in ends]
    spans = [(starts[row], ends[row]) for row in placed if starts[row] >= 0]
    if not spans or len(laid.places[0]) < 2:
        return None
    return Grid(laid.places, min(spans)[0], max(end for _, end in spans), laid.caption, laid.cut)
