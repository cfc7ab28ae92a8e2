"""A search as an address of the explorer says it: read with tolerance, said again with something added or taken away."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from explorer.searching.filters import Filters, day_of, role_of, years_of
from explorer.searching.finding import MOST_RANKED, ORDERS
from explorer.searching.places import UnknownPlace, province_of
from explorer.searching.query import Query, parse

PAGE = 20
NARROWING = ("source", "province", "year", "since", "until", "role")


@dataclass(frozen=True, slots=True)
class Asked:
    """`given`: the words of the address as typed, by name; `wrong`: names of those that could not be used, with the likely provinces of
    an unknown one (an unknown province finds nothing, other wrong words narrow nothing)."""

    given: dict[str, str]
    query: Query
    filters: Filters
    order: str = "best"
    page: int = 1
    wrong: dict[str, list[str]] = field(default_factory=dict)

    def href(self, path: str, without: str = "", **added: str) -> str:
        """The address with one name taken away and others set; pages begin anew unless one is asked for."""
        kept = {name: value for name, value in self.given.items() if value and name not in (without, "page")} | added
        return path + (f"?{urlencode(kept)}" if kept else "")

    def less(self, name: str) -> Filters:
        """The filters without one of NARROWING."""
        cleared: dict[str, Any] = {name: None} | ({"year_to": None} if name == "year" else {})
        return replace(self.filters, **cleared)

    @property
    def last_page(self) -> int:
        """The last page that may be asked for in this order, whatever is found."""
        return MOST_RANKED // PAGE if self.order == "best" else 100_000


def asked_of(corpus: sqlite3.Connection, args: Any) -> Asked:
    """What an address asks for; `args` are its words."""
    names = ("q", *NARROWING, "today", "accents", "sort", "by", "page")
    given = {name: (args.get(name) or "").strip()[:500] for name in names}
    wrong: dict[str, list[str]] = {}

    def read(name: str, reader: Callable[[str], Any]) -> Any:
        if not given[name]:
            return None
        try:
            return reader(given[name])
        except UnknownPlace as error:
            wrong[name] = error.likely
            return given[name]
        except ValueError:
            wrong[name] = []
            return None

    first, last = read("year", years_of) or (None, None)
    filters = Filters(
        given["source"] or None, read("province", lambda text: province_of(corpus, text)), first, last,
        read("since", day_of), read("until", day_of), read("role", role_of), given["today"] == "1",
    )  # fmt: skip
    number = given["page"]
    page = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 7 else 1
    order = given["sort"] if given["sort"] in ORDERS else "best"
    query = parse(given["q"], False if given["accents"] == "any" else None)
    return Asked(given, query, filters, order, max(1, page), wrong)
