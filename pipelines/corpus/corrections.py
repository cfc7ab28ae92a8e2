"""Researchers' corrections (data/corrections.toml): applied whenever an article is stored, so they survive replay; each leaves a mark.

[[correction]]
url = "https://example.vn/khuyen-cong-1.html"
fact = "amount"                  # article, province, year or amount
surface = "1,42 tỷ đồng"         # the words of the fact (not for fact = "article")
nth = 1                          # its first, second ... occurrence among the facts of that kind; 1 when absent
set = { role = "budget" }        # new values of its columns, or: drop = true
reason = "the table says allocated, not given"
by = "N. V. A."
on = 2026-01-05
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.facts.provinces.units import slug_of_name, units_by_slug
from pipelines.sources.urls import article_id
from pipelines.values.errors import DatabaseError
from pipelines.values.mentions import FLOWS
from pipelines.values.paths import DATA

TABLES = {"article": "articles", "province": "provinces", "year": "years", "amount": "amounts"}
_SPAN = frozenset(("year_from", "year_to"))
MAY_SET = {
    "article": _SPAN | {"title", "published", "province", "year"},
    "province": frozenset(("name",)),
    "year": _SPAN | {"comparison", "plan", "law"},
    "amount": _SPAN | {"min", "max", "unit", "vnd_min", "vnd_max", "approx", "per", "change", "province", "role", "flow", "planned"},
}
_ONLY: dict[str, tuple[object, ...]] = {"flow": FLOWS, "planned": (0, 1)}  # what the schema enforces
_KEYS = {"url", "fact", "surface", "nth", "set", "drop", "reason", "by", "on"}


class CorrectionError(DatabaseError):
    """The corrections file is wrong; names the correction and the key."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `changes` is canonical JSON: the new values, or {"drop": true}."""

    url: str
    fact: str
    surface: str | None
    nth: int
    changes: str
    reason: str
    by: str
    on: str


@cache
def load_corrections(path: Path = DATA / "corrections.toml") -> dict[int, tuple[Correction, ...]]:
    """Corrections by article id, in the order of the file. Raises CorrectionError."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
    except (OSError, ValueError) as error:
        raise CorrectionError(f"{path.name}: {error}") from None
    found: dict[int, tuple[Correction, ...]] = {}
    for number, entry in enumerate(entries, 1):
        correction = _checked(f"{path.name}: correction {number}", entry)
        key = article_id(correction.url)
        found[key] = (*found.get(key, ()), correction)
    return found


def _checked(place: str, entry: dict[str, Any]) -> Correction:
    fact, changes = entry.get("fact"), {"drop": True} if entry.get("drop") is True else entry.get("set")
    lacking = [key for key in ("url", "fact", "reason", "by", "on") if not entry.get(key)]
    if lacking or (unknown := sorted(set(entry) - _KEYS)):
        raise CorrectionError(f"{place}: {', '.join(lacking)} missing" if lacking else f"{place}: unknown: {', '.join(unknown)}")
    if fact not in TABLES or (fact == "article") != ("surface" not in entry):
        raise CorrectionError(f"{place}: fact must be one of {', '.join(TABLES)}; all but article need `surface`")
    if not isinstance(changes, dict) or not changes or ("set" in entry) == ("drop" in entry) or (fact == "article" and "drop" in changes):
        raise CorrectionError(f"{place}: needs either `set` or (for a fact) `drop = true`")
    if wrong := set(changes) - MAY_SET[fact] - {"drop"}:
        raise CorrectionError(f"{place}: set.{min(wrong)}: cannot be corrected; {', '.join(sorted(MAY_SET[fact]))} can")
    for key, allowed in _ONLY.items():
        if key in changes and changes[key] not in allowed:
            raise CorrectionError(f"{place}: set.{key}: must be one of {', '.join(map(str, allowed))}")
    name = changes.get("name" if fact == "province" else "province")
    if name and name not in slug_of_name():
        raise CorrectionError(f"{place}: {name}: no such province")
    text = json.dumps(changes, ensure_ascii=False, sort_keys=True)
    return Correction(
        entry["url"], fact, entry.get("surface"), entry.get("nth", 1), text, entry["reason"], entry["by"], str(entry["on"])
    )  # fmt: skip


def corrections_stamp(article: int) -> str:
    """ "" for an article without corrections, else ".c" and a digest of them: part of what decides its rows."""
    mine = load_corrections().get(article)
    return ".c" + hashlib.sha256(repr(mine).encode()).hexdigest()[:6] if mine else ""


def apply_corrections(db: Database, article: int) -> None:
    """Apply the corrections of an article whose rows were just written; what is not found stays unused (see `unused`)."""
    db.execute("DELETE FROM corrections WHERE article = ?", [article])
    for correction in load_corrections().get(article, ()):
        row = _row_of(db, article, correction)
        if row is not None:
            _apply(db, article, correction, row)


def unused(db: Database) -> list[Correction]:
    """Corrections of the file that changed nothing in this corpus: the article or the fact is not there (any more)."""
    applied = set(db.execute("SELECT article, fact, surface, changes FROM corrections").fetchall())
    listed = [(key, correction) for key, group in load_corrections().items() for correction in group]
    return [c for key, c in listed if (key, c.fact, c.surface, c.changes) not in applied]


def _row_of(db: Database, article: int, correction: Correction) -> dict[str, Any] | None:
    if correction.fact == "article":
        rows = list(db.query("SELECT * FROM articles WHERE id = ?", [article]))
        return rows[0] if rows else None
    rows = list(db.query(
        f"SELECT * FROM {TABLES[correction.fact]} WHERE article = ? AND surface = ? ORDER BY start",  # noqa: S608
        [article, correction.surface],
    ))  # fmt: skip
    return rows[correction.nth - 1] if 0 < correction.nth <= len(rows) else None


def _apply(db: Database, article: int, correction: Correction, row: dict[str, Any]) -> None:
    changes = json.loads(correction.changes)
    table, start, end = TABLES[correction.fact], row.get("start"), row.get("end")
    where = "id = ?" if correction.fact == "article" else 'article = ? AND start = ? AND "end" = ?'
    key = [article] if correction.fact == "article" else [article, start, end]
    if "drop" in changes:
        was = {name: value for name, value in row.items() if name not in ("article", "sentence")}
        db.execute(f"DELETE FROM {table} WHERE {where}", key)  # noqa: S608 - table and columns are from the lists above
    else:
        values = _with_codes(changes) if correction.fact == "province" else changes
        was = {name: row[name] for name in changes}
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        db.execute(f"UPDATE {table} SET {assignments} WHERE {where}", [*values.values(), *key])  # noqa: S608
    db.execute(
        "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [article, correction.fact, start, end, correction.surface, correction.changes,
         json.dumps(was, ensure_ascii=False, sort_keys=True), correction.reason, correction.by, correction.on],
    )  # fmt: skip


def _with_codes(changes: dict[str, Any]) -> dict[str, Any]:
    unit = units_by_slug()[slug_of_name()[changes["name"]]][0]
    return {"name": unit.name, "slug": unit.slug, "code": unit.gso_code, "code_now": unit.code_now}
