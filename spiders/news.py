"""NewsSpider: the one spider that walks a Source. Listings, feeds and sitemaps in; Page values out; every link in the URL table first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from sqlite_utils import Database
from twisted.python.failure import Failure

from pipelines import url_table
from pipelines.archive import open_archive
from pipelines.page import Page
from pipelines.sources import Source
from pipelines.sources_overview import only_home_page
from pipelines.url_table import FoundLink
from pipelines.urls import canonical_url, host_of, url_key
from spiders.failures import KnownTarget, failure_reason
from spiders.feeds import BadFeed, looks_like_feed, read_feed
from spiders.links import ListingPage, numbered_page, on_site, read_listing

BARREN = 10  # pages of one address shape (digits aside) that led to nothing new: beyond that it is a calendar or another endless list
SITEMAP_ENDS = 3  # of an index without dates: how many children at each end are asked again in every run
KEEP_HEADERS = ("content-type", "etag", "last-modified", "date", "content-language", "content-encoding")


class NewsSpider(Spider):
    """Walks one source. Arguments: `since`, `until` (dates YYYY-MM-DD on what listings say), `max_articles`, `start_url`
    (walk from this address on its host instead of the source's own listings)."""

    source: ClassVar[Source]

    def __init__(
        self,
        since: str | None = None,
        until: str | None = None,
        max_articles: str | None = None,
        start_url: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.since, self.until = since, until
        self.max_articles = int(max_articles) if max_articles else None
        self.walked = at_mirror(self.source, start_url) if start_url else self.source
        # Where nothing but the home page is known, or on a mirror whose paths may differ, links of unknown kind are followed too.
        self.strict = start_url is None and not only_home_page(self.source)
        self.started = now()
        self.run_id = f"{self.started[:19].replace(':', '').replace('-', '')}Z-{self.name}"
        self.held_by: str | None = None  # another process that crawls this host; set before the walk begins
        self.issued = 0
        self.barren: Counter[str] = Counter()  # by address shape: pages of unknown kind that led only to more of the same
        self.last_page: dict[str, frozenset[str]] = {}  # keys of the last page of each walk: the same again is a circle

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.archive = open_archive(crawler.settings["PAGES_DB"])
        return spider

    archive: Database

    async def start(self) -> AsyncIterator[Request]:
        if self.held_by:
            return
        self.barren.update(shape_of(url) for url in url_table.barren_pages(self.archive, self.name))
        source = self.walked
        entries = [*source.sitemaps, *source.feeds, *source.listings]
        for url in dict.fromkeys([*entries, *url_table.known_listings(self.archive, self.name)]):
            if on_site(url, source):
                yield self.listing_request(url, 1)
        for link in url_table.pending(self.archive, self.name, self.started):
            if on_site(link.url, source) and (request := self.article_request(link)):
                yield request

    def listing_request(self, url: str, number: int, walk: str | None = None, known: bool | None = None) -> Request:
        """A request for page `number` of the walk that began at `walk`."""
        if known is None:
            known = url_table.start_walk(self.archive, self.name, url, "listing", self.started)
        where = {"walk": walk or url, "number": number, "known": known}
        return Request(url, self.parse_listing, cb_kwargs=where, errback=self.failed, priority=10, dont_filter=True)

    def article_request(self, link: FoundLink) -> Request | None:
        """The request for a link, unless window, budget or the guard against endless lists forbid it."""
        if not self.in_window(link.hints.published) or self.enough():
            return None
        if link.kind == "article":
            self.issued += 1
        elif self.barren[shape_of(link.url)] > BARREN:
            return None
        return Request(link.url, self.parse_page, cb_kwargs={"link": link}, errback=self.failed, dont_filter=True)

    def in_window(self, published: str | None) -> bool:
        day = (published or "")[:10]
        return not day or ((not self.since or day >= self.since) and (not self.until or day <= self.until))

    def enough(self) -> bool:
        stored = self.crawler.stats.get_value("corpus/stored", 0) if self.crawler.stats else 0
        return self.max_articles is not None and max(self.issued, stored) >= self.max_articles

    def parse_listing(self, response: Response, walk: str, number: int, known: bool) -> Iterator[Request]:
        """One page of a listing, a feed or a sitemap: links into the table, requests for what is new, then the next page."""
        if response.status != 200:
            if number > 1 and response.status in (404, 410):  # past the last page of a numbered listing
                url_table.end_walk(self.archive, walk, now())
            else:
                self.note_failure(response.url, response.status, f"http_{response.status}")
            return
        self.count("listings")
        listing = self.read_links(response, walk, number)
        due = url_table.record_links(self.archive, self.name, listing.links, self.started)
        self.count("found", sum(link.kind != "sitemap" for link in due))
        due += undated_sitemaps(listing.links, due)
        if not listing.links:
            self.count("empty_listings")
        yield from self.follow(due)
        if listing.next_url and self.keeps_walking(listing, due, walk, (number, known)):
            yield self.listing_request(listing.next_url, number + 1, walk, known)
        else:
            url_table.end_walk(self.archive, walk, now())

    def keeps_walking(self, listing: ListingPage, due: list[FoundLink], walk: str, where: tuple[int, bool]) -> bool:
        """Whether to ask for the next page: new ground, or a listing whose last walk was cut short; never past the window, never in
        a circle."""
        number, known = where
        keys = frozenset(url_key(link.url) for link in listing.links)
        circle = self.last_page.get(walk) == keys
        self.last_page[walk] = keys
        if circle or not keys or number >= self.walked.max_listing_pages or self.enough():
            return False
        days = [link.hints.published[:10] for link in listing.links if link.hints.published]
        if self.since and days and max(days) < self.since:
            return False
        return bool(due) or not known or self.since is not None

    def read_links(self, response: Response, walk: str, number: int) -> ListingPage:
        """Links of whatever the address answered with: HTML listing, feed or sitemap."""
        if looks_like_feed(response.body):
            try:
                links = read_feed(response.body, response.url)
            except BadFeed as error:
                self.logger.warning("%s: %s", response.url, error)
                return ListingPage((), None)
            return ListingPage(tuple(link for link in links if on_site(link.url, self.walked)), None)
        page = read_listing(response.body, content_type(response), response.url, self.walked, self.strict)
        if self.walked.paging and page.links and not page.next_url and walk in self.walked.listings:
            return replace(page, next_url=numbered_page(self.walked.paging, walk, number + 1))
        return page

    def follow(self, links: Iterable[FoundLink]) -> Iterator[Request]:
        for link in links:
            if link.kind in ("listing", "feed", "sitemap"):
                yield self.listing_request(link.url, 1)
            elif request := self.article_request(link):
                yield request

    def parse_page(self, response: Response, link: FoundLink) -> Iterator[Request | Page]:
        """A page that is or may be an article: handed on as it is; of a page of unknown kind the links are taken too."""
        if response.status != 200:
            self.note_failure(link.url, response.status, f"http_{response.status}")
            return
        self.count("fetched")
        self.count("aimed", int(link.kind == "article"))
        yield page_of(response, self.name, link)
        if link.kind == "unknown" and not looks_like_feed(response.body):
            listing = read_listing(response.body, content_type(response), response.url, self.walked, self.strict)
            onward = [FoundLink(listing.next_url, "unknown")] if listing.next_url else []
            due = url_table.record_links(self.archive, self.name, [*listing.links, *onward], self.started)
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
        url_table.settle_redirect(self.archive, link.url, request.url)
        target = replace(link, url=canonical_url(request.url) or request.url)
        request.cb_kwargs["link"] = target
        return bool(url_table.record_links(self.archive, self.name, [target], self.started))

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


def undated_sitemaps(links: Iterable[FoundLink], due: list[FoundLink]) -> list[FoundLink]:
    """Children of a sitemap index that says nothing of their age: the first and last few are asked again, news stands at one end."""
    undated = [link for link in links if link.kind == "sitemap" and not link.lastmod and link not in due]
    return undated if len(undated) <= 2 * SITEMAP_ENDS else undated[:SITEMAP_ENDS] + undated[-SITEMAP_ENDS:]


def shape_of(url: str) -> str:
    """The address with its numbers blotted out: equal for the pages of a pager or calendar."""
    return re.sub(r"\d+", "0", url_key(url))


def at_mirror(source: Source, start_url: str) -> Source:
    """The source pointed at another address: its own listings are replaced, the address's host is allowed (private ones too).

    Raises ValueError when `start_url` is no http(s) URL.
    """
    url = canonical_url(start_url)
    if url is None:
        raise ValueError(f"start_url: {start_url!r} is not an http(s) URL")
    return replace(source, hosts=(host_of(url),), listings=(url,), feeds=(), sitemaps=(), allow_private=True)


def first_url(request: Request) -> str:
    """The URL asked for before any redirect."""
    chain = request.meta.get("redirect_urls") or [request.url]
    return str(chain[0])


def content_type(response: Response) -> str | None:
    value = response.headers.get("Content-Type")
    return value.decode("latin-1") if value else None


def page_of(response: Response, source: str, link: FoundLink) -> Page:
    headers = {}
    for name in KEEP_HEADERS:
        if value := response.headers.get(name):
            headers[name] = value.decode("latin-1")
    return Page(
        url=link.url,
        body=response.body,
        source=source,
        final_url=response.url,
        fetched_at=now(),
        status=response.status,
        headers=headers,
        hints=link.hints,
    )
