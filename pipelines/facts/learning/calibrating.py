"""Calibrating: the few numbers that turn chances into probabilities, fitted on articles the weights were not fitted on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize

from pipelines.facts.learning.validation import Read
from pipelines.facts.links.doubt import log_odds
from pipelines.facts.links.evidence import TASKS

DIGITS = 4


def calibrated(reads: Sequence[Read]) -> dict[str, dict[str, float]]:
    """The content of data/links/doubt.json, by logistic regression of right and wrong on log-odds. Open labels teach nothing."""
    usable = [one for one in reads if one.chances and all(one.label.accepted(task) for task in TASKS)]
    odds = np.array([[log_odds(one.chances[task]) for task in TASKS] for one in usable])
    right = np.array([[one.right(task) for task in TASKS] for one in usable], dtype=float)
    found: dict[str, dict[str, float]] = {}
    product = np.ones(len(usable))
    for k, task in enumerate(TASKS):
        slope, offset = _line(odds[:, k], right[:, k])
        found[task] = _written(slope, offset)
        product *= 1 / (1 + np.exp(-(slope * odds[:, k] + offset)))
    found["together"] = _written(*_line(np.array([log_odds(chance) for chance in product]), right.min(axis=1)))
    return found


def _written(slope: float, offset: float) -> dict[str, float]:
    return {"slope": round(slope, DIGITS), "offset": round(offset, DIGITS)}


def _line(odds: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Slope and offset of least loss; the slope held near 1."""

    def loss(line: np.ndarray) -> tuple[float, np.ndarray]:
        total = line[0] * odds + line[1]
        error = 1 / (1 + np.exp(-total)) - right
        value = np.sum(np.logaddexp(0, total) - right * total) + 0.5 * (line[0] - 1) ** 2
        return float(value), np.array([error @ odds + line[0] - 1, np.sum(error)])

    slope, offset = minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B").x
    return float(slope), float(offset)
