"""Doubt: how sure a link is. Signs of every figure are weighed by fitted numbers (data/links/doubt.json) into probabilities.

Of a field: the chance of its choice, what the other figures of the text answer and how clear their choices were, what the figure is. Of
all three together: their product. The numbers are fitted on articles that the weights were not fitted on (benchmarks/linking_weights.py).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, NamedTuple

import msgspec

from pipelines.facts.frames.cues import ROLES
from pipelines.facts.links.evidence import TASKS, Task
from pipelines.facts.links.scoring import Choice
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.mentions import AmountKind, Answer, Doubt, Doubts, Role, YearRange
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, read_json, typed

_LEAST = 0.0005  # nothing read is surer than 1 - this, nor less sure
_MOST_ODDS = math.log((1 - _LEAST) / _LEAST)
_DIGITS = 3
FIELD_BEND, TOGETHER_BEND = 3.0, 2.0  # log-odds from which a line goes on with its slope `high`; below 0 with `low`
_USUAL = 2.5  # log-odds of a choice like most: clearer ones around a figure speak for it, others against

_Rising = Annotated[float, msgspec.Meta(gt=0)]  # more evidence never makes less sure
_Helping = Annotated[float, msgspec.Meta(ge=0)]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of log-odds, bent twice."""

    low: _Rising
    middle: _Rising
    high: _Rising
    offset: float


class FieldLine(Line, frozen=True, forbid_unknown_fields=True):
    """Of one field: its line, and what the other signs weigh."""

    agree: _Helping
    around: _Helping
    beside: _Helping
    percent: float
    role: dict[Role, float]


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of calibration: a line for each field, and one for all three together."""

    year: FieldLine
    province: FieldLine
    role: FieldLine
    together: Line


class Chosen(NamedTuple):
    """The three choices of one figure."""

    kind: AmountKind
    role: Choice[Role]
    year: Choice[YearRange | None]
    province: Choice[str | None]


class Signs(NamedTuple):
    """What speaks for one field of a figure."""

    odds: float  # log-odds of the choice, by the weights
    agree: float  # share of the figures of the text that have the same answer, less a half
    around: float  # how clear the choices of this field were at the other figures of the text
    beside: float  # how clear all choices were at the figures before and behind


class Sure(NamedTuple):
    """Probabilities that a field is right, and that all three are."""

    year: float
    province: float
    role: float
    together: float


@cache
def calibration() -> Calibration:
    """The fitted numbers. Raises KnowledgeError."""
    path = DATA / "links" / "doubt.json"
    try:
        found = typed(read_json(path), Calibration)
        for task in TASKS:
            if missing := sorted(set(ROLES) - set(field_line(found, task).role)):
                raise Misfit(f"{task}: role: {', '.join(missing)}: not weighed")
    except Misfit as misfit:
        raise KnowledgeError(f"{told_path(path)}: {misfit}") from None
    return found


def field_line(lines: Calibration, task: Task) -> FieldLine:
    """The numbers of one field."""
    return lines.role if task == "role" else lines.year if task == "year" else lines.province


def log_odds(chance: float) -> float:
    """Natural logarithm of the odds of a probability, held within bounds."""
    if chance < _LEAST:
        return -_MOST_ODDS
    return math.log(chance / (1 - chance)) if chance <= 1 - _LEAST else _MOST_ODDS


def signs_of(chosen: Sequence[Chosen]) -> list[dict[Task, Signs]]:
    """The signs of every figure of a text, in text order."""
    count = len(chosen)
    beside = [0.0] * (count + 2)  # by place, with an empty one at either end
    fields: dict[Task, _Column] = {
        "role": _column([one.role for one in chosen]),
        "year": _column([one.year for one in chosen]),
        "province": _column([one.province for one in chosen]),
    }
    for column in fields.values():
        for i, clear in enumerate(column.odds, 1):
            beside[i] += clear - _USUAL
    found: list[dict[Task, Signs]] = [{} for _ in chosen]
    for task, (odds, alike) in fields.items():
        total = sum(odds) - _USUAL * count
        for i, clear in enumerate(odds):
            around = (total - clear + _USUAL) / (count + 1)
            found[i][task] = Signs(clear, alike[i] / (count + 1) - 0.5, around, beside[i] + beside[i + 2])
    return found


class _Column(NamedTuple):
    """One field of all figures: log-odds of the choices, and how many have the same answer."""

    odds: list[float]
    alike: list[int]


def _column(choices: Sequence[Choice[Answer]]) -> _Column:
    count = Counter([choice.answer for choice in choices])
    return _Column([log_odds(choice.chance) for choice in choices], [count[choice.answer] for choice in choices])


def _bent(line: Line, odds: float, bend: float) -> float:
    if odds < 0:
        return line.offset + line.low * odds
    if odds <= bend:
        return line.offset + line.middle * odds
    return line.offset + line.middle * bend + line.high * (odds - bend)


def _sure(log: float) -> float:
    return 1 / (1 + math.exp(-log))


def _field(line: FieldLine, signs: Signs, figure: Chosen) -> float:
    log = _bent(line, signs.odds, FIELD_BEND) + line.role[figure.role.answer] + (line.percent if figure.kind == "percent" else 0.0)
    return _sure(log + line.agree * signs.agree + line.around * signs.around + line.beside * signs.beside)


def sure_of(lines: Calibration, signs: Mapping[Task, Signs], figure: Chosen) -> Sure:
    """The probabilities of one figure."""
    year = _field(lines.year, signs["year"], figure)
    province = _field(lines.province, signs["province"], figure)
    role = _field(lines.role, signs["role"], figure)
    return Sure(year, province, role, _together(lines.together, year, province, role))


def _doubt(confidence: float, choice: Choice[Answer]) -> Doubt[Answer]:
    rest = 1 - choice.chance
    share = choice.second_chance / rest if rest > 0 else 0.0  # of what is left, as the weights deal it out
    second = min(confidence, (1 - confidence) * share)  # never surer than the answer given
    return Doubt(round(confidence, _DIGITS), choice.second, round(second, _DIGITS))


def doubts(chosen: Sequence[Chosen]) -> list[Doubts]:
    """Calibrated probabilities of the three choices of every figure of a text, in text order."""
    lines = calibration()
    found = []
    for figure, signs in zip(chosen, signs_of(chosen), strict=True):
        sure = sure_of(lines, signs, figure)
        year, province, role = _doubt(sure.year, figure.year), _doubt(sure.province, figure.province), _doubt(sure.role, figure.role)
        found.append(Doubts(round(sure.together, _DIGITS), year, province, role))
    return found


def together(year: float, province: float, role: float) -> float:
    """Calibrated probability that three fields are all right, from that of each; never surer than the least sure of them."""
    return round(_together(calibration().together, year, province, role), _DIGITS)


def _together(line: Line, year: float, province: float, role: float) -> float:
    return min(_sure(_bent(line, log_odds(year * province * role), TOGETHER_BEND)), year, province, role)
