"""Writing beside and renaming at the end: a broken export leaves no half file, and a file that was there stays whole until then."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from crawler.arguments import BadInput

PART = ".part"


@contextmanager
def beside(target: Path) -> Generator[Path, None, None]:
    """A path to write a file or folder to; it takes the target's place at the end. Raises BadInput where that cannot be."""
    part = target.with_name(f".{target.name}{PART}")
    made = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
    done = False
    try:
        if not target.parent.is_dir():
            target.parent.mkdir(parents=True)
        _remove(part)
        yield part
        place(part, target)
        done = True
    except OSError as error:
        raise BadInput(f"--to {target}: {error.strerror or error}") from None
    finally:
        _remove(part)
        for folder in made if not done else ():
            with suppress(OSError):
                folder.rmdir()


def place(part: Path, target: Path) -> None:
    """Put what was written in the target's place. A folder replaces only a folder of an earlier export. Raises BadInput, OSError."""
    if target.is_dir() and part.is_dir():
        if not all("=" in entry.name for entry in target.iterdir()):
            raise BadInput(f"--to {target}: a folder that holds more than an earlier export")
        old = target.with_name(f".{target.name}.old")
        os.rename(target, old)
        os.rename(part, target)
        shutil.rmtree(old)
    else:
        os.replace(part, target)


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that nobody sees half of it. Raises OSError."""
    part = path.with_name(f".{path.name}{PART}")
    try:
        part.write_text(text, encoding="utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
