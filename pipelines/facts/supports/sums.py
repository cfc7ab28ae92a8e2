"""Sums: may a line be added to others of its province, programme, year and stage, and if not, why not?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from pipelines.facts.supports.lines import Line
from pipelines.facts.supports.relations import Related

WhyNot = Literal[
    "own_capital", "mixed_total", "no_payment", "no_programme", "foreign_money", "cap", "range", "rate", "mean", "planned", "proposed",
    "cut", "moved", "rest", "part_of", "paid_of", "repeats", "example_of", "several_years", "no_year", "several_provinces", "no_province",
]  # fmt: skip
WHY_NOT: tuple[WhyNot, ...] = get_args(WhyNot)
_PAYERS: dict[str | None, WhyNot] = {"own": "own_capital", "mixed": "mixed_total", "value": "no_payment", None: "no_payment"}
_STAGES: dict[str | None, WhyNot] = {"planned": "planned", "proposed": "proposed", "cut": "cut", "moved": "moved"}


def why_not(lines: Sequence[Line], related: Sequence[Related | None], provinces: Sequence[str | None]) -> list[WhyNot | None]:
    """For every line why it may not be added, None where it may. A part counts where its whole does not: of a national total, of several
    years, of a total that holds own capital."""
    alone = [_alone(line, province) for line, province in zip(lines, provinces, strict=True)]
    counted: dict[int, bool] = {}
    found: list[WhyNot | None] = []
    for i in range(len(lines)):
        reason = alone[i]
        if reason is None and (one := related[i]) is not None and one.relation != "adds_to":
            reason = _because_of(one, i, (lines, alone, related, provinces))
        counted[i] = reason is None
        found.append(reason)
    return found


def _because_of(
    one: Related, i: int, told: tuple[Sequence[Line], Sequence[WhyNot | None], Sequence[Related | None], Sequence[str | None]]
) -> WhyNot | None:
    lines, alone, related, provinces = told
    relation: WhyNot = "example_of" if one.relation == "adds_to" else one.relation
    if one.whole is None:
        return relation if relation == "example_of" else None
    at: int | None = one.whole
    for _ in range(len(lines)):  # up to the whole of the whole
        if at is None:
            return None
        if alone[at] is None and provinces[at] == provinces[i] and (lines[at].year == lines[i].year or not lines[i].dated):
            return relation
        if alone[at] in ("cut", "moved", "planned", "proposed") and relation in ("repeats",):
            return relation
        above = related[at]
        at = above.whole if above and above.relation != "adds_to" else None
    return None


def _alone(line: Line, province: str | None) -> WhyNot | None:
    """Why a line could not be added even if it stood alone."""
    if line.payer != "state":
        return _PAYERS[line.payer]
    if line.amount.unit != "VND":
        return "foreign_money"
    if line.kind in ("cap", "range"):
        return "cap" if line.kind == "cap" else "range"
    if line.mean:
        return "mean"
    if line.rest:
        return "rest"
    if line.stage in _STAGES:
        return _STAGES[line.stage]
    if line.programme is None:
        return "no_programme"
    if line.vnd is None:
        return "rate"
    return _where_and_when(line, province)


def _where_and_when(line: Line, province: str | None) -> WhyNot | None:
    if line.amount.year is None:
        return "no_year"
    if line.year is None or line.period in ("cumulative", "programme"):
        return "several_years"
    if line.region:
        return "several_provinces"
    return None if province else "no_province"
