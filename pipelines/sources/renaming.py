"""Renaming: a source whose file names its `former_names` keeps what was found, kept and stored under them, in both databases."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.sources.source import Source
from pipelines.values.sqlite import Database

_TABLES = """
SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name = 'source' ORDER BY m.name
"""


def keep_former_names(db: Database, sources: Iterable[Source]) -> None:
    """File under its name what stands under a former one. Nothing happens a second time. Works on pages.db and on corpus.db."""
    for source in sources:
        for former in source.former_names:
            _rename(db, former, source.name)


def _rename(db: Database, former: str, name: str) -> None:
    tables = [row[0] for row in db.execute(_TABLES).fetchall()]
    if not any(db.execute(f'SELECT 1 FROM "{table}" WHERE source = ? LIMIT 1', [former]).fetchone() for table in tables):  # noqa: S608
        return
    with db.atomic():
        row = next(iter(db.query("SELECT * FROM sources WHERE name = ?", [former])), None) if db.table("sources").exists() else None
        if row:  # corpus.db; its rows may refer to known sources only
            db.table("sources").insert({**row, "name": name}, ignore=True)
        for table in tables:
            db.execute(f'UPDATE OR IGNORE "{table}" SET source = ? WHERE source = ?', [name, former])  # noqa: S608 - names of our schema
            db.execute(f'DELETE FROM "{table}" WHERE source = ?', [former])  # noqa: S608 - what the new name has already (a walk, say)
        if row:
            db.execute("DELETE FROM sources WHERE name = ?", [former])
