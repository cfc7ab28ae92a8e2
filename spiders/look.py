"""LookSpider: visits the entries of a source and one article, politely, and says what it saw. Keeps nothing, stores nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, ClassVar

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from pipelines.archive.url_table import FoundLink
from pipelines.intake.intake import read_page
from pipelines.sources.overview import only_home_page
from pipelines.sources.source import Source
from pipelines.sources.urls import url_key
from spiders.fetching.failures import failure_reason
from spiders.finding.answers import links_of, page_of

TRIES = 3  # articles looked at until one reads well
HEADLINE = 7  # words


@dataclass(frozen=True, slots=True)
class Entry:
    """What a listing, feed or sitemap answered: `articles` links that look like articles, `dated` of them with a date, `other` links.
    `reason` is a failure class, or None; `detail` what the failure says."""

    url: str
    kind: str
    final_url: str | None = None
    articles: int = 0
    dated: int = 0
    other: int = 0
    next_page: bool = False
    reason: str | None = None
    detail: str | None = None


@dataclass(slots=True)
class Sighting:
    """Everything one look saw."""

    source: str
    at: str
    entries: list[Entry] = field(default_factory=list)
    article: dict[str, Any] | None = None  # url, outcome, title, published, published_from, words, layout
    crawl_delay: float | None = None
    sitemaps: list[str] = field(default_factory=list)  # named in robots.txt
    robots: str = "not asked"  # status of robots.txt or how asking for it failed

    def as_dict(self) -> dict[str, Any]:
        """As the report of a live check has it."""
        return asdict(self)


def candidates(links: list[FoundLink]) -> list[FoundLink]:
    """The links to read: those that look like articles, else those of unknown kind that are worded like headlines."""
    articles = [link for link in links if link.kind == "article"]
    headlines = [link for link in links if link.kind == "unknown" and len((link.hints.title or "").split()) >= HEADLINE]
    return (articles or headlines)[:TRIES]


class LookSpider(Spider):
    """`sighting` is complete when the spider closes. HostGuard asks it for `walked` and `redirected`, as it asks NewsSpider."""

    source: ClassVar[Source]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.walked = self.source
        self.strict = not only_home_page(self.source)
        self.sighting = Sighting(self.source.name, datetime.now(UTC).isoformat(timespec="seconds"))

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> LookSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.robots_parsed, signals.robots_parsed)
        return spider

    def redirected(self, request: Request) -> bool:  # noqa: ARG002 - every redirect within the source may be followed
        return True

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:  # noqa: ARG002 - Scrapy's signal
        wish = robotparser.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        self.sighting.crawl_delay = float(wish) if wish else None
        self.sighting.sitemaps = [str(url) for url in getattr(getattr(robotparser, "rp", None), "sitemaps", ())][:10]

    async def start(self) -> AsyncIterator[Request]:
        source, found = self.source, dict[str, FoundLink]()
        kinds = [("listing", source.listings), ("feed", source.feeds), ("sitemap", source.sitemaps)]
        for kind, urls in kinds:
            for url in urls:
                entry, links = await self.look(url, kind)
                self.sighting.entries.append(entry)
                found |= {url_key(link.url): link for link in links if url_key(link.url) not in found}
        for link in candidates(list(found.values())):
            self.sighting.article = await self.read_one(link)
            if self.sighting.article["outcome"] == "stored":
                break
        self.note_robots()
        nothing: tuple[Request, ...] = ()  # all was asked above, one after the other; Scrapy wants a generator
        for request in nothing:
            yield request

    async def fetch(self, url: str) -> Response | str:
        """The answer, or "reason: detail". All of Scrapy's politeness applies."""
        assert self.crawler.engine is not None
        try:
            return await self.crawler.engine.download_async(Request(url, dont_filter=True))
        except Exception as error:  # whatever goes wrong with a page is what we are here to see
            return f"{failure_reason(Failure(error))}: {error}"  # type: ignore[no-untyped-call]

    async def look(self, url: str, kind: str) -> tuple[Entry, tuple[FoundLink, ...]]:
        """One entry, and the links it offers."""
        response = await self.fetch(url)
        if isinstance(response, str):
            reason, _, detail = response.partition(": ")
            return Entry(url, kind, reason=reason, detail=detail[:500]), ()
        if response.status != 200:
            return Entry(url, kind, response.url, reason=f"http_{response.status}"), ()
        page = links_of(response, self.source, self.strict)
        articles = [link for link in page.links if link.kind == "article"]
        entry = Entry(url, kind, response.url, len(articles), sum(link.hints.published is not None for link in articles))
        return replace(entry, other=len(page.links) - len(articles), next_page=page.next_page is not None), page.links

    async def read_one(self, link: FoundLink) -> dict[str, Any]:
        """What reading one article comes to, as `Sighting.article` has it."""
        response = await self.fetch(link.url)
        if isinstance(response, str) or response.status != 200:
            reason = response.partition(":")[0] if isinstance(response, str) else f"http_{response.status}"
            return {"url": link.url, "outcome": f"failed({reason})"}
        reading = read_page(page_of(response, self.name, link, self.sighting.at), self.source)
        if reading.record is None:
            return {"url": link.url, "outcome": str(reading.outcome)}
        article = reading.record.article
        return {
            "url": link.url, "outcome": "stored", "title": article.title, "published": article.published,
            "published_from": article.published_from, "layout": article.layout, "words": len(reading.record.text.split()),
        }  # fmt: skip

    def note_robots(self) -> None:
        """How robots.txt answered, by Scrapy's own counts."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        answers = [key.rpartition("/")[2] for key in stats if key.startswith("robotstxt/response_status_count/")]
        failed = [key.rpartition(".")[2].rstrip("'>") for key in stats if key.startswith("robotstxt/exception_count/")]
        self.sighting.robots = ", ".join([*answers, *failed]) or "no answer"
