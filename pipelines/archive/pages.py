"""pages.db, the operator's database: kept pages, the URL table, validators, outcomes, runs, leases. Schema and the kept pages."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from pipelines.sources.urls import url_key
from pipelines.values.errors import DatabaseError
from pipelines.values.outcome import Outcome
from pipelines.values.page import Hints, Page

MAX_BODY = 20_000_000  # bytes after decompression; no article page comes near

LOOK_AGAIN = (timedelta(days=1), timedelta(days=3), timedelta(days=10), timedelta(days=30))  # after each unchanged visit
RECENT = timedelta(days=45)  # articles published longer ago than this when fetched (backfill) are not looked at again

migrations = Migrations("pages")


@migrations()
def first_schema(db: Database) -> None:
    for statement in _SCHEMA:
        db.execute(statement)


@migrations()
def visits_and_walks(db: Database) -> None:
    """How often an article was looked at, what its page said of itself, and how far each listing was walked."""
    for statement in _VISITS:
        db.execute(statement)


@migrations()
def shapes_of_articles(db: Database) -> None:
    """What the articles of a source look like (pipelines/drift/history.py)."""
    db.execute(_SHAPES)


_SCHEMA = (
    """CREATE TABLE urls (
        key TEXT PRIMARY KEY,          -- what tells pages apart (pipelines/sources/urls.py)
        url TEXT NOT NULL,             -- the address to fetch
        source TEXT NOT NULL,
        kind TEXT NOT NULL CHECK (kind IN ('article', 'listing', 'feed', 'sitemap', 'unknown')),
        state TEXT NOT NULL CHECK (state IN ('found', 'fetched', 'done', 'failed', 'gone')),
        title TEXT, published TEXT,    -- hints of the listing
        found_on TEXT, found_at TEXT NOT NULL,
        lastmod TEXT,                  -- as the sitemap says
        tries INTEGER NOT NULL DEFAULT 0,
        status INTEGER, outcome TEXT, reason TEXT,
        fetched_at TEXT, next_visit TEXT,
        etag TEXT, last_modified TEXT
    ) STRICT""",
    "CREATE INDEX urls_by_source_state ON urls (source, state, kind)",
    """CREATE TABLE pages (
        id INTEGER PRIMARY KEY,
        key TEXT NOT NULL, url TEXT NOT NULL, final_url TEXT,
        source TEXT, run TEXT,
        fetched_at TEXT, status INTEGER NOT NULL,
        headers TEXT NOT NULL, hints TEXT NOT NULL,
        sha TEXT NOT NULL REFERENCES bodies (sha),
        outcome TEXT, reason TEXT
    ) STRICT""",
    "CREATE INDEX pages_by_key ON pages (key)",
    "CREATE INDEX pages_unread ON pages (id) WHERE outcome IS NULL",
    "CREATE TABLE bodies (sha TEXT PRIMARY KEY, size INTEGER NOT NULL, zlib BLOB NOT NULL) STRICT",
    """CREATE TABLE runs (
        id TEXT PRIMARY KEY, source TEXT NOT NULL, started_at TEXT NOT NULL, finished_at TEXT,
        found INTEGER NOT NULL DEFAULT 0, fetched INTEGER NOT NULL DEFAULT 0,
        stored INTEGER NOT NULL DEFAULT 0, unchanged INTEGER NOT NULL DEFAULT 0, duplicate INTEGER NOT NULL DEFAULT 0,
        not_article INTEGER NOT NULL DEFAULT 0, unreadable INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0,
        facts INTEGER NOT NULL DEFAULT 0,
        fill TEXT, reasons TEXT, verdict TEXT, why TEXT
    ) STRICT""",
    "CREATE INDEX runs_by_source ON runs (source, started_at)",
    "CREATE TABLE leases (host TEXT PRIMARY KEY, owner TEXT NOT NULL, until REAL NOT NULL) STRICT",
)


class _Immediate(Database):
    """Transactions take the write lock when they begin: one that reads first and writes later fails at once, without waiting, when
    another process wrote in between."""

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        outermost = not self.conn.in_transaction
        if outermost:
            self.conn.execute("BEGIN IMMEDIATE")
        try:
            with super().atomic():
                yield self
            if outermost:
                self.conn.execute("COMMIT")
        except BaseException:
            if outermost:
                self.rollback()  # nothing to do when the error ended the transaction
            raise


def open_database(path: Path | str, schema: Migrations) -> Database:
    """Open (creating if need be) a database and bring its schema up to date. Raises DatabaseError naming the file."""
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        conn = sqlite3.connect(str(path), timeout=30, check_same_thread=False)
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = NORMAL")
        conn.execute("PRAGMA foreign_keys = ON")
        db = _Immediate(conn)
        if schema.pending(db):
            schema.apply(db)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{path}: {error}") from None
    return db


def open_archive(path: Path | str) -> Database:
    """Open pages.db. Raises DatabaseError naming the file."""
    return open_database(path, migrations)


_SHAPES = """CREATE TABLE shapes (
    source TEXT PRIMARY KEY,
    history TEXT NOT NULL,         -- summary of the shapes read so far, JSON
    pending TEXT NOT NULL,         -- summary of the runs that differ from it, or are too small to tell
    drifted INTEGER NOT NULL DEFAULT 0  -- how many runs in a row differed
) STRICT"""

_VISITS = (
    "ALTER TABLE urls ADD COLUMN visits INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX urls_by_visit ON urls (source, next_visit) WHERE next_visit IS NOT NULL",
    """CREATE TABLE walks (
        key TEXT PRIMARY KEY, source TEXT NOT NULL, listing TEXT NOT NULL,
        walked_at TEXT NOT NULL, pages INTEGER NOT NULL,
        oldest TEXT,                   -- date of the oldest article any walk has seen listed
        ended_by TEXT NOT NULL,        -- end, known, window, limit, circle, stopped, unchanged: why the last walk stopped
        reached_end INTEGER NOT NULL   -- 1 when some walk came to the last page
    ) STRICT""",
)


@cache
def shared_archive(path: str) -> Database:
    """One connection to pages.db for everything that crawls in this process: a hundred sources at once must not open hundreds of files.
    Crawling is single-threaded; nobody closes it. Raises DatabaseError naming the file."""
    return open_archive(path)


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
    row = db.execute("SELECT visits, published FROM urls WHERE key = ?", [key]).fetchone()
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
