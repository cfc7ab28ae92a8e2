"""RunRecorder: a Scrapy extension that takes the hosts' leases, writes the run to both databases and gives it a verdict."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from datetime import UTC, datetime
from typing import Any, Self

import msgspec
from scrapy import signals
from scrapy.crawler import Crawler

from crawler.running import leases
from crawler.running.host_locks import HostLocks
from crawler.running.ledger import copy_ledger
from crawler.running.progress import progress_line
from crawler.running.rhythm import silence_of
from crawler.running.runs import begin_run, end_run, fill_before, known_articles
from crawler.running.verdict import OUTCOMES, Counts, Verdict, judge, warned
from pipelines.archive.schema import shared_archive
from pipelines.corpus.schema import shared_corpus
from pipelines.intake.readers import shared_reader
from pipelines.sources.renaming import keep_former_names
from pipelines.sources.source import Source
from pipelines.values.sqlite import Database
from spiders.fetching.politeness import drop_waiting
from spiders.news import NewsSpider

logger = logging.getLogger(__name__)
BEAT = 15.0  # seconds; well below the length of a lease


class RunRecorder:
    """`crawler.stats["verdict"]` holds the Verdict after the spider closed; `scrapy crawl` and `corpus crawl` turn it into the exit
    status."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.owner = leases.own_name()
        self.locks = HostLocks()
        self.held = False
        self.alarm: asyncio.TimerHandle | None = None
        self.over = asyncio.Event()  # clear while a run is to be closed
        self.over.set()
        self.cut = False  # whether a stop came while the run closed

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        self = cls(crawler)
        crawler.signals.connect(self.opened, signals.spider_opened)
        crawler.signals.connect(self.closed, signals.spider_closed)
        crawler.signals.connect(self.stopped, signals.engine_stopped)
        return self

    def opened(self, spider: NewsSpider) -> None:
        self.over.clear()
        self.archive: Database = shared_archive(self.crawler.settings["PAGES_DB"])
        self.corpus: Database = shared_corpus(self.crawler.settings["CORPUS_DB"])
        used = leases.last_use(self.archive, spider.walked.hosts)
        holder = leases.acquire(self.archive, spider.walked.hosts, self.owner)
        if holder is None and (host := self.locks.take(spider.walked.hosts)):
            leases.release(self.archive, spider.walked.hosts, self.owner)
            holder = f"into another pages.db, on {host}"
        self.held = holder is None
        spider.held_by = holder
        if holder:
            logger.error("%s: another crawl (%s) is on this host", spider.name, holder)
            return
        for db in (self.archive, self.corpus):
            keep_former_names(db, [spider.source])
        self.known = known_articles(self.corpus, spider.name)
        spider.rest = max(0.0, used + self.crawler.settings.getfloat("DOWNLOAD_DELAY") - time.time()) if used else 0.0
        begin_run(self.archive, spider.run.id, spider.name, spider.run.started)
        self.heartbeat = asyncio.ensure_future(self.beat(spider))
        if hours := self.crawler.settings.getfloat("MAX_RUN_HOURS"):
            self.alarm = asyncio.get_running_loop().call_later(hours * 3600, self.out_of_time, spider)

    def out_of_time(self, spider: NewsSpider) -> None:
        """The run has taken as long as it may: it ends as cleanly as by SIGTERM. What is not read yet is read by the next one."""
        spider.run.over = "hours"
        shared_reader(self.crawler.settings, spider.name).forget(spider.name)
        self.stopping = asyncio.ensure_future(self.crawler.stop_async())

    async def beat(self, spider: NewsSpider) -> None:
        """While the crawl lives: keep the leases, and say in the log how far it is."""
        assert self.crawler.stats is not None
        while True:
            await asyncio.sleep(BEAT)
            leases.renew(self.archive, self.owner)
            if not self.crawler.crawling:
                drop_waiting(self.crawler)
            logger.info("%s: %s", spider.name, progress_line(Counts.of_stats(self.crawler.stats.get_stats()), spider.run.started))

    async def stopped(self) -> None:
        """A stop that comes while the spider closes does not wait for that by itself: Scrapy would end the crawl before its run is."""
        if not self.over.is_set() and self.crawler.spider:
            name = self.crawler.spider.name
            reader = shared_reader(self.crawler.settings, name)
            unread = reader.waiting(name)
            reader.forget(name)
            self.cut = reader.waiting(name) < unread
            await self.over.wait()

    def closed(self, spider: NewsSpider, reason: str) -> None:
        try:
            self.close(spider, reason)
        finally:
            self.over.set()

    def close(self, spider: NewsSpider, reason: str) -> None:
        """End the run: what it is worth, and its hosts let go."""
        assert self.crawler.stats is not None
        if not self.held:
            self.crawler.stats.set_value("verdict", Verdict("bad", ("another crawl is on this host",)))
            return
        self.heartbeat.cancel()
        if self.alarm:
            self.alarm.cancel()
        counts = Counts.of_stats(self.crawler.stats.get_stats())
        verdict = judge(counts, expected_of(spider), self.known, fill_before(self.archive, spider.name))
        if quiet := silence_of(self.archive, self.corpus, spider.name, datetime.now(UTC).date()):
            verdict = warned(verdict, quiet)
        if changed := self.crawler.stats.get_value("drift"):
            verdict = warned(verdict, f"layout changed: {'; '.join(changed)}")
        if spider.run.over:
            verdict = warned(verdict, self.told_over(spider))
        elif reason == "shutdown" or self.cut:
            verdict = Verdict("warning", ("stopped before the end; the next run goes on from here", *verdict.why))
        end_run(self.archive, self.corpus, spider.run.id, run_row(counts, verdict))
        copy_ledger(self.archive, self.corpus, spider.name)
        leases.release(self.archive, spider.walked.hosts, self.owner)
        self.locks.release()
        self.crawler.stats.set_value("verdict", verdict)

    def told_over(self, spider: NewsSpider) -> str:
        """Which budget ended the run."""
        settings = self.crawler.settings
        limit = (
            f"{settings.getfloat('MAX_RUN_HOURS'):g} h" if spider.run.over == "hours" else f"{settings.getint('MAX_RUN_PAGES')} requests"
        )
        return f"stopped at its budget of {limit}; the next run goes on from here"


def expected_of(spider: NewsSpider) -> Source:
    """The source with the floor this run can be held to: a run limited by the user may find less."""
    floor, errand = spider.source.floor, spider.errand
    if errand.max_articles:
        floor = min(floor, errand.max_articles)
    if errand.window.since or errand.window.until:
        floor = 0  # a window without news is an answer
    elif not errand.strict:
        floor = min(floor, 1)
    return msgspec.structs.replace(spider.source, floor=floor)


def run_row(counts: Counts, verdict: Verdict) -> dict[str, Any]:
    """The columns of the `runs` table that are known at the end."""
    shares = {name: round(n / counts.stored, 4) for name, n in sorted(counts.fill.items())} if counts.stored else {}
    return {
        "finished_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "found": counts.found, "fetched": counts.fetched, "facts": counts.facts,
        **{name: getattr(counts, name) for name in OUTCOMES},
        "fill": json.dumps(shares), "reasons": json.dumps(dict(sorted(counts.reasons.items()))),
        "verdict": verdict.name, "why": "; ".join(verdict.why),
    }  # fmt: skip
