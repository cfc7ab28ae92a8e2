"""Quantities: one number with its scale words and its unit, as they stand in a row ("2 tỷ 260 triệu đồng", "750MW", "$1.2 million")."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from pipelines.facts.amounts.numbers import NUMBER, Digits, NumberForm, read_digits, read_words
from pipelines.facts.amounts.spoken import HALF, TENTH_WORDS, tenths
from pipelines.facts.amounts.units import ENGLISH, SCALE, SCALES, UNITS, Unit, read_unit

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₫": "VND"}
_CODE_BEFORE = re.compile(r"(?<!\d )(?<!tỷ )(?<!tỉ )(?<!triệu )(?<!nghìn )(?<!\w)(US\$|USD|EUR|VND|VNĐ|GBP|JPY|CNY) ?$")
_LETTERS = {"m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9}
_LETTER_BEHIND = re.compile(r"[mMbB](?!\w)")  # "$2.5m", "€3B": in English, behind an amount that begins with its sign
_REPEATED = re.compile(r"\s\((?:0*\d+|[^\W\d_]+(?: [^\W\d_]+){0,5})\)(?=\s[^\W\d_])")  # "bốn (04) nhà máy", "04 (bốn) nhà máy"
_TAIL = re.compile(r"\s(?:\d{1,3}(?:[.,]\d{1,3})?)(?!\w)")
_TENTHS = frozenset(["tấn", "tạ", "yến", "mét"])  # "2 tấn 5", "1 mét 2"
_HALVED = _TENTHS | {"ha", "héc ta", "hecta", "kg", "kí", "lít", "sào", "km", "cây số", "lạng", "mẫu đất", "USD"}  # "3 sào rưỡi"


class Quantity(NamedTuple):
    """A number read at a place. `parts` are (token, scale) in falling order; `unit` is None for nouns and elided units."""

    start: int
    end: int
    parts: tuple[tuple[str, int], ...]
    words: bool
    unit: Unit | None
    half: bool = False
    english: bool = False  # the text writes thousands with commas
    scaling: Literal["", "letter", "english"] = ""  # how the scale is written: "20k", "3tr"; "2 million"

    @property
    def scale(self) -> int:
        return self.parts[0][1]

    @property
    def bare(self) -> bool:
        return self.unit is None and self.scale == 1


class _Scaled(NamedTuple):
    """What a number is multiplied by, where the scale word ends, and how it is written."""

    scale: int
    end: int
    scaling: Literal["", "letter", "english"] = ""


class _Named(NamedTuple):
    """A unit, and the quantity's bounds with it."""

    unit: Unit | None
    start: int
    end: int


