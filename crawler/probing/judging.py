"""Judging: what a sighting comes to, one word for each question of the table at the end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.probing.shapes import ENOUGH, explained, learned
from pipelines.sources.source import Source
from pipelines.sources.urls import url_key
from spiders.itinerary import ARTICLES
from spiders.sighting import Entry, Sighting

DATED = 2 / 3  # share of the articles read that must have a date, where three with one were not found
UNREACHED = ("dns", "timeout", "reset", "refused", "tls", "bad_url", "private_address", "not asked")
SILENT = ("timeout", "reset", "refused")  # nobody answers, or breaks off: a firewall does so to whole countries, a dead machine too
_HOST = re.compile(r"https?://([^\s/]+)")


@dataclass(frozen=True, slots=True)
class Judgement:
    """`refuses`: "" or how visitors like us are turned away: "abroad" (the page says so), "guard" (a wall that wants a browser),
    "forbidden", "robots", or "silent?" (no answer at all, which may be a firewall). `moved`: the foreign host the front leads to. `feed`,
    `listing`: an address that answers with articles. `patterns`: of article addresses, of the file where they hold, else learned (`new`).
    """

    reachable: str
    refuses: str
    moved: str
    feed: str | None
    listing: str | None
    tried: int
    read: int
    dated: int
    patterns: tuple[str, ...]
    new: bool
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether everything a source needs was seen."""
        return not self.faults


def judge(sighting: Sighting, source: Source) -> Judgement:
    """What the sighting says of the source."""
    front = sighting.of("front")[-1] if sighting.of("front") else Entry("", "front", reason="not asked")
    answered = [entry for entry in sighting.entries if entry.reason is None]
    feed = next((entry.final_url or entry.url for entry in sighting.of("feed") if entry.answers), None)
    listing = next((entry.final_url or entry.url for entry in _listings(sighting, source) if entry.answers), None)
    read = [seen for seen in sighting.articles if seen.read]
    dated = sum(bool(seen.published) for seen in read)
    patterns, new = _patterns(sighting, source)
    moved = moved_to(front)
    refuses = _refusal(front, bool(answered))
    reachable = front.reason if front.reason in UNREACHED and not answered else "yes"
    faults = []
    if not answered:
        faults.append(f"no page answered ({front.reason or 'empty'}{', ' + front.detail[:120] if front.detail else ''})")
    if refuses and front.refused:
        faults.append(f"visitors are turned away ({refuses})")
    if moved:
        faults.append(f"leads to {moved}")
    if answered and not (listing or feed):
        faults.append("no listing or feed with articles")
    if (listing or feed) and 2 * len(read) <= len(sighting.articles):
        faults.append(f"{len(read)} of {len(sighting.articles)} articles read")
    if dated < min(ARTICLES, DATED * len(read)):
        faults.append(f"{len(read) - dated} of {len(read)} articles without a date")
    if read and patterns and 2 * explained([seen.url for seen in read], patterns) <= len(read):
        faults.append("article_url does not find the articles that read")
    counts = (len(sighting.articles), len(read), dated)
    return Judgement(reachable, refuses, moved, feed, listing, *counts, patterns, new, tuple(faults))


def moved_to(entry: Entry) -> str:
    """The foreign host an entry's redirect leads to, "" for none."""
    target = _HOST.search(entry.detail or "") if entry.reason == "redirect_off_site" else None
    return urlsplit(target[0]).netloc if target else ""


def _listings(sighting: Sighting, source: Source) -> list[Entry]:
    """The listings looked at; the front too where it is a listing of the file."""
    own = {url_key(url) for url in source.listings}
    return sighting.of("listing") + [entry for entry in sighting.of("front") if url_key(entry.url) in own]


def _refusal(front: Entry, answered: bool) -> str:
    if front.refused:
        return front.refused
    if front.reason in ("http_401", "http_403", "http_406", "http_451"):
        return "forbidden"
    if front.reason in ("robots", "robots_unreachable"):
        return "robots"
    return "silent?" if front.reason in SILENT and not answered else ""


def _patterns(sighting: Sighting, source: Source) -> tuple[tuple[str, ...], bool]:
    """The patterns of the file where they explain what was seen (the articles that read, and enough of the headlines), else learned
    ones that find all articles that read and as many headlines."""
    urls = list(dict.fromkeys(headline.url for headline in sighting.headlines if headline.on != "sitemap"))
    read = [seen.url for seen in sighting.articles if seen.read]
    own = source.article_url
    if own and (not urls or explained(urls, own) >= ENOUGH * len(urls)) and (not read or 2 * explained(read, own) > len(read)):
        return own, False
    others = [*sighting.sections, *source.listings, *(entry.url for entry in sighting.of("listing", "front"))]
    shapes = learned(urls, others)
    patterns = tuple(shape.pattern for shape in shapes)
    if not shapes or explained(read, patterns) < len(read) or sum(shape.covers for shape in shapes) < ENOUGH * len(urls):
        return own, False
    return patterns, True
