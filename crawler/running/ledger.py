"""Ledger: what was looked for, when and how far back, copied from pages.db to the corpus, so that "no articles" and "not crawled" can be
told apart; and which articles have left their site."""

from __future__ import annotations

from pipelines.corpus.addresses import addresses_of, article_at
from pipelines.intake.further import copy_addresses
from pipelines.sources.urls import url_key
from pipelines.values.sqlite import Database

# Months of the articles listed: the best date known, as read or as listed. "undated" where neither says. A
# further address of a document, or one that only leads to another, is no article of its own.
_LISTED = """
SELECT source, coalesce(substr(published, 1, 7), 'undated') AS month, count(*) AS listed,
       sum(state = 'done') AS fetched,
       sum(state IN ('failed', 'gone')) AS failed, sum(state IN ('found', 'fetched')) AS waiting
FROM urls WHERE kind = 'article' AND outcome IS NOT 'duplicate' AND (?1 IS NULL OR source = ?1) GROUP BY source, month
"""
_STORED = """
SELECT source, coalesce(substr(published, 1, 7), 'undated') AS month, count(*)
FROM articles WHERE source IS NOT NULL AND (?1 IS NULL OR source = ?1) GROUP BY source, month
"""


def copy_ledger(archive: Database, corpus: Database, source: str | None = None) -> None:
    """Write the ledger of one source, or of all, into the corpus, and the addresses of its articles. The same archive gives the same
    rows."""
    copy_addresses(archive, corpus, source)
    known = {row[0] for row in corpus.execute("SELECT name FROM sources").fetchall()}
    stored = {(name, month): n for name, month, n in corpus.execute(_STORED, [source]).fetchall()}
    rows: dict[tuple[str, str], list[int]] = {}
    for name, month, *counts in archive.execute(_LISTED, [source]).fetchall():
        rows[name, month] = counts
    for place in stored:
        rows.setdefault(place, [0, 0, 0, 0])
    walks = archive.execute(
        "SELECT source, listing, walked_at, pages, oldest, ended_by, reached_end FROM walks WHERE ?1 IS NULL OR source = ?1", [source]
    ).fetchall()
    with corpus.atomic():
        corpus.execute("DELETE FROM coverage WHERE ?1 IS NULL OR source = ?1", [source])
        corpus.execute("DELETE FROM walks WHERE ?1 IS NULL OR source = ?1", [source])
        for (name, month), (listed, fetched, failed, waiting) in sorted(rows.items()):
            if name in known:
                values = [name, month, listed, fetched, stored.get((name, month), 0), failed, waiting]
                corpus.execute("INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        for walk in walks:
            if walk[0] in known:
                corpus.execute("INSERT INTO walks VALUES (?, ?, ?, ?, ?, ?, ?)", list(walk))
        _mark_gone(archive, corpus, source)


def _mark_gone(archive: Database, corpus: Database, source: str | None) -> None:
    """Articles whose address answers 404 or 410 for good are marked, never deleted; one that comes back, or can still be had under
    another of its addresses, loses its mark."""
    corpus.execute("UPDATE articles SET gone_at = NULL WHERE gone_at IS NOT NULL AND (?1 IS NULL OR source = ?1)", [source])
    gone = archive.execute("SELECT url, fetched_at FROM urls WHERE state = 'gone' AND (?1 IS NULL OR source = ?1)", [source])
    for url, fetched_at in gone.fetchall():
        article = article_at(corpus, url)
        if article is not None and not any(_is_there(archive, address.url) for address in addresses_of(corpus, article)):
            corpus.execute("UPDATE articles SET gone_at = ? WHERE id = ?", [fetched_at, article])


def _is_there(archive: Database, url: str) -> bool:
    """Whether an address was read when it was last asked for."""
    sql = "SELECT 1 FROM urls WHERE key = ? AND state = 'done' AND outcome IN ('stored', 'unchanged', 'duplicate')"
    return archive.execute(sql, [url_key(url)]).fetchone() is not None
