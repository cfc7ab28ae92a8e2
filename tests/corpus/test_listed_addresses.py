"""Addresses that lists name and nobody asks for: they come from pages.db, and count as any other of a document."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.running.ledger import copy_ledger
from pipelines.archive.pages import keep_page, newest_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page, step_back
from pipelines.archive.url_table import FoundLink, record_links
from pipelines.corpus import corrections
from pipelines.corpus.addresses import addresses_of
from pipelines.corpus.schema import open_corpus
from pipelines.intake.adopting import adopt_documents
from pipelines.intake.intake import store_reading
from pipelines.sources.source import Documents, Source
from pipelines.sources.urls import article_id, document_key, url_key
from pipelines.values.article import Attachment
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from tests.corpus.test_addresses import BEST, LONGER, LONGEST, POTTERY, WORDS, at, correction, read, rows


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


def found(archive: Database, *addresses: str) -> list[str]:
    links = [FoundLink(url, "article", document=document_key(url)) for url in addresses]
    return [link.url for link in record_links(archive, "s", links, at(0))]


def crawled(archive: Database, corpus: Database, asked: str, words: str = WORDS, hour: int = 1) -> Outcome:
    """One page asked for, kept, read and settled."""
    number = keep_page(archive, Page(asked, asked.encode(), "s", None, at(hour)), "r")
    reading = read(asked, words, hour)
    assert reading.record is not None
    outcome = store_reading(corpus, replace(reading, record=replace(reading.record, source="s")))
    settle_page(archive, number, outcome)
    return outcome


@pytest.fixture
def both(tmp_path: Path, corpus: Database) -> tuple[Database, Database]:
    corpus.execute("INSERT INTO sources VALUES ('s', 's', 'replica', NULL, 'x.vn', 'high', 0)")
    corpus.conn.commit()
    return open_archive(tmp_path / "pages.db"), corpus


@pytest.mark.parametrize("order", list(permutations((BEST, LONGER, LONGEST))))
def test_the_order_of_finding_decides_what_is_asked_for_and_not_where_the_article_stands(
    order: tuple[str, ...], both: tuple[Database, Database]
) -> None:
    archive, corpus = both
    assert found(archive, *order) == [order[0]]
    crawled(archive, corpus, order[0])
    for _ in range(2):  # once more changes nothing
        copy_ledger(archive, corpus, "s")
        assert corpus.execute("SELECT id, url, fetched_at FROM articles").fetchall() == [(article_id(BEST), BEST, at(1))]
        kinds = {url: (kind, text) for _, url, _, kind, text in addresses_of(corpus, article_id(BEST))}
        assert kinds == {url: ("read", 1) if url == order[0] else ("listed", 0) for url in order}
    assert crawled(archive, corpus, order[0], hour=2) == Outcome("unchanged")
    assert corpus.execute("SELECT url FROM articles").fetchall() == [(BEST,)]


def test_an_address_that_lists_name_is_no_word_about_what_stands_there(both: tuple[Database, Database]) -> None:
    """Read after all, it proves another article: then the article goes back to where it was read, and none has the third address."""
    archive, corpus = both
    found(archive, LONGER, BEST, LONGEST)
    crawled(archive, corpus, LONGER)
    copy_ledger(archive, corpus, "s")
    assert corpus.execute("SELECT url FROM articles").fetchall() == [(BEST,)]
    assert str(crawled(archive, corpus, BEST, POTTERY)) == "stored(new)"
    copy_ledger(archive, corpus, "s")
    assert corpus.execute("SELECT url, instr(text, 'gốm') > 0 FROM articles ORDER BY url").fetchall() == [(BEST, 1), (LONGER, 0)]
    assert corpus.execute("SELECT count(*) FROM addresses").fetchone() == (2,)
    assert corpus.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("outcome", [Outcome("not_article", "listing"), Outcome("unreadable", "empty")])
def test_addresses_of_what_is_no_article_are_of_none(outcome: Outcome, both: tuple[Database, Database]) -> None:
    archive, corpus = both
    found(archive, LONGER, BEST)
    settle_page(archive, keep_page(archive, Page(LONGER, b"x", "s", None, at(1)), "r"), outcome)
    copy_ledger(archive, corpus)
    assert corpus.execute("SELECT count(*) FROM addresses").fetchone() == (0,)


def test_a_correction_of_an_address_that_only_lists_name_applies(both: tuple[Database, Database], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "load_corrections", lambda: correction(BEST))
    archive, corpus = both
    found(archive, LONGER, BEST)
    crawled(archive, corpus, LONGER)
    assert corpus.execute("SELECT count(*) FROM corrections").fetchone() == (0,)
    copy_ledger(archive, corpus, "s")
    assert corpus.execute("SELECT role FROM amounts WHERE surface = '240 triệu đồng'").fetchall() == [("budget",)]
    was = rows(corpus)
    crawled(archive, corpus, LONGER, hour=2)
    copy_ledger(archive, corpus, "s")
    assert {table: rows(corpus)[table] for table in ("corrections", "_amounts", "articles")} == {
        table: was[table] for table in ("corrections", "_amounts", "articles")
    }


def test_of_two_addresses_that_were_read_the_better_is_looked_at_again(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "pages.db")
    for url in (LONGER, BEST):
        record_links(archive, "s", [FoundLink(url, "article")], at(0))
        settle_page(archive, keep_page(archive, Page(url, b"x", "s", None, at(1)), "r"), Outcome("stored", "new"))
    with archive.atomic():
        step_back(archive, BEST, [LONGER])
    told = archive.execute("SELECT url, outcome, reason, next_visit IS NULL FROM urls ORDER BY url").fetchall()
    assert told == [(BEST, "stored", "new", 0), (LONGER, "duplicate", BEST, 1)]


def test_an_article_is_gone_when_none_of_its_addresses_is_left(both: tuple[Database, Database]) -> None:
    archive, corpus = both
    for url in (BEST, LONGER):
        record_links(archive, "s", [FoundLink(url, "article")], at(0))
        crawled(archive, corpus, url)
    gone = "UPDATE urls SET state = 'gone', fetched_at = ? WHERE url = ?"
    for url, marked in ((LONGER, None), (BEST, at(7))):
        archive.execute(gone, [at(7), url])
        copy_ledger(archive, corpus, "s")
        assert corpus.execute("SELECT gone_at FROM articles").fetchall() == [(marked,)]


def test_a_page_is_found_by_an_address_that_nobody_asked_for(both: tuple[Database, Database]) -> None:
    archive, corpus = both
    found(archive, LONGER, BEST)
    crawled(archive, corpus, LONGER)
    for url in (LONGER, BEST):
        page = newest_page(archive, url)
        assert page is not None
        assert page.url == LONGER
    assert newest_page(archive, LONGEST) is None


def test_documents_are_asked_for_at_the_notice_that_is_kept(both: tuple[Database, Database]) -> None:
    """It stands under an address that nobody asked for."""
    archive, corpus = both
    found(archive, LONGER, BEST)
    number = keep_page(archive, Page(LONGER, b"x", "s", None, at(1)), "r")
    notice = read(LONGER, "Mời xem thông báo kèm theo.", attachments=(Attachment("https://x.vn/tep/thong-bao.pdf", "Thông báo"),))
    assert notice.record is not None
    settle_page(archive, number, store_reading(corpus, replace(notice, record=replace(notice.record, source="s"))))
    copy_ledger(archive, corpus, "s")
    assert corpus.execute("SELECT url FROM articles").fetchall() == [(BEST,)]
    wants = Source("s", "s", "replica", ("x.vn",), ("a test",), "high", verified_live=False, documents=Documents())
    assert adopt_documents(archive, corpus, wants) == 1
    assert archive.execute("SELECT notice FROM attached").fetchall() == [(url_key(LONGER),)]
    assert adopt_documents(archive, corpus, wants) == 0
