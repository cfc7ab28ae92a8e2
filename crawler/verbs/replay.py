"""`corpus replay`: kept pages (or WARC files) through the same reading again, into a corpus. No network, no Scrapy."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.arguments import BadInput, Verbs, add_databases, add_verb, existing
from pipelines.sources.source import Source, load_sources
from pipelines.values.page import Page

if TYPE_CHECKING:
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

    require()
    archive = open_archive(pages_db) if pages_db else None
    corpus = open_corpus(corpus_db)
    seen: set[str] = set()
    left_out: Counter[str] = Counter()
    counts: dict[str, int] = {}
    began = time.monotonic()
    pages: Iterable[KeptPage] = all_pages(archive) if archive else warc_pages(warc)
    with ProcessPoolExecutor(workers) if workers > 1 else nullcontext() as pool:
        for kept, reading in _readings(pages, sources, pool):
            name = kept.page.source
            if name and name not in sources:
                left_out[name] += 1
                continue
            if name and name not in seen:
                seen.add(name)
                store_source(corpus, sources[name])
            outcome = store_reading(corpus, reading)
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
    for name, number in sorted(left_out.items()):
        print(f"corpus replay: {name}: no such source file: {number} pages left out (--sources-dir names another folder)", file=sys.stderr)
    return 0 if not left_out and (counts.get("stored") or counts.get("unchanged")) else 1


def _readings(
    pages: Iterable[KeptPage], sources: dict[str, Source], pool: ProcessPoolExecutor | None
) -> Iterator[tuple[KeptPage, Reading]]:
    """Readings in the order of the pages, by this process or by the pool's."""
    iterator = iter(pages)
    while chunk := list(islice(iterator, CHUNK)):
        work = [(kept.page, sources.get(kept.page.source or "")) for kept in chunk]
        readings = pool.map(_read_one, work, chunksize=8) if pool else map(_read_one, work)
        yield from zip(chunk, readings, strict=True)


def _read_one(work: tuple[Page, Source | None]) -> Reading:
    from pipelines.intake.intake import read_page

    return read_page(*work)


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
