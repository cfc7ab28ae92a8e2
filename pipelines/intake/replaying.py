"""Replaying: kept pages read again by any number of processes, and stored by this one in the order in which they came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pipelines.archive.pages import KeptPage
from pipelines.corpus.sources import store_source
from pipelines.intake.batches import Task, readings
from pipelines.intake.intake import Reading, store_reading
from pipelines.intake.spreading import Spread
from pipelines.reading.documents.attaching import UNREAD
from pipelines.sources.source import Source
from pipelines.values.article import CUTS
from pipelines.values.sqlite import Database

TRANSACTION = 50  # pages stored in one
Tell = Callable[[str], None]


class Desk(NamedTuple):
    """What pages are read with: their sources, the archive that has their documents (None: no source asks for any), the processes that
    read, and who is told of pages that are left out."""

    sources: dict[str, Source]
    shelf: Path | None
    spread: Spread
    tell: Tell


@dataclass(slots=True)
class Tally:
    """What became of the pages: outcomes, pages of unknown sources by name, damaged pages (and of how many a dictionary is lost, by what
    is wrong with it), articles without their documents, articles of which something was left out (CUTS)."""

    outcomes: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    damaged: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    cut: Counter[str] = field(default_factory=Counter)


def replay_pages(pages: Iterable[KeptPage], desk: Desk, corpus: Database, progress: Callable[[int], None]) -> Tally:
    """Read pages and store what they say. A page that is damaged or of an unknown source is left out. `progress` is told how many pages
    are done. Raises sqlite3.Error; what was stored before stays."""
    tally = Tally()
    read = readings(_tasks(pages, desk, corpus, tally), desk.spread)
    while chunk := list(islice(read, TRANSACTION)):  # nothing is locked while the next pages are read
        _store(corpus, chunk, tally)
        progress(tally.outcomes.total())
    return tally


def _store(corpus: Database, chunk: list[Reading], tally: Tally) -> None:
    with corpus.atomic():
        outcomes = [store_reading(corpus, reading).name for reading in chunk]
    tally.outcomes.update(outcomes)
    flags = Counter(flag for reading in chunk if reading.record for flag in reading.record.article.flags)
    tally.unread += flags[UNREAD]
    tally.cut.update({name: flags[name] for name in CUTS if flags[name]})


def _tasks(pages: Iterable[KeptPage], desk: Desk, corpus: Database, tally: Tally) -> Iterator[Task]:
    """The pages to read; documents are read with their notices."""
    seen: set[str] = set()
    for kept in pages:
        name = kept.page.source
        if kept.damaged:
            tally.damaged += 1
            if kept.lost:
                tally.lost[kept.lost] += 1
            else:
                desk.tell(f"page {kept.id} ({kept.page.url or 'address lost'}): what was kept is damaged; left out")
            continue
        if kept.page.hints.attached_to:
            continue
        if name and name not in desk.sources:
            tally.unknown[name] += 1
            continue
        if name and name not in seen:
            seen.add(name)
            store_source(corpus, desk.sources[name])
        yield Task(kept, desk.sources.get(name or ""), desk.shelf)
