"""Dealing: hosts to workers. One host belongs to one worker at a time; those of a worker that is lost go to others after their delay."""

from __future__ import annotations

import signal
import sys
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from crawler.cluster.connecting import is_lost, workers_of
from crawler.cluster.slices import COPIED, CORPUS, PAGES, Found, cut_slice, take_back
from crawler.cluster.visiting import Errand, end_crawl, make_folder, read_piece, remove_folder, stop_crawl, visit, write_piece
from crawler.running import leases
from crawler.running.crawling import Meanwhile
from crawler.running.ending import NotBegun
from crawler.running.schedule import by_host, own_hosts
from pipelines.corpus.sources import store_source
from pipelines.sources.source import Source
from pipelines.values.sqlite import Database

PIECE = 8_000_000  # bytes of a file sent at once
GRACE = 3.0  # seconds after the loss of a worker in which its crawl ends itself (BEAT in visiting.py)
STOP = 90.0  # seconds a crawl has to end cleanly: an answer under way takes 60 at most
NOBODY = 60.0  # seconds without any worker after which the rest is left to the next crawl
BEAT = 0.2
RENEWAL = 15.0  # seconds; well below the length of a lease

SCHEDULER_LOST = NotBegun("bad: not brought home: the scheduler of the cluster was lost", False)
NO_WORKER = NotBegun("bad: not begun: no worker was left in the cluster", False)

Group = Sequence[Source]  # sources that share a host


@dataclass(slots=True)
class Hand:
    """Some groups, and the worker that has them: its address, the errand's name, its folder there, its result to come."""

    groups: list[Group]
    worker: str
    errand: str
    folder: str
    result: Any
    told: float | None = None  # to stop: when (monotonic)

    @property
    def sources(self) -> list[Source]:
        return [source for group in self.groups for source in group]


@dataclass(slots=True)
class _Waiting:
    group: Group
    until: float  # time.monotonic


class How(NamedTuple):
    """How to crawl: the arguments of every spider, further settings of Scrapy, and what names the sources whose time has come meanwhile
    (None: nothing more is taken)."""

    arguments: Mapping[str, str]
    settings: Mapping[str, str]
    due: Callable[[], Sequence[Source]] | None = None


