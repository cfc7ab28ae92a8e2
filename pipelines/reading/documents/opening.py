"""Opening a document: in a process of its own, which may end badly. What it was is then told by how it ended."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from importlib.util import find_spec

import msgspec

from pipelines.reading.documents.content import Content, Limits
from pipelines.values.paths import DATA

PATIENCE = 30.0  # seconds on the clock; the limit of processor time is below (child.py)
REMEMBERED = 12  # documents: a notice with several is read again with each that comes
HOW_TO_READ = "the extra `documents` is not installed (pip install '.[documents]'; the next crawl or `corpus replay` then reads them)"
NEEDED = ("pypdfium2", "striprtf", "olefile")
_OUT_OF_BOUNDS = (signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL)  # PDFium traps when memory is refused
_remembered: dict[tuple[bytes, Limits], Content] = {}  # by digest: the files themselves are large
_COMMAND = [sys.executable, "-c", "from pipelines.reading.documents.child import main; main()"]


def can_read() -> bool:
    """Whether the libraries of the extra `documents` are installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def open_document(body: bytes, limits: Limits) -> Content:
    """What a document says. Never raises for what stands in it; a document that ends or stalls its process is broken or too_large."""
    if not can_read():
        return Content("needs_extra")
    key = (hashlib.sha256(body).digest(), limits)
    if key not in _remembered:
        while len(_remembered) >= REMEMBERED:
            del _remembered[next(iter(_remembered))]
        _remembered[key] = _opened(body, limits)
    return _remembered[key]


def _opened(body: bytes, limits: Limits) -> Content:
    paths = os.pathsep.join([str(DATA.parent), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [*_COMMAND, msgspec.json.encode(limits).decode()]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=body, capture_output=True, timeout=PATIENCE, check=False, env={**os.environ, "PYTHONPATH": paths}
        )
    except subprocess.TimeoutExpired:
        return Content("too_large")
    if -done.returncode in _OUT_OF_BOUNDS:
        return Content("too_large")
    try:
        return msgspec.json.decode(done.stdout, type=Content)
    except msgspec.DecodeError:
        return Content("broken")
