"""Amounts: every number with a unit in a text - money, percentages, counts, physical measures.

One scan over the numbers; at each number the words around decide. Definitions follow the labelling guide of the gold sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import gcd
from typing import NamedTuple

from msgspec.structs import replace

from pipelines.facts.amounts.describe import describe
from pipelines.facts.amounts.elided import elided_money, inherit_units
from pipelines.facts.amounts.found import Found, form_of
from pipelines.facts.amounts.nouns import is_year, names_something, read_noun
from pipelines.facts.amounts.numbers import NUMBER, Digits, find_numbers, uses_comma_thousands
from pipelines.facts.amounts.quantities import Quantity, read_quantity, value_of
from pipelines.facts.amounts.tables import ReadTable, read_shapes, read_tables, without_stated
from pipelines.facts.amounts.unaccented import with_accents
from pipelines.facts.amounts.units import UNITS, Unit
from pipelines.values.mentions import AmountKind, AmountMention

_JOIN = re.compile(r"\s?[-–—]\s?|\s(?:đến|tới)\s(?:(?:hơn|gần|khoảng|trên|dưới)\s)?")
_FAR = 10  # times: "800 - 1,2 tỷ" begins with millions, "4 - 3 tỷ" is no range
_LINK = re.compile(r"\s(?:và|hoặc)\s|,\s(?:và\s)?|;\s(?:và\s)?")
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)")
_SLASHED = re.compile(r"\d+(?:[/:⁄]\d+)+(?:[/⁄-]\w[\w/⁄-]*)?")
_SHARE = re.compile(r"(\d{1,5})/(\d{1,5})(?=\s[^\W\d_])")
_SIMPLE = re.compile(r"(?:(\d{1,3}) )?([1-9])[/⁄]([2-9]|10)(?=\s?[^\W\d_])")
_DONE = re.compile(r"(?:được|[Xx]ong|thành|công|đã|đạt|với) $")
_LETTERS = re.compile(r"[^\W\d_]+$")
_CODES = frozenset(["USD", "EUR", "VND", "VNĐ", "GBP", "JPY", "CNY"])
_PRESENT = re.compile(r"(?:có|hơn|gần|khoảng|trên|dưới|với|gồm|được|cho) $")


def find_amounts(text: str, tables: Sequence[ReadTable] | None = None) -> list[AmountMention]:
    """All amounts of a normalised text in order, without links. `tables`: those of the text where they are known better than by its
    lines "a | b". Never raises; linear in the length of the text."""
    accented = with_accents(text)
    if accented == text:
        return _found(text, tables)
    return [_as_written(text, accented, amount) for amount in _found(accented, tables)]


def _as_written(text: str, accented: str, amount: AmountMention) -> AmountMention:
    surface = text[amount.start : amount.end]
    noun = amount.unit if amount.kind == "count" and accented.endswith(amount.unit, amount.start, amount.end) else ""
    return replace(amount, surface=surface, unit=surface[len(surface) - len(noun) :] if noun else amount.unit)


def _found(text: str, tables: Sequence[ReadTable] | None) -> list[AmountMention]:
    numbers = find_numbers(text)
    english = uses_comma_thousands([match[0] for match in numbers])
    found: list[Found] = []
    waiting: list[Quantity] = []  # bare numbers that may inherit the unit of the next one: "1, 2 và 3 tỷ"
    position = 0
    for match in numbers:
        if match.start() < position:
            continue
        before = position
        item, position, bare = _read(text, match, english)
        if item and item.start < before:  # the unit of the number before it, "hai VND ba"
            item = item._replace(start=match.start())
        if bare:
            if waiting and not _LINK.fullmatch(text, waiting[-1].end, bare.start):
                waiting.clear()
            waiting.append(bare)
        if item:
            if waiting:
                found += inherit_units(text, waiting, item)
                waiting.clear()
            found.append(item)
    tables = read_shapes(text) if tables is None else tables
    if tables:
        found = without_stated(tables, found)
        found = sorted([*found, *read_tables(tables, found)], key=lambda item: item.start)
    return describe(text, found)


class _Step(NamedTuple):
    """What stands at a number, where to go on, and the number itself when it has no unit."""

    item: Found | None
    position: int
    bare: Quantity | None = None


def _read(text: str, match: re.Match[str], english: bool) -> _Step:
    start, end = match.span()
    if match[0].startswith("000"):
        return _Step(None, end)  # the rest of a number: no amount begins so
    if start and not _stands_alone(text, start):
        return _Step(None, end)
    following = text[end : end + 1]
    if following and (following in "/⁄" or text.startswith("/", end + 2)) and (item := _fraction(text, start)):
        return _Step(item, item.end)
    if following and following in "/:.-⁄":
        if following == "/" and (share := _SHARE.match(text, start)):
            item = _share(text, share)
            return _Step(item, item.end if item else share.end())
        if skip := (_DATE.match(text, start) or _SLASHED.match(text, start)):
            return _Step(None, skip.end())
    if is_year(match[0]) and text[start - 4 : start] in ("năm ", "Năm "):
        return _Step(None, end)
    first = read_quantity(text, match, english)
    if item := _range(text, first, english) or _single(text, first):
        return _Step(item, item.end)
    return _Step(None, end, first if first.bare else None)


def _fraction(text: str, start: int) -> Found | None:
    """ "1/2 tấn", "2 1/2 ha", "3/4 tỷ đồng": a simple fraction of a unit; not how much of a whole is done ("đã xong 2/3 km"), no date."""
    written = _SIMPLE.match(text, start)
    if written is None or int(written[2]) >= int(written[3]) or gcd(int(written[2]), int(written[3])) > 1:
        return None
    if _DONE.search(text, max(0, start - 16), start) or names_something(text, start, written[2]):
        return None
    quantity = read_quantity(text, written)
    if quantity.unit is None or quantity.unit.kind == "percent" or quantity.unit.code.endswith(("V", "VA")):
        return None  # 6/10 kV: two levels
    return _with_unit(quantity, quantity.unit)


def _stands_alone(text: str, start: int) -> bool:
    before = text[start - 1]
    if before == " ":
        return True
    if before.isalpha():
        return _glued_word(text, start)
    if before == "_" or start == 1:
        return before != "_"
    earlier = text[start - 2]
    if before in "-–":
        return not earlier.isalpha()
    if before == "/":
        return not earlier.isdigit()
    return not (before in ".:⁄" and earlier.isalnum())


def _glued_word(text: str, start: int) -> bool:
    """A lost space ("dùng18.000 robot"), or a factor ("3x750MW"); not H3, CO2, km2, Covid-19."""
    before = text[max(0, start - 12) : start]
    if before[-1] in "xX×":
        return len(before) > 1 and before[-2].isdigit()
    letters = _LETTERS.search(before)
    if letters is not None and letters[0] in _CODES:
        return True  # "USD150"
    return letters is not None and len(letters[0]) > 2 and letters[0][-2:].islower() and letters[0] not in UNITS


def _range(text: str, first: Quantity, english: bool) -> Found | None:
    """ "30 - 45 triệu đồng", "80 - 120 thợ", "từ 500.000 USD đến hơn 1 triệu USD"."""
    join = _JOIN.match(text, first.end)
    signed = first.unit is not None and not text[first.start].isdigit()
    number = NUMBER.match(text, join.end() + (signed and text.startswith(text[first.start], join.end()))) if join else None
    if number is None or _DATE.match(text, number.start()) or _SLASHED.match(text, number.start()):
        return None
    second = read_quantity(text, number, english)
    token = first.parts[0][0]
    if first.bare and is_year(token) and (second.bare or is_year(second.parts[0][0])):
        return None
    if signed and second.unit is None and second.scale > 1:
        second = second._replace(unit=first.unit)  # "$1.2 - 1.5 million"
    if first.unit is not None and (second.unit is None or (first.unit.code, first.unit.kind) != (second.unit.code, second.unit.kind)):
        return None
    whole = _single(text, second, first.start)
    if whole is None or (whole.kind == "count" and names_something(text, first.start, token)):
        return None
    low = value_of(first, form_of(whole.kind, whole.unit, first.scale > 1 or second.scale > 1))
    if low is None:
        return None
    if first.scale == 1 and (first.unit is None or signed) and second.scale > 1:
        low = _inherit_scale(low, second.scale, whole.high)
    if low[0] * 10 ** whole.high[1] > whole.high[0] * 10 ** low[1]:
        return None
    return whole._replace(low=low, start=first.start, rule=whole.rule + "-range")


def _inherit_scale(low: Digits, scale: int, high: Digits) -> Digits:
    """The left number takes the scale of the right one; "800 - 1,2 tỷ" means 800 million."""
    taken = low[0] * scale
    if low[0] * 10 ** high[1] * scale >= _FAR * high[0] * 10 ** low[1] and scale >= 1_000_000:
        taken //= 1000
    return taken, low[1]


def _single(text: str, quantity: Quantity, ranged: int | None = None) -> Found | None:
    """The amount of one number; `ranged`: where the range begins that it ends."""
    if quantity.unit is not None:
        return _with_unit(quantity, quantity.unit)
    closed = quantity.words or quantity.scale >= 10**9 or quantity.scaling == "letter"
    noun = read_noun(text, quantity.end, closed, quantity.start)
    if noun is None:
        return elided_money(text, quantity, ranged) if quantity.scale > 1 else None
    token = quantity.parts[0][0]
    if quantity.scale == 1 and ranged is None:
        if names_something(text, quantity.start, token) or text[quantity.start - 1 : quantity.start] in ("/", "-", "–", ":"):
            return None
        if noun.rule == "count-open" and (len(token) < 2 and text[quantity.start - 4 : quantity.start] == "vực "):
            return None
        if is_year(token) and (noun.rule == "count-open" or not _PRESENT.search(text, max(0, quantity.start - 8), quantity.start)):
            return None
    value = value_of(quantity, form_of("count", "", quantity.scale > 1))
    if value is None or (quantity.scale == 1 and value[1]) or (value == (1, 0) and quantity.words) or not value[0]:
        return None
    return Found("count", noun.written, value, value, quantity.start, noun.end, noun.rule)


def _with_unit(quantity: Quantity, unit: Unit) -> Found | None:
    kind: AmountKind = "money" if unit.kind == "money" else "percent" if unit.kind == "percent" else "measure"
    value = value_of(quantity, form_of(kind, unit.code, quantity.scale > 1))
    if value is None:
        return None
    return Found(kind, unit.code, value, value, quantity.start, quantity.end, f"{kind}-unit", unit.divisor)


def _share(text: str, share: re.Match[str]) -> Found | None:
    """ "8/12 bến": 8 of 12 landings, "9/6 tổ hợp": 9 where 6 were planned. Dates and simple fractions (2/3) are not."""
    part, whole = int(share[1]), int(share[2])
    noun = read_noun(text, share.end(), closed=True)
    if noun is None or not part or whole < 5 or is_year(share[2]) or names_something(text, share.start(), share[1]):
        return None
    if part > whole and (text[share.start() - 1 : share.start()] == "(" or part > 2 * whole):
        return None
    return Found("count", noun.written, (part, 0), (part, 0), share.start(), noun.end, "count-share")
