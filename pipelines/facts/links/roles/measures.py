"""What a figure measures, by structure: the place every cue word left of an amount has in its sentence, and what a percentage is of.

The head of the amount's own clause comes first; later words of the same phrase only describe it ("giá gạo xuất khẩu": a price). A clause
without a subject of its own goes on with the head of the clause before ("doanh thu đạt 5 tỷ đồng, tăng 8%").
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from pipelines.facts.frames.clauses import Clause
from pipelines.facts.frames.cues import PEOPLE, Cue

Place = Literal["head", "modifier", "kept", "nearest", "direct", "object", "same", "item", "elsewhere"]
# a head noun of one of these roles keeps it whatever flows it is about: "thuế nhập khẩu", "giá bán lẻ"
_KEEPS = frozenset(["price", "tax", "profit", "loan", "income", "fine"])
_FLOWS = frozenset(["trade", "output"])
# words that make no subject: "tăng", "cùng kỳ năm trước"
_EMPTY = re.compile(
    r"(?:\W|\b(?:đã|sẽ|cũng|đều|chỉ|vẫn|tiếp tục|dự kiến|ước tính|ước|dự báo|lại|tính|mới|được|có|ít nhất|tối đa|so với|cùng kỳ|năm|"
    r"tháng|quý|trước|ngoái|nay|trong|của|từ|thì|nhẹ|mạnh|cao|thấp|thêm|gấp|khoảng|gần|hơn|trên|dưới|theo|đó|\d[\d.,/]*)\b)*"
)
# what leads from a percentage to the noun it is of: "20% tổng kim ngạch", "tăng 5% về lượng"
_OF = re.compile(
    r"[^\w,;.:]{0,2}(?:/(?:năm|tháng)\W?)?(?:(?:về|trong|của|tổng|so với|trên|số|toàn bộ|mặt|giá trị của|tổng số|cho|là|vào) ){1,3}"
)
# a giver right before a sum: what follows is only what it helps to pay ("hỗ trợ tối đa 50% chi phí đầu tư")
_GIVEN = re.compile(
    r"(?<!\w)(?:hỗ trợ|trợ giá|trợ cấp|cấp bù|trợ cước)(?: (?:tối đa|tối thiểu|đến|tới|lên đến|thêm|không quá|khoảng|bình quân|"
    r"trực tiếp|một lần|từ|cho vay)){0,3} $"
)
_GIVEN_BACK = 40  # characters looked back for a giver
_BACK = 12  # clauses looked back for a head


class Subject(NamedTuple):
    """The clause of an amount: its begin, the cue words of its subject, whether a verb of measure follows, the head carried on to it."""

    begin: int
    words: tuple[Cue, ...]
    verb: bool
    carried: Cue | None = None
    empty: bool = False  # no word at all where the subject stands: the clause goes on with the one before


def given(low: str, start: int) -> bool:
    """Whether a verb of giving stands right before the amount at `start`."""
    return _GIVEN.search(low, max(0, start - _GIVEN_BACK), start) is not None


def subject_of(low: str, clauses: list[Clause], start: int, money: bool = False) -> Subject:
    """The subject that governs the amount at `start`; `clauses` are those of its sentence. Money is measured in no people."""
    k = max(0, bisect_right(clauses, start, key=_begin) - 1)
    own = clauses[k]
    words = tuple([cue for cue in _measures(own, money) if cue.end <= start])
    if words:
        return Subject(own.begin, words, own.verb < start)
    before = (_measures(part, money) for part in reversed(clauses[max(0, k - _BACK) : k]))
    carried = next((subject[0] for subject in before if subject), None)
    stop = min(own.verb, start)
    found = _EMPTY.match(low, own.begin, stop) if carried else None
    return Subject(own.begin, words, own.verb < start, carried, found is not None and found.end() >= stop)


def _measures(clause: Clause, money: bool) -> tuple[Cue, ...]:
    return tuple([cue for cue in clause.subject if cue.meaning != PEOPLE]) if money else clause.subject


def _begin(clause: Clause) -> int:
    return clause.begin


def placed(low: str, clauses: list[Clause], start: int, cues: list[Cue], money: bool = False) -> Iterator[tuple[Cue, Place]]:
    """Every cue word left of the amount at `start` (`cues`, left to right) with its place in the sentence."""
    subject = subject_of(low, clauses, start, money)
    words = subject.words
    inner = cues[-1] if cues and cues[-1].start >= subject.begin and cues[-1] not in words else None
    for cue in cues:
        if cue in words:
            yield cue, _of_subject(cue, subject)
        elif cue is inner:
            yield cue, "object"
        elif cue == subject.carried and not words and not inner:
            yield cue, "same" if subject.empty else "item"
        else:
            yield cue, "elsewhere"


def _of_subject(cue: Cue, subject: Subject) -> Place:
    head, last = subject.words[0], subject.words[-1]
    keeps = head.meaning in _KEEPS
    if subject.verb:
        if cue is head:
            return "head"
        return "kept" if keeps and cue.meaning != head.meaning else "modifier"
    if keeps and cue is not head and cue.meaning in _FLOWS:
        return "kept"
    if cue is last or (cue is head and keeps and last.meaning in _FLOWS):
        return "nearest"
    return "direct"


def whole(low: str, end: int, cues: list[Cue]) -> Cue | None:
    """The cue word that tells what the percentage that ends at `end` is of, or a change in; `cues` are those right of it."""
    if not cues:
        return None
    link = _OF.match(low, end)
    return cues[0] if cues[0].start - (link.end() if link else end) <= 1 else None
