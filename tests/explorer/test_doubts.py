"""Reasons of doubt: the doubtful field, what else its sentence names, and nothing that is not borne out; wherever figures are shown."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from rich.console import Console

from crawler.reviewing.explaining import explain
from explorer.articles.doubts import Named, named_year, other_provinces, other_years
from explorer.wording.doubts import Doubted, doubt_said, reasons, weakest
from pipelines.corpus.schema import open_corpus
from pipelines.facts.links.scoring import declared
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.explorer.test_explorer import Site

RULE = "role:{} year:{} province:{}"
FIRM = {"year": 0.99, "province": 0.99, "role": 0.99}


@pytest.mark.parametrize(
    ("chances", "wanted"),
    [
        ({"year": 0.6, "province": 0.95, "role": 0.95}, ["year"]),
        ({"year": 0.6, "province": 0.8, "role": 0.95}, ["year", "province"]),  # half of the greatest doubt is enough
        ({"year": 0.6, "province": 0.81, "role": 0.95}, ["year"]),
        ({"year": 0.9, "province": 0.7, "role": 0.6}, ["role", "province"]),
        ({"year": 1.0, "province": 1.0, "role": 1.0}, []),
        ({}, []),
    ],
)
def test_the_weakest_fields(chances: dict[str, float], wanted: list[str]) -> None:
    assert weakest(chances) == wanted


@pytest.mark.parametrize(
    ("field", "rule", "dated", "others", "told"),
    [
        ("year", ("nearest:money(chi)", "left:near", "only"), True, ["2017"], ["the sentence names another year: 2017"]),
        ("year", ("nearest:money(chi)", "left:near", "only"), True, [], []),
        ("year", ("nearest:money(chi)", "published:event:away", "only"), True, [], ["the year is that of publication"]),
        ("year", ("nearest:money(chi)", "null", "only"), False, [], ["the article has no date of publication", "read as of no year"]),
        ("year", ("nearest:money(chi)", "inherit:close:same", "only"), None, [], ["the year is that of the figure before"]),
        ("province", ("is:money", "left:far", "primary:one"), True, [], ["the province is that of the article as a whole"]),
        ("province", ("is:money", "left:far", "left:near:many"), True, ["Hà Nam"], ["the sentence names another province: Hà Nam"]),
        ("province", ("is:money", "left:far", "left:near:one"), False, [], []),  # no date is no doubt of a province
        ("role", ("previous:money(vay)", "left:far", "only"), True, [], ["the word for the role stands outside the sentence"]),
        ("role", ("nearest:money(vay)", "left:far", "only"), True, ["2017"], []),
        ("role", ("heed of another form",) * 3, True, [], []),
    ],
)  # fmt: skip
def test_only_what_is_borne_out(field: str, rule: tuple[str, str, str], dated: bool | None, others: list[str], told: list[str]) -> None:
    figure = Doubted(FIRM | {field: 0.5}, RULE.format(*rule), dated, {field: others})
    assert reasons(figure, "en") == told
    vietnamese = reasons(figure, "vi")
    assert len(vietnamese) == len(told)
    assert not any(re.search(r"\b(the|year|province|role)\b", text) for text in vietnamese)


def test_others_are_of_the_same_sentence_and_not_the_same_thing() -> None:
    years = [named_year(5, 2019, 2019), named_year(20, 2018, 2020), named_year(30, 2021, 2021), named_year(60, 2011, 2011)]
    assert other_years(years, (10, 50), (2019, 2019)) == ["2021"]  # a span with the year in it is no other year
    assert other_years(years, (10, 60), (None, None)) == ["2018–2020", "2021"]
    assert other_years(years, (None, None), (2019, 2019)) == []
    places = [Named(12, "Hà Nam"), Named(14, "Nam Định"), Named(15, "Nam Định"), Named(55, "Cà Mau")]
    assert other_provinces(places, (10, 50), "Hà Nam") == ["Nam Định"]


def test_every_evidence_with_a_reason_is_declared() -> None:
    import tomllib

    told = tomllib.loads((Path(__file__).parents[2] / "explorer/wording/doubts.toml").read_text(encoding="utf-8"))
    for task in ("year", "province", "role"):
        known = {str(name).partition(":")[0] for name in declared(task)}
        assert set(told[task]) - known == set(), task
        assert set(told[task].values()) <= set(told["words"])


TEXTS = (
    "Tỉnh Hà Nam và tỉnh Nam Định bàn việc nối đường. Năm 2017 và năm 2019 khởi công hai tuyến, kinh phí 35 tỷ đồng.",
    "Năm 2016, khuyến công tỉnh Cao Bằng hỗ trợ 450 triệu đồng cho 3 cơ sở chế biến chè.",
)


def test_pages_tables_and_the_terminal_say_it(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    corpus = open_corpus(path)
    records = []
    for number, text in enumerate(TEXTS):
        url = f"https://so.example/{number}"
        records.append(record_of(Article(f"Bài {number}", (text,)), Page(url, b"")))
        store_reading(corpus, Reading(records[-1], url))
    corpus.execute("UPDATE _amounts SET certainty = 'unsure', confidence = 0.4, year_confidence = 0.4, province_confidence = 0.9,"
                   " role_confidence = 0.95 WHERE surface = '35 tỷ đồng'")  # fmt: skip
    corpus.execute("UPDATE _amounts SET certainty = 'sure', confidence = 0.99 WHERE surface = '450 triệu đồng'")
    (doubted,) = corpus.execute("SELECT article FROM _amounts WHERE surface = '35 tỷ đồng'").fetchone()
    (sure,) = corpus.execute("SELECT article FROM _amounts WHERE surface = '450 triệu đồng'").fetchone()
    corpus.commit()
    corpus.close()
    site = Site(path)
    page = site.get(f"/article/{doubted}?_lang=en").text
    assert "in doubt: year (the sentence names another year: 201" in page
    assert "cần kiểm tra: năm (câu còn nêu năm khác: 201" in site.get(f"/article/{doubted}?_lang=vi").text
    assert "why-doubt" not in site.get(f"/article/{sure}?_lang=en").text
    table = site.get("/corpus/v_amounts?_lang=en").text
    assert table.count('<small class="why-doubt">in doubt: year') == 1
    out = io.StringIO()
    explain(records[0], Console(file=out, width=100))
    told = " ".join(out.getvalue().split())
    assert "in doubt: " in told
    assert doubt_said(Doubted(FIRM, ""), "en") == "in doubt: year, province, role"
