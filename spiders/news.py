"""NewsSpider: the one spider that walks a Source. Listings, feeds and sitemaps in; Page values out; every link in the URL table first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import Any, ClassVar, Self

import scrapy.core.downloader.contextfactory  # noqa: F401 - early: it goes through all files being imported, .3 s from further down
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from pipelines.archive import url_table
from pipelines.archive.schema import shared_archive
from pipelines.archive.url_table import FoundLink
from pipelines.sources.source import Source
from pipelines.values.page import Page
from spiders.finding.walks import WalkState, Window
from spiders.run import Errand, Run
from spiders.visiting import Visiting
from spiders.walking import Walking


class NewsSpider(Spider):
    """Walks one source. Arguments: `since`, `until` (dates YYYY-MM-DD), `max_articles`, `start_url` (walk from this address on its
    host instead of the source's own listings)."""

    source: ClassVar[Source]
    run: Run
    visiting: Visiting
    walking: Walking

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        max_articles: str | None = None,
        start_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.errand = Errand.of(self.source, Window(since, until), int(max_articles) if max_articles else None, start_url)
        self.held_by: str | None = None  # another process that crawls this host; set before the walk begins
        self.rest = 0.0  # seconds until the host may be asked again after the crawl before this one

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.run = Run(spider.name, spider.errand, shared_archive(crawler.settings["PAGES_DB"]), crawler)
        spider.run.budget = crawler.settings.getint("MAX_RUN_PAGES") or None
        spider.visiting = Visiting(spider.run, spider.parse_page)
        spider.walking = Walking(spider.run, spider.parse_listing, spider.visiting.failed)
        crawler.signals.connect(spider.turn_waiting_pages, signals.spider_idle)
        return spider

    @property
    def walked(self) -> Source:
        """The source as this run walks it."""
        return self.errand.source

    async def start(self) -> AsyncIterator[Request]:
        if self.held_by:
            return
        await asyncio.sleep(self.rest)
        self.visiting.begin()
        for url in self.walking.entries():
            if request := self.walking.begin(url):
                yield request
        for link in url_table.pending(self.run.archive, self.name, self.run.started):
            if self.run.over:
                break
            if self.walked.owns(link.url) and (request := self.visiting.request(link, onward=True)):
                yield request

    def parse_listing(self, response: Response, state: WalkState) -> Iterator[Request]:
        """One page of a listing, a feed or a sitemap: links into the table, requests for what is new, then the next page."""
        onward = self.walking.sent_on(response, state)
        if onward is not None:
            yield from onward
            return
        shown = self.walking.read(response, state)
        if shown is None:
            return
        yield from self.follow(shown.due, state.depth + 1, onward=self.walking.is_found(state))
        if request := self.walking.turn(shown, state):
            yield request

    async def parse_page(self, response: Response, link: FoundLink) -> AsyncIterator[Request | Page]:
        """A page that is or may be an article: handed on as it is; of a page of unknown kind the links are taken too."""
        onward = self.visiting.sent_on(response, link)
        if onward is not None:
            for request in onward:
                yield request
            return
        if link.kind != "document" and not await self.run.has_room():
            return
        page = self.visiting.page(response, link)
        if page is None:
            return
        yield page
        if link.kind == "unknown":
            for request in self.follow(self.visiting.links(response, link), onward=True):
                yield request

    def follow(self, links: Iterable[FoundLink], depth: int = 0, onward: bool = False) -> Iterator[Request]:
        """Requests for links; `depth` is that of the sitemaps among them, `onward` as in Visiting.request."""
        for link in links:
            if onward and link.kind == "listing" and self.run.branches.ended(link.url):
                continue
            is_listing = link.kind in ("listing", "feed", "sitemap")
            if request := self.walking.follow(link, depth) if is_listing else self.visiting.request(link, onward):
                yield request

    def turn_waiting_pages(self) -> None:
        """Idle: what was asked for is read, so that pages of listings without dates can be turned."""
        waited = bool(self.walking.waiting)
        for request in self.walking.turn_waiting():
            if self.crawler.engine:
                self.crawler.engine.crawl(request)
        if waited:
            raise DontCloseSpider  # the next idle moment ends the crawl if nothing was asked for

    def ask_for(self, links: Iterable[FoundLink]) -> None:
        """Ask for documents of a notice that was read meanwhile; while the crawl ends they stay for the next one."""
        engine = self.crawler.engine
        if engine is None or engine.spider is None or not self.crawler.crawling:
            return
        for request in filter(None, map(self.visiting.request, links)):
            engine.crawl(request)

    def redirected(self, request: Request) -> bool:
        """Whether to follow a redirect; HostGuard asks."""
        return self.visiting.redirected(request)
