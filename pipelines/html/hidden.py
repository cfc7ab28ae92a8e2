"""Hidden: the elements of a page that a reader does not see, by their attributes and by the style rules in the page.

What a reader opens (tabs, accordions) and what a script moves into view is not hidden; the links and buttons of the page tell it too.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.elements import BLOCK, HEADINGS, SKIP
from pipelines.html.styles import MAX_NAMES
from pipelines.html.stylesheets import hidden_elements, is_named, styles_of, values_of
from pipelines.html.tree import Tree
from pipelines.html.visibility import Way, is_pale, is_speck, shows_again, values_in, way_of, way_of_style
from pipelines.html.zones import has_text, is_called, text_length, text_of, zone_of

# by way of the attributes: a test of every element costs twice as much
_STYLED = etree.XPath("descendant::*/@style/..")
_SWITCHED = etree.XPath("descendant::*/@hidden/.. | descendant::*/@aria-hidden[. = 'true']/..")
_EITHER = etree.XPath("$some | $others")  # in document order
_BELOW = etree.XPath("descendant-or-self::*[@style or @class or @id]", smart_strings=False)
_MAX_RULED = 60  # elements weighed that style rules hide
_MAX_LEFT = 60  # hidden elements of a page that are found to be shown after all
_MAX_LOOKED = 300  # descendants looked at for one that is shown again
_MAX_CSS = 2000  # characters of a style attribute
_SHORT = 60  # characters: a date with its label
_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2,4}|\d{4}-\d\d|tháng\s*\d", re.I)
_OPENING = re.compile(rb"""["'=]#$|aria-controls=["']?$""")  # what stands before the name of the element that is opened
_OPENER = len("aria-controls=") + 1
_MAX_PLACES = 200  # of a name in a page that are looked at
_OPENED = 40  # characters: the least text that is worth opening
_OF_MARQUEE = "overflow:hidden"
_MOVED = ("opacity", "visibility", "transform")  # what a script changes to move an element into view
_MOVERS = ("data-aos", "data-wow", "data-sr", "data-anim", "data-scroll", "data-settings")


class HiddenBox(NamedTuple):
    """An element that is not seen, and the way in which it is hidden."""

    element: HtmlElement
    way: Way


def hidden_boxes(tree: Tree) -> list[HiddenBox]:
    """The hidden elements that hold text, none inside another. The text of `template`, `noscript` and the like is never
    read and not named here."""
    found = []
    ways = _ways(tree)
    covered: set[HtmlElement] = set()
    left = 0
    for element in sorted(ways, key=_depth) if len(ways) > 1 else ways:  # the outer before the inner
        way = ways[element]
        if covered and not covered.isdisjoint(element.iterancestors()):
            continue
        if left < _MAX_LEFT:
            if way == "off" and _is_opened(element, tree):
                show(element)
                left += 1
                continue
            if _has_shown_again(element):
                left += 1
                continue
        covered.add(element)
        if not _is_small(element):
            found.append(HiddenBox(element, way))
    return found


def show(element: HtmlElement) -> None:
    """Take the attributes away by which an element is hidden."""
    for name in ("style", "hidden", "aria-hidden"):
        element.attrib.pop(name, None)


def _depth(element: HtmlElement) -> int:
    return len([*element.iterancestors()])


def _ways(tree: Tree) -> dict[HtmlElement, Way]:
    """How each hidden element that holds text is hidden."""
    body = tree.root.find("body")
    if body is not None and _marked_way(body):
        show(body)  # until a script has loaded
    marked = [] if body is None else _marked(body)
    ways: dict[HtmlElement, Way] = {element: way for element in marked if has_text(element) and (way := _marked_way(element))}
    styles = styles_of(tree)
    if styles is None:
        return ways
    for element in hidden_elements(styles, _MAX_RULED):
        if element.tag in SKIP or element.tag in ("html", "body") or element in ways or not has_text(element):
            continue
        values = values_of(element, styles)
        if way := way_of(values if not _is_moved(element) else {n: v for n, v in values.items() if n not in _MOVED}):
            ways[element] = way
        elif is_pale(values) and _is_on_pale_ground(element):
            ways[element] = "masked"
    if styles.sheet.important:
        styled = [e for e in itertools.islice(ways, _MAX_RULED) if "style" in e.attrib and not _is_switched_off(e)]
        for element in styled:
            if way_of_style(element.get("style", "")[:_MAX_CSS]) and not is_named(element, styles):
                continue
            if (values := values_of(element, styles)) and not way_of(values) and not is_pale(values):
                show(element)
                del ways[element]
    return ways


def _marked(body: HtmlElement) -> list[HtmlElement]:
    """The elements of the body whose attributes may hide them."""
    switched = cast(list[HtmlElement], _SWITCHED(body))
    styled = [e for e in cast(list[HtmlElement], _STYLED(body)) if _may_hide(e.get("style", "")[:_MAX_CSS])]
    return cast(list[HtmlElement], _EITHER(body, some=[*styled], others=[*switched])) if switched and styled else switched or styled


@lru_cache(maxsize=2048)
def _may_hide(css: str) -> bool:
    """Whether a style attribute hides some element, by itself or as white type."""
    return way_of_style(css) != "" or way_of_style(f"{css};{_OF_MARQUEE}") != "" or ("color" in css and is_pale(values_in(css)))


def _is_switched_off(element: HtmlElement) -> bool:
    """Whether attributes hide an element that no style rule shows again."""
    return element.get("hidden") is not None or (element.get("aria-hidden") == "true" and element.tag in BLOCK)


def _marked_way(element: HtmlElement) -> Way:
    """How the attributes of an element hide it."""
    tag = element.tag
    if tag in SKIP:
        return ""
    if _is_switched_off(element):
        return "off"
    css = element.get("style")
    if not css:
        return ""
    css = css[:_MAX_CSS]
    way = way_of_style(f"{css};{_OF_MARQUEE}" if tag == "marquee" else css)
    if not way and "color" in css and is_pale(values_in(css)) and _is_on_pale_ground(element):
        return "masked"
    return "" if way == "off" and "none" not in css and _is_moved(element) else way


def _is_moved(element: HtmlElement) -> bool:
    """Whether a script moves the element into view: its names or data attributes say so."""
    return is_called(_names(element), "animated") or any(name.startswith(_MOVERS) for name in element.attrib)


def _is_on_pale_ground(element: HtmlElement) -> bool:
    """Whether white type stands where nothing states another ground, and has a link to another site: what it is hidden for. A ground may
    be in a style file, for an element with a class; then the lines beside it would be white as well."""
    if text_length(element) < _OPENED or next((a for a in element.iter("a") if (a.get("href") or "").startswith("http")), None) is None:
        return False
    around = [element, *element.iterancestors()]
    if any("background" in (e.get("style") or "") or e.get("bgcolor") or e.get("background") for e in around):
        return False
    beside = [e for e in (element.getprevious(), element.getnext()) if e is not None and e.tag == element.tag and has_text(e)]
    return bool(beside) and not any(e.get("style") or e.get("class") for e in beside)


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_NAMES]


