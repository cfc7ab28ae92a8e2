"""Reasons of doubt: which of year, province and role of a figure is the doubtful one, and why, as far as what is stored bears it out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from explorer.wording.labels import LANGUAGES, labels

FIELDS = ("year", "province", "role")
MOST_REASONS = 2
MOST_NAMED = 3  # other years or provinces that are named
_LINK = re.compile(r"role:(?P<role>.{0,300}) year:(?P<year>\S{1,200}) province:(?P<province>\S{1,200})")
_FIRST = re.compile(r"\w+")
_OTHERS = {"year": "other_year", "province": "other_province"}


@dataclass(frozen=True, slots=True)
class Doubted:
    """A figure of which something is doubtful. `chances`: how sure each field is; `link_rule`: by what it was linked; `dated`: whether the
    day of publication is known (None: not asked); `others`: what else the figure's sentence names, field by field."""

    chances: Mapping[str, float]
    link_rule: str
    dated: bool | None = None
    others: Mapping[str, Sequence[str]] | None = None


@cache
def _told() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((Path(__file__).parent / "doubts.toml").read_text(encoding="utf-8"))


def weakest(chances: Mapping[str, float]) -> list[str]:
    """The fields that make a figure doubtful, the least sure first: those with at least half of the greatest doubt."""
    doubt = {field: 1 - chances[field] for field in FIELDS if field in chances}
    greatest = max(doubt.values(), default=0.0)
    return sorted((field for field, size in doubt.items() if greatest > 0 and size >= greatest / 2 - 1e-9), key=lambda field: -doubt[field])


def reasons(figure: Doubted, language: str) -> list[str]:
    """Why the weakest fields are doubted, MOST_REASONS at most; none where nothing that is known speaks for one."""
    parts = _LINK.fullmatch(figure.link_rule)
    found: list[str] = []
    for field in weakest(figure.chances):
        others = (figure.others or {}).get(field, ())
        if others and field in _OTHERS:
            found.append(_words(_OTHERS[field], language).format(", ".join(others[:MOST_NAMED])))
        first = _FIRST.match(parts[field]) if parts else None
        code = _told()[field].get(first[0]) if first else None
        undated = field == "year" and figure.dated is False
        if undated:
            found.append(_words("no_date", language))
        if isinstance(code, str) and not (undated and code == "year_of_date"):
            found.append(_words(code, language))
    return found[:MOST_REASONS]


def doubt_said(figure: Doubted, language: str) -> str:
    """Such as "in doubt: year (the sentence names another year: 2019)"; "" of a figure that is not rated."""
    words = labels(language)
    fields = ", ".join(words[field].lower() for field in weakest(figure.chances))
    told = "; ".join(reasons(figure, language))
    return f"{words['in_doubt']} {fields}" + (f" ({told})" if told else "") if fields else ""


def _words(code: str, language: str) -> str:
    return _told()["words"][code][LANGUAGES.index(language)]
