"""Slices: what a worker needs to crawl some sources, cut out of both databases, and taken back when it has crawled them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.sources.source import Source
from pipelines.values.outcome import Outcome
from pipelines.values.sqlite import Database

PAGES, CORPUS, COPIED = "pages.db", "corpus.db", "copied.json"
RECENT = timedelta(days=1)  # pages kept since count against what a source may be asked for in a day
OWN = ("pages", "leases", "dictionaries")  # their rows are chosen otherwise than by the column `source`


@dataclass(frozen=True, slots=True)
class Found:
    """What a worker did to pages: their numbers in pages.db with the outcome it gave them. They count as unread until it is written."""

    outcomes: dict[int, Outcome]


def cut_slice(archive: Database, corpus: Database, sources: Sequence[Source], folder: Path) -> None:
    """Write the databases of some sources into `folder`: all that pages.db knows of them but bodies that were read (those of notices whose
    documents may still come are among them), and of their articles what tells whether a page is news."""
    names = [source.name for source in sources]
    marks = ", ".join("?" * len(names))
    for name in (PAGES, CORPUS):
        open_archive(folder / name).close() if name == PAGES else open_corpus(folder / name).close()
    with _attached(archive, folder / PAGES):
        for table in _by_source(archive):
            archive.execute(f"INSERT INTO part.{table} SELECT * FROM {table} WHERE source IN ({marks}){_order(table)}", names)  # noqa: S608
        whole = [source.name for source in sources if source.documents]
        since = (datetime.now(UTC) - RECENT).date().isoformat()
        more = f" OR source IN ({', '.join('?' * len(whole))})" if whole else ""
        needed = f"source IN ({marks}) AND (outcome IS NULL OR fetched_at >= ?{more})"
        values = [*names, since, *whole]
        bodies = f"SELECT * FROM bodies WHERE sha IN (SELECT sha FROM pages WHERE {needed})"  # noqa: S608
        used = f"source IN ({marks}) OR digest IN (SELECT dictionary FROM ({bodies}))"  # noqa: S608 - a body may be another source's too
        archive.execute(f"INSERT INTO part.dictionaries SELECT * FROM dictionaries WHERE {used}", [*names, *values])  # noqa: S608
        archive.execute(f"INSERT INTO part.bodies {bodies}", values)
        archive.execute(f"INSERT INTO part.pages SELECT * FROM pages WHERE {needed}", values)  # noqa: S608
        archive.execute("INSERT INTO part.attached SELECT * FROM attached WHERE notice IN (SELECT key FROM part.urls)")
        archive.execute("INSERT INTO part.rests SELECT * FROM rests")
        copied = [row[0] for row in archive.execute("SELECT id FROM part.pages ORDER BY id")]
    (folder / COPIED).write_text(json.dumps(copied), encoding="utf-8")
    with _attached(corpus, folder / CORPUS):
        corpus.execute(f"INSERT INTO part.sources SELECT * FROM sources WHERE name IN ({marks})", names)  # noqa: S608
        own = f"SELECT id FROM articles WHERE source IN ({marks})"  # noqa: S608
        columns = ", ".join(column.name for column in corpus.table("articles").columns if column.name != "month")
        corpus.execute(f"INSERT INTO part.articles ({columns}) SELECT {columns} FROM articles WHERE id IN ({own})", names)  # noqa: S608
        for table in ("attachments", "passages", "addresses"):
            corpus.execute(f"INSERT INTO part.{table} SELECT * FROM {table} WHERE article IN ({own})", names)  # noqa: S608


def take_back(archive: Database, names: Sequence[str], folder: Path) -> Found:
    """Put what a worker kept and learned of some sources (their names) into pages.db, in one transaction: what pages.db knew of them gives
    way to it. Its pages come after all that are there, unread, and are settled by `settle`."""
    open_archive(folder / PAGES).close()
    copied = set(json.loads((folder / COPIED).read_text(encoding="utf-8")))
    marks = ", ".join("?" * len(names))
    outcomes: dict[int, Outcome] = {}
    with _attached(archive, folder / PAGES):
        for table in _by_source(archive):
            archive.execute(f"DELETE FROM {table} WHERE source IN ({marks})", list(names))  # noqa: S608
            archive.execute(f"INSERT OR IGNORE INTO {table} SELECT * FROM part.{table}{_order(table)}")  # noqa: S608
        archive.execute("INSERT OR IGNORE INTO attached SELECT * FROM part.attached")
        archive.execute(
            "INSERT OR REPLACE INTO rests SELECT p.host, p.until FROM part.rests p LEFT JOIN rests r USING (host)"
            " WHERE r.until IS NULL OR p.until > r.until"
        )
        archive.execute("INSERT OR IGNORE INTO dictionaries SELECT * FROM part.dictionaries")
        archive.execute("INSERT OR IGNORE INTO bodies SELECT * FROM part.bodies WHERE sha IN (SELECT sha FROM part.pages)")
        columns = [column.name for column in archive.table("pages").columns if column.name not in ("id", "outcome", "reason")]
        listed = ", ".join(columns)
        for number, outcome, reason in archive.execute("SELECT id, outcome, reason FROM part.pages ORDER BY id").fetchall():
            place = number
            if number not in copied:
                place = archive.execute(f"INSERT INTO pages ({listed}) SELECT {listed} FROM part.pages WHERE id = ?", [number]).lastrowid  # noqa: S608
            if outcome and _is_unread(archive, place):
                outcomes[place] = Outcome(outcome, reason)
    return Found(outcomes)


def settle(archive: Database, found: Found) -> None:
    """Write the outcomes of pages whose articles are stored now."""
    with archive.atomic():
        for number, outcome in found.outcomes.items():
            archive.execute("UPDATE pages SET outcome = ?, reason = ? WHERE id = ?", [outcome.name, outcome.reason, number])


@contextmanager
def _attached(db: Database, part: Path) -> Iterator[None]:
    """A transaction over a database and its slice, which is there as `part`."""
    db.execute("ATTACH ? AS part", [str(part)])
    try:
        with db.atomic():
            yield
    finally:
        db.execute("DETACH part")


def _by_source(archive: Database) -> list[str]:
    """The tables of pages.db that say of each row whose it is."""
    tables = (table for table in archive.tables if table.name not in OWN)
    return [table.name for table in tables if "source" in {column.name for column in table.columns}]


def _order(table: str) -> str:
    """Addresses are visited in the order of their rows."""
    return " ORDER BY rowid" if table == "urls" else ""


def _is_unread(archive: Database, number: int) -> bool:
    return archive.execute("SELECT 1 FROM pages WHERE id = ? AND outcome IS NULL", [number]).fetchone() is not None
