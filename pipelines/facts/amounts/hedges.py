"""Hedges and direction: what the words around an amount say about it (khoảng, hơn, dưới, gần; tăng, giảm).

The hedge nearest to the number wins ("ước đạt gần": nearly; "khoảng hơn": over). "dự kiến", "lên đến", "đạt" say nothing.
"""

from __future__ import annotations

import re
from typing import Literal

from pipelines.values.mentions import AmountKind, Approx, Change

_ABOUT = "khoảng|chừng|xấp xỉ|xấp xĩ|ước|ước tính|cỡ|tầm|độ|khoảng chừng|áng chừng|ước chừng|ước khoảng|trên dưới|~|≈"
_OVER = "hơn|trên|vượt|vượt qua|ít nhất|tối thiểu|không dưới|không thấp hơn|không ít hơn|không kém|không nhỏ hơn|lớn hơn|quá|>|≥"
_UNDER = (
    "dưới|nhỏ hơn|tối đa|không quá|không vượt quá|không vượt|không hơn|không cao hơn|không lớn hơn|chưa đến|chưa tới|chưa đầy|không đến"
    "|không tới|không đầy|thấp hơn mức|<|≤"
)
_NEARLY = "gần|ngót|ngót nghét|gần đến|suýt soát|sát"
_HEDGES: dict[str, Approx] = {
    **dict.fromkeys(_ABOUT.split("|"), "about"),
    **dict.fromkeys(_OVER.split("|"), "over"),
    **dict.fromkeys(_UNDER.split("|"), "under"),
    **dict.fromkeys(_NEARLY.split("|"), "nearly"),
}
_LAST_WORDS = frozenset(hedge.rsplit(" ", 1)[-1] for hedge in _HEDGES)
_COMPARED = frozenset(["cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "kém", "đắt", "rẻ", "nhanh", "chậm", "mạnh", "sớm", "muộn"])
_COMPOUNDS = {  # hedge -> words that make it the second half of another word: "nhiệt độ 5°C", "khảo sát 12 cơ sở", "công ước 98"
    "độ": frozenset(
        re.findall(
            r"\w+",
            "nhiệt tốc tiến mật nồng chế mức trình cường cấp thái vĩ kinh biên trọng cao hạn vận liều gia ấn góc niên nhịp khẩu tọa toạ quá"
            " điều phong sắc tế cứu phổ áp ngữ pháp triều ôn thấp dung lượng phân tải",
        )
    ),
    "sát": frozenset("khảo giám cảnh quan kiểm thị trinh bám theo sâu".split()),  # noqa: SIM905
    "ước": frozenset("công hiệp quy giao khế hương mong điều".split()),  # noqa: SIM905
    "tầm": frozenset("sưu nâng".split()),  # noqa: SIM905
    "cỡ": frozenset(["kích"]),
}
_FILLERS = frozenset(["đạt", "là", "từ", "mức", "số", "được", "có", "mốc", "ở", "tổng", "trị", "giá", "qua", "con", "chỉ", "còn", "khoảng"])
_NEAR = _LAST_WORDS | _FILLERS
_WORD = re.compile(r"[^\W\d_]+|[~≈<>≥≤]")
# "ước", "ước tính" rules a whole clause up to its verb: "ước tính muối vụ 2031 thu 40 nghìn tạ".
_ESTIMATE = re.compile(
    r"(?<!\w)ước(?: tính| thực hiện)?(?:,? (?:[^\W\d_]+|(?:\d{1,2}/)?(?:19|20)\d\d|\d{1,2}(?= tháng)))"
    r"{0,12} (?:(?:đạt|là|khoảng|được|thu|có|siêu|lỗ|cần|hại)|(?:tăng|giảm)(?: [^\W\d_]+)?)\s?$"
)
_AFTER = re.compile(
    r"(?:\s?/\s?[^\W\d_]+(?:/[^\W\d_]+)?)?\s(?:(?P<over>trở lên|đổ lên|hoặc (?:hơn|cao hơn|nhiều hơn|lớn hơn))"
    r"|trở xuống|đổ lại|hoặc (?:thấp hơn|ít hơn|nhỏ hơn))(?!\w)"
)
_CHANGE = re.compile(r"(?<!\w)(tăng|giảm|sụt|tụt)(?!\w)")
_NO_CHANGE = re.compile(r"so với|chiếm|bằng|tương đương|(?<!\w)(?:lên|xuống|còn) (?:mức |tới |đến |còn )?$|từ mức|đạt (?:mức )?$")


def approx_of(text: str, start: int, end: int, kind: AmountKind) -> Approx | None:
    """The hedge of the amount at [start, end), or None."""
    if after := _AFTER.match(text, end):
        return "over" if after["over"] else "under"
    before = text[max(0, start - 40) : start]
    last = before.rsplit(None, 1)[-1:]
    if not last or not last[0].isalpha() or last[0].casefold() in _NEAR:  # else a word that settles it, as before half of all amounts
        cut = max(before.rfind("\n"), before.rfind(";"), before.rfind("("), before.rfind(","), before.rfind(". "))
        words = _WORD.findall(before[cut + 1 :].casefold())
        if not words:
            return None
        hedge = _nearest(words, kind)
        if hedge is not None:
            return hedge if hedge else None
    if "ớc" not in text[max(0, start - 90) : start]:
        return None
    sentence = text[max(0, start - 90) : start].casefold()
    return "about" if _ESTIMATE.search(sentence[max(sentence.rfind("\n"), sentence.rfind(";"), sentence.rfind(". ")) + 1 :]) else None


def _nearest(words: list[str], kind: AmountKind) -> Approx | Literal[""] | None:
    """The hedge among the last words, with nothing but fillers behind it; "" and None as of `_hedge_at`."""
    for index in range(len(words) - 1, max(-1, len(words) - 5), -1):
        word = words[index]
        if word in _LAST_WORDS and (hedge := _hedge_at(words, index, kind)) is not None:
            return hedge
        if word not in _FILLERS:
            break
    return None


def _hedge_at(words: list[str], index: int, kind: AmountKind) -> Approx | Literal[""] | None:
    """The hedge that ends at `index`; "" when the word there is a comparison or a verb, None when it is none."""
    if not words[index].isalpha():
        return _HEDGES.get(words[index])
    for size in (3, 2, 1):
        hedge = _HEDGES.get(" ".join(words[index - size + 1 : index + 1])) if index >= size - 1 else None
        if hedge is None:
            continue
        previous = words[index - 1] if index else ""
        if size == 1 and words[index] == "hơn" and previous in _COMPARED:
            return ""
        if size == 1 and previous in _COMPOUNDS.get(words[index], ()):
            return ""
        if words[index] in ("trên", "dưới") and index < len(words) - 1:
            return ""  # "bến trên có 3 đò": a place or time, no hedge
        if words[index] == "vượt" and (kind == "percent" or previous == "ứng"):
            return ""
        return hedge
    return None


def change_of(text: str, start: int) -> Change | None:
    """Growth or fall of a percentage: the last "tăng" or "giảm" before it in the clause, unless the number is a level."""
    before = text[max(0, start - 60) : start].casefold()
    if before.endswith("-") and not before[:-1].rstrip()[-1:].isdigit():
        return "decrease"
    clause = before[max(before.rfind(mark) for mark in "\n;.,%") + 1 :]
    found = list(_CHANGE.finditer(clause))
    if not found or _NO_CHANGE.search(clause, found[-1].end()) or "khả năng" in clause:
        return None
    return "increase" if found[-1][1] == "tăng" else "decrease"
