"""Fronts: what the front page of a site says about where its news stands: sections of its navigation by their words, feeds, a refresh."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal
from urllib.parse import unquote, urlsplit

from lxml import html
from lxml.html import HtmlElement

from pipelines.reading.refusing.refresh import refresh_of
from pipelines.sources.site_words import Meaning, says, slug_says
from pipelines.sources.source import Source
from pipelines.sources.urls import canonical_url, url_key
from pipelines.text.decoding import decode
from pipelines.text.normal import normalise
from spiders.finding.links import classify

LONGEST_NAME = 8  # words of a section's name; more is a headline
MOST_SECTIONS = 200
MOST_ANCHORS = 3000  # of a front that are looked at
_RANK: tuple[Literal["topic", "near", "news"], ...] = ("topic", "near", "news")
_FEED_TYPE = re.compile(r"(?i)application/(?:rss|atom|rdf)\+xml|text/xml")
_FEED_ADDRESS = re.compile(r"(?i)(?:\.rss|/rss\.xml|/feed\.xml|/atom\.xml|/feed/?|/rss/[^?]+)(?:\?|$)")
_COMMENTS = re.compile(r"(?i)/comments?/feed|[?&]feed=comments")


@dataclass(frozen=True, slots=True)
class Section:
    """One link of a navigation: its address, its name, and how near to industry and trade its name is."""

    url: str
    name: str
    about: Literal["topic", "near", "news"]


@dataclass(frozen=True, slots=True)
class Front:
    """What a front page offers. `sections`: the nearest to industry and trade first, in the order of the page among equals;
    `refresh`: where it sends its readers by itself."""

    sections: tuple[Section, ...] = ()
    feeds: tuple[str, ...] = ()
    refresh: str | None = None


def read_front(body: bytes, content_type: str | None, url: str, source: Source) -> Front:
    """Read a front page. `source` without its own patterns, so that everything is seen. Never raises."""
    try:
        tree = html.document_fromstring(decode(body, content_type))
    except Exception:  # lxml raises several kinds on hostile input; nothing is offered then
        return Front()
    found: dict[str, Section] = {}
    by_name, feeds = set[str](), dict[str, None]()  # by_name: a better name than that of a link "more" is not to be had
    for anchor in islice(tree.iter("a"), MOST_ANCHORS):
        target = canonical_url(anchor.get("href") or "", url)
        if target is None or not source.owns(target):
            continue
        if _FEED_ADDRESS.search(target):
            feeds[target] = None
        elif len(found) < MOST_SECTIONS and url_key(target) not in by_name and (section := _section(anchor, target, source)):
            found[url_key(target)] = section
            if says(section.about, section.name):
                by_name.add(url_key(target))
    own = canonical_url(url)
    found.pop(url_key(own) if own else url, None)
    ordered = sorted(found.values(), key=lambda section: _RANK.index(section.about))
    return Front(tuple(ordered), tuple(dict.fromkeys([*_declared(tree, url, source), *feeds])), _refresh(tree, url))


def _section(anchor: HtmlElement, target: str, source: Source) -> Section | None:
    """The section an anchor leads to: a short name about industry, trade or news, an address that is neither article nor file."""
    name = normalise(anchor.text_content()) or normalise(anchor.get("title") or "")
    if len(name.split()) > LONGEST_NAME or not any(sign.isalpha() for sign in name):  # a pager's numbers are no names
        return None
    if classify(target, source, False) not in ("unknown", "listing") or says("never", name):
        return None
    last = unquote(urlsplit(target).path.rstrip("/").rpartition("/")[2]).partition(".")[0]
    if slug_says("never", last):
        return None
    about = next((meaning for meaning in _RANK if says(meaning, name)), None)
    about = about or next((meaning for meaning in _RANK if len(name.split()) < 4 and slug_says(meaning, last)), None)
    return Section(target, name, about) if about else None


def _declared(tree: HtmlElement, url: str, source: Source) -> list[str]:
    """Feeds that the head declares, those of comments apart."""
    feeds = []
    for link in tree.iter("link"):
        if "alternate" not in (link.get("rel") or "").lower() or not _FEED_TYPE.search(link.get("type") or ""):
            continue
        target = canonical_url(link.get("href") or "", url)
        if target and source.owns(target) and not _COMMENTS.search(target):
            feeds.append(target)
    return feeds


def _refresh(tree: HtmlElement, url: str) -> str | None:
    """Where a meta refresh sends readers before they can read, if to another page."""
    refresh = refresh_of(tree)
    target = canonical_url(refresh.target, url) if refresh and refresh.soon and refresh.target else None
    return target if target and url_key(target) != url_key(url) else None


def refused_as(text: str) -> Meaning | None:
    """What the text of a refusal blames: the visitor's country, or that it is no browser; None when it says neither."""
    reasons: tuple[Meaning, ...] = ("abroad", "guard")
    return next((reason for reason in reasons if says(reason, text)), None)
