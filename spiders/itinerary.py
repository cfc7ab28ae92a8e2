"""Itinerary: which pages of a site a look asks for, and in which order, so that twelve requests are enough."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import zip_longest
from typing import NamedTuple
from urllib.parse import urlsplit

from pipelines.archive.url_table import FoundLink
from pipelines.sources.site_words import slug_says
from pipelines.sources.source import Source
from pipelines.sources.urls import canonical_url, url_key
from spiders.finding.fronts import Front
from spiders.sighting import Sighting

LISTINGS, ARTICLES = 2, 3  # pages a look wants to see
TRIES = 5  # articles asked for until three read well
IN_TURN = 2  # of them from different listings
COMMON_FEEDS = ("/rss/home.rss", "/feed/", "/rss.xml", "/rss")  # where content systems met so far put theirs
GUESSES = 2
GONE = ("http_404", "http_410")
_WELL_FORMED = ("robots", "redirect_off_site")  # failures that are an answer: another address of the site would say the same


class Stop(NamedTuple):
    """A listing to ask for, and what the navigation calls it."""

    url: str
    name: str | None = None


class Itinerary:
    """The way of one look; it reads the sighting as it grows."""

    def __init__(self, source: Source, sighting: Sighting) -> None:
        self.source = source
        self.sighting = sighting
        self.day = date.fromisoformat(sighting.at[:10]).toordinal()

    def fronts(self) -> Iterator[str]:
        """Addresses of the front page, the next one where the one before did not answer at all: the root of the source's first address,
        the other scheme, its further hosts; that address itself where there is no root, or the source is a part of a portal."""
        first = (*self.source.listings, *self.source.feeds, *self.source.sitemaps)[0]
        parts = urlsplit(first)
        if any(re.search(p, "/") for p in self.source.skip_url):
            yield first
            return
        other = "http" if parts.scheme == "https" else "https"
        roots = [f"{parts.scheme}://{parts.netloc}/", f"{other}://{parts.netloc}/"]
        roots += [f"{parts.scheme}://{host}/" for host in self.source.hosts if host != parts.netloc]
        for root in roots[:3]:
            yield root
            last = self.sighting.entries[-1]
            if last.reason in GONE and canonical_url(first) != root:
                yield first
                return
            if last.reason is None or last.reason.startswith("http_") or last.reason in _WELL_FORMED:
                return

    def worth_going_on(self) -> bool:
        """Whether more can be learned: the front answered as it does to readers, or only the front is missing."""
        last = self.sighting.entries[-1]
        return not last.refused and last.reason in (None, *GONE, "http_500", "too_large", "redirect_loop")

    def listings(self, front: Front) -> list[Stop]:
        """Two listings: one of the file and a section about industry and trade that the file does not have, or two of either. Those of the
        file take turns day by day."""
        asked = {url_key(entry.url) for entry in self.sighting.entries}
        asked |= {url_key(entry.final_url) for entry in self.sighting.entries if entry.final_url}
        known = [Stop(url) for url in self._in_turn(self.source.listings) if url_key(url) not in asked]
        in_file = {url_key(url) for url in self.source.listings}
        sections = [section for section in front.sections if url_key(section.url) not in in_file]
        near = [Stop(s.url, s.name) for s in sections if s.about == "topic"]
        others = [Stop(s.url, s.name) for s in sections if s.about != "topic"]
        return [*known[:1], *near[:1], *known[1:], *near[1:], *others][:LISTINGS]

    def feeds(self, front: Front) -> list[str]:
        """A feed of the file and one of the front, the nearest to industry and trade by its address."""
        known = self._in_turn(self.source.feeds)[:1]
        own = {url_key(url) for url in self.source.feeds}
        new = [url for url in front.feeds if url_key(url) not in own]
        return known + sorted(new, key=_distance)[:1]

    def sitemaps(self) -> list[str]:
        """A sitemap of the file, else the one robots.txt names, else the usual place."""
        named = [url for url in self.sighting.sitemaps if self.source.owns(url)]
        return [*self._in_turn(self.source.sitemaps), *named, *(f"{base}/sitemap.xml" for base in self._base())][:1]

    def guessed_feeds(self) -> list[str]:
        """Common places of feeds, if none has answered."""
        if any(entry.answers for entry in self.sighting.of("feed")):
            return []
        asked = {entry.url for entry in self.sighting.entries}
        return [base + path for base in self._base() for path in COMMON_FEEDS if base + path not in asked][:GUESSES]

    def articles(self, offers: Sequence[Sequence[FoundLink]], front: Sequence[FoundLink]) -> list[FoundLink]:
        """The links to read: from each page of links in turn, then, after the first few, those with a date beside them, from the front too.
        Those the file calls articles come before the others."""
        rows = zip_longest(*(sorted(offer, key=self._doubt) for offer in offers))
        offered = sorted((link for row in rows for link in row if link and link.kind != "sitemap"), key=self._strange)
        chosen: dict[str, FoundLink] = {}
        for link in offered:
            chosen.setdefault(url_key(link.url), link)
        ordered = list(chosen.values())
        more = [*ordered[IN_TURN:], *(link for link in front if url_key(link.url) not in chosen)]
        more.sort(key=lambda link: (self._strange(link), link.hints.published is None))
        return [*ordered[:IN_TURN], *more][:TRIES]

    def _strange(self, link: FoundLink) -> bool:
        parts = urlsplit(link.url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        return bool(self.source.article_url) and not any(re.search(p, target) for p in self.source.article_url)

    def _doubt(self, link: FoundLink) -> tuple[bool, bool]:
        return link.hints.published is None, link.kind != "article"

    def _in_turn(self, urls: Sequence[str]) -> list[str]:
        start = self.day * LISTINGS % len(urls) if urls else 0
        return [*urls[start:], *urls[:start]]

    def _base(self) -> list[str]:
        """Scheme and host of the front that answered."""
        answered = [entry.final_url for entry in self.sighting.of("front") if entry.reason is None and entry.final_url]
        return ["{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in answered[-1:]]


def _distance(feed: str) -> int:
    slug = re.sub(r"[/.]", " ", urlsplit(feed).path)
    return 0 if slug_says("topic", slug) else 1 if slug_says("near", slug) else 2
