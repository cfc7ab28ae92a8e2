"""Boxes: which elements are set aside whole (menus, share bars, related stories), by their names and how much prose they hold."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from pipelines.html.elements import HEADINGS
from pipelines.html.styles import MAX_NAMES
from pipelines.html.zones import prose_length, text_length, zone_of
from pipelines.text.normal import normalise

Box = Literal["", "dropped", "related"]
_MUCH = 1500  # characters of prose from which a box called related is the article's own
_SOME = 1200  # and one called a menu or the like
_LITTLE = 600  # and an aside
_WEAK = 240  # and one whose names only hint at furniture
_SOURCE = re.compile(r"\s*(?:Theo\s[A-ZĐÀ-Ỹ]|Nguồn(?: tin)?\s*:\s*\S)[^.!?]{1,60}", re.DOTALL)
_ENDS_POST = re.compile(r"(?<![a-z])(?:post|entry|article|news|detail)[-_]?footer(?![a-z])", re.IGNORECASE)  # no foot of a page
_SHORT = 500  # characters of a box that only says when and by whom
_MAX_SMALL = 60  # elements of it
_TITLED = re.compile(r"title|tieu-?de|headline|(?:content|article|entry|post|news|detail)[-_]?heading|(?:^|[\s_-])tde?(?:$|[\s_-])")
_MAX_INSIDE = 40  # elements of a box in which a headline is looked for
_FEWEST_WORDS, _MOST_WORDS = 5, 45  # of a headline in a box that looks like furniture
_MAX_LINKS = 300  # of one related box
_MAX_TITLE = 1000  # characters of a headline in it


def box_of(element: HtmlElement, attributes: Mapping[str, str], tag: str) -> Box:
    """Whether an element is set aside: "related" when the headlines in it are of use, "dropped" otherwise, "" when it is text."""
    if "hidden" in attributes or (tag == "aside" and prose_length(element) < _LITTLE):
        return "dropped"
    names, key = attributes.get("class", ""), attributes.get("id")
    zone = zone_of((f"{names} {key}" if key else names)[:MAX_NAMES]) if names or key else ""
    if zone == "related":
        return "" if tag in HEADINGS or tag == "body" or prose_length(element, _MUCH) >= _MUCH else "related"
    if zone == "drop":
        return "dropped" if tag != "body" and prose_length(element, _SOME) < _SOME else ""
    if zone == "weak" and tag != "body" and tag not in HEADINGS and attributes.get("itemprop") != "articleBody":
        return "dropped" if prose_length(element) < _WEAK and not _holds_headline(element) else ""
    return ""


def says_title(names: str) -> bool:
    """Whether class and id names say that an element is a title."""
    return _TITLED.search(names) is not None


def _holds_headline(element: HtmlElement) -> bool:
    """Whether a box holds a first heading, or a line named a title that is long enough for a headline and no link."""
    if next(element.iter("h1"), None) is not None:
        return True
    for inside in itertools.islice(element.iter(), _MAX_INSIDE):
        names = inside.get("class")
        if inside.tag in ("h2", "h3") or (names and _is_titled(names[:_MAX_TITLE])):
            words = len(beginning(inside).split())
            if _FEWEST_WORDS <= words <= _MOST_WORDS and next(inside.iter("a"), None) is None:
                return next(inside.iterancestors("a"), None) is None
    return False


@lru_cache(maxsize=8192)
def _is_titled(names: str) -> bool:
    return says_title(names.lower())


def signer_in(element: HtmlElement, attributes: Mapping[str, str]) -> HtmlElement | None:
    """The one element that names the author or the source in a small box set aside for its names alone ("post-meta"); None when there are
    several, or headlines beside it: then the box lists other stories."""
    called = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    if not (zone_of(called[:MAX_NAMES]) == "weak" or _ENDS_POST.search(called)) or not 0 < text_length(element) <= _SHORT:
        return None
    found: list[HtmlElement] = []
    for number, inner in enumerate(element.iter()):
        tag = inner.tag
        if number > _MAX_SMALL or (tag == "a" and beginning(inner).count(" ") >= 5):
            return None
        if isinstance(tag, str) and _names_signer(inner) and not (found and found[0] in inner.iterancestors()):
            found.append(inner)
    return found[0] if len(found) == 1 else None


def _names_signer(element: HtmlElement) -> bool:
    names = element.get("class")
    named = element.get("itemprop") == "author" or (names is not None and zone_of(names[:MAX_NAMES]) == "byline")
    return named or (len(element) == 0 and _SOURCE.fullmatch(element.text or "") is not None)


def link_titles(element: HtmlElement) -> Iterator[str]:
    """The texts of links below the element that are long enough to be headlines, each once."""
    seen = set()
    for link in itertools.islice(element.iter("a"), _MAX_LINKS):  # unclosed links hold one another: each would be the whole page
        text = normalise(beginning(link) or link.get("title") or "")
        if text.count(" ") >= 3 and text not in seen:
            seen.add(text)
            yield text


def beginning(element: HtmlElement) -> str:
    """The text of an element as far as a title may go; what lies behind is not looked at."""
    if not len(element):
        return (element.text or "")[:_MAX_TITLE]
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length >= _MAX_TITLE:
            break
    return "".join(pieces)[:_MAX_TITLE]
