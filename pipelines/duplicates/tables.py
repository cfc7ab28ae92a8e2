"""Duplicates in corpus.db: sketches and relations kept from run to run, of clusters what changed. Only new or changed articles are read."""

from __future__ import annotations

import os
import time
from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipelines.duplicates.clusters import PIECE, Pair, Sketched, Spread, clusters_of, in_order, pairs_of, relate
from pipelines.duplicates.documents import Document
from pipelines.duplicates.originals import Report, likely_original, publisher_names
from pipelines.duplicates.relations import RULES, Relation
from pipelines.duplicates.wording import sketch_of, words_of
from pipelines.values.sqlite import Database

COMPARING = "comparing"  # key in corpus_info while articles are compared: who began last
_STALE = """SELECT a.id FROM articles a LEFT JOIN sketches s ON s.article = a.id
    WHERE s.content_sha IS NOT a.content_sha OR s.rules != ? ORDER BY a.id"""
_OWED = """SELECT EXISTS (SELECT 1 FROM articles a LEFT JOIN sketches s ON s.article = a.id LEFT JOIN clusters c ON c.article = a.id
    WHERE c.article IS NULL OR s.content_sha IS NOT a.content_sha OR s.rules != ?)"""
_REPORT = """SELECT a.url, a.published, a.credit, a.source, s.title, s.kind
    FROM articles a LEFT JOIN sources s ON s.name = a.source WHERE a.id = ?"""


class InCluster(NamedTuple):
    """A row of `clusters` without its article."""

    cluster: int
    original: int | None
    original_from: str | None


def cluster_corpus(db: Database, spread: Spread = map) -> dict[int, int]:
    """Bring sketches, relations and clusters of a corpus up to date; returns article id -> cluster id.

    A cluster is called after the article that stands for it: its likely original, else the smallest id. Counting only articles that
    are their own cluster counts every report once. `spread` is like `map`; it may sketch and compare in other processes.

    Others may write meanwhile: what takes long is done without the lock, on the corpus as it was when it began, and only what differs is
    written. Of several that compare at once, the one that began last writes; it knows all that the others do."""
    token = f"{os.getpid()}-{time.time_ns()}"
    with db.atomic():
        db.execute("INSERT OR REPLACE INTO corpus_info VALUES (?, ?)", [COMPARING, token])
    _renew_sketches(db, spread)
    db.execute("BEGIN")
    try:
        known, before = dict(_known(db)), dict(_clusters(db))
        articles = in_order(
            Sketched(str(key), published, array("I", runs))
            for key, published, runs in db.execute("SELECT a.id, a.published, s.runs FROM articles a JOIN sketches s ON s.article = a.id")
        )
        relations = relate(pairs_of(articles), lambda key: _document(db, key), known, spread)
        clusters = dict(_named(db, clusters_of((article.id for article in articles), relations)))
    finally:
        db.conn.rollback()
    with db.atomic():
        if db.execute("DELETE FROM corpus_info WHERE key = ? AND value = ?", [COMPARING, token]).rowcount:
            _write_relations(db, known, relations)
            _write_clusters(db, before, clusters)
    return {key: row.cluster for key, row in clusters.items()}


def is_owed(db: Database) -> bool:
    """Whether articles are new or changed since copies were last compared (a crawl may be killed before it comes to that)."""
    return bool(db.execute(_OWED, [RULES]).fetchone()[0])


def _renew_sketches(db: Database, spread: Spread) -> None:
    """Sketch new and changed articles; what was known about a changed one is forgotten, so that it is owed until it is compared."""
    stale = db.execute(_STALE, [RULES]).fetchall()
    pieces = (_texts(db, stale[i : i + PIECE]) for i in range(0, len(stale), PIECE))
    for piece in spread(_sketched, pieces):
        with db.atomic():
            for key, sha, sketch in piece:
                db.execute("DELETE FROM relations WHERE a = ?1 OR b = ?1", [key])
                db.execute("DELETE FROM clusters WHERE article = ?", [key])
                db.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?, ?)", [key, sha, RULES, sketch])


def _texts(db: Database, keys: list[tuple[int]]) -> list[tuple[int, str, str]]:
    sql = f"SELECT id, content_sha, text FROM articles WHERE id IN ({', '.join('?' * len(keys))}) ORDER BY id"  # noqa: S608 - marks only
    return db.execute(sql, [key for (key,) in keys]).fetchall()


def _sketched(articles: list[tuple[int, str, str]]) -> list[tuple[int, str, bytes]]:
    """Sketches of articles given with id, digest and text; pure, in any process."""
    return [(key, sha, sketch_of(words_of(text)).tobytes()) for key, sha, text in articles]


def _document(db: Database, key: str) -> Document:
    text, title = db.execute("SELECT text, title FROM articles WHERE id = ?", [int(key)]).fetchone()
    files = db.execute("SELECT url FROM attachments WHERE article = ? ORDER BY url", [int(key)]).fetchall()
    return Document(text, title or "", tuple(url for (url,) in files))


def _known(db: Database) -> Iterator[tuple[Pair, Relation]]:
    for a, b, *values in db.execute("SELECT a, b, kind, score, shared_a, shared_b, own_a, own_b, swaps FROM relations"):
        yield (str(a), str(b)), Relation(*values)


def _clusters(db: Database) -> Iterator[tuple[int, InCluster]]:
    for key, *values in db.execute("SELECT article, cluster, original, original_from FROM clusters"):
        yield key, InCluster(*values)


def _named(db: Database, clusters: dict[str, str]) -> Iterator[tuple[int, InCluster]]:
    """Clusters called after the article that stands for them."""
    members: dict[str, list[str]] = {}
    for key, cluster in clusters.items():
        members.setdefault(cluster, []).append(key)
    for keys in members.values():
        found = likely_original([_report(db, key) for key in sorted(keys)]) if len(keys) > 1 else None
        original, evidence = (int(found[0]), found[1]) if found else (None, None)
        standing = original if original is not None else min(map(int, keys))
        for key in keys:
            yield int(key), InCluster(standing, original, evidence)


def _write_relations(db: Database, before: Mapping[Pair, Relation], now: Mapping[Pair, Relation]) -> None:
    db.conn.executemany("DELETE FROM relations WHERE a = ? AND b = ?", sorted(before.keys() - now.keys()))
    db.conn.executemany(
        "INSERT INTO relations VALUES (?,?,?,?,?,?,?,?,?)",
        ((int(a), int(b), r.kind, r.score, r.shared_a, r.shared_b, r.own_a, r.own_b, r.swaps)
         for (a, b), r in sorted((pair, now[pair]) for pair in now.keys() - before.keys())),
    )  # fmt: skip


def _write_clusters(db: Database, before: Mapping[int, InCluster], now: Mapping[int, InCluster]) -> None:
    db.conn.executemany("DELETE FROM clusters WHERE article = ?", [(key,) for key in sorted(before.keys() - now.keys())])
    changed = sorted(key for key, row in now.items() if before.get(key) != row)
    db.conn.executemany("INSERT OR REPLACE INTO clusters VALUES (?,?,?,?)", ((key, *now[key]) for key in changed))


def _report(db: Database, key: str) -> Report:
    url, published, credit, source, title, kind = db.execute(_REPORT, [int(key)]).fetchone()
    return Report(key, url, published, credit, publisher_names(source, title, url), kind)
