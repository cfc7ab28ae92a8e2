"""Pruning: pages.db without what it holds twice. Nothing is lost: a replay gives the same rows as before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from pipelines.archive.dictionaries import renew_dictionary, repack
from pipelines.archive.documents import library_of
from pipelines.archive.pages import kept_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import share_body
from pipelines.corpus.store import page_sha
from pipelines.intake.intake import read_page
from pipelines.sources.source import Source
from pipelines.values.sqlite import Database

_REPEATED = """SELECT p.id FROM pages p WHERE p.outcome IN ('stored', 'unchanged') AND p.content IS NULL
    AND json_extract(p.hints, '$.attached_to') IS NULL
    AND (SELECT count(*) FROM pages o WHERE o.key = p.key AND o.outcome IN ('stored', 'unchanged')) > 1 ORDER BY p.id"""
_UNCHANGED = "SELECT id FROM pages WHERE outcome = 'unchanged' AND content IS NOT NULL ORDER BY id"
_UNUSED = "DELETE FROM bodies WHERE NOT EXISTS (SELECT 1 FROM pages WHERE pages.sha = bodies.sha)"


class Pruned(NamedTuple):
    """How many pages use the body of an earlier one now, how many bodies are packed with a dictionary now, and the size of the file before
    and after, in bytes."""

    shared: int
    repacked: int
    before: int
    after: int


def prune(pages_db: Path, sources: Mapping[str, Source]) -> Pruned:
    """Keep the body of an article once per real change, drop bodies no page uses, pack those anew that were kept before their source had a
    dictionary, give the room back to the disk. Pages kept by older versions are read again to see what of them is the article's own. Killed
    in the middle, nothing is lost, and the next one goes on. Raises DatabaseError."""
    before = pages_db.stat().st_size
    archive = open_archive(pages_db)
    try:
        for (number,) in archive.execute(_REPEATED).fetchall():
            _note_content(archive, number, sources)
        shared = 0
        for (number,) in archive.execute(_UNCHANGED).fetchall():
            with archive.atomic():
                shared += share_body(archive, number) > 0
        with archive.atomic():
            archive.execute(_UNUSED)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for (name,) in archive.execute("SELECT DISTINCT source FROM urls").fetchall():
            renew_dictionary(archive, name, now)
        repacked = repack(archive)
        archive.execute("VACUUM")
        archive.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        archive.close()
    return Pruned(shared, repacked, before, pages_db.stat().st_size)


def _note_content(archive: Database, number: int, sources: Mapping[str, Source]) -> None:
    page = kept_page(archive, number)
    record = read_page(page, sources.get(page.source or ""), library_of(archive, number)).record
    if record:
        with archive.atomic():
            archive.execute("UPDATE pages SET content = ? WHERE id = ?", [page_sha(record), number])
