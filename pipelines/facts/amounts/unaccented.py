"""Texts typed without accents: words of amounts and times get theirs back, letter for letter, so that every rule and offset holds.

Only words that a number or one another make certain: "300 trieu dong", "hon 2 ty", "tang 12%", "nam ngoai". What stands behind numbers is
looked up in data/amounts/units.tsv. A line counts as such when it has no accents and words that no other language has together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from pipelines.facts.amounts.units import ABSTRACT, COUNTED, STOP
from pipelines.text.normal import fold

_ACCENTED = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
_HINTS = ("trieu", " ty ")  # looked for in an accented text, which may have a line without
_VIETNAMESE = frozenset(
    ["cua", "va", "cac", "cho", "nhung", "duoc", "trong", "tinh", "dong", "trieu", "nghin", "ty", "nam", "voi", "nguoi", "cong", "thuong",
     "co", "so", "khong", "ngay", "thang", "tai", "den", "tu", "ho", "tro", "san", "xuat", "doanh", "von", "hon", "khoang", "dat", "tang",
     "giam"]
)  # fmt: skip
_ENGLISH = frozenset(["the", "of", "and", "is", "was", "with", "for"])
_ENOUGH = 2  # different Vietnamese words
_LONGEST = 4  # words of a phrase
_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|[^\s\w]")
_SCALES = ("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "trăm", "chục", "vạn", "tr")
_DIGITS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_UNITS = ("đồng", "đô la", "phần trăm", "nhân dân tệ", "rưỡi", "tấn", "tạ", "mét vuông", "mét khối", "mét", "lít", "héc ta")
_PER = ("năm", "tháng", "ngày", "người", "hộ", "tấn", "lít", "cơ sở", "giờ", "vụ", "đề án", "mô hình", "suất")
_BEFORE = (
    "khoảng", "xấp", "xỉ", "ước", "tính", "đạt", "gần", "hơn", "trên", "dưới", "vượt", "tối", "thiểu", "đa", "không", "quá", "ít", "nhất",
    "là", "từ", "mức", "tăng", "giảm", "thêm", "lên", "xuống", "còn", "được", "đến", "tới", "tháng", "quý", "ngày", "năm",
)  # fmt: skip
_TIMES = (
    "năm nay", "năm ngoái", "năm trước", "năm sau", "năm tới", "năm trước đó", "cùng kỳ", "so với", "giai đoạn", "những năm", "thập niên",
    "thập kỷ", "mỗi năm", "mỗi tháng", "mỗi ngày", "mỗi người", "mỗi hộ", "bình quân", "hằng năm", "hàng năm", "một tháng", "một năm",
)  # fmt: skip
_RATE = frozenset(["le", "gia", "trong", "phu", "suat"])
_OTHER_WORDS = {  # behind "ty" and "dong": tỷ lệ is no scale, đồng chí no money
    "ty": _RATE,
    "ti": _RATE,
    "dong": frozenset(
        [
            "chi",
            "pham",
            "loat",
            "thoi",
            "ho",
            "y",
            "minh",
            "doi",
            "nghiep",
            "bo",
            "hanh",
            "deu",
            "bao",
            "dang",
            "nhat",
            "thuan",
            "tinh",
            "cam",
            "bang",
            "huong",
            "hoa",
            "tam",
        ]
    ),
}
Accented = Mapping[str, str]


def with_accents(text: str) -> str:
    """The text with accents on the words of amounts and times in lines that have none; of the same length. Most texts: themselves."""
    if _ACCENTED.search(text) and not any(hint in text for hint in _HINTS):
        return text
    return "\n".join(_line(line) if not _ACCENTED.search(line) else line for line in text.split("\n"))


def _line(line: str) -> str:
    words = list(_TOKEN.finditer(line))
    known = {word[0].lower() for word in words}
    if len(known & _VIETNAMESE) < _ENOUGH or known & _ENGLISH:
        return line
    letters, index, after = list(line), 0, ""
    while index < len(words):
        if words[index][0][0].isdigit():
            _restore_before(letters, line, words[max(0, index - _LONGEST) : index])
            index, after = index + 1, "number"
            continue
        size, after = _restored(letters, line, words[index : index + _LONGEST + 1], after)
        index += size
    return "".join(letters)


def _restore_before(letters: list[str], line: str, words: list[re.Match[str]]) -> None:
    """Hedges and the like, right before a number."""
    before, end = _tables()["before"], -1
    for word in reversed(words):
        accented = before.get(word[0].lower())
        if accented is None or (end >= 0 and line[word.end() : end] != " "):
            return
        _write(letters, word.start(), accented)
        end = word.start()


def _restored(letters: list[str], line: str, words: list[re.Match[str]], after: str) -> tuple[int, str]:
    """Accents on the longest phrase known at the first of the words, by what stands before it (a number, a scale, a slash); how many words
    it has, and what it is to the words behind it."""
    start, following = words[0].start(), [word[0].lower() for word in words]
    tables = _tables()
    if following[0] == "/":
        return 1, "slash"
    if not after and following[0] in tables["digits"] and following[1:2] and following[1] in tables["scales"]:
        _write(letters, start, tables["digits"][following[0]])
        return 1, "number"
    if not after and words[0][0].istitle() and line[max(0, start - 2) : start - 1].isalpha():
        return 1, ""  # "Viet Nam nay": a name
    for size in range(min(_LONGEST, len(words)), 0, -1):
        phrase = line[start : words[size - 1].end()].lower()
        if size == 1 and not set(following[1:2]).isdisjoint(_OTHER_WORDS.get(phrase, ())) and (phrase != "dong" or after == "number"):
            break
        for name in _ORDER[after]:
            if accented := tables[name].get(phrase):
                _write(letters, start, accented)
                return size, "scale" if name == "scales" else ""
    return 1, ""


_ORDER: Mapping[str, tuple[str, ...]] = {
    "": ("times",),
    "slash": ("per",),
    "number": ("scales", "units", "nouns"),
    "scale": ("scales", "units", "nouns", "stops"),
}


def _write(letters: list[str], start: int, accented: str) -> None:
    for offset, letter in enumerate(accented, start):
        letters[offset] = letter.upper() if letters[offset].isupper() else letter


@cache
def _tables() -> Mapping[str, Accented]:
    return {
        "scales": _plain(_SCALES),
        "digits": _plain(_DIGITS),
        "units": _plain(_UNITS),
        "per": _plain(_PER),
        "before": _plain(_BEFORE),
        "times": _plain(_TIMES),
        "nouns": _plain([*sorted(ABSTRACT), *sorted(noun for noun in COUNTED if " " in noun)]),
        "stops": _plain(sorted(STOP)),
    }


def _plain(phrases: Iterable[str]) -> dict[str, str]:
    """Phrases by what is left of them without accents; of two that fall together the first."""
    found: dict[str, str] = {}
    for phrase in phrases:
        if len(plain := fold(phrase)) == len(phrase):
            found.setdefault(plain, phrase)
    return found
