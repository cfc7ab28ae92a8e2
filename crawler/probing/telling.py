"""Telling: what was seen of a source as lines to read, and the table of all at the end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.probing.judging import Judgement
from spiders.sighting import Sighting

WIDE = 400  # characters; more than any row has
HEADINGS = ("source", "reachable", "refuses", "moved to", "feed", "listing", "read", "dated", "requests", "verdict")


class Finding(NamedTuple):
    """One look, what it comes to, and what to do about it: the difference to the source's file, and lines for people."""

    sighting: Sighting
    judgement: Judgement
    difference: str
    advice: Sequence[str]


def line_of(finding: Finding) -> str:
    """One line: whether the source works as it should, and what was seen."""
    sighting, judged = finding.sighting, finding.judgement
    answered = sum(entry.reason is None for entry in sighting.entries)
    articles = sum(entry.articles for entry in sighting.of("listing", "feed"))
    word = "works" if judged.holds else "DOES NOT WORK"
    why = f": {'; '.join(judged.faults)}" if judged.faults else ""
    return (
        f"{sighting.source}\t{word}{why}\trobots.txt {sighting.robots}; {answered} of {len(sighting.entries)} pages of links answered;"
        f" {articles} articles listed; {judged.read} of {judged.tried} read, {judged.dated} dated; {sighting.requests} requests"
    )


def samples(sighting: Sighting) -> list[str]:
    """The entries and articles looked at, a line each."""
    lines = []
    for entry in sighting.entries:
        what = entry.reason or f"{entry.articles} articles, {entry.dated} dated{', next page' if entry.next_page else ''}"
        named = f' "{entry.name}"' if entry.name else ""
        lines.append(f"{entry.kind}{named} {entry.url}: {what}{f', {entry.children} sitemaps' if entry.children else ''}")
    for seen in sighting.articles:
        date = f"{seen.published} ({seen.published_from})" if seen.published else "no date"
        lines.append(
            f'article {seen.url}: "{seen.title[:70]}", {date}' if seen.read and seen.title else f"article {seen.url}: {seen.outcome}"
        )
    return lines


def told(finding: Finding) -> list[str]:
    """Everything about one source, as it is printed when its look ends."""
    lines = [line_of(finding), *(f"    {line}" for line in samples(finding.sighting)), *(f"    ! {line}" for line in finding.advice)]
    return lines + finding.difference.splitlines()


def table(console: Console, findings: Sequence[Finding]) -> None:
    """The table at the end, one source a line as wide as it must be: a cut address helps nobody."""
    shown = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold")
    for heading in HEADINGS:
        shown.add_column(heading, no_wrap=True)
    for finding in sorted(findings, key=lambda finding: finding.sighting.source):
        shown.add_row(*_cells(finding))
    console.width = WIDE
    console.print(shown)


def _cells(finding: Finding) -> list[str | Text]:
    judged = finding.judgement
    verdict = Text("works", style="green") if judged.holds else Text("does not work", style="red")
    return [
        *(finding.sighting.source, judged.reachable, judged.refuses or "-", judged.moved or "-", _path(judged.feed), _path(judged.listing)),
        *(f"{judged.read}/{judged.tried}", f"{judged.dated}/{judged.read}", str(finding.sighting.requests), verdict),
    ]


def _path(url: str | None) -> str:
    return (urlsplit(url).path or "/")[:40] if url else "-"
