"""Figures of a text for comparing two texts: what was rounded, hedged or written differently still counts as the same figure.

"24/1" = "24-1" = "ngày 24 tháng 1"; "gần 376" covers 375,6; "hơn 370" covers 375,6. Years, ages, clock times and the numbers of
articles and clauses are no figures here, nor are counts up to twelve: they prove neither sameness nor difference.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import NamedTuple

from pipelines.facts.amounts.numbers import read_digits

SMALL = 12
_SCALES = {"nghìn": 1e3, "triệu": 1e6, "tỷ": 1e9}
_DAY_WORDS = frozenset({"ngày", "sáng", "trưa", "chiều", "tối", "đêm", "hôm"})
_NOT_FIGURES_AFTER = frozenset({"điều", "khoản", "thứ", "chương", "mục", "quận", "phường", "tầng", "quốc"})
_NOT_FIGURES_BEFORE = frozenset({"tuổi", "h", "giờ", "phút"})
_NEARLY, _OVER = frozenset({"gần", "ngót", "dưới"}), frozenset({"hơn", "trên", "vượt", "quá"})
_ABOUT = frozenset({"khoảng", "chừng", "ước", "xỉ", "tầm"})
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})(?:\2(?:19|20)?\d\d)?")
_MONTH = re.compile(r"(\d{1,2})[/-]((?:19|20)\d\d)")


class Value(NamedTuple):
    """What a figure says exactly: a number in plain units, or a day of the year (month * 100 + day)."""

    day: bool
    value: float


@dataclass(frozen=True, slots=True)
class Figure:
    """A number (`low` to `high`: what it may stand for, plain units) or a day (month * 100 + day) and the word it stands at."""

    day: bool
    value: float
    low: float
    high: float
    at: int

    @property
    def exact(self) -> Value:
        """The figure without what it may stand for."""
        return Value(self.day, self.value)


def figures_of(words: list[str], low: list[str]) -> list[Figure]:
    """Figures of a text in order, each value once. `low` is `words` in lower case. Linear time."""
    found: dict[Value, Figure] = {}
    for at, word in enumerate(words):
        if word[0].isdigit():
            for figure in _read(low, at):
                found.setdefault(figure.exact, figure)
    return list(found.values())


def _read(low: list[str], at: int) -> list[Figure]:
    word, before = low[at], low[at - 1] if at else ""
    after = low[at + 1 : at + 3]
    day = _DAY.fullmatch(word)
    if day and (day[2] == "/" or before in _DAY_WORDS) and _is_day(int(day[1]), int(day[3])):
        return [_day(int(day[1]), int(day[3]), at)]
    if after[:1] == ["tháng"] and word.isdigit() and len(after) > 1 and after[1].isdigit() and _is_day(int(word[:4]), int(after[1][:4])):
        return [_day(int(word), int(after[1]), at)]
    if "/" in word or _MONTH.fullmatch(word) or before in _NOT_FIGURES_AFTER or (after and after[0] in _NOT_FIGURES_BEFORE):
        return []
    if before == "tháng" or (len(word) > 8 and word.isdigit()):
        return []
    return [figure for part in word.split("-") if (figure := _number(part, before, after, at))]


def _is_day(day: int, month: int) -> bool:
    return 1 <= day <= 31 and 1 <= month <= 12


def _day(day: int, month: int, at: int) -> Figure:
    value = float(month * 100 + day)
    return Figure(True, value, value, value, at)


def _number(token: str, before: str, after: list[str], at: int) -> Figure | None:
    digits = read_digits(token, "scaled" if after and after[0] in _SCALES else "noun")
    if digits is None:
        return None
    value = digits[0] / 10 ** digits[1]
    scaled = False
    for word in after:
        if word not in _SCALES:
            break
        value *= _SCALES[word]
        scaled = True
    if not 0 < value < 1e18 or (not scaled and token.isdigit() and (value <= SMALL or (len(token) == 4 and 1900 <= value <= 2100))):
        return None
    low, high = _stands_for(value, before)
    return Figure(False, value, low, high, at)


def _stands_for(value: float, before: str) -> tuple[float, float]:
    """What a rounded figure may stand for: half a step of its last digit, a whole step on the side its hedge names."""
    digits = f"{value:.12g}".replace(".", "").split("e")[0].strip("0")
    step = 10.0 ** (math.floor(math.log10(value) + 1e-9) - len(digits) + 1)
    hedged = min(step, 0.05 * value)
    if before in _NEARLY:
        return value - hedged, value
    if before in _OVER:
        return value, value + hedged
    if before in _ABOUT:
        return value - hedged, value + hedged
    half = min(step / 2, 0.02 * value) if len(digits) > 1 else 0.0
    return value - half, value + half


def is_in(figure: Figure, others: list[Figure], values: frozenset[Value]) -> bool:
    """Whether a text with these figures (`values`: their exact values) holds the figure, or one it may be rounded to or from."""
    if figure.exact in values:
        return True
    if figure.day:
        return False
    low, high = figure.low, figure.high
    for other in others:  # noqa: SIM110 - the hottest loop of comparing
        if other.low < high and low < other.high and not other.day:
            return True
    return False
