"""Typesetting: what the markup of one line says for its being a headline: rank of heading, names, bold type, size."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.boxes import beginning, says_title
from pipelines.html.styles import MAX_NAMES

Rank = Literal["h1", "h2", "heading"]

_PART = re.compile(
    r"(?:portlet|widget|module|panel|sidebar|section|cate?|category|chuyen-?muc|menu|nav|link\w{0,6}|tab|group|footer|related|site|album|logo)"
    r"[-_]{0,2}(?:box[-_])?title|title[-_]{0,2}(?:cate?|category|section|widget|block|box|sidebar|related|album|menu)\b"
)
_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3}(?:\.\d{1,2})?)\s*(px|pt|em|rem|%)", re.IGNORECASE)
_PIXELS = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16}
_FONT = {"4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0, "+1": 18.0, "+2": 24.0, "+3": 32.0}
_SMALL_BOX = 600  # characters
_STOPS = (".", ":", ";")


def heading_rank(block: Block) -> Rank | None:
    """The rank of a line that is a heading, or fills one; "heading" for all below the second."""
    element = block.element
    parent = element.getparent()
    for tag in (element.tag, parent.tag if parent is not None else ""):
        if tag == "h1":
            return "h1"
        if tag == "h2" and block.kind == "heading":
            return "h2"
    return "heading" if block.kind == "heading" else None


def is_named_as_part(element: HtmlElement) -> bool:
    """Whether the class or id of an element says that it is the title of a part of the page."""
    return _called(element) == "part"


def is_named(element: HtmlElement) -> bool:
    """Whether the class or id of an element says title."""
    return _called(element) == "title"


def stands_in_named(element: HtmlElement) -> bool:
    """Whether the class or id of one of the three small boxes around an element says title."""
    return any(is_named(near) and len(beginning(near)) <= _SMALL_BOX for near in itertools.islice(element.iterancestors(), 3))


def is_bold_line(text: str, block: Block) -> bool:
    """Whether a line is set in bold as a whole, and is no sentence that goes on or introduces something."""
    ends = (":", ";") if block.words <= 22 else _STOPS
    return block.bold > 0.9 and block.link < 0.5 and 4 <= block.words <= 35 and not text.endswith(ends)


def font_size(element: HtmlElement) -> float | None:
    """The size in pixels that an element, or the first inline one in it, is set in; None when it says none."""
    for near in itertools.islice(element.iter(), 3):
        style = near.get("style")
        if style and (found := _SIZE.search(style[:500])):
            return float(found[1]) * _PIXELS[found[2].lower()]
        if near.tag == "font" and near.get("size") in _FONT:
            return _FONT[str(near.get("size"))]
        if near.tag == "big":
            return 19.0
    return None


def _called(element: HtmlElement) -> Literal["part", "title", ""]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return _said(names) if len(names) <= MAX_NAMES else _said.__wrapped__(names)


@lru_cache(maxsize=4096)
def _said(names: str) -> Literal["part", "title", ""]:
    names = names.lower()
    return "part" if _PART.search(names) else "title" if says_title(names) else ""
