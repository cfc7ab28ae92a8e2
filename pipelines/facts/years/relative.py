"""Relative years: năm nay, năm ngoái, năm trước, năm sau, năm tới, cùng kỳ - only when the year can be known.

The publication year decides năm nay, năm ngoái and năm tới; năm trước and cùng kỳ rest on the year the text is speaking of.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.years.comparison import follows_comparison
from pipelines.values.mentions import YearMention

_WORDS = re.compile(r"ăm (?:nay|ngoái|trước đó|trước(?! (?:khi|ngày|đây))|sau đó|sau(?! (?:khi|ngày|đây))|tới)(?!\w)")
_PERIOD = re.compile(r"ùng kỳ(?!\w)(?!\s(?:các )?(?:tháng |quý )?(?:năm|\d|tháng))")
_LOOSE = re.compile(
    r"(?:những|các|nhiều|mấy|vài|chục|trăm|mươi|mười|lăm|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|một|mỗi|từng|nửa|bao|thường|hàng|hằng|cách|sau|\d)\s$",
    re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,2}|(?:mười )?(?:một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|tám|chín)|mười)"
# "tháng 5 [năm ngoái]", "ngày 5/6 [năm nay]", "tuần thứ hai [năm nay]" are no counts of years, "trong vòng 3 [năm trước]" is one
_PART_BEFORE = re.compile(
    r"(?:(?<!\w)(?:tháng|quý|ngày|mùa|vụ|tuần|phiên|đợt|học kỳ|thứ|khóa|hạng|mùng) (?:thứ )?"
    rf"{_NUMBER}(?:(?:[/.-]|,? và |, | đến | ?- ?){_NUMBER})?|(?<!\d)\d{{1,2}}[/.]\d{{1,2}})\s$",
    re.IGNORECASE,
)
_LONG_AGO = 5  # years
_TET_AHEAD = 10  # from this month "Tết năm nay" is the coming one
_RULES = {"nay": "this", "ngoái": "last", "trước": "before", "đó": "before", "sau": "after", "tới": "next", "kỳ": "same-period"}


class Clock(NamedTuple):
    """What relative words rest on: year and month of publication (None when unknown) and the absolute mentions of the text."""

    published: int | None
    month: int | None
    mentions: tuple[YearMention, ...]


def relative_years(text: str, clock: Clock) -> list[YearMention]:
    """The relative mentions of the text whose year can be known, in order."""
    now = clock.published or _year_of_text(clock.mentions)
    spoken = [m for m in clock.mentions if not (m.comparison or m.law or (now is not None and m.year_to > now))]
    found: list[YearMention] = []
    index, last = 0, None
    for start, end in _places(text):
        while index < len(spoken) and spoken[index].start < start:
            last, index = spoken[index], index + 1
        word = text[start:end].casefold()
        if word.endswith("sau đó") or _counts_years(text, start):
            continue
        comparison = word == "cùng kỳ" or follows_comparison(text[max(0, start - 50) : start].casefold())
        base, told = now, last is not None and _same_sentence(text, last.end, start)
        if not told and (word == "năm sau" or (clock.published is None and not comparison and word.startswith("năm trước"))):
            continue  # "kế hoạch cho năm sau": any next year
        if last and (told or _recent(last.year_to, now, clock)):
            base = last.year_to
        year = _resolve(word, (now, base), clock.published is not None, comparison)
        if year is None:
            continue
        if word == "năm nay" and (clock.month or 1) >= _TET_AHEAD and text[max(0, start - 4) : start].casefold() == "tết ":
            year += 1
        plan = now is not None and year > now
        rule = "relative-" + _RULES[word.rsplit(" ", 1)[-1]]
        mention = YearMention(year, year, start, end, text[start:end], True, rule, comparison=comparison, plan=plan)
        found.append(mention)
        if word == "năm nay" and not comparison:
            last = mention
    return found


def _places(text: str) -> list[tuple[int, int]]:
    found = [match.span() for pattern in (_WORDS, _PERIOD) for match in pattern.finditer(text)]
    return sorted((start - 1, end) for start, end in found if start and text[start - 1] in "nNcC")


def _counts_years(text: str, start: int) -> bool:
    """Whether a number of years stands before the words ("20 năm nay", "nhiều năm trước")."""
    return bool(_LOOSE.search(text, max(0, start - 8), start)) and not _PART_BEFORE.search(text, max(0, start - 24), start)


def _year_of_text(mentions: tuple[YearMention, ...]) -> int | None:
    """The present of a text of unknown date: the first year it tells as fact (the lead says when), else the year after a compared one."""
    told = [m for m in mentions if not (m.plan or m.law) and m.year_from == m.year_to]
    facts = (m.year_to for m in told if not m.comparison)
    return next(facts, max((m.year_to + 1 for m in told if m.comparison), default=None))


def _resolve(word: str, years: tuple[int | None, int | None], dated: bool, comparison: bool) -> int | None:
    now, base = years
    if word == "năm nay" or now is None or base is None:
        return now
    if word == "năm ngoái":
        return now - 1 if dated or comparison else None
    if word == "năm tới":
        return now + 1 if dated else None
    return base + 1 if word == "năm sau" else base - 1


def _same_sentence(text: str, end: int, start: int) -> bool:
    return text.find("\n", end, start) < 0 and text.find(". ", end, start) < 0


def _recent(year: int, now: int | None, clock: Clock) -> bool:
    """A year may be carried over from an earlier sentence when it is the year of publication, or the last one in a year's first months;
    without a date when it is not long before the present of the text."""
    if clock.published is None:
        return now is not None and year >= now - _LONG_AGO
    return year == clock.published or (year == clock.published - 1 and (clock.month or 12) <= 3)
