"""A Dask scheduler and workers on loopback, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.paths import ROOT

PATIENCE = 60.0  # seconds


class Cluster:
    """Running until it is closed; a worker may be killed before."""

    def __init__(self, folder: Path, workers: int) -> None:
        self.file = folder / "scheduler.json"
        self.log = (folder / "dask.log").open("wb")
        self.processes = [self.start("scheduler", "--host", "127.0.0.1", "--port", "0")]
        _until(self.file.exists)
        self.address = str(json.loads(self.file.read_text())["address"])
        self.workers = [self.start("worker", "--nthreads", "1", "--no-nanny", "--local-directory", str(folder)) for _ in range(workers)]

    def start(self, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", kind, "--scheduler-file", str(self.file), "--no-dashboard", *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=self.log, stderr=self.log, env={**os.environ, "PYTHONPATH": str(ROOT)})

    def kill(self, number: int) -> None:
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait()

    def close(self) -> None:
        for process in [*self.workers, *self.processes]:
            process.kill()
            process.wait()
        self.log.close()


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[Cluster]:
    """With all its workers there."""
    from distributed import Client

    running = Cluster(folder, workers)
    try:
        with Client(running.address, timeout=PATIENCE) as client:
            client.wait_for_workers(workers, timeout=PATIENCE)
        yield running
    finally:
        running.close()


def _until(there: object) -> None:
    began = time.monotonic()
    while not there():  # type: ignore[operator]
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.05)
