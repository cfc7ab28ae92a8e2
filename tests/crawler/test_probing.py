"""Probing without a network: patterns learned, files changed, sightings judged and turned into proposals."""

from __future__ import annotations

import re
import time
import tomllib
from dataclasses import replace

import pytest

from crawler.probing.files import with_values
from crawler.probing.judging import judge
from crawler.probing.proposing import advice, proposal, rewritten
from crawler.probing.shapes import explained, learned
from pipelines.sources.source import Source, SourceError, check_source
from spiders.finding.fronts import Front, Section
from spiders.itinerary import Itinerary
from spiders.sighting import Entry, Headline, Seen, Sighting

HOST = "https://x.example.vn"
WORDS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam")


def addresses(form: str) -> list[str]:
    return [HOST + form.format(n=n + 4100, w=word, h=f"{(n + 7) * 0x1A5F3:07x}", m=f"{n + 1:02}") for n, word in enumerate(WORDS)]


@pytest.mark.parametrize(
    ("form", "pattern", "not_found"),
    [
        ("/xuong-che-{w}-nhan-may-{n}.html", r"^/[^/?]+-\d+\.html(\?|$)", "/kinh-te.html"),
        ("/xuong-che-{w}-post{n}.html", r"^/[^/?]+-post\d+\.html(\?|$)", "/xuong-che-tag4100.html"),
        ("/xuong-{w}-a{n}.html", r"^/[^/?]+-a\d+\.html(\?|$)", "/xuong-4100.html"),
        ("/vi/news/muc-{w}/xuong-che-{n}.html", r"^/vi/(?:[^/?]+/){2,3}[^/?]+-\d+\.html(\?|$)", "/vi/news/muc-mot/page-2/"),
        ("/kinh-te/2025{m}/xuong-{w}-{h}/", r"^/[^/?]+/\d{6}/[^/?]+-[0-9a-f]+/?(\?|$)", "/kinh-te/cong-nghiep/"),
        ("/tin-tuc/xuong-che-{w}_{n}/", r"^/tin-tuc/[^/?]+_\d+/?(\?|$)", "/tin-tuc/danh-muc/"),
        ("/12/{n}/Xuong-che-{w}.aspx", r"^/\d+/\d+/[^/?-]+-[^/?]*\.aspx(\?|$)", "/12/Trang.aspx"),
        ("/Trang/ChiTiet.aspx?nid={n}&muc=3", r"/ChiTiet\.aspx\?(?:.*&)?nid=[^&]", "/Trang/ChiTiet.aspx?muc=3"),
        ("/default.aspx?page=news&do=detail&id={n}", r"/default\.aspx\?(?:.*&)?id=[^&]", "/default.aspx?page=news&do=list"),
        ("/chu-xuong-che-{w}-nhan-may-moi", r"^/(?:[^/?-]+-){4}[^/?]*/?(\?|$)", "/cong-nghiep"),
        ("/kinh-te/xuong-che-{w}-{n}.html", r"^/(?:[^/?]+/){1,2}[^/?]+-\d+\.html(\?|$)", "/kinh-te/trang-chu.html"),
    ],
)
def test_a_pattern_is_learned(form: str, pattern: str, not_found: str) -> None:
    urls = addresses(form)
    assert [shape.pattern for shape in learned(urls, [])] == [pattern]
    assert explained(urls, [pattern]) == len(urls)
    assert not explained([HOST + not_found], [pattern])


def test_two_forms_are_two_patterns_and_rare_ones_none() -> None:
    urls = addresses("/xuong-{w}-a{n}.html") + addresses("/anh/xuong-{w}-{n}.htm") + [HOST + "/lien-he-chung-toi-o-day-nhe"]
    assert [shape.covers for shape in learned(urls, [])] == [8, 8]
    assert learned(addresses("/xuong-{w}-{n}.html")[:2], []) == []
    assert len(learned(addresses("/xuong-{w}-{n}.html")[:3], [])) == 1
    assert learned([HOST + "/", HOST + "/kinh-te", HOST + "/a"], []) == []


def test_a_pattern_that_finds_sections_is_none() -> None:
    urls = addresses("/chu-xuong-che-{w}-nhan-may-moi")
    assert learned(urls, [HOST + "/dang-ky-ke-khai-gia-cua-doanh-nghiep"]) == []
    assert learned(urls, [HOST + "/dang-ky-ke-khai"])


def test_one_section_does_not_stand_in_the_pattern() -> None:
    (shape,) = learned(addresses("/kinh-te/xuong-che-{w}-{n}.html"), [])
    assert explained([HOST + "/doi-song/xuong-che-moi-5000.html"], [shape.pattern])


