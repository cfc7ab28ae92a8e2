"""What one look at a site saw, as plain values: its front, its entries, the articles read, and what was refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

EntryKind = Literal["front", "listing", "feed", "sitemap"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a front page, listing, feed or sitemap answered. `known`: it stands in the source's file. `name`: as the navigation calls it.
    `articles`: links worded or addressed like articles that only this one of its kind has, `dated` of them with a date; `children`: of a
    sitemap index. `reason` is a failure class, or None; `detail` what the failure says; `refused`: what the page of a refusal blames."""

    url: str
    kind: EntryKind
    known: bool = False
    name: str | None = None
    final_url: str | None = None
    articles: int = 0
    dated: int = 0
    children: int = 0
    next_page: bool = False
    reason: str | None = None
    detail: str | None = None
    refused: str | None = None

    @property
    def answers(self) -> bool:
        """Whether it answered with articles, or with sitemaps."""
        return self.reason is None and self.articles + self.children > 0


@dataclass(frozen=True, slots=True)
class Seen:
    """One article that was asked for, and what reading it came to."""

    url: str
    outcome: str
    title: str | None = None
    published: str | None = None
    published_from: str | None = None
    layout: str | None = None
    words: int = 0
    listed_on: str | None = None

    @property
    def read(self) -> bool:
        """Whether it reads as an article with a title."""
        return self.outcome == "stored" and bool(self.title)


@dataclass(frozen=True, slots=True)
class Headline:
    """A link worded like a headline: what addresses of articles are learned from."""

    url: str
    title: str | None
    published: str | None
    on: EntryKind


@dataclass(slots=True)
class Sighting:
    """Everything one look saw. `sections`: addresses of sections about industry and trade in the navigation, nearest first;
    `requests`: all that were sent."""

    source: str
    at: str  # ISO, UTC
    entries: list[Entry] = field(default_factory=list)
    articles: list[Seen] = field(default_factory=list)
    headlines: list[Headline] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    crawl_delay: float | None = None
    sitemaps: list[str] = field(default_factory=list)  # named in robots.txt
    robots: str = "not asked"  # status of robots.txt or how asking for it failed
    requests: int = 0

    def of(self, *kinds: EntryKind) -> list[Entry]:
        """The entries of some kinds, in the order they were asked for."""
        return [entry for entry in self.entries if entry.kind in kinds]

    def as_dict(self) -> dict[str, Any]:
        """As the report has it: without the links, which are many."""
        row = asdict(self)
        row["headlines"] = len(self.headlines)
        return row
