"""The corpus as the explorer asks it: by one name, read-only, within limits."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from datasette.database import Database, QueryInterrupted, Results

from explorer.guarding.limits import TooMuch, fetch, watched
from explorer.name_order import in_order, ours

DATABASE = "corpus"  # the name the explorer gives the database, whatever the file is called
PLUGIN = "congthuong-explorer"  # the name of our plugin, under which Datasette keeps what was read from the corpus once
TIME_LIMIT = 5.0  # seconds for one page's questions to the corpus
MOST_REMEMBERED = 300_000  # rows of all questions together, some 60 MB
_WHOLE = re.compile(r"select count\(\*\) from (v_[a-z_]{1,60})\s*")  # Datasette's question
T = TypeVar("T")
_kept: OrderedDict[tuple[Any, ...], list[Any]] = OrderedDict()
_lock = threading.Lock()


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

        asked = _counted(in_order(sql) if ours.get() else sql)

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


def _counted(sql: str) -> str:
    """How many rows a whole view has is kept in the corpus (pipelines/corpus/counting.py): read there while the counts hold."""
    if not (whole := _WHOLE.fullmatch(sql)):
        return sql
    kept = f"SELECT \"rows\" FROM _view_counts WHERE name = '{whole[1]}' AND EXISTS (SELECT 1 FROM _counted WHERE done)"  # noqa: S608
    return f'SELECT coalesce(({kept}), ({sql})) AS "count(*)"'


async def ask(datasette: Any, question: Callable[[sqlite3.Connection], T]) -> T:
    """Run a function on a read-only connection, in a thread, within TIME_LIMIT."""

    def limited(connection: sqlite3.Connection) -> T:
        with watched(connection, TIME_LIMIT):
            return question(connection)

    answer: T = await datasette.get_database(DATABASE).execute_fn(limited)
    return answer


def remembered(corpus: sqlite3.Connection, sql: str, values: tuple[Any, ...] = ()) -> list[Any]:
    """Rows of a question about the whole corpus, asked once until its file changes. Nothing that a visitor types belongs in it."""
    key = (_state(corpus), sql, values)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    found = corpus.execute(sql, values).fetchall()
    if key[0]:
        with _lock:
            for old in [one for one in _kept if one[0] != key[0]]:
                del _kept[old]
            _kept[key] = found
            while sum(map(len, _kept.values())) > MOST_REMEMBERED and len(_kept) > 1:
                _kept.popitem(last=False)
    return found


def _state(corpus: sqlite3.Connection) -> tuple[Any, ...]:
    """What changes when somebody writes: the file and its log; () for a corpus in memory. Taken before the question, so that rows of a
    later state are at worst asked again."""
    name = corpus.execute("PRAGMA database_list").fetchone()[2]
    told: list[Any] = []
    for path in (name, f"{name}-wal") if name else ():
        try:
            stat = os.stat(path)
        except FileNotFoundError:
            continue
        told += [path, stat.st_ino, stat.st_mtime_ns, stat.st_size]
    return tuple(told)


def rows(corpus: sqlite3.Connection, sql: str, *values: Any) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    cursor = corpus.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
