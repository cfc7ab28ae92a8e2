"""Senses: how a year is said. "Năm 2031, ..." opens a period, "thành lập năm 2031" tells the past of a thing, "đến năm 2031" a target.

What a sense does to the sentences behind it is decided in periods.py, what it tells of the text's own present in reference_year.py.
"""

from __future__ import annotations

import re
from typing import Literal, get_args

from pipelines.facts.years.comparison import is_base_of_prices
from pipelines.values.mentions import YearMention

Sense = Literal["topic", "part", "date", "year", "range", "since", "target", "founded", "name", "bracket", "law", "base", "prices"]
SENSES: tuple[Sense, ...] = get_args(Sense)

_BACK = 48  # characters looked at before a year
_PART = r"(?:đầu|giữa|cuối|nửa đầu|nửa cuối|trong|hết|các|những|đầu các)"
_NUMBER = r"(?:\d{1,2}|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mười một)"
# what may stand between a preposition and its year: "từ đầu tháng 3 năm [2031]", "đến hết quý ii/[2031]"
_WAY = rf"(?:(?:{_PART}|ngày|tháng|quý|năm|niên vụ|vụ|thời điểm|[ivx]{{1,3}}|{_NUMBER})[\s/-]+){{0,5}}"
_SINCE = re.compile(rf"\b(?:từ|kể từ|tính từ|bắt đầu từ|sau) {_WAY}$")
_SINCE_ITS_START = re.compile(r"\btừ đầu (?:năm|vụ|niên vụ|tháng 1|quý i) $")
_TO_A_DAY = re.compile(r"\s*(?:-|–|đến|tới)\s*(?:hết |cuối |nay)?(?:ngày )?\d{1,2}[/.-]\d{1,2}(?![/\d])")
_DEADLINE = re.compile(
    rf"\b(?:trước|chậm nhất|muộn nhất|hạn chót|thời hạn|giao|giao hàng|kỳ hạn|đáo hạn|hết hạn|hết hiệu lực) (?:là |vào )?{_WAY}$"
)
_TARGET = re.compile(
    rf"\b(?:tầm nhìn|dự kiến|mục tiêu|phấn đấu|định hướng|dự báo|kỳ vọng|sẽ|sang|lộ trình)\b[^\n.;,]{{0,30}}?{_WAY}$"
    rf"|\b(?:từ nay|từ nay cho|định hướng|tầm nhìn|mục tiêu|phấn đấu) (?:đến|tới) {_WAY}$"
)
_UNTIL = re.compile(rf"\b(?:đến|tới|vào) {_WAY}$")
_FOUNDED = re.compile(
    r"\b(?:thành lập|ra đời|khai trương|khánh thành|xây dựng|hoạt động|vận hành|sinh|tái lập|khởi nghiệp|tốt nghiệp|ra mắt|"
    rf"phê duyệt|ký kết|gia nhập|khởi công|bắt đầu|cổ phần hóa|chia tách|công nhận|hoàn thành|có hiệu lực) (?:[^\W\d]+ ){{0,2}}?{_WAY}$"
)
_PART_OF_YEAR = re.compile(
    rf"\b(?:(?:{_NUMBER} tháng(?: {_PART})*|quý [ivx\d]+|(?:tháng|vụ) \w+|{_PART}|cả|từ đầu|lũy kế|luỹ kế) ?(?:của )?năm "
    r"|quý [ivx]{1,3} ?[/-] ?)$"
)
_YEAR_WORD = re.compile(r"(?:năm|tháng|quý|từ|đến|tới|trong|vào|hết|cuối|đầu|giữa|[/(,–-]) ?$")
_OPENS = re.compile(
    rf"^[\s*•–+-]*(?:(?:trong|vào|đến|tính đến|riêng|còn|sang|bước sang|theo đó|cụ thể|và|ngay|ngay trong|tính chung|trước đó|cũng|"
    rf"kết thúc|nhìn lại|như vậy|chỉ tính riêng|tính riêng|thống kê)[ ,]+){{0,3}}{_WAY}$"
)


def sense_of(low: str, year: YearMention, begin: int, now: int | None) -> Sense:
    """How a year is said; `begin`: of its sentence, `now`: the year the text speaks from, None when open. Years linking takes for a
    target come marked (`plan`)."""
    if year.law:
        return "law"
    if year.comparison:
        return "prices" if is_base_of_prices(low, year.start) else "base"
    if year.rule == "ago":
        return "founded"
    before = low[max(begin, year.start - _BACK) : year.start]
    if now is not None and year.year_to > now:
        return "target"
    if year.year_from != year.year_to:
        return "range"
    if now is None and (_DEADLINE.search(before) or _TARGET.search(before) or (year.plan and _UNTIL.search(before))):
        return "target"
    if _SINCE.search(before):
        return "part" if _SINCE_ITS_START.search(before) or _TO_A_DAY.match(low, year.end, year.end + 24) else "since"
    if _FOUNDED.search(before):
        return "founded"
    return _plain(before, year)


def _plain(before: str, year: YearMention) -> Sense:
    """The sense of one year that is neither base, law, range nor target."""
    if before.rfind("(") > before.rfind(")"):
        return "bracket"
    if len(before) < _BACK and _OPENS.match(before):
        return "topic"
    if year.rule in ("date", "date-iso"):
        return "date"
    if year.rule in ("month", "quarter") or _PART_OF_YEAR.search(before):
        return "part"
    if year.relative or year.rule != "year" or _YEAR_WORD.search(before):
        return "year"
    return "name"
