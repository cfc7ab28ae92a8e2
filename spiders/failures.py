"""Failure classes: why a fetch gave no page, in one word an operator can act on."""

from __future__ import annotations

from scrapy.exceptions import IgnoreRequest
from twisted.internet import error
from twisted.python.failure import Failure


class KnownTarget(IgnoreRequest):
    """A redirect to a page that is already known: nothing failed, nothing is fetched."""


# First match wins; names of exception classes, looked for in the whole chain of causes.
_CLASSES = (
    ("DNSLookupError", "dns"),
    ("CannotResolveHost", "dns"),
    ("DownloadTimeout", "timeout"),
    ("TimeoutError", "timeout"),
    ("TCPTimedOutError", "timeout"),
    ("ConnectionRefused", "refused"),
    ("DataLoss", "truncated"),
    ("PartialDownload", "truncated"),
    ("Cancelled", "too_large"),
    ("SSL", "tls"),
    ("Certificate", "tls"),
    ("ConnectionLost", "reset"),
    ("ConnectionDone", "reset"),
    ("ResponseNeverReceived", "reset"),
    ("ConnectionReset", "reset"),
    ("ConnectError", "refused"),
    ("UnsupportedURLScheme", "bad_url"),
)
_IGNORED = (
    ("robots.txt", "robots"),
    ("max redirections", "redirect_loop"),
    ("offsite", "redirect_off_site"),
    ("private address", "private_address"),
    ("Retry-After", "retry_later"),
)


def failure_reason(failure: Failure) -> str:
    """One word: dns, timeout, refused, reset, truncated, tls, too_large, robots, redirect_loop, redirect_off_site, ..."""
    value = failure.value
    if isinstance(value, IgnoreRequest):
        return next((word for text, word in _IGNORED if text in str(value)), "ignored")
    names = " ".join(_names(value))
    return next((word for name, word in _CLASSES if name in names), type(value).__name__)


def _names(value: BaseException | None) -> list[str]:
    names: list[str] = []
    while value is not None and len(names) < 20:
        names.append(type(value).__name__)
        for reason in getattr(value, "reasons", None) or ():
            inner = getattr(reason, "value", reason)
            names += [type(inner).__name__, *(["SSL"] if isinstance(inner, error.SSLError) else [])]
        value = value.__cause__ or value.__context__
    return names
