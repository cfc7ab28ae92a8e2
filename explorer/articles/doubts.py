"""The doubts of an article's figures: what the years and provinces around each bear out (explorer/wording/doubts.py says it)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from explorer.database import rows
from explorer.wording.doubts import FIELDS, Doubted

_FIGURES = """SELECT m.*, p.sentence_start, p.sentence_end, a.published IS NOT NULL AS dated FROM amounts m
    JOIN _amounts p ON p.article = m.article AND p.start = m.start AND p."end" = m."end" JOIN articles a ON a.id = m.article
    WHERE m.article = ? AND m.certainty IN ('doubtful', 'unsure') ORDER BY m.start LIMIT 4000"""
_YEARS = "SELECT start, year_from, year_to FROM years WHERE article = ? AND law = 0 AND comparison = 0 ORDER BY start LIMIT 4000"
_PROVINCES = "SELECT start, name FROM provinces WHERE article = ? ORDER BY start LIMIT 4000"


class Place(NamedTuple):
    """Where a figure stands."""

    start: int
    end: int


class Named(NamedTuple):
    """A year or span of years, or a province, named at a place of the text; `first` and `last` year are 0 for a province."""

    start: int
    words: str
    first: int = 0
    last: int = 0


def doubts_of(corpus: sqlite3.Connection, article: int) -> dict[Place, Doubted]:
    """The figures of an article that are not sure, by their place."""
    years = [named_year(*row) for row in corpus.execute(_YEARS, (article,))]
    provinces = [Named(*row) for row in corpus.execute(_PROVINCES, (article,))]
    found = {}
    for row in rows(corpus, _FIGURES, article):
        chances = chances_of(row)
        span = (row["sentence_start"], row["sentence_end"])
        others = {"year": other_years(years, span, (row["year_from"], row["year_to"])),
                  "province": other_provinces(provinces, span, row["province"])}  # fmt: skip
        found[Place(row["start"], row["end"])] = Doubted(chances, row["link_rule"], bool(row["dated"]), others)
    return found


def chances_of(row: Mapping[str, Any]) -> dict[str, float]:
    """How sure each field is, of those that are rated."""
    return {field: row[f"{field}_confidence"] for field in FIELDS if row[f"{field}_confidence"] is not None}


def named_year(start: int, first: int, last: int) -> Named:
    """A mention of a year or a span."""
    return Named(start, str(first) if first == last else f"{first}–{last}", first, last)


def other_years(named: Iterable[Named], span: Sequence[int | None], own: Sequence[int | None]) -> list[str]:
    """Years named in a sentence that have nothing in common with the figure's own."""
    first, last = own[0], own[1]
    within = _within(named, span)
    return list(dict.fromkeys(one.words for one in within if first is None or last is None or one.last < first or one.first > last))


def other_provinces(named: Iterable[Named], span: Sequence[int | None], own: str | None) -> list[str]:
    """Provinces named in a sentence beside the figure's own."""
    return list(dict.fromkeys(one.words for one in _within(named, span) if one.words != own))


def _within(named: Iterable[Named], span: Sequence[int | None]) -> list[Named]:
    begin, end = span[0], span[1]
    return [] if begin is None or end is None else [one for one in named if begin <= one.start < end]
