"""Spans: the box that holds the body of a page of no known family, and how far beyond it the text goes on.

The box is the deepest element that holds most of the weight. Text beside it belongs to the body when it runs up to it without a link, a
heading of another box or a marker line between: a half that stands one box higher, a part in a box of the same kind, rows of facts.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.markers import is_imprint
from pipelines.html.zones import line_zone
from pipelines.reading.leads import is_date_line
from pipelines.reading.signing.bylines import is_credit, labelled_name
from pipelines.reading.titles import is_stated

_CONTAINERS = frozenset(
    ("div", "section", "article", "main", "td", "tr", "tbody", "table", "body", "form", "center", "span", "font", "ul", "ol", "li", "a")
)
_SHARE = 0.6  # of the weight that one child must hold for the search to go down to it
_DATA_ROWS = 3  # of a table of data
_LEVELS = 3  # boxes around the found one in which the text may go on
_GAP = 3  # short lines between two lines that carry the text
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")  # a period among facts, no date of the page
_CARRIES = 12.0  # weight of a line that carries it
_STOPS = (".", "!", "?", "…", ":", ";", "”", '"', ")")
_LEAST = 2  # such lines: one alone is a lead, a notice, a signature


class Span(NamedTuple):
    """The lines of the body, from `first` up to and without `last`, and the element that holds them."""

    container: HtmlElement
    first: int
    last: int


def find_span(blocks: Sequence[Block], weights: Sequence[float], body: HtmlElement, stated: Sequence[str]) -> Span:
    """Find the body. `weights`: words of prose of each line; `stated`: keys of the headlines that the head of the page gives."""
    container = _container(blocks, weights, body)
    first, last = _lines_of(blocks, container)
    boxes = [container, *itertools.islice(container.iterancestors(), _LEVELS)]

    def carries(index: int) -> bool:
        block = blocks[index]
        said = weights[index] >= _CARRIES and block.text.endswith(_STOPS)  # a headline over the body has no stop
        return said or (_is_fact(block) and (index < first or _is_alike(block, boxes)))

    def near(index: int) -> bool:
        return _goes_on(blocks[index], boxes) and not is_stated(blocks[index].text, stated, least=14)

    begin = _reach(blocks, range(first - 1, -1, -1), carries, near)
    end = _reach(blocks, range(last, len(blocks)), carries, near)
    if begin is None and end is None:
        return Span(container, first, last)
    first, last = first if begin is None else begin, last if end is None else end + 1
    return Span(_holding((blocks[first].element, blocks[last - 1].element), boxes), first, last)


def first_prose(weights: Sequence[float], first: int, last: int) -> int:
    """The first line of prose of a body."""
    return next((i for i in range(first, last) if weights[i] >= _CARRIES), first)


def _container(blocks: Sequence[Block], weights: Sequence[float], body: HtmlElement) -> HtmlElement:
    inside: defaultdict[HtmlElement, float] = defaultdict(float)
    lines: Counter[HtmlElement] = Counter()
    beside: defaultdict[HtmlElement | None, list[float]] = defaultdict(list)  # the lines of one box: what is around it is climbed once
    for block, weight in zip(blocks, weights, strict=True):
        if weight > 0:
            inside[block.element] += weight
            lines[block.element] += 1
            beside[block.element.getparent() if block.element is not body else None].append(weight)
    for box, held in beside.items():
        weight, element = sum(held), box
        while element is not None:
            inside[element] += weight
            lines[element] += len(held)
            element = element.getparent() if element is not body else None
    node = body
    while True:
        children = [c for c in node if c in inside and c.tag in _CONTAINERS]
        best = max(children, key=lambda c: inside[c], default=None)
        if best is None or inside[best] < _SHARE * inside[node] or _holds_data(best, blocks):
            return node
        if lines[best] < 2 and lines[node] > 1 and inside[best] < 0.9 * inside[node]:
            return node
        node = best


def _holds_data(table: HtmlElement, blocks: Sequence[Block]) -> bool:
    """Whether an element is a table of data: it is a part of the body, however many words stand in it, and never the body."""
    if table.tag != "table":
        return False
    holders = {table, *table}
    return sum(block.kind == "row" and block.element.getparent() in holders for block in blocks) >= _DATA_ROWS


def _lines_of(blocks: Sequence[Block], container: HtmlElement) -> tuple[int, int]:
    """First and last + 1 index of the lines below the container (lines of a subtree stand together)."""
    below = set(container.iter())
    indexes = [i for i, b in enumerate(blocks) if b.element in below]
    return (indexes[0], indexes[-1] + 1) if indexes else (0, len(blocks))


def _reach(blocks: Sequence[Block], indexes: Iterable[int], carries: Callable[[int], bool], near: Callable[[int], bool]) -> int | None:
    """The farthest line that carries the text on; None when it does not go on."""
    farthest, found, gap = None, 0, 0
    for index in indexes:
        if _ends(blocks[index]) or not near(index) or gap > _GAP:
            break
        if carries(index):
            farthest, found, gap = index, found + 1, 0
        else:
            gap += 1
    return farthest if found >= _LEAST else None


def _ends(block: Block) -> bool:
    """Whether a line stands between the text and what is none of it."""
    if block.link > 0.4 or block.kind in ("byline", "lead") or block.element.tag in ("h1", "footer", "label"):
        return True
    said = block.text.replace(" | ", " ")
    dated = is_date_line(said) and _YEARS.fullmatch(said) is None
    return dated or bool(line_zone(block.text)) or is_imprint(said) or is_credit(said) or labelled_name(said) is not None


def _is_fact(block: Block) -> bool:
    """Whether a line is a row of facts: a row of a table, a term and what is said of it, an item with a colon."""
    if block.link > 0:
        return False
    return block.kind == "row" or block.element.tag in ("dt", "dd") or (block.kind == "item" and ": " in block.text and block.words >= 3)


def _goes_on(block: Block, boxes: Sequence[HtmlElement]) -> bool:
    """Whether a line stands beside the box of the body: directly in one around it, in a box like it, or in one without headings."""
    path = [block.element, *itertools.islice(block.element.iterancestors(), 2 * _LEVELS)]
    around = next((i for i, element in enumerate(path) if element in boxes), None)
    if around is None:
        return False
    if around <= 1 or path[around].tag in ("body", "html"):
        return around <= 1
    return _is_alike(block, boxes) or next(path[around - 1].iter("h1", "h2", "h3", "h4", "h5", "form", "input"), None) is None


def _is_alike(block: Block, boxes: Sequence[HtmlElement]) -> bool:
    """Whether a line stands in a box of the same tag and class as the body's beside it, or in a table or list with no box of its own."""
    other, parent = block.element, block.element.getparent()
    while parent is not None and parent not in boxes:
        other, parent = parent, parent.getparent()
    if parent is None or parent is boxes[0]:
        return parent is not None
    own = boxes[boxes.index(parent) - 1]
    return other.tag in ("table", "ul", "ol", "dl", "dt", "dd") or (own.tag == other.tag and own.get("class") == other.get("class"))


def _holding(elements: Sequence[HtmlElement], boxes: Sequence[HtmlElement]) -> HtmlElement:
    """The smallest of the boxes that holds all elements."""
    around = [{element, *element.iterancestors()} for element in elements]
    return next((box for box in boxes if all(box in held for held in around)), boxes[-1])
