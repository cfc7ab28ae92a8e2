"""Candidates: which pairs of articles share enough sampled runs to be compared. A function of all sketches, not of their history.

The sketches come in order of publication. A run is looked up in the articles before that hold it, the nearest first and at most
NEAREST of them: a phrase of thousands of bulletins costs no more than one of thirty, and copies still form an unbroken chain.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

NEAREST = 16  # articles a run is looked up in, and partners kept of one article
MIN_SHARED = 3  # runs, or all of the smaller sketch
MIN_SHARE = 0.15  # of the smaller sketch
ROOM = 4  # slots a run: more would hardly keep out one run more
LEAST, MOST = 1 << 16, 1 << 28  # slots; a byte each
MANY = 255  # occurrences in a slot that are not told apart from more
Earlier = TypeVar("Earlier", bound="int | tuple[str, str, int]")  # what is ordered by publication


def candidate_pairs(sketches: Sequence[array[int]]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of positions in `sketches`, each once; linear in their total length. Runs that stand in one article only are
    never held, and a run is forgotten at its last article: memory follows what is still to come."""
    left = _occurrences(sketches)
    last_slot = len(left) - 1
    holders: dict[int, tuple[int, ...]] = {}
    for later, sketch in enumerate(sketches):
        met: list[int] = []
        alone = (later,)
        for run in sketch:
            times = left[run & last_slot]
            if times == 1:
                met += holders.pop(run, ())
                continue
            if times < MANY:
                left[run & last_slot] = times - 1
            before = holders.get(run)
            if before is None:
                holders[run] = alone
            else:
                met += before
                holders[run] = (*before, later)[-NEAREST:]
        for earlier in best_of(met, sketch, lambda place: len(sketches[place])):
            yield earlier, later


def best_of(met: Iterable[Earlier], sketch: Sequence[int], size_of: Callable[[Earlier], int]) -> list[Earlier]:
    """Of the earlier articles met at the runs of a sketch those that share enough: the ones with most runs in common, then the latest."""
    enough = [(count, earlier) for earlier, count in Counter(met).items() if _enough(count, size_of(earlier), len(sketch))]
    return [earlier for _, earlier in sorted(enough, reverse=True)[:NEAREST]]


def _enough(shared: int, size_a: int, size_b: int) -> bool:
    smaller = min(size_a, size_b)
    return shared >= min(MIN_SHARED, smaller) and shared >= MIN_SHARE * smaller


def _occurrences(sketches: Sequence[array[int]]) -> bytearray:
    """How often a run stands in all sketches, MANY at most, in a table by its lowest bits: too high where runs share a slot, never too low.
    The table grows with the sketches: one that fills up lets everything pass."""
    runs = sum(map(len, sketches))
    left = bytearray(min(max(LEAST, 1 << (ROOM * runs).bit_length()), MOST))
    last_slot = len(left) - 1
    for sketch in sketches:
        for run in sketch:
            if left[run & last_slot] < MANY:
                left[run & last_slot] += 1
    return left
