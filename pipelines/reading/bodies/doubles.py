"""Doubles: a text that a page holds twice (dialog for printing, mobile and AMP copy) is read once.

A box is a double when most of its prose stands in another box in the same order. Lines that repeat within one box stay: procedures and
forms repeat whole steps.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.styles import MAX_NAMES
from pipelines.html.zones import zone_of

_PROSE = 8  # words: shorter lines repeat by chance
_LEAST = 40  # words of a double in all
_MOST = 0.8  # of the words of prose in a box
_MAX_DOUBLES = 4  # boxes of one page
_MAX_LINES = 200  # of a double, whose place in the page is looked at


@dataclass(slots=True)
class _Run:
    """Lines that repeat earlier ones in the same order, as indexes."""

    originals: list[int] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)


def read_once(blocks: list[Block]) -> list[Block]:
    """The lines of a page without those of boxes that repeat another: the later one goes, or the one that is a part of the other, or
    the one that is named a dialog."""
    runs = [run for run in _runs(blocks) if len(run.copies) >= 2 and sum(blocks[i].words for i in run.copies) >= _LEAST]
    dropped: set[int] = set()
    for run in runs[:_MAX_DOUBLES]:
        copy = _outermost(blocks, run.copies, run.originals)
        original = _outermost(blocks, run.originals, run.copies)
        if copy is None or original is None:
            continue
        first, second = _lines_in(blocks, original), _lines_in(blocks, copy)
        options = [lines for lines, other in ((second, first), (first, second)) if _share(blocks, lines, other) >= _MOST]
        if len(options) == 2 and _is_aside(original) and not _is_aside(copy):
            options.reverse()
        dropped.update(options[0] if options else ())
    return [block for index, block in enumerate(blocks) if index not in dropped] if dropped else blocks


def _runs(blocks: Sequence[Block]) -> Iterator[_Run]:
    first: dict[str, int] = {}
    run = _Run()
    for index, block in enumerate(blocks):
        if block.words < _PROSE or block.link > 0.6:
            continue
        earlier = first.setdefault(block.text, index)
        if earlier == index:
            continue
        if run.originals and earlier <= run.originals[-1]:
            if earlier > run.originals[0]:
                continue  # it repeats within the text as well
            yield run
            run = _Run()
        run.originals.append(earlier)
        run.copies.append(index)
    yield run


def _outermost(blocks: Sequence[Block], inside: Sequence[int], outside: Sequence[int]) -> HtmlElement | None:
    """The largest element that holds the lines of `inside` and none of `outside`; None when there is none."""
    barred = {ancestor for index in outside[:_MAX_LINES] for ancestor in _around(blocks[index].element)}
    box: HtmlElement | None = None
    for element in _around(blocks[inside[0]].element):
        if element in barred:
            break
        box = element
    if box is None:
        return None
    return box if all(box in set(_around(blocks[index].element)) for index in inside[1:_MAX_LINES]) else None


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from element.iterancestors()


def _lines_in(blocks: Sequence[Block], box: HtmlElement) -> list[int]:
    inside = set(box.iter())
    return [index for index, block in enumerate(blocks) if block.element in inside]


def _share(blocks: Sequence[Block], lines: Sequence[int], others: Sequence[int]) -> float:
    """The part of the words of prose in some lines that stands in other lines too."""
    said = {blocks[i].text for i in others}
    prose = [blocks[i] for i in lines if blocks[i].words >= _PROSE and blocks[i].link <= 0.6 and blocks[i].kind != "heading"]
    words = sum(block.words for block in prose)
    return sum(block.words for block in prose if block.text in said) / words if words else 0.0


def _is_aside(box: HtmlElement) -> bool:
    """Whether a box or one directly around it is named a dialog, a print view or the like."""
    for element in (box, *[e for _, e in zip(range(2), box.iterancestors(), strict=False)]):
        if zone_of(f"{element.get('class') or ''} {element.get('id') or ''}"[:MAX_NAMES]) in ("drop", "weak"):
            return True
    return False
