"""The live check: looks at sources on the web and says what to put into their files. Never edits a file."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerRunner
from sqlite_utils import Database

from crawler.running import leases
from crawler.running.reactor import configure_logs, project_settings, run_in_reactor
from crawler.running.schedule import by_host
from pipelines.archive.schema import open_archive
from pipelines.sources.source import Source
from spiders.loader import politeness_of
from spiders.look import LookSpider, Sighting

RENEWED = 15.0  # seconds; well below the length of a lease


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look comes to: whether the source works as its file says, one line for people, and lines to put into the file."""

    sighting: Sighting
    works: bool
    line: str
    advice: tuple[str, ...]


def check_live(sources: Sequence[Source], report: Path, pages_db: Path) -> int:
    """Look at every source, hosts at the same time; print a line each and append what was seen to `report` (JSON lines). 1 when one
    does not work as its file says. Hosts another crawl holds are left alone."""
    settings = project_settings()
    settings.set("ITEM_PIPELINES", {}, priority="cmdline")
    settings.set("EXTENSIONS", {**settings.getdict("EXTENSIONS"), "crawler.running.recorder.RunRecorder": None}, priority="cmdline")
    settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
    configure_logs(settings, None)
    report.parent.mkdir(parents=True, exist_ok=True)
    archive = open_archive(pages_db)
    findings: list[Finding] = []

    async def work(runner: AsyncCrawlerRunner, stopped: asyncio.Event) -> None:
        async def look(group: Sequence[Source]) -> None:
            for source in group:
                if stopped.is_set():
                    return
                if finding := await _look(runner, source, archive):
                    findings.append(finding)
                    _tell(finding, report)

        beat = asyncio.ensure_future(_renew(archive))
        await asyncio.gather(*(look(group) for group in by_host(sources)))
        beat.cancel()

    run_in_reactor(settings, work)
    archive.close()
    return 0 if len(findings) == len(sources) and all(finding.works for finding in findings) else 1


async def _look(runner: AsyncCrawlerRunner, source: Source, archive: Database) -> Finding | None:
    owner = leases.own_name()
    if holder := leases.acquire(archive, source.hosts, owner):
        print(f"{source.name}\tleft alone: another crawl ({holder}) is on this host", flush=True)
        return None
    try:
        settings = politeness_of(source)
        spider = type("Look", (LookSpider,), {"name": source.name, "source": source, "custom_settings": settings})
        crawler = runner.create_crawler(spider)
        await runner.crawl(crawler)
        assert isinstance(crawler.spider, LookSpider)
        return assess(crawler.spider.sighting, source)
    finally:
        leases.release(archive, source.hosts, owner)


async def _renew(archive: Database) -> None:
    with suppress(asyncio.CancelledError):
        while True:
            await asyncio.sleep(RENEWED)
            leases.renew(archive, leases.own_name())


def assess(sighting: Sighting, source: Source) -> Finding:
    """A source works when a listing, feed or sitemap answers with links and an article among them reads with title and date."""
    answered = [entry for entry in sighting.entries if entry.reason is None]
    articles = sum(entry.articles for entry in sighting.entries)
    article = sighting.article or {}
    reads = article.get("outcome") == "stored" and bool(article.get("title"))
    works = reads and bool(article.get("published"))
    said = f'"{str(article["title"])[:60]}", {article["published"] or "no date"}' if reads else article.get("outcome", "none found")
    other = sum(entry.other for entry in sighting.entries)
    dated = sum(entry.dated for entry in sighting.entries)
    line = (
        f"{source.name}\t{'works' if works else 'DOES NOT WORK'}\trobots.txt {sighting.robots}; {len(answered)} of"
        f" {len(sighting.entries)} entries answered; {articles} articles ({dated} dated), {other} other links; read: {said}"
    )
    return Finding(sighting, works, line, tuple(_advice(sighting, source, works)))


def _advice(sighting: Sighting, source: Source, works: bool) -> list[str]:
    lines = []
    for entry in sighting.entries:
        key = f"{entry.kind}s"
        if entry.reason == "tls":
            lines.append('tls = "unverified" (or "legacy"), if a browser shows the site in spite of its certificate')
        elif entry.reason == "redirect_off_site" and (target := re.search(r"https?://[^\s/]+", entry.detail or "")):
            lines.append(f"{key}: {entry.url} leads to {urlsplit(target[0]).netloc}: moved (then add to hosts) or hijacked?")
        elif entry.reason:
            lines.append(f"{key}: {entry.url} does not answer ({entry.reason}): replace or remove it")
        elif not entry.articles + entry.other:
            lines.append(f"{key}: {entry.url} holds no links: filled in by a script? another address, or a feed")
        elif entry.final_url and entry.final_url.rstrip("/") != entry.url.rstrip("/"):
            lines.append(f"{key}: {entry.url} leads to {entry.final_url}: put that")
    if sighting.crawl_delay and sighting.crawl_delay > source.delay:
        lines.append(f"delay = {sighting.crawl_delay:g} (robots.txt asks for it; it is obeyed anyway)")
    if new := [url for url in sighting.sitemaps if url not in source.sitemaps]:
        lines.append(f"sitemaps: robots.txt names {', '.join(new)}")
    if works and not source.verified_live:
        lines.append(f'verified_live = true, verified_on = "{sighting.at[:10]}"')
    if not works and source.verified_live:
        lines.append("verified_live = false, until somebody has looked")
    return list(dict.fromkeys(lines))


def _tell(finding: Finding, report: Path) -> None:
    print(finding.line, *(f"    {line}" for line in finding.advice), sep="\n", flush=True)
    row = {**finding.sighting.as_dict(), "works": finding.works, "advice": list(finding.advice)}
    with report.open("a", encoding="utf-8") as out:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
