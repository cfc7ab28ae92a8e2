"""Planned or reported: is an amount a target, plan, forecast, proposal or cap, or was it reported (given, reached, approved)?

Words switch the reading of a sentence on ("dự kiến", "phấn đấu", "sẽ") and off again ("đã", "đến nay"); nouns ("kế hoạch", "mục tiêu")
switch it on unless a figure is only held against them ("đạt 102% kế hoạch"). Source: the wording of departments' reports and programmes,
written down as cases in tests/cases/planned.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.text.phrases import ahead, initial
from pipelines.text.prepared import Prepared
from pipelines.text.sentences import is_heading
from pipelines.values.mentions import AmountMention

_FIRST = (  # words that those of _WORDS begin with
    "sở phòng vụ ban bộ cục kế có chương quỹ mục thị khách đối trung đài công theo của trước giá dự sẽ vượt cao thấp so đã hiện đến tới"
    " tính thực mới chỉ ước đều cơ vừa trong đang phải phấn kỳ hướng kiến đề tầm định nhu xin thời sắp năm"
)
_WORDS = re.compile(
    ahead(_FIRST.split()) + r"(?:(?P<mask>(?:sở|phòng|vụ|ban|bộ|cục) kế hoạch|kế hoạch (?:và|-|–|&) (?:đầu tư|tài chính)|kế hoạch hóa"
    r"|(?:có|chương trình|quỹ) mục tiêu|mục tiêu quốc gia|(?:thị trường|khách hàng|đối tượng) mục tiêu"
    r"|(?:trung tâm|đài|công tác) dự báo|(?:theo|của|trước|giá) (?:đề xuất|đề nghị)"
    r"|(?:dự kiến|sẽ)(?: được| chính thức| tiếp tục)? (?:hoàn thành|khởi công|đi vào|khánh thành|vận hành|hoạt động|đưa vào|hoàn tất)"
    r"(?! (?:mục|chỉ) tiêu)"
    r"|(?:vượt|cao hơn|thấp hơn) (?:so với )?(?:mức )?dự (?:kiến|báo|tính)|so với dự (?:kiến|báo|tính))"
    r"|(?P<off>đã(?! (?:đề ra|đặt ra|giao|được giao|được phê duyệt|được duyệt|định|đăng ký))"
    r"|(?<!so với )hiện (?:nay|tại|có|đang)|(?:đến|tới) nay|tính đến|thực tế|trước đó|trước đây|(?:mới|chỉ) đạt|ước thực hiện"
    r"|đều (?:đạt|vượt|tăng|hoàn thành)|cơ bản (?:đạt|hoàn thành)|vừa qua|trong khi|đang (?:dẫn|chiếm|là|có|đạt))"
    r"|(?P<on>dự kiến|dự tính|dự trù|dự định|phải đạt|phấn đấu|sẽ|dự báo|kỳ vọng|hướng (?:tới|đến)|kiến nghị|đề xuất|đề nghị"
    r"|tầm nhìn|định hướng đến"
    r"|nhu cầu (?:vốn|kinh phí|đầu tư)|có thể (?:sẽ )?(?:đạt|tăng|giảm|lên|vượt|cán|thu|mang)|xin (?:hỗ trợ|cấp|bổ sung)"
    r"|thời gian tới|sắp tới|năm tới)"
    r"|(?P<noun>kế hoạch|chỉ tiêu|mục tiêu|dự toán))\b"
)
_HELD_AGAINST = re.compile(
    r"(?:\b(?:so với|so|cao hơn|thấp hơn|kém|đạt|hoàn thành|bằng|thực hiện|triển khai|đúng|vượt)"
    r"(?: (?:mức|các|những|toàn bộ|gần|hơn|kế hoạch và))*"
    r"|%(?: so| so với)?(?: (?:của|tổng))?) $"
)
_EXCEEDED = re.compile(r"\bvượt(?: (?:mức|xa|các|những|so với))* $")
_SET = re.compile(r"[^,;.]{0,40}\b(?:đề ra|đặt ra|được giao|kế hoạch|mục tiêu|chỉ tiêu)\b")
_CAP_WORD = (
    rf"(?:{initial('tối')} đa|{initial('không')} (?:(?:được )?(?:vượt )?quá|vượt|lớn hơn)|{initial('nhiều')} nhất"
    rf"|{initial('mức')} trần|{initial('trần')})"
)
_CAP = re.compile(_CAP_WORD + r"(?: (?:là|khoảng|bằng|không quá|đến|tới|mức|cho)){0,3} $")
_NEED = re.compile(initial("cần") + r"(?: (?:khoảng|thêm|tới|đến|hơn|gần|có|huy động|bố trí|đầu tư|số vốn)){0,3} $")
_BASE = re.compile(rf"(?:{initial('so')} với|{initial('từ')} mức|{initial('hơn')} mức|{initial('cùng')} kỳ)\b[^,;]*$")
_FROM = re.compile(initial("từ") + r" (?:hơn |gần |khoảng )?$")  # "tăng từ 3 tỷ đồng lên ...", but not before a range
_RESULT = re.compile(r"[,;:(]|\b(?:và|đạt|ước|tăng|giảm|vượt)\b")  # between a noun and an amount: the amount is a result of its own
_OTHER_YEAR = re.compile(r"[,;(] ?(?:còn |riêng |trong |thì |cả )*năm ((?:19|20)\d\d)")
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,])")
_GOES_ON = re.compile(r"[\s\"“(*+•–-]*(?:trong đó|bao gồm|gồm|cụ thể|theo đó|trong số (?:này|đó))\b")
_ITEM = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-zđ][.)])\s?")
_DIRECT = 40  # characters between a noun a figure is held against and the planned figure itself: "so với kế hoạch 5 tỷ đồng"


class _Word(NamedTuple):
    start: int
    end: int
    kind: str  # mask, off, on, noun; held: a noun that a result is only held against


def planned_amounts(text: Prepared, amounts: Sequence[AmountMention], published: int | None) -> list[bool]:
    """True for every amount that is planned; `published` is the year of publication or None.

    An amount that belongs to a year after publication is planned, unless the words before it say that it is done.
    """
    low, cut = text.low, text.cut
    found: list[bool] = []
    list_on = False
    before = _Told(low, 0, 0, False)
    for begin, end in zip(cut.sentences, [*cut.sentences[1:], len(low)], strict=True):
        item = _ITEM.match(low, begin, end) is not None
        opening = (item and list_on) or (_GOES_ON.match(low, begin, end) is not None and before.planned())
        told = _Told(low, begin, end, opening)
        while len(found) < len(amounts) and amounts[len(found)].start < end:
            found.append(_planned(low, (begin, amounts[len(found)]), told.words(), opening, published))
        line = low[begin:end].rstrip()
        opens = line.endswith(":") or (is_heading(line) and any(word.kind == "on" for word in told.words()))
        list_on = told.planned() if opens else list_on and (item or line.endswith((";", ",")))
        before = told
    return found


@dataclass(slots=True)
class _Told:
    """A sentence and whether it begins as part of a plan; its words are looked for once, and only when asked for."""

    low: str
    begin: int
    end: int
    opening: bool
    found: list[_Word] | None = None

    def words(self) -> list[_Word]:
        if self.found is None:
            matches = _WORDS.finditer(self.low, self.begin, self.end)
            self.found = [_settled(self.low, self.begin, _Word(m.start(), m.end(), m.lastgroup or "")) for m in matches]
        return self.found

    def planned(self) -> bool:
        """Whether it speaks of a plan at its end."""
        return _state(self.words(), self.opening)


def _settled(low: str, begin: int, word: _Word) -> _Word:
    """A noun as what it does where it stands, in the sentence that begins at `begin`: on or held."""
    if word.kind != "noun":
        return word
    held = _HELD_AGAINST.search(low, max(begin, word.start - 30), word.start)
    return word._replace(kind="held" if held else "on")


def _state(words: Sequence[_Word], opening: bool) -> bool:
    """Whether a sentence, up to the last word given, speaks of a plan."""
    return next((word.kind == "on" for word in reversed(words) if word.kind in ("on", "off")), opening)


def _planned(low: str, place: tuple[int, AmountMention], words: Sequence[_Word], opening: bool, now: int | None) -> bool:
    begin, amount = place
    before = [word for word in words if word.end <= amount.start]
    near = low[max(begin, amount.start - 60) : amount.start]
    if amount.kind in ("money", "percent") and (_CAP.search(near) or (amount.kind == "money" and _NEED.search(near))):
        return True
    last = before[-1] if before else None
    if last and last.kind == "held":
        return _is_the_target(low, begin, amount, last)
    if _BASE.search(near) or (amount.min == amount.max and _FROM.search(near)):
        return False
    if _state(before, opening):
        return not _told_of_before(low, begin, before, amount.start)
    done = any(word.kind == "off" for word in before)
    return bool(now and amount.year and amount.year[1] > now and not done)


def _is_the_target(low: str, begin: int, amount: AmountMention, noun: _Word) -> bool:
    """Whether the amount is what the result is held against ("so với kế hoạch 5 tỷ đồng"), not the result or the difference."""
    gap = low[noun.end : amount.start]
    if len(gap) > _DIRECT or _RESULT.search(gap):
        return False
    if _EXCEEDED.search(low, max(begin, noun.start - 30), noun.start):
        return amount.kind != "percent" and _SET.match(low, amount.end, amount.end + 60) is not None
    return amount.kind != "percent" or low.startswith("mục tiêu", noun.start)


def _told_of_before(low: str, begin: int, words: Sequence[_Word], start: int) -> bool:
    """ "Kế hoạch năm 2021 là 6 tỷ đồng, năm 2020 đạt 5 tỷ đồng": an earlier year opens a clause of its own, told as a result."""
    years = list(_OTHER_YEAR.finditer(low, words[-1].end if words else begin, start))
    if not years:
        return False
    earlier = [int(m[0]) for m in _YEAR.finditer(low, begin, years[-1].start())]
    return bool(earlier) and int(years[-1][1]) < max(earlier)
