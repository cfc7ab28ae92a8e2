"""Rows of SQLite read into Arrow without becoming Python objects, by ADBC's driver where it is installed: twice as fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from crawler.export.columns import Column, OddValueError
from crawler.export.writing import Source

BATCH = 16_384  # rows of a record batch
_FIRST = {"integer": "0", "number": "0.5", "string": "''"}  # a row that tells the driver the types; it is left out
_MISFIT = re.compile(r"Type mismatch in column (\d+)")


def connected(source: Source | None) -> Any:
    """A connection of the driver to the corpus, None where there is no driver or nothing it can open."""
    try:
        from adbc_driver_sqlite import dbapi
    except ImportError:
        return None
    if source is None or not source.database:
        return None
    try:
        return dbapi.connect(f"{Path(source.database).absolute().as_uri()}?mode=ro")
    except dbapi.Error:
        return None


def driven(connection: Any, source: Source, columns: list[Column]) -> Iterator[Any]:
    """The record batches of a query that binds no values. Raises OddValueError."""
    first = ", ".join(f'{_FIRST[column.type]} AS "{column.name}"' for column in columns)
    with closing(connection), closing(connection.cursor()) as cursor:
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH)})
        cursor.execute(f"SELECT {first} UNION ALL {source.sql}")
        skip = 1
        try:
            for batch in cursor.fetch_record_batch():
                yield batch.slice(skip)
                skip = 0
        except OSError as error:
            misfit = _MISFIT.search(str(error))
            if misfit is None:
                raise
            raise OddValueError(columns[int(misfit[1])].name) from None