@pytest.mark.parametrize(
    "hostile", ["-a" * 1000, "a-" * 1000, "1" * 1990, "-1" * 990, "a/" * 990, "?" * 1990, "?a=1&" * 390, "ab-" * 660 + "1"]
)
def test_learning_takes_linear_time(hostile: str) -> None:
    urls = [f"{HOST}/{hostile}{n}" for n in range(300)]
    began = time.process_time()
    for shape in learned(urls, urls[:50]):
        re.search(shape.pattern, "/" + hostile * 10)
    assert time.process_time() - began < 2


def test_of_several_feeds_the_nearest_is_asked() -> None:
    way = Itinerary(SOURCE, Sighting("x", "2026-11-27T01:02:03+00:00"))
    feeds = (f"{HOST}/rss/the-thao.rss", f"{HOST}/rss/kinh-te.rss", f"{HOST}/rss/cong-nghiep.rss")
    assert way.feeds(Front(feeds=feeds)) == [feeds[2]]
    assert way.feeds(Front(feeds=feeds[:2])) == [feeds[1]]
    assert way.feeds(Front(feeds=feeds[:1])) == [feeds[0]]
    assert way.feeds(Front()) == []


def test_listings_of_a_file_take_turns_and_new_sections_come_with_them() -> None:
    known = tuple(f"{HOST}/muc-{n}" for n in range(5))
    source = check_source(FILE.replace('"https://x.example.vn/",', ", ".join(f'"{url}"' for url in known) + ","), "x")
    front = Front((Section(f"{HOST}/cong-nghiep", "Công nghiệp", "topic"), Section(f"{HOST}/kinh-te", "Kinh tế", "near")))
    asked = set()
    for day in range(1, 29):
        first, second = Itinerary(source, Sighting("x", f"2026-02-{day:02}T00:00:00+00:00")).listings(front)
        assert second.url == f"{HOST}/cong-nghiep"
        asked.add(first.url)
    assert asked == set(known)
    assert [stop.url for stop in Itinerary(SOURCE, Sighting("x", "2026-02-01T00:00:00+00:00")).listings(Front())] == [f"{HOST}/"]


# --- files ----------------------------------------------------------------------------------------------------------------------------

FILE = """\
title = "Sở Thử"
kind = "department"
home_province = "Lạng Sơn"
hosts = ["x.example.vn"]
listings = [
  "https://x.example.vn/",  # the home page
]
article_url = ['-\\d+\\.html(\\?|$)']
every = "1d"
delay = 5
confidence = "low"
verified_live = false
evidence = ["a list of hosts"]
notes = "The home page stands in for the listing."
"""


def test_a_key_is_set_and_the_rest_stays() -> None:
    fresh = with_values(FILE, {"listings": ("https://x.example.vn/a", "https://x.example.vn/b"), "delay": 7.5})
    assert 'listings = [\n  "https://x.example.vn/a",\n  "https://x.example.vn/b",\n]\narticle_url' in fresh
    assert "\ndelay = 7.5\n" in fresh
    assert fresh.replace("delay = 7.5", "delay = 5").splitlines()[:4] == FILE.splitlines()[:4]


def test_a_new_key_stands_in_its_place() -> None:
    fresh = with_values(FILE, {"verified_on": "2026-11-27", "verified_live": True, "feeds": ("https://x.example.vn/rss",)})
    assert 'verified_live = true\nverified_on = "2026-11-27"\nevidence' in fresh
    assert ']\nfeeds = ["https://x.example.vn/rss"]\narticle_url' in fresh


def test_hostile_values_are_quoted() -> None:
    nasty = 'a"b\\c\n]x = 1\x7f'
    assert tomllib.loads(with_values(FILE, {"evidence": (nasty,)}))["evidence"] == [nasty]
    assert tomllib.loads(with_values(FILE, {"article_url": ("a'b\\d",)}))["article_url"] == ["a'b\\d"]


def test_a_file_written_in_an_unusual_way_is_refused() -> None:
    odd = FILE.replace("delay = 5", '"delay" = 5')
    with pytest.raises(ValueError, match=r"line by line|Cannot overwrite"):
        with_values(odd, {"delay": 7.0})
    with pytest.raises(SourceError, match="the proposal cannot be written"):
        rewritten(odd, {"delay": 7.0}, "x")
    with pytest.raises(SourceError, match=r"delay: expected `float` >= 0"):
        rewritten(FILE, {"delay": -1.0}, "x")


# --- judging and proposing ------------------------------------------------------------------------------------------------------------

