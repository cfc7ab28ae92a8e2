"""Tables as people read them: few columns first, a chooser for the rest, names, values and dates in the language of the page."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from markupsafe import Markup, escape

from explorer.database import DATABASE, PLUGIN
from explorer.name_order import name_key
from explorer.questions import questions
from explorer.wording.labels import LANGUAGES, labels
from explorer.wording.values import meaning, said

# Shown when a table is opened without a choice of columns; those after the bar are asked for too, and shown inside the others.
_FIGURES = (
    "surface vnd year province role confidence sentence",
    "article start kind min max unit year_from year_to approx per published link_rule year_confidence year_second_from year_second_to"
    " year_second_confidence province_confidence province_second province_second_confidence role_confidence role_second"
    " role_second_confidence",
)
FIRST = {
    "v_amounts": _FIGURES,
    "v_amounts_sure": _FIGURES,
    "v_articles": ("title source published province year words flags", "article"),
    "v_supports": (
        "surface vnd_min year province programme stage counts_in_sum why_not sentence",
        "article amount_start year_from year_to confidence",
    ),
}
_WITHOUT_VALUE = ("isnull", "notnull", "isblank", "notblank")  # comparisons


class Choice(NamedTuple):
    """A column in the chooser."""

    column: str
    name: str
    chosen: bool


class Chip(NamedTuple):
    """Something that narrows a table, and the address without it."""

    name: str
    value: str
    href: str


@cache
def _names() -> dict[str, list[str]]:
    return tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))


def column_name(column: str, language: str, table: str = "", answer: bool = False) -> str:
    """What a column is called: its words where it has some, else its name in SQL. In English that is the rule outside FIRST and the
    answers of our own questions: who writes SQL reads it."""
    pair = _names().get(column)
    if pair is None or (language == "en" and table not in FIRST and not answer):
        return column
    return pair[LANGUAGES.index(language)]


@cache
def _questions() -> frozenset[str]:
    return frozenset(question.name for question in questions())


def coded(text: str) -> Markup:
    """A description with `names` set as code."""
    parts = [Markup("<code>{}</code>").format(part) if place % 2 else escape(part) for place, part in enumerate(text.split("`"))]
    return Markup("").join(parts)


def with_columns(table: str, query: str) -> str:
    """The query string of a table's page, asking for the columns of FIRST unless it chooses some."""
    if table not in FIRST or any(name in ("_col", "_nocol") for name, _ in parse_qsl(query, keep_blank_values=True)[:200]):
        return query
    asked = urlencode([("_col", column) for column in " ".join(FIRST[table]).split()])
    return f"{query}&{asked}" if query else asked


def hidden(table: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Columns that were only asked for to be shown inside others."""
    first, inside = FIRST.get(table, ("", ""))
    return tuple(inside.split()) if set(columns) == {*first.split(), *inside.split()} else ()


def asked(request: Any) -> list[tuple[str, str]]:
    """The words of an address, without columns that nobody chose."""
    pairs = [(name, value) for name in request.args for value in request.args.getlist(name)]
    table = request.path.rpartition("/")[2]
    chosen = [value for name, value in pairs if name == "_col"]
    return [pair for pair in pairs if pair[0] != "_col"] if hidden(table, chosen) else pairs


def place_of(row: Any, column: str) -> str | None:
    """Where the words of a figure, or the title of an article, lead: to their place in it."""
    names = set(row.keys())
    if column == "surface" and "article" in names:
        start = next((row[name] for name in ("start", "amount_start") if name in names), None)
        return f"/article/{key_of(row['article'])}" + (f"#t-a{start}" if start is not None else "")
    return f"/article/{key_of(row['article'])}" if column == "title" and "article" in names else None


def key_of(value: Any) -> Any:
    """The key of a cell that Datasette shows by the label of the row it points to."""
    return value["value"] if isinstance(value, Mapping) else value


def chooser(table: str, columns: Sequence[str], every: Sequence[str], language: str) -> list[Choice]:
    """All columns of a table; chosen are those shown."""
    shown = set(columns) - set(hidden(table, columns))
    return [Choice(column, column_name(column, language, table), column in shown) for column in every]


def export_query(query: str) -> str:
    """The query string of an export: the same rows with all columns."""
    pairs = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name not in ("_col", "_nocol", "_next", "_lang")]
    return urlencode(pairs)


def table_words(datasette: Any, request: Any, table: str | None, columns: Sequence[str], language: str) -> dict[str, Any]:
    """What the templates of tables need."""
    book = (datasette.metadata("databases") or {}).get(DATABASE, {}).get("tables", {})
    every = list(book.get(table, {}).get("columns", {})) if table else []
    query, path = (request.query_string, request.path) if request else ("", "")
    words = labels(language)
    sources = datasette.plugin_config(PLUGIN)["sources"]
    return {
        "book": {name: _meanings(name, told, language) for name, told in book.items()},
        "table_titles": {name: words[f"table_{name}"] for name in book if f"table_{name}" in words},
        "column_name": lambda column: column_name(column, language, table or "", path.rpartition("/")[2] in _questions()),
        "coded": coded,
        "hidden_columns": hidden(table or "", columns),
        "chooser": chooser(table or "", columns, every, language) if every else [],
        "export_query": export_query(query),
        "said": lambda column, value: said(column, value, language, sources) or value,
        "chips_of": lambda selections, search: chips(request, selections, search, language, sources),
        "by_count": lambda facet: sorted(facet["results"], key=lambda one: _most_first(facet["name"], one, language, sources)),
    }


def chips(request: Any, selections: Sequence[tuple[str, str, str]], search: str, language: str, sources: Mapping[str, str]) -> list[Chip]:
    """What narrows a table (column, comparison, value), and the words searched for; each leads to the rows without it."""
    words, table = labels(language), request.path.rpartition("/")[2]
    pairs = [pair for pair in asked(request) if pair[0] not in ("_next", "_search")]
    found = []
    for column, lookup, value in selections:
        names = {f"{column}__{lookup}", *([column] if lookup == "exact" else [])}
        left = [pair for pair in pairs if not (pair[0] in names and (pair[1] == value or not value))]
        said_so = f"{column_name(column, language, table)} {words.get(f'op_{lookup}', lookup)}"
        searched = [("_search", search)] if search else []
        shown = "" if lookup in _WITHOUT_VALUE else said(column, value, language, sources) or value
        found.append(Chip(said_so, shown, _address(request.path, left + searched)))
    return found + ([Chip(words["search"], search, _address(request.path, pairs))] if search else [])


def _address(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return path + (f"?{urlencode(pairs)}" if pairs else "")


def _most_first(column: str, value: Mapping[str, Any], language: str, sources: Mapping[str, str]) -> tuple[int, str]:
    """Orders the values of a facet: those with most rows first, of as many rows in the order of their names."""
    label = str(value["label"])
    return -value["count"], name_key(said(column, label, language, sources) or label)


def _meanings(table: str, told: Mapping[str, Any], language: str) -> dict[str, str]:
    """Descriptions by column, the table's own under ""."""
    own = {"": meaning(table, None, told.get("description", ""), language)}
    return own | {column: meaning(table, column, english, language) for column, english in told.get("columns", {}).items()}
