"""Hedges and direction: what the words around an amount say about it (khoảng, hơn, dưới, gần; tăng, giảm).

The hedge nearest to the number wins ("ước đạt gần": nearly; "khoảng hơn": over). "dự kiến", "lên đến", "đạt" say nothing.
"""

from __future__ import annotations

import re

from pipelines.mentions import Approx, Change, Kind

_HEDGES: dict[str, Approx] = {
    "khoảng": "about", "chừng": "about", "xấp xỉ": "about", "xấp xĩ": "about", "ước": "about", "ước tính": "about", "cỡ": "about", "tầm": "about",
    "độ": "about", "khoảng chừng": "about", "áng chừng": "about", "ước chừng": "about", "ước khoảng": "about", "trên dưới": "about", "~": "about",
    "≈": "about", "suýt soát": "nearly", "hơn": "over", "trên": "over", "vượt": "over", "vượt qua": "over", "ít nhất": "over", "tối thiểu": "over",
    "không dưới": "over", "không thấp hơn": "over", "không ít hơn": "over", "không kém": "over", "không nhỏ hơn": "over", "quá": "over", ">": "over",
    "≥": "over", "dưới": "under", "tối đa": "under", "không quá": "under", "không vượt quá": "under", "không vượt": "under", "không hơn": "under",
    "không cao hơn": "under", "không lớn hơn": "under", "chưa đến": "under", "chưa tới": "under", "chưa đầy": "under", "không đến": "under", "không tới": "under",
    "không đầy": "under", "thấp hơn mức": "under", "<": "under", "≤": "under", "gần": "nearly", "ngót": "nearly", "ngót nghét": "nearly", "gần đến": "nearly",
}  # fmt: skip
_COMPARED = {"cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "kém", "đắt", "rẻ", "nhanh", "chậm", "mạnh", "sớm", "muộn"}
_FILLERS = {
    "đạt",
    "là",
    "từ",
    "mức",
    "con số",
    "được",
    "có",
    "cả",
    "mốc",
    "ở",
    "tổng",
    "trị giá",
    "giá",
    "số",
    "qua",
    "con",
    "chỉ",
    "còn",
    "khoảng",
}
_WORD = re.compile(r"[^\W\d_]+|[~≈<>≥≤]")
_ESTIMATE = re.compile(r"(?<!\w)ước(?: tính| thực hiện)?(?: [^\W\d_]+){0,6} (?:đạt|là|khoảng|được|thu|có)\s?$")
_AFTER_OVER = re.compile(r"(?:\s?/\s?[^\W\d_]+(?:/[^\W\d_]+)?)?\s(?:trở lên|đổ lên|hoặc (?:hơn|cao hơn|nhiều hơn|lớn hơn))(?!\w)")
_AFTER_UNDER = re.compile(r"(?:\s?/\s?[^\W\d_]+(?:/[^\W\d_]+)?)?\s(?:trở xuống|đổ lại|hoặc (?:thấp hơn|ít hơn|nhỏ hơn))(?!\w)")
_CHANGE = re.compile(r"(?<!\w)(tăng|giảm|sụt|tụt)(?!\w)")
_NO_CHANGE = re.compile(r"so với|chiếm|bằng|tương đương|(?<!\w)(?:lên|xuống|còn) (?:mức |tới |đến |còn )?$|từ mức|đạt (?:mức )?$")


def approx_of(text: str, start: int, end: int, kind: Kind) -> Approx | None:
    """The hedge of the amount at [start, end), or None."""
    if after := _after(text, end):
        return after
    before = text[max(0, start - 48) : start].replace("\xa0", " ")
    clause = before[max(before.rfind("\n"), before.rfind(";"), before.rfind("("), before.rfind(". ")) + 1 :]
    head, _, tail = clause.rpartition(",")
    words = [w.casefold() for w in _WORD.findall(tail)] if not tail[:0] else []
    if not words or any(c.isdigit() for c in tail.rsplit(" ", 3)[-1]):
        return None
    index = len(words) - 1
    for _ in range(4):
        if index < 0:
            return None
        found = _hedge_at(words, index)
        if found:
            hedge, size = found
            if hedge == "over" and words[index] == "vượt" and kind == "percent":
                return None
            if words[index] == "hơn" and index and words[index - 1] in _COMPARED and size == 1:
                return None
            return hedge
        if words[index] not in _FILLERS:
            break
        index -= 1
    return "about" if _ESTIMATE.search(tail.casefold()) else None


def _hedge_at(words: list[str], index: int) -> tuple[Approx, int] | None:
    for size in (3, 2, 1):
        if index - size + 1 >= 0:
            hedge = _HEDGES.get(" ".join(words[index - size + 1 : index + 1]))
            if hedge:
                return hedge, size
    return None


def _after(text: str, end: int) -> Approx | None:
    if _AFTER_OVER.match(text, end):
        return "over"
    if _AFTER_UNDER.match(text, end):
        return "under"
    return None


def change_of(text: str, start: int) -> Change | None:
    """Growth or fall of a percentage: the last "tăng" or "giảm" before it in the clause, unless the number is a level."""
    before = text[max(0, start - 60) : start].casefold().replace("\xa0", " ")
    clause = before[max(before.rfind(c) for c in "\n;.,%") + 1 :]
    found = None
    for found in _CHANGE.finditer(clause):
        pass
    if found is None or _NO_CHANGE.search(clause, found.end()):
        return None
    return "increase" if found[1] == "tăng" else "decrease"
