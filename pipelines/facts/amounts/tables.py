"""Tables: the figures of the cells of a table, each counted in what its column, its row, its section or the caption says.

Ordinals (STT), years, notes and cells of unknown unit are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipelines.facts.amounts.found import Found, form_of
from pipelines.facts.amounts.nouns import is_year
from pipelines.facts.amounts.numbers import Digits, read_digits, uses_comma_thousands
from pipelines.facts.amounts.table_shape import NUMBER_CELL, Shape, shape_of
from pipelines.facts.amounts.table_units import (
    QUANTITY,
    CellUnit,
    bare_head,
    caption_unit,
    column_unit,
    head_unit,
    keyed_units,
    ratio_unit,
    states_unit,
    takes_no_unit,
    unit_statements,
)
from pipelines.text.line_grids import SEPARATOR, line_grids
from pipelines.values.grid import Cell, Grid

_ABOVE = 3  # lines above a table that may be its title
_TITLE = 200  # characters of such a line
_CAPTION_REACH = 2  # lines between the statement of a unit and its table
_FIGURE = re.compile(NUMBER_CELL.pattern + r"(?:\s?[-–—]\s?(?P<to>\d+(?:[.,]\d+)*))?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+")
_LOCAL = re.compile(r"\d+(?:\.\d{3})*,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}")


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table of a text with its parts told. `above`: the short lines over it, nearest first; `stated`: the unit it is counted in."""

    shape: Shape
    above: tuple[str, ...]
    stated: CellUnit | None
    keyed: Mapping[str, CellUnit]  # units stated for some heads only, by their first words

    def unit(self, row: int, column: int) -> CellUnit | None:
        """What the number of a cell is counted in, None when nothing says it."""
        shape = self.shape
        if self.keyed and (unit := self._keyed((*shape.heads[column][::-1], *shape.row_heads[row]))):
            return unit
        heads = shape.heads[column]
        for head in reversed(heads):
            if unit := head_unit(head):
                return unit
        leaf = heads[-1] if heads else ""
        if QUANTITY.fullmatch(leaf) and (unit := self.row_unit(row)):
            return unit
        if (unit := ratio_unit(leaf)) or takes_no_unit(leaf):
            return unit
        if unit := self.row_unit(row):
            return unit
        row_heads = shape.row_heads[row]
        if row_heads and (unit := ratio_unit(row_heads[0])):
            return unit
        if row_heads and takes_no_unit(row_heads[0]):
            return None
        return head_unit(shape.sections[row]) or self.stated

    def _keyed(self, heads: Sequence[str]) -> CellUnit | None:
        lowered = [bare_head(head).lower() for head in heads]
        return next((unit for head in lowered for key, unit in self.keyed.items() if head.startswith(key)), None)

    def row_unit(self, row: int) -> CellUnit | None:
        """What the numbers of a row are counted in by its column of units or its own head."""
        shape = self.shape
        for cell, kind in zip(shape.grid.rows[row], shape.columns, strict=True):
            if kind == "unit" and cell is not None and cell.text:
                return column_unit(cell.text)
        return next((unit for head in shape.row_heads[row][:2] if (unit := head_unit(head)) and _told_by_row(head, unit)), None)


def _told_by_row(head: str, unit: CellUnit) -> bool:
    """A row head is a name more often than a unit: only brackets, a comma or "Số ..." make it one."""
    return unit.kind != "count" or "(" in head or "," in head or bare_head(head).lower().startswith(("số", "tổng số"))


def read_shapes(text: str, grids: Sequence[Grid] = ()) -> list[ReadTable]:
    """All tables of a text with their parts: those a page gave and those lines "a | b" form, in order."""
    if SEPARATOR not in text and not grids:
        return []
    found = []
    captions = _Captions(text)
    for grid in line_grids(text, [grid for grid in grids if _stands(text, grid)]):
        shape = shape_of(grid)
        above = _lines_above(text, grid.start)
        corner = [head for head in shape.heads[0] if states_unit(head)] if shape.columns[0] == "head" else []
        own = next((unit for title in (*reversed(shape.title), *corner) if (unit := caption_unit(title))), None)
        stated = own or captions.before(grid.start) or next((unit for line in above[:2] if (unit := caption_unit(line))), None)
        keyed = {key: unit for line in (*above, *shape.title) for key, unit in keyed_units(line).items()}
        found.append(ReadTable(shape, above, stated, keyed))
    return found


def _stands(text: str, grid: Grid) -> bool:
    """Whether the cells of a grid stand in this text: it may be given with another one."""
    cells = [cell for row in grid.rows for cell in row if cell is not None and cell.start >= 0]
    return bool(cells) and all(text.startswith(cell.text, cell.start) for cell in cells)


