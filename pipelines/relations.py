"""Relation of two articles that share passages: the same report (copy, edited, update), or not (twin, event, different).

Overlap alone does not tell an edited copy from a template twin. What does: in a re-publication at most one side has text and
figures of its own; in twins both have. And in twins the same sentence frame carries other figures or names on the two sides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pipelines.figures import Figure, figures_of, is_in
from pipelines.wording import RUN, words_of

Kind = Literal["copy", "edited", "update", "twin", "event", "different"]
ONE_REPORT: frozenset[Kind] = frozenset({"copy", "edited", "update"})

# Logistic weights, fitted on 100 labelled pairs of real articles; cross-validated by article F1 0.91, 2 of 31 twins merged.
INTERCEPT, OWN_TEXT, OWN_FIGURES = 3.16, -4.95, -1.59
MAX_SWAPS = 1  # frames that carry another figure or name: one happens in edited copies, two make a twin
GAP = 8  # words: longer differing stretches are own text, not a swap
LEAD = 60  # words


@dataclass(frozen=True, slots=True)
class Wording:
    """An article made ready for comparison: words, lower-case words, their 5-word runs, single words and pairs, figures."""

    words: list[str]
    low: list[str]
    runs: frozenset[tuple[str, ...]]
    pairs: frozenset[tuple[str, str]]
    figures: list[Figure]
    values: set[tuple[bool, float]]


@dataclass(frozen=True, slots=True)
class Relation:
    """`shared_*`: share of each side's words in common passages; `own_*`: figures the other side has not; `swaps`: equal frames
    with another figure or name; `score`: 0-1, one report from 0.5 on."""

    kind: Kind
    score: float
    shared_a: float
    shared_b: float
    own_a: int
    own_b: int
    swaps: int


def wording_of(text: str) -> Wording:
    """Prepare a text for `compare`."""
    words = words_of(text)
    low = [word.lower() for word in words]
    figures = figures_of(words, low)
    runs = frozenset(zip(*(low[i:] for i in range(RUN)), strict=False)) if len(low) >= RUN else frozenset([tuple(low)])
    return Wording(words, low, runs, frozenset(pairwise(low)), figures, {(f.day, f.value) for f in figures})


@dataclass(frozen=True, slots=True)
class Signs:
    """What two articles have in common and of their own; the evidence a relation is judged by."""

    shared_a: float
    shared_b: float
    own_a: int
    own_b: int
    swaps: int
    lead_a: float
    lead_b: float

    @property
    def own_text(self) -> float:
        return math.sqrt((1 - self.shared_a) * (1 - self.shared_b))

    @property
    def own_figures(self) -> float:
        return math.log1p(math.sqrt(self.own_a * self.own_b))


def compare(a: Wording, b: Wording) -> Relation:
    """The relation of two articles. Symmetric but for the fields named after a side; pure."""
    signs = signs_of(a, b)
    score = score_of(signs)
    return Relation(_kind(signs, score), round(score, 4), round(signs.shared_a, 4), round(signs.shared_b, 4),
                    signs.own_a, signs.own_b, signs.swaps)  # fmt: skip


def signs_of(a: Wording, b: Wording) -> Signs:
    in_a, in_b = _shared(a, b), _shared(b, a)
    return Signs(
        sum(in_a) / max(1, len(in_a)), sum(in_b) / max(1, len(in_b)), _own(a, b), _own(b, a),
        _swaps(a, in_a, b, in_b), _lead(in_a), _lead(in_b),
    )  # fmt: skip


def score_of(signs: Signs) -> float:
    weight = INTERCEPT + OWN_TEXT * signs.own_text + OWN_FIGURES * signs.own_figures
    return 1 / (1 + math.exp(-weight))


def _kind(signs: Signs, score: float) -> Kind:
    if score >= 0.5 and signs.swaps <= MAX_SWAPS:
        if signs.own_text < 0.1 and min(signs.shared_a, signs.shared_b) >= 0.9:
            return "copy"
        return "update" if min(signs.lead_a, signs.lead_b) < 0.25 else "edited"
    if signs.swaps > MAX_SWAPS or signs.own_figures >= 1.2:
        return "twin"
    return "event" if signs.own_text < 0.7 else "different"


def _shared(a: Wording, b: Wording) -> bytearray:
    """One byte a word of `a`: 1 where it stands in a run that `b` has too."""
    shared = bytearray(len(a.low))
    if len(a.low) < RUN:
        return bytearray(b"\1") * len(a.low) if a.runs <= b.runs else shared
    for start, run in enumerate(zip(*(a.low[i:] for i in range(RUN)), strict=False)):
        if run in b.runs:
            shared[start : start + RUN] = b"\1\1\1\1\1"
    return shared


def _lead(shared: bytearray) -> float:
    return sum(shared[:LEAD]) / max(1, len(shared[:LEAD]))


def _own(a: Wording, b: Wording) -> int:
    """How many figures of `a` the other article has nowhere."""
    return sum(not is_in(figure, b.figures, b.values) for figure in a.figures)


def _swaps(a: Wording, in_a: bytearray, b: Wording, in_b: bytearray) -> int:
    """Equal frames whose filling differs in a figure or name that the other article has nowhere."""
    gaps_b = _gaps(b, in_b)
    swaps = 0
    for frame, (start, end) in _gaps(a, in_a).items():
        if frame in gaps_b:
            there = gaps_b[frame]
            swaps += any(x and y for x, y in zip(_own_filling(a, (start, end), b), _own_filling(b, there, a), strict=True))
    return swaps


def _gaps(a: Wording, shared: bytearray) -> dict[tuple[str, ...], tuple[int, int]]:
    """Short stretches between shared passages, by the two words before and after them."""
    gaps: dict[tuple[str, ...], tuple[int, int]] = {}
    end = 0
    while (start := shared.find(0, end)) >= 0:
        end = shared.find(1, start)
        if end < 0:
            break
        if end - start <= GAP and start >= 2 and end + 2 <= len(shared):
            gaps[(*a.low[start - 2 : start], *a.low[end : end + 2])] = (start, end)
    return gaps


def _own_filling(a: Wording, gap: tuple[int, int], b: Wording) -> tuple[bool, bool]:
    """Whether a gap of `a` holds a figure, and whether it holds a name (two capitalised words), that `b` has nowhere."""
    start, end = gap
    figure = any(start <= f.at < end and not is_in(f, b.figures, b.values) for f in a.figures)
    around = range(start - 1, end)
    name = any(_is_name(a.words[i]) and _is_name(a.words[i + 1]) and (a.low[i], a.low[i + 1]) not in b.pairs for i in around)
    return figure, name


def _is_name(word: str) -> bool:
    """Capitalised, and no acronym: "TP HCM" for "Thành phố Hồ Chí Minh" is another spelling, not another place."""
    return word[0].isupper() and not word.isupper()
