"""Failure classes: why a fetch gave no page, in one word an operator can act on."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from twisted.python.failure import Failure


class NotAsked(IgnoreRequest):
    """A request that is not made after all: its branch has ended, or the run. Nothing failed; the address stays as it was."""


class KnownTarget(NotAsked):
    """A redirect to a page that is already known: nothing failed, nothing is fetched."""


class RobotsUnreachable(IgnoreRequest):
    """robots.txt could not be had, so nothing may be asked for; the argument is the failure class."""


# First match wins; module and name of exception classes, looked for in the whole chain of causes.
_CLASSES = (
    ("HeadersTooLarge", "too_large"),
    ("DNSLookupError", "dns"),
    ("CannotResolveHost", "dns"),
    ("DownloadTimeout", "timeout"),
    ("TimeoutError", "timeout"),
    ("TCPTimedOutError", "timeout"),
    ("ConnectionRefused", "refused"),
    ("MalformedChunked", "malformed"),
    ("DataLoss", "truncated"),
    ("PartialDownload", "truncated"),
    ("Cancelled", "too_large"),
    ("SSL", "tls"),
    ("Certificate", "tls"),
    ("service_identity", "tls"),
    ("ConnectionLost", "reset"),
    ("ConnectionDone", "reset"),
    ("ResponseNeverReceived", "reset"),
    ("ConnectionReset", "reset"),
    ("ConnectError", "refused"),
    ("UnsupportedURLScheme", "bad_url"),
    ("BadGzipFile", "malformed"),
    ("EOFError", "malformed"),
    ("zlib.error", "malformed"),
    ("brotli.error", "malformed"),
    ("ZstdError", "malformed"),
    ("ParseError", "malformed"),
    ("DownloadFailed", "malformed"),  # an answer came, and none of the above is what was wrong with it
)
_IGNORED = (
    ("budget of", "budget"),
    ("robots.txt", "robots"),
    ("max redirections", "redirect_loop"),
    ("offsite", "redirect_off_site"),
    ("private address", "private_address"),
    ("Retry-After", "retry_later"),
    ("DOWNLOAD_MAXSIZE", "too_large"),  # unpacks to more
)


def failure_reason(failure: Failure) -> str:
    """One word: dns, timeout, refused, reset, truncated, malformed, tls, too_large, bad_url, robots, redirect_loop,
    redirect_off_site, private_address, retry_later, budget, robots_unreachable; for anything else the name of the exception's class."""
    value = failure.value
    if isinstance(value, RobotsUnreachable):
        return str(value)
    if isinstance(value, IgnoreRequest):
        return next((word for text, word in _IGNORED if text in str(value)), "ignored")
    if isinstance(value, ValueError) and "URL" in str(value):  # a Location nobody can parse
        return "bad_url"
    names = " ".join(_names(value))
    return next((word for name, word in _CLASSES if name in names), type(value).__name__)


def _names(value: BaseException | None) -> list[str]:
    names: list[str] = []
    while value is not None and len(names) < 20:
        inner = [getattr(reason, "value", reason) for reason in getattr(value, "reasons", None) or ()]
        names += [f"{type(e).__module__}.{type(e).__name__}" for e in (value, *inner)]
        value = value.__cause__ or value.__context__
    return names
