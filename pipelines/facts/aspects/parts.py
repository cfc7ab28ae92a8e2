"""Parts: which amount is a part of which other one ("10 tỷ đồng, trong đó ngân sách tỉnh 6 tỷ đồng")?

Source of the rules: how departments break their figures down, written down as cases in tests/cases/parts.tsv.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipelines.text.prepared import Prepared
from pipelines.text.sentences import Cut
from pipelines.values.mentions import AmountMention

_OF_WHICH = re.compile(r"\b(?:trong đó|bao gồm|gồm|riêng|trong số (?:này|đó)|chia ra|cụ thể)\b")
_OPENED = re.compile(r"\s*(?:\(|:)")
_DIFFERENCE = re.compile(r"\b(?:tăng|giảm|so với|cao hơn|thấp hơn|hơn|thêm|từ|mỗi|bình quân|trung bình)(?: (?:thêm|khoảng|gần|mức|hơn))? $")
_BASE = re.compile(r"\b(?:so với|cùng kỳ|năm trước|năm ngoái)\b[^,;.]*$")
_ITEM, _ITEMS = ("-", "–", "+", "•", "*"), 12  # what an item of a list begins with, and how many are looked at
_PARTS = 12  # amounts behind a whole that are looked at
_ROUNDING = 1.005  # parts may add up to slightly more than their whole
_MIXED = ({"support", "budget"}, {"investment", "loan"})  # a whole of one may hold parts of the other


def parts_of(text: Prepared, amounts: Sequence[AmountMention]) -> list[int | None]:
    """`start` of the amount that each amount is a part of ("10 tỷ đồng, trong đó ngân sách tỉnh 6 tỷ đồng"), or None.

    A part stands behind "trong đó", "gồm", "riêng" ..., a colon or a bracket, after its whole in the same sentence, in the next when that
    begins with "Trong đó" or "Riêng", or in the list the sentence opens; both have kind, unit, role and per in
    common, and parts never exceed their whole.
    """
    found: list[int | None] = [None] * len(amounts)
    for i, whole in enumerate(amounts):
        if whole.kind != "percent" and found[i] is None:
            for j in _parts(text.low, text.cut, amounts, i):
                found[j] = whole.start
    return found


def _parts(low: str, cut: Cut, amounts: Sequence[AmountMention], i: int) -> Iterator[int]:
    whole = amounts[i]
    own_end = cut.sentence(whole.start)[1]
    items = _list_end(low, cut, own_end)
    end = items or _reach(low, cut, own_end)
    alike = [j for j in range(i + 1, min(len(amounts), i + 1 + _PARTS)) if amounts[j].start < end and _alike(whole, amounts[j])]
    alike = [j for j in alike if not _no_share(low, whole, amounts[j])]
    alike = [j for j in alike if amounts[j].start < own_end or amounts[j].year in (None, whole.year)]
    if not alike:
        return
    until = amounts[alike[0]].start
    word = items or _OF_WHICH.search(low, whole.end, until)
    if not word and not (_OPENED.match(low, whole.end) and len(alike) > 1 and _adds_up(whole, [amounts[j] for j in alike])):
        return
    total = 0.0
    for j in alike:
        total += amounts[j].max
        if total > whole.max * _ROUNDING:
            return
        yield j


def _reach(low: str, cut: Cut, end: int) -> int:
    """Where the parts of a whole may still stand: to the end of its sentence, or of the next when that begins with "Trong đó", "Riêng"."""
    begin = end + (len(low[end : end + 20]) - len(low[end : end + 20].lstrip(' \n-–+•*"“')))
    return cut.sentence(begin)[1] if low.startswith(("trong đó", "trong số này", "trong số đó", "riêng "), begin) else end


def _list_end(low: str, cut: Cut, end: int) -> int | None:
    """Where the list ends that a sentence opens with its colon ("Kinh phí 5 tỷ đồng, gồm:" and lines with dashes), None without one."""
    if not low[max(0, end - 20) : end].rstrip().endswith(":"):
        return None
    last = None
    for _ in range(_ITEMS):
        if end >= len(low) or not low.startswith(_ITEM, end):
            break
        last = end = cut.paragraph(end)[1]
    return last


def _alike(whole: AmountMention, part: AmountMention) -> bool:
    same = (whole.kind, whole.unit.lower(), whole.per) == (part.kind, part.unit.lower(), part.per)
    # a part may go without a word for what it is, and public money is told as budget here and support there
    return same and (part.role in (whole.role, "other") or {whole.role, part.role} in _MIXED)


def _no_share(low: str, whole: AmountMention, part: AmountMention) -> bool:
    """Differences, bases of comparison and means are no parts."""
    before = low[max(whole.end, part.start - 60) : part.start]
    return bool(_DIFFERENCE.search(before) or _BASE.search(before))


def _adds_up(whole: AmountMention, parts: list[AmountMention]) -> bool:
    return whole.max / _ROUNDING <= sum(part.max for part in parts) <= whole.max * _ROUNDING