def read_quantity(text: str, match: re.Match[str], english: bool = False) -> Quantity:
    """The quantity that starts with this number match; its unit is None when none follows. `english`: commas mark thousands."""
    end = match.end()
    words = match[0][0].isalpha()
    if text[end : end + 2] == " (" and (again := _REPEATED.match(text, end)) and (words or read_words(again[0].strip(" ()")) is not None):
        end = again.end()
    scaled = _scaled(text, match, end)
    token = "một" if match[0].casefold() in SCALES else match[0]
    parts: tuple[tuple[str, int], ...] = ((token, scaled.scale),)
    end, half = scaled.end, False
    if scaled.scale > 1:
        parts, end = _compound(text, parts, end, words)
        if len(parts) == 1:
            if rest := HALF.match(text, end):
                half, end = True, rest.end()
            elif (said := tenths(text, end, token)) and scaled.scale >= said.parts:
                parts, end = (*parts, (said.token, scaled.scale // said.parts)), said.end
    named = _named(text, match.start(), end, parts)
    end = named.end
    if named.unit is not None and scaled.scale == 1 and named.unit.code in _HALVED:
        if rest := HALF.match(text, end):
            half, end = True, rest.end()
        elif token.isdigit() and named.unit.code in _TENTHS and (said := tenths(text, end, token)) and len(said.token) < 3:
            parts, end = ((f"{token},{said.token}", 1),), said.end
    return Quantity(named.start, end, parts, words, named.unit, half, english, scaled.scaling)


def _scaled(text: str, match: re.Match[str], end: int) -> _Scaled:
    if alone := SCALES.get(match[0].casefold()):
        return _Scaled(alone, end)  # "tỷ rưỡi"
    if found := SCALE.match(text, end):
        word = found["scale"] or found["short"]
        return _Scaled(SCALES[word], found.end(), "letter" if found["short"] else "english" if word in ENGLISH else "")
    if text[match.start() - 1 : match.start()] in _SIGNS and (letter := _LETTER_BEHIND.match(text, end)):
        return _Scaled(_LETTERS[letter[0]], letter.end(), "english")
    return _Scaled(1, end)


def _named(text: str, start: int, end: int, parts: tuple[tuple[str, int], ...]) -> _Named:
    """The unit behind a number that ends at `end`, or the currency before it."""
    token, scale = parts[0]
    named = read_unit(text, end, scale > 1)
    if named and named["dong"] and scale == 1 and len(token) < 4 and text.startswith(" vốn", named.end()):
        named = None  # "cứ 1 đồng vốn mồi": a way of speaking
    if named:
        return _Named(Unit("money", "VND") if named["dong"] else UNITS[named["sign"] or named["unit"]], start, named.end())
    if start and (code := _SIGNS.get(text[start - 1])):
        return _Named(Unit("money", code), start - (3 if text[max(0, start - 3) : start - 1] == "US" else 1), end)
    if (
        start > 2
        and text[start - 2 if text[start - 1] == " " else start - 1] in "$DRĐPY"
        and (before := _CODE_BEFORE.search(text, max(0, start - 12), start))
    ):
        return _Named(UNITS[before[1]], before.start(), end)
    return _Named(None, start, end)


def _compound(text: str, parts: tuple[tuple[str, int], ...], end: int, words: bool) -> tuple[tuple[tuple[str, int], ...], int]:
    """Further parts of falling scale: "49 tỷ 282 triệu", "hai nghìn ba trăm", "12 nghìn 500 đồng"."""
    for _ in range(3):
        number = NUMBER.match(text, end + 1) if text[end : end + 1] == " " else None
        if number is None or number[0][0].isalpha() is not words or (not words and not _TAIL.match(text, end)):
            break
        scaled = SCALE.match(text, number.end())
        scale = SCALES[scaled["scale"] or scaled["short"]] if scaled else 1
        stop = scaled.end() if scaled else number.end()
        if scale >= parts[-1][1]:
            break
        if not scaled and words and len(parts) == 1 and number[0].casefold().split()[0] in TENTH_WORDS and not _whole(number[0]):
            break  # "hai tỷ ba": tenths
        if not scaled and not words:
            unit = read_unit(text, stop, scaled=True)
            if not (unit and unit["dong"]) or parts[-1][1] != 1000:
                break
        parts, end = (*parts, (number[0], scale)), stop
        if not scaled:
            break
    return parts, end


def _whole(words: str) -> bool:
    """Whether number words count on in ones ("hai nghìn ba trăm"), which a single digit does not."""
    return " " in words and read_words(words) is not None


def value_of(quantity: Quantity, form: NumberForm) -> Digits | None:
    """Value as (mantissa, decimals), all parts added up; None when a part cannot be read."""
    total, decimals = 0, 0
    if quantity.scaling == "english":
        form = "english"
    for token, scale in quantity.parts:
        digits = read_words(token) if token[0].isalpha() else read_digits(token, form, quantity.english)
        if digits is None:
            return None
        mantissa, places = digits
        mantissa *= scale
        if places > decimals:
            total, decimals = total * 10 ** (places - decimals), places
        total += mantissa * 10 ** (decimals - places)
    if quantity.half:
        if quantity.scale == 1:
            total, decimals = total * 10, decimals + 1
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
