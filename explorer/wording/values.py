"""Values as people read them: a cell in the words, numbers and dates of a language. The corpus and its exports keep the codes."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from explorer.wording.basis import basis
from explorer.wording.labels import day, labels, number
from explorer.wording.rules import link_said, rule_said
from explorer.wording.verdicts import why_said

_NUMBERS = (  # parts of names of columns that count or measure
    "vnd", "min", "max", "words", "figures", "articles", "projects", "beneficiaries", "listed", "fetched", "stored", "failed", "waiting",
    "facts", "found", "unchanged", "duplicate", "not_article", "unreadable", "million", "largest", "characters",
    "percent", "reports", "rates", "mentions", "left_out", "lost", "without", "days_", "times",
)  # fmt: skip
_COUNTED = ("sure", "unsure", "hedged")  # whole names of such columns
_YES_OR_NO = ("counts_in_sum", "counts_once", "planned", "partial")
_IN_PIECES = ("basis", "basis_before", "period")  # English sentences of the views, put together from fixed pieces
_SOURCES = ("source", "original_source")  # columns with the keys of sources
_DAYS = ("published", "_at", "fetched", "last_run", "month", "oldest", "valid_from", "valid_to", "corrected_on")


@cache
def _vietnamese() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "book_vi.toml").read_text(encoding="utf-8"))


def meaning(table: str, column: str | None, english: str, language: str) -> str:
    """What a table (column None) or a column of it means, in English where there are no words in the language."""
    if language != "vi":
        return english
    book = _vietnamese()
    if not column:
        return str(book["tables"].get(table, english))
    return str(book["columns"].get(f"{table}.{column}") or book["columns"].get(column, english))


def unit_name(unit: str | None, language: str) -> str:
    """A unit or format of the codebook."""
    return str(_vietnamese()["units"].get(unit or "", unit or "")) if language == "vi" else unit or ""


_IN_WORDS = {  # columns whose text is put together from fixed pieces by other rooms
    "rule": lambda value: rule_said(value, "vi"),
    "link_rule": lambda value: link_said(value, "vi"),
    "why": why_said,
}


@cache
def _values() -> dict[tuple[str, str], str]:
    """Meanings of values by column and value, in Vietnamese."""
    return {
        (column, value): words
        for names, values in _vietnamese()["values"].items()
        for column in names.split()
        for value, words in values.items()
    }


def allowed_values(column: str, allowed: str | None, language: str) -> str:
    """The values that the codebook allows, each with its meaning where the page is Vietnamese."""
    if language != "vi" or not allowed:
        return allowed or ""
    phrases: dict[str, str] = _vietnamese()["phrases"]
    if whole := phrases.get(allowed):
        return whole
    told = [(value, phrases.get(value), said(column, value, language)) for value in allowed.split(", ")]
    return ", ".join(phrase or (f"`{value}` ({meant})" if meant else value) for value, phrase, meant in told)


def said(column: str, value: Any, language: str, sources: Mapping[str, str] | None = None) -> str | None:
    """A value in words: of a role, kind, verdict and the like, a source by its title, a day; None where it stands as it is."""
    if column in _YES_OR_NO and str(value) in ("0", "1"):
        return labels(language)["yes" if str(value) == "1" else "no"]
    if not isinstance(value, str):
        return None
    if column == "what":
        return labels(language).get(f"what_{value}")
    if column in _SOURCES and sources:
        return sources.get(value)
    if language == "vi" and (words_of := _IN_WORDS.get(column)):
        return words_of(value)
    if language == "vi" and column == "copies":
        return _copies(value, sources or {})
    if column in _IN_PIECES:
        told = (_values().get((column, value)) if language == "vi" else None) or basis(value, language)
        return told if told != value else None
    if (
        language == "vi"
        and len(value) in (7, 10, 16, 19, 25)
        and value[:4].isdigit()
        and value[4] == "-"
        and any(end in column for end in _DAYS)
    ):
        return day(value, language)
    words = labels(language)
    column = column.removeprefix("largest_")
    for end in ("_second", "_before", "_after"):
        column = column.removesuffix(end)
    if language != "vi":
        return words.get(f"{column}_{value}") if column == "role" else value.replace("_", " ") if column == "why_not" else None
    return words.get(f"{column}_{value}") or _values().get((column, value))


def cell(row: Any, column: str, value: Any, language: str, sources: Mapping[str, str]) -> Markup | str | None:
    """A cell of a table or an answer; None: as Datasette shows it."""
    names = set(row.keys())
    if column == "flags" and isinstance(value, str):
        return _flags(value, language)
    if isinstance(value, bytes):
        return f"{number(len(value), language)} byte"
    if isinstance(value, str) and column in ("link_rule", "rule"):
        told = said(column, value, language)
        return Markup('<span title="{}">{}</span>').format(value, told) if told and told != value else None
    if column in ("changes", "was") and language == "vi" and isinstance(value, str):
        return _changes(value)
    if names >= {"table", "column", "description"} and language == "vi":
        return _of_the_codebook(row, column)
    if column == "vnd" and value is None and {"min", "max", "unit"} <= names and row["unit"]:
        return f"{_span(row['min'], row['max'], language)} {labels(language).get('unit_' + row['unit'], row['unit'])}"
    if column == "year" and value is None and {"year_from", "year_to"} <= names and row["year_from"] is not None:
        return f"{row['year_from']}–{row['year_to']}"
    if isinstance(value, int | float) and (column in _COUNTED or any(part in column for part in _NUMBERS)):
        return Markup('<span class="num">{}</span>').format(number(round(value, 2) if isinstance(value, float) else value, language))
    return said(column, value, language, sources)


def _changes(value: str) -> str | None:
    """What a correction changes, `{"role": "price"}`, in words; None where it is of another form."""
    try:
        told = json.loads(value)
    except ValueError:
        return None
    words = labels("vi")
    if not isinstance(told, dict):
        return None
    parts = ((words.get(str(field), str(field)), said(str(field), one, "vi") or one) for field, one in told.items())
    return ", ".join(f"{name.lower()}: {words['no'] if one is None else words['yes'] if one is True else one}" for name, one in parts)


def _of_the_codebook(row: Any, column: str) -> str | None:
    """A cell of the table `codebook`."""
    if column == "description":
        return meaning(row["table"], row["column"], row[column] or "", "vi")
    if column == "unit":
        return unit_name(row[column], "vi")
    return allowed_values(row["column"], row[column], "vi") if column == "allowed" and row["column"] else None


def _copies(value: str, sources: Mapping[str, str]) -> str:
    """Printings of a report: sources by their titles, days as they are written here."""
    told = []
    for one in value.split("; "):
        source, _, published = one.rpartition(" ")
        when = labels("vi")["undated"] if published == "undated" else day(published, "vi")
        told.append(f"{sources.get(source, source)} {when}")
    return "; ".join(told)


def _flags(value: str, language: str) -> Markup:
    """Flags in words; a space that is no text where there is none, for Datasette takes an empty cell for no answer."""
    words = labels(language)
    try:
        flags = list(json.loads(value))
    except (ValueError, TypeError):  # of a reader's own SQL
        return Markup("{}").format(value)
    return Markup("{}").format(", ".join(words.get(f"flag_{flag}", str(flag)) for flag in flags)) if flags else Markup("&nbsp;")


def _span(low: float, high: float, language: str) -> str:
    first, last = number(float(low), language), number(float(high), language)
    return first if first == last else f"{first}–{last}"
