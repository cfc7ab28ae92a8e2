"""What a question may cost: SQLite's own limits, a cap of steps, time and answer, and one heavy question at a time."""

from __future__ import annotations

import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

MOST_BYTES = 20_000_000  # of one value or row; the longest kept text has 8 million
MOST_ANSWER = 32_000_000  # bytes of all values of one answer
MOST_HEAP = 400_000_000  # bytes SQLite may hold for all connections together
MOST_STEPS = 500_000_000  # of SQLite's machine in one question: some 40 s of a slow processor
STEPS = 1_000  # between two looks at the clock, some 0.1 ms
LIGHT = 0.25  # seconds after which a question is a heavy one
MOST_TRIMMED = 100  # characters that trim() may be told to take away: it compares each with each
# SQLite's limits (https://www.sqlite.org/limits.html); the views need some 60 columns, 40 levels and 4,000 steps of programme.
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: MOST_BYTES,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 50_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 50_000,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 50,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER: 1_000,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}
_WIDE = re.compile(r"%[^a-zA-Z%]*(?:\*|[0-9]{4})")
_heavy = threading.Lock()


class TooMuch(sqlite3.OperationalError):
    """A question that went beyond what one may cost; the message says which, in one line."""


def bound(connection: sqlite3.Connection) -> None:
    """Set SQLite's limits on a connection, and give it linear forms of the functions that compare everything with everything: no clock
    stops SQLite inside one of its functions."""
    for limit, most in LIMITS.items():
        connection.setlimit(limit, most)
    connection.create_function("instr", 2, _instr, deterministic=True)
    connection.create_function("replace", 3, _replace, deterministic=True)
    for name, strip in (("trim", str.strip), ("ltrim", str.lstrip), ("rtrim", str.rstrip)):
        connection.create_function(name, 2, _trimmer(strip), deterministic=True)
    for name in ("printf", "format"):
        connection.create_function(name, -1, _printer(), deterministic=True)


def bound_heap(connection: sqlite3.Connection) -> None:
    """Limit the memory of SQLite in this whole process; it can only be lowered afterwards."""
    connection.execute(f"PRAGMA hard_heap_limit = {MOST_HEAP}")


@contextmanager
def watched(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Within it, a question ends with TooMuch after its seconds or MOST_STEPS; once it takes longer than LIGHT it waits (as many seconds at
    most) until no other heavy one runs."""
    watch = _Watch(seconds)
    connection.set_progress_handler(watch.look, STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if watch.why and error.args == ("interrupted",):
            raise TooMuch(watch.why) from None
        raise
    except MemoryError:
        raise TooMuch("the question needs too much memory") from None
    finally:
        connection.set_progress_handler(None, STEPS)
        watch.end()


class _Watch:
    """The clock and the counter of one question."""

    def __init__(self, seconds: float) -> None:
        self.seconds, self.why = seconds, ""
        self._end, self._light = time.monotonic() + seconds, time.monotonic() + LIGHT
        self._looks, self._holds = 0, False

    def look(self) -> bool:
        """Whether SQLite must stop now."""
        self._looks += 1
        now = time.monotonic()
        if now >= self._light and not self._holds:
            self._holds = _heavy.acquire(timeout=self.seconds)
            self._end += time.monotonic() - now
            if not self._holds:
                self.why = "another heavy question is being answered: ask again when it is done"
        if now >= self._end:
            self.why = f"the question takes longer than {self.seconds:g} s: narrow it"
        elif self._looks * STEPS > MOST_STEPS:
            self.why = f"the question takes more than {MOST_STEPS:,} steps: narrow it"
        return bool(self.why)

    def end(self) -> None:
        if self._holds:
            _heavy.release()


def fetch(cursor: sqlite3.Cursor, most: int | None) -> list[Any]:
    """Rows of an answer, one more than `most` at most (None: all). Raises TooMuch for more than MOST_ANSWER bytes."""
    rows: list[Any] = []
    size = 0
    for row in cursor:
        rows.append(row)
        size += sum(len(value) for value in row if isinstance(value, str | bytes))
        if size > MOST_ANSWER:
            raise TooMuch(f"the answer is larger than {MOST_ANSWER // 1_000_000} MB: ask for fewer columns or rows")
        if most is not None and len(rows) > most:
            break
    return rows


def _instr(text: Any, part: Any) -> int | None:
    if text is None or part is None:
        return None
    if isinstance(text, bytes) and isinstance(part, bytes):
        return text.find(part) + 1
    return _text(text).find(_text(part)) + 1


def _replace(text: Any, old: Any, new: Any) -> str | None:
    if text is None or old is None or new is None:
        return None
    whole, from_, to = _text(text), _text(old), _text(new)
    if not from_:
        return whole
    if len(to) > len(from_) and len(whole) + whole.count(from_) * (len(to) - len(from_)) > MOST_BYTES:
        raise ValueError("string or blob too big")
    return whole.replace(from_, to)


def _trimmer(strip: Callable[[str, str], str]) -> Callable[[Any, Any], str | None]:
    def trim(text: Any, characters: Any) -> str | None:
        if text is None or characters is None:
            return None
        taken = _text(characters)
        if len(taken) > MOST_TRIMMED:
            raise ValueError("trim: too many characters")
        return strip(_text(text), taken) if taken else _text(text)

    return trim


def _printer() -> Callable[..., str | None]:
    """SQLite's own printf, without widths that it would write out character by character."""
    plain = sqlite3.connect(":memory:", check_same_thread=False)

    def printf(*values: Any) -> str | None:
        if values and _WIDE.search(_text(values[0])):
            raise ValueError("printf: too wide")
        answer: str | None = plain.execute(f"SELECT printf({', '.join('?' * len(values))})", values).fetchone()[0]
        return answer

    return printf


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
