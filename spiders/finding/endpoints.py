"""Load-more endpoints: JSON to links and to fragments of HTML, whatever the site calls its fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pipelines.archive.url_table import FoundLink
from pipelines.dates.published import parse_date
from pipelines.sources.urls import canonical_url
from pipelines.text.normal import normalise
from pipelines.values.page import Hints

_ITEM_URL = ("url", "link", "href", "permalink", "share_url", "slug_url", "detail_url")
_ITEM_TITLE = ("title", "name", "headline", "tieude")
_ITEM_DATE = ("published", "publish_date", "published_at", "publishdate", "date", "created_at", "time", "ngaydang")
MAX_ITEMS = 20_000  # of one JSON answer; what is behind them is counted


def looks_like_json(body: bytes) -> bool:
    """Whether the bytes are a JSON object or list, whatever the headers say."""
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


class Items(NamedTuple):
    """What a load-more endpoint answers: items with an address (and title, date), HTML fragments to be read as listings, and how many of
    either were left out."""

    links: list[FoundLink]
    fragments: list[str]
    left: int


def read_json(body: bytes, base: str) -> Items:
    """The items and fragments of an answer; none when it is no JSON."""
    links: list[FoundLink] = []
    fragments: list[str] = []
    left = 0
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return Items(links, fragments, left)
    for item in _walk(value):
        link = None if isinstance(item, str) else _item(item, base)
        if len(links) + len(fragments) >= MAX_ITEMS:
            left += int(isinstance(item, str) or link is not None)
        elif isinstance(item, str):
            fragments.append(item)
        elif link:
            links.append(link)
    return Items(links, fragments, left)


def _walk(value: Any) -> Iterator[Any]:
    """Objects, and strings that hold links, in document order; depth is bounded by the JSON parser."""
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            stack.extend(reversed(item.values()))
        elif isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, str) and "<a" in item and "href" in item:
            yield item


def _item(item: Mapping[str, Any], base: str) -> FoundLink | None:
    by_name = {str(key).lower(): value for key, value in item.items() if isinstance(value, str)}
    address = next((by_name[key] for key in _ITEM_URL if by_name.get(key)), None)
    url = canonical_url(address, base) if address else None
    if url is None:
        return None
    title = next((by_name[key] for key in _ITEM_TITLE if by_name.get(key)), None)
    when = next((by_name[key] for key in _ITEM_DATE if by_name.get(key)), None)
    return FoundLink(url, "article", Hints(normalise(title)[:500] if title else None, parse_date(when) if when else None, base))
