"""What search understands: accents as typed, exclusion, OR, beginnings, filters in any spelling, pages, orders, attention over time."""

from __future__ import annotations

import csv
import html
import io
import re
import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.name_order import name_key
from explorer.searching.attention import Period, by_year, found_in, groups, over_time
from explorer.searching.filters import Filters, day_of, years_of
from explorer.searching.finding import Slice, count, search
from explorer.searching.letters import has_accents, spellings
from explorer.searching.places import UnknownPlace, province_of
from explorer.searching.query import parse
from explorer.wording.labels import day
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.sources import store_source
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.sources.source import load_sources
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.explorer.test_explorer import Site

ARTICLES = {
    "dau-khi": ("Ngành dầu khí Bà Rịa", "Sản lượng dầu khí của tỉnh Bà Rịa - Vũng Tàu tăng.", "2019-03-02"),
    "dau-tu": ("Thu hút đầu tư", "Tỉnh Lào Cai đầu tư cụm công nghiệp.", "2019-03-20"),
    "dau-tam": ("Trồng dâu nuôi tằm", "Tỉnh Yên Bái có nghề trồng dâu nuôi tằm, năm 2021 khuyến công hỗ trợ 300 triệu đồng.", "2021-07-01"),
    "hoa-moi": ("Điện ở Hoà Bình", "Thuỷ điện Hoà Bình phát điện.", "2021-08-01"),
    "hoa-cu": ("Nước hồ Hòa Bình", "Thủy điện Hòa Bình xả lũ, khuyến nông vào cuộc.", None),
    "hue": ("Dệt may Huế", "Tỉnh Thừa Thiên Huế mở hội chợ, khuyến mại lớn.", "2020-01-05"),
}  # fmt: skip


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "c.db"
    corpus = open_corpus(path)
    store_source(corpus, load_sources()["moit"])
    for name, (title, text, published) in ARTICLES.items():
        url = f"https://x.vn/{name}"
        article = Article(title, (text,), published=published, published_from="meta" if published else "none")
        store_reading(corpus, Reading(record_of(article, Page(url, b"", source="moit" if name < "e" else None)), url))
    corpus.close()
    return path


@pytest.fixture(scope="module")
def corpus(corpus_db: Path) -> sqlite3.Connection:
    return sqlite3.connect(corpus_db)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("dầu", {"dau-khi"}),
        ("đầu", {"dau-tu"}),
        ("dâu", {"dau-tam"}),
        ("DẦU KHÍ", {"dau-khi"}),
        ("dau", {"dau-khi", "dau-tu", "dau-tam"}),
        ("dau -tằm", {"dau-khi", "dau-tu"}),
        ("dầu OR tằm", {"dau-khi", "dau-tam"}),
        ("dầu | đầu tư", {"dau-tu"}),  # (dầu or đầu) and tư
        ('dầu OR "đầu tư"', {"dau-khi", "dau-tu"}),
        ("khuy*", {"dau-tam", "hoa-cu", "hue"}),
        ("khuyến*", {"dau-tam", "hoa-cu", "hue"}),
        ('"khuyến n*"', set()),
        ('"khuyến n"*', {"hoa-cu"}),
        ("khuy* -hội", {"dau-tam", "hoa-cu"}),
        ('khuyến -"hỗ trợ" -mại', {"hoa-cu"}),
        ("Hòa Bình", {"hoa-moi", "hoa-cu"}),
        ('"thuỷ điện hoà bình"', {"hoa-moi", "hoa-cu"}),
        ("thủy-điện", {"hoa-moi", "hoa-cu"}),
        ("hóa bình", set()),
        ("-dầu", set(ARTICLES) - {"dau-khi"}),
        ("-dau", {"hoa-moi", "hoa-cu", "hue"}),
        ('-dầu -"hòa bình"', {"dau-tu", "dau-tam", "hue"}),
        ("-khuy*", {"dau-khi", "dau-tu", "hoa-moi"}),
        ("- *", set()),
        ("OR", set()),
    ],
)
def test_queries(corpus: sqlite3.Connection, query: str, found: set[str]) -> None:
    hits = search(corpus, query, Filters())
    assert {hit.url.rpartition("/")[2] for hit in hits} == found
    assert count(corpus, query, Filters()) == len(found)
    for hit in hits:
        assert "[" in hit.snippet + f"[{hit.title}]"


