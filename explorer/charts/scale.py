"""Classes of sizes with round bounds, so that one giant does not hide the rest and a legend can be read."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

CLASSES = 6  # shades "s1" (least) to "s6" (most), coloured by the style sheet
_ROUND = (1.0, 2.0, 5.0)


class Step(NamedTuple):
    """A class: its shade, where it begins and where the next one begins (None: open)."""

    shade: int
    low: float | None
    high: float | None


def bounds(sizes: Sequence[float], classes: int = CLASSES) -> list[float]:
    """Bounds between classes, from 1, 2, 5, 10, 20, ... so that about as many sizes lie in each: at most `classes` - 1, rising, each above
    the least and not above the greatest size. Sizes that are not above 0 have no class."""
    ordered = sorted(size for size in sizes if size > 0)
    found: list[float] = []
    for place in range(1, classes):
        if not ordered:
            break
        bound = _round_near(ordered[place * len(ordered) // classes])
        if ordered[0] < bound <= ordered[-1] and (not found or bound > found[-1]):
            found.append(bound)
    if not found and ordered and ordered[-1] > ordered[0]:
        found.append(min(_round_near(ordered[-1]), ordered[-1]))
    return found


def class_of(size: float, between: Sequence[float]) -> int:
    """The class of a size above 0: 1 below the first bound, one more from each bound on; few classes are spread over all shades."""
    if not between:
        return CLASSES // 2
    step = (CLASSES - 1) / len(between)
    return 1 + round(bisect_right(between, size) * step)


def steps(between: Sequence[float]) -> list[Step]:
    """The classes of a scale, from the least to the greatest."""
    ends = [None, *between, None]
    return [Step(class_of(low if low is not None else 0, between), low, high) for low, high in pairwise(ends)]


def _round_near(size: float) -> float:
    power = 10.0 ** (len(f"{size:.0f}") - 1) if size >= 1 else 10.0 ** -len(f"{1 / size:.0f}")
    return min((factor * power for factor in (*_ROUND, 10.0)), key=lambda bound: abs(bound - size))
