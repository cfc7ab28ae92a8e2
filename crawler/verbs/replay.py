"""`corpus replay`: kept pages (or WARC files) through the same reading again, into a corpus. No network, no Scrapy."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from crawler.arguments import BadInput, Verbs, add_databases, add_verb, existing
from pipelines.sources.source import Source, load_sources

if TYPE_CHECKING:
    from sqlite_utils import Database

    from pipelines.archive.pages import KeptPage
    from pipelines.intake.intake import Reading

CHUNK = 200  # pages handed to the workers at once: bounds memory


def add_parser(verbs: Verbs) -> None:
    """`corpus replay`."""
    replay = add_verb(verbs, "replay", run, "read kept pages again into a corpus; no network")
    replay.add_argument("--warc", nargs="+", type=Path, metavar="FILE", help="read pages from WARC files instead")
    replay.add_argument("--workers", type=int, default=1, metavar="N", help="processes that read (default 1)")
    replay.add_argument("--sources-dir", type=Path, help="another folder of source files, besides data/sources")
    add_databases(replay)


def run(given: argparse.Namespace) -> int:
    """Replay what was given. Raises BadInput and DatabaseError."""
    if given.workers < 1:
        raise BadInput("--workers: must be at least 1")
    pages_db = None if given.warc else existing(given.pages_db)
    sources = load_all_sources(pages_db or given.warc[0], given.sources_dir)
    return replay(pages_db, given.corpus_db, given.warc or [], sources, given.workers)


def replay(pages_db: Path | None, corpus_db: Path, warc: list[Path], sources: dict[str, Source], workers: int) -> int:
    """Read every kept page in order of arrival; the rows are those the crawl wrote. Pages of a source whose file is not there are left
    out, and told. 1 when something was left out or nothing could be read."""
    from crawler.export.warc import warc_pages
    from crawler.running.ledger import copy_ledger
    from crawler.running.runs import copy_runs
    from pipelines.archive.pages import all_pages
    from pipelines.archive.schema import open_archive
    from pipelines.corpus.applying import unplaced
    from pipelines.corpus.schema import open_corpus
    from pipelines.corpus.store import store_source
    from pipelines.duplicates.tables import cluster_corpus
    from pipelines.intake.intake import store_reading
    from pipelines.knowledge import require
    from pipelines.reading.documents.attaching import UNREAD
    from pipelines.reading.documents.opening import HOW_TO_READ
    from pipelines.sources.renaming import keep_former_names

    require()
    archive = open_archive(pages_db) if pages_db else None
    scratch = TemporaryDirectory()  # documents are looked up by number: pages of WARC files get theirs here
    shelf = pages_db or (unpacked(warc, Path(scratch.name)) if any(source.documents for source in sources.values()) else None)
    corpus = open_corpus(corpus_db)
    for db in filter(None, (archive, corpus)):
        keep_former_names(db, sources.values())
    seen: set[str] = set()
    left_out: Counter[str] = Counter()
    counts: dict[str, int] = {}
    unread = 0
    began = time.monotonic()
    pages: Iterable[KeptPage] = all_pages(archive or open_archive(shelf)) if shelf else warc_pages(warc)
    with ProcessPoolExecutor(workers) if workers > 1 else nullcontext() as pool, scratch:
        for kept, reading in _readings(pages, Desk(sources, shelf), pool):
            name = kept.page.source
            if name and name not in sources:
                left_out[name] += 1
                continue
            if name and name not in seen:
                seen.add(name)
                store_source(corpus, sources[name])
            outcome = store_reading(corpus, reading)
            unread += reading.record is not None and UNREAD in reading.record.article.flags
            counts[outcome.name] = counts.get(outcome.name, 0) + 1
            _tell(counts, began)
    if archive:
        copy_runs(archive, corpus)
        copy_ledger(archive, corpus)
        archive.close()
    cluster_corpus(corpus)
    idle = len(unplaced(corpus)[1])
    corpus.close()
    done = ", ".join(f"{n} {name}" for name, n in sorted(counts.items())) or "no pages"
    print(f"replayed {sum(counts.values())} pages: {done}")
    if idle:
        print(f"{idle} corrections match nothing; `corpus corrections` lists them")
    if unread:
        print(f"corpus replay: {unread} articles without their documents: {HOW_TO_READ}", file=sys.stderr)
    for name, number in sorted(left_out.items()):
        print(f"corpus replay: {name}: no such source file: {number} pages left out (--sources-dir names another folder)", file=sys.stderr)
    return 0 if not left_out and (counts.get("stored") or counts.get("unchanged")) else 1


class Desk(NamedTuple):
    """What pages are read with: their sources, and the archive that has their documents (None: no source asks for any)."""

    sources: dict[str, Source]
    shelf: Path | None


class Work(NamedTuple):
    """One page to read."""

    kept: KeptPage
    source: Source | None
    shelf: Path | None


def _readings(pages: Iterable[KeptPage], desk: Desk, pool: ProcessPoolExecutor | None) -> Iterator[tuple[KeptPage, Reading]]:
    """Readings in the order of the pages, by this process or by the pool's. Documents are read with their notices."""
    iterator = (kept for kept in pages if not kept.page.hints.attached_to)
    while chunk := list(islice(iterator, CHUNK)):
        work = [Work(kept, desk.sources.get(kept.page.source or ""), desk.shelf) for kept in chunk]
        readings = pool.map(_read_one, work, chunksize=8) if pool else map(_read_one, work)
        yield from zip(chunk, readings, strict=True)


def _read_one(work: Work) -> Reading:
    from pipelines.archive.documents import library_of
    from pipelines.intake.intake import read_page

    if work.shelf is None or work.source is None or work.source.documents is None:
        return read_page(work.kept.page, work.source)
    return read_page(work.kept.page, work.source, library_of(_archive_of(work.shelf, os.getpid()), work.kept.id))


@cache
def _archive_of(path: Path, _process: int) -> Database:
    """A connection of this process: SQLite lets none be used across a fork."""
    from pipelines.archive.schema import open_archive

    return open_archive(path)


def unpacked(warc: list[Path], folder: Path) -> Path:
    """The pages of WARC files as an archive in `folder`."""
    from crawler.export.warc import warc_pages
    from pipelines.archive.pages import keep_page
    from pipelines.archive.schema import open_archive

    path = folder / "pages.db"
    archive = open_archive(path)
    for kept in warc_pages(warc):
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


def _tell(counts: dict[str, int], began: float) -> None:
    done = sum(counts.values())
    if done % 500 == 0:
        print(f"{done} pages, {done / (time.monotonic() - began):.0f} pages/s", file=sys.stderr)
