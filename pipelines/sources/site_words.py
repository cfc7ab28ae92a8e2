"""Words of sites: what a section of a navigation is about, what a refusal gives as its reason (data/sources/site_words.tsv)."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from pipelines.text.normal import fold, normalise
from pipelines.values.tables import Reasoned, lowered_phrase, read_table

Meaning = Literal["topic", "near", "news", "never", "abroad", "guard"]


class SiteWordRow(Reasoned, frozen=True):
    """A row of data/sources/site_words.tsv."""

    section: Meaning
    phrase: str


@cache
def site_word_rows() -> tuple[SiteWordRow, ...]:
    """All words of sites. Raises TableError."""
    return read_table("sources/site_words.tsv", SiteWordRow, ["phrase"], lambda row: lowered_phrase(row.phrase, normalise(row.example)))


@cache
def _pattern(section: Meaning, folded: bool) -> re.Pattern[str]:
    phrases = [row.phrase for row in site_word_rows() if row.section == section]
    words = sorted({fold(p) if folded else p for p in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


def says(section: Meaning, text: str) -> bool:
    """Whether one of the section's phrases stands in a text as whole words, in any case."""
    return _pattern(section, False).search(normalise(text).lower()) is not None


def slug_says(section: Meaning, slug: str) -> bool:
    """The same for words without accents joined by hyphens, as addresses have them."""
    return _pattern(section, True).search(slug.lower().replace("-", " ").replace("_", " ")) is not None