def test_filters_alone_find_what_passes_them(corpus: sqlite3.Connection, site: Site) -> None:
    def found(query: str, **narrowed: str) -> list[str]:
        filters = Filters(**narrowed)  # type: ignore[arg-type]
        hits = search(corpus, query, filters)
        assert count(corpus, query, filters) == len(hits)
        return [hit.url.rpartition("/")[2] for hit in hits]

    assert found("") == []
    assert found("", since="2019-03-20") == ["hoa-moi", "dau-tam", "hue", "dau-tu"]  # the newest first
    assert found("", province="Yên Bái") == ["dau-tam"]
    assert found("-khuyen", since="2020") == ["hoa-moi"]
    assert found("", province="Yên") == []
    page = html.unescape(site.get("/search?province=yen+bai&_lang=vi").text)
    assert 'id="found">1 bài' in page
    assert 'href="/search"' in page  # the chip leads to the empty search
    assert 'id="found">' not in site.get("/search?q=&province=").text
    assert 'id="found">0 ' in site.get("/search?province=Yen+Bay").text
    assert len(site.get("/search.csv?since=2020&until=2020").text.splitlines()) == 2


def test_accents_can_be_asked_for_or_not(corpus: sqlite3.Connection) -> None:
    assert count(corpus, parse("dầu", exact=False), Filters()) == 3
    assert count(corpus, parse("dau", exact=True), Filters()) == 0
    assert [parse(text).exact for text in ("dau", "dầu", "đau", "cafe", "-dầu cafe", "D")] == [False, True, True, False, False, False]


def test_marks_follow_the_accents(corpus: sqlite3.Connection) -> None:
    (hit,) = search(corpus, "đầu", Filters(), marks=("<", ">"))
    assert "<đầu> tư" in hit.snippet
    (hit,) = search(corpus, "khuyến nô*", Filters(), marks=("<", ">"))
    assert "<khuyến> <nông> vào" in hit.snippet


def test_both_ways_to_place_a_tone() -> None:
    assert spellings("Hòa Bình") == ["hòa bình", "hoà bình"]
    assert spellings("thuỷ-lợi") == ["thuỷ lợi", "thủy lợi"]
    assert spellings("hoàn toàn") == ["hoàn toàn"]
    assert len(spellings("hòa " * 10)) == 8
    assert [has_accents(word) for word in ("đ", "ơ", "é", "Dau", "1,2")] == [True, True, True, False, False]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Yên Bái", "Yên Bái"), ("yen bai", "Yên Bái"), ("tỉnh Yên Bái", "Yên Bái"),
        ("TPHCM", "Hồ Chí Minh"), ("tp. hồ chí minh", "Hồ Chí Minh"), ("Bac Can", "Bắc Kạn"),
        ("Daklak", "Đắk Lắk"), ("Đăk Lăk", "Đắk Lắk"), ("BR-VT", "Bà Rịa - Vũng Tàu"), ("ba ria vung tau", "Bà Rịa - Vũng Tàu"),
        ("TT-Huế", "Thừa Thiên Huế"), ("Thành phố Huế", "Huế"), ("Hà Tây", "Hà Tây"), ("Thanh Hoá", "Thanh Hóa"),
        ("Thái Bình", "Thái Bình"),
    ],
)  # fmt: skip
def test_provinces_in_any_spelling(corpus: sqlite3.Connection, typed: str, name: str) -> None:
    assert province_of(corpus, typed) == name


@pytest.mark.parametrize(
    ("typed", "likely"),
    [("Lạng Sn", "Lạng Sơn"), ("Quảg Nam", "Quảng Nam"), ("Dong Nay", "Đồng Nai"), ("Ha Giag", "Hà Giang"), ("Khanh Hoaa", "Khánh Hòa")],
)
def test_misspelt_provinces_are_guessed_at(corpus: sqlite3.Connection, typed: str, likely: str) -> None:
    with pytest.raises(UnknownPlace, match="did you mean") as told:
        province_of(corpus, typed)
    assert likely in told.value.likely


@pytest.mark.parametrize("typed", ["Atlantis", "", "  ", "'; DROP", "x" * 5000, "\x00"])
def test_what_is_no_province_is_none(corpus: sqlite3.Connection, typed: str) -> None:
    with pytest.raises(UnknownPlace) as told:
        province_of(corpus, typed)
    assert "\n" not in str(told.value)


