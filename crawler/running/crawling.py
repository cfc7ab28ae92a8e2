"""Crawling: all sources of a crawl in one process, each host served by one source at a time, with the live view over them. A crawl that the
clock started also takes what becomes due meanwhile: a source that needs hours holds no other back."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable, Mapping, Sequence

from rich.console import Console
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.running.progress import UnderWay, watch
from crawler.running.schedule import by_host, own_hosts
from crawler.running.verdict import Counts
from pipelines.sources.source import Source, seconds
from spiders.loader import spider_class
from spiders.news import NewsSpider

logger = logging.getLogger(__name__)


DEAL_EVERY = 60.0  # seconds between two looks at what has become due meanwhile
DEAL_HOURS = 6.0  # hours after which a crawl takes nothing more: what is under way has its own budgets, so it ends


class Meanwhile:
    """What becomes due while a crawl goes on. `due` names the sources whose time has come; None: nothing more is taken."""

    def __init__(self, due: Callable[[], Sequence[Source]] | None) -> None:
        self.due = due
        self.began = self.looked = time.monotonic()
        self.taken: dict[str, float] = {}  # source -> when (monotonic)

    def take(self, sources: Sequence[Source]) -> None:
        """Write down that these are crawled from now on."""
        self.taken |= {source.name: time.monotonic() for source in sources}

    def now_due(self, busy: set[str]) -> list[Source]:
        """What shares none of the `busy` hosts (own_hosts), each source once in its own time; nothing but every DEAL_EVERY seconds, and
        nothing after DEAL_HOURS."""
        now = time.monotonic()
        if self.due is None or now < self.looked + DEAL_EVERY or now >= self.began + DEAL_HOURS * 3600:
            return []
        self.looked = now
        free = [source for source in self.due() if not busy & own_hosts(source)]
        return [source for source in free if now - self.taken.get(source.name, -math.inf) >= seconds(source.every)]


class Crawling:
    """The crawls of some sources, and how far each is. `arguments` are those of every spider; the live view is drawn on `console`; `due`
    names the sources whose time has come, None when nothing but `sources` is to be crawled."""

    def __init__(
        self,
        sources: Sequence[Source],
        arguments: Mapping[str, str],
        console: Console | None,
        due: Callable[[], Sequence[Source]] | None = None,
    ) -> None:
        self.sources = list(sources)  # those taken later included
        self.arguments = arguments
        self.console = console
        self.meanwhile = Meanwhile(due)
        self.crawlers: list[Crawler] = []
        self.hosts: dict[asyncio.Future[None], set[str]] = {}  # of the groups under way

    async def run(self, runner: AsyncCrawlerRunner, stopped: asyncio.Event) -> None:
        """Crawl until all is done or `stopped`. An error of one source ends the crawls of its hosts only."""

        async def walk(group: Sequence[Source]) -> None:
            for source in group:
                if stopped.is_set():
                    return
                crawler = runner.create_crawler(spider_class(source))
                self.crawlers.append(crawler)
                await runner.crawl(crawler, **self.arguments)

        def begin(sources: Sequence[Source]) -> None:
            self.meanwhile.take(sources)
            for group in by_host(sources):
                self.hosts[asyncio.ensure_future(walk(group))] = set().union(*map(own_hosts, group))

        view = asyncio.ensure_future(watch(self.console, self.under_way)) if self.console else None
        begin(self.sources)
        pause = DEAL_EVERY if self.meanwhile.due else None
        try:
            while self.hosts:
                ended, _ = await asyncio.wait(self.hosts, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
                for group in ended:
                    del self.hosts[group]
                    if error := group.exception():
                        logger.error("a crawl ended unexpectedly: %r", error)
                if not stopped.is_set():
                    new = self.meanwhile.now_due(set().union(*self.hosts.values()))
                    self.sources += [source for source in new if source.name not in self.meanwhile.taken]
                    begin(new)
        finally:
            if view:
                view.cancel()

    def under_way(self) -> list[UnderWay]:
        """The sources that are being crawled now."""
        return [
            UnderWay(crawler.spider.name, Counts.of_stats(crawler.stats.get_stats()), crawler.spider.run.started)
            for crawler in self.crawlers
            if isinstance(crawler.spider, NewsSpider) and crawler.crawling and crawler.stats is not None
        ]
