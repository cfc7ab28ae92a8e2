"""Runs: the rows that say what each visit to a source did. pages.db holds the original, corpus.db a copy for researchers."""

from __future__ import annotations

import json
from typing import Any

from crawler.running.verdict import ENOUGH_ARTICLES
from pipelines.values.sqlite import Database


def begin_run(archive: Database, run_id: str, source: str, started_at: str) -> None:
    """Write down that a run began."""
    with archive.atomic():
        archive.execute("INSERT INTO runs (id, source, started_at) VALUES (?, ?, ?)", [run_id, source, started_at])


def end_run(archive: Database, corpus: Database, run_id: str, values: dict[str, Any]) -> None:
    """Write down how a run ended (columns of the table `runs`), in both databases."""
    with archive.atomic():
        archive.table("runs").update(run_id, values)
    copy_runs(archive, corpus, run_id)


def copy_runs(archive: Database, corpus: Database, run_id: str | None = None) -> None:
    """Copy one finished run, or all, to the corpus."""
    rows = archive.table("runs").rows_where("finished_at IS NOT NULL AND (? IS NULL OR id = ?)", [run_id, run_id])
    with corpus.atomic():
        corpus.table("runs").upsert_all(list(rows), pk="id")


def fill_before(archive: Database, source: str) -> dict[str, float]:
    """Fill rates (field -> share) of the last run that stored enough articles to tell; empty when there was none."""
    row = archive.execute(
        "SELECT fill FROM runs WHERE source = ? AND stored >= ? AND fill IS NOT NULL ORDER BY started_at DESC LIMIT 1",
        [source, ENOUGH_ARTICLES],
    ).fetchone()
    return dict(json.loads(row[0])) if row else {}


def known_articles(corpus: Database, source: str) -> int:
    """How many articles of a source the corpus holds."""
    return int(corpus.execute("SELECT count(*) FROM articles WHERE source = ?", [source]).fetchone()[0])


def last_runs(archive: Database) -> list[dict[str, Any]]:
    """The newest run of every source, by name."""
    return list(
        archive.query(
            "SELECT * FROM runs r WHERE started_at = (SELECT max(started_at) FROM runs WHERE source = r.source)"
            " GROUP BY source ORDER BY source"
        )
    )
