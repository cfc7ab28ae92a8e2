"""Visiting: pages that are or may be articles. Asked for within the run's limits, handed on as they are; redirects and failures noted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from pipelines.archive import url_table, walks
from pipelines.archive.url_table import FoundLink, is_walled
from pipelines.reading.refusing.walls import is_gate
from pipelines.sources.urls import canonical_url, url_key
from pipelines.values.outcome import WALL, Outcome
from pipelines.values.page import Page
from spiders.fetching.failures import NotAsked, failure_reason
from spiders.fetching.headers import Validators, content_type
from spiders.finding.answers import first_url, page_of, sent_to
from spiders.finding.endless import Alike, shape_of
from spiders.finding.links import read_listing
from spiders.run import Run, now

HEADLINE = 5  # words
MOMENT = 0.1  # seconds between two looks at what was read meanwhile


class Visiting:
    """The visits of one run. Its requests are answered through `answered`, which the spider gives, and `failed`."""

    def __init__(self, run: Run, answered: Callable[..., Any]) -> None:
        self.run = run
        self.answered = answered
        self.alike = Alike()

    def begin(self) -> None:
        """What earlier runs found barren, and what they left of the day's budget."""
        run = self.run
        self.alike.barren.update(shape_of(url) for url in walks.barren_pages(run.archive, run.name))
        for url, fruitful in walks.visited(run.archive, run.name):
            (run.branches.fruitful if fruitful else run.branches.barren)(url)
            if fruitful:
                self.alike.fruitful(url)
        if daily := run.errand.source.daily_pages:
            run.allowance = daily - url_table.fetched_on(run.archive, run.name, run.started[:10])

    def request(self, link: FoundLink, onward: bool = False) -> Request | None:
        """The request for a link, unless window, budgets, hours or the guard against endless lists forbid it. `onward`: no listing led to
        it but a page of unknown kind."""
        run = self.run
        document = link.kind == "document"
        if document and (run.errand.source.documents is None or run.spent()):
            return None
        if not document and (not run.errand.window.holds(link.hints.published) or run.enough()):
            return None
        if link.kind == "unknown" and (self.alike.ended(link.url) or (onward and run.branches.ended(link.url))):
            return None
        if not run.take():
            return None
        run.issued += int(link.kind == "article")
        if run.allowance is not None:
            run.allowance -= 1
        if link.old:
            run.old.add(url_key(link.url))
        headers = Validators(link.etag, link.last_modified).conditions()
        limits = run.errand.source.documents
        meta: dict[str, Any] = {"download_maxsize": limits.max_bytes} if document and limits else {}
        if onward and link.kind == "unknown":
            meta["onward"] = True
        return Request(link.url, self.answered, headers=headers, meta=meta, cb_kwargs={"link": link}, errback=self.failed, dont_filter=True)

    def page(self, response: Response, link: FoundLink) -> Page | None:
        """The page of an answer, as it is; None when there is none, which is written down."""
        run = self.run
        if response.status == 304:
            for name in ("fetched", "unchanged"):
                run.count(name)
                run.count(f"old/{name}", int(link.old))
            url_table.settle_not_modified(run.archive, link.url, now())
            return None
        if response.status != 200:
            run.note_failure(link.url, response.status, f"http_{response.status}")
            return None
        run.reading += 1
        if link.kind != "document":
            run.count("fetched")
            run.count("old/fetched", int(link.old))
        run.count("aimed", int(link.kind == "article" and not link.old))
        page = page_of(response, run.name, link, now())
        run.branches.fetched(page.url or "")
        return page

    def links(self, response: Response, link: FoundLink) -> list[FoundLink]:
        """The links to follow from a page of unknown kind, its next page among them."""
        run = self.run
        listing = read_listing(response.body, content_type(response), response.url, run.errand.source, run.errand.strict)
        run.left_out(listing, response.url)
        page = listing.next_page
        onward = [FoundLink(page.url, "unknown")] if page and page.form is None else []
        due = run.record([*listing.links, *onward])
        run.count("found", len(due))
        run.branches.shows(link.url, (new.url for new in listing.links if new.kind == "article"))
        shape = shape_of(link.url)
        if all(shape_of(new.url) == shape for new in due):
            self.alike.leads_nowhere(link.url)
        return due

    def sent_on(self, response: Response, link: FoundLink) -> Iterator[Request] | None:
        """The request for the page of the same site that a page without a text of its own sends its readers to, none when that is known.
        None when it does not, or is itself one that was sent to: what came is the page."""
        if response.status != 200 or link.kind == "document" or response.meta.get("sent_on"):
            return None
        url = sent_to(response, self.run.errand.source)
        if url is None:
            return None
        target = self._leads_to(link, url)
        request = self.request(target) if target else None
        return iter([request.replace(meta={**request.meta, "sent_on": True})] if request else [])

    async def wanted(self, request: Request) -> bool:
        """Whether a request that waited its turn is still to be made, or its branch came to its end meanwhile. Where that hangs on pages
        which are not read yet, they are waited for."""
        if "onward" not in request.meta:
            return True
        run, guards = self.run, (self.run.branches, self.alike)

        def ended() -> bool:
            return any(guard.ended(request.url) for guard in guards)

        while run.crawler.crawling and not ended() and any(guard.doubtful(request.url) for guard in guards):
            await asyncio.sleep(MOMENT)
        if run.crawler.crawling and not ended():
            return True
        if run.budget is not None:
            run.budget += 1
        return False

    def came_of(self, page: Page, outcome: Outcome | None) -> None:
        """A page was read (or could not be kept): what that says of the branches it lies in, and of those that led to it."""
        branches, url = self.run.branches, page.url or ""
        branches.fetched(url, -1)
        article = outcome is not None and outcome.name in ("stored", "unchanged")
        self.alike.was_read(url, False if article else True if outcome and outcome.name == "not_article" else None)
        if outcome is None:
            return
        if outcome.name == "not_article":
            branches.barren(url)
        elif article:
            branches.fruitful(url)
            if page.hints.found_on:
                branches.fruitful(page.hints.found_on)

    def redirected(self, request: Request) -> bool:
        """An article's address led to another one. That one is a link in its own right: fetched now if new, else not again."""
        link: FoundLink | None = request.cb_kwargs.get("link")
        chain = {url_key(url) for url in request.meta["redirect_urls"]}
        if "state" in request.cb_kwargs and is_gate(request.url) and not is_gate(first_url(request)):
            self.run.note_failure(first_url(request), None, WALL)
            return False
        if link is None or link.kind == "document" or url_key(request.url) in chain:
            # a listing, a document (its notice knows the first address), the same page under https, or a loop (its end is counted)
            return True
        target = self._leads_to(link, request.url)
        if target:
            request.cb_kwargs["link"] = target
        return target is not None

    def _leads_to(self, link: FoundLink, url: str) -> FoundLink | None:
        """A link led to another address, which is a link in its own right: it, if it is to be fetched now. What leads to a wall is behind
        it; an address of a few words at most (a members' area) is not missed there."""
        run = self.run
        target = replace(link, url=canonical_url(url) or url, document=None)
        gate = is_gate(url) and not is_gate(link.url)
        if (gate and (link.kind == "article" or len((link.hints.title or "").split()) >= HEADLINE)) or is_walled(run.archive, target.url):
            run.note_failure(link.url, None, WALL)
            return None
        new = not gate and url_table.record_links(
            run.archive, run.name, [target], run.started
        )  # first: a crawl killed here must not lose it
        url_table.settle_redirect(run.archive, link.url, target.url)
        return target if new else None

    def failed(self, failure: Failure) -> None:
        """A fetch, of a listing too, that gave no answer."""
        request: Request = failure.request  # type: ignore[attr-defined]
        if isinstance(failure.value, NotAsked):
            return
        link: FoundLink | None = request.cb_kwargs.get("link")
        reason = failure_reason(failure)
        self.run.note_failure(link.url if link else first_url(request), None, reason)
        if reason == "redirect_loop" and link and url_key(link.url) != url_key(first_url(request)):
            self.run.note_failure(first_url(request), None, reason)
