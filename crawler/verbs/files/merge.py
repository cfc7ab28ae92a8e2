"""`corpus merge`: the pages files of several machines made one. `corpus replay` of it gives the rows of all."""

from __future__ import annotations

import argparse
import sqlite3
from pathlib import Path

from crawler.arguments import BadInput, Verbs, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus merge`."""
    merge = add_verb(verbs, "merge", run, "pages files of several machines into one")
    merge.add_argument("files", nargs="+", type=Path, metavar="PAGES.db", help="pages files; read, never changed")
    merge.add_argument("--into", required=True, type=Path, metavar="PAGES.db", help="appears when all is merged; added to if it is there")


def run(given: argparse.Namespace) -> int:
    """Merge what was given. Raises BadInput and DatabaseError."""
    from crawler.running import leases
    from pipelines.archive.merging import merge_archives
    from pipelines.archive.schema import open_archive

    for path in (*given.files, *([given.into] if given.into.exists() else [])):
        _check(existing(path))
    if given.into.exists():
        archive = open_archive(given.into)
        crawled = leases.held_by_others(archive, leases.own_name())
        archive.close()
        if crawled:
            raise BadInput(f"{given.into}: a crawl is writing to it ({', '.join(sorted(crawled))})")
    try:
        merge_archives(given.files, given.into)
    except OSError as error:
        raise BadInput(f"--into {given.into}: {error.strerror}") from None
    archive = open_archive(given.into)
    pages, addresses, runs = (archive.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("pages", "urls", "runs"))  # noqa: S608
    archive.close()
    print(f"{given.into}: {pages} pages, {addresses} addresses, {runs} runs")
    return 0


def _check(path: Path) -> None:
    """Opening a file makes a pages file of it, so look first. Raises BadInput when it holds no kept pages."""
    try:
        db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        finally:
            db.close()
    except sqlite3.Error as error:
        raise BadInput(f"{path}: {error}") from None
    if not {"pages", "bodies", "urls"} <= tables:
        raise BadInput(f"{path}: holds no kept pages")
