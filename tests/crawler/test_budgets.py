"""Nothing is endless: a branch that brings nothing is left, a run has its budgets, and a source that needs hours holds no other back."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from crawler.cli import parser
from spiders.finding import endless as rules
from spiders.finding.endless import Branches, branches_of
from tests.crawler.portal_site import rows
from tests.crawler.timed_sources import ran
from tests.paths import ROOT
from tests.servers import endless

FOLDER, FORM, HOST = 6, 12, 24  # patience of the crawls below
DRIVER = f"""
import sys
from crawler.running import crawling, recorder
from spiders.finding import endless
endless.FOLDER_PAGES, endless.FORM_PAGES, endless.SITE_PAGES = {FOLDER}, {FORM}, {HOST}
crawling.DEAL_EVERY, recorder.BEAT = 0.5, 0.3
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""


def crawl(folder: Path, *more: str, limit: float = 200) -> subprocess.CompletedProcess[str]:
    arguments = ["crawl", "--sources-dir", folder / "sources", "--pages-db", folder / "p.db", "--corpus-db", folder / "c.db", *more]
    command = [sys.executable, "-c", DRIVER, *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit, check=False)


SITE = 3 + endless.ARTICLES + endless.SECTION + endless.SECTION // 10  # requests for all of a site without a trap, robots.txt among them


@dataclass(frozen=True)
class Ended:
    """A crawl of sites without end or beyond their budgets: paths asked for by source, why by source, and what was printed."""

    asked: dict[str, list[str]]
    why: dict[str, str]
    stored: dict[str, int]
    failed: int
    status: int
    printed: str


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    """One crawl of all, then another of `pages` alone (its paths are in the list `pages` as well)."""
    folder = tmp_path_factory.mktemp("ended")
    own = {
        "wide": [],
        "none": [],
        "pages": ["max_run_pages = 20"],
        "hours": ["max_run_hours = 0.001", "delay = 0.4"],
        "patient": ["max_run_hours = 0.001"],
    }
    robots = {"patient": "User-agent: *\nCrawl-delay: 86400\n"}
    with ExitStack() as stack:
        asked = {}
        for name, lines in own.items():
            host, asked[name] = stack.enter_context(endless.serve("wide" if name == "wide" else "none", robots.get(name, "")))
            endless.write_source(folder / "sources", name, host, *lines)
        done = crawl(folder)
        why = dict(rows(folder / "p.db", "SELECT source, why FROM runs"))
        asked["first pages"] = list(asked["pages"])
        crawl(folder, "pages", "--max-pages", "0")
        stored = dict(rows(folder / "c.db", "SELECT source, count(*) FROM articles GROUP BY source"))
        failed = len(rows(folder / "p.db", "SELECT 1 FROM urls WHERE state = 'failed'"))
        yield Ended(asked, why, stored, failed, done.returncode, done.stdout + done.stderr)


@pytest.mark.slow
def test_a_branch_that_brings_nothing_is_left_and_the_real_section_is_found_whole(ended: Ended) -> None:
    assert len(ended.asked["none"]) == SITE, ended.printed[-3000:]
    assert SITE + FOLDER <= len(ended.asked["wide"]) <= SITE + 4 * FORM
    assert ended.stored["none"] == ended.stored["wide"] == endless.ARTICLES + endless.SECTION


@pytest.mark.slow
def test_a_run_ends_at_its_budget_of_requests_and_the_next_one_goes_on(ended: Ended) -> None:
    assert "budget of 20 requests" in ended.why["pages"]
    assert len(ended.asked["first pages"]) == 20 + 1  # robots.txt
    asked = ended.asked["pages"]
    assert sorted(path for path in set(asked) if asked.count(path) > 1) == ["/", "/robots.txt"]
    assert len(set(asked)) == SITE
    assert ended.stored["pages"] == endless.ARTICLES + endless.SECTION
    assert "budget" not in ended.why["none"]


@pytest.mark.slow
def test_a_run_ends_at_its_budget_of_time_whatever_it_waits_for(ended: Ended) -> None:
    assert "budget of 0.001 h" in ended.why["hours"]
    assert 2 < len(ended.asked["hours"]) < 15
    assert "budget of 0.001 h" in ended.why["patient"]
    assert ended.asked["patient"] == ["/robots.txt"]  # the day it asks for between two requests is not over
    assert ended.failed == 0


