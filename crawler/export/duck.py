"""A DuckDB file: every table of the corpus, and every view as a table of its rows.

SQLite's SQL means other things in DuckDB (`/`, two-valued min and max, IS, columns outside GROUP BY), so views are not copied as SQL:
their rows are, and an export never changes.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from crawler.export.arrow import batches, groups, schema_of
from crawler.export.columns import Column, OddValueError, columns_of, widened
from crawler.export.formats import needed
from crawler.export.writing import Content, Written, rows_of, source_of, words_of
from pipelines.corpus.codebook import documented
from pipelines.values.sqlite import Database

_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "string": "VARCHAR"}


def write_duckdb(path: Path, corpus: Database) -> Written:
    """Write tables and views with their meaning as comments. Raises BadInput where the extra is not installed, OSError."""
    duckdb = needed("duckdb", ".duckdb")
    needed("pyarrow", ".duckdb")
    written, names = Written(), documented(corpus)
    try:
        with duckdb.connect(str(path)) as duck:
            for name in names:
                written.rows += _copy(duck, corpus, name)
            duck.execute("CHECKPOINT")
    except duckdb.IOException as error:
        raise OSError(0, str(error).splitlines()[0]) from None
    finally:
        with suppress(FileNotFoundError):
            path.with_name(path.name + ".wal").unlink()
    written.note = f"{len(names)} tables"
    return written


def _copy(duck: Any, corpus: Database, name: str) -> int:
    columns = columns_of(corpus, name)
    while True:
        try:
            return _filled(duck, corpus, name, columns)
        except OddValueError as odd:
            columns = widened(corpus, name, columns, odd.column)


def _filled(duck: Any, corpus: Database, name: str, columns: list[Column]) -> int:
    told = ", ".join(f'"{column.name}" {_TYPES[column.type]}' for column in columns)
    duck.execute(f'CREATE OR REPLACE TABLE "{name}" ({told})')
    rows = 0
    listed = ", ".join(f'"{column.name}"' for column in columns)
    sql = f'SELECT {listed} FROM "{name}"'  # noqa: S608 - names of the schema
    content = Content(name, columns, rows_of(corpus.execute(sql)), words_of(corpus, name), source_of(corpus, sql))
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
