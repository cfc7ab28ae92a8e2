"""Feeds and sitemaps: RSS, Atom, sitemap, sitemap index, news sitemap, plain or gzipped, to links. Bounded, no network, no entities."""

from __future__ import annotations

import codecs
import re
import zlib
from html.entities import html5

from lxml import etree

from pipelines.archive.url_table import FoundLink, LinkKind
from pipelines.dates.published import parse_date
from pipelines.sources.urls import canonical_url
from pipelines.text.normal import normalise
from pipelines.values.page import Hints
from spiders.finding.listing import ListingPage

MAX_BYTES = 50_000_000  # the sitemap protocol's own limit for one file, unpacked
MAX_ENTRIES = 50_000  # likewise; what is behind them is counted
_ROOTS = (b"rss", b"feed", b"urlset", b"sitemapindex", b"rdf")  # local names, in lower case
_BEFORE_ROOT = re.compile(rb"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\])?[^>]*>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_LOOKED_AT = 20_000  # bytes in which the root of a feed begins
_CDATA = re.compile(rb"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(rb"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,31});)?")
_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MONTH = re.compile(r"(?<!\d)(20\d\d|19\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d|19\d\d)(?!\d)")


class BadFeed(ValueError):
    """Bytes that are no feed or sitemap; the message says why."""


def unpack(body: bytes) -> bytes:
    """Gunzip if gzipped, whatever the headers said. Raises BadFeed beyond MAX_BYTES or on a broken stream."""
    if body[:2] != b"\x1f\x8b":
        if len(body) > MAX_BYTES:
            raise BadFeed("larger than 50 MB")
        return body
    stream = zlib.decompressobj(wbits=31)
    try:
        data = stream.decompress(body, MAX_BYTES)
    except zlib.error as error:
        raise BadFeed(f"broken gzip: {error}") from None
    if stream.unconsumed_tail:
        raise BadFeed("unpacks to more than 50 MB")
    return data


def looks_like_feed(body: bytes) -> bool:
    """Whether the bytes are XML of a feed or sitemap (or gzip), whatever the address or headers say: what counts is the root element behind
    declarations and comments. Declared XML of another kind is taken for one too, so that its reader can say what is wrong."""
    if body[:2] == b"\x1f\x8b":
        return True
    head = _as_utf8(body[:_LOOKED_AT])
    root = _ROOT.match(head, _root_at(head))
    if root is None:
        return False
    return root[1].lower() in _ROOTS or (b"<?xml" in head[: root.start()] and root[1].lower() != b"html")


def _as_utf8(xml: bytes) -> bytes:
    """XML without its byte order mark; UTF-16 made UTF-8, its declaration blanked out, for it names the other encoding."""
    for mark, encoding in _BOMS.items():
        if xml.startswith(mark):
            data = xml[len(mark) :].decode(encoding, "replace").encode()
            return re.sub(rb"^\s*<\?xml[^>]*\?>", b"", data)
    return xml.removeprefix(codecs.BOM_UTF8)


def _root_at(xml: bytes) -> int:
    """Where the first element begins, behind white space, comments, declarations."""
    at = 0
    while match := _BEFORE_ROOT.match(xml, at):
        at = match.end()
    return at


def _mended(xml: bytes) -> bytes:
    """XML that a strict parser takes: nothing before the declaration, ampersands that begin no entity escaped, entities that only HTML
    knows as numbers. What stands in CDATA is left as it is."""
    xml = _as_utf8(xml)
    declared = xml.find(b"<?xml", 0, _LOOKED_AT)
    if 0 < declared < _root_at(xml):
        xml = xml[declared:]
    return b"".join(part if part.startswith(b"<![CDATA[") else _AMPERSAND.sub(_escaped, part) for part in _CDATA.split(xml.strip()))


def _escaped(match: re.Match[bytes]) -> bytes:
    name = match[1]
    if name is None:
        return b"&amp;"
    meant = html5.get(f"{name.decode()};")
    return b"&amp;" + match[0][1:] if meant is None else "".join(f"&#{ord(sign)};" for sign in meant).encode()


def read_feed(body: bytes, url: str) -> ListingPage:
    """Entries of an RSS or Atom feed, or of a sitemap, and how many were left out. Kind is "sitemap" for the
    children of a sitemap index, else "article".

    Raises BadFeed when the bytes are neither.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    xml = _mended(unpack(body))
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadFeed(f"not XML: {error}") from None
    if root is None:
        raise BadFeed("not XML")
    name = etree.QName(root).localname.lower()
    if name == "sitemapindex":
        entries = _children(root, "sitemap")
    elif name == "urlset":
        entries = _children(root, "url")
    elif name in ("rss", "rdf", "feed"):
        entries = [e for e in root.iter() if _local(e) in ("item", "entry")]
    else:
        raise BadFeed(f"<{name}> is no feed or sitemap")
    kinds: dict[str, LinkKind] = {"sitemapindex": "sitemap", "urlset": "article"}
    kind = kinds.get(name)
    rows = (_sitemap_entry(e, url, kind) if kind else _feed_entry(e, url) for e in entries[:MAX_ENTRIES])
    return ListingPage(tuple(row for row in rows if row), left=max(0, len(entries) - MAX_ENTRIES))


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    return [e for e in root if _local(e) == name]


def _text(entry: etree._Element, *names: str) -> str | None:
    for element in entry.iter():
        if _local(element) in names and (text := normalise("".join(element.itertext()))):
            return text
    return None


def _sitemap_entry(entry: etree._Element, base: str, kind: LinkKind) -> FoundLink | None:
    loc = _text(entry, "loc")
    url = canonical_url(loc, base) if loc else None
    if not url:
        return None
    lastmod = _text(entry, "lastmod")
    published = _text(entry, "publication_date")
    hints = Hints(_text(entry, "title"), parse_date(published) if published else None, base)
    return FoundLink(url, kind, hints, lastmod)


def _feed_entry(entry: etree._Element, base: str) -> FoundLink | None:
    href = next((e.get("href") for e in entry if _local(e) == "link" and e.get("href") and e.get("rel") in (None, "alternate")), None)
    address = href or _text(entry, "link") or _permalink(entry)
    url = canonical_url(address, base) if address else None
    if not url:
        return None
    date = _text(entry, "pubdate", "published", "date", "updated")
    return FoundLink(url, "article", Hints(_text(entry, "title"), parse_date(date) if date else None, base))


def _permalink(entry: etree._Element) -> str | None:
    """The guid where it is an address: RSS 2.0 lets it be any string, and says so by isPermaLink only when somebody fills that in."""
    for guid in entry:
        if _local(guid) == "guid" and guid.get("isPermaLink", "true").lower() != "false":
            text = normalise("".join(guid.itertext()))
            return text if text.lower().startswith(("http://", "https://")) else None
    return None


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
