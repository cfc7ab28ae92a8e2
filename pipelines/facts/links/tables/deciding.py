"""Deciding: figures of tables take year, province and role from the heads of their cells; `link_rule` and doubt say so.

A head is decisive over whatever was weighed. How sure it is stated to be is measured (benchmarks/tables.py) and rounded down.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipelines.facts.amounts.tables import ReadTable
from pipelines.facts.links.doubt import together
from pipelines.facts.links.evidence import Task
from pipelines.facts.links.tables.heads import CellSays, Heads
from pipelines.values.mentions import AmountMention, Answer, Context, Doubt, Doubts

PLACES: Mapping[Task, tuple[str, ...]] = {  # of a table that decide a field, as told in link_rule
    "role": ("column", "row", "section", "title", "neighbour"),
    "year": ("column", "row", "section", "pair", "title", "total", "neighbour"),
    "province": ("column", "row", "section", "pair", "total"),
}
_SURE: Mapping[str, float] = {"column": 0.98, "row": 0.98, "section": 0.96, "total": 0.95, "pair": 0.95, "neighbour": 0.95, "title": 0.92}
_ROLE = 0.95  # a head names the thing itself
_ROLE_AROUND = 0.85  # a section or title names what all figures are about
_MOST = 0.5  # of a cell that an amount must fill to be what the cell tells
_LEFT = 20  # figures looked back for the money that a percentage goes with
_PLACES = 12  # of one cell that spans


class Place(NamedTuple):
    """Where an amount stands: which table, row and column (the first of a cell that spans), and what its heads tell."""

    table: int
    row: int
    column: int
    says: CellSays


def places_of(heads: Sequence[Heads], amounts: Sequence[AmountMention]) -> dict[int, Place]:
    """The places of the amounts that fill cells of tables, by index of the amount."""
    spots = sorted(_spots(heads), key=lambda spot: spot[0])
    starts = [spot[0] for spot in spots]
    found: dict[int, Place] = {}
    for i, amount in enumerate(amounts):
        at = bisect_right(starts, amount.start) - 1
        if at < 0 or amount.end > spots[at][1] or amount.end - amount.start < _MOST * (spots[at][1] - spots[at][0]):
            continue
        _, _, table, places = spots[at]
        told = [heads[table].says(row, column) for row, column in places[:_PLACES]]
        found[i] = Place(table, *places[0], _common(told))
    return found


def _spots(heads: Sequence[Heads]) -> list[tuple[int, int, int, list[tuple[int, int]]]]:
    """Start, end, table and places of every cell that stands in the text below a header."""
    spots: dict[int, tuple[int, int, int, list[tuple[int, int]]]] = {}
    for table, head in enumerate(heads):
        shape = head.shape
        for row, kind in enumerate(shape.rows):
            if kind not in ("value", "total"):
                continue
            for column, cell in enumerate(shape.grid.rows[row]):
                if cell is not None and cell.start >= 0 and shape.columns[column] in ("value", "head"):
                    spots.setdefault(cell.start, (cell.start, cell.end, table, []))[3].append((row, column))
    return list(spots.values())


def _common(told: Sequence[CellSays]) -> CellSays:
    """What all places of a cell tell alike."""
    first = told[0]
    same = [says for says in told[1:] if says.year != first.year], [says for says in told[1:] if says.province != first.province]
    return first._replace(year=None if same[0] else first.year, province=None if same[1] else first.province)


def decide(amounts: Sequence[AmountMention], places: Mapping[int, Place]) -> list[AmountMention]:
    """The same amounts in the same order; those of cells linked as their heads tell. Counts and measures get year and province only."""
    decided = list(amounts)
    for i, place in places.items():
        amount = decided[i]
        if amount.kind in ("money", "percent"):
            decided[i] = _linked(amount, _with_role(place, decided, places, i))
        else:
            decided[i] = _dated(amount, place.says)
    return decided


def _with_role(place: Place, decided: Sequence[AmountMention], places: Mapping[int, Place], i: int) -> CellSays:
    """A percentage without a word for what it is has the role of the money left of it in its row, where heads told that."""
    says = place.says
    if says.role is None and decided[i].kind == "percent":
        left = next((j for j in range(i - 1, max(-1, i - _LEFT), -1) if j not in places or decided[j].kind == "money"), -1)
        told = left in places and places[left][:2] == place[:2] and decided[left].link_rule.startswith("role:table:")
        if told and (role := decided[left].role):
            return says._replace(role=(role, "neighbour"))
    return says


def _dated(amount: AmountMention, says: CellSays) -> AmountMention:
    """A count or measure with the year and province of its heads; nothing is weighed for it."""
    if not says.year and not (says.province and says.province[0]):
        return amount
    year, by_year = says.year or (None, "")
    province, by_province = says.province or (None, "")
    rule = f"role:none year:{f'table:{by_year}' if by_year else 'none'} province:{f'table:{by_province}' if by_province else 'none'}"
    return replace(amount, year=year, province=province, link_rule=rule)


def _linked(amount: AmountMention, says: CellSays) -> AmountMention:
    role, _, rest = amount.link_rule.partition(" year:")
    year, _, province = rest.partition(" province:")
    rules = [role or "role:none", f"year:{year or 'none'}", f"province:{province or 'none'}"]
    doubts = amount.doubts
    if says.role:
        amount, rules[0] = replace(amount, role=says.role[0]), f"role:table:{says.role[1]}"
    if says.year:
        amount, rules[1] = replace(amount, year=says.year[0]), f"year:table:{says.year[1]}"
    if says.province:
        amount, rules[2] = replace(amount, province=says.province[0]), f"province:table:{says.province[1]}"
    return replace(amount, link_rule=" ".join(rules), doubts=_doubts(amount, says, doubts) if doubts else None)


def _doubts(amount: AmountMention, says: CellSays, before: Doubts) -> Doubts:
    """The stated doubt: of a field a head decided that of the head, with what was weighed as second answer."""
    year = _second(before.year, _SURE[says.year[1]]) if says.year else before.year
    province = _second(before.province, _SURE[says.province[1]]) if says.province else before.province
    role = before.role
    if says.role and amount.role:
        near = says.role[1].startswith(("column", "row"))
        role = _second(before.role, _ROLE if near else _ROLE_AROUND)
    return Doubts(together(year.confidence, province.confidence, role.confidence), year, province, role)


def _second(before: Doubt[Answer], sure: float) -> Doubt[Answer]:
    """Doubt about a decided answer; `before` is that of the weighed choice, whose best other answer comes second."""
    return Doubt(sure, before.second, round(min(1 - sure, before.second_confidence), 3))


def heads_of(tables: Sequence[ReadTable], context: Context) -> list[Heads]:
    """The heads of every table of a text."""
    return [Heads(table, context) for table in tables]
