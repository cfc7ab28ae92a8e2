"""One compiled pattern for any number of fixed phrases: alternatives factored by common beginnings, longest first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def alternation(phrases: Iterable[str]) -> str:
    """A pattern that matches the longest of the phrases at a position; its cost does not grow with their number."""
    tree: dict[str, Any] = {}
    for phrase in phrases:
        node = tree
        for letter in phrase:
            node = node.setdefault(letter, {})
        node[""] = {}
    return _pattern(tree)


def initial(word: str) -> str:
    """A pattern for a word at its beginning. Letters first: the engine then skips fast to them, which it does not with a \\b before."""
    return rf"{word}(?<!\w{word})"


def ahead(words: Iterable[str]) -> str:
    """A pattern for the place where one of the words stands, which takes nothing. Before a long pattern whose matches all begin with one
    of them it spares trying every alternative at every word."""
    return rf"(?<!\w)(?={alternation(words)}(?!\w))"


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(letter) + _pattern(rest) for letter, rest in sorted(node.items()) if letter]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"
    if "" not in node:
        return joined
    return f"(?:{joined})?"
