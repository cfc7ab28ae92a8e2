"""SourceLoader: every file in data/sources/ is a spider by itself. An odd site is a subclass named in ODD."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from pipelines.sources.source import Source, load_sources

if TYPE_CHECKING:
    from spiders.news import NewsSpider

ODD: dict[str, type[NewsSpider]] = {}  # source name -> spider class, for sites no declaration can describe


def spider_class(source: Source) -> type[NewsSpider]:
    """The spider of a source: NewsSpider (or its odd subclass) with the source's name, politeness and hosts."""
    from spiders.news import NewsSpider  # a list of the names needs none of it

    base = ODD.get(source.name, NewsSpider)
    name = f"{source.name.title().replace('-', '')}Spider"
    return type(name, (base,), {"name": source.name, "source": source, "custom_settings": politeness_of(source)})


def politeness_of(source: Source) -> dict[str, Any]:
    """The Scrapy settings a source brings."""
    from spiders.fetching.handlers import handlers

    budgets = {"MAX_RUN_PAGES": source.max_run_pages, "MAX_RUN_HOURS": source.max_run_hours}
    return {
        **{name: value for name, value in budgets.items() if value is not None},
        "DOWNLOAD_DELAY": source.delay,
        "DOWNLOAD_HANDLERS": handlers(source.tls),
        "CONCURRENT_REQUESTS": len(source.hosts),  # default 16: what waits stays in the scheduler, where a pause or a stop still holds it
    }


class SourceLoader:
    """Scrapy's spider loader over source files; SOURCES_DIR chooses another folder."""

    def __init__(self, settings: BaseSettings) -> None:
        folder = settings.get("SOURCES_DIR")
        self.sources = load_sources(Path(folder) if folder else None)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        return cls(settings)

    def load(self, spider_name: str) -> type[Spider]:
        """Raises KeyError for an unknown name."""
        if spider_name not in self.sources:
            raise KeyError(f"Spider not found: {spider_name}")
        return spider_class(self.sources[spider_name])

    def list(self) -> list[str]:
        return sorted(self.sources)

    def find_by_request(self, request: Request) -> list[str]:  # type: ignore[valid-type]
        return [name for name, source in self.sources.items() if source.owns(request.url)]
