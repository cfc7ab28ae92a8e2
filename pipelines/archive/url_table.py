"""The URL table of pages.db: every link found, written before any request is made; what is to be visited, what failed, what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from operator import itemgetter
from typing import Any, Literal

from pipelines.archive.retries import Failure, next_try
from pipelines.archive.settling import plan_visit, reopen_addresses
from pipelines.sources.urls import url_key
from pipelines.values.outcome import WALL
from pipelines.values.page import Hints
from pipelines.values.sqlite import Database

LinkKind = Literal["article", "listing", "feed", "sitemap", "unknown", "document"]


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link with what is known of it before fetching."""

    url: str
    kind: LinkKind
    hints: Hints = field(default_factory=Hints)
    lastmod: str | None = None
    etag: str | None = None  # validators of the last visit, for a conditional request
    last_modified: str | None = None
    document: str | None = None  # what the addresses of one document share (document_key)
    old: bool = False  # it was read, refused or found dead before: what it comes to now says nothing of the site's news


def record_links(db: Database, source: str, links: Iterable[FoundLink], now: str) -> list[FoundLink]:
    """Write links down and return those to visit now: never seen before, changed since the last visit by the sitemap's word, or a
    sitemap or listing that was found but never walked (the run was killed, or its window lay elsewhere) or failed and is due again. A
    further address of a document that is known is written down as its duplicate and not visited, unless the first proves to be no article:
    which one is asked for hangs on the order of finding, and what the page declares as its own (rel=canonical) is what it is stored under.

    Raises nothing on known links; hints fill gaps only. `now` is ISO 8601 UTC.
    """
    due: list[FoundLink] = []
    with db.atomic():
        for link in links:
            key = url_key(link.url)
            hints = link.hints
            inserted = db.execute(
                "INSERT OR IGNORE INTO urls (key, url, source, kind, state, title, published, found_on, found_at, lastmod, document)"
                " VALUES (?, ?, ?, ?, 'found', ?, ?, ?, ?, ?, ?)",
                [key, link.url, source, link.kind, hints.title, hints.published, hints.found_on, now, link.lastmod, link.document],
            ).rowcount
            if inserted and link.document and (known := _known_address(db, source, link)):
                settle_redirect(db, link.url, known)
            elif inserted or _reopened(db, key, link, now):
                due.append(link)
    return due


def _known_address(db: Database, source: str, link: FoundLink) -> str | None:
    """Another address of the same document that was asked for with success or is about to be."""
    row = db.execute(
        "SELECT url FROM urls WHERE source = ? AND document = ? AND key != ? AND state IN ('found', 'fetched', 'done')"
        " AND coalesce(outcome, '') NOT IN ('not_article', 'unreadable') ORDER BY outcome = 'duplicate', rowid LIMIT 1",
        [source, link.document, url_key(link.url)],
    ).fetchone()
    return row[0] if row else None


def _reopened(db: Database, key: str, link: FoundLink, now: str) -> bool:
    hints = link.hints
    db.execute(
        "UPDATE urls SET title = coalesce(title, ?), published = coalesce(published, ?)"
        " WHERE key = ? AND (title IS NULL OR published IS NULL)",
        [hints.title, hints.published, key],
    )
    unwalked = (
        link.kind in ("sitemap", "listing")
        and db.execute(
            "SELECT 1 FROM urls WHERE key = ? AND kind = ? AND (state = 'found' OR (state = 'failed' AND next_visit <= ?))",
            [key, link.kind, now],
        ).fetchone()
    )
    if unwalked or not link.lastmod:
        return bool(unwalked)
    changed = db.execute(
        "UPDATE urls SET state = 'found', lastmod = ?1"
        " WHERE key = ?2 AND state = 'done' AND kind IN ('article', 'sitemap') AND lastmod < ?1"
        " AND (document IS NULL OR outcome IS NOT 'duplicate')",
        [link.lastmod, key],
    ).rowcount
    if not changed:
        db.execute("UPDATE urls SET lastmod = ? WHERE key = ? AND lastmod IS NULL", [link.lastmod, key])
    return bool(changed)


def pending(db: Database, source: str, now: str) -> Iterator[FoundLink]:
    """Links of earlier runs that are due: found but never answered, failed and due again, or stored and to be looked at again
    (these with their validators). So many of each kind at a time (_STEP), these in the order of finding; each step is read from its
    index, however many addresses there are."""
    waiting, due = _waiting(db, source, now), _due(db, source, now)
    while step := sorted((*islice(waiting, _STEP), *islice(due, _STEP)), key=itemgetter(0)):
        for row in step:
            _, url, kind, title, published, found_on, lastmod, etag, last_modified, old = row
            yield FoundLink(url, kind, Hints(title, published, found_on), lastmod, etag, last_modified, old=bool(old))