def _is_opened(element: HtmlElement, tree: Tree) -> bool:
    """Whether a reader opens the element to read on in it: a tab, an accordion, and not a dialog or a list of links."""
    names, key, role = _names(element), element.get("id"), element.get("role")
    called = is_called(names, "opened") or role == "tabpanel"
    if not (called or key) or zone_of(names) == "drop" or role in ("dialog", "alert", "menu", "tooltip"):
        return False
    length = text_length(element)
    if length < _OPENED or sum(text_length(a) for a in element.iter("a")) >= 0.4 * length:
        return False
    return called or (key is not None and _has_opener(key.encode(), tree.html))


def _has_opener(key: bytes, html: bytes) -> bool:
    """Whether a link or a button of the page opens the element of an id."""
    at = html.find(key)
    for _ in range(_MAX_PLACES):
        if at < 0:
            return False
        if _OPENING.search(html[max(0, at - _OPENER) : at]) and _is_whole(html, at, len(key)):
            return True
        at = html.find(key, at + 1)
    return False


def _is_whole(html: bytes, at: int, size: int) -> bool:
    """Whether a name ends as it began: with a quote, or without one."""
    quote = next((mark for mark in (html[at - 1 : at], html[at - 2 : at - 1]) if mark in (b'"', b"'")), b"")
    return html[at + size : at + size + 1] == quote or not quote


def _has_shown_again(element: HtmlElement) -> bool:
    """Whether what hides an element by its style attribute is undone below it: type of no size stands around elements that state a size
    of their own, or have a name by which a style file may; invisible ones hold visible ones."""
    values = values_in((element.get("style") or "")[:_MAX_CSS])
    speck = is_speck(values)
    if not speck and (values.get("visibility") != "hidden" or values.get("display") == "none"):
        return False
    below = _BELOW(element)[1 : _MAX_LOOKED + 1]
    return any((speck and (e.get("class") or e.get("id"))) or shows_again((e.get("style") or "")[:_MAX_CSS], speck) for e in below)


def _is_small(element: HtmlElement) -> bool:
    """Whether the element holds no more than a date, which may be evidence; one within a headline is none."""
    text = text_of(element) if text_length(element) <= _SHORT else ""
    if _DATE.search(text) is None or next(element.iter("a", *HEADINGS), None) is not None:
        return False
    return next(element.iterancestors(*HEADINGS), None) is None
