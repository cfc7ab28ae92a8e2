"""Fitting: weights under which the accepted answers are likeliest, held near the weights they start from.

Model: softmax over the candidates of an amount. Loss: -log of the summed probability of the accepted candidates, by weight, plus
pull / 2 * (weight - start)^2 for every feature. Convex enough; L-BFGS of scipy, the same result on every run.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from pipelines.facts.links.evidence import Feature, Features

Table = dict[Feature, float]
PULL = 1.0
_DIGITS = 2


class Choice(NamedTuple):
    """One labelled choice: the candidates with their features, which of them are right, and its weight."""

    candidates: Mapping[Any, Features]
    accepted: tuple[Any, ...]
    weight: float


class _Matrix(NamedTuple):
    rows: csr_matrix  # a row per candidate
    starts: np.ndarray  # first row of every choice
    right: np.ndarray  # 1.0 for rows of accepted candidates
    weight: np.ndarray  # of every choice


def fit(choices: Sequence[Choice], start: Mapping[Feature, float], pull: float = PULL) -> Table:
    """Fitted weights by name, without those that round to nothing. Choices without a right candidate teach nothing."""
    usable = [c for c in choices if any(answer in c.candidates for answer in c.accepted)]
    names = sorted({name for c in usable for features in c.candidates.values() for name in features} | set(start))
    first = np.array([start.get(name, 0.0) for name in names])
    if not usable:
        return _table(names, first)
    matrix = _matrix(usable, {name: k for k, name in enumerate(names)})
    found = minimize(_loss, first, args=(matrix, first, pull), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return _table(names, found.x)


def mean_of(tables: Sequence[Table]) -> Table:
    """The mean of fitted weights; one that a table lacks is 0 there."""
    names = sorted({name for table in tables for name in table})
    return _table(names, np.array([sum(table.get(name, 0.0) for table in tables) / len(tables) for name in names]))


def _table(names: Sequence[Feature], values: np.ndarray) -> Table:
    return {name: rounded for name, value in zip(names, values, strict=True) if (rounded := round(float(value), _DIGITS))}


def _matrix(choices: Sequence[Choice], column: Mapping[Feature, int]) -> _Matrix:
    data: list[float] = []
    columns: list[int] = []
    pointers = [0]
    starts: list[int] = []
    right: list[float] = []
    for choice in choices:
        starts.append(len(right))
        for candidate, features in choice.candidates.items():
            columns += [column[name] for name in features]
            data += features.values()
            pointers.append(len(columns))
            right.append(float(candidate in choice.accepted))
    rows = csr_matrix((data, columns, pointers), shape=(len(right), len(column)))
    return _Matrix(rows, np.array(starts), np.array(right), np.array([choice.weight for choice in choices]))


def _loss(table: np.ndarray, matrix: _Matrix, first: np.ndarray, pull: float) -> tuple[float, np.ndarray]:
    sums = matrix.rows @ table
    sizes = np.diff(np.append(matrix.starts, len(sums)))
    powers = np.exp(sums - np.repeat(np.maximum.reduceat(sums, matrix.starts), sizes))
    whole = np.add.reduceat(powers, matrix.starts)
    good = np.add.reduceat(powers * matrix.right, matrix.starts)
    good = np.maximum(good, 1e-300)
    error = powers / np.repeat(whole, sizes) - powers * matrix.right / np.repeat(good, sizes)
    slope = matrix.rows.T @ (error * np.repeat(matrix.weight, sizes)) + pull * (table - first)
    loss = float(np.sum(matrix.weight * (np.log(whole) - np.log(good))) + pull / 2 * np.sum((table - first) ** 2))
    return loss, slope
