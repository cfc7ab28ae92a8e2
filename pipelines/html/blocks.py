"""Blocks: the text below an element as a list of lines in reading order, each with what its markup says about it.

Block borders and <br> never glue words. Menus, share bars, tags and comment boxes are left out; related boxes are set aside.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import cast

from lxml.html import HtmlElement

from pipelines.html.boxes import box_of, link_titles, signer_in
from pipelines.html.elements import BLOCK, SKIP
from pipelines.html.rows import data_row, inline_text
from pipelines.html.stamps import is_apart, is_glued, is_stamp
from pipelines.html.styles import MAX_NAMES, STYLED, LineKind, Style, is_block, of_kind, styled
from pipelines.html.zones import zone_of
from pipelines.text.normal import normalise

MAX_DEPTH = 220  # deeper text is taken as one line
_MAX_LINE = 60_000  # characters of one line; no paragraph comes near, and what is longer goes on in a further line
_MAX_JOINED = 2000  # characters; bounds the work on a page of very many <br>
_ICON = 50  # pixels; a smaller image is none
_PROSE = 120  # characters of a paragraph that is no title
_MAX_ANCHORS = 3000  # links of a page that are looked at; no real page has more
_MAX_CHILDREN = 30
_STRAY_TAG = re.compile(r"</?[a-z]{1,3}:[a-z]{1,12}\s?/?>", re.I)  # tags of a word processor, escaped by the editor
_NONE: dict[str, str] = {}
_PLAIN = (0.0, 0.0, 0.0)  # shares of link, bold and italic
_TERMINAL = tuple(".!?…:;”\"')")


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
    words: int = field(init=False, compare=False)  # as white space divides them

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", self.text.count(" ") + 1)


@dataclass(slots=True)
class LineWalk:
    """What one walk over an element found."""

    blocks: list[Block] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    images: int = 0
    stamps: list[str] = field(default_factory=list)  # places before the first word of a line


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
    anchors: int = 0  # links looked at
    element: HtmlElement | None = None
    opening: int = 0  # pieces of the line that an inline element at its start holds
    stamped: bool = False  # that element is named as the stamp of a place


def walk_blocks(root: HtmlElement, skipped: Collection[HtmlElement] = ()) -> LineWalk:
    """All lines of text below `root` in document order, without the skipped elements."""
    state = _State(LineWalk(), skipped, root, element=root)
    _visit(root, cast(str, root.tag), state, Style(), 0)
    _flush(state, Style())
    return state.walk


def _visit(element: HtmlElement, tag: str, state: _State, style: Style, depth: int) -> None:
    written = element.items()  # one call into lxml, where most elements have no attribute at all
    attributes = dict(written) if written else _NONE
    block = tag in BLOCK or (tag == "span" and ("class" in attributes or "id" in attributes) and is_block(tag, attributes))
    if block and (state.parts or state.broken):
        _flush(state, style)
    inner = styled(attributes, tag, style) if tag in STYLED or "style" in attributes or "align" in attributes else style
    if inner is not style:
        if inner is None:
            return
        if inner.link and not style.link and _holds_text(element, state):
            inner = replace(inner, link=False)
    if block:
        inside = element is not state.root  # the root was chosen by somebody: its own names do not set it aside
        if inside and (written or tag == "aside") and (box := box_of(element, attributes, tag)):
            state.walk.related.extend(link_titles(element) if box == "related" else ())
            signer = signer_in(element, attributes) if box == "dropped" else None
            if signer is not None and (text := inline_text(signer)[:_MAX_JOINED]):
                state.walk.blocks.append(Block(text, signer, "byline"))
            return
        inner = of_kind(inner, tag, zone_of(attributes["class"][:MAX_NAMES]) if inside and "class" in attributes else "")
        state.element = element
        if tag == "tr" and _take_row(element, state, inner):
            return
    if depth > MAX_DEPTH:
        state.parts.append(" ".join(element.itertext()))
    else:
        _visit_children(element, state, inner, depth)
    if block and (state.parts or state.broken):
        _flush(state, inner)


def _holds_text(anchor: HtmlElement, state: _State) -> bool:
    """Whether an anchor holds a text and not the title of one: an unclosed one around paragraphs, one without an address around prose."""
    state.anchors += 1
    if state.anchors > _MAX_ANCHORS:
        return False
    if not anchor.get("href") and len(_beginning(anchor)) >= _PROSE:
        return True
    if len(anchor) < 2:
        return False
    long = (child for child in anchor[:_MAX_CHILDREN] if child.tag == "p" and len(_beginning(child)) >= _PROSE)
    return len(list(itertools.islice(long, 2))) == 2


def _beginning(element: HtmlElement) -> str:
    pieces, length = [], 0
    for piece in element.itertext():
        pieces.append(piece)
        length += len(piece)
        if length >= _PROSE:
            break
    return "".join(pieces)


def _visit_children(element: HtmlElement, state: _State, style: Style, depth: int) -> None:
    add = _add_marked if style.marked else _add
    text = element.text
    if text:
        add(state, text, style)
    for child in element:
        name = child.tag
        if name in BLOCK:
            if not (state.skipped and child in state.skipped):
                _visit(child, name, state, style, depth + 1)
                state.element = element
        elif name == "br":
            _flush(state, style, broken=True)
        elif name == "img":
            _image(child, state)
        elif name not in SKIP and isinstance(name, str) and not (state.skipped and child in state.skipped):
            starts = not state.opening and _is_blank(state.parts)
            _visit(child, name, state, style, depth + 1)
            if starts:
                state.opening = state.opening or len(state.parts)
                state.stamped = state.stamped or is_stamp(child.get("class"))
            if name == "span" and not child.tail and is_apart(child):
                _flush(state, style)
        text = child.tail
        if text:
            add(state, text, style)


def _take_row(element: HtmlElement, state: _State, style: Style) -> bool:
    row = data_row(element)
    if row is None:
        return False
    state.walk.blocks.append(Block(row.text, element, "row", row.link, align=style.align))
    state.image = False
    return True


def _image(element: HtmlElement, state: _State) -> None:
    for side in ("width", "height"):
        size = element.get(side) or ""
        if size.isdecimal() and int(size) < _ICON:
            return
    state.walk.images += 1
    state.image = True


def _add(state: _State, text: str, _style: Style) -> None:
    state.parts.append(text)


def _add_marked(state: _State, text: str, style: Style) -> None:
    state.parts.append(text)
    size = len(text.strip())
    state.link += size if style.link else 0
    state.bold += size if style.bold else 0
    state.italic += size if style.italic else 0


def _flush(state: _State, style: Style, broken: bool = False) -> None:
    """Close the line that was being gathered; `broken` when a <br> ends it, then the next one may go on from it."""
    goes_on, state.broken = state.broken, broken
    if not state.parts:
        return
    if len(state.parts) == 1 and state.parts[0].isspace():  # between two boxes: half of all lines
        state.parts.clear()
        state.opening, state.stamped, state.broken = 0, False, goes_on and broken
        return
    line = _joined(state)
    text, *further = [normalise(piece) for piece in _pieces(line)] if len(line) > _MAX_LINE else (normalise(line),)
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
    shares = (min(1.0, link / size), min(1.0, bold / size), min(1.0, italic / size)) if link or bold or italic else _PLAIN
    blocks = state.walk.blocks
    if goes_on and _continues(text, blocks):
        blocks[-1] = replace(blocks[-1], text=f"{blocks[-1].text} {text}")
    else:
        blocks.append(Block(text, state.element, style.kind, *shares, style.align, state.image))
    blocks.extend(Block(more, state.element, style.kind, *shares, style.align) for more in further if more)
    state.image = False


def _pieces(line: str) -> list[str]:
    """A long line as lines of bounded length, parted between words where it has any."""
    line = " ".join(line.split())
    pieces: list[str] = []
    at = 0
    while at < len(line) or not pieces:
        end = at + _MAX_LINE
        if end < len(line):
            end = line.rfind(" ", at, end) + 1 or end
        pieces.append(line[at:end])
        at = end
    return pieces


def _is_blank(parts: list[str]) -> bool:
    return len(parts) < 4 and "".join(parts).strip() == ""


def _joined(state: _State) -> str:
    """The pieces of a line. A place stamped before its first word stands apart from it by style alone: a space is put between them."""
    opening, stamped = state.opening, state.stamped
    state.opening, state.stamped = 0, False
    if not 0 < opening < len(state.parts):
        return "".join(state.parts)
    head, rest = "".join(state.parts[:opening]), "".join(state.parts[opening:])
    glued = is_glued(head, rest)
    if glued or stamped:
        state.walk.stamps.append(normalise(head))
    return f"{head} {rest}" if glued else head + rest


def _continues(text: str, blocks: list[Block]) -> bool:
    """A line after a <br> that goes on in lower case, without a stop before it, belongs to the line before."""
    before = blocks[-1].text if blocks else ""
    return text[0].islower() and 0 < len(before) < _MAX_JOINED and not before.endswith(_TERMINAL)
