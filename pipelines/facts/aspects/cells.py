"""Aspects of cells: figures of tables that are planned, exports or imports, or parts of a total, as heads and sums tell.

A figure is a part of a total only where the figures of its column add up to it: a total is never counted twice by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from pipelines.facts.aspects.flows import flow_told
from pipelines.facts.links.tables.deciding import Place
from pipelines.facts.links.tables.heads import Heads
from pipelines.text.sentences import lowered
from pipelines.values.mentions import AmountMention, Flow

_ROUNDING = 0.005  # of a total that its parts may miss


def aspects_of_cells(amounts: Sequence[AmountMention], heads: Sequence[Heads], places: Mapping[int, Place]) -> list[AmountMention]:
    """The same amounts in the same order; those of cells with `planned`, `flow` and `part_of` as their table tells."""
    told = list(amounts)
    for i, place in places.items():
        amount, says = told[i], place.says
        flow = amount.flow
        if amount.role == "trade" and says.role and amount.kind in ("money", "percent"):
            flow = _flow(heads[place.table], place) or flow
        planned = amount.planned if says.planned is None else says.planned
        if (flow, planned, amount.part_of) != (amount.flow, amount.planned, None):
            told[i] = replace(amount, flow=flow, planned=planned, part_of=None)
    for part, whole in _parts(told, heads, places):
        told[part] = replace(told[part], part_of=told[whole].start)
    return told


def _flow(heads: Heads, place: Place) -> Flow | None:
    shape = heads.shape
    texts = (*reversed(shape.heads(place.column)), *shape.row_heads(place.row), shape.sections[place.row], *heads.titles)
    return next((flow for text in texts if text and (flow := flow_told(lowered(text)))), None)


def _parts(amounts: Sequence[AmountMention], heads: Sequence[Heads], places: Mapping[int, Place]) -> Iterator[tuple[int, int]]:
    """Part and whole of every column in which a row of totals adds up others."""
    columns: dict[tuple[int, int], list[int]] = {}
    for i, place in places.items():
        if amounts[i].kind != "percent" and amounts[i].min == amounts[i].max:
            columns.setdefault((place.table, place.column), []).append(i)
    for (table, _), figures in columns.items():
        figures.sort(key=lambda i: places[i].row)
        kinds = [heads[table].shape.rows[places[i].row] for i in figures]
        for at, kind in enumerate(kinds):
            if kind == "total":
                yield from ((part, figures[at]) for part in _adds_up(amounts, figures, kinds, at))


def _adds_up(amounts: Sequence[AmountMention], figures: Sequence[int], kinds: Sequence[str], at: int) -> list[int]:
    """What the total at index `at` of its column adds up: the rows since the total before, those till the next, the totals of sections
    before it, or all rows; the first of these whose sum is the total."""
    before = next((k for k in range(at - 1, -1, -1) if kinds[k] == "total"), -1)
    after = next((k for k in range(at + 1, len(kinds)) if kinds[k] == "total"), len(kinds))
    whole = amounts[figures[at]]
    groups = (
        range(before + 1, at),
        range(at + 1, after),
        [k for k in range(at) if kinds[k] == "total"],
        [k for k in range(len(kinds)) if kinds[k] != "total"],
    )
    for group in groups:
        parts = [figures[k] for k in group if amounts[figures[k]].unit == whole.unit]
        if len(parts) > 1 and abs(sum(amounts[part].max for part in parts) - whole.max) <= _ROUNDING * abs(whole.max):
            return parts
    return []
