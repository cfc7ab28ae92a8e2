"""The page of a province, its neighbours in time, comparison, the maps' one scale, and the links from every name to its page."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.charts import atlas
from explorer.series.units import unit_of
from explorer.wording.labels import LANGUAGES, labels
from tests.explorer.test_explorer import Site


@pytest.fixture
def corpus(corpus_db: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(corpus_db)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("key", "name", "before", "after"),
    [
        ("lao-cai", "Lào Cai", ["Yên Bái"], None),
        ("15", "Lào Cai", ["Yên Bái"], None),  # a code of today: until 2025 it was Yên Bái's
        ("yen-bai", "Yên Bái", [], "Lào Cai"),
        ("Yên Bái", "Yên Bái", [], "Lào Cai"),
        ("hue", "Huế", ["Thừa Thiên Huế"], None),
        ("cao-bang", "Cao Bằng", [], None),
        ("sai gon", "Hồ Chí Minh", ["Bà Rịa - Vũng Tàu", "Bình Dương"], None),
        ("x-hoang-lien-son", "Hoàng Liên Sơn", [], "Lào Cai"),
    ],
)
def test_units_and_their_neighbours_in_time(corpus: sqlite3.Connection, key: str, name: str, before: list[str], after: str | None) -> None:
    unit = unit_of(corpus, key)
    assert unit is not None
    assert (unit.name, [one.name for one in unit.before], unit.after and unit.after.name) == (name, before, after)


@pytest.mark.parametrize("key", ["10", "99", "atlantis", "%3Cscript%3E", "x" * 199])
def test_what_is_no_province_is_404_in_one_line(site: Site, key: str) -> None:
    page = site.get(f"/province/{key}", follow_redirects=True)
    assert page.status_code == 404
    assert "Traceback" not in page.text
    assert "<script>" not in page.text


def test_a_name_in_the_address_is_enough(site: Site) -> None:
    assert '<h1 lang="vi">Yên Bái</h1>' in site.get("/province/Yên Bái", follow_redirects=True).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_province(site: Site, corpus: sqlite3.Connection, language: str) -> None:
    page = site.get(f"/province/yen-bai?_lang={language}").text
    words = labels(language)
    articles = corpus.execute("SELECT count(*) FROM articles WHERE province = 'Yên Bái'").fetchone()[0]
    assert f'<dd id="count-articles">{articles}</dd>' in page
    for key in ("latest_articles", "latest_figures", "sources_of_province", "all_its_figures", "title_support", "part_of_now"):
        assert words[key] in page
    assert '<a href="/province/lao-cai">Lào Cai</a>' in page
    assert re.search(r'<tr><th scope="row"><a href="/province/yen-bai">Yên Bái</a></th><td>2020</td><td class="num">3[.,]600</td>', page)
    assert "Hoàng Sa" in page
    assert page.count('class="land s6 here"') == 1
    for path in set(re.findall(r'href="(/(?:corpus|compare|province|article)[^"#]*)', page)):
        assert site.get(path.replace("&amp;", "&")).status_code == 200, path


def test_both_insets_where_a_unit_was_enlarged(site: Site) -> None:
    assert site.get("/province/lao-cai").text.count('class="land s6 here"') == 2
    assert site.get("/province/x-hoang-lien-son").text.count('class="land s6 here"') == 0


def test_a_province_without_a_figure_says_so(site: Site) -> None:
    page = site.get("/province/hau-giang?_lang=en")
    assert page.status_code == 200
    assert labels("en")["no_figures_of"] in page.text
    assert 'class="drawn"' not in page.text


def test_names_lead_to_pages(site: Site, corpus: sqlite3.Connection) -> None:
    link = '<a href="/province/yen-bai">Yên Bái</a>'
    for path in ("/corpus/v_amounts?province__exact=Yên+Bái", "/corpus/v_articles?province__exact=Yên+Bái", "/corpus/v_sources", "/map"):
        assert link in site.get(path).text, path
    article = corpus.execute("SELECT id FROM articles WHERE province = 'Yên Bái'").fetchone()[0]
    page = site.get(f"/article/{article}").text
    assert link in page
    assert '<a href="/province/lao-cai">Lào Cai</a>' in page
    shapes = re.findall(r'<a href="(/province/[^"]+)"[^>]*><path[^>]*data-unit="([^"]+)"', site.get("/map").text)
    assert len(shapes) == 63 + 34
    assert {unit: path for path, unit in shapes}["15"] == "/province/lao-cai"


def test_compare_up_to_four(site: Site) -> None:
    page = site.get("/compare?province=yen-bai&province=Tuyên Quang&province=ha noi;lao cai&province=hue&measure=support&_lang=en").text
    assert re.findall(r'name="province"[^>]*value="([^"]*)"', page) == ["Yên Bái", "Tuyên Quang", "Hà Nội", "Lào Cai"]
    rows = list(csv.reader(io.StringIO(site.get("/compare.csv?province=yen-bai&province=tuyen-quang&_lang=en").text)))
    assert rows[0][:3] == ["province", "year", "million đồng"] or rows[0][:3] == ["Province", "Year", "million đồng"]
    assert ["Yên Bái", "2020", "3600.0"] in [row[:3] for row in rows]
    assert "No such province: atlantis" in site.get("/compare?province=atlantis&_lang=en").text
    assert site.get("/compare?province=yen-bai&measure=nonsense").status_code == 200
    assert "data-key" not in site.get("/compare").text


def test_both_maps_have_one_scale_and_no_data_has_no_shade() -> None:
    units = [
        {"name": "Yên Bái", "slug": "yen-bai", "name_now": "Lào Cai", "code_now": "15"},
        {"name": "Lào Cai", "slug": "lao-cai", "name_now": "Lào Cai", "code_now": "15"},
        {"name": "Cao Bằng", "slug": "cao-bang", "name_now": "Cao Bằng", "code_now": "04"},
    ]
    sizes = {"Yên Bái": 40.0, "Lào Cai": 70.0, "Cao Bằng": 1.0}
    eras = [atlas.by_unit(sizes, units, era) for era in atlas.ERAS]
    assert [eras[0]["yen-bai"].size, eras[0]["lao-cai"].size, eras[1]["15"].size] == [40.0, 70.0, 110.0]
    between = atlas.scale_of(*eras)
    maps = [atlas.draw("x", era, values, between, (str, str)) for era, values in zip(atlas.ERAS, eras, strict=True)]
    shades = [re.findall(r'class="land (s\d)" data-unit="(?:cao-bang|04)"', drawn) for drawn in maps]
    assert shades[0] == shades[1] == ["s1"]
    for era, drawn in zip(atlas.ERAS, maps, strict=True):
        assert f'class="land none" fill="url(#hatch-{era})"' in drawn
        assert "Hoàng Sa" in drawn
        assert "Trường Sa" in drawn
