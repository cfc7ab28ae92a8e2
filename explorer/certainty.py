"""How sure a figure is, told in a word, a sign and a number, so that no colour is needed; and what else the figure may be."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from explorer.wording.doubts import FIELDS
from explorer.wording.labels import labels

SIGNS = {"sure": "✓", "doubtful": "?", "unsure": "??"}
TOLD_FROM = 0.05  # second answers below this are not worth the reader's time


class Levels(NamedTuple):
    """Least confidence of a sure and of a doubtful figure, as the corpus says."""

    sure: float
    doubtful: float

    def word(self, confidence: float) -> str:
        return "sure" if confidence >= self.sure else "doubtful" if confidence >= self.doubtful else "unsure"


def levels_of(corpus: sqlite3.Connection) -> Levels:
    """The levels of a corpus."""
    told = dict(corpus.execute("SELECT key, value FROM corpus_info"))
    return Levels(float(told["sure_from"]), float(told["doubtful_from"]))


def percent(share: float) -> str:
    """In whole percent, never rounded up: what is not sure must not look so."""
    return f"{math.floor(share * 100 + 1e-9)} %"


def in_words(word: str, confidence: float | None, language: str) -> str:
    """Such as "doubtful, 68 %"."""
    return labels(language)[word] + (f", {percent(confidence)}" if confidence is not None else "")


def badge(word: str, confidence: float | None, language: str, tip: str = "") -> Markup:
    """The same with its sign, as a piece of a page; `tip` is shown on hovering."""
    title = Markup(' title="{}"').format(tip) if tip else ""
    return Markup('<span class="certainty {}"{}><span aria-hidden="true">{}</span> {}</span>').format(
        word, title, SIGNS[word], in_words(word, confidence, language)
    )


def shares(sizes: Mapping[str | None, float], language: str) -> str:
    """How a sum is made up, such as "✓ sure 12 % · ? doubtful 60 % · ?? unsure 28 %"; sizes by certainty, None where it is not known."""
    words, total = labels(language), sum(sizes.values())
    named: list[tuple[str | None, str]] = [(word, f"{sign} {words[word]}") for word, sign in SIGNS.items()]
    named += [(None, words["not_rated"])] if sizes.get(None) else []
    return " · ".join(f"{name} {_whole(word, sizes.get(word, 0) / total)}" for word, name in named) if total else ""


def _whole(word: str | None, share: float) -> str:
    return percent(share) if word == "sure" else f"{share:.0%}".replace("%", " %")


def other_answers(row: Mapping[str, Any], language: str) -> list[str]:
    """What a figure may be instead, such as "or 2019 (22 %)"; `row` has the columns of `amounts`."""
    words, found = labels(language), []
    for field in FIELDS:
        confidence = row[f"{field}_second_confidence"]
        if confidence and confidence >= TOLD_FROM:
            found.append(f"{words['or']} {_second(row, field, words)} ({percent(confidence)})")
    return found


def _second(row: Mapping[str, Any], field: str, words: Mapping[str, str]) -> str:
    if field == "year":
        first, last = row["year_second_from"], row["year_second_to"]
        return words["no_year"] if first is None else str(first) if first == last else f"{first}–{last}"
    if field == "province":
        return row["province_second"] or words["national"]
    role = row["role_second"]
    return f"{words['role'].lower()} {words.get(f'role_{role}', '–')}"
