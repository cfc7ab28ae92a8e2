"""How sure figures are, on the explorer's pages: words, signs and numbers; second answers; links that narrow and order; sums."""

from __future__ import annotations

import html
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.certain_tables import certainty_cell
from explorer.certainty import Levels, badge, in_words, levels_of, other_answers, percent, shares
from explorer.charts.drawing import Cell, heat
from explorer.wording.doubts import FIELDS
from explorer.wording.labels import LANGUAGES, spoken
from pipelines.corpus.rows import DOUBTFUL, SURE, certainty
from tests.explorer.test_explorer import Site

LEVELS = Levels(SURE, DOUBTFUL)
ROW = {
    "certainty": "doubtful", "confidence": 0.68, "surface": "1,42 tỷ đồng",
    "year_second_from": 2031, "year_second_to": 2032, "year_second_confidence": 0.22,
    "province_second": None, "province_second_confidence": 0.06,
    "role_second": "budget", "role_second_confidence": 0.04,
}  # fmt: skip


def test_percents_are_never_rounded_up() -> None:
    assert [percent(value) for value in (1.0, 0.999, 0.949, 0.57, 0.29, 0.0)] == ["100 %", "99 %", "94 %", "57 %", "29 %", "0 %"]


@pytest.mark.parametrize("confidence", [0.0, 0.499, 0.5, 0.949, 0.95, 1.0])
def test_levels_are_those_of_the_corpus(corpus_db: Path, confidence: float) -> None:
    corpus = sqlite3.connect(corpus_db)
    assert levels_of(corpus) == LEVELS
    corpus.close()
    assert LEVELS.word(confidence) == certainty(confidence)


def test_a_badge_has_word_sign_and_number() -> None:
    assert in_words("unsure", 0.345, "vi") == "không chắc, 34 %"
    assert badge("unsure", 0.345, "en") == '<span class="certainty unsure"><span aria-hidden="true">??</span> unsure, 34 %</span>'
    assert 'title="or &lt;b&gt;"' in badge("sure", None, "en", "or <b>")


def test_second_answers_worth_telling_are_told() -> None:
    assert other_answers(ROW, "en") == ["or 2031–2032 (22 %)", "or no province (6 %)"]
    assert other_answers(ROW | {"role_second_confidence": 0.3}, "vi")[-1] == "hoặc vai trò ngân sách (30 %)"
    other = {"year_second_from": None, "province_second": "Hà Giang", "role_second_confidence": None}
    assert other_answers(ROW | other, "en") == ["or no year (22 %)", "or Hà Giang (6 %)"]
    assert other_answers(ROW | {f"{field}_second_confidence": 0.0 for field in FIELDS}, "en") == []


def test_a_sum_says_what_it_is_made_of() -> None:
    assert shares({"sure": 999, "doubtful": 0, "unsure": 1}, "en") == "✓ sure 99 % · ? doubtful 0 % · ?? unsure 0 %"
    assert shares({"doubtful": 3, None: 1}, "en") == "✓ sure 0 % · ? doubtful 75 % · ?? unsure 0 % · not rated yet 25 %"
    assert shares({}, "en") == ""


