"""Tables: the cells of a table, from whatever format, as rows "a | b" whose columns stay under their headers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_HEADERS = 5  # rows of a header
MOST_COLUMNS = (
    400  # as of a table drawn on a page (grids.py); Word itself knows 63. What facts are read of is less, and told (line_grids.py)
)
MOST_WORDS = 120  # of a cell; a longer one is text laid out with a table
EMPTY = "-"  # an empty cell


class Placed(NamedTuple):
    """A cell: its row and first column, both from 0, how many columns it spans, and its text as one line."""

    row: int
    column: int
    span: int
    text: str


def table_lines(cells: Iterable[Placed]) -> list[str]:
    """The rows of a table from the top down, empty ones left out. A header of several rows is told as one, what heads several columns in
    each of them. A row of one cell is told as a line."""
    rows: dict[int, list[Placed]] = {}
    for cell in cells:
        if cell.text and cell.column < MOST_COLUMNS:
            rows.setdefault(cell.row, []).append(cell)
    ordered = [sorted(row, key=lambda cell: cell.column) for _, row in sorted(rows.items())]
    used = sorted({cell.column for row in ordered for cell in row})
    titles = next((i for i, row in enumerate(ordered) if len(row) > 1), len(ordered))
    header = _header(ordered[titles : titles + MOST_HEADERS])
    body = ordered[titles + len(header) :]
    lines = [cell.text for row in ordered[:titles] for cell in row]
    if header:
        lines += _line([_head(column, header) for column in used] if len(header) > 1 else _spread(header[0], used))
    for row in body:
        lines += _line(_spread(row, used))
    return lines


def _header(rows: Sequence[Sequence[Placed]]) -> Sequence[Sequence[Placed]]:
    """The first row and those that divide its cells further: all their cells stand under cells that span several columns."""
    for depth in range(1, len(rows)):
        wide = [cell for row in rows[:depth] for cell in row if cell.span > 1]
        if not all(any(over.column <= cell.column < over.column + over.span for over in wide) for cell in rows[depth]):
            return rows[:depth]
    return rows[:1]


def _head(column: int, header: Sequence[Sequence[Placed]]) -> str:
    above = [cell.text for row in header for cell in row if cell.column <= column < cell.column + max(cell.span, 1)]
    return " ".join(dict.fromkeys(above))


def _spread(row: Sequence[Placed], used: Sequence[int]) -> list[str]:
    texts = {cell.column: cell.text for cell in row}
    return [texts.get(column, "") for column in used]


def _line(texts: Sequence[str]) -> list[str]:
    filled = [text for text in texts if text]
    if len(filled) < 2 or any(text.count(" ") >= MOST_WORDS for text in filled):
        return filled
    return [" | ".join(text or EMPTY for text in texts)]
