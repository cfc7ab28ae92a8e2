"""Hidden text: what is hidden on a page is taken out before anything is read; prose of real length in it is flagged.

Thresholds. Masked text (off the screen, without size or colour) has no use for a reader, so one line of prose is enough. Text that is
switched off is mostly furniture (menus, dialogs, hints of a form): as much prose as makes an article, outside of boxes named as such,
and not what the page also shows. If nothing would be left of an article, the largest hidden part that speaks of what the headline names
is read, and flagged: a script shows it. Spam speaks of other things.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.blocks import Block, walk_blocks
from pipelines.html.boxes import box_of
from pipelines.html.elements import BLOCK
from pipelines.html.hidden import HiddenBox, hidden_boxes, show
from pipelines.html.markers import is_imprint
from pipelines.html.tree import Tree, without
from pipelines.html.zones import text_length
from pipelines.reading.teasers import is_prose, under_link
from pipelines.reading.titles import is_gambling, is_site_name, is_stated, title_key

MIN_WORDS = 40  # of prose: with less a page of no known family is no article (LITTLE of generic.py)
FLAG = "hidden_text"
_NAMED = 0.3  # of the pairs of words of a headline; most Vietnamese words are such pairs, and spam has next to none
_LINE = 12  # words of a line of prose
_BOXES = BLOCK - {"tr"}  # a row of data is one line
_TEXTS = etree.XPath("descendant::text()", smart_strings=False)
_WORD = re.compile(r"\w+")
_LEAST = 40  # characters: a line of prose has more
_LEAST_OFF = 60  # and text that is switched off is only of note with others


class Seen(NamedTuple):
    """A page without its hidden text, and ("hidden_text",) when prose of real length was hidden."""

    tree: Tree
    flags: tuple[str, ...]


class _Hidden(NamedTuple):
    box: HiddenBox
    prose: list[Block]

    @property
    def words(self) -> int:
        return sum(block.words for block in self.prose)


def take_out_hidden(tree: Tree, stated: Sequence[str]) -> Seen:
    """Take the hidden elements out of a page (its tree is changed). `stated` are the keys of the headlines that its head gives."""
    boxes = hidden_boxes(tree)
    if not boxes:
        return Seen(tree, ())
    for box in boxes:
        show(box.element)
    flags: tuple[str, ...] = ()
    hidden = [_Hidden(box, []) for box in boxes]
    if _may_be_flagged(boxes):
        hidden = [_Hidden(box, _prose(box)) for box in boxes]
    if _is_flagged(hidden):
        body = tree.root.find("body")
        shown = walk_blocks(body if body is not None else tree.root, {box.element for box in boxes}).blocks
        said = {title_key(block.text) for block in shown}
        new = [part._replace(prose=[b for b in part.prose if title_key(b.text) not in said]) for part in hidden]
        if _is_flagged(new):
            flags = (FLAG,)
        part = _all_that_is_said(new, shown, stated)
        if part is not None:
            show(part.box.element)
            hidden.remove(next(h for h in hidden if h.box is part.box))
            flags = (FLAG,)
    return Seen(without(tree, [part.box.element for part in hidden]), flags)


def _may_be_flagged(boxes: Sequence[HiddenBox]) -> bool:
    """Whether there may be enough prose in hidden elements, by their words alone."""
    off = 0
    for box in boxes:
        if _may_hold_prose(box):
            words = _most_words(box.element)
            off += words if box.way == "off" else MIN_WORDS if words else 0
            if off >= MIN_WORDS:
                return True
    return False


def _most_words(element: HtmlElement) -> int:
    """The words of the lines of prose below an element, at most. Where nothing but boxes part its texts, each is a line of its own."""
    words = [len(text.split()) for text in cast(list[str], _TEXTS(element))]
    if sum(words) < MIN_WORDS or any(e.tag not in _BOXES for e in element.iterdescendants()):
        return 2 * sum(words) if sum(words) * 2 >= _LINE else 0  # the bars of a table count as words
    return sum(count for count in words if count >= _LINE)


def _may_hold_prose(box: HiddenBox) -> bool:
    """Whether a hidden element has text outside of links, and is not called a menu, a dialog, a form."""
    element = box.element
    length = text_length(element)
    least = _LEAST if box.way == "masked" else _LEAST_OFF
    if length < least or length - sum(text_length(a) for a in element.iter("a")) < least:
        return False
    if next(element.iter("input", "textarea"), None) is not None:
        return False
    return not box_of(element, dict(element.attrib), str(element.tag))


def _prose(box: HiddenBox) -> list[Block]:
    """The lines of prose in a hidden element, without teasers of slides."""
    if not _may_hold_prose(box):
        return []
    lines = walk_blocks(box.element).blocks
    prose = [i for i, block in enumerate(lines) if block.words >= _LINE and not is_imprint(block.text)]
    return [lines[i] for i in prose if box.way == "masked" or not under_link(lines, i)]


def _is_flagged(hidden: Sequence[_Hidden]) -> bool:
    masked = any(part.prose for part in hidden if part.box.way == "masked")
    return masked or sum(part.words for part in hidden if part.box.way == "off") >= MIN_WORDS


def _all_that_is_said(hidden: Sequence[_Hidden], shown: Sequence[Block], stated: Sequence[str]) -> _Hidden | None:
    """The hidden part that is the article of the page: nothing else of length is said, and it speaks of what the headline names."""
    long = [part for part in hidden if part.words >= MIN_WORDS]
    if not long or sum(b.words for b in shown if is_prose(b) and not is_imprint(b.text)) >= MIN_WORDS:
        return None
    for part in sorted(long, key=lambda part: -part.words):
        lines = [*shown, *walk_blocks(part.box.element).blocks]
        headlines = [b for b in lines if b.link < 0.5 and (b.element.tag == "h1" or is_stated(b.text, stated, least=14))]
        pairs = _pairs(" ".join(b.text for b in part.prose if not is_gambling(b.text)))
        if any(_speaks_of(b.text, pairs) for b in headlines if b.words >= 4 and not is_site_name(b.text)):
            return part
    return None


def _speaks_of(headline: str, pairs: frozenset[tuple[str, str]]) -> bool:
    """Whether a text with these pairs of neighbouring words says a good part of what a headline says."""
    named = _pairs(headline)
    return len(named & pairs) >= _NAMED * len(named) > 0


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset(itertools.pairwise(_WORD.findall(text.casefold())))
