"""Questions of a researcher against tables written by hand: growth by month and year, means as told, areas before and after the merger."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.questions import questions
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page

MONTHS = (
    "Chỉ số sản xuất công nghiệp tháng 8/2022 của Hà Nam tăng 2,4% so với tháng trước và tăng 11,5% so với cùng kỳ năm trước.",
    "Theo Cục Thống kê Bình Phước, chỉ số sản xuất công nghiệp tháng 5/2021 giảm 3,7% so với cùng kỳ.",
    "Năm 2019, chỉ số sản xuất công nghiệp (IIP) của Hậu Giang tăng 8,9% so với năm 2018; ngành chế biến tăng 12,6%.",
    "Năm 2020, tỉnh Trà Vinh có tỷ lệ hộ dùng điện 99,1%, doanh thu bán lẻ tăng 6,6% so với năm trước.",
    "Năm 2018, chỉ số sản xuất công nghiệp của Phú Yên đạt 104% kế hoạch.",
    "Năm 2021, chỉ số sản xuất giày dép của Tiền Giang tăng 5,5% so với năm 2020.",
    "Năm 2017, chỉ số sản xuất công nghiệp của Bến Tre tăng 7,1% so với năm 2016, giá trị gia tăng tăng 3,3%.",
    "Năm 2022, chỉ số sản xuất công nghiệp (IIP) của Cà Mau ước giảm 4,2% so với tháng trước và tăng 6% so với cùng kỳ.",
)
GROWTH = {
    ("Hà Nam", "2022", "month 8", 2.4, "month_before", "all industry"),
    ("Hà Nam", "2022", "month 8", 11.5, "same_period", "all industry"),
    ("Bình Phước", "2021", "month 5", -3.7, "same_period", "all industry"),
    ("Hậu Giang", "2019", "year", 8.9, "year_before", "all industry"),
    ("Hậu Giang", "2019", "year", 12.6, "year_before", "manufacturing"),
    ("Tiền Giang", "2021", "year", 5.5, "year_before", "one branch"),
    ("Bến Tre", "2017", "year", 7.1, "year_before", "all industry"),
    ("Cà Mau", "2022", "a month not told", -4.2, "month_before", "all industry"),
    ("Cà Mau", "2022", "a month not told", 6.0, "same_period", "all industry"),
}
GRANTS = (
    "Năm 2021, khuyến công tỉnh Hà Nam hỗ trợ 6 hộ mua máy may, mỗi hộ 45 triệu đồng.",
    "Năm 2020, khuyến công Bình Phước hỗ trợ 4 đề án với tổng kinh phí 1 tỷ đồng.",
    "Năm 2022, tỉnh Hậu Giang dự kiến dành 2 tỷ đồng khuyến công hỗ trợ 5 cơ sở.",
)
MEANS = {("Hà Nam", 6, None, 45.0, "told of each"), ("Bình Phước", 4, 1000.0, 250.0, "divided")}
FIGURE = (
    'INSERT INTO _amounts (article, start, "end", surface, rule, link_rule, kind, min, max, unit, vnd_min, vnd_max, sentence_text, role,'
    " year_from, year_to, month_from, month_to, province, planned)"
    " VALUES (?, ?, ?, '1 tỷ đồng', 'r', '', 'money', 1e9, 1e9, 'VND', 1000000000, 1000000000, 's', 'output', ?, ?, ?, ?, ?, ?)"
)
SMALLER, LARGER = "the smaller unit of before", "the larger unit of today"
FORMER, SAME, EITHER = "the former unit", "the same area before and after", "either"
ERAS = (  # published, fetched, year, first and last month, planned, province: the area
    (("2025-06-30", None, 2024, None, None, 0, "Lào Cai"), SMALLER),
    (("2025-06-30", None, 2030, None, None, 1, "Lào Cai"), SMALLER),
    (("2025-07-01", None, 2024, None, None, 0, "Lào Cai"), EITHER),
    (("2025-09-02", None, 2025, 1, 8, 0, "Lào Cai"), EITHER),
    (("2025-09-02", None, 2025, 7, 8, 0, "Lào Cai"), LARGER),
    (("2026-02-02", None, 2026, None, None, 0, "Lào Cai"), LARGER),
    (("2026-02-02", None, 2030, None, None, 1, "Lào Cai"), EITHER),
    ((None, "2025-01-01", None, None, None, 0, "Lào Cai"), SMALLER),
    ((None, "2026-01-01", None, None, None, 0, "Lào Cai"), EITHER),
    (("2026-02-02", None, 2025, None, None, 0, "Yên Bái"), FORMER),
    (("2024-02-02", None, 2023, None, None, 0, "Huế"), SAME),
    (("2024-02-02", None, 2023, None, None, 0, "Thừa Thiên Huế"), SAME),
)


def ask(corpus: sqlite3.Connection, name: str, **values: str) -> list[dict[str, Any]]:
    corpus.row_factory = sqlite3.Row
    question = next(each for each in questions() if each.name == name)
    return [dict(row) for row in corpus.execute(question.sql, dict.fromkeys(question.parameters, "") | values)]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A corpus of one article for every text above."""
    corpus = open_corpus(tmp_path_factory.mktemp("read") / "c.db")
    for number, text in enumerate(MONTHS + GRANTS):
        url = f"https://x.vn/{number}"
        store_reading(corpus, Reading(record_of(Article(f"Bài số {number}", (text,)), Page(url, b"")), url))
    yield corpus.conn
    corpus.close()


