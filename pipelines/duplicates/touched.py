"""Touched: what a few new or changed articles change of relations and clusters; the same as comparing all anew, at the cost of the few."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator

from pipelines.duplicates.clusters import Pair, Sketched, Spread, clusters_of, relate
from pipelines.duplicates.further import partners, reached, runs_of
from pipelines.duplicates.kept import Change, clusters, document, named, relations
from pipelines.duplicates.relations import ONE_REPORT, Relation
from pipelines.values.sqlite import Database

FEW = 2_000  # articles; of more, comparing all is quicker
_ALL = "SELECT s.article, a.published, s.runs FROM sketches s CROSS JOIN articles a INDEXED BY articles_found ON a.id = s.article"
_CHANGED = """SELECT s.article, s.runs, b.runs FROM articles a INDEXED BY articles_found JOIN sketches s ON s.article = a.id
    LEFT JOIN clusters c ON c.article = a.id LEFT JOIN _sketches_before b ON b.article = a.id WHERE c.article IS NULL LIMIT ?"""
_LATER = """SELECT CASE WHEN (coalesce(a.published, '~'), CAST(a.id AS TEXT)) > (coalesce(b.published, '~'), CAST(b.id AS TEXT))
    THEN a.id ELSE b.id END FROM articles a, articles b WHERE a.id = ? AND b.id = ?"""


def change_of_few(db: Database, spread: Spread) -> Change | None:
    """What articles that are in no cluster yet change; None when they are more than a few, or all are owed a comparison (tables.py).
    Reads a corpus that nobody changes meanwhile (inside a transaction)."""
    if not db.execute("SELECT 1 FROM _compared WHERE done").fetchone():
        return None
    new = db.execute(_CHANGED, [FEW + 1]).fetchall()
    if len(new) > FEW:
        return None
    if not new:
        return Change((), {}, (), {})
    changed = {str(key): [*runs_of(now), *runs_of(before or b"")] for key, now, before in new}
    wanted = reached(_sketched(db), changed)
    some = [article for key in sorted(wanted) for article in _sketched(db, key)]
    pairs: list[Pair] = [(min(pair), max(pair)) for pair in partners(_sketched(db), some)]
    known = {pair: relation for key in wanted for pair, relation in relations(db, key) if _later(db, pair) == key}
    now = relate(pairs, lambda key: document(db, key), known, spread)
    gone = known.keys() - now.keys()
    found = {pair: relation for pair, relation in now.items() if pair not in known}
    keys = _joined(db, {*changed, *(key for pair in (*gone, *found) for key in pair)}, gone, found)
    before = {key: row for one in keys for key, row in clusters(db, one)}
    rows = dict(named(db, clusters_of(sorted(keys), dict(_between(db, keys, gone, found)))))
    return Change(sorted(gone), found, (), {key: row for key, row in rows.items() if before.get(key) != row})


def _sketched(db: Database, of: str | None = None) -> Iterator[Sketched]:
    """All sketches in any order, or that of one article."""
    where, values = ("", []) if of is None else (" WHERE s.article = ?", [int(of)])
    for key, published, runs in db.execute(_ALL + where, values):
        yield Sketched(str(key), published, runs_of(runs))


def _later(db: Database, pair: Pair) -> str:
    """The one of a pair that was published later: whose candidate the other is."""
    return str(db.execute(_LATER, [int(key) for key in pair]).fetchone()[0])


def _joined(db: Database, seeds: Collection[str], gone: Collection[Pair], found: dict[Pair, Relation]) -> set[str]:
    """All articles that reports of one text lead to from some: what may come into one cluster with them."""
    beside: dict[str, set[str]] = defaultdict(set)
    for (a, b), relation in found.items():
        if relation.kind in ONE_REPORT:
            beside[a].add(b)
            beside[b].add(a)
    keys, waiting = set[str](), list(seeds)
    while waiting:
        key = waiting.pop()
        if key not in keys:
            keys.add(key)
            waiting += beside[key]
            waiting += (one for pair, r in relations(db, key) if r.kind in ONE_REPORT and pair not in gone for one in pair)
    return keys


def _between(db: Database, keys: Collection[str], gone: Collection[Pair], found: dict[Pair, Relation]) -> Iterator[tuple[Pair, Relation]]:
    """The relations among some articles, as they will be."""
    for key in keys:
        yield from ((pair, relation) for pair, relation in relations(db, key) if pair not in gone and pair[0] in keys and pair[1] in keys)
    yield from found.items()
