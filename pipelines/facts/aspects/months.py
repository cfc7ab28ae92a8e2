"""Months: of which months of its year does a figure tell ("6 tháng đầu năm", "quý I", "đến hết tháng 9")? Cases: tests/cases/months.tsv.

The last words of a period before the figure in its sentence decide, then those right behind it, then those its paragraph went on from.
A year named without its months opens a full year again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.text.phrases import ahead
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import AmountMention

Months = tuple[int, int]
_NUMBERS = {w: n for n, w in enumerate(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười"], 1)} | {
    "mười một": 11,
    "mười hai": 12,
}
_QUARTERS = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "một": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "đầu": 1,
    "cuối": 4,
}
_N = r"\d{1,2}|mười một|mười hai|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_FIRST = (
    "từ tính trong qua sau hết đến tới tháng quý nửa năm cả toàn giai ngày mười một hai ba bốn sáu bảy tám chín"
    " 1 2 3 4 5 6 7 8 9 10 11 12 03 06 09 01 02 04 05 07 08"
)
_PERIOD = re.compile(
    ahead(_FIRST.split()) + r"(?:(?P<first>" + _N + r") tháng (?:đầu(?: của)?(?: năm)?|(?:năm|của năm) (?=\d{4})|(?=qua|đã qua"
    r"|\d{4}|\(|tỉnh|toàn|của tỉnh|đạt|ước))"
    r"|(?P<last>" + _N + r") tháng cuối(?: năm)?"
    r"|(?P<quarters>\d|hai|ba) quý đầu(?: năm)?"
    r"|quý (?P<quarter>iv|iii|ii|i|[1-4]|một|hai|ba|bốn|tư|đầu|cuối)(?!\w)"
    r"|nửa (?:(?P<half>đầu)|(?P<second>cuối)|năm đầu)(?: năm)?"
    r"|(?:từ )?tháng (?P<from>\d{1,2})(?:/\d{4})?(?: (?:đến|tới)(?: hết)?(?: tháng)? |\s?[-–]\s?)(?P<to>\d{1,2})(?!\d)"
    r"|(?:tính |tính từ đầu năm |từ đầu năm )?(?:đến|tới|hết)(?: hết| cuối| nay"
    r"| thời điểm)*(?: ngày)?(?: (?P<day>\d{1,2})/(?P<until>\d{1,2})(?!\d)"
    r"| tháng (?P<until2>\d{1,2})(?!\d))"
    r"|(?<!ngày \d )(?<!ngày \d\d )tháng (?P<one>\d{1,2})(?!\d)"
    r"|(?P<year>(?:cả |toàn |trong |hết )?năm (?:19|20)\d\d|cả năm|trong năm|năm (?:qua|nay|ngoái|trước)))"
)
_PART_OF = re.compile(r"(?:tháng \d{1,2}|quý \w{1,4}|đầu|cuối|\d tháng|\d{1,2}/\d{1,2}|của)(?:,| của)? $")
_BASE = re.compile(r"(?:so với|cùng kỳ|cùng|bằng|hơn|trước ngày|trước|từ ngày|ký ngày|sau)(?: (?:cùng kỳ|mức|của))* $")
_FULL: Months = (1, 12)
_OPENING = 40  # characters that open a paragraph
_LOOKED_AT = 20  # periods of the paragraph before


class _Told(NamedTuple):
    start: int
    end: int
    months: Months | None  # None: a year without its months


def months_of(text: Prepared, amounts: Sequence[AmountMention], title: str = "") -> list[Months | None]:
    """First and last month of every figure, in order; None where a full year or no time is told. `title`: the headline in lower case,
    whose period holds until the text names one. Linear in the text."""
    told = _told(text.low) if amounts else []
    above = next((one.months for one in _told(title)), None) if amounts else None
    found: list[Months | None] = []
    at = 0
    for amount in amounts:
        while at < len(told) and told[at].end <= amount.start:
            at += 1
        found.append(_months(text, amount, (told, at), above))
    return found


def _months(text: Prepared, amount: AmountMention, place: tuple[Sequence[_Told], int], above: Months | None) -> Months | None:
    told, at = place
    begin, end = text.cut.sentence(amount.start)
    if at and told[at - 1].start >= begin:
        return told[at - 1].months
    if at < len(told) and told[at].start < min(end, amount.end + 40) and not re.search(r"[,;.]\s", text.low[amount.end : told[at].start]):
        return told[at].months
    if not at:
        return above
    paragraph = text.cut.paragraph(amount.start)[0]
    return told[at - 1].months if told[at - 1].start >= paragraph else _opened_above(text, told[:at], paragraph) or above


def _opened_above(text: Prepared, told: Sequence[_Told], paragraph: int) -> Months | None:
    """The period that opened the paragraph before: what a report goes on telling of. A month named by the way does not carry."""
    before = text.cut.paragraph(max(0, paragraph - 1))[0]
    first = next((one for one in told[-_LOOKED_AT:] if one.start >= before), None)
    return first.months if first and first.start - before < _OPENING else None


def _told(low: str) -> list[_Told]:
    found = []
    for match in _PERIOD.finditer(low):
        if _BASE.search(low, max(0, match.start() - 24), match.start()):
            continue
        if match.lastgroup == "year":
            if not _PART_OF.search(low, max(0, match.start() - 16), match.start()):
                found.append(_Told(match.start(), match.end(), None))
            continue
        months = _read(match)
        if months:
            found.append(_Told(match.start(), match.end(), None if months == _FULL else months))
    return found


def _read(m: re.Match[str]) -> Months | None:
    """The months that the words of a period name; None for numbers that are no months."""
    first = 1
    if m["first"] or m["quarters"]:
        last = _number(m["first"]) if m["first"] else 3 * _number(m["quarters"])
    elif m["last"]:
        first, last = 13 - _number(m["last"]), 12
    elif m["quarter"]:
        quarter = _QUARTERS[m["quarter"]]
        first, last = 3 * quarter - 2, 3 * quarter
    elif m["from"]:
        first, last = int(m["from"]), int(m["to"])
    elif m["one"]:
        first = last = int(m["one"])
    elif m["until"] or m["until2"]:
        last = int(m["until"] or m["until2"])
    else:
        first, last = (7, 12) if m["second"] else (1, 6)
    return (first, last) if 1 <= first <= last <= 12 else None


def _number(words: str | None) -> int:
    words = words or "0"
    return int(words) if words.isdigit() else _NUMBERS[words]