def test_growth_by_period_and_what_it_is_compared_with(read: sqlite3.Connection) -> None:
    rows = ask(read, "growth-of-industrial-production")
    found = {(row["province"], row["year"], row["period"], row["percent"], row["compared_with"], row["of_what"]) for row in rows}
    assert found == GROWTH


def test_means_as_told_and_divided(read: sqlite3.Connection) -> None:
    rows = ask(read, "mean-support-per-project")
    found = {(r["province"], r["projects"] or r["beneficiaries"], r["million_vnd"], r["million_vnd_each"], r["how"]) for r in rows}
    assert found == MEANS


@pytest.mark.parametrize(("told", "area"), ERAS)
def test_of_which_area_a_figure_tells(tmp_path: Path, told: tuple[Any, ...], area: str) -> None:
    published, fetched, year, first, last, planned, province = told
    corpus = open_corpus(tmp_path / "c.db")
    corpus.execute(
        "INSERT INTO articles (id, url, title, text, published, published_from, province_from, captions, related, flags, layout, words,"
        " content_sha, fetched_at) VALUES (1, 'https://x.vn/1', 't', 'x', ?, 'none', 'none', '[]', '[]', '[]', 'generic', 1, 's', ?)",
        [published, fetched],
    )
    corpus.execute(FIGURE, [1, 0, 1, year, year, first, last, province, planned])
    (row,) = ask(corpus.conn, "provinces-before-and-after-the-merger", province=province)
    assert row["area"].startswith(area)
    assert (row["province"], row["figures"], row["articles"]) == (province, 1, 1)
    assert ask(corpus.conn, "provinces-before-and-after-the-merger", province="Cao Bằng") == []
    corpus.close()


