"""Kept pages: every page is in pages.db before anyone reads it, and has one outcome when it was read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from pipelines.archive.retries import DEAD_REASONS, Failure, next_try
from pipelines.sources.urls import url_key
from pipelines.values.outcome import WALL, Outcome
from pipelines.values.page import Hints, Page
from pipelines.values.sqlite import Database

MAX_BODY = 20_000_000  # bytes after decompression; no article page comes near

LOOK_AGAIN = (timedelta(days=1), timedelta(days=3), timedelta(days=10), timedelta(days=30))  # after each unchanged visit
RECENT = timedelta(days=45)  # articles published longer ago than this when fetched (backfill) are not looked at again


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page with its number in the archive; numbers follow the order of arrival. `damaged`: what was kept of it cannot be unpacked any
    more, and its body is empty."""

    id: int
    page: Page
    damaged: bool = False


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


class ReadAs(NamedTuple):
    """What a page was read as: the date it was read with, the id of its article in corpus.db, the digest of what is the article's own."""

    published: str | None
    article: int
    content: str


def settle_page(db: Database, page_id: int, outcome: Outcome, read: ReadAs | None = None) -> int:
    """Write the one outcome of a kept page, on the page and on its URL. A page that proves to be a listing is a listing from now on; an
    article is looked at again after ever longer times (`next_visit`), an old one never. `read`: what an article was read as. A page that
    has its outcome keeps it. Of a document that proves to be no article at this address the other addresses are asked for. A page that
    says what the one before it said (another clock, another counter) keeps that one's body, its own is dropped. Returns how many further
    addresses it settles: those that led to a wall are behind it.
    """
    with db.atomic():
        row = db.execute("SELECT key, fetched_at, url FROM pages WHERE id = ? AND outcome IS NULL", [page_id]).fetchone()
        if row is None:
            return 0
        key, fetched_at, url = row
        db.execute(
            "UPDATE pages SET outcome = ?, reason = ?, article = ?, content = ? WHERE id = ?",
            [outcome.name, outcome.reason, read.article if read else None, read.content if read else None, page_id],
        )
        if outcome.name == "failed":
            return _wall_up(db, key, url, datetime.fromisoformat(fetched_at) if fetched_at else datetime.now(UTC))
        at = datetime.fromisoformat(fetched_at) if fetched_at else None
        dead = outcome.name == "not_article" and outcome.reason in DEAD_REASONS
        retry = next_try(db, key, Failure(outcome.reason), at) if dead and at else None
        db.execute(
            "UPDATE urls SET state = 'done', tries = 0, next_visit = NULL, outcome = ?1, reason = ?2, published = coalesce(?3, published),"
            " kind = CASE WHEN kind != 'unknown' THEN kind WHEN ?1 = 'not_article' AND ?2 IN ('listing', 'home') THEN 'listing'"
            " WHEN ?1 IN ('stored', 'unchanged') THEN 'article' ELSE kind END WHERE key = ?4",
            [outcome.name, outcome.reason, read.published if read else None, key],
        )
        if outcome.name in ("not_article", "unreadable"):
            reopen_addresses(db, key)
        if outcome.name == "unchanged" and read:
            share_body(db, page_id)
        if outcome.name in ("stored", "unchanged"):
            plan_visit(db, key, fetched_at, fresh_start=outcome.name == "stored")
        elif retry:
            db.execute(
                "UPDATE urls SET tries = ?, next_visit = ?, state = ? WHERE key = ? AND kind = 'article'",
                [retry.tries, retry.at, "gone" if retry.state == "gone" else "done", key],
            )
    return 0


def _wall_up(db: Database, key: str, url: str, at: datetime) -> int:
    """A wall stands at an address, and before those that led to it (how many): each is tried again, the address itself too, for it may
    be that of an article. Its validators are the wall's."""
    behind = db.execute(
        "SELECT key FROM urls WHERE outcome = 'duplicate' AND reason = ?1 AND key != ?2"
        " AND (document IS NULL OR document IS NOT (SELECT document FROM urls WHERE key = ?2))",  # not: another address of one document
        [url, key],
    ).fetchall()
    for (place,) in [*behind, (key,)]:
        retry = next_try(db, place, Failure(WALL), at)
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
    freed = db.execute(f"SELECT length(zlib) {unused}", [row[0]]).fetchone()
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


def unread_pages(db: Database, source: str) -> list[int]:
    """Numbers of the pages of a source that were kept but not read: what a stopped or killed process left behind."""
    return [row[0] for row in db.execute("SELECT id FROM pages WHERE outcome IS NULL AND source = ? ORDER BY id", [source])]


def was_read(db: Database, page_id: int) -> bool:
    """Whether an earlier page of the same address has its outcome."""
    earlier = "SELECT 1 FROM pages p JOIN pages n ON n.key = p.key WHERE n.id = ? AND p.id < n.id AND p.outcome IS NOT NULL"
    return db.execute(earlier + " AND p.outcome != 'failed' LIMIT 1", [page_id]).fetchone() is not None


def kept_page(db: Database, page_id: int) -> Page:
    """One kept page by its number."""
    return _page(db.execute(_COLUMNS + " WHERE p.id = ?", [page_id]).fetchone())


def all_pages(db: Database) -> Iterator[KeptPage]:
    """Every kept page in order of arrival, one at a time (constant memory); damaged ones are told as such, and end nothing."""
    last = 0
    while found := _after(db, last):
        yield from found
        last = found[-1].id


def pages_at(db: Database, numbers: Iterable[int]) -> Iterator[KeptPage]:
    """Kept pages by their numbers, in that order, as `all_pages` gives them."""
    return (_alone(db, number) for number in numbers)


def _after(db: Database, last: int) -> list[KeptPage]:
    try:
        return [_kept(row) for row in db.execute(_ALL, [last]).fetchall()]
    except sqlite3.DatabaseError:  # the file itself is damaged somewhere among these
        numbers = db.execute("SELECT id FROM pages WHERE id > ? ORDER BY id LIMIT 50", [last]).fetchall()
        return [_alone(db, number) for (number,) in numbers]


def _alone(db: Database, number: int) -> KeptPage:
    try:
        return _kept(db.execute(_COLUMNS + " WHERE p.id = ?", [number]).fetchone())
    except sqlite3.DatabaseError:
        return KeptPage(number, Page(url=None, body=b""), damaged=True)


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
    "SELECT p.id, p.url, p.final_url, p.source, p.fetched_at, p.status, p.headers, p.hints, b.zlib"
    " FROM pages p LEFT JOIN bodies b USING (sha)"
)
_ALL = _COLUMNS + " WHERE p.id > ? ORDER BY p.id LIMIT 50"


def _kept(row: tuple[Any, ...]) -> KeptPage:
    try:
        return KeptPage(row[0], _page(row))
    except (zlib.error, ValueError, TypeError):  # a body cut, changed or gone; headers or hints that are no JSON
        return KeptPage(row[0], Page(url=row[1], body=b"", source=row[3], fetched_at=row[4], status=row[5]), damaged=True)


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
