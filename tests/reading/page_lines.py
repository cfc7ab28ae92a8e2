"""Lines of made pages for tests of single rules: a line of so many words, with the marks that a rule looks at."""

from __future__ import annotations

from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from pipelines.html.blocks import Block
from pipelines.html.tree import Tree, parse_tree

SYLLABLES = ("bản", "mở", "lớp", "đan", "cói", "cho", "trai", "gái", "quanh", "làng")


def said(count: int, end: str = "") -> str:
    """A text of `count` words that begins with a capital."""
    words = " ".join(SYLLABLES[i % len(SYLLABLES)] for i in range(count))
    return words.capitalize() + end


def element(markup: str) -> HtmlElement:
    """The innermost first element of a piece of mark-up (well-formed)."""
    found: Any = etree.fromstring(markup)
    while len(found):
        found = found[0]
    return found  # type: ignore[no-any-return]


def line(text: str, markup: str = "<p/>", **marks: Any) -> Block:
    """A line that stands in the innermost element of the mark-up."""
    return Block(text, element(markup), **marks)


def tree_of(html: str) -> Tree:
    """A parsed page."""
    tree = parse_tree(html)
    assert tree is not None
    return tree
