"""Blocks: the text below an element as a list of lines in reading order, each with what its markup says about it.

Block borders and <br> never glue words. Menus, share bars, tags and comment boxes are left out; related boxes are set aside.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from lxml.html import HtmlElement

from pipelines.html.zones import SKIP, prose_length, zone_of
from pipelines.text.normal import normalise

LineKind = Literal["text", "heading", "item", "row", "caption", "byline", "lead"]
_MAX_NAMES = 300  # characters of class and id looked at
MAX_DEPTH = 220  # deeper text is taken as one line
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
# fmt: off
BLOCK = HEADINGS | frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "form", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# fmt: on
_LABEL = re.compile(r"(?:^|_)lbl|Label\d*$")  # ASP.NET prints each part of an article into a span of its own
_STYLED = frozenset(("a", "b", "strong", "i", "em", "center"))
_MAX_LINE = 60_000  # characters of one line; no paragraph comes near
_MAX_LINKS = 300  # of one related box
_MAX_TITLE = 1000  # characters of a headline in it
_MAX_JOINED = 2000  # characters; bounds the work on a page of very many <br>
_STRAY_TAG = re.compile(r"</?[a-z]{1,3}:[a-z]{1,12}\s?/?>", re.I)  # tags of a word processor, escaped by the editor
_TERMINAL = tuple(".!?…:;”\"')")
_INLINE_MARK = re.compile(
    r"text-align\s*:\s*(center|right)|display\s*:\s*none|font-style\s*:\s*italic|font-weight\s*:\s*(?:bold|[6-9]00)", re.I
)


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text. Shares are parts (0..1) of its characters; `image` says that an image stands directly before it."""

    text: str
    element: HtmlElement
    kind: LineKind = "text"
    link: float = 0.0
    bold: float = 0.0
    italic: float = 0.0
    align: str = ""
    image: bool = False

    @property
    def words(self) -> int:
        """Number of words, as white space divides them."""
        return self.text.count(" ") + 1


@dataclass(slots=True)
class LineWalk:
    """What one walk over an element found."""

    blocks: list[Block] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    images: int = 0


@dataclass(slots=True)
class _State:
    walk: LineWalk
    skipped: Collection[HtmlElement]
    root: HtmlElement
    parts: list[str] = field(default_factory=list)
    link: int = 0
    bold: int = 0
    italic: int = 0
    image: bool = False
    broken: bool = False  # the line before was ended by a <br>
    element: HtmlElement | None = None


@dataclass(frozen=True, slots=True)
class _Style:
    """What the ancestors of a text say about it."""

    link: bool = False
    bold: bool = False
    italic: bool = False
    align: str = ""
    kind: LineKind = "text"


def walk_blocks(root: HtmlElement, skipped: Collection[HtmlElement] = ()) -> LineWalk:
    """All lines of text below `root` in document order, without the skipped elements."""
    state = _State(LineWalk(), skipped, root, element=root)
    _visit(root, state, _Style(), 0)
    _flush(state, _Style())
    return state.walk


def _visit(element: HtmlElement, state: _State, style: _Style, depth: int) -> None:
    tag = str(element.tag)
    attributes = dict(element.items())  # one call into lxml, where most elements have no attribute at all
    block = tag in BLOCK or (tag == "span" and bool(attributes) and _is_part(attributes))
    if block:
        _flush(state, style)
    inner = _style(attributes, tag, style)
    if inner is None or (block and element is not state.root and _set_aside(element, attributes, tag, state)):
        return
    if block:
        zone = zone_of(attributes["class"][:_MAX_NAMES]) if "class" in attributes and element is not state.root else ""
        if tag in HEADINGS and inner.kind != "byline":
            inner = _with(inner, kind="heading")
        elif tag == "li" and inner.kind == "text":
            inner = _with(inner, kind="item")
        if tag in ("figcaption", "caption"):
            inner = _with(inner, kind="caption")
        elif zone in ("caption", "byline", "lead") and inner.kind != "caption":
            inner = _with(inner, kind=zone)
        state.element = element
        if tag == "tr" and _row(element, state, inner):
            return
    if depth > MAX_DEPTH:
        state.parts.append(" ".join(element.itertext()))
        if block:
            _flush(state, inner)
        return
    if element.text:
        _add(state, element.text, inner)
    for child in element:
        name = child.tag
        if name == "br":
            _flush(state, inner, broken=True)
        elif name == "img":
            _image(child, state)
        elif isinstance(name, str) and name not in SKIP and not (state.skipped and child in state.skipped):
            _visit(child, state, inner, depth + 1)
            if name in BLOCK:
                state.element = element
        if child.tail:
            _add(state, child.tail, inner)
    if block:
        _flush(state, inner)


def _is_part(attributes: Mapping[str, str]) -> bool:
    """Whether a span holds a part of an article by itself: a label of ASP.NET, or the byline."""
    if "id" in attributes and _LABEL.search(attributes["id"]) is not None:
        return True
    return "class" in attributes and zone_of(attributes["class"][:_MAX_NAMES]) == "byline"