SOURCE = check_source(FILE, "x")
FRONT = Entry(f"{HOST}/", "front", True, final_url=f"{HOST}/", articles=9)
LISTING = Entry(f"{HOST}/cong-nghiep", "listing", name="Công nghiệp", final_url=f"{HOST}/cong-nghiep", articles=6)
FEED = Entry(f"{HOST}/feed/", "feed", final_url=f"{HOST}/feed/", articles=5)


def seen(n: int, published: str | None = "2026-11-02", outcome: str = "stored") -> Seen:
    return Seen(f"{HOST}/xuong-che-khe-nhan-may-{n}.html", outcome, f"Xưởng {n}", published, "visible")


def sighting(*entries: Entry, articles: tuple[Seen, ...] = (seen(11), seen(12), seen(13))) -> Sighting:
    headlines = [Headline(f"{HOST}/xuong-che-khe-nhan-may-{n}.html", "T", None, "listing") for n in range(11, 19)]
    return Sighting("x", "2026-11-27T01:02:03+00:00", list(entries), list(articles), headlines, robots="200", requests=9)


def faults(given: Sighting, source: Source = SOURCE) -> tuple[str, ...]:
    return judge(given, source).faults


def test_all_holds() -> None:
    judged = judge(sighting(FRONT, LISTING, FEED), SOURCE)
    assert judged.holds
    assert (judged.reachable, judged.refuses, judged.moved, judged.new) == ("yes", "", "", False)
    assert (judged.listing, judged.feed) == (f"{HOST}/cong-nghiep", f"{HOST}/feed/")
    assert (judged.tried, judged.read, judged.dated) == (3, 3, 3)


@pytest.mark.parametrize(
    ("articles", "fault"),
    [
        ((seen(1), seen(2), seen(3, None)), None),  # two of three dated
        ((seen(1), seen(2, None), seen(3, None)), "2 of 3 articles without a date"),
        ((seen(1), seen(2), seen(3), seen(4, None), seen(5, None)), None),  # three dated were found
        ((seen(1), seen(2, outcome="unreadable(empty)")), "1 of 2 articles read"),
        ((seen(1), seen(2), seen(3, outcome="failed(http_404)")), None),
        ((seen(1),), None),
        ((), "0 of 0 articles read"),
    ],
)
def test_articles_that_read(articles: tuple[Seen, ...], fault: str | None) -> None:
    assert faults(sighting(FRONT, LISTING, articles=articles)) == ((fault,) if fault else ())


@pytest.mark.parametrize(
    ("front", "refuses", "reachable", "moved"),
    [
        ({"reason": "http_403"}, "forbidden", "yes", ""),
        ({"reason": "http_403", "refused": "abroad"}, "abroad", "yes", ""),
        ({"reason": "http_503", "refused": "guard"}, "guard", "yes", ""),
        ({"reason": "timeout"}, "silent?", "timeout", ""),
        ({"reason": "reset"}, "silent?", "reset", ""),
        ({"reason": "dns"}, "", "dns", ""),
        ({"reason": "tls"}, "", "tls", ""),
        ({"reason": "robots"}, "robots", "yes", ""),
        ({"reason": "http_500"}, "", "yes", ""),
        ({"reason": "redirect_off_site", "detail": "offsite: https://y.example.vn/a"}, "", "yes", "y.example.vn"),
    ],
)
def test_what_the_front_says(front: dict[str, str], refuses: str, reachable: str, moved: str) -> None:
    given = sighting(replace(FRONT, articles=0, **front), articles=())
    judged = judge(given, SOURCE)
    assert (judged.refuses, judged.reachable, judged.moved) == (refuses, reachable, moved)
    assert not judged.holds
    assert proposal(given, SOURCE, judged) == {}


def test_a_home_page_is_replaced_by_sections_and_the_day_is_written() -> None:
    given = sighting(FRONT, LISTING, FEED)
    given.sections = [f"{HOST}/cong-nghiep", f"{HOST}/thuong-mai"]
    wanted = proposal(given, SOURCE, judge(given, SOURCE))
    assert wanted["listings"] == (f"{HOST}/cong-nghiep", f"{HOST}/thuong-mai")
    assert wanted["feeds"] == (f"{HOST}/feed/",)
    assert (wanted["verified_live"], wanted["verified_on"]) == (True, "2026-11-27")
    assert isinstance(wanted["evidence"], tuple)
    assert wanted["evidence"][0] == "a list of hosts"
    assert wanted["evidence"][1].startswith(f"probed live on 2026-11-27: {HOST}/cong-nghiep listed articles, 3 of 3 ")
    assert "article_url" not in wanted  # that of the file holds
    fresh = check_source(rewritten(FILE, wanted, "x"), "x")
    assert proposal(given, fresh, judge(given, fresh)) == {}  # written once, nothing is left to say
    assert advice(given, SOURCE, judge(given, SOURCE)) == ["notes: they still say that the home page stands in for the listing"]


