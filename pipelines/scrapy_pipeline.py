"""The one place where Scrapy meets the reading: keep the page, have it read by the reader process, count the outcome."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Mapping
from functools import partial
from typing import Any, Self

from scrapy import signals
from scrapy.exceptions import DontCloseSpider

from pipelines.archive.documents import reopen_documents
from pipelines.archive.pages import keep_page, unread_pages
from pipelines.archive.schema import shared_archive
from pipelines.corpus.schema import shared_corpus
from pipelines.corpus.sources import store_source
from pipelines.drift.history import judge_run
from pipelines.intake.adopting import adopt_documents
from pipelines.intake.messages import Answer
from pipelines.intake.readers import shared_reader
from pipelines.reading.documents.opening import HOW_TO_READ, can_read
from pipelines.sources.source import Source
from pipelines.sources.urls import url_key
from pipelines.values.page import Page
from pipelines.values.sqlite import Database

logger = logging.getLogger(__name__)


class KeepAndRead:
    """Pages are kept before anyone reads them; what an earlier crawl kept but did not read is read first."""

    def __init__(self, crawler: Any) -> None:
        self.crawler = crawler
        settings: Mapping[str, Any] = crawler.settings
        self.archive: Database = shared_archive(settings["PAGES_DB"])
        self.corpus: Database = shared_corpus(settings["CORPUS_DB"])

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        self = cls(crawler)
        crawler.signals.connect(self.read_leftovers, signals.spider_opened)
        crawler.signals.connect(self.await_documents, signals.spider_idle)
        return self

    def open_spider(self) -> None:
        store_source(self.corpus, self.source)
        self.reader = shared_reader(self.crawler.settings, self.source.name)

    def read_leftovers(self) -> None:
        """After the recorder took the leases (it is connected earlier): pages of a crawl that is still going on are read by that one."""
        if self.crawler.spider.held_by:
            return
        if self.source.documents:
            if can_read():
                reopen_documents(self.archive, self.source.name)
            else:
                logger.warning("%s: its documents are kept and not read: %s", self.source.name, HOW_TO_READ)
            adopt_documents(self.archive, self.corpus, self.source)
        for page_id in unread_pages(self.archive, self.source.name):
            self.reader.submit(self.source, page_id, self.settled)

    def await_documents(self) -> None:
        """Idle: notices that are not read yet may have documents to ask for."""
        if self.source.documents and self.reader.waiting(self.source.name):
            raise DontCloseSpider

    async def process_item(self, item: Page) -> Page:
        try:
            page_id = keep_page(self.archive, item, self.crawler.spider.run.id)
        except sqlite3.Error as error:  # the disk is full, say: the address stays as it was, the next run asks again
            logger.error("%s: %s is not kept: %s", self.crawler.settings["PAGES_DB"], item.url, error)
            self.read(item, Answer(None))
            self.crawler.spider.run.reading -= 1
            return item
        if not self.crawler.spider.errand.awaits_readings:
            self.reader.submit(self.source, page_id, partial(self.read, item))
            return item
        read = asyncio.get_running_loop().create_future()
        self.reader.submit(self.source, page_id, read.set_result)
        try:
            self.read(item, await read)
        finally:
            self.crawler.spider.run.reading -= 1
        return item

    def read(self, page: Page, answer: Answer) -> None:
        """A page of this crawl was read."""
        spider = self.crawler.spider
        self.settled(answer, url_key(page.url or "") in spider.run.old)
        spider.visiting.came_of(page, None if answer.document else answer.outcome)

    async def close_spider(self) -> None:
        if not self.crawler.crawling:  # stopped from outside: the next run reads the rest
            self.reader.forget(self.source.name)
        shapes = await self.reader.finish(self.source.name)
        self.crawler.stats.set_value("drift", judge_run(self.archive, self.source.name, shapes))

    @property
    def source(self) -> Source:
        source: Source = self.crawler.spider.source
        return source

    def settled(self, answer: Answer, old: bool = False) -> None:
        """Count what became of a page; one that cannot be counted has failed. `old`: its address was read, refused or found dead in an
        earlier run."""
        try:
            self.count_answer(answer, old)
        except Exception as error:  # an error here must not lose the answers that come after it
            logger.error("%s: an answer of the reader is not counted: %r", self.source.name, error)
            self.count("failed")
            self.count("failed/not_counted")

    def count_answer(self, answer: Answer, old: bool) -> None:
        """Ask for the documents of a notice that was read; count its outcome, its fields and its facts."""
        outcome = answer.outcome
        if answer.documents:
            self.crawler.spider.ask_for(answer.documents)
        if answer.document and outcome:
            self.count("documents")
            self.count(f"document/{outcome.reason}", int(outcome.name == "unreadable"))
            return
        if outcome is None:
            self.count("failed")
            self.count("failed/not_stored")
            return
        self.count(outcome.name)
        if outcome.name in ("not_article", "unreadable", "failed"):
            self.count(f"{outcome.name}/{outcome.reason}")
        if outcome.name == "failed":  # a wall, which is news at an old address too: the page that was asked for did not come
            self.count("walled", int(not old))
            self.count("failed", answer.behind)
            self.count(f"failed/{outcome.reason}", answer.behind)
        elif old:
            self.count(f"old/{outcome.name}")
            self.count(f"old/{outcome.name}/{outcome.reason}", int(outcome.name in ("not_article", "unreadable")))
        for name in answer.filled:
            self.count(f"fill/{name}")
        for name in answer.cut:
            self.count(f"cut/{name}")
        self.count("facts", answer.facts)

    def count(self, name: str, by: int = 1) -> None:
        if by:
            self.crawler.stats.inc_value(f"corpus/{name}", by)
