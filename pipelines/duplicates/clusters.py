"""Duplicates: which articles are reports of the same text. Relations of pairs first, clusters from them; nothing is ever deleted.

The result is a function of the set of articles: whatever the order of arrival, the same relations and clusters.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from pipelines.duplicates.candidates import candidate_pairs
from pipelines.duplicates.documents import Document, are_apart
from pipelines.duplicates.relations import ONE_REPORT, Relation, RelationKind, Wording, compare, wording_of

Pair = tuple[str, str]  # ids, the smaller first
Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]  # `map`, or its like over other processes
PIECE = 500  # pairs compared at once


@dataclass(frozen=True, slots=True)
class Sketched:
    """An article as far as finding candidates needs it. `published` is ISO or None; undated articles come after dated ones."""

    id: str
    published: str | None
    sketch: array[int]


def in_order(articles: Iterable[Sketched]) -> list[Sketched]:
    """By publication, then id: the order candidates are looked for in."""
    return sorted(articles, key=lambda a: (a.published or "~", a.id))


def pairs_of(articles: Sequence[Sketched]) -> Iterable[Pair]:
    """Pairs worth comparing, of articles given by `in_order`."""
    for earlier, later in candidate_pairs([a.sketch for a in articles]):
        a, b = articles[earlier].id, articles[later].id
        yield (a, b) if a < b else (b, a)


def relate(
    pairs: Iterable[Pair], document_of: Callable[[str], Document], known: Mapping[Pair, Relation], spread: Spread = map
) -> dict[Pair, Relation]:
    """The relation of every pair; those already `known` are not computed again. `document_of` gives an article by id. `spread` is like
    `map`; it may compare in other processes."""
    found: dict[Pair, Relation] = {}
    unknown: list[Pair] = []
    for pair in _families_together(pairs):
        if relation := known.get(pair):
            found[pair] = relation
        else:
            unknown.append(pair)
    pieces = (unknown[i : i + PIECE] for i in range(0, len(unknown), PIECE))
    made = (Comparison(tuple(piece), {key: document_of(key) for key in sorted(set(chain.from_iterable(piece)))}) for piece in pieces)
    for piece, relations in spread(compared, made):
        found.update(zip(piece, relations, strict=True))
    return found


class Comparison(NamedTuple):
    """Pairs to compare, and their articles by id."""

    pairs: tuple[Pair, ...]
    documents: Mapping[str, Document]


def compared(work: Comparison) -> tuple[tuple[Pair, ...], list[Relation]]:
    """The relations of some pairs; pure, in any process."""

    @lru_cache(maxsize=2000)
    def wording(key: str) -> Wording:
        return wording_of(work.documents[key].text)

    def relation(pair: Pair) -> Relation:
        a, b = pair
        return compare(wording(a), wording(b), lambda: are_apart(work.documents[a], work.documents[b]))

    return work.pairs, [relation(pair) for pair in work.pairs]


def _families_together(pairs: Iterable[Pair]) -> list[Pair]:
    """The pairs, those of one family of articles in a row: each article is then prepared once, however far apart in time they are."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while (up := parent.setdefault(key, key)) != key:
            parent[key] = key = parent[up]
        return key

    listed = list(pairs)
    for a, b in listed:
        parent[root(a)] = root(b)
    return sorted(listed, key=lambda pair: (root(pair[0]), pair))


def clusters_of(ids: Iterable[str], relations: Mapping[Pair, Relation], one_report: frozenset[RelationKind] = ONE_REPORT) -> dict[str, str]:
    """Article id -> cluster id (the smallest id in it). Surest relations first; no cluster ever holds a pair of twins."""
    cluster = {key: key for key in ids}
    members = {key: [key] for key in cluster}
    twins: dict[str, set[str]] = {}
    for (a, b), relation in relations.items():
        if relation.kind == "twin":
            twins.setdefault(a, set()).add(b)
            twins.setdefault(b, set()).add(a)
    same = [(-relation.score, pair) for pair, relation in relations.items() if relation.kind in one_report]
    for _, (a, b) in sorted(same):
        keep, drop = sorted((cluster[a], cluster[b]))
        if keep == drop or any(cluster[twin] == keep for member in members[drop] for twin in twins.get(member, ())):
            continue
        for member in members[drop]:
            cluster[member] = keep
        members[keep] += members.pop(drop)
    return cluster
