"""A part of a year ("quý 3", "9 tháng", "ngày 30/9", "cả năm") that had not begun at publication: the year before is meant."""

from __future__ import annotations

import re

# a part of a year that has begun when its last month has: "quý 3", "9 tháng đầu năm", "ngày 30/9", "tháng 11"
_MONTH = re.compile(
    r"(?:quý (?P<quarter>iii|ii|iv|i|[1-4]|một|hai|ba|bốn)|(?P<months>\d{1,2}) tháng (?:đầu năm|qua)"
    r"|(?:lũy kế|luỹ kế|tính chung) (?P<sum>\d{1,2}) tháng|(?:ngày|đến|từ) [0-3]?\d/(?P<of>[01]?\d)"
    r"|tháng (?P<month>1?\d))(?![\w/.-])(?! (?:năm|tới|sau|này|trước|vừa|qua))"
)
_REVIEW = 2  # until this month "cả năm" looks back
_FIRST_MONTHS = {"i": 1, "ii": 4, "iii": 7, "iv": 10, "1": 1, "2": 4, "3": 7, "4": 10, "một": 1, "hai": 4, "ba": 7, "bốn": 10}


def not_begun(low: str, begin: int, end: int, month: int | None) -> bool:
    """Whether low[begin:end] names a part of a year that begins after the month of publication (1 to 12, None when unknown): "9 tháng"
    said in January."""
    if not month:
        return False
    if month <= _REVIEW and low.find("cả năm", begin, end) >= 0:
        return True
    named = [_first_month(match) for match in _MONTH.finditer(low, begin, end)]
    return month < max((number for number in named if number <= 12), default=0)


def _first_month(match: re.Match[str]) -> int:
    quarter, months, total, of, month = match.groups()
    return _FIRST_MONTHS[quarter] if quarter else int(months or total or of or month)
