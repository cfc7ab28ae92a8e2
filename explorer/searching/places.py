"""Names of provinces as people type them: aliases, both eras, without accents; and the likely ones for a name that is none."""

from __future__ import annotations

import csv
import difflib
import re
import sqlite3
from functools import cache
from pathlib import Path

from explorer.searching.letters import LETTERS

ALIASES = Path(__file__).parents[2] / "data" / "provinces" / "province_aliases.csv"
LIKELY = 0.72  # of 1, difflib's measure: "lang sn" is like "lang son", "hue" is not like "ha noi"
_TITLE = re.compile(r"^(?:tinh|thanh pho|t\.?p|t|dac khu)[. ]+")


class UnknownPlace(ValueError):
    """No such province; `likely` are those it may have been meant for."""

    def __init__(self, typed: str, likely: list[str]) -> None:
        super().__init__(f"{typed!r}: no such province" + (f"; did you mean {' or '.join(likely)}?" if likely else ""))
        self.likely = likely


def province_of(corpus: sqlite3.Connection, typed: str) -> str:
    """The province's name as the corpus files it. Raises UnknownPlace."""
    names = [(str(row[0]), str(row[1])) for row in corpus.execute("SELECT name, slug FROM province_names ORDER BY name")]
    exact = next((name for name, _ in names if name.lower() == typed.strip().lower()), None)
    if exact:
        return exact
    by_slug = {slug: name for name, slug in names}
    known = {_key(alias): by_slug[slug] for alias, slug in _aliases() if slug in by_slug} | {_key(name): name for name, _ in names}
    key = _key(typed[:100])
    if key in known:
        return known[key]
    likely = difflib.get_close_matches(key, known, 6, LIKELY) if key else []
    raise UnknownPlace(typed[:100], list(dict.fromkeys(known[one] for one in likely))[:3])


def _key(typed: str) -> str:
    """Letters only, without accents and without what a province is called."""
    bare = " ".join(typed.translate(LETTERS).split())
    return re.sub(r"[^a-z0-9]", "", _TITLE.sub("", bare)) or re.sub(r"[^a-z0-9]", "", bare)


@cache
def _aliases() -> tuple[tuple[str, str], ...]:
    with ALIASES.open(encoding="utf-8", newline="") as file:
        return tuple((row["alias"], row["slug"]) for row in csv.DictReader(file))
