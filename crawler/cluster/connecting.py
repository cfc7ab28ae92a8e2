"""Connecting: the client of a Dask scheduler whose workers run this very program, and its workers as readers of kept pages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any

from crawler.arguments import BadInput
from pipelines.corpus.stamps import code_version
from pipelines.intake.batches import AHEAD, Batch
from pipelines.intake.spreading import Crew

PATIENCE = 10  # seconds until a scheduler must have answered
SCHEMES = ("tcp://", "tls://")


def connect(address: str) -> Any:
    """The client of a scheduler (its address: tcp://HOST:PORT). Raises BadInput: the extra is missing, nobody answers, no worker is
    there, or one runs another version of the program, which would read pages otherwise."""
    try:
        from distributed import Client
    except ImportError:
        raise BadInput("--workers tcp://...: needs the extra `cluster` (pip install 'dask[distributed]')") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what happens to workers is told in lines of ours
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError):
        raise BadInput(f"--workers {address}: no scheduler answers there") from None
    try:
        asked = {worker: client.submit(code_version, workers=[worker], pure=False) for worker in workers_of(client)}
        versions = {worker: version.result() for worker, version in asked.items()}
    except Exception as error:  # whatever a worker says that cannot import the program
        client.close()
        raise BadInput(f"--workers {address}: a worker cannot run this program: {error}") from None
    others = sorted(worker for worker, version in versions.items() if version != code_version())
    if not versions or others:
        client.close()
        raise BadInput(f"--workers {address}: " + (f"{others[0]} runs another version of the program" if others else "no worker is there"))
    return client


def workers_of(client: Any) -> list[str]:
    """The addresses of the workers that are there now."""
    return sorted(client.scheduler_info(n_workers=-1)["workers"])


def crew_of(client: Any) -> Crew:
    """The workers as processes that read. Pages whose documents are to be read with them are read here, where the documents are."""
    from distributed import KilledWorker

    pool = _Workers(client)
    ahead = AHEAD * sum(client.nthreads().values())
    return Crew(lambda: pool, max(ahead, AHEAD), (KilledWorker,), _needs_documents)


class _Workers(Executor):
    """The workers of a cluster as an executor; they outlive it."""

    def __init__(self, client: Any) -> None:
        self.inner = client.get_executor(pure=False)

    def submit(self, work: Callable[..., Any], /, *arguments: Any, **more: Any) -> Future[Any]:
        submitted: Future[Any] = self.inner.submit(work, *arguments, **more)
        return submitted

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Nothing to end."""


def _needs_documents(item: Any) -> bool:
    """Whether an item of work is a batch (Batch) with a page of a source that reads documents."""
    batch: Batch = item if isinstance(item, tuple) else ()
    return any(getattr(task, "shelf", None) and task.source is not None and task.source.documents is not None for task in batch)
