"""The reactor a crawl runs in, from its start to a clean stop, and the lines it writes meanwhile."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor

BEAT = 0.01  # seconds between two looks for crawls that began to run after the stop
LOG_BYTES, LOG_FILES = 5_000_000, 5  # of the log beside the live view

Work = Callable[[AsyncCrawlerRunner, asyncio.Event], Coroutine[Any, Any, None]]


def project_settings() -> Settings:
    """Scrapy's settings with those of crawler/settings.py, for spiders that are handed over: none is looked for by its name."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("SPIDER_LOADER_CLASS", "scrapy.spiderloader.DummySpiderLoader", priority="project")
    return settings


def run_in_reactor(settings: Settings, work: Work) -> bool:
    """Run `work` in a fresh reactor until it ends; SIGINT and SIGTERM stop its crawls cleanly and set its event. Whether they did."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed  # after install_reactor, or the wrong one is installed

    reactor: Any = installed
    reactor.suggestThreadPoolSize(settings.getint("REACTOR_THREADPOOL_MAXSIZE"))  # `scrapy crawl` does
    runner = AsyncCrawlerRunner(settings)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    stopped = asyncio.Event()
    main = loop.create_task(work(runner, stopped))
    main.add_done_callback(lambda _: reactor.stop())

    stopping: list[asyncio.Task[None]] = []

    def stop() -> None:
        if not stopped.is_set():
            stopped.set()
            stopping.append(loop.create_task(_stop_crawls(runner, main)))

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
    reactor.run(installSignalHandlers=False)
    main.result()
    return stopped.is_set()


async def _stop_crawls(runner: AsyncCrawlerRunner, main: asyncio.Task[None]) -> None:
    """Stop every crawl cleanly, once and as soon as it runs: Scrapy forgets a stop that comes before (it takes none while a spider opens),
    and takes no second one."""
    stops: dict[Crawler, asyncio.Task[None]] = {}
    while not main.done():
        for crawler in runner.crawlers - stops.keys():
            if crawler.crawling and crawler.engine.running:
                stops[crawler] = asyncio.ensure_future(crawler.stop_async())
        await asyncio.sleep(BEAT)


def configure_logs(settings: Settings, log_file: Path | None) -> None:
    """Lines to stderr, or to a file while the live view owns the terminal."""
    settings.set("STATS_DUMP", False, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", log_file is None, priority="cmdline")
    configure_logging(settings)
    if log_file:
        logging.getLogger().addHandler(log_handler(log_file, settings))
        logging.getLogger().setLevel(settings["LOG_LEVEL"])
    quiet_logs()


def quiet_logs() -> None:
    """No tracebacks of what goes wrong with a page or a host: that is our own line to tell."""
    logging.getLogger("scrapy").setLevel(logging.ERROR)
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)  # a traceback for every dead host


def log_handler(log_file: Path, settings: Settings) -> RotatingFileHandler:
    """The log beside the live view; it is rotated here, so that nobody has to set that up."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(log_file, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    return handler
