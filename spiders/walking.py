"""Walking: listings, feeds and sitemaps from their first page on, until known ground, the window, a limit or their end is met."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from scrapy import FormRequest, Request
from scrapy.http import Response
from twisted.python.failure import Failure

from pipelines.archive import walks
from pipelines.archive.url_table import FoundLink
from pipelines.reading.refusing.walls import is_gate, stands_before
from pipelines.sources.urls import url_key
from pipelines.values.outcome import WALL
from spiders.fetching.headers import Validators, content_type, validators_of
from spiders.finding.answers import links_of, sent_to
from spiders.finding.endless import MOST_WALKS, SITEMAP_DEPTH, undated_sitemaps
from spiders.finding.feeds import sitemap_in_window
from spiders.finding.listing import ListingPage, NextPage
from spiders.finding.paging import by_days, template_page
from spiders.finding.walks import WalkState, listed_dates, note_page, reason_to_stop
from spiders.run import Run, now

logger = logging.getLogger(__name__)
FEWEST, HEADLINE = 3, 5  # links, words of each
FIRST = 10  # priority of listings over articles: what is new is known early


@dataclass(frozen=True, slots=True)
class Shown:
    """What one page of a listing showed: the links to follow from it, and whether it is another page than the one before it."""

    listing: ListingPage
    due: tuple[FoundLink, ...]
    dates: list[str]
    straight: bool


class Waiting(NamedTuple):
    """A page to turn to when the dates of the articles on the last one are known."""

    page: NextPage
    state: WalkState


class Walking:
    """The walks of one run. Its requests are answered through `answered` and `failed`, which the spider gives."""

    def __init__(self, run: Run, answered: Callable[..., Any], failed: Callable[[Failure], None]) -> None:
        self.run = run
        self.source, self.window = run.errand.source, run.errand.window
        self.answered, self.failed = answered, failed
        self.waiting: list[Waiting] = []

    def entries(self) -> list[str]:
        """Where the run begins: the source's own listings, feeds and sitemaps, and the listings found by earlier runs."""
        source = self.source
        run = self.run
        known = [url for url in walks.known_listings(run.archive, run.name) if not run.branches.ended(url)]
        entries = dict.fromkeys([*source.sitemaps, *source.feeds, *source.listings, *known])
        return [url for url in entries if source.owns(url)]

    def begin(self, url: str, depth: int = 0, sent_on: bool = False) -> Request | None:
        """The first page of a listing, feed or sitemap; asked conditionally when it was walked properly before. None for one that this
        run walks already, or that lies too deep, or when there have been too many."""
        run, key = self.run, url_key(url)
        if key in run.begun:
            return None
        if depth > SITEMAP_DEPTH or len(run.begun) >= MOST_WALKS:
            logger.warning("%s is not asked for: endless sitemaps?", url)
            run.count("cut/walks", int(depth <= SITEMAP_DEPTH))  # deeper than any site nests them is no part of one
            return None
        if not run.take():
            return None
        run.begun.add(key)
        walk = walks.start_walk(run.archive, run.name, url, "listing", run.started)
        if self.window.since or self.window.until:
            walk = replace(walk, etag=None, last_modified=None)
        return self._request(NextPage(url), WalkState(walk, depth=depth, sent_on=sent_on))

    def follow(self, link: FoundLink, depth: int) -> Request | None:
        """Begin a listing, feed or sitemap that was found; `depth` is that of sitemaps. None for one without anything of the window."""
        is_sitemap = link.kind == "sitemap"
        if is_sitemap and not sitemap_in_window(link, self.window.since, self.window.until):
            return None
        return self.begin(link.url, depth if is_sitemap else 0)

    def sent_on(self, response: Response, state: WalkState) -> Iterator[Request] | None:
        """The request for the listing that this page, without a text of its own, sends its readers to: none when this run walks that one.
        None when it does not, or is itself one that was sent to. A walk over a page that only sends on is over, and has seen nothing."""
        url = sent_to(response, self.source) if response.status == 200 and not state.sent_on else None
        if url is None or is_gate(url):
            return None
        request = self.begin(url, sent_on=True)
        self._end(state, "unchanged")
        return iter([request] if request else [])

    def read(self, response: Response, state: WalkState) -> Shown | None:
        """Write down the links of one page. None when there is no page, which ends the walk."""
        run = self.run
        if response.status == 304:
            run.count("listings")
            run.count("unchanged_listings")
            self._end(state, "unchanged")
            return None
        if response.status != 200:
            if state.number > 1 and response.status in (404, 410):  # past the last page of a numbered listing
                self._end(state, "end")
            else:
                run.note_failure(response.url, response.status, f"http_{response.status}")
            return None
        listing = links_of(response, self.source, run.errand.strict)
        if _offers_little(listing) and stands_before(response.body, content_type(response), response.url):
            run.note_failure(state.walk.listing if state.number == 1 else response.url, response.status, WALL)
            return None
        run.count("listings")
        if not listing.links:
            run.count("empty_listings")
        run.left_out(listing, response.url)
        due = run.record(listing.links)
        run.count("found", sum(link.kind != "sitemap" for link in due))
        if state.number == 1:
            state.validators = validators_of(response)
        dates = listed_dates(listing.links)
        straight = note_page(state, listing, len(due), dates)
        articles = [link.url for link in listing.links if link.kind == "article"]
        if not run.branches.shows(response.url, articles) and state.number == 1 and self.is_found(state):
            run.branches.barren(response.url)
        return Shown(listing, (*due, *undated_sitemaps(listing.links, due)), dates, straight)

    def turn(self, shown: Shown, state: WalkState) -> Request | None:
        """The next page of a listing whose last page was read and followed. None when the walk is over, or waits for readings."""
        following = self._next_page(shown.listing, state)
        stop = "circle" if not shown.straight else "end" if following is None else reason_to_stop(state, self.source, self.window)
        waits = bool(self.window.since and shown.listing.links and not shown.dates)
        if stop is None and (self.run.enough() or not (waits or self.run.take())):
            stop = "stopped"
        if stop is not None or following is None:
            self._end(state, stop or "end")
            return None
        if waits:
            self.waiting.append(Waiting(following, state))
            return None
        state.number += 1
        return self._request(following, state)

    def turn_waiting(self) -> Iterator[Request]:
        """A window on a listing without dates: its next page is asked for when the articles of this one are read and tell theirs."""
        waiting, self.waiting = self.waiting, []
        for following, state in waiting:
            state.dates = [day[:10] for day in walks.known_dates(self.run.archive, state.keys)]
            state.oldest = min([*state.dates, *([state.oldest] if state.oldest else [])], default=None)
            if stop := reason_to_stop(state, self.source, self.window):
                self._end(state, stop)
            elif not self.run.take():
                self._end(state, "stopped")
            else:
                state.number += 1
                yield self._request(following, state)

    def _request(self, page: NextPage, state: WalkState) -> Request:
        options: dict[str, Any] = {
            "callback": self.answered, "errback": self.failed, "cb_kwargs": {"state": state}, "dont_filter": True, "priority": FIRST,
        }  # fmt: skip
        if page.form is not None:
            return FormRequest(page.url, formdata=dict(page.form), **options)
        known = Validators(state.walk.etag, state.walk.last_modified)
        return Request(page.url, headers=known.conditions() if state.number == 1 else None, **options)

    def _next_page(self, listing: ListingPage, state: WalkState) -> NextPage | None:
        if listing.next_page is not None:
            return listing.next_page
        paging, first = self.source.paging, state.walk.listing
        if paging is None or first not in self.source.listings:
            return None
        newest = date.fromisoformat(self.window.until or self.run.started[:10])
        if by_days(paging):
            state.day = (newest - timedelta(days=state.number - 1)).isoformat()
        return NextPage(template_page(paging, first, state.number + 1, newest))

    def is_found(self, state: WalkState) -> bool:
        """Whether a walk is over a listing that the source itself does not name."""
        return state.walk.listing not in (*self.source.listings, *self.source.feeds, *self.source.sitemaps)

    def _end(self, state: WalkState, by: str) -> None:
        walks.end_walk(self.run.archive, self.run.name, state.walk, state.end(now(), by))


def _offers_little(listing: ListingPage) -> bool:
    """Whether a page offers too few links worded like headlines to be a listing beyond doubt."""
    told = (link.kind != "unknown" or len((link.hints.title or "").split()) >= HEADLINE for link in listing.links)
    return sum(told) < FEWEST
