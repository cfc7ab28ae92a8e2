"""Periods of tables: which year a head, a section or the title of a table tells, and which it only compares with.

Source of the rules: heads of departments' reports: "Năm 2022", "TH 9 tháng 2023", "KH 2024", "So với năm 2022 (%)", "2023/2022".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.facts.amounts.table_units import compares
from pipelines.facts.years.years import find_years
from pipelines.values.mentions import Context, YearRange

_BASE = re.compile(
    r"(?:\bso(?: sánh)?(?: với)?|\bvới|(?:19|20)\d\d\s?/)\s*(?P<plan>kế hoạch|kh\b)?\s*(?:cùng kỳ|thực hiện|th|năm|tháng|quý|[\d/.\s])*$",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,])")
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-–]\s?((?:19|20)\d\d)(?!\d)")
_CITED = re.compile(r"(?:quyết định|nghị quyết|nghị định|thông tư|luật|công văn|số)\b[^,;]*$", re.IGNORECASE)
_SAME_PERIOD = re.compile(r"\b(?:cùng kỳ|năm trước|năm ngoái)\b", re.IGNORECASE)
_PLAN = re.compile(r"\b(?:kế hoạch|dự kiến|mục tiêu|dự toán|dự báo|phấn đấu|đăng ký)\b", re.IGNORECASE)
_PLAN_SHORT = re.compile(r"\bKH\b")
_DONE = re.compile(r"\b(?:thực hiện|kết quả|đã|ước|quyết toán|giải ngân)\b|\bTH\b|\bUTH\b", re.IGNORECASE)


def period_of(text: str, context: Context) -> YearRange | None:
    """The year or years a head tells, without bases of comparison and dates of documents; the first of several."""
    if ranged := _RANGE.search(text):
        first, last = int(ranged[1]), int(ranged[2])
        if first < last and not _BASE.search(text, 0, ranged.start()):
            return first, last
    for match in _YEAR.finditer(text):
        if not _BASE.search(text[: match.start()]) and not _CITED.search(text[: match.start()]):
            return int(match[0]), int(match[0])
    if _YEAR.search(text) or compares(text):
        return None
    told = [year for year in find_years(text, context) if not (year.law or year.rule == "birth")]
    if told:
        return told[0].year_from, told[0].year_to
    if context.year and _SAME_PERIOD.search(text):
        return context.year - 1, context.year - 1
    return None


def bases_of(text: str) -> frozenset[int]:
    """The years a head compares with; the plan of a year is held against that year itself."""
    found = ((int(match[0]), _BASE.search(text[: match.start()])) for match in _YEAR.finditer(text))
    return frozenset(year for year, base in found if base and not base["plan"])


def first_period(texts: Iterable[str], context: Context) -> YearRange | None:
    """The period of the first text that tells one."""
    return next((period for text in texts if text and (period := period_of(text, context))), None)


def is_planned(heads: Iterable[str], titles: Iterable[str]) -> bool | None:
    """Whether figures under these heads are planned; None: neither heads nor titles say."""
    for head in heads:
        if compares(head):
            return False
        if _PLAN.search(head) or _PLAN_SHORT.search(head):
            return not _DONE.match(head.strip())
        if _DONE.search(head):
            return False
    return True if any(_PLAN.search(title) and not _DONE.search(title) for title in titles) else None
