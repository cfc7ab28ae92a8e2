"""Which province a money or percent amount is about: the governing name nearby, else the article's primary province, else none.

National, foreign and company-wide figures have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pipelines.facts.links.scope import Link, Scope
from pipelines.facts.links.scoring import Features
from pipelines.values.mentions import ProvinceMention
from pipelines.values.paths import DATA

ProvinceEvidence = dict[str | None, Features]

_LOCATED = re.compile(r"\b(?:tại|ở|riêng|thuộc|trên địa bàn)\b[^,;.]{0,25}$")
# a place said of a thing before it: "nhà máy Đình Vũ (X) tại [Hải Phòng]", "SEVT ([Thái Nguyên]"
_PLACED = re.compile(
    r"(?:\b(?:tại|ở|thuộc)\b(?: (?:tỉnh|tp\.?|thành phố|khu công nghiệp|kcn|huyện|xã|thị xã)\b[^,;.()]{0,20},?)? ?|\(|, (?:tỉnh )?)$"
)
# works that stand in one place, with their names: "nhà máy xơ sợi Đình Vũ (PVTex)", "khu công nghiệp Yên Phong"; a firm has many places
_CALLED = re.compile(
    r"(?:[Nn]hà máy|[Dd]ự án|[Kk]hu công nghiệp|[Cc]ụm công nghiệp|[Kk]hu kinh tế|KCN|CCN|KKT|[Cc]ảng|[Ss]ân bay|[Mm]ỏ|[Tt]ổ hợp"
    r"|[Tt]rung tâm|[Tt]hủy điện|[Nn]hiệt điện|[Đđ]iện gió|[Đđ]iện mặt trời|[Cc]hợ|[Cc]ầu|[Cc]hi nhánh|[Xx]ưởng)(?: [a-zà-ỹđ-]+){0,5}"
    r"((?: [A-ZĐ][\w&]*)+)(?: \(([A-ZĐ][\w&]*[A-Z]\w*)\))?"
)
_BACK = re.compile(
    r"(?<!\w)(?:đây là (?:nhà máy|dự án|công ty|cảng|khu)|(?:nhà máy|dự án|công ty|doanh nghiệp|đơn vị|cơ sở|khu công nghiệp"
    r"|cụm công nghiệp|làng nghề|địa phương|tỉnh|cảng) (?:này|nói trên|trên))(?!\w)"
)
_NO_THING = frozenset(
    "UBND HĐND TP TP.HCM KCN CCN KKT KCX FDI TNHH CP USD EU GDP GRDP Sở Cục Bộ Chi Ủy Công Tổng Ông Bà Việt Ngày Theo Trong Khu Tỉnh "  # noqa: SIM905
    "Năm Tại Ban Hội Trung Đại Quốc Nhà Xã Phường Huyện Quận".split()
)
_ACCOUNTS = re.compile(
    r"(?:cổ đông|cổ phiếu|báo cáo tài chính|bctc|doanh thu thuần|lợi nhuận (?:sau|trước) thuế|lãi ròng|lỗ l[uũ][yỹ] kế"
    r"|vốn chủ sở hữu|cổ tức|niêm yết|vốn hóa|trái phiếu)(?!\w)"
)
_MANY_ACCOUNTS = 5
_CHARTER = "vốn điều lệ"  # of a firm, wherever it is at work
_WIDE = ("national", "foreign", "region", "local")
_THINGS, _NAMINGS = 12, 60  # keeps the work small on any text
_NAME_ENDS = re.compile(r"(?:^|\s)[A-ZĐ][\w&]* $")
_NEAR = 60  # characters between a province name and an amount it governs
_REACH = 8  # names looked at on either side, and amounts looked back for one to inherit from


class Places(NamedTuple):
    """The provinces of a text: its primary ones, all mentions in text order, their starts, the primary ones in the headline, the only
    one named (None when there are several), whether the text is about the accounts or shares of a firm, and
    where things are named that the text has placed in a province."""

    primary: tuple[str, ...]
    mentions: tuple[ProvinceMention, ...]
    starts: list[int]
    in_title: frozenset[str]
    only: str | None
    accounts: bool
    things: list[tuple[int, str]]


@cache
def zones() -> dict[str, str]:
    """Places of industry known by their own name (data/links/zones.tsv) and their provinces."""
    lines = (DATA / "links" / "zones.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {row[0]: row[1] for row in rows}


def places(scope: Scope, provinces: Sequence[ProvinceMention], primary: Sequence[str]) -> Places:
    """Prepare the provinces of a text for linking."""
    in_title = frozenset(name for name in primary if name.lower() in scope.title)
    names = {p.name for p in provinces}
    only = provinces[0].name if len(names) == 1 else None
    accounts = len(_ACCOUNTS.findall(scope.low)) >= _MANY_ACCOUNTS
    return Places(tuple(primary), tuple(provinces), [p.start for p in provinces], in_title, only, accounts, _things(scope, provinces))


def _things(scope: Scope, provinces: Sequence[ProvinceMention]) -> list[tuple[int, str]]:
    """Where plants and firms are named that stand in a province by the text: "xơ sợi Đình Vũ (PVTex) tại Hải Phòng"."""
    text = scope.cut.text
    homes = {name: home for name, home in zones().items() if name in text}
    for p in provinces:
        if len(homes) >= _THINGS or not _PLACED.search(scope.low, max(0, p.start - 50), p.start):
            continue
        begin = max(scope.cut.sentence(p.start)[0], p.start - 80)
        for called in [name.strip() for names in _CALLED.findall(text, begin, p.start) for name in names if name]:
            if called not in _NO_THING and called.split(" ")[0] not in _NO_THING and called not in {m.surface for m in provinces}:
                homes[called] = p.name if homes.get(called, p.name) == p.name else ""
    found: list[tuple[int, str]] = []
    for called, home in homes.items():
        at = text.find(called) if home else -1
        while at >= 0 and len(found) < _NAMINGS:
            found.append((at, home))
            at = text.find(called, at + len(called))
    return sorted(found)


def province_evidence(scope: Scope, where: Places, i: int, links: Sequence[Link]) -> ProvinceEvidence:
    """Features of every candidate province of amount i; `links` holds those of the amounts before it."""
    spot, primary = scope.spots[i], where.primary
    group = "none" if not primary else "one" if len(primary) == 1 else "many"
    found: ProvinceEvidence = {None: {"null": 1.0, f"null:primary:{group}": 1.0}}
    for name in primary:
        _add(found, name, "primary:further" if name is not primary[0] else f"primary:{group}")
        if name in where.in_title:
            _add(found, name, "title")
    if where.only:
        _add(found, where.only, f"only:{group}")
        if len(where.mentions) > 1:
            _add(found, where.only, f"only:again:{group}")
    first, last = bisect_left(where.starts, spot.begin), bisect_left(where.starts, spot.end)
    here = bisect_left(where.starts, scope.amounts[i].start)
    own = where.mentions[max(first, here - _REACH) : min(last, here + _REACH)]
    state = "away"
    if own:
        state = "sentence"
        _own_provinces(found, scope, i, own, group)
    elif first:
        state = "paragraph" if where.starts[first - 1] >= spot.paragraph else "above"
        _add(found, where.mentions[first - 1].name, f"{state}:{group}")
        state = "paragraph" if state == "paragraph" else "away"
        if _BACK.search(scope.low, spot.begin, spot.end):
            _add(found, where.mentions[first - 1].name, "back")
    _placed(found, scope, where, i, group)
    sentence = scope.sentence(spot.begin, spot.end)
    groups = sentence.groups
    near = next((m for m in reversed(sentence.markers) if m.end <= scope.amounts[i].start and m.meaning in _WIDE), None)
    if near and near.meaning == "national" and _NAME_ENDS.search(scope.cut.text, max(0, near.start - 15), near.start):
        near = None  # "LG Việt Nam" is a firm
    if near and not any(p.start > near.start for p in own):
        gap = scope.low[near.end : scope.amounts[i].start]
        close = near.meaning == "national" and len(gap) < _NEAR  # "xuất khẩu cà phê Việt Nam đạt"
        _add(found, None, f"null:{near.meaning}:left" if not close else "null:national:reaches" if ", " in gap else "null:national:governs")
    if primary and not last and primary[0] not in where.in_title:
        _add(found, None, "null:national:unnamed" if "national" in groups else "null:unnamed")
    for marker in ("national", "foreign", "company"):
        if marker in groups:
            _add(found, None, f"null:{marker}:{state}:{group}")
    before = scope.cut.sentence(spot.begin - 1) if spot.begin > spot.paragraph else None
    if before and "national" in scope.sentence(*before).groups:
        _add(found, None, f"null:national_before:{state}:{group}")
    start = scope.amounts[i].start
    if scope.low.find(_CHARTER, max(spot.begin, start - _NEAR), start) >= 0:
        _add(found, None, "null:charter")
    if where.accounts:
        _add(found, None, f"null:accounts:{state}")
    elsewhere = bool(own) and not any(p.name in primary for p in own)
    if elsewhere and _several(scope, i, own):
        _add(found, None, "null:elsewhere")
    if primary and "local" in groups and not elsewhere:
        _add(found, primary[0], "local")
    _inherit(found, scope, i, links)
    return found


def _placed(found: ProvinceEvidence, scope: Scope, where: Places, i: int, group: str) -> None:
    """The home of the thing named last before the amount, in its sentence or above."""
    start, begin = scope.amounts[i].start, scope.spots[i].begin
    k = bisect_left(where.things, (start, "")) - 1
    if k < 0:
        return
    at, home = where.things[k]
    if at >= begin:
        _add(found, home, f"thing:sentence:{group}")
    elif all(p.name == home for p in where.mentions[bisect_left(where.starts, at) : bisect_left(where.starts, start)][-_REACH:]):
        _add(found, home, f"thing:above:{group}")


def _add(found: ProvinceEvidence, candidate: str | None, name: str) -> None:
    found.setdefault(candidate, {})[name] = 1.0


def _own_provinces(found: ProvinceEvidence, scope: Scope, i: int, own: Sequence[ProvinceMention], group: str) -> None:
    """Provinces named in the amount's own sentence."""
    amounts, amount = scope.amounts, scope.amounts[i]
    left = [p for p in own if p.end <= amount.start]
    if left:
        nearest = left[-1]
        crossed = any(a.kind == "money" and a.start > nearest.end for a in amounts[max(0, i - 6) : i])
        near = amount.start - nearest.end < _NEAR and not crossed
        _add(found, nearest.name, f"left:near:{group}" if near else f"left:far:{group}")
        if _LOCATED.search(scope.low, max(scope.spots[i].begin, nearest.start - 40), nearest.start):
            _add(found, nearest.name, "left:located")
        if any(m.meaning == "local" and nearest.end <= m.start < amount.start for m in scope.sentence(*scope.spots[i][:2]).markers):
            _add(found, nearest.name, "left:local")  # "Sở Công Thương Thanh Hóa cho biết ngân sách của địa phương là"
        for p in left[:-1]:
            _add(found, p.name, "left:other")
        if _several(scope, i, left):
            _add(found, None, f"null:several:{group}")
    right = next((p for p in own if p.start >= amount.end), None)
    if right:
        crossed = any(a.kind == "money" and a.start < right.start for a in amounts[i + 1 : i + 7])
        near = right.start - amount.end < _NEAR and not crossed
        _add(found, right.name, f"right:near:{group}" if near else f"right:far:{group}")
        if near and _PLACED.search(scope.low, amount.end, right.start):
            _add(found, right.name, "right:located")


def _several(scope: Scope, i: int, own: Sequence[ProvinceMention]) -> bool:
    """Whether the list item that ends at amount i names several provinces before it."""
    start = scope.amounts[i].start
    item = max(scope.spots[i].begin, scope.low.rfind("; ", scope.spots[i].begin, start))
    return len({p.name for p in own if item <= p.start < start}) > 1


def _inherit(found: ProvinceEvidence, scope: Scope, i: int, links: Sequence[Link]) -> None:
    spot = scope.spots[i]
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if before.kind in ("money", "percent"):
            where = "sentence" if before.start >= spot.begin else "paragraph" if before.start >= spot.paragraph else "above"
            _add(found, links[j].province, f"inherit:{where}" + ("" if links[j].province else ":null"))
            break
