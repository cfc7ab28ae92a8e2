"""A portal behind a filter, crawled over real sockets: nothing that stands before an article is taken for it, nothing is lost by it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.crawler.portal_site import rows
from tests.paths import ROOT
from tests.servers import walls
from tests.servers.walls import SHAPES, WALLED

pytestmark = pytest.mark.slow  # real crawls


def crawl(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder / "sources"), "--pages-db", str(folder / "p.db"),
               "--corpus-db", str(folder / "c.db"), *more]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def stored(folder: Path) -> list[str]:
    """The names of the stored articles, in order."""
    found = (urlsplit(url).path for (url,) in rows(folder / "c.db", "SELECT url FROM articles"))
    return sorted(path.rpartition("/")[2].removesuffix(".html").removesuffix("-7") for path in found)


def outcome(folder: Path, path: str) -> tuple[Any, ...]:
    found = rows(folder / "p.db", f"SELECT state, outcome, reason FROM urls WHERE url LIKE '%{path}'")
    assert len(found) == 1, path
    return found[0]


def test_what_stands_before_articles_is_asked_for_again_and_never_an_article(tmp_path: Path) -> None:
    with walls.start(entry="/vao") as portal:
        portal.write_source(tmp_path / "sources")
        done = crawl(tmp_path)
        assert stored(tmp_path) == sorted(set(SHAPES) - set(WALLED))
        for name in WALLED:
            assert outcome(tmp_path, f"/tin/{name}-7.html") == ("failed", "failed", "wall"), name
        assert "wall 9" in done.stderr  # those, and the page two of them led to
        assert portal.counts()["/login.aspx?ReturnUrl=/tin/dang-nhap-7.html"] == 0
        assert portal.counts()["/chuyen/lam-moi.html"] == 1
        assert rows(tmp_path / "p.db", "SELECT reached_end FROM walks ORDER BY listing") == [(1,), (0,)]

        portal.up = False
        portal.log.clear()
        assert crawl(tmp_path).returncode == 0
        asked = portal.counts()
        assert stored(tmp_path) == sorted(SHAPES)
        assert {path for path in asked if path.startswith("/tin/")} == {f"/tin/{name}-7.html" for name in WALLED}
        assert max(asked.values()) == 1
        assert replayed(tmp_path) == {url for (url,) in rows(tmp_path / "c.db", "SELECT url FROM articles")}


def test_old_dead_links_are_no_news(tmp_path: Path) -> None:
    with walls.start(up=False, articles=tuple(map(str, range(6)))) as portal:
        portal.write_source(tmp_path / "sources")
        assert crawl(tmp_path).returncode == 0
        portal.articles = ()
        with closing(sqlite3.connect(tmp_path / "p.db")) as db, db:  # days later
            db.execute("UPDATE urls SET next_visit = '2020-01-01T00:00:00+00:00' WHERE kind = 'article'")
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stderr
        assert rows(tmp_path / "p.db", "SELECT verdict, failed FROM runs ORDER BY started_at")[-1] == ("good", 6)
        assert rows(tmp_path / "p.db", "SELECT state, reason, count(*) FROM urls WHERE kind = 'article' GROUP BY 1, 2") == [
            ("failed", "http_404", 6)
        ]
        assert len(stored(tmp_path)) == 6


def replayed(folder: Path) -> set[str]:
    """The articles of a replay."""
    command = [sys.executable, "-m", "crawler.cli", "replay", "--pages-db", str(folder / "p.db"), "--corpus-db", str(folder / "again.db"),
               "--sources-dir", str(folder / "sources")]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return {url for (url,) in rows(folder / "again.db", "SELECT url FROM articles")}


@pytest.mark.soak
def test_walls_that_stay_are_not_asked_without_end(tmp_path: Path) -> None:
    with walls.start(articles=("mo", "dang-nhap", "cookie", "tro-lai")) as portal:
        portal.write_source(tmp_path / "sources")
        for _ in range(4):
            crawl(tmp_path)
        assert {name: portal.counts()[f"/tin/{name}-7.html"] for name in portal.articles} == {
            "mo": 1, "dang-nhap": 2, "cookie": 2, "tro-lai": 2}  # fmt: skip


@pytest.mark.parametrize("walled", [pytest.param("/tin-tuc", marks=pytest.mark.soak), "/tin-tuc?trang=2"])
def test_a_listing_that_is_a_wall_is_not_walked_to_its_end(tmp_path: Path, walled: str) -> None:
    with walls.start(articles=tuple(map(str, range(8))), listing_wall=walled) as portal:
        portal.write_source(tmp_path / "sources", "listing_url = ['^/khong$']", "article_url = ['^/tin/']")
        done = crawl(tmp_path)
        assert rows(tmp_path / "p.db", "SELECT * FROM walks") == []
        assert (done.returncode, "wall 1" in done.stderr) == ((1, True) if walled == "/tin-tuc" else (0, False))
        assert len(stored(tmp_path)) == (0 if walled == "/tin-tuc" else 6)
        portal.listing_wall = ""
        assert crawl(tmp_path).returncode == 0
        assert rows(tmp_path / "p.db", "SELECT reached_end FROM walks") == [(1,)]
        assert stored(tmp_path) == [str(n) for n in range(8)]


def test_sections_paged_by_query_are_no_articles_and_cost_no_more_than_they_are(tmp_path: Path) -> None:
    with walls.start(up=False, articles=tuple(map(str, range(20)))) as portal:
        portal.write_source(tmp_path / "sources")
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stderr
        assert stored(tmp_path) == sorted(map(str, range(20)))
        asked = portal.counts()
        lists = {path for path in asked if path.startswith(("/tin-tuc", "/khuyen-cong"))}
        assert len(lists) >= 8
        assert sum(asked.values()) <= 1.3 * (20 + len(lists))
