"""Connecting: the client of a Dask scheduler whose workers run this very program, and its workers as readers of kept pages."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from importlib.metadata import version
from typing import Any

from crawler.arguments import BadInput
from pipelines.corpus.stamps import code_version
from pipelines.intake.batches import AHEAD, Batch
from pipelines.intake.spreading import Crew, Item, Result, Work

PATIENCE = 10  # seconds until a scheduler must have answered
SCHEMES = ("tcp://", "tls://")
LOOK = 2.0  # seconds between looks whether the scheduler is still there


class SchedulerLost(ConnectionError):
    """The scheduler of a cluster is gone. What was stored before is stored; the rest is left to the next start."""

    def __init__(self) -> None:
        super().__init__("the scheduler of the cluster is lost; what was stored before stays")


def connect(address: str, needs: str | None = None) -> Any:
    """The client of a scheduler (its address: tcp://HOST:PORT). Raises BadInput: the extra is missing, nobody answers, no worker is
    there, or one runs another version of the program, which would read pages otherwise, or lacks the package it `needs`."""
    try:
        from distributed import Client
    except ImportError:
        raise BadInput("--workers tcp://...: needs the extra `cluster` (pip install 'dask[distributed]')") from None
    for name in ("distributed", "distributed.client"):  # what happens to workers is told in lines of ours
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError):
        raise BadInput(f"--workers {address}: no scheduler answers there") from None
    try:
        if wrong := _what_is_wrong(client, needs):
            raise BadInput(f"--workers {address}: {wrong}")
    except OSError:
        client.close()
        raise SchedulerLost from None
    except BaseException:
        client.close()
        raise
    return client


def _what_is_wrong(client: Any, needs: str | None) -> str | None:
    """Why these workers cannot do the work of this program. They are asked beside whatever they are at."""
    versions = client.run(code_version, on_error="return")
    packages = client.run(version, needs, on_error="return") if needs else {}
    if not versions:
        return "no worker is there"
    for worker, answer in sorted(versions.items()):
        if isinstance(answer, BaseException):
            return f"{worker} cannot run this program: {answer!r}"
        if answer != code_version():
            return f"{worker} runs another version of the program"
    lacking = [worker for worker, answer in sorted(packages.items()) if isinstance(answer, BaseException)]
    return f"{lacking[0]} lacks the package {needs}" if lacking else None


def is_lost(client: Any) -> bool:
    """Whether the connection to the scheduler broke. What workers were to do for this client is off then, even if it comes back."""
    return bool(client.status != "running")


def workers_of(client: Any) -> list[str]:
    """The addresses of the workers that are there now; none when the scheduler is lost."""
    try:
        return sorted(client.scheduler_info(n_workers=-1)["workers"])
    except Exception:  # whatever the loss of a connection looks like
        if is_lost(client):
            return []
        raise


def crew_of(client: Any) -> Crew:
    """The workers as processes that read. Pages whose documents are to be read with them are read here, where the documents are. Its work
    raises SchedulerLost."""
    from distributed import KilledWorker

    pool = _Workers(client)
    ahead = AHEAD * sum(client.nthreads().values())
    return _ClusterCrew(lambda: pool, max(ahead, AHEAD), (KilledWorker,), _needs_documents)


class _ClusterCrew(Crew):
    """A Crew over the workers of a cluster."""

    def __call__(self, work: Work[Item, Result], items: Iterable[Item], lost: Work[Item, Result] | None = None) -> Iterator[Result]:
        assert isinstance(self.pool, _Workers)
        try:
            yield from super().__call__(work, items, lost)
        except Exception as error:
            if isinstance(error, CancelledError) or is_lost(self.pool.client):
                raise SchedulerLost from None
            raise

    def _result(self, future: Future[Result]) -> Result:
        """Waits in steps: a future whose scheduler went while it was handed over is never done."""
        assert isinstance(self.pool, _Workers)
        while True:
            try:
                return future.result(timeout=LOOK)
            except TimeoutError:
                if future.done():
                    raise
                if is_lost(self.pool.client):
                    raise SchedulerLost from None


class _Workers(Executor):
    """The workers of a cluster as an executor; they outlive it."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.inner = client.get_executor(pure=False)

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **more: Any) -> Future[Any]:
        submitted: Future[Any] = self.inner.submit(work, *arguments, **more)
        return submitted

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002
        """Leave the cluster. Without waiting, which is how a Crew begins anew after a death, nothing ends."""
        if wait:
            self.client.close()


def _needs_documents(item: Any) -> bool:
    """Whether an item of work is a batch (Batch) with a page of a source that reads documents."""
    batch: Batch = item if isinstance(item, tuple) else ()
    return any(getattr(task, "shelf", None) and task.source is not None and task.source.documents is not None for task in batch)
