"""Styles: what the elements around a text say about it: link, bold, italic, alignment, and which kind of line it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from lxml.html import HtmlElement

from pipelines.html.elements import BLOCK, HEADINGS, is_link
from pipelines.html.zones import Zone, zone_of

LineKind = Literal["text", "heading", "item", "row", "caption", "byline", "lead"]
MAX_NAMES = 300  # characters of class and id looked at
_LABEL = re.compile(r"(?:^|_)lbl|Label\d*$")  # ASP.NET prints each part of an article into a span of its own
STYLED = frozenset(("a", "b", "strong", "i", "em", "center"))  # tags that say something about their text
_INLINE_MARK = re.compile(
    r"text-align\s*:\s*(center|right)|display\s*:\s*none|font-style\s*:\s*italic|font-weight\s*:\s*(?:bold|[6-9]00)", re.I
)


@dataclass(frozen=True, slots=True)
class Style:
    """What the ancestors of a text say about it."""

    link: bool = False
    bold: bool = False
    italic: bool = False
    align: str = ""
    kind: LineKind = "text"
    marked: bool = field(init=False, repr=False, compare=False)  # link, bold or italic: asked for every piece of text

    def __post_init__(self) -> None:
        object.__setattr__(self, "marked", self.link or self.bold or self.italic)


_PLAIN = Style()
_HEADLINES = ("h1", "h2")


def is_block(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element stands in lines of its own: by its name, or as a span that holds a part of an article by itself (a label of
    ASP.NET, the byline)."""
    if tag in BLOCK:
        return True
    if tag != "span" or not attributes:
        return False
    if "id" in attributes and _LABEL.search(attributes["id"]) is not None:
        return True
    return "class" in attributes and zone_of(attributes["class"][:MAX_NAMES]) == "byline"


def styled(attributes: Mapping[str, str], tag: str, style: Style) -> Style | None:
    """The style below an element that stands in `style`; None when the element is not shown."""
    if tag not in STYLED and not attributes.get("align"):
        css = attributes.get("style")
        said = _said(css[:500]) if css else _PLAIN
        if said is None or said is _PLAIN:
            return said and style
    leads = tag == "a" and not style.link and is_link(attributes)
    css = attributes.get("style")
    align = attributes.get("align") or ""
    link, bold, italic = style.link or leads, style.bold or tag in ("b", "strong"), style.italic or tag in ("i", "em")
    if css:
        said = _said(css[:500])
        if said is None:
            return None
        align, bold, italic = said.align or align, bold or said.bold, italic or said.italic
    align = align.lower() or ("center" if tag == "center" else style.align)
    if link == style.link and bold == style.bold and italic == style.italic and align == style.align:
        return style
    return Style(link, bold, italic, align, style.kind)


@lru_cache(maxsize=4096)
def _said(css: str) -> Style | None:
    """What a style attribute says; None when it hides its element. Editors write the same one at every paragraph."""
    align, bold, italic = "", False, False
    for match in _INLINE_MARK.finditer(css):
        mark = match[0].lower()
        if mark.startswith("display"):
            return None
        align = match[1].lower() if match[1] else align
        italic = italic or mark.startswith("font-style")
        bold = bold or mark.startswith("font-weight")
    return Style(bold=bold, italic=italic, align=align) if bold or italic or align else _PLAIN


def is_shown(element: HtmlElement) -> bool:
    """Whether an element is not hidden by its own attributes."""
    attributes = dict(element.items())
    return not attributes or ("hidden" not in attributes and styled(attributes, "", _PLAIN) is not None)


def of_kind(style: Style, tag: str, zone: Zone) -> Style:
    """The style of the lines of a block element, of the kind that its tag and the zone of its class names give them."""
    kind = style.kind
    if tag in HEADINGS and kind != "byline":
        kind = "heading"
    elif tag == "li" and kind == "text":
        kind = "item"
    if tag in ("figcaption", "caption"):
        kind = "caption"
    elif ((zone == "byline" or zone == "lead") and kind != "caption") or (zone == "caption" and tag not in _HEADLINES):
        kind = zone
    return style if kind == style.kind else Style(style.link, style.bold, style.italic, style.align, kind)