def test_eras(corpus: sqlite3.Connection) -> None:
    def found(province: str, today: bool = False) -> set[str]:
        return {hit.url.rpartition("/")[2] for hit in search(corpus, "tinh", Filters(province=province, today=today))}

    assert found("Lào Cai") == {"dau-tu"}
    assert found("Lào Cai", today=True) == {"dau-tu", "dau-tam"}
    assert found("Yên Bái", today=True) == {"dau-tu", "dau-tam"}
    assert found("Huế") == found("Thừa Thiên Huế") == {"hue"}  # renamed, not merged


def test_years_days_and_roles_narrow(corpus: sqlite3.Connection) -> None:
    def names(filters: Filters, query: str = "tinh") -> set[str]:
        hits = search(corpus, query, filters)
        assert count(corpus, query, filters) == len(hits)
        return {hit.url.rpartition("/")[2] for hit in hits}

    assert names(Filters(year=2021)) == {"dau-tam"}
    assert names(Filters(year=2020, year_to=2022)) == {"dau-tam", "hue"}
    assert names(Filters(year=2018, year_to=2019)) == {"dau-khi", "dau-tu"}
    assert names(Filters(year=2010, year_to=2018)) == set()
    assert names(Filters(since="2019-03-02", until="2019-03")) == {"dau-khi", "dau-tu"}
    assert names(Filters(until="2019-03-19")) == {"dau-khi"}
    assert names(Filters(since="2020")) == {"dau-tam", "hue"}
    assert names(Filters(until="2020")) == {"dau-khi", "dau-tu", "hue"}
    assert names(Filters(role="support")) == {"dau-tam"}
    assert names(Filters(source="moit")) == {"dau-khi", "dau-tu", "dau-tam"}


@pytest.mark.parametrize(
    ("text", "years"), [("2021", (2021, 2021)), ("2018-2021", (2018, 2021)), ("2018 – 2021", (2018, 2021)), ("2018..2021", (2018, 2021))]
)
def test_spans_of_years(text: str, years: tuple[int, int]) -> None:
    assert years_of(text) == years


@pytest.mark.parametrize("text", ["21", "x", "2021-18", "2022-2021", "1899", "2101", "２０２１", "2018-2021-2022", ""])
def test_what_is_no_span_of_years(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|ends before|does not lie"):
        years_of(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2021", "2021"),
        ("2021-5", "2021-05"),
        ("2021-05-12", "2021-05-12"),
        ("12/5/2021", "2021-05-12"),
        ("5/2021", "2021-05"),
        ("29.2.2020", "2020-02-29"),
    ],
)
def test_days_as_people_write_them(text: str, written: str) -> None:
    assert day_of(text) == written


