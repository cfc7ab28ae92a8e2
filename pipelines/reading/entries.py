"""Entries: records of one kind that repeat in a body and make it a list: teasers under headlines without links, questions with answers."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.markers import starts_with_marker
from pipelines.reading.headlines.typesetting import heading_rank, is_bold_line, is_named
from pipelines.reading.leads import is_date_line
from pipelines.reading.teasers import is_prose

_FEWEST = 3  # entries that make a list
_MOST_PROSE = 90  # words of a teaser
_APART = 30  # words of prose outside the entries that make an article of a page with a headline of its own
_NEAR = 6  # lines between a question and its answer
_HERE = ("#", "javascript:", "mailto:", "tel:")
_PICTURE = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_DAY = re.compile(r"\b\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b|\bngày \d{1,2} tháng \d{1,2} năm \d{4}\b", re.IGNORECASE)
_ASKER = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w|\b(?:người|họ và tên|họ tên|bạn đọc|công dân)\s*(?:hỏi|gửi)?\s*:", re.IGNORECASE)
_OPENING = 36  # characters in which a marker opens a line
_ENDS = (".", "!", "?", ";", ":", "”", '"', "…")
_FEW_WORDS = 25  # of a line that names who asked
_MAX_LINKS = 20  # of one entry


@dataclass(frozen=True, slots=True)
class EntrySigns:
    """What repeats in a body: entries of a headline, a date or link and a teaser; words of prose outside of them; long lines printed
    three times, where half of them are;
    lines set as headlines; sentences; answers to questions, in boxes of their own, and the people who asked."""

    entries: int
    outside: int
    repeated: int
    headlines: int
    sentences: int
    answers: int
    boxed_answers: int
    askers: int

    def lists_teasers(self, told: bool) -> bool:
        """Whether the body is a list of other stories; `told`: the page has a headline that others repeat."""
        if self.entries >= _FEWEST and self.outside < (_APART if told else self.entries * _APART):
            return True
        if told:
            return False
        return self.repeated >= _FEWEST or (self.headlines >= 2 * _FEWEST and self.headlines >= 2 * self.sentences)

    def lists_questions(self, told: bool, titled: bool) -> bool:
        """Whether the body is a list of questions, each with its answer; `titled`: a headline stands above it. An interview has a
        headline, and neither boxes nor senders."""
        return self.answers >= _FEWEST and (self.askers >= 2 or not titled or (not told and self.boxed_answers >= _FEWEST))


NO_ENTRIES = EntrySigns(0, 0, 0, 0, 0, 0, 0, 0)


def count_entries(blocks: Sequence[Block], box: HtmlElement) -> EntrySigns:
    """Count what repeats among the lines of a box."""
    boxed = _boxes(blocks, box)
    entries = max((_in_boxes(boxed), _in_a_row(blocks)), key=lambda found: found.entries)
    words = sum(b.words for b in blocks if is_prose(b))
    long = Counter(b.text for b in blocks if b.words >= 8)
    repeated = sum(1 for count in long.values() if count >= _FEWEST)
    answers = sum(1 for i in range(len(blocks)) if _answers(blocks, i))
    asked = answers >= _FEWEST
    return EntrySigns(
        entries=entries.entries,
        outside=words - entries.words,
        repeated=repeated if repeated * 2 >= len(long) else 0,
        headlines=sum(1 for b in blocks if heading_rank(b) and _is_headline(b)),
        sentences=sum(1 for b in blocks if b.words >= 8 and b.link < 0.5 and b.text.endswith(_ENDS)),
        answers=answers,
        boxed_answers=sum(1 for _, lines in boxed if len(lines) >= 2 and any(opens_with(b, "answer") for b in lines)) if asked else 0,
        askers=sum(1 for b in blocks if b.words <= _FEW_WORDS and _ASKER.search(b.text)) if asked else 0,
    )


class _Found(NamedTuple):
    entries: int
    words: int  # of prose in them


class _Group(NamedTuple):
    """A child of the body's box, and the lines in it."""

    box: HtmlElement
    lines: list[Block]


