"""Notices: pages whose text is a file. Under a headline stand a line or none and the links to the documents, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.head import Head
from pipelines.html.markers import is_imprint
from pipelines.html.zones import line_zone
from pipelines.reading.attachments import find_attachments
from pipelines.reading.generic import Guess
from pipelines.reading.teasers import is_linked_headline
from pipelines.reading.titles import is_stated, stated_keys

MOST_FILES = 4  # of one notice; a page with more is a list of documents
MOST_LINES = 25  # between the headline and the last file
HEADLINE = 4  # words of the shortest headline


def as_notice(guess: Guess, head: Head) -> Guess | None:
    """The guess narrowed to a notice: from the headline, which the head of the page repeats, to the last of the files below it, before any
    other story is linked. None when the page is no such notice."""
    blocks = guess.walk.blocks
    title = guess.title or ""
    if guess.at < 0 or title.count(" ") + 1 < HEADLINE or not is_stated(title, stated_keys(head)):
        return None
    end, files = 0, set[str]()
    for index, block in enumerate(blocks[guess.at + 1 : guess.at + 1 + MOST_LINES], guess.at + 1):
        linked = {attachment.url for attachment in find_attachments((block.element,), None)}
        if linked:
            files |= linked
            end = index + 1
        elif is_linked_headline(block) or line_zone(block.text) == "related" or is_imprint(block.text):
            break
    if not files or len(files) > MOST_FILES:
        return None
    container = _around(blocks[guess.at + 1 : end])
    return replace(guess, container=container, blocks=tuple(blocks[guess.at + 1 : end]), leads=(), related=())


def _around(blocks: Sequence[Block]) -> HtmlElement:
    """The smallest element around lines of a page."""
    first, last = blocks[0].element, blocks[-1].element
    around = {last, *last.iterancestors()}
    return next(element for element in (first, *first.iterancestors()) if element in around)
