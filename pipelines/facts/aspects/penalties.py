"""Penalties: whether money of the role fine is a penalty, the worth of goods found or seized, or money paid back. They are never one sum.

The last word before the figure in its sentence decides, else the first behind it. Source: how market surveillance and customs report
("xử phạt 2 tỷ đồng, trị giá hàng vi phạm 5 tỷ đồng, truy thu 300 triệu đồng"); cases in tests/cases/penalties.tsv.
"""

from __future__ import annotations

import re

from pipelines.text.sentences import Span
from pipelines.values.mentions import Measure

_WORD = re.compile(
    r"\b(?:(?P<penalty>(?:xử |nộp |tiền |mức |thu |tuyên |bị |số )*phạt(?! tù)(?: (?:tiền|bổ sung|hành chính))?)"
    r"|(?P<goods>(?:trị giá|giá trị|giá thị trường|giá niêm yết|theo giá|thành tiền)|(?:lô|số|khối lượng)(?: [^\W\d]+){0,3} (?:lậu|giả)"
    r"|tang vật|hàng tịch thu)"
    r"|(?P<recovered>truy thu|thu hồi|nộp lại|hoàn trả|trả lại|bồi thường|sung công|thu lợi|lợi bất hợp pháp|nợ thuế|chậm nộp"
    r"|bán[^,;.]{0,40}"
    r" thu về))\b"
)
_JOINED = re.compile(r"[^.;]{0,60}(?:,| và| cùng)[^.;]{0,40}")


def fined(low: str, left: Span, behind: Span) -> Measure | None:
    """What money of the role fine is, by the words of its sentence before it (`left`) or behind it in its clause; None where they do not
    say, or where penalties and money paid back are told as one sum."""
    words = list(_WORD.finditer(low, *left))
    if not words:
        return _kind(next((m.lastgroup for m in _WORD.finditer(low, *behind)), None))
    last = words[-1]
    if last.lastgroup == "goods" or len(words) == 1:
        return _kind(last.lastgroup)
    joined = words[-2].lastgroup in ("penalty", "recovered") and words[-2].lastgroup != last.lastgroup
    return None if joined and _JOINED.fullmatch(low, words[-2].end(), last.start()) else _kind(last.lastgroup)


def _kind(group: str | None) -> Measure | None:
    kinds: dict[str | None, Measure] = {"penalty": "penalty", "goods": "goods", "recovered": "recovered"}
    return kinds.get(group)
