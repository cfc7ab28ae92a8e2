"""Answers of our own questions as people read them: columns named, what a sum rests on in words, what was left out one step away."""

from __future__ import annotations

import html
import re
import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.questions import questions
from explorer.tables import column_name
from explorer.wording.basis import basis
from explorer.wording.labels import LANGUAGES
from explorer.wording.values import cell
from pipelines.facts.supports.sums import WHY_NOT
from tests.explorer.test_explorer import Site
from tests.explorer.test_tables import heads

ENGLISH_OF_VIEWS = re.compile(r"\b(reports?|reported|approved|added|province from|year|of|the)\b|[a-z]_[a-z]")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_column_of_an_answer_has_a_name(corpus_db: Path, language: str) -> None:
    corpus = sqlite3.connect(corpus_db)
    asked = [corpus.execute(question.sql, dict.fromkeys(question.parameters, "")).description for question in questions()]
    corpus.close()
    names = {column[0] for description in asked for column in description}
    assert len(names) > 60
    assert [name for name in names if column_name(name, language, answer=True) == name] == []


def test_an_answer_is_worded_and_sql_of_ones_own_is_not(site: Site) -> None:
    english = heads(site.get("/corpus/support-by-province-and-year?_lang=en").text)
    assert "Lowest report, million đồng" in english
    assert not any("_" in name for name in english)
    own = site.get("/corpus", params={"sql": "select basis, vnd_low from v_support_by_province_year", "_lang": "en"})
    assert heads(own.text) == ["basis", "vnd_low"]


def test_what_a_sum_rests_on_is_vietnamese_on_vietnamese_pages(site: Site) -> None:
    page = site.get("/corpus/support-by-province-and-year?_lang=vi").text
    cells = [html.unescape(re.sub("<[^>]+>", "", text)) for text in re.findall(r'<td class="col-basis[^>]*>(.*?)</td>', page, re.DOTALL)]
    assert len(cells) > 10
    assert [text for text in cells if ENGLISH_OF_VIEWS.search(text)] == []
    assert any("đã báo cáo" in text for text in cells)


@pytest.mark.parametrize("reason", WHY_NOT)
def test_every_reason_for_not_adding_has_words(reason: str) -> None:
    assert "_" not in basis(f"not added up: {reason}", "en")
    assert re.fullmatch(r"không cộng: [^_]+", told := basis(f"not added up: {reason}", "vi"))
    assert not ENGLISH_OF_VIEWS.search(told)
    assert reason.replace("_", " ") not in told


def test_pieces_put_side_by_side_are_kept_apart() -> None:
    assert (
        basis("no total of the year: months 1-9,part of a larger figure", "en")
        == "no total of the year: months 1-9, part of a larger figure"
    )
    assert basis("no total of the year: months 1-9,goods", "vi") == "không có tổng cả năm: các tháng 1-9, từng mặt hàng"
    assert basis("khuyến công: reported, 1,250 reports", "en") == "khuyến công: reported, 1,250 reports"


def test_counts_stand_to_the_right_and_yes_is_a_word() -> None:
    def shown(column: str, value: object) -> object:
        return cell({column: value}, column, value, "en", {})

    for column in ("months_without", "reports", "mentions", "left_out", "unsure", "days_silent"):
        assert shown(column, 1234) == '<span class="num">1,234</span>', column
    for column in ("year_from", "latest_year_reported", "article", "start"):
        assert shown(column, 1234) is None, column
    assert [shown("counts_in_sum", value) for value in (1, 0, None)] == ["yes", "no", None]
    assert shown("why_not", "several_years") == "several years"


def test_from_a_sum_to_what_it_leaves_out_is_one_step(site: Site) -> None:
    page = site.get("/charts/support?_lang=en").text
    links = [html.unescape(href) for href in re.findall(r'<a class="all-told" href="([^"]*)"', page)]
    assert len(links) > 10
    named = ["What", "Value, đồng", "Year", "Province", "Programme", "Stage", "Counts in sums", "Why not", "Sentence"]
    assert re.search(r'id="adding">.*<a href="/corpus/support-by-province-and-year">', site.get(links[0]).text)
    reasons = set()
    for href in links:
        rows = site.get(href).text
        assert heads(rows) == named
        counts = re.findall(r'<td class="col-counts_in_sum[^>]*>(\w+)</td>', rows)
        assert counts == sorted(counts, reverse=True)  # what counts stands first
        assert counts[0] == "yes"
        reasons |= set(re.findall(r'<td class="col-why_not type-str">([^<]+)</td>', rows))
    assert "part of" in reasons
    assert 'class="all-told"' not in site.get("/charts/fines?_lang=en").text  # nothing is added up there
