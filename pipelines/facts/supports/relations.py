"""Relations: how a line of support stands to another of its article: a part of it, paid out of it, a repetition, an example, an addition.

"Cụ thể", "theo đó", "gồm", "riêng" divide a total, "ngoài ra", "chưa kể", "bên cạnh đó" add to it; lines that reach 95 to 105 % of a total
beside them are its parts whatever the words. Cases: tests/facts/test_supports.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.facts.supports.lines import Line, opened, whole
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import Relation

REACHED = (0.95, 1.05)  # of a total, by its parts together
_BACK = 12  # lines looked back
_DIVIDES = re.compile(
    r"(?:trong (?:đó|số (?:này|đó))|cụ thể|theo đó|(?:bao )?gồm|riêng|chia ra|cơ cấu|phân theo|tập trung|nhờ đó|qua đó|số (?:tiền"
    r"|vốn|kinh phí) (?:này|trên|đó))\b"
)
_OF_WHICH = re.compile(r"\b(?:trong (?:đó|số (?:này|đó))|(?:bao )?gồm|riêng|cụ thể|chia ra)\b")
_ADDS = re.compile(
    r"\b(?:ngoài ra|ngoài (?:số|nguồn|kinh phí|khoản|phần|các)|bên cạnh(?: đó)?|(?:chưa|không) (?:kể|tính|bao gồm|gồm)"
    r"|cùng với(?: đó| đó là)?|đồng thời|cộng với"
    r"|(?:bổ sung|hỗ trợ|bố trí|cấp|dành|huy động|cho|trích)(?: [^\W\d]+){0,3} thêm)\b"
)
_EXTREME = re.compile(r"\b(?:cao nhất|thấp nhất|lớn nhất|nhỏ nhất|nhiều nhất|ít nhất)\b")
_EXAMPLE = re.compile(r"\b(?:điển hình|chẳng hạn|ví dụ|tiêu biểu (?:như|là|có)|đơn cử|có thể kể|trường hợp của)\b")
_SAME = re.compile(r"(?:[^\W\d]+ ){0,4}(?:này|nói trên|trên|kể trên|đó)\b")
_NAMED_AGAIN = re.compile(
    r"(?:(?:với|từ|nhờ|toàn bộ|cả) )*(?:số (?:tiền|vốn|kinh phí)|khoản(?: tiền| kinh phí)?|phần vốn|nguồn (?:vốn|kinh phí))(?: hỗ trợ)? $"
)
_ANOTHER = re.compile(r" ?(?:khác|nữa|thứ|còn lại)\b")
_OUT_OF = re.compile(r"\btrên tổng(?: (?:số|cộng|chi|mức))? $")
_WHOLE_FIRST = re.compile(r"\b(?:trong|từ|với) (?:tổng )?(?:số )?(?:hơn |gần |khoảng )?$")
_SUMS_UP = re.compile(r"\b(?:tổng|tính (?:chung|cả|gộp)|gộp|cộng|tất cả|l(?:ũy|uỹ) kế|cả (?:hai|ba|bốn|năm|\d+)|như vậy)\b")
_SUMS_ALL = re.compile(
    r"\b(?:tổng cộng|tính (?:chung|cả|gộp)|gộp|tất cả|l(?:ũy|uỹ) kế|cộng (?:chung|cả|lại|dồn)|cả (?:hai|ba|bốn|năm|\d+)|như vậy|nâng tổng"
    r"|(?:hai|các) nguồn)\b"
)
_RAISED = re.compile(r"\b(?:nâng|đưa)\b[^.;]{0,60}\b(?:lên|thành)(?: \w+){0,2} $")
_OWN_TOTAL = re.compile(r"\b(?:hỗ trợ|khuyến công|ngân sách)\b")
_REST_OWN = re.compile(r"\b(?:còn lại|phần còn lại|đối ứng|tự có)\b")


class Related(NamedTuple):
    """What a line is of another; `whole`: its index among the lines, None where the text names none."""

    relation: Relation
    whole: int | None


def relations_of(text: Prepared, lines: Sequence[Line]) -> list[Related | None]:
    """The relation of every line, in order; a line that is mixed or own capital may be a whole or a part as well."""
    found: list[Related | None] = [None] * len(lines)
    for j in range(len(lines)):
        found[j] = _by_words(text, lines, found, j)
    _by_arithmetic(lines, found)
    _summed_up(text.low, lines, found)
    for j in range(len(lines)):
        if found[j] is None:
            found[j] = _by_standing(lines, found, j)
    return found


def mixed(low: str, lines: Sequence[Line], found: Sequence[Related | None], i: int) -> bool:
    """Whether a total holds own capital beside support: one of its parts is own, or its only part is what is called support in it."""
    line = lines[i]
    called = low[line.left[0] : line.left[1]]
    parts = [lines[j] for j, related in enumerate(found) if related and related.relation == "part_of" and related.whole == i]
    if any(part.payer == "own" for part in parts):
        return True
    if _OUT_OF.search(called) and line.word == "" and i and lines[i - 1].sentence == line.sentence:
        part = lines[i - 1]  # "được hỗ trợ 145 triệu đồng trên tổng số 468 triệu đồng mua máy"
        return part.payer == "state" and part.stage != "disbursed" and "hỗ trợ" in low[part.left[0] : part.left[1]]
    if line.word not in ("neutral", "invest") or "hỗ trợ" in called[-60:]:
        return False
    if any(part.payer in ("value", "mixed") for part in parts):
        return True
    state = [part for part in parts if part.payer == "state"]
    if not state or _reached(line, state):
        return False
    last = state[-1]
    if _REST_OWN.search(low, last.amount.end, last.right[1]):
        return True
    supports = any("hỗ trợ" in low[part.left[0] : part.right[1]] for part in state)
    return supports or (len(state) == 1 and state[0].fund is None and "khuyến công" not in called)


def _by_words(text: Prepared, lines: Sequence[Line], found: Sequence[Related | None], j: int) -> Related | None:
    low, line = text.low, lines[j]
    before = low[line.left[0] : line.left[1]]
    opens = opened(low, (line.sentence[0], line.amount.start)) if line.left[0] == line.sentence[0] else ""
    if line.payer == "state":
        if _ADDS.search(before) and not _RAISED.search(before):
            return Related("adds_to", _whole_before(lines, found, j))
        if (again := _repeated(low, lines, j)) is not None:
            return Related("repeats", again)
        if _EXTREME.search(before) or _EXAMPLE.search(before):
            return Related("example_of", _whole_before(lines, found, j))
        if j + 1 < len(lines) and lines[j + 1].share and lines[j + 1].sentence == line.sentence:
            return Related("part_of", j + 1)
        if line.stage == "disbursed" or line.rest:
            return _paid(lines, j, line.rest)
    whole_start = line.amount.part_of
    told = next((i for i in range(j - 1, -1, -1) if lines[i].amount.start == whole_start), None) if whole_start is not None else None
    if told is not None and _may_hold(lines[told], [line]):
        return Related("part_of", told)
    divided = bool(
        _OF_WHICH.search(before)
        or _DIVIDES.match(opens)
        or _listed(low, line)
        or _told_out_of(low, lines, j)
        or _goes_on_dividing(lines, found, j)
    )
    return _part(lines, found, j) if divided else None


def _listed(low: str, line: Line) -> bool:
    return low[line.sentence[0] : line.sentence[1]].lstrip()[:1] in ("-", "–", "+", "•", "*", "|")


def _told_out_of(low: str, lines: Sequence[Line], j: int) -> bool:
    """Whether its sentence begins with the whole: "trong 1,1 tỷ đồng khuyến công, huyện A nhận 300 triệu đồng"."""
    first = next((line for line in lines[max(0, j - _BACK) : j] if line.sentence == lines[j].sentence), None)
    return first is not None and first.payer == "state" and _WHOLE_FIRST.search(low, *first.left) is not None


def _goes_on_dividing(lines: Sequence[Line], found: Sequence[Related | None], j: int) -> bool:
    """Whether the line before in its sentence is a part: the list goes on."""
    before = found[j - 1] if j and lines[j - 1].sentence == lines[j].sentence else None
    return before is not None and before.relation == "part_of"


def _part(lines: Sequence[Line], found: Sequence[Related | None], j: int) -> Related | None:
    """The nearest line before that can hold this one beside the parts it has already; where none can, a part that has parts of its own."""
    wholes = [i for i in range(j - 1, max(-1, j - _BACK), -1) if not _is(found[i], "repeats", "example_of")]
    for i in sorted(wholes, key=lambda i: _is(found[i], "part_of")):
        parts = [lines[k] for k in range(i + 1, j) if (r := found[k]) and r.relation == "part_of" and r.whole == i]
        if lines[i].payer in ("state", "mixed") and _may_hold(lines[i], [*parts, lines[j]]):
            return Related("part_of", i)
    return None


def _whole_before(lines: Sequence[Line], found: Sequence[Related | None], j: int) -> int | None:
    """The nearest line of public money before that is no part itself."""
    before = range(j - 1, max(-1, j - _BACK), -1)
    return next((i for i in before if lines[i].payer == "state" and not _is(found[i], "part_of")), None)


def _is(related: Related | None, *relations: Relation) -> bool:
    return related is not None and related.relation in relations


def _repeated(low: str, lines: Sequence[Line], j: int) -> int | None:
    """The line of the same worth told before: a total said again, or a sum pointed back to ("số tiền 300 triệu đồng này", a sentence that
    opens with "Số tiền 300 triệu đồng")."""
    line = lines[j]
    opens = opened(low, (line.sentence[0], line.amount.start))
    named = _NAMED_AGAIN.fullmatch(opens) is not None and not _ANOTHER.match(low, line.amount.end)
    points = named or _SAME.match(low[line.amount.end : line.amount.end + 30].lstrip()) is not None
    for i in range(j - 1, max(-1, j - _BACK), -1):
        other = lines[i]
        if other.vnd is None or other.vnd != line.vnd or other.payer != "state" or not _same_time(other, line):
            continue
        if other.stage in ("planned", "proposed") and line.stage not in ("planned", "proposed", None):
            continue  # what was a plan is done
        totals = (
            line.kind == other.kind == "total" and line.sentence != other.sentence and whole(line.projects) in (None, whole(other.projects))
        )
        purses = line.fund is None or other.fund is None or line.fund == other.fund
        if points or (totals and purses and line.stage not in ("disbursed", "cut", "moved")):
            return i
    return None


def _paid(lines: Sequence[Line], j: int, rest: bool) -> Related | None:
    """What money was paid out of: the line before, or the larger one behind in the same sentence or called the plan, that holds it."""
    behind = [i for i in range(j + 1, min(len(lines), j + 3)) if lines[i].sentence == lines[j].sentence or lines[i].plan]
    for i in [*range(j - 1, max(-1, j - _BACK), -1), *behind]:
        other = lines[i]
        if other.payer == "state" and other.stage != "disbursed" and not other.rest and _may_hold(other, [lines[j]]):
            return Related("part_of" if rest else "paid_of", i)
    return None


def _by_arithmetic(lines: Sequence[Line], found: list[Related | None]) -> None:
    """Lines right behind a total that reach it together are its parts, unless a word adds them."""
    for i, line in enumerate(lines):
        left_over = line.kind == "single" and any(other.rest for other in lines[i + 1 : i + 4])
        if not (line.kind == "total" or left_over) or line.payer == "own" or line.vnd is None:
            continue
        group: list[int] = []
        for j in range(i + 1, min(len(lines), i + 1 + _BACK)):
            related = found[j]
            if (related and related.relation in ("adds_to", "repeats")) or (
                related and related.whole not in (None, i) and not lines[j].rest
            ):
                break
            if lines[j].vnd is None or lines[j].payer == "value" or lines[j].stage == "disbursed":
                continue
            group.append(j)
            if len(group) > 1 and _reached(line, [lines[k] for k in group]):
                for k in group:
                    found[k] = Related("part_of", i)
                break


def _summed_up(low: str, lines: Sequence[Line], found: list[Related | None]) -> None:
    """A total told after its parts ("tổng mức hỗ trợ của cả hai đề án là ...") holds those before it that it can hold."""
    for j, line in enumerate(lines):
        before = low[line.left[0] : line.left[1]]
        if line.vnd is None or line.payer != "state" or found[j] is not None or not _SUMS_UP.search(before):
            continue
        group = [
            i
            for i in range(max(0, j - _BACK), j)
            if lines[i].payer == "state"
            and lines[i].vnd is not None
            and _same_time(lines[i], line)
            and _free(found[i])
            and not (line.period == "part" and lines[i].period == "year")
            and lines[i].stage not in ("cut", "moved")
        ]
        exactly = len(group) > 1 and _reached(line, [lines[i] for i in group])
        singles = all(lines[i].kind in ("single", "rate") for i in group) or _SUMS_ALL.search(before) or _RAISED.search(before)
        if group and (exactly or (singles and _may_hold(line, [lines[i] for i in group]))):
            for i in group:
                found[i] = Related("part_of", j)


def _free(related: Related | None) -> bool:
    return related is None or related.relation == "adds_to" or related.whole is None


def _by_standing(lines: Sequence[Line], found: Sequence[Related | None], j: int) -> Related | None:
    """What a line is of an earlier total by its size and kind alone: a grant to one is an example, a part of a year a part, one purse of
    both a part."""
    line = lines[j]
    if line.payer != "state" or line.vnd is None:
        return None
    for i in range(j - 1, max(-1, j - _BACK), -1):
        other = lines[i]
        if other.payer != "state" or other.kind != "total" or found[i] is not None or not _same_time(other, line):
            continue
        beside = [lines[k] for k in range(i + 1, j) if (r := found[k]) and r.whole == i and r.relation in ("part_of", "example_of")]
        if other.sentence == line.sentence or not _may_hold(other, [line]):
            continue
        if line.kind in ("single", "rate") and _may_hold(other, [line, *beside]) and other.programme == line.programme:
            return Related("example_of", i)
        if other.fund == "both" and line.fund in ("national", "local"):
            return Related("part_of", i)
        if line.period == "part" and other.period == "year" and other.programme == line.programme and other.stage == line.stage:
            return Related("part_of", i)
    return None


def _may_hold(total: Line, parts: Sequence[Line]) -> bool:
    """Whether a line is large enough, and its years wide enough, to hold the others together."""
    vnd = total.amount.vnd_max if total.vnd is None else total.vnd
    if vnd is None or total.amount.unit != "VND" or any(part.amount.unit != "VND" for part in parts):
        return False
    worth = sum((part.amount.vnd_min or 0) if part.vnd is None else part.vnd for part in parts)
    return (
        worth <= vnd * REACHED[1]
        and all(_within(part, total) for part in parts)
        and not all(part.vnd == vnd and part.kind != "rate" for part in parts)
    )


def _within(part: Line, total: Line) -> bool:
    mine, years = part.amount.year, total.amount.year
    return not part.dated or mine is None or years is None or years[0] <= mine[0] <= mine[1] <= years[1]


def _same_time(one: Line, other: Line) -> bool:
    return not other.dated or one.amount.year is None or other.amount.year is None or one.amount.year == other.amount.year


def _reached(total: Line, parts: Sequence[Line]) -> bool:
    if total.vnd is None or any(part.vnd is None or not _within(part, total) for part in parts):
        return False
    worth = sum(part.vnd or 0 for part in parts)
    return total.vnd * REACHED[0] <= worth <= total.vnd * REACHED[1]
