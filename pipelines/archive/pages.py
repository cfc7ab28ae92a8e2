"""Kept pages: every page is in pages.db before anyone reads it; what was kept can be had again, damaged or not."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from pipelines.archive.bodies import DamagedBodyError, LostDictionaryError, Packed, pack, unpack
from pipelines.sources.urls import url_key
from pipelines.values.page import Hints, Page
from pipelines.values.sqlite import Database


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page with its number in the archive; numbers follow the order of arrival. `damaged`: what was kept of it cannot be unpacked any
    more, and its body is empty; `lost` says which dictionary is missing for that, when it is one."""

    id: int
    page: Page
    damaged: bool = False
    lost: str | None = None


def keep_page(db: Database, page: Page, run: str | None) -> int:
    """Keep a fetched page before anyone reads it; its URL becomes 'fetched'. Returns the page's number."""
    url = page.url or ""
    sha = hashlib.sha256(page.body).hexdigest()
    known = db.execute("SELECT 1 FROM bodies WHERE sha = ?", [sha]).fetchone()
    packed = None if known else pack(db, page.source, page.body)
    with db.atomic():
        if packed:
            row = [sha, len(page.body), *packed]
            db.execute("INSERT OR IGNORE INTO bodies (sha, size, packed, dictionary) VALUES (?, ?, ?, ?)", row)
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


def unread_pages(db: Database, source: str) -> list[int]:
    """Numbers of the pages of a source that were kept but not read: what a stopped or killed process left behind."""
    return [row[0] for row in db.execute("SELECT id FROM pages WHERE outcome IS NULL AND source = ? ORDER BY id", [source])]


def was_read(db: Database, page_id: int) -> bool:
    """Whether an earlier page of the same address has its outcome."""
    earlier = "SELECT 1 FROM pages p JOIN pages n ON n.key = p.key WHERE n.id = ? AND p.id < n.id AND p.outcome IS NOT NULL"
    return db.execute(earlier + " AND p.outcome != 'failed' LIMIT 1", [page_id]).fetchone() is not None


def kept_page(db: Database, page_id: int) -> Page:
    """One kept page by its number."""
    return _page(db, db.execute(_COLUMNS + " WHERE p.id = ?", [page_id]).fetchone())


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
        return [_kept(db, row) for row in db.execute(_ALL, [last]).fetchall()]
    except sqlite3.DatabaseError:  # the file itself is damaged somewhere among these
        numbers = db.execute("SELECT id FROM pages WHERE id > ? ORDER BY id LIMIT 50", [last]).fetchall()
        return [_alone(db, number) for (number,) in numbers]


def _alone(db: Database, number: int) -> KeptPage:
    try:
        return _kept(db, db.execute(_COLUMNS + " WHERE p.id = ?", [number]).fetchone())
    except sqlite3.DatabaseError:
        return KeptPage(number, Page(url=None, body=b""), damaged=True)


def articles_of(db: Database, source: str, most: int = 300) -> Iterator[Page]:
    """The newest kept page of each of the newest articles of a source, one at a time."""
    ids = "SELECT max(id) FROM pages WHERE source = ? AND outcome IN ('stored', 'unchanged') GROUP BY key ORDER BY 1 DESC LIMIT ?"
    for (page_id,) in db.execute(ids, [source, most]).fetchall():
        yield kept_page(db, page_id)


def newest_page(db: Database, url: str) -> Page | None:
    """The newest kept page of an address, or of the one it leads to where it was never kept itself; None when there is none."""
    for address in (url, _leads_to(db, url)):
        row = db.execute(_COLUMNS + " WHERE p.key = ? ORDER BY p.id DESC LIMIT 1", [url_key(address)]).fetchone() if address else None
        if row:
            return _page(db, row)
    return None


def _leads_to(db: Database, url: str) -> str | None:
    row = db.execute("SELECT reason FROM urls WHERE key = ? AND outcome = 'duplicate'", [url_key(url)]).fetchone()
    return row[0] if row else None


_COLUMNS = (
    "SELECT p.id, p.url, p.final_url, p.source, p.fetched_at, p.status, p.headers, p.hints, b.packed, b.dictionary"
    " FROM pages p LEFT JOIN bodies b USING (sha)"
)
_ALL = _COLUMNS + " WHERE p.id > ? ORDER BY p.id LIMIT 50"


def _kept(db: Database, row: tuple[Any, ...]) -> KeptPage:
    try:
        return KeptPage(row[0], _page(db, row))
    except (ValueError, TypeError) as error:  # a body cut, changed or gone; headers or hints that are no JSON
        lost = str(error) if isinstance(error, LostDictionaryError) else None
        return KeptPage(row[0], Page(url=row[1], body=b"", source=row[3], fetched_at=row[4], status=row[5]), damaged=True, lost=lost)


def _page(db: Database, row: tuple[Any, ...]) -> Page:
    _, url, final_url, source, fetched_at, status, headers, hints, packed, dictionary = row
    if packed is None:
        raise DamagedBodyError("its body is gone")
    return Page(
        url=url,
        body=unpack(db, Packed(packed, dictionary)),
        source=source,
        final_url=final_url,
        fetched_at=fetched_at,
        status=status,
        headers=json.loads(headers),
        hints=Hints(**json.loads(hints)),
    )
