"""Boilerplate by markup: what the class and id of an element say about it, and what a short line of text says about itself."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.elements import is_link
from pipelines.html.markers import class_names, key_of, markers, starts_with_marker

Zone = Literal["", "drop", "weak", "related", "caption", "byline", "lead"]
Part = Literal["opened", "animated"]
_ORDER: tuple[Zone, ...] = ("caption", "related", "drop", "lead", "byline", "weak")

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_WORDS = re.compile(r"[a-z0-9]+")
_PARTS = frozenset(("p", "div", "table", "ul", "td"))
_FEW = 20  # children
_MAX_BOXES = 600
_PARAGRAPH = 120  # characters of one of some length
_STRING = etree.XPath("string()", smart_strings=False)
_LENGTH = etree.XPath("string-length()")
_HAS_TEXT = etree.XPath("normalize-space() != ''")
_SPACE = " \t\r\n"  # what XPath takes for white space


@lru_cache(maxsize=8192)
def zone_of(names: str) -> Zone:
    """What class and id names (as written, joined by a space) say; "" when nothing. Names are split at hyphens and CamelCase,
    and compared joined as well ("tin-lien-quan", "tinLienQuan", "tinlienquan")."""
    for name in names.split():
        spoken = _spoken(name)
        for zone in _ORDER:
            if not spoken.isdisjoint(class_names(zone)):
                return zone
    return ""


@lru_cache(maxsize=2048)
def is_called(names: str, part: Part) -> bool:
    """Whether class and id names call an element one that a reader opens (a tab, an accordion), or one that a script moves into view."""
    return any(not _spoken(name).isdisjoint(class_names(part)) for name in names.split())


def _spoken(name: str) -> set[str]:
    tokens = _WORDS.findall(_CAMEL.sub(" ", name).lower())
    spoken = {*tokens, "".join(tokens)}
    spoken.update("".join(two) for two in itertools.pairwise(tokens))
    return spoken


def text_length(element: HtmlElement) -> int:
    """Characters of text below the element, scripts included (a bound, in C speed)."""
    return int(_LENGTH(element)) if len(element) else len(element.text or "")


def has_text(element: HtmlElement) -> bool:
    """Whether any text stands below the element."""
    return bool(_HAS_TEXT(element)) if len(element) else bool((element.text or "").strip(_SPACE))


def text_of(element: HtmlElement) -> str:
    """All text below the element as it stands there, scripts included (in C speed)."""
    return str(_STRING(element)) if len(element) else element.text or ""


def prose_length(element: HtmlElement, enough: int = 600) -> int:
    """Characters in paragraphs of some length below the element; stops counting at `enough`. An element with very many boxes is not
    searched to the end and taken to have enough (hostile pages)."""
    if text_length(element) < _PARAGRAPH:
        return 0
    total = 0
    for number, paragraph in enumerate(element.iter("p", "div", "td")):
        if number > _MAX_BOXES:
            return enough
        if len(paragraph) and paragraph.tag != "p" and _holds_boxes(paragraph):  # asked first: the text of every level would be measured
            continue
        length = text_length(paragraph)
        if length < _PARAGRAPH:
            continue
        links = sum(text_length(a) for a in paragraph.iter("a") if a.get("href", "").strip() or is_link(dict(a.items())))
        total += max(0, length - 2 * links)
        if total >= enough:
            break
    return total


def _holds_boxes(element: HtmlElement) -> bool:
    if len(element) <= _FEW:  # to set up a search by several names costs more
        return any(child.tag in _PARTS for child in element)
    return next(element.iterchildren(*_PARTS), None) is not None


LineZone = Literal["", "related", "end", "drop", "inline_related"]
_WHOLE: tuple[LineZone, ...] = ("drop", "related", "end")
_MAX_LINE = 200
_COUNT = re.compile(r"\s*\(\d{1,5}\)\s*:?$")  # "Bình luận (2)"


def line_zone(line: str) -> LineZone:
    """What a line of text says about itself: heading of a related box, of what follows an article, a button, or nothing."""
    if len(line) > _MAX_LINE:
        return ""
    if len(line) < 80:
        key = key_of(_COUNT.sub("", line) if line.rstrip().endswith((")", ":")) else line)
        for zone in _WHOLE:
            if key in markers(zone):
                return zone
    if starts_with_marker(line, "drop_prefix"):
        return "drop"
    if line.startswith((">>", "»")) or starts_with_marker(line, "inline_related"):
        return "inline_related"
    return ""
