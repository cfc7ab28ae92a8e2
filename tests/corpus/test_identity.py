"""Identity: an article is its document. Equal words in two documents make two articles, told together as copies; one document under two
addresses is one article. Nothing stored is ever taken away."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.cli import main
from pipelines.archive import url_table
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import FoundLink
from pipelines.corpus.schema import open_corpus
from pipelines.duplicates.tables import cluster_corpus
from pipelines.intake.intake import Reading, read_page, store_reading
from pipelines.record import record_of
from pipelines.sources.source import Source
from pipelines.sources.urls import document_key
from pipelines.values.article import Article, Attachment
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page

WORDS = (
    "Sở Công Thương tỉnh Yên Bái thông báo lịch tiếp công dân định kỳ tại trụ sở, mời các cơ sở sản xuất đến đăng ký từ sáng sớm. "
    "Năm 2021, tỉnh Yên Bái hỗ trợ 350 triệu đồng từ nguồn khuyến công cho một cơ sở chế biến chè mua máy sấy và máy vò mới."
)
SECTIONS = ("thong-bao", "tin-noi-bat", "chuyen-muc-khuyen-cong/tin-moi")
NOW, LATER = "2026-10-02T00:00:00+00:00", "2026-10-03T00:00:00+00:00"


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    return open_corpus(tmp_path / "corpus.db")


def notice(url: str, published: str | None = "2021-05-04", files: tuple[str, ...] = (), words: str = WORDS) -> Reading:
    attached = tuple(Attachment(file, "Tệp đính kèm") for file in files)
    article = Article(
        "Lịch tiếp công dân", (words,), published=published, published_from="meta" if published else "none", attachments=attached
    )
    return Reading(record_of(article, Page(url, b"", None, fetched_at=NOW)), url, document=document_key(url))


def urls(corpus: Database) -> list[str]:
    return [row[0] for row in corpus.execute("SELECT url FROM articles ORDER BY url").fetchall()]


def test_notices_of_equal_wording_are_articles_of_their_own_and_copies(corpus: Database) -> None:
    six = [notice(f"https://x.vn/thong-bao/{n}.html", f"2021-0{n}-04", (f"https://x.vn/tep/{n}.pdf",)) for n in range(1, 7)]
    assert {str(store_reading(corpus, one)) for one in six} == {"stored(new)"}
    assert len(urls(corpus)) == 6
    assert len(set(cluster_corpus(corpus).values())) == 1
    assert {kind for (kind,) in corpus.execute("SELECT kind FROM relations")} == {"copy"}
    assert corpus.execute("SELECT count(*), sum(counts_once) FROM v_amounts WHERE kind = 'money'").fetchone() == (6, 1)
    assert corpus.execute("SELECT a.published FROM clusters c JOIN articles a ON a.id = c.original GROUP BY 1").fetchall() == [
        ("2021-01-04",)
    ]


@pytest.mark.parametrize(
    "others",
    [
        {"published": "2021-05-05"},
        {"published": None},
        {"files": ("https://x.vn/tep/2.pdf",)},
        {"words": WORDS + " Hết."},
    ],
)
def test_one_key_with_another_date_file_or_text_is_another_article(corpus: Database, others: dict[str, object]) -> None:
    one, two = (f"https://x.vn/{section}/lich-tiep-cong-dan-48123.html" for section in SECTIONS[:2])
    store_reading(corpus, notice(one))
    assert str(store_reading(corpus, notice(two, **others))) == "stored(new)"  # type: ignore[arg-type]
    assert urls(corpus) == sorted((one, two))


@pytest.mark.parametrize("paths", [("a", "muc/a-ban-sao"), ("lich-tiep-cong-dan", "tin/lich-tiep-cong-dan"), ("tin/12", "tin/13")])
@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_addresses_without_a_key_in_common_are_kept_in_any_order(corpus: Database, paths: tuple[str, str], order: tuple[int, int]) -> None:
    outcomes = [str(store_reading(corpus, notice(f"https://x.vn/{paths[i]}"))) for i in order]
    assert outcomes == ["stored(new)", "stored(new)"]
    assert urls(corpus) == [f"https://x.vn/{path}" for path in paths]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_one_document_under_several_sections_is_stored_once(corpus: Database, order: tuple[int, ...]) -> None:
    addresses = [f"https://x.vn/{SECTIONS[i]}/lich-tiep-cong-dan-48123.html" for i in order]
    outcomes = [store_reading(corpus, notice(address)) for address in addresses]
    best = f"https://x.vn/{SECTIONS[0]}/lich-tiep-cong-dan-48123.html"
    assert outcomes[0] == Outcome("stored", "new")
    assert outcomes[addresses.index(best)] in (Outcome("stored", "new"), Outcome("unchanged"))
    assert sum(outcome.name == "stored" for outcome in outcomes) == 1
    assert urls(corpus) == [best]
    assert [store_reading(corpus, notice(address)) == Outcome("unchanged") for address in addresses] == [a == best for a in addresses]
    assert {store_reading(corpus, notice(a)) for a in addresses if a != best} == {Outcome("duplicate", best)}


def test_an_article_that_comes_to_say_what_another_says_stays(corpus: Database) -> None:
    one, two = (f"https://x.vn/{section}/lich-tiep-cong-dan-48123.html" for section in SECTIONS[:2])
    store_reading(corpus, notice(one))
    store_reading(corpus, notice(two, words="Lịch cũ. " + WORDS))
    assert str(store_reading(corpus, notice(two))) == "stored(revision)"
    assert urls(corpus) == sorted((one, two))


# The URL table: one document is asked for once.


@pytest.fixture
def archive(tmp_path: Path) -> Database:
    return open_archive(tmp_path / "pages.db")


def link(section: str, tail: str = "lich-tiep-cong-dan-48123.html") -> FoundLink:
    url = f"https://x.vn/{section}/{tail}"
    return FoundLink(url, "article", document=document_key(url))


def due(archive: Database, *links: FoundLink, now: str = NOW) -> list[str]:
    return [found.url for found in url_table.record_links(archive, "s", links, now)]


def test_one_document_is_asked_for_once(archive: Database) -> None:
    assert due(archive, link("a"), link("b"), link("c", "lich-tiep-cong-dan-48124.html")) == [
        "https://x.vn/a/lich-tiep-cong-dan-48123.html",
        "https://x.vn/c/lich-tiep-cong-dan-48124.html",
    ]
    assert due(archive, link("a"), link("b"), link("d"), now=LATER) == []
    rows = archive.execute("SELECT state, outcome, reason FROM urls WHERE url LIKE '%/b/%'").fetchall()
    assert rows == [("done", "duplicate", "https://x.vn/a/lich-tiep-cong-dan-48123.html")]


def test_another_source_is_another_document(archive: Database) -> None:
    due(archive, link("a"))
    assert len(url_table.record_links(archive, "t", [link("b")], NOW)) == 1


@pytest.mark.parametrize("status", [404, 410, 503])
def test_the_other_address_is_asked_for_when_the_first_is_dead(archive: Database, status: int) -> None:
    due(archive, link("a"), link("b"))
    url_table.record_failure(archive, link("a").url, status, f"http_{status}", datetime.fromisoformat(NOW))
    waiting = [found.url for found in url_table.pending(archive, "s", LATER)]
    assert (link("b").url in waiting) is (status != 503)  # a server that is down is asked again at the first address


@pytest.mark.parametrize(("outcome", "asked"), [("not_article", True), ("unreadable", True), ("stored", False)])
def test_the_other_address_is_asked_for_when_the_first_is_no_article(archive: Database, outcome: str, asked: bool) -> None:
    due(archive, link("a"), link("b"))
    number = keep_page(archive, Page(link("a").url, b"x", "s", None, NOW), "r")
    settle_page(archive, number, Outcome(outcome, "listing" if outcome == "not_article" else "new"))  # type: ignore[arg-type]
    assert [found.url for found in url_table.pending(archive, "s", LATER) if found.url == link("b").url] == [link("b").url] * asked


def test_forty_equal_notices_are_one_cluster(corpus: Database) -> None:
    for n in range(1, 41):
        store_reading(corpus, notice(f"https://x.vn/thong-bao/{n}.html", f"2021-{1 + n % 12:02d}-{1 + n // 12:02d}"))
    assert len(urls(corpus)) == 40
    assert len(set(cluster_corpus(corpus).values())) == 1
    assert corpus.execute("SELECT sum(counts_once) FROM v_amounts WHERE kind = 'money'").fetchone() == (1,)


def test_equal_texts_of_a_file_of_lines_are_articles_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [{"id": name, "text": WORDS} for name in ("a", "b", "c")] + [{"id": "a", "text": WORDS}]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    assert main(["read", "--jsonl", str(tmp_path / "in.jsonl"), "--into", str(tmp_path / "lines.db")]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    stored = open_corpus(tmp_path / "lines.db")
    assert urls(stored) == ["urn:article:a", "urn:article:b", "urn:article:c"]
    assert stored.execute("SELECT count(DISTINCT cluster) FROM clusters").fetchone() == (1,)


@pytest.mark.parametrize("pattern", [None, r"[?&]id=(\d+)"])
def test_the_key_of_a_source_folds_addresses_that_nothing_else_tells(tmp_path: Path, pattern: str | None) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    corpus.execute("INSERT INTO sources VALUES ('s', 's', 'replica', NULL, 'x.vn', 'high', 0)")
    source = Source("s", "s", "replica", ("x.vn",), evidence=("a test",), confidence="high", verified_live=False, document_id=pattern)
    body = f"<html><body><article><h1>Lịch tiếp công dân</h1><p>{WORDS}</p><p>{WORDS}</p></article></body></html>".encode()
    for cat in (3, 4, 5):
        page = Page(f"https://x.vn/tin.php?cat={cat}&id=71", body, "s", None, NOW, 200, {"content-type": "text/html; charset=utf-8"})
        store_reading(corpus, read_page(page, source))
    assert len(urls(corpus)) == (1 if pattern else 3)
