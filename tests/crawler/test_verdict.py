"""What a run is worth."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from crawler.running.rhythm import silence
from crawler.running.schedule import by_host
from crawler.running.verdict import Counts, judge
from pipelines.sources.source import Source, open_now

SOURCE = Source("x", "X", "department", ("x.vn",), ("test",), "high", False, listings=("https://x.vn/",), floor=5)
GOOD = Counts(listings=3, found=20, fetched=20, aimed=20, stored=18, not_article=2, fill={"title": 18, "published": 17})


@pytest.mark.parametrize(
    ("counts", "known", "verdict", "why"),
    [
        (GOOD, 0, "good", ""),
        (Counts(), 100, "bad", "no listing, feed or sitemap answered"),
        (
            Counts(failed=2, reasons={"failed/dns": 2}),
            0,
            "bad",
            "no listing, feed or sitemap answered: dns 2 (the host name does not resolve",
        ),
        (Counts(listings=2, empty_listings=2), 100, "bad", "listings answer but hold no links"),
        (Counts(listings=1, found=4, fetched=4, stored=4), 0, "bad", "4 articles, fewer than the floor of 5"),
        (Counts(listings=1), 30, "good", ""),  # nothing new on a source that is known
        (Counts(listings=1), 0, "bad", "0 articles"),
        (Counts(listings=1, found=8, fetched=8, aimed=8, not_article=8, reasons={"not_article/empty": 8}), 50, "bad", "read none of 8"),
        (Counts(listings=1, found=8, fetched=8, not_article=8), 50, "good", ""),  # only pages of unknown kind, none an article
        (Counts(listings=1, found=9, fetched=9, aimed=9, stored=3, unreadable=6), 50, "bad", "6 of 9 pages unreadable"),
        (Counts(listings=1, found=9, fetched=4, aimed=4, stored=4, failed=5), 50, "bad", "5 fetches failed, 4 worked"),
        (Counts(listings=1, fetched=10, aimed=10, stored=10, failed=3, fill={"title": 10}), 50, "warning", "3 of 13 fetches failed"),
        (Counts(listings=1, fetched=10, aimed=10, stored=10, fill={"title": 5}), 50, "warning", "a title was read in 5 of 10"),
    ],
)
def test_verdicts(counts: Counts, known: int, verdict: str, why: str) -> None:
    got = judge(counts, SOURCE, known)
    assert got.name == verdict
    assert why in "; ".join(got.why)
    assert bool(got.why) == (verdict != "good")


def test_a_field_that_is_no_longer_read_is_noticed() -> None:
    now = Counts(listings=1, fetched=10, aimed=10, stored=10, fill={"title": 10, "published": 1})
    assert judge(now, SOURCE, 50, [{"title": 1.0, "published": 0.95}]).why == (
        "published read in 10% of articles, 95% in the run before: has the layout changed?",
    )
    assert judge(now, SOURCE, 50, [{"title": 1.0, "published": 0.3}]).name == "good"


def source(name: str, *hosts: str) -> Source:
    return Source(name, name, "portal", hosts, ("test",), "high", False, listings=(f"https://{hosts[0]}/",))


def test_sources_that_share_a_host_are_crawled_one_after_the_other() -> None:
    groups = by_host([source("a", "a.vn"), source("b", "b.vn", "c.vn"), source("c", "c.vn"), source("d", "d.vn", "a.vn")])
    assert sorted(sorted(s.name for s in group) for group in groups) == [["a", "d"], ["b", "c"]]


DAILY = [f"2026-09-{day:02d}" for day in range(1, 31)]


@pytest.mark.parametrize(
    ("published", "found", "today", "said"),
    [
        (DAILY, "2026-10-01T00:00:00+00:00", "2026-10-04", None),
        (DAILY, "2026-10-01T00:00:00+00:00", "2026-10-09", "nothing new for 8 days; it usually brings news every 1"),
        (DAILY[::7] * 3, "2026-10-01T00:00:00+00:00", "2026-12-31", None),  # five days with news: no rhythm known
        ([f"2026-{month:02d}-01" for month in range(1, 10)], "2026-10-01", "2026-12-31", None),  # a monthly one may rest a while
        (
            [f"2026-{month:02d}-01" for month in range(1, 10)],
            "2026-10-01",
            "2027-07-01",
            "nothing new for 273 days; it usually brings news every 31",
        ),
        (DAILY, None, "2026-12-31", None),
    ],
)
def test_silence_is_measured_by_the_source_s_own_rhythm(published: list[str], found: str | None, today: str, said: str | None) -> None:
    assert silence(published, found, date.fromisoformat(today)) == said


@pytest.mark.parametrize(
    ("hours", "hour", "wanted"),
    [(None, 3, True), ("22-06", 23, True), ("22-06", 5, True), ("22-06", 6, False), ("08-18", 17, True), ("08-18", 18, False)],
)
def test_hours(hours: str | None, hour: int, wanted: bool) -> None:
    assert open_now(msgspec.structs.replace(SOURCE, hours=hours), hour) is wanted
