"""Relation of two articles that share passages: the same report (copy, edited, update), or not (twin, event, different).

Overlap alone does not tell an edited copy from a template twin. What does: in a re-publication at most one side has text and
figures of its own; in twins both have. And in twins the same sentence frame carries other figures or names on the two sides.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import Literal

from pipelines.duplicates.documents import SHORT
from pipelines.duplicates.figures import Figure, Value, figures_of, is_in
from pipelines.duplicates.frames import Side, swaps
from pipelines.duplicates.wording import RUN, words_of

RelationKind = Literal["copy", "edited", "update", "twin", "event", "different"]
ONE_REPORT: frozenset[RelationKind] = frozenset({"copy", "edited", "update"})

RULES = 3  # raised when wording, figures or relations are judged otherwise: what a corpus keeps of them is then found anew

# Logistic weights, fitted on 100 labelled pairs of real articles; cross-validated by article: 50 of 56 copies found, 5 of 44 others merged
# (without names 48 and 5). A swap weighs as much as going from none to three figures of one's own: chosen on made pairs.
INTERCEPT, OWN_TEXT, OWN_FIGURES, OWN_NAMES, SWAPS = 4.3, -5.66, -1.67, -2.5, -1.0
MAX_SWAPS = 1  # frames that carry another figure or name: one happens in edited copies, two make a twin
LEAD = 60  # words


Apart = Callable[[], bool]


def never() -> bool:
    """The answer of who knows no more of two articles than their texts."""
    return False


@dataclass(frozen=True, slots=True)
class Wording:
    """An article made ready for comparison: words, lower-case words, hashes of their runs (of this process), names, figures."""

    words: list[str]
    low: list[str]
    runs: list[int]
    distinct: frozenset[int]
    names: frozenset[tuple[str, str]]
    figures: list[Figure]
    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Relation:
    """`shared_*`: share of each side's words in common passages; `own_*`: figures the other side has not; `swaps`: equal frames
    with another figure or name; `score`: 0-1, one report from 0.5 on."""

    kind: RelationKind
    score: float
    shared_a: float
    shared_b: float
    own_a: int
    own_b: int
    swaps: int


def wording_of(text: str) -> Wording:
    """Prepare a text for `compare`."""
    words = list(map(intern, words_of(text)))
    low = [intern(word.lower()) for word in words]
    figures = figures_of(words, low)
    runs = list(map(hash, zip(*(low[i:] for i in range(RUN)), strict=False))) if len(low) >= RUN else [hash(tuple(low))]
    capital = [word[0].isupper() for word in words]
    names = frozenset(pair for pair, one, two in zip(pairwise(low), capital, capital[1:], strict=False) if one and two)
    return Wording(
        words=words,
        low=low,
        runs=runs,
        distinct=frozenset(runs),
        names=names,
        figures=figures,
        values=frozenset(figure.exact for figure in figures),
    )


@dataclass(frozen=True, slots=True)
class PairSigns:
    """What two articles have in common and of their own; the evidence a relation is judged by."""

    shared_a: float
    shared_b: float
    own_a: int
    own_b: int
    own_names: float
    swaps: int
    lead_a: float
    lead_b: float

    @property
    def own_text(self) -> float:
        return math.sqrt((1 - self.shared_a) * (1 - self.shared_b))

    @property
    def own_figures(self) -> float:
        return math.log1p(math.sqrt(self.own_a * self.own_b))


def compare(a: Wording, b: Wording, apart: Apart = never) -> Relation:
    """The relation of two articles. Symmetric but for the fields named after a side; pure. `apart` says of two whose text is too short to
    tell (SHORT words) whether they are two documents: then they are twins, however alike."""
    signs = signs_of(a, b)
    score = score_of(signs)
    kind = _kind(signs, score)
    if kind in ONE_REPORT and min(len(a.words), len(b.words)) < SHORT and ((signs.own_a and signs.own_b) or apart()):
        kind = "twin"
    return Relation(
        kind=kind,
        score=round(score, 4),
        shared_a=round(signs.shared_a, 4),
        shared_b=round(signs.shared_b, 4),
        own_a=signs.own_a,
        own_b=signs.own_b,
        swaps=signs.swaps,
    )


def signs_of(a: Wording, b: Wording) -> PairSigns:
    """What a relation of two articles is judged by."""
    in_a, in_b = _shared(a, b), _shared(b, a)
    own_a, own_b = _own(a, b), _own(b, a)
    return PairSigns(
        shared_a=sum(in_a) / max(1, len(in_a)),
        shared_b=sum(in_b) / max(1, len(in_b)),
        own_a=len(own_a),
        own_b=len(own_b),
        own_names=math.sqrt(_own_names(a, b) * _own_names(b, a)),
        swaps=swaps(Side(a.words, a.low, a.names, in_a, own_a), Side(b.words, b.low, b.names, in_b, own_b)),
        lead_a=_lead(in_a),
        lead_b=_lead(in_b),
    )


def score_of(signs: PairSigns) -> float:
    """How likely two articles are one report, 0 to 1 (logistic; weights above)."""
    weight = INTERCEPT + OWN_TEXT * signs.own_text + OWN_FIGURES * signs.own_figures + OWN_NAMES * signs.own_names
    weight += SWAPS * min(signs.swaps, MAX_SWAPS)
    return 1 / (1 + math.exp(-weight))


def _kind(signs: PairSigns, score: float) -> RelationKind:
    if score >= 0.5 and signs.swaps <= MAX_SWAPS:
        if signs.own_text < 0.1 and min(signs.shared_a, signs.shared_b) >= 0.9:
            return "copy"
        return "update" if min(signs.lead_a, signs.lead_b) < 0.25 else "edited"
    if signs.swaps > MAX_SWAPS or signs.own_figures >= 1.2:
        return "twin"
    return "event" if signs.own_text < 0.7 else "different"


def _shared(a: Wording, b: Wording) -> bytes:
    """One byte a word of `a`: 1 where it stands in a run that `b` has too."""
    starts = int.from_bytes(bytes(map(b.distinct.__contains__, a.runs)), "little")
    covered = 0
    for step in range(RUN):  # a run covers the word it starts at and the next four: one shift of the whole text each
        covered |= starts << (8 * step)
    return covered.to_bytes(len(a.low) + RUN, "little")[: len(a.low)]


def _lead(shared: bytes) -> float:
    return sum(shared[:LEAD]) / max(1, len(shared[:LEAD]))


def _own(a: Wording, b: Wording) -> frozenset[int]:
    """Where the figures of `a` stand that the other article has nowhere."""
    return frozenset(figure.at for figure in a.figures if not is_in(figure, b.figures, b.values))


def _own_names(a: Wording, b: Wording) -> float:
    """Share of the names of `a` that the other article has nowhere; of a few names it says little, so it begins at a quarter."""
    return (len(a.names - b.names) + 0.5) / (len(a.names) + 2)
