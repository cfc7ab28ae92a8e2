"""Answers: what a response says, as plain values: a Page to keep, or the links of whatever kind of listing it is."""

from __future__ import annotations

import logging
from dataclasses import replace

from scrapy import Request
from scrapy.http import Response

from pipelines.archive.url_table import FoundLink
from pipelines.reading.refusing.walls import sends_on
from pipelines.sources.source import Source
from pipelines.sources.urls import canonical_url, url_key
from pipelines.values.page import Page
from spiders.fetching.handlers import TLS_HEADER
from spiders.fetching.headers import content_type, header
from spiders.finding.endpoints import looks_like_json, read_json
from spiders.finding.feeds import BadFeed, looks_like_feed, read_feed
from spiders.finding.links import classify, read_listing
from spiders.finding.listing import ListingPage

logger = logging.getLogger(__name__)
KEEP_HEADERS = ("content-type", "etag", "last-modified", "date", "content-language", TLS_HEADER)


def page_of(response: Response, source: str, link: FoundLink, fetched_at: str) -> Page:
    """The frozen value of a fetch."""
    headers = {name: value for name in KEEP_HEADERS if (value := header(response, name))}
    hints = replace(link.hints, attached_to=link.hints.found_on) if link.kind == "document" else link.hints
    return Page(link.url, response.body, source, response.url, fetched_at, response.status, headers, hints)


def first_url(request: Request) -> str:
    """The URL asked for before any redirect."""
    chain = request.meta.get("redirect_urls") or [request.url]
    return str(chain[0])


def sent_to(response: Response, source: Source) -> str | None:
    """The other address of the source that a page without a text of its own sends its readers to by itself."""
    written = sends_on(response.body, content_type(response))
    target = canonical_url(written, response.url) if written else None
    return target if target and source.owns(target) and url_key(target) != url_key(response.url) else None


def links_of(response: Response, source: Source, strict: bool) -> ListingPage:
    """Links of whatever the address answered with: HTML listing or fragment, feed, sitemap, or the JSON of a load-more endpoint."""
    body, url = response.body, response.url
    if looks_like_feed(body):
        try:
            feed = read_feed(body, url)
        except BadFeed as error:
            logger.warning("%s: %s", url, error)
            return ListingPage(())
        return replace(feed, links=tuple(link for link in feed.links if source.owns(link.url)))
    if looks_like_json(body):
        return _json_listing(body, url, source, strict)
    return read_listing(body, content_type(response), url, source, strict)


def _json_listing(body: bytes, url: str, source: Source, strict: bool) -> ListingPage:
    items = read_json(body, url)
    links = [replace(item, kind=kind) for item in items.links if (kind := classify(item.url, source, strict))]
    left = items.left
    for fragment in items.fragments:
        shown = read_listing(fragment.encode(), "text/html; charset=utf-8", url, source, strict)
        links += shown.links
        left += shown.left
    return ListingPage(tuple(links), left=left)
