"""A run of one source: what it was sent for, what it may still ask for, and what it counts and writes down."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Self

import msgspec
from scrapy.crawler import Crawler

from pipelines.archive import url_table
from pipelines.archive.url_table import FoundLink
from pipelines.sources.overview import only_home_page
from pipelines.sources.source import Source, open_now
from pipelines.sources.urls import canonical_url, document_key, host_of, url_key
from pipelines.values.sqlite import Database
from spiders.finding.endless import Branches
from spiders.finding.listing import ListingPage
from spiders.finding.walks import Window

logger = logging.getLogger(__name__)
PAGES = ("article", "unknown")  # kinds of links that lead to a document, or may


def now() -> str:
    """The time as both databases keep it: ISO 8601, UTC, seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def hanoi_hour() -> int:
    """The hour of the day in Hanoi, 0 to 23."""
    return (datetime.now(UTC).hour + 7) % 24


@dataclass(frozen=True, slots=True)
class Errand:
    """What a run is sent for. `source` is the source as it is walked: at a mirror its own with other addresses. `strict`: with
    `article_url` given, nothing else is an article; not so where only the home page is known, or on a mirror whose paths may differ."""

    source: Source
    window: Window
    max_articles: int | None
    strict: bool

    @classmethod
    def of(cls, source: Source, window: Window, max_articles: int | None, start_url: str | None) -> Self:
        """Raises ValueError when `start_url` is no http(s) URL."""
        walked = at_mirror(source, start_url) if start_url else source
        return cls(walked, window, max_articles, start_url is None and not only_home_page(source))

    @property
    def awaits_readings(self) -> bool:
        """Whether what was read decides what is asked for next."""
        return bool(self.window.since or self.max_articles)


@dataclass(slots=True)
class Run:
    """The state of a run. `begun`: keys of the listings, feeds and sitemaps it walks, each once; `issued`: articles asked for;
    `allowance`: article pages it may still ask for today, None without a limit; `budget`: requests it may still make, likewise;
    `old`: keys of addresses asked for again that were read, refused or found dead before; `over`: what ended it before it was done, None as
    long as nothing did; `reading`: pages handed on whose reading is not known yet."""

    name: str
    errand: Errand
    archive: Database
    crawler: Crawler
    started: str = field(default_factory=now)
    begun: set[str] = field(default_factory=set)
    issued: int = 0
    reading: int = 0
    allowance: int | None = None
    old: set[str] = field(default_factory=set)
    budget: int | None = None
    over: str | None = None
    branches: Branches = field(default_factory=Branches)

    @property
    def id(self) -> str:
        """Its key in the table `runs`."""
        return f"{self.started[:19].replace(':', '').replace('-', '')}Z-{self.name}"

    def take(self) -> bool:
        """Take one request from the run's budget. False when there is none left."""
        if self.budget is None:
            return True
        if self.budget <= 0:
            self.over = "pages"
            return False
        self.budget -= 1
        return True

    def spent(self) -> bool:
        """Whether nothing more may be asked of the source: the run's budget, the day's, its hours."""
        return (
            self.over is not None or (self.allowance is not None and self.allowance <= 0) or not open_now(self.errand.source, hanoi_hour())
        )

    def enough(self) -> bool:
        """Whether the run has asked for all it may: its own limit, the day's budget, the hours of the source."""
        if self.spent():
            return True
        return self.errand.max_articles is not None and max(self.issued, self.stored) >= self.errand.max_articles

    async def has_room(self) -> bool:
        """Whether a page that came may be handed on; with a limit this waits while what is being read may reach it. What finds no room
        is left to the next run."""
        most = self.errand.max_articles
        while most is not None and self.stored + self.reading >= most:
            if self.stored >= most or not self.crawler.crawling:
                return False
            await asyncio.sleep(0.05)
        return True

    @property
    def stored(self) -> int:
        """Articles stored so far."""
        return int(self.crawler.stats.get_value("corpus/stored", 0)) if self.crawler.stats else 0

    def record(self, links: Iterable[FoundLink]) -> list[FoundLink]:
        """Write links down; those to visit now, but for the listings this run walks already."""
        pattern = self.errand.source.document_id
        keyed = [replace(link, document=document_key(link.url, pattern)) if link.kind in PAGES else link for link in links]
        due = url_table.record_links(self.archive, self.name, keyed, self.started)
        return [link for link in due if url_key(link.url) not in self.begun]

    def left_out(self, listing: ListingPage, url: str) -> None:
        """Count the links of a listing that were not taken, and say so in the log."""
        if listing.left:
            self.count("cut/links", listing.left)
            logger.warning("%s: %d links taken, %d left out", url, len(listing.links), listing.left)

    def note_failure(self, url: str, status: int | None, reason: str) -> None:
        """Count a fetch that gave no page, say so in the log, and plan its next try."""
        for name in ("failed", f"failed/{reason}"):
            self.count(name)
            self.count(f"old/{name}", int(url_key(url) in self.old))
        logger.info("failed(%s) %s", reason, url)
        url_table.record_failure(self.archive, url, status, reason, datetime.now(UTC))

    def count(self, name: str, by: int = 1) -> None:
        """Add to one of the counts that crawler/running/verdict.py judges."""
        if self.crawler.stats and by:
            self.crawler.stats.inc_value(f"corpus/{name}", by)


def at_mirror(source: Source, start_url: str) -> Source:
    """The source pointed at another address: its own listings are replaced, the address's host is allowed (private ones too).

    Raises ValueError when `start_url` is no http(s) URL.
    """
    url = canonical_url(start_url)
    if url is None:
        raise ValueError(f"start_url: {start_url!r} is not an http(s) URL")
    return msgspec.structs.replace(source, hosts=(host_of(url),), listings=(url,), feeds=(), sitemaps=(), allow_private=True)
