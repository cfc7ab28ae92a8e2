"""The research questions: every one answers on the replica corpus, with the answers a careful reader gives."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.questions import Question, questions
from tests.explorer_fixtures import replica_corpus

MAY_BE_EMPTY = {"figures-that-disagree"}  # the replica's articles do not contradict each other


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(replica_corpus(tmp_path_factory.mktemp("replica")))
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def ask(corpus: sqlite3.Connection, name: str, **values: str) -> list[dict[str, Any]]:
    question = next(q for q in questions() if q.name == name)
    return [dict(row) for row in corpus.execute(question.sql, dict.fromkeys(question.parameters, "") | values)]


def test_there_are_enough_and_each_has_its_own_heading() -> None:
    assert len(questions()) >= 20
    assert len({q.heading("en") for q in questions()}) == len({q.heading("vi") for q in questions()}) == len(questions())


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.name)
def test_every_question_answers_the_same_twice(question: Question, corpus: sqlite3.Connection) -> None:
    rows = ask(corpus, question.name)
    assert rows or question.name in MAY_BE_EMPTY
    assert rows == ask(corpus, question.name)


@pytest.mark.parametrize("question", questions(), ids=lambda q: q.name)
def test_no_question_shows_a_span_of_years_as_its_first(question: Question) -> None:
    assert "year_from AS year" not in question.sql or re.search(r"year_from = (\w\.)?year_to", question.sql)


def test_large_sums_keep_what_is_behind_the_comma(corpus: sqlite3.Connection) -> None:
    found = {row["surface"]: row["billion_vnd"] for row in ask(corpus, "largest-investments")}
    assert any(billions != int(billions) for billions in found.values())


def test_the_edited_article_and_what_changed(corpus: sqlite3.Connection) -> None:
    (row,) = ask(corpus, "changed-between-revisions")
    assert row["title"] == "Kết quả công tác khuyến công sáu tháng đầu năm 2021"
    assert (row["what"], row["surface_before"], row["surface_after"]) == ("value", "2,94 tỷ đồng", "3,1 tỷ đồng")
    assert row["vnd_after"] - row["vnd_before"] == 160_000_000
    assert "30/11" in row["sentence_before"]
    assert "15/11" in row["sentence_after"]


def test_the_syndicated_release_is_one_report(corpus: sqlite3.Connection) -> None:
    (row,) = ask(corpus, "copies-of-one-press-release")
    assert (row["articles"], row["original_source"], row["copies"]) == (2, "replica-congthuong", "replica-sct 2018-07-23")
    counts = {row["published_in"]: row for row in ask(corpus, "counts-with-and-without-copies")}
    assert counts["2018"]["articles"] - counts["2018"]["reports"] == 1
    assert all(row["articles"] == row["reports"] for year, row in counts.items() if year != "2018")


def test_undated_articles_and_their_bounds(corpus: sqlite3.Connection) -> None:
    rows = {row["title"]: row for row in ask(corpus, "articles-without-a-date")}
    assert set(rows) == {"Khuyến công Cao Bằng: Đi từng bản tìm cơ sở thụ hưởng", "Diêm dân Cà Ná tranh thủ nắng cào muối"}
    assert rows["Khuyến công Cao Bằng: Đi từng bản tìm cơ sở thụ hưởng"]["latest_year_reported"] == 2016


def test_who_backs_a_figure(corpus: sqlite3.Connection) -> None:
    (row,) = ask(corpus, "articles-behind-a-figure", vnd="487000000000")
    assert row["surface"] == "487 tỷ đồng"
    assert row["surface"] in row["sentence"]
    assert ask(corpus, "articles-behind-a-figure", vnd="777777777777777") == []
    assert ask(corpus, "articles-behind-a-figure", vnd="x'; DROP TABLE articles") == []


def test_exports_as_reported(corpus: sqlite3.Connection) -> None:
    rows = {(row["province"], row["year"]): row for row in ask(corpus, "export-turnover-by-province-and-year")}
    assert (rows["Bắc Ninh", "2020"]["million"], rows["Bắc Ninh", "2020"]["left_out"]) == (None, 2)  # nine months are no year
    assert rows["Cà Mau", "2022"]["basis"] == "no total of the year: goods"
    made = {(row["province"], row["year"]): row for row in ask(corpus, "export-turnover-by-province-and-year", flow="industrial_output")}
    assert made["Ninh Thuận", "2020"]["million"] == 12_870_000


def test_the_silent_source(corpus: sqlite3.Connection) -> None:
    assert [(row["source"], row["last"]) for row in ask(corpus, "sources-gone-silent")] == [("replica-sct", "2024-01-11")]


def test_figures_that_disagree_are_found(tmp_path: Path) -> None:
    from pipelines.corpus.schema import open_corpus
    from pipelines.intake.intake import Reading, store_reading
    from pipelines.record import record_of
    from pipelines.values.article import Article
    from pipelines.values.page import Page

    corpus = open_corpus(tmp_path / "c.db")
    for number, amount in enumerate(("8,2 tỷ đồng", "9,1 tỷ đồng", "40 tỷ đồng")):
        text = f"Năm 2019, tỉnh Lạng Sơn hỗ trợ {amount} cho các đề án khuyến công."
        url = f"https://x.vn/{number}"
        store_reading(corpus, Reading(record_of(Article(f"Bài {number}", (text,)), Page(url, b"")), url))
    corpus.conn.row_factory = sqlite3.Row
    (row,) = ask(corpus.conn, "figures-that-disagree")
    assert (row["surface"], row["other_surface"], row["year"], row["percent_apart"]) == ("8,2 tỷ đồng", "9,1 tỷ đồng", 2019, 11.0)
    corpus.close()
