"""Telling: a table as the record keeps it: what its rows, columns and figures are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.facts.amounts.table_shape import is_total
from pipelines.facts.amounts.table_units import head_unit
from pipelines.facts.links.tables.deciding import Place
from pipelines.facts.links.tables.heads import Heads
from pipelines.values.grid import Table, TableColumn, TableFigure, TableRow
from pipelines.values.mentions import AmountMention

_JOIN = " / "
_LONG = 300  # characters of a head that is kept


def told_tables(heads: Sequence[Heads], amounts: Sequence[AmountMention], places: Mapping[int, Place]) -> tuple[Table, ...]:
    """The tables of a text in order; those without a single figure are left out."""
    figures: dict[int, list[TableFigure]] = {}
    for i, place in sorted(places.items()):
        head = heads[place.table]
        figures.setdefault(place.table, []).append(
            TableFigure(
                amounts[i].start, place.row, place.column, row_head(head, place.row), column_head(head, place.column), place.says.total
            )
        )
    return tuple(_table(heads[table], tuple(found)) for table, found in figures.items())


def row_head(heads: Heads, row: int) -> str:
    """What stands in the head cells of a row, its section before it."""
    shape = heads.shape
    section = shape.sections[row] if shape.rows[row] == "value" else ""
    return _JOIN.join(text for text in (section, *shape.row_heads[row]) if text)[:_LONG]


def column_head(heads: Heads, column: int) -> str:
    """What stands over a column, outermost first."""
    return _JOIN.join(heads.shape.heads[column])[:_LONG]


def _table(heads: Heads, figures: tuple[TableFigure, ...]) -> Table:
    grid = heads.shape.grid
    return Table(
        start=grid.start,
        end=grid.end,
        title=_JOIN.join(dict.fromkeys((*reversed(heads.table.above), *heads.shape.title)))[:_LONG],
        unit=heads.table.stated.named if heads.table.stated else None,
        rows=tuple(_row(heads, row) for row in range(len(grid.rows))),
        columns=tuple(_column(heads, column) for column in range(len(heads.shape.columns))),
        cells=tuple(
            tuple((cell.start, cell.end) if cell is not None and cell.text and cell.start >= 0 else None for cell in row)
            for row in grid.rows
        ),
        figures=figures,
    )


def _row(heads: Heads, row: int) -> TableRow:
    kind = heads.shape.rows[row]
    if kind not in ("value", "total"):
        return TableRow(kind, "")
    year, province = heads.row_year(row), heads.row_province(row)
    unit = heads.table.row_unit(row)
    return TableRow(kind, row_head(heads, row), unit.named if unit else None, year, province)


def _column(heads: Heads, column: int) -> TableColumn:
    texts, kind = heads.shape.heads[column], heads.shape.columns[column]
    unit = next((unit for text in reversed(texts) if (unit := head_unit(text))), None)
    year = heads.column_year(column)
    return TableColumn(
        "province" if column == heads.place_column else kind,
        column_head(heads, column),
        unit.named if unit else None,
        year[0] if year else None,
        heads.column_province(column),
        any(map(is_total, texts[-1:])),
    )
