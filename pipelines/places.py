"""Districts and towns (2025-06) that point to one province only: 644 of 696 names are unique nationwide."""

from __future__ import annotations

import csv
import re
from functools import cache

from pipelines.alternation import alternation
from pipelines.paths import DATA
from pipelines.text import tone_key

_KINDS = {
    "huyện": ("huyện", "Huyện"),
    "quận": ("quận", "Quận"),
    "thị xã": ("thị xã", "Thị xã", "TX", "TX."),
    "thành phố": ("thành phố", "Thành phố", "TP", "TP.", "Tp."),
}


@cache
def _places() -> tuple[re.Pattern[str], dict[str, str]]:
    """Pattern of "kind name" and the province slug of each; a name two provinces share under one kind is left out."""
    provinces: dict[str, set[str]] = {}
    with (DATA / "districts.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = tone_key(row["name"])
            for kind in _KINDS[row["kind"]]:
                provinces.setdefault(f"{kind} {name}", set()).add(row["province"])
    unique = {phrase: slugs.pop() for phrase, slugs in provinces.items() if len(slugs) == 1}
    return re.compile(alternation(unique)), unique


def districts_in(key: str) -> list[tuple[str, str]]:
    """(province slug, surface) of districts named with their kind, most frequent province first. `key` has new tone placement."""
    pattern, unique = _places()
    seen: dict[str, list[str]] = {}
    for found in pattern.finditer(key):
        start, end = found.span()
        if (start and key[start - 1].isalnum()) or key[end : end + 1].isalnum():
            continue
        seen.setdefault(unique[found[0]], []).append(found[0])
    ranked = sorted(seen.items(), key=lambda item: -len(item[1]))
    return [(slug, surfaces[0]) for slug, surfaces in ranked]
