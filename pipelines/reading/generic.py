"""The generic reader: headline and body of a page of no known family, by where its prose stands.

Every line of the page is weighed by its words outside of links; lines that follow a linked headline (teasers) weigh little. The body
is the deepest element that holds most of that weight; lines between the headline and the body can be the lead.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from pipelines.html.blocks import Block, LineWalk, walk_blocks
from pipelines.html.head import Head
from pipelines.html.markers import is_imprint
from pipelines.html.tree import Tree
from pipelines.html.zones import line_zone, text_length
from pipelines.reading.bodies.doubles import read_once
from pipelines.reading.bodies.spans import Span, find_span, first_prose
from pipelines.reading.entries import NO_ENTRIES, EntrySigns, count_entries
from pipelines.reading.headlines.choice import find_headline
from pipelines.reading.headlines.evidence import BRIEF, Lines
from pipelines.reading.leads import LeadLines, leads_between
from pipelines.reading.signing.bylines import is_credit, labelled_name, name_and_credit, names_office, names_outlet, without_buttons
from pipelines.reading.signing.fields import is_field_line, join_fields
from pipelines.reading.signing.names import is_name, is_person
from pipelines.reading.teasers import TeaserSigns, count_signs, is_linked_headline, is_prose, under_link
from pipelines.reading.titles import stated_keys

LITTLE = 40  # words of prose; a page with less is no article by its text alone
_SOURCE = re.compile(
    r"(?<!\S)(?:(?:news|article|post|detail|entry|box)[-_]?)?(?:source|nguon(?:[-_]?tin)?)(?:[-_]?name)?(?!\S)", re.IGNORECASE
)
_LEVELS = 3  # boxes around a headline
_PARAGRAPHS = 3  # of a short article
_MAX_SOURCE = 10  # words
_INSIDE = 4  # elements of a line
_BEHIND = 4  # lines behind a body
_MAX_BEHIND = 300  # characters of a box that only says who and whence


@dataclass(frozen=True, slots=True)
class Guess:
    """What the generic reader takes for the article: lines of the body, the headline, lead lines before it, and how sure it is."""

    title: str | None
    container: HtmlElement
    blocks: tuple[Block, ...]
    leads: LeadLines
    walk: LineWalk
    weight: float  # words of prose in the body
    signs: TeaserSigns  # of a listing, in the body
    between: int  # linked headlines between the headline and the body
    related: tuple[str, ...]  # headlines of a related box below the body
    at: int  # index of the headline among the lines of the page, -1 when only the head of the page has it
    sources: tuple[str, ...] = ()  # what elements below the body name as its source
    told: bool = False  # others than its line repeat the headline
    entries: EntrySigns = NO_ENTRIES  # what repeats in the container
    stamp: str = ""  # the date that the template printed into the headline


def guess_article(tree: Tree, head: Head, url: str | None = None) -> Guess | None:
    """Find the article of a page; None when the page has no text at all."""
    body = tree.root.find("body")
    walk = walk_blocks(body if body is not None else tree.root)
    blocks = walk.blocks = join_fields(read_once(walk.blocks))
    if not blocks:
        return None
    weights = [_weight(blocks, index) for index in range(len(blocks))]
    container, first, last = find_span(blocks, weights, body if body is not None else tree.root, stated_keys(head))
    title, at, told, stamp = find_headline(tree, head, Lines(blocks, first, first_prose(weights, first, last), last), url)
    if told and count_signs(blocks[first:last]).listing and (near := _text_of(blocks, weights, at)):
        container, first, last = near
    start = first if at < first else min(at + 1, last)
    inside = tuple(blocks[start:last])
    leads = leads_between(blocks[at + 1 : first], inside, title) if 0 <= at < first else LeadLines()
    return Guess(
        title=title,
        container=container,
        blocks=inside + signature_lines(blocks[last : last + _BEHIND]),
        leads=leads,
        walk=walk,
        weight=_weight_of(blocks[start:last]),
        signs=count_signs(inside),
        between=sum(map(is_linked_headline, blocks[at + 1 : first_prose(weights, first, last)])) if at >= 0 else 0,
        related=_related_after(blocks, last),
        sources=_sources_after(blocks, last),
        at=at,
        told=told,
        stamp=stamp,
        entries=count_entries(blocks[first:last], container),
    )


def _text_of(blocks: Sequence[Block], weights: Sequence[float], at: int) -> Span | None:
    """The text in the box of a headline that others tell of, where a wider box reads as a listing: a short article beside a column of long
    teasers. None when the box is small, or holds linked headlines itself."""
    if at < 0 or blocks[at].link > 0 or blocks[at].words < BRIEF:
        return None
    for box in itertools.islice(blocks[at].element.iterancestors("div", "section", "article", "main", "td"), _LEVELS):
        held = set(box.iter())
        last = next((i for i in range(at + 1, len(blocks)) if blocks[i].element not in held), len(blocks))
        own = weights[at + 1 : last]
        if sum(own) >= 2 * LITTLE:
            listed = any(map(is_linked_headline, blocks[at + 1 : last]))
            return None if listed or sum(w > 0 for w in own) < _PARAGRAPHS else Span(box, at + 1, last)
    return None


def _weight_of(lines: Sequence[Block]) -> float:
    """The words of prose outside of links. The numbers of a table are none: a calendar is no article."""
    return sum(_words_said(b) * (1 - b.link) for b in lines if is_prose(b) and not is_imprint(b.text))


def _words_said(block: Block) -> int:
    return block.words if block.kind != "row" else sum(any(map(str.isalpha, word)) for word in block.text.split())


def _weight(blocks: Sequence[Block], index: int) -> float:
    block = blocks[index]
    if block.link > 0.6 or block.words < 8 or block.kind == "caption" or is_imprint(block.text):
        return 0.0
    words = min(block.words, 200) * (1 - block.link)
    if block.text[-1] not in '.!?…:;”")' and block.words < 20:
        words *= 0.4
    return words * 0.2 if under_link(blocks, index) else words


def _related_after(blocks: Sequence[Block], last: int) -> tuple[str, ...]:
    """The linked headlines below the first heading of a related box after the body."""
    for index in range(last, min(last + 12, len(blocks))):
        if line_zone(blocks[index].text) == "related":
            linked = itertools.takewhile(lambda b: b.link > 0.5 and b.words >= 4, blocks[index + 1 :])
            return tuple(b.text for b in linked)
    return ()


def signature_lines(behind: Sequence[Block]) -> tuple[Block, ...]:
    """Byline and source among the lines directly behind a body, each in its own box."""
    after: list[Block] = []
    for block in behind:
        if block.words <= 12 and (block.kind == "byline" or _says_source(block) or _signs(block)):
            after.append(replace(block, kind="byline"))
        elif line_zone(block.text) != "drop":
            break
    return tuple(after)


def lines_behind(body: HtmlElement, skipped: Collection[HtmlElement]) -> list[Block]:
    """The lines of the small boxes directly behind the box of a body."""
    for node in (body, body.getparent()):
        around = None if node is None else node.getparent()
        if node is None or around is None or around.tag in ("body", "html"):
            break
        small = set(itertools.takewhile(lambda e: text_length(e) <= _MAX_BEHIND, itertools.islice(node.itersiblings(), _BEHIND)))
        if small:
            return walk_blocks(around, {*skipped, *(child for child in around if child not in small)}).blocks
    return []


def _signs(block: Block) -> bool:
    """Whether a short line is set apart as a signature is: a name behind a label, one at the right, or a person's in bold or slanted
    type, with or without the source behind it."""
    if block.kind == "heading" or block.link > 0.5:
        return False
    if any(e.get("itemprop") == "author" or e.get("rel") == "author" for e in itertools.islice(block.element.iter(), _INSIDE)):
        return is_name(block.text)
    labelled = labelled_name(block.text)
    if (labelled and is_name(labelled)) or names_office(block.text) or is_field_line(block.text):
        return True
    both = name_and_credit(block.text)
    name = both[0] if both else block.text
    if block.align == "right":
        return both is not None or is_name(name)
    return (block.bold > 0.5 or block.italic > 0.5) and is_person(name)


def _says_source(block: Block) -> bool:
    text = without_buttons(block.text)
    return block.link < 0.9 and is_credit(text) and (":" in text[:20] or names_outlet(text)) and not is_imprint(text)


def _sources_after(blocks: Sequence[Block], last: int) -> tuple[str, ...]:
    """Short lines directly after the body that stand in an element named as the source."""
    near = (b for b in blocks[last : last + 4] if b.words <= _MAX_SOURCE)
    return tuple(b.text for b in near if _SOURCE.search(b.element.get("class") or ""))
