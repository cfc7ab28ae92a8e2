"""Years: every expression that says in which calendar year(s) something happened, happens or is planned.

Digits part only ("2017", "2007 - 2015", "6/2018", "25/10/2017"); relative words are in relative.py. Never numbers of laws or
standards, quantities, phone numbers. Source of the rules: the labelling guide of the gold sets.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from pipelines.facts.amounts.nouns import read_noun
from pipelines.facts.amounts.unaccented import with_accents
from pipelines.facts.amounts.units import SCALE, read_unit
from pipelines.facts.years.calls import is_called
from pipelines.facts.years.citations import cites_date, document_number, numbers_document, titles_law
from pipelines.facts.years.comparison import follows_comparison
from pipelines.facts.years.decades import find_decades
from pipelines.facts.years.relative import Clock, relative_years
from pipelines.text.phrases import initial
from pipelines.values.mentions import Context, YearMention, YearRange

_LONGEST_GROWTH = 10  # years between a year and the one it is compared with by a stroke
_YEAR = re.compile(r"(?:1[789]|20)[0-9]{2}(?![0-9])")
_DATE_BEFORE = re.compile(r"(?<![\d/.,-])(0?[1-9]|[12]\d|3[01])(\s?[/.-]\s?)(0?[1-9]|1[0-2])\2$")
_MONTH_BEFORE = re.compile(r"(?<![\d/.,:-])(\d{1,2})\s?[/.-]\s?$")
_ISO_AFTER = re.compile(r"-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)")
_RANGE_AFTER = re.compile(r"(\s?)([-–—/])\s?(?:năm )?((?:1[789]|20)\d\d(?!\d)|\d\d(?![\d/.,:-]))")
_MONTH_WORD = re.compile(r"(?:[Tt]háng|[Qq]u[ýí]) ?$")
_QUARTER = re.compile(r"(?:[Qq]u[ýí] ?|(?<!\w)Q)$")
_EDITION = re.compile(r"(?:[Bb]áo|[Tt]ạp chí|[Ấấ]n phẩm|[Kk]ỳ|[Bb]ản tin|[CcTtNnĐđ](?:huyên|ập|ội|ặc) san)[^\n.;]{0,40} số $")
_YEAR_WORD = re.compile(
    r"(?:[Nn]ăm|[Gg]iai đoạn|[Tt]ừ|[Đđ]ến|[Tt]ới|[Tt]rong|[Vv]ào|[Cc]ùng kỳ|[Ss]o với|[Tt]hời kỳ|[Nn]iên vụ|[Vv]ụ|[Đđ]ầu|[Cc]uối|[Gg]iữa"
    r"|[Qq]u[ýí]|[Tt]rước|[Ss]au|[Nn]iên khóa|[Mm]ùa|[Ss]ang|[Hh]ết|[Tt]hập niên|[Tt]hập kỷ|[Kk]ỳ|[Xx]uân|[Tt]ết|[Đđ]ời|[Ss]inh|SN)\s$"
)
_AGE_AFTER = re.compile(r"\s(?:năm|tháng|ngày|tuổi|lần)(?!\w)|\s?[-–]\s?\d+[.,]\d")
_GROUP_AFTER = re.compile(r"\s\d{3}(?!\w)")  # "2016 250 đồng" is one number; "năm 2016 250 hộ" are two
# "năm 2031/2030", "9T2031/9T2030", "2031/30": growth of the first over the second
_YEAR_ON_YEAR = re.compile(r" ?/ ?(?:\d{1,2}[TtHh]|Q[1-4]/|[IVX]{1,3}/)?((?:1[789]|20)\d\d|\d\d)(?![\d/]|[.,]\d)")
_SEASON = re.compile(r"(?:vụ|mùa|niên khóa|mùa giải|năm học|tài chính|tài khóa) $")
_GLUED_BEFORE = re.compile(r"(?:[^\W\d_]{3}|\d[HTQhtq]|Q[1-4]|FY)$")
_MONEY_BEFORE = re.compile(r"(?:USD|VND|VNĐ|EUR|GBP|JPY|CNY|[$€£¥₫]) ?$")
_BIRTH = re.compile(rf"(?:{initial('sinh')}(?: năm| ngày)?|{initial('sn')})[ :]*$")  # "bà A, sinh năm 1957" dates a person
_PLANNED = re.compile(
    r"(?:đến năm|tầm nhìn|dự kiến|kế hoạch|mục tiêu|phấn đấu|định hướng|quy hoạch)[^\n.;,]{0,30}$"
    rf"|(?:{initial('sẽ')}|{initial('có')} thể|{initial('dự')} báo|{initial('kỳ')} vọng) [^\n.;,]{{0,40}}vào năm $"
)
_FROM_TO = re.compile(r"từ (?:đầu |cuối |giữa )?(?:năm |tháng )?[\d/]*\d{4} đến (?:hết |cuối |đầu )?năm $")
_NOT_A_YEAR = re.compile(r"(?:(?<!\w)số|[Đđ]iều|[Hh]otline|[Tt]el|ĐT|[Pp]hòng|tổng đài|(?:máy|số) (?:lẻ|nhánh)|(?<!\w)[Ee]xt\.?)[: ]\s?$")
_QUARTER_SLASH = re.compile(r"(?:[IVX]+|[Qq]\d|\d{1,2}[TtHh]|\d)\s?[/-]\s?$")


class _Read(NamedTuple):
    """Years as written at a place, by which rule; `law`: the date or year of a cited document."""

    start: int
    end: int
    years: YearRange
    rule: str
    law: bool = False


def find_years(text: str, context: Context) -> list[YearMention]:
    """Year mentions in order. `context.published` (ISO date or None) resolves năm nay, năm ngoái, năm tới. Never raises."""
    accented = with_accents(text)
    if accented == text:
        return _found(text, context)
    return [replace(year, surface=text[year.start : year.end]) for year in _found(accented, context)]


def _found(text: str, context: Context) -> list[YearMention]:
    decades = find_decades(text)
    found = [_mention(text, _Read(decade.start, decade.end, decade.years, "decade"), context.year) for decade in decades]
    position, taken = 0, {start for decade in decades for start in range(decade.start, decade.end)}
    for match in _YEAR.finditer(text):
        if match.start() < position or match.start() in taken:
            continue
        mention, position = _absolute(text, match, context.year)
        if mention:
            found.append(mention)
    found.sort(key=lambda mention: mention.start)
    found += relative_years(text, Clock(context.year, context.month, tuple(found)))
    return sorted(found, key=lambda mention: mention.start)


def _absolute(text: str, match: re.Match[str], published: int | None) -> tuple[YearMention | None, int]:
    """The mention around these four digits, or None; and where to read on."""
    start, end = match.span()
    if stop := document_number(text, start):
        return None, stop
    before = text[max(0, start - 14) : start]
    year = int(match[0])
    if dated := _DATE_BEFORE.search(before):
        begin = start - len(before) + dated.start()
        return _mention(text, _Read(begin, end, (year, year), "date", cites_date(text, begin)), published), end
    if iso := _ISO_AFTER.match(text, end):
        return _mention(text, _Read(start, iso.end(), (year, year), "date-iso"), published), iso.end()
    if numbers_document(text, start):
        return None, end
    if month := _MONTH_BEFORE.search(before):
        mention = _month(text, match, start - len(before) + month.start(), published)
        return mention, mention.end if mention else end
    if is_called(text, start):
        return None, end
    if stop := _over_another(text, end, year):
        return _mention(text, _Read(start, stop, (year, year), "year"), published), stop
    if ranged := _RANGE_AFTER.match(text, end):
        mention = _range(text, match, ranged, published)
        if mention:
            return mention, mention.end
        if before[-1:].isalpha() and _glued(text, start):
            return None, ranged.end()  # "mẫu K2017-2020"
    if not _is_year(text, start, end):
        return None, end
    law = titles_law(text, start) or cites_date(text, start)
    return _mention(text, _Read(start, end, (year, year), "year", law), published), end


def _over_another(text: str, end: int, year: int) -> int:
    """Where a year before that `year` is compared with ends ("2031/2030"), or 0."""
    growth = _YEAR_ON_YEAR.match(text, end)
    if growth is None:
        return 0
    base = int(growth[1]) if len(growth[1]) == 4 else year // 100 * 100 + int(growth[1])
    return growth.end() if (0 < year - base <= _LONGEST_GROWTH if len(growth[1]) == 4 else base == year - 1) else 0


def _month(text: str, match: re.Match[str], begin: int, published: int | None) -> YearMention | None:
    """ "6/2018" is a month, "quý 2/2023" a quarter (year alone), "số 23-2023" an edition; "5.2017" only after tháng or quý."""
    start, end, year = match.start(), match.end(), int(match[0])
    before = text[max(0, begin - 60) : begin]
    number = int(re.split(r"\D", text[begin:start], maxsplit=1)[0])
    rule = "month"
    if _QUARTER.search(before):
        begin, rule = start, "quarter"
    elif "." in text[begin:start] and not _MONTH_WORD.search(before):
        return None
    elif not 1 <= number <= 12:
        if not ("-" in text[begin:start] and before.endswith("số ")) and not _EDITION.search(before):
            return None
        begin, rule = start, "edition"
    elif text[end : end + 1] in ("/", "⁄") and text[end + 1 : end + 2].isalpha() and text[end + 1 : end + 2].isupper():
        return None
    return _mention(text, _Read(begin, _over_another(text, end, year) or end, (year, year), rule), published)


def _range(text: str, match: re.Match[str], ranged: re.Match[str], published: int | None) -> YearMention | None:
    first, last, end = int(match[0]), ranged[3], ranged.end()
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if len(last) == 2 and ranged[2] == "/" and not (final == first + 1 and _SEASON.search(text, max(0, match.start() - 10), match.start())):
        return None
    if len(last) == 2 and (ranged[1] or not first < final <= first + 20 or text[end : end + 1].isalpha()):
        return None
    if not first <= final <= first + 120 or _glued(text, match.start()) or _followed_by_unit(text, end):
        return None
    return _mention(text, _Read(match.start(), end, (first, final), "range"), published)


def _glued(text: str, start: int) -> bool:
    before = text[start - 1] if start else " "
    if before.isdigit() or (before in ".,:" and text[start - 2 : start - 1].isdigit()):
        return True
    return before.isalpha() and not _GLUED_BEFORE.search(text[max(0, start - 3) : start])


def _is_year(text: str, start: int, end: int) -> bool:
    """Does a bare four-digit number stand for a year? Context words say yes; glue, units and counted nouns say no."""
    after = text[end : end + 2]
    if _glued(text, start) or (after[:1] in (".", ",", ":") and after[1:].isdigit()) or after[:1].isalpha():
        return False
    if (after[:1] in ("/", "⁄") and after[1:].isalpha() and after[1:].isupper()) or _AGE_AFTER.match(text, end):
        return False
    if text[start - 4 : start] not in ("năm ", "Năm ") and _GROUP_AFTER.match(text, end):
        return False
    if _MONEY_BEFORE.search(text, max(0, start - 4), start):
        return False
    if text[start : start + 2] in ("17", "18") and text[max(0, start - 4) : start].casefold() not in ("năm ", " từ ", "đến "):
        return False
    if _YEAR_WORD.search(text, max(0, start - 12), start):
        return not _followed_by_unit(text, end)
    before = text[max(0, start - 12) : start]
    if before.endswith(("/", "+", "⁄")) or (before.endswith("-") and before[-2:-1].isalnum()):
        return _QUARTER_SLASH.search(before) is not None
    if _NOT_A_YEAR.search(before):
        return False
    return not _followed_by_unit(text, end) and read_noun(text, end, closed=True) is None


def _followed_by_unit(text: str, end: int) -> bool:
    return SCALE.match(text, end) is not None or read_unit(text, end, scaled=False) is not None


def _mention(text: str, read: _Read, published: int | None) -> YearMention:
    start, end, years = read.start, read.end, read.years
    before = text[max(0, start - 60) : start].casefold()
    return YearMention(
        year_from=years[0],
        year_to=years[1],
        start=start,
        end=end,
        surface=text[start:end],
        relative=False,
        rule="birth" if _BIRTH.search(before) else read.rule,
        comparison=follows_comparison(before),
        plan=_is_plan(before, years[1], published),
        law=read.law,
    )


def _is_plan(before: str, year: int, published: int | None) -> bool:
    """Later than the publication, or told as plan or horizon by the words before (and not already past then)."""
    if published is not None and year != published:
        return year > published
    return _PLANNED.search(before) is not None and not _FROM_TO.search(before)