_STEP = 200
_ASKED = "kind IN ('article', 'unknown', 'document')"  # listings, feeds and sitemaps are walked, not visited
_LINK = """SELECT rowid, url, kind, title, published, found_on, lastmod, etag, last_modified,
    state = 'done' OR visits > 0 OR coalesce(outcome, '') = 'not_article' OR coalesce(status, 0) IN (404, 410), next_visit FROM urls"""
WAITING = f"""{_LINK} INDEXED BY urls_waiting
    WHERE source = ?1 AND state = 'found' AND {_ASKED} AND rowid > ?3 AND found_at < ?2 ORDER BY rowid LIMIT {_STEP}"""
_VISIT = f"source = ?1 AND state IN ('failed', 'done') AND {_ASKED} AND found_at < ?2"
# Two, for SQLite searches an index by (next_visit, rowid) > (?, ?) only as far as next_visit: a million may be due at one moment.
DUE_THEN = f"""{_LINK} INDEXED BY urls_by_visit WHERE {_VISIT} AND next_visit = ?3 AND rowid > ?4 ORDER BY rowid LIMIT {_STEP}"""
DUE_LATER = (
    f"""{_LINK} INDEXED BY urls_by_visit WHERE {_VISIT} AND next_visit > ?3 AND next_visit <= ?2 ORDER BY next_visit, rowid LIMIT {_STEP}"""
)


def _waiting(db: Database, source: str, now: str) -> Iterator[tuple[Any, ...]]:
    last = 0
    while rows := db.execute(WAITING, [source, now, last]).fetchall():
        for row in rows:
            last = row[0]
            yield row[:-1]


def _due(db: Database, source: str, now: str) -> Iterator[tuple[Any, ...]]:
    """Those that have been due for longest come first."""
    at, last = "", 0
    while True:
        rows = db.execute(DUE_THEN, [source, now, at, last]).fetchall() or db.execute(DUE_LATER, [source, now, at]).fetchall()
        if not rows:
            return
        for row in rows:
            last, at = row[0], row[-1]
            yield row[:-1]


def settle_not_modified(db: Database, url: str, now: str) -> None:
    """The server says an article is as it was (304): the next look is planned, nothing else changes."""
    key = url_key(url)
    with db.atomic():
        db.execute("UPDATE urls SET state = 'done', tries = 0, fetched_at = ? WHERE key = ?", [now, key])
        plan_visit(db, key, now)


def settle_redirect(db: Database, url: str, target: str) -> None:
    """An address that only leads to another one: its outcome is duplicate(target)."""
    with db.atomic():
        db.execute("UPDATE urls SET state = 'done', tries = 0, outcome = 'duplicate', reason = ? WHERE key = ?", [target, url_key(url)])


def is_walled(db: Database, url: str) -> bool:
    """Whether an address gave a wall when it was last asked for."""
    return db.execute("SELECT 1 FROM urls WHERE key = ? AND outcome = 'failed' AND reason = ?", [url_key(url), WALL]).fetchone() is not None


def fetched_on(db: Database, source: str, day: str) -> int:
    """Pages of a source kept on a day (ISO, UTC)."""
    row = db.execute("SELECT count(*) FROM pages WHERE source = ? AND substr(fetched_at, 1, 10) = ?", [source, day]).fetchone()
    return int(row[0])


def record_failure(db: Database, url: str, status: int | None, reason: str, now: datetime) -> None:
    """A fetch that gave no page: when it is tried again, retries.py says; a document that is too large will be so tomorrow."""
    key = url_key(url)
    retry = next_try(db, key, Failure(reason, status), now)
    with db.atomic():
        db.execute(
            "UPDATE urls SET state = ?, tries = ?, status = ?, outcome = 'failed', reason = ?, fetched_at = ?, next_visit = ?"
            " WHERE key = ?",
            [retry.state, retry.tries, status, reason, now.isoformat(), retry.at, key],
        )
        db.execute("UPDATE urls SET next_visit = NULL WHERE key = ? AND kind = 'document' AND reason = 'too_large'", [key])
        if status in (404, 410):
            reopen_addresses(db, key)
