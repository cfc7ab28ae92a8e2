"""Turns: pages that wait for the reader, a queue for each source, from which the sources take turns."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.intake.messages import Answer
from pipelines.sources.source import Source

Done = Callable[[Answer], None]


class Job(NamedTuple):
    """One page to read, and whom to tell what became of it."""

    source: Source
    page_id: int
    done: Done


@dataclass(slots=True)
class _Queue:
    jobs: deque[Job] = field(default_factory=deque)
    under_way: int = 0
    empty: asyncio.Event = field(default_factory=asyncio.Event)

    def note_empty(self) -> None:
        if not self.jobs and not self.under_way:
            self.empty.set()


class Turns:
    """A job is waiting, then under way (`take`), then waiting again (`put_back`) or over (`answer`)."""

    def __init__(self) -> None:
        self._queues: dict[str, _Queue] = {}

    def __bool__(self) -> bool:
        """Whether any page waits."""
        return any(queue.jobs for queue in self._queues.values())

    def add(self, job: Job) -> None:
        """A page that waits from now on."""
        queue = self._queues.setdefault(job.source.name, _Queue())
        queue.jobs.append(job)
        queue.empty.clear()

    def take(self) -> Job:
        """The next page, which is under way from now on; a small source need not wait for a big one. Raises IndexError when none waits."""
        for name, queue in self._queues.items():
            if queue.jobs:
                self._queues[name] = self._queues.pop(name)
                queue.under_way += 1
                return queue.jobs.popleft()
        raise IndexError("no page waits")

    def put_back(self, job: Job) -> None:
        """A page that was under way waits again, before all others of its source."""
        queue = self._queues[job.source.name]
        queue.under_way -= 1
        queue.jobs.appendleft(job)

    def answer(self, job: Job, answer: Answer) -> None:
        """Tell what became of a page that was under way. An error of who is told leaves the turns in order."""
        queue = self._queues[job.source.name]
        queue.under_way -= 1
        try:
            job.done(answer)
        finally:
            queue.note_empty()

    def forget(self, name: str) -> None:
        """Drop the pages of a source that wait, but for those under way."""
        if queue := self._queues.get(name):
            queue.jobs.clear()
            queue.note_empty()

    def count(self, name: str) -> int:
        """How many pages of a source wait or are under way."""
        queue = self._queues.get(name)
        return len(queue.jobs) + queue.under_way if queue else 0

    async def emptied(self, name: str) -> bool:
        """Wait until no page of a source waits or is under way. False when there never was one."""
        queue = self._queues.get(name)
        if queue is None:
            return False
        await queue.empty.wait()
        return True
