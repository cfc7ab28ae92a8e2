"""Found: an amount as read, before its hedge, its per and its direction are looked up in the words around it (see describe.py)."""

from __future__ import annotations

from typing import NamedTuple

from pipelines.facts.amounts.numbers import Digits, NumberForm
from pipelines.values.mentions import AmountKind


class Found(NamedTuple):
    """Value and place of an amount. `divisor`: how many of it make one of `unit` (cents: 100)."""

    kind: AmountKind
    unit: str
    low: Digits
    high: Digits
    start: int
    end: int
    rule: str
    divisor: int = 1


def form_of(kind: str, unit: str, scaled: bool) -> NumberForm:
    """How a lone comma with three digits is read before this kind of unit."""
    if scaled:
        return "scaled"
    if kind == "money":
        return "money" if unit == "VND" else "foreign"
    return "noun" if kind == "count" or unit in ("m2", "m²", "mét vuông") else "percent" if kind == "percent" else "measure"
