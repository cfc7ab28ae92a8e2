"""SQLite files as both databases are opened: one way of locking, one of bringing a schema up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from pipelines.values.errors import DatabaseError


class _Immediate(Database):
    """Transactions take the write lock when they begin: one that reads first and writes later fails at once, without waiting, when
    another process wrote in between."""

    @contextmanager
    def atomic(self) -> Generator[Database, None, None]:
        outermost = not self.conn.in_transaction
        if outermost:
            self.conn.execute("BEGIN IMMEDIATE")
        try:
            with super().atomic():
                yield self
            if outermost:
                self.conn.execute("COMMIT")
        except BaseException:
            if outermost:
                self.rollback()  # nothing to do when the error ended the transaction
            raise


def open_database(path: Path | str, schema: Migrations) -> Database:
    """Open (creating if need be) a database and bring its schema up to date. Raises DatabaseError naming the file."""
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        conn = sqlite3.connect(str(path), timeout=30, check_same_thread=False)
        conn.execute("PRAGMA journal_mode = WAL")
        conn.execute("PRAGMA synchronous = NORMAL")
        conn.execute("PRAGMA foreign_keys = ON")
        db = _Immediate(conn)
        if schema.pending(db):
            schema.apply(db)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{path}: {error}") from None
    return db
