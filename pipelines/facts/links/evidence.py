"""Evidence: the features by which linking decides, declared by name and meaning before anything may use or weigh them.

A declaration is a name, or a family of names: a pattern with one to three parameters, each from a closed set. Call sites take a name from
the declaration (LEFT_OTHER, LEFT_NEAR["one"]) and build none; features declared without a weight in data/links/weights.json weigh nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple, NewType, TypeVar, get_args

Task = Literal["role", "year", "province", "primary"]
TASKS: tuple[Task, ...] = ("role", "year", "province")  # the fields of an amount
DECISIONS: tuple[Task, ...] = get_args(Task)
State = Literal["sentence", "paragraph", "away"]  # the nearest place where the text names a year (or province) at all
STATES: tuple[State, ...] = get_args(State)
Feature = NewType("Feature", str)
Features = dict[Feature, float]

A = TypeVar("A", bound=str)
B = TypeVar("B", bound=str)
C = TypeVar("C", bound=str)
Candidate = TypeVar("Candidate")


class Declared(NamedTuple):
    """A feature: what it means, and the module (below pipelines/facts) that computes it."""

    task: Task
    name: Feature
    meaning: str
    where: str


class Declarations:
    """The features of a task that one module computes. Parameters fill both pattern and meaning, in their order ("{}" or "{1}")."""

    def __init__(self, task: Task, where: str) -> None:
        self.task = task
        self.where = where
        self.declared: list[Declared] = []

    def one(self, name: str, meaning: str) -> Feature:
        """A feature without parameters."""
        feature = Feature(name)
        self.declared.append(Declared(self.task, feature, meaning, self.where))
        return feature

    def each(self, pattern: str, meaning: str, keys: Sequence[A]) -> dict[A, Feature]:
        """A family of one parameter."""
        return {key: self.one(pattern.format(key), meaning.format(key)) for key in keys}

    def pairs(self, pattern: str, meaning: str, first: Sequence[A], second: Sequence[B]) -> dict[A, dict[B, Feature]]:
        """A family of two parameters."""
        return {a: {b: self.one(pattern.format(a, b), meaning.format(a, b)) for b in second} for a in first}

    def triples(self, pattern: str, meaning: str, sets: tuple[Sequence[A], Sequence[B], Sequence[C]]) -> dict[A, dict[B, dict[C, Feature]]]:
        """A family of three parameters."""
        first, second, third = sets

        def named(a: A, b: B, c: C) -> Feature:
            return self.one(pattern.format(a, b, c), meaning.format(a, b, c))

        return {a: {b: {c: named(a, b, c) for c in third} for b in second} for a in first}


def speak(found: dict[Candidate, Features], candidate: Candidate, feature: Feature) -> None:
    """Let a feature speak, fully, for a candidate."""
    features = found.get(candidate)
    if features is None:
        found[candidate] = {feature: 1.0}
    else:
        features[feature] = 1.0
