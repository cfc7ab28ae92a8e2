"""Duplicates in corpus.db: sketches and relations kept from run to run, of clusters what changed. Only new or changed articles are read."""

from __future__ import annotations

import os
import time

from pipelines.duplicates.clusters import PIECE, Sketched, Spread, clusters_of, in_order, pairs_of, relate
from pipelines.duplicates.further import runs_of
from pipelines.duplicates.kept import Change, clusters, document, named, relations
from pipelines.duplicates.relations import RULES
from pipelines.duplicates.touched import change_of_few
from pipelines.duplicates.wording import sketch_of, words_of
from pipelines.values.sqlite import Database

COMPARING = "comparing"  # key in corpus_info while articles are compared: who began last
_STALE = """SELECT a.id FROM articles a INDEXED BY articles_found LEFT JOIN sketches s ON s.article = a.id
    WHERE s.rules IS NOT ? OR a.id IN (SELECT article FROM _stale) ORDER BY a.id"""
_OWED = """SELECT EXISTS (SELECT 1 FROM _stale) OR EXISTS (SELECT 1 FROM articles a INDEXED BY articles_found
    LEFT JOIN sketches s ON s.article = a.id LEFT JOIN clusters c ON c.article = a.id WHERE c.article IS NULL OR s.rules IS NOT ?)"""
_PARTED = """DELETE FROM clusters WHERE article IN
    (SELECT ?1 UNION ALL SELECT b FROM relations WHERE a = ?1 UNION ALL SELECT a FROM relations WHERE b = ?1)"""


def cluster_corpus(db: Database, spread: Spread = map) -> dict[int, int]:
    """As compare_corpus; returns article id -> cluster id."""
    compare_corpus(db, spread)
    return {key: row.cluster for key, row in clusters(db)}


def compare_corpus(db: Database, spread: Spread = map) -> None:
    """Bring sketches, relations and clusters of a corpus up to date. A few new or changed articles cost little (touched.py) where all the
    others were compared and nothing else changed since (the triggers of history/compact.py).

    A cluster is called after the article that stands for it: its likely original, else the smallest id. Counting only articles that
    are their own cluster counts every report once. `spread` is like `map`; it may sketch and compare in other processes.

    Others may write meanwhile: what takes long is done without the lock, on the corpus as it was when it began, and only what differs is
    written. Of several that compare at once, the one that began last writes; it knows all that the others do."""
    token = f"{os.getpid()}-{time.time_ns()}"
    with db.atomic():
        db.execute("INSERT OR REPLACE INTO corpus_info VALUES (?, ?)", [COMPARING, token])
        if not db.execute("SELECT 1 FROM _compared WHERE done").fetchone():
            db.execute("INSERT OR IGNORE INTO _compared VALUES (0)")
    _renew_sketches(db, spread)
    db.execute("BEGIN")
    try:
        change = change_of_few(db, spread) or _change(db, spread)
    finally:
        db.conn.rollback()
    with db.atomic():
        if db.execute("DELETE FROM corpus_info WHERE key = ? AND value = ?", [COMPARING, token]).rowcount:
            _write(db, change)


def is_owed(db: Database) -> bool:
    """Whether articles are new or changed since copies were last compared (a crawl may be killed before it comes to that)."""
    return bool(db.execute(_OWED, [RULES]).fetchone()[0])


def _change(db: Database, spread: Spread) -> Change:
    """What comparing all articles changes."""
    known, before = dict(relations(db)), dict(clusters(db))
    articles = in_order(
        Sketched(str(key), published, runs_of(runs))
        for key, published, runs in db.execute("SELECT a.id, a.published, s.runs FROM articles a JOIN sketches s ON s.article = a.id")
    )
    now = relate(pairs_of(articles), lambda key: document(db, key), known, spread)
    rows = dict(named(db, clusters_of((article.id for article in articles), now)))
    found = {pair: relation for pair, relation in now.items() if pair not in known}
    changed = {key: row for key, row in rows.items() if before.get(key) != row}
    return Change(sorted(known.keys() - now.keys()), found, sorted(before.keys() - rows.keys()), changed)


def _renew_sketches(db: Database, spread: Spread) -> None:
    """Sketch new and changed articles; what was known about a changed one is forgotten, so that it is owed until it is compared."""
    stale = db.execute(_STALE, [RULES]).fetchall()
    pieces = (_texts(db, stale[i : i + PIECE]) for i in range(0, len(stale), PIECE))
    for piece in spread(_sketched, pieces):
        with db.atomic():
            for key, sha, sketch in piece:
                db.execute("INSERT OR IGNORE INTO _sketches_before SELECT article, runs FROM sketches WHERE article = ?", [key])
                db.execute(_PARTED, [key])
                db.execute("DELETE FROM relations WHERE a = ?1 OR b = ?1", [key])
                db.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?, ?)", [key, sha, RULES, sketch])
                db.execute("DELETE FROM _stale WHERE article = ?1 AND ?2 = (SELECT content_sha FROM articles WHERE id = ?1)", [key, sha])


def _texts(db: Database, keys: list[tuple[int]]) -> list[tuple[int, str, str]]:
    sql = f"SELECT id, content_sha, text FROM articles WHERE id IN ({', '.join('?' * len(keys))}) ORDER BY id"  # noqa: S608 - marks only
    return db.execute(sql, [key for (key,) in keys]).fetchall()


def _sketched(articles: list[tuple[int, str, str]]) -> list[tuple[int, str, bytes]]:
    """Sketches of articles given with id, digest and text; pure, in any process."""
    return [(key, sha, sketch_of(words_of(text)).tobytes()) for key, sha, text in articles]


def _write(db: Database, change: Change) -> None:
    """From now on only what is new or changed is compared, until somebody takes the row of `_compared` away."""
    db.conn.executemany("DELETE FROM relations WHERE a = ? AND b = ?", change.gone)
    db.conn.executemany(
        "INSERT INTO relations VALUES (?,?,?,?,?,?,?,?,?)",
        (
            (int(a), int(b), r.kind, r.score, r.shared_a, r.shared_b, r.own_a, r.own_b, r.swaps)
            for (a, b), r in sorted(change.found.items(), key=lambda one: one[0])
        ),
    )
    db.conn.executemany("DELETE FROM clusters WHERE article = ?", ((key,) for key in change.left))
    db.conn.executemany("INSERT OR REPLACE INTO clusters VALUES (?,?,?,?)", ((key, *row) for key, row in sorted(change.clusters.items())))
    db.execute("DELETE FROM _sketches_before")
    if db.execute("DELETE FROM _compared WHERE NOT done").rowcount:
        db.execute("INSERT INTO _compared VALUES (1)")
