"""`corpus crawl`: many sources at once in one process, each host served by one source at a time."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from crawler.arguments import BadInput, Verbs, add_databases, add_verb, check_spider_arguments
from pipelines.sources.source import Source, load_sources


@dataclass(frozen=True, slots=True)
class CrawlPlan:
    """What to crawl and where to keep it."""

    sources: Sequence[Source]
    pages_db: Path
    corpus_db: Path
    arguments: dict[str, str]
    log_file: Path | None = None
    due: Callable[[], Sequence[Source]] | None = None  # started by the clock: what is due; a source another crawl holds is left to it
    notify: Sequence[str] = ()  # addresses of messages about verdicts
    health: Path | None = None  # a file written at the end, for machines that watch
    ping: str | None = None  # an address asked for at the end


def add_parser(verbs: Verbs) -> None:
    """`corpus crawl`."""
    crawl = add_verb(verbs, "crawl", run, "crawl sources into the corpus")
    crawl.add_argument("sources", nargs="*", metavar="SOURCE", help="names as in `scrapy list`; none: all")
    crawl.add_argument("--due", action="store_true", help="only sources whose time has come")
    crawl.add_argument("--since", metavar="YYYY-MM-DD", help="only articles published on this day or later")
    crawl.add_argument("--until", metavar="YYYY-MM-DD", help="only articles published on this day or before")
    crawl.add_argument("--max-articles", metavar="N", help="store so many of each source at most")
    crawl.add_argument("--notify", action="append", default=[], metavar="URL", help="tell when a verdict turns bad or good again (Apprise)")
    crawl.add_argument(
        "--health", type=Path, metavar="FILE", help="write at the end how every source is (*.prom: Prometheus text, else JSON)"
    )
    crawl.add_argument("--ping", default=os.environ.get("CORPUS_PING"), metavar="URL", help="ask for URL at the end (/fail when bad)")
    crawl.add_argument("--sources-dir", type=Path, help="another folder of source files")
    add_databases(crawl)


def run(given: argparse.Namespace) -> int:
    """Crawl what was asked for. Raises BadInput."""
    values = {"since": given.since, "until": given.until, "max_articles": given.max_articles}
    arguments = {name: value for name, value in values.items() if value is not None}
    if problem := check_spider_arguments(arguments):
        raise BadInput(problem)
    if given.ping and not given.ping.startswith(("http://", "https://")):
        raise BadInput(f"--ping: {given.ping!r} is not an http(s) URL")
    from crawler.running.schedule import chosen_sources

    choose = partial(chosen_sources, given.sources, given.sources_dir, given.pages_db if given.due else None)
    sources = choose()
    if not sources:
        print("nothing is due" if given.due else "no sources")
        return 0
    log_file = given.pages_db.parent / "logs" / "crawl.log"
    watched = {"notify": given.notify, "health": given.health, "ping": given.ping}
    return run_crawl(CrawlPlan(sources, given.pages_db, given.corpus_db, arguments, log_file, choose if given.due else None, **watched))


def run_crawl(plan: CrawlPlan) -> int:
    """Crawl, print the summary, tell what changed; 1 when a verdict is bad, else 0. Raises BadInput for an address of no known service and
    KnowledgeError."""
    from rich.console import Console

    from crawler.running.crawling import Crawling
    from crawler.running.ending import close, runs_since
    from crawler.running.health import health_in, ping, write_health
    from crawler.running.notify import Notifier
    from crawler.running.reactor import configure_logs, project_settings, run_in_reactor
    from pipelines.knowledge import require

    require()
    notifier = Notifier(plan.notify, plan.pages_db)
    settings = project_settings()
    settings.set("PAGES_DB", str(plan.pages_db), priority="cmdline")
    settings.set("CORPUS_DB", str(plan.corpus_db), priority="cmdline")
    console = Console(stderr=True)
    live = console.is_terminal
    configure_logs(settings, plan.log_file if live else None)
    began = datetime.now(UTC).isoformat(timespec="seconds")
    crawling = Crawling(plan.sources, plan.arguments, console if live else None, plan.due)
    stopped = run_in_reactor(settings, crawling.run)
    names = [source.name for source in crawling.sources]
    runs = runs_since(plan.pages_db, names, began)
    if plan.notify:
        notifier.tell(runs)
    excuse = "not begun before the stop" if stopped else "left to the crawl that holds its host" if plan.due else None
    status = close(plan.corpus_db, names, runs, excuse)
    if plan.health:
        write_health(plan.health, health_in(plan.pages_db, load_sources() | {source.name: source for source in crawling.sources}), status)
    if plan.ping:
        ping(plan.ping, status)
    return status
