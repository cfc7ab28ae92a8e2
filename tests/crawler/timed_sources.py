"""Sources a, b and c that are crawled every six hours, and runs of theirs some hours ago, for tests of what is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.running.runs import begin_run
from pipelines.archive.schema import open_archive
from tests.servers import faults


def write_timed_sources(folder: Path) -> Path:
    """Files of the three sources in `folder/sources`; gives the folder back. Their pages.db is `folder/p.db`."""
    with faults.start() as site:
        for name in ("a", "b", "c"):
            site.write_source(
                folder / "sources", "sound", 'every = "6h"', f'hosts = ["{name}.vn"]', f'listings = ["http://{name}.vn/"]', name=name
            )
    return folder


def ran(folder: Path, name: str, hours_ago: float, finished: bool = True) -> None:
    """Write down that a source was crawled."""
    db = open_archive(folder / "p.db")
    started = (datetime.now(UTC) - timedelta(hours=hours_ago)).isoformat(timespec="seconds")
    begin_run(db, f"{started}-{name}", name, started)
    if finished:
        db.execute("UPDATE runs SET finished_at = started_at, verdict = 'good' WHERE source = ?", [name])
        db.conn.commit()
    db.close()
