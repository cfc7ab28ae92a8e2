"""Ending: what a crawl owes when its runs are over: copies compared, what the runs did told, the exit status."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from rich.console import Console

from crawler.running.progress import reasons, summary
from crawler.running.runs import last_runs
from pipelines.archive.schema import open_archive
from pipelines.corpus.counting import count_corpus
from pipelines.corpus.schema import is_replaced, open_corpus
from pipelines.duplicates.tables import compare_corpus, is_owed


class NotBegun(NamedTuple):
    """Why sources of a crawl have no run, and whether that is as it should be (no fault of the crawl)."""

    why: str
    excused: bool


HELD = NotBegun("bad: the crawl did not begin: another crawl is on this host", False)
LEFT = NotBegun("left to the crawl that holds its host", True)
STOPPED = NotBegun("not begun before the stop", True)


def runs_since(pages_db: Path, names: Sequence[str], began: str) -> list[dict[str, Any]]:
    """The runs of a crawl of the named sources: the newest of each, if it started since `began` (ISO, UTC). Raises DatabaseError."""
    archive = open_archive(pages_db)
    runs = [run for run in last_runs(archive) if run["source"] in names and run["started_at"] >= began]
    archive.close()
    return runs


def close(
    corpus_db: Path,
    names: Sequence[str],
    runs: Sequence[dict[str, Any]],
    not_begun: NotBegun = HELD,
    others: Mapping[str, NotBegun] = MappingProxyType({}),
) -> int:
    """Compare what is new with the corpus (copies of one report), print what the runs did. 1 when one of them is bad or never ended, when
    a source never began and that is not excused, or when the corpus went away meanwhile; else 0. `not_begun`: why sources have no run,
    but for some `others`. Raises DatabaseError."""
    if is_replaced(corpus_db):
        print(f"{corpus_db}: deleted or replaced during the crawl; its pages are kept: `corpus replay` writes it anew", file=sys.stderr)
        return 1
    pay(corpus_db)
    corpus = open_corpus(corpus_db)
    articles = dict(corpus.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
    corpus.close()
    summary(Console(), runs, articles)
    missing = sorted(set(names) - {run["source"] for run in runs})
    for name in missing:
        print(f"{name}: {others.get(name, not_begun).why}", file=sys.stderr)
    for line in reasons(runs):
        print(line, file=sys.stderr)
    return exit_status(runs, missing=bool(missing), excused=all(others.get(name, not_begun).excused for name in missing))


def pay(corpus_db: Path) -> None:
    """Compare copies if that is owed: articles are new or changed, by this crawl or by one that was killed before it came to it; count
    what is kept counted. Raises DatabaseError."""
    corpus = open_corpus(corpus_db)
    if is_owed(corpus):
        compare_corpus(corpus)
    count_corpus(corpus)
    corpus.close()


def exit_status(runs: Sequence[Mapping[str, Any]], missing: bool, excused: bool) -> int:
    """1 when a run is bad or never ended, or when a source is missing for no good reason; else 0."""
    bad = any(run["verdict"] in ("bad", None) for run in runs)
    return 1 if bad or (missing and not excused) else 0
