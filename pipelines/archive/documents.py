"""Documents of notices in pages.db: which document belongs to which notice, which of them is kept, which notices wait for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pipelines.archive.bodies import DamagedBodyError, Packed, unpack
from pipelines.archive.url_table import FoundLink, record_links
from pipelines.sources.urls import canonical_url, url_key
from pipelines.values.page import Hints
from pipelines.values.sqlite import Database

NEEDS_EXTRA = "needs_extra"  # the reason of documents that were kept where the extra is not installed
DIED = "reader_died"  # of a page that ended two readers: it is not opened again


def document_links(addresses: Iterable[tuple[str, str]], notice: str) -> list[FoundLink]:
    """Links to the documents of a notice (its address), from their addresses and titles."""
    found = ((canonical_url(address), title) for address, title in addresses)
    return [FoundLink(url, "document", Hints(title, None, notice)) for url, title in found if url]


def record_documents(db: Database, source: str, notice: str, links: Iterable[FoundLink], now: str) -> list[FoundLink]:
    """Write down the documents of a notice (its address); those to ask for now. Call it with the settling of the notice in one
    transaction: a notice that is read has its documents in the table."""
    links = list(links)
    with db.atomic():
        due = record_links(db, source, links, now)
        for link in links:
            db.execute("INSERT OR IGNORE INTO attached (document, notice) VALUES (?, ?)", [url_key(link.url), url_key(notice)])
    return due


def knows_documents(db: Database, notice: str) -> bool:
    """Whether documents of a notice (its address) were written down, or it is kept under another address and cannot be read with them."""
    key = url_key(notice)
    known = "SELECT 1 WHERE EXISTS (SELECT 1 FROM attached WHERE notice = ?1) OR NOT EXISTS (SELECT 1 FROM pages WHERE key = ?1)"
    return db.execute(known, [key]).fetchone() is not None


def notices_of(db: Database, document: str) -> list[int]:
    """Numbers of the pages that have a document (its address) as text: of each notice the newest, unless it waits to be read anyway."""
    rows = db.execute(
        "SELECT (SELECT max(id) FROM pages p WHERE p.key = a.notice) FROM attached a WHERE a.document = ? ORDER BY 1", [url_key(document)]
    ).fetchall()
    pages = [row[0] for row in rows if row[0] is not None]
    return [number for number in pages if db.execute("SELECT outcome FROM pages WHERE id = ?", [number]).fetchone()[0] is not None]


def kept_document(db: Database, url: str, notice: int) -> bytes | None:
    """The body of a document as it belongs to a page (its number): the newest that was kept before the next page of the same address.
    One that cannot be unpacked any more counts as not kept."""
    row = db.execute(
        "SELECT b.packed, b.dictionary FROM pages p JOIN bodies b USING (sha)"
        " WHERE p.key = ?1 AND json_extract(p.hints, '$.attached_to') IS NOT NULL"
        " AND coalesce(p.reason, '') != ?2 AND p.id < coalesce("
        "(SELECT min(n.id) FROM pages n WHERE n.key = (SELECT key FROM pages WHERE id = ?3) AND n.id > ?3), p.id + 1)"
        " ORDER BY p.id DESC LIMIT 1",
        [url_key(url), DIED, notice],
    ).fetchone()
    try:
        return unpack(db, Packed(*row)) if row else None
    except DamagedBodyError:
        return None


def library_of(db: Database, notice: int) -> Callable[[str], bytes | None]:
    """The documents kept for a page (its number), by address."""
    return lambda url: kept_document(db, url, notice)


def reopen_pages(db: Database, numbers: Iterable[int]) -> None:
    """Pages that are to be read again, by the next run: they are unread."""
    with db.atomic():
        for number in numbers:
            db.execute("UPDATE pages SET outcome = NULL, reason = NULL WHERE id = ?", [number])


def reopen_documents(db: Database, source: str) -> None:
    """The extra is installed now: documents that could not be read without it are unread again."""
    with db.atomic():
        db.execute("UPDATE pages SET outcome = NULL, reason = NULL WHERE source = ? AND reason = ?", [source, NEEDS_EXTRA])
