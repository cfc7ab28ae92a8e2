"""Paging: from one page of a listing to the next, whatever the site's way: numbers, offsets, days, postbacks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.sources.source import Paging, Source
from pipelines.sources.urls import canonical_url, url_key
from pipelines.text.normal import fold
from spiders.finding.listing import NextPage

_POSTBACK = re.compile(r"""__doPostBack\(\s*['"]([^'"]{1,200})['"]\s*,\s*['"]([^'"]{0,200})['"]""")
_NEXT_WORDS = frozenset(
    {"next", "sau", "tiep", "trang sau", "trang tiep", "trang ke", "tiep theo", "trang tiep theo", "ke tiep", ">", ">>", "»", "›", "→"}
)
# classes of the current number in Bootstrap, WordPress, Drupal and templates of their kind
_CURRENT = frozenset(("active", "current", "selected", "on", "is-active", "is-current", "page-current", "page-active", "current-page"))
_PAGER = re.compile(r"(?i)pag(?:e|ing|ination|er|ation)|phan-?trang|page-numbers|__MB_ARTICLE_PAGING")


class Anchor(NamedTuple):
    """An <a> with its words."""

    words: str
    element: HtmlElement


class Here(NamedTuple):
    """The page that is read: its address, what its links are relative to, whose it is."""

    url: str
    base: str
    source: Source


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


def turns_page(anchor: Anchor) -> bool:
    """Whether an anchor leads to another page of the same listing: it says "next", or is a number in a pager."""
    words, element = anchor
    return _is_next(element, words) or (words.isdecimal() and len(words) < 6 and _in_pager(element))


def _is_next(anchor: HtmlElement, words: str) -> bool:
    if anchor.get("rel") == "next" or "next" in (anchor.get("class") or "").lower().split():
        return True
    return len(words) <= 20 and fold(words).strip(" .") in _NEXT_WORDS and (_in_pager(anchor) or words not in (">", ">>", "»", "›", "→"))


def _in_pager(anchor: HtmlElement) -> bool:
    element: HtmlElement | None = anchor
    for _ in range(4):
        if element is None:
            return False
        if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def next_page(turns: Sequence[Anchor], tree: HtmlElement, here: Here) -> NextPage | None:
    """The page an explicit "next" leads to, else the one after the current number of the pager. `turns`: the anchors that turn pages."""
    for href in tree.xpath("//link[@rel='next']/@href")[:1]:
        if page := _turn_to(str(href), here):
            return page
    arrows = [anchor for words, anchor in turns if not words.isdecimal()]
    numbers = {int(words): anchor for words, anchor in turns if words.isdecimal()}
    current = _current(numbers, here)
    chosen = arrows + ([numbers[current + 1]] if current is not None and current + 1 in numbers else [])
    for anchor in chosen:
        if form := postback_form(anchor, tree):
            return NextPage(here.url, form)
        if page := _turn_to(anchor.get("href") or "", here):
            return page
    return None


def _current(numbers: Mapping[int, HtmlElement], here: Here) -> int | None:
    """The number of the page we are on, by what the pager says: it links to this address, marks the number, shows it without a link, or
    leaves it out. A pager that links all its numbers and none to this address stands on the first page, if this address has no number where
    theirs have one."""
    if not numbers:
        return None
    same = [n for n, anchor in numbers.items() if _same_page(anchor, here)]
    marked = [n for n, anchor in numbers.items() if _is_marked(anchor)]
    dead = [n for n, anchor in numbers.items() if _leads_nowhere(anchor)]
    told = next((ns for ns in (same, marked, dead) if ns), None)
    if told and (told is same or len(told) == 1):
        return max(told)
    return _unlinked_number(next(iter(numbers.values()))) or _gap(numbers) or _first(numbers, here)


def _is_marked(anchor: HtmlElement) -> bool:
    """Whether a pager marks a number as the current one: aria-current, or a class on it or on the item around it alone."""
    item = anchor.getparent()
    around = [anchor, item] if item is not None and sum(1 for _ in item.iter("a")) == 1 else [anchor]
    return any(_is_current(element) for element in around)


def _is_current(element: HtmlElement) -> bool:
    said = (element.get("aria-current") or "false").lower() != "false"
    return said or not _CURRENT.isdisjoint((element.get("class") or "").lower().split())


def _leads_nowhere(anchor: HtmlElement) -> bool:
    href = (anchor.get("href") or "").strip().lower()
    return href in ("", "#") or (href.startswith("javascript:") and "void" in href)


def _first(numbers: Mapping[int, HtmlElement], here: Here) -> int | None:
    """1 when this address has no number where those of the pager have theirs."""
    targets = [canonical_url(anchor.get("href") or "", here.base) for anchor in numbers.values()]
    keys = sorted(url_key(target) for target in targets if target)
    if 1 not in numbers or len(keys) < 2:
        return None
    low, high = keys[0], keys[-1]  # what these two share, all share
    shared = next((n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    numbered = re.escape(low[:shared].rstrip("0123456789")) + r"\d"
    return None if re.match(numbered, url_key(here.url)) else 1


def _unlinked_number(anchor: HtmlElement) -> int | None:
    """The number a pager shows without a link: the page we are on."""
    pager: HtmlElement | None = anchor
    while pager is not None and not _PAGER.search(f"{pager.get('class') or ''} {pager.get('id') or ''}"):
        pager = pager.getparent()
    if pager is None:
        return None
    shown = [(e.text or "").strip() for e in pager.iter() if isinstance(e.tag, str) and e.tag != "a"]
    digits = {int(text) for text in shown if text.isdecimal() and len(text) < 6}
    return digits.pop() if len(digits) == 1 else None


def _gap(numbers: Mapping[int, HtmlElement]) -> int | None:
    """The page between two linked ones, or before page 2, when the pager shows no number for it."""
    return next((n for n in range(1, max(numbers) + 1) if n not in numbers and n + 1 in numbers and (n == 1 or n - 1 in numbers)), None)


def _same_page(anchor: HtmlElement, here: Here) -> bool:
    target = canonical_url(anchor.get("href") or "", here.base)
    return target is not None and url_key(target) == url_key(here.url)


def _turn_to(href: str, here: Here) -> NextPage | None:
    target = canonical_url(href, here.base)
    if target is None or url_key(target) == url_key(here.url) or not here.source.owns(target):
        return None
    return NextPage(target)
