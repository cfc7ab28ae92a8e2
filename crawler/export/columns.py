"""Columns of what is exported: those of the corpus's own tables and views, with their types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from crawler.arguments import BadInput
from pipelines.corpus.codebook import documented
from pipelines.values.sqlite import Database

SEEN = 20_000  # rows looked at for the type of a computed column
_DECLARED = {"INTEGER": "integer", "REAL": "number", "TEXT": "string"}  # of STRICT tables; of expressions SQLite says nothing, INT or NUM
_FITS: dict[str, frozenset[type]] = {"integer": frozenset((int, type(None))), "number": frozenset((int, float, type(None)))}
_KEYS = frozenset(("id", "article", "cluster", "original", "other", "a", "b"))  # ids of articles have up to 16 digits, spreadsheets keep 15


@dataclass(frozen=True, slots=True)
class Column:
    """A column as exported. `type` is integer, number or string; `computed`: a view's, whose type its values showed."""

    name: str
    type: str
    computed: bool = False

    @property
    def is_key(self) -> bool:
        """Whether its numbers are names of articles, never to be calculated with."""
        return self.type == "integer" and self.name in _KEYS


class OddValueError(Exception):
    """A value that its column's type has no room for: the rows first seen were of another kind."""

    def __init__(self, column: str) -> None:
        super().__init__(column)
        self.column = column


def columns_of(corpus: Database, table: str, rows_seen: int = SEEN) -> list[Column]:
    """Columns of a table or view; the types of computed ones from the first rows (-1: all). Raises BadInput for anything that is not one
    of the corpus's own."""
    names = documented(corpus)
    if table not in names:
        raise BadInput(f"--table {table}: none of {', '.join(sorted(names))}")
    rows = corpus.execute("SELECT name, type FROM pragma_table_xinfo(?)", [table]).fetchall()
    seen = _kinds(corpus, table, [name for name, declared in rows if declared not in _DECLARED], rows_seen)
    return [
        Column(name, kind_of(seen[name]), computed=True) if name in seen else Column(name, _DECLARED[declared]) for name, declared in rows
    ]


def article_key(table: str, columns: list[Column]) -> str | None:
    """The column that says which article a row is of; None where rows are of no single one."""
    names = {column.name for column in columns}
    return "article" if "article" in names else "id" if table == "articles" else None


def rows_sql(table: str, columns: list[Column], key: str | None = None, articles: str = "") -> str:
    """A SELECT of the columns; with `key` of the rows whose article is one that `articles` selects."""
    names = ", ".join(f'"{column.name}"' for column in columns)
    sql = f'SELECT {names} FROM "{table}"'  # noqa: S608 - names of the schema
    return f'{sql} WHERE "{key}" IN ({articles})' if key else sql


def check(batch: Sequence[tuple[Any, ...]], columns: list[Column]) -> None:
    """Raises OddValueError where a value of a computed column is no number, or no whole one, though the column's type says so."""
    for place, column in enumerate(columns):
        fits = _FITS.get(column.type) if column.computed else None
        if fits is not None and not {type(row[place]) for row in batch} <= fits:
            raise OddValueError(column.name)


def widened(corpus: Database, table: str, columns: list[Column], odd: str) -> list[Column]:
    """The columns, that of an odd value with the type of all its values."""
    kind = kind_of(_kinds(corpus, table, [odd], -1)[odd])
    if kind == next(column.type for column in columns if column.name == odd):
        raise BadInput(f"--table {table}: column {odd} holds values of several kinds")
    return [replace(column, type=kind) if column.name == odd else column for column in columns]


def kind_of(kinds: set[str]) -> str:
    """The type with room for all of SQLite's kinds of values (typeof)."""
    found = kinds - {"null"}
    return "integer" if found == {"integer"} else "number" if found and found <= {"integer", "real"} else "string"


def _kinds(corpus: Database, table: str, names: Sequence[str], rows: int) -> dict[str, set[str]]:
    """The kinds of values of each column in the first rows (-1: all)."""
    if not names:
        return {}
    told = ", ".join(f'typeof("{name}")' for name in names)
    sql = f'SELECT DISTINCT {told} FROM (SELECT * FROM "{table}" LIMIT {rows})'  # noqa: S608 - names from the schema
    found: list[tuple[Any, ...]] = corpus.execute(sql).fetchall()
    return {name: {row[place] for row in found} for place, name in enumerate(names)}
