"""Counts: is the noun after a number something one counts (people, organisations, projects, products, places, events, documents)?

Closed lists decide first (data/amounts/units.tsv: count, abstract, stop); an unknown lower-case noun after digits counts by the open rule.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.amounts.units import ABSTRACT, COUNTED, STOP

_NOUN = re.compile(r" {0,2}(C/O|[^\W\d_]+(?:-[^\W\d_]+)?)(?: ([^\W\d_]+))?(?: ([^\W\d_]+))?(?: ([^\W\d_]+))?")
_WRAPPED = 60  # characters before a line break from which the line is prose that goes on in the next, not a cell or a heading
# Words before a number that make it an ordinal, a name, a date or an address.
_ORDINALS = frozenset(
    {
        "số", "điều", "khoản", "lộ", "ql", "đường", "thứ", "khóa", "khoá", "lớp", "tầng", "phòng", "đoạn", "chương", "mục", "hạng",
        "quận", "phường", "km", "đợt", "bậc", "loại", "kỷ", "kỳ", "vòng", "ngõ", "ngách", "hẻm", "phố", "nhánh", "mã", "đội", "tổ",
        "lần", "tờ", "thửa", "lô", "trang", "lục", "mẫu", "liều", "mũi", "f", "p", "q", "tnhh", "tiết", "kiốt", "bảng", "dụ", "khổ",
        "cỡ", "size", "đai", "gói", "nghị", "tư",
    }
)  # fmt: skip
_NOT_ORDINAL = (
    "tổng số ", "trong số ", "con số ", "một số ", "đoạn đường ", "mở đường ", "trên đường ", "tín dụng ", "cùng loại ", "phân loại ",
    "đầu tư ", "thứ tư ", "thành phố ", "hải phòng ", "nha trang ", "cùng kỳ ", "tài khoản ", "hàng loạt ", "chi nhánh ", "các loại ",
    "đề nghị ", "kiến nghị ", "hội nghị ", "trang bị ",
)  # fmt: skip
_RANKED = re.compile(r"(?:(?:tăng|giảm|lên|lùi|tụt|rớt|thăng|leo|nhảy|xuống|mất|cải thiện|hạ) |[Tt]hứ )$")
_AT_POINTS = re.compile(r"(?:tại|ở|có|là|tra|soát|thêm|các|[,;]) $")  # "đứt ở 2 điểm"; not the points of an index
_CAPITALS = frozenset(["C/O", "KCN", "CCN", "DN", "HTX", "UBND"])
_TOP = re.compile(r"(?:(?:vào|lọt|đứng|thuộc|nằm trong) (?:vào )?(?:top|Top|TOP)|T[Oo][Pp]) $")
_DATE_WORD = re.compile(r"([Tt]háng|[Nn]gày|[Qq]u[ýí]|[Nn]ăm|[Mm]ùng|[Ss]áng|[Cc]hiều|[Tt]ối)\s$")
_LIMITS = {"tháng": 12, "ngày": 31, "quý": 4, "quí": 4, "mùng": 10, "sáng": 31, "chiều": 31, "tối": 31}


class Noun(NamedTuple):
    """A counted noun as written, where it ends, and the rule that counts it."""

    written: str
    end: int
    rule: str


def read_noun(text: str, end: int, closed: bool, start: int = 0) -> Noun | None:
    """The counted noun after a number [start, end), or None. `closed`: only listed nouns count."""
    match = _NOUN.match(text, end)
    if match is None and text[end : end + 1] == "\n" and text[end + 1 : end + 2].islower() and end - text.rfind("\n", 0, end) > _WRAPPED:
        match, closed = _NOUN.match(text, end + 1), True
    if match is None:
        return None
    words = [w for w in match.groups() if w]
    named = start > 0 and words[0][0].isupper() and text[start].isupper() and words[0] not in _CAPITALS
    if match.start(1) == end and len(words[0]) < 2:
        return None
    for size in range(len(words), 1 if named else 0, -1):  # "Ba Tháp" is a name, "Hai Cụm công nghiệp" is none
        noun = " ".join(words[:size]).casefold()
        if noun in COUNTED:
            if noun == "vị trí" and is_ranked(text, start):
                return None
            stop = match.end(size)
            return Noun(text[match.start(1) : stop], stop, "count-noun")
        if (noun in ABSTRACT and noun != "điểm") or (size > 1 and noun in STOP):
            return None
    first = words[0]
    if first == "điểm":  # a place after "ở", else the points of an index or a mark
        placed = _AT_POINTS.search(text, max(0, start - 12), start) and text[match.end(1) : match.end(1) + 2] != " %"
        return Noun(first, match.end(1), "count-noun") if placed else None
    if closed or first in STOP or not first[0].islower() or len(first) < 2 or match.start(1) == end:
        return None
    size = 2 if len(words) > 1 and words[1] not in STOP and words[1][0].islower() else 1
    if " ".join(words[:2]) in STOP:
        return None
    return Noun(text[match.start(1) : match.end(size)], match.end(size), "count-open")


def names_something(text: str, start: int, token: str) -> bool:
    """True when the words before make the number no quantity: số 5, Điều 12, tháng 9, năm 2023, quận 7, lần thứ 3, Top 10."""
    before = text[max(0, start - 24) : start]
    before = before[before.rfind("\n") + 1 :]
    if not before.endswith(" "):
        return before.endswith(("Q.", "P.", "số:", "QL"))
    if found := _DATE_WORD.search(before):
        word = found[1].casefold()
        if word == "năm":
            return is_year(token) or (len(token) == 2 and before.endswith("hững năm "))
        return token.isdigit() and int(token[:9]) <= _LIMITS[word]
    words = before.split()
    if not words:
        return False
    last = words[-1].casefold()
    if last in ("niên", "kỷ", "kỉ") and words[-2:-1] in (["thập"], ["Thập"]):
        return True
    if last in _ORDINALS:
        return not before.casefold().endswith(_NOT_ORDINAL)
    if last == "top":
        return _TOP.search(before) is not None
    return _named_by(words, token)


def _named_by(words: list[str], token: str) -> bool:
    """A small number right after a capitalised name belongs to the name: "Nghi Sơn 1", "Điện 2"; not after an acronym ("EU 28 nước")."""
    name = words[-1]
    return len(token) == 1 and len(words) > 2 and name.istitle() and name.isalpha() and words[-2].isalpha()


def is_ranked(text: str, start: int) -> bool:
    """True for places won or lost in a ranking ("tăng 5 vị trí", "đứng thứ 2")."""
    return _RANKED.search(text[max(0, start - 12) : start]) is not None


def is_year(token: str) -> bool:
    """Four digits without separator that read as a calendar year of our time."""
    return len(token) == 4 and token.isdigit() and "1900" <= token <= "2060"
