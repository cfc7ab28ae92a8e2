"""The stretch of a text that shows best why it was found."""

from __future__ import annotations

import re

from explorer.searching.letters import LETTERS, LOWER, spellings
from explorer.searching.query import Query

_BEFORE, _AFTER, _LOOKED_AT = 50, 190, 40_000  # characters of a snippet around its first hit; of a text searched for snippets


def pattern_of(query: Query) -> re.Pattern[str]:
    """Finds the words in lower text, without accents unless the query counts them; a phrase may be broken by any space or sign."""
    said = []
    for term in query.terms:
        for text in spellings(term.text) if query.exact else [term.text.translate(LETTERS)]:
            parts = re.findall(r"\w+", text)
            said.append(r"\W{1,3}".join(map(re.escape, parts)) + (r"\w{0,40}" if term.prefix else "") + r"(?!\w)")
    return re.compile("(?<!\\w)(?:" + "|".join(said) + ")") if said else re.compile("(?!)")


def snippet(text: str, pattern: re.Pattern[str], marks: tuple[str, str], exact: bool = False) -> str:
    """The stretch of text with most of the words, each between marks; the beginning of the text when it holds none."""
    folded = text[:_LOOKED_AT].translate(LOWER if exact else LETTERS)
    spans = [match.span() for match in pattern.finditer(folded)][:100]
    if not spans:
        return " ".join(text[: _BEFORE + _AFTER].split())

    def worth(span: tuple[int, int]) -> tuple[int, int, int]:
        near = [len({folded[a:b] for a, b in spans if span[0] <= a < span[0] + reach}) for reach in (_AFTER, 40)]
        return near[0], near[1], -span[0]

    first = max(spans, key=worth)[0]
    start, end = _word_start(text, first - _BEFORE), _word_start(text, first + _AFTER, len(text))
    pieces, at = ["…" if start else ""], start
    for a, b in spans:
        if start <= a and b <= end:
            pieces += [text[at:a], marks[0], text[a:b], marks[1]]
            at = b
    return " ".join("".join([*pieces, text[at:end], "…" if end < len(text) else ""]).split())


def _word_start(text: str, place: int, last: int = 0) -> int:
    """The begin of a word at or shortly before a place; `last` for places beyond the end."""
    if place <= 0 or place >= len(text):
        return max(0, last) if place > 0 else 0
    space = text.rfind(" ", max(0, place - 20), place)
    return space + 1 if space >= 0 else place
