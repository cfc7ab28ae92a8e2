"""Amounts: every number with a unit in a text - money, percentages, counts, physical measures.

One scan over the numbers; at each number the words around decide. Definitions follow the labelling guide of the gold sets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.facts.amounts.describe import describe
from pipelines.facts.amounts.elided import elided_money, inherit_units
from pipelines.facts.amounts.found import Found, form_of
from pipelines.facts.amounts.nouns import is_year, names_something, read_noun
from pipelines.facts.amounts.numbers import NUMBER, Digits, find_numbers, uses_comma_thousands
from pipelines.facts.amounts.quantities import Quantity, read_quantity, value_of
from pipelines.facts.amounts.tables import ReadTable, read_shapes, read_tables, without_stated
from pipelines.facts.amounts.units import UNITS, Unit
from pipelines.values.mentions import AmountKind, AmountMention

_JOIN = re.compile(r"\s?[-–—]\s?|\s(?:đến|tới)\s(?:(?:hơn|gần|khoảng|trên|dưới)\s)?")
_LINK = re.compile(r"\s(?:và|hoặc)\s|,\s(?:và\s)?|;\s(?:và\s)?")
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?!\d)")
_SLASHED = re.compile(r"\d+(?:[/:⁄]\d+)+(?:[/⁄-]\w[\w/⁄-]*)?")
_SHARE = re.compile(r"(\d{1,5})/(\d{1,5})(?=\s[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+$")
_PRESENT = re.compile(r"(?:có|hơn|gần|khoảng|trên|dưới|với|gồm|được|cho) $")


def find_amounts(text: str, tables: Sequence[ReadTable] | None = None) -> list[AmountMention]:
    """All amounts of a normalised text in order, without links. `tables`: those of the text where they are known better than by its
    lines "a | b". Never raises; linear in the length of the text."""
    numbers = find_numbers(text)
    english = uses_comma_thousands([match[0] for match in numbers])
    found: list[Found] = []
    waiting: list[Quantity] = []  # bare numbers that may inherit the unit of the next one: "1, 2 và 3 tỷ"
    position = 0
    for match in numbers:
        if match.start() < position:
            continue
        item, position, bare = _read(text, match, english)
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
    if start and not _stands_alone(text, start):
        return _Step(None, end)
    following = text[end : end + 1]
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
    return letters is not None and len(letters[0]) > 2 and letters[0][-2:].islower() and letters[0] not in UNITS


def _range(text: str, first: Quantity, english: bool) -> Found | None:
    """ "30 - 45 triệu đồng", "80 - 120 thợ", "từ 500.000 USD đến hơn 1 triệu USD"."""
    join = _JOIN.match(text, first.end)
    number = NUMBER.match(text, join.end()) if join else None
    if number is None or _DATE.match(text, number.start()) or _SLASHED.match(text, number.start()):
        return None
    second = read_quantity(text, number, english)
    token = first.parts[0][0]
    if first.bare and is_year(token) and (second.bare or is_year(second.parts[0][0])):
        return None
    if first.unit is not None and (second.unit is None or (first.unit.code, first.unit.kind) != (second.unit.code, second.unit.kind)):
        return None
    whole = _single(text, second, in_range=True)
    if whole is None or (whole.kind == "count" and names_something(text, first.start, token)):
        return None
    low = value_of(first, form_of(whole.kind, whole.unit, first.scale > 1 or second.scale > 1))
    if low is None:
        return None
    if first.scale == 1 and first.unit is None and second.scale > 1:
        low = _inherit_scale(low, second.scale, whole.high)
    if low[0] * 10 ** whole.high[1] > whole.high[0] * 10 ** low[1]:
        return None
    return whole._replace(low=low, start=first.start, rule=whole.rule + "-range")


def _inherit_scale(low: Digits, scale: int, high: Digits) -> Digits:
    """The left number takes the scale of the right one; "800 - 1,2 tỷ" means 800 million."""
    taken = low[0] * scale
    if taken * 10 ** high[1] > high[0] * 10 ** low[1] and scale >= 1_000_000:
        taken //= 1000
    return taken, low[1]


def _single(text: str, quantity: Quantity, in_range: bool = False) -> Found | None:
    if quantity.unit is not None:
        return _with_unit(quantity, quantity.unit)
    noun = read_noun(text, quantity.end, quantity.words or quantity.scale >= 10**9, quantity.start)
    if noun is None:
        return elided_money(text, quantity) if quantity.scale > 1 else None
    token = quantity.parts[0][0]
    if quantity.scale == 1 and not in_range:
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
