"""Applying corrections: to the rows of an article just written, each leaving a mark; and which of them are not in force."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Mapping
from typing import Any

from pipelines.corpus import corrections
from pipelines.corpus.addresses import article_of, ids_of
from pipelines.corpus.corrections import FIELDS, TABLES, Correction, Field
from pipelines.corpus.rows import VIEWED, certainty
from pipelines.facts.provinces.registry import slug_of_name, units_by_slug
from pipelines.values.sqlite import Database

SECONDS: dict[Field, tuple[str, ...]] = {
    "year": ("year_second_from", "year_second_to"), "province": ("province_second",), "role": ("role_second",),
}  # fmt: skip

_WORDS, _NEAR = 8, 80  # words kept of what stands before a fact, and the characters they are taken from


def apply_corrections(db: Database, article: int) -> None:
    """Apply the corrections of an article whose rows were just written; what is not found stays unused (see `unplaced`)."""
    db.execute("DELETE FROM corrections WHERE article = ?", [article])
    mine = corrections.corrections_of(ids_of(db, article))
    places = [place_of(db.conn, article, correction) for correction in mine]  # all counted before any is dropped
    for correction, place in zip(mine, places, strict=True):
        row = _row_at(db, article, correction.fact, place) if place else None
        if row is not None:
            _apply(db, article, correction, row)


def apply_further(db: Database, article: int) -> None:
    """Apply the corrections that name an address which became one of the article after its rows were written (inside a transaction)."""
    ids = ids_of(db, article)
    applied = set(db.execute('SELECT fact, changes, coalesce(start, 0), coalesce("end", 0) FROM corrections WHERE article = ?', [article]))
    for correction in corrections.corrections_of(ids):
        place = place_of(db.conn, article, correction)
        row = _row_at(db, article, correction.fact, place) if place else None
        if row is not None and place is not None and (correction.fact, correction.changes, *place) not in applied:
            _apply(db, article, correction, row)
    (read_with,) = db.execute("SELECT code_version FROM articles WHERE id = ?", [article]).fetchone()
    stamp = (read_with or "").partition(".c")[0] + corrections.corrections_stamp(ids)
    if read_with and stamp != read_with:
        db.execute("UPDATE articles SET code_version = ? WHERE id = ?", [stamp, article])


def unplaced(db: Database) -> tuple[list[Correction], list[Correction]]:
    """Corrections of the file that are not in force in this corpus: those that wait for the next reading of their article, and those
    that match nothing (any more)."""
    applied = set(db.execute('SELECT article, fact, changes, coalesce(start, 0), coalesce("end", 0) FROM corrections').fetchall())
    waiting: list[Correction] = []
    unused: list[Correction] = []
    for named, group in corrections.load_corrections().items():
        key = article_of(db, named) or named
        for correction in group:
            place = place_of(db.conn, key, correction)
            if place is None:
                unused.append(correction)
            elif (key, correction.fact, correction.changes, *place) not in applied:
                waiting.append(correction)
    return waiting, unused


def place_of(corpus: sqlite3.Connection, article: int, correction: Correction) -> tuple[int, int] | None:
    """Start and end of the fact a correction is about, dropped or not; (0, 0) for an article; None where the corpus has no such fact."""
    if correction.fact == "article":
        return (0, 0) if corpus.execute("SELECT 1 FROM articles WHERE id = ?", [article]).fetchone() else None
    places = places_of(corpus, article, correction.fact, correction.surface or "")
    counted = places[correction.nth - 1] if correction.nth <= len(places) else None
    if correction.before is None or not places:
        return counted
    text, before = _text(corpus, article), " ".join(correction.before.split())
    fitting = [place for place in places if _words(text[: place[0]], len(before)).endswith(before)]
    return counted if counted in fitting else fitting[0] if len(fitting) == 1 else None


def words_before(text: str, start: int) -> str | None:
    """The words by which a fact is found again when others of the same words come before it; None at the beginning of a text."""
    return " ".join(text[max(0, start - _NEAR) : start].split()[-_WORDS:]) or None


def _words(text: str, least: int) -> str:
    """The end of a text, at least so many characters of it, with one space between words."""
    return " ".join(text[-2 * (least + _NEAR) :].split())


def _text(corpus: sqlite3.Connection, article: int) -> str:
    row = corpus.execute("SELECT text FROM articles WHERE id = ?", [article]).fetchone()
    return row[0] if row else ""


def places_of(corpus: sqlite3.Connection, article: int, fact: str, surface: str) -> list[tuple[int, int]]:
    """Start and end of every fact of a kind with these words, those that corrections dropped too: what `nth` counts."""
    return corpus.execute(
        f'SELECT start, "end" FROM {TABLES[fact]} WHERE article = ?1 AND surface = ?2'  # noqa: S608
        ' UNION SELECT start, "end" FROM corrections WHERE article = ?1 AND surface = ?2 AND fact = ?3 ORDER BY 1, 2',
        [article, surface, fact],
    ).fetchall()


def _row_at(db: Database, article: int, fact: str, place: tuple[int, int]) -> dict[str, Any] | None:
    if fact == "article":
        return next(db.query("SELECT * FROM articles WHERE id = ?", [article]), None)
    sql = f'SELECT * FROM {TABLES[fact]} WHERE article = ? AND start = ? AND "end" = ?'  # noqa: S608
    return next(db.query(sql, [article, *place]), None)


def _apply(db: Database, article: int, correction: Correction, row: dict[str, Any]) -> None:
    changes = json.loads(correction.changes)
    table, start, end = TABLES[correction.fact], row.get("start"), row.get("end")
    where = "id = ?" if correction.fact == "article" else 'article = ? AND start = ? AND "end" = ?'
    key = [article] if correction.fact == "article" else [article, start, end]
    if "drop" in changes:
        was = {name: value for name, value in row.items() if name not in ("article", "sentence")}
        db.execute(f"DELETE FROM {VIEWED.get(table, table)} WHERE {where}", key)  # noqa: S608 - table and columns are from the lists above
    else:
        span = _span(changes, row)
        values = _with_codes(changes) if correction.fact == "province" else changes | span
        values = values | _certain(correction, row) if correction.fact == "amount" else values
        was = {name: row[name] for name in changes | span}
        assignments = ", ".join(f'"{name}" = ?' for name in values)
        db.execute(f"UPDATE {VIEWED.get(table, table)} SET {assignments} WHERE {where}", [*values.values(), *key])  # noqa: S608
    db.execute(
        "INSERT INTO corrections VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [article, correction.fact, start, end, correction.surface, correction.changes,
         json.dumps(was, ensure_ascii=False, sort_keys=True), correction.reason, correction.by, correction.on],
    )  # fmt: skip


def _span(changes: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, int]:
    """The end of a span of years that a correction leaves out, where the one that was read does not go with the one given."""
    first, last = (changes.get(name, row.get(name)) for name in ("year_from", "year_to"))
    if ("year_from" in changes) == ("year_to" in changes) or (first is not None and last is not None and first <= last):
        return {}
    return {"year_to": changes["year_from"]} if "year_from" in changes else {"year_from": changes["year_to"]}


def _with_codes(changes: dict[str, Any]) -> dict[str, Any]:
    unit = units_by_slug()[slug_of_name()[changes["name"]]][0]
    return {"name": unit.name, "slug": unit.slug, "code": unit.gso_code, "code_now": unit.code_now}


def _certain(correction: Correction, row: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of doubt of an amount of which a person decided a field: that field is certain and has no second answer. The three are
    right together as often as those left are (their product, which the fitted line of data/links/doubt.json hardly changes), and no
    less often than before."""
    if row.get("confidence") is None or not correction.decided:
        return {}
    decided: dict[str, Any] = {}
    for field in correction.decided:
        decided |= {f"{field}_confidence": 1.0, f"{field}_second_confidence": 0.0, **dict.fromkeys(SECONDS[field])}
    after = {**row, **decided}
    product = math.prod(after[f"{field}_confidence"] for field in FIELDS)
    together = max(row["confidence"], round(product, 3))
    return decided | {"confidence": together, "certainty": certainty(together)}
