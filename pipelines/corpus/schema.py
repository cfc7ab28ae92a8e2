"""corpus.db, the researcher's database: opened, created or brought up to date (the steps of its schema: steps.py)."""

from __future__ import annotations

import os
import sqlite3
from functools import cache
from pathlib import Path

from pipelines.corpus.history.steps import HISTORY, Step
from pipelines.corpus.stamps import is_current
from pipelines.database import look_at_database, open_database, read_database
from pipelines.values.errors import DatabaseError
from pipelines.values.sqlite import Database, Migrations


def open_corpus(path: Path | str) -> Database:
    """Open corpus.db, creating or updating its schema. Raises DatabaseError naming the file."""
    corpus = open_database(path, _MIGRATIONS)
    try:
        if not is_current(corpus):
            from pipelines.corpus.reference import refresh  # all that reads pages comes with it: who only looks need not wait for that

            refresh(corpus)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}") from None
    return corpus


def read_corpus(path: Path | str) -> Database:
    """Open corpus.db to read it, on a medium that cannot be written too (with the views it has). Raises DatabaseError naming the file."""
    return read_database(path, _MIGRATIONS) or open_corpus(path)


def look_at_corpus(path: Path | str) -> Database:
    """Open corpus.db to read only: it is neither made nor brought up to date. Raises DatabaseError naming the file."""
    return look_at_database(path, _MIGRATIONS, "`corpus status` brings it up to date")


@cache
def shared_corpus(path: str) -> Database:
    """One connection to corpus.db for everything that crawls in this process. Raises DatabaseError naming the file."""
    corpus = open_corpus(path)
    _first_seen(os.path.realpath(path))
    return corpus


def is_replaced(path: Path | str) -> bool:
    """Whether the file that `shared_corpus` opened in this process was deleted, or another one put in its place: what is written since
    goes nowhere."""
    real = os.path.realpath(path)
    return _first_seen(real) != _identity(real)


@cache
def _first_seen(path: str) -> tuple[int, int] | None:
    return _identity(path)


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _migrations(history: tuple[Step, ...]) -> Migrations:
    made = Migrations("corpus")
    for step in history:

        @made(name=step.name)
        def take(db: Database, step: Step = step) -> None:
            for statement in step.statements:
                db.execute(statement)

    return made


_MIGRATIONS = _migrations(HISTORY)
