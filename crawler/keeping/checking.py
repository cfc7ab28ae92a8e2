"""Checking: the two databases held against each other. Every page that was stored has its article; both files are sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipelines.archive.dictionaries import lost_dictionaries
from pipelines.archive.documents import library_of
from pipelines.archive.pages import kept_page
from pipelines.archive.schema import read_archive
from pipelines.corpus.counting import wrong_counts
from pipelines.corpus.schema import read_corpus
from pipelines.duplicates.tables import is_owed
from pipelines.intake.intake import article_url, read_page
from pipelines.sources.source import Source
from pipelines.sources.urls import article_id
from pipelines.values.page import Page
from pipelines.values.sqlite import Database

STORED = "outcome IN ('stored', 'unchanged', 'duplicate') AND json_extract(hints, '$.attached_to') IS NULL"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check found. `missing`: addresses of stored pages whose article is not in the corpus; `refused`: how many further ones the
    rules of today refuse; `unread`: pages kept and not read yet; `damage`: what SQLite says of the files; `owed`: copies not compared."""

    pages: int
    articles: int
    missing: tuple[str, ...]
    refused: int
    unread: int
    damage: tuple[str, ...]
    owed: bool

    @property
    def good(self) -> bool:
        """Whether nothing is lost or damaged (what is unread or owed is done by the next crawl)."""
        return not (self.missing or self.damage)


def check(pages_db: Path, corpus_db: Path, sources: Mapping[str, Source]) -> Found:
    """Hold the databases against each other; nothing is written. Raises DatabaseError."""
    archive, corpus = read_archive(pages_db), read_corpus(corpus_db)
    try:
        damage = [f"{path}: {line}" for path, db in ((pages_db, archive), (corpus_db, corpus)) for line in damage_of(db)]
        if not damage:
            damage += [f"{corpus_db}: {table}: counts that are not those of the corpus" for table in wrong_counts(corpus)]
            damage += [f"{pages_db}: {line}" for line in lost_dictionaries(archive)]
        lacking = list(_without_article(archive, corpus)) if not damage else []
        unpackable = [number for number in lacking if _page(archive, number) is None]
        damage += [f"{pages_db}: page {number} cannot be unpacked, and its article is not in the corpus" for number in unpackable]
        missing = [number for number in lacking if _is_article(archive, number, sources)]
        addresses = {kept_page(archive, number).url or f"page {number}": None for number in missing}
        return Found(
            pages=archive.execute(f"SELECT count(*) FROM pages WHERE {STORED}").fetchone()[0],  # noqa: S608 - our own words
            articles=corpus.execute("SELECT count(*) FROM articles").fetchone()[0],
            missing=tuple(addresses),
            refused=len(lacking) - len(missing) - len(unpackable),
            unread=archive.execute("SELECT count(*) FROM pages WHERE outcome IS NULL").fetchone()[0],
            damage=tuple(damage),
            owed=not damage and is_owed(corpus),
        )
    finally:
        archive.close()
        corpus.close()


def damage_of(db: Database | sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with a file, in a line each: pages, indexes, references."""
    try:
        lines = [row[0] for row in db.execute("PRAGMA integrity_check(20)").fetchall()]
        broken = db.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return [line for line in lines if line != "ok"] + ([f"{len(broken)} rows refer to rows that are not there"] if broken else [])


def _without_article(archive: Database, corpus: Database) -> Iterator[int]:
    """Numbers of the pages that were stored and have no row; of pages settled by older versions the id is found anew."""
    there = {row[0] for row in corpus.execute("SELECT id FROM articles UNION ALL SELECT id FROM addresses")}
    rows = archive.execute(f"SELECT id, article, outcome, reason FROM pages WHERE {STORED} ORDER BY id")  # noqa: S608 - our own words
    for number, article, outcome, reason in rows:
        if article is None:
            page = _page(archive, number)
            article = article_id(reason) if outcome == "duplicate" else article_id(article_url(page)) if page else None
        if article not in there:
            yield number


def _page(archive: Database, number: int) -> Page | None:
    """A kept page; None when what was kept of it cannot be unpacked."""
    try:
        return kept_page(archive, number)
    except (ValueError, TypeError):
        return None


def _is_article(archive: Database, number: int, sources: Mapping[str, Source]) -> bool:
    """Whether the rules of today read an article from a page."""
    page = _page(archive, number)
    return page is not None and read_page(page, sources.get(page.source or ""), library_of(archive, number)).record is not None
