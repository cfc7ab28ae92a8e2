"""Choosing among candidates by named, weighted features: the one way linking decides, and how it explains itself."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Generic, NamedTuple, TypeVar

import msgspec

from pipelines.facts.links.evidence import DECISIONS, Declared, Feature, Features, Task
from pipelines.facts.links.provinces import focus_evidence, provinces_evidence
from pipelines.facts.links.roles import roles_evidence
from pipelines.facts.links.years import years_evidence
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, read_json, typed

T = TypeVar("T")
_Table = Annotated[dict[Feature, int | float], msgspec.Meta(min_length=1)]
_DECLARATIONS = (
    roles_evidence.DECLARED,
    roles_evidence.SHAPES,
    *years_evidence.DECLARED,
    provinces_evidence.DECLARED,
    provinces_evidence.SUBJECTS,
    focus_evidence.DECLARED,
)


class _Weights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file of weights: a table for each task."""

    role: _Table
    year: _Table
    province: _Table
    primary: _Table


class Weighed(NamedTuple):
    """A declared feature with its weight; None: it weighs nothing."""

    task: Task
    name: Feature
    meaning: str
    where: str
    weight: float | None


@cache
def declared(task: Task) -> Mapping[Feature, Declared]:
    """All features of a task by name, in the order of declaration. Raises ValueError for a name declared twice."""
    found: dict[Feature, Declared] = {}
    for feature in (feature for group in _DECLARATIONS if group.task == task for feature in group.declared):
        if feature.name in found:
            raise ValueError(f"{task}: {feature.name}: declared twice")
        found[feature.name] = feature
    return found


@cache
def weights(task: Task) -> Mapping[Feature, float]:
    """Weights of a task (data/links/weights.json): fitted, held near values set by hand (docs/decisions/0008). Raises KnowledgeError."""
    found: dict[Feature, float] = getattr(_weights(), task)
    return found


@cache
def _weights() -> _Weights:
    path = DATA / "links" / "weights.json"
    try:
        found = typed(read_json(path), _Weights)
        for task in DECISIONS:
            checked(task, getattr(found, task))
    except Misfit as misfit:
        raise KnowledgeError(f"{told_path(path)}: {misfit}") from None
    return found


def checked(task: Task, table: dict[Feature, float]) -> Mapping[Feature, float]:
    """The table itself. Raises Misfit naming the first weight that is of no declared feature or no finite number."""
    known = declared(task)
    for name, weight in table.items():
        if name not in known:
            raise Misfit(f"{task}: {name}: no such feature")
        if not math.isfinite(weight):
            raise Misfit(f"{task}: {name}: {weight} is no finite number")
    return table


def evidence_table() -> Iterator[Weighed]:
    """Every declared feature of every task with its weight, for the documentation."""
    for task in DECISIONS:
        for feature in declared(task).values():
            yield Weighed(*feature, weight=weights(task).get(feature.name))


class Choice(NamedTuple, Generic[T]):
    """The candidate chosen, its strongest feature, its probability by the weights alone, and the next best (probability 0: none)."""

    answer: T
    reason: str
    chance: float
    second: T | None
    second_chance: float


def choose(candidates: Mapping[T, Features], weight: Mapping[Feature, float]) -> Choice[T]:
    """The candidate with the highest weighted sum (the first of equals), its strongest feature, and the softmax over the sums.

    Features without weight weigh nothing. Raises ValueError without candidates.
    """
    get = weight.get
    totals: list[float] = []
    for features in candidates.values():
        total = 0.0
        for name, value in features.items():
            total += get(name, 0.0) * value
        totals.append(total)
    if not totals:
        raise ValueError("no candidates")
    answers = list(candidates)
    top = max(totals)
    whole = sum([math.exp(total - top) for total in totals])
    first = totals.index(top)
    del totals[first]
    chosen = answers.pop(first)
    reason, strongest = "none", 0.0
    for name, value in candidates[chosen].items():
        weighed = get(name, 0.0) * value
        if weighed > strongest:
            reason, strongest = name, weighed
    if not totals:
        return Choice(chosen, reason, 1 / whole, None, 0.0)
    next_best = max(totals)
    return Choice(chosen, reason, 1 / whole, answers[totals.index(next_best)], math.exp(next_best - top) / whole)
