"""corpus.db, the researcher's database: opened, created or brought up to date (the steps of its schema: steps.py)."""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from pipelines.corpus.reference import refresh
from pipelines.corpus.steps import HISTORY, Step
from pipelines.database import open_database
from pipelines.values.errors import DatabaseError


def open_corpus(path: Path | str) -> Database:
    """Open corpus.db, creating or updating its schema. Raises DatabaseError naming the file."""
    corpus = open_database(path, _MIGRATIONS)
    try:
        refresh(corpus)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}") from None
    return corpus


@cache
def shared_corpus(path: str) -> Database:
    """One connection to corpus.db for everything that crawls in this process. Raises DatabaseError naming the file."""
    return open_corpus(path)


def _migrations(history: tuple[Step, ...]) -> Migrations:
    made = Migrations("corpus")
    for step in history:

        @made(name=step.name)
        def take(db: Database, step: Step = step) -> None:
            for statement in step.statements:
                db.execute(statement)

    return made


_MIGRATIONS = _migrations(HISTORY)