@pytest.mark.parametrize("text", ["", "x", "2021-13", "29/2/2021", "2021-05-12-01", "12", "1/2/3", "0000", "2021-", "³/2021"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        day_of(text)


def test_orders_and_pages(corpus: sqlite3.Connection) -> None:
    def urls(order: str, limit: int = 9, skip: int = 0) -> list[str]:
        return [hit.url.rpartition("/")[2] for hit in search(corpus, "khuy* OR dau OR binh", Filters(), Slice(order, limit, skip))]

    assert urls("newest") == ["hoa-moi", "dau-tam", "hue", "dau-tu", "dau-khi", "hoa-cu"]
    assert urls("oldest") == ["dau-khi", "dau-tu", "hue", "dau-tam", "hoa-moi", "hoa-cu"]
    assert urls("newest", 2, 2) == ["hue", "dau-tu"]
    best = urls("best")
    assert urls("best", 2, 2) == best[2:4]
    assert urls("best", 4, 4) == best[4:]
    assert urls("oldest", 5, 6) == []


def test_attention_over_time(corpus: sqlite3.Connection) -> None:
    def periods(query: str, by: str = "", filters: Filters | None = None) -> list[Period]:
        narrowed = filters or Filters()
        return over_time(corpus, found_in(corpus, parse(query), narrowed), narrowed, by)

    months = periods("khuy*")
    assert (months[0], months[-1], len(months)) == (Period("2020-01", 1, 1), Period("2021-07", 1, 1), 19)
    assert Period("2020-02", 0, 0) in months
    assert periods("dau", "year") == [Period("2019", 2, 2), Period("2020", 0, 1), Period("2021", 1, 2)]
    assert periods("dau", "year", Filters(province="Yên Bái")) == [Period("2021", 1, 1)]
    assert periods("xả lũ") == []  # undated
    found = found_in(corpus, parse("dau OR lu"), Filters())
    assert sum(one.hits for one in found) == 4
    assert [(group.value, group.hits) for group in groups(found)["source"]] == [("moit", 3)]
    assert groups(found)["province"][0].hits == 1
    assert by_year(found, "source") == {"moit": {"2019": 2, "2021": 1}}
    assert by_year(found, "province")["Yên Bái"] == {"2021": 1}


def test_dates_and_names_as_vietnamese_write_and_order_them() -> None:
    assert [day(text, "vi") for text in ("2021-05-12T07:00", "2021-05", "2021", None)] == ["12/5/2021", "5/2021", "2021", ""]
    assert day("2021-05-12T07:00", "en") == "2021-05-12"
    names = [
        "Đà Nẵng",
        "Điện Biên",
        "Hà Nội",
        "Hà Nam",
        "Hải Dương",
        "Ân Thi",
        "An Giang",
        "Bà Rịa",
        "Bắc Ninh",
        "Bạc Liêu",
        "Đồng Nai",
        "Đắk Lắk",
    ]
    assert sorted(names, key=name_key) == [
        "An Giang", "Ân Thi", "Bà Rịa", "Bạc Liêu", "Bắc Ninh", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Hà Nam", "Hà Nội",
        "Hải Dương",
    ]  # fmt: skip


def test_the_page_has_chips_that_go_and_counts(site: Site) -> None:
    text = html.unescape(site.get("/search?q=dau&province=yen+bai&year=2021&_lang=en").text)
    chips = re.findall(r'<li><a href="([^"]+)" title="articles without it: (\d+)".*?<b>([^<]+)</b>', text)
    assert [(number, words) for _, number, words in chips] == [("1", "Yên Bái"), ("1", "2021")]
    assert chips[0][0] == "/search?q=dau&year=2021"
    assert '<li><a href="/search?q=dau" ' in html.unescape(site.get("/search?q=dau&source=moit&page=3").text)


def test_the_page_pages(site: Site) -> None:
    assert 'id="found">3 articles found' in site.get("/search?q=dau&_lang=en").text
    beyond = site.get("/search?q=dau&page=2&_lang=en").text
    assert "nothing" not in beyond
    assert 'rel="prev"' in beyond
    assert site.get("/search?q=dau&page=999999999999&sort=newest").status_code == 200


def test_wrong_words_are_told(site: Site) -> None:
    text = site.get("/search?q=dau&province=Yen+Bay&_lang=en").text
    assert 'id="found">0 ' in text
    assert '<a href="/search?q=dau&amp;province=Y%C3%AAn+B%C3%A1i" lang="vi">Yên Bái</a>?' in text
    for words in ("year=21", "since=1/2/3", "role=king", "until=x"):
        text = site.get(f"/search?q=dau&{words}&_lang=vi").text
        assert 'role="alert"' in text
        assert 'id="found">3 ' in text


def test_nothing_with_accents_leads_to_the_search_without(site: Site) -> None:
    text = site.get("/search?q=dấu&_lang=en").text
    assert 'id="folded" href="/search?q=d%E1%BA%A5u&amp;accents=any">Without accents: 3 articles found' in text
    assert 'id="found">3 ' in site.get("/search?q=dấu&accents=any&_lang=en").text
    assert re.search(r'name="accents" value="any" checked', site.get("/search?q=dau").text)
    assert not re.search(r'name="accents" value="any" checked', site.get("/search?q=dầu").text)


def test_results_as_csv(site: Site) -> None:
    answer = site.get("/search.csv?q=dau&province=yen+bai")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["title"], row["published"], row["province"], row["year"]) for row in rows] == [
        ("Trồng dâu nuôi tằm", "2021-07-01", "Yên Bái", "2021")
    ]
    assert len(list(csv.reader(io.StringIO(site.get("/search.csv?q=dau").text)))) == 4