def test_the_largest_of_every_currency(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    texts = (
        "Năm 2023, Bắc Giang cấp phép dự án nhà máy pin có tổng vốn đầu tư 2,5 tỷ USD.",
        "Năm 2022, Hà Nam khởi công nhà máy gạch có tổng vốn đầu tư 640,5 tỷ đồng.",
    )
    for number, text in enumerate(texts):
        url = f"https://x.vn/{number}"
        store_reading(corpus, Reading(record_of(Article(f"Bài số {number}", (text,)), Page(url, b"")), url))
    rows = ask(corpus.conn, "largest-investments")
    found = [(row["currency"], row["province"], row["billion_vnd"], row["million_in_currency"]) for row in rows]
    assert found == [("VND", "Hà Nam", 640.5, None), ("USD", "Bắc Giang", None, 2500.0)]
    corpus.close()


def stored(path: Path, texts: tuple[str, ...]) -> sqlite3.Connection:
    corpus = open_corpus(path)
    for number, text in enumerate(texts):
        url = f"https://x.vn/{number}"
        store_reading(corpus, Reading(record_of(Article(f"Bài số {number}", (text,)), Page(url, b"")), url))
    return corpus.conn


def test_an_investment_told_twice_is_one_and_a_part_is_none(tmp_path: Path) -> None:
    corpus = stored(
        tmp_path / "c.db",
        (
            "Năm 2023, dự án nhà máy thép ở Hà Nam có tổng vốn đầu tư 7.000 tỷ đồng.",
            "Năm 2024, dự án nhà máy thép ở Hà Nam, tổng vốn đầu tư 7.000 tỷ đồng, đã chạy thử.",
            "Năm 2022, tỉnh Bắc Ninh thu hút 12 dự án với tổng vốn đầu tư 9.000 tỷ đồng, trong đó 5.000 tỷ đồng là của các dự án điện tử.",
            "Năm 2021, dự án nhà máy xi măng ở Hà Nam có tổng vốn đầu tư 6.999 tỷ đồng.",
        ),
    )
    rows = ask(corpus, "largest-investments")
    corpus.close()
    assert [(row["province"], row["billion_vnd"], row["times_told"], row["covers"]) for row in rows] == [
        ("Bắc Ninh", 9000.0, 1, "several projects or all of a place"),
        ("Hà Nam", 7000.0, 2, "one project"),
        ("Hà Nam", 6999.0, 1, "one project"),
    ]


def test_penalties_goods_and_money_paid_back_stand_apart(tmp_path: Path) -> None:
    corpus = stored(
        tmp_path / "c.db",
        (
            "Năm 2022, quản lý thị trường tỉnh Hà Nam xử phạt 2 tỷ đồng, trị giá hàng vi phạm 5 tỷ đồng.",
            "Năm 2022, một cơ sở ở Hà Nam bị phạt 30 triệu đồng, buộc nộp lại số lợi bất hợp pháp 12 triệu đồng.",
        ),
    )
    rows = ask(corpus, "fines-by-province-and-year")
    corpus.close()
    assert [(row["measure"], row["figures"], row["smallest_million_vnd"], row["largest_million_vnd"]) for row in rows] == [
        ("penalty", 2, 30.0, 2000.0),
        ("goods", 1, 5000.0, 5000.0),
        ("recovered", 1, 12.0, 12.0),
    ]


def test_growth_of_support_says_what_can_be_compared(tmp_path: Path) -> None:
    corpus = stored(
        tmp_path / "c.db",
        (
            "Năm 2020, tổng kinh phí khuyến công của Hà Nam là 2 tỷ đồng.",
            "Năm 2021, tổng kinh phí khuyến công của Hà Nam là 3 tỷ đồng.",
            "Năm 2020, khuyến công Cà Mau hỗ trợ cơ sở bánh phồng 80 triệu đồng.",
            "Năm 2021, tổng kinh phí khuyến công của Cà Mau là 4 tỷ đồng.",
            "Sáu tháng đầu năm 2022, tổng kinh phí khuyến công đã hỗ trợ ở Hà Nam là 1 tỷ đồng.",
        ),
    )
    rows = ask(corpus, "fastest-growth-of-support")
    corpus.close()
    assert [(row["province"], row["year"], row["times"], row["caution"]) for row in rows] == [
        ("Hà Nam", 2021, 1.5, None),
        ("Cà Mau", 2021, 50.0, "grants told alone, not a total"),
        ("Hà Nam", 2022, 0.33, "months, not a year"),
    ]


def test_a_part_of_the_year_is_told_apart(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    texts = (
        "Năm 2021, kim ngạch xuất khẩu của tỉnh Hà Nam đạt 5 tỷ USD.",
        "Chín tháng đầu năm 2022, kim ngạch xuất khẩu của tỉnh Hà Nam đạt 4 tỷ USD.",
        "Năm 2020, tỉnh Cà Mau xuất khẩu tôm đạt 900 triệu USD.",
        "Sáu tháng đầu năm 2019, kim ngạch xuất khẩu của tỉnh Bắc Ninh đạt 9 tỷ USD. "
        "Năm 2019, kim ngạch xuất khẩu của tỉnh Bắc Ninh đạt 20 tỷ USD.",
    )
    for number, text in enumerate(texts):
        url = f"https://x.vn/part-{number}"
        article = Article(f"Bài số {number}", (text,), published="2023-03-01", published_from="meta")
        store_reading(corpus, Reading(record_of(article, Page(url, b"")), url))
    rows = ask(corpus.conn, "export-turnover-by-province-and-year")
    found = {(row["province"], row["year"]): (row["partial"], row["million"]) for row in rows}
    corpus.close()
    assert found == {
        ("Hà Nam", "2021"): (0, 5000.0),
        ("Hà Nam", "2022"): (1, None),
        ("Cà Mau", "2020"): (0, None),
        ("Bắc Ninh", "2019"): (0, 20000.0),
    }
