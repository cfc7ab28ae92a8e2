"""Quantities: one number with its scale words and its unit, as they stand in a row ("2 tỷ 260 triệu đồng", "750MW", "3,4%")."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.amounts.numbers import NUMBER, Digits, NumberForm, read_digits, read_words
from pipelines.facts.amounts.units import SCALE, SCALES, UNIT, UNITS, Unit

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₫": "VND"}
_CODE_BEFORE = re.compile(r"(?<!\d )(?<!tỷ )(?<!tỉ )(?<!triệu )(?<!nghìn )(?<!\w)(US\$|USD|EUR|VND|VNĐ|GBP|JPY|CNY) ?$")
_REPEATED = re.compile(r"\s\((?:0*\d+|[^\W\d_]+(?: [^\W\d_]+){0,5})\)(?=\s[^\W\d_])")  # "bốn (04) nhà máy", "04 (bốn) nhà máy"
_HALF = re.compile(r"\srưỡi(?!\w)")
_TAIL = re.compile(r"\s(?:\d{1,3}(?:[.,]\d{1,3})?)(?!\w)")


class Quantity(NamedTuple):
    """A number read at a place. `parts` are (token, scale) in falling order; `unit` is None for nouns and elided units."""

    start: int
    end: int
    parts: tuple[tuple[str, int], ...]
    words: bool
    unit: Unit | None
    half: bool = False
    english: bool = False  # the text writes thousands with commas

    @property
    def scale(self) -> int:
        return self.parts[0][1]

    @property
    def bare(self) -> bool:
        return self.unit is None and self.scale == 1


def read_quantity(text: str, match: re.Match[str], english: bool = False) -> Quantity:
    """The quantity that starts with this number match; its unit is None when none follows. `english`: commas mark thousands."""
    token, end, start = match[0], match.end(), match.start()
    words = not token[0].isdigit()
    if text[end : end + 2] == " (" and (again := _REPEATED.match(text, end)) and (words or read_words(again[0].strip(" ()")) is not None):
        end = again.end()
    scaled = SCALE.match(text, end)
    scale, half = 1, False
    parts: tuple[tuple[str, int], ...]
    if scaled:
        scale, end = SCALES[scaled["scale"] or scaled["short"]], scaled.end()
        if rest := _HALF.match(text, end):
            half, end = True, rest.end()
    parts = ((token, scale),)
    if scaled and not half:
        parts, end = _compound(text, parts, end, words)
    unit = None
    named = UNIT.match(text, end)
    if named and named["dong"] and scale == 1 and len(token) < 4 and text.startswith(" vốn", named.end()):
        named = None  # "cứ 1 đồng vốn mồi": a way of speaking
    if named:
        unit = Unit("money", "VND") if named["dong"] else UNITS[named["sign"] or named["unit"]]
        end = named.end()
    elif start and (code := _SIGNS.get(text[start - 1])):
        unit, start = Unit("money", code), start - 1
        if text[max(0, start - 2) : start] == "US":
            start -= 2
    elif (
        start > 2
        and text[start - 2 if text[start - 1] == " " else start - 1] in "$DRĐPY"
        and (before := _CODE_BEFORE.search(text, max(0, start - 12), start))
    ):
        unit, start = UNITS[before[1]], before.start()
    return Quantity(start, end, parts, words, unit, half, english)


def _compound(text: str, parts: tuple[tuple[str, int], ...], end: int, words: bool) -> tuple[tuple[tuple[str, int], ...], int]:
    """Further parts of falling scale: "49 tỷ 282 triệu", "hai nghìn ba trăm", "12 nghìn 500 đồng"."""
    for _ in range(3):
        number = NUMBER.match(text, end + 1) if text[end : end + 1] == " " else None
        if number is None or number[0][0].isdigit() is words or (not words and not _TAIL.match(text, end)):
            break
        scaled = SCALE.match(text, number.end())
        scale = SCALES[scaled["scale"] or scaled["short"]] if scaled else 1
        stop = scaled.end() if scaled else number.end()
        if scale >= parts[-1][1]:
            break
        if not scaled and not words:
            unit = UNIT.match(text, stop)
            if not (unit and unit["dong"]) or parts[-1][1] != 1000:
                break
        parts, end = (*parts, (number[0], scale)), stop
        if not scaled:
            break
    return parts, end


def value_of(quantity: Quantity, form: NumberForm) -> Digits | None:
    """Value as (mantissa, decimals), all parts added up; None when a part cannot be read."""
    total, decimals = 0, 0
    for token, scale in quantity.parts:
        digits = read_words(token) if quantity.words else read_digits(token, form, quantity.english)
        if digits is None:
            return None
        mantissa, places = digits
        mantissa *= scale
        if places > decimals:
            total, decimals = total * 10 ** (places - decimals), places
        total += mantissa * 10 ** (decimals - places)
    if quantity.half:
        total += quantity.scale * 10**decimals // 2
    return total, decimals


def as_float(digits: Digits, divisor: int = 1) -> float:
    """The nearest float of mantissa / 10**decimals / divisor, rounded once."""
    scale: int = 10 ** digits[1]
    return digits[0] / (scale * divisor)


def as_dong(digits: Digits) -> int:
    """Whole đồng; a fraction of a đồng (exchange rates) is rounded half to even."""
    scale: int = 10 ** digits[1]
    whole, rest = divmod(digits[0], scale)
    return round(digits[0] / scale) if rest else whole
