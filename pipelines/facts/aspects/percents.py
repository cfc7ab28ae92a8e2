"""Percents: what a percentage measures (growth, share, rate, completion of a plan, level) and what it is compared with.

Only the words of its own clause are looked at, and "so với ..." at the head of its sentence. Source: how statistics offices and newspapers
word their reports; cases in tests/cases/percents.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipelines.text.sentences import Cut
from pipelines.values.mentions import AmountMention, YearRange

PercentMeasure = Literal["growth", "share", "rate", "completion", "level"]
ComparedWith = Literal["same_period", "month_before", "quarter_before", "year_before", "plan", "other"]
_PLAN = r"kế hoạch|kh\b|chỉ tiêu|mục tiêu|dự toán|nghị quyết|định mức"
_COMPARED = re.compile(
    r"\b(?:(?P<same_period>(?:so (?:với )?)?cùng (?:kỳ|kì|tháng|quý|quí|thời (?:điểm|gian|kỳ)))"
    r"|so (?:với )?(?:cả |của |mức |thời điểm )?(?:(?P<month_before>tháng (?:liền )?(?:trước|kề)(?! đó))"
    rf"|(?P<quarter_before>(?:quý|quí) (?:liền )?(?:trước|kề))|(?P<year_before>năm (?:liền )?(?:trước|ngoái))"
    rf"|(?P<plan>{_PLAN})|năm (?P<year>(?:19|20)\d\d)\b|(?P<other>\w)))"
)
_CLAUSE_END = re.compile(r"[;:\n)]|,(?=\s)(?! so )|\.(?=\s)|\s(?:và|còn|nhưng|trong khi|trong đó)\s")
_CLAUSE_BEGIN = re.compile(r"[;:\n(]|,(?=\s)|\s(?:và|nhưng|trong khi|trong đó)\s")
_OPENING = re.compile(r"(?:^|[;,]\s|\n)\W*$")
_OF_PLAN = re.compile(
    rf"\s?(?:(?:so với|so|của|tổng|trên|vốn|khối lượng|tiến độ) ){{0,2}}"
    rf"(?:(?P<plan>{_PLAN})|tiến độ|khối lượng (?:công việc|thi công|dự án))"
)
_CARRIED_OUT = re.compile(r"\b(?:(?:giải ngân|thực hiện (?:được|đạt)|tiến độ)\b[^%]{0,60}|hoàn thành(?: [^\W\d]+){0,5} )$")
_SHARE = re.compile(r"\b(?:chiếm|tỷ trọng|tỉ trọng|đóng góp|góp)\b[^%]{0,25}$")
_RATE = re.compile(r"\b(?:lãi suất|thuế suất|(?:tỷ|tỉ) (?:lệ|suất)|thuế|lãi vay|mức thuế)\b[^%]{0,60}$")
_A_TIME = re.compile(r"\s?/\s?(?:năm|tháng|ngày)|\s(?:một|mỗi) (?:năm|tháng)")
_ENDS = re.compile(r"\b(?:(?P<low>từ)|lên|xuống|(?P<left>còn))(?: (?:mức|tới|đến|khoảng|gần|hơn|trên|dưới|khoảng hơn|chỉ))*\s$")
_UP_TO = re.compile(r"\W{0,3}(?:lên|xuống|còn)\b")
_OF_WHAT = re.compile(
    r" (?!(?:so|và|hoặc|mỗi|một|vào|từ|đến|tới|do|nhờ|khi|để|thì|là|như|với|theo|cùng|tại|ở|nhưng|còn|đạt|tăng|giảm|nên|vì|về|hơn"
    r"|trở|mà|đã|sẽ|nếu|lên|xuống|dù|tuy|được|bị|năm|tháng|ngày|quý|qua|bằng|nữa|này|nay|ngay|sau|trước"
    r"|trong (?:năm|tháng|quý|quí|kỳ|giai đoạn|thời|vòng))\b)[^\W\d]"
)
_AROUND = 160  # characters of a clause on either side that are looked at


class Percent(NamedTuple):
    """What a percentage measures and what with it is compared; None: the text does not say."""

    measure: PercentMeasure | None = None
    compared_with: ComparedWith | None = None


def percents_of(low: str, sentences: Cut, amounts: Sequence[AmountMention]) -> Iterator[Percent]:
    """What every figure says as a percentage, in order: nothing for other kinds. `low` is the text in lower case."""
    last = 0  # end of the percentage before
    for place, amount in enumerate(amounts):
        if amount.kind != "percent":
            yield Percent()
            continue
        begin, end = sentences.sentence(amount.start)
        follows = next((one.start for one in amounts[place + 1 : place + 4] if one.kind == "percent"), end)
        left = low[max(begin, last, amount.start - _AROUND) : amount.start]
        right = low[amount.end : min(end, max(follows, amount.end), amount.end + _AROUND)]
        opening = low[begin : min(amount.start, begin + 4 * _AROUND)]
        yield _percent(amount, left, right, opening)
        last = amount.end


def _percent(amount: AmountMention, left: str, right: str, opening: str) -> Percent:
    begins = [m.end() for m in _CLAUSE_BEGIN.finditer(left)]
    own = left[begins[-1] :] if begins else left
    closes = _CLAUSE_END.search(right)
    behind = right[: closes.start()] if closes else right
    compared = _compared(behind, amount.year) or _compared(own, amount.year) or _at_the_head(opening, amount.year)
    end = _ENDS.search(own)
    is_end = end is not None and (not end["low"] or _UP_TO.match(right) is not None)
    if amount.change is not None and not is_end:
        return Percent("growth", compared)
    if end and is_end and not end["left"] and not _OF_WHAT.match(behind):
        return Percent("level", _compared(behind, amount.year))
    of_plan = _OF_PLAN.match(behind)
    if of_plan:
        return Percent("completion", "plan" if of_plan["plan"] else None)
    if _SHARE.search(own):
        return Percent("share")
    if _CARRIED_OUT.search(own):
        return Percent("completion")
    if _A_TIME.match(behind) or _RATE.search(own):
        return Percent("rate", compared)
    if _OF_WHAT.match(behind):
        return Percent("share")
    behind_compared = _compared(behind, amount.year)
    return Percent("level", behind_compared) if behind_compared or is_end else Percent()


def _compared(words: str, year: YearRange | None) -> ComparedWith | None:
    """What the first "so với ..." of some words names."""
    found = _COMPARED.search(words)
    return _named(found, year) if found else None


def _at_the_head(opening: str, year: YearRange | None) -> ComparedWith | None:
    """The last comparison that opens a clause and is followed by a comma: it holds for the figures behind it."""
    heads = [m for m in _COMPARED.finditer(opening) if _OPENING.search(opening, 0, m.start()) and "," in opening[m.end() : m.end() + 40]]
    free = [m for m in heads if not opening[: m.start()].rstrip(" ,").endswith("%")]
    return _named(free[-1], year) if free else None


def _named(found: re.Match[str], year: YearRange | None) -> ComparedWith:
    if found["year"]:
        return "year_before" if year is not None and int(found["year"]) == year[0] - 1 else "other"
    names: tuple[ComparedWith, ...] = ("same_period", "month_before", "quarter_before", "year_before", "plan")
    return next((name for name in names if found[name]), "other")
