"""Days of news: a day told without its year ("sáng 12/4"), and the year it must lie in by the full dates told around it.

News follows what it tells as past and comes before the deadlines it sets: told on 5/2, with a fact of 24/12/2031, it is of 2032.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_DAY = re.compile(
    r"(?:(?<=ngày )|(?<=sáng )|(?<=trưa )|(?<=chiều )|(?<=tối )|(?<=hôm )|(?<=nay )|(?<=nay, )|(?<=nay \()|(?<=qua \())"
    r"(?P<day>[0-3]?\d)[-/.](?P<month>[01]?\d)(?![-/.,]?\d| ?%| (?:năm|tới|hàng năm|hằng năm|âm lịch))"
)
# bounds of a span, deadlines, dates of documents, feasts: no day of news
_NOT_NEWS = re.compile(
    r"\b(?:từ|đến|tới|trước|sau|hết|qua|hạn|hạn chót|chậm nhất|muộn nhất|dự kiến|văn bản|ký hiệu|lễ|kỷ niệm|truyền thống)(?: vào)?"
    r"(?: (?:hết )?(?:sáng|trưa|chiều|tối)?(?: ?ngày)?)? $"
)
_FULL = re.compile(r"(?:(?P<day>[0-3]?\d) ?[-/.] ?)?(?P<month>[01]?\d) ?[-/.] ?(?P<year>(?:19|20)\d\d)$")
_MONTHS = 12
_EARLY = 2  # until this month a year told whole is the one before


class Day(NamedTuple):
    """A day without a year."""

    month: int
    day: int


class FullDate(NamedTuple):
    """A date with its year; `day` None where only the month is told."""

    year: int
    month: int
    day: int | None


def news_day(low: str, end: int) -> Day | None:
    """The first day of news in the lower-case text before `end`; no deadline, bound of a span, date of a document or feast is one."""
    for m in _DAY.finditer(low, 0, end):
        month, day = int(m["month"]), int(m["day"])
        if 1 <= month <= _MONTHS and 1 <= day <= 31 and not _NOT_NEWS.search(low, max(0, m.start() - 30), m.start()):
            return Day(month, day)
    return None


def full_date(surface: str) -> FullDate | None:
    """The date a mention of a year writes out ("24/12/2031", "12/2031"), None for a bare year."""
    m = _FULL.search(surface)
    if not m or not 1 <= int(m["month"]) <= _MONTHS:
        return None
    return FullDate(int(m["year"]), int(m["month"]), int(m["day"]) if m["day"] else None)


def year_of_news(news: Day, past: Sequence[FullDate], ahead: Sequence[FullDate]) -> tuple[int | None, bool]:
    """The year of a day of news: the last one before the first date `ahead` (then true), else the first after the last date of the `past`;
    None without dates."""
    after = max((_year_after(news, date) for date in past), default=None)
    before = min((_year_before(news, date) for date in ahead), default=None)
    if before is not None and (after is None or before >= after):
        return before, True
    return after, False


def year_after_whole(news: Day, whole: int) -> int:
    """The year of a day of news in a text that tells of a `whole` year: in the first months that one is over."""
    return whole + (news.month <= _EARLY)


def _year_after(news: Day, date: FullDate) -> int:
    return date.year + ((news.month, news.day) < (date.month, date.day or 1))


def _year_before(news: Day, date: FullDate) -> int:
    return date.year - ((news.month, news.day) > (date.month, date.day or 31))
