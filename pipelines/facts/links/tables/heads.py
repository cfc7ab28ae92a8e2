"""Heads: what the heads, sections and titles of a table tell of each of its cells: year, province, role, planned, total."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar

from pipelines.facts.amounts.table_shape import Shape, is_total
from pipelines.facts.amounts.table_units import compares, without_unit
from pipelines.facts.amounts.tables import ReadTable
from pipelines.facts.frames.cues import ROLES, find_cues
from pipelines.facts.links.tables.periods import bases_of, first_period, is_planned, period_of
from pipelines.facts.links.tables.places import is_place_head, province_column, province_named, province_told
from pipelines.text.prepared import bare
from pipelines.text.sentences import lowered
from pipelines.values.mentions import Context, Role, YearRange

T = TypeVar("T")
_LONG = 60  # characters of a row head; a longer one tells of many things


class CellSays(NamedTuple):
    """What the heads of a cell tell; None: they do not tell."""

    year: tuple[YearRange, str] | None
    province: tuple[str | None, str] | None
    role: tuple[Role, str] | None
    planned: bool | None
    total: bool


class _Cue(NamedTuple):
    role: Role
    weight: int
    word: str


@dataclass
class Heads:
    """The heads of one table. All answers are computed once and kept."""

    table: ReadTable
    context: Context
    _columns: dict[int, tuple[YearRange, str] | None] = field(default_factory=dict)
    _cues: dict[str, _Cue | None] = field(default_factory=dict)
    _years: dict[int, YearRange | None] = field(default_factory=dict)
    _places: dict[int, str | None] = field(default_factory=dict)
    _sections: dict[str, YearRange | None] = field(default_factory=dict)
    _plans: dict[int, bool | None] = field(default_factory=dict)

    @property
    def shape(self) -> Shape:
        return self.table.shape

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Title rows and caption, innermost first, then the lines above, without what they say about units."""
        return tuple(filter(None, map(without_unit, (*reversed(self.shape.title), *self.table.above))))

    @cached_property
    def title_year(self) -> YearRange | None:
        """The year of the title, or of a row "Năm thực hiện" of a list of pairs."""
        return first_period(self.titles, self.context)

    @cached_property
    def _clock(self) -> Context:
        """What "cùng kỳ", "năm trước" in a head are counted from: the year of the table, where it tells one."""
        own = self.title_year or max(filter(None, map(self._plain_year, range(len(self.shape.columns)))), default=None)
        return Context(None, str(own[1])) if own else self.context

    def _plain_year(self, column: int) -> YearRange | None:
        return first_period(reversed(self.shape.heads[column]), Context())

    @cached_property
    def place_column(self) -> int | None:
        """The column of provinces."""
        return province_column(self.shape, self.context.published)

    @cached_property
    def _pairs(self) -> tuple[YearRange | None, str | None]:
        """Year and province that rows of a list of pairs tell of all others."""
        year, province = None, None
        if self.shape.list_of_pairs:
            for row in self.shape.grid.rows:
                cells = [cell.text for cell in row if cell is not None and cell.text]
                if len(cells) != 2:
                    continue
                if cells[0].lower().startswith(("năm", "thời gian", "giai đoạn")):
                    year = year or period_of(cells[1], self.context)
                elif is_place_head(cells[0]):
                    province = province or province_told(cells[1], self.context.published)
        return year, province

    def says(self, row: int, column: int) -> CellSays:
        """What is told of the cell at row and column."""
        shape = self.shape
        heads = shape.heads[column]
        total = shape.rows[row] == "total" or any(map(is_total, heads[-1:]))
        if column not in self._plans:
            self._plans[column] = is_planned(reversed(heads), self.titles)
        return CellSays(self._year(row, column), self._province(row, column), self._role(row, column), self._plans[column], total)

    def _year(self, row: int, column: int) -> tuple[YearRange, str] | None:
        if own := self.column_year(column):
            return own
        if year := self.row_year(row):
            return year, "row"
        if year := self._section_year(self.shape.sections[row]):
            return year, "section"
        if self.shape.rows[row] == "total" and "year" in self.shape.columns and (years := self._all_years):
            return years, "total"
        year = self._pairs[0] or self.title_year
        return (year, "pair" if self._pairs[0] else "title") if year else None

    @cached_property
    def _all_years(self) -> YearRange | None:
        """From the first to the last year of a column of years: what a row of totals adds up."""
        rows = (row for row, kind in enumerate(self.shape.rows) if kind == "value")
        years = [year for row in rows if (year := self.row_year(row))]
        return (min(first for first, _ in years), max(last for _, last in years)) if years else None

    def _section_year(self, section: str) -> YearRange | None:
        if section not in self._sections:
            self._sections[section] = first_period((section,), self._clock)
        return self._sections[section]

    def row_year(self, row: int) -> YearRange | None:
        """The year a row tells: in its column of years, else in a short head."""
        if row not in self._years:
            cells = zip(self.shape.grid.rows[row], self.shape.columns, strict=True)
            dated = [cell.text for cell, kind in cells if kind == "year" and cell is not None]
            short = [head for head in self.shape.row_heads[row] if len(head) <= _LONG]
            self._years[row] = first_period((*dated, *short), self._clock)
        return self._years[row]

    def column_year(self, column: int) -> tuple[YearRange, str] | None:
        """The year of a column: of its heads, innermost first; a comparison has that of the column it compares."""
        if column not in self._columns:
            heads = self.shape.heads[column]
            held = next((i for i, head in enumerate(heads) if compares(head)), len(heads))
            year = first_period(reversed(heads[: held + 1]), self._clock)  # what stands below a comparison is its base
            self._columns[column] = (year, "column") if year else None
            if year is None and heads and self._follows(column, heads):
                self._columns[column] = self._left_year(column, bases_of(" ".join(heads)))
            elif year is None and any(map(is_total, heads[-1:])):
                self._columns[column] = self._summed_years(column)
        return self._columns[column]

    def _follows(self, column: int, heads: Sequence[str]) -> bool:
        unit = next((self.table.unit(row, column) for row, kind in enumerate(self.shape.rows) if kind == "value"), None)
        return any(map(compares, heads)) or (unit is not None and unit.kind == "percent")

    def _summed_years(self, column: int) -> tuple[YearRange, str] | None:
        """From the first to the last year of the columns that a column of totals adds up."""
        own = self.shape.heads[column][:-1]
        others = (heads for heads in self.shape.heads if heads[: len(own)] == own and not any(map(is_total, heads[-1:])))
        years = {year for heads in others if (year := first_period(reversed(heads), self._clock))}
        return ((min(first for first, _ in years), max(last for _, last in years)), "total") if len(years) > 1 else None

    def _left_year(self, column: int, bases: frozenset[int]) -> tuple[YearRange, str] | None:
        for left in range(column - 1, -1, -1):
            if self.shape.columns[left] == "value" and not any(map(compares, self.shape.heads[left])):
                year = first_period(reversed(self.shape.heads[left]), self._clock)
                if year and year[1] not in bases:
                    return year, "neighbour"
        return None

    def _province(self, row: int, column: int) -> tuple[str | None, str] | None:
        shape = self.shape
        if name := self.column_province(column):
            return name, "column"
        if self._across and any(map(is_total, shape.heads[column])):
            return None, "total"
        if name := self.row_province(row):
            return name, "row"
        within = shape.rows[row] == "value" or self._inner_total(row)
        if within and (name := province_named(shape.sections[row], self.context.published)):
            return name, "section"
        if shape.rows[row] == "total" and (self.place_column is not None or self._sectioned):
            return None, "total"
        return (self._pairs[1], "pair") if self._pairs[1] else None

    def column_province(self, column: int) -> str | None:
        """The province that heads a column."""
        heads = reversed(self.shape.heads[column])
        return next((name for head in heads if (name := province_named(head, self.context.published))), None)

    def row_province(self, row: int) -> str | None:
        """The province of a row, from the column of provinces."""
        if row not in self._places:
            cell = self.shape.grid.rows[row][self.place_column] if self.place_column is not None else None
            self._places[row] = province_told(cell.text, self.context.published) if cell is not None else None
        return self._places[row]

    @cached_property
    def _across(self) -> bool:
        """Whether provinces stand side by side in the header."""
        columns = range(len(self.shape.columns))
        return sum(self.column_province(column) is not None for column in columns) > 1

    @cached_property
    def _sectioned(self) -> bool:
        return any(province_named(section, self.context.published) for section in self.shape.sections)

    @cached_property
    def _each_summed(self) -> bool:
        """Whether every section has a row of totals of its own."""
        sections = {section for section in self.shape.sections if section}
        return self.shape.rows.count("total") >= len(sections)

    def _inner_total(self, row: int) -> bool:
        """Whether a row of totals adds up its section only: each section has one, and this is not the second in a row."""
        return self._each_summed and self.shape.rows[row] == "total" and row > 0 and self.shape.rows[row - 1] != "total"

    def _role(self, row: int, column: int) -> tuple[Role, str] | None:
        shape = self.shape
        weak: tuple[Role, str] | None = None
        around = (("row", shape.row_heads[row][:2]), ("section", (shape.sections[row],)), ("title", self.titles))
        found = [("column", self._column_cue(column))]
        found += [(name, self._strongest(texts)) for name, texts in around]
        for name, best in found:
            if best and best.weight > 1:
                return best.role, f"{name}({best.word})"
            weak = weak or ((best.role, f"{name}({best.word})") if best else None)
        return weak

    def _column_cue(self, column: int) -> _Cue | None:
        """The cue of the heads of a column; of one that adds up others that of the nearest of them."""
        heads = self.shape.heads[column]
        cues = [cue for text in reversed(heads) if (cue := self._cue(text))]
        if not cues and any(map(is_total, heads[-1:])):
            others = sorted((abs(c - column), c) for c, kind in enumerate(self.shape.columns) if kind == "value" and c != column)
            cues = [cue for _, other in others for text in reversed(self.shape.heads[other]) if (cue := self._cue(text))][:1]
        return max(cues, key=lambda cue: cue.weight, default=None)  # the innermost of equals

    def _strongest(self, texts: Iterable[str]) -> _Cue | None:
        cues = [cue for text in texts if text and (cue := self._cue(text))]
        return max(cues, key=lambda cue: cue.weight, default=None)

    def _cue(self, text: str) -> _Cue | None:
        """The cue word that tells most in a head, the first of equals."""
        if text not in self._cues:
            low = lowered(text)
            found = [cue for cue in find_cues(low, bare(low), 0, len(low))[0] if cue.role in ROLES]
            best = max(found, key=lambda cue: cue.weight, default=None)
            self._cues[text] = _Cue(next(r for r in ROLES if r == best.role), best.weight, low[best.start : best.end]) if best else None
        return self._cues[text]
