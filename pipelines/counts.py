"""Counts: is the noun after a number something one counts (people, organisations, projects, products, places, events, documents)?

Closed lists decide first (data/units.csv: count, abstract, stop); an unknown lower-case noun after digits counts by the open rule.
"""

from __future__ import annotations

import re

from pipelines.units import ABSTRACT, COUNTED, STOP

_NOUN = re.compile(r"\s{0,2}([^\W\d_]+(?:-[^\W\d_]+)?)(?:\s([^\W\d_]+))?(?:\s([^\W\d_]+))?(?:\s([^\W\d_]+))?")
# Words before a number that make it an ordinal, a name, a date or an address.
_ORDINAL = re.compile(
    r"(?:(?<!tổng )(?<!trong )(?<!con )(?<!một )\b[Ss]ố|[Đđ]iều|[Kk]hoản|[Qq]uốc lộ|QL|[Đđ]ường|[Tt]hứ|[Kk]h[oó][áa]|[Ll]ớp|[Tt]ầng|[Pp]hòng"
    r"|[Gg]iai đoạn|[Cc]hương|[Mm]ục|[Hh]ạng|[Cc]ấp|[Qq]uận|[Pp]hường|[Kk]m|[Đđ]ợt|[Bb]ậc|[Ll]oại|[Tt]hế kỷ|[Kk]ỳ|[Vv]òng|[Nn]gõ|[Nn]gách|[Hh]ẻm"
    r"|[Kk]hu phố|[Nn]hánh|[Mm]ã|[Đđ]ội|[Tt]ổ|[Ll]ần|[Tt]ờ|[Tt]hửa|[Ll]ô|[Tt]rang|[Pp]hụ lục|[Mm]ẫu|[Ll]iều|[Mm]ũi)\s(?:số\s)?$"
)
_DATE_WORD = re.compile(r"([Tt]háng|[Nn]gày|[Qq]u[ýí]|[Nn]ăm|[Mm]ùng|[Ss]áng|[Cc]hiều|[Tt]ối)\s$")
_LIMITS = {"tháng": 12, "ngày": 31, "quý": 4, "quí": 4, "mùng": 10, "sáng": 31, "chiều": 31, "tối": 31}


def read_noun(text: str, end: int, closed: bool) -> tuple[str, int, str] | None:
    """The counted noun after `end`: (noun as written, its end, rule), or None. `closed`: only words of the list may count."""
    match = _NOUN.match(text, end)
    if match is None:
        return None
    words = [w for w in match.groups() if w]
    if match.start(1) == end and len(words[0]) < 2:
        return None
    for size in range(len(words), 0, -1):
        noun = " ".join(words[:size]).casefold()
        if noun in COUNTED:
            stop = match.end(size)
            return text[match.start(1) : stop], stop, "count-noun"
        if noun in ABSTRACT:
            return None
    first = words[0]
    if closed or first in STOP or not first[0].islower() or len(first) < 2 or match.start(1) == end:
        return None
    size = 2 if len(words) > 1 and words[1] not in STOP and words[1][0].islower() else 1
    if " ".join(words[:2]) in STOP:
        return None
    return text[match.start(1) : match.end(size)], match.end(size), "count-open"


def names_something(text: str, start: int, token: str) -> bool:
    """True when the words before make the number no quantity: số 5, Điều 12, tháng 9, năm 2023, quận 7, lần thứ 3."""
    before = text[max(0, start - 16) : start]
    if not before.endswith(" "):
        return False
    if found := _DATE_WORD.search(before):
        word = found[1].casefold()
        if word == "năm":
            return is_year(token)
        return token.isdigit() and int(token[:9]) <= _LIMITS[word]
    return _ORDINAL.search(before) is not None


def is_year(token: str) -> bool:
    """Four digits without separator that read as a calendar year of our time."""
    return len(token) == 4 and token.isdigit() and "1900" <= token <= "2060"
