"""Backfill: a window of time walked newest to oldest on every kind of paging, with at most one listing page beyond it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from pipelines.archive import url_table, walks
from pipelines.archive.schema import open_archive
from pipelines.archive.url_table import FoundLink
from spiders.finding.endless import SITEMAP_DEPTH
from tests.paths import ROOT
from tests.servers import paging

pytestmark = pytest.mark.slow  # real crawls

SINCE, UNTIL = "2018-07-01", "2019-03-31"
INSIDE = [i for i, day in enumerate(paging.ARTICLES) if SINCE <= day.isoformat() <= UNTIL]
LAST_PAGE = max(INSIDE) // paging.PER_PAGE + 1  # the page that holds the oldest article of the window
PAGING = {
    "offset": '{ template = "{listing}/?BRSR={n}", start = 6, step = 6 }',
    "fragment": '{ template = "{listing}/?page={n}" }',
    "json": '{ template = "{listing}/?page={n}" }',
    "days": '{ template = "{listing}/{dd}-{mm}-{yyyy}" }',
}
SITEMAPS = {"sitemap": "sitemap.xml", "deeper": "deeper/", "circle": "circle/a"}


def source_file(folder: Path, host: str, kind: str, more: str = "") -> None:
    where = f'sitemaps = ["http://{host}/{SITEMAPS[kind]}"]' if kind in SITEMAPS else f'listings = ["http://{host}/{kind}/"]'
    paging = f"paging = {PAGING[kind]}\n" if kind in PAGING else ""
    (folder / "test-site.toml").write_text(
        f'title = "Trang thử"\nkind = "replica"\nhosts = ["{host}"]\nevidence = ["test"]\nconfidence = "high"\nverified_live = false\n'
        f"{where}\narticle_url = ['^/tin/']\ndelay = 0\nfloor = 0\nallow_private = true\nmax_listing_pages = 500\n{paging}{more}",
        encoding="utf-8",
    )


def crawl(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder), "--pages-db", str(folder / "p.db"),
               "--corpus-db", str(folder / "c.db"), *more]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def stored(folder: Path) -> set[str]:
    with sqlite3.connect(folder / "c.db") as db:
        paths = {url.partition("/tin/")[2] for (url,) in db.execute("SELECT url FROM articles")}
    db.close()
    return paths


def paths(indexes: Iterable[int]) -> set[str]:
    return {paging.path_of(i).removeprefix("/tin/") for i in indexes}


@pytest.mark.parametrize("kind", ["next", "numbers", "offset", "fragment", "json", "postback", "undated", "days", "sitemap"])
def test_a_window_is_found_whole_and_left_after_one_page(tmp_path: Path, kind: str) -> None:
    with paging.serve() as (host, log):
        source_file(tmp_path, host, kind)
        done = crawl(tmp_path, "--since", SINCE, "--until", UNTIL)
    assert done.returncode == 0, done.stderr
    articles = {line.partition("/tin/")[2] for line in log if "/tin/" in line}
    asked = [line for line in log if "/tin/" not in line and "robots" not in line]
    assert paths(INSIDE) <= stored(tmp_path)
    if kind == "sitemap":
        assert len(asked) == 1 + len({paging.ARTICLES[i].strftime("%Y-%m") for i in INSIDE})
    elif kind == "days":
        assert articles == paths(INSIDE)
        assert len(asked) <= 1 + 274 + 1  # the listing, every day of the window, one before it
    else:
        assert len(asked) <= LAST_PAGE + 1
        assert len(asked) == len(set(asked))
        if kind != "undated":
            assert articles == paths(INSIDE)


def test_coverage_tells_no_articles_from_not_crawled(tmp_path: Path) -> None:
    with paging.serve() as (host, _):
        source_file(tmp_path, host, "next")
        crawl(tmp_path, "--since", SINCE, "--until", UNTIL)
    with sqlite3.connect(tmp_path / "c.db") as db:
        coverage = {row[0]: row[1:] for row in db.execute("SELECT month, listed, fetched, stored, failed, waiting FROM coverage")}
        walks = db.execute("SELECT pages, oldest, ended_by, reached_end FROM walks").fetchall()
    db.close()
    month = paging.ARTICLES[INSIDE[3]].strftime("%Y-%m")
    n = sum(day.strftime("%Y-%m") == month for day in paging.ARTICLES)
    assert coverage[month] == (n, n, n, 0, 0)
    assert coverage["2020-12"] == (1, 0, 0, 0, 1)  # listed, not fetched: outside the window
    assert "2015-06" not in coverage  # never looked at ...
    assert walks == [
        (LAST_PAGE + 1, paging.ARTICLES[(LAST_PAGE + 1) * paging.PER_PAGE - 1].isoformat(), "window", 0)
    ]  # ... and this says so


def test_a_walk_goes_to_the_end_once_and_to_known_ground_afterwards(tmp_path: Path) -> None:
    with paging.serve() as (host, log):
        source_file(tmp_path, host, "offset")
        crawl(tmp_path)
        assert len([line for line in log if "/offset" in line]) == paging.PAGES + 1
        assert len(stored(tmp_path)) == len(paging.ARTICLES)
        log.clear()
        crawl(tmp_path)
    assert [line for line in log if "robots" not in line] == ["GET /offset/"]


def test_sections_found_on_the_front_page_are_walked_in_every_run(tmp_path: Path) -> None:
    with paging.serve() as (host, log):
        source_file(tmp_path, host, "front", "listing_url = ['^/(next|numbers)/$']\n")
        crawl(tmp_path)
        assert len(stored(tmp_path)) == len(paging.ARTICLES)
        log.clear()
        crawl(tmp_path)
    assert sorted(line for line in log if "robots" not in line) == ["GET /front/", "GET /next/", "GET /numbers/"]


def test_the_daily_budget_spreads_a_crawl_over_days(tmp_path: Path) -> None:
    with paging.serve() as (host, _):
        source_file(tmp_path, host, "next", "daily_pages = 7\n")
        crawl(tmp_path)
        assert len(stored(tmp_path)) == 7
        crawl(tmp_path)
        assert len(stored(tmp_path)) == 7  # the same day


def test_budget_left_links_are_waiting_not_lost(tmp_path: Path) -> None:
    with paging.serve() as (host, _):
        source_file(tmp_path, host, "next")
        crawl(tmp_path, "--max-articles", "5")
        assert len(stored(tmp_path)) == 5
        crawl(tmp_path)
        assert len(stored(tmp_path)) == len(paging.ARTICLES)


def test_what_a_window_left_out_of_a_sitemap_index_is_fetched_by_the_next_crawl(tmp_path: Path) -> None:
    with paging.serve() as (host, _):
        source_file(tmp_path, host, "sitemap")
        crawl(tmp_path, "--since", SINCE, "--until", UNTIL)
        assert stored(tmp_path) == paths(INSIDE)
        crawl(tmp_path)
        assert len(stored(tmp_path)) == len(paging.ARTICLES)


def test_sitemaps_nested_without_end_are_left_at_their_depth(tmp_path: Path) -> None:
    with paging.serve() as (host, log):
        source_file(tmp_path, host, "deeper")
        first = crawl(tmp_path)
        asked = [line for line in log if "/deeper/" in line]
        log.clear()
        second = crawl(tmp_path)
        again = [line for line in log if "/deeper/" in line]
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert "good" in first.stdout
    assert max(len(line.partition("/deeper/")[2]) for line in asked) == SITEMAP_DEPTH
    assert len(asked) == len(set(asked)) == 2 ** (SITEMAP_DEPTH + 1) - 1
    assert sorted(again) == sorted(asked)  # undated indexes are asked again in every run, and once
    assert paths(range(SITEMAP_DEPTH)) <= stored(tmp_path)


def test_sitemaps_that_name_one_another_are_asked_for_once(tmp_path: Path) -> None:
    with paging.serve() as (host, log):
        source_file(tmp_path, host, "circle")
        for _ in range(2):
            log.clear()
            done = crawl(tmp_path)
            assert sorted(line for line in log if "/circle/" in line) == ["GET /circle/a", "GET /circle/b"], done.stderr
            assert "test-site" in done.stdout


def test_a_sitemap_found_but_never_walked_is_due_again(tmp_path: Path) -> None:
    """What a killed run leaves behind."""
    archive = open_archive(tmp_path / "p.db")
    at, later = "2026-01-01T00:00:00+00:00", "2026-01-02T00:00:00+00:00"
    child = FoundLink("https://x.vn/sitemap-1.xml", "sitemap", lastmod="2025-12-31")
    assert url_table.record_links(archive, "s", [child], at) == [child]
    assert url_table.record_links(archive, "s", [child], later) == [child]
    walk = walks.start_walk(archive, "s", child.url, "listing", later)
    walks.end_walk(archive, "s", walk, walks.WalkEnd(later, 1, "end"))
    assert url_table.record_links(archive, "s", [child], later) == []
