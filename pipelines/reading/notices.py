"""Notices: pages whose text is a file. Under a headline stand a line or none and the links to the documents, and nothing else."""

from __future__ import annotations

import itertools
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
from pipelines.reading.leads import LeadLines
from pipelines.reading.teasers import is_linked_headline
from pipelines.reading.titles import is_stated, stated_keys

MAY_BE_NOTICE = ("empty", "listing", "video")  # what the generic reader takes such a page for
MOST_FILES = 4  # of one notice; a page with more is a list of documents
MOST_ENTRIES = 2  # lines that say something beside the link to their file; with more each is a document of a list
MOST_LINES = 25  # between the headline and the last file
HEADLINE = 4  # words of the shortest headline
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
