"""LookSpider: a look at a site in at most twelve requests: its front, feeds, sitemaps, two listings, three articles. Stores nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, ClassVar, NamedTuple

from msgspec import structs
from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from pipelines.archive.url_table import FoundLink
from pipelines.intake.intake import read_page
from pipelines.sources.source import Source
from pipelines.sources.urls import url_key
from spiders.fetching.failures import failure_reason
from spiders.fetching.headers import content_type
from spiders.finding.answers import links_of, page_of
from spiders.finding.feeds import looks_like_feed
from spiders.finding.fronts import Front, read_front, refused_as
from spiders.finding.links import classify
from spiders.itinerary import ARTICLES, TRIES, Itinerary
from spiders.sighting import Entry, EntryKind, Headline, Seen, Sighting

HEADLINE = 6  # words, of a link of whose address nothing says article
SHORT_HEADLINE = 4  # words, on a listing, where links that stand on other pages too are known to be none
MOST_HEADLINES = 300
REFUSAL_LOOKED_AT = 20_000  # bytes


class Failed(NamedTuple):
    """Why there is no answer: a failure class, and what the failure says."""

    reason: str
    detail: str


class Shown(NamedTuple):
    """A page of links: what became of asking for it, the links worded or addressed like articles (or to further sitemaps), the keys of all
    its links, and the answer itself."""

    entry: Entry
    links: tuple[FoundLink, ...] = ()
    keys: frozenset[str] = frozenset()
    body: Response | None = None


def headlines(links: Sequence[FoundLink], words: int = HEADLINE) -> tuple[FoundLink, ...]:
    """The links that look like articles by their address, and those of unknown kind that are worded like headlines."""
    return tuple(k for k in links if k.kind == "article" or (k.kind == "unknown" and len((k.hints.title or "").split()) >= words))


class LookSpider(Spider):
    """`sighting` is complete when the spider closes. HostGuard asks it for `walked` and `redirected`, as it asks NewsSpider."""

    source: ClassVar[Source]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.walked = self.source
        self.open_eyed = structs.replace(self.source, article_url=())  # what the file says of addresses may be wrong
        self.sighting = Sighting(self.source.name, datetime.now(UTC).isoformat(timespec="seconds"))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> LookSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        crawler.signals.connect(spider.sent, signals.request_reached_downloader)
        return spider

    def redirected(self, request: Request) -> bool:  # noqa: ARG002 - every redirect within the source may be followed
        return True

    def sent(self) -> None:
        self.sighting.requests += 1

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:  # noqa: ARG002 - Scrapy's signal
        wish = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.sighting.crawl_delay = float(wish) if wish else None
        self.sighting.sitemaps = [str(url) for url in getattr(getattr(robotparser, "rp", None), "sitemaps", ())][:10]

    async def start(self) -> AsyncIterator[Request]:
        try:
            await self.look()
        finally:
            self.note_robots()
        nothing: tuple[Request, ...] = ()  # all was asked above, one after the other; Scrapy wants a generator
        for request in nothing:
            yield request

    async def look(self) -> None:
        """The whole look; what matters most is asked for first."""
        sighting, way = self.sighting, Itinerary(self.source, self.sighting)
        front, top = Front(), Shown(Entry("", "front"))
        for url in way.fronts():
            top = await self.visit(url, "front")
            front = self.read_front(top.body)
            if front.refresh and self.source.owns(front.refresh):
                top = await self.visit(front.refresh, "front")
                front = self.read_front(top.body)
            elif front.refresh:
                gone = replace(top.entry, reason="redirect_off_site", detail=f"refresh: {front.refresh}")
                sighting.entries[-1] = gone
        sighting.sections = [section.url for section in front.sections]
        if not way.worth_going_on():
            return
        listings = [await self.visit(stop.url, "listing", stop.name) for stop in way.listings(front)]
        offers = self.own_links(top, listings)
        for url in way.feeds(front):
            offers.append((await self.visit(url, "feed")).links)
        for url in way.sitemaps():
            links = (await self.visit(url, "sitemap")).links
            offers.append(tuple(link for link in links if classify(link.url, self.open_eyed, False) == "article")[:TRIES])
        for link in way.articles(offers, top.links):
            sighting.articles.append(await self.read_one(link))
            if sum(seen.read and seen.published is not None for seen in sighting.articles) >= ARTICLES:
                break
        for url in way.guessed_feeds():
            if (await self.visit(url, "feed")).entry.answers:
                break

    def own_links(self, front: Shown, listings: Sequence[Shown]) -> list[tuple[FoundLink, ...]]:
        """The links each listing has for itself: those of the frame, which stand on all of them, belong to none, and a page that offers
        just what the front offers is the front again. Entries are counted anew."""
        listings = [self.without_menu(shown, [front, *listings]) for shown in listings]
        keys = [{url_key(link.url) for link in shown.links} for shown in listings]
        filled = [each for each in keys if each]
        frame = set[str].intersection(*filled) if len(filled) > 1 else set[str]()
        if all(each <= frame for each in filled):
            frame = set()  # the listings are one list under several names, or one within the other
        home, own = {url_key(link.url) for link in front.links}, []
        for shown, each in zip(listings, keys, strict=True):
            links = () if each == home else tuple(link for link in shown.links if url_key(link.url) not in frame)
            own.append(links)
            self.note(links, "listing")
            at = self.sighting.entries.index(shown.entry)
            dated = sum(link.hints.published is not None for link in links)
            self.sighting.entries[at] = replace(shown.entry, articles=len(links), dated=dated)
        return own

    def without_menu(self, shown: Shown, pages: Sequence[Shown]) -> Shown:
        """A listing without short links that stand on all of the pages."""
        menu = frozenset[str].intersection(*(page.keys for page in pages if page.keys)) if shown.keys else frozenset[str]()
        sure = {link.url for link in headlines(shown.links)}
        return shown._replace(links=tuple(link for link in shown.links if link.url in sure or url_key(link.url) not in menu))

    async def fetch(self, url: str) -> Response | Failed:
        """The answer, or why there is none. All of Scrapy's politeness applies."""
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except Exception as error:  # whatever goes wrong with a page is what we are here to see
            return Failed(failure_reason(Failure(error)), str(error))  # type: ignore[no-untyped-call]

    async def visit(self, url: str, kind: EntryKind, name: str | None = None) -> Shown:
        """Ask for one page of links and note what it offers; a page whose links stand on another of its kind too counts only its own."""
        source = self.source
        own = {"feed": source.feeds, "sitemap": source.sitemaps}.get(kind, source.listings)
        page = self.judged(await self.fetch(url), Entry(url, kind, url in own, name))
        self.sighting.entries.append(page.entry)
        if kind != "listing":  # of which its own links are noted, once they are known
            self.note(page.links, kind)
        return page

    def note(self, links: Sequence[FoundLink], kind: EntryKind) -> None:
        """Write links down as headlines, as many as there is room for."""
        found = [Headline(k.url, k.hints.title, k.hints.published, kind) for k in links if k.kind != "sitemap"]
        self.sighting.headlines += found[: max(0, MOST_HEADLINES - len(self.sighting.headlines))]

    def judged(self, response: Response | Failed, entry: Entry) -> Shown:
        """What an answer to an entry comes to."""
        if isinstance(response, Failed):
            return Shown(replace(entry, reason=response.reason, detail=response.detail[:500]))
        entry = replace(entry, final_url=response.url)
        if response.status != 200:
            text = response.body[:REFUSAL_LOOKED_AT].decode("utf-8", "replace")
            return Shown(replace(entry, reason=f"http_{response.status}", refused=refused_as(text)))
        if entry.kind in ("feed", "sitemap") and not looks_like_feed(response.body):
            return Shown(replace(entry, reason=f"no_{entry.kind}"))
        listing = links_of(response, self.open_eyed, False)
        links = headlines(listing.links, SHORT_HEADLINE if entry.kind == "listing" else HEADLINE)
        children = tuple(k for k in listing.links if k.kind == "sitemap")
        if entry.kind == "front" and not listing.links:
            entry = replace(entry, refused=refused_as(response.body[:REFUSAL_LOOKED_AT].decode("utf-8", "replace")))
        dated = sum(k.hints.published is not None for k in links)
        entry = replace(entry, articles=len(links), dated=dated, children=len(children), next_page=listing.next_page is not None)
        return Shown(entry, children or links, frozenset(url_key(link.url) for link in listing.links), response)

    def read_front(self, response: Response | None) -> Front:
        if response is None:
            return Front()
        return read_front(response.body, content_type(response), response.url, self.open_eyed)

    async def read_one(self, link: FoundLink) -> Seen:
        """What reading one article comes to."""
        response = await self.fetch(link.url)
        listed_on = link.hints.found_on
        if isinstance(response, Failed) or response.status != 200:
            reason = response.reason if isinstance(response, Failed) else f"http_{response.status}"
            return Seen(link.url, f"failed({reason})", listed_on=listed_on)
        reading = read_page(page_of(response, self.name, link, self.sighting.at), self.source)
        if reading.record is None:
            return Seen(link.url, str(reading.outcome), listed_on=listed_on)
        article = reading.record.article
        words = len(reading.record.text.split())
        return Seen(link.url, "stored", article.title, article.published, article.published_from, article.layout, words, listed_on)

    def note_robots(self) -> None:
        """How robots.txt answered, by Scrapy's own counts."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        answers = [key.rpartition("/")[2] for key in stats if key.startswith("robotstxt/response_status_count/")]
        failed = [key.rpartition(".")[2].rstrip("'>") for key in stats if key.startswith("robotstxt/exception_count/")]
        self.sighting.robots = ", ".join([*answers, *failed]) or "no answer"