@pytest.mark.parametrize(
    ("row", "column", "wanted"),
    [
        (ROW, "certainty", '<span class="certainty doubtful"><span aria-hidden="true">?</span> doubtful</span>'),
        (ROW, "confidence", '<span title="or 2031–2032 (22 %); or no province (6 %)">68 %</span>'),
        ({"confidence": 0.2}, "confidence", badge("unsure", 0.2, "en")),
        ({"least_confidence": 1}, "least_confidence", badge("sure", 1, "en")),
        ({"confidence": None}, "confidence", None),
        (ROW, "year_second_confidence", "22 %"),
        (ROW, "surface", '<span class="figure doubtful">1,42 tỷ đồng</span>'),
        (ROW | {"confidence": None}, "surface", None),
        ({"surface": "<b>", "confidence": 0.1}, "surface", '<span class="figure unsure">&lt;b&gt;</span>'),
        ({"surface": "x"}, "surface", None),
        (ROW, "role_second", None),
        ({"confidence": "high"}, "confidence", None),  # how sure the description of a source is
    ],
)  # fmt: skip
def test_cells_of_tables_and_answers(row: dict[str, Any], column: str, wanted: str | None) -> None:
    spoken.set("en")
    assert certainty_cell(LEVELS, row, column, row[column]) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_figures_are_narrowed_and_ordered(site: Site, language: str) -> None:
    page = site.get(f"/corpus/v_amounts?role__exact=price&_nofacet=1&_lang={language}").text
    links = dict(re.findall(r'<a href="([^"]+)"( aria-current="true")?>', page.split('class="certainty-links"')[1].split("</nav>")[0]))
    assert len(links) == 6
    assert sum(bool(chosen) for chosen in links.values()) == 1
    for href in map(html.unescape, links):
        assert "role__exact=price" in href
        assert site.get(href).status_code == 200
    sure = next(href for href in map(html.unescape, links) if "certainty__exact=sure" in href)
    rows = site.get(sure.replace("v_amounts?", "v_amounts.json?_shape=array&")).json()
    assert rows
    assert {(row["role"], row["certainty"]) for row in rows} == {("price", "sure")}
    least = next(href for href in map(html.unescape, links) if "_sort=confidence" in href)
    told = [row["confidence"] for row in site.get(least.replace("v_amounts?", "v_amounts.json?_shape=array&")).json()]
    assert told == sorted(told)
    assert "certainty__exact" in site.get("/corpus/v_support_by_province_year").text
    assert "certainty__exact=sure" not in site.get("/corpus/v_amounts_sure?_nofacet=1").text
    assert 'class="certainty-links"' not in site.get("/corpus/v_articles").text


def test_words_of_tables_and_answers_follow_the_language(site: Site) -> None:
    for path in ("/corpus/v_amounts?_nofacet=1&certainty__exact=unsure", "/corpus/support-by-province-and-year"):
        mark, badge_of = "&" if "?" in path else "?", r'<span class="certainty unsure"><span aria-hidden="true">\?\?</span> '
        assert re.search(badge_of + "unsure", site.get(f"{path}{mark}_lang=en").text)
        assert re.search(badge_of + "không chắc", site.get(f"{path}{mark}_lang=vi").text)


def test_the_article_page_shows_doubt_and_what_else_a_figure_may_be(site: Site, corpus_db: Path) -> None:
    corpus = sqlite3.connect(corpus_db)
    corpus.row_factory = sqlite3.Row
    row = dict(next(corpus.execute("SELECT * FROM amounts WHERE certainty = 'unsure' AND year_second_confidence > 0.2 LIMIT 1")))
    corpus.close()
    page = html.unescape(site.get(f"/article/{row['article']}?_lang=en").text)
    mark = re.search(rf'<a class="fact amount (\w+)" id="t-a{row["start"]}"[^>]* title="([^"]*)"', page)
    assert mark
    assert mark[1] == "unsure"
    wanted = [in_words("unsure", row["confidence"], "en"), *other_answers(row, "en")]
    assert all(words in mark[2] for words in wanted)
    listed = page.split(f'id="n-a{row["start"]}"')[1].split("</li>")[0]
    assert all(words in listed for words in wanted)


def test_charts_map_and_start_say_how_much_is_sure(site: Site, corpus_db: Path) -> None:
    made_up = [re.findall(r'class="made-up">([^<]*)', site.get(f"/charts/{key}?_lang=en").text) for key in ("support", "roles", "coverage")]
    assert [[words.partition(":")[0] for words in told] for told in made_up] == [["Of this money"], ["Of these figures"], []]
    assert all("✓ sure" in told[0] for told in made_up[:2])
    assert made_up[0][0] in site.get("/map?measure=support&_lang=en").text
    assert 'class="made-up"' not in site.get("/map?_lang=en").text
    corpus = sqlite3.connect(corpus_db)
    counts = dict(corpus.execute("SELECT certainty, count(*) FROM amounts WHERE certainty IS NOT NULL GROUP BY 1"))
    corpus.close()
    start = site.get("/?_lang=en").text
    assert all(f"{count:,} {word}</span>" in start for word, count in counts.items())


def test_drawings_show_what_is_not_sure_without_colour() -> None:
    drawn = heat("x", ["2031"], {"A": {"2031": Cell(5, "A", "", "??")}, "B": {"2031": Cell(5, "B")}})
    assert re.findall(r'class="sign"[^>]*>([^<]*)<', drawn) == ["??"]
