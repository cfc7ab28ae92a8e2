"""Walks over listings: what earlier ones came to, where one begins, how far it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from pipelines.archive.url_table import LinkKind
from pipelines.sources.urls import url_key
from pipelines.values.sqlite import Database

DEEP_EVERY = timedelta(days=7)  # how often a listing is walked some pages into known ground, for articles inserted late


@dataclass(frozen=True, slots=True)
class Walk:
    """One walk over the pages of a listing, from its first page on. `known`: its last walk ended properly, so that meeting known ground
    is a reason to stop; `deep`: the time has come to look beyond known ground for late insertions."""

    listing: str
    known: bool
    deep: bool = False
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class WalkEnd:
    """How a walk ended: when, after how many pages, the oldest date it saw listed, and why (end, known, window, limit, circle,
    stopped, unchanged); the validators of its first page."""

    at: str
    pages: int
    by: str
    oldest: str | None = None
    etag: str | None = None
    last_modified: str | None = None


def start_walk(db: Database, source: str, url: str, kind: LinkKind, now: str) -> Walk:
    """Begin walking a listing: it counts as unfinished until `end_walk`."""
    key = url_key(url)
    with db.atomic():
        db.execute(
            "INSERT OR IGNORE INTO urls (key, url, source, kind, state, found_at) VALUES (?, ?, ?, ?, 'found', ?)",
            [key, url, source, kind, now],
        )
        state, etag, last_modified = db.execute("SELECT state, etag, last_modified FROM urls WHERE key = ?", [key]).fetchone()
        db.execute("UPDATE urls SET state = 'found' WHERE key = ?", [key])
    known = state == "done"
    last = db.execute("SELECT max(walked_at) FROM walks WHERE key = ? AND pages > 1", [key]).fetchone()[0]
    deep = known and bool(last) and datetime.fromisoformat(last) < datetime.fromisoformat(now) - DEEP_EVERY
    return Walk(url, known, deep, etag if known and not deep else None, last_modified if known and not deep else None)


def end_walk(db: Database, source: str, walk: Walk, end: WalkEnd) -> None:
    """The walk is over, and how far it came is written down (the oldest date and the end ever reached stay). Its listing is done, unless
    the walk was cut short by a window or a limit of this run: then the next one goes on."""
    key = url_key(walk.listing)
    with db.atomic():
        db.execute(
            "UPDATE urls SET state = ?, tries = 0, fetched_at = ?, etag = coalesce(?, etag),"
            " last_modified = coalesce(?, last_modified) WHERE key = ?",
            ["done" if walk.known or end.by not in ("window", "stopped") else "found", end.at, end.etag, end.last_modified, key],
        )
        db.execute(
            "INSERT INTO walks VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (key) DO UPDATE SET"
            " walked_at = CASE WHEN ?5 > 1 OR pages = 1 THEN ?4 ELSE walked_at END, pages = max(pages, ?5),"
            " oldest = min(coalesce(oldest, ?6), coalesce(?6, oldest)), ended_by = ?7, reached_end = max(reached_end, ?8)",
            [key, source, walk.listing, end.at, end.pages, end.oldest, end.by, int(end.by in ("end", "circle"))],
        )


def known_listings(db: Database, source: str) -> list[str]:
    """Listings discovered by walking, first pages only: sections the source's patterns name, and pages of unknown kind that proved to
    be lists."""
    rows = db.execute(
        "SELECT url FROM urls WHERE source = ? AND kind = 'listing' AND state IN ('done', 'found')"
        " AND (found_on IS NOT NULL OR outcome = 'not_article') ORDER BY rowid",
        [source],
    )
    return [row[0] for row in rows.fetchall()]


def barren_pages(db: Database, source: str) -> Iterator[str]:
    """Pages of unknown kind that proved to be neither article nor listing."""
    rows = db.execute("SELECT url FROM urls WHERE source = ? AND kind = 'unknown' AND outcome = 'not_article'", [source])
    yield from (row[0] for row in rows.fetchall())


def visited(db: Database, source: str) -> Iterator[tuple[str, bool]]:
    """Addresses of pages that were not known to be articles before they were read, in the order they were found: (URL, whether the page
    is an article or links to one)."""
    parents = {
        row[0] for row in db.execute("SELECT DISTINCT found_on FROM urls WHERE source = ? AND kind = 'article'", [source]).fetchall()
    }
    rows = db.execute(
        "SELECT url, outcome FROM urls WHERE source = ? AND (outcome IN ('stored', 'unchanged') AND kind = 'article'"
        " OR outcome = 'not_article' AND kind IN ('unknown', 'listing')) ORDER BY rowid",
        [source],
    ).fetchall()
    yield from ((url, outcome != "not_article" or url in parents) for url, outcome in rows)


def known_dates(db: Database, keys: Iterable[str]) -> list[str]:
    """Dates of these pages, as far as they are known (as listed, or as read)."""
    dates = (db.execute("SELECT published FROM urls WHERE key = ?", [key]).fetchone() for key in keys)
    return [row[0] for row in dates if row and row[0]]
