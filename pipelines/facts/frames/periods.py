"""Periods: from sentence to sentence, of which year the text is telling. This file decides what opens, carries and ends a period.

Opens: a year at the head of a sentence, a part of a year, a date, a range, a target ("topic", "part", "date", ...); in a sentence with
several, the last of the strong ones. A base of comparison opens the year after it, where its sentence names no other.
Carries: over the sentences of the paragraph ("next", "paragraph"), from a heading or the paragraph before ("above"), from farther ("far").
Ends: with the next period. Laws, founding years, years in brackets and years in names never carry.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple, get_args

from pipelines.facts.frames.reference_year import Said
from pipelines.facts.frames.year_senses import Sense
from pipelines.text.sentences import Cut
from pipelines.values.mentions import YearRange

Carry = Literal["here", "next", "paragraph", "above", "far"]
CARRIES: tuple[Carry, ...] = get_args(Carry)
Opening = Literal["topic", "part", "date", "year", "range", "since", "target", "base"]
OPENINGS: tuple[Opening, ...] = get_args(Opening)
_STRONG: tuple[Sense, ...] = ("topic", "part", "range", "target")
_WEAK: tuple[Sense, ...] = ("date", "year", "since")


class Period(NamedTuple):
    """From `start` to `end` the text tells of `years`; `rule`: the sense of the year that opened it, at offset `opened`."""

    start: int
    end: int
    years: YearRange
    rule: Opening
    opened: int


class Periods(NamedTuple):
    """The periods of a text in order, and their starts."""

    all: tuple[Period, ...]
    starts: tuple[int, ...]

    def at(self, offset: int) -> Period | None:
        """The period that holds an offset."""
        i = bisect_right(self.starts, offset) - 1
        return self.all[i] if i >= 0 else None


def periods_of(said: Sequence[Said], cut: Cut, length: int) -> Periods:
    """All periods of a text; linear in its years."""
    opened: list[Period] = []
    i = 0
    while i < len(said):
        begin, end = cut.sentence(said[i].mention.start)
        j = i
        while j < len(said) and said[j].mention.start < end:
            j += 1
        if found := _opening(said[i:j], begin):
            opened.append(found)
        i = max(j, i + 1)
    ends = [period.start for period in opened[1:]] + [length] * bool(opened)
    closed = tuple(period._replace(end=end) for period, end in zip(opened, ends, strict=True))
    return Periods(closed, tuple(period.start for period in closed))


def _opening(said: Sequence[Said], begin: int) -> Period | None:
    """The period one sentence opens by its years."""
    for senses in (_STRONG, _WEAK, ("base",)):
        fitting = [one for one in said if one.sense in senses]
        if senses is _STRONG and any(one.sense != "target" for one in fitting):
            fitting = [one for one in fitting if one.sense != "target"]
        if fitting:
            one = fitting[0] if senses is _WEAK else fitting[-1]
            years = (one.mention.year_from, one.mention.year_to)
            if one.sense == "base":
                years = (one.mention.year_to + 1, one.mention.year_to + 1)
            return Period(begin, begin, years, one.sense, one.mention.start)  # type: ignore[arg-type]
    return None


def carry_of(period: Period, begin: int, paragraph: int, cut: Cut) -> Carry:
    """How far a period has been carried to the sentence at `begin` of the paragraph at `paragraph`."""
    if period.start >= begin:
        return "here"
    if period.start >= paragraph:
        between = bisect_right(cut.sentences, begin) - bisect_right(cut.sentences, period.start)
        return "next" if between == 1 else "paragraph"
    between = bisect_right(cut.paragraphs, paragraph) - bisect_right(cut.paragraphs, period.start)
    return "above" if between == 1 else "far"
