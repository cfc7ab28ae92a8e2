"""Looking: all sources looked at, hosts at the same time, each under its lease; every finding told, written to the report, and applied."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.status import Status
from scrapy.crawler import AsyncCrawlerRunner

from crawler.probing.judging import judge
from crawler.probing.proposing import advice, difference, proposal, rewritten
from crawler.probing.telling import Finding, table, told
from crawler.running import leases
from crawler.running.reactor import configure_logs, project_settings, run_in_reactor
from crawler.running.schedule import by_host
from pipelines.archive.schema import open_archive
from pipelines.sources.source import Source, SourceError
from pipelines.values.sqlite import Database
from pipelines.values.typed import read_text
from spiders.loader import politeness_of
from spiders.look import LookSpider
from spiders.sighting import Sighting

BUDGET = 12  # requests of one look, robots.txt and redirects included
RENEWED = 15.0  # seconds; well below the length of a lease


@dataclass(frozen=True, slots=True)
class ProbePlan:
    """What to look at, where the source files are, whether to write what is proposed into them, where the report goes."""

    sources: Sequence[Source]
    folder: Path
    report: Path
    pages_db: Path
    write: bool = False


def probe(plan: ProbePlan) -> int:
    """Look at every source; print what was seen and proposed, and a table at the end. 1 when one does not work, was left alone, or the look
    was interrupted."""
    settings = project_settings()
    extensions, middlewares = settings.getdict("EXTENSIONS"), settings.getdict("DOWNLOADER_MIDDLEWARES")
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    settings.set("EXTENSIONS", {**extensions, "crawler.running.recorder.RunRecorder": None}, priority="cmdline")
    settings.set("DOWNLOADER_MIDDLEWARES", {**middlewares, "spiders.fetching.budget.RequestBudget": 570}, priority="cmdline")
    settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    configure_logs(settings, None)
    plan.report.parent.mkdir(parents=True, exist_ok=True)
    archive = open_archive(plan.pages_db)
    probing = _Probing(plan, archive)
    try:
        stopped = run_in_reactor(settings, probing.run)
    finally:
        archive.close()
    if probing.findings:
        table(Console(), probing.findings)
    if stopped:
        print(f"interrupted: {len(probing.findings)} of {len(plan.sources)} sources looked at", flush=True)
    good = all(finding.judgement.holds for finding in probing.findings)
    return 0 if good and not stopped and not probing.unwritten and len(probing.findings) == len(plan.sources) else 1


def _spider(source: Source) -> type[LookSpider]:
    """The spider that looks at one source, with the source's politeness and the budget of a look."""
    settings = {**politeness_of(source), "REQUEST_BUDGET": BUDGET, "RETRY_TIMES": 0, "REDIRECT_MAX_TIMES": 3}
    return type("Look", (LookSpider,), {"name": source.name, "source": source, "custom_settings": settings})


class _Probing:
    """The looks of one call."""

    def __init__(self, plan: ProbePlan, archive: Database) -> None:
        self.plan = plan
        self.archive = archive
        self.findings: list[Finding] = []
        self.unwritten = 0
        self.under_way: set[str] = set()
        console = Console(stderr=True)
        # the live line takes over standard output, which is right on a terminal only
        self.status = Status("", console=console) if console.is_terminal and sys.stdout.isatty() else None

    async def run(self, runner: AsyncCrawlerRunner, stopped: asyncio.Event) -> None:
        async def look(group: Sequence[Source]) -> None:
            for source in group:
                if stopped.is_set():
                    return
                sighting = await self._look(runner, source)
                if sighting and not stopped.is_set():  # half a look says nothing
                    self._found(sighting, source)

        beat = asyncio.ensure_future(self._renew())
        with self.status or nullcontext():
            await asyncio.gather(*(look(group) for group in by_host(self.plan.sources)))
        beat.cancel()

    async def _look(self, runner: AsyncCrawlerRunner, source: Source) -> Sighting | None:
        owner = leases.own_name()
        if holder := leases.acquire(self.archive, source.hosts, owner):
            self._say(f"{source.name}\tleft alone: another crawl ({holder}) is on this host")
            return None
        self.under_way.add(source.name)
        self._progress()
        try:
            crawler = runner.create_crawler(_spider(source))
            await runner.crawl(crawler)
            assert isinstance(crawler.spider, LookSpider)
            return crawler.spider.sighting
        finally:
            self.under_way.discard(source.name)
            leases.release(self.archive, source.hosts, owner)

    def _found(self, sighting: Sighting, source: Source) -> None:
        judgement = judge(sighting, source)
        lines = advice(sighting, source, judgement)
        path = self.plan.folder / f"{source.name}.toml"
        text = fresh = read_text(path)
        try:
            fresh = rewritten(text, proposal(sighting, source, judgement), source.name)
        except SourceError as error:
            self.unwritten += 1
            lines.append(str(error))
        finding = Finding(sighting, judgement, difference(path, text, fresh), lines)
        if self.plan.write and fresh != text:
            beside = path.with_suffix(".toml.new")  # a kill in between leaves one whole file or the other
            beside.write_text(fresh, encoding="utf-8")
            beside.replace(path)
        self.findings.append(finding)
        self._progress()
        if not self.status and sys.stderr.isatty():
            print(f"{len(self.findings)} of {len(self.plan.sources)} looked at: {source.name}", file=sys.stderr)
        self._say("\n".join(told(finding)))
        row = {
            **sighting.as_dict(),
            "works": judgement.holds,
            "faults": judgement.faults,
            "advice": lines,
            "difference": finding.difference,
        }
        with self.plan.report.open("a", encoding="utf-8") as out:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")

    def _say(self, text: str) -> None:
        """Lines of standard output; above the live line they are not broken, so that addresses can be copied."""
        if self.status:
            self.status.console.print(text, markup=False, highlight=False, soft_wrap=True)
        else:
            print(text, flush=True)

    def _progress(self) -> None:
        if self.status:
            names = ", ".join(sorted(self.under_way)[:4]) + (" ..." if len(self.under_way) > 4 else "")
            self.status.update(f"{len(self.findings)} of {len(self.plan.sources)} looked at; now {names}")

    async def _renew(self) -> None:
        with suppress(asyncio.CancelledError):
            while True:
                await asyncio.sleep(RENEWED)
                leases.renew(self.archive, leases.own_name())
