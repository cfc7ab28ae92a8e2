"""The crawl's end of the reader process: hands it kept pages in fair turns, counts answers, starts it again when a page ends it."""

from __future__ import annotations

import asyncio
import atexit
import logging
import multiprocessing
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.connection import Connection

from pipelines.archive.pages import settle_page
from pipelines.archive.schema import shared_archive
from pipelines.drift.summaries import Summary
from pipelines.intake.reader import Answer
from pipelines.sources.source import Source
from pipelines.values.outcome import Outcome
from pipelines.values.paths import DATA

logger = logging.getLogger(__name__)
AT_ONCE = 3  # pages the reader is given before it has answered: enough that it never waits for the crawl
FALSE_STARTS = 3  # readers that end before they are ready; then none is started any more
READ_LIMIT = 60.0  # seconds one page may take; the slowest hostile page known takes one

Done = Callable[[Answer], None]


@dataclass(slots=True)
class _Queue:
    """What one source waits for."""

    source: Source
    pages: deque[tuple[int, Done]] = field(default_factory=deque)
    under_way: int = 0
    told: bool = False  # whether this reader knows the source
    empty: asyncio.Event = field(default_factory=asyncio.Event)


@cache
def shared_reader(pages_db: str, corpus_db: str) -> ReaderHandle:
    """One reader for all crawls of this process."""
    return ReaderHandle(pages_db, corpus_db)


