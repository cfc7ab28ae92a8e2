"""What a browser would complain of: pages that come late, are heavy, or ask something of other machines."""

from __future__ import annotations

import re
import statistics
import time
import urllib.request
from collections.abc import Iterator

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

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
