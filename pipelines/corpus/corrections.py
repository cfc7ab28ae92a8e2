"""Researchers' corrections (data/corrections.toml): applied whenever an article is stored, so they survive replay; each leaves a mark.

[[correction]]
url = "https://example.vn/khuyen-cong-1.html"
fact = "amount"                  # article, province, year or amount
surface = "1,42 tỷ đồng"         # the words of the fact (not for fact = "article")
nth = 1                          # its first, second ... occurrence among the facts of that kind; 1 when absent
before = "năm 2016 tỉnh dành"    # the words right before it: by them it is found again when the count has changed, and no other
set = { role = "budget" }        # new values of its columns, or: drop = true
without = ["province"]           # year, province: the text gives this figure none
confirmed = ["province"]         # which of these values were right as they had been read (`corpus review` writes it)
reason = "the table says allocated, not given"
by = "N. V. A."                  # reason, by and on may be left out
on = 2026-01-05
"""

from __future__ import annotations

import hashlib
import json
import math
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from pipelines.facts.provinces.registry import slug_of_name
from pipelines.sources.urls import article_id
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.mentions import Flow, Role
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, Text, read_toml, typed

TABLES = {"article": "articles", "province": "provinces", "year": "years", "amount": "amounts"}
Field = Literal["year", "province", "role"]  # of an amount: what a person decides at the desk
FIELDS: tuple[Field, ...] = get_args(Field)
COLUMNS: dict[Field, tuple[str, ...]] = {"year": ("year_from", "year_to"), "province": ("province",), "role": ("role",)}
_NAMED = "CORPUS_CORRECTIONS"  # in the environment: another file
_LARGEST = 2**63 - 1  # of SQLite
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
    role: Role | None = None
    flow: Flow | None = None
    planned: Flag = False


_VALUES: dict[str, type[_Values]] = {"article": _OfArticle, "province": _OfProvince, "year": _OfYear, "amount": _OfAmount}


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One [[correction]] of the file."""

    url: Text
    fact: Literal["article", "province", "year", "amount"]
    reason: Text | None = None
    by: Text | None = None
    on: date | None = None
    surface: str | None = None
    nth: Annotated[int, msgspec.Meta(ge=1)] = 1
    before: Text | None = None
    set: dict[str, Any] | None = None
    without: tuple[Literal["year", "province"], ...] = ()
    confirmed: tuple[Field, ...] | None = None
    drop: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    correction: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction. `changes` is canonical JSON: the new values, or {"drop": true}. `confirmed`: the fields that were right as read;
    None for an entry that does not say."""

    url: str
    fact: str
    surface: str | None
    nth: int
    changes: str
    reason: str
    by: str
    on: str
    confirmed: tuple[Field, ...] | None = None
    before: str | None = None

    @property
    def decided(self) -> tuple[Field, ...]:
        """Fields of an amount on which it says the last word; all of them when the amount is dropped."""
        changes = json.loads(self.changes)
        return tuple(field for field in FIELDS if "drop" in changes or COLUMNS[field][-1] in changes)


def corrections_file() -> Path:
    """The file of corrections that is applied: data/corrections.toml, or what CORPUS_CORRECTIONS in the environment names."""
    return Path(os.environ.get(_NAMED) or DATA / "corrections.toml")


@contextmanager
def corrections_from(path: Path) -> Iterator[None]:
    """Within it another file of corrections is applied, by this process and those it starts."""
    before = os.environ.get(_NAMED)
    os.environ[_NAMED] = str(path)
    try:
        yield
    finally:
        if before is None:
            del os.environ[_NAMED]
        else:
            os.environ[_NAMED] = before


def load_corrections(path: Path | None = None) -> dict[int, tuple[Correction, ...]]:
    """Corrections by article id, in the order of the file (None: `corrections_file`). Raises CorrectionError("FILE: correction N: key:
    what is wrong")."""
    return loaded(path or corrections_file())


