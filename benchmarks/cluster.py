"""Replay on a Dask cluster against processes of one machine:  python -m benchmarks.cluster [PAGES_DB] [--sources-dir DIR] [--pages N]

In one run, alternating: `corpus replay` of the same kept pages by one process, by two, and by four workers of a cluster on this machine
(extra `cluster`). Prints the seconds of each, and two ratios of medians: one process to two (how much a second one brings), and cluster
to two processes (1.0: as fast; less: faster). Workers and processes start before the clock does or cost next to nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import multiprocessing
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawl import bodies, numbered
from benchmarks.promises import Promise, held
from crawler.verbs.replay import load_all_sources, replay
from pipelines.archive.pages import all_pages, keep_page
from pipelines.archive.schema import open_archive
from pipelines.sources.source import Source
from pipelines.values.page import Page

TWO = 1.8  # times the pages of one process
FOUR = 1.1  # of the time of two processes


def main(pages_db: Path | None, sources: dict[str, Source], pages: int, rounds: int) -> int:
    """Measure and print; 1 when a promise is broken. `pages`: how many of the archive, from its beginning; without one they are made."""
    with TemporaryDirectory() as scratch:
        folder = Path(scratch)
        pages_db = pages_db or made_pages(folder / "made.db", pages, next(iter(sources)))
        some, pages = first_pages(pages_db, pages, folder / "pages.db")
        with cluster() as address:
            ways: dict[str, int | str] = {"one process": 1, "two processes": 2, "four workers": address}
            seconds: dict[str, list[float]] = {name: [] for name in ways}
            for number in range(rounds + 1):  # the first is not counted: workers load what they read with
                for name, workers in ways.items():
                    took = timed(some, folder / "corpus.db", sources, workers)
                    if number:
                        seconds[name].append(took)
                        print(f"{name:14} {took:6.2f} s  {pages / took:6.1f} pages/s", flush=True)
    middle = {name: statistics.median(times) for name, times in seconds.items()}
    two = middle["two processes"]
    return held(
        Promise("replay by two processes, times one", middle["one process"] / two, "at least", TWO),
        Promise("time of four workers of a cluster, of two processes", middle["four workers"] / two, "at most", FOUR),
    )


def made_pages(path: Path, count: int, source: str) -> Path:
    """An archive of so many pages of one source: articles of the replica portal, each with another number in its headline."""
    archive, some = open_archive(path), bodies()
    for number in range(count):
        body = numbered(some[number % len(some)], number)
        keep_page(archive, Page(f"https://made.example/bai-viet-{number}.html", body, source, fetched_at="2026-01-02T00:00:00+00:00"), None)
    archive.close()
    return path


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with four workers. It has a process of its own, as that of an operator: in this one it would share the
    interpreter with what stores."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=keep_cluster, args=(there,))
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def keep_cluster(pipe: Connection) -> None:
    """Run a scheduler and its workers, send its address, and end them when anything is sent back."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=4, threads_per_worker=1, dashboard_address=None, memory_limit=0) as workers:
        pipe.send(workers.scheduler_address)
        pipe.recv()


def first_pages(pages_db: Path, count: int, target: Path) -> tuple[Path, int]:
    """An archive of the first pages of another, and how many they are: fewer than `count` when it has no more."""
    there, here = open_archive(pages_db), open_archive(target)
    some = list(islice(all_pages(there), count))
    for kept in some:
        keep_page(here, kept.page, None)
    there.close()
    here.close()
    return target, len(some)


def timed(pages_db: Path, corpus_db: Path, sources: dict[str, Source], workers: int | str) -> float:
    """Seconds of a replay into a new corpus."""
    for file in corpus_db.parent.glob(f"{corpus_db.name}*"):
        file.unlink()
    began = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        replay(pages_db, corpus_db, [], sources, workers)
    took = time.perf_counter() - began
    with contextlib.closing(sqlite3.connect(corpus_db)) as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone()[0], "nothing was stored"
    return took


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("pages_db", type=Path, nargs="?", metavar="PAGES_DB", help="kept pages, a thousand or more (default: made ones)")
    options.add_argument("--sources-dir", type=Path, help="another folder of source files")
    options.add_argument("--pages", type=int, default=1500, metavar="N", help="how many of them (default 1,500)")
    options.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each is measured (default 3)")
    given = options.parse_args()
    sys.exit(main(given.pages_db, load_all_sources(given.pages_db, given.sources_dir), given.pages, given.rounds))
