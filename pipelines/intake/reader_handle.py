"""The crawl's end of a reader process: hands it kept pages in fair turns, counts answers, starts it again when a page ends it."""

from __future__ import annotations

import asyncio
import atexit
import logging
import multiprocessing
import os
import sqlite3
import subprocess
import sys
from collections import deque
from contextlib import suppress
from enum import Enum, auto
from multiprocessing.connection import Connection

from pipelines.archive.schema import shared_archive
from pipelines.archive.settling import settle_page
from pipelines.drift.summaries import Summary
from pipelines.intake.messages import Answer, Read, Tell
from pipelines.intake.turns import Done, Job, Turns
from pipelines.sources.source import Source
from pipelines.values.outcome import Outcome
from pipelines.values.paths import DATA

logger = logging.getLogger(__name__)
AT_ONCE = 3  # pages the reader is given before it has answered: enough that it never waits for the crawl
FALSE_STARTS = 3  # readers in a row that end before they are ready; then none is started any more
READ_LIMIT = 60.0  # seconds one page may take; the slowest hostile page known takes one


class State(Enum):
    """What the reader is doing, as far as the crawl knows."""

    ABSENT = auto()  # none runs; the next page starts one
    STARTING = auto()  # it runs, and has not opened its databases yet
    READY = auto()  # it reads
    STALLED = auto()  # it was killed over a page that took too long; its end has not been noticed yet
    GIVEN_UP = auto()  # none starts: pages stay unread for the next run


class Event(Enum):
    """What happens to a reader."""

    START = auto()
    OPENED = auto()  # its databases
    SLOW = auto()
    END = auto()
    LAST_END = auto()  # of FALSE_STARTS in a row


TRANSITIONS = {
    (State.ABSENT, Event.START): State.STARTING,
    (State.ABSENT, Event.LAST_END): State.GIVEN_UP,  # no process to be had
    (State.STARTING, Event.OPENED): State.READY,
    (State.STARTING, Event.SLOW): State.STARTING,  # killed as well, and a false start when it ends
    (State.STARTING, Event.END): State.ABSENT,
    (State.STARTING, Event.LAST_END): State.GIVEN_UP,
    (State.READY, Event.SLOW): State.STALLED,
    (State.READY, Event.END): State.ABSENT,
    (State.STALLED, Event.SLOW): State.STALLED,  # an answer it had sent before came in between
    (State.STALLED, Event.END): State.ABSENT,
}