@cache
def loaded(path: Path) -> dict[int, tuple[Correction, ...]]:
    """`load_corrections`, remembered."""
    try:
        corrections = corrections_in(read_toml(path))
    except Misfit as misfit:
        raise CorrectionError(f"{told_path(path)}: {misfit}") from None
    found: dict[int, list[Correction]] = {}
    for correction in corrections:
        found.setdefault(article_id(correction.url), []).append(correction)
    return {key: tuple(group) for key, group in found.items()}


def corrections_in(table: dict[str, Any]) -> list[Correction]:
    """The corrections in the plain data of a file. Raises Misfit("correction N: key: what is wrong")."""
    found = []
    for number, entry in enumerate(typed(table, _File).correction, 1):
        try:
            found.append(_checked(typed(entry, _Entry)))
        except Misfit as misfit:
            raise Misfit(f"correction {number}: {misfit}") from None
    return found


def _checked(entry: _Entry) -> Correction:
    """What the types of an entry do not say. Raises Misfit."""
    _check_url(entry.url)
    if (entry.fact == "article") != (entry.surface is None):
        raise Misfit("surface: an article has none, all other facts need it")
    if entry.fact == "article" and entry.before is not None:
        raise Misfit("before: an article has none")
    if bool(entry.set or entry.without) == entry.drop or (entry.fact == "article" and entry.drop):
        raise Misfit("set: needs either `set` or (for a fact) `drop = true`")
    if entry.fact != "amount" and (entry.without or entry.confirmed is not None):
        raise Misfit("without, confirmed: for amounts only")
    if entry.set:
        _check_values(entry.fact, entry.set)
    changes = _changes(entry)
    for field in entry.confirmed or ():
        if COLUMNS[field][-1] not in changes:
            raise Misfit(f"confirmed: {field}: its value must stand in `set` or `without`")
    return Correction(
        entry.url, entry.fact, entry.surface, entry.nth, json.dumps(changes, ensure_ascii=False, sort_keys=True),
        entry.reason or "", entry.by or "", entry.on.isoformat() if entry.on else "", entry.confirmed, entry.before,
    )  # fmt: skip


def _changes(entry: _Entry) -> dict[str, Any]:
    given = dict(entry.set or {})
    for field in entry.without:
        for column in COLUMNS[field]:
            if column in given:
                raise Misfit(f"without: {field}: `set` gives it one")
            given[column] = None
    return given or {"drop": True}


def _check_url(url: str) -> None:
    try:
        article_id(url)
    except ValueError as error:
        raise Misfit(f"url: {error}") from None


def _check_values(fact: str, values: dict[str, Any]) -> None:
    try:
        typed(values, _VALUES[fact])
    except Misfit as misfit:
        raise Misfit(f"set.{misfit}; may be set: {', '.join(sorted(_VALUES[fact].__struct_fields__))}") from None
    for column, value in values.items():
        if isinstance(value, int | float) and not (abs(value) <= _LARGEST if isinstance(value, int) else math.isfinite(value)):
            raise Misfit(f"set.{column}: {value} is no number that a corpus can hold")
    first, last = values.get("year_from"), values.get("year_to")
    if first is not None and last is not None and first > last:
        raise Misfit("set.year_from: lies after year_to")
    key = "name" if fact == "province" else "province"
    if values.get(key) and values[key] not in slug_of_name():
        raise Misfit(f"set.{key}: {values[key]}: no such province")


def corrections_of(ids: Iterable[int]) -> tuple[Correction, ...]:
    """The corrections of an article, which may name any of its addresses (their ids)."""
    every = load_corrections()
    return tuple(correction for key in ids for correction in every.get(key, ())) if every else ()


def corrections_stamp(ids: Iterable[int]) -> str:
    """ "" for an article without corrections, else ".c" and a digest of them: part of what decides its rows."""
    mine = corrections_of(ids)
    return ".c" + hashlib.sha256(repr(mine).encode()).hexdigest()[:6] if mine else ""
