"""The generic reader: headline and body of a page of no known family, by where its prose stands.

Every line of the page is weighed by its words outside of links; lines that follow a linked headline (teasers) weigh little. The body
is the deepest element that holds most of that weight; lines between the headline and the body can be the lead.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.html.blocks import Block, LineWalk, walk_blocks
from pipelines.html.boxes import beginning
from pipelines.html.head import Head
from pipelines.html.markers import is_imprint
from pipelines.html.tree import Tree
from pipelines.html.zones import line_zone, text_length
from pipelines.reading.assembly import is_date_line
from pipelines.reading.attachments import is_document
from pipelines.reading.entries import NO_ENTRIES, EntrySigns, count_entries
from pipelines.reading.headlines.choice import find_headline
from pipelines.reading.headlines.evidence import Lines
from pipelines.reading.teasers import TeaserSigns, count_signs, is_linked_headline, is_prose, under_link
from pipelines.reading.titles import title_key

_CONTAINERS = frozenset(
    ("div", "section", "article", "main", "td", "tr", "tbody", "table", "body", "form", "center", "span", "font", "ul", "ol", "li")
)
LITTLE = 40  # words of prose; a page with less is no article by its text alone
_NEAR_BOXES = 8  # boxes around a headline in which its document is looked for
_SMALL_BOX = 4000  # characters, scripts included
_MAX_LINKS = 60
_FEW = 5  # documents of one notice
_SHARE = 0.6  # of the weight that one child must hold for the search to go down to it


@dataclass(frozen=True, slots=True)
class Guess:
    """What the generic reader takes for the article: lines of the body, the headline, lead lines before it, and how sure it is."""

    title: str | None
    container: HtmlElement
    blocks: tuple[Block, ...]
    leads: tuple[str, ...]
    walk: LineWalk
    weight: float  # words of prose in the body
    signs: TeaserSigns  # of a listing, in the body
    between: int  # linked headlines between the headline and the body
    related: tuple[str, ...]  # headlines of a related box below the body
    at: int  # index of the headline among the lines of the page, -1 when only the head of the page has it
    told: bool = False  # others than its line repeat the headline
    entries: EntrySigns = NO_ENTRIES  # what repeats in the container
    stamp: str = ""  # the date that the template printed into the headline
    notice: bool = False  # hardly any text, but a document is linked under a headline that is told


def guess_article(tree: Tree, head: Head, url: str | None = None) -> Guess | None:
    """Find the article of a page; None when the page has no text at all."""
    body = tree.root.find("body")
    walk = walk_blocks(body if body is not None else tree.root)
    blocks = walk.blocks
    if not blocks:
        return None
    weights = [_weight(blocks, index) for index in range(len(blocks))]
    container = _container(blocks, weights, body if body is not None else tree.root)
    first, last = _span(blocks, container)
    title, at, told, stamp = find_headline(tree, head, Lines(blocks, first, _first_prose(weights, first, last), last), url)
    start = first if at < first else min(at + 1, last)
    weight = _weight_of(blocks[start:last])
    box = _document_box(blocks[at].element) if told and at >= 0 and weight < LITTLE and blocks[at].words >= 5 else None
    if box is not None:
        container, (first, last) = box, _span(blocks, box)
        start = at + 1
    inside = tuple(blocks[start:last])
    signed = tuple(b for b in blocks[at + 1 : first] if b.kind == "byline" and b.words <= 12) if 0 <= at < first else ()
    leads = _leads_between(blocks, at, first, inside) if 0 <= at < first else ()
    return Guess(
        title=title,
        container=container,
        blocks=signed + inside + _signature_after(blocks, last),
        leads=leads,
        walk=walk,
        weight=weight,
        signs=count_signs(inside),
        between=sum(map(is_linked_headline, blocks[at + 1 : _first_prose(weights, first, last)])) if at >= 0 else 0,
        related=_related_after(blocks, last),
        at=at,
        told=told,
        stamp=stamp,
        entries=count_entries(blocks[first:last], container),
        notice=box is not None,
    )


def _weight_of(lines: Sequence[Block]) -> float:
    """The words of prose outside of links."""
    return sum(b.words * (1 - b.link) for b in lines if is_prose(b) and not is_imprint(b.text))


def _document_box(headline: HtmlElement) -> HtmlElement | None:
    """The small box around a headline that links to a few documents and to no other stories."""
    for box in itertools.islice(headline.iterancestors(), _NEAR_BOXES):
        if text_length(box) > _SMALL_BOX:
            return None
        links = list(itertools.islice(box.iter("a"), _MAX_LINKS))
        documents = {href for link in links if is_document(href := link.get("href") or "")}
        if documents:
            others = sum(1 for link in links if not is_document(link.get("href") or "") and len(beginning(link).split()) > 4)
            return box if len(documents) <= _FEW and others <= 1 else None
    return None


def _weight(blocks: Sequence[Block], index: int) -> float:
    block = blocks[index]
    if block.link > 0.6 or block.words < 8 or block.kind == "caption" or is_imprint(block.text):
        return 0.0
    words = min(block.words, 200) * (1 - block.link)
    if block.text[-1] not in '.!?…:;”")' and block.words < 20:
        words *= 0.4
    return words * 0.2 if under_link(blocks, index) else words


def _container(blocks: Sequence[Block], weights: Sequence[float], body: HtmlElement) -> HtmlElement:
    inside: dict[HtmlElement, float] = {}
    lines: dict[HtmlElement, int] = {}
    for block, weight in zip(blocks, weights, strict=True):
        if weight <= 0:
            continue
        element: HtmlElement | None = block.element
        while element is not None:
            inside[element] = inside.get(element, 0.0) + weight
            lines[element] = lines.get(element, 0) + 1
            if element is body:
                break
            element = element.getparent()
    node = body
    while True:
        children = [c for c in node if c in inside and c.tag in _CONTAINERS]
        best = max(children, key=lambda c: inside[c], default=None)
        if best is None or inside[best] < _SHARE * inside.get(node, 0.0):
            return node
        if lines[best] < 2 and lines[node] > 1 and inside[best] < 0.9 * inside[node]:
            return node
        node = best


def _span(blocks: Sequence[Block], container: HtmlElement) -> tuple[int, int]:
    """First and last + 1 index of the lines below the container (lines of a subtree stand together)."""
    indexes = [i for i, b in enumerate(blocks) if b.element is container or container in b.element.iterancestors()]
    return (indexes[0], indexes[-1] + 1) if indexes else (0, len(blocks))


def _first_prose(weights: Sequence[float], first: int, last: int) -> int:
    return next((i for i in range(first, last) if weights[i] >= 12), first)


def _leads_between(blocks: Sequence[Block], at: int, first: int, inside: Sequence[Block]) -> tuple[str, ...]:
    held = {title_key(b.text) for b in inside[:3]}
    leads = []
    for block in blocks[at + 1 : first]:
        if block.link > 0.3 or is_date_line(block.text) or line_zone(block.text) or block.kind == "caption":
            continue
        if (block.words >= 12 or block.kind == "lead") and title_key(block.text) not in held:
            leads.append(block.text)
    return tuple(leads[:2]) if len(leads) <= 3 else ()


def _related_after(blocks: Sequence[Block], last: int) -> tuple[str, ...]:
    """The linked headlines below the first heading of a related box after the body."""
    for index in range(last, min(last + 12, len(blocks))):
        if line_zone(blocks[index].text) == "related":
            linked = itertools.takewhile(lambda b: b.link > 0.5 and b.words >= 4, blocks[index + 1 :])
            return tuple(b.text for b in linked)
    return ()


def _signature_after(blocks: Sequence[Block], last: int) -> tuple[Block, ...]:
    """A byline directly after the body, in its own box."""
    after = []
    for block in blocks[last : last + 3]:
        if block.kind != "byline" or block.words > 10:
            break
        after.append(block)
    return tuple(after)
