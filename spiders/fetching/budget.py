"""Budget: a spider with the setting REQUEST_BUDGET sends no more requests than that, robots.txt, redirects and repeats included."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest


class RequestBudget:
    """Stands nearest to the wire: what another rule stops costs nothing."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.sent = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("REQUEST_BUDGET"))

    def process_request(self, request: Request) -> None:
        if self.sent >= self.limit:
            raise IgnoreRequest(f"budget of {self.limit} requests is spent: {request.url}")
        self.sent += 1
