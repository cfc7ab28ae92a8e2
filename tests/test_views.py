"""Views of support and coverage on small corpora: plans, copies, parts and funds are told apart; gaps say why they are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from explorer.questions import questions
from pipelines.article import Article
from pipelines.intake import Reading, store_reading
from pipelines.page import Page
from pipelines.record import record_of
from pipelines.schema import open_corpus

TEXTS = (
    "Năm 2019, tỉnh Hà Giang hỗ trợ 900 triệu đồng từ nguồn khuyến công quốc gia.",
    "Năm 2019, tỉnh Hà Giang hỗ trợ 600 triệu đồng từ nguồn khuyến công địa phương.",
    "Năm 2019, tỉnh Hà Giang dự kiến hỗ trợ 5 tỷ đồng từ nguồn khuyến công quốc gia.",
    "Năm 2019, tỉnh Hà Giang hỗ trợ không quá 300 triệu đồng từ nguồn khuyến công quốc gia.",
    "Năm 2020, khuyến công quốc gia hỗ trợ tỉnh Hà Giang 2 tỷ đồng, trong đó hỗ trợ máy móc 1,5 tỷ đồng.",
)


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    found = open_corpus(tmp_path / "c.db")
    for number, text in enumerate(TEXTS):
        url = f"https://x.vn/{number}"
        store_reading(found, Reading(record_of(Article(f"Bài {number}", (text,)), Page(url, b"")), url))
    found.execute("INSERT INTO clusters SELECT id, id, id, 'date' FROM articles")
    return found


def test_support_adds_up_what_was_reported_once(corpus: Database) -> None:
    rows = corpus.execute("SELECT province, year, figures, vnd_total FROM v_support_by_province_year ORDER BY year").fetchall()
    assert rows == [("Hà Giang", 2019, 2, 1_500_000_000), ("Hà Giang", 2020, 1, 2_000_000_000)]


def test_support_by_fund(corpus: Database) -> None:
    rows = corpus.execute("SELECT year, fund, sum(vnd_total) FROM v_support_by_programme GROUP BY 1, 2 ORDER BY 1, 2").fetchall()
    assert rows == [(2019, "local", 600_000_000), (2019, "national", 900_000_000), (2020, "national", 2_000_000_000)]


def test_lines_of_support_and_copies(corpus: Database) -> None:
    lines = corpus.execute("SELECT province, year, fund, vnd_min, planned, counts_once FROM v_supports WHERE planned = 1").fetchall()
    assert sorted(lines) == [("Hà Giang", 2019, "national", 300_000_000, 1, 1), ("Hà Giang", 2019, "national", 5_000_000_000, 1, 1)]
    first, second = (row[0] for row in corpus.execute("SELECT id FROM articles ORDER BY url LIMIT 2"))
    corpus.execute("UPDATE clusters SET cluster = ? WHERE article = ?", [first, second])
    for view in ("v_supports", "v_amounts"):
        copies = corpus.execute(f"SELECT DISTINCT article FROM {view} WHERE counts_once = 0").fetchall()
        assert copies == [(second,)]
    assert corpus.execute("SELECT vnd_total FROM v_support_by_province_year WHERE year = 2019").fetchone() == (900_000_000,)


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
    ledger = [("s", "2019-02", 4, 1, 0, 0, 3), ("s", "2019-04", 2, 0, 0, 2, 0)]
    corpus.conn.executemany("INSERT INTO coverage VALUES (?, ?, ?, ?, ?, ?, ?)", ledger)
    corpus.execute("INSERT INTO walks VALUES ('s', 'https://s.vn/', '2020-01-01', 9, '2018-12-01', 'end', 1)")
    (question,) = [q for q in questions() if q.name == "coverage-gaps"]
    rows = [(row[0], row[1], row[3], row[-1]) for row in corpus.execute(question.sql)]
    assert rows == [
        ("s", "2019-04", 2, "listed, could not be fetched"),
        ("t", "2019-04", 2, "not known: no listing walked"),
        ("s", "2019-02", 1, "listed, still to be fetched"),
        ("s", "2019-07", 1, "walked, nothing listed"),
        ("t", "2019-02", 1, "not known: no listing walked"),
        ("t", "2019-07", 1, "not known: no listing walked"),
    ]
