"""Intake: one kept page to its one outcome. The same code for a crawl, for what a killed crawl left behind, and for replay."""

from __future__ import annotations

import logging
import sqlite3
from dataclasses import dataclass

from pipelines.corpus.store import store_record
from pipelines.reading.documents.attaching import Library, no_documents
from pipelines.record import Record, make_record
from pipelines.sources.source import Source
from pipelines.sources.urls import canonical_url, declared_canonical, document_key, host_of
from pipelines.values.article import NotArticle, Unreadable, Walled
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from pipelines.values.sqlite import Database

logger = logging.getLogger(__name__)
CONTRADICTIONS = frozenset(f"SQLITE_CONSTRAINT_{kind}" for kind in ("UNIQUE", "PRIMARYKEY", "CHECK", "NOTNULL", "FOREIGNKEY", "DATATYPE"))


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a page gave: a record and the URL to store it under, or the outcome that says why there is none. `read_at`: the
    address of the page itself, where that is another than it declares."""

    record: Record | None
    url: str
    outcome: Outcome | None = None
    document: str | None = None  # what its addresses share (document_key)
    read_at: str | None = None


def read_page(page: Page, source: Source | None, library: Library = no_documents) -> Reading:
    """Read one page, with those of its documents that `library` has. So apart from storing that replay can spread it over processes."""
    read_at = page_url(page)
    url = declared_canonical(page.body, read_at) or read_at
    try:
        record = make_record(page, source, library)
        return Reading(record, url, document=document_key(url, source.document_id if source else None), read_at=read_at)
    except Walled as no:
        return Reading(None, url, Outcome("failed", no.reason))
    except NotArticle as no:
        return Reading(None, url, Outcome("not_article", no.reason))
    except Unreadable as no:
        return Reading(None, url, Outcome("unreadable", no.reason))


def store_reading(corpus: Database, reading: Reading) -> Outcome:
    """Write a reading in one transaction and say what became of it. Rows that contradict the schema are an error of our own: logged with
    the address, told as unreadable, nothing of the page is stored; for one page must never stop a crawl. Other database errors (disk
    full, file damaged) are raised."""
    if reading.record is None:
        return reading.outcome or Outcome("unreadable", "no_record")
    try:
        with corpus.atomic():
            return store_record(corpus, reading.record, reading.url, reading.document, reading.read_at)
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorname not in CONTRADICTIONS:
            raise
        logger.exception("storing %s", reading.url)
        return Outcome("unreadable", "error_IntegrityError")


def article_url(page: Page) -> str:
    """The address an article is stored under: where the fetch ended up, or the page's own canonical link when it is believable."""
    url = page_url(page)
    return declared_canonical(page.body, url) or url


def page_url(page: Page) -> str:
    """The address of a page itself: where the fetch ended up, on the host it was asked of."""
    url = canonical_url(page.final_url or page.url or "") or page.url or ""
    if page.url and host_of(url).removeprefix("www.") != host_of(page.url).removeprefix("www."):
        url = canonical_url(page.url) or page.url
    return url
