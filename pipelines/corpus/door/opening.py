"""Opening a corpus in Python: `open_corpus(path)` reads only, gives records one by one and frames when asked. docs/python.md shows it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from pipelines.corpus.codebook import documented
from pipelines.corpus.door.frames import pandas_frame, polars_frame
from pipelines.corpus.door.naming import province_named
from pipelines.corpus.door.records import Amount, Article, Support, SupportOfYear
from pipelines.corpus.reference import corpus_version
from pipelines.corpus.schema import look_at_corpus
from pipelines.facts.frames.cues import ROLES
from pipelines.values.sqlite import Database

if TYPE_CHECKING:
    import pandas
    import polars

BATCH = 1_000  # rows in memory at once while iterating
_Record = TypeVar("_Record", Article, Amount, Support, SupportOfYear)
_Parameters = Mapping[str, Any] | Sequence[Any]
# A province that was only renamed is one with its later self, as in `corpus search`.
_PROVINCE = """province IN (SELECT x.name FROM province_names p JOIN province_names x
    ON x.name = p.name OR x.name_now = p.name_now AND 'renamed' IN (x.standing, p.standing) WHERE p.name = :province)"""


def open_corpus(path: Path | str) -> Corpus:
    """Open corpus.db to read: it is never changed. Raises DatabaseError naming the file."""
    return Corpus(look_at_corpus(path))


class Corpus:
    """A corpus opened to read; close it, or use it in `with`. Iterators hold no more than BATCH rows in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._conn = database.conn
        self._conn.execute("PRAGMA query_only = ON")

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go."""
        self._conn.close()

    @property
    def version(self) -> str:
        """A name for exactly this content, to cite: the day of the last fetch and a digest."""
        return corpus_version(self._database)

    @property
    def tables(self) -> list[str]:
        """Tables and views (docs/codebook.md tells of each)."""
        return documented(self._database)

    def articles(self, *, province: str | None = None, year: int | None = None, source: str | None = None) -> Iterator[Article]:
        """Articles in the order of their ids; of those filed under a province, reporting on a year, of a source."""
        return self._records(Article, "articles", {"province": province, "year": year, "source": source})

    def amounts(
        self, *, province: str | None = None, year: int | None = None, role: str | None = None, sure: bool = False
    ) -> Iterator[Amount]:
        """Figures with sentence and link; with `sure` only those whose year, province and role may be quoted as they were read.
        Raises ValueError for a role or province that there is not."""
        if role is not None and role not in ROLES:
            raise ValueError(f"{role!r}: no role; known are {', '.join(ROLES)}")
        return self._records(Amount, "v_amounts", {"province": province, "year": year, "role": role, "certainty": "sure" if sure else None})

    def supports(self, *, province: str | None = None, year: int | None = None, sure: bool = False) -> Iterator[Support]:
        """Lines of programme support with sentence and link."""
        return self._records(Support, "v_supports", {"province": province, "year": year, "certainty": "sure" if sure else None})

    def support_by_year(self, *, province: str | None = None, year: int | None = None, sure: bool = False) -> Iterator[SupportOfYear]:
        """What public programmes gave by province and year, with what each sum rests on; with `sure` only sums of sure lines."""
        only = {"province": province, "year": year, "certainty": "sure" if sure else None}
        return self._records(SupportOfYear, "v_support_by_province_year", only)

    def province(self, typed: str) -> str:
        """The name under which the corpus files a province: any spelling, alias or era. Raises UnknownProvinceError (a ValueError)."""
        return province_named(typed)

    def sql(self, query: str, parameters: _Parameters = ()) -> Iterator[sqlite3.Row]:
        """Rows of a query, one by one, by place or name: `row["vnd"]`. Raises sqlite3.Error at once for a wrong query or a write."""
        cursor = self._conn.cursor()
        cursor.row_factory = sqlite3.Row
        return _each(cursor.execute(query, parameters))

    def pandas(self, query: str, parameters: _Parameters = ()) -> pandas.DataFrame:
        """All rows of a query, or of a table or view by its name, in memory. Raises MissingPackageError, sqlite3.Error."""
        return pandas_frame(*self._all(query, parameters))

    def polars(self, query: str, parameters: _Parameters = ()) -> polars.DataFrame:
        """All rows of a query, or of a table or view by its name, in memory. Raises MissingPackageError, sqlite3.Error."""
        return polars_frame(*self._all(query, parameters))

    def _all(self, query: str, parameters: _Parameters) -> tuple[list[str], list[tuple[Any, ...]]]:
        sql = f'SELECT * FROM "{query}"' if query.isidentifier() else query  # noqa: S608 - a name
        found = self._conn.execute(sql, parameters)
        return [column[0] for column in found.description or ()], found.fetchall()

    def _records(self, record: type[_Record], table: str, only: Mapping[str, Any]) -> Iterator[_Record]:
        values = {name: value for name, value in only.items() if value is not None}
        if "province" in values:
            values["province"] = province_named(values["province"])
        wanted = [_PROVINCE if name == "province" else f"{name} = :{name}" for name in values]
        listed = ", ".join(f'"{each.name}"' for each in fields(record))
        sql = f"SELECT {listed} FROM {table}" + (f" WHERE {' AND '.join(wanted)}" if wanted else "")  # noqa: S608 - names of fields
        names = [each.name for each in fields(record)]
        return (record(**dict(zip(names, row, strict=True))) for row in _each(self._conn.execute(sql, values)))


def _each(found: sqlite3.Cursor) -> Iterator[Any]:
    while batch := found.fetchmany(BATCH):
        yield from batch
