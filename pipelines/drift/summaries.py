"""Summaries: the shapes of many articles added up, so that a history of any length stays small."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pipelines.drift.shapes import Shape


class Sums(NamedTuple):
    """Sum and sum of squares of the logarithms of a size."""

    total: float = 0.0
    squares: float = 0.0

    def plus(self, other: Sums) -> Sums:
        """Both together."""
        return Sums(self.total + other.total, self.squares + other.squares)


@dataclass(slots=True)
class Summary:
    """Shapes added up; two summaries of one source may be merged. `shares` counts the shapes with a feature, `pairs` the marks that
    follow one another."""

    n: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    sums: dict[str, Sums] = field(default_factory=dict)
    marks: Counter[str] = field(default_factory=Counter)
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)


def summarise(shapes: Iterable[Shape]) -> Summary:
    """The summary of some shapes."""
    summary = Summary()
    for shape in shapes:
        add_shape(summary, shape)
    return summary


def add_shape(summary: Summary, shape: Shape) -> None:
    """Count one more shape into a running summary."""
    summary.n += 1
    summary.shares.update(_features(shape))
    for name, value in _sizes(shape).items():
        summary.sums[name] = summary.sums.get(name, Sums()).plus(Sums(value, value * value))
    summary.marks.update(set(shape.marks))
    summary.pairs.update(set(pairwise(shape.marks)))


def merged(one: Summary, two: Summary) -> Summary:
    """Both summaries as one; neither is changed."""
    sums = dict(one.sums)
    for name, more in two.sums.items():
        sums[name] = sums.get(name, Sums()).plus(more)
    return Summary(one.n + two.n, one.shares + two.shares, sums, one.marks + two.marks, one.pairs + two.pairs)


def _features(shape: Shape) -> list[str]:
    features = [f"{name} filled" for name in sorted(shape.filled)]
    features += [f"layout {shape.layout}", f"date from {shape.date_from}"]
    if shape.order:
        features.append(f"fields in the order {shape.order}")
    if shape.depth >= 0:
        features.append(f"body nested {shape.depth} deep")
    return features


def _sizes(shape: Shape) -> dict[str, float]:
    sizes = {"paragraphs": math.log1p(shape.paragraphs), "words": math.log1p(shape.words)}
    return sizes | ({"text per mark-up": math.log1p(shape.ratio)} if shape.ratio else {})