class ReaderHandle:
    """Runs in the event loop of the crawl. The process is started when the first page comes."""

    def __init__(self, pages_db: str, corpus_db: str) -> None:
        self.databases = (pages_db, corpus_db)
        self.queues: dict[str, _Queue] = {}
        self.sent: deque[tuple[str, int, Done]] = deque()  # in the order of the answers to come
        self.summaries: deque[asyncio.Future[Summary]] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.line: Connection | None = None
        self.ready = False  # whether the reader now running has opened its databases
        self.false_starts = 0  # readers in a row that ended before they were ready
        self.suspect: int | None = None  # the page under way when a reader died: given one more try
        self.timer: asyncio.TimerHandle | None = None
        atexit.register(self.close)

    def submit(self, source: Source, page_id: int, done: Done) -> None:
        """Have a kept page read; `done` gets the Answer."""
        queue = self.queues.setdefault(source.name, _Queue(source))
        queue.pages.append((page_id, done))
        queue.empty.clear()
        if self.false_starts >= FALSE_STARTS:
            self._give_up()
        self._send()

    def waiting(self, name: str) -> int:
        """How many pages of a source are not read yet."""
        queue = self.queues.get(name)
        return len(queue.pages) + queue.under_way if queue else 0

    async def finish(self, name: str) -> Summary:
        """Wait until all pages of a source are read; the shapes of those its reader saw."""
        queue = self.queues.get(name)
        if queue is None:
            return Summary()
        await queue.empty.wait()
        if self.line is None:
            return Summary()
        summary: asyncio.Future[Summary] = asyncio.get_running_loop().create_future()
        self.summaries.append(summary)
        self._tell(name)
        return await summary

    def forget(self, name: str) -> None:
        """Leave the pages of a source that are not under way for the next run (they stay in the archive, unread)."""
        if queue := self.queues.get(name):
            queue.pages.clear()
            self._note_empty(queue)

    def close(self) -> None:
        """End the process; what it has not answered stays unread."""
        if self.timer:
            self.timer.cancel()
        if self.line and not self.line.closed:
            self.line.close()
        if self.process:
            self.process.wait(READ_LIMIT)

    def _send(self) -> None:
        while len(self.sent) < (AT_ONCE if self.suspect is None else 1) and (queue := self._next_queue()):
            if self.line is None:
                self._start()
            if not queue.told:
                self._tell(queue.source)
                queue.told = True
            page_id, done = queue.pages.popleft()
            queue.under_way += 1
            self.sent.append((queue.source.name, page_id, done))
            self._tell((queue.source.name, page_id))
            if self.timer is None:
                self._set_timer()

    def _tell(self, order: Source | tuple[str, int] | str) -> None:
        """A reader that died a moment ago takes nothing more; `_receive` is about to notice, and what it was to do is put back."""
        assert self.line is not None
        with suppress(OSError):
            self.line.send(order)

    def _next_queue(self) -> _Queue | None:
        """The sources take turns, so that a small one need not wait for a big one."""
        for name, queue in self.queues.items():
            if queue.pages:
                self.queues[name] = self.queues.pop(name)
                return queue
        return None

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        command = [sys.executable, "-c", "from pipelines.intake.reader import main; main()", *self.databases, str(theirs.fileno())]
        paths = os.pathsep.join([str(DATA.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, "PYTHONPATH": paths}
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=environment)  # noqa: S603
        theirs.close()
        self.line, self.ready = ours, False
        asyncio.get_running_loop().add_reader(ours.fileno(), self._receive)

    def _receive(self) -> None:
        assert self.line is not None
        try:
            answer = self.line.recv()
        except (EOFError, OSError):
            self._died()
            return
        if answer is None:
            self.ready, self.false_starts = True, 0
            return
        if isinstance(answer, Summary):
            self.summaries.popleft().set_result(answer)
            return
        self._answered(answer)
        self._send()

    def _answered(self, answer: Answer) -> None:
        name, page_id, done = self.sent.popleft()
        if page_id == self.suspect:  # other pages may come before its second try
            self.suspect = None
        queue = self.queues[name]
        queue.under_way -= 1
        if answer.error:
            logger.error("%s: page %d is not stored: %s", self.databases[1], page_id, answer.error)
        done(answer)
        self._note_empty(queue)
        self._set_timer()

    def _note_empty(self, queue: _Queue) -> None:
        if not queue.pages and not queue.under_way:
            queue.empty.set()

    def _set_timer(self) -> None:
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(READ_LIMIT, self._too_slow) if self.sent else None

    def _too_slow(self) -> None:
        assert self.process is not None
        self.process.kill()

    def _died(self) -> None:
        """The page under way ended the reader, or somebody else did. It gets a second try alone; then it is unreadable."""
        assert self.line is not None
        assert self.process is not None
        asyncio.get_running_loop().remove_reader(self.line.fileno())
        self.line.close()
        self.line = None
        self.process.wait()
        logger.error("the reader ended with status %d; starting it again", self.process.returncode)
        for queue in self.queues.values():
            queue.told = False
        for summary in self.summaries:
            summary.set_result(Summary())
        self.summaries.clear()
        while len(self.sent) > 1:
            self._put_back(*self.sent.pop())
        self.false_starts += int(not self.ready)
        if self.false_starts >= FALSE_STARTS:
            self._give_up()
        elif self.sent:
            name, page_id, done = self.sent[0]
            if self.suspect == page_id and self.ready:
                outcome = Outcome("unreadable", "reader_died")
                settle_page(shared_archive(self.databases[0]), page_id, outcome)
                self._answered(Answer(outcome))
            else:
                self.sent.clear()
                self._put_back(name, page_id, done)
                self.suspect = page_id if self.ready else self.suspect
        self._set_timer()
        self._send()

    def _give_up(self) -> None:
        """No reader starts: every page stays unread for the next run."""
        while self.sent or self._next_queue():
            if not self.sent:
                queue = self.queues[next(reversed(self.queues))]
                page_id, done = queue.pages.popleft()
                queue.under_way += 1
                self.sent.append((queue.source.name, page_id, done))
            self._answered(Answer(None, error="the reader does not start"))

    def _put_back(self, name: str, page_id: int, done: Done) -> None:
        queue = self.queues[name]
        queue.under_way -= 1
        queue.pages.appendleft((page_id, done))
