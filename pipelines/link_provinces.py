"""Which province a money or percent amount is about: the governing name nearby, else the article's primary province, else none.

National, foreign and company-wide figures have none.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.mentions import AmountMention, ProvinceMention
from pipelines.scope import Scope
from pipelines.scoring import Features

ProvinceEvidence = dict[str | None, Features]


def province_evidence(
    scope: Scope, provinces: Sequence[ProvinceMention], primary: Sequence[str], amounts: Sequence[AmountMention], i: int
) -> ProvinceEvidence:
    """Features of every candidate province of amounts[i]; amounts before it are linked already."""
    amount = amounts[i]
    begin, end = sentence = scope.frame.sentence(amount.start)
    paragraph = scope.frame.paragraph(amount.start)[0]
    group = "none" if not primary else "one" if len(primary) == 1 else "many"
    found: ProvinceEvidence = {None: {"null": 1.0, f"null:primary:{group}": 1.0}}
    for k, name in enumerate(primary):
        _add(found, name, f"primary:{group}" if k == 0 else "primary:further")
        if name.lower() in scope.title:
            _add(found, name, "title")
    own = [p for p in provinces if begin <= p.start < end]
    _own_provinces(found, own, amounts, i, group)
    state = "sentence" if own else "away"
    if not own:
        state = _earlier_provinces(found, provinces, (paragraph, begin), group)
    groups = scope.groups(sentence)
    if primary and primary[0].lower() not in scope.title and not any(p.start < end for p in provinces):
        _add(found, None, "null:national:unnamed" if "national" in groups else "null:unnamed")
    for marker in ("national", "foreign", "company"):
        if marker in groups:
            _add(found, None, f"null:{marker}:{state}:{group}")
    if begin > paragraph and "national" in scope.groups((max(paragraph, begin - 300), begin)):
        _add(found, None, f"null:national_before:{state}:{group}")
    elsewhere = bool(own) and not any(p.name in primary for p in own)
    if elsewhere and len({p.name for p in own if p.end <= amount.start}) > 1:
        _add(found, None, "null:elsewhere")
    if "local" in groups and not elsewhere:
        for name in primary[:1]:
            _add(found, name, "local")
    _inherit(found, amounts, i, begin, paragraph)
    return found


def _add(found: ProvinceEvidence, candidate: str | None, name: str) -> None:
    found.setdefault(candidate, {})[name] = 1.0


def _own_provinces(found: ProvinceEvidence, own: list[ProvinceMention], amounts: Sequence[AmountMention], i: int, group: str) -> None:
    """Provinces named in the amount's own sentence."""
    amount = amounts[i]
    left = [p for p in own if p.end <= amount.start]
    right = [p for p in own if p.start >= amount.end]
    if left:
        nearest = left[-1]
        crossed = any(a.kind == "money" and a.start > nearest.end for a in amounts[max(0, i - 6) : i])
        place = "near" if amount.start - nearest.end < 60 and not crossed else "far"
        _add(found, nearest.name, f"left:{place}:{group}")
        for p in left[:-1]:
            _add(found, p.name, "left:other")
        if len({p.name for p in left}) > 1:
            _add(found, None, f"null:several:{group}")
    if right:
        crossed = any(a.kind == "money" and a.start < right[0].start for a in amounts[i + 1 : i + 7])
        place = "near" if right[0].start - amount.end < 60 and not crossed else "far"
        _add(found, right[0].name, f"right:{place}:{group}")


def _earlier_provinces(found: ProvinceEvidence, provinces: Sequence[ProvinceMention], starts: tuple[int, int], group: str) -> str:
    paragraph, begin = starts
    last = next((p for p in reversed(provinces) if p.start < begin), None)
    if last is None:
        return "away"
    where = "paragraph" if last.start >= paragraph else "above"
    _add(found, last.name, f"{where}:{group}")
    return "paragraph" if where == "paragraph" else "away"


def _inherit(found: ProvinceEvidence, amounts: Sequence[AmountMention], i: int, begin: int, paragraph: int) -> None:
    for j in range(i - 1, max(-1, i - 8), -1):
        before = amounts[j]
        if before.kind in ("money", "percent"):
            where = "sentence" if before.start >= begin else "paragraph" if before.start >= paragraph else "above"
            _add(found, before.province, f"inherit:{where}" + (":null" if before.province is None else ""))
            return
