"""The corpus as the explorer asks it: by one name, read-only, within limits."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from datasette.database import Database, QueryInterrupted, Results

from explorer.limits import TooMuch, fetch, watched
from explorer.name_order import in_order, ours

DATABASE = "corpus"  # the name the explorer gives the database, whatever the file is called
PLUGIN = "congthuong-explorer"  # the name of our plugin, under which Datasette keeps what was read from the corpus once
TIME_LIMIT = 5.0  # seconds for one page's questions to the corpus
T = TypeVar("T")


class CorpusDatabase(Database):  # type: ignore[misc] # Datasette has no types
    """Datasette's database whose questions are watched and whose answers are bounded, without a word on stderr."""

    async def execute(
        self,
        sql: str,
        params: Mapping[str, Any] | Sequence[Any] | None = None,
        truncate: bool = False,
        custom_time_limit: float | None = None,
        page_size: int | None = None,
        log_sql_errors: bool = True,  # noqa: ARG002 - the parameters are Datasette's
    ) -> Results:
        """As Datasette's own. Raises sqlite3.Error; for what costs too much QueryInterrupted, which Datasette can do without."""
        seconds = min(self.ds.sql_time_limit_ms, custom_time_limit or self.ds.sql_time_limit_ms) / 1000
        most = self.ds.max_returned_rows + (self.ds.max_returned_rows == (page_size or self.ds.page_size))

        asked = in_order(sql) if ours.get() else sql

        def question(connection: sqlite3.Connection) -> Results:
            with watched(connection, seconds):
                cursor = connection.execute(asked, {} if params is None else params)
                found = fetch(cursor, most if truncate else None)
            cut = truncate and len(found) > most
            return Results(found[:most] if cut else found, cut, cursor.description)

        try:
            return await self.execute_fn(question)
        except TooMuch as error:
            raise QueryInterrupted(error, sql, params) from None


async def ask(datasette: Any, question: Callable[[sqlite3.Connection], T]) -> T:
    """Run a function on a read-only connection, in a thread, within TIME_LIMIT."""

    def limited(connection: sqlite3.Connection) -> T:
        with watched(connection, TIME_LIMIT):
            return question(connection)

    answer: T = await datasette.get_database(DATABASE).execute_fn(limited)
    return answer


def rows(corpus: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    cursor = corpus.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
