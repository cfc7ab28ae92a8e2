"""How sure figures are on Datasette's own pages: cells of tables and answers, and the links that narrow and order a table by it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from explorer.articles.doubts import chances_of
from explorer.certainty import SIGNS, Levels, badge, other_answers, percent
from explorer.database import DATABASE
from explorer.tables import asked
from explorer.wording.doubts import FIELDS, Doubted, doubt_said
from explorer.wording.labels import labels, language_of, spoken

PAIRS = (("certainty", "confidence"), ("certainty", "least_confidence"))  # columns of a word and of its number
ALL_SURE = "v_amounts_sure"
_WORDS = {number: word for word, number in PAIRS}
_RATED = {f"{field}_confidence" for field in FIELDS}
_SECONDS = {f"{field}_second_confidence" for field in FIELDS}


class Choice(NamedTuple):
    """A link that narrows or orders a table; `chosen`: the page shown is the one it leads to."""

    text: str
    href: str
    chosen: bool


class Choices(NamedTuple):
    """The links above a table."""

    narrow: list[Choice]
    order: list[Choice]


def certainty_cell(levels: Levels, row: Any, column: str, value: Any) -> Markup | None:
    """A cell of a confidence, a certainty or the words of a figure; None for any other."""
    language, names = spoken.get(), set(row.keys())
    if column in _SECONDS and isinstance(value, float):
        return Markup("{}").format(percent(value))
    if "confidence" in column and isinstance(value, int | float):
        rated = column == "confidence" and names >= _RATED and value < levels.sure
        others = "; ".join(other_answers(row, language)) if column == "confidence" and names >= _SECONDS else ""
        why = Markup('<small class="why-doubt">{}</small>').format(_doubt(row, names, language, others)) if rated else ""
        tip = "" if rated else others
        said = _WORDS.get(column) in names  # the word stands in a column of its own
        shown = (
            Markup('<span title="{}">{}</span>').format(tip, percent(value)) if said else badge(levels.word(value), value, language, tip)
        )
        return shown + why
    if column.endswith("certainty") and value in SIGNS:
        return badge(value, None, language)
    if column == "surface" and isinstance(value, str) and "confidence" in names and row["confidence"] is not None:
        return Markup('<span class="figure {}">{}</span>').format(levels.word(row["confidence"]), value)
    return None


def _doubt(row: Any, names: set[str], language: str, others: str) -> str:
    """What else a figure may be, else what is doubtful, and why, as far as a row alone can tell."""
    dated = bool(row["published"]) if "published" in names else None
    figure = Doubted(chances_of(row), row["link_rule"] if "link_rule" in names else "", dated)
    return "; ".join(part for part in (doubt_said(figure, language), others) if part)


def choices(datasette: Any, request: Any, table: str, columns: Sequence[str]) -> Choices | None:
    """Links for a table that tells how sure its figures are, None for any other. They keep what else was asked for."""
    pair = next((pair for pair in PAIRS if set(pair) <= set(columns)), None)
    if pair is None or request is None:
        return None
    words, (word, confidence) = labels(language_of(request)), pair
    path, narrowed = datasette.urls.table(DATABASE, table), f"{word}__exact"
    kept = [pair for pair in asked(request) if pair[0] != "_next"]
    now = request.args.get(narrowed)

    def link(without: set[str], *added: tuple[str, str]) -> str:
        return f"{path}?{urlencode([*(pair for pair in kept if pair[0] not in without), *added])}"

    narrow = [Choice(words["all"], link({narrowed}), now is None)]
    narrow += [Choice(f"{sign} {words[key]}", link({narrowed}, (narrowed, key)), now == key) for key, sign in SIGNS.items()]
    rated, orders = f"{confidence}__notblank", {"_sort", "_sort_desc"}
    up, down = request.args.get("_sort"), request.args.get("_sort_desc")
    order = [
        Choice(words["surest_first"], link(orders, ("_sort_desc", confidence)), down == confidence),
        Choice(words["least_sure_first"], link({*orders, rated}, ("_sort", confidence), (rated, "1")), up == confidence),
    ]
    return Choices([] if table == ALL_SURE else narrow, order)
