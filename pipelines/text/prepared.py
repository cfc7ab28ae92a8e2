"""Prepared: one text with what every search in it needs (lower case, tone placement, sentences), made once and handed down."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.text.normal import tone_key
from pipelines.text.sentences import Cut, cut, lowered

_MARKS = "\n.,;:!?…()[]\"“”‘’'%*•"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A normalised text and its forms. Every offset into `text` holds in all of them."""

    text: str
    low: str  # in lower case
    bare: str  # in lower case, a blank for every mark that may be glued to a word
    key: str  # tones placed the new way: names are looked for in it
    cut: Cut  # into paragraphs and sentences


def prepare(text: str) -> Prepared:
    """All forms of a normalised text; linear time, any text."""
    low = lowered(text)
    return Prepared(text, low, bare(low), tone_key(text), cut(text))


def bare(low: str) -> str:
    """The text with a blank for every mark that may be glued to a word; every offset kept."""
    for mark in _MARKS:
        low = low.replace(mark, " ")
    return low
