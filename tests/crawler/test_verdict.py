"""What a run is worth."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest

from crawler.running.rhythm import silence
from crawler.running.runs import fill_before
from crawler.running.schedule import by_host
from crawler.running.verdict import Counts, Verdict, VerdictName, judge, warned
from pipelines.archive.schema import open_archive
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


def visited(**counts: int) -> Counts:
    """A run of a known source whose fetches read well, but for what is said."""
    fill = {"title": counts.pop("title", counts.get("stored", 0))}
    return Counts(listings=1, aimed=counts["fetched"], fill=fill, **counts)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (visited(fetched=4, stored=1, unreadable=3), "bad"),
        (visited(fetched=4, stored=2, unreadable=2), "good"),  # half of them is not too many
        (visited(fetched=3, stored=1, unreadable=2), "good"),  # of too few
        (visited(fetched=3, stored=3, failed=4), "bad"),
        (visited(fetched=4, stored=4, failed=4), "warning"),  # as many as worked
        (visited(fetched=2, stored=2, failed=3), "warning"),  # too few
        (visited(fetched=11, stored=11, failed=3), "warning"),
        (visited(fetched=12, stored=12, failed=3), "good"),  # a fifth
        (visited(fetched=3, stored=3, failed=2), "good"),  # too few
        (visited(fetched=10, stored=10, title=9), "good"),
        (visited(fetched=10, stored=10, title=8), "warning"),
        (visited(fetched=5, stored=5, title=0), "warning"),
        (visited(fetched=4, stored=4, title=0), "good"),  # of too few
    ],
)
def test_limits_of_a_verdict(counts: Counts, verdict: str) -> None:
    assert judge(counts, SOURCE, 50).name == verdict


DEAD = {"failed": 5, "failed/http_404": 5}


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        (Counts(listings=1, failed=5, reasons={"failed/http_404": 5}), "bad"),
        (Counts(listings=1, failed=5, reasons={"failed/http_404": 5}, old=DEAD), "good"),  # all of them were dead before
        (Counts(listings=1, failed=9, reasons={"failed/http_404": 9}, old=DEAD), "bad"),  # four are new
        (Counts(listings=1, failed=8, reasons={"failed/http_404": 8}, old=DEAD), "warning"),
        (Counts(listings=1, failed=7, reasons={"failed/http_404": 7}, old=DEAD), "good"),
        (Counts(listings=1, fetched=6, not_article=6, old={"fetched": 6, "not_article": 6}), "good"),
        (Counts(listings=1, fetched=8, aimed=2, not_article=2, unchanged=6, old={"fetched": 6, "unchanged": 6}), "bad"),
        (Counts(listings=1, fetched=8, aimed=2, not_article=1, stored=1, unchanged=6, old={"fetched": 6, "unchanged": 6}), "good"),
        (Counts(listings=1, fetched=8, unreadable=5, old={"fetched": 8, "unreadable": 5}), "good"),
        (Counts(listings=1, fetched=3, aimed=3, failed=3, walled=3, reasons={"failed/wall": 3}), "bad"),
        (Counts(listings=1, fetched=8, aimed=8, stored=4, failed=4, walled=4, fill={"title": 4}), "warning"),
        (Counts(listings=1, fetched=9, aimed=9, stored=4, failed=5, walled=5, fill={"title": 4}), "bad"),
        (Counts(listings=1, fetched=10, aimed=10, stored=8, failed=2, walled=2, fill={"title": 8}), "good"),
    ],
)
def test_old_addresses_are_no_news_and_walls_are_failures(counts: Counts, verdict: str) -> None:
    assert judge(counts, SOURCE, 50).name == verdict


def test_counts_of_old_addresses_stand_apart() -> None:
    stats = {"corpus/failed": 3, "corpus/failed/http_404": 3, "corpus/old/failed": 2, "corpus/old/failed/http_404": 2, "other": 1}
    counts = Counts.of_stats(stats)
    assert (counts.failed, counts.reasons, counts.old) == (3, {"failed/http_404": 3}, {"failed": 2, "failed/http_404": 2})
    assert (counts.news.failed, counts.news.reasons) == (1, {"failed/http_404": 1})


@pytest.mark.parametrize(("read", "verdict"), [(4, "bad"), (5, "good")])
def test_the_floor_of_a_first_run(read: int, verdict: str) -> None:
    for name in ("stored", "unchanged", "duplicate"):
        assert judge(visited(fetched=read, title=read, **{name: read}), SOURCE, 0).name == verdict
    assert judge(visited(fetched=read, stored=read), SOURCE, 1).name == "good"  # not the first


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (0.95, 1, "published read in 10% of articles, 95% in the run before: has the layout changed?"),
        (0.9001, 5, "published read in 50% of articles, 90% in the run before: has the layout changed?"),
        (0.9, 5, ""),  # a drop of two fifths is the most that is taken for chance
        (0.3, 1, ""),
        (0.5, 10, ""),  # a rise
    ],
)
def test_a_field_that_is_no_longer_read_is_noticed(before: float, now: int, said: str) -> None:
    counts = replace(visited(fetched=10, stored=10), fill={"title": 10, "published": now})
    assert "; ".join(judge(counts, SOURCE, 50, {"title": 1.0, "published": before}).why) == said
    few = replace(visited(fetched=4, stored=4), fill={"title": 4})
    assert judge(few, SOURCE, 50, {"published": before}).name == "good"


def test_a_run_is_held_against_the_last_one_that_stored_enough(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "pages.db")
    assert fill_before(archive, "s") == {}
    for day, stored in (("01", 9), ("02", 5), ("03", 4)):
        archive.execute(
            "INSERT INTO runs (id, source, started_at, stored, fill) VALUES (?, 's', ?, ?, ?)",
            [day, f"2026-01-{day}T00:00:00+00:00", stored, f'{{"title": 0.{stored}}}'],
        )
    assert fill_before(archive, "s") == {"title": 0.5}
    archive.close()


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("good", "warning"), ("warning", "warning"), ("bad", "bad")],
)
def test_one_more_thing_to_say_makes_a_good_verdict_a_warning(name: VerdictName, wanted: str) -> None:
    assert warned(Verdict(name, ("một",)), "hai") == Verdict(wanted, ("một", "hai"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "before", "said"),
    [
        (Counts(), {}, "no listing, feed or sitemap answered"),
        (
            Counts(listings=2, empty_listings=2),
            {},
            "listings answer but hold no links: their layout changed, or they are filled in by a script",
        ),
        (visited(fetched=5, stored=5, title=3), {}, "a title was read in 3 of 5 articles only"),
        (replace(visited(fetched=5, stored=5), fill={}), {}, "a title was read in 0 of 5 articles only"),
        (
            visited(fetched=5, stored=5),
            {"published": 0.6},
            "published read in 0% of articles, 60% in the run before: has the layout changed?",
        ),
        (visited(fetched=5, stored=5), {"published": 0.4}, ""),
        (
            replace(visited(fetched=9, stored=9, failed=5), reasons={"failed/tls": 1, "failed/http_500": 2, "failed/dns": 1}),
            {},
            "5 of 14 fetches failed: http_500 2, dns 1 (the host name does not resolve: moved or gone), "
            "tls 1 (the certificate or TLS version is not accepted)",
        ),
    ],
)
def test_a_verdict_says_why(counts: Counts, before: dict[str, float], said: str) -> None:
    assert "; ".join(judge(counts, SOURCE, 50, before).why) == said


def test_the_most_frequent_reasons_are_told() -> None:
    reasons = {"failed/timeout": 4, "failed/http_500": 3, "failed/dns": 2, "failed/tls": 1}
    (why,) = judge(Counts(failed=10, reasons=reasons), SOURCE, 0).why
    told = "timeout 4 (the server does not answer in time), http_500 3, dns 2 (the host name does not resolve: moved or gone)"
    assert why == f"no listing, feed or sitemap answered: {told}"


def test_counts_are_taken_from_statistics() -> None:
    stats = {"corpus/stored": 2, "corpus/failed": 1, "corpus/failed/dns": 1, "corpus/not_article/empty": 3, "corpus/fill/title": 2, "x": 9}
    wanted = Counts(stored=2, failed=1, reasons={"failed/dns": 1, "not_article/empty": 3}, fill={"title": 2})
    assert Counts.of_stats(stats) == wanted


def source(name: str, *hosts: str) -> Source:
    return Source(name, name, "portal", hosts, ("test",), "high", False, listings=(f"https://{hosts[0]}/",))


def test_sources_that_share_a_host_are_crawled_one_after_the_other() -> None:
    groups = by_host([source("a", "a.vn"), source("b", "b.vn", "c.vn"), source("c", "c.vn"), source("d", "d.vn", "a.vn")])
    assert sorted(sorted(s.name for s in group) for group in groups) == [["a", "d"], ["b", "c"]]


DAILY = [f"2026-09-{day:02d}" for day in range(1, 31)]


def by_gaps(*gaps: int) -> list[str]:
    """Days so far apart, the last on 30 September 2026."""
    days = [date(2026, 9, 30)]
    for gap in reversed(gaps):
        days.append(days[-1] - timedelta(days=gap))
    return [day.isoformat() for day in days]


@pytest.mark.parametrize(
    ("published", "found", "today", "said"),
    [
        (DAILY, "2026-10-01T00:00:00+00:00", "2026-10-04", None),
        (DAILY, "2026-10-01T00:00:00+00:00", "2026-10-08", None),  # seven times its usual gap
        (DAILY[:8], "2026-10-01", "2026-10-09", "nothing new for 8 days; it usually brings news every 1"),
        (DAILY[:7], "2026-10-01", "2026-12-31", None),  # seven days with news: no rhythm known
        (by_gaps(*[1] * 30, *[3] * 29), "2026-10-01", "2026-10-09", "nothing new for 8 days; it usually brings news every 1"),
        (by_gaps(3, *[1] * 30, *[3] * 29), "2026-10-01", "2026-10-09", "nothing new for 8 days; it usually brings news every 1"),  # too old
        (by_gaps(*[1] * 29, *[3] * 29), "2026-10-01", "2026-10-09", None),  # all count: every two days
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
