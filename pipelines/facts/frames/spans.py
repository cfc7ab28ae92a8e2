"""Spans: years counted from the present of the text, for linking only: "5 năm qua", "10 năm trước", "5 năm tới", "năm qua".

"5 năm qua" said in 2036 is 2031-2036, or a period of that length the text names itself ("giai đoạn 2031-2035"). "năm qua" is the year
before, from November on the year that is ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipelines.facts.frames.reference_year import Ground, Reference
from pipelines.values.mentions import YearMention, YearRange

_WORDS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
_COUNT = re.compile(rf"(?<![\w.,/-])(cách đây (?:hơn |gần |khoảng )?)?(\d{{1,2}}|{'|'.join(_WORDS)})$")
_YEARS = re.compile(r" năm(?!\w)(?: liên tiếp| vừa)?(?: (qua|gần đây|gần nhất|trở lại đây|tới|sắp tới|trước đây|trước|về trước)(?!\w))?")
_PAST_YEAR = re.compile(r"(?<!\w)năm (?:vừa )?qua(?!\w)(?! đời)")
_MANY = re.compile(r"\b(?:những|nhiều|các|mấy|vài|chục|trăm|\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|từng|lăm|mươi) $")
_NEXT = 1  # years: a text of December reports the quarter to come as well
_SURE: tuple[Ground, ...] = ("report", "lead", "date")  # grounds of a present that outweighs the first year told
_AHEAD = ("tới", "sắp tới")
_AGO = ("trước", "trước đây", "về trước")
_ENDING = 11  # month from which "năm qua" is the year that is ending
_LONGEST = 60  # years


def spans_of(low: str, years: Sequence[YearMention], reference: Reference, month: int | None) -> list[YearMention]:
    """Mentions of the spans of a lower-case text; none while its present is open."""
    now = reference.now
    if now is None or (" năm" not in low and not low.startswith("năm")):
        return []
    return [*_counted(low, years, now), *_past_year(low, reference, now, month)]


def from_present(low: str, years: Sequence[YearMention], reference: Reference) -> list[YearMention]:
    """Mentions of a text without date with its "năm nay" as its report, opening or date decide, "năm ngoái" the year before; what follows
    "năm nay" in its sentence ("cùng kỳ", "năm trước") moves with it."""
    now = reference.now
    if now is None or reference.ground not in _SURE:
        return list(years)
    moved: list[YearMention] = []
    behind, by = 0, 0  # where the sentence of the last "năm nay" ends, and how far it was moved
    for year in years:
        if year.rule == "relative-this":
            by = now - year.year_to if now - year.year_to > _NEXT else 0
            behind = _sentence_end(low, year.end)
        shift = by if year.rule == "relative-this" or (year.relative and year.start < behind) else 0
        moved.append(replace(year, year_from=year.year_from + shift, year_to=year.year_to + shift) if shift else year)
    return moved


def _sentence_end(low: str, start: int) -> int:
    ends = [end for mark in (". ", "\n") if (end := low.find(mark, start)) >= 0]
    return min(ends, default=len(low))


def _counted(low: str, years: Sequence[YearMention], now: int) -> Iterator[YearMention]:
    own = {(y.year_from, y.year_to) for y in years if y.year_from != y.year_to and now - 1 <= y.year_to <= now}
    for match in _YEARS.finditer(low):
        counted = _COUNT.search(low, max(0, match.start() - 24), match.start())
        if not counted or not (match[1] or counted[1]):
            continue
        count = _WORDS.get(counted[2]) or int(counted[2])
        place = (low, counted.start(), match.end())
        if not 2 <= count <= _LONGEST:
            continue
        if counted[1] or match[1] in _AGO:
            yield _mention(place, (now - count, now - count), "ago")
        elif match[1] in _AHEAD:
            yield _mention(place, (now + count, now + count), "ahead")
        else:
            named = max((y for y in own if y[1] - y[0] in (count - 1, count)), default=None)
            yield _mention(place, named or (now - count, now), "span")


def _past_year(low: str, reference: Reference, now: int, month: int | None) -> Iterator[YearMention]:
    if "năm qua" not in low and "năm vừa qua" not in low:
        return
    ending = reference.ground != "published" or (month or 1) >= _ENDING
    for match in _PAST_YEAR.finditer(low):
        if not _MANY.search(low, max(0, match.start() - 8), match.start()):
            year = now if ending else now - 1
            yield _mention((low, match.start(), match.end()), (year, year), "past-year")


def _mention(place: tuple[str, int, int], years: YearRange, rule: str) -> YearMention:
    low, start, end = place
    return YearMention(*years, start, end, low[start:end], True, rule, plan=rule == "ahead")
