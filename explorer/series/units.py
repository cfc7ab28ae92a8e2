"""Provinces of both eras: found by slug, name or the code of today, with what they were made of and became part of on 1 July 2025."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import NamedTuple

from explorer.name_order import name_key
from explorer.searching.places import UnknownPlace, province_of


class Named(NamedTuple):
    """A province by its name and its slug, under which it has a page."""

    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Unit:
    """A province. `standing`: same, enlarged, merged, renamed, former, as in `province_names`; `before`: the units that became one
    with it in 2025; `former`: those before them; `after`: the unit it is part of today, None where it is that itself;
    `spans`: when it was or is (day or month, "" is open)."""

    name: str
    slug: str
    full_name: str
    code: str | None
    standing: str
    before: tuple[Named, ...]
    former: tuple[Named, ...]
    after: Named | None
    spans: tuple[tuple[str, str], ...]


def unit_of(corpus: sqlite3.Connection, key: str) -> Unit | None:
    """The unit of a slug (yen-bai), a GSO code of today (15) or a name with its aliases (Yên Bái, tphcm); None for another word."""
    row = _row(corpus, key)
    if row is None:
        return None
    name, slug, full_name, code_before, name_now, code_now, standing = row
    others = corpus.execute("SELECT name, slug, standing FROM province_names WHERE name_now = ? AND name != ?", (name, name)).fetchall()
    others.sort(key=lambda other: name_key(other[0]))
    after = corpus.execute("SELECT name, slug FROM province_names WHERE name = ? AND name != ?", (name_now, name)).fetchone()
    spans = corpus.execute(
        "SELECT coalesce(valid_from, ''), coalesce(valid_to, '') FROM province_units WHERE slug = ? ORDER BY 1", (slug,)
    ).fetchall()
    return Unit(
        name, slug, full_name, code_now if name == name_now else code_before, standing,
        tuple(Named(other, key) for other, key, stands in others if stands != "former"),
        tuple(Named(other, key) for other, key, stands in others if stands == "former"),
        Named(*after) if after else None, tuple((first, last) for first, last in spans),
    )  # fmt: skip


def _row(corpus: sqlite3.Connection, key: str) -> tuple[str, str, str, str | None, str | None, str | None, str] | None:
    columns = "SELECT name, slug, full_name, code_before, name_now, code_now, standing FROM province_names"
    found = corpus.execute(f"{columns} WHERE slug = :key OR (code_now = :key AND name = name_now)", {"key": key.lower()}).fetchone()
    if found is None:
        try:
            name = province_of(corpus, key)
        except UnknownPlace:
            return None
        found = corpus.execute(f"{columns} WHERE name = ?", (name,)).fetchone()
    row: tuple[str, str, str, str | None, str | None, str | None, str] | None = found
    return row


def slugs(corpus: sqlite3.Connection) -> dict[str, str]:
    """Name -> slug of every province."""
    return dict(corpus.execute("SELECT name, slug FROM province_names").fetchall())
