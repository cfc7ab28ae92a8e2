"""Datelines: the place or agency a text opens with ("(Hà Nội) - ", "TTXVN/Huế –", "TP HCM – Sáng 12/3 ..."), as it is printed.

Source of the rules: how Vietnamese papers open a report: in brackets, before a dash, or as a stamp set apart by the markup.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.html.markers import opens_with
from pipelines.reading.signing.names import is_organisation, is_outlet, is_person

_MAX_WORDS = 6
_BRACKETS = re.compile(r"\(([^()\d][^()]{1,38})\)\s*([-–—:.]?)\s*(?=\S)")
_DASHED = re.compile(r"([^\W\d_][^-–—:;!?\n]{1,44}?)\s*(?:[-–—]\s|\s[-–—])\s*(?=\S)")
_DAY = re.compile(r"[\s,(]*(?:ngày\s*)?\d{1,2}(?:[/-]|\s+tháng\s+)\d{1,2}(?:(?:[/-]|\s+năm\s+)\d{2,4})?\)?\s*$", re.IGNORECASE)
_BARE = re.compile(r"\s*\(([^()]*)\)\s*$")
_PERSON = re.compile(r"(?:ông|bà|anh|chị|cô|chú|bác|đồng chí|đ/c)\s", re.IGNORECASE)
_NO_PLACE = frozenset(("ảnh", "kỳ", "bài", "phần", "tiếp", "tập", "video", "clip", "hình", "nguồn", "theo", "tin", "xem"))


def dateline_of(opening: str | None, stamps: Sequence[str] = ()) -> str | None:
    """The dateline of the lead or the first paragraph, without brackets, dash and day; `stamps` are set apart by the markup. None where
    the words before a dash can be anything else: a person, a subject, the first of two places."""
    text = (opening or "")[:200]
    stamp = next((s for s in stamps if s and text.startswith(s)), None)
    if stamp:
        return stamp if _is_short(stamp) else None
    bracketed = _BRACKETS.match(text)
    if bracketed:
        inner = _undated(bracketed[1])
        sure = bracketed[2] != "" or is_outlet(inner) or "/" in inner
        return inner if sure and _is_short(inner) and inner.split()[0].casefold().strip(":,") not in _NO_PLACE else None
    dashed = _DASHED.match(text)
    after = text[dashed.end() :] if dashed else ""
    if dashed is None or after[0].islower() or _PERSON.match(text) or not opens_with(after, "opener"):
        return None
    place = _undated(dashed[1])
    bare = _BARE.sub("", place)  # "Hà Nội (TTXVN)"
    if not _is_short(bare) or not all(word[0].isupper() for word in re.findall(r"\w+", bare)):
        return None
    return None if (is_person(bare) and bare.count(" ") > 1) or (is_organisation(bare) and not is_outlet(bare)) else place


def _undated(place: str) -> str:
    return _DAY.sub("", place).strip(" ,")


def _is_short(place: str) -> bool:
    return 0 < len(place.split()) <= _MAX_WORDS and place[0].isupper()
