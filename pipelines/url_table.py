"""The URL table of pages.db: every link found, written before any request is made; what is to be visited, what failed, what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from sqlite_utils import Database

from pipelines.page import Hints
from pipelines.urls import url_key

LinkKind = Literal["article", "listing", "feed", "sitemap", "unknown"]
RETRY_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7), timedelta(days=30))


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link with what is known of it before fetching."""

    url: str
    kind: LinkKind
    hints: Hints = field(default_factory=Hints)
    lastmod: str | None = None


def record_links(db: Database, source: str, links: Iterable[FoundLink], now: str) -> list[FoundLink]:
    """Write links down and return those to visit now: never seen before, or changed since the last visit by the sitemap's word.

    Raises nothing on known links; hints fill gaps only. `now` is ISO 8601 UTC.
    """
    due: list[FoundLink] = []
    with db.atomic():
        for link in links:
            key = url_key(link.url)
            hints = link.hints
            inserted = db.execute(
                "INSERT OR IGNORE INTO urls (key, url, source, kind, state, title, published, found_on, found_at, lastmod)"
                " VALUES (?, ?, ?, ?, 'found', ?, ?, ?, ?, ?)",
                [key, link.url, source, link.kind, hints.title, hints.published, hints.found_on, now, link.lastmod],
            ).rowcount
            if inserted or _reopened(db, key, link):
                due.append(link)
    return due


def _reopened(db: Database, key: str, link: FoundLink) -> bool:
    hints = link.hints
    db.execute(
        "UPDATE urls SET title = coalesce(title, ?), published = coalesce(published, ?)"
        " WHERE key = ? AND (title IS NULL OR published IS NULL)",
        [hints.title, hints.published, key],
    )
    if not link.lastmod:
        return False
    changed = db.execute(
        "UPDATE urls SET state = 'found', lastmod = ?1"
        " WHERE key = ?2 AND state = 'done' AND kind IN ('article', 'sitemap') AND lastmod < ?1",
        [link.lastmod, key],
    ).rowcount
    if not changed:
        db.execute("UPDATE urls SET lastmod = ? WHERE key = ? AND lastmod IS NULL", [link.lastmod, key])
    return bool(changed)


def pending(db: Database, source: str, now: str) -> Iterator[FoundLink]:
    """Links of earlier runs still to be fetched: found but never answered, or failed and due again. Order of finding."""
    last = 0
    while True:
        rows = db.execute(
            "SELECT rowid, url, kind, title, published, found_on, lastmod FROM urls WHERE source = ? AND rowid > ? AND found_at < ?"
            " AND kind IN ('article', 'unknown') AND (state = 'found' OR (state = 'failed' AND next_visit <= ?))"
            " ORDER BY rowid LIMIT 200",
            [source, last, now, now],
        ).fetchall()
        if not rows:
            return
        for rowid, url, kind, title, published, found_on, lastmod in rows:
            last = rowid
            yield FoundLink(url, kind, Hints(title, published, found_on), lastmod)


def known_listings(db: Database, source: str) -> list[str]:
    """Listings discovered by walking (pages of unknown kind that proved to be lists), first pages only."""
    rows = db.execute(
        "SELECT url FROM urls WHERE source = ? AND kind = 'listing' AND outcome = 'not_article' AND state = 'done' ORDER BY rowid", [source]
    )
    return [row[0] for row in rows.fetchall()]


def settle_redirect(db: Database, url: str, target: str) -> None:
    """An address that only leads to another one: its outcome is duplicate(target)."""
    with db.atomic():
        db.execute("UPDATE urls SET state = 'done', tries = 0, outcome = 'duplicate', reason = ? WHERE key = ?", [target, url_key(url)])


def barren_pages(db: Database, source: str) -> Iterator[str]:
    """Pages of unknown kind that proved to be neither article nor listing."""
    rows = db.execute("SELECT url FROM urls WHERE source = ? AND kind = 'unknown' AND outcome = 'not_article'", [source])
    yield from (row[0] for row in rows.fetchall())


def record_failure(db: Database, url: str, status: int | None, reason: str, now: datetime) -> None:
    """A fetch that gave no page. 404 and 410 twice: gone. Everything else is tried again later, ever more rarely."""
    key = url_key(url)
    row = db.execute("SELECT tries FROM urls WHERE key = ?", [key]).fetchone()
    tries = (row[0] if row else 0) + 1
    wait = RETRY_AFTER[min(tries, len(RETRY_AFTER)) - 1]
    gone = status in (404, 410) and tries > 1
    with db.atomic():
        db.execute(
            "UPDATE urls SET state = ?, tries = ?, status = ?, outcome = 'failed', reason = ?, fetched_at = ?, next_visit = ?"
            " WHERE key = ?",
            ["gone" if gone else "failed", tries, status, reason, now.isoformat(), (now + wait).isoformat(), key],
        )


def start_walk(db: Database, source: str, url: str, kind: LinkKind, now: str) -> bool:
    """Begin walking a listing. True when its last walk ended properly, so that meeting known ground is a reason to stop."""
    key = url_key(url)
    with db.atomic():
        db.execute(
            "INSERT OR IGNORE INTO urls (key, url, source, kind, state, found_at) VALUES (?, ?, ?, ?, 'found', ?)",
            [key, url, source, kind, now],
        )
        row = db.execute("SELECT state FROM urls WHERE key = ?", [key]).fetchone()
        db.execute("UPDATE urls SET state = 'found' WHERE key = ?", [key])
    return bool(row and row[0] == "done")


def end_walk(db: Database, url: str, now: str) -> None:
    """The walk of a listing reached its end or known ground."""
    with db.atomic():
        db.execute("UPDATE urls SET state = 'done', tries = 0, fetched_at = ? WHERE key = ?", [now, url_key(url)])
