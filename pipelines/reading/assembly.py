"""Assembly: the lines of a body, sorted into lead, paragraphs, captions, byline, credit and related headlines."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.markers import key_of, refers_elsewhere
from pipelines.html.zones import LineZone, line_zone, text_length
from pipelines.reading.attachments import is_document
from pipelines.reading.bodies.grids import grids_of
from pipelines.reading.leads import (
    MAX_META,
    LeadLines,
    beside_picture,
    is_date_line,
    is_lead_kind,
    joined_leads,
    lead_in_caption,
    repeats_headline,
    take_marked_lead,
)
from pipelines.reading.signing.bylines import clean_credit, is_credit, main_names, named_in, signed_in_box, undated, without_buttons
from pipelines.reading.signing.fields import is_field_line
from pipelines.reading.signing.signatures import take_signature, take_writer
from pipelines.reading.titles import has_key, title_key
from pipelines.values.grid import Grid

_PHOTO = re.compile(r"\(?\s*(?:ảnh|nguồn ảnh|ảnh minh họa|ảnh minh hoạ|ảnh tư liệu|photo)\s*(?::|/|\)|$)", re.IGNORECASE)
_COMMENTS = ("bình luận", "các bình luận", "ý kiến bạn đọc", "phản hồi", "comment")
_MAX_CAPTION = 60  # words
_LINKED_PROSE = 20  # words; a headline of that many does not end in a stop
_BOX = 800  # characters of a box in the midst of a text
_BOX_LEVELS = 3
_GOES_ON = 8  # words of a paragraph behind it
_MAX_SPACE = 60  # characters of white space in the box of a picture
_STOPS = (".", "!", "?", "…", ":", ";", "”", '"', ")")
_MAX_UNMARKED = 40  # words, of a caption that only its type sets apart


@dataclass(slots=True)
class Parts:
    """The parts of an article as they are found, in reading order."""

    lead: str | None = None
    paragraphs: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)
    byline: str | None = None
    credit: str | None = None
    stamps: list[str] = field(default_factory=list)  # of places, before the first word of a line
    grids: tuple[Grid, ...] = ()


def assemble(blocks: Sequence[Block], title: str | None, leads: LeadLines, roots: Collection[HtmlElement]) -> Parts:
    """Sort the lines of a body. `leads` stand outside of it, above the text; `roots` are the elements the lines were taken from."""
    parts = Parts(lead=joined_leads(leads.lines))
    body: list[Block] = []
    signatures = list(leads.signed)
    headline = title_key(title)
    lead_key = title_key(parts.lead)
    position = 0
    while position < len(blocks):
        block = blocks[position]
        position += 1
        zone = line_zone(block.text)
        if zone == "end" and _heads_comments(block):
            break
        own_end = _own_box_end(blocks, position) if zone in ("related", "end") else None
        if own_end or (zone in ("related", "end") and _is_box(block, blocks, position)):
            end = own_end or _box_end(blocks, position)
            parts.related.extend(b.text for b in blocks[position:end] if b.link > 0.6 and b.words >= 4)
            position = end
        elif zone in ("drop", "related") or (zone == "end" and block.link > 0.5) or (block.link > 0.85 and _is_attachment(block)):
            continue
        elif (block.link > 0.85 and block.words >= 4 and not _runs_on(blocks, position - 1)) or _refers(block, zone):
            parts.related.append(_without_arrow(block.text))
            position += _is_teaser(blocks, position, roots)
        elif is_caption(block, roots) and (body or not (beside_picture(block) or is_lone_credit(block, blocks))):
            if block.text not in parts.captions and not has_key(block.text, headline):
                parts.captions.append(block.text)
        elif (not body and (repeats_headline(block, title) or is_date_line(block.text))) or has_key(block.text, lead_key):
            continue
        elif (block.kind == "byline" and block.words <= 12) or (not body and is_field_line(block.text)):
            signatures.append(block.text)
        elif not body and block.words <= MAX_META and (name := named_in(block.text)):
            signatures.append(name)
        elif parts.lead is None and not body and is_lead_kind(block, blocks):
            parts.lead, lead_key = block.text, title_key(block.text)
        else:
            body.append(block)
    keep, byline, credit = take_signature(body)
    body = body[:keep]
    boxes = [signed_in_box(line) for line in signatures]
    writer = take_writer(body)
    parts.byline = main_names(byline, (box.byline for box in boxes)) or (writer.byline if writer else None)
    parts.credit = credit or next((box.credit for box in boxes if box.credit), None)
    body = body[writer.lines :] if writer else body
    parts.lead = parts.lead or take_marked_lead(body) or lead_in_caption(leads.captions)
    above = (b.text for b in leads.captions if b.text != parts.lead)
    parts.captions = list(dict.fromkeys((*above, *parts.captions)))
    parts.paragraphs = [b.text for b in body]
    parts.grids = grids_of(body)
    return parts


def _is_box(block: Block, blocks: Sequence[Block], position: int) -> bool:
    """Whether a marker line heads a box: it is followed by links, or by nothing that looks like the text going on."""
    after = blocks[position : position + 3]
    if not after or (block.kind == "heading" and block.words > 6):
        return not after
    return after[0].link > 0.6 or all(b.words < 25 and not b.text.endswith(".") for b in after)


def _runs_on(blocks: Sequence[Block], index: int) -> bool:
    """Whether a paragraph that is one link is prose among prose: a long sentence to its stop, beside a paragraph without a link."""
    block = blocks[index]
    if block.words < _LINKED_PROSE or not block.text.endswith((".", ";")) or block.text.endswith("..") or block.kind == "heading":
        return False
    beside = [blocks[i] for i in (index - 1, index + 1) if 0 <= i < len(blocks)]
    if index and blocks[index - 1].link > 0.85 and not _runs_on_alone(blocks[index - 1]):
        return False  # the summary of the story linked above it
    return any(b.link < 0.4 and b.words >= 12 and _beside(b.element, block.element) for b in beside)


def _runs_on_alone(block: Block) -> bool:
    return block.words >= _LINKED_PROSE and block.text.endswith(".")


def _beside(one: HtmlElement, other: HtmlElement) -> bool:
    return one.tag == other.tag and one.getparent() is other.getparent()


def _refers(block: Block, zone: LineZone) -> bool:
    """Whether a line sends the reader to another story."""
    if zone == "inline_related":
        return block.link > 0.3 or block.text.startswith(">")
    return block.link > 0.5 and refers_elsewhere(block.text)


def _heads_comments(block: Block) -> bool:
    """Whether a marker line heads the comments of readers: all that follows is theirs, however long."""
    return (block.kind == "heading" or block.text.endswith(")")) and key_of(block.text).startswith(_COMMENTS)


def _own_box_end(blocks: Sequence[Block], position: int) -> int | None:
    """Where the text goes on after a small box that the line before `position` heads: a box with a linked headline in an element of its
    own between two paragraphs. None when it is no such box."""
    heading = blocks[position - 1].element
    before = next((b for b in reversed(blocks[max(0, position - 4) : position - 1]) if b.link < 0.4 and b.words >= _GOES_ON), None)
    text = None if before is None else before.element.getparent()
    box = next((e for e in itertools.islice(heading.iterancestors(), _BOX_LEVELS) if e.getparent() is text), None)
    if before is None or box is None or text_length(box) > _BOX:
        return None
    held = set(box.iter())
    end = next((i for i in range(position, len(blocks)) if blocks[i].element not in held), len(blocks))
    if end == len(blocks) or not any(b.link > 0 and b.words >= 4 for b in blocks[position:end]):
        return None
    after = blocks[end]
    goes_on = after.words >= _GOES_ON and after.link < 0.4 and after.text.endswith(_STOPS) and not line_zone(after.text)
    return end if goes_on and _beside(after.element, before.element) else None


def _box_end(blocks: Sequence[Block], position: int) -> int:
    """Where the text goes on after a box: at a longer line of prose outside of links that is followed by another, else at the end."""
    for index in range(position, len(blocks)):
        block = blocks[index]
        before = blocks[index - 1] if index else block
        left_list = before.kind == "item" and block.kind == "text"  # the links stood in a list, this line does not
        if block.link < 0.2 and block.words >= 25 and (before.link < 0.6 or block.words >= 40 or left_list):
            rest = [b for b in blocks[index:] if b.link < 0.2 and b.words >= 25]
            linked = [b for b in blocks[index:] if b.link > 0.6]
            if len(rest) >= 2 and len(linked) <= len(rest):
                return index
    return len(blocks)


def _is_teaser(blocks: Sequence[Block], position: int, roots: Collection[HtmlElement]) -> bool:
    """Whether the line at `position` is the lead of the other story linked above it: both fill one box alone."""
    if position >= len(blocks) or position < 1:
        return False
    link, line = blocks[position - 1], blocks[position]
    boxes = [link.element, *itertools.takewhile(lambda e: e not in roots, link.element.iterancestors())]
    around = set(line.element.iterancestors())
    box = next((b for b in boxes if b in around), None)
    return box is not None and text_length(box) <= 1.5 * (len(link.text) + len(line.text))


def _is_attachment(block: Block) -> bool:
    return any(is_document(a.get("href") or "") for a in block.element.iter("a"))


def _without_arrow(text: str) -> str:
    return text.lstrip(" >»›•-*►▶→").strip()


def is_caption(block: Block, roots: Collection[HtmlElement]) -> bool:
    """Whether a line describes an image: marked so, or a short line under an image that is centred, slanted or boxed with it."""
    if block.kind == "caption":
        return block.words <= 120
    if block.kind in ("heading", "row", "lead") or block.words > _MAX_CAPTION:
        return False
    if block.words <= 10 and block.text.casefold().startswith(("ảnh:", "(ảnh:")):
        return True
    if not block.image:
        return False
    if _PHOTO.search(block.text) or (block.words <= _MAX_UNMARKED and (block.align == "center" or block.italic > 0.8)):
        return not is_credit(block.text)
    return _boxed(block, roots) or _fills_box(block, roots)


def _fills_box(block: Block, roots: Collection[HtmlElement]) -> bool:
    """Whether a short line without a stop is all the text of a box in which an image stands in an element of its own before it."""
    if block.words > _MAX_UNMARKED or block.bold > 0.5 or block.text.endswith(_STOPS):
        return False
    for inner, box in itertools.pairwise((block.element, *itertools.islice(block.element.iterancestors(), 3))):
        if box in roots or inner in roots or text_length(box) > len(block.text) + _MAX_SPACE:
            return False
        before = inner.getprevious()
        if before is not None and (before.tag == "img" or next(before.iter("img"), None) is not None):
            return True
    return False


def _boxed(block: Block, roots: Collection[HtmlElement]) -> bool:
    for ancestor in block.element.iterancestors():
        if ancestor in roots:
            return False
        if ancestor.tag in ("table", "figure"):
            return text_length(ancestor) < 6 * len(block.text) and next(ancestor.iter("img"), None) is not None
    return False


def is_lone_credit(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a source is all the text there is: then it is that of the article, not of the picture above it."""
    return len(blocks) == 1 and is_credit(block.text)


def outside_credit(texts: Sequence[str]) -> str | None:
    """The credit out of the texts of credit elements: one that says so, else a bare outlet name."""
    lines = [line for text in texts for line in undated(without_buttons(text))]
    for text in lines:
        line = re.sub(r"^nguồn(?: tin)?\s*:\s*$", "", text, flags=re.IGNORECASE)
        if line and is_credit(line):
            return clean_credit(line)
    short = [t for t in lines if t.count(" ") < 8 and ":" not in t and key_of(t) not in ("theo", "nguồn")]
    return clean_credit(short[0]) if short else None
