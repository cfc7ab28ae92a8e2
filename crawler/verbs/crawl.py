"""`corpus crawl`: many sources at once in one process, each host served by one source at a time."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from rich.console import Console
from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.resolver import CachingThreadedResolver
from scrapy.settings import Settings
from scrapy.utils.log import configure_logging
from scrapy.utils.reactor import install_reactor

from crawler.running import leases
from crawler.running.notify import Notifier
from crawler.running.progress import reasons, summary, watch
from crawler.running.recorder import counts_of
from crawler.running.runs import last_runs
from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.duplicates.tables import cluster_corpus
from pipelines.sources.source import Source, load_sources, open_now, seconds
from spiders.loader import spider_class
from spiders.news import NewsSpider
from spiders.run import hanoi_hour

logger = logging.getLogger(__name__)
LOG_BYTES, LOG_FILES = 5_000_000, 5  # of the log beside the live view


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """What to crawl and where to keep it."""

    sources: Sequence[Source]
    pages_db: Path
    corpus_db: Path
    arguments: dict[str, str]
    log_file: Path | None = None
    due: bool = False  # started by the clock: a source another crawl holds is left to it
    notify: Sequence[str] = ()  # addresses of messages about verdicts


def chosen_sources(names: Sequence[str], folder: Path | None, due_in: Path | None) -> list[Source]:
    """The named sources, or all; with `due_in` (a pages.db) only those whose time has come and whose hosts no other crawl holds.
    Raises KeyError for an unknown name."""
    known = load_sources(folder)
    for name in names:
        if name not in known:
            raise KeyError(f"{name}: no such source; `corpus sources` names them")
    chosen = [known[name] for name in (names or known)]
    if due_in is None:
        return chosen
    db = open_archive(due_in)
    try:
        last_starts = {run["source"]: run["started_at"] for run in last_runs(db) if run["finished_at"]}
        taken = leases.held_by_others(db, leases.own_name())
    finally:
        db.close()
    hour = hanoi_hour()
    return [s for s in chosen if is_due(s, last_starts) and open_now(s, hour) and not taken & set(s.hosts)]


def is_due(source: Source, last_starts: dict[str, str]) -> bool:
    """Whether `every` has passed since the start of the last finished run; a killed run is due again at once."""
    last = last_starts.get(source.name)
    return last is None or (datetime.now(UTC) - datetime.fromisoformat(last)).total_seconds() >= seconds(source.every)


def by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Groups of sources that share a host: a group is crawled one source after the other, groups at the same time."""
    groups: list[tuple[set[str], list[Source]]] = []
    for source in sources:
        hosts = {host.partition(":")[0] if not source.allow_private else host for host in source.hosts}
        members = [source]
        for group in [g for g in groups if g[0] & hosts]:
            groups.remove(group)
            hosts |= group[0]
            members = group[1] + members
        groups.append((hosts, members))
    return [members for _, members in groups]


def run_crawl(plan: CrawlPlan) -> int:
    """Crawl, print the summary, tell what changed; 1 when a verdict is bad, else 0. Raises BadInput for an address of no known service."""
    notifier = Notifier(plan.notify, plan.pages_db)
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.set("PAGES_DB", str(plan.pages_db), priority="cmdline")
    settings.set("CORPUS_DB", str(plan.corpus_db), priority="cmdline")
    console = Console(stderr=True)
    live = console.is_terminal
    configure_logs(settings, plan.log_file if live else None)
    crawlers: list[Crawler] = []
    began = datetime.now(UTC).isoformat(timespec="seconds")

    async def work(runner: AsyncCrawlerRunner, stopped: asyncio.Event) -> None:
        await _crawl_all(runner, plan, (crawlers, stopped), console if live else None)

    stopped = run_in_reactor(settings, work)
    runs = runs_since(plan, began)
    if plan.notify:
        notifier.tell(runs)
    return report(plan, Console(), runs, stopped)