def _style(attributes: Mapping[str, str], tag: str, style: _Style) -> _Style | None:
    if not attributes and tag not in _STYLED:
        return style
    css = attributes.get("style")
    align = attributes.get("align") or ""
    link, bold, italic = style.link or tag == "a", style.bold or tag in ("b", "strong"), style.italic or tag in ("i", "em")
    if css:
        for match in _INLINE_MARK.finditer(css[:500]):
            mark = match[0].lower()
            if mark.startswith("display"):
                return None
            align = match[1].lower() if match[1] else align
            italic = italic or mark.startswith("font-style")
            bold = bold or mark.startswith("font-weight")
    elif not align and link == style.link and bold == style.bold and italic == style.italic:
        return style if tag != "center" else _with(style, align="center")
    return _Style(link, bold, italic, align.lower() or ("center" if tag == "center" else style.align), style.kind)


def _with(style: _Style, kind: LineKind | None = None, align: str | None = None) -> _Style:
    return _Style(style.link, style.bold, style.italic, style.align if align is None else align, kind or style.kind)


def _set_aside(element: HtmlElement, attributes: Mapping[str, str], tag: str, state: _State) -> bool:
    if "hidden" in attributes or (tag == "aside" and prose_length(element) < 600):
        return True
    names, key = attributes.get("class", ""), attributes.get("id")
    zone = zone_of((f"{names} {key}" if key else names)[:_MAX_NAMES]) if names or key else ""
    if zone == "related":
        if tag in HEADINGS or tag == "body" or prose_length(element, 1500) >= 1500:
            return False
        state.walk.related.extend(link_titles(element))
        return True
    if zone == "drop":
        return tag != "body" and prose_length(element, 1200) < 1200
    if zone == "weak":
        return tag != "body" and tag not in HEADINGS and prose_length(element) < 240 and next(element.iter("h1"), None) is None
    return False


def link_titles(element: HtmlElement) -> Iterator[str]:
    """The texts of links below the element that are long enough to be headlines, each once."""
    seen = set()
    for link in itertools.islice(element.iter("a"), _MAX_LINKS):  # unclosed links hold one another: each would be the whole page
        text = normalise(_beginning(link) or link.get("title") or "")
        if text.count(" ") >= 3 and text not in seen:
            seen.add(text)
            yield text


def _beginning(element: HtmlElement) -> str:
    """The text of an element as far as a title may go; what lies behind is not looked at."""
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length >= _MAX_TITLE:
            break
    return "".join(pieces)[:_MAX_TITLE]


def _row(element: HtmlElement, state: _State, style: _Style) -> bool:
    """A table row of data becomes one line "a | b"; cells of a layout table are walked like any box."""
    cells = [cell for cell in element if cell.tag in ("td", "th")]
    if len(cells) < 2 or next(element.iter("table", "img", "ul", "ol", "h1", "h2", "h3"), None) is not None:
        return False
    texts = [inline_text(cell) for cell in cells]
    filled = [text for text in texts if text]
    words = sum(text.count(" ") + 1 for text in filled)
    if len(filled) < 2:
        return False
    if words > 60 * len(filled) or max(text.count(" ") + 1 for text in filled) > 120:
        return False
    text = " | ".join(filled)
    linked = sum(len(normalise("".join(a.itertext()))) for a in element.iter("a"))
    state.walk.blocks.append(Block(text, element, "row", min(1.0, linked / len(text)), align=style.align))
    state.image = False
    return True


def inline_text(element: HtmlElement) -> str:
    """All text below an element as one line; only blocks and <br> part words."""
    return normalise("".join(_pieces(element)))


def _pieces(cell: HtmlElement) -> Iterator[str]:
    if cell.text:
        yield cell.text
    for element in cell.iterdescendants():
        apart = element.tag in BLOCK or element.tag == "br"
        if apart:
            yield " "
        if element.text and element.tag not in SKIP:
            yield element.text
        if element.tail:
            yield f" {element.tail}" if apart else element.tail


def _image(element: HtmlElement, state: _State) -> None:
    for side in ("width", "height"):
        size = element.get(side) or ""
        if size.isdigit() and int(size) < 50:
            return
    state.walk.images += 1
    state.image = True


def _add(state: _State, text: str, style: _Style) -> None:
    state.parts.append(text)
    if style.link or style.bold or style.italic:
        size = len(text.strip())
        state.link += size if style.link else 0
        state.bold += size if style.bold else 0
        state.italic += size if style.italic else 0


def _flush(state: _State, style: _Style, broken: bool = False) -> None:
    """Close the line that was being gathered; `broken` when a <br> ends it, then the next one may go on from it."""
    goes_on, state.broken = state.broken, broken
    if not state.parts:
        return
    text = normalise("".join(state.parts)[:_MAX_LINE])
    if "<" in text:
        text = _STRAY_TAG.sub("", text).strip()
    link, bold, italic = state.link, state.bold, state.italic
    state.parts.clear()
    state.link = state.bold = state.italic = 0
    if not text:
        state.broken = goes_on and broken
        return
    assert state.element is not None
    size = len(text)
    shares = min(1.0, link / size), min(1.0, bold / size), min(1.0, italic / size)
    blocks = state.walk.blocks
    if goes_on and _continues(text, blocks):
        blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {text}")
    else:
        blocks.append(Block(text, state.element, style.kind, *shares, style.align, state.image))
    state.image = False


def _continues(text: str, blocks: list[Block]) -> bool:
    """A line after a <br> that goes on in lower case, without a stop before it, belongs to the line before."""
    before = blocks[-1].text if blocks else ""
    return text[0].islower() and 0 < len(before) < _MAX_JOINED and not before.endswith(_TERMINAL)
