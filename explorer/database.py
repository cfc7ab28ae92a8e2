"""The corpus as the explorer asks it: by one name, read-only, within a time limit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

from datasette.utils import sqlite_timelimit

DATABASE = "corpus"  # the name the explorer gives the database, whatever the file is called
TIME_LIMIT = 5_000  # milliseconds for one page's questions to the corpus
T = TypeVar("T")


async def ask(datasette: Any, question: Callable[[sqlite3.Connection], T]) -> T:
    """Run a function on a read-only connection, in a thread, within TIME_LIMIT."""

    def limited(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, TIME_LIMIT):
            return question(connection)

    answer: T = await datasette.get_database(DATABASE).execute_fn(limited)
    return answer


def rows(corpus: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    cursor = corpus.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
