"""Visiting, on a worker: some sources are crawled by a process of its own, which ends when the worker, or who asked for it, is gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import msgspec

from crawler.cluster.slices import CORPUS, PAGES
from pipelines.sources.source import Source
from pipelines.values.paths import DATA

ERRAND = "errand.json"
BEAT = 0.2  # seconds between two looks at whether the parent lives; a host's next crawl begins later than that after a death
CRAWLS: dict[str, subprocess.Popen[bytes]] = {}  # those of this worker, by errand


class Errand(NamedTuple):
    """What a worker is to crawl: the folder of its databases, the arguments of every spider, further settings of Scrapy."""

    name: str
    folder: str
    sources: tuple[Source, ...]
    arguments: Mapping[str, str]
    settings: Mapping[str, str]


class _Written(msgspec.Struct):
    sources: list[Source]
    arguments: dict[str, str]
    settings: dict[str, str]


def visit(errand: Errand) -> int | None:
    """Crawl; the exit status of the process, None when this errand was begun before (its worker was lost, and the scheduler sent it out
    again by itself) or nobody waits for it any more."""
    from distributed import Event, Status, get_worker, secede

    begun = Event(f"corpus-{errand.name}")
    if begun.is_set():
        return None
    begun.set()
    worker = get_worker()
    key = worker.get_current_task()
    secede()  # it waits; the worker may do other things meanwhile
    written = _Written(list(errand.sources), dict(errand.arguments), dict(errand.settings))
    Path(errand.folder, ERRAND).write_bytes(msgspec.json.encode(written))
    command = [sys.executable, "-c", "from crawler.cluster.visiting import main; main()", errand.folder, str(os.getpid())]
    paths = os.pathsep.join([str(DATA.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": paths}) as crawl:  # noqa: S603
        CRAWLS[errand.name] = crawl
        try:
            while crawl.poll() is None:
                task = worker.state.tasks.get(key)
                is_leaving = worker.status not in (Status.running, Status.paused)  # told to, or the scheduler is gone
                if is_leaving or task is None or task.state not in ("executing", "long-running"):
                    crawl.kill()
                    return None
                time.sleep(BEAT)
        finally:
            CRAWLS.pop(errand.name, None)
        return crawl.returncode


def main() -> None:
    """The process that crawls. Arguments: folder, number of the parent's process."""
    folder, parent = Path(sys.argv[1]), int(sys.argv[2])
    threading.Thread(target=_end_with, args=[parent], daemon=True).start()
    from crawler.running.crawling import Crawling
    from crawler.running.reactor import configure_logs, project_settings, run_in_reactor

    errand = msgspec.json.decode((folder / ERRAND).read_bytes(), type=_Written)
    settings = project_settings()
    for name, value in {**errand.settings, "PAGES_DB": str(folder / PAGES), "CORPUS_DB": str(folder / CORPUS)}.items():
        settings.set(name, value, priority="cmdline")
    configure_logs(settings, None)
    run_in_reactor(settings, Crawling(errand.sources, errand.arguments, None).run)


def _end_with(parent: int) -> None:
    """At once and without a word, as the parent did: no host may be asked by this process and by the one that takes its place."""
    while os.getppid() == parent:
        time.sleep(BEAT)
    os.kill(os.getpid(), signal.SIGKILL)


def stop_crawl(name: str) -> bool:
    """On a worker: stop the crawl of an errand cleanly; whether it was there."""
    if crawl := CRAWLS.get(name):
        crawl.send_signal(signal.SIGTERM)
    return crawl is not None


def end_crawl(name: str) -> None:
    """On a worker: end the crawl of an errand at once, if it is still there."""
    if crawl := CRAWLS.get(name):
        crawl.kill()
        crawl.wait()


def make_folder() -> str:
    """On a worker: a new folder for the databases of an errand."""
    return tempfile.mkdtemp(prefix="corpus-")


def remove_folder(folder: str) -> None:
    """On a worker: the errand is done."""
    shutil.rmtree(folder, ignore_errors=True)


def write_piece(path: str, piece: bytes) -> int:
    """On a worker: add a piece to a file."""
    with Path(path).open("ab") as file:
        return file.write(piece)


def read_piece(path: str, start: int, length: int) -> bytes:
    """On a worker: a piece of a file; of one that is not there, nothing."""
    if not Path(path).exists():
        return b""
    with Path(path).open("rb") as file:
        file.seek(start)
        return file.read(length)
