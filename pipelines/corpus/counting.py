"""Counting: what the start page, the charts and the kept views add up, counted once at the close of a run, so that no page does it.

Any writing that could change a count takes the row of `_counted` away (triggers of steps.py); views and explorer then count for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipelines.corpus.views import kept_views
from pipelines.values.sqlite import Database

COUNTED = {
    "_article_counts": """SELECT source, month, count(*), count(province), count(year), sum(words), min(published), max(published)
        FROM articles INDEXED BY articles_by_source GROUP BY source, month""",
    "_amount_counts": "SELECT kind, role, certainty, count(*) FROM amounts GROUP BY kind, role, certainty",
    "_view_counts": """SELECT 'v_articles', count(*) FROM articles UNION ALL SELECT 'v_amounts', count(*) FROM amounts
        UNION ALL SELECT 'v_supports', count(*) FROM v_supports UNION ALL SELECT 'v_support_reports', count(*) FROM v_support_reports""",
}


def counted(db: Database) -> dict[str, str]:
    """The SELECT that fills each table of counts; kept views of a corpus without their tables are left out."""
    there = set(db.table_names())
    return COUNTED | {view.table: f"SELECT * FROM {view.now}" for view in kept_views() if view.table in there}  # noqa: S608 - names of files


def count_corpus(db: Database) -> None:
    """Count anew unless the counts hold. Others may write meanwhile: what they write takes the mark away, and the counts are left out until
    the next close."""
    if is_counted(db):
        return
    with db.atomic():
        db.execute("INSERT OR IGNORE INTO _counted VALUES (0)")
    db.execute("BEGIN")
    try:
        counts = {table: db.execute(sql).fetchall() for table, sql in counted(db).items()}
    finally:
        db.conn.rollback()
    with db.atomic():
        if db.execute("DELETE FROM _counted WHERE NOT done").rowcount:
            for table, rows in counts.items():
                _write(db, table, rows)
            db.execute("INSERT INTO _counted VALUES (1)")


def _write(db: Database, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    db.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        db.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def is_counted(db: Database) -> bool:
    """Whether nothing was written since the counts were made."""
    return db.execute("SELECT 1 FROM _counted WHERE done").fetchone() is not None


def wrong_counts(db: Database) -> list[str]:
    """Tables of counts that are said to hold and differ from what they count; reads the whole corpus."""
    if not is_counted(db):
        return []
    differs = "SELECT EXISTS (SELECT * FROM {0} EXCEPT SELECT * FROM ({1})) OR EXISTS (SELECT * FROM ({1}) EXCEPT SELECT * FROM {0})"
    return [table for table, sql in counted(db).items() if db.execute(differs.format(table, sql)).fetchone()[0]]
