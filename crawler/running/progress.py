"""Progress: a live view on a terminal, plain lines in a log, and the summary at the end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crawler.running.verdict import OUTCOMES, Counts

# Headings of the outcomes in their order: stored, unchanged, duplicate, not_article, unreadable, failed.
OUTCOME_HEADINGS = ("new", "same", "copy", "other", "unread", "failed")
COLOURS = {"good": "green", "warning": "yellow", "bad": "red"}


def pace(counts: Counts, started_at: str) -> tuple[float, str]:
    """Pages a second so far, and what is left in words: time to fetch it, or pages that are fetched and wait for the reader."""
    seconds = max(1.0, (datetime.now(UTC) - datetime.fromisoformat(started_at)).total_seconds())
    left = max(0, counts.found - counts.fetched - counts.failed)
    rate = (counts.fetched + counts.failed) / seconds
    unread = counts.fetched - sum(getattr(counts, name) for name in OUTCOMES if name != "failed")
    return rate, f"{left / rate:.0f} s" if rate and left else "waiting" if left else f"{unread} to read" if unread > 0 else "nothing waits"


def progress_line(counts: Counts, started_at: str) -> str:
    """One plain line: how far a source is."""
    rate, left = pace(counts, started_at)
    numbers = ", ".join(f"{getattr(counts, name)} {name}" for name in ("found", "fetched", "stored", "unchanged", "failed"))
    return f"{numbers}, {rate:.1f} pages/s, left: {left}"


class UnderWay(NamedTuple):
    """A source that is being crawled, what its run has done so far, and when it began (ISO, UTC)."""

    name: str
    counts: Counts
    started_at: str


async def watch(console: Console, sources: Callable[[], Sequence[UnderWay]]) -> None:
    """Redraw the live view until cancelled. `sources` gives everything under way."""
    with Live(console=console, refresh_per_second=4, transient=True) as live:
        while True:
            rows = sorted(sources(), key=lambda row: -row.counts.fetched)
            live.update(_live_table(rows[: max(3, console.height - 3)]))
            await asyncio.sleep(0.25)


def _live_table(rows: Sequence[UnderWay]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("source", "found", "fetched", "stored", "same", "failed", "pages/s", "left"):
        table.add_column(heading, justify="left" if heading == "source" else "right", no_wrap=True)
    for name, counts, started in rows:
        rate, left = pace(counts, started)
        numbers = [counts.found, counts.fetched, counts.stored, counts.unchanged, counts.failed]
        table.add_row(name, *map(str, numbers), f"{rate:.1f}", left)
    return table


def summary(console: Console, runs: Sequence[Mapping[str, Any]], articles: Mapping[str, int]) -> None:
    """The table printed after a crawl and by `corpus status`. `articles` is the number of articles of each source in the corpus."""
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in ("source", "pages", *OUTCOME_HEADINGS, "total", "facts", "verdict"):
        table.add_column(heading, justify="left" if heading in ("source", "verdict") else "right", no_wrap=True)
    for run in runs:
        verdict = run["verdict"] or "interrupted"
        outcomes = [str(run[name]) for name in OUTCOMES]
        numbers = [str(run["fetched"]), *outcomes, str(articles.get(run["source"], 0)), str(run["facts"])]
        table.add_row(run["source"], *numbers, Text(verdict, style=COLOURS.get(verdict, "")))
    console.print(table)


def reasons(runs: Sequence[Mapping[str, Any]]) -> list[str]:
    """One line for every source whose verdict needs explaining."""
    return [
        f"{run['source']}: {run['verdict'] or 'interrupted'}: {run['why'] or 'the crawl was killed'}"
        for run in runs
        if run["verdict"] != "good"
    ]