class ReaderHandle:
    """Runs in the event loop of the crawl. The process is started when the first page comes."""

    def __init__(self, pages_db: str, corpus_db: str) -> None:
        self.databases = (pages_db, corpus_db)
        self.state = State.ABSENT
        self.false_starts = 0
        self.turns = Turns()
        self.sent: deque[Job] = deque()  # in the order of the answers to come
        self.told: set[str] = set()  # names of the sources the reader now running knows
        self.summaries: deque[asyncio.Future[Summary]] = deque()
        self.process: subprocess.Popen[bytes] | None = None
        self.line: Connection | None = None
        self.suspect: int | None = None  # the page under way when a reader died: given one more try, alone
        self.timer: asyncio.TimerHandle | None = None
        atexit.register(self.close)

    def submit(self, source: Source, page_id: int, done: Done) -> None:
        """Have a kept page read; `done` gets the Answer."""
        self.turns.add(Job(source, page_id, done))
        if self.state is State.GIVEN_UP:
            self._refuse_all()
        else:
            self._send()

    def waiting(self, name: str) -> int:
        """How many pages of a source are not read yet."""
        return self.turns.count(name)

    async def finish(self, name: str) -> Summary:
        """Wait until all pages of a source are read; the shapes of those its reader saw."""
        if not await self.turns.emptied(name) or self.state in (State.ABSENT, State.GIVEN_UP):
            return Summary()
        summary: asyncio.Future[Summary] = asyncio.get_running_loop().create_future()
        self.summaries.append(summary)
        self._tell(Tell(name))
        return await summary

    def forget(self, name: str) -> None:
        """Leave the pages of a source that are not under way for the next run (they stay in the archive, unread)."""
        self.turns.forget(name)

    def close(self) -> None:
        """End the process; what it has not answered stays unread."""
        if self.timer:
            self.timer.cancel()
        if self.line and not self.line.closed:
            self.line.close()
        if self.process:
            self.process.wait(READ_LIMIT)

    def _happened(self, event: Event) -> None:
        self.state = TRANSITIONS[self.state, event]

    def _send(self) -> None:
        while self.turns and len(self.sent) < (AT_ONCE if self.suspect is None else 1):
            if self.state is State.ABSENT and not self._started():
                return
            job = self.turns.take()
            name = job.source.name
            if name not in self.told:
                self._tell(job.source)
                self.told.add(name)
            self.sent.append(job)
            self._tell(Read(name, job.page_id))
            if self.timer is None:
                self._set_timer()

    def _tell(self, order: Source | Read | Tell) -> None:
        """A reader that died a moment ago takes nothing more; `_receive` is about to notice, and what it was to do is put back."""
        assert self.line is not None
        with suppress(OSError):
            self.line.send(order)

    def _started(self) -> bool:
        """Start the process. False when the machine has none to give: every page stays unread for the next run."""
        try:
            self._start()
        except OSError as error:
            logger.error("the reader does not start: %s", error)
            self._happened(Event.LAST_END)
            self._refuse_all()
            return False
        return True

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        command = [sys.executable, "-c", "from pipelines.intake.reader import main; main()", *self.databases, str(theirs.fileno())]
        paths = os.pathsep.join([str(DATA.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, "PYTHONPATH": paths}
        self.process = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, env=environment)  # noqa: S603
        theirs.close()
        self.line = ours
        self._happened(Event.START)
        asyncio.get_running_loop().add_reader(ours.fileno(), self._receive)

    def _receive(self) -> None:
        assert self.line is not None
        try:
            answer = self.line.recv()
        except (EOFError, OSError):
            self._ended()
            return
        match answer:
            case None:
                self.false_starts = 0
                self._happened(Event.OPENED)
            case Summary():
                self.summaries.popleft().set_result(answer)
            case _:
                self._answer(answer)
                self._send()

    def _answer(self, answer: Answer) -> None:
        """The first page that was sent has its answer."""
        job = self.sent.popleft()
        if job.page_id == self.suspect:  # other pages may come before its second try
            self.suspect = None
        if answer.error:
            logger.error("%s: page %d is not stored: %s", self.databases[1], job.page_id, answer.error)
        try:
            self.turns.answer(job, answer)
        except Exception as error:  # nothing that goes wrong with one answer may keep the others from coming
            logger.error("%s: the answer to page %d is lost: %r", job.source.name, job.page_id, error)
        self._set_timer()

    def _set_timer(self) -> None:
        if self.timer:
            self.timer.cancel()
        self.timer = asyncio.get_running_loop().call_later(READ_LIMIT, self._too_slow) if self.sent else None

    def _too_slow(self) -> None:
        assert self.process is not None
        self._happened(Event.SLOW)
        self.process.kill()

    def _ended(self) -> None:
        """A page ended the reader, or somebody else did. What it was given but did not answer is put back."""
        assert self.line is not None
        assert self.process is not None
        asyncio.get_running_loop().remove_reader(self.line.fileno())
        self.line.close()
        self.line = None
        self.process.wait()
        logger.error("the reader ended with status %d; starting it again", self.process.returncode)
        self.told.clear()
        for summary in self.summaries:
            summary.set_result(Summary())
        self.summaries.clear()
        while len(self.sent) > 1:
            self.turns.put_back(self.sent.pop())
        if self.state is State.STARTING:
            self._false_start()
        else:
            self._happened(Event.END)
            self._try_again()
        self._set_timer()
        self._send()

    def _false_start(self) -> None:
        """A reader ended before it was ready, whatever it was to read."""
        self.false_starts += 1
        if self.false_starts >= FALSE_STARTS:
            self._happened(Event.LAST_END)
            self._refuse_all()
            return
        self._happened(Event.END)
        if self.sent:
            self.turns.put_back(self.sent.popleft())

    def _try_again(self) -> None:
        """The page that was under way gets a second try alone; then it is unreadable."""
        if not self.sent:
            return
        if self.sent[0].page_id == self.suspect:
            outcome = Outcome("unreadable", "reader_died")
            try:
                settle_page(shared_archive(self.databases[0]), self.suspect, outcome)
            except sqlite3.Error as error:  # the disk is full, say: the next run meets the page again
                self._answer(Answer(None, error=str(error)))
            else:
                self._answer(Answer(outcome))
        else:
            job = self.sent.popleft()
            self.turns.put_back(job)
            self.suspect = job.page_id

    def _refuse_all(self) -> None:
        """No reader starts: every page stays unread for the next run."""
        while self.sent or self.turns:
            if not self.sent:
                self.sent.append(self.turns.take())
            self._answer(Answer(None, error="the reader does not start"))
