"""SQLite files as both databases are opened: one way of locking, one of bringing a schema up to date."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from pipelines.values.errors import DatabaseError
from pipelines.values.sqlite import Database, Migrations


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


def _bring_up_to_date(db: Database, schema: Migrations, path: Path | str) -> None:
    """Raises DatabaseError for a file whose tables are others than its steps should have made (a version that was never finished)."""
    try:
        schema.apply(db)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_ERROR":  # the disk is full, the file is locked
            raise
        db.close()
        raise DatabaseError(
            f"{path}: of a version that cannot be brought up to date ({error}): set it aside, `corpus replay` writes a new one"
        ) from None


def read_database(path: Path | str, schema: Migrations) -> Database | None:
    """Open a database on a medium that cannot be written: nothing is changed, no file is made beside it. None when it can be written, or
    is not there. Raises DatabaseError naming the file."""
    file = Path(path).absolute()
    if not file.is_file() or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        return None
    return look_at_database(path, schema, "and cannot be brought up to date here: copy it to where it can be written")


def look_at_database(path: Path | str, schema: Migrations, advice: str) -> Database:
    """Open a database to read only, wherever it is. `advice`: what to do with one of an earlier version. Raises DatabaseError."""
    file = Path(path).absolute()
    if not file.is_file():
        raise DatabaseError(f"{path}: no such file")
    try:
        db = _readable(file)
        if schema.pending(db):
            db.close()
            raise DatabaseError(f"{path}: of an earlier version, {advice}")
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}") from None
    return db


def _readable(file: Path) -> Database:
    """As others left it; where no file can be made beside it, as a file that nobody changes."""
    last: sqlite3.Error | None = None
    for how in ("mode=ro", "mode=ro&immutable=1"):
        conn = sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, check_same_thread=False)
        try:
            conn.execute("SELECT count(*) FROM sqlite_master")
        except sqlite3.Error as error:
            conn.close()
            last = error
        else:
            return Database(conn)
    assert last is not None
    raise last


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
            _bring_up_to_date(db, schema, path)
    except (sqlite3.Error, OSError) as error:
        raise DatabaseError(f"{path}: {error}") from None
    return db
