"""Amounts: every number with a unit in a text - money, percentages, counts, physical measures.

One scan over the numbers; at each number the words around decide. Definitions follow the labelling guide of the gold sets.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.counts import is_year, names_something, read_noun
from pipelines.hedges import approx_of, change_of
from pipelines.mentions import AmountMention, Kind
from pipelines.numbers import NUMBER, Digits, Reading
from pipelines.per import per_of
from pipelines.quantities import Quantity, as_dong, as_float, read_quantity, value_of
from pipelines.units import ABSTRACT, STOP, UNITS, Unit

_JOIN = re.compile(r"\s?[-–—]\s?|\s(?:đến|tới)\s(?:(?:hơn|gần|khoảng|trên|dưới)\s)?")
_LINK = re.compile(r"\s(?:và|hoặc)\s|,\s(?:và\s)?|;\s(?:và\s)?")
_DATE = re.compile(r"\d{1,2}([/.-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d])")
_SLASHED = re.compile(r"\d+(?:[/:⁄]\d+)+(?:[/⁄-][\w-]+)*")
_SHARE = re.compile(r"(\d{1,5})/(\d{1,5})(?=\s[^\W\d_])")
_LETTERS = re.compile(r"[^\W\d_]+$")
_ELIDED_NEXT = re.compile(r"\s([^\W\d_]+)")
_PRICE_BEFORE = re.compile(r"(?:giá|tiền|lương|phí|thưởng|phạt|bán|mua|vay|trả|đồng)(?: [^\W\d_]+){0,5} $")


class _Found(NamedTuple):
    kind: Kind
    unit: str
    low: Digits
    high: Digits
    start: int
    end: int
    rule: str
    divisor: int = 1


def find_amounts(text: str) -> list[AmountMention]:
    """All amounts of a normalised text in order, without links. Never raises; linear in the length of the text."""
    found: list[_Found] = []
    waiting: list[Quantity] = []  # bare numbers that may inherit the unit of the next one: "1, 2 và 3 tỷ"
    position = 0
    while match := NUMBER.search(text, position):
        item, position, bare = _read(text, match)
        if bare:
            if waiting and not _LINK.fullmatch(text, waiting[-1].end, bare.start):
                waiting.clear()
            waiting.append(bare)
        if item:
            if waiting:
                found += _inherit(text, waiting, item)
                waiting.clear()
            found.append(item)
    return [_mention(text, item) for item in found]


def _read(text: str, match: re.Match[str]) -> tuple[_Found | None, int, Quantity | None]:
    """What stands at this number, where to go on, and the number itself when it has no unit."""
    start, end = match.start(), match.end()
    attached = not _stands_alone(text, start)
    if attached and not _glued_word(text, start):
        return None, end, None
    if match["digits"]:
        if share := _SHARE.match(text, start):
            item = _share(text, share)
            return item, item.end if item else share.end(), None
        if skip := (_DATE.match(text, start) or _SLASHED.match(text, start)):
            if not (text[end : end + 1] == "/" and _is_rate(text, end)):
                return None, skip.end(), None
    first = read_quantity(text, match)
    second = _second(text, first)
    if second:
        item = _range(text, first, second)
        if item:
            return item, item.end, None
    item = _single(text, first)
    if item:
        return item, item.end, None
    return None, max(end, first.end if first.unit is None and first.scale > 1 else end), first if first.bare else None


def _stands_alone(text: str, start: int) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before.isalpha() or before == "_":
        return False
    if before in "-–./:" and start > 1:
        return not (text[start - 2].isalnum() and before != "/") or (before in "-–" and text[start - 2].isdigit())
    return True


def _glued_word(text: str, start: int) -> bool:
    """A lost space ("dùng18.000 robot"), or a factor ("3x750MW"); not H3, CO2, km2, Covid-19."""
    before = text[max(0, start - 12) : start]
    if before[-1] in "xX×":
        return len(before) > 1 and before[-2].isdigit()
    letters = _LETTERS.search(before)
    return bool(letters) and len(letters[0]) > 2 and letters[0][-2:].islower() and letters[0] not in UNITS if letters else False


def _is_rate(text: str, end: int) -> bool:
    return False


def _second(text: str, first: Quantity) -> Quantity | None:
    join = _JOIN.match(text, first.end)
    number = NUMBER.match(text, join.end()) if join else None
    if join is None or number is None or _DATE.match(text, number.start()) or _SLASHED.match(text, number.start()):
        return None
    return read_quantity(text, number)


def _range(text: str, first: Quantity, second: Quantity) -> _Found | None:
    if first.bare and is_year(first.parts[0][0]) and (second.bare or is_year(second.parts[0][0])):
        return None
    if first.unit is not None and (second.unit is None or (first.unit.code, first.unit.kind) != (second.unit.code, second.unit.kind)):
        return None
    whole = _single(text, second)
    if whole is None or whole.rule == "count-open" and first.bare and is_year(first.parts[0][0]):
        return None
    if whole.kind == "count" and names_something(text, first.start, first.parts[0][0]):
        return None
    reading = _reading(whole.kind, first.scale > 1 or second.scale > 1)
    low = value_of(first, reading)
    if low is None:
        return None
    if first.bare and second.scale > 1:
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


def _single(text: str, quantity: Quantity) -> _Found | None:
    unit = quantity.unit
    if unit is not None:
        return _with_unit(quantity, unit)
    token = quantity.parts[0][0]
    noun = read_noun(text, quantity.end, closed=quantity.words or quantity.scale >= 10**9)
    if noun is None:
        return _elided(text, quantity) if quantity.scale > 1 else None
    written, end, rule = noun
    if quantity.scale == 1:
        if names_something(text, quantity.start, token) or (is_year(token) and not _hedged(text, quantity.start)):
            return None
        if quantity.start and text[quantity.start - 1] in "/-–:":
            return None
    value = value_of(quantity, "scaled" if quantity.scale > 1 else "noun")
    if value is None or (quantity.words and value == (1, 0)) or (rule == "count-open" and value[0] == 0):
        return None
    return _Found("count", written, value, value, quantity.start, end, rule)


def _hedged(text: str, start: int) -> bool:
    return re.search(r"(?:có|hơn|gần|khoảng|trên|dưới|với|gồm) $", text[max(0, start - 8) : start]) is not None


def _with_unit(quantity: Quantity, unit: Unit) -> _Found | None:
    value = value_of(quantity, _reading(unit.kind, quantity.scale > 1))
    if value is None:
        return None
    kind: Kind = "money" if unit.kind == "money" else "percent" if unit.kind == "percent" else "measure"
    return _Found(kind, unit.code, value, value, quantity.start, quantity.end, f"{kind}-unit", unit.divisor)


def _reading(kind: str, scaled: bool) -> Reading:
    if scaled:
        return "scaled"
    if kind == "percent":
        return "percent"
    return "money" if kind == "money" else "noun" if kind == "count" else "measure"


def _elided(text: str, quantity: Quantity) -> _Found | None:
    """đồng left out after tỷ or triệu; after nghìn only in a price."""
    following = _ELIDED_NEXT.match(text, quantity.end)
    if quantity.scale < 10**6:
        before = text[max(0, quantity.start - 40) : quantity.start].casefold()
        if quantity.scale < 1000 or not _PRICE_BEFORE.search(before):
            return None
    if following and following[1] not in STOP and following[1][0].islower() and (following[1] in ABSTRACT or quantity.scale < 10**9):
        return None
    value = value_of(quantity, "scaled")
    return _Found("money", "VND", value, value, quantity.start, quantity.end, "money-elided") if value else None


def _share(text: str, share: re.Match[str]) -> _Found | None:
    """ "29/41 tỉnh": 29 of 41 provinces. Dates and simple fractions (2/3) are not."""
    part, whole = int(share[1]), int(share[2])
    noun = read_noun(text, share.end(), closed=True)
    if noun is None or part > whole or whole < 5 or is_year(share[2]) or names_something(text, share.start(), share[1]):
        return None
    return _Found("count", noun[0], (part, 0), (part, 0), share.start(), noun[1], "count-share")


def _inherit(text: str, waiting: list[Quantity], item: _Found) -> list[_Found]:
    """Bare numbers of a list take the unit (and scale) of its last member."""
    chain = [*waiting, None]
    following = item.start
    taken: list[_Found] = []
    linked_by_word = False
    for quantity in reversed(waiting):
        link = _LINK.fullmatch(text, quantity.end, following)
        token = quantity.parts[0][0]
        if link is None or is_year(token) or names_something(text, quantity.start, token):
            break
        linked_by_word = linked_by_word or "v" in link[0] or "ho" in link[0]
        if not linked_by_word:
            break
        scale = _scale_in(text, item)
        value = value_of(quantity, _reading(item.kind, scale > 1))
        if value is None:
            break
        scaled = (value[0] * scale, value[1])
        taken.append(item._replace(low=scaled, high=scaled, start=quantity.start, end=quantity.end, rule=item.kind + "-list"))
        following = quantity.start
    return taken[::-1]


def _scale_in(text: str, item: _Found) -> int:
    match = NUMBER.match(text, item.start)
    return read_quantity(text, match).scale if match else 1


def _mention(text: str, item: _Found) -> AmountMention:
    money = item.kind == "money"
    dong = money and item.unit == "VND"
    return AmountMention(
        kind=item.kind,
        min=as_float(item.low, item.divisor),
        max=as_float(item.high, item.divisor),
        unit=item.unit,
        start=item.start,
        end=item.end,
        surface=text[item.start : item.end],
        rule=item.rule,
        vnd_min=as_dong(item.low) if dong else None,
        vnd_max=as_dong(item.high) if dong else None,
        approx=approx_of(text, item.start, item.end, item.kind),
        per=per_of(text, item.start, item.end, item.kind in ("measure", "count")),
        change=change_of(text, item.start) if item.kind == "percent" else None,
    )
