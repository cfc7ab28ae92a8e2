"""Further articles: which articles have other candidates when a few come or change, and which. The very pairs of `candidate_pairs`.

Two readings of all sketches in any order: what is held in memory follows the few and what they share, not the corpus.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pipelines.duplicates.candidates import NEAREST, best_of
from pipelines.duplicates.clusters import Sketched


class Holder(NamedTuple):
    """An article that holds a run: where it stands in the order of publication, and how many runs it has."""

    published: str
    id: str
    size: int


def reached(articles: Iterable[Sketched], changed: Mapping[str, Iterable[int]]) -> set[str]:
    """The ids of articles whose candidates may be others than before: the changed ones, and those after them that look up a run near them.
    `changed`: of each changed article the runs it has and had; when it was published is as it was."""
    runs = {key: frozenset(own) for key, own in changed.items()}
    touched = frozenset[int]().union(*runs.values())
    holders: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for article in articles:
        for run in runs.get(article.id) or touched.intersection(article.sketch):
            holders[run].append((article.published or "~", article.id))
    found = set(runs)
    for entries in holders.values():
        last = -NEAREST - 1  # the changed one before
        for place, (_, key) in enumerate(sorted(entries)):
            if place - last <= NEAREST:
                found.add(key)
            if key in runs:
                last = place
    return found


def partners(articles: Iterable[Sketched], wanted: Sequence[Sketched]) -> Iterator[tuple[str, str]]:
    """Pairs (earlier, later) of ids whose later article is one of the wanted."""
    asked = frozenset(run for article in wanted for run in article.sketch)
    holders: dict[int, list[Holder]] = defaultdict(list)
    for article in articles:
        common = asked.intersection(article.sketch)
        if common:
            holder = Holder(article.published or "~", article.id, len(article.sketch))
            for run in common:
                holders[run].append(holder)
    for entries in holders.values():
        entries.sort()
    for later in wanted:
        for earlier in best_of(_met(later, holders), later.sketch, lambda holder: holder.size):
            yield earlier.id, later.id


def _met(later: Sketched, holders: Mapping[int, list[Holder]]) -> list[Holder]:
    """Those who hold runs of an article before it, the nearest of each."""
    here = Holder(later.published or "~", later.id, -1)
    met: list[Holder] = []
    for run in later.sketch:
        entries = holders.get(run, [])
        place = bisect_left(entries, here)
        met += entries[max(0, place - NEAREST) : place]
    return met


def runs_of(packed: bytes) -> array[int]:
    """A sketch as the corpus keeps it."""
    return array("I", packed)
