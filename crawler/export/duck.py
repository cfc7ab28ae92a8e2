"""A DuckDB file: every table of the corpus, and every view as a table of its rows; or those of some articles.

SQLite's SQL means other things in DuckDB (`/`, two-valued min and max, IS, columns outside GROUP BY), so views are not copied as SQL:
their rows are, and an export never changes. A view that counts articles together says nothing true of some: it is left out of those.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput
from crawler.export.arrow import batches, groups, schema_of
from crawler.export.columns import Column, OddValueError, article_key, columns_of, rows_sql, widened
from crawler.export.formats import needed
from crawler.export.writing import Content, Rows, Source, Words, Written, rows_of, source_of, words_of
from pipelines.corpus.codebook import documented
from pipelines.values.sqlite import Database

_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR"}


@dataclass(frozen=True, slots=True)
class Chosen:
    """What goes into the file: one table (None: all), of the articles that a SELECT gives ("": all) with the values it binds."""

    table: str | None = None
    articles: str = ""
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """The same in words, for the citation."""
        what = f'"{self.table}"' if self.table else "every table and view"
        return f"{what}; rows of articles in ({self.articles})" if self.articles else what


ALL = Chosen()


def write_duckdb(path: Path, corpus: Database, chosen: Chosen = ALL) -> Written:
    """Write tables and views with their meaning as comments. Raises BadInput where the extra is not installed, or the table is none of the
    corpus or has no articles to choose from, OSError."""
    duckdb = needed("duckdb", ".duckdb")
    needed("pyarrow", ".duckdb")
    tables = _tables(corpus, chosen)
    written = Written()
    try:
        with duckdb.connect(str(path)) as duck:
            for name in tables:
                written.rows += _copy(duck, corpus, name, chosen)
            duck.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(0, str(error).splitlines()[0]) from None
    finally:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ".wal").unlink()
    left_out = 0 if chosen.table else len(documented(corpus)) - len(tables)
    written.note = "1 table" if len(tables) == 1 else f"{len(tables)} tables"
    written.note += f"; {left_out} views that count articles together are left out" if left_out else ""
    return written


def _tables(corpus: Database, chosen: Chosen) -> list[str]:
    names = documented(corpus) if chosen.table is None else [chosen.table]
    if not chosen.articles:
        return names
    counting = set(corpus.view_names()) if chosen.table is None else set(names)
    keys = {name: article_key(name, columns_of(corpus, name, 1)) for name in names}
    if chosen.table and keys[chosen.table] is None:
        raise BadInput(f"--table {chosen.table}: has no articles to search or filter by")
    return [name for name in names if keys[name] or name not in counting]


def _copy(duck: Any, corpus: Database, name: str, chosen: Chosen) -> int:
    columns = columns_of(corpus, name)
    while True:
        try:
            return _filled(duck, Content(name, columns, *_asked(corpus, name, columns, chosen)))
        except OddValueError as odd:
            columns = widened(corpus, name, columns, odd.column)


def _asked(corpus: Database, name: str, columns: list[Column], chosen: Chosen) -> tuple[Rows, dict[str | None, Words], Source | None]:
    key = article_key(name, columns) if chosen.articles else None
    sql, values = rows_sql(name, columns, key, chosen.articles), chosen.values if key else {}
    source = None if values else source_of(corpus, sql)
    return rows_of(corpus.execute(sql, values)), words_of(corpus, name), source


def _filled(duck: Any, content: Content) -> int:
    name, columns = content.table, content.columns
    told = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in columns)
    duck.execute(f'CREATE OR REPLACE TABLE "{name}" ({told})')
    rows = 0
    for table in groups(batches(content, schema_of(columns, ".duckdb"), set())):
        duck.register("_group", table)
        duck.execute(f'INSERT INTO "{name}" SELECT * FROM _group')  # noqa: S608 - names of the schema
        duck.unregister("_group")
        rows += table.num_rows
    for column, words in content.book.items():
        what = f'TABLE "{name}"' if column is None else f'COLUMN "{name}"."{column}"'
        unit = f" ({words.unit})" if words.unit else ""
        comment = (words.description + unit).replace("'", "''")
        duck.execute(f"COMMENT ON {what} IS '{comment}'")
    return rows
