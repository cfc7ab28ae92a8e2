"""Charts against tables written by hand, the words and links they carry, classes of sizes, and the scripts that draw them."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.charts.record import Chart
from explorer.charts.scale import CLASSES, bounds, class_of, steps
from explorer.series.drawn import by_province, compared, of_province
from explorer.series.money import FINES, OUTPUT, SERIES, SUPPORT, TRADE, figures
from explorer.series.page import KEYS, make
from explorer.series.words import Tongue
from explorer.wording.basis import basis
from explorer.wording.labels import LANGUAGES, labels
from pipelines.corpus.counting import count_corpus
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.explorer.test_explorer import Site
from tests.explorer_fixtures import FORMULA, SCRIPT, replica_corpus
from tests.paths import ROOT

STATIC = ROOT / "explorer" / "static"
ARTICLES = (  # day of publication and text
    ("2021-03-02", "Năm 2020, tỉnh Hà Nam hỗ trợ 500 triệu đồng kinh phí khuyến công cho 5 đề án."),
    ("2022-02-02", "Năm 2021, kinh phí khuyến công tỉnh Hà Nam hỗ trợ 800 triệu đồng cho 8 đề án."),
    ("2022-01-12", "Năm 2021, tỉnh Hà Nam hỗ trợ 200 triệu đồng kinh phí xúc tiến thương mại."),
    ("2022-03-12", "Năm 2021, tỉnh Nam Định hỗ trợ 1,5 tỷ đồng kinh phí khuyến công cho 12 đề án."),
    ("2023-01-20", "Năm 2023, tỉnh Nam Định dự kiến hỗ trợ 2 tỷ đồng kinh phí khuyến công."),
    ("2023-01-09", "Kim ngạch xuất khẩu của tỉnh Nam Định năm 2022 đạt 3,2 tỷ USD."),
    ("2022-05-09", "Kim ngạch xuất khẩu của tỉnh Hà Nam 4 tháng đầu năm 2022 đạt 900 triệu USD."),
    ("2023-01-11", "Năm 2022, giá trị sản xuất công nghiệp tỉnh Hà Nam đạt 180.000 tỷ đồng."),
    ("2022-01-11", "Năm 2021, Cục Quản lý thị trường tỉnh Nam Định xử phạt vi phạm hành chính 750 triệu đồng."),
    ("2022-10-09", "Kim ngạch xuất khẩu của tỉnh Hà Nam 9 tháng đầu năm 2022 đạt 2,1 tỷ USD."),
    ("2022-01-15", "Kim ngạch xuất khẩu của tỉnh Hà Nam năm 2021 đạt 2,9 tỷ USD."),
    ("2021-11-20", "Năm 2021, kim ngạch xuất khẩu của tỉnh Thái Bình đạt 1,9 tỷ USD."),
    ("2022-11-09", "Kim ngạch xuất khẩu của tỉnh Nam Định 10 tháng đầu năm 2022 đạt 2,6 tỷ USD."),
    ("2022-07-09", "Trong 6 tháng đầu năm 2022, tỉnh Thái Bình đã hỗ trợ 600 triệu đồng kinh phí khuyến công cho 6 đề án."),
    ("2022-06-11", "Năm 2021, lực lượng quản lý thị trường tỉnh Nam Định phạt một cơ sở 45 triệu đồng."),
)
SURE = ("800 triệu đồng", "3,2 tỷ USD", "45 triệu đồng")  # set by hand; all other figures are doubtful
UNSURE = ("1,5 tỷ đồng",)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hand") / "c.db"
    corpus = open_corpus(path)
    for number, (day, text) in enumerate(ARTICLES):
        url = f"https://so.example/{number}"
        article = Article(f"Tin {number}", (text,), published=day, published_from="meta")
        store_reading(corpus, Reading(record_of(article, Page(url, b"")), url))
    corpus.execute("UPDATE _amounts SET certainty = 'doubtful', confidence = 0.7 WHERE certainty IS NOT NULL")
    for word, confidence, surfaces in (("sure", 0.99, SURE), ("unsure", 0.3, UNSURE)):
        for surface in surfaces:
            corpus.execute("UPDATE _amounts SET certainty = ?, confidence = ? WHERE surface = ?", (word, confidence, surface))
    corpus.commit()
    corpus.close()
    return path


@pytest.fixture
def corpus(by_hand: Path) -> Iterator[sqlite3.Connection]:
    made = sqlite3.connect(by_hand)
    yield made
    made.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(replica_corpus(tmp_path_factory.mktemp("replica")))


def say(language: str = "en") -> Tongue:
    return Tongue(language, labels(language), lambda path: path, "/corpus")


def drawn(chart: Chart, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(value.get(name) for name in names) for value in chart.values]


def test_support_by_province_and_year(corpus: sqlite3.Connection) -> None:
    found = figures(corpus, SUPPORT)
    chart = by_province(found, SUPPORT, say())
    assert drawn(chart, "province", "year", "value", "sign", "said") == [
        ("Hà Nam", "2020", 500.0, "?", "500 million đồng"),
        ("Hà Nam", "2021", 1000.0, "?", "1,000 million đồng"),
        ("Nam Định", "2021", 1500.0, "??", "1,500 million đồng"),
        ("Nam Định", "2023", None, "", "no figure"),
        ("Thái Bình", "2022", 600.0, "?", "600 million đồng"),
    ]
    assert chart.values[3]["basis"] == "not added up: planned"
    assert [row.cells[2] for row in chart.rows] == [500.0, 1000.0, 1500.0, None, 600.0]
    assert chart.sizes == {"doubtful": 2100.0, "unsure": 1500.0}
    assert "5 reports" in chart.behind
    assert chart.spec["layer"][0]["encoding"]["color"]["scale"]["range"][0] == "$s1"


def test_the_sure_part_stands_apart(corpus: sqlite3.Connection) -> None:
    chart = of_province(figures(corpus, SUPPORT, ["Hà Nam"]), SUPPORT, say())
    assert drawn(chart, "year", "part", "size") == [("2020", "not sure", 500.0), ("2021", "sure", 800.0), ("2021", "not sure", 200.0)]
    assert chart.spec["encoding"]["x"]["scale"]["domain"] == ["2017", "2018", "2019", "2020", "2021"]


def test_trade_output_and_fines(corpus: sqlite3.Connection) -> None:
    trade = by_province(figures(corpus, TRADE["export"]), TRADE["export"], say("vi"))
    assert drawn(trade, "province", "year", "value", "said", "sign") == [
        ("Hà Nam", "2021", 2900.0, "2.900 triệu USD", "?"),
        ("Hà Nam", "2022", 2100.0, "2.100 triệu USD", "?"),
        ("Nam Định", "2022", 3200.0, "3.200 triệu USD", ""),
        ("Thái Bình", "2021", 1900.0, "1.900 triệu USD", "?"),
    ]
    assert trade.values[1]["basis"] == "không có tổng cả năm: các tháng 1-4, các tháng 1-9"
    output = by_province(figures(corpus, OUTPUT["industrial_output"]), OUTPUT["industrial_output"], say())
    assert drawn(output, "province", "year", "value", "said") == [("Hà Nam", "2022", 180_000.0, "180,000 billion đồng")]
    fines = of_province(figures(corpus, FINES, ["Nam Định"]), FINES, say())
    assert drawn(fines, "year", "part", "size") == [("2021", "sure", 45.0), ("2021", "not sure", 705.0)]  # the largest, not the sum


PARTS = {  # province and year: million USD of exports, what they cover; read by hand
    ("Hà Nam", "2021"): (2900.0, "whole year"),
    ("Hà Nam", "2022"): (2100.0, "months 1–9"),  # of two reports of months the longer one
    ("Nam Định", "2022"): (3200.0, "whole year"),  # ten months stand behind a total
    ("Thái Bình", "2021"): (1900.0, "part of the year"),  # told in November
}


def explained(chart: Chart) -> list[str]:
    """What the legend of marks of a part of a year says."""
    (legend,) = [one["encoding"]["opacity"] for one in chart.spec["layer"] if "opacity" in one["encoding"]]
    words: list[str] = legend["scale"]["domain"]
    return words


@pytest.mark.parametrize("draw", [by_province, of_province])
def test_a_part_of_a_year_is_hatched_and_told(corpus: sqlite3.Connection, draw: Any) -> None:
    chart = draw(figures(corpus, TRADE["export"]), TRADE["export"], say())
    assert {value[:2]: value[2:] for value in drawn(chart, "province", "year", "value", "covers")} == PARTS
    hatched = {value[:2] for value in drawn(chart, "province", "year", "partial") if value[2]}
    assert hatched == {place for place, (_, covers) in PARTS.items() if covers != "whole year"}
    (layer,) = [one for one in chart.spec["layer"] if "gradient" in str(one["mark"].get("fill")) and "tooltip" in one["encoding"]]
    assert {"covers", "basis"} <= {tip["field"] for tip in layer["encoding"]["tooltip"]}
    assert explained(chart) == ["only a part of the year"]
    place = list(chart.head).index("Covers")
    assert {row.cells[:2]: (row.cells[2], row.cells[place]) for row in chart.rows} == PARTS


def test_support_of_a_part_of_a_year(corpus: sqlite3.Connection) -> None:
    found = {(figure.province, figure.year): figure.partial for figure in figures(corpus, SUPPORT)}
    assert [place for place, partial in found.items() if partial] == [("Thái Bình", 2022)]
    chart = by_province(figures(corpus, SUPPORT), SUPPORT, say("vi"))
    assert drawn(chart, "covers")[-1] == ("một phần của năm",)
    assert chart.values[-1]["basis"].startswith("khuyến công: đã báo cáo cho một phần của năm")
    assert drawn(chart, "covers")[0] == ("",)  # grants told need not be all of the year


def test_where_all_years_are_whole_nothing_is_hatched(corpus: sqlite3.Connection) -> None:
    for series, province in ((TRADE["export"], "Nam Định"), (SUPPORT, "Hà Nam"), (FINES, "Nam Định")):
        found = figures(corpus, series, [province])
        for chart in (by_province(found, series, say()), of_province(found, series, say()), compared({province: found}, series, say())):
            assert "only a part" not in json.dumps(chart.spec)
            assert [row for row in chart.rows if "part" in str(row.cells)] == []
    assert "Covers" not in by_province(figures(corpus, FINES), FINES, say()).head


def test_a_part_of_a_year_stands_alone_in_a_comparison(corpus: sqlite3.Connection) -> None:
    chart = compared({"Hà Nam": figures(corpus, TRADE["export"], ["Hà Nam"])}, TRADE["export"], say())
    joined, full, parts, _ = chart.spec["layer"]
    assert joined["encoding"]["y"]["field"] == "joined"
    assert drawn(chart, "year", "value", "joined")[-2:] == [("2021", 2900.0, 2900.0), ("2022", 2100.0, None)]
    assert full["transform"] == [{"filter": "!datum.partial"}]
    assert parts["mark"]["filled"] is False
    assert explained(chart) == ["only a part of the year"]


def test_a_year_without_a_figure_is_a_gap_in_a_comparison(corpus: sqlite3.Connection) -> None:
    found = {name: figures(corpus, SUPPORT, [name]) for name in ("Hà Nam", "Nam Định")}
    chart = compared(found, SUPPORT, say())
    assert drawn(chart, "province", "year", "value")[-7:] == [
        ("Hà Nam", "2022", None), ("Hà Nam", "2023", None), ("Nam Định", "2019", None), ("Nam Định", "2020", None),
        ("Nam Định", "2021", 1500.0), ("Nam Định", "2022", None), ("Nam Định", "2023", None),
    ]  # fmt: skip
    counted = compared({"Hà Nam": figures(corpus, SERIES["attention"], ["Hà Nam"])}, SERIES["attention"], say())
    assert [value for value in drawn(counted, "year", "value") if value[0] >= "2021"] == [("2021", 1.0), ("2022", 5.0), ("2023", 1.0)]
    assert drawn(counted, "year", "value")[0] == ("2019", 0)  # no article is 0


def test_attention_counts_hits_and_their_share(corpus: sqlite3.Connection) -> None:
    given = {"q": "khuyến công", "by": "year", "show": "share"}
    chart = make(corpus, "attention", given, say("vi")).chart
    assert drawn(chart, "period", "size", "said", "share_said") == [
        ("2021", 50.0, "1", "50 %"), ("2022", 30.0, "3", "30 %"), ("2023", pytest.approx(33.333), "1", "33,3 %"),
    ]  # fmt: skip
    split = make(corpus, "attention", given | {"show": "hits", "split": "province"}, say()).chart
    assert sorted(drawn(split, "period", "part", "size")) == [
        ("2021", "Hà Nam", 1), ("2022", "Hà Nam", 1), ("2022", "Nam Định", 1), ("2022", "Thái Bình", 1),
        ("2023", "Nam Định", 1),
    ]  # fmt: skip
    months = make(corpus, "attention", {"by": "month"}, say()).chart
    assert sum(size for (size,) in drawn(months, "size")) == len(ARTICLES)
    assert len(months.values) == 23  # March 2021 to January 2023, also those without an article


def test_attention_reads_kept_counts(by_hand: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    shutil.copy(by_hand, path)
    kept = open_corpus(path)
    kept.execute("UPDATE articles SET published = NULL WHERE title = 'Tin 0'")
    kept.execute("INSERT INTO sources VALUES ('a', 'Báo A', 'newspaper', NULL, '[]', 'high', 0)")
    kept.execute("UPDATE articles SET source = 'a' WHERE title IN ('Tin 1', 'Tin 2')")
    kept.commit()
    choices: tuple[dict[str, str], ...] = ({}, {"split": "source"}, {"split": "province"}, {"by": "month"}, {"show": "share", "by": "year"})
    now = [make(kept.conn, "attention", given, say()).chart for given in choices]
    count_corpus(kept)
    asked: list[str] = []
    kept.conn.set_trace_callback(asked.append)
    counted = [make(kept.conn, "attention", given, say()).chart for given in choices]
    assert [chart.values for chart in counted] == [chart.values for chart in now]
    assert [chart.rows for chart in counted] == [chart.rows for chart in now]
    assert sum(row.cells[1] for row in counted[0].rows) == len(ARTICLES) - 1
    assert len([sql for sql in asked if "articles INDEXED BY articles_found" in sql]) == 1  # by province only
    kept.close()


def test_sizes_of_money_by_role(corpus: sqlite3.Connection) -> None:
    chart = make(corpus, "amounts", {"role": "fine"}, say()).chart
    assert drawn(chart, "low", "high", "figures", "word") == [
        (20_000_000, 50_000_000, 1, "sure"),
        (500_000_000, 1_000_000_000, 1, "doubtful"),
    ]
    every = make(corpus, "amounts", {}, say()).chart
    assert ("fine", 50.0) in drawn(every, "role", "share")
    wrong = make(corpus, "amounts", {"role": "nonsense"}, say())
    assert wrong.wrong == [labels("en")["wrong_role"]]


@pytest.mark.parametrize("key", KEYS)
def test_every_mark_leads_to_as_many_rows_as_it_says(site: Site, key: str) -> None:
    page = site.get(f"/charts/{key}?_lang=en").text
    spec = json.loads(re.search(r'<script type="application/json">(.*?)</script>', page, re.DOTALL)[1])  # type: ignore[index]
    values = [value for value in spec["data"]["values"] if value.get("href")]
    assert values
    for value in values[:: max(1, len(values) // 6)]:
        path, _, query = value["href"].partition("?")
        rows = site.get(f"{path}.json?{query}&_shape=array&_size=max").json()
        assert rows, value["href"]
        if key in ("amounts", "roles", "attention", "coverage"):
            assert len(rows) == value.get("figures", value.get("articles", value.get("size"))), value["href"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_each_chart_has_its_numbers_as_a_table_and_a_file(site: Site, key: str, language: str) -> None:
    page = site.get(f"/charts/{key}?_lang={language}")
    words = labels(language)
    assert page.status_code == 200
    assert "script-src 'self';" in page.headers["content-security-policy"]
    assert "unsafe-eval" not in page.headers["content-security-policy"]
    for text in (words[f"chart_{key}"], words["chart_source"], words["as_table"]):
        assert html.escape(text) in page.text
    table = re.search(r"<tbody>(.*?)</tbody>", page.text, re.DOTALL)
    assert table
    file = list(csv.reader(io.StringIO(site.get(f"/charts/{key}.csv?_lang={language}").text)))
    assert len(file) - 1 == table[1].count("<tr>") > 0
    assert len(file[0]) == page.text.split("<thead>")[1].split("</thead>")[0].count("<th") - 1


def test_what_is_asked_for_wrongly_is_told(site: Site) -> None:
    assert "No such province: atlantis" in site.get("/charts/support?province=atlantis&_lang=en").text
    assert "Did you mean Lạng Sơn?" in site.get("/charts/support?province=lang sn&_lang=en").text
    assert labels("en")["wrong_year"] in site.get("/charts/support?years=20x&_lang=en").text
    assert site.get("/charts/nonsense").status_code == site.get("/charts/nonsense.csv").status_code == 404
    two = site.get("/charts/support?province=yen bai; tuyen quang; yen bai&_lang=en").text
    assert 'value="Yên Bái; Tuyên Quang"' in two


def test_words_of_a_corpus_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    corpus = open_corpus(path)
    article = Article(SCRIPT, ("Năm 2021 Hà Nam chi 3 tỷ đồng.",), published="2021-03-02", published_from="meta")
    store_reading(corpus, Reading(record_of(article, Page("https://so.example/1", b"")), "https://so.example/1"))
    for name, title in (("x", f"</script>{SCRIPT}"), ("f", FORMULA)):
        corpus.execute("INSERT INTO sources VALUES (?, ?, 'newspaper', NULL, '[]', 'high', 0)", [name, title])
    corpus.execute("UPDATE articles SET source = 'x'")
    corpus.commit()
    corpus.close()
    site = Site(path)
    for address in ("/charts/coverage", "/charts/attention?split=source", f"/charts/attention?q={SCRIPT}", "/province/ha-nam"):
        assert "<script>window" not in site.get(address).text
    assert "&lt;script&gt;window" in site.get("/charts/coverage").text
    change = sqlite3.connect(path)
    change.execute("UPDATE articles SET source = 'f'")
    change.commit()
    change.close()
    assert "\"'=HYPERLINK" in site.get("/charts/coverage.csv").text


@pytest.mark.parametrize(
    ("sizes", "wanted"),
    [
        ([], []), ([5], []), ([0, -3, 7], []), ([1, 1, 1, 2], [2]),
        ([1, 10, 100, 1000, 10_000, 100_000], [10, 100, 1000, 10_000, 100_000]),
        ([35, 78, 150, 900, 2700, 4978, 5_000_000], [100, 1000, 2000, 5000]),
    ],
)  # fmt: skip
def test_bounds_are_round_and_rising(sizes: list[float], wanted: list[float]) -> None:
    assert bounds(sizes) == wanted
    assert len(steps(wanted)) == len(wanted) + 1


def test_classes_begin_at_their_bound_and_use_all_shades() -> None:
    assert [class_of(size, [10, 100]) for size in (9.9, 10, 99, 100)] == [1, 3, 3, 6]
    assert class_of(5, []) == CLASSES // 2
    assert [step.shade for step in steps([1, 2, 3, 4, 5])] == [1, 2, 3, 4, 5, 6]


def test_basis_in_vietnamese_leaves_names_alone() -> None:
    text = "khuyến công: reported for a part of the year, largest of 2 reports, province from article; corporate: approved, 1 report"
    told = basis(text, "vi")
    assert told.startswith("khuyến công: đã báo cáo cho một phần của năm, lớn nhất trong số báo cáo: 2")
    assert "tỉnh theo bài; corporate: đã phê duyệt, 1 báo cáo" in told
    assert basis(text, "en") == text


def test_scripts_of_others_are_those_named() -> None:
    told = dict(re.findall(r"^\| (\S+\.js) .* ([0-9a-f]{64}) \|$", (STATIC / "vendor" / "README.md").read_text(), re.MULTILINE))
    files = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (STATIC / "vendor").glob("*.js")}
    assert len(files) == 3
    assert told == files
    assert {path.suffix for path in (STATIC / "vendor").glob("LICENSE.*")} == {".vega", ".vega-lite", ".vega-embed", ".vega-interpreter"}
