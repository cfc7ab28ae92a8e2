"""Readers: the reader processes of a crawl, and which source's pages go to which. All pages of a source go to one, in their order."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from typing import Any

from pipelines.intake.reader_handle import ReaderHandle


class Readers:
    """So many reader processes at most; each starts when its first page comes."""

    def __init__(self, pages_db: str, corpus_db: str, count: int) -> None:
        self.handles = tuple(ReaderHandle(pages_db, corpus_db) for _ in range(count))
        self.dealt: dict[str, ReaderHandle] = {}

    def of(self, source: str) -> ReaderHandle:
        """The reader of a source (its name): the same one while this process lives, so that its pages are read in their order."""
        if source not in self.dealt:
            self.dealt[source] = self.handles[len(self.dealt) % len(self.handles)]
        return self.dealt[source]


@cache
def shared_readers(pages_db: str, corpus_db: str, count: int) -> Readers:
    """The readers of all crawls of this process. `count` 0: one for each core but one, which fetches; at least one."""
    return Readers(pages_db, corpus_db, count or max(1, len(os.sched_getaffinity(0)) - 1))


def shared_reader(settings: Mapping[str, Any], source: str) -> ReaderHandle:
    """The reader of a source (its name) in this process. `settings`: PAGES_DB, CORPUS_DB and READERS, as in crawler/settings.py."""
    return shared_readers(settings["PAGES_DB"], settings["CORPUS_DB"], int(settings.get("READERS") or 0)).of(source)
