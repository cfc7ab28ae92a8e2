"""Lists: sums and provinces in one sentence whose order tells whose sum is whose, where the nearest name would mislead.

Four shapes: sums before names ("5 tỷ cho Sơn La, 3 tỷ cho Lai Châu"), a total before its parts ("40 tỷ, gồm An Giang 9 tỷ, Cà Mau 7
tỷ"), one sum of several together ("hai tỉnh Yên Bái và Sơn La 600 triệu"), respective ones ("Hà Nội và Huế lần lượt đạt 5 tỷ và 3 tỷ").
Source: labelling guide of the gold sets (of a list each figure has its own province, one figure of several has none).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from pipelines.facts.frames.scope import Scope
from pipelines.values.mentions import AmountMention, ProvinceMention

_PLACE = r"(?:(?:tỉnh|thành phố|tp\.?|t\.p|địa phương) ?)?"
# from a sum to the name behind it: "18 tỷ đồng [cho tỉnh] Lai Châu", "90 triệu usd [đổ về] Long An", "5 tỷ ([Sơn La]"
_TO_NAME = re.compile(rf"(?:/[^\W\d]+)?(?:(?: [^\W\d]+){{0,3}} (?:cho|vào|của|về|tại|ở|thuộc|đến|sang)(?: riêng)? | \(){_PLACE}")
# from that name to the next sum of the list
_NEXT_SUM = re.compile(r"\)?(?:[,;]| và|, và|; và)(?: [^\W\d]+){0,3} ")
_PARTS = re.compile(r"(?<!\w)(?:gồm|trong đó|cụ thể|như sau|lần lượt)(?!\w)|[:(]")
_ITS_SUM = re.compile(r"(?: \(|:| -| –)?(?: [^\W\d]+){0,5} ?\(?")
_JOINS = re.compile(rf"(?P<list>, ){_PLACE}|,? (?:và|với|cùng|-|–) (?:với )?{_PLACE}")
_COUNTED = re.compile(r"(?<!\w)(?:hai|ba|bốn|năm|2|3|4|5|các) (?:tỉnh|thành phố|địa phương|tỉnh, thành(?: phố)?)(?: là|:)? (?:tỉnh )?$")
_ASIDE = re.compile(r"(?<!\w)(?:so với|khác với|ngoài|sau|như|hơn|kém|cạnh|giáp|từ|cách)(?: (?:tỉnh|hai tỉnh|các tỉnh))? ?$")
_RESPECTIVELY = re.compile(r"(?<!\w)(?:lần lượt|tương ứng)(?!\w)")
_UP_TO = re.compile(r" (?:lên|xuống|còn|đạt)(?: [^\W\d]+){0,3} ")
_CLOSE = 60  # characters between a sum and the names it is of
_PART = 30  # characters between a part and its sum
_REACH = 16  # amounts looked at on either side
_LONGEST = 6  # names of one group


class Listed(NamedTuple):
    """What the order of a sentence tells of a sum: its shape, and its province, None for a total and for one of several."""

    shape: Literal["ahead", "each", "total", "joint"]
    province: str | None = None


class Row(NamedTuple):
    """Sums of one kind and names of a sentence, each in text order; `k`: the sum asked for."""

    low: str
    begin: int
    sums: Sequence[AmountMention]
    k: int
    names: Sequence[ProvinceMention]


def listed_at(scope: Scope, i: int, own: Sequence[ProvinceMention]) -> Listed | None:
    """What the order of sums and names in its sentence tells of amount i, None where it tells nothing; `own`: the names."""
    if len(own) < 2:
        return None
    spot, asked = scope.spots[i], scope.amounts[i]
    near = range(max(0, i - _REACH), min(len(scope.amounts), i + _REACH))
    numbers = [j for j in near if scope.amounts[j].kind == asked.kind and spot.begin <= scope.amounts[j].start < spot.end]
    return listed(Row(scope.low, spot.begin, [scope.amounts[j] for j in numbers], numbers.index(i), own))


def listed(row: Row) -> Listed | None:
    """What the order of sums and names tells of sum k, None where it tells nothing."""
    ahead = _ahead(row)
    if ahead:
        return Listed("ahead", ahead)
    if _is_total(row):
        return Listed("total")
    start = row.sums[row.k].start
    last = next((n for n in range(len(row.names) - 1, -1, -1) if row.names[n].end <= start), -1)
    group = _group_before(row, last)
    if group:
        return _of_group(row, group)
    return Listed("joint") if _joint_behind(row) else None


def _of_group(row: Row, group: Sequence[ProvinceMention]) -> Listed | None:
    """A sum behind several names in a row: their own by order after "lần lượt", else one of all together where it stands close."""
    start, after = row.sums[row.k].start, group[-1].end
    behind = [n for n, each in enumerate(row.sums) if each.start >= after]
    stop = row.sums[behind[min(len(behind), len(group)) - 1]].end + 30
    if _RESPECTIVELY.search(row.low, after, stop):
        nth = row.k - behind[0]
        again = nth >= len(group) and nth < 2 * len(group) <= len(behind) and _UP_TO.search(row.low, row.sums[behind[0]].end, start)
        if again:  # "tăng lần lượt 1.000 đồng và 500 đồng lên 52.000 đồng và 54.000 đồng"
            nth -= len(group)
        return Listed("each", group[nth].name) if nth < len(group) <= len(behind) else None
    gap = row.low[after:start]
    alone = behind[0] == row.k and len(gap) <= _CLOSE and not any(sign in gap for sign in (", ", "; ", ": "))
    return Listed("joint") if alone else None


def _named(row: Row, k: int) -> ProvinceMention | None:
    """The name that sum k stands before by itself ("18 tỷ đồng cho [Lai Châu]")."""
    each = row.sums[k]
    name = next((name for name in row.names if name.start >= each.end), None)
    if name is None or name.start - each.end > _CLOSE or (k + 1 < len(row.sums) and row.sums[k + 1].start < name.start):
        return None
    return name if _TO_NAME.fullmatch(row.low, each.end, name.start) else None


def _ahead(row: Row) -> str | None:
    """The name behind sum k where the sum before or behind it has one too, so that the sentence lists sums before names."""
    own = _named(row, row.k)
    if own is None:
        return None
    for first in (row.k - 1, row.k):
        if first >= 0 and first + 1 < len(row.sums):
            one, other = _named(row, first), _named(row, first + 1)
            if one and other and one.name != other.name and _NEXT_SUM.fullmatch(row.low, one.end, row.sums[first + 1].start):
                return own.name
    return None


def _is_total(row: Row) -> bool:
    """Whether sum k stands before names that have a sum each, without a name of its own."""
    each = row.sums[row.k]
    parts = [name for name in row.names if name.start >= each.end][:2]
    if len(parts) < 2 or any(row.low.rfind("; ", name.end, each.start) < 0 for name in row.names if name.end <= each.start):
        return False
    first, second = parts
    rest = row.sums[row.k + 1 : row.k + 3]
    in_order = len(rest) == 2 and first.end <= rest[0].start < second.start and second.end <= rest[1].start and first.name != second.name
    return (
        in_order
        and first.start - each.end <= 2 * _CLOSE
        and bool(_PARTS.search(row.low, each.end, first.start))
        and all(
            own.start - part.end <= _PART and _ITS_SUM.fullmatch(row.low, part.end, own.start)
            for part, own in zip(parts, rest, strict=True)
        )
    )


def _group_before(row: Row, last: int) -> Sequence[ProvinceMention]:
    """The names in a row that end with name `last`, where they are two or more and belong together."""
    first, joined = last, False
    while first > 0 and last - first < _LONGEST:
        link = _JOINS.fullmatch(row.low, row.names[first - 1].end, row.names[first].start)
        if link is None or (not link["list"] and first < last):
            break
        joined = joined or not link["list"]
        first -= 1
    if first >= last or _ASIDE.search(row.low, max(row.begin, row.names[first].start - 20), row.names[first].start):
        return ()
    counted = _COUNTED.search(row.low, max(row.begin, row.names[first].start - 35), row.names[first].start)
    group = row.names[first : last + 1]
    return group if len({name.name for name in group}) > 1 and (joined or counted or last - first >= 2) else ()


def _joint_behind(row: Row) -> bool:
    """Whether sum k is given to several names together: "600 triệu đồng cho hai tỉnh Yên Bái và Sơn La"."""
    own = row.sums[row.k]
    n = next((n for n, name in enumerate(row.names) if name.start >= own.end), len(row.names))
    if n + 1 >= len(row.names) or row.names[n].start - own.end > _CLOSE:
        return False
    bound = row.sums[row.k + 1].start if row.k + 1 < len(row.sums) else len(row.low)
    last = n
    while last + 1 < len(row.names) and row.names[last + 1].end <= bound and last - n < _LONGEST:
        link = _JOINS.fullmatch(row.low, row.names[last].end, row.names[last + 1].start)
        if link is None:
            break
        last += 1
        if not link["list"]:
            break
    before = _COUNTED.sub("", row.low[own.end : row.names[n].start])
    return _TO_NAME.fullmatch(before if before.endswith(" ") else before + " ") is not None and len(_group_before(row, last)) > last - n > 0