def test_nothing_is_verified_and_the_home_page_stays_when_no_section_works() -> None:
    given = sighting(FRONT, replace(LISTING, articles=0))
    assert faults(given) == ()  # the home page lists articles
    given = sighting(replace(FRONT, articles=0), replace(LISTING, articles=0), articles=())
    given.sections = [f"{HOST}/cong-nghiep"]
    judged = judge(given, SOURCE)
    assert judged.faults == ("no listing or feed with articles",)
    assert proposal(given, SOURCE, judged) == {}


def test_listings_that_are_gone_leave_and_redirected_ones_move() -> None:
    source = check_source(
        FILE.replace('"https://x.example.vn/",', '"https://x.example.vn/a", "https://x.example.vn/b", "https://x.example.vn/c",'), "x"
    )
    given = sighting(
        replace(FRONT, known=False),
        Entry(f"{HOST}/a", "listing", True, reason="http_404"),
        Entry(f"{HOST}/b", "listing", True, final_url=f"{HOST}/vi/b", articles=4),
    )
    assert proposal(given, source, judge(given, source))["listings"] == (f"{HOST}/vi/b", f"{HOST}/c")
    given.entries[1] = Entry(f"{HOST}/a", "listing", True, reason="http_500")  # may come back
    assert proposal(given, source, judge(given, source))["listings"] == (f"{HOST}/a", f"{HOST}/vi/b", f"{HOST}/c")


def test_a_pattern_that_finds_nothing_is_replaced() -> None:
    source = check_source(FILE.replace("-\\d+\\.html", "/bai/\\d+"), "x")
    judged = judge(sighting(FRONT, LISTING), source)
    assert (judged.new, judged.patterns) == (True, (r"^/[^/?]+-\d+\.html(\?|$)",))
    assert proposal(sighting(FRONT, LISTING), source, judged)["article_url"] == judged.patterns
    assert "article_url of the file explains 0 of 8 headlines" in advice(sighting(FRONT, LISTING), source, judged)
    twice = sighting(FRONT, LISTING)
    twice.headlines *= 3  # the same articles on the front, in a listing and in the feed
    assert judge(twice, source).new
    mixed = sighting(FRONT, LISTING)
    mixed.headlines += [Headline(f"{HOST}/{word}/khac/{word}", "T", None, "listing") for word in WORDS]
    assert judge(mixed, source).new  # half of them are found
    mixed.headlines += [Headline(f"{HOST}/them/khac", "T", None, "front")]
    assert not judge(mixed, source).new  # a crawl would lose the others
    few = sighting(FRONT, LISTING)
    few.headlines = few.headlines[:2]
    assert faults(few, source) == ("article_url does not find the articles that read",)


def test_a_host_with_www_is_added_and_a_slower_wish_is_taken_over() -> None:
    www = "https://www.x.example.vn"
    given = sighting(FRONT, replace(LISTING, final_url=f"{www}/cong-nghiep"))
    given.crawl_delay = 30.0
    wanted = proposal(given, SOURCE, judge(given, SOURCE))
    assert wanted["hosts"] == ("x.example.vn", "www.x.example.vn")
    assert wanted["delay"] == 30.0
    assert check_source(rewritten(FILE, wanted, "x"), "x").delay == 30.0
    given.crawl_delay = 2.0
    assert "delay" not in proposal(given, SOURCE, judge(given, SOURCE))


def test_evidence_of_an_earlier_look_is_replaced() -> None:
    source = check_source(FILE.replace('"a list of hosts"', '"a list of hosts", "probed live on 2026-01-01: old"'), "x")
    evidence = proposal(sighting(FRONT, LISTING), source, judge(sighting(FRONT, LISTING), source))["evidence"]
    assert isinstance(evidence, tuple)
    assert [line[:25] for line in evidence] == ["a list of hosts", "probed live on 2026-11-27"]


def test_advice_names_what_a_person_decides() -> None:
    live = check_source(FILE.replace("verified_live = false", 'verified_live = true\nverified_on = "2026-01-01"'), "x")
    given = sighting(replace(FRONT, reason="tls", articles=0), articles=())
    lines = advice(given, live, judge(given, live))
    assert lines[0].startswith('tls = "unverified" (or "legacy")')
    assert lines[-1] == "verified_live = false, until somebody has looked"
    given = sighting(replace(FRONT, reason="redirect_off_site", detail="offsite: https://y.example.vn/"), articles=())
    assert advice(given, SOURCE, judge(given, SOURCE)) == [f"front: {HOST}/ leads to y.example.vn: moved (then add to hosts) or hijacked?"]
