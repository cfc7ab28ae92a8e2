"""Links: pure functions that decide from the URL string and the anchor what a link is, before any request is made."""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from pipelines.archive.url_table import FoundLink, LinkKind
from pipelines.dates.published import parse_date
from pipelines.sources.source import Source
from pipelines.sources.urls import canonical_url, url_key
from pipelines.text.decoding import decode
from pipelines.text.normal import normalise
from pipelines.values.page import Hints
from spiders.finding.listing import ListingPage
from spiders.finding.paging import Anchor, Here, next_page, turns_page

MAX_LINKS = 20_000  # of one listing page; what is behind them is counted
MAX_ANCHORS = 60_000  # of one page that are looked at; of what is behind them each counts as a link left out

_FILE = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|ico|bmp|css|js|json|xml|rss|pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|gz|mp[34]|m4[av]|avi|flv|wmv|exe|apk|txt|csv)$"
)
# Pages that are never articles of ours, by path or query: other languages, accounts, forms, search, feeds, sharing, calendars.
_NEVER = re.compile(
    r"(?i)^/(?:en|eng|english|cn|zh|zh-cn|ja|ko|fr|ru)(?:/|$)|/(?:login|logout|dang-nhap|dang-ky|register|users?|account|admin|wp-admin|wp-login|search|tim-kiem|rss|feed|sitemap|so-do-site|site-?map|"
    r"lien-he|contact|gop-y|share|print|calendar|lich|statistics|voting|captcha|cart|gio-hang)(?:[./?]|$)|"
    r"(?:[?&](?:s|q|key|keyword|keywords|tukhoa|search|month|date|replytocom|returnurl)=|[?&]lang(?:uage)?=(?!vi))"
)
# Addresses of one article in the families met so far: slug with a number at its end, document ids, dated paths.
_ARTICLE = re.compile(
    r"(?i)[a-z0-9%_]+(?:-[a-z0-9%_]+){3,}[-_.][a-z]{0,4}\d{3,}(?:\.(?:html?|aspx?|epi|vov|vnp|ldo|chn|tpo|htm|phtml|media|bbg)|/)?$|"
    r"/-/(?:asset_publisher|view_content|[a-z]+/extassetpublisher)/|"
    r"(?:[?&](?:itemid|articleid|newsid|nid|id_?tin|idnews|newid|ddocname|urile)=)|[?&]sid=\d|"
    r"/\d{6}/[a-z0-9]+(?:-[a-z0-9]+){3,}-?[a-z0-9]*/?$|"
    r"/(?:tin-tuc|news|tintuc|bai-viet|post)/(?:[^/]+/)*[a-z0-9]+(?:-[a-z0-9]+){4,}(?:\.html?|\.aspx)?$"
)


def classify(url: str, source: Source, strict: bool) -> LinkKind | None:
    """What a URL is for this source, or None for a link not to follow. `strict`: with `article_url` given, nothing else is an article.

    The host must be one of the source's; patterns of the source win over the general ones.
    """
    if not source.owns(url):
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


def read_listing(body: bytes, content_type: str | None, url: str, source: Source, strict: bool = True) -> ListingPage:
    """Links of an HTML page with their hints, and its next page. Never raises; an unparsable page has no links."""
    try:
        tree = html.document_fromstring(decode(body, content_type))
    except Exception:  # lxml raises several kinds on hostile input; no links is the answer to all
        return ListingPage(())
    here = Here(url, _base(tree, url), source)
    found: dict[str, FoundLink] = {}
    turns: list[Anchor] = []
    left: set[str] = set()
    beside = Beside()
    anchors = (element for element in tree.iter("a") if element.get("href"))
    for element in islice(anchors, MAX_ANCHORS):
        href = element.get("href") or ""
        anchor = Anchor(normalise(element.text_content()) or normalise(element.get("title") or ""), element)
        if turns_page(anchor):
            turns.append(anchor)
            continue
        target = canonical_url(href, here.base)
        kind = classify(target, source, strict) if target else None
        if not target or not kind:
            continue
        key = url_key(target)
        if key not in found and len(found) >= MAX_LINKS:
            left.add(key)
            continue
        known = found.get(key)
        words = anchor.words
        if known is None or not known.hints.title or len(known.hints.title) < len(words):
            date = beside.date(element) if kind == "article" else None
            hints = Hints(words[:500] or None, date or (known.hints.published if known else None), url)
            found[key] = FoundLink(known.url if known else target, kind, hints)
    return ListingPage(tuple(found.values()), next_page(turns, tree, here), len(left) + sum(1 for _ in anchors))


def _base(tree: HtmlElement, url: str) -> str:
    bases = tree.xpath("//base/@href")
    try:
        return urljoin(url, str(bases[0])) if bases else url
    except ValueError:  # "http://[x"
        return url


_DATE_LIKE = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}")
_MOST_BESIDE = 1500  # characters of a block about one article
_BESIDE = 4  # blocks around a link


class Beside:
    """The dates printed beside the links of one page; every block is looked at once, however many links stand in it."""

    def __init__(self) -> None:
        self.dates_in: dict[HtmlElement, frozenset[str] | None] = {}

    def date(self, anchor: HtmlElement) -> str | None:
        """A date printed beside a listed headline: in the smallest surrounding block that holds this one article only."""
        element: HtmlElement | None = anchor
        for _ in range(_BESIDE):
            element = element.getparent() if element is not None else None
            if element is None or element.tag in ("body", "main", "ul", "ol", "table", "tbody", "section"):
                return None
            if element not in self.dates_in:
                self.dates_in[element] = _dates_in(element)
            dates = self.dates_in[element]
            if dates is None or len(dates) > 1:
                return None
            if dates:
                return parse_date(next(iter(dates)))
        return None


def _dates_in(block: HtmlElement) -> frozenset[str] | None:
    """What looks like a date in a block; None when it says more than is said beside one article."""
    pieces: list[str] = []
    length = 0
    for piece in block.itertext():
        pieces.append(piece)
        length += len(piece)
        if length > _MOST_BESIDE:
            return None
    return frozenset(_DATE_LIKE.findall("".join(pieces)))
