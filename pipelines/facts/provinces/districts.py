"""Districts and towns (2025-06) that point to one province only: 644 of 696 names are unique nationwide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from pipelines.facts.provinces.registry import UPPER, no_such_slug, slug_of_name
from pipelines.text.normal import tone_key
from pipelines.text.phrases import alternation
from pipelines.values.tables import read_table

# letters first: fast to skip; what governs a district is called by half its kind ("Huyện ủy", "thành đoàn")
_KIND = (
    r"(huyện|Huyện|quận|Quận|thị xã|Thị xã|TX\.?|thành phố|Thành phố|TP\.?|Tp\.?|tại|Tại|ở|Ở"
    r"|[Hh]uyện (?:ủy|đoàn)|[Qq]uận (?:ủy|đoàn)|[Tt]hị (?:ủy|đoàn)|[Tt]hành (?:ủy|đoàn)) "
)
_LONGER_LEFT = re.compile(rf"(?:\w|[{UPPER}]\w* |\b(?:ông|bà|anh|chị|em|đường|phố|phường|xã|thôn|sông|cầu|công ty|trường|khách sạn) )$")
# a firm's name goes on to its end: "công ty chế biến thủy sản Ngô Quyền" is named after a man; behind a preposition stands a place
_OF_A_FIRM = re.compile(
    r"(?:[Cc]ông ty|CTCP|[Nn]gân hàng|[Kk]hách sạn|[Cc]hứng khoán)"
    r"(?: (?!(?:tại|ở|thuộc|huyện|từ|về|của|và|trên|cho|với)(?!\w))[^\s,.;:()]+){0,8} $"
)
_LONGER_RIGHT = re.compile(rf" [{UPPER}]\w")
_NUMBERED = re.compile(r" \d{1,2}(?= ?[,;:.)(])")  # "Đông Anh 3 (thị trấn Nam Ban)" is a hamlet called after a district
_HALVES = {"huyện": "huyện", "quận": "quận", "thị": "thị xã", "thành": "thành phố"}
_KINDS = {
    "huyện": "huyện",
    "quận": "quận",
    "thị xã": "thị xã",
    "tx": "thị xã",
    "thành phố": "thành phố",
    "tp": "thành phố",
    "tại": "tại",
    "ở": "tại",
    **{f"{half} {body}": kind for half, kind in _HALVES.items() for body in ("ủy", "đoàn")},
}


class DistrictRow(msgspec.Struct, frozen=True):
    """A row of data/provinces/districts.csv; `province` is a slug."""

    kind: Literal["quận", "huyện", "thị xã", "thành phố"]
    name: str
    province: str


@cache
def district_rows() -> tuple[DistrictRow, ...]:
    """All districts of June 2025. Raises TableError."""
    key = ["kind", "name", "province"]
    return read_table("provinces/districts.csv", DistrictRow, key, lambda row: no_such_slug("province", row.province))


@cache
def _places() -> tuple[re.Pattern[str], dict[tuple[str, str], str]]:
    """Pattern of a kind and a name, and the province slug of each. A name only one province has goes with any kind (towns are
    raised in rank), one of several provinces only with a kind that tells them apart, a province's own name not with "thành phố";
    after "tại" and "ở" only cities need no kind."""
    by_name: dict[str, set[str]] = {}
    by_kind: dict[tuple[str, str], set[str]] = {}
    for row in district_rows():
        for name in _spellings(tone_key(row.name)):
            by_name.setdefault(name, set()).add(row.province)
            by_kind.setdefault((row.kind, name), set()).add(row.province)
    unique: dict[tuple[str, str], str] = {}
    for name, slugs in by_name.items():
        for kind in dict.fromkeys(_KINDS.values()):
            of_kind = by_kind.get(("thành phố" if kind == "tại" else kind, name), set())
            found = slugs if len(slugs) == 1 and kind != "tại" else of_kind
            if len(found) == 1 and not (kind in ("thành phố", "tại") and name in slug_of_name()) and (" " in name or kind != "tại"):
                unique[kind, name] = min(found)
    return re.compile(f"{_KIND}({alternation(by_name)})"), unique


def _spellings(name: str) -> set[str]:
    """Names of the highlands are written with Đắk, Đăk or Đắc, and with a capital or none after the apostrophe."""
    spelled = {name, re.sub(r"'(\w)", lambda found: "'" + found[1].lower(), name)}
    for first in ("Đắk", "Đăk"):
        if name.startswith((first, first[:-1] + "c")):
            spelled |= {other + rest[3:] for rest in list(spelled) for other in ("Đắk", "Đăk", "Đắc")}
    return spelled


class District(NamedTuple):
    """A district or town named at an offset, and the slug of the province it lies in; `bare`: without its kind."""

    start: int
    end: int
    slug: str
    surface: str
    bare: bool = False


@cache
def _bare() -> tuple[re.Pattern[str], dict[str, str]]:
    """Names of two words that one district alone has, no province and no other place of the table."""
    by_name: dict[str, set[str]] = {}
    for row in district_rows():
        for name in _spellings(tone_key(row.name)):
            by_name.setdefault(name, set()).add(row.province)
    names = {name: min(slugs) for name, slugs in by_name.items() if len(slugs) == 1 and " " in name and name not in slug_of_name()}
    return re.compile(f"({alternation(names)})"), names


def find_bare_districts(key: str, taken: Sequence[tuple[int, int]]) -> list[District]:
    """Districts named without their kind ("vải thiều Lục Ngạn"), outside the spans taken: weak evidence. `key` as above."""
    pattern, names = _bare()
    key = key.replace("’", "'")
    spans, k = sorted(taken), 0
    found: list[District] = []
    for match in pattern.finditer(key):
        start, end = match.span()
        while k < len(spans) and spans[k][1] <= start:
            k += 1
        if k < len(spans) and spans[k][0] < end:
            continue
        if key[end : end + 1].isalnum() or _LONGER_LEFT.search(key, max(0, start - 12), start) or _LONGER_RIGHT.match(key, end):
            continue
        if _OF_A_FIRM.search(key, max(0, start - 80), start) or _NUMBERED.match(key, end):
            continue
        found.append(District(start, end, names[match[0]], match[0], bare=True))
    return found


def find_districts(key: str) -> list[District]:
    """Phrases such as "huyện Hữu Lũng" that point to one province, in text order. `key` has new tone placement."""
    pattern, unique = _places()
    key = key.replace("’", "'")
    found: list[District] = []
    for match in pattern.finditer(key):
        start, end = match.span()
        if (start and key[start - 1].isalnum()) or key[end : end + 1].isalnum():
            continue
        slug = unique.get((_KINDS[match[1].rstrip(".").lower()], match[2]))
        if slug:
            found.append(District(start, end, slug, match[0]))
    return found


def by_province(districts: Sequence[District]) -> dict[str, list[str]]:
    """The phrases by slug, the most frequent province first."""
    seen: dict[str, list[str]] = {}
    for district in districts:
        seen.setdefault(district.slug, []).append(district.surface)
    return dict(sorted(seen.items(), key=lambda item: -len(item[1])))