@pytest.mark.soak
def test_no_trap_holds_a_crawl(tmp_path: Path) -> None:
    with ExitStack() as stack:
        asked = {}
        for trap in endless.DOORS:
            host, asked[trap] = stack.enter_context(endless.serve(trap))
            endless.write_source(tmp_path / "sources", trap, host)
        done = crawl(tmp_path, limit=600)
        first = {trap: len(paths) for trap, paths in asked.items()}
        for paths in asked.values():
            paths.clear()
        again = crawl(tmp_path)
        second = {trap: len(paths) for trap, paths in asked.items()}
    assert (done.returncode, again.returncode) == (0, 0), done.stderr[-3000:]
    stored = dict(rows(tmp_path / "c.db", "SELECT source, count(*) FROM articles GROUP BY source"))
    assert stored == dict.fromkeys(endless.DOORS, endless.ARTICLES + endless.SECTION)
    assert all(SITE + FOLDER <= n <= SITE + 20 * FORM for trap, n in first.items() if trap != "none"), first
    assert second == dict.fromkeys(endless.DOORS, 2)  # robots.txt and the front page: a branch that has ended is not tried anew


@pytest.mark.soak
def test_a_source_without_end_holds_no_other_back(tmp_path: Path) -> None:
    """Five small ones, two of which become due only while it is being crawled."""
    small = [f"nho-{n}" for n in range(5)]
    asked = {}
    with ExitStack() as stack:
        host, _ = stack.enter_context(endless.serve("roots"))
        endless.write_source(tmp_path / "sources", "lon", host, "delay = 0.3", "max_run_hours = 0.004")
        for name in small:
            host, asked[name] = stack.enter_context(endless.serve("none"))
            endless.write_source(tmp_path / "sources", name, host, 'every = "6h"', "max_run_pages = 6")
        for name in small[3:]:
            ran(tmp_path, name, 6 - 8 / 3600)  # due in eight seconds
        began = time.monotonic()
        done = crawl(tmp_path, "--due", limit=100)
        took = time.monotonic() - began
    runs = rows(tmp_path / "p.db", "SELECT source, started_at, finished_at FROM runs WHERE fetched > 0")  # not those that only tell when
    ended = {source: finished for source, _, finished in runs}
    assert set(ended) == {"lon", *small}, done.stdout + done.stderr[-2000:]
    assert all(start < ended["lon"] for _, start, _ in runs), runs
    assert all(len(paths) == 1 + 6 for paths in asked.values())
    assert took > 0.004 * 3600
    assert all(name in done.stdout for name in ("lon", *small))


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://x.vn/a/b/c.html", ["x.vn/a/", "x.vn/a/b/", "x.vn/*/*/*?", "x.vn"]),
        ("http://x.vn/a/2021/05/c.html", ["x.vn/a/", "x.vn/a/0/", "x.vn/a/0/0/", "x.vn/*/*/*/*?", "x.vn"]),
        ("http://x.vn/xem?b=1&a=lua", ["x.vn/xem/", "x.vn/*?a&b", "x.vn"]),
        ("http://x.vn/", ["x.vn?", "x.vn"]),
    ],
)
def test_the_branches_of_an_address(url: str, wanted: list[str]) -> None:
    assert [branch.pattern for branch in branches_of(url)] == wanted


def test_a_branch_ends_after_so_many_pages_and_an_article_revives_it() -> None:
    branches = Branches()
    for n in range(rules.FOLDER_PAGES):
        assert not branches.ended("http://x.vn/a/next")
        branches.barren(f"http://x.vn/a/{'abcdefghij'[n % 10]}{'abcdefghij'[n // 10]}")
    assert branches.ended("http://x.vn/a/next")
    assert branches.ended("http://x.vn/a/deeper/next")
    assert not branches.ended("http://x.vn/b/next")
    branches.fruitful("http://x.vn/a/found")
    assert not branches.ended("http://x.vn/a/next")


def test_what_is_not_read_yet_is_neither_good_nor_bad() -> None:
    branches = Branches()
    for _ in range(rules.FOLDER_PAGES - 1):
        branches.barren("http://x.vn/a/b")
    assert not branches.doubtful("http://x.vn/a/next")
    branches.fetched("http://x.vn/a/c")
    assert branches.doubtful("http://x.vn/a/next")
    assert not branches.ended("http://x.vn/a/next")
    branches.fetched("http://x.vn/a/c", -1)
    branches.fruitful("http://x.vn/a/c")
    assert not branches.doubtful("http://x.vn/a/next")


def test_the_same_articles_beside_every_page_do_not_keep_a_branch_alive() -> None:
    branches = Branches()
    assert branches.shows("http://x.vn/a/b", ["http://x.vn/tin/1", "http://x.vn/tin/2"])
    assert not branches.shows("http://x.vn/a/c", ["http://x.vn/tin/2"])
    assert branches.shows("http://x.vn/a/d", ["http://x.vn/tin/2", "http://x.vn/tin/3"])


@pytest.mark.parametrize("given", [("--max-pages", "-1"), ("--max-pages", "many"), ("--max-hours", "-0.5"), ("--max-hours", "inf")])
def test_budgets_that_make_no_sense_are_refused(given: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["crawl", *given])
    assert ended.value.code == 2
    assert given[0] in capsys.readouterr().err
