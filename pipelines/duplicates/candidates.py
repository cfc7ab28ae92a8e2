"""Candidates: which pairs of articles share enough sampled runs to be compared. A function of all sketches, not of their history.

The sketches come in order of publication. A run is looked up in the articles before that hold it, the nearest first and at most
NEAREST of them: a phrase of thousands of bulletins costs no more than one of thirty, and copies still form an unbroken chain.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

NEAREST = 16  # articles a run is looked up in, and partners kept of one article
MIN_SHARED = 3  # runs, or all of the smaller sketch
MIN_SHARE = 0.15  # of the smaller sketch
_SLOTS = 1 << 24


def candidate_pairs(sketches: Sequence[array[int]]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of positions in `sketches`, each once; linear in their total length."""
    seen_twice = _slots_seen_twice(sketches)
    holders: dict[int, list[int]] = {}
    for later, sketch in enumerate(sketches):
        shared: Counter[int] = Counter()
        for run in sketch:
            if seen_twice[run % _SLOTS] > 1:
                before = holders.setdefault(run, [])
                shared.update(before)
                before.append(later)
                if len(before) > NEAREST:
                    del before[0]
        enough = [(count, earlier) for earlier, count in shared.items() if _enough(count, len(sketches[earlier]), len(sketch))]
        for _, earlier in sorted(enough, reverse=True)[:NEAREST]:
            yield earlier, later


def _enough(shared: int, size_a: int, size_b: int) -> bool:
    smaller = min(size_a, size_b)
    return shared >= min(MIN_SHARED, smaller) and shared >= MIN_SHARE * smaller


def _slots_seen_twice(sketches: Sequence[array[int]]) -> bytearray:
    """Most runs stand in one article only; a small table of counts keeps them out of the big one."""
    slots = bytearray(_SLOTS)
    for sketch in sketches:
        for run in sketch:
            slot = run % _SLOTS
            if slots[slot] < 2:
                slots[slot] += 1
    return slots
