"""What a corpus keeps of duplicates, read: relations, clusters, and articles as far as comparing and naming need them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pipelines.duplicates.clusters import Pair
from pipelines.duplicates.documents import Document
from pipelines.duplicates.originals import Report, likely_original, publisher_names
from pipelines.duplicates.relations import Relation
from pipelines.values.sqlite import Database

_REPORT = """SELECT a.url, a.published, a.credit, a.source, s.title, s.kind
    FROM articles a LEFT JOIN sources s ON s.name = a.source WHERE a.id = ?"""
_RELATION = "a, b, kind, score, shared_a, shared_b, own_a, own_b, swaps"


class InCluster(NamedTuple):
    """A row of `clusters` without its article."""

    cluster: int
    original: int | None
    original_from: str | None


class Change(NamedTuple):
    """What is to be written: relations that hold no more and new ones, articles that are in no cluster any more, rows of clusters."""

    gone: Iterable[Pair]
    found: Mapping[Pair, Relation]
    left: Iterable[int]
    clusters: Mapping[int, InCluster]


def document(db: Database, key: str) -> Document:
    """An article as it is compared."""
    text, title = db.execute("SELECT text, title FROM articles WHERE id = ?", [int(key)]).fetchone()
    files = db.execute("SELECT url FROM attachments WHERE article = ? ORDER BY url", [int(key)]).fetchall()
    return Document(text, title or "", tuple(url for (url,) in files))


def relations(db: Database, of: str | None = None) -> Iterator[tuple[Pair, Relation]]:
    """All relations, or those of one article."""
    where, values = ("", []) if of is None else (" WHERE a = ?1 OR b = ?1", [int(of)])
    for a, b, *rest in db.execute(f"SELECT {_RELATION} FROM relations{where}", values):  # noqa: S608 - fixed pieces
        yield (str(a), str(b)), Relation(*rest)


def clusters(db: Database, of: str | None = None) -> Iterator[tuple[int, InCluster]]:
    """All rows of clusters by article, or that of one."""
    where, values = ("", []) if of is None else (" WHERE article = ?", [int(of)])
    for key, *rest in db.execute(f"SELECT article, cluster, original, original_from FROM clusters{where}", values):  # noqa: S608
        yield key, InCluster(*rest)


def named(db: Database, found: Mapping[str, str]) -> Iterator[tuple[int, InCluster]]:
    """Clusters called after the article that stands for them."""
    members: dict[str, list[str]] = {}
    for key, cluster in found.items():
        members.setdefault(cluster, []).append(key)
    for keys in members.values():
        likely = likely_original([_report(db, key) for key in sorted(keys)]) if len(keys) > 1 else None
        original, evidence = (int(likely[0]), likely[1]) if likely else (None, None)
        standing = original if original is not None else min(map(int, keys))
        for key in keys:
            yield int(key), InCluster(standing, original, evidence)


def _report(db: Database, key: str) -> Report:
    url, published, credit, source, title, kind = db.execute(_REPORT, [int(key)]).fetchone()
    return Report(key, url, published, credit, publisher_names(source, title, url), kind)
