"""Merging: the pages files of several machines made one: every kept page in the order of fetching, of every address its latest state."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from pipelines.archive.bodies import DamagedBodyError, Packed, unpack
from pipelines.archive.latest import RULES, Rule
from pipelines.archive.schema import open_archive
from pipelines.values.sqlite import Database

CHUNK = 500  # rows that stand in two files, compared at once
MERGED = frozenset({"pages", "bodies", *(rule.table for rule in RULES)})

# A page is the same in every file that has it, however it is numbered there; `nth`: two of one run in one second stay two.
_SAME = "PARTITION BY key, fetched_at, run"
_STAGE = f"CREATE TEMP TABLE staged AS SELECT *, row_number() OVER ({_SAME} ORDER BY id) AS nth FROM pages WHERE false"  # noqa: S608
_STAGED = f"INSERT INTO staged SELECT *, row_number() OVER ({_SAME} ORDER BY id) FROM other.pages"  # noqa: S608 - words of ours
_NUMBERED = f"""
INSERT INTO pages ({{columns}}) SELECT {{columns}} FROM (
    SELECT *, min(id) OVER same AS place, row_number() OVER (same ORDER BY outcome IS NULL, id, sha) AS copy
    FROM staged WINDOW same AS ({_SAME}, nth)
) WHERE copy = 1 ORDER BY coalesce(fetched_at, ''), coalesce(run, ''), place, key
"""  # noqa: S608


_FILES = ("main", "other")
_DIFFERING = """SELECT sha FROM bodies m JOIN other.bodies o USING (sha)
WHERE m.packed != o.packed OR m.dictionary IS NOT o.dictionary"""


def merge_archives(files: Sequence[Path], into: Path) -> None:
    """Merge pages files into one; `into` counts as one of them when it is there. It appears (or changes) when all is done: a merge that was
    interrupted has changed nothing, and begins anew. The same files give the same rows in whatever order they are named, and merging what
    is merged changes nothing. Nobody may write to `into` meanwhile. Raises DatabaseError, sqlite3.Error and OSError."""
    inputs = list(dict.fromkeys(path.resolve() for path in ([into, *files] if into.exists() else files)))
    draft = into.with_name(into.name + ".part")
    _remove(draft)
    try:
        db = open_archive(draft)
        db.execute("PRAGMA foreign_keys = OFF")  # a damaged file may lack a body; replay tells of its page
        db.execute("PRAGMA synchronous = OFF")  # nobody has the draft before it is whole
        db.execute(_STAGE)
        for path in inputs:
            open_archive(path).close()  # its schema is brought up to date, its WAL file emptied
            _take(db, path)
        columns = ", ".join(name for name in _columns(db, "pages") if name != "id")
        with db.atomic():
            db.execute(_NUMBERED.format(columns=columns))
        for path in inputs:
            _take_bodies(db, path)
        db.close()
        _publish(draft, into)
    finally:
        _remove(draft)


def _take(db: Database, path: Path) -> None:
    """All of a file but the bodies, in one transaction."""
    db.execute("ATTACH ? AS other", [str(path)])
    with db.atomic():
        db.execute(_STAGED)
        for rule in RULES:
            _take_rows(db, rule)
    db.execute("DETACH other")


def _take_rows(db: Database, rule: Rule) -> None:
    """The rows of a table; of those that stand in both files what the rule makes of them."""
    columns = _columns(db, rule.table)
    names = ", ".join(columns)
    if rule.merged:
        mine, theirs = (", ".join(f"{side}.{name}" for name in columns) for side in ("m", "o"))
        key = rule.key
        both = (
            f"SELECT m.{key}, {mine}, {theirs} FROM {rule.table} m JOIN other.{rule.table} o ON o.{key} = m.{key}"  # noqa: S608
            f" WHERE m.{key} > ? ORDER BY m.{key} LIMIT {CHUNK}"
        )
        last = ""
        while found := db.execute(both, [last]).fetchall():
            last = found[-1][0]
            for _, *values in found:
                row = rule.merged(*(dict(zip(columns, half, strict=True)) for half in (values[: len(columns)], values[len(columns) :])))
                kept = ", ".join(f"{name} = ?" for name in columns)
                db.execute(f"UPDATE {rule.table} SET {kept} WHERE {key} = ?", [*(row[name] for name in columns), row[key]])  # noqa: S608
    db.execute(f"INSERT OR IGNORE INTO {rule.table} ({names}) SELECT {names} FROM other.{rule.table}")  # noqa: S608


def _take_bodies(db: Database, path: Path) -> None:
    """The bodies of its pages; of one that both files keep, packed otherwise (or damaged in one of them), the shorter one that is whole."""
    db.execute("ATTACH ? AS other", [str(path)])
    with db.atomic():
        for (sha,) in db.execute(_DIFFERING).fetchall():
            both = (Packed(*db.execute(f"SELECT packed, dictionary FROM {file}.bodies WHERE sha = ?", [sha]).fetchone()) for file in _FILES)  # noqa: S608
            short, long = sorted(both, key=lambda packed: (len(packed.data), packed.data, packed.dictionary or ""))
            db.execute("UPDATE bodies SET packed = ?, dictionary = ? WHERE sha = ?", [*(short if _unpacks(db, short) else long), sha])
        names = ", ".join(_columns(db, "bodies"))
        db.execute(f"INSERT OR IGNORE INTO bodies ({names}) SELECT {names} FROM other.bodies WHERE sha IN (SELECT sha FROM pages)")  # noqa: S608
    db.execute("DETACH other")


def _unpacks(db: Database, packed: Packed) -> bool:
    try:
        unpack(db, packed)
    except DamagedBodyError:
        return False
    return True


def _columns(db: Database, table: str) -> list[str]:
    return [column.name for column in db.table(table).columns]


def _publish(draft: Path, into: Path) -> None:
    """The draft, which is closed and whole, takes its name; on disk before it does."""
    with draft.open("rb+") as whole:
        os.fsync(whole.fileno())
    for left in ("-wal", "-shm"):  # of the file that is replaced; it was emptied when that was read
        into.with_name(into.name + left).unlink(missing_ok=True)
    os.replace(draft, into)


def _remove(draft: Path) -> None:
    for end in ("", "-wal", "-shm"):
        draft.with_name(draft.name + end).unlink(missing_ok=True)
