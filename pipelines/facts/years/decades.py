"""Decades: "những năm 1990", "thập niên 90", "những năm 60, 70 của thế kỷ trước", "thập niên tám mươi".

Two digits mean the twentieth century unless the text names another; 10 and 20 need it named ("những năm 20 tuổi").
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipelines.facts.amounts.units import SCALE, read_unit

_HEADS = ("hững năm ", "hập niên ", "hập kỷ ", "hập kỉ ")
_TENS = {"hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_NUMBER = rf"(?:(?:1[789]|20)\d0(?!\d)|[1-9]0(?!\d|[.,]\d|%|/\d(?!0(?!\d)))|(?:{'|'.join(_TENS)}) mươi(?!\w))"
_JOIN = r"(?:, ?(?:và )?| (?:và|hay|hoặc|đến|tới) | ?[-–/] ?)"
_HEAD = r"(?:những năm|thập niên|thập k[ỷỉ]) "
_DECADES = re.compile(
    r"[NnTt](?:hững năm|hập niên|hập k[ỷỉ]) (?:đầu |giữa |cuối )?['’]?"
    rf"(?P<numbers>{_NUMBER}(?:{_JOIN}(?:{_HEAD})?{_NUMBER}){{0,9}})s?(?!\w)"
    r"(?P<century>(?:,? (?:của )?thế kỷ (?:thứ )?(?P<name>trước|này|XIX|XXI?|19|2[01])(?!\w))?)"
)
_EACH = re.compile(rf"(?:(?P<join>{_JOIN})(?P<head>{_HEAD})?)?(?P<number>{_NUMBER})")
_CENTURIES = {"XIX": 1800, "19": 1800, "này": 2000, "XXI": 2000, "21": 2000}
_MORE_YEARS = re.compile(r"(?:, ?|;| và| hay| hoặc| đến| ?[-–]) ?(?:năm )?(?:1[789]|20)\d\d(?!\d)")
_AGES = re.compile(r" (?:tuổi|xuân|ngày|tháng|lần|năm)(?!\w)")


class Decade(NamedTuple):
    """The years of a decade, or of the first to the last of several, written at a place."""

    start: int
    end: int
    years: tuple[int, int]


def find_decades(text: str) -> list[Decade]:
    """The decades of a text, in order."""
    if not any(head in text for head in _HEADS):
        return []
    return [decade for found in _DECADES.finditer(text) for decade in _decades(text, found)]


def _decades(text: str, found: re.Match[str]) -> list[Decade]:
    start, end = found.span("numbers")
    numbers = list(_EACH.finditer(text, start, end))
    named = found["name"]
    if _MORE_YEARS.match(text, end) or (not named and _are_years(found, numbers)):
        return []
    if not named and (_AGES.match(text, found.end()) or SCALE.match(text, found.end()) or read_unit(text, found.end(), scaled=False)):
        return []
    decades: list[Decade] = []
    for number in numbers:
        first = _first_year(number["number"], _CENTURIES.get(named or "", 1900), bool(named))
        if first is None:
            return []
        decade = Decade(number.start("number"), number.end(), (first, first + 9))
        if decades and (number["join"] or "").strip(" ") in ("-", "–") and decades[-1].years[0] < first:
            decade = Decade(decades[-1].start, decade.end, (decades.pop().years[0], first + 9))
        decades.append(decade)
    return decades


def _first_year(number: str, century: int, named: bool) -> int | None:
    if len(number) == 4:
        return int(number)
    tens = int(number[0]) if number[0].isdigit() else _TENS[number.split(" ", 1)[0]]
    return century + 10 * tens if named or tens > 2 else None


def _are_years(found: re.Match[str], numbers: list[re.Match[str]]) -> bool:
    """Whether several full numbers are the years themselves: "những năm 1990, 2000", "thập niên 1990 - 2000"."""
    if len(numbers) == 1 or any(len(number["number"]) != 4 for number in numbers):
        return False
    joins = [(number["join"] or "").strip() for number in numbers[1:]]
    return not {"-", "–"}.isdisjoint(joins) or (found[0][1] == "h" and found[0][2] == "ữ" and not numbers[1]["head"])
