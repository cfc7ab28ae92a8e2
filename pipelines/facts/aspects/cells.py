"""Aspects of cells: figures of tables that are planned, per something, exports or imports, or parts of a total, as heads and sums tell.

A figure is a part of a total only where the figures of its column add up to it: a total is never counted twice by mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from pipelines.facts.amounts.table_shape import is_total
from pipelines.facts.amounts.table_units import bare_head
from pipelines.facts.aspects.flows import flow_told
from pipelines.facts.links.tables.deciding import Place
from pipelines.facts.links.tables.heads import Heads
from pipelines.text.sentences import lowered
from pipelines.values.mentions import AmountMention, Change, Flow

_TOTALS = 30  # rows of totals in one table
_CHILDREN = 60  # rows counted below another
_MINUS = ("-", "–", "−", "(")
_GROWTH = re.compile(r"(?:tốc độ |mức |tỷ lệ )?tăng(?: trưởng)?\b(?!\s?[,/]|\s?\(\+|\s(?:giảm|hoặc|và))", re.IGNORECASE)
_LEVELS = tuple(map(re.compile, (r"[IVX]+|[A-ZĐ]", r"\d{1,3}", r"\d{1,2}\.\d{1,2}", r"[a-zđ]")))
_ROUNDING = 0.005  # of a total that its parts may miss


class _Line(NamedTuple):
    """A figure of a column: `figure` is its index among the amounts, whether its row adds up others, how deep its row is counted."""

    figure: int
    amount: AmountMention
    total: bool
    level: int


def aspects_of_cells(amounts: Sequence[AmountMention], heads: Sequence[Heads], places: Mapping[int, Place]) -> list[AmountMention]:
    """The same amounts in the same order; those of cells with `planned`, `per`, `flow` and `part_of` as their table tells."""
    told = list(amounts)
    for i, place in places.items():
        amount, says = told[i], place.says
        flow = amount.flow
        if amount.role == "trade" and says.role and amount.kind in ("money", "percent"):
            flow = _flow(heads[place.table], place) or flow
        planned = amount.planned if says.planned is None else says.planned
        unit = heads[place.table].table.unit(place.row, place.column) if amount.rule.endswith("-table") else None
        per = amount.per or (unit.per if unit else None)
        change = _change(heads[place.table], place) if amount.kind == "percent" and amount.change is None else amount.change
        told[i] = replace(amount, flow=flow, planned=planned, per=per, change=change, part_of=None)
    for part, whole in (*_parts_across(told, heads, places), *_parts(told, heads, places)):  # of a column rather than of a row
        told[part] = replace(told[part], part_of=told[whole].start)
    return told


def _flow(heads: Heads, place: Place) -> Flow | None:
    shape = heads.shape
    texts = (*reversed(shape.heads[place.column]), *shape.row_heads[place.row], shape.sections[place.row], *heads.titles)
    return next((flow for text in texts if text and (flow := flow_told(lowered(text)))), None)


def _change(heads: Heads, place: Place) -> Change | None:
    """The direction of a percentage by its sign, or by a head that tells of growth alone."""
    cell = heads.shape.grid.rows[place.row][place.column]
    sign = cell.text[:1] if cell is not None else ""
    if sign in _MINUS:
        return "decrease"
    leaf = bare_head(next(reversed(heads.shape.heads[place.column]), ""))
    return "increase" if sign == "+" or _GROWTH.match(leaf) else None


def _parts(amounts: Sequence[AmountMention], heads: Sequence[Heads], places: Mapping[int, Place]) -> Iterator[tuple[int, int]]:
    """Part and whole of every column in which a row of totals adds up others."""
    columns: dict[tuple[int, int], list[int]] = {}
    for i, place in places.items():
        if amounts[i].kind != "percent" and amounts[i].min == amounts[i].max:
            columns.setdefault((place.table, place.column), []).append(i)
    for (table, _), figures in columns.items():
        figures.sort(key=lambda i: places[i].row)
        shape = heads[table].shape
        lines = [_Line(i, amounts[i], shape.rows[places[i].row] == "total", _level(shape.ordinal(places[i].row))) for i in figures]
        if sum(line.total for line in lines) > _TOTALS:
            continue
        for at, line in enumerate(lines):
            parts = _adds_up(lines, at) if line.total else _children(lines, at)
            yield from ((part, line.figure) for part in parts)


def _parts_across(amounts: Sequence[AmountMention], heads: Sequence[Heads], places: Mapping[int, Place]) -> Iterator[tuple[int, int]]:
    """Part and whole of every row in which a column of totals adds up others: those under the same upper head, or all."""
    rows: dict[tuple[int, int], list[int]] = {}
    for i, place in places.items():
        if amounts[i].kind != "percent" and amounts[i].min == amounts[i].max:
            rows.setdefault((place.table, place.row), []).append(i)
    for (table, _), figures in rows.items():
        over = {i: heads[table].shape.heads[places[i].column] for i in figures}
        lines = {i: _Line(i, amounts[i], any(map(is_total, over[i][-1:])), 0) for i in figures}
        for i in (i for i in figures if lines[i].total):
            others = [lines[j] for j in figures if not lines[j].total]
            beside = [line for line in others if over[line.figure][:-1] == over[i][:-1]]
            parts = next((group for group in (beside, others) if _sum_is(lines[i], group)), [])
            yield from ((part.figure, i) for part in parts)


def _level(ordinal: str) -> int:
    """How deep a row stands by the number it is counted with: I or A, then 1, then 1.1, then a."""
    return next((level for level, pattern in enumerate(_LEVELS) if pattern.fullmatch(ordinal)), len(_LEVELS))


def _adds_up(lines: Sequence[_Line], at: int) -> list[int]:
    """What the total at index `at` of its column adds up: the rows since the total before, those till the next, the totals of sections
    before it, or all rows, each also without those counted below others; the first of these whose sum is the total."""
    before = next((k for k in range(at - 1, -1, -1) if lines[k].total), -1)
    after = next((k for k in range(at + 1, len(lines)) if lines[k].total), len(lines))
    groups = (
        lines[before + 1 : at],
        lines[at + 1 : after],
        [line for line in lines[:at] if line.total],
        [line for line in lines if not line.total],
    )
    for group in groups:
        for parts in (group, _topmost(group)):
            if _sum_is(lines[at], parts):
                return [part.figure for part in parts]
    return []


def _children(lines: Sequence[_Line], at: int) -> list[int]:
    """The rows counted below the one at index `at` ("I" and then "1", "2"), where they add up to it."""
    if lines[at].level == len(_LEVELS):
        return []
    below = lines[at + 1 : at + 1 + _CHILDREN]
    end = next((k for k, line in enumerate(below) if line.total or line.level <= lines[at].level), len(below))
    parts = _topmost(below[:end])
    return [part.figure for part in parts] if _sum_is(lines[at], parts) else []


def _topmost(lines: Sequence[_Line]) -> list[_Line]:
    top = min((line.level for line in lines), default=0)
    return [line for line in lines if line.level == top]


def _sum_is(whole: _Line, parts: Sequence[_Line]) -> bool:
    values = [part.amount.max for part in parts if part.amount.unit == whole.amount.unit]
    return 1 < len(values) == len(parts) and abs(sum(values) - whole.amount.max) <= _ROUNDING * abs(whole.amount.max)
