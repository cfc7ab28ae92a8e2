"""Quantities: one number with its scale words and its unit, as they stand in a row ("2 tỷ 260 triệu đồng", "750MW", "$1.2 million")."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.amounts.numbers import NUMBER, Digits, NumberForm, read_digits, read_words
from pipelines.facts.amounts.spoken import HALF, TENTH_WORDS, tenths
from pipelines.facts.amounts.units import ENGLISH, SCALE, SCALES, UNITS, Unit, read_unit

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₫": "VND"}
_CODE_BEFORE = re.compile(r"(?<!\d )(?<!tỷ )(?<!tỉ )(?<!triệu )(?<!nghìn )(?<!\w)(US\$|USD|EUR|VND|VNĐ|GBP|JPY|CNY) ?$")
_LETTERS = {"m": 10**6, "M": 10**6, "b": 10**9, "B": 10**9}
_LETTER_BEHIND = re.compile(r"[mMbB](?!\w)")  # "$2.5m", "€3B": in English, behind an amount that begins with its sign
_CODE_ENDS = frozenset("$DRĐPY")
_ONE = "một"
_HUNDRED = 100
_HALVES = ("rư", " rư")
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
    scaling: str = ""  # "letter" for "20k", "3tr", "english" for "2 million"

    @property
    def scale(self) -> int:
        return self.parts[0][1]

    @property
    def bare(self) -> bool:
        return self.unit is None and self.scale == 1


def read_quantity(text: str, match: re.Match[str], english: bool = False) -> Quantity:
    """The quantity that starts with this number match; its unit is None when none follows. `english`: commas mark thousands."""
    token, end, start = match[0], match.end(), match.start()
    words = token[0].isalpha()
    if text[end : end + 2] == " (" and (again := _REPEATED.match(text, end)) and (words or read_words(again[0].strip(" ()")) is not None):
        end = again.end()
    scale, half, scaling = 1, False, ""
    if scaled := SCALE.match(text, end):
        word, end = scaled["scale"] or scaled["short"], scaled.end()
        scale, scaling = SCALES[word], "letter" if scaled["short"] else "english" if word in ENGLISH else ""
    elif words and (alone := SCALES.get(token.casefold())):
        token, scale = _ONE, alone  # "tỷ rưỡi"
    elif text[start - 1 : start] in _SIGNS and (letter := _LETTER_BEHIND.match(text, end)):
        scale, scaling, end = _LETTERS[letter[0]], "english", letter.end()
    parts: tuple[tuple[str, int], ...] = ((token, scale),)
    if scale > 1:
        parts, end = _compound(text, parts, end, words)
        if len(parts) == 1:
            if text.startswith(_HALVES, end) and (rest := HALF.match(text, end)):
                half, end = True, rest.end()
            elif (said := tenths(text, end, token)) and scale >= said.parts:
                parts, end = (*parts, (said.token, scale // said.parts)), said.end
    named = read_unit(text, end, scale > 1)
    if named is None or (named["dong"] and scale == 1 and len(token) < 4 and text.startswith(" vốn", named.end())):
        unit, start = _before(text, start)  # also "cứ 1 đồng vốn mồi": a way of speaking
        return Quantity(start, end, parts, words, unit, half, english, scaling)
    unit, end = Unit("money", "VND") if named["dong"] else UNITS[named["sign"] or named["unit"]], named.end()
    quantity = Quantity(start, end, parts, words, unit, half, english, scaling)
    return quantity if scale > 1 or unit.code not in _HALVED else _with_part(text, quantity)


def _before(text: str, start: int) -> tuple[Unit | None, int]:
    """The currency before a number that starts at `start`, and where the two start."""
    if not start:
        return None, start
    before = text[start - 1]
    if code := _SIGNS.get(before):
        return Unit("money", code), start - (3 if text[max(0, start - 3) : start - 1] == "US" else 1)
    if (
        (text[start - 2 : start - 1] if before == " " else before) in _CODE_ENDS
        and start > 2
        and (coded := _CODE_BEFORE.search(text, max(0, start - 12), start))
    ):
        return UNITS[coded[1]], coded.start()
    return None, start


def _with_part(text: str, quantity: Quantity) -> Quantity:
    """With what is said behind its unit of measure: "3 sào rưỡi", "2 tấn 5"."""
    token = quantity.parts[0][0]
    if rest := HALF.match(text, quantity.end):
        return quantity._replace(half=True, end=rest.end())
    if (
        token.isdigit()
        and quantity.unit
        and quantity.unit.code in _TENTHS
        and (said := tenths(text, quantity.end, token))
        and said.parts < 1000
        and said.token.isdigit()
    ):
        return quantity._replace(parts=((f"{token},{said.token}", 1),), end=said.end)
    return quantity


def _compound(text: str, parts: tuple[tuple[str, int], ...], end: int, words: bool) -> tuple[tuple[tuple[str, int], ...], int]:
    """Further parts of falling scale: "49 tỷ 282 triệu", "hai nghìn ba trăm", "12 nghìn 500 đồng"."""
    for _ in range(3):
        number = NUMBER.match(text, end + 1) if text[end : end + 1] == " " else None
        if number is None or number[0][0].isalpha() is not words or (not words and not _TAIL.match(text, end)):
            break
        scaled = SCALE.match(text, number.end())
        scale = SCALES[scaled["scale"] or scaled["short"]] if scaled else 1
        stop = scaled.end() if scaled else number.end()
        if scale == _HUNDRED and not words and parts[-1][1] >= 10**6:
            scale = parts[-1][1] // 10  # "2 triệu 3 trăm" leaves nghìn unsaid
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
    if quantity.scaling == "english":
        form = "english"
    total, decimals = 0, 0
    for token, scale in quantity.parts:
        digits = read_words(token) if token[0].isalpha() else read_digits(token, form, quantity.english)
        if digits is None:
            return None
        mantissa, places = digits
        if not total:
            total, decimals = mantissa * scale, places
            continue
        if places > decimals:
            total, decimals = total * 10 ** (places - decimals), places
        total += mantissa * scale * 10 ** (decimals - places)
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
