"""The word lists behind amounts: currencies, scales, physical units, counted nouns, nouns and words that are never counted.

All words live in data/amounts/units.csv. Units and currencies are written exactly as listed; nouns are lower-case.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from pipelines.values.paths import DATA


@dataclass(frozen=True, slots=True)
class Unit:
    """What stands after a number: kind money, percent or measure; code as stored; `factor` of the code's own unit (cent: 1/100)."""

    kind: str
    code: str
    divisor: int = 1


def _rows() -> list[dict[str, str]]:
    with (DATA / "amounts" / "units.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


_ROWS = _rows()


def _words(kind: str) -> list[str]:
    return [row["word"] for row in _ROWS if row["kind"] == kind]


SCALES: dict[str, int] = {row["word"]: int(row["value"]) for row in _ROWS if row["kind"] == "scale"}
COUNTED: frozenset[str] = frozenset(word.casefold() for word in _words("count"))
ABSTRACT: frozenset[str] = frozenset(_words("abstract"))
STOP: frozenset[str] = frozenset(_words("stop"))

UNITS: dict[str, Unit] = {}
for _row in _ROWS:
    if _row["kind"] == "currency":
        UNITS[_row["word"]] = Unit("money", _row["value"], round(1 / float(_row["factor"] or 1)))
    elif _row["kind"] == "percent":
        UNITS[_row["word"]] = Unit("percent", _row["value"])
    elif _row["kind"] == "measure":
        UNITS[_row["word"]] = Unit("measure", _row["value"] or _row["word"])

# Compounds in which "tỷ", "triệu" and "đồng" are no scale and no currency (tỷ lệ: rate, đồng chí: comrade, triệu phú: millionaire).
_NO_SCALE = r"(?!\s(?:lệ|giá|trọng|phú|suất|số|lệ)(?!\w))"
_NO_CURRENCY = (
    r"(?!\s(?:chí|phạm|loạt|thời|hồ|ý|minh|đội|nghiệp|bộ|hành|đều|bào|đẳng|nhất|thuận|tình|cảm|bằng|hương|hóa|tâm|dạng"
    r"|tiền (?:chung|chủ chốt|số|mạnh|khác|ảo|mã hóa|điện tử)"
    r"|tổ chức|chủ trì|chủ tịch|giám đốc|quan điểm|sáng lập|lòng)(?!\w))"
)
_ALPHA = [w for w in SCALES if len(w) > 2 or w.casefold() in ("tỷ", "tỉ")]
SCALE = re.compile(
    rf"\s{{0,2}}(?P<scale>{_alternatives(_ALPHA)})(?!\w){_NO_SCALE}|\s?(?P<short>tr|k)(?=\s?(?:đ|VN|vn|/|$|[.,;)-])|\s(?:đến|trở|một|mỗi)\s)"
)
_DONG = [word for word, unit in UNITS.items() if unit.code == "VND" and word != "₫"]
UNIT = re.compile(
    rf"\s{{0,2}}(?:(?P<dong>{_alternatives(_DONG)})(?!\w)" + _NO_CURRENCY
    + rf"|(?P<sign>[%％$€£¥₩₫₹])|(?P<unit>{_alternatives([w for w in UNITS if w not in '%％$€£¥₩₫₹' and w not in _DONG])})(?!\w)"
    + r"(?<!\d Yên(?= [A-ZĐ])))"  # "ga số 1 Yên Viên" is a name
)  # fmt: skip
