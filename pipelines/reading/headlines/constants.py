"""Constants of a site: what most of its pages state or print where a headline could stand, and what is therefore no article's headline.

Learned from kept pages by `corpus constants`, looked at by a person, and told by the source's file (`constants`): a rule of reading like
any other, the same for a crawl and for every replay.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pipelines.html.blocks import walk_blocks
from pipelines.html.head import Head, read_head
from pipelines.html.linked_data import json_ld_of
from pipelines.html.tree import Tree, parse_tree
from pipelines.reading.headlines.typesetting import heading_rank, is_named, is_named_as_part
from pipelines.reading.titles import title_key, title_parts
from pipelines.text.decoding import to_utf8
from pipelines.values.page import Page

LEAST_PAGES = 10  # a site with fewer shows nothing
SHARE = 0.8  # of the pages
_LONGEST = 200  # characters of a constant
_LINKED = 0.5  # share of a line that is link: the newest headlines stand on every page too, as links


class Constant(NamedTuple):
    """A text and the number of pages that carry it."""

    text: str
    pages: int


class Learned(NamedTuple):
    """The constants of one site, the most frequent first, and the number of pages looked at."""

    constants: tuple[Constant, ...]
    pages: int


def learn_constants(pages: Iterable[Page]) -> Learned:
    """What at least SHARE of the pages (of different addresses) carry; nothing from fewer than LEAST_PAGES."""
    counts: dict[str, Constant] = {}
    looked_at = 0
    for page in pages:
        tree = parse_tree(to_utf8(page.body, page.headers.get("content-type")))
        if tree is None:
            continue
        looked_at += 1
        for key, text in _carried(tree).items():
            counts[key] = Constant(text, counts[key].pages + 1 if key in counts else 1)
    if looked_at < LEAST_PAGES:
        return Learned((), looked_at)
    found = (constant for constant in counts.values() if constant.pages >= SHARE * looked_at)
    return Learned(tuple(sorted(found, key=lambda c: (-c.pages, c.text))), looked_at)


@lru_cache(maxsize=256)
def constant_keys(constants: tuple[str, ...]) -> frozenset[str]:
    """The keys (see titles.title_key) of the constants a source's file names."""
    return frozenset(map(title_key, constants))


def _carried(tree: Tree) -> dict[str, str]:
    """By key, what one page states or prints where a headline could stand."""
    texts = (*_stated(read_head(tree, json_ld_of(tree.told).values())), *_printed(tree))
    return {key: text for text in texts if len(text) <= _LONGEST and (key := title_key(text))}


def _stated(head: Head) -> Iterator[str]:
    for text in (head.og_title, head.headline, head.title, *title_parts(head.title)):
        if text:
            yield text


def _printed(tree: Tree) -> Iterator[str]:
    body = tree.root.find("body")
    for block in walk_blocks(body if body is not None else tree.root).blocks:
        named = is_named(block.element) or is_named_as_part(block.element)
        if block.link <= _LINKED and (named or heading_rank(block)):
            yield block.text
