"""The texts around a headline: its element, and what stands below and above it in a page, in reading order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from pipelines.html.zones import text_of
from pipelines.text.normal import normalise

LONG = 90  # characters of a text node that counts as a paragraph of lead or body
MAX_TEXTS = 120  # texts after a headline within which its body must begin, when the article is not known
MAX_LEVELS = 4  # how far above the headline a date line may branch off
_TITLE_TAGS = ("h2", "h3", "h4", "div", "p", "span", "td", "strong", "b", "a", "font")
_NOT_SHOWN = frozenset(("script", "style", "noscript", "template", "option", "svg", "iframe", "textarea"))


PageText = tuple[str, HtmlElement]  # a text of a page and the element it stands in: there are hundreds of a page


def is_paragraph(text: str) -> bool:
    """Whether a text is long enough for one of lead or body."""
    return len(text) > LONG and len(text.strip()) > LONG


def headline_of(root: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element of the headline below `root`: where the given title stands, else the first h1 of four words or more."""
    wanted = normalise(title or "").casefold()
    texts = [(h, normalise(text_of(h)[:500]).casefold()) for h, _ in zip(root.iter("h1"), range(20), strict=False)]
    for heading, text in texts if wanted else []:
        if text == wanted or (len(text) > 15 and text in wanted) or (len(wanted) > 15 and wanted in text):
            return heading
    for element in root.iter(*_TITLE_TAGS) if len(wanted) > 8 else ():
        text = element.text or ""
        if len(wanted) <= len(text) and len(wanted) <= len(text.strip()) < 2 * len(wanted) + 20 and normalise(text).casefold() == wanted:
            return element
    return next((heading for heading, text in texts if len(text.split()) >= 4), None)


def first_paragraph(root: HtmlElement) -> HtmlElement | None:
    """The element of the first long text below `root`."""
    return next((owner for text, owner in _inside(root) if is_paragraph(text)), None)


def _inside(top: HtmlElement) -> Iterator[PageText]:
    """The texts below an element. A tail is met before the inside of its element: no harm for date lines."""
    for element in top.iter():
        tag = element.tag
        if isinstance(tag, str) and tag not in _NOT_SHOWN:
            text = element.text
            if text:
                yield text, element
            elif tag in ("time", "meta", "span"):
                yield "", element  # its date may stand in an attribute
        tail = element.tail
        if tail and element is not top:
            parent = element.getparent()
            if parent is not None:
                yield tail, parent


def texts_below(headline: HtmlElement, root: HtmlElement) -> Iterator[PageText]:
    """The texts after the headline within root, in document order."""
    for node in (headline, *headline.iterancestors()):
        parent = node.getparent()
        if node is root or parent is None:
            return
        if node.tail:
            yield node.tail, parent
        for sibling in node.itersiblings():
            yield from _inside(sibling)
            if sibling.tail:
                yield sibling.tail, parent


def texts_above(headline: HtmlElement, root: HtmlElement) -> Iterator[PageText]:
    """The texts before the headline within root, nearest branch first, at most MAX_LEVELS up (table plumbing not counted): page
    clocks branch off further up, also when the root given holds them."""
    levels = MAX_LEVELS
    for node in (headline, *headline.iterancestors()):
        parent = node.getparent()
        if node is root or parent is None or levels < 0 or parent.tag in ("body", "html"):
            return
        levels -= node.tag not in ("tbody", "tr", "td")
        if parent.text:
            yield parent.text, parent
        for sibling in node.itersiblings(preceding=True):
            yield from _inside(sibling)
            if sibling.tail:
                yield sibling.tail, parent


def body_follows(headline: HtmlElement, root: HtmlElement) -> bool:
    """Whether a paragraph stands close below the headline."""
    return any(is_paragraph(text) for text, _ in islice(texts_below(headline, root), MAX_TEXTS))
