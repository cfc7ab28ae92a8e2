"""Links: pure functions that decide from the URL string and the anchor what a link is, before any request is made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from pipelines.archive.url_table import FoundLink, LinkKind
from pipelines.dates.published import parse_date
from pipelines.sources.source import Source
from pipelines.sources.urls import canonical_url, host_of, url_key
from pipelines.text.decoding import decode
from pipelines.text.normal import fold, normalise
from pipelines.values.page import Hints
from spiders.finding.paging import NextPage, postback_form

MAX_LINKS = 3000  # of one listing page; a page with more is a trap or a site map, the rest is found on other pages

_FILE = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|ico|bmp|css|js|json|xml|rss|pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|gz|mp[34]|m4[av]|avi|flv|wmv|exe|apk|txt|csv)$"
)
# Pages that are never articles of ours, by path or query: other languages, accounts, forms, search, feeds, sharing, calendars.
_NEVER = re.compile(
    r"(?i)^/(?:en|eng|english|cn|zh|zh-cn|ja|ko|fr|ru)(?:/|$)|/(?:login|logout|dang-nhap|dang-ky|register|users?|account|admin|wp-admin|wp-login|search|tim-kiem|rss|feed|sitemap|so-do-site|site-?map|"
    r"lien-he|contact|gop-y|share|print|calendar|lich|statistics|voting|captcha|cart|gio-hang)(?:[./?]|$)|"
    r"(?:[?&](?:s|q|key|keyword|keywords|tukhoa|search|month|date|share|replytocom|returnurl|lang|language)=)"
)
# Addresses of one article in the families met so far: slug with a number at its end, document ids, dated paths.
_ARTICLE = re.compile(
    r"(?i)[a-z0-9%_]+(?:-[a-z0-9%_]+){3,}[-_.][a-z]{0,4}\d{3,}(?:\.(?:html?|aspx?|epi|vov|vnp|ldo|chn|tpo|htm|phtml|media|bbg)|/)?$|"
    r"/-/(?:asset_publisher|view_content|[a-z]+/extassetpublisher)/|"
    r"(?:[?&](?:itemid|articleid|newsid|nid|id_?tin|idnews|newid|ddocname|urile)=)|"
    r"/\d{6}/[a-z0-9]+(?:-[a-z0-9]+){3,}-?[a-z0-9]*/?$|"
    r"/(?:tin-tuc|news|tintuc|bai-viet|post)/(?:[^/]+/)*[a-z0-9]+(?:-[a-z0-9]+){4,}(?:\.html?|\.aspx)?$"
)
_NEXT_WORDS = frozenset(
    {"next", "sau", "tiep", "trang sau", "trang tiep", "trang ke", "tiep theo", "trang tiep theo", "ke tiep", ">", ">>", "»", "›", "→"}
)
_PAGER = re.compile(r"(?i)pag(?:e|ing|ination|er|ation)|phan-?trang|page-numbers|__MB_ARTICLE_PAGING")


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a listing page offers: links (document order) and the next page, if it names one: an address, or a form to post."""

    links: tuple[FoundLink, ...]
    next_page: NextPage | None = None


def classify(url: str, source: Source, strict: bool) -> LinkKind | None:
    """What a URL is for this source, or None for a link not to follow. `strict`: with `article_url` given, nothing else is an article.

    The host must be one of the source's; patterns of the source win over the general ones.
    """
    if not on_site(url, source):
        return None
    parts = urlsplit(url)
    target = parts.path + ("?" + parts.query if parts.query else "")
    if _FILE.search(parts.path) or any(re.search(p, target) for p in source.skip_url):
        return None
    if any(re.search(p, target) for p in source.article_url):
        return "article"
    if any(re.search(p, target) for p in source.listing_url):
        return "listing"
    if _NEVER.search(target):
        return None
    if source.article_url and strict:
        return None
    return "article" if _ARTICLE.search(target) else "unknown"


def on_site(url: str, source: Source) -> bool:
    """Whether the URL is on a host of the source (with or without www.)."""
    host = host_of(url).removeprefix("www.")
    return any(host == own.removeprefix("www.") for own in source.hosts)


