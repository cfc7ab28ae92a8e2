"""Grid: a table with all spans expanded, each cell with its place in the text; and what its rows, columns and figures are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

RowKind = Literal["title", "header", "numbering", "section", "value", "total"]
ColumnKind = Literal["head", "value", "year", "province", "unit", "note", "ordinal", "empty"]


class Cell(NamedTuple):
    """A cell of a table. `start`: where its text begins in the text of the article, -1 when it does not stand there; `head`: marked so
    by the page."""

    text: str
    start: int = -1
    head: bool = False

    @property
    def end(self) -> int:
        """Where its text ends, exclusive."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of data. All rows have the same number of places; a cell that spans stands in each place it covers as the same object;
    None: no cell. `start` and `end`: the lines of the text it covers. `cut`: the table goes on beyond the places that are laid out."""

    rows: tuple[tuple[Cell | None, ...], ...]
    start: int
    end: int
    caption: str = ""
    cut: bool = False

    def moved(self, by: int) -> Grid:
        """The same table in a text that begins `by` characters earlier."""
        if not by:
            return self
        moved: dict[int, Cell] = {}
        for row in self.rows:
            for cell in row:
                if cell is not None and id(cell) not in moved:
                    moved[id(cell)] = cell._replace(start=cell.start + by) if cell.start >= 0 else cell
        rows = tuple(tuple(None if cell is None else moved[id(cell)] for cell in row) for row in self.rows)
        return replace(self, rows=rows, start=self.start + by, end=self.end + by)


class TableRow(NamedTuple):
    """What a row is and what its head says. `unit` as written in the table."""

    kind: RowKind
    head: str
    unit: str | None = None
    year: tuple[int, int] | None = None
    province: str | None = None


class TableColumn(NamedTuple):
    """What a column is and what its heads say, joined from above with " / "."""

    kind: ColumnKind
    head: str
    unit: str | None = None
    year: tuple[int, int] | None = None
    province: str | None = None
    total: bool = False


class TableFigure(NamedTuple):
    """An amount of a cell: `start` of the amount, its row and column (counted from 0) and their heads, and whether it is a total."""

    start: int
    row: int
    column: int
    row_head: str
    column_head: str
    total: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read: `cells` are places in the text by row and column, None where nothing stands. `title` holds its caption,
    the rows over its full width on top and the short lines above it; `unit` what they say the figures are counted in."""

    start: int
    end: int
    title: str
    unit: str | None
    rows: tuple[TableRow, ...]
    columns: tuple[TableColumn, ...]
    cells: tuple[tuple[tuple[int, int] | None, ...], ...]
    figures: tuple[TableFigure, ...]
