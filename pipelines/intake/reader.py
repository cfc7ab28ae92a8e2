"""The reader: a process of its own that reads kept pages and stores them, so that a crawl only has to fetch and keep.

Started by reader_handle.py with one end of a socket pair. Over it comes a Source, which it remembers, or an order to Read (answered with
an Answer) or to Tell (answered with a Summary). The first thing it sends is None: it is ready. It ends with its parent.
"""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from multiprocessing.connection import Connection

from pipelines.archive.dictionaries import learn_dictionary
from pipelines.archive.documents import document_links, library_of, notices_of, record_documents, reopen_pages
from pipelines.archive.pages import kept_page, was_read
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import ReadAs, settle_page, step_back
from pipelines.archive.url_table import FoundLink
from pipelines.corpus.addresses import addresses_of, article_at, rank_of
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.sources import store_source
from pipelines.corpus.store import page_sha
from pipelines.drift.shapes import shape_of
from pipelines.drift.summaries import Summary, add_shape
from pipelines.intake.intake import Reading, read_page, store_reading
from pipelines.intake.messages import Answer, Read, Tell
from pipelines.reading.documents.attaching import limits_of, wanted
from pipelines.reading.documents.opening import open_document
from pipelines.sources.source import Source
from pipelines.sources.urls import article_id
from pipelines.text.decoding import decode
from pipelines.values.article import CUTS
from pipelines.values.errors import KnowledgeError
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from pipelines.values.sqlite import Database

TELLING = ("empty", "no_headline", "gallery", "truncated")  # refusals that a changed template also causes
FILL_FIELDS = ("title", "lead", "published", "byline", "province", "year")
MAX_ADDRESS_SPACE = 4_000_000_000  # bytes; a page that needs more ends the process, which is one outcome of one page
NOTICES = 12  # read again with one document; as many are well within the time of one page
NICENESS = 5  # fetching goes first


def read_kept_page(archive: Database, corpus: Database, page_id: int, source: Source, shapes: Summary) -> Answer:
    """Read one kept page, store what it says and settle it. Its shape goes into `shapes`."""
    page = kept_page(archive, page_id)
    if page.hints.attached_to:
        return read_kept_document(archive, corpus, page_id, source)
    reading = read_page(page, source, library_of(archive, page_id))
    outcome = store_reading(corpus, reading)
    with archive.atomic():
        due = tuple(_documents(archive, page, reading, source))
        old = was_read(archive, page_id)
        behind = settle_page(archive, page_id, outcome, _read_as(reading, outcome))
        step_back(archive, reading.url, _worse(corpus, reading, outcome))
    _note_shape(shapes, page, reading, old)
    if reading.record is None or outcome.name != "stored":
        return Answer(outcome, documents=due, behind=behind)
    article, facts = reading.record.article, reading.record.facts
    filled = tuple(name for name in FILL_FIELDS if getattr(article, name, None) or getattr(facts, name, None))
    cut = tuple(flag for flag in article.flags if flag in CUTS)
    return Answer(outcome, filled, len(facts.provinces) + len(facts.years) + len(facts.amounts), documents=due, cut=cut)


def read_kept_document(archive: Database, corpus: Database, page_id: int, source: Source) -> Answer:
    """Read a kept document: every notice it is attached to is read again with it, and stored; then the document is settled. Of very many
    notices the last are left unread, for the next run."""
    page = kept_page(archive, page_id)
    state = open_document(page.body, limits_of(source)).state
    notices = notices_of(archive, page.url or "")
    for number in notices[:NOTICES]:
        store_reading(corpus, read_page(kept_page(archive, number), source, library_of(archive, number)))
    outcome = Outcome("stored", "document") if state in ("read", "in_part") else Outcome("unreadable", state)
    with archive.atomic():
        reopen_pages(archive, notices[NOTICES:])
        settle_page(archive, page_id, outcome)
    return Answer(outcome, document=True)


def _read_as(reading: Reading, outcome: Outcome) -> ReadAs | None:
    """What a page with an article was read as; None when it is none, or could not be stored."""
    if reading.record is None or outcome.name not in ("stored", "unchanged", "duplicate"):
        return None
    address = outcome.reason if outcome.name == "duplicate" and outcome.reason else reading.url
    return ReadAs(reading.record.article.published, article_id(address), page_sha(reading.record))


def _worse(corpus: Database, reading: Reading, outcome: Outcome) -> list[str]:
    """Addresses at which the article of a page was read before, that are worse than the page's own."""
    article = article_at(corpus, reading.url) if outcome.name in ("stored", "unchanged") and reading.read_at == reading.url else None
    own = rank_of("read", reading.url)
    return [address.url for address in addresses_of(corpus, article) if address.rank > own and address.kind == "read"] if article else []


def _documents(archive: Database, page: Page, reading: Reading, source: Source) -> list[FoundLink]:
    """Write down the documents of a notice that was read; those to ask for."""
    if reading.record is None or source.documents is None or page.url is None:
        return []
    chosen = wanted(reading.record.article, source, page.url)
    links = document_links(((a.url, a.title) for a in chosen), page.url)
    return record_documents(archive, source.name, page.url, links, datetime.now(UTC).isoformat(timespec="seconds"))


def _note_shape(shapes: Summary, page: Page, reading: Reading, old: bool) -> None:
    """An old address that gives no article any more is a dead link, and says nothing of the layout."""
    refused = not old and reading.outcome is not None and reading.outcome.reason in TELLING
    if reading.record or refused:
        html = decode(page.body, page.headers.get("content-type"))
        add_shape(shapes, shape_of(reading.record.article if reading.record else None, html))


def serve(line: Connection, pages_db: str, corpus_db: str) -> None:
    """Answer until the line is closed or the parent is gone."""
    parent = os.getppid()
    archive, corpus = open_archive(pages_db), open_corpus(corpus_db)
    line.send(None)
    shapes, sources = defaultdict[str, Summary](Summary), dict[str, Source]()
    while os.getppid() == parent:
        try:
            order = line.recv()
        except EOFError:
            break
        match order:
            case Source():
                sources[order.name] = order
                with suppress(sqlite3.Error):  # the file may be another one than the crawl began with; a full disk is told by the pages
                    store_source(corpus, order)
            case Read(name, page_id):
                try:
                    answer = read_kept_page(archive, corpus, page_id, sources[name], shapes[name])
                except (sqlite3.Error, KnowledgeError) as error:  # disk full, file locked or damaged; a table that cannot be used
                    answer = Answer(None, error=str(error))
                line.send(answer)
            case Tell(name):
                line.send(shapes.pop(name, Summary()))
                with suppress(sqlite3.Error):  # of a full or locked disk pages tell; the next run learns it
                    learn_dictionary(archive, name, datetime.now(UTC).isoformat(timespec="seconds"))
    archive.close()
    corpus.close()


def main() -> None:
    """Arguments: pages.db, corpus.db, number of the file descriptor."""
    for number in (signal.SIGINT, signal.SIGTERM):  # meant for the crawl, which closes the line when it is done
        signal.signal(number, signal.SIG_IGN)
    os.nice(NICENESS)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))
    with Connection(int(sys.argv[3])) as own_end:
        serve(own_end, sys.argv[1], sys.argv[2])
