"""Answers: what a person answered about a figure, checked, and the entry of the corrections file that says so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, get_args

from crawler.reviewing.figures import answers_of
from pipelines.corpus.applying import words_before
from pipelines.corpus.corrections import COLUMNS, Field
from pipelines.facts.provinces.registry import slug_of_name
from pipelines.text.normal import fold
from pipelines.values.mentions import Role

ROLES: tuple[str, ...] = get_args(Role)
NONE = "-"  # how an answer says: the text gives this figure none
MOST_NOTE = 500  # characters
_YEARS = re.compile(r"(\d{4})(?:\s{0,3}[-–]\s{0,3}(\d{4}))?", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1500, 2200


class BadAnswer(Exception):
    """An answer that cannot be taken; the message is a key of words.toml."""


def answer_of(field: Field, given: object) -> Any:
    """The answer in an entry of the page: [from, to] for years, a canonical name for provinces, a role; None for NONE. Raises BadAnswer."""
    text = given.strip() if isinstance(given, str) else ""
    if text == NONE and field != "role":
        return None
    if field == "year":
        return _years(text)
    if field == "province":
        name = text if text in slug_of_name() else _by_folded_name().get(fold(text))
        if name is None:
            raise BadAnswer("bad_province")
        return name
    if text not in ROLES:
        raise BadAnswer("bad_role")
    return text


def _years(text: str) -> list[int]:
    found = _YEARS.fullmatch(text)
    if found is None:
        raise BadAnswer("bad_year")
    first, last = int(found[1]), int(found[2] or found[1])
    if not _FIRST_YEAR <= first <= last <= _LAST_YEAR:
        raise BadAnswer("bad_year")
    return [first, last]


@cache
def _by_folded_name() -> dict[str, str]:
    """Names without accents, for quick typing; those that would mean two units are left out."""
    found: dict[str, list[str]] = {}
    for name in slug_of_name():
        found.setdefault(fold(name), []).append(name)
    return {folded: names[0] for folded, names in found.items() if len(names) == 1}


def entry_of(row: Mapping[str, Any], nth: int, answers: Mapping[Field, Any], by: str | None, note: str | None) -> dict[str, Any]:
    """The entry for answers about a figure: every value decided, and which of them are those the corpus gives."""
    ours = answers_of(dict(row))
    values: dict[str, Any] = {}
    for field, answer in answers.items():
        if answer is not None:
            values |= dict(zip(COLUMNS[field], answer if isinstance(answer, list) else [answer], strict=True))
    return _entry(row, nth, by, note) | {
        "set": values or None,
        "without": [field for field, answer in answers.items() if answer is None] or None,
        "confirmed": [field for field, answer in answers.items() if answer == ours[field]],
    }


def drop_of(row: Mapping[str, Any], nth: int, by: str | None, note: str | None) -> dict[str, Any]:
    """The entry that says: these words are no figure."""
    return _entry(row, nth, by, note) | {"confirmed": [], "drop": True}


def sayable(words: str | None) -> str | None:
    """What a person wrote as a file can hold it: no halves of letters (of a cut emoji, or of an argument in another encoding), no more
    than a note; None when nothing is left."""
    return (words or "").encode("utf-8", "replace").decode().strip()[:MOST_NOTE].rstrip() or None


def _entry(row: Mapping[str, Any], nth: int, by: str | None, note: str | None) -> dict[str, Any]:
    reason = sayable(note)
    today = date.today()  # noqa: DTZ011 - the day of the person at the desk
    place = {"surface": row["surface"], "nth": nth, "before": words_before(row["text"], row["start"])}
    return {"url": row["url"], "fact": "amount", **place, "reason": reason, "by": by, "on": today}
