"""Duplicates in corpus.db: sketches and relations kept from run to run, clusters written anew. Only new or changed articles are read."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from pipelines.duplicates.clusters import PIECE, Pair, Sketched, Spread, clusters_of, in_order, pairs_of, relate
from pipelines.duplicates.originals import Report, likely_original, publisher_names
from pipelines.duplicates.relations import RULES, Relation
from pipelines.duplicates.wording import sketch_of, words_of
from pipelines.values.sqlite import Database

_STALE = """SELECT a.id, a.content_sha, a.text FROM articles a LEFT JOIN sketches s ON s.article = a.id
    WHERE s.content_sha IS NOT a.content_sha OR s.rules != ? ORDER BY a.id"""
_OWED = """SELECT EXISTS (SELECT 1 FROM articles a LEFT JOIN sketches s ON s.article = a.id LEFT JOIN clusters c ON c.article = a.id
    WHERE c.article IS NULL OR s.content_sha IS NOT a.content_sha OR s.rules != ?)"""
_REPORT = """SELECT a.url, a.published, a.credit, a.source, s.title, s.kind
    FROM articles a LEFT JOIN sources s ON s.name = a.source WHERE a.id = ?"""


def cluster_corpus(db: Database, spread: Spread = map) -> dict[int, int]:
    """Bring sketches, relations and clusters of a corpus up to date, in one transaction; returns article id -> cluster id.

    A cluster is called after the article that stands for it: its likely original, else the smallest id. Counting only articles that
    are their own cluster counts every report once. `spread` is like `map`; it may sketch and compare in other processes."""
    with db.atomic():
        _renew_sketches(db, spread)
        articles = in_order(
            Sketched(str(key), published, array("I", runs))
            for key, published, runs in db.execute("SELECT a.id, a.published, s.runs FROM articles a JOIN sketches s ON s.article = a.id")
        )
        relations = relate(pairs_of(articles), lambda key: _text(db, key), dict(_known(db)), spread)
        db.execute("DELETE FROM relations")
        db.conn.executemany(
            "INSERT INTO relations VALUES (?,?,?,?,?,?,?,?,?)",
            ((int(a), int(b), r.kind, r.score, r.shared_a, r.shared_b, r.own_a, r.own_b, r.swaps)
             for (a, b), r in sorted(relations.items())),
        )  # fmt: skip
        clusters = clusters_of((article.id for article in articles), relations)
        return _write_clusters(db, clusters)


def is_owed(db: Database) -> bool:
    """Whether articles are new or changed since copies were last compared (a crawl may be killed before it comes to that)."""
    return bool(db.execute(_OWED, [RULES]).fetchone()[0])


def _renew_sketches(db: Database, spread: Spread) -> None:
    """Sketch new and changed articles; what was known about a changed one is forgotten."""
    stale = db.execute(_STALE, [RULES]).fetchall()
    pieces = (stale[i : i + PIECE] for i in range(0, len(stale), PIECE))
    for piece in spread(_sketched, pieces):
        for key, sha, sketch in piece:
            db.execute("DELETE FROM relations WHERE a = ?1 OR b = ?1", [key])
            db.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?, ?)", [key, sha, RULES, sketch])


def _sketched(articles: list[tuple[int, str, str]]) -> list[tuple[int, str, bytes]]:
    """Sketches of articles given with id, digest and text; pure, in any process."""
    return [(key, sha, sketch_of(words_of(text)).tobytes()) for key, sha, text in articles]


def _text(db: Database, key: str) -> str:
    return str(db.execute("SELECT text FROM articles WHERE id = ?", [int(key)]).fetchone()[0])


def _known(db: Database) -> Iterator[tuple[Pair, Relation]]:
    for a, b, *values in db.execute("SELECT a, b, kind, score, shared_a, shared_b, own_a, own_b, swaps FROM relations"):
        yield (str(a), str(b)), Relation(*values)


def _write_clusters(db: Database, clusters: dict[str, str]) -> dict[int, int]:
    members: dict[str, list[str]] = {}
    for key, cluster in clusters.items():
        members.setdefault(cluster, []).append(key)
    rows = []
    for keys in members.values():
        found = likely_original([_report(db, key) for key in sorted(keys)]) if len(keys) > 1 else None
        original, evidence = (int(found[0]), found[1]) if found else (None, None)
        standing = original if original is not None else min(map(int, keys))
        rows += [(int(key), standing, original, evidence) for key in keys]
    db.execute("DELETE FROM clusters")
    db.conn.executemany("INSERT INTO clusters VALUES (?,?,?,?)", sorted(rows))
    return {row[0]: row[1] for row in rows}


def _report(db: Database, key: str) -> Report:
    url, published, credit, source, title, kind = db.execute(_REPORT, [int(key)]).fetchone()
    return Report(key, url, published, credit, publisher_names(source, title, url), kind)
