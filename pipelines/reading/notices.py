"""Notices: pages with hardly any prose that say something all the same. Under a headline stand a line or none and the links to documents,
or a sentence and a table of figures of a day (prices of a market, results of a week)."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.boxes import beginning
from pipelines.html.head import Head
from pipelines.html.markers import is_imprint
from pipelines.html.tree import Tree
from pipelines.html.zones import line_zone
from pipelines.reading.attachments import FRAMES, find_attachments, is_document
from pipelines.reading.generic import Guess
from pipelines.reading.leads import LeadLines, is_date_line
from pipelines.reading.signing.bylines import is_credit
from pipelines.reading.teasers import is_linked_headline
from pipelines.reading.titles import is_stated, stated_keys

MAY_BE_NOTICE = ("empty", "listing", "video")  # what the generic reader takes such a page for
MOST_FILES = 4  # of one notice; a page with more is a list of documents
MOST_ENTRIES = 2  # lines that say something beside the link to their file; with more each is a document of a list
MOST_LINES = 25  # between the headline and the last file
HEADLINE = 4  # words of the shortest headline
_MOST_ROWS = 120  # lines below the headline of a table
_FIGURES = 3  # rows with figures
_SENTENCE = 12  # words of the one that tells of the table
_NEAR = 3  # lines beside the headline, or behind the table
_FIGURE = re.compile(r"[^\W\d_]{2,}.*\|\s*[-+]?\d")
_CALL = re.compile(r"@|\b0\d{2,3}[\s.-]?\d{3}")
_PERIOD = re.compile(r"\b(?:ngày|tuần|tháng|quý|kỳ|vụ|năm)\s(?:thứ\s)?(?:\d|[ivx]{1,4}\b|một\b|hai\b|ba\b|tư\b)", re.IGNORECASE)
_BESIDE = 3  # words beside the link


def as_notice(guess: Guess, head: Head, tree: Tree) -> Guess | None:
    """The guess narrowed to a notice: from the headline, which others on the page repeat, to the last of the files below it (or shown
    in a frame), before any other story is linked. None when the page is no such notice."""
    blocks = guess.walk.blocks
    title = guess.title or ""
    if guess.at < 0 or title.count(" ") + 1 < HEADLINE or not (guess.told or is_stated(title, stated_keys(head))):
        return None
    after = guess.at + 1
    stop = next((i for i in range(after, min(len(blocks), after + MOST_LINES)) if _is_other(blocks[i])), after + MOST_LINES)
    lines = blocks[after:stop]
    linked = [index for index, block in enumerate(lines) if find_attachments((block.element,), None)]
    files = {a.url for index in linked for a in find_attachments((lines[index].element,), None)}
    if files:
        last, lines = lines[linked[-1]].element, lines[: linked[-1] + 1]
    else:
        frames = [element for element in tree.root.iter(*FRAMES) if find_attachments((element,), None)]
        files = {a.url for a in find_attachments(frames, None)}
        last = frames[-1] if frames else tree.root
    if not 0 < len(files) <= MOST_FILES or sum(_is_entry(lines[index]) for index in linked) > MOST_ENTRIES:
        return None
    container = _around(blocks[guess.at].element, last)
    inside = set(container.iter())
    return replace(guess, container=container, blocks=tuple(b for b in lines if b.element in inside), leads=LeadLines(), related=())


def as_table_note(guess: Guess, head: Head) -> Guess | None:
    """The guess narrowed to a sentence and its table of figures: below a headline that names the day, or above which or below which stands
    one. None for tables of links, of people and their telephones, and of procedures."""
    blocks, title = guess.walk.blocks, guess.title or ""
    if guess.at < 0 or title.count(" ") + 1 < HEADLINE or not (guess.told or is_stated(title, stated_keys(head)) or _is_first(guess)):
        return None
    after = guess.at + 1
    lines = list(itertools.takewhile(lambda block: not _is_other(block), blocks[after : after + _MOST_ROWS]))
    rows = [index for index, block in enumerate(lines) if block.kind == "row"]
    if not rows or sum(_is_figures(lines[index]) for index in rows) < max(_FIGURES, len(rows) // 2):
        return None
    said = any(b.kind != "row" and b.words >= _SENTENCE and b.link < 0.3 and b.text.endswith((".", ":")) for b in lines[: rows[0]])
    dated = _PERIOD.search(title) or any(is_date_line(block.text) for block in lines[:_NEAR])
    if not said or not dated:
        return None
    end = rows[-1] + 1
    end += next((i for i, block in enumerate(lines[end : end + _NEAR], 1) if is_credit(block.text)), 0)
    container = _around(blocks[guess.at].element, lines[end - 1].element)
    inside = set(container.iter())
    return replace(guess, container=container, blocks=tuple(b for b in lines[:end] if b.element in inside), leads=LeadLines(), related=())


def _is_first(guess: Guess) -> bool:
    """Whether no other heading of the page stands above the headline."""
    return next((i for i, block in enumerate(guess.walk.blocks) if block.kind == "heading"), -1) == guess.at


def _is_figures(row: Block) -> bool:
    """Whether a row says how much something is: words and a number, no link, nobody to be called."""
    return row.link < 0.1 and _FIGURE.search(row.text) is not None and _CALL.search(row.text) is None


def _is_other(block: Block) -> bool:
    """Whether a line belongs to something else than the notice above it: a heading, the headline of another story, another box."""
    if find_attachments((block.element,), None):
        return any(_names_story(link) for link in itertools.islice(block.element.iter("a"), MOST_LINES))
    return block.kind == "heading" or is_linked_headline(block) or line_zone(block.text) == "related" or is_imprint(block.text)


def _names_story(link: HtmlElement) -> bool:
    return not is_document(link.get("href") or "") and beginning(link).count(" ") >= HEADLINE


def _is_entry(block: Block) -> bool:
    return block.words * (1 - block.link) >= _BESIDE


def _around(first: HtmlElement, last: HtmlElement) -> HtmlElement:
    """The smallest element around two of a page."""
    around = {last, *last.iterancestors()}
    return next(element for element in (first, *first.iterancestors()) if element in around)
