"""Which province a money or percent amount is about: the governing name nearby, else the article's primary province, else none.

National, foreign and company-wide figures have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.mentions import ProvinceMention
from pipelines.scope import Link, Scope
from pipelines.scoring import Features

ProvinceEvidence = dict[str | None, Features]

_LOCATED = re.compile(r"\b(?:tại|ở|riêng|thuộc|trên địa bàn)\b[^,;.]{0,25}$")
_NEAR = 60  # characters between a province name and an amount it governs
_REACH = 8  # names looked at on either side, and amounts looked back for one to inherit from


class Places(NamedTuple):
    """The provinces of a text: its primary ones, all mentions in text order, their starts, and the primary ones in the headline."""

    primary: tuple[str, ...]
    mentions: tuple[ProvinceMention, ...]
    starts: list[int]
    in_title: frozenset[str]


def places(scope: Scope, provinces: Sequence[ProvinceMention], primary: Sequence[str]) -> Places:
    """Prepare the provinces of a text for linking."""
    in_title = frozenset(name for name in primary if name.lower() in scope.title)
    return Places(tuple(primary), tuple(provinces), [p.start for p in provinces], in_title)


def province_evidence(scope: Scope, where: Places, i: int, links: Sequence[Link]) -> ProvinceEvidence:
    """Features of every candidate province of amount i; `links` holds those of the amounts before it."""
    spot, primary = scope.spots[i], where.primary
    group = "none" if not primary else "one" if len(primary) == 1 else "many"
    found: ProvinceEvidence = {None: {"null": 1.0, f"null:primary:{group}": 1.0}}
    for name in primary:
        _add(found, name, "primary:further" if name is not primary[0] else f"primary:{group}")
        if name in where.in_title:
            _add(found, name, "title")
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
    groups = scope.sentence(spot.begin, spot.end).groups
    if primary and not last and primary[0] not in where.in_title:
        _add(found, None, "null:national:unnamed" if "national" in groups else "null:unnamed")
    for marker in ("national", "foreign", "company"):
        if marker in groups:
            _add(found, None, f"null:{marker}:{state}:{group}")
    before = scope.frame.sentence(spot.begin - 1) if spot.begin > spot.paragraph else None
    if before and "national" in scope.sentence(*before).groups:
        _add(found, None, f"null:national_before:{state}:{group}")
    elsewhere = bool(own) and not any(p.name in primary for p in own)
    if elsewhere and _several(scope, i, own):
        _add(found, None, "null:elsewhere")
    if primary and "local" in groups and not elsewhere:
        _add(found, primary[0], "local")
    _inherit(found, scope, i, links)
    return found


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
        for p in left[:-1]:
            _add(found, p.name, "left:other")
        if _several(scope, i, left):
            _add(found, None, f"null:several:{group}")
    right = next((p for p in own if p.start >= amount.end), None)
    if right:
        crossed = any(a.kind == "money" and a.start < right.start for a in amounts[i + 1 : i + 7])
        near = right.start - amount.end < _NEAR and not crossed
        _add(found, right.name, f"right:near:{group}" if near else f"right:far:{group}")


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
