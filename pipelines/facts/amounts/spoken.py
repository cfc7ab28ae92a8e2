"""Spoken fractions: what is said behind a unit is a part of that unit: "2 tỷ 5", "1tr2", "hai tỷ tư", "3 tạ rưỡi", "tỷ rưỡi".

Source of the rule: spoken Vietnamese counts on in tenths of the unit just named; three digits are its thousandths ("1 tỷ 050").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipelines.facts.amounts.nouns import read_noun
from pipelines.facts.amounts.units import ABSTRACT, SCALE, STOP, UNITS, read_unit

HALF = re.compile(r"\s?rư[ỡở]i(?!\w)")
TENTH_WORDS = frozenset("mốt hai ba bốn tư sáu bảy bẩy tám chín".split())  # noqa: SIM905 - not "năm": "2 tỷ năm ngoái"
_WORDS = "|".join(sorted(TENTH_WORDS))
_GLUED = re.compile(r"\d{1,3}(?!\w|[.,/]\d)")
_APART = re.compile(rf" (?:(\d{{3}}|[1-9]\d?)|({_WORDS}))(?!\w)")
_CLOSED = re.compile(r"\n|[;!?…”\"]|[.,:](?!\d)|\s?/\s?[^\W\d_]|\s[-–—(|]")
_WORD = re.compile(r" ([^\W\d_]+)")
_ALONE = re.compile(r"(?:(?:nghìn |ngàn |trăm )?[Tt][ỷỉ]|(?:trăm )?[Tt]riệu|(?:trăm )?[Nn]ghìn|(?:trăm )?[Nn]gàn)(?= rư[ỡở]i(?!\w))")
_COUNTED = re.compile(rf"(?:\w*\d|{_WORDS}|năm|một|mười|mươi|trăm|nghìn|ngàn|triệu|chục|vài|mấy|hàng|nửa|bạc) $|[^\s(“\"‘]$", re.IGNORECASE)


class Tenths(NamedTuple):
    """A number said behind a unit: how many parts of `parts` that make one unit, and where it ends."""

    token: str
    parts: int
    end: int


def tenths(text: str, end: int, token: str) -> Tenths | None:
    """What is said behind the unit that ends at `end`, of a whole number `token`; None where the number behind counts things of its own
    ("3 triệu 2 lần", "2 tỷ 5 dự án")."""
    by_word = token[0].isalpha()
    if not by_word and not token.isdigit():
        return None
    if glued := _GLUED.match(text, end):
        return Tenths(glued[0], 10 ** len(glued[0]), glued.end())
    said = _APART.match(text, end)
    if said is None or (by_word and said[1]) or not _ends(text, said.end()):
        return None
    return Tenths(said[0][1:], 10 ** len(said[1] or "1"), said.end())


def _ends(text: str, end: int) -> bool:
    """Whether what was said is complete: a mark, a currency or a word that is no noun follows."""
    if end == len(text) or _CLOSED.match(text, end):
        return True
    if text[end] == ")":  # no number of a list: "... 2 tỷ 2) mua máy"
        return text.rfind("(", max(0, end - 60), end) > text.rfind(")", max(0, end - 60), end)
    if named := read_unit(text, end, scaled=True):
        return named["dong"] is not None or UNITS[named["sign"] or named["unit"]].kind == "money"
    word = _WORD.match(text, end)
    if word is None or SCALE.match(text, end) or word[1] not in STOP or (word[1] in ABSTRACT and word[1] != "từ"):
        return False
    return read_noun(text, end, closed=True) is None


def unsaid_ones(text: str) -> Iterable[re.Match[str]]:
    """Scale words before "rưỡi" that no number stands before: "vay tỷ rưỡi" is one and a half."""
    if " rư" not in text:
        return ()
    return (match for match in _ALONE.finditer(text) if not _COUNTED.search(text, max(0, match.start() - 8), match.start()))
