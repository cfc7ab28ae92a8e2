"""Paging: from one page of a listing to the next, whatever the site's way: numbers, offsets, days, postbacks, load-more endpoints."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lxml.html import HtmlElement

from pipelines.archive.url_table import FoundLink
from pipelines.dates.published import parse_date
from pipelines.sources.source import Paging
from pipelines.sources.urls import canonical_url
from pipelines.text.normal import normalise
from pipelines.values.page import Hints

_POSTBACK = re.compile(r"""__doPostBack\(\s*['"]([^'"]{1,200})['"]\s*,\s*['"]([^'"]{0,200})['"]""")
_ITEM_URL = ("url", "link", "href", "permalink", "share_url", "slug_url", "detail_url")
_ITEM_TITLE = ("title", "name", "headline", "tieude")
_ITEM_DATE = ("published", "publish_date", "published_at", "publishdate", "date", "created_at", "time", "ngaydang")
MAX_ITEMS = 3000  # of one JSON answer


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where the next page of a listing is; `form` when it must be asked for by POST."""

    url: str
    form: Mapping[str, str] | None = None


def template_page(paging: Paging, listing: str, number: int, newest: date) -> str:
    """The address of page `number` (from 2) of a listing whose pages follow a template: {n} counts from `start` by `step`, {yyyy}, {mm}
    and {dd} go back day by day from `newest`."""
    n = paging.start + (number - 2) * paging.step
    day = newest - timedelta(days=number - 2)
    values = {"{listing}": listing.rstrip("/"), "{n}": str(n), "{yyyy}": f"{day:%Y}", "{mm}": f"{day:%m}", "{dd}": f"{day:%d}"}
    return re.sub(r"\{(?:listing|n|yyyy|mm|dd)\}", lambda m: values[m[0]], paging.template)


def by_days(paging: Paging | None) -> bool:
    """Whether pages are days: an empty one is a day without news, not the end."""
    return paging is not None and "{dd}" in paging.template


def postback_form(anchor: HtmlElement, tree: HtmlElement) -> dict[str, str] | None:
    """The form an ASP.NET link would post ("javascript:__doPostBack('target','argument')"), with the page's hidden fields."""
    match = _POSTBACK.search(anchor.get("href") or "")
    if not match:
        return None
    fields = {str(e.get("name")): str(e.get("value") or "") for e in tree.iter("input") if e.get("type") == "hidden" and e.get("name")}
    return {**fields, "__EVENTTARGET": match[1], "__EVENTARGUMENT": match[2]}


def looks_like_json(body: bytes) -> bool:
    return body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"["))


def read_json(body: bytes, base: str) -> tuple[list[FoundLink], list[str]]:
    """What a load-more endpoint answers: items with an address (and title, date), and HTML fragments to be read as listings."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return [], []
    links: list[FoundLink] = []
    fragments: list[str] = []
    for item in _walk(value):
        if isinstance(item, str):
            fragments.append(item)
        elif link := _item(item, base):
            links.append(link)
        if len(links) + len(fragments) >= MAX_ITEMS:
            break
    return links, fragments


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


_MONTH = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


def sitemap_in_window(link: FoundLink, since: str | None, until: str | None) -> bool:
    """Whether a child sitemap can hold articles of the window, by the month or year in its address, else by its last change."""
    name = link.url.rpartition("/")[2]
    month = _MONTH.search(name) or _MONTH.search(link.url)
    year = _YEAR.search(name)
    if month:
        own = f"{month[1]}-{month[2]}"
        return (not since or own >= since[:7]) and (not until or own <= until[:7])
    if year:
        return (not since or year[1] >= since[:4]) and (not until or year[1] <= until[:4])
    return not since or not link.lastmod or link.lastmod[:10] >= since
