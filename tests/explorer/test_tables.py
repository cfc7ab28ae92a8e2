"""Tables for people: few columns first, values and dates as the language writes them, nothing English where the page is Vietnamese."""

from __future__ import annotations

import html
import re
import sqlite3
import tomllib
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.questions import questions
from explorer.tables import FIRST, coded, column_name, export_query, hidden, with_columns
from explorer.wording.labels import LANGUAGES, spoken
from explorer.wording.values import cell, meaning, said
from tests.explorer.test_explorer import Site
from tests.paths import ROOT


def heads(page: str) -> list[str]:
    return [html.unescape(re.sub(r"<[^>]+>|[▲▼\xa0]", "", head)).strip() for head in re.findall(r"<th [^>]*>(.*?)</th>", page, re.DOTALL)]


def test_figures_open_with_seven_columns(site: Site) -> None:
    assert heads(site.get("/corpus/v_amounts?_lang=en").text) == ["What", "Value", "Year", "Province", "Role", "How sure", "Sentence"]
    page = site.get("/corpus/v_amounts?_lang=vi&role__exact=support&_sort_desc=vnd").text
    assert heads(page) == ["Nội dung", "Giá trị", "Năm", "Tỉnh", "Vai trò", "Độ chắc chắn", "Câu văn"]
    assert re.search(r'<a class="place" href="/article/\d+#t-a\d+"><span class="figure', page)
    assert re.search(r'<td class="col-vnd[^>]*><span class="num">\d{1,3}(\.\d{3})+</span></td>', page)
    assert "<b>hỗ trợ</b>" in page  # the filter in words
    articles = site.get("/corpus/v_articles?_lang=vi").text
    assert heads(articles) == ["Tiêu đề", "Nguồn", "Ngày đăng", "Tỉnh", "Năm", "Số từ", "Ghi chú"]
    assert ">[]<" not in articles


def test_columns_can_be_chosen_and_exports_have_all(site: Site) -> None:
    page = site.get("/corpus/v_amounts?_col=surface&_col=unit&_lang=en").text
    assert heads(page) == ["What", "Unit"]
    box = re.findall(r'name="_col" value="(\w+)"( checked)?', page)
    assert [name for name, chosen in box if chosen] == ["surface", "unit"]
    assert len(box) > 35
    first = site.get("/corpus/v_amounts?role__exact=support&_lang=en").text
    csv = html.unescape(re.search(r'<a href="([^"]+\.csv[^"]*)">CSV</a>', first)[1])  # type: ignore[index]
    assert "_col" not in csv
    assert len(site.get(csv).text.splitlines()[0].split(",")) > 35
    assert "_col" not in re.search(r'class="language"[^>]*href="([^"]*)"', first)[1]  # type: ignore[index]
    assert len(site.get("/corpus/v_amounts.json?_shape=array&_size=1").json()[0]) > 35


def test_what_narrows_a_table_is_taken_away_by_a_chip(site: Site) -> None:
    def chips(address: str) -> list[tuple[str, str]]:
        found = re.findall(r'<li><a href="([^"]*)"><span class="visually-hidden">[^<]*</span>(.*?) <span', site.get(address).text)
        return [(html.unescape(href), html.unescape(re.sub(r"<[^>]+>", "", words))) for href, words in found]

    assert chips("/corpus/v_amounts?_lang=vi") == []
    both = "/corpus/v_amounts?role__exact=support&source=replica-sct&_sort=vnd&_lang=vi"
    titles = [words for _, words in chips(both)]
    assert titles[0] == "Vai trò là hỗ trợ"
    assert titles[1].startswith("Nguồn là Sở Công Thương")
    assert [href for href, _ in chips(both)] == [
        "/corpus/v_amounts?source=replica-sct&_sort=vnd&_lang=vi",
        "/corpus/v_amounts?role__exact=support&_sort=vnd&_lang=vi",
    ]
    odd = chips("/corpus/v_amounts?vnd__gt=1000&province__notblank=1&_search=khuyen+cong&_lang=en")
    assert {words.strip(): href.partition("?")[2] for href, words in odd} == {
        "Value > 1000": "province__notblank=1&_lang=en&_search=khuyen+cong",
        "Province is not blank": "vnd__gt=1000&_lang=en&_search=khuyen+cong",
        "Search khuyen cong": "vnd__gt=1000&province__notblank=1&_lang=en",
    }
    assert "_col" not in "".join(href for href, _ in odd)


ENGLISH = re.compile(r"\b(?:rows?|Search|column|View|Apply|This data|Advanced|Custom|records|of the|which|where)\b", re.IGNORECASE)
WITHOUT_WORDS = re.compile(r"<(script|style|code|pre|textarea)[^>]*>.*?</\1>|<[^>]+>", re.DOTALL)


