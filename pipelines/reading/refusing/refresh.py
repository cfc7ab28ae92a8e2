"""Refresh: where a page sends its readers on by itself (`<meta http-equiv="refresh">`), and after how many seconds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

SOON = 30  # seconds: a page that stays longer is meant to be read, and its refresh brings it up to date
_CONTENT = re.compile(r"\s*(\d{1,6})(?:\.\d*)?\s*(?:[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]*))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refresh:
    """The seconds a page waits, and the address it sends to as written; empty: the page itself."""

    seconds: int
    target: str

    @property
    def soon(self) -> bool:
        """Whether nobody could read the page meanwhile."""
        return self.seconds <= SOON


def refresh_of(root: HtmlElement) -> Refresh | None:
    """The first refresh a browser with scripts would follow. Source: HTML standard, "shared declarative refresh steps"."""
    for meta in root.iter("meta"):
        if (meta.get("http-equiv") or "").strip().lower() != "refresh" or next(meta.iterancestors("noscript"), None) is not None:
            continue
        if match := _CONTENT.match(meta.get("content") or ""):
            return Refresh(int(match[1]), match[2] or "")
    return None
