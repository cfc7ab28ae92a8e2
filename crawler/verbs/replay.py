"""`corpus replay`: kept pages (or WARC files) through the same reading again, into a corpus. No network, no Scrapy."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from crawler.arguments import BadInput, Verbs, add_databases, add_verb, existing
from pipelines.sources.source import Source, load_sources

if TYPE_CHECKING:
    from pipelines.archive.pages import KeptPage
    from pipelines.intake.spreading import Crew

TOLD_EVERY = 500  # pages


def add_parser(verbs: Verbs) -> None:
    """`corpus replay`."""
    replay = add_verb(verbs, "replay", run, "read kept pages again into a corpus; no network")
    replay.add_argument("--warc", nargs="+", type=Path, metavar="FILE", help="read pages from WARC files instead")
    readers = "processes that read (default: one for each core), or the scheduler of a Dask cluster whose workers read"
    replay.add_argument("--workers", metavar="N|tcp://HOST:PORT", help=readers)
    replay.add_argument(
        "--shards", type=Path, metavar="FOLDER", help="also write the tables as Parquet, FOLDER/TABLE/*.parquet, by those who read"
    )
    replay.add_argument("--sources-dir", type=Path, help="another folder of source files, besides data/sources")
    add_databases(replay)


def run(given: argparse.Namespace) -> int:
    """Replay what was given. Raises BadInput and DatabaseError."""
    workers = _workers(given.workers)
    pages_db = None if given.warc else existing(given.pages_db)
    sources = load_all_sources(pages_db or given.warc[0], given.sources_dir)
    if given.shards:
        check_shards(given.shards, workers)
    status = replay(pages_db, given.corpus_db, given.warc or [], sources, workers)
    if given.shards:
        print(f"{write_shards(given.corpus_db, given.shards, workers)} files of each table in {given.shards}")
    return status


def replay(pages_db: Path | None, corpus_db: Path, warc: list[Path], sources: dict[str, Source], workers: int | str) -> int:
    """Read every kept page in order of arrival; the rows are those the crawl wrote. `workers`: so many processes, or the address of a
    scheduler. Pages of a source whose file is not there and damaged pages are left out, and told. 1 when something was left out or nothing
    could be read."""
    from crawler.export.warc import warc_pages
    from crawler.running.ledger import copy_ledger
    from crawler.running.runs import copy_runs
    from crawler.running.verdict import told_cuts
    from pipelines.archive.pages import all_pages
    from pipelines.archive.schema import open_archive
    from pipelines.corpus.applying import unplaced
    from pipelines.corpus.counting import count_corpus
    from pipelines.corpus.schema import open_corpus
    from pipelines.duplicates.tables import compare_corpus
    from pipelines.intake.replaying import Desk, replay_pages
    from pipelines.intake.spreading import here
    from pipelines.knowledge import require
    from pipelines.reading.documents.opening import HOW_TO_READ
    from pipelines.sources.renaming import keep_former_names

    require()
    archive = open_archive(pages_db) if pages_db else None
    crew = _crew(workers)
    broken: list[str] = []
    with TemporaryDirectory() as scratch:  # documents are looked up by number: pages of WARC files get theirs here
        shelf = pages_db or (unpacked(warc, Path(scratch), broken.append) if any(source.documents for source in sources.values()) else None)
        corpus = open_corpus(corpus_db)
        for db in filter(None, (archive, corpus)):
            keep_former_names(db, sources.values())
        pages: Iterable[KeptPage] = all_pages(archive or open_archive(shelf)) if shelf else warc_pages(warc, broken.append)
        try:
            tally = replay_pages(pages, Desk(sources, shelf, crew or here, _tell), corpus, _progress())
            if archive:
                copy_runs(archive, corpus)
                copy_ledger(archive, corpus)
                archive.close()
            compare_corpus(corpus, crew or here)
            count_corpus(corpus)
        finally:
            if crew:
                crew.close()
    idle = len(unplaced(corpus)[1])
    corpus.close()
    done = ", ".join(f"{n} {name}" for name, n in sorted(tally.outcomes.items())) or "no pages"
    print(f"replayed {tally.outcomes.total()} pages: {done}")
    if idle:
        print(f"{idle} corrections match nothing; `corpus corrections` lists them")
    if tally.unread:
        _tell(f"{tally.unread} articles without their documents: {HOW_TO_READ}")
    for line in told_cuts({f"cut/{name}": number for name, number in tally.cut.items()}):
        _tell(line)
    for name, number in sorted(tally.unknown.items()):
        _tell(f"{name}: no such source file: {number} pages left out (--sources-dir names another folder)")
    for what, number in sorted(tally.lost.items()):
        _tell(f"{what}: {number} pages left out (a copy of pages.db may have it: `corpus merge`)")
    for line in broken:
        _tell(line)
    left_out = tally.unknown or tally.damaged or broken
    return 0 if not left_out and (tally.outcomes["stored"] or tally.outcomes["unchanged"]) else 1


def _workers(given: str | None) -> int | str:
    """A number of processes or the address of a scheduler. Raises BadInput."""
    if given is None:
        return len(os.sched_getaffinity(0))
    if given.startswith(("tcp://", "tls://")):
        return given
    if not given.isdecimal() or int(given) < 1:
        raise BadInput("--workers: must be a number of at least 1, or tcp://HOST:PORT of a scheduler")
    return int(given)


def check_shards(folder: Path, workers: int | str) -> None:
    """Before hours of reading: raises BadInput when shards cannot be written there, or not by these workers."""
    from crawler.export.shards import check_target

    check_target(folder)
    if crew := _crew(workers, "pyarrow") if isinstance(workers, str) else None:
        crew.close()


def write_shards(corpus_db: Path, folder: Path, workers: int | str) -> int:
    """Write what the corpus says of its articles by those who read; how many slices. Raises BadInput."""
    from crawler.export import shards
    from pipelines.intake.spreading import here

    crew = _crew(workers, "pyarrow")
    try:
        return shards.write_shards(corpus_db, folder, crew or here)
    finally:
        if crew:
            crew.close()


def _crew(workers: int | str, needs: str | None = None) -> Crew | None:
    """Who reads; None: this process. `needs`: a package that workers of a cluster must have. Raises BadInput."""
    if isinstance(workers, str):
        from crawler.cluster.connecting import connect, crew_of

        return crew_of(connect(workers, needs))
    from pipelines.intake.batches import processes

    return processes(workers) if workers > 1 else None


def unpacked(warc: list[Path], folder: Path, broken: Callable[[str], None]) -> Path:
    """The pages of WARC files as an archive in `folder`; `broken` as in warc_pages."""
    from crawler.export.warc import warc_pages
    from pipelines.archive.pages import keep_page
    from pipelines.archive.schema import open_archive

    path = folder / "pages.db"
    archive = open_archive(path)
    for kept in warc_pages(warc, broken):
        keep_page(archive, kept.page, None)
    archive.close()
    return path


def load_all_sources(file: Path | None, folder: Path | None = None) -> dict[str, Source]:
    """The registry, the source files in a folder `sources` beside the file pages are read from (the demo's), and those of `folder`."""
    sources = load_sources()
    beside = file.parent / "sources" if file else None
    for further in (beside, folder):
        if further and further.is_dir():
            sources |= load_sources(further)
    return sources


def _tell(line: str) -> None:
    print(f"corpus replay: {line}", file=sys.stderr)


def _progress() -> Callable[[int], None]:
    """A line now and then that says how far it is, and how fast."""
    began = time.monotonic()

    def told(done: int) -> None:
        if done % TOLD_EVERY == 0:
            print(f"{done} pages, {done / (time.monotonic() - began):.0f} pages/s", file=sys.stderr)

    return told
