"""Places of industry known by their own name, whose province the text need not give (data/links/zones.tsv)."""

from __future__ import annotations

import re
from functools import cache

from pipelines.facts.provinces.registry import slug_of_name
from pipelines.text.phrases import alternation
from pipelines.values.tables import Reasoned, read_table, shows


class ZoneRow(Reasoned, frozen=True):
    """A row of data/links/zones.tsv."""

    name: str
    province: str  # of the 63


def _no_such_place(row: ZoneRow) -> str | None:
    if row.province not in slug_of_name():
        return f"province: {row.province!r} is no province (data/provinces/provinces.csv)"
    return shows(row.name, row.example)


@cache
def zone_rows() -> tuple[ZoneRow, ...]:
    """All places of industry. Raises TableError."""
    return read_table("links/zones.tsv", ZoneRow, ["name"], _no_such_place)


@cache
def zones() -> dict[str, str]:
    """Places of industry known by their own name and their provinces."""
    return {row.name: row.province for row in zone_rows()}


def zones_in(text: str) -> dict[str, str]:
    """Those of them that a text names. Most texts name none, which one search tells."""
    return {name: home for name, home in zones().items() if name in text} if _any_zone().search(text) else {}


@cache
def _any_zone() -> re.Pattern[str]:
    return re.compile(alternation(zones()))
