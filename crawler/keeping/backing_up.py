"""Backing up: both databases copied while they are in use (SQLite's online backup), and each copy checked before it has its name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from crawler.keeping.checking import damage_of
from pipelines.values.errors import DatabaseError


def backup(files: list[Path], folder: Path) -> list[Path]:
    """Copy databases into a folder, in their order; a copy takes the place of an older one when it is whole and sound. pages.db goes first:
    then every page the copy says is stored has its row in the copy of the corpus. Raises DatabaseError naming the file."""
    copies = []
    for path in files:
        target = folder / path.name
        draft = folder / f"{path.name}.part"
        if target.exists() and target.samefile(path):
            raise DatabaseError(f"{target}: is the database itself, no place for its copy")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            draft.unlink(missing_ok=True)
            _copy(path, draft)
            os.replace(draft, target)
        except (sqlite3.Error, OSError) as error:
            raise DatabaseError(f"{target}: {error}") from None
        finally:
            draft.unlink(missing_ok=True)
        copies.append(target)
    return copies


def _copy(path: Path, draft: Path) -> None:
    """Raises sqlite3.Error, also when the copy is damaged (as the original then is)."""
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)
    with closing(source), closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)  # in one step: in several it begins anew whenever somebody writes
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        if damage := damage_of(copy):
            raise sqlite3.DatabaseError(f"the copy of {path} is damaged: {damage[0]}")
