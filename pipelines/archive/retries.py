"""Retries: when an address that gave no article is asked for again, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pipelines.values.outcome import WALL
from pipelines.values.sqlite import Database

RETRY_AFTER = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1), timedelta(days=7), timedelta(days=30))  # the last one for ever
WALL_AFTER = (timedelta(0), timedelta(hours=6), timedelta(days=1), timedelta(days=7), timedelta(days=30), timedelta(days=90))
DEAD_AFTER = (timedelta(days=2), timedelta(days=7), timedelta(days=30))
HOST_CLOSED = ("retry_later", "robots_unreachable")  # nothing was asked for: no try
DEAD_STATUS = (404, 410)
DEAD_REASONS = ("not_found", "empty")  # of pages that were refused as articles: what a site shows in place of one that is gone


class Failure(NamedTuple):
    """Why an address gave no article: one word, and the status of the answer if there was one."""

    reason: str | None
    status: int | None = None

    @property
    def kind(self) -> Literal["dead", "wall", "other"]:
        """Which schedule it is tried again by."""
        if self.reason == WALL:
            return "wall"
        return "dead" if self.status in DEAD_STATUS or self.reason in DEAD_REASONS else "other"


class Retry(NamedTuple):
    """What an address is from now on, how often it failed in this way, and when it is tried again; None: never."""

    state: Literal["failed", "gone"]
    tries: int
    at: str | None


def retry_of(failure: Failure, before: Failure, tries: int, now: datetime) -> Retry:
    """The next try of an address that failed; `before` is how it did the last time, after so many tries. A dead link is gone after the
    last of DEAD_AFTER; a wall that stays is given up, though the address may be there; everything else is tried for ever, ever more
    rarely, but for what was never asked for because the whole host was closed."""
    tries = (tries if before.kind == failure.kind else 0) + int(failure.reason not in HOST_CLOSED)
    match failure.kind:
        case "dead":
            return Retry("failed", tries, _at(DEAD_AFTER, tries, now)) if tries <= len(DEAD_AFTER) else Retry("gone", tries, None)
        case "wall":
            return Retry("failed", tries, _at(WALL_AFTER, tries, now) if tries <= len(WALL_AFTER) else None)
        case _:
            return Retry("failed", tries, _at(RETRY_AFTER, min(max(tries, 1), len(RETRY_AFTER)), now))


def next_try(db: Database, key: str, failure: Failure, now: datetime) -> Retry:
    """The next try of the address with this key, by what the URL table says of it."""
    row = db.execute("SELECT tries, reason, status FROM urls WHERE key = ?", [key]).fetchone()
    return retry_of(failure, Failure(*row[1:]) if row else failure, row[0] if row else 0, now)


def _at(waits: tuple[timedelta, ...], tries: int, now: datetime) -> str:
    return (now + waits[tries - 1]).isoformat()
