"""Walks: when to ask for the next page of a listing and when to stop, decided from what its pages have shown so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipelines.archive.url_table import FoundLink
from pipelines.archive.walks import Walk, WalkEnd
from pipelines.sources.source import Source
from pipelines.sources.urls import url_key
from spiders.fetching.headers import Validators
from spiders.finding.listing import ListingPage
from spiders.finding.paging import by_days

MARGIN = 3  # pages of known ground a deep walk looks at, for articles inserted late or moved
QUIET_DAYS = 10  # pages of a day-by-day archive without any news after which its end is believed


@dataclass(slots=True)
class WalkState:
    """A walk under way."""

    walk: Walk
    number: int = 1  # of the page asked for
    depth: int = 0  # of a sitemap: how many indexes lie between it and the one the source names
    day: str | None = None  # of a day-by-day archive: the day of the page asked for
    keys: frozenset[str] = frozenset()  # links of the last page: the same again is a circle
    quiet: int = 0  # pages in a row without a link
    without_news: int = 0  # pages in a row without anything new
    oldest: str | None = None
    validators: Validators = field(default_factory=Validators)  # of the first page
    sent_on: bool = False  # its first page is one that another sent to by itself
    dates: list[str] = field(default_factory=list)  # of the last page, as listed or as read since

    def end(self, at: str, by: str) -> WalkEnd:
        """The walk as it ends here; `by` as in WalkEnd."""
        return WalkEnd(at, self.number, by, self.oldest, *self.validators)


@dataclass(frozen=True, slots=True)
class Window:
    """The days a run is asked for, as ISO dates; None is open."""

    since: str | None = None
    until: str | None = None

    def holds(self, published: str | None) -> bool:
        """Whether a date lies inside; an unknown one may."""
        day = (published or "")[:10]
        return not day or ((not self.since or day >= self.since) and (not self.until or day <= self.until))


def note_page(state: WalkState, page: ListingPage, new: int, dates: Sequence[str]) -> bool:
    """Write down what a page showed. False when it is the same as the one before (a circle)."""
    keys = frozenset(url_key(link.url) for link in page.links)
    circle = bool(keys) and keys == state.keys
    state.keys = keys
    state.quiet = 0 if keys else state.quiet + 1
    state.without_news = 0 if new else state.without_news + 1
    state.dates = [day[:10] for day in dates]
    if state.dates:
        state.oldest = min([*state.dates, *([state.oldest] if state.oldest else [])])
    return not circle


def reason_to_stop(state: WalkState, source: Source, window: Window) -> str | None:
    """Why the walk ends here (end, known, window, limit), or None to go on to the next page.

    Known ground ends a walk whose listing was walked to its end (or to known ground) before; a window is walked through whatever is
    known, newest to oldest, until a whole page lies before it.
    """
    if state.day and window.since:
        return "window" if state.day < window.since else None
    if state.quiet > (QUIET_DAYS if by_days(source.paging) else 0):
        return "end"
    if window.since and state.dates and max(state.dates) < window.since:
        return "window"
    if state.number >= source.max_listing_pages:
        return "limit"
    if window.since or window.until or not state.walk.known:
        return None
    return "known" if state.without_news >= (MARGIN if state.walk.deep else 1) else None


def listed_dates(links: Sequence[FoundLink]) -> list[str]:
    """The dates listed beside links."""
    return [link.hints.published for link in links if link.hints.published]
