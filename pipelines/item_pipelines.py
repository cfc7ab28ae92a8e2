"""The one place where Scrapy meets the reading: keep the page, read it, store it, count the outcome."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from sqlite_utils import Database

from pipelines.archive import keep_page, settle_page, shared_archive, unread_pages
from pipelines.decoding import decode
from pipelines.drift import Summary, add_shape, shape_of
from pipelines.drift_history import judge_run
from pipelines.intake import Reading, read_page, store_reading
from pipelines.page import Page
from pipelines.schema import shared_corpus
from pipelines.sources import Source
from pipelines.store import store_source

TELLING = ("empty", "no_headline", "gallery", "truncated")  # refusals that a changed template also causes
FILL_FIELDS = ("title", "lead", "published", "byline", "province", "year")


class KeepAndRead:
    """Pages are kept before anyone reads them; what a killed crawl kept but did not read is read first."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        settings: Mapping[str, Any] = crawler.settings
        self.archive: Database = shared_archive(settings["PAGES_DB"])
        self.corpus: Database = shared_corpus(settings["CORPUS_DB"])
        self.shapes = Summary()

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        store_source(self.corpus, self.source)
        for kept in unread_pages(self.archive, self.crawler.spider.name):
            self.take(kept.id, kept.page)

    def process_item(self, item: Page) -> Page:
        self.take(keep_page(self.archive, item, self.crawler.spider.run_id), item)
        return item

    def close_spider(self) -> None:
        self.crawler.stats.set_value("drift", judge_run(self.archive, self.source.name, self.shapes))

    @property
    def source(self) -> Source:
        source: Source = self.crawler.spider.source
        return source

    def take(self, page_id: int, page: Page) -> None:
        reading = read_page(page, self.source)
        outcome = store_reading(self.corpus, reading)
        settle_page(self.archive, page_id, outcome, reading.record.article.published if reading.record else None)
        if reading.record or outcome.reason in TELLING:
            html = decode(page.body, page.headers.get("content-type"))
            add_shape(self.shapes, shape_of(reading.record.article if reading.record else None, html))
        self.count(outcome.name)
        if outcome.name in ("not_article", "unreadable"):
            self.count(f"{outcome.name}/{outcome.reason}")
        elif outcome.name == "stored":
            self.count_fill(reading)

    def count_fill(self, reading: Reading) -> None:
        if reading.record is None:
            return
        article, facts = reading.record.article, reading.record.facts
        for name in FILL_FIELDS:
            if getattr(article, name, None) or getattr(facts, name, None):
                self.count(f"fill/{name}")
        self.count("facts", len(facts.provinces) + len(facts.years) + len(facts.amounts))

    def count(self, name: str, by: int = 1) -> None:
        self.crawler.stats.inc_value(f"corpus/{name}", by)
