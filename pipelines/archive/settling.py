"""Settling: a kept page has one outcome when it was read, and its address a next visit, a next try, or none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from pipelines.archive.retries import DEAD_REASONS, Failure, Retry, next_try
from pipelines.sources.urls import url_key
from pipelines.values.outcome import WALL, Outcome
from pipelines.values.sqlite import Database

LOOK_AGAIN = (timedelta(days=1), timedelta(days=3), timedelta(days=10), timedelta(days=30))  # after each unchanged visit
RECENT = timedelta(days=45)  # articles published longer ago than this when fetched (backfill) are not looked at again


class ReadAs(NamedTuple):
    """What a page was read as: the date it was read with, the id of its article in corpus.db, the digest of what is the article's own."""

    published: str | None
    article: int
    content: str


class _Visit(NamedTuple):
    """A page without an outcome: its number, the key and the URL of its address, when it was fetched (ISO, UTC)."""

    page: int
    key: str
    url: str
    fetched_at: str | None

    @property
    def at(self) -> datetime | None:
        return datetime.fromisoformat(self.fetched_at) if self.fetched_at else None


def settle_page(db: Database, page_id: int, outcome: Outcome, read: ReadAs | None = None) -> int:
    """Write the one outcome of a kept page, on the page and on its URL; a page that has its outcome keeps it. `read`: what an article was
    read as. Returns how many further addresses it settles: those that led to a wall are behind it."""
    with db.atomic():
        visit = _unsettled(db, page_id)
        if visit is None:
            return 0
        _settle_page(db, page_id, outcome, read)
        if outcome.name == "failed":
            return _wall_up(db, visit)
        retry = _retry_of_dead(db, visit, outcome)  # goes by how often it was tried, so before that is forgotten
        _settle_address(db, visit.key, outcome, read)
        if outcome.name in ("not_article", "unreadable"):
            reopen_addresses(db, visit.key)
        if outcome.name == "unchanged" and read:
            share_body(db, page_id)
        if outcome.name in ("stored", "unchanged"):
            plan_visit(db, visit.key, visit.fetched_at, fresh_start=outcome.name == "stored")
        elif retry:
            _plan_retry(db, visit.key, retry)
    return 0


def _unsettled(db: Database, page_id: int) -> _Visit | None:
    row = db.execute("SELECT id, key, url, fetched_at FROM pages WHERE id = ? AND outcome IS NULL", [page_id]).fetchone()
    return _Visit(*row) if row else None


def _settle_page(db: Database, page_id: int, outcome: Outcome, read: ReadAs | None) -> None:
    db.execute(
        "UPDATE pages SET outcome = ?, reason = ?, article = ?, content = ? WHERE id = ?",
        [outcome.name, outcome.reason, read.article if read else None, read.content if read else None, page_id],
    )


def _settle_address(db: Database, key: str, outcome: Outcome, read: ReadAs | None) -> None:
    """An address whose page was read is done. One that proves to be a listing or an article is one from now on."""
    db.execute(
        "UPDATE urls SET state = 'done', tries = 0, next_visit = NULL, outcome = ?1, reason = ?2, published = coalesce(?3, published),"
        " kind = CASE WHEN kind != 'unknown' THEN kind WHEN ?1 = 'not_article' AND ?2 IN ('listing', 'home') THEN 'listing'"
        " WHEN ?1 IN ('stored', 'unchanged') THEN 'article' ELSE kind END WHERE key = ?4",
        [outcome.name, outcome.reason, read.published if read else None, key],
    )


def _retry_of_dead(db: Database, visit: _Visit, outcome: Outcome) -> Retry | None:
    """When an address whose page says that its article is gone is tried again; None when it says no such thing."""
    if visit.at is None or outcome.name != "not_article" or outcome.reason not in DEAD_REASONS:
        return None
    return next_try(db, visit.key, Failure(outcome.reason), visit.at)


