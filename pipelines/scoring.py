"""Choosing among candidates by named, weighted features: the one way linking decides, and how it explains itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from pipelines.paths import DATA

T = TypeVar("T")
Features = dict[str, float]


@cache
def weights(task: str) -> Mapping[str, float]:
    """Weights of "role", "year" or "province" (data/linking.json; fitted by benchmarks/fit_linking.py)."""
    table: dict[str, dict[str, float]] = json.loads((DATA / "linking.json").read_text(encoding="utf-8"))
    return table[task]


def best(candidates: Mapping[T, Features], weight: Mapping[str, float]) -> tuple[T, str]:
    """The candidate with the highest weighted sum (the first of equals) and its strongest feature.

    Unknown features weigh nothing. Raises ValueError without candidates.
    """
    chosen = max(candidates, key=lambda c: sum(weight.get(name, 0.0) * value for name, value in candidates[c].items()))
    features = candidates[chosen]
    reason = max(features, key=lambda name: weight.get(name, 0.0) * features[name], default="none")
    return chosen, reason