def _boxes(blocks: Sequence[Block], box: HtmlElement) -> list[_Group]:
    """The lines by the child of the box they stand in, as far as these children are of one kind that repeats."""
    groups: list[_Group] = []
    for block in blocks:
        child = _child_of(block.element, box)
        if child is None:
            continue
        if groups and groups[-1].box is child:
            groups[-1].lines.append(block)
        else:
            groups.append(_Group(child, [block]))
    kinds = Counter((child.tag, child.get("class")) for child, _ in groups)
    return [group for group in groups if kinds[group.box.tag, group.box.get("class")] >= _FEWEST - 1]


def _child_of(element: HtmlElement, box: HtmlElement) -> HtmlElement | None:
    parent = element.getparent()
    while parent is not None and parent is not box:
        element, parent = parent, parent.getparent()
    return None if parent is None else element


def _in_boxes(boxed: Sequence[_Group]) -> _Found:
    """Boxes that hold a headline, a teaser and a date or a link to the story."""
    words = [
        sum(b.words for b in lines if is_prose(b))
        for box, lines in boxed
        if len(lines) >= 2 and _has_headline_and_teaser(lines) and (any(map(_is_date, lines)) or _leads_on(box))
    ]
    return _Found(len(words), sum(words))


def _has_headline_and_teaser(group: Sequence[Block]) -> bool:
    prose = [b for b in group if is_prose(b) and not _is_headline(b)]
    return 1 <= len(prose) <= 2 and sum(b.words for b in prose) <= _MOST_PROSE and any(_is_headline(b) for b in group)


def _leads_on(box: HtmlElement) -> bool:
    """Whether a link in the box leads to another page (and not to a picture or a place in this one)."""
    links = (link.get("href") or "" for link in itertools.islice(box.iter("a"), _MAX_LINKS))
    return any(href and not href.startswith(_HERE) and not href.lower().endswith(_PICTURE) for href in links)


def _in_a_row(blocks: Sequence[Block]) -> _Found:
    """Lines in the order headline, date, teaser (or date, headline, teaser), again and again."""
    entries = words = 0
    for before, date, after in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if not _is_date(date):
            continue
        teaser = after if _is_headline(before) and is_prose(after) and not _is_headline(after) else None
        if teaser is not None and teaser.words <= _MOST_PROSE:
            entries += 1
            words += teaser.words
    for date, headline, teaser in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if _is_date(date) and _is_headline(headline) and is_prose(teaser) and not _is_headline(teaser) and teaser.words <= _MOST_PROSE:
            entries += 1
            words += teaser.words
    return _Found(entries, words)


def _is_headline(block: Block) -> bool:
    """Whether a line is set like the headline of a story: no sentence, and marked as heading, title, or by bold type; else short."""
    if not 4 <= block.words <= 45 or block.text.endswith((".", ";", ":", "…")) or _is_date(block):
        return False
    if heading_rank(block) or is_named(block.element) or is_bold_line(block.text, block):
        return True
    return block.words <= 25 and (block.element.get("class") is not None or block.link > 0.8)


def _is_date(block: Block) -> bool:
    """Whether a short line is a day with its year (a time alone stands over the entries of a live report)."""
    return block.words <= 12 and _DAY.search(block.text) is not None and (is_date_line(block.text) or block.words <= 6)


def _answers(blocks: Sequence[Block], index: int) -> bool:
    """Whether a line opens an answer, with its question some lines above."""
    if not opens_with(blocks[index], "answer"):
        return False
    above = blocks[max(0, index - _NEAR) : index]
    return any(b.text.endswith("?") or opens_with(b, "question") or _ASKER.search(b.text) for b in above)


def opens_with(block: Block, section: str) -> bool:
    """Whether a line of any length opens with a marker of the section."""
    opening = block.text[:_OPENING]
    return (":" in opening or "|" in opening or len(opening) < _OPENING) and starts_with_marker(opening, section)
