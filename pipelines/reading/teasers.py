"""Teasers: the signs of a listing among the lines of a box. A teaser is prose that stands under a linked headline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.html.blocks import Block

_LINK = 0.8  # share of a line's characters inside links that makes it a linked headline


@dataclass(frozen=True, slots=True)
class TeaserSigns:
    """What was counted in a box: lines of prose, those of them under a linked headline, linked headlines, table rows, rows with a link."""

    prose: int
    teasers: int
    links: int
    rows: int
    linked_rows: int

    @property
    def listing(self) -> bool:
        """Whether the box reads as a list of other pages."""
        if self.teasers >= 2 and self.teasers * 2 >= self.prose:
            return True
        if self.links >= 6 and self.links > self.prose:
            return True
        return self.linked_rows >= 2 and self.rows * 2 >= self.prose + 2


def count_signs(blocks: Sequence[Block]) -> TeaserSigns:
    """Count the signs of a listing in consecutive lines."""
    prose = [i for i, b in enumerate(blocks) if is_prose(b)]
    return TeaserSigns(
        prose=len(prose),
        teasers=sum(1 for i in prose if under_link(blocks, i)),
        links=sum(1 for b in blocks if is_linked_headline(b)),
        rows=sum(1 for b in blocks if b.kind == "row"),
        linked_rows=sum(1 for b in blocks if b.kind == "row" and b.link > 0),
    )


def is_prose(block: Block) -> bool:
    """Whether a line is running text of some length outside of links."""
    return block.link < 0.4 and block.words >= 12 and block.kind in ("text", "item", "lead", "row")


def is_linked_headline(block: Block) -> bool:
    """Whether a line is a link of five words or more."""
    return block.link > _LINK and block.words >= 5


def under_link(blocks: Sequence[Block], index: int, deep: int = 20) -> bool:
    """Whether a linked headline stands directly above a line, at most a short line (a date, a section) between them. A linked paragraph
    among paragraphs of prose is a reference within a text; `deep` bounds how far back that is looked into."""
    for before in range(index - 1, max(-1, index - 4), -1):
        block = blocks[before]
        if block.link > _LINK and block.words >= 4:
            return not (deep and _goes_on(blocks, before, index) and not under_link(blocks, before - 1, deep - 1))
        if block.words > 8:
            return False
    return False


def _goes_on(blocks: Sequence[Block], link: int, index: int) -> bool:
    """Whether the lines before and after a link are prose in paragraphs beside the link's own."""
    if link < 1 or index != link + 1 or not is_prose(blocks[link - 1]):
        return False
    three = [block.element for block in blocks[link - 1 : index + 1]]
    return all(e.tag == "p" for e in three) and len({e.getparent() for e in three}) == 1