def _plan_retry(db: Database, key: str, retry: Retry) -> None:
    db.execute(
        "UPDATE urls SET tries = ?, next_visit = ?, state = ? WHERE key = ? AND kind = 'article'",
        [retry.tries, retry.at, "gone" if retry.state == "gone" else "done", key],
    )


def _wall_up(db: Database, visit: _Visit) -> int:
    """A wall stands at an address, and before those that led to it (how many): each is tried again, the address itself too, for it may
    be that of an article. Its validators are the wall's."""
    behind = db.execute(
        "SELECT key FROM urls WHERE outcome = 'duplicate' AND reason = ?1 AND key != ?2"
        " AND (document IS NULL OR document IS NOT (SELECT document FROM urls WHERE key = ?2))",  # not: another address of one document
        [visit.url, visit.key],
    ).fetchall()
    for (place,) in [*behind, (visit.key,)]:
        retry = next_try(db, place, Failure(WALL), visit.at or datetime.now(UTC))
        db.execute(
            "UPDATE urls SET state = 'failed', outcome = 'failed', reason = ?, tries = ?, next_visit = ?, etag = NULL, last_modified = NULL"
            " WHERE key = ?",
            [WALL, retry.tries, retry.at, place],
        )
    return len(behind)


def reopen_addresses(db: Database, key: str) -> None:
    """Ask for the other addresses of a document after all: the one that was asked for (its key) has no article (inside a transaction)."""
    db.execute(
        "UPDATE urls SET state = 'found', outcome = NULL, reason = NULL WHERE state = 'done' AND outcome = 'duplicate' AND key != ?1"
        " AND (source, document) = (SELECT source, document FROM urls WHERE key = ?1)",
        [key],
    )


def step_back(db: Database, url: str, others: Iterable[str]) -> None:
    """Of an article that was read at several addresses the best is looked at again, the others no more (inside a transaction)."""
    for other in others:
        db.execute(
            "UPDATE urls SET outcome = 'duplicate', reason = ?, next_visit = NULL"
            " WHERE key = ? AND state = 'done' AND outcome IN ('stored', 'unchanged')",
            [url, url_key(other)],
        )


def share_body(db: Database, page_id: int) -> int:
    """Let a page use the body of an earlier page of its address with the same own content, sent under the same type; returns the bytes
    that are not kept twice (call inside a transaction)."""
    row = db.execute(
        "SELECT p.sha, e.sha FROM pages p JOIN pages e ON e.key = p.key AND e.id < p.id AND e.content = p.content"
        " AND json_extract(e.headers, '$.content-type') IS json_extract(p.headers, '$.content-type') WHERE p.id = ? ORDER BY e.id LIMIT 1",
        [page_id],
    ).fetchone()
    if row is None or row[0] == row[1]:
        return 0
    db.execute("UPDATE pages SET sha = ? WHERE id = ?", [row[1], page_id])
    unused = "FROM bodies WHERE sha = ?1 AND NOT EXISTS (SELECT 1 FROM pages WHERE sha = ?1)"
    freed = db.execute(f"SELECT length(packed) {unused}", [row[0]]).fetchone()
    db.execute(f"DELETE {unused}", [row[0]])
    return freed[0] if freed else 0


def plan_visit(db: Database, key: str, fetched_at: str | None, fresh_start: bool = False) -> None:
    """Set when an article is looked at again. A new or changed one starts the falling schedule anew (call inside a transaction)."""
    row = db.execute("SELECT visits, published FROM urls WHERE key = ? AND kind != 'document'", [key]).fetchone()
    if row is None or fetched_at is None:
        return
    visits = 0 if fresh_start else row[0]
    at = datetime.fromisoformat(fetched_at)
    old = (row[1] or fetched_at)[:10] < (at - RECENT).date().isoformat()
    due = None if old or visits >= len(LOOK_AGAIN) else (at + LOOK_AGAIN[visits]).isoformat()
    db.execute("UPDATE urls SET visits = ?, next_visit = ? WHERE key = ?", [visits + 1, due, key])
