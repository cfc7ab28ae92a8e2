"""Calibrating: the numbers that turn signs into probabilities, fitted on articles the weights were not fitted on.

Logistic regression of right and wrong, by weight of the article. Slopes are held near 1, what other signs weigh near 0: few labels move
them little, and two fits to nearly the same readings end nearly alike. No sign that speaks for an answer may count against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.stats import rankdata

from pipelines.facts.frames.cues import ROLES
from pipelines.facts.learning.labels import PARTS
from pipelines.facts.learning.validation import Read, trueness
from pipelines.facts.links.doubt import FIELD_BEND, TOGETHER_BEND, Calibration, FieldLine, Line, Sure, log_odds, sure_of
from pipelines.facts.links.evidence import TASKS, Task

_DIGITS = 4
_LEAST_SLOPE = 0.1
_SLOPES = (3.0, 3.0, 3.0, 0.0)  # pulls of low, middle, high towards 1; the offset is free
_SIGNS = (8.0, 8.0, 8.0, 18.0)  # pulls of agree, around, beside, percent towards 0
_ROLE = 18.0
_BOUNDS = [(_LEAST_SLOPE, None)] * 3 + [(None, None)]
_HELPING = [(0.0, None)] * 3 + [(None, None)]


class _Problem(NamedTuple):
    rows: np.ndarray
    right: np.ndarray
    weight: np.ndarray


def usable(reads: Sequence[Read]) -> list[Read]:
    """The readings that can be calibrated by: found, and labelled in all three fields (open labels teach nothing)."""
    return [one for one in reads if one.signs and one.linked and all(one.label.accepted(task) for task in TASKS)]


def calibrated(reads: Sequence[Read]) -> Calibration:
    """The numbers of data/links/doubt.json."""
    told = usable(reads)
    weight = np.array([one.example.weight for one in told])
    lines = {task: _field_line(told, task, weight) for task in TASKS}
    found = Calibration(year=lines["year"], province=lines["province"], role=lines["role"], together=_PLAIN)
    right = np.array([all(map(one.right, TASKS)) for one in told], dtype=float)
    odds = [log_odds(sure.year * sure.province * sure.role) for sure in (_sure(found, one) for one in told)]
    fitted = _fitted(_Problem(_bent(odds, TOGETHER_BEND), right, weight), _SLOPES, _BOUNDS)
    return Calibration(year=found.year, province=found.province, role=found.role, together=Line(*fitted))


_PLAIN = Line(low=1.0, middle=1.0, high=1.0, offset=0.0)


def _sure(lines: Calibration, one: Read) -> Sure:
    if one.linked is None:
        raise ValueError("not found, so nothing is told of it")
    return sure_of(lines, one.signs, one.linked.chosen)


def _field_line(told: Sequence[Read], task: Task, weight: np.ndarray) -> FieldLine:
    signs = [one.signs[task] for one in told]
    further = [
        (
            sign.agree,
            sign.around,
            sign.beside,
            one.label.kind == "percent",
            *(one.amount is not None and _role(one) == role for role in ROLES),
        )
        for sign, one in zip(signs, told, strict=True)
    ]
    rows = np.hstack([_bent([sign.odds for sign in signs], FIELD_BEND), np.array(further, dtype=float)])
    right = np.array([one.right(task) for one in told], dtype=float)
    pulls = (*_SLOPES, *_SIGNS, *[_ROLE] * len(ROLES))
    found = _fitted(_Problem(rows, right, weight), pulls, [*_BOUNDS, *_HELPING, *[(None, None)] * len(ROLES)])
    low, middle, high, offset, agree, around, beside, percent, *roles = found
    return FieldLine(low, middle, high, offset, agree, around, beside, percent, dict(zip(ROLES, roles, strict=True)))


def _role(one: Read) -> str | None:
    return one.linked.chosen.role.answer if one.linked else None


def _bent(odds: Sequence[float], bend: float) -> np.ndarray:
    """Columns of low, middle, high and offset."""
    of = np.array(odds)
    return np.column_stack([np.minimum(of, 0), np.clip(of, 0, bend), np.maximum(of - bend, 0), np.ones(len(of))])


def _fitted(problem: _Problem, pulls: Sequence[float], bounds: Sequence[tuple[float | None, float | None]]) -> list[float]:
    """Numbers of least loss within bounds, held near a plain line."""
    first = np.zeros(len(pulls))
    first[:3] = 1.0
    pull = np.array(pulls)

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        total = problem.rows @ line
        error = (1 / (1 + np.exp(-total)) - problem.right) * problem.weight
        value = np.sum(problem.weight * (np.logaddexp(0, total) - problem.right * total)) + 0.5 * np.sum(pull * (line - first) ** 2)
        return float(value), problem.rows.T @ error + pull * (line - first)

    found = minimize(loss, first, jac=True, method="L-BFGS-B", bounds=bounds).x
    return [round(float(value), _DIGITS) for value in found]


def held_surety(reads: Sequence[Read]) -> dict[str, dict[str, float]]:
    """How true doubt is of articles it was not calibrated on, by group and of all: as `trueness`, with the chance that of a right and a
    wrong figure the right one is told surer (`order`)."""
    told = usable(reads)
    by_group: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for part in range(PARTS):
        lines = calibrated([one for one in told if one.example.part != part])
        for one in told:
            if one.example.part == part:
                pair = _sure(lines, one).together, all(map(one.right, TASKS))
                by_group[one.example.group].append(pair)
                by_group["all"].append(pair)
    return {name: {"order": round(_order(pairs), 4), **trueness(pairs)} for name, pairs in by_group.items()}


def _order(pairs: Sequence[tuple[float, bool]]) -> float:
    ranks = rankdata([sure for sure, _ in pairs])
    right = np.array([right for _, right in pairs])
    good, bad = int(right.sum()), int((~right).sum())
    return float((ranks[right].sum() - good * (good + 1) / 2) / (good * bad)) if good and bad else 1.0