def read_listing(body: bytes, content_type: str | None, url: str, source: Source, strict: bool = True) -> ListingPage:
    """Links of an HTML page with their hints, and its next page. Never raises; an unparsable page has no links."""
    try:
        tree = html.document_fromstring(decode(body, content_type))
    except Exception:  # lxml raises several kinds on hostile input; no links is the answer to all
        return ListingPage(())
    base = _base(tree, url)
    found: dict[str, FoundLink] = {}
    turns: list[tuple[str, HtmlElement]] = []  # the words and the anchors that turn pages
    for anchor in tree.iter("a"):
        href = anchor.get("href")
        if not href or len(found) >= MAX_LINKS:
            continue
        words = normalise(anchor.text_content()) or normalise(anchor.get("title") or "")
        if _is_next(anchor, words) or (words.isdigit() and len(words) < 6 and _in_pager(anchor)):
            turns.append((words, anchor))
            continue
        target = canonical_url(href, base)
        kind = classify(target, source, strict) if target else None
        if target and kind:
            _add(found, target, kind, words, (anchor, url))
    return ListingPage(tuple(found.values()), _next_page(turns, tree, (url, base), source))


def _base(tree: HtmlElement, url: str) -> str:
    bases = tree.xpath("//base/@href")
    return urljoin(url, str(bases[0])) if bases else url


def _add(found: dict[str, FoundLink], target: str, kind: LinkKind, words: str, where: tuple[HtmlElement, str]) -> None:
    anchor, url = where
    key = url_key(target)
    known = found.get(key)
    if known and (known.hints.title and len(known.hints.title) >= len(words)):
        return
    date = _date_beside(anchor) if kind == "article" else None
    hints = Hints(words[:500] or None, date or (known.hints.published if known else None), url)
    found[key] = FoundLink(known.url if known else target, kind, hints)


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


def _next_page(turns: list[tuple[str, HtmlElement]], tree: HtmlElement, where: tuple[str, str], source: Source) -> NextPage | None:
    """The page an explicit "next" leads to, else the one after the current number of the pager."""
    url, base = where
    for href in tree.xpath("//link[@rel='next']/@href")[:1]:
        if page := _turn_to(str(href), base, url, source):
            return page
    arrows = [anchor for words, anchor in turns if not words.isdigit()]
    numbers = {int(words): anchor for words, anchor in turns if words.isdigit()}
    current = next((n for n, a in sorted(numbers.items(), reverse=True) if _same_page(a, base, url)), None)
    if current is None and numbers:
        current = _unlinked_number(next(iter(numbers.values()))) or _gap(numbers)
    chosen = arrows + ([numbers[current + 1]] if current is not None and current + 1 in numbers else [])
    for anchor in chosen:
        if form := postback_form(anchor, tree):
            return NextPage(url, form)
        if page := _turn_to(anchor.get("href") or "", base, url, source):
            return page
    return None


def _unlinked_number(anchor: HtmlElement) -> int | None:
    """The number a pager shows without a link: the page we are on."""
    pager: HtmlElement | None = anchor
    while pager is not None and not _PAGER.search(f"{pager.get('class') or ''} {pager.get('id') or ''}"):
        pager = pager.getparent()
    if pager is None:
        return None
    shown = [(e.text or "").strip() for e in pager.iter() if isinstance(e.tag, str) and e.tag != "a"]
    digits = {int(text) for text in shown if text.isdigit() and len(text) < 6}
    return digits.pop() if len(digits) == 1 else None


def _gap(numbers: Mapping[int, HtmlElement]) -> int | None:
    """The page between two linked ones, or before page 2, when the pager shows no number for it."""
    return next((n for n in range(1, max(numbers) + 1) if n not in numbers and n + 1 in numbers and (n == 1 or n - 1 in numbers)), None)


def _same_page(anchor: HtmlElement, base: str, url: str) -> bool:
    target = canonical_url(anchor.get("href") or "", base)
    return target is not None and url_key(target) == url_key(url)


def _turn_to(href: str, base: str, url: str, source: Source) -> NextPage | None:
    target = canonical_url(href, base)
    if target is None or url_key(target) == url_key(url) or not on_site(target, source):
        return None
    return NextPage(target)


_DATE_LIKE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}")


def _date_beside(anchor: HtmlElement) -> str | None:
    """A date printed beside a listed headline: in the smallest surrounding block that holds this one article only."""
    element: HtmlElement | None = anchor
    for _ in range(4):
        element = element.getparent() if element is not None else None
        if element is None or element.tag in ("body", "main", "ul", "ol", "table", "tbody", "section"):
            return None
        text = element.text_content()
        if len(text) > 1500:
            return None
        dates = {m[0] for m in _DATE_LIKE.finditer(text)}
        if len(dates) == 1:
            return parse_date(dates.pop())
        if dates:
            return None
    return None
