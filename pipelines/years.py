"""Years: every expression that says in which calendar year(s) something happened, happens or is planned.

Digits part only ("2017", "2007 - 2015", "6/2018", "25/10/2017"); relative words (năm nay, năm ngoái, cùng kỳ ...) only when the
year is knowable. Never numbers of laws or standards, quantities, phone numbers. Source of the rules: the labelling guide of the gold sets.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.counts import read_noun
from pipelines.legal import NUMBER as LEGAL_NUMBER
from pipelines.legal import cites_date, numbers_document, titles_law
from pipelines.mentions import Context, YearMention
from pipelines.units import SCALE, UNIT

_Y = r"(?:1[89]|20)\d\d"
_SCAN = re.compile(
    rf"(?P<date>(?<![\d/.-])\d{{1,2}}(?P<sep>\s?[/.-]\s?)\d{{1,2}}(?P=sep){_Y}(?!\d))"
    rf"|(?P<iso>(?<![\d/.-]){_Y}-\d\d-\d\d(?!\d))"
    rf"|(?P<range>(?<![\d/.,:-]){_Y}\s?(?P<dash>[-–—/])\s?(?:năm )?(?P<last>{_Y}|\d\d(?![\d/.,:-]))(?!\d))"
    rf"|(?P<month>(?<![\d/.,:-])\d{{1,2}}\s?[/-]\s?(?P<month_year>{_Y})(?!\d))"
    rf"|(?P<year>{_Y})(?!\d)"
    r"|(?P<words>[Nn]ăm (?:nay|ngoái|trước đó|trước|sau|tới)(?!\w)|[Cc]ùng kỳ(?!\w))"
)
_MAYBE = re.compile(r"\d{4}|năm (?:n|t|s)|Năm (?:n|t|s)|ùng kỳ")
_YEAR_WORD = re.compile(
    r"(?:[Nn]ăm|[Gg]iai đoạn|[Tt]ừ|[Đđ]ến|[Tt]ới|[Tt]rong|[Vv]ào|[Cc]ùng kỳ|[Ss]o với|[Tt]hời kỳ|[Nn]iên vụ|[Vv]ụ|[Đđ]ầu|[Cc]uối|[Gg]iữa|[Qq]u[ýí]"
    r"|[Tt]rước|[Ss]au|[Nn]iên khóa|[Mm]ùa|[Ss]ang|[Hh]ết|[Tt]hập niên|[Tt]hập kỷ|[Kk]ỳ|[Xx]uân|[Tt]ết|[Đđ]ời|năm học|năm tài chính|[Ss]inh)\s$"
)
_COMPARED = re.compile(r"(?:so với|cùng kỳ)[^\n.;,]{0,40}$")
_PLANNED = re.compile(r"(?:đến năm|tầm nhìn|dự kiến|kế hoạch|mục tiêu|phấn đấu|định hướng|quy hoạch)[^\n.;,]{0,30}$")
_LOOSE = re.compile(r"(?:những|các|nhiều|mấy|vài|hai|ba|\d)\s$", re.IGNORECASE)
_NUMBER_WORD = re.compile(r"(?:\bsố|\b[Đđ]iều|\b[Đđ]ường dây nóng|[Tt]el|ĐT|[Pp]hòng)[: ]\s?$")


class _Clock(NamedTuple):
    """What relative words rest on: the year of publication and the last year the text spoke of as fact."""

    published: int | None
    spoken: int | None


def find_years(text: str, context: Context) -> list[YearMention]:
    """Year mentions in order. `context.published` (ISO date or None) resolves năm nay, năm ngoái, năm tới. Never raises."""
    published = _published_year(context)
    clock = _Clock(published, None)
    found: list[YearMention] = []
    skip_until = 0
    for match in _SCAN.finditer(text):
        if match.start() < skip_until:
            continue
        if match["words"]:
            mention = _relative(text, match, clock, found)
        else:
            if end := _legal_end(text, match.start()):
                skip_until = end
                continue
            mention = _absolute(text, match, published)
        if mention is None:
            continue
        found.append(mention)
        if not (mention.comparison or mention.law) and mention.year_to <= (published or 9999) and not mention.plan:
            clock = clock._replace(spoken=mention.year_to)
    return found


def _published_year(context: Context) -> int | None:
    published = context.published or ""
    return int(published[:4]) if re.match(r"(?:19|20)\d\d", published) else None


def _legal_end(text: str, start: int) -> int:
    """End of the document number this match is part of, or 0."""
    begin = start
    while begin and start - begin < 12 and (text[begin - 1].isdigit() or text[begin - 1] in "/⁄"):
        begin -= 1
    number = LEGAL_NUMBER.match(text, begin)
    return number.end() if number and number.end() > start else 0


def _absolute(text: str, match: re.Match[str], published: int | None) -> YearMention | None:
    start, end, surface = match.start(), match.end(), match[0]
    law = False
    if match["date"]:
        day, month, year = (int(part) for part in re.split(r"\s?[/.-]\s?", surface))
        if not (1 <= day <= 31 and 1 <= month <= 12):
            return None
        years, rule, law = (year, year), "date", cites_date(text, start)
    elif match["iso"]:
        years, rule = (int(surface[:4]),) * 2, "date-iso"
    elif match["range"]:
        return _range(text, match, published)
    elif match["month"]:
        year = int(match["month_year"])
        if numbers_document(text, match.start("month_year")):
            return None
        before = text[max(0, start - 12) : start]
        if re.search(r"[Qq]u[ýí] $", before):
            start, rule = match.start("month_year"), "quarter"
        elif int(re.match(r"\d+", surface)[0]) > 12:  # type: ignore[index]
            if not re.search(r"số $", before):
                return None
            start, rule = match.start("month_year"), "edition"
        else:
            rule = "month"
        years = (year, year)
    else:
        if not _is_year(text, start, end):
            return None
        years, rule, law = (int(surface),) * 2, "year", titles_law(text, start) or cites_date(text, start)
    return _mention(text, (start, end), years, rule, (published, law))


def _range(text: str, match: re.Match[str], published: int | None) -> YearMention | None:
    start, end = match.start(), match.end()
    first, last = int(match[0][:4]), match["last"]
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if numbers_document(text, start):
        return None
    if len(last) == 2 and (final <= first or final - first > 40 or " " in match[0] or match["dash"] == "/"):
        return _mention(text, (start, start + 4), (first, first), "year", (published, False)) if _is_year(text, start, start + 4) else None
    if final < first or final - first > 120 or _followed_by_unit(text, end):
        return None
    return _mention(text, (start, end), (first, final), "range", (published, False))


def _is_year(text: str, start: int, end: int) -> bool:
    """Does a bare four-digit number stand for a year? Context words say yes; glue, units and counted nouns say no."""
    before, after = text[start - 1 : start], text[end : end + 2]
    if before and (before.isdigit() or before in ".,:" and text[start - 2 : start - 1].isdigit()):
        return False
    if before.isalpha() and not re.search(r"(?:[^\W\d_]{3}|\d[HTQhtq]|Q[1-4]|FY)$", text[max(0, start - 3) : start]):
        return False
    if after[:1] in (".", ",", ":") and after[1:].isdigit():
        return False
    if after[:1].isalpha() or after[:1] in "/⁄" and after[1:].isalpha() and after[1:].isupper():
        return False
    if numbers_document(text, start) or int(text[start:end]) > 2100:
        return False
    if _YEAR_WORD.search(text, max(0, start - 12), start):
        return not _followed_by_unit(text, end)
    if _NUMBER_WORD.search(text, max(0, start - 16), start) or before in "/+":
        return before == "/" and re.search(r"(?:[IV]+|[Qq]\d|\d)\s?/$", text[max(0, start - 6) : start]) is not None
    return not _followed_by_unit(text, end) and read_noun(text, end, closed=True) is None


def _followed_by_unit(text: str, end: int) -> bool:
    return SCALE.match(text, end) is not None or (unit := UNIT.match(text, end)) is not None and not unit["sign"] == "$"


def _relative(text: str, match: re.Match[str], clock: _Clock, found: list[YearMention]) -> YearMention | None:
    start, word = match.start(), match[0].casefold()
    if _LOOSE.search(text, max(0, start - 8), start):
        return None
    published, spoken = clock
    base = spoken or published
    year: int | None
    if word == "cùng kỳ":
        if re.match(r"\s(?:các\s)?(?:tháng |quý )?(?:năm|\d|tháng)", text[match.end() : match.end() + 14]):
            return None
        year = base - 1 if base else None
    elif word == "năm nay":
        year = published
    elif word == "năm ngoái":
        year = published - 1 if published else spoken - 1 if spoken and _COMPARED.search(text[max(0, start - 40) : start]) else None
    elif word in ("năm trước", "năm trước đó"):
        year = base - 1 if base else None
    elif word == "năm tới":
        year = published + 1 if published else None
    else:
        year = base + 1 if base else None
    if year is None:
        return None
    comparison = word == "cùng kỳ" or _COMPARED.search(text[max(0, start - 50) : start]) is not None
    rule = (
        "relative-"
        + {"nay": "this", "ngoái": "last", "trước": "before", "đó": "before", "sau": "after", "tới": "next", "kỳ": "same-period"}[
            word.split()[-1]
        ]
    )
    return YearMention(
        year, year, start, match.end(), match[0], True, rule, comparison=comparison, plan=published is not None and year > published
    )


def _mention(text: str, span: tuple[int, int], years: tuple[int, int], rule: str, flags: tuple[int | None, bool]) -> YearMention:
    start, end = span
    published, law = flags
    before = text[max(0, start - 60) : start].casefold()
    return YearMention(
        year_from=years[0],
        year_to=years[1],
        start=start,
        end=end,
        surface=text[start:end],
        relative=False,
        rule=rule,
        comparison=_COMPARED.search(before) is not None,
        plan=(published is not None and years[1] > published) or _PLANNED.search(before) is not None,
        law=law,
    )
