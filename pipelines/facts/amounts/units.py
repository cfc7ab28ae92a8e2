"""The word lists behind amounts: currencies, scales, physical units, counted nouns, nouns and words that are never counted.

All words live in data/amounts/units.tsv. Units and currencies are written exactly as listed; nouns are lower-case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from pipelines.text.phrases import alternation
from pipelines.values.tables import Reasoned, read_table, shows


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands after a number: kind money, percent or measure; code as stored; `factor` of the code's own unit (cent: 1/100)."""

    kind: str
    code: str
    divisor: int = 1


class UnitRow(Reasoned, frozen=True):
    """A row of data/amounts/units.tsv. `value`: power of ten of a scale, ISO code of a currency, unit as stored; `factor`: of the code's
    own unit (cent: 0.01)."""

    kind: Literal["scale", "currency", "percent", "measure", "count", "abstract", "stop"]
    word: str
    value: str | None = None
    factor: float | None = None


def _unfit(row: UnitRow) -> str | None:
    if row.kind == "scale" and not re.fullmatch("10+", row.value or ""):
        return f"value: {row.value!r} is no power of ten"
    if row.kind == "currency" and not re.fullmatch("[A-Z]{3}", row.value or ""):
        return f"value: {row.value!r} is no ISO 4217 code"
    if row.factor is not None and not (row.kind == "currency" and 0 < row.factor <= 1):
        return f"factor: {row.factor} (a currency's, more than 0 and at most 1)"
    return shows(row.word, row.example)


@cache
def unit_rows() -> tuple[UnitRow, ...]:
    """All words of amounts. Raises TableError."""
    return read_table("amounts/units.tsv", UnitRow, ["kind", "word"], _unfit)


def _words(kind: str) -> list[str]:
    return [row.word for row in unit_rows() if row.kind == kind]


SCALES: dict[str, int] = {row.word: int(row.value or 0) for row in unit_rows() if row.kind == "scale"}
COUNTED: frozenset[str] = frozenset(word.casefold() for word in _words("count"))
ABSTRACT: frozenset[str] = frozenset(_words("abstract"))
STOP: frozenset[str] = frozenset(_words("stop"))

UNITS: dict[str, Unit] = {}
for _row in unit_rows():
    if _row.kind == "currency":
        UNITS[_row.word] = Unit("money", _row.value or "", round(1 / (_row.factor or 1)))
    elif _row.kind == "percent":
        UNITS[_row.word] = Unit("percent", _row.value or "")
    elif _row.kind == "measure":
        UNITS[_row.word] = Unit("measure", _row.value or _row.word)

ENGLISH: frozenset[str] = frozenset(word for word in SCALES if word.isascii() and word not in ("tr", "k", "K"))  # "3.125 million"

# Compounds in which "tỷ", "triệu" and "đồng" are no scale and no currency (tỷ lệ: rate, đồng chí: comrade, triệu phú: millionaire).
_NO_SCALE = r"(?!\s(?:lệ|giá|trọng|phú|suất|số|lệ)(?!\w))"
_NO_CURRENCY = (
    r"(?!\s(?:chí|phạm|loạt|thời|hồ|ý|minh|đội|nghiệp|bộ|hành|đều|bào|đẳng|nhất|thuận|tình|cảm|bằng|hương|hóa|tâm|dạng"
    r"|tiền (?:chung|chủ chốt|số|mạnh|khác|ảo|mã hóa|điện tử)"
    r"|tổ chức|chủ trì|chủ tịch|giám đốc|quan điểm|sáng lập|lòng)(?!\w))"
)
_ALPHA = [w for w in SCALES if len(w) > 2 or w.casefold() in ("tỷ", "tỉ", "bn", "mn")]
_TENTHS = r"(?=\d{1,3}(?!\w|[.,/]\d))"  # "1tr2", "2tỷ5": glued to its unit
_APART = r"(?=\s?(?:đ|VN|vn|/|$|[.,;)-])|\s(?:đến|tới|trở|một|mỗi|rư[ỡở]i)(?!\w))"
SCALE = re.compile(
    rf"\s{{0,2}}(?P<scale>{alternation(_ALPHA)})(?:(?!\w){_NO_SCALE}|{_TENTHS})"
    rf"|(?P<space>\s)?(?P<short>tr|k|K)(?(space){_APART}|(?:(?!\w)|{_TENTHS}|(?=rư[ỡở]i)))"
)
_DONG = [word for word, unit in UNITS.items() if unit.code == "VND" and word != "₫"]
UNIT = re.compile(
    rf"\s{{0,2}}(?:(?P<dong>{alternation(_DONG)})(?!\w)" + _NO_CURRENCY
    + rf"|(?P<sign>[%％$€£¥₩₫₹])|(?P<unit>{alternation([w for w in UNITS if w not in '%％$€£¥₩₫₹' and w not in _DONG])})(?!\w)"
    + r"(?<!\d Yên(?= [A-ZĐ])))"  # "ga số 1 Yên Viên" is a name
)  # fmt: skip
# Currencies that are Vietnamese syllables of other words too: "2 kíp thợ", "5 đô thị", "3 bảng đấu"
_SYLLABLES = frozenset(["đô", "xu", "xen", "bảng", "kíp", "tệ", "yên", "bạt"])
_FOLLOWING = re.compile(r" ([^\W\d_]+)(?: ([^\W\d_]+))?(?: ([^\W\d_]+))?")
_LONGER = frozenset(noun.split(" ", 1)[0] for noun in COUNTED | ABSTRACT if " " in noun) & UNITS.keys()


def read_unit(text: str, end: int, scaled: bool) -> re.Match[str] | None:
    """The unit behind a number that ends at `end`, as a match of UNIT. None also where its word is the beginning of a longer one, listed
    ("4 xu hướng") or, for a currency that is a common syllable, any ("5 bảng nhỏ"); behind a scale word only if listed."""
    named = UNIT.match(text, end)
    if named is None:
        return None
    word = named["unit"]
    if word is None:
        if named["sign"] and text[end : end + 1] == " " and text[named.end() : named.end() + 1].isdigit():
            return None  # "2 lots, 5 $3 items": the sign of the next number
        # "15,000 dong", "500 dong" in English; "2 dong" is a word that lost its accent
        return None if named["dong"] == "dong" and not scaled and not text[end - 3 : end].isdigit() else named
    if word not in _LONGER and word not in _SYLLABLES:
        return named
    following = _FOLLOWING.match(text, named.end())
    if following is None or not following[1][0].islower():
        return named
    words = [word, *(found for found in following.groups() if found)]
    if any(" ".join(words[:size]) in COUNTED or " ".join(words[:size]) in ABSTRACT for size in range(2, len(words) + 1)):
        return None
    return None if word in _SYLLABLES and not scaled and following[1] not in STOP else named
