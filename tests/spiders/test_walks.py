"""When a walk goes on and when it stops; what guards against lists without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest

from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import FoundLink, record_links
from pipelines.archive.walks import DEEP_EVERY, Walk, WalkEnd, end_walk, start_walk
from pipelines.sources.source import Paging, Source
from pipelines.values.outcome import Outcome
from pipelines.values.page import Hints, Page
from spiders.fetching.headers import Validators
from spiders.finding.endless import BARREN, MOST_WALKS, SITEMAP_DEPTH, SITEMAP_ENDS, Alike, shape_of, undated_sitemaps
from spiders.finding.listing import ListingPage
from spiders.finding.walks import MARGIN, QUIET_DAYS, WalkState, Window, note_page, reason_to_stop
from spiders.run import Errand, Run
from spiders.visiting import Visiting
from spiders.walking import Walking

SOURCE = Source("x", "X", "department", ("x.vn",), ("test",), "high", False, listings=("https://x.vn/muc/",))
DAYS = msgspec.structs.replace(SOURCE, paging=Paging("{listing}/{yyyy}/{mm}/{dd}"))
OPEN = Window()
NEW, KNOWN, DEEP = (Walk("https://x.vn/muc/", known, deep) for known, deep in ((False, False), (True, False), (True, True)))


def state(walk: Walk = NEW, **shown: Any) -> WalkState:
    return WalkState(walk, **shown)


@pytest.mark.parametrize(
    ("walk", "without_news", "wanted"),
    [
        (NEW, 99, None),
        (KNOWN, 0, None),
        (KNOWN, 1, "known"),
        (DEEP, 1, None),
        (DEEP, 2, None),
        (DEEP, 3, "known"),  # MARGIN
    ],
)
def test_known_ground_ends_a_walk_and_a_deep_one_after_its_margin(walk: Walk, without_news: int, wanted: str | None) -> None:
    assert reason_to_stop(state(walk, without_news=without_news), SOURCE, OPEN) == wanted
    assert MARGIN == 3
    for window in (Window(since="2020-01-01"), Window(until="2020-01-01")):  # walked through whatever is known
        assert reason_to_stop(state(walk, without_news=without_news), SOURCE, window) is None


def test_known_ground_is_pages_in_a_row() -> None:
    walk = state(DEEP)
    news = [0, 0, 1, 0, 0, 0]
    said = []
    for number, new in enumerate(news):
        note_page(walk, ListingPage((FoundLink(f"https://x.vn/tin-{number}", "article"),)), new, ())
        said.append(reason_to_stop(walk, SOURCE, OPEN))
    assert said == [None, None, None, None, None, "known"]


@pytest.mark.parametrize(
    ("source", "quiet", "wanted"), [(SOURCE, 0, None), (SOURCE, 1, "end"), (DAYS, QUIET_DAYS, None), (DAYS, QUIET_DAYS + 1, "end")]
)
def test_an_empty_page_is_the_end_but_not_a_day_without_news(source: Source, quiet: int, wanted: str | None) -> None:
    assert QUIET_DAYS == 10
    assert reason_to_stop(state(quiet=quiet), source, OPEN) == wanted


@pytest.mark.parametrize(("number", "wanted"), [(49, None), (50, "limit"), (51, "limit")])
def test_a_walk_has_a_limit(number: int, wanted: str | None) -> None:
    assert SOURCE.max_listing_pages == 50
    assert reason_to_stop(state(number=number), SOURCE, OPEN) == wanted


@pytest.mark.parametrize(
    ("shown", "wanted"),
    [
        ({"dates": ["2020-05-01", "2020-04-30"]}, None),  # its newest article still lies in the window
        ({"dates": ["2020-04-30", "2020-04-29"]}, "window"),
        ({"dates": []}, None),
        ({"day": "2020-05-01"}, None),
        ({"day": "2020-04-30"}, "window"),
    ],
)
def test_a_window_is_left_when_a_whole_page_lies_before_it(shown: dict[str, Any], wanted: str | None) -> None:
    assert reason_to_stop(state(**shown), SOURCE, Window(since="2020-05-01")) == wanted


@pytest.mark.parametrize(
    ("published", "wanted"),
    [("2020-04-30T23:59:00", False), ("2020-05-01", True), ("2020-05-31T23:59:00", True), ("2020-06-01", False), (None, True), ("", True)],
)
def test_a_window_holds_its_first_and_its_last_day(published: str | None, wanted: bool) -> None:
    assert Window("2020-05-01", "2020-05-31").holds(published) is wanted


def test_the_same_page_again_is_a_circle() -> None:
    walk, page, other = state(), *(ListingPage((FoundLink(f"https://x.vn/{n}", "article"),)) for n in (1, 2))
    assert [note_page(walk, shown, 1, ()) for shown in (page, other, page, page)] == [True, True, True, False]
    empty = ListingPage(())
    assert [note_page(walk, empty, 0, ()) for _ in range(2)] == [True, True]  # nothing is no circle, but quiet
    assert walk.quiet == 2


@pytest.mark.parametrize(
    ("pages", "dates", "oldest"),
    [
        ([()], [], None),
        ([("2020-05-02T08:00:00+07:00", "2020-05-01T07:00:00+07:00")], ["2020-05-02", "2020-05-01"], "2020-05-01"),
        ([("2020-05-01",), ("2020-05-03",)], ["2020-05-03"], "2020-05-01"),  # the oldest of all pages
        ([("2020-05-03",), ("2020-05-01",)], ["2020-05-01"], "2020-05-01"),
        ([("2020-05-01",), ()], [], "2020-05-01"),
    ],
)
def test_a_walk_knows_the_days_of_its_last_page_and_its_oldest(pages: list[tuple[str, ...]], dates: list[str], oldest: str | None) -> None:
    walk = state(number=7, validators=Validators('"1"', "Mon"))
    for shown in pages:
        note_page(walk, ListingPage(()), 0, shown)
    assert (walk.dates, walk.oldest) == (dates, oldest)
    assert walk.end("2020-06-01", "known") == WalkEnd("2020-06-01", 7, "known", oldest, '"1"', "Mon")


@pytest.mark.parametrize(("more_than_a_week", "deep"), [(False, False), (True, True)])
def test_known_ground_is_looked_beyond_once_a_week(tmp_path: Path, more_than_a_week: bool, deep: bool) -> None:
    archive = open_archive(tmp_path / "p.db")
    first, later = "2026-01-01T00:00:00+00:00", "2026-01-08T00:00:01+00:00" if more_than_a_week else "2026-01-08T00:00:00+00:00"
    end_walk(archive, "x", start_walk(archive, "x", "https://x.vn/muc/", "listing", first), WalkEnd(first, 2, "end"))
    walk = start_walk(archive, "x", "https://x.vn/muc/", "listing", later)
    archive.close()
    assert (DEEP_EVERY.days, walk.known, walk.deep) == (7, True, deep)


@pytest.mark.parametrize(
    ("count", "asked"), [(5, [0, 1, 2, 3, 4]), (6, [0, 1, 2, 3, 4, 5]), (7, [0, 1, 2, 4, 5, 6]), (9, [0, 1, 2, 6, 7, 8])]
)
def test_of_undated_sitemaps_both_ends_are_asked_again(count: int, asked: list[int]) -> None:
    assert SITEMAP_ENDS == 3
    children = [FoundLink(f"https://x.vn/sitemap-{n}.xml", "sitemap") for n in range(count)]
    assert undated_sitemaps(children, []) == [children[n] for n in asked]
    dated = [replace(child, lastmod="2026-01-01") for child in children]
    assert undated_sitemaps([*dated, FoundLink("https://x.vn/a", "article")], []) == []
    assert undated_sitemaps(children, children) == []


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    archive = open_archive(tmp_path / "p.db")
    crawler: Any = SimpleNamespace(stats=None)
    yield Run("x", Errand.of(SOURCE, OPEN, None, None), archive, crawler)
    archive.close()


def walking(run: Run) -> Walking:
    return Walking(run, lambda: None, lambda _: None)


def test_so_many_walks_are_begun_in_one_run(run: Run) -> None:
    assert MOST_WALKS == 5000
    run.begun.update(f"x.vn/{n}" for n in range(MOST_WALKS - 1))
    assert walking(run).begin("https://x.vn/last/") is not None
    assert walking(run).begin("https://x.vn/too-many/") is None


def test_a_listing_is_begun_once(run: Run) -> None:
    assert walking(run).begin("https://x.vn/muc/") is not None
    assert walking(run).begin("http://www.x.vn/muc") is None


@pytest.mark.parametrize(("depth", "asked"), [(0, True), (3, True), (4, False)])
def test_sitemaps_have_a_depth(run: Run, depth: int, asked: bool) -> None:
    assert SITEMAP_DEPTH == 3
    assert (walking(run).follow(FoundLink("https://x.vn/s.xml", "sitemap"), depth) is not None) is asked
    assert walking(run).follow(FoundLink("https://x.vn/muc/", "listing"), depth) is not None  # the depth is that of sitemaps only


@pytest.mark.parametrize(("barren", "asked"), [(10, True), (11, False)])
def test_pages_of_a_shape_that_leads_nowhere_are_left(run: Run, barren: int, asked: bool) -> None:
    assert BARREN == 10
    visiting = Visiting(run, lambda: None)
    visiting.alike.barren[shape_of("https://x.vn/lich/2020/1")] = barren
    assert (visiting.request(FoundLink("https://x.vn/lich/2031/12", "unknown")) is not None) is asked
    assert visiting.request(FoundLink("https://x.vn/lich/2031/12", "article")) is not None
    assert visiting.request(FoundLink("https://x.vn/khac/2031/12", "unknown")) is not None


@pytest.mark.parametrize("read_first", [True, False])
@pytest.mark.parametrize(
    ("refused", "ended"),
    [
        ([True] * 11, True),
        ([True] * 10, False),
        ([True] * 10 + [None], False),  # could not be kept
        ([False] * 40, False),
        ([True] * 10 + [False] + [True] * 10, False),  # an article begins the count anew
        ([False] + [True] * 11, True),
    ],
)
def test_a_page_is_barren_when_it_leads_nowhere_and_is_no_article(refused: list[bool | None], ended: bool, read_first: bool) -> None:
    alike, other = Alike(), "https://x.vn/lich/9999"
    pages = [(f"https://x.vn/lich/{n}", is_refused) for n, is_refused in enumerate(refused)]
    for url, is_refused in pages:
        steps = [lambda url=url: alike.leads_nowhere(url), lambda url=url, no=is_refused: alike.was_read(url, no)]
        for step in reversed(steps) if read_first else steps:
            step()
    assert (alike.ended(other), alike.doubtful(other)) == (ended, ended)
    assert not alike.ended("https://x.vn/khac/1")


def test_a_page_that_is_not_read_yet_makes_doubt_and_ends_nothing() -> None:
    alike, other = Alike(), "https://x.vn/lich/9999"
    for n in range(BARREN + 1):
        assert not alike.doubtful(other)
        alike.leads_nowhere(f"https://x.vn/lich/{n}")
    assert (alike.ended(other), alike.doubtful(other)) == (False, True)
    alike.was_read("https://x.vn/lich/0", refused=False)
    assert not alike.doubtful(other)
    alike.was_read("https://x.vn/lich/xem", refused=True)  # led to other pages: says nothing of its shape
    assert not alike.doubtful("https://x.vn/lich/xem")


@pytest.mark.parametrize(("articles", "asked"), [(0, False), (1, True)])
def test_what_earlier_runs_found_barren_holds_unless_they_found_articles_there(run: Run, articles: int, asked: bool) -> None:
    for n in range(BARREN + 1 + articles):
        url = f"https://x.vn/lich/{n}"
        record_links(run.archive, run.name, [FoundLink(url, "unknown")], "2026-03-01T00:00:00+00:00")
        number = keep_page(run.archive, Page(url, b"x", run.name, None, "2026-03-01T00:00:00+00:00", 200), None)
        settle_page(run.archive, number, Outcome("stored", "new") if n < articles else Outcome("not_article", "empty"))
    visiting = Visiting(run, lambda: None)
    visiting.begin()
    assert (visiting.request(FoundLink("https://x.vn/lich/9999", "unknown")) is not None) is asked


@pytest.mark.parametrize(("allowance", "asked"), [(None, 3), (2, 2), (0, 0)])
def test_the_allowance_of_a_day_is_spent_on_pages(run: Run, allowance: int | None, asked: int) -> None:
    run.allowance = allowance
    visiting = Visiting(run, lambda: None)
    links = [FoundLink(f"https://x.vn/tin-{n}", kind) for n, kind in enumerate(("article", "unknown", "article"))]
    assert sum(visiting.request(link) is not None for link in links) == asked


@pytest.mark.parametrize(("published", "asked"), [("2020-04-30", False), ("2020-05-01", True), (None, True)])
def test_articles_outside_the_window_are_not_asked_for(run: Run, published: str | None, asked: bool) -> None:
    run.errand = replace(run.errand, window=Window(since="2020-05-01"))
    link = FoundLink("https://x.vn/tin-1", "article", Hints(None, published, None))
    assert (Visiting(run, lambda: None).request(link) is not None) is asked
