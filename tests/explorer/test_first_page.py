"""What a browser would complain of: pages that come late, are heavy, or ask something of other machines."""

from __future__ import annotations

import csv
import re
import statistics
import time
import urllib.request
from collections.abc import Iterator

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.charts.drawing import Bar, columns
from explorer.charts.specs import Axis, Plot, heat
from explorer.name_order import name_key
from tests.explorer_fixtures import replica_corpus, serve

MOST_SECONDS = 0.3  # of the first page: 0.011 s on two cores; the bound is for busy ones
MOST_BYTES = 200_000
AWAY = re.compile(r"""(?:src|action|poster|data)\s*=\s*["']?(?:https?:)?//[^"'\s>]+|<link\b[^>]*href=["']?(?:https?:)?//[^"'\s>]+""")
AWAY_IN_STYLE = re.compile(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, base = serve(replica_corpus(tmp_path_factory.mktemp("replica")))
    yield base
    process.terminate()
    process.wait(timeout=20)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return str(answer.read().decode())


def seconds(address: str) -> float:
    begun = time.perf_counter()
    read(address)
    return time.perf_counter() - begun


def test_the_first_page_comes_at_once(site: str) -> None:
    seconds(site + "/")  # the first visitor opens the database
    took = statistics.median(seconds(site + "/") for _ in range(9))
    assert took < MOST_SECONDS, f"{took:.3f} s"
    assert len(read(site + "/").encode()) < MOST_BYTES


def test_no_page_asks_anything_of_another_machine(site: str) -> None:
    first = read(site + "/")
    menu = re.findall(r'<li><a href="(/[^"]*)"', first.split("</header>")[0])
    assert len(menu) >= 7
    style = set()
    for path in dict.fromkeys([*menu, "/search?q=khuyen", "/corpus", "/corpus/coverage-gaps", "/corpus/v_supports"]):
        page = read(site + path).replace(site, "")
        assert AWAY.findall(page) == [], path
        assert not AWAY_IN_STYLE.search(page), path
        style |= set(re.findall(r'<link rel="stylesheet" href="([^"]+)"', page))
    assert len(style) >= 2
    for sheet in style:
        assert not AWAY_IN_STYLE.search(read(site + sheet)), sheet


@pytest.mark.parametrize(("language", "rest"), [("en", "counts and measures, not rated"), ("vi", "số lượng và đơn vị đo, không đánh giá")])
def test_the_numbers_of_the_first_page_add_up_and_lead_on(site: str, language: str, rest: str) -> None:
    page = read(f"{site}/?_lang={language}")
    tiles = page.split('<dl class="tiles">')[1].split("</dl>")[0]
    figures = re.search(r"/corpus/v_amounts[^<]*<.*?<dd>([\d.,]+)", tiles)
    rated = re.findall(r"</span> ([\d.,]+) ", tiles)
    others = re.search(rf"\+ ([\d.,]+) {rest}", tiles)
    assert figures is not None
    assert others is not None
    every, *parts = (int(re.sub(r"\D", "", text)) for text in (figures[1], *rated, others[1]))
    assert len(parts) == 4
    assert every == sum(parts) > 1000
    leads = re.findall(r'<dt><a href="([^"]+)"', tiles)
    assert len(leads) == 5
    assert all("<table" in read(site + lead) for lead in leads)


def test_the_highest_bar_says_how_much_it_is(site: str) -> None:
    bars = re.search(r'<svg class="chart bars.*?</svg>', read(f"{site}/?_lang=en"), re.DOTALL)
    assert bars is not None
    told = [int(size) for size in re.findall(r"<title>[\d-]+: (\d+)</title>", bars[0])]
    assert re.search(r'class="most"[^>]*/><text [^>]*>(\d+)<', bars[0])[1] == str(max(told))  # type: ignore[index]
    share = re.findall(r'class="most"[^>]*/><text [^>]*>([^<]+)<', read(f"{site}/search?q=h%E1%BB%97+tr%E1%BB%A3&by=year&_lang=vi"))
    assert re.fullmatch(r"[\d,]+ %", share[1])
    assert 'class="most"' not in columns("nothing", [Bar("2020", 0, "")])


def test_thin_coverage_leads_to_its_reasons(site: str) -> None:
    link = re.search(r'id="gaps"><a href="([^"]+)">(.*?)</a>', read(f"{site}/charts/coverage?_lang=en"))
    assert link is not None
    assert "nobody looked" in link[2]
    assert "no news" in read(site + link[1])
    assert 'id="gaps"' not in read(f"{site}/charts/roles")


def test_a_map_of_articles_says_no_article_and_one_of_money_no_figure(site: str) -> None:
    for path, words, others in (
        ("/", "no article", "no figure"),
        ("/map", "no article", "no figure"),
        ("/map?measure=support", "no figure", "no article"),
    ):
        legend = read(site + path).split('<ul class="shades">')[1].split("</ul>")[0]
        assert words in legend, path
        assert others not in legend, path


def test_frames_alone_have_no_legend() -> None:
    def legend(*values: str | None) -> object:
        plot = Plot("x", [{"class": value} for value in values], Axis("year", "", ["2020"]), Axis("province", "", ["A"]), {})
        return heat(plot, Axis("class", "", ["under 5"], ["$s1"]))["layer"][0]["encoding"]["color"]["legend"]

    assert legend(None, None) is None
    assert legend(None, "under 5") is not None


@pytest.mark.parametrize("language", ["en", "vi"])
def test_roles_of_as_many_figures_stand_in_the_order_of_their_names(site: str, language: str) -> None:
    rows = list(csv.reader(read(f"{site}/charts/roles.csv?_lang={language}").splitlines()))[1:]
    shown = [(-int(row[1]), name_key(row[0])) for row in rows]
    assert len(shown) > 8
    assert shown == sorted(shown)


@pytest.mark.parametrize(
    ("html", "asks"),
    [
        ('<script src="https://cdn.example/x.js">', True),
        ("<img src=//a.example/b.png>", True),
        ('<link rel="preconnect" href="https://fonts.example">', True),
        ('<form action="http://a.example/">', True),
        ('<a href="https://soct.example.vn/bai">', False),
        ('<img src="/a.png"><link rel="icon" href="data:,">', False),
    ],
)
def test_what_asks_and_what_only_leads_away(html: str, asks: bool) -> None:
    assert bool(AWAY.search(html)) is asks
