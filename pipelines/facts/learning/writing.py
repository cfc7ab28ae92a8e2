"""Writing: the tables of learning, each replaced as a whole; a kill leaves the old or the new one."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from msgspec import to_builtins

from pipelines.facts.links.doubt import Calibration
from pipelines.facts.links.evidence import DECISIONS, Feature, Task
from pipelines.values.paths import DATA

LINKS = DATA / "links"


def write_weights(tables: Mapping[Task, Mapping[Feature, float]], folder: Path | None = None) -> None:
    """data/links/weights.json, features by name; every decision has its table, or nothing could be read any more. Raises OSError."""
    found = {task: dict(sorted(tables[task].items())) for task in DECISIONS}
    _replace((folder or LINKS) / "weights.json", json.dumps(found, ensure_ascii=False, indent=1))


def write_calibration(lines: Calibration, folder: Path | None = None) -> None:
    """data/links/doubt.json. Raises OSError."""
    _replace((folder or LINKS) / "doubt.json", json.dumps(to_builtins(lines), indent=1, sort_keys=True))


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)
