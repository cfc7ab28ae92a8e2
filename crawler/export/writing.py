"""What the writers of all formats share: what is asked of them, what they tell of what they wrote."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from crawler.export.columns import Column
from pipelines.values.sqlite import Database

BATCH = 5_000  # rows in memory at once
Rows: TypeAlias = Iterator[list[tuple[Any, ...]]]


class Layout(NamedTuple):
    """How a file is laid out. `separator`, `bom`: of CSV; `partition`: a column by whose values Parquet is cut into files."""

    separator: str = ","
    bom: bool = False
    partition: str | None = None

    @property
    def decimal(self) -> str:
        """The decimal mark: files with ; are read where the comma is it (Excel in Vietnam, R's read.csv2)."""
        return "," if self.separator == ";" else "."


PLAIN = Layout()


class Words(NamedTuple):
    """What the codebook says of a table or column."""

    description: str = ""
    unit: str | None = None
    allowed: str | None = None


class Source(NamedTuple):
    """Where the same rows can be read without Python: the database's path and a query that binds no values."""

    database: str
    sql: str


class Content(NamedTuple):
    """What to write: rows of a table or view; `book` has the words for its columns, for itself under None."""

    table: str
    columns: list[Column]
    rows: Rows
    book: dict[str | None, Words]
    source: Source | None = None


@dataclass(slots=True)
class Written:
    """What was written. `files`: those below a target that is a folder; `nullable`: columns with an empty value."""

    rows: int = 0
    files: list[Path] = field(default_factory=list)
    nullable: set[str] = field(default_factory=set)
    note: str = ""


def rows_of(found: sqlite3.Cursor) -> Rows:
    """What a query finds, BATCH rows at a time."""
    while batch := found.fetchmany(BATCH):
        yield batch


def source_of(corpus: Database, sql: str) -> Source:
    """A query of an open corpus, as another program would ask it."""
    return Source(next(path for _, name, path in corpus.execute("PRAGMA database_list").fetchall() if name == "main"), sql)


def words_of(corpus: Database, table: str) -> dict[str | None, Words]:
    """What the codebook of a corpus says of a table and its columns."""
    rows = corpus.execute('SELECT "column", description, unit, allowed FROM codebook WHERE "table" = ? ORDER BY place', [table]).fetchall()
    return {row[0]: Words(*row[1:]) for row in rows}