class _Captions:
    """The units that lines of a text state, each in force for the tables close below it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position, self._age = 0, 0
        self._unit: CellUnit | None = None

    def before(self, start: int) -> CellUnit | None:
        """The unit in force at an offset; offsets must not fall. It ends with a third line that is no row of a table."""
        for line in self._text[self._position : start].split("\n")[:-1]:
            self._age += 1
            if states_unit(line):
                self._unit, self._age = caption_unit(line), 0
            elif SEPARATOR in line:
                self._age = 0
            elif self._age > _CAPTION_REACH:
                self._unit = None
        self._position = start
        return self._unit


def _lines_above(text: str, start: int) -> tuple[str, ...]:
    lines: list[str] = []
    end = start - 1
    while end > 0 and len(lines) < _ABOVE:
        begin = text.rfind("\n", 0, end) + 1
        line = text[begin:end]
        if not line or len(line) > _TITLE or SEPARATOR in line or (line.endswith((".", ";")) and not states_unit(line)):
            break
        lines.append(line)
        end = begin - 1
    return tuple(lines)


def read_tables(tables: Sequence[ReadTable], found: Sequence[Found]) -> list[Found]:
    """Amounts of the number cells that no other rule has read, in no order."""
    taken = {item.start for item in found}
    return [item for table in tables for item in _figures(table) if item.start not in taken]


def _figures(table: ReadTable) -> Iterator[Found]:
    shape = table.shape
    english = _is_english(shape.grid)
    seen: set[int] = set()
    for row, kind in enumerate(shape.rows):
        if kind not in ("value", "total"):
            continue
        for column, cell in enumerate(shape.grid.rows[row]):
            if cell is None or cell.start < 0 or shape.columns[column] not in ("value", "head") or id(cell) in seen:
                continue
            match = _FIGURE.fullmatch(cell.text)
            if match is None or (shape.columns[column] == "head" and not column):
                continue
            seen.add(id(cell))
            unit = table.unit(row, column)
            if unit is None or (is_year(match["number"]) and (unit is table.stated or match["to"])):
                continue
            if item := _figure(cell, match, unit, english):
                yield item


def _figure(cell: Cell, match: re.Match[str], unit: CellUnit, english: bool) -> Found | None:
    low = _value(match["number"], unit, english)
    high = _value(match["to"], unit, english) if match["to"] else low
    if low is None or high is None or (unit.kind == "count" and unit.scale == 1 and (low[1] or high[1])):
        return None
    if low[0] * 10 ** high[1] > high[0] * 10 ** low[1]:
        return None
    start, end = match.start("number"), match.end("to") if match["to"] else match.end("number")
    scaled = (low[0] * unit.scale, low[1]), (high[0] * unit.scale, high[1])
    rule = f"{unit.kind}-table{'-range' if match['to'] else ''}"
    return Found(unit.kind, unit.code, *scaled, cell.start + start, cell.start + end, rule, unit.divisor)


def _value(token: str, unit: CellUnit, english: bool) -> Digits | None:
    token = token.replace(" ", "")
    if english:
        token = token.replace(",", "").replace(".", ",")
    return read_digits(token, form_of(unit.kind, unit.code, unit.scale > 1))


def _is_english(grid: Grid) -> bool:
    """Whether the numbers of a table have commas for thousands."""
    tokens = [match["number"] for row in grid.rows for cell in row if cell and (match := NUMBER_CELL.fullmatch(cell.text))]
    if any(_LOCAL.fullmatch(token) for token in tokens):
        return False
    return uses_comma_thousands(tokens) or any(_ENGLISH.fullmatch(token) for token in tokens)


def without_stated(tables: Sequence[ReadTable], found: list[Found]) -> list[Found]:
    """The amounts without those that only state a unit ("ĐVT: 1.000 USD", the cells of a column of units, heads) and those that reach
    out of their cell."""
    stated, cells = _Spans(_stated_spans(tables)), _Spans(_cell_spans(tables))
    return [item for item in found if not stated.around(item.start) and item.end <= (cells.around(item.start) or item.end)]


class _Spans:
    """Places of a text that do not overlap."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def around(self, offset: int) -> int:
        """Where the place ends that the offset lies in, 0 when it lies in none."""
        at = bisect_right(self._starts, offset)
        return self._spans[at - 1][1] if at and offset < self._spans[at - 1][1] else 0


def _cell_spans(tables: Sequence[ReadTable]) -> Iterator[tuple[int, int]]:
    cells = (cell for table in tables for row in table.shape.grid.rows for cell in row)
    return ((cell.start, cell.end) for cell in cells if cell is not None and cell.start >= 0)


def _stated_spans(tables: Sequence[ReadTable]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for table in tables:
        shape = table.shape
        for row, kind in zip(shape.grid.rows, shape.rows, strict=True):
            for cell, column in zip(row, shape.columns, strict=True):
                if cell is not None and cell.start >= 0 and (kind in ("header", "numbering") or column in ("unit", "ordinal")):
                    spans.append((cell.start, cell.end))
                elif cell is not None and cell.start >= 0 and (column != "value" or kind in ("title", "section")):
                    spans += [(cell.start + a, cell.start + b) for a, b in unit_statements(cell.text)]
        position = shape.grid.start - 1
        for line in table.above:
            position -= len(line)
            spans += [(position + a, position + b) for a, b in unit_statements(line)]
            position -= 1
    return spans
