"""Both databases: the URL table, kept pages, rows of a record, revisions, duplicates, search."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.verbs.search import find
from explorer.searching.query import match_expression
from pipelines.archive import url_table, walks
from pipelines.archive.pages import all_pages, keep_page, kept_page, unread_pages
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import ReadAs, settle_page
from pipelines.archive.url_table import FoundLink, LinkKind
from pipelines.archive.walks import Walk, WalkEnd
from pipelines.corpus.codebook import words
from pipelines.corpus.rows import DOUBTFUL, SURE, certainty
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.store import store_record
from pipelines.intake.intake import Reading, article_url, read_page, store_reading
from pipelines.record import DOUBT_KEYS, as_json, record_of
from pipelines.values.article import Article, Attachment
from pipelines.values.errors import DatabaseError
from pipelines.values.outcome import WALL, Outcome
from pipelines.values.page import Hints, Page

NOW = "2026-10-02T00:00:00+00:00"
LATER = "2026-10-03T00:00:00+00:00"
TEXT = "Năm 2016, Sở Công Thương Lạng Sơn hỗ trợ 10 đề án với kinh phí 1,42 tỷ đồng. Tại Đắk Lắk chưa có số liệu."


@pytest.fixture
def archive(tmp_path: Path) -> Database:
    return open_archive(tmp_path / "pages.db")


@pytest.fixture
def corpus_db(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


def page(url: str, body: bytes = b"<p>x</p>") -> Page:
    return Page(url, body, "s", url, NOW, 200, {"content-type": "text/html"}, Hints("T", "2016-01-02", "https://x.vn/"))


def reading(url: str, text: str = TEXT, title: str = "Khuyến công Lạng Sơn", source: str | None = None) -> Reading:
    article = Article(title, (text,), published="2017-01-05", published_from="meta", captions=("Ảnh",), flags=("f",))
    return Reading(record_of(article, Page(url, b"", source, fetched_at=NOW)), url)


def test_links_are_written_once_and_returned_once(archive: Database) -> None:
    links = [
        FoundLink("https://x.vn/a", "article", Hints("A")),
        FoundLink("http://www.x.vn/a/", "article"),
        FoundLink("https://x.vn/b", "unknown"),
    ]
    assert [link.url for link in url_table.record_links(archive, "s", links, NOW)] == ["https://x.vn/a", "https://x.vn/b"]
    assert url_table.record_links(archive, "s", links, LATER) == []
    assert [link.url for link in url_table.pending(archive, "s", LATER)] == ["https://x.vn/a", "https://x.vn/b"]
    assert list(url_table.pending(archive, "other", LATER)) == []
    assert list(url_table.pending(archive, "s", NOW)) == []  # found in this very run: already asked for


def test_hints_fill_gaps_only(archive: Database) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article", Hints("Tiêu đề"))], NOW)
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article", Hints("Khác", "2016-01-02"))], NOW)
    (link,) = url_table.pending(archive, "s", LATER)
    assert (link.hints.title, link.hints.published) == ("Tiêu đề", "2016-01-02")


def test_newer_lastmod_reopens_a_done_article_only(archive: Database) -> None:
    def see(lastmod: str) -> int:
        return len(url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article", lastmod=lastmod)], NOW))

    assert see("2016-01-01") == 1
    assert see("2016-01-02") == 0  # still waiting to be fetched
    settle_page(archive, keep_page(archive, page("https://x.vn/a"), "r"), Outcome("stored", "new"))
    assert see("2016-01-01") == 0
    assert see("2016-01-03") == 1


def test_a_failure_comes_back_later_and_ever_more_rarely(archive: Database) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article")], "2026-01-01T00:00:00+00:00")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    url_table.record_failure(archive, "https://x.vn/a", 500, "http_500", at)
    assert list(url_table.pending(archive, "s", "2026-01-01T00:30:00+00:00")) == []
    assert len(list(url_table.pending(archive, "s", "2026-01-01T01:30:00+00:00"))) == 1
    url_table.record_failure(archive, "https://x.vn/a", 500, "http_500", at)
    assert list(url_table.pending(archive, "s", "2026-01-01T01:30:00+00:00")) == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_link_is_asked_after_ever_longer_times_and_is_gone_then(archive: Database, status: int) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article")], "2025-12-01T00:00:00+00:00")
    at, waited = datetime(2026, 1, 1, tzinfo=UTC), []
    url_table.record_failure(archive, "https://x.vn/a", 500, "http_500", at)  # tries of another kind do not count
    for _ in range(4):
        url_table.record_failure(archive, "https://x.vn/a", status, f"http_{status}", at)
        state, due = archive.execute("SELECT state, next_visit FROM urls").fetchone()
        if state == "failed":
            waited.append((datetime.fromisoformat(due) - at).days)
            assert list(url_table.pending(archive, "s", (datetime.fromisoformat(due) - timedelta(seconds=1)).isoformat())) == []
            assert [link.old for link in url_table.pending(archive, "s", due)] == [True]
            at = datetime.fromisoformat(due)
    assert (state, due, waited) == ("gone", None, [2, 7, 30])
    assert list(url_table.pending(archive, "s", "2099-01-01T00:00:00+00:00")) == []


@pytest.mark.parametrize("reason", ["not_found", "empty"])
def test_an_article_in_whose_place_nothing_is_found_is_a_dead_link(archive: Database, reason: str) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article")], "2025-12-01T00:00:00+00:00")
    at, waited = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(4):
        page_id = keep_page(archive, replace(page("https://x.vn/a"), fetched_at=at.isoformat()), "r")
        settle_page(archive, page_id, Outcome("not_article", reason))
        state, due = archive.execute("SELECT state, next_visit FROM urls").fetchone()
        if due:
            waited.append((datetime.fromisoformat(due) - at).days)
            at = datetime.fromisoformat(due)
    assert (state, due, waited) == ("gone", None, [2, 7, 30])


@pytest.mark.parametrize(("kind", "reason"), [("article", "listing"), ("article", "gallery"), ("unknown", "empty")])
def test_what_is_no_article_for_another_reason_is_settled(archive: Database, kind: LinkKind, reason: str) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", kind)], "2025-12-01T00:00:00+00:00")
    settle_page(archive, keep_page(archive, page("https://x.vn/a"), "r"), Outcome("not_article", reason))
    assert archive.execute("SELECT state, next_visit FROM urls").fetchone() == ("done", None)


def test_an_address_behind_a_wall_is_asked_for_in_the_next_run_then_ever_more_rarely_then_never(archive: Database) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article")], "2025-12-01T00:00:00+00:00")
    at, waited = datetime(2026, 1, 1, tzinfo=UTC), []
    for _ in range(7):
        fetched = replace(page("https://x.vn/a"), fetched_at=at.isoformat(), headers={"etag": '"of the wall"'})
        settle_page(archive, keep_page(archive, fetched, "r"), Outcome("failed", WALL))
        due = archive.execute("SELECT next_visit FROM urls").fetchone()[0]
        if due:
            (link,) = url_table.pending(archive, "s", due)
            assert (link.etag, link.old) == (None, False)
            waited.append((datetime.fromisoformat(due) - at) / timedelta(hours=1))
            at = datetime.fromisoformat(due)
    assert waited == [0, 6, 24, 7 * 24, 30 * 24, 90 * 24]
    assert archive.execute("SELECT state, outcome, reason, next_visit FROM urls").fetchone() == ("failed", "failed", "wall", None)


def test_what_led_to_a_wall_is_behind_it(archive: Database) -> None:
    urls = [f"https://x.vn/{name}" for name in ("a", "b", "bao-tri", "c")]
    url_table.record_links(archive, "s", [FoundLink(url, "article") for url in urls], NOW)
    for url, target in zip(urls, ("https://x.vn/bao-tri", "https://x.vn/bao-tri", None, "https://x.vn/d"), strict=True):
        if target:
            url_table.settle_redirect(archive, url, target)
    assert settle_page(archive, keep_page(archive, page(urls[2]), "r"), Outcome("failed", WALL)) == 2
    rows = archive.execute("SELECT url, state, outcome, next_visit IS NOT NULL FROM urls ORDER BY url").fetchall()
    assert rows == [
        (urls[0], "failed", "failed", 1), (urls[1], "failed", "failed", 1),
        (urls[2], "failed", "failed", 1), (urls[3], "done", "duplicate", 0),
    ]  # fmt: skip
    assert [url_table.is_walled(archive, url) for url in urls] == [True, True, True, False]


def test_a_walk_cut_short_is_walked_again(archive: Database) -> None:
    def start(now: str = NOW) -> Walk:
        return walks.start_walk(archive, "s", "https://x.vn/muc", "listing", now)

    assert start().known is False
    assert start().known is False  # killed before its end
    walks.end_walk(archive, "s", start(), WalkEnd(NOW, 4, "end", "2016-01-02", '"e"', None))
    again = start()
    assert (again.known, again.deep, again.etag) == (True, False, '"e"')
    walks.end_walk(archive, "s", again, WalkEnd(LATER, 1, "known"))
    assert archive.execute("SELECT pages, oldest, ended_by, reached_end FROM walks").fetchall() == [(4, "2016-01-02", "known", 1)]
    weekly = start("2026-10-20T00:00:00+00:00")
    assert (weekly.deep, weekly.etag) == (True, None)  # after a week: some pages into known ground, asked for in full


def test_articles_are_looked_at_again_ever_more_rarely(archive: Database) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/a", "article")], "2026-01-01T00:00:00+00:00")
    at, seen = datetime(2026, 1, 1, tzinfo=UTC), []
    page_id = keep_page(archive, replace(page("https://x.vn/a"), fetched_at=at.isoformat()), "r")
    settle_page(archive, page_id, Outcome("stored", "new"), ReadAs("2025-12-30", 1, "a"))
    while due := archive.execute("SELECT next_visit FROM urls").fetchone()[0]:
        assert list(url_table.pending(archive, "s", (datetime.fromisoformat(due) - timedelta(minutes=1)).isoformat())) == []
        (link,) = url_table.pending(archive, "s", due)
        seen.append((datetime.fromisoformat(due) - at).days)
        at = datetime.fromisoformat(due)
        url_table.settle_not_modified(archive, link.url, due)
    assert seen == [1, 3, 10, 30]


def test_a_changed_article_starts_the_schedule_anew_and_an_old_one_has_none(archive: Database) -> None:
    for url, published in (("https://x.vn/a", "2026-09-30"), ("https://x.vn/alt", "2015-01-01")):
        url_table.record_links(archive, "s", [FoundLink(url, "article")], NOW)
        settle_page(archive, keep_page(archive, page(url), "r"), Outcome("stored", "new"), published and ReadAs(published, 1, "a"))
    assert archive.execute("SELECT next_visit IS NULL FROM urls ORDER BY key").fetchall() == [(0,), (1,)]
    url_table.settle_not_modified(archive, "https://x.vn/a", LATER)
    assert archive.execute("SELECT visits FROM urls WHERE key = 'x.vn/a'").fetchone() == (2,)
    settle_page(archive, keep_page(archive, page("https://x.vn/a"), "r"), Outcome("stored", "revision"), ReadAs("2026-09-30", 1, "b"))
    assert archive.execute("SELECT visits FROM urls WHERE key = 'x.vn/a'").fetchone() == (1,)


def test_pages_come_back_as_they_were(archive: Database) -> None:
    bodies = [b"<p>mot</p>", bytes(range(256)) * 400, b""]
    for i, body in enumerate(bodies):
        keep_page(archive, page(f"https://x.vn/{i}", body), "r")
    kept = list(all_pages(archive))
    assert [k.page.body for k in kept] == bodies
    assert kept[0].page == page("https://x.vn/0", bodies[0])
    assert kept_page(archive, 2) == kept[1].page
    assert unread_pages(archive, "s") == [1, 2, 3]
    settle_page(archive, 2, Outcome("not_article", "listing"))
    settle_page(archive, 2, Outcome("stored", "new"))  # a page has one outcome
    assert archive.execute("SELECT outcome, reason FROM pages WHERE id = 2").fetchone() == ("not_article", "listing")
    assert unread_pages(archive, "s") == [1, 3]
    assert unread_pages(archive, "other") == []


def test_equal_bodies_are_kept_once(archive: Database) -> None:
    keep_page(archive, page("https://x.vn/1"), "r")
    keep_page(archive, page("https://x.vn/2"), "r")
    assert archive.execute("SELECT (SELECT count(*) FROM pages), (SELECT count(*) FROM bodies)").fetchone() == (2, 1)


def test_a_page_of_unknown_kind_that_is_a_listing_is_one_from_now_on(archive: Database) -> None:
    url_table.record_links(archive, "s", [FoundLink("https://x.vn/muc", "unknown")], NOW)
    settle_page(archive, keep_page(archive, page("https://x.vn/muc"), "r"), Outcome("not_article", "listing"))
    assert walks.known_listings(archive, "s") == ["https://x.vn/muc"]


def test_a_record_becomes_rows(corpus_db: Database) -> None:
    assert store_reading(corpus_db, reading("https://x.vn/a")) == Outcome("stored", "new")
    row = next(corpus_db.query("SELECT * FROM articles"))
    assert (row["title"], row["province"], row["year"], row["published"], row["revision"]) == (
        "Khuyến công Lạng Sơn",
        "Lạng Sơn",
        2016,
        "2017-01-05",
        1,
    )
    money = next(corpus_db.query("SELECT * FROM amounts WHERE kind = 'money'"))
    assert (money["surface"], money["vnd_min"], money["year_from"], money["province"]) == ("1,42 tỷ đồng", 1_420_000_000, 2016, "Lạng Sơn")
    assert money["sentence"].startswith("Năm 2016, Sở Công Thương")
    assert money["sentence"].endswith("1,42 tỷ đồng.")
    for table in ("provinces", "years", "amounts"):
        for fact in corpus_db.query(f"SELECT f.*, a.text FROM {table} f JOIN articles a ON a.id = f.article"):
            assert fact["text"][fact["start"] : fact["end"]] == fact["surface"]
            assert fact["rule"]


def test_the_same_again_changes_nothing_and_a_changed_body_is_a_revision(corpus_db: Database) -> None:
    store_reading(corpus_db, reading("https://x.vn/a"))
    before = list(corpus_db.iterdump())
    assert store_reading(corpus_db, reading("http://www.x.vn/a")) == Outcome("unchanged")
    assert list(corpus_db.iterdump()) == before
    assert store_reading(corpus_db, reading("https://x.vn/a", TEXT.replace("1,42", "1,45"))) == Outcome("stored", "revision")
    assert corpus_db.execute("SELECT revision FROM articles").fetchall() == [(2,)]
    assert corpus_db.execute("SELECT revision, instr(text, '1,42') > 0 FROM revisions").fetchall() == [(1, 1)]
    assert corpus_db.execute("SELECT surface FROM amounts WHERE kind = 'money'").fetchall() == [("1,45 tỷ đồng",)]


@pytest.mark.parametrize("table", ["provinces", "years", "amounts"])
def test_a_fact_written_twice_is_an_error(corpus_db: Database, table: str) -> None:
    once = reading("https://x.vn/a")
    facts = getattr(once.record.facts, table)
    twice = replace(once, record=replace(once.record, facts=replace(once.record.facts, **{table: (*facts, facts[0])})))
    with pytest.raises(sqlite3.IntegrityError, match=f"UNIQUE constraint failed: _?{table}"), corpus_db.atomic():
        store_record(corpus_db, twice.record, twice.url)
    assert store_reading(corpus_db, twice) == Outcome("unreadable", "error_IntegrityError")  # the page's error, not the crawl's
    assert corpus_db.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
    store_reading(corpus_db, once)
    assert corpus_db.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(facts),)


def test_a_document_linked_twice_is_an_error(corpus_db: Database) -> None:
    once = reading("https://x.vn/a")
    linked = Attachment("https://x.vn/a.pdf", "Quyết định"), Attachment("https://x.vn/a.pdf", "Phụ lục")
    twice = replace(once, record=replace(once.record, article=replace(once.record.article, attachments=linked)))
    with (
        pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE constraint failed: attachments\.article, attachments\.url"),
        corpus_db.atomic(),
    ):
        store_record(corpus_db, twice.record, twice.url)


def test_the_corpus_holds_what_the_record_says(corpus_db: Database) -> None:
    text = (
        "Năm 2021, Hà Giang hỗ trợ 4 đề án khuyến công quốc gia với kinh phí 5 tỷ đồng, trong đó máy móc 3 tỷ đồng.\n"
        "Xuất khẩu của tỉnh dự kiến đạt 8 triệu USD."
    )
    found = reading("https://x.vn/a", text)
    store_reading(corpus_db, found)
    told = as_json(found.record)
    kinds = [amount["kind"] for amount in told["amounts"]]
    for key in ("flow", "planned", "part_of"):
        rows = corpus_db.execute(f"SELECT {key} FROM amounts ORDER BY start").fetchall()
        assert [row[0] for row in rows] == [amount[key] for amount in told["amounts"]]
        assert len({amount[key] for amount in told["amounts"]}) > 1
    for key in DOUBT_KEYS:
        column = "year_second_from, year_second_to" if key == "year_second" else key
        rows = corpus_db.execute(f"SELECT {column} FROM amounts ORDER BY start").fetchall()
        told_rows = [amount[key] for amount in told["amounts"]]
        assert [(list(row) if row[0] else None) if len(row) == 2 else row[0] for row in rows] == told_rows
        assert {kind for kind, value in zip(kinds, told_rows, strict=True) if value is not None} <= {"money", "percent"}
    assert all(amount["confidence"] is not None for amount in told["amounts"] if amount["kind"] == "money")
    words = corpus_db.execute("SELECT certainty FROM amounts ORDER BY start").fetchall()
    assert [word for (word,) in words] == [certainty(amount["confidence"]) for amount in told["amounts"]]
    columns = ", ".join(told["supports"][0])
    rows = corpus_db.execute(f"SELECT {columns} FROM supports ORDER BY sentence_start, amount_start").fetchall()
    assert rows == [tuple(line.values()) for line in told["supports"]]
    assert [(line["fund"], line["relation"], line["why_not"]) for line in told["supports"]] == [
        ("national", None, "planned"),
        ("national", "part_of", "planned"),
    ]


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(None, None), (1.0, "sure"), (SURE, "sure"), (SURE - 0.001, "doubtful"), (DOUBTFUL, "doubtful"), (0.499, "unsure"), (0.0, "unsure")],
)
def test_certainty_says_confidence_in_a_word(confidence: float | None, word: str | None) -> None:
    assert certainty(confidence) == word


def test_the_codebook_tells_the_thresholds() -> None:
    told = words()["amounts"].columns["certainty"]
    assert f"sure from {SURE}, doubtful from {DOUBTFUL}, unsure below" in told


def test_article_url_prefers_a_believable_canonical_and_never_another_host() -> None:
    body = b'<link rel=canonical href="https://x.vn/khuyen-cong-12345.html">'
    assert article_url(page("https://x.vn/muc/khuyen-cong-12345.html", body)) == "https://x.vn/khuyen-cong-12345.html"
    moved = Page("https://x.vn/a", b"", final_url="https://ads.example/b")
    assert article_url(moved) == "https://x.vn/a"


@pytest.mark.parametrize("query", ["dak lak", "Đắk Lắk", "lang son", "Lạng Sơn", '"Sở Công Thương"', "LANG SON khuyen cong"])
def test_search_finds_with_and_without_accents(corpus_db: Database, query: str) -> None:
    store_reading(corpus_db, reading("https://x.vn/a"))
    store_reading(corpus_db, reading("https://x.vn/b", "Hội chợ hàng Việt tại Cần Thơ.", "Hội chợ"))
    assert [hit["url"] for hit in find(corpus_db, query, 10)] == ["https://x.vn/a"]


@pytest.mark.parametrize(
    "query", ['"', "1,42 tỷ", "TP.HCM", "a AND", "NEAR(", "*", "x* OR", "'; DROP TABLE articles; --", "", "()", "col:x", "-a ^b"]
)
def test_any_search_input_is_safe(corpus_db: Database, query: str) -> None:
    store_reading(corpus_db, reading("https://x.vn/a"))
    assert isinstance(find(corpus_db, query, 5), list)
    assert corpus_db.execute("SELECT count(*) FROM articles").fetchone() == (1,)


def test_match_expression_quotes_everything() -> None:
    assert match_expression('khuyến công "đề án" OR') == '(("khuyến") AND ("công") AND ("dề án"))'
    assert match_expression('đá OR NEAR( -"a AND b"* col:x') == '(("dá" OR "NEAR(") AND ("col:x")) NOT ("a AND b"*)'


def test_exact_accents_come_first(corpus_db: Database) -> None:
    store_reading(corpus_db, reading("https://x.vn/bo", "Bộ trưởng họp.", "Một"))
    store_reading(corpus_db, reading("https://x.vn/bo2", "Bò sữa bò thịt bò.", "Hai"))
    assert next(iter(find(corpus_db, "bộ", 5)))["url"] == "https://x.vn/bo"


@pytest.mark.parametrize("opener", [open_archive, open_corpus])
def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path, opener) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "x.db"
    path.write_bytes(b"this is no database at all, it only claims to be" * 50)
    with pytest.raises(DatabaseError, match=r"x\.db: file is not a database"):
        opener(path)


def test_an_error_of_our_own_costs_one_page_not_the_crawl(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: object) -> None:
        raise RecursionError("deep")

    monkeypatch.setattr("pipelines.record.read_article", broken)
    assert read_page(page("https://x.vn/a"), None).outcome == Outcome("unreadable", "error_RecursionError")
    assert "https://x.vn/a" in caplog.text
