"""Doubt: how sure a link is. Probabilities of the choice are calibrated by a few fitted numbers (data/links/doubt.json).

Each is a logistic of slope * log-odds + offset: of a field from its chance, of all three together from the product of the fields. The
numbers are fitted on articles that the weights were not fitted on (benchmarks/linking_weights.py).
"""

from __future__ import annotations

import math
from functools import cache

import msgspec

from pipelines.facts.links.scoring import Choice
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.mentions import Answer, Doubt, Doubts, Role, YearRange
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, read_json, typed

_LEAST = 0.0005  # nothing read is surer than 1 - this, nor less sure
_DIGITS = 3


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of the log-odds of a choice."""

    slope: float
    offset: float


class Calibration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of calibration: a line for each field, and one for all three together."""

    year: Line
    province: Line
    role: Line
    together: Line


@cache
def calibration() -> Calibration:
    """The fitted numbers. Raises KnowledgeError."""
    path = DATA / "links" / "doubt.json"
    try:
        return typed(read_json(path), Calibration)
    except Misfit as misfit:
        raise KnowledgeError(f"{told_path(path)}: {misfit}") from None


def log_odds(chance: float) -> float:
    """Natural logarithm of the odds of a probability, held within bounds."""
    chance = min(max(chance, _LEAST), 1 - _LEAST)
    return math.log(chance / (1 - chance))


def _sure(line: Line, chance: float) -> float:
    return 1 / (1 + math.exp(-(line.slope * log_odds(chance) + line.offset)))


def _doubt(confidence: float, choice: Choice[Answer]) -> Doubt[Answer]:
    rest = 1 - choice.chance
    share = choice.second_chance / rest if rest > 0 else 0.0  # of what is left, as the weights deal it out
    second = min(confidence, (1 - confidence) * share)  # never surer than the answer given
    return Doubt(round(confidence, _DIGITS), choice.second, round(second, _DIGITS))


def doubts(year: Choice[YearRange | None], province: Choice[str | None], role: Choice[Role]) -> Doubts:
    """Calibrated probabilities of the three choices of one amount."""
    lines = calibration()
    of_year, of_province, of_role = _sure(lines.year, year.chance), _sure(lines.province, province.chance), _sure(lines.role, role.chance)
    return Doubts(
        confidence=together(of_year, of_province, of_role),
        year=_doubt(of_year, year),
        province=_doubt(of_province, province),
        role=_doubt(of_role, role),
    )


def together(year: float, province: float, role: float) -> float:
    """Calibrated probability that three fields are all right, from that of each; never surer than the least sure of them."""
    return round(min(_sure(calibration().together, year * province * role), year, province, role), _DIGITS)