@pytest.mark.parametrize(
    "table", ["v_amounts", "v_amounts_sure", "v_supports", "v_support_by_province_year", "v_support_by_programme", "v_table_figures",
              "v_trade_output_by_province_year"],
)  # fmt: skip
def test_a_year_in_the_address_finds_its_rows(site: Site, corpus_db: Path, table: str) -> None:
    corpus = sqlite3.connect(corpus_db)
    year, count = corpus.execute(f"SELECT year, count(*) FROM {table} WHERE year IS NOT NULL GROUP BY 1 ORDER BY 2 DESC").fetchone()
    corpus.close()
    assert len(site.get(f"/corpus/{table}.json?year={year}&_shape=array&_size=max").json()) == min(count, 1000) > 0


@pytest.mark.parametrize("table", ["v_amounts", "v_articles", "v_supports", "v_coverage", "v_sources", ""])
def test_nothing_english_is_left_on_vietnamese_pages(site: Site, table: str) -> None:
    page = site.get(f"/corpus/{table}".rstrip("/") + "?_lang=vi").text
    body = WITHOUT_WORDS.sub(" ", page.split("<main")[1].split("</main>")[0])
    assert "dòng" in body
    assert ENGLISH.findall(body) == []


def test_every_column_of_tables_and_questions_has_a_name(corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    book = corpus.execute('SELECT DISTINCT "table", "column", description FROM codebook').fetchall()
    answers = [corpus.execute(question.sql, dict.fromkeys(question.parameters, "")) for question in questions()]
    names = {column[0] for answer in answers for column in answer.description}
    corpus.close()
    untold = [(table, column) for table, column, english in book if meaning(table, column, english, "vi") == english]
    assert len(book) > 400
    assert len(untold) < 60, untold  # what is new may wait for its words; most may not
    unnamed = [name for name in names if column_name(name, "vi") == name]
    assert len(names) > 60
    assert len(unnamed) < 25, unnamed


def test_words_of_columns_are_pairs() -> None:
    words = tomllib.loads((ROOT / "explorer" / "columns.toml").read_text(encoding="utf-8"))
    assert len(words) > 100
    assert all(len(pair) == len(LANGUAGES) and all(text.strip() for text in pair) for pair in words.values())
    assert all(column in words for first, _ in FIRST.values() for column in first.split())


ROW = {"vnd": None, "min": 1200.5, "max": 1300, "unit": "ha", "year": None, "year_from": 2018, "year_to": 2020}


@pytest.mark.parametrize(
    ("row", "column", "english", "vietnamese"),
    [
        (ROW, "vnd", "1,200.5–1,300 ha", "1.200,5–1.300 ha"),
        (ROW, "year", "2018–2020", "2018–2020"),
        (ROW | {"year_from": None}, "year", None, None),
        (ROW | {"vnd": 4_860_000_000}, "vnd", '<span class="num">4,860,000,000</span>', '<span class="num">4.860.000.000</span>'),
        ({"year": 2021}, "year", None, None),
        ({"article": 1234567}, "article", None, None),
        ({"published": "2021-05-12"}, "published", None, "12/5/2021"),
        ({"title": "2021-05-12"}, "title", None, None),
        ({"role": "fine"}, "role", "fine", "phạt"),
        ({"state": "no news"}, "state", None, "không có tin"),
        ({"state": "unheard of"}, "state", None, None),
        ({"source": "s1"}, "source", "Sở Một", "Sở Một"),
        ({"source": "s2"}, "source", None, None),
        ({"title": "<b>"}, "title", None, None),
        ({"flags": "[]"}, "flags", "&nbsp;", "&nbsp;"),  # nothing at all would be shown as it came
        ({"flags": '["hidden_text", "a<b"]'}, "flags", "page hides text, a&lt;b", "trang có chữ ẩn, a&lt;b"),
        ({"flags": "[x"}, "flags", "[x", "[x"),
        ({"flags": "7"}, "flags", "7", "7"),
    ],
)
def test_cells(row: dict[str, Any], column: str, english: str | None, vietnamese: str | None) -> None:
    assert [cell(row, column, row[column], language, {"s1": "Sở Một"}) for language in LANGUAGES] == [english, vietnamese]


def test_names_in_descriptions_are_code() -> None:
    assert coded("see `a.b`, not <b>") == "see <code>a.b</code>, not &lt;b&gt;"
    assert coded("") == ""


def test_addresses_of_tables() -> None:
    asked = with_columns("v_articles", "year=2021")
    assert asked.startswith("year=2021&_col=title&_col=source")
    assert with_columns("v_articles", "_col=year") == "_col=year"
    assert with_columns("v_articles", "_nocol=year") == "_nocol=year"
    assert with_columns("v_coverage", "") == ""
    assert with_columns("v_amounts.json", "") == ""
    assert hidden("v_articles", ["title", "source", "published", "province", "year", "words", "flags", "article"]) == ("article",)
    assert hidden("v_articles", ["title", "article"]) == ()
    assert export_query("_col=a&_next=3&role__exact=fine&_lang=vi&_sort=vnd") == "role__exact=fine&_sort=vnd"
    assert said("role", "fine", "vi") == "phạt"
    assert spoken.get() in LANGUAGES
