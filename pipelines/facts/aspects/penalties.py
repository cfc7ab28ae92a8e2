"""Penalties: whether money of the role fine is a penalty imposed, one that a rule threatens, the worth of goods, or money paid back.

They are never one sum. The last word before the figure in its sentence decides, else one right behind it. Source: how market surveillance
and customs report ("xử phạt 2 tỷ đồng, trị giá hàng vi phạm 5 tỷ đồng, truy thu 300 triệu đồng"), and how decrees are told ("phạt tiền từ 1
đến 5 triệu đồng đối với hành vi ..."); cases in tests/cases/penalties.tsv.
"""

from __future__ import annotations

import re

from pipelines.text.sentences import Span
from pipelines.values.mentions import Measure

_WORD = re.compile(
    r"\b(?:(?P<penalty>(?:xử |nộp |tiền |mức |thu |tuyên |bị |số )*phạt(?! tù)(?: (?:tiền|bổ sung|hành chính))?)"
    r"|(?P<goods>(?:trị giá|giá trị|giá thị trường|giá niêm yết|theo giá|thành tiền)|(?:lô|số|khối lượng)(?: [^\W\d]+){0,3} (?:lậu|giả)"
    r"|tang vật|hàng(?: hóa| hoá)?(?: vi phạm)?(?: đã| bị| buộc| phải){0,2} (?:tịch thu|tạm giữ|thu giữ|tiêu h(?:ủy|uỷ))(?: sung công)?"
    r"|(?:tịch thu|tạm giữ|thu giữ|tiêu h(?:ủy|uỷ)) (?:lượng |số )?hàng)"
    r"|(?P<recovered>truy thu|thu hồi|nộp lại|hoàn trả|trả lại|bồi thường|sung công|thu lợi|lợi bất hợp pháp|nợ thuế|chậm nộp"
    r"|bán[^,;.]{0,40} thu về))\b"
)
_JOINED = re.compile(r"[^.;]{0,60}(?:,| và| cùng)[^.;]{0,40}")


_NORM = re.compile(r"\btối đa\b|\bnghị định\b|\bkhung phạt\b")
_UP_TO = re.compile(r"\bphạt(?: tiền| hành chính| bổ sung){0,2} (?:từ|đến|tới|lên (?:đến|tới))(?: [^\W\d]+)? ?$")
_ACT = re.compile(r"\b(?:hành vi|trường hợp|trong (?:lĩnh vực|hoạt động)|quy định|áp dụng)\b")
_DONE = re.compile(r"\b(?:đã|vừa|ra quyết định|bị cáo)\b")
_CLAUSE = re.compile(r"[^,;.]*")
_CLOSE = 30  # characters behind a figure in which a word still says what it is


def fined(low: str, left: Span, behind: Span, before: Measure | None) -> Measure | None:
    """What money of the role fine is, by the words of its sentence before it (`left`) or close behind it (`behind`: to the sentence's end);
    `before`: what the figure before it there is. None where the words do not say, or where penalties and money paid back are one sum."""
    words = list(_WORD.finditer(low, *left))
    if not words:
        if before == "norm":
            return "norm"
        close = _CLAUSE.match(low, behind[0], min(behind[1], behind[0] + _CLOSE))
        return _kind(next((m.lastgroup for m in _WORD.finditer(low, *close.span())), None)) if close else None
    last = words[-1]
    if last.lastgroup == "penalty" and _is_norm(low, left, behind, before):
        return "norm"
    if last.lastgroup == "goods" or len(words) == 1:
        return _kind(last.lastgroup)
    joined = words[-2].lastgroup in ("penalty", "recovered") and words[-2].lastgroup != last.lastgroup
    return None if joined and _JOINED.fullmatch(low, words[-2].end(), last.start()) else _kind(last.lastgroup)


def _is_norm(low: str, left: Span, behind: Span, before: Measure | None) -> bool:
    """Whether a rule threatens the penalty: the most of it, a decree, or from so much to so much for an act, and nobody was fined."""
    if _DONE.search(low, *left):
        return False
    up_to = _UP_TO.search(low, max(left[0], left[1] - 40), left[1]) is not None
    return _NORM.search(low, *left) is not None or (
        up_to and (before == "norm" or bool(_ACT.search(low, *left) or _ACT.search(low, *behind)))
    )


def _kind(group: str | None) -> Measure | None:
    kinds: dict[str | None, Measure] = {"penalty": "penalty", "goods": "goods", "recovered": "recovered"}
    return kinds.get(group)
