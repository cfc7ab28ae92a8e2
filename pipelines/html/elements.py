"""Elements: which of HTML's names part the lines of a text, which are headings, which hold no text, and where anchors lead."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

# fmt: off
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCK = HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
SKIP = frozenset((
    "script", "style", "noscript", "template", "iframe", "svg", "select", "option", "button", "input", "textarea", "object", "embed",
    "video", "audio", "canvas", "map", "head", "meta", "link", "dialog", "datalist", "nav", "footer",
))
# fmt: on

_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:(?:index|default|home|trang-chu)(?:\.\w+)?)?")
_HANDLERS = ("onclick", "ng-click", "v-on:click", "@click", "data-href", "data-url", "routerlink")


def is_link(attributes: Mapping[str, str]) -> bool:
    """Whether an anchor with these attributes leads somewhere. One without an address that has a name or id is a place to jump to; with
    neither it stands for a link (HTML, the a element), and so does one that a script handles."""
    if attributes.get("href", "").strip():
        return True
    return ("name" not in attributes and "id" not in attributes) or any(name in attributes for name in _HANDLERS)


def leads_home(link: HtmlElement) -> bool:
    """Whether the address of an anchor is that of the front page of its site."""
    href = link.get("href") or "-"
    return _HOME.fullmatch(href) is not None