class Dealer:
    """Crawls sources on the workers of a cluster. When `crawl` has ended, `sources` are those that were dealt out, and `found` is what came
    back."""

    def __init__(self, client: Any, archive: Database, corpus: Database, how: How) -> None:
        self.client, self.archive, self.corpus = client, archive, corpus
        self.how = how
        self.meanwhile = Meanwhile(how.due)
        self.sources: list[Source] = []
        self.owner = leases.own_name()
        self.waiting: list[_Waiting] = []
        self.hands: list[Hand] = []
        self.found: list[Found] = []
        self.stopped = False
        self.gone: dict[str, NotBegun] = {}  # by source: why it is left to the next crawl, when nobody is there to do it

    def crawl(self, sources: Sequence[Source]) -> bool:
        """Crawl until all is done, or SIGINT or SIGTERM comes; whether one did."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._begin(sources)
            alone_since = renewed = time.monotonic()
            while self.hands or (self.waiting and not self.stopped):
                now = time.monotonic()
                if is_lost(self.client):
                    hosts = len(_hosts(self._groups()))
                    _tell(f"the scheduler is lost; {hosts} hosts are left to the next crawl, which asks again for what was not sent back")
                    self._leave(SCHEDULER_LOST)
                    break
                if not self.stopped:
                    self._begin(
                        self.meanwhile.now_due({host for group in self._groups() for source in group for host in own_hosts(source)})
                    )
                workers = workers_of(self.client)
                self._look_at_hands(workers)
                self._tell_of_the_stop()
                if workers:
                    alone_since = now
                    self._deal(workers, now)
                elif now - alone_since > NOBODY:
                    _tell(f"no worker for {NOBODY:.0f} s; {len(self.waiting)} hosts are left to the next crawl")
                    self._leave(NO_WORKER)
                    break
                if now - renewed > RENEWAL:
                    leases.renew(self.archive, self.owner)
                    renewed = now
                time.sleep(BEAT)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            leases.release(self.archive, _hosts(self._groups()), self.owner)
        return self.stopped

    def _leave(self, why: NotBegun) -> None:
        """All that is not done is left to the next crawl."""
        self.gone = {source.name: why for group in self._groups() for source in group}

    def _groups(self) -> list[Group]:
        """Those that are not done."""
        return [*(group for hand in self.hands for group in hand.groups), *(waiting.group for waiting in self.waiting)]

    def _begin(self, sources: Sequence[Source]) -> None:
        """Take the hosts, and keep the distance to the crawl before this one."""
        self.meanwhile.take(sources)
        known = {source.name for source in self.sources}
        for source in sources:
            store_source(self.corpus, source)
        self.sources += [source for source in sources if source.name not in known]
        for group in by_host(sources):
            used = leases.last_use(self.archive, _hosts([group]))
            holder = leases.acquire(self.archive, _hosts([group]), self.owner)
            if holder:
                _tell(f"{', '.join(source.name for source in group)}: another crawl ({holder}) is on this host")
            else:
                self.waiting.append(_Waiting(group, time.monotonic() + (used + _delay(group) - time.time() if used else 0.0)))

    def _stop(self, *_: Any) -> None:
        self.stopped = True

    def _tell_of_the_stop(self) -> None:
        """Each crawl is told once, one that is about to start when it has; one that does not end in time is ended. What it kept is kept."""
        now = time.monotonic()
        for hand in self.hands if self.stopped else ():
            if hand.told is None and self._on(hand.worker, stop_crawl, hand.errand) == [True]:
                hand.told = now
            elif hand.told is not None and now - hand.told > STOP:
                self._on(hand.worker, end_crawl, hand.errand)

    def _deal(self, workers: Sequence[str], now: float) -> None:
        """What is ready goes to the workers in equal hands."""
        ready = [waiting for waiting in self.waiting if waiting.until <= now]
        if self.stopped or not ready:
            return
        busy = {worker: sum(hand.worker == worker for hand in self.hands) for worker in workers}
        order = sorted(workers, key=lambda worker: (busy[worker], worker))
        for number, worker in enumerate(order):
            hand = ready[number :: len(order)]
            if hand and self._give(worker, [waiting.group for waiting in hand]):
                self.waiting = [waiting for waiting in self.waiting if waiting not in hand]

    def _give(self, worker: str, groups: list[Group]) -> bool:
        """Send a worker what it needs and let it begin; False when it is lost meanwhile: nothing was asked for."""
        sources = [source for group in groups for source in group]
        with TemporaryDirectory() as here:
            cut_slice(self.archive, self.corpus, sources, Path(here))
            made = self._on(worker, make_folder)
            if not made or not all(self._send(worker, Path(here, name), f"{made[0]}/{name}") for name in (PAGES, CORPUS, COPIED)):
                return False
            folder = made[0]
        errand = Errand(uuid.uuid4().hex, folder, tuple(sources), self.how.arguments, self.how.settings)
        result = self.client.submit(visit, errand, workers=[worker], allow_other_workers=False, pure=False, retries=0)
        self.hands.append(Hand(groups, worker, errand.name, folder, result))
        return True

    def _look_at_hands(self, workers: Sequence[str]) -> None:
        for hand in list(self.hands):
            if hand.result.done() or hand.worker not in workers:
                self.hands.remove(hand)
                if hand.worker in workers and self._is_done(hand) and self._fetch(hand):
                    leases.release(self.archive, _hosts(hand.groups), self.owner)
                else:
                    self._lost(hand)

    def _is_done(self, hand: Hand) -> bool:
        return hand.result.status == "finished" and hand.result.result() is not None

    def _lost(self, hand: Hand) -> None:
        """A worker is gone, and with it what it had not sent back: its hosts are asked again, after their delay."""
        status = hand.result.status
        hand.result.cancel()
        self._on(hand.worker, end_crawl, hand.errand)  # if it is there after all: its hosts are asked by nobody when it has answered
        _tell(f"worker {hand.worker} is lost ({status}); its {len(hand.groups)} hosts go to others")
        for group in hand.groups:
            self.waiting.append(_Waiting(group, time.monotonic() + _delay(group) + GRACE))

    def _fetch(self, hand: Hand) -> bool:
        """Take back what a worker did; False when it is lost before it has sent it."""
        with TemporaryDirectory() as here:
            for name in (PAGES, f"{PAGES}-wal", COPIED):
                if not self._receive(hand.worker, f"{hand.folder}/{name}", Path(here, name)):
                    return False
            self.found.append(take_back(self.archive, [source.name for source in hand.sources], Path(here)))
        self._on(hand.worker, remove_folder, hand.folder)
        return True

    def _on(self, worker: str, work: Callable[..., Any], *arguments: Any) -> list[Any]:
        """What some work gives on a worker, as the only member of a list; nothing when the worker is lost."""
        if is_lost(self.client):
            return []
        try:
            return list(self.client.run(work, *arguments, workers=[worker]).values())
        except Exception:  # whatever the loss of a connection looks like; what a worker cannot do it is lost for, too
            return []

    def _send(self, worker: str, file: Path, there: str) -> bool:
        with file.open("rb") as stream:
            return all(self._on(worker, write_piece, there, piece) for piece in iter(lambda: stream.read(PIECE), b""))

    def _receive(self, worker: str, there: str, file: Path) -> bool:
        with file.open("wb") as stream:
            while answer := self._on(worker, read_piece, there, stream.tell(), PIECE):
                if not answer[0]:
                    return True
                stream.write(answer[0])
        return False


def _delay(group: Group) -> float:
    return max(source.delay for source in group)


def _hosts(groups: Iterable[Group]) -> list[str]:
    return sorted({host for group in groups for source in group for host in source.hosts})


def _tell(line: str) -> None:
    print(f"corpus crawl: {line}", file=sys.stderr)
