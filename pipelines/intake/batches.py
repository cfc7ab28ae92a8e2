"""Batches: kept pages as they are handed to a process that only reads, and what it answers. It needs no corpus."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from pipelines.archive.documents import library_of
from pipelines.archive.pages import KeptPage
from pipelines.archive.schema import open_archive
from pipelines.intake.intake import Reading, article_url, read_page
from pipelines.intake.reader import MAX_ADDRESS_SPACE
from pipelines.intake.spreading import Crew, Spread, here
from pipelines.sources.source import Source
from pipelines.values.outcome import Outcome
from pipelines.values.sqlite import Database

BATCH = 10  # pages handed over at once
START = "forkserver"  # how processes come to be
AHEAD = 3  # batches under way for each process


class Task(NamedTuple):
    """One page to read. `shelf`: the archive that has the documents of its source (None: it asks for none)."""

    kept: KeptPage
    source: Source | None
    shelf: Path | None


Batch = tuple[Task, ...]


def readings(tasks: Iterable[Task], spread: Spread = here) -> Iterator[Reading]:
    """What reading the pages gives, in their order. A page that ends the process that reads it is unreadable(reader_died)."""
    lost = one_by_one(spread) if isinstance(spread, Crew) else None
    for answers in spread(read_batch, _batches(tasks), lost):
        yield from answers


def read_batch(batch: Batch) -> list[Reading]:
    """Read a batch, in any process."""
    return [_read(task) for task in batch]


def one_by_one(crew: Crew) -> Callable[[Batch], list[Reading]]:
    """What is done with a batch over which a process died: each page is read alone, and the guilty one is found."""

    def died(batch: Batch) -> list[Reading]:
        page = batch[0].kept.page
        return [Reading(None, article_url(page), Outcome("unreadable", "reader_died"))]

    return lambda batch: [reading for task in batch for reading in crew.alone(read_batch, (task,), died)]


def processes(count: int) -> Crew:
    """So many processes of this machine that read. None of them is a fork of one with open databases: SQLite keeps its locks of a file by
    process, and a child that opens the same file would take those of its parent for its own (sqlite.org/howtocorrupt.html, 2.6)."""
    context = get_context(START)
    context.set_forkserver_preload([__name__])

    def start() -> Executor:
        return ProcessPoolExecutor(count, context, initializer=_begin)

    return Crew(start, count * AHEAD)


def _begin() -> None:
    """In a process that reads: an interrupt is its parent's to act on, and a page may cost so much memory and no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (MAX_ADDRESS_SPACE, resource.getrlimit(resource.RLIMIT_AS)[1]))


def _batches(tasks: Iterable[Task]) -> Iterator[Batch]:
    iterator = iter(tasks)
    while batch := tuple(islice(iterator, BATCH)):
        yield batch


def _read(task: Task) -> Reading:
    if task.shelf is None or task.source is None or task.source.documents is None:
        return read_page(task.kept.page, task.source)
    return read_page(task.kept.page, task.source, library_of(_archive_of(task.shelf, os.getpid()), task.kept.id))


@cache
def _archive_of(path: Path, _process: int) -> Database:
    """A connection of this process: SQLite lets none be used across a fork."""
    return open_archive(path)
