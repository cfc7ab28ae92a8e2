"""One article of a notice and its documents: which documents, their passages and pages, and how the corpus takes them in."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from sqlite_utils import Database

from pipelines.archive.documents import document_links, kept_document, library_of, notices_of, record_documents, reopen_documents
from pipelines.archive.pages import keep_page, unread_pages
from pipelines.archive.schema import migrations, open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import pending, record_failure
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.store import store_record
from pipelines.drift.summaries import Summary
from pipelines.intake import reader
from pipelines.reading.documents import attaching
from pipelines.reading.documents.attaching import MOST_DOCUMENTS, SHORT, UNREAD, wanted, with_documents
from pipelines.reading.documents.content import Content, DocumentPage, Limits
from pipelines.record import Record, record_of
from pipelines.sources.source import Documents, Source
from pipelines.sources.urls import url_key
from pipelines.values.article import Article, Attachment, Passage
from pipelines.values.outcome import Outcome
from pipelines.values.page import Hints, Page
from tests.crawler.kept_pages import AT, source
from tests.documents.word_files import docx, p
from tests.servers.notices import Notice, Served
from tests.servers.notices import page as notice_page

NOTICE = "https://x.vn/thong-bao/1.html"
PDF, DOC = "https://x.vn/tep/mot.pdf", "https://x.vn/tep/hai.docx"
ON = msgspec.structs.replace(source("s"), documents=Documents(max_pages=7))
TWO_PAGES = Content(
    "read",
    (DocumentPage(1, ("Tỉnh Cao Bằng hỗ trợ máy móc,", "kinh phí là 300")), DocumentPage(2, ("triệu đồng.", "Hết."), goes_on=True)),
    2,
)


def article(*urls: str, words: str = "Xem tệp đính kèm.") -> Article:
    return Article("Quyết định hỗ trợ", (words,) if words else (), attachments=tuple(Attachment(url, "tệp") for url in urls))


def opened(monkeypatch: pytest.MonkeyPatch, contents: Mapping[bytes, Content]) -> list[Limits]:
    """Let documents be what is given, by their bodies; the limits they were opened with."""
    asked: list[Limits] = []

    def open_document(body: bytes, limits: Limits) -> Content:
        asked.append(limits)
        return contents[body]

    monkeypatch.setattr(attaching, "open_document", open_document)
    return asked


def test_passages_are_the_text_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = opened(monkeypatch, {b"pdf": TWO_PAGES, b"doc": Content("read", (DocumentPage(None, ("Phụ lục một.",)),))})
    bodies = {PDF: b"pdf", DOC: b"doc"}
    whole = with_documents(article(PDF, DOC), ON, NOTICE, bodies.get)
    assert whole.text.split("\n") == [
        "Xem tệp đính kèm.", "Tỉnh Cao Bằng hỗ trợ máy móc,", "kinh phí là 300 triệu đồng.", "Hết.", "Phụ lục một.",
    ]  # fmt: skip
    told = [(whole.text[p.start : p.end], p.url, p.page) for p in whole.passages]
    assert told == [
        ("Tỉnh Cao Bằng hỗ trợ máy móc,\nkinh phí là 300", PDF, 1),
        ("triệu đồng.\nHết.", PDF, 2),
        ("Phụ lục một.", DOC, None),
    ]
    assert whole.own_text == "Xem tệp đính kèm."
    assert [(a.state, a.pages) for a in whole.attachments] == [("read", 2), ("read", None)]
    assert limits == [Limits(7), Limits(7)]
    (amount,) = [m for m in record_of(whole, Page(NOTICE, b"")).facts.amounts if m.kind == "money"]
    assert (amount.surface, amount.start < whole.passages[1].start < amount.end) == ("300 triệu đồng", True)  # over the end of the page


def test_a_page_without_words_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    opened(monkeypatch, {b"pdf": TWO_PAGES})
    whole = with_documents(article(PDF, words=""), ON, NOTICE, {PDF: b"pdf"}.get)
    assert whole.passages[0].start == 0
    assert whole.own_text == ""
    second = whole.passages[1]
    assert whole.text[second.start : second.end] == "triệu đồng.\nHết."


def test_documents_that_stall_do_not_use_up_the_time_of_their_notice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = opened(monkeypatch, {b"pdf": TWO_PAGES})
    clock = iter((0.0, 1.0, attaching.BUDGET + 1))
    monkeypatch.setattr(attaching.time, "monotonic", lambda: next(clock))
    whole = with_documents(article(PDF, DOC), ON, NOTICE, {PDF: b"pdf", DOC: b"pdf"}.get)
    assert [a.state for a in whole.attachments] == ["read", "too_large"]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("urls", "chosen"),
    [
        (("https://x.vn/a.pdf", "https://www.x.vn/b.DOC", "https://x.vn/c.rtf"), 3),
        (("https://x.vn/a.xlsx", "https://x.vn/b.zip", "https://x.vn/c.ppt", "https://x.vn/d"), 0),
        (("https://cdn.khac.vn/a.pdf", "ftp://x.vn/a.pdf", "a.pdf", "http://[x/a.pdf"), 0),
        (("https://x.vn/documents/10/0/ke-hoach.pdf/5f3a-11?t=17", "https://x.vn/tai.aspx?tep=ke%20hoach.docx"), 2),
        (tuple(f"https://x.vn/{n}.pdf" for n in range(9)), MOST_DOCUMENTS),
    ],
)
def test_which_documents_are_the_text(urls: tuple[str, ...], chosen: int) -> None:
    assert len(wanted(article(*urls), ON, NOTICE)) == chosen
    assert wanted(article(*urls), source("s"), NOTICE) == ()  # the source does not ask for them
    assert wanted(article(*urls), None, None) == ()


def test_a_page_that_says_enough_has_annexes() -> None:
    assert len(wanted(article(PDF, words="từ " * SHORT + "cuối"), ON, NOTICE)) == 0
    assert len(wanted(article(PDF, words="từ " * (SHORT - 1) + "cuối"), ON, NOTICE)) == 1


def test_a_notice_on_a_mirror_has_its_documents_there() -> None:
    near, far = "http://127.0.0.1:81/tep/a.pdf", "http://127.0.0.1:82/tep/a.pdf"
    assert [a.url for a in wanted(article(near, far), ON, "http://127.0.0.1:81/tin.html")] == [near]


def record(text: Article) -> Record:
    return record_of(text, Page(NOTICE, b"", "s", fetched_at=AT))


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    db = open_corpus(tmp_path / "corpus.db")
    db.table("sources").insert({"name": "s", "title": "S", "kind": "replica", "hosts": "x.vn", "confidence": "high", "verified_live": 0})
    return db


def completed(own: Article) -> Article:
    end = len(own.text)
    more = "Tỉnh Cao Bằng hỗ trợ 300 triệu đồng."
    attachments = tuple(replace(a, state="read", pages=1) for a in own.attachments)
    passage = Passage(end + 1, end + 1 + len(more), PDF, 1)
    return replace(own, paragraphs=(*own.paragraphs, more), attachments=attachments, passages=(passage,))


def test_a_document_completes_its_notice_and_a_changed_notice_is_a_revision(corpus: Database) -> None:
    own = article(PDF)
    assert store_record(corpus, record(own), NOTICE) == Outcome("stored", "new")
    assert store_record(corpus, record(completed(own)), NOTICE) == Outcome("stored", "completed")
    assert corpus.execute("SELECT revision, (SELECT count(*) FROM revisions) FROM articles").fetchall() == [(1, 0)]
    row = 'SELECT surface, document, document_page FROM v_amounts WHERE kind = "money"'.replace('"', "'")
    assert corpus.execute(row).fetchall() == [("300 triệu đồng", PDF, 1)]
    assert store_record(corpus, record(completed(own)), NOTICE) == Outcome("unchanged")
    changed = completed(article(PDF, words="Xem tệp đính kèm (đã sửa)."))
    assert store_record(corpus, record(changed), NOTICE) == Outcome("stored", "revision")
    assert "300 triệu" in corpus.execute("SELECT text FROM revisions").fetchone()[0]


def test_a_poorer_reading_takes_nothing_away(corpus: Database) -> None:
    own = article(PDF)
    store_record(corpus, record(completed(own)), NOTICE)
    waiting = tuple(replace(a, state="needs_extra") for a in own.attachments)
    poorer = replace(own, attachments=waiting, flags=(UNREAD,))
    assert store_record(corpus, record(poorer), NOTICE) == Outcome("unchanged")
    assert corpus.execute("SELECT count(*) FROM passages").fetchone() == (1,)
    assert store_record(corpus, record(own), NOTICE) == Outcome("stored", "completed")  # the source asks for documents no more
    assert corpus.execute("SELECT count(*) FROM passages").fetchone() == (0,)


def test_what_came_of_a_document_is_told_when_the_text_is_the_same(corpus: Database) -> None:
    own = article(PDF)
    store_record(corpus, record(own), NOTICE)
    scanned = replace(own, attachments=tuple(replace(a, state="needs_ocr", pages=3) for a in own.attachments))
    assert store_record(corpus, record(scanned), NOTICE) == Outcome("unchanged")
    assert corpus.execute("SELECT state, pages FROM attachments").fetchall() == [("needs_ocr", 3)]


@pytest.fixture
def archive(tmp_path: Path) -> Database:
    return open_archive(tmp_path / "pages.db")


def keep(archive: Database, url: str, body: bytes, attached_to: str | None = None) -> int:
    return keep_page(archive, Page(url, body, "s", url, AT, 200, {}, Hints(None, None, attached_to, attached_to)), None)


def test_a_document_belongs_to_every_notice_and_to_the_version_it_came_with(archive: Database) -> None:
    other = "https://x.vn/thong-bao/2.html"
    first, second = keep(archive, NOTICE, b"1"), keep(archive, other, b"2")
    links = document_links([(PDF, "Một")], NOTICE)
    assert [link.kind for link in record_documents(archive, "s", NOTICE, links, "2026-03-01")] == ["document"]
    assert record_documents(archive, "s", other, document_links([(PDF, "")], other), "2026-03-01") == []  # asked for once
    assert kept_document(archive, PDF, first) is None
    keep(archive, PDF, b"trang cua site")  # the same address, kept as a page of unknown kind: no document of anybody
    assert kept_document(archive, PDF, first) is None
    number = keep(archive, PDF, b"%PDF one", NOTICE)
    assert (kept_document(archive, PDF, first), library_of(archive, second)(PDF)) == (b"%PDF one", b"%PDF one")
    assert notices_of(archive, PDF) == []  # both wait to be read anyway
    settle_page(archive, first, Outcome("stored", "new"))
    assert notices_of(archive, PDF) == [first]
    later = keep(archive, NOTICE, b"1 changed")
    keep(archive, PDF, b"%PDF two", NOTICE)
    assert kept_document(archive, PDF, first) == b"%PDF one"
    assert kept_document(archive, PDF, later) == b"%PDF two"
    settle_page(archive, number, Outcome("unreadable", "reader_died"))
    assert kept_document(archive, PDF, first) is None  # not opened again


def test_documents_wait_in_the_table_and_are_not_looked_at_again(archive: Database) -> None:
    record_documents(archive, "s", NOTICE, document_links([(PDF, "Một"), (DOC, "Hai")], NOTICE), "2026-03-01T00:00:00+00:00")
    later = "2026-03-02T00:00:00+00:00"
    found = [(link.url, link.kind, link.hints) for link in pending(archive, "s", later)]
    assert found == [(PDF, "document", Hints("Một", None, NOTICE)), (DOC, "document", Hints("Hai", None, NOTICE))]
    settle_page(archive, keep(archive, PDF, b"%PDF", NOTICE), Outcome("stored", "document"))
    record_failure(archive, DOC, None, "too_large", datetime(2026, 3, 2, tzinfo=UTC))
    assert list(pending(archive, "s", "2027-01-01T00:00:00+00:00")) == []
    record_failure(archive, DOC, 503, "http_503", datetime(2026, 3, 2, tzinfo=UTC))
    assert [link.url for link in pending(archive, "s", "2027-01-01T00:00:00+00:00")] == [DOC]


def test_documents_that_needed_the_extra_are_unread_again(archive: Database) -> None:
    one, two = keep(archive, PDF, b"%PDF", NOTICE), keep(archive, DOC, b"PK", NOTICE)
    settle_page(archive, one, Outcome("unreadable", "needs_extra"))
    settle_page(archive, two, Outcome("unreadable", "needs_ocr"))
    reopen_documents(archive, "other")
    assert unread_pages(archive, "s") == []
    reopen_documents(archive, "s")
    assert unread_pages(archive, "s") == [one]


def test_of_very_many_notices_with_one_document_the_last_wait(archive: Database, corpus: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "NOTICES", 2)
    body = docx(p("Tỉnh Cao Bằng hỗ trợ 300 triệu đồng."))
    numbers = []
    for n in range(3):
        notice = Notice(f"Thông báo thứ {n} về hỗ trợ máy móc cho cơ sở", {"hai.docx": Served()})
        numbers.append(keep(archive, f"https://x.vn/thong-bao/{n}.html", notice_page(notice)))
        reader.read_kept_page(archive, corpus, numbers[-1], ON, Summary())
    assert archive.execute("SELECT count(*) FROM attached").fetchone() == (3,)
    number = keep(archive, DOC, body, NOTICE)
    answer = reader.read_kept_page(archive, corpus, number, ON, Summary())
    assert (answer.document, answer.outcome) == (True, Outcome("stored", "document"))
    assert corpus.execute("SELECT count(*) FROM passages").fetchone() == (2,)
    assert unread_pages(archive, "s") == numbers[2:]
    assert reader.read_kept_page(archive, corpus, numbers[2], ON, Summary()).outcome == Outcome("stored", "completed")
    assert corpus.execute("SELECT count(*), max(revision) FROM passages JOIN articles ON id = article").fetchone() == (3, 1)


def test_an_older_archive_keeps_its_links_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    db = Database(str(path))
    migrations.apply(db, stop_before="documents_of_notices")
    urls = [f"https://x.vn/{name}.html" for name in ("c", "a", "b")]
    found = "INSERT INTO urls (key, url, source, kind, state, found_at) VALUES (?, ?, 's', ?, 'found', '2026-03-01')"
    for url in urls:
        db.execute(found, [url_key(url), url, "article"])
    with pytest.raises(sqlite3.IntegrityError):
        db.execute(found, [url_key(PDF), PDF, "document"])  # a kind it does not know
    db.conn.commit()
    db.close()
    archive = open_archive(path)
    assert [link.url for link in pending(archive, "s", "2026-03-02")] == urls
    assert record_documents(archive, "s", NOTICE, document_links([(PDF, "")], NOTICE), "2026-03-01")


def test_a_source_is_sent_to_the_reader_with_its_limits() -> None:
    assert isinstance(ON, Source)
    assert attaching.limits_of(ON) == Limits(7)
    assert attaching.limits_of(None) == Limits(Documents().max_pages)
