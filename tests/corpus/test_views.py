"""Views of support and coverage on small corpora: plans, copies, parts and funds are told apart; gaps say why they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from explorer.questions import questions
from pipelines.corpus.rows import certainty
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page

TEXTS = (
    "Năm 2019, tỉnh Hà Giang hỗ trợ 900 triệu đồng từ nguồn khuyến công quốc gia.",
    "Năm 2019, tỉnh Hà Giang hỗ trợ 600 triệu đồng từ nguồn khuyến công địa phương.",
    "Năm 2019, tỉnh Hà Giang dự kiến hỗ trợ 5 tỷ đồng từ nguồn khuyến công quốc gia.",
    "Năm 2019, tỉnh Hà Giang hỗ trợ không quá 300 triệu đồng từ nguồn khuyến công quốc gia.",
    "Năm 2020, khuyến công quốc gia hỗ trợ tỉnh Hà Giang 2 tỷ đồng, trong đó hỗ trợ máy móc 1,5 tỷ đồng.",
)

FUNDS = "Năm 2021, Hà Giang đã hỗ trợ 12 đề án khuyến công, tổng kinh phí 4 tỷ đồng, trong đó 3 đề án từ nguồn quốc gia với 1 tỷ đồng."
GIFT = "Năm 2021, một ngân hàng đã hỗ trợ tỉnh Hà Giang 30 tỷ đồng xây trường học."


def _store(corpus: Database, text: str, published: str | None = None, fetched_at: str | None = None) -> int:
    url = f"https://x.vn/{len(text)}"
    article = Article("Bài", (text,), published=published, published_from="meta" if published else "none")
    store_reading(corpus, Reading(record_of(article, Page(url, b"", fetched_at=fetched_at)), url))
    found: int = corpus.execute("SELECT id FROM articles WHERE url = ?", [url]).fetchone()[0]
    return found


def _sure_as(corpus: Database, confidence: str) -> None:
    """Give every amount a confidence (an expression of SQL) and the word for it."""
    corpus.conn.create_function("certainty", 1, certainty)
    corpus.execute(f"UPDATE _amounts SET confidence = {confidence}, certainty = certainty({confidence})")


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    found = open_corpus(tmp_path / "c.db")
    for number, text in enumerate(TEXTS):
        url = f"https://x.vn/{number}"
        store_reading(found, Reading(record_of(Article(f"Bài {number}", (text,)), Page(url, b"")), url))
    found.execute("INSERT INTO clusters SELECT id, id, id, 'date' FROM articles")
    return found


def test_support_adds_up_what_was_reported_once(corpus: Database) -> None:
    asked = (
        "SELECT province, year, vnd / 1e6, vnd_national / 1e6, vnd_local / 1e6, reports, basis FROM v_support_by_province_year ORDER BY 2"
    )
    assert corpus.execute(asked).fetchall() == [
        ("Hà Giang", 2019, 1500, 900, 600, 2, "khuyến công: reported, grants of 2 reports added"),
        ("Hà Giang", 2020, 2000, 2000, 0, 1, "khuyến công: reported, 1 report"),
    ]


def test_sums_say_how_much_of_them_is_sure(corpus: Database) -> None:
    asked = "SELECT vnd / 1e6, vnd_sure / 1e6, sure_share, least_confidence, certainty FROM v_support_by_province_year WHERE year = 2019"
    _sure_as(corpus, "CASE vnd_min WHEN 600000000 THEN 0.95 ELSE 0.94 END")
    assert corpus.execute(asked).fetchall() == [(1500, 600, 0.4, 0.94, "doubtful")]
    _sure_as(corpus, "CASE vnd_min WHEN 600000000 THEN 0.95 ELSE 0.3 END")
    assert corpus.execute(asked).fetchall() == [(1500, 600, 0.4, 0.3, "unsure")]
    _sure_as(corpus, "NULL")  # rows of an older reading: nothing is known of them
    assert corpus.execute(asked).fetchall() == [(1500, None, None, None, None)]


PLAN = "Theo quyết định của UBND tỉnh, năm 2021 Hà Giang dành 5 tỷ đồng cho 20 đề án khuyến công địa phương."
REPORT = "Năm 2021, Hà Giang đã hỗ trợ 18 đề án khuyến công địa phương với tổng kinh phí 4,6 tỷ đồng."
OTHER_REPORT = "Năm 2021, khuyến công địa phương của tỉnh Hà Giang đã hỗ trợ tổng cộng 4,4 tỷ đồng cho 17 đề án."
GRANT = "Năm 2021, một xưởng gỗ ở Hà Giang được khuyến công địa phương hỗ trợ 120 triệu đồng."
HALF = "Sáu tháng đầu năm 2021, Hà Giang đã hỗ trợ 7 đề án khuyến công địa phương với tổng kinh phí 1,9 tỷ đồng."
PAID = "Năm 2021, Hà Giang giải ngân 3,9 tỷ đồng kinh phí khuyến công địa phương."
NATIONAL = "Năm 2021, khuyến công quốc gia hỗ trợ Hà Giang 3 đề án với tổng kinh phí 900 triệu đồng."
SPAN = "Giai đoạn 2019 - 2021, Hà Giang hỗ trợ 50 đề án khuyến công với tổng kinh phí 12 tỷ đồng."


@pytest.mark.parametrize(
    ("texts", "vnd", "basis"),
    [
        ([PLAN], 5000, "khuyến công: approved, 1 report"),
        ([PLAN, REPORT], 4600, "khuyến công: reported, 1 report"),  # never both
        ([PLAN, REPORT, PAID, GRANT], 4600, "khuyến công: reported, 1 report"),
        ([REPORT, OTHER_REPORT], 4600, "khuyến công: reported, largest of 2 reports"),
        ([PLAN, HALF], 5000, "khuyến công: approved, 1 report"),  # a half-year is no report of the year
        ([HALF], 1900, "khuyến công: reported for a part of the year, 1 report"),
        ([GRANT], 120, "khuyến công: reported, 1 report"),
        ([PAID], 3900, "khuyến công: disbursed, 1 report"),
        ([REPORT, NATIONAL], 5500, "khuyến công: reported, largest of 2 reports"),  # each purse its largest
    ],
)
def test_one_stage_is_taken_and_named(tmp_path: Path, texts: list[str], vnd: float, basis: str) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    for text in texts:
        _store(corpus, text)
    assert corpus.execute("SELECT vnd / 1e6, basis FROM v_support_by_province_year WHERE year = 2021").fetchall() == [(vnd, basis)]


def test_what_may_not_be_added_says_why(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    _store(corpus, SPAN)
    _store(corpus, TEXTS[2])
    rows = corpus.execute("SELECT year, year_from, year_to, vnd, basis FROM v_support_by_province_year ORDER BY year_to").fetchall()
    assert rows == [(2019, 2019, 2019, None, "not added up: planned"), (None, 2019, 2021, None, "not added up: several_years")]


def test_the_range_over_reports_is_shown(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    for text in (REPORT, OTHER_REPORT, GRANT):  # a grant is no report of the year
        _store(corpus, text)
    assert corpus.execute("SELECT vnd_low / 1e6, vnd_high / 1e6 FROM v_support_by_province_year").fetchall() == [(4400, 4600)]


def test_sure_figures_are_those_of_v_amounts_that_reach_the_threshold(corpus: Database) -> None:
    _sure_as(corpus, "CASE WHEN year_from = 2020 THEN 0.97 WHEN surface != '5 tỷ đồng' THEN 0.6 END")
    sure = corpus.execute("SELECT article, start, confidence FROM v_amounts_sure ORDER BY 1, 2").fetchall()
    assert sure == corpus.execute("SELECT article, start, confidence FROM v_amounts WHERE year = 2020 ORDER BY 1, 2").fetchall() != []


def test_only_lines_of_a_programme_are_support(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    _store(corpus, GIFT)
    assert corpus.execute("SELECT role, vnd FROM v_amounts WHERE kind = 'money'").fetchall() == [("support", 30_000_000_000)]
    for view in ("v_support_by_province_year", "v_support_by_programme"):
        assert corpus.execute(f"SELECT * FROM {view}").fetchall() == []


def test_a_sum_across_funds_counts_a_part_once(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    _store(corpus, FUNDS)
    assert corpus.execute("SELECT vnd, vnd_national, vnd_local FROM v_support_by_programme").fetchall() == [
        (4_000_000_000, 1_000_000_000, 0)
    ]
    (question,) = [q for q in questions() if q.name == "national-and-local-funds"]
    (share,) = corpus.execute(question.sql).fetchall()
    assert share[5:8] == (25.0, 0.0, 75.0)


def test_a_line_without_a_province_has_that_of_its_article(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    _store(corpus, FUNDS)
    corpus.execute("UPDATE _amounts SET province = NULL")
    corpus.execute("UPDATE supports SET province = NULL")
    rows = corpus.execute("SELECT DISTINCT province, article_province, article_province_now FROM v_supports").fetchall()
    assert rows == [(None, "Hà Giang", "Tuyên Quang")]


def test_when_an_article_was_published_at_the_earliest_and_latest(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    dated = _store(corpus, TEXTS[0], "2020-02-03", "2025-09-01T01:00:00+00:00")
    undated = _store(corpus, TEXTS[1], None, "2025-09-01T01:00:00+00:00")
    unbound = _store(corpus, "Tin ngắn về chợ.")
    bounds = dict(corpus.execute("SELECT article, published_after || ' ' || published_before FROM v_articles").fetchall())
    assert bounds == {dated: "2020-02-03 2020-02-03", undated: "2019-01-01 2025-09-01", unbound: None}
    corpus.execute("INSERT INTO revisions VALUES (?, 1, '2024-08-08T01:00:00+00:00', 'Bài', NULL, 'Tin', 'x', NULL)", [undated])
    corpus.execute("UPDATE articles SET revision = 2")
    row = corpus.execute("SELECT published_before FROM v_articles WHERE article = ?", [undated]).fetchone()
    assert row == ("2024-08-08",)
    corpus.execute("UPDATE articles SET year_to = 2031 WHERE id = ?", [undated])
    assert corpus.execute("SELECT published_after FROM v_articles WHERE article = ?", [undated]).fetchone() == (None,)


def test_lines_of_support_and_copies(corpus: Database) -> None:
    lines = corpus.execute("SELECT province, year, fund, vnd_min, planned, counts_once FROM v_supports WHERE planned = 1").fetchall()
    assert sorted(lines) == [("Hà Giang", 2019, "national", 300_000_000, 1, 1), ("Hà Giang", 2019, "national", 5_000_000_000, 1, 1)]
    first, second = (row[0] for row in corpus.execute("SELECT id FROM articles ORDER BY url LIMIT 2"))
    corpus.execute("UPDATE clusters SET cluster = ? WHERE article = ?", [first, second])
    for view in ("v_supports", "v_amounts"):
        copies = corpus.execute(f"SELECT DISTINCT article FROM {view} WHERE counts_once = 0").fetchall()
        assert copies == [(second,)]
    assert corpus.execute("SELECT vnd FROM v_support_by_province_year WHERE year = 2019").fetchone() == (900_000_000,)


def test_gaps_say_why(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "gaps.db")
    corpus.execute(
        "INSERT INTO sources VALUES ('s', 'S', 'newspaper', NULL, 'x.vn', 'low', 0), ('t', 'T', 'newspaper', NULL, 'y.vn', 'low', 0)"
    )
    for source in "st":
        for month in ("2019-01", "2019-03", "2019-06", "2019-08"):
            url = f"https://{source}.vn/{month}"
            article = Article(f"Bài {month}", ("Tin ngắn về chợ.",), published=f"{month}-05", published_from="meta")
            store_reading(corpus, Reading(record_of(article, Page(url, b"", source)), url))
    ledger = [("s", "2019-02", 4, 1, 0, 0, 3), ("s", "2019-04", 2, 0, 0, 2, 0), ("s", "undated", 9, 3, 1, 4, 0)]
    corpus.conn.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?)", ledger)
    walk = "INSERT OR REPLACE INTO walks VALUES ('s', ?, '2019-10-01', ?, ?, ?, ?)"
    corpus.execute(walk, ["https://s.vn/", 9, "2018-12-01", "known", 1])
    (question,) = [q for q in questions() if q.name == "coverage-gaps"]
    rows = [(row[0], row[1], row[3], row[-1]) for row in corpus.execute(question.sql)]
    assert rows == [
        ("s", "2019-09", 2, "no news"),
        ("t", "2019-04", 2, "not reached"),
        ("s", "2018-12", 1, "no news"),
        ("s", "2019-02", 1, "pages waiting"),
        ("s", "2019-04", 1, "pages failed"),
        ("s", "2019-05", 1, "no news"),
        ("s", "2019-07", 1, "no news"),
        ("t", "2019-02", 1, "not reached"),
        ("t", "2019-07", 1, "not reached"),
    ]
    states = corpus.execute("SELECT month, state, lost_undated FROM v_coverage WHERE source = 's' ORDER BY month").fetchall()
    assert [row[0] for row in states] == [None, "2018-12", *(f"2019-{month:02}" for month in range(1, 11))]
    assert states[0][1:] == ("pages failed", 6)
    assert {row[2] for row in states} == {6}
    corpus.execute(walk, ["https://s.vn/trang-trong", 3, "2019-06-01", "limit", 0])  # another listing of it was cut short
    corpus.execute(walk, ["https://s.vn/rss", 1, "2019-09-30", "end", 1])  # a feed says nothing about earlier months
    unseen = "SELECT month FROM v_coverage WHERE source = 's' AND state = 'not reached' ORDER BY month"
    assert [row[0] for row in corpus.execute(unseen)] == ["2018-12", "2019-05"]
