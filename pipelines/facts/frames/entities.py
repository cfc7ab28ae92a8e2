"""Entities: firms, works, districts and zones a text names, each found once with the province it is at home in.

A home comes, first that speaks: from the table of districts or of places of industry, from the name itself ("Đạm Ninh Bình"), from the
place told beside the name ("xưởng Suối Mây (SMT) tại Lai Châu"). Later namings, also by the short name, have the same home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from pipelines.facts.frames.industry_places import zones_in
from pipelines.facts.provinces.districts import District, find_bare_districts, find_districts
from pipelines.facts.provinces.provinces import find_names
from pipelines.facts.provinces.registry import LOWER, UPPER, unit_at
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import ProvinceMention

EntityKind = Literal["firm", "work", "district", "zone"]

_WORK = (
    r"[Nn]hà máy|[Dd]ự án|[Kk]hu công nghiệp|[Cc]ụm công nghiệp|[Kk]hu kinh tế|KCN|CCN|KKT|[Cc]ảng|[Ss]ân bay|[Mm]ỏ|[Tt]ổ hợp"
    r"|[Tt]rung tâm|[Tt]hủy điện|[Nn]hiệt điện|[Đđ]iện gió|[Đđ]iện mặt trời|[Cc]hợ|[Cc]ầu|[Cc]hi nhánh|[Xx]ưởng|[Cc]ửa khẩu|[Tt]rang trại"
)
_FIRM = r"[Cc]ông ty|[Dd]oanh nghiệp|[Hh]ợp tác xã|HTX|[Xx]í nghiệp|CTCP|[Cc]ơ sở"
# a thing with its name and its short name: "nhà máy chè khô Suối Mây (SMTea)"; a firm has many places, its home is weaker
_CALLED = re.compile(
    rf"(?P<kind>{_WORK}|{_FIRM})(?: (?:[{LOWER}-]+|TNHH|CP|MTV|XNK|SX|TM)){{0,7}}(?P<name>(?: [{UPPER}][\w&]*)+)"
    rf"(?: \((?P<short>[{UPPER}][\w&]*[A-Z]\w*)\))?"
)
# a work told between a firm and the place is what stands there: "công ty Suối Mây mở xưởng tại ..."
_OF_ANOTHER = re.compile(rf", [^()]*(?:{_WORK})(?!\w)")
# a place said of a thing before it: "xưởng Suối Mây (SMT) tại [Lai Châu]", "SMT ([Lai Châu]"
PLACED = re.compile(
    r"(?:\b(?:tại|ở|thuộc)\b(?: (?:tỉnh|tp\.?|thành phố|khu công nghiệp|kcn|huyện|xã|thị xã)\b[^,;.()]{0,20},?)? ?|\(|, (?:tỉnh )?)$"
)
_WORKS_OF_PROVINCE = re.compile(  # works called after the province they stand in: "gang thép Thái Nguyên"
    r"(?:nhà máy|dự án|gang thép|đạm|phân đạm|nhiệt điện|thủy điện|thuỷ điện|ethanol|lọc dầu|lọc hóa dầu|xi măng|điện hạt nhân|tổ hợp|dap"
    r"|khu liên hợp|samsung|điện gió|điện khí|khí điện đạm|bột giấy|xơ sợi|giấy|mía đường|đường|nhôm|alumin"
    # who serves one province is called after it: "Điện lực Lai Châu"
    r"|điện lực|viễn thông|bưu điện|cấp nước|cấp thoát nước|xổ số kiến thiết|môi trường đô thị|chi nhánh)(?: (?:\w+ ){0,3})?$"
)
_NO_THING = frozenset(
    "UBND HĐND TP TP.HCM KCN CCN KKT KCX FDI TNHH CP USD EU GDP GRDP Sở Cục Bộ Chi Ủy Công Tổng Ông Bà Việt Ngày Theo Trong Khu Tỉnh "  # noqa: SIM905
    "Năm Tại Ban Hội Trung Đại Quốc Nhà Xã Phường Huyện Quận".split()
)
_THINGS, _NAMINGS = 16, 80  # keeps the work small on any text


class Entity(NamedTuple):
    """A thing named at an offset, and the province it is at home in."""

    start: int
    end: int
    kind: EntityKind
    home: str
    rule: Literal["table", "bare", "called", "placed"]


class Names(NamedTuple):
    """Names of places found in a text: provinces, things called after provinces, districts; ISO date of publication."""

    provinces: Sequence[ProvinceMention]
    called: Sequence[ProvinceMention]
    districts: Sequence[District]
    published: str | None


def find_place_names(text: Prepared, published: str | None) -> Names:
    """All names of places in a text; linear time, any text."""
    provinces, called = find_names(text, published)
    districts = find_districts(text.key)
    taken = [(mention.start, mention.end) for mention in provinces] + [(district.start, district.end) for district in districts]
    return Names(provinces, called, [*districts, *find_bare_districts(text.key, taken)], published)


def find_entities(text: Prepared, names: Names) -> list[Entity]:
    """Entities that have a home, in text order; linear time, any text."""
    found = [
        Entity(d.start, d.end, "district", unit_at(d.slug, names.published).name, "bare" if d.bare else "table") for d in names.districts
    ]
    found += [
        Entity(c.start, c.end, "work", c.name, "called")
        for c in names.called
        if _WORKS_OF_PROVINCE.search(text.low, max(0, c.start - 40), c.start)
    ]
    homes: dict[str, tuple[EntityKind, str]] = {name: ("zone", home) for name, home in zones_in(text.text).items()}
    known = dict.fromkeys(homes)
    _place(homes, text, names)
    for called, (kind, home) in homes.items():
        for at in _namings(text.text, called) if home else ():
            found.append(Entity(at, at + len(called), kind, home, "table" if called in known else "placed"))
    return sorted(found)


def _place(homes: dict[str, tuple[EntityKind, str]], text: Prepared, names: Names) -> None:
    """Add the names of things that the text places in a province."""
    surfaces = {mention.surface for mention in names.provinces}
    for mention in names.provinces:
        if len(homes) >= _THINGS:
            return
        if not PLACED.search(text.low, max(0, mention.start - 50), mention.start):
            continue
        begin = max(text.cut.sentence(mention.start)[0], mention.start - 90)
        for kind, called in _called(text.text, begin, mention.start):
            if called not in surfaces:
                home = homes.get(called, (kind, mention.name))[1]
                homes[called] = (kind, mention.name if home == mention.name else "")


def _called(text: str, begin: int, end: int) -> Iterator[tuple[EntityKind, str]]:
    for found in _CALLED.finditer(text, begin, end):
        kind: EntityKind = "firm" if re.match(_FIRM, found["kind"]) else "work"
        if kind == "firm" and _OF_ANOTHER.search(text, found.end(), end):
            continue
        for name in (found["name"].strip(), found["short"]):
            if name and name not in _NO_THING and name.split(" ")[0] not in _NO_THING:
                yield kind, name


def _namings(text: str, called: str) -> Iterator[int]:
    at = text.find(called)
    for _ in range(_NAMINGS):
        if at < 0:
            return
        yield at
        at = text.find(called, at + len(called))
