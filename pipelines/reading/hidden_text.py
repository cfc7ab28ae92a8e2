"""Hidden text: what is hidden on a page is taken out before anything is read; prose of real length in it is flagged.

Thresholds. Masked text (off the screen, without size or colour) has no use for a reader, so one line of prose is enough. Text that is
switched off is mostly furniture (menus, dialogs, hints of a form): as much prose as makes an article, outside of boxes named as such,
and not what the page also shows. If nothing would be left of an article, its largest hidden part is read, and flagged.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pipelines.html.blocks import Block, walk_blocks
from pipelines.html.boxes import box_of
from pipelines.html.hidden import HiddenBox, hidden_boxes, show
from pipelines.html.markers import is_imprint
from pipelines.html.tree import Tree, without
from pipelines.html.zones import text_length
from pipelines.reading.teasers import is_prose, under_link
from pipelines.reading.titles import is_gambling, is_site_name, is_stated, title_key

MIN_WORDS = 40  # of prose: with less a page of no known family is no article (refusals.py)
FLAG = "hidden_text"
_LEAST = 40  # characters: a line of prose has more


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
    hidden = [_Hidden(box, _prose(box)) for box in boxes]
    flags: tuple[str, ...] = ()
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


def _prose(box: HiddenBox) -> list[Block]:
    """The lines of prose in a hidden element; none in what is called a menu, a dialog, a comment form, and no teasers of slides."""
    element = box.element
    show(element)
    length = text_length(element)
    if length < _LEAST or length - sum(text_length(a) for a in element.iter("a")) < _LEAST:
        return []
    if box_of(element, dict(element.attrib), str(element.tag)) or next(element.iter("input", "textarea"), None) is not None:
        return []
    lines = walk_blocks(element).blocks
    prose = [i for i, block in enumerate(lines) if block.words >= 12 and not is_imprint(block.text)]
    return [lines[i] for i in prose if box.way == "masked" or not under_link(lines, i)]


def _is_flagged(hidden: Sequence[_Hidden]) -> bool:
    masked = any(part.prose for part in hidden if part.box.way == "masked")
    return masked or sum(part.words for part in hidden if part.box.way == "off") >= MIN_WORDS


def _all_that_is_said(hidden: Sequence[_Hidden], shown: Sequence[Block], stated: Sequence[str]) -> _Hidden | None:
    """The hidden part that is the article of the page: it is switched off, nothing else of length is said, and the page has a headline
    that its head repeats."""
    off = [part for part in hidden if part.box.way == "off" and part.words >= MIN_WORDS]
    if not off or sum(b.words for b in shown if is_prose(b) and not is_imprint(b.text)) >= MIN_WORDS:
        return None
    largest = max(off, key=lambda part: part.words)
    lines = [*(b for b in shown if b.link < 0.5), *walk_blocks(largest.box.element).blocks]
    headed = any(b.words >= 4 and is_stated(b.text, stated, least=14) and not is_site_name(b.text) for b in lines)
    return largest if headed and not any(is_gambling(b.text) for b in largest.prose) else None
