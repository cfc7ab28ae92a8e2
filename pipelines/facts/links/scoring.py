"""Choosing among candidates by named, weighted features: the one way linking decides, and how it explains itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from pipelines.values.paths import DATA

T = TypeVar("T")
Features = dict[str, float]


@cache
def weights(task: str) -> Mapping[str, float]:
    """Weights of "role", "year" or "province" (data/links/linking.json): set by hand in the order of evidence, checked on labels."""
    table: dict[str, dict[str, float]] = json.loads((DATA / "links" / "linking.json").read_text(encoding="utf-8"))
    return table[task]


def best(candidates: Mapping[T, Features], weight: Mapping[str, float]) -> tuple[T, str]:
    """The candidate with the highest weighted sum (the first of equals) and its strongest feature.

    Unknown features weigh nothing. Raises ValueError without candidates.
    """
    get = weight.get
    chosen: T | None = None
    top = float("-inf")
    for candidate, features in candidates.items():
        total = sum([get(name, 0.0) * value for name, value in features.items()])
        if total > top:
            chosen, top = candidate, total
    if top == float("-inf"):
        raise ValueError("no candidates")
    reason, strongest = "none", 0.0
    for name, value in candidates[chosen].items():  # type: ignore[index]
        if get(name, 0.0) * value > strongest:
            reason, strongest = name, get(name, 0.0) * value
    return chosen, reason  # type: ignore[return-value]
