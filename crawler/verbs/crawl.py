"""`corpus crawl`: many sources at once in one process, each host served by one source at a time."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from crawler.arguments import BadInput, Verbs, add_databases, add_verb, check_spider_arguments
from pipelines.sources.source import Source, load_sources

Number = TypeVar("Number", int, float)


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
    budgets: Mapping[str, float] = field(default_factory=dict)  # MAX_RUN_PAGES, MAX_RUN_HOURS, where they are not to be as set
    cluster: str | None = None  # address of a Dask scheduler whose workers crawl


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
        "--notify-file", type=Path, metavar="FILE", help="such addresses, one a line (also: CORPUS_NOTIFY in the environment)"
    )
    crawl.add_argument(
        "--health", type=Path, metavar="FILE", help="write at the end how every source is (*.prom: Prometheus text, else JSON)"
    )
    crawl.add_argument("--ping", default=os.environ.get("CORPUS_PING"), metavar="URL", help="ask for URL at the end (/fail when bad)")
    crawl.add_argument("--max-pages", type=_pages, metavar="N", help="requests per source; 0: no limit; default: 20000")
    crawl.add_argument("--max-hours", type=_hours, metavar="H", help="hours per source; 0: no limit; default: 6")
    crawl.add_argument("--sources-dir", type=Path, help="another folder of source files")
    crawl.add_argument("--workers", metavar="tcp://HOST:PORT", help="crawl on the workers of this Dask scheduler (docs/operating.md)")
    add_databases(crawl)


def run(given: argparse.Namespace) -> int:
    """Crawl what was asked for. Raises BadInput."""
    values = {"since": given.since, "until": given.until, "max_articles": given.max_articles}
    arguments = {name: value for name, value in values.items() if value is not None}
    if problem := check_spider_arguments(arguments):
        raise BadInput(problem)
    if given.ping and not given.ping.startswith(("http://", "https://")):
        raise BadInput(f"--ping: {given.ping!r} is not an http(s) URL")
    if given.workers and not given.workers.startswith(("tcp://", "tls://")):
        raise BadInput(f"--workers: {given.workers!r} is not the address of a scheduler, tcp://HOST:PORT")
    from crawler.running.ending import pay
    from crawler.running.notify import notify_addresses
    from crawler.running.schedule import chosen_sources

    choose = partial(chosen_sources, given.sources, given.sources_dir, given.pages_db if given.due else None)
    sources = choose()
    if not sources:
        if given.corpus_db.is_file():
            pay(given.corpus_db)
        print("nothing is due" if given.due else "no sources")
        return 0
    log_file = given.pages_db.parent / "logs" / "crawl.log"
    notify = notify_addresses(given.notify, given.notify_file)
    watched = {"notify": notify, "health": given.health, "ping": given.ping, "cluster": given.workers}
    budgets = {"MAX_RUN_PAGES": given.max_pages, "MAX_RUN_HOURS": given.max_hours}
    return run_crawl(
        CrawlPlan(
            sources, given.pages_db, given.corpus_db, arguments, log_file, choose if given.due else None,
            budgets={name: value for name, value in budgets.items() if value is not None}, **watched,
        )
    )  # fmt: skip


def _pages(text: str) -> int:
    """A whole number from 0. Raises ValueError, which argparse tells."""
    return _from_zero(int(text))


def _hours(text: str) -> float:
    """A number from 0. Raises ValueError."""
    return _from_zero(float(text))


def _from_zero(number: Number) -> Number:
    if not 0 <= number < math.inf:
        raise ValueError
    return number


def run_crawl(plan: CrawlPlan) -> int:
    """Crawl, print the summary, tell what changed; 1 when a verdict is bad, else 0. Raises BadInput for an address of no known service and
    KnowledgeError."""
    from rich.console import Console

    from crawler.running.crawling import Crawling
    from crawler.running.ending import HELD, LEFT, STOPPED, NotBegun, close, runs_since
    from crawler.running.health import health_in, ping, write_health
    from crawler.running.notify import Notifier
    from crawler.running.reactor import configure_logs, project_settings, run_in_reactor
    from pipelines.knowledge import require

    require()
    notifier = Notifier(plan.notify, plan.pages_db)
    settings = project_settings()
    settings.set("PAGES_DB", str(plan.pages_db), priority="cmdline")
    settings.set("CORPUS_DB", str(plan.corpus_db), priority="cmdline")
    for name, value in plan.budgets.items():
        settings.set(name, value, priority="cmdline")
    console = Console(stderr=True)
    live = console.is_terminal
    configure_logs(settings, plan.log_file if live else None)
    began = datetime.now(UTC).isoformat(timespec="seconds")
    crawling = Crawling(plan.sources, plan.arguments, console if live else None, plan.due)
    gone: Mapping[str, NotBegun] = {}
    if plan.cluster:
        from crawler.cluster.crawling import Order, crawl_on_cluster

        budgets = {name: str(value) for name, value in plan.budgets.items()}
        order = Order(plan.cluster, plan.sources, plan.pages_db, plan.corpus_db, plan.arguments, budgets, plan.due)
        crawling.sources, stopped, gone = crawl_on_cluster(order)
    else:
        stopped = run_in_reactor(settings, crawling.run)
    names = [source.name for source in crawling.sources]
    runs = runs_since(plan.pages_db, names, began)
    if plan.notify:
        notifier.tell(runs)
    status = close(plan.corpus_db, names, runs, STOPPED if stopped else LEFT if plan.due else HELD, gone)
    if plan.health:
        write_health(plan.health, health_in(plan.pages_db, load_sources() | {source.name: source for source in crawling.sources}), status)
    if plan.ping:
        ping(plan.ping, status)
    return status
