"""The province-level units of Viet Nam since 1975 and their spellings, from provinces.csv and province_aliases.csv of data/provinces.

63 units until 30 June 2025 (resolution 202/2025/QH15), 34 since; earlier units (Hà Tây, Hà Bắc ...) are kept under slugs "x-...".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Literal

import msgspec

from pipelines.text.normal import fold
from pipelines.text.phrases import alternation
from pipelines.values.tables import read_table
from pipelines.values.typed import is_day

MERGED_ON = "2025-07-01"
HUE_CITY_SINCE = "2025-01-01"
PLAIN_WORDS = frozenset(  # names that without accents are words of every day
    ("dien bien", "gia lai", "hue", "cao bang", "hoa binh", "lam dong", "hai duong", "son la", "long an", "nam dinh", "thai binh", "ha nam")
)
UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"  # capital letters of Vietnamese, for patterns
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"
AliasKind = Literal["name", "sure", "lower", "weak", "old", "person", "town"]


class ProvinceUnit(msgspec.Struct, frozen=True):
    """One unit during one span of time. `gso_code` is the official code of that time (None before GSO codes), `code_now` and
    `name_now` the unit it is part of since 1 July 2025 (None where it was split). Dates are ISO, possibly only year and month;
    valid_from None: before 1976; valid_to None: still valid. (slug, valid_from) is the key: codes and slugs alone are not."""

    slug: str
    name: str
    full_name: str
    kind: Literal["city", "province", "special zone"]
    gso_code: str | None = None
    code_now: str | None = None
    name_now: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None


@dataclass(frozen=True, slots=True)
class Alias:
    """A spelling of a unit's name. Kinds: "name" the canonical one; "sure" cannot mean anything else; "lower" its second word
    lower-case by mistake; "weak" colloquial; "old" a unit gone by 1997, needs "tỉnh"; "person" (Hồ Chí Minh) needs "thành phố";
    "town" a town whose name stands for its province only without "thành phố"."""

    text: str
    slug: str
    kind: AliasKind


@cache
def province_units() -> tuple[ProvinceUnit, ...]:
    """All units: 63 of 2025-06, those of today (34 with valid_to None) and historical ones."""
    return read_table("provinces/provinces.csv", ProvinceUnit, ["slug", "valid_from"], _unfit_unit)


def _unfit_unit(unit: ProvinceUnit) -> str | None:
    for column, day in (("valid_from", unit.valid_from), ("valid_to", unit.valid_to)):
        if day and not is_day(f"{day}-01-01"[: max(10, len(day))]):  # a year or month is meant from its first day on
            return f"{column}: {day!r} is no date"
    codes = [code for code in (unit.gso_code, unit.code_now) if code]
    return None if all(re.fullmatch(r"\d\d", code) for code in codes) else f"gso_code: {codes} has a code that is not two digits"


@cache
def units_by_slug() -> dict[str, tuple[ProvinceUnit, ...]]:
    """Units of each slug, oldest first."""
    found: dict[str, tuple[ProvinceUnit, ...]] = {}
    for unit in province_units():
        found[unit.slug] = (*found.get(unit.slug, ()), unit)
    return found


@cache
def slug_of_name() -> dict[str, str]:
    """Slug of every canonical name; where a name was used twice, of the latest unit."""
    return {unit.name: unit.slug for unit in reversed(province_units())}


def unit_at(slug: str, published: str | None) -> ProvinceUnit:
    """The unit a slug means on an ISO date; without a date the one before the mergers of 2025."""
    units = units_by_slug()[slug]
    if published:
        for unit in units:
            if (unit.valid_from or "") <= published[:10] <= (unit.valid_to or "9999"):
                return unit
    return units[0]


class AliasRow(msgspec.Struct, frozen=True):
    """A row of data/provinces/province_aliases.csv."""

    alias: str
    slug: str
    kind: Literal["sure", "lower", "weak", "person", "town"]


@cache
def alias_rows() -> tuple[AliasRow, ...]:
    """All spellings beside the names. Raises TableError."""
    return read_table("provinces/province_aliases.csv", AliasRow, ["alias"], lambda row: no_such_slug("slug", row.slug))


def no_such_slug(column: str, slug: str) -> str | None:
    """For `read_table`: what is wrong with a column that must name a unit by its slug."""
    return None if slug in units_by_slug() else f"{column}: {slug!r} is no unit of provinces.csv"


@cache
def aliases() -> dict[str, Alias]:
    """Every spelling the text is searched for: names, their capitals, the alias table; dashes and their spacing varied."""
    listed = [Alias(row.alias, row.slug, row.kind) for row in alias_rows()]
    found: dict[str, Alias] = {}
    for alias in listed:
        _add(found, alias)
    for name, slug in slug_of_name().items():
        _add(found, Alias(name, slug, "old" if slug.startswith("x-") and slug != "x-ha-tay" else "name"))
    return found


def _add(found: dict[str, Alias], alias: Alias) -> None:
    for text in _dashes(alias.text):
        found.setdefault(text, Alias(text, alias.slug, alias.kind))
        if alias.kind != "lower":
            found.setdefault(text.upper(), Alias(text.upper(), alias.slug, alias.kind))


def _dashes(text: str) -> list[str]:
    """Spellings of a name with a dash: any dash, any spacing around it."""
    for dash in ("-", "–"):
        left, found, right = text.partition(dash)
        if found:
            return [f"{left.strip()}{a}{d}{b}{right.strip()}" for d in "-–—‐−" for a in (" ", "") for b in (" ", "")]
    return [text]


@cache
def written(name: str) -> re.Pattern[str]:
    """Any spelling of the unit of a canonical name in lower-case text: "hồ chí minh", "tp.hcm", "tphcm"."""
    slug = slug_of_name().get(name)
    spellings = {
        alias.text.lower() for alias in aliases().values() if alias.slug == slug and alias.kind in ("name", "sure", "town", "weak")
    }
    return re.compile(rf"(?<!\w)(?:{alternation({name.lower(), *spellings})})(?!\w)")


def plain_letters(text: str) -> str:
    """The text without accents, đ as d, capitals kept."""
    decomposed = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@cache
def plain_aliases() -> dict[str, Alias]:
    """Spellings for text without accents. Names that are common words there (hoa binh, gia lai ...) need "tinh" before them."""
    found: dict[str, Alias] = {}
    for alias in aliases().values():
        text = plain_letters(alias.text)
        kind: AliasKind = "old" if alias.kind == "name" and fold(text) in PLAIN_WORDS else alias.kind
        if alias.kind != "lower":
            found.setdefault(text, Alias(text, alias.slug, kind))
            if kind == "name":
                found.setdefault(text.replace(" ", "").capitalize(), Alias(text, alias.slug, kind))
    return found
