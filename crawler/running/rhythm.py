"""Rhythm: how often a source brings news, and when its silence is longer than its habit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from statistics import median

from pipelines.values.sqlite import Database

TIMES = 8  # so many times its usual gap
ENOUGH = 8  # days with news needed to know a rhythm
LATEST = 60  # days with news looked at


def silence(published: Sequence[str], last_found: str | None, today: date) -> str | None:
    """What to say of a source that has brought nothing new for longer than usual, or None. `published`: ISO dates of its articles;
    `last_found`: when its newest link was found."""
    days = sorted({date.fromisoformat(day[:10]) for day in published})[-LATEST:]
    if last_found is None or len(days) < ENOUGH:
        return None
    usual = median((later - earlier).days for earlier, later in itertools.pairwise(days))
    quiet = (today - date.fromisoformat(last_found[:10])).days
    if quiet < TIMES * usual:
        return None
    return f"nothing new for {quiet} days; it usually brings news every {usual:.0f}"


def silence_of(archive: Database, corpus: Database, source: str, today: date) -> str | None:
    """The silence of a source by what both databases hold."""
    rows = corpus.execute(
        "SELECT published FROM articles WHERE source = ? AND published IS NOT NULL ORDER BY published DESC LIMIT 500", [source]
    ).fetchall()
    last = archive.execute("SELECT max(found_at) FROM urls WHERE source = ? AND kind = 'article'", [source]).fetchone()[0]
    return silence([row[0] for row in rows], last, today)
