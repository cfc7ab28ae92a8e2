"""Researchers' corrections (data/corrections.toml): applied whenever an article is stored, so they survive replay; each leaves a mark.

[[correction]]
url = "https://example.vn/khuyen-cong-1.html"
fact = "amount"                  # article, province, year or amount
surface = "1,42 tỷ đồng"         # the words of the fact (not for fact = "article")
nth = 1                          # its first, second ... occurrence among the facts of that kind; 1 when absent
set = { role = "budget" }        # new values of its columns (what was read right may be set too: then it is settled), or: drop = true
reason = "the table says allocated, not given"
by = "N. V. A."
on = 2026-01-05
"""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from sqlite_utils import Database

from pipelines.corpus.rows import certainty
from pipelines.facts.provinces.registry import slug_of_name, units_by_slug
from pipelines.sources.urls import article_id
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.mentions import Flow
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, Text, read_toml, typed

TABLES = {"article": "articles", "province": "provinces", "year": "years", "amount": "amounts"}
_LINKED = {  # what of an amount is in doubt: columns that settle it, columns of its second answer
    "year": ({"year_from", "year_to"}, ("year_second_from", "year_second_to")),
    "province": ({"province"}, ("province_second",)),
    "role": ({"role"}, ("role_second",)),
}
Flag = bool | Annotated[int, msgspec.Meta(ge=0, le=1)]


class CorrectionError(KnowledgeError):
    """The corrections file is wrong; names the correction and the key."""


class _Values(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """New values of the columns of a fact: those that a correction may set."""


class _OfArticle(_Values, frozen=True, forbid_unknown_fields=True):
    year_from: int | None = None
    year_to: int | None = None
    title: str | None = None
    published: str | None = None
    province: str | None = None
    year: int | None = None


class _OfProvince(_Values, frozen=True, forbid_unknown_fields=True):
    name: str


class _OfYear(_Values, frozen=True, forbid_unknown_fields=True):
    year_from: int | None = None
    year_to: int | None = None
    comparison: Flag = False
    plan: Flag = False
    law: Flag = False


class _OfAmount(_Values, frozen=True, forbid_unknown_fields=True):
    year_from: int | None = None
    year_to: int | None = None
    min: float | None = None
    max: float | None = None
    unit: str | None = None
    vnd_min: int | None = None
    vnd_max: int | None = None
    approx: str | None = None
    per: str | None = None
    change: str | None = None
    province: str | None = None
    role: str | None = None
    flow: Flow | None = None
    planned: Flag = False


_VALUES: dict[str, type[_Values]] = {"article": _OfArticle, "province": _OfProvince, "year": _OfYear, "amount": _OfAmount}


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One [[correction]] of the file."""

    url: Text
    fact: Literal["article", "province", "year", "amount"]
    reason: Text
    by: Text
    on: date
    surface: str | None = None
    nth: Annotated[int, msgspec.Meta(ge=1)] = 1
    set: dict[str, Any] | None = None
    drop: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    correction: tuple[dict[str, Any], ...] = ()


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
    """Corrections by article id, in the order of the file. Raises CorrectionError("FILE: correction N: key: what is wrong")."""
    try:
        entries = typed(read_toml(path), _File).correction
    except Misfit as misfit:
        raise CorrectionError(f"{told_path(path)}: {misfit}") from None
    found: dict[int, tuple[Correction, ...]] = {}
    for number, entry in enumerate(entries, 1):
        try:
            correction = _checked(typed(entry, _Entry))
        except Misfit as misfit:
            raise CorrectionError(f"{told_path(path)}: correction {number}: {misfit}") from None
        key = article_id(correction.url)
        found[key] = (*found.get(key, ()), correction)
    return found


def _checked(entry: _Entry) -> Correction:
    """What the types of an entry do not say. Raises Misfit."""
    if (entry.fact == "article") != (entry.surface is None):
        raise Misfit("surface: an article has none, all other facts need it")
    if bool(entry.set) == entry.drop or (entry.fact == "article" and entry.drop):
        raise Misfit("set: needs either `set` or (for a fact) `drop = true`")
    if entry.set:
        _check_values(entry.fact, entry.set)
    changes = json.dumps(entry.set or {"drop": True}, ensure_ascii=False, sort_keys=True)
    return Correction(entry.url, entry.fact, entry.surface, entry.nth, changes, entry.reason, entry.by, entry.on.isoformat())


def _check_values(fact: str, values: dict[str, Any]) -> None:
    try:
        typed(values, _VALUES[fact])
    except Misfit as misfit:
        raise Misfit(f"set.{misfit}; may be set: {', '.join(sorted(_VALUES[fact].__struct_fields__))}") from None
    key = "name" if fact == "province" else "province"
    if values.get(key) and values[key] not in slug_of_name():
        raise Misfit(f"set.{key}: {values[key]}: no such province")


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
        values = values | _settled(row, changes) if correction.fact == "amount" else values
        was = {name: row[name] for name in changes}
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        db.execute(f"UPDATE {table} SET {assignments} WHERE {where}", [*values.values(), *key])  # noqa: S608
    db.execute(
        "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [article, correction.fact, start, end, correction.surface, correction.changes,
         json.dumps(was, ensure_ascii=False, sort_keys=True), correction.reason, correction.by, correction.on],
    )  # fmt: skip


def _settled(row: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Columns of doubt of an amount whose year, province or role a researcher settled, be it by the value that was read. A settled field
    is sure and has no second answer. The three are right together as often as those left are: their product, which the fitted line of
    data/links/doubt.json hardly changes."""
    settled = [field for field, (columns, _) in _LINKED.items() if columns & changes.keys()]
    if not settled:
        return {}
    found: dict[str, Any] = {}
    for field in settled:
        found |= {f"{field}_confidence": 1.0, f"{field}_second_confidence": 0.0, **dict.fromkeys(_LINKED[field][1])}
    left = [row[f"{field}_confidence"] for field in _LINKED if field not in settled]
    together = None if None in left else round(math.prod(left, start=1.0), 3)
    return found | {"confidence": together, "certainty": certainty(together)}


def _with_codes(changes: dict[str, Any]) -> dict[str, Any]:
    unit = units_by_slug()[slug_of_name()[changes["name"]]][0]
    return {"name": unit.name, "slug": unit.slug, "code": unit.gso_code, "code_now": unit.code_now}
