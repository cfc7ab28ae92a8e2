"""Links: pure functions that decide from the URL string and the anchor what a link is, before any request is made."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html
from lxml.html import HtmlElement

from pipelines.dates import parse_date
from pipelines.decoding import decode
from pipelines.page import Hints
from pipelines.sources import Paging, Source
from pipelines.text import fold, normalise
from pipelines.url_table import FoundLink, LinkKind
from pipelines.urls import canonical_url, host_of, url_key

MAX_LINKS = 3000  # of one listing page; a page with more is a trap or a site map, the rest is found on other pages

_FILE = re.compile(
    r"(?i)\.(?:jpe?g|png|gif|svg|webp|ico|bmp|css|js|json|xml|rss|pdf|docx?|xlsx?|pptx?|odt|ods|zip|rar|7z|gz|mp[34]|m4[av]|avi|flv|wmv|exe|apk|txt|csv)$"
)
# Pages that are never articles, by path or query: accounts, forms, search, feeds, sharing, calendars.
_NEVER = re.compile(
    r"(?i)/(?:login|logout|dang-nhap|dang-ky|register|users?|account|admin|wp-admin|wp-login|search|tim-kiem|rss|feed|sitemap|so-do-site|site-?map|"
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
    """What a listing page offers: links (document order) and the address of the next page, if any."""

    links: tuple[FoundLink, ...]
    next_url: str | None


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
        return ListingPage((), None)
    base = _base(tree, url)
    found: dict[str, FoundLink] = {}
    pager: list[tuple[str, str]] = []
    next_url = None
    for rel_next in tree.xpath("//link[@rel='next']/@href")[:1]:
        next_url = canonical_url(str(rel_next), base)
    for anchor in tree.iter("a"):
        href = anchor.get("href")
        if not href or len(found) >= MAX_LINKS:
            continue
        target = canonical_url(href, base)
        if target is None:
            continue
        words = normalise(anchor.text_content()) or normalise(anchor.get("title") or "")
        if _is_next(anchor, words):
            next_url = next_url or (target if on_site(target, source) else None)
        elif words.isdigit() and _in_pager(anchor):
            pager.append((words, target))
        elif kind := classify(target, source, strict):
            _add(found, target, kind, words, (anchor, url))
    return ListingPage(tuple(found.values()), _checked_next(next_url or _numbered_next(pager, url), url, source))


def numbered_page(paging: Paging, listing: str, number: int) -> str:
    """The address of page `number` (from 2) of a listing whose pages are numbered by a template."""
    n = paging.start + (number - 2) * paging.step
    return paging.template.replace("{listing}", listing.rstrip("/")).replace("{n}", str(n))


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


def _numbered_next(pager: list[tuple[str, str]], url: str) -> str | None:
    """In a numbered pager without a next arrow: the page after the highest number whose link is the page itself, else page 2."""
    own = url_key(url)
    current = max((int(n) for n, target in pager if url_key(target) == own), default=None)
    if current is None:
        linked = {int(n) for n, _ in pager if len(n) < 6}
        missing = [n for n in range(1, max(linked, default=0) + 1) if n not in linked]
        current = missing[0] if missing else None  # the current page is the one number that is no link
    return next((target for n, target in pager if current is not None and n == str(current + 1)), None)


def _checked_next(next_url: str | None, url: str, source: Source) -> str | None:
    if next_url is None or url_key(next_url) == url_key(url) or not on_site(next_url, source):
        return None
    return next_url


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
