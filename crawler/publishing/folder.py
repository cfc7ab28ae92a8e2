"""The folder of a site: written beside its place, begun again where it was left, and put in its place when it is whole."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput

MARK = "published.json"  # stands in every site: only a folder that holds it is replaced
BUILDING = ".building.json"


class Site:
    """A site being written. Pages that are there already are of the same corpus and program, and stay."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, place: str, content: str | bytes) -> None:
        """Write one file, whole or not at all."""
        path = self.folder / place
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(content.encode("utf-8", "replace") if isinstance(content, str) else content)
        part.replace(path)

    def has(self, place: str) -> bool:
        """Whether a file was written before the last interruption."""
        return (self.folder / place).exists()


@contextmanager
def site_in(target: Path, of: dict[str, Any]) -> Iterator[Site]:
    """A site that comes to stand at `target` when the block ends well. `of` says of what it is made: what was left of another is thrown
    away. Raises BadInput for a folder that is no site, and while another process publishes there."""
    beside = target.resolve().parent
    if not beside.is_dir():
        raise BadInput(f"{target}: no folder {beside} to put it in")
    part, old = beside / f".{target.name}.part", beside / f".{target.name}.old"
    if old.exists() and not target.exists():  # ended between the two renames
        old.rename(target)
    if target.exists() and not (target.is_dir() and ((target / MARK).is_file() or not any(target.iterdir()))):
        raise BadInput(f"{target}: is there already and is no published site; name another folder or empty it")
    lock = beside / f".{target.name}.lock"
    with lock.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BadInput(f"{target}: another process publishes there") from None
        try:
            yield _begun(part, of)
            (part / BUILDING).replace(part / MARK)
            shutil.rmtree(old, ignore_errors=True)
            if target.exists():
                target.rename(old)
            part.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        finally:
            lock.unlink(missing_ok=True)


def _begun(part: Path, of: dict[str, Any]) -> Site:
    said = json.dumps(of, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    try:
        same = (part / BUILDING).read_text(encoding="utf-8") == said
    except OSError:
        same = False
    if not same:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        (part / f"{BUILDING}.new").write_text(said, encoding="utf-8")
        os.replace(part / f"{BUILDING}.new", part / BUILDING)
    return Site(part)
