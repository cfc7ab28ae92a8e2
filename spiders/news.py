"""NewsSpider: the one spider that walks a Source. Listings, feeds and sitemaps in; Page values out; every link in the URL table first."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar, Self

import msgspec
from scrapy import FormRequest, Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from sqlite_utils import Database
from twisted.python.failure import Failure

from pipelines.archive import url_table
from pipelines.archive.pages import shared_archive
from pipelines.archive.url_table import FoundLink
from pipelines.sources.overview import only_home_page
from pipelines.sources.source import Source, open_now
from pipelines.sources.urls import canonical_url, host_of, url_key
from pipelines.values.page import Page
from spiders.fetching.failures import KnownTarget, failure_reason
from spiders.finding.answers import content_type, first_url, header, links_of, page_of
from spiders.finding.endless import BARREN, MOST_WALKS, SITEMAP_DEPTH, shape_of, undated_sitemaps
from spiders.finding.links import ListingPage, on_site, read_listing
from spiders.finding.paging import NextPage, by_days, sitemap_in_window, template_page
from spiders.finding.walks import WalkState, Window, listed_dates, note_page, reason_to_stop


class NewsSpider(Spider):
    """Walks one source. Arguments: `since`, `until` (dates YYYY-MM-DD), `max_articles`, `start_url` (walk from this address on its
    host instead of the source's own listings)."""

    source: ClassVar[Source]
    archive: Database

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        max_articles: str | None = None,
        start_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.window = Window(since, until)
        self.max_articles = int(max_articles) if max_articles else None
        self.walked = at_mirror(self.source, start_url) if start_url else self.source
        # Where nothing but the home page is known, or on a mirror whose paths may differ, links of unknown kind are followed too.
        self.strict = start_url is None and not only_home_page(self.source)
        self.started = now()
        self.run_id = f"{self.started[:19].replace(':', '').replace('-', '')}Z-{self.name}"
        self.held_by: str | None = None  # another process that crawls this host; set before the walk begins
        self.rest = 0.0  # seconds until the host may be asked again after the crawl before this one
        self.awaits_readings = bool(since or max_articles)  # whether what was read decides what is asked for next
        self.issued = 0
        self.waiting: list[tuple[NextPage, WalkState]] = []  # pages to turn to when the dates of the last ones are known
        self.allowance = self.source.daily_pages or None  # article pages this run may still ask for
        self.begun: set[str] = set()  # keys of the listings, feeds and sitemaps this run walks: each once
        self.barren: Counter[str] = Counter()  # by address shape: pages of unknown kind that led only to more of the same

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.archive = shared_archive(crawler.settings["PAGES_DB"])
        crawler.signals.connect(spider.turn_waiting_pages, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        if self.held_by:
            return
        await asyncio.sleep(self.rest)
        source = self.walked
        self.barren.update(shape_of(url) for url in url_table.barren_pages(self.archive, self.name))
        if self.allowance is not None:
            self.allowance -= url_table.fetched_on(self.archive, self.name, self.started[:10])
        entries = [*source.sitemaps, *source.feeds, *source.listings]
        for url in dict.fromkeys([*entries, *url_table.known_listings(self.archive, self.name)]):
            if on_site(url, source) and (request := self.walk_request(url)):
                yield request
        for link in url_table.pending(self.archive, self.name, self.started):
            if on_site(link.url, source) and (request := self.article_request(link)):
                yield request

    def walk_request(self, url: str, depth: int = 0) -> Request | None:
        """The first page of a listing, feed or sitemap; asked conditionally when it was walked properly before. None for one that this
        run walks already, or that lies too deep, or when there have been too many."""
        key = url_key(url)
        if key in self.begun:
            return None
        if depth > SITEMAP_DEPTH or len(self.begun) >= MOST_WALKS:
            self.logger.warning("%s is not asked for: endless sitemaps?", url)
            return None
        self.begun.add(key)
        walk = url_table.start_walk(self.archive, self.name, url, "listing", self.started)
        if self.window.since or self.window.until:
            walk = replace(walk, etag=None, last_modified=None)
        return self.listing_request(NextPage(url), WalkState(walk, depth=depth))

    def listing_request(self, page: NextPage, state: WalkState) -> Request:
        options: dict[str, Any] = {
            "callback": self.parse_listing, "errback": self.failed, "cb_kwargs": {"state": state}, "dont_filter": True, "priority": 10,
        }  # fmt: skip
        if page.form is not None:
            return FormRequest(page.url, formdata=dict(page.form), **options)
        walk = state.walk
        return Request(page.url, headers=conditions(walk.etag, walk.last_modified) if state.number == 1 else None, **options)

    def article_request(self, link: FoundLink) -> Request | None:
        """The request for a link, unless window, budget, hours or the guard against endless lists forbid it."""
        if not self.window.holds(link.hints.published) or self.enough():
            return None
        if link.kind == "article":
            self.issued += 1
        elif self.barren[shape_of(link.url)] > BARREN:
            return None
        if self.allowance is not None:
            self.allowance -= 1
        headers = conditions(link.etag, link.last_modified)
        return Request(link.url, self.parse_page, headers=headers, cb_kwargs={"link": link}, errback=self.failed, dont_filter=True)

    def enough(self) -> bool:
        """Whether the run has asked for all it may: its own limit, the day's budget, the hours of the source."""
        if (self.allowance is not None and self.allowance <= 0) or not open_now(self.walked, hanoi_hour()):
            return True
        stored = self.crawler.stats.get_value("corpus/stored", 0) if self.crawler.stats else 0
        return self.max_articles is not None and max(self.issued, stored) >= self.max_articles

    def parse_listing(self, response: Response, state: WalkState) -> Iterator[Request]:
        """One page of a listing, a feed or a sitemap: links into the table, requests for what is new, then the next page."""
        if response.status == 304:
            self.count("listings")
            self.count("unchanged_listings")
            self.end_walk(state, "unchanged")
            return
        if response.status != 200:
            if state.number > 1 and response.status in (404, 410):  # past the last page of a numbered listing
                self.end_walk(state, "end")
            else:
                self.note_failure(response.url, response.status, f"http_{response.status}")
            return
        self.count("listings")
        listing = links_of(response, self.walked, self.strict)
        if not listing.links:
            self.count("empty_listings")
        due = self.record(listing.links)
        self.count("found", sum(link.kind != "sitemap" for link in due))
        if state.number == 1:
            state.validators = (header(response, "ETag"), header(response, "Last-Modified"))
        dates = listed_dates(listing.links)
        straight = note_page(state, listing, len(due), dates)
        yield from self.follow([*due, *undated_sitemaps(listing.links, due)], state.depth + 1)
        following = self.next_page(listing, state)
        stop = "circle" if not straight else "end" if following is None else reason_to_stop(state, self.walked, self.window)
        if stop is None and self.enough():
            stop = "stopped"
        if stop is not None or following is None:
            self.end_walk(state, stop or "end")
        elif self.window.since and listing.links and not dates:
            self.waiting.append((following, state))
        else:
            state.number += 1
            yield self.listing_request(following, state)

    def record(self, links: Iterable[FoundLink]) -> list[FoundLink]:
        """Write links down; those to visit now, but for the listings this run walks already."""
        due = url_table.record_links(self.archive, self.name, links, self.started)
        return [link for link in due if url_key(link.url) not in self.begun]

    def turn_waiting_pages(self) -> None:
        """A window on a listing without dates: its next page is asked for when the articles of this one are read and tell theirs."""
        waiting, self.waiting = self.waiting, []
        for following, state in waiting:
            state.dates = [day[:10] for day in url_table.known_dates(self.archive, state.keys)]
            state.oldest = min([*state.dates, *([state.oldest] if state.oldest else [])], default=None)
            if stop := reason_to_stop(state, self.walked, self.window):
                self.end_walk(state, stop)
            elif self.crawler.engine:
                state.number += 1
                self.crawler.engine.crawl(self.listing_request(following, state))
        if waiting:
            raise DontCloseSpider  # the next idle moment ends the crawl if nothing was asked for

    def next_page(self, listing: ListingPage, state: WalkState) -> NextPage | None:
        if listing.next_page is not None:
            return listing.next_page
        paging, first = self.walked.paging, state.walk.listing
        if paging is None or first not in self.walked.listings:
            return None
        newest = date.fromisoformat(self.window.until or self.started[:10])
        if by_days(paging):
            state.day = (newest - timedelta(days=state.number - 1)).isoformat()
        return NextPage(template_page(paging, first, state.number + 1, newest))

    def end_walk(self, state: WalkState, by: str) -> None:
        url_table.end_walk(self.archive, self.name, state.walk, state.end(now(), by))

    def follow(self, links: Iterable[FoundLink], depth: int = 0) -> Iterator[Request]:
        """Requests for links; `depth` is that of the sitemaps among them."""
        for link in links:
            if link.kind == "sitemap" and not sitemap_in_window(link, self.window.since, self.window.until):
                continue
            if link.kind in ("listing", "feed", "sitemap"):
                request = self.walk_request(link.url, depth if link.kind == "sitemap" else 0)
            else:
                request = self.article_request(link)
            if request:
                yield request

    def parse_page(self, response: Response, link: FoundLink) -> Iterator[Request | Page]:
        """A page that is or may be an article: handed on as it is; of a page of unknown kind the links are taken too."""
        if response.status == 304:
            self.count("fetched")
            self.count("unchanged")
            url_table.settle_not_modified(self.archive, link.url, now())
            return
        if response.status != 200:
            self.note_failure(link.url, response.status, f"http_{response.status}")
            return
        self.count("fetched")
        self.count("aimed", int(link.kind == "article"))
        yield page_of(response, self.name, link, now())
        if link.kind == "unknown":
            yield from self.follow_unknown(response, link)

    def follow_unknown(self, response: Response, link: FoundLink) -> Iterator[Request]:
        listing = read_listing(response.body, content_type(response), response.url, self.walked, self.strict)
        page = listing.next_page
        onward = [FoundLink(page.url, "unknown")] if page and page.form is None else []
        due = self.record([*listing.links, *onward])
        self.count("found", len(due))
        shape = shape_of(link.url)
        if all(shape_of(new.url) == shape for new in due):
            self.barren[shape] += 1
        yield from self.follow(due)

    def redirected(self, request: Request) -> bool:
        """An article's address led to another one. That one is a link in its own right: fetched now if new, else not again."""
        link: FoundLink | None = request.cb_kwargs.get("link")
        chain = {url_key(url) for url in request.meta["redirect_urls"]}
        if link is None or url_key(request.url) in chain:  # a listing, the same page under https, or a loop (its end is counted)
            return True
        target = replace(link, url=canonical_url(request.url) or request.url)
        request.cb_kwargs["link"] = target
        new = url_table.record_links(self.archive, self.name, [target], self.started)  # first: a crawl killed here must not lose it
        url_table.settle_redirect(self.archive, link.url, request.url)
        return bool(new)

    def failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, KnownTarget):
            return
        link: FoundLink | None = request.cb_kwargs.get("link")
        reason = failure_reason(failure)
        self.note_failure(link.url if link else first_url(request), None, reason)
        if reason == "redirect_loop" and link and url_key(link.url) != url_key(first_url(request)):
            self.note_failure(first_url(request), None, reason)

    def note_failure(self, url: str, status: int | None, reason: str) -> None:
        self.count("failed")
        self.count(f"failed/{reason}")
        self.logger.info("failed(%s) %s", reason, url)
        url_table.record_failure(self.archive, url, status, reason, datetime.now(UTC))

    def count(self, name: str, by: int = 1) -> None:
        if self.crawler.stats and by:
            self.crawler.stats.inc_value(f"corpus/{name}", by)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def hanoi_hour() -> int:
    return (datetime.now(UTC).hour + 7) % 24


def conditions(etag: str | None, last_modified: str | None) -> dict[str, str] | None:
    """Request headers that let a server answer "not modified"."""
    headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    return {name: value for name, value in headers.items() if value} or None


def at_mirror(source: Source, start_url: str) -> Source:
    """The source pointed at another address: its own listings are replaced, the address's host is allowed (private ones too).

    Raises ValueError when `start_url` is no http(s) URL.
    """
    url = canonical_url(start_url)
    if url is None:
        raise ValueError(f"start_url: {start_url!r} is not an http(s) URL")
    return msgspec.structs.replace(source, hosts=(host_of(url),), listings=(url,), feeds=(), sitemaps=(), allow_private=True)
