"""Kept pages: every page is in pages.db before anyone reads it, and has one outcome when it was read."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from pipelines.sources.urls import url_key
from pipelines.values.outcome import Outcome
from pipelines.values.page import Hints, Page

MAX_BODY = 20_000_000  # bytes after decompression; no article page comes near

LOOK_AGAIN = (timedelta(days=1), timedelta(days=3), timedelta(days=10), timedelta(days=30))  # after each unchanged visit
RECENT = timedelta(days=45)  # articles published longer ago than this when fetched (backfill) are not looked at again


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page with its number in the archive; numbers follow the order of arrival."""

    id: int
    page: Page


def keep_page(db: Database, page: Page, run: str | None) -> int:
    """Keep a fetched page before anyone reads it; its URL becomes 'fetched'. Returns the page's number."""
    url = page.url or ""
    sha = hashlib.sha256(page.body).hexdigest()
    with db.atomic():
        db.execute("INSERT OR IGNORE INTO bodies VALUES (?, ?, ?)", [sha, len(page.body), zlib.compress(page.body, 6)])
        cursor = db.execute(
            "INSERT INTO pages (key, url, final_url, source, run, fetched_at, status, headers, hints, sha) VALUES (?,?,?,?,?,?,?,?,?,?)",
            [url_key(url), url, page.final_url, page.source, run, page.fetched_at, page.status,
             json.dumps(dict(page.headers), ensure_ascii=False), json.dumps(asdict(page.hints), ensure_ascii=False), sha],
        )  # fmt: skip
        db.execute(
            "UPDATE urls SET state = 'fetched', status = ?, fetched_at = ?, etag = ?, last_modified = ? WHERE key = ?",
            [page.status, page.fetched_at, page.headers.get("etag"), page.headers.get("last-modified"), url_key(url)],
        )
    return int(cursor.lastrowid or 0)


def settle_page(db: Database, page_id: int, outcome: Outcome, published: str | None = None) -> None:
    """Write the one outcome of a kept page, on the page and on its URL. A page that proves to be a listing is a listing from now on; an
    article is looked at again after ever longer times (`next_visit`), an old one never. `published` is the date the page was read with.
    A page that has its outcome keeps it.
    """
    with db.atomic():
        row = db.execute("SELECT key, fetched_at FROM pages WHERE id = ? AND outcome IS NULL", [page_id]).fetchone()
        if row is None:
            return
        key, fetched_at = row
        db.execute("UPDATE pages SET outcome = ?, reason = ? WHERE id = ?", [outcome.name, outcome.reason, page_id])
        db.execute(
            "UPDATE urls SET state = 'done', tries = 0, next_visit = NULL, outcome = ?1, reason = ?2, published = coalesce(?3, published),"
            " kind = CASE WHEN kind != 'unknown' THEN kind WHEN ?1 = 'not_article' AND ?2 IN ('listing', 'home') THEN 'listing'"
            " WHEN ?1 IN ('stored', 'unchanged') THEN 'article' ELSE kind END WHERE key = ?4",
            [outcome.name, outcome.reason, published, key],
        )
        if outcome.name in ("stored", "unchanged"):
            plan_visit(db, key, fetched_at, fresh_start=outcome.name == "stored")


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


def unread_pages(db: Database, source: str) -> list[int]:
    """Numbers of the pages of a source that were kept but not read: what a stopped or killed process left behind."""
    return [row[0] for row in db.execute("SELECT id FROM pages WHERE outcome IS NULL AND source = ? ORDER BY id", [source])]


def kept_page(db: Database, page_id: int) -> Page:
    """One kept page by its number."""
    return _page(db.execute(_COLUMNS + " WHERE p.id = ?", [page_id]).fetchone())


def all_pages(db: Database) -> Iterator[KeptPage]:
    """Every kept page in order of arrival, one at a time (constant memory)."""
    last = 0
    while rows := db.execute(_ALL, [last]).fetchall():
        for row in rows:
            yield KeptPage(row[0], _page(row))
        last = rows[-1][0]


def articles_of(db: Database, source: str, most: int = 300) -> Iterator[Page]:
    """The newest kept page of each of the newest articles of a source, one at a time."""
    ids = "SELECT max(id) FROM pages WHERE source = ? AND outcome IN ('stored', 'unchanged') GROUP BY key ORDER BY 1 DESC LIMIT ?"
    for (page_id,) in db.execute(ids, [source, most]).fetchall():
        yield kept_page(db, page_id)


def newest_page(db: Database, url: str) -> Page | None:
    """The newest kept page of an address, None when there is none."""
    row = db.execute(_COLUMNS + " WHERE p.key = ? ORDER BY p.id DESC LIMIT 1", [url_key(url)]).fetchone()
    return _page(row) if row else None


_COLUMNS = (
    "SELECT p.id, p.url, p.final_url, p.source, p.fetched_at, p.status, p.headers, p.hints, b.zlib FROM pages p JOIN bodies b USING (sha)"
)
_ALL = _COLUMNS + " WHERE p.id > ? ORDER BY p.id LIMIT 50"


def _page(row: tuple[Any, ...]) -> Page:
    _, url, final_url, source, fetched_at, status, headers, hints, packed = row
    return Page(
        url=url,
        body=zlib.decompress(packed),
        source=source,
        final_url=final_url,
        fetched_at=fetched_at,
        status=status,
        headers=json.loads(headers),
        hints=Hints(**json.loads(hints)),
    )
