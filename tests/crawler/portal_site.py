"""The replica portal with the folder its crawl writes to, and what stands in its databases."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from examples.replica.server import Replica
from tests.paths import ROOT

DELAYS = {"a": 0.05, "b": 0.1, "c": 0.05}  # seconds between requests, as the source files of the portal say
TABLES = (
    "sources",
    "articles",
    "provinces",
    "article_provinces",
    "years",
    "amounts",
    "supports",
    "attachments",
    "revisions",
    "coverage",
    "walks",
    "runs",
)


@dataclass(frozen=True)
class Site:
    """A running portal with the folder its crawl writes to."""

    portal: Replica
    folder: Path

    @property
    def pages_db(self) -> Path:
        return self.folder / "pages.db"

    @property
    def corpus_db(self) -> Path:
        return self.folder / "corpus.db"

    def command(self, *more: str) -> list[str]:
        self.portal.write_sources(self.folder / "sources")
        return [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(self.folder / "sources"),
                "--pages-db", str(self.pages_db), "--corpus-db", str(self.corpus_db), *more]  # fmt: skip

    def crawl(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*more), cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def rows(path: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as db:
        found = db.execute(query, values).fetchall()
    db.close()
    return found


def everything(path: Path, tables: tuple[str, ...] = TABLES) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr) for table in tables}


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