def run_in_reactor(settings: Settings, work: Callable[[AsyncCrawlerRunner, asyncio.Event], Coroutine[Any, Any, None]]) -> bool:
    """Run `work` in a fresh reactor until it ends; SIGINT and SIGTERM stop its crawls cleanly and set its event. Whether they did."""
    install_reactor("twisted.internet.asyncioreactor.AsyncioSelectorReactor")
    from twisted.internet import reactor as installed  # after install_reactor, or the wrong one is installed

    reactor: Any = installed
    CachingThreadedResolver(reactor, cache_size=10_000, timeout=60.0).install_on_reactor()  # `scrapy crawl` does; HostGuard pins in it
    runner = AsyncCrawlerRunner(settings)
    loop: asyncio.AbstractEventLoop = reactor._asyncioEventloop
    stopped = asyncio.Event()
    main = loop.create_task(work(runner, stopped))
    main.add_done_callback(lambda _: reactor.stop())

    def stop() -> None:
        stopped.set()
        loop.create_task(runner.stop())

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))
    reactor.run(installSignalHandlers=False)
    main.result()
    return stopped.is_set()


async def _crawl_all(
    runner: AsyncCrawlerRunner, plan: CrawlPlan, state: tuple[list[Crawler], asyncio.Event], console: Console | None
) -> None:
    crawlers, stopped = state

    async def walk(group: list[Source]) -> None:
        for source in group:
            if stopped.is_set():
                return
            crawler = runner.create_crawler(spider_class(source))
            crawlers.append(crawler)
            await runner.crawl(crawler, **plan.arguments)

    def under_way() -> list[tuple[str, Any, str]]:
        rows = []
        for crawler in crawlers:
            if isinstance(crawler.spider, NewsSpider) and crawler.crawling and crawler.stats is not None:
                rows.append((crawler.spider.name, counts_of(crawler.stats.get_stats()), crawler.spider.run.started))
        return rows

    view = asyncio.ensure_future(watch(console, under_way)) if console else None
    try:
        results = await asyncio.gather(*(walk(group) for group in by_host(plan.sources)), return_exceptions=True)
    finally:
        if view:
            view.cancel()
    for result in results:
        if isinstance(result, BaseException):
            logger.error("a crawl ended unexpectedly: %r", result)


def runs_since(plan: CrawlPlan, began: str) -> list[dict[str, Any]]:
    """The runs of this crawl: the newest of each of its sources, if it started since."""
    archive = open_archive(plan.pages_db)
    names = {source.name for source in plan.sources}
    runs = [run for run in last_runs(archive) if run["source"] in names and run["started_at"] >= began]
    archive.close()
    return runs


def report(plan: CrawlPlan, console: Console, runs: Sequence[dict[str, Any]], stopped: bool) -> int:
    """Compare what is new with the corpus (copies of one report), print what the runs did; 1 when one of them is bad, never ended, or
    never began without a good reason."""
    corpus = open_corpus(plan.corpus_db)
    if any(run["stored"] for run in runs):
        cluster_corpus(corpus)
    articles = dict(corpus.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
    corpus.close()
    summary(console, runs, articles)
    missing = sorted({source.name for source in plan.sources} - {run["source"] for run in runs})
    for name in missing:
        if stopped:
            print(f"{name}: not begun before the stop", file=sys.stderr)
        elif plan.due:
            print(f"{name}: left to the crawl that holds its host", file=sys.stderr)
        else:
            print(f"{name}: bad: the crawl did not begin (another crawl on this host?)", file=sys.stderr)
    for line in reasons(runs):
        print(line, file=sys.stderr)
    bad = [run for run in runs if run["verdict"] in ("bad", None)]
    return 1 if bad or (missing and not stopped and not plan.due) else 0


def configure_logs(settings: Settings, log_file: Path | None) -> None:
    """Lines to stderr, or to a file while the live view owns the terminal."""
    settings.set("STATS_DUMP", False, priority="cmdline")
    settings.set("LOG_INSTALL_ROOT_HANDLER", log_file is None, priority="cmdline")
    configure_logging(settings)
    if log_file:
        logging.getLogger().addHandler(log_handler(log_file, settings))
        logging.getLogger().setLevel(settings["LOG_LEVEL"])
    logging.getLogger("scrapy").setLevel(logging.ERROR)  # what goes wrong with a page is our own line to tell
    logging.getLogger("scrapy.downloadermiddlewares.robotstxt").setLevel(logging.CRITICAL)  # a traceback for every dead host


def log_handler(log_file: Path, settings: Settings) -> RotatingFileHandler:
    """The log beside the live view; it is rotated here, so that nobody has to set that up."""
    log_file.parent.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(log_file, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter(settings["LOG_FORMAT"], settings["LOG_DATEFORMAT"]))
    return handler
