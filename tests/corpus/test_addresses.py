"""Addresses: one document under several of them is one article under the best, with the same rows whatever the order in which they came;
each of them leads to it, and so does every id it had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from crawler.reviewing.decided import decided_examples
from explorer.searching.filters import Filters
from explorer.searching.finding import count, search
from pipelines.corpus import corrections
from pipelines.corpus.addresses import addresses_of, article_at, article_of, rank_of
from pipelines.corpus.applying import unplaced
from pipelines.corpus.corrections import Correction
from pipelines.corpus.schema import open_corpus
from pipelines.duplicates.tables import cluster_corpus, is_owed
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.sources.urls import article_id, document_key
from pipelines.values.article import Article, Attachment
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page

ROWS = ("articles", "addresses", "_amounts", "provinces", "years", "supports", "attachments", "revisions", "revision_amounts",
        "figure_changes", "corrections", "clusters", "relations")  # fmt: skip
TAIL = "to-det-ban-lu-nhan-khung-cui-moi-58210.html"
BEST, LONGER, LONGEST = (f"https://x.vn/{section}/{TAIL}" for section in ("nghe", "tin-nghe", "chuyen-muc/tin-nghe"))
OTHER = [f"https://x.vn/{section}/lo-gom-ban-na-dung-them-xuong-60413.html" for section in ("tin-gom", "gom", "lang-nghe/gom")]
WORDS = (
    "Tổ dệt bản Lủ ở tỉnh Lai Châu nhận 12 khung cửi mới ngay trước vụ hè, bà con trải chiếu ra sân đình để lắp thử từng chiếc. "
    "Năm 2022, tỉnh Lai Châu hỗ trợ tổ 240 triệu đồng từ nguồn khuyến công; phần còn lại do các hộ góp dần theo từng lứa vải."
)
POTTERY = WORDS.replace("dệt", "gốm").replace("bản Lủ", "bản Na").replace("240", "315")


def at(hour: int) -> str:
    return f"2026-05-01T{hour:02}:00:00+00:00"


def read(url: str, words: str = WORDS, hour: int = 1, declared: str | None = None, **more: Any) -> Reading:
    """The reading of a page; `declared`: what it names as its own address."""
    article = Article("Khung cửi mới về bản", (words,), published="2022-05-04", published_from="meta")
    article = replace(article, **more) if more else article
    stands = declared or url
    return Reading(record_of(article, Page(url, b"", None, fetched_at=at(hour))), stands, document=document_key(stands), read_at=url)


def rows(corpus: Database) -> dict[str, list[str]]:
    return {table: sorted(repr(row) for row in corpus.execute(f"SELECT * FROM {table}")) for table in ROWS}


def stored(corpus: Database, readings: Sequence[Reading]) -> dict[str, list[str]]:
    """What a corpus says when these came in this order; sound whatever it is."""
    for reading in readings:
        store_reading(corpus, reading)
    cluster_corpus(corpus)
    assert corpus.execute("PRAGMA foreign_key_check").fetchall() == []
    for index in ("_fts", "_fts_exact"):
        corpus.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    corpus.conn.commit()
    return rows(corpus)


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


@pytest.fixture
def fresh(tmp_path: Path) -> Database:
    """A corpus that is emptied between orders of arrival."""
    return open_corpus(tmp_path / "fresh.db")


def emptied(corpus: Database) -> Database:
    with corpus.atomic():
        corpus.execute("DELETE FROM articles")
    return corpus


def test_any_order_of_arrival_gives_the_same_rows(fresh: Database) -> None:
    pages = [read(BEST, hour=3), read(LONGER, hour=2), read(LONGEST, hour=1), *(read(url, POTTERY) for url in OTHER)]
    pages[0] = read(BEST, hour=3, credit="Theo Báo Lai Châu")  # pages of one document differ in what stands around it
    wanted = None
    for order in list(permutations(pages))[::97]:
        got = stored(emptied(fresh), order)
        wanted = wanted or got
        assert got == wanted
    assert fresh.execute("SELECT url, credit, fetched_at FROM articles ORDER BY url").fetchall() == [
        ("https://x.vn/gom/lo-gom-ban-na-dung-them-xuong-60413.html", None, at(1)),
        (BEST, "Theo Báo Lai Châu", at(3)),
    ]
    assert fresh.execute("SELECT count(*) FROM addresses").fetchone() == (6,)
    assert [id for (id,) in fresh.execute("SELECT id FROM articles ORDER BY url")] == [article_id(OTHER[1]), article_id(BEST)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_declared_address_stands_whatever_came_first(order: tuple[int, ...], corpus: Database) -> None:
    own = f"https://x.vn/mot-dia-chi-rat-dai-cua-chuyen-muc/{TAIL}"
    pages = [read(BEST), read(LONGER, declared=own), read(own)]
    for i in order:
        store_reading(corpus, pages[i])
    assert corpus.execute("SELECT id, url FROM articles").fetchall() == [(article_id(own), own)]
    assert [(a.url, a.kind) for a in addresses_of(corpus, article_id(own))] == [(own, "declared"), (BEST, "read"), (LONGER, "read")]


def test_a_page_that_comes_to_declare_its_address_takes_its_article_along(corpus: Database) -> None:
    own = f"https://x.vn/lang-nghe-truyen-thong/{TAIL}"
    store_reading(corpus, read(LONGER))
    store_reading(corpus, read(LONGER, WORDS + " Tổ đã có đơn hàng.", hour=5, declared=own))
    assert corpus.execute("SELECT url, revision FROM articles").fetchall() == [(own, 2)]
    assert corpus.execute("SELECT count(*) FROM revisions WHERE article = ?", [article_id(own)]).fetchone() == (1,)


@pytest.mark.parametrize(("one", "other"), [(BEST, LONGER), (LONGER, LONGEST), (OTHER[1], OTHER[2])])
def test_the_shorter_address_is_better_and_a_declared_one_better_still(one: str, other: str) -> None:
    assert rank_of("read", one) == rank_of("listed", one) < rank_of("read", other) > rank_of("declared", other)
    assert rank_of("declared", other) < rank_of("read", one)


def test_of_two_ways_to_write_an_address_the_one_with_https_stays(fresh: Database) -> None:
    written = ["http://x.vn/nghe/" + TAIL, "https://www.x.vn/nghe/" + TAIL, BEST]
    for order in permutations(written):
        for url in order:
            store_reading(fresh, read(url))
        assert fresh.execute("SELECT id, url FROM articles").fetchall() == [(article_id(BEST), BEST)]
        emptied(fresh)


def test_versions_and_figures_go_with_the_article(corpus: Database) -> None:
    store_reading(corpus, read(LONGER, hour=1))
    store_reading(corpus, read(LONGER, WORDS.replace("240", "260"), hour=2))
    before = corpus.execute("SELECT count(*) FROM revision_amounts").fetchone()
    assert before[0] > 0
    assert corpus.execute("SELECT count(*) FROM figure_changes").fetchone()[0] > 0
    cluster_corpus(corpus)
    assert store_reading(corpus, read(BEST, WORDS.replace("240", "260"), hour=3)) == Outcome("unchanged")
    for table in ("revisions", "revision_amounts", "figure_changes", "_amounts", "sketches"):
        assert corpus.execute(f"SELECT DISTINCT article FROM {table}").fetchall() == [(article_id(BEST),)]
    assert corpus.execute("SELECT count(*) FROM revision_amounts").fetchone() == before
    assert is_owed(corpus)
    assert cluster_corpus(corpus) == {article_id(BEST): article_id(BEST)}
    assert corpus.execute("SELECT revision, url FROM articles").fetchall() == [(2, BEST)]


def test_a_change_seen_at_any_address_is_a_revision_and_one_that_lags_behind_is_none(corpus: Database) -> None:
    new = WORDS.replace("240", "255")
    for reading in (read(BEST, hour=1), read(LONGER, hour=2)):
        store_reading(corpus, reading)
    assert str(store_reading(corpus, read(LONGER, new, hour=3))) == "stored(revision)"
    assert store_reading(corpus, read(BEST, hour=4)) == Outcome("unchanged")  # a cache
    assert corpus.execute("SELECT revision, instr(text, '255') > 0 FROM articles").fetchall() == [(2, 1)]
    assert store_reading(corpus, read(BEST, new, hour=5)) == Outcome("unchanged")
    assert [a.url for a in addresses_of(corpus, article_id(BEST)) if a.text] == [BEST]
    assert corpus.execute("SELECT count(*) FROM articles").fetchone() == (1,)


@pytest.mark.parametrize(
    "other",
    [
        read(LONGER, WORDS + " Hết."),
        read(LONGER, published="2022-05-05"),
        replace(read(LONGER), document=None),
        read(LONGER.replace("58210", "58211")),
        read(LONGER, attachments=(Attachment("https://x.vn/tep/1.pdf", "Tệp"),)),
    ],
)
def test_what_is_another_document_keeps_its_own_address(other: Reading, fresh: Database) -> None:
    for order in permutations([read(BEST), other]):
        for reading in order:
            assert str(store_reading(fresh, reading)) == "stored(new)"
        assert {url for (url,) in fresh.execute("SELECT url FROM articles")} == {BEST, other.url}
        emptied(fresh)


def test_every_address_and_every_id_leads_to_the_article(corpus: Database) -> None:
    for url in (LONGEST, LONGER, BEST):
        store_reading(corpus, read(url))
    here = article_id(BEST)
    assert [article_at(corpus, url) for url in (BEST, LONGER, LONGEST, f"http://www.x.vn/tin-nghe/{TAIL}")] == [here] * 4
    assert [article_of(corpus, article_id(url)) for url in (BEST, LONGER, LONGEST)] == [here] * 3
    assert article_at(corpus, OTHER[0]) is None
    for typed in (LONGER, LONGEST, BEST, LONGER.replace("https", "http"), BEST + "#binh-luan", BEST + "/"):
        assert [hit.url for hit in search(corpus.conn, typed, Filters())] == [BEST], typed
        assert count(corpus.conn, typed, Filters()) == 1
    assert search(corpus.conn, OTHER[0], Filters()) == []
    assert len(search(corpus.conn, "khung cửi", Filters())) == 1


def correction(url: str, surface: str = "240 triệu đồng", **changes: str) -> dict[int, tuple[Correction, ...]]:
    value = '{"role": "budget"}' if not changes else repr(changes).replace("'", '"')
    return {article_id(url): (Correction(url, "amount", surface, 1, value, "", "", ""),)}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("named", [BEST, LONGER])
def test_a_correction_may_name_any_address(order: tuple[int, int], named: str, corpus: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corrections, "load_corrections", lambda: correction(named))
    for i in order:
        store_reading(corpus, [read(BEST), read(LONGER)][i])
    assert corpus.execute("SELECT role FROM amounts WHERE surface = '240 triệu đồng'").fetchall() == [("budget",)]
    assert unplaced(corpus) == ([], [])
    assert corpus.execute("SELECT article FROM corrections").fetchall() == [(article_id(BEST),)]
    assert [example.id for example in decided_examples(corpus.conn)] == [BEST]
    written = corpus.execute("SELECT code_version FROM articles").fetchone()
    assert [str(store_reading(corpus, read(url))) for url in (BEST, LONGER)] == ["unchanged", f"duplicate({BEST})"]
    assert corpus.execute("SELECT code_version FROM articles").fetchone() == written


def test_a_corpus_of_before_keeps_its_articles_and_learns_their_addresses(tmp_path: Path) -> None:
    old = open_corpus(tmp_path / "old.db")
    store_reading(old, read(LONGER))
    old.execute("DROP TABLE addresses")
    old.execute("DELETE FROM _sqlite_migrations WHERE name = 'addresses'")
    old.conn.commit()
    old.close()
    again = open_corpus(tmp_path / "old.db")
    assert [tuple(a) for a in addresses_of(again, article_id(LONGER))] == [(article_id(LONGER), LONGER, article_id(LONGER), "read", 1)]
    store_reading(again, read(BEST))
    assert again.execute("SELECT url FROM articles").fetchall() == [(BEST,)]
