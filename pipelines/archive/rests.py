"""Rests: until when a host wants to be left alone (Retry-After), so that the next run knows it too."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from pipelines.values.sqlite import Database

LONGEST = timedelta(days=1)  # a longer wish is a mistake more often than a wish; the host may say so again tomorrow


def note_rest(db: Database, host: str, seconds: float, now: datetime) -> None:
    """A host asked to be left alone for so long."""
    until = now + min(timedelta(seconds=min(seconds, 1e9)), LONGEST)
    with db.atomic():
        db.execute("INSERT OR REPLACE INTO rests VALUES (?, ?)", [_name(host), until.isoformat(timespec="seconds")])


def rest_of(db: Database, hosts: Iterable[str], now: datetime) -> datetime | None:
    """Until when all of these hosts want to be left alone; None when one of them does not."""
    ends = [_end(db, _name(host)) for host in set(hosts)]
    known = [end for end in ends if end and now < end <= now + LONGEST + timedelta(minutes=1)]  # a clock that was wrong binds nobody
    return min(known) if known and len(known) == len(ends) else None


def _end(db: Database, host: str) -> datetime | None:
    row = db.execute("SELECT until FROM rests WHERE host = ?", [host]).fetchone()
    return datetime.fromisoformat(row[0]) if row else None


def _name(host: str) -> str:
    return host.removeprefix("www.")
