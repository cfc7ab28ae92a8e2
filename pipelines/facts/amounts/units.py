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

# Compounds in which "tỷ", "triệu" and "đồng" are no scale and no currency (tỷ lệ: rate, đồng chí: comrade, triệu phú: millionaire).
_NO_SCALE = r"(?!\s(?:lệ|giá|trọng|phú|suất|số|lệ)(?!\w))"
_NO_CURRENCY = (
    r"(?!\s(?:chí|phạm|loạt|thời|hồ|ý|minh|đội|nghiệp|bộ|hành|đều|bào|đẳng|nhất|thuận|tình|cảm|bằng|hương|hóa|tâm|dạng"
    r"|tiền (?:chung|chủ chốt|số|mạnh|khác|ảo|mã hóa|điện tử)"
    r"|tổ chức|chủ trì|chủ tịch|giám đốc|quan điểm|sáng lập|lòng)(?!\w))"
)
_ALPHA = [w for w in SCALES if len(w) > 2 or w.casefold() in ("tỷ", "tỉ")]
SCALE = re.compile(
    rf"\s{{0,2}}(?P<scale>{alternation(_ALPHA)})(?!\w){_NO_SCALE}|\s?(?P<short>tr|k)(?=\s?(?:đ|VN|vn|/|$|[.,;)-])|\s(?:đến|trở|một|mỗi)\s)"
)
_DONG = [word for word, unit in UNITS.items() if unit.code == "VND" and word != "₫"]
UNIT = re.compile(
    rf"\s{{0,2}}(?:(?P<dong>{alternation(_DONG)})(?!\w)" + _NO_CURRENCY
    + rf"|(?P<sign>[%％$€£¥₩₫₹])|(?P<unit>{alternation([w for w in UNITS if w not in '%％$€£¥₩₫₹' and w not in _DONG])})(?!\w)"
    + r"(?<!\d Yên(?= [A-ZĐ])))"  # "ga số 1 Yên Viên" is a name
)  # fmt: skip
