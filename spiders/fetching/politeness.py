"""Politeness and safety of every single request: robots.txt delay, Retry-After, one host list."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

from pipelines.archive.rests import note_rest, rest_of
from pipelines.sources.source import Source
from pipelines.values.sqlite import Database
from spiders.fetching.failures import KnownTarget, NotAsked
from spiders.fetching.robots import is_robots

logger = logging.getLogger(__name__)
JITTER = 0.05  # share of the delay added at random: never shorter than asked for, never quite regular
LONGEST_WAIT = 600.0  # seconds a crawl will wait on Retry-After; a longer wish is granted by coming back in a later run


class HostDelay:
    """Two things Scrapy leaves out. The Crawl-delay of robots.txt is applied: it may raise the source's own delay, never lower it. And
    the delay counts from the end of an answer, so that a slow server is never asked again the moment it has answered."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.wishes: dict[str | None, float] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        self = cls(crawler)
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(self.queued, signals.request_reached_downloader)
        crawler.signals.connect(self.answered, signals.response_downloaded)
        return self

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        wish = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if wish:
            self.wishes[urlsplit(request.url).hostname] = float(wish)
            logger.info("%s: robots.txt asks for %s s between requests", urlsplit(request.url).netloc, wish)

    def queued(self, request: Request) -> None:
        wish = self.wishes.get(urlsplit(request.url).hostname, 0.0)
        if wish and (slot := self.slot(request)) and wish > slot.delay:  # Scrapy forgets a queue that was empty for a minute, and its delay
            slot.delay = wish

    def answered(self, request: Request) -> None:
        if slot := self.slot(request):
            slot.lastseen = time.monotonic() + random.uniform(0, JITTER) * slot.delay  # noqa: S311 - not for secrets

    def slot(self, request: Request) -> Slot | None:
        """The downloader's queue for the request's host; Scrapy offers no public way to it."""
        if not self.crawler.engine:
            return None
        return self.crawler.engine.downloader._get_slot(request)[1]


class HostGuard:
    """Lets no request out to another host than the source's, redirects included, but to where its robots.txt leads. (The addresses are
    judged in connecting.py.)"""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        source: Source = self.crawler.spider.walked  # type: ignore[union-attr]
        if not source.owns(request.url) and not is_robots(request):
            raise IgnoreRequest(f"offsite: {request.url}")
        if "onward" in request.meta and not await self.crawler.spider.visiting.wanted(request):  # type: ignore[union-attr]
            raise NotAsked
        if request.meta.get("redirect_urls") and not self.crawler.spider.redirected(request):  # type: ignore[union-attr]
            raise KnownTarget


def drop_waiting(crawler: Crawler) -> None:
    """A crawl that ends does not wait for the delay of what is not asked yet (robots.txt may ask for a day between two requests)."""
    slots = crawler.engine.downloader.slots.values() if crawler.engine else ()
    for slot in slots:
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(NotAsked())


class HostPause:
    """429 and 503: the whole host rests as long as Retry-After says (or ever longer), then Scrapy's retry asks again. A host that wants
    a longer rest than a run will wait is asked nothing more in this run, nor in the next as long as its rest lasts."""

    def __init__(self, first_wait: float, crawler: Crawler | None = None) -> None:
        self.first_wait = first_wait
        self.crawler = crawler
        self.until: dict[str, float] = {}
        self.refusals: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getfloat("REFUSAL_WAIT"), crawler)

    async def process_request(self, request: Request) -> None:
        host = urlsplit(request.url).netloc
        if host not in self.until:
            self.until[host] = time.monotonic() + self.rest_before(host)
        while (rest := self.until.get(host, 0.0) - time.monotonic()) > 0:
            if rest > LONGEST_WAIT:
                raise IgnoreRequest(f"Retry-After: {host} wants to be left alone for {rest:.0f} s")
            if self.crawler and not self.crawler.crawling:  # stopped from outside: nobody waits for the rest of it
                raise IgnoreRequest(f"Retry-After: {host} is left alone")
            await asyncio.sleep(min(rest, 1.0))

    @property
    def archive(self) -> Database | None:
        """pages.db; a look at a live site has none."""
        run = getattr(self.crawler.spider, "run", None) if self.crawler else None
        return run.archive if run else None

    def rest_before(self, host: str) -> float:
        """Seconds that are left of what a host asked for in an earlier run."""
        now = datetime.now(UTC)
        until = rest_of(self.archive, [host], now) if self.archive else None
        return (until - now).total_seconds() if until else 0.0

    def process_response(self, request: Request, response: Response) -> Response:
        host = urlsplit(request.url).netloc
        if response.status not in (429, 503):
            self.refusals.pop(host, None)
            return response
        self.refusals[host] = self.refusals.get(host, 0) + 1
        wait = retry_after(response.headers.get("Retry-After"), datetime.now(UTC))
        if wait is not None and (archive := self.archive):
            note_rest(archive, host, wait, datetime.now(UTC))
        if wait is None:
            wait = self.first_wait * 2 ** min(self.refusals[host] - 1, 20)
        self.until[host] = time.monotonic() + wait
        if wait > LONGEST_WAIT:
            raise IgnoreRequest(f"Retry-After {wait:.0f} s is longer than this run will wait")
        logger.info("%s answered %d: resting %.0f s", host, response.status, wait)
        return response


def retry_after(value: bytes | None, at: datetime) -> float | None:
    """Seconds from a Retry-After header (seconds or HTTP date), None when absent or unreadable. Source: RFC 9110, 10.2.3."""
    text = (value or b"").decode("latin-1").strip()
    if text.isdecimal():
        return float(text)
    try:
        return max(0.0, float((parsedate_to_datetime(text) - at).total_seconds()))
    except (ValueError, TypeError):
        return None
