"""The reader process: fair turns, pages that end it, storage that fails, a crawl that is gone. With real processes and real signals."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from pipelines.archive.pages import unread_pages
from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.intake import reader_handle
from pipelines.intake.messages import Answer
from pipelines.intake.reader_handle import ReaderHandle, State
from pipelines.intake.readers import Readers, shared_readers
from pipelines.values.outcome import Outcome
from tests.crawler.kept_pages import keep, prepare, source
from tests.paths import ROOT


def run(folder: Path, work: Callable[[ReaderHandle], Awaitable[None]]) -> None:
    prepare(folder)

    async def main() -> None:
        handle = ReaderHandle(str(folder / "pages.db"), str(folder / "corpus.db"))
        try:
            await asyncio.wait_for(work(handle), 60)
        finally:
            handle.close()

    asyncio.run(main())


def outcomes(folder: Path) -> list[tuple[str, str]]:
    return open_archive(folder / "pages.db").execute("SELECT outcome, reason FROM pages ORDER BY id").fetchall()


def test_pages_are_read_stored_and_settled(tmp_path: Path) -> None:
    answers: list[Answer] = []

    async def work(handle: ReaderHandle) -> None:
        for number in keep(tmp_path, 5):
            handle.submit(source("s"), number, answers.append)
        assert handle.waiting("s") == 5
        shapes = await handle.finish("s")
        assert (handle.waiting("s"), shapes.n, shapes.shares["title filled"]) == (0, 5, 5)
        assert (await handle.finish("s")).n == 0  # told once

    run(tmp_path, work)
    assert outcomes(tmp_path) == [("stored", "new")] * 5
    assert [a.outcome for a in answers] == [Outcome("stored", "new")] * 5
    assert {"title", "province", "year"} <= set(answers[0].filled)
    assert answers[0].facts >= 3
    assert open_corpus(tmp_path / "corpus.db").execute("SELECT count(*) FROM articles").fetchone() == (5,)


def test_sources_take_turns(tmp_path: Path) -> None:
    order: list[str] = []

    async def work(handle: ReaderHandle) -> None:
        for name, count in (("big", 12), ("small", 2)):
            for number in keep(tmp_path, count, name):
                handle.submit(source(name), number, lambda _, name=name: order.append(name))
        await asyncio.gather(handle.finish("big"), handle.finish("small"))

    run(tmp_path, work)
    assert order.count("big") == 12
    assert order.index("small") < 6
    assert "small" not in order[8:]


def test_sources_are_dealt_to_readers_and_their_pages_stay_in_order(tmp_path: Path) -> None:
    order: list[str] = []
    processes: set[int] = set()
    prepare(tmp_path)

    async def main() -> None:
        readers = Readers(str(tmp_path / "pages.db"), str(tmp_path / "corpus.db"), 2)
        dealt = [readers.of(name) for name in ("s", "big", "t", "s")]
        assert [readers.handles.index(handle) for handle in dealt] == [0, 1, 0, 0]
        for name in ("s", "big", "t"):
            for number in keep(tmp_path, 6, name):
                readers.of(name).submit(source(name), number, lambda _, name=name: order.append(name))
        await asyncio.gather(*(readers.of(name).finish(name) for name in ("s", "big", "t")))
        for handle in readers.handles:
            assert handle.process is not None
            processes.add(handle.process.pid)
            handle.close()

    asyncio.run(main())
    assert len(processes) == 2
    assert {name: order.count(name) for name in order} == {"s": 6, "big": 6, "t": 6}
    assert outcomes(tmp_path) == [("stored", "new")] * 18
    stored = open_corpus(tmp_path / "corpus.db").execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall()
    assert dict(stored) == {"s": 6, "big": 6, "t": 6}


@pytest.mark.parametrize(("count", "cores", "wanted"), [(0, 1, 1), (0, 2, 1), (0, 8, 7), (3, 1, 3)])
def test_as_many_readers_as_asked_for_or_all_cores_but_one(
    count: int, cores: int, wanted: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert len(shared_readers(str(tmp_path / "p.db"), str(tmp_path / "c.db"), count).handles) == wanted


@pytest.mark.parametrize("kills", [1, 2])
def test_a_page_that_ends_the_reader_gets_one_more_try(tmp_path: Path, kills: int) -> None:
    answers: list[tuple[int, Outcome | None]] = []

    async def work(handle: ReaderHandle) -> None:
        numbers = keep(tmp_path, 4)
        for number in numbers:
            handle.submit(source("s"), number, lambda a, n=number: answers.append((n, a.outcome)))
        for _ in range(kills):
            while handle.state is not State.READY:
                await asyncio.sleep(0.001)
            first = handle.process
            assert first is not None
            os.kill(first.pid, signal.SIGKILL)  # at once: the first page takes a reader a tenth of a second
            while handle.process is first:
                await asyncio.sleep(0.001)
        await handle.finish("s")

    run(tmp_path, work)
    first = ("stored", "new") if kills == 1 else ("unreadable", "reader_died")
    assert outcomes(tmp_path) == [first, *[("stored", "new")] * 3]
    assert [n for n, _ in answers] == [1, 2, 3, 4]
    assert answers[0][1] == Outcome(*first)  # type: ignore[arg-type]


def test_a_page_for_a_reader_that_has_just_died_is_not_lost(tmp_path: Path) -> None:
    async def work(handle: ReaderHandle) -> None:
        first, *more = keep(tmp_path, 6)
        handle.submit(source("s"), first, lambda _: None)
        await handle.finish("s")
        process = handle.process
        assert process is not None
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and the handle does not know yet
        for number in more[:4]:
            handle.submit(source("s"), number, lambda _: None)
        assert (await handle.finish("s")).n == 4
        assert handle.process is not None
        handle.process.kill()
        os.waitid(os.P_PID, handle.process.pid, os.WEXITED | os.WNOWAIT)
        assert (await handle.finish("s")).n == 0  # asked of a dead reader: what it saw is lost, the crawl ends well
        handle.submit(source("s"), more[4], lambda _: None)
        await handle.finish("s")

    run(tmp_path, work)
    assert outcomes(tmp_path) == [("stored", "new")] * 6


def test_a_page_that_ends_the_reader_is_known_again_after_pages_of_other_sources(tmp_path: Path) -> None:
    kills = 0

    async def work(handle: ReaderHandle) -> None:
        nonlocal kills
        for name in ("t", "big", "small"):  # so many that one of them has its turn before the page's second try
            for number in keep(tmp_path, 6, name):
                handle.submit(source(name), number, lambda _: None)
        (bad,) = keep(tmp_path, 1)
        handle.submit(source("s"), bad, lambda _: None)
        while handle.waiting("s"):
            if handle.state is State.READY and handle.process and handle.sent and handle.sent[0].page_id == bad:
                kills += 1
                ended = handle.process
                os.kill(ended.pid, signal.SIGKILL)
                while handle.process is ended and handle.waiting("s"):
                    await asyncio.sleep(0.001)
            await asyncio.sleep(0.001)
        await asyncio.gather(*(handle.finish(name) for name in ("t", "big", "small")))

    run(tmp_path, work)
    assert kills == 2
    assert outcomes(tmp_path) == [*[("stored", "new")] * 18, ("unreadable", "reader_died")]


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_handle, "READ_LIMIT", 3.0)

    async def work(handle: ReaderHandle) -> None:
        (number,) = keep(tmp_path, 1)
        handle.submit(source("s"), number, lambda _: None)
        for _ in range(2):
            while handle.state is not State.READY:
                await asyncio.sleep(0.001)
            first = handle.process
            assert first is not None
            os.kill(first.pid, signal.SIGSTOP)  # a reader that does nothing is one that takes too long
            while handle.process is first and handle.waiting("s"):
                await asyncio.sleep(0.01)
        await handle.finish("s")
        monkeypatch.setattr(reader_handle, "READ_LIMIT", 60.0)
        (number,) = keep(tmp_path, 1, "t")
        handle.submit(source("t"), number, lambda _: None)
        await handle.finish("t")

    run(tmp_path, work)
    assert outcomes(tmp_path) == [("unreadable", "reader_died"), ("stored", "new")]


def test_a_reader_that_cannot_start_leaves_every_page_unread(tmp_path: Path) -> None:
    answers: list[Answer] = []
    states: list[State] = []

    async def work(handle: ReaderHandle) -> None:
        (tmp_path / "corpus.db").write_bytes(b"no database, whatever its name says" * 100)
        for number in keep(tmp_path, 4):
            handle.submit(source("s"), number, answers.append)
        await handle.finish("s")
        states.append(handle.state)
        (late,) = keep(tmp_path, 1, "t")
        handle.submit(source("t"), late, answers.append)
        await handle.finish("t")
        states.append(handle.state)

    run(tmp_path, work)
    assert [(a.outcome, a.error) for a in answers] == [(None, "the reader does not start")] * 5
    assert states == [State.GIVEN_UP] * 2
    assert unread_pages(open_archive(tmp_path / "pages.db"), "s") == [1, 2, 3, 4]


def test_false_starts_are_forgiven_but_for_the_last(tmp_path: Path) -> None:
    async def work(handle: ReaderHandle) -> None:
        corpus = tmp_path / "corpus.db"
        corpus.rename(tmp_path / "sound.db")
        corpus.write_bytes(b"no database, whatever its name says" * 100)
        for number in keep(tmp_path, 2):
            handle.submit(source("s"), number, lambda _: None)
        while handle.false_starts < reader_handle.FALSE_STARTS - 1:
            assert handle.state in (State.ABSENT, State.STARTING)
            await asyncio.sleep(0.001)
        (tmp_path / "sound.db").rename(corpus)
        await handle.finish("s")
        assert (handle.state, handle.false_starts) == (State.READY, 0)

    run(tmp_path, work)
    assert outcomes(tmp_path) == [("stored", "new")] * 2


def test_what_cannot_be_stored_stays_unread(tmp_path: Path) -> None:
    answers: list[Answer] = []

    async def work(handle: ReaderHandle) -> None:
        corpus = open_corpus(tmp_path / "corpus.db")
        corpus.execute("CREATE TRIGGER full BEFORE INSERT ON articles BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END")
        numbers = keep(tmp_path, 2)
        handle.submit(source("s"), numbers[0], answers.append)
        await handle.finish("s")
        corpus.execute("DROP TRIGGER full")
        handle.submit(source("s"), numbers[1], answers.append)
        await handle.finish("s")
        corpus.close()

    run(tmp_path, work)
    assert [(a.outcome is None, a.error) for a in answers] == [(True, "database or disk is full"), (False, None)]
    assert unread_pages(open_archive(tmp_path / "pages.db"), "s") == [1]


def test_pages_left_to_the_next_run(tmp_path: Path) -> None:
    async def work(handle: ReaderHandle) -> None:
        for number in keep(tmp_path, 50):
            handle.submit(source("s"), number, lambda _: None)
        handle.forget("s")
        await handle.finish("s")

    run(tmp_path, work)
    assert len(unread_pages(open_archive(tmp_path / "pages.db"), "s")) == 50 - reader_handle.AT_ONCE


CRAWL = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, "tests")
from tests.crawler.kept_pages import keep, prepare, source
from pipelines.intake.reader_handle import ReaderHandle

async def main():
    folder = Path(sys.argv[1])
    prepare(folder)
    handle = ReaderHandle(str(folder / "pages.db"), str(folder / "corpus.db"))
    for number in keep(folder, 400):
        handle.submit(source("s"), number, lambda _: None)
    while handle.waiting("s") > 395:
        await asyncio.sleep(0.01)
    print(handle.process.pid, flush=True)
    await handle.finish("s")

asyncio.run(main())
"""


def test_the_reader_ends_with_its_crawl(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CRAWL, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as crawl:
        assert crawl.stdout is not None
        reader = Path("/proc", crawl.stdout.readline().strip())
        assert reader.is_dir()
        crawl.kill()
    waited = time.monotonic()
    while reader.is_dir() and time.monotonic() - waited < 10 and " Z " not in (reader / "stat").read_text():
        time.sleep(0.02)
    assert time.monotonic() - waited < 2
    left = len(unread_pages(open_archive(tmp_path / "pages.db"), "s"))
    assert 300 < left < 400
    time.sleep(0.3)
    assert len(unread_pages(open_archive(tmp_path / "pages.db"), "s")) == left
