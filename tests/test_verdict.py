"""What a run is worth."""

from __future__ import annotations

import pytest

from crawler.crawl import by_host
from crawler.verdict import Counts, judge
from pipelines.sources import Source

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
