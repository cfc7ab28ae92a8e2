"""robots.txt as RFC 9309 has it, where Scrapy is laxer: a file that cannot be had because the server or the network fails forbids
everything (2.3.1.4), one that is not there allows everything (2.3.1.3), whatever the body of the error page says. Five redirects are
followed, to other hosts too, and what is found there binds the host that was asked (2.3.1.2); half a megabyte is read (2.5)."""

from __future__ import annotations

from scrapy import Request
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from twisted.python.failure import Failure

from spiders.fetching.connecting import PrivateAddress
from spiders.fetching.failures import NotAsked, RobotsUnreachable, failure_reason

UNREACHABLE = "robots_unreachable"
MAX_BYTES = 500 * 1024  # of a file that are read; a rule that is cut there is none


class Robots(RobotsTxtMiddleware):
    """Takes the place of Scrapy's own."""

    def __init__(self, crawler: object) -> None:
        super().__init__(crawler)  # type: ignore[arg-type]
        self.unreachable: dict[str, str] = {}  # host -> failure class

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if not self.crawler.crawling:  # the crawl ended before robots.txt answered
            raise NotAsked
        if reason := self.unreachable.get(_netloc(request)):
            raise RobotsUnreachable(reason)
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == 429:
            self.unreachable[netloc] = UNREACHABLE
        if response.status >= 400:
            response = response.replace(body=b"")
        elif len(response.body) > MAX_BYTES:
            whole, _, _ = response.body[: MAX_BYTES + 1].replace(b"\r", b"\n").rpartition(b"\n")
            response = response.replace(body=whole)
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest) or isinstance(exc, PrivateAddress):  # else one of ours: a sixth redirect, a host at rest
            self.unreachable[netloc] = failure_reason(Failure(exc))  # type: ignore[no-untyped-call]
        super()._robots_error(exc, netloc)


def is_robots(request: Request) -> bool:
    """Whether a request is for the robots.txt of a host, or for where that leads."""
    return bool(request.meta.get("dont_obey_robotstxt"))


def _netloc(request: Request) -> str:
    return request.url.split("/", 3)[2]
