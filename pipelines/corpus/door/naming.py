"""Provinces as people type them: their names of both eras, every alias, with or without accents."""

from __future__ import annotations

import difflib
import re
from functools import cache

from pipelines.facts.provinces.registry import alias_rows, plain_letters, slug_of_name, unit_at

LIKELY = 0.72  # of 1, difflib's measure: "lang sn" is like "lang son"
_TITLE = re.compile(r"^(?:tinh|thanh pho|t\.?p|t|dac khu)[. ]+")


class UnknownProvinceError(ValueError):
    """No such province; the message names those it may have been meant for."""


def province_named(typed: str) -> str:
    """The name under which the corpus files a province: "TP.HCM" is Hồ Chí Minh. Raises UnknownProvinceError."""
    known = _known()
    key = _key(typed[:100])
    if typed.strip() in slug_of_name():
        return typed.strip()
    if key in known:
        return known[key]
    likely = dict.fromkeys(known[one] for one in difflib.get_close_matches(key, known, 6, LIKELY)) if key else {}
    told = f"; did you mean {' or '.join(list(likely)[:3])}?" if likely else ""
    raise UnknownProvinceError(f"{typed[:100]!r}: no such province{told}")


@cache
def _known() -> dict[str, str]:
    names = {_key(name): name for name in slug_of_name()}
    return {_key(row.alias): unit_at(row.slug, None).name for row in alias_rows()} | names


def _key(typed: str) -> str:
    """Letters only, without accents and without what a province is called."""
    bare = " ".join(plain_letters(typed).lower().split())
    return re.sub(r"[^a-z0-9]", "", _TITLE.sub("", bare)) or re.sub(r"[^a-z0-9]", "", bare)
