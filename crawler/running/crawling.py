"""Crawling: all sources of a crawl in one process, each host served by one source at a time, with the live view over them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence

from rich.console import Console
from scrapy.crawler import AsyncCrawlerRunner, Crawler

from crawler.running.progress import UnderWay, watch
from crawler.running.schedule import by_host
from crawler.running.verdict import Counts
from pipelines.sources.source import Source
from spiders.loader import spider_class
from spiders.news import NewsSpider

logger = logging.getLogger(__name__)


class Crawling:
    """The crawls of some sources, and how far each is. `arguments` are those of every spider; the live view is drawn on `console`."""

    def __init__(self, sources: Sequence[Source], arguments: Mapping[str, str], console: Console | None) -> None:
        self.sources = sources
        self.arguments = arguments
        self.console = console
        self.crawlers: list[Crawler] = []

    async def run(self, runner: AsyncCrawlerRunner, stopped: asyncio.Event) -> None:
        """Crawl until all is done or `stopped`. An error of one source ends the crawls of its hosts only."""

        async def walk(group: Sequence[Source]) -> None:
            for source in group:
                if stopped.is_set():
                    return
                crawler = runner.create_crawler(spider_class(source))
                self.crawlers.append(crawler)
                await runner.crawl(crawler, **self.arguments)

        view = asyncio.ensure_future(watch(self.console, self.under_way)) if self.console else None
        try:
            results = await asyncio.gather(*(walk(group) for group in by_host(self.sources)), return_exceptions=True)
        finally:
            if view:
                view.cancel()
        for result in results:
            if isinstance(result, BaseException):
                logger.error("a crawl ended unexpectedly: %r", result)

    def under_way(self) -> list[UnderWay]:
        """The sources that are being crawled now."""
        return [
            UnderWay(crawler.spider.name, Counts.of_stats(crawler.stats.get_stats()), crawler.spider.run.started)
            for crawler in self.crawlers
            if isinstance(crawler.spider, NewsSpider) and crawler.crawling and crawler.stats is not None
        ]
