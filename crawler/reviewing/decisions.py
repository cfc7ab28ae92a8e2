"""Decisions: entries of data/corrections.toml written one by one and taken back, whatever else a person does to that file meanwhile.

An entry is put at the end of the text as it stands, or exactly its own text is cut out again: comments and hand edits stay. The file is
replaced as a whole, so a kill at any instant leaves either the old or the new one.
"""

from __future__ import annotations

import fcntl
import json
import os
import stat
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipelines.corpus.corrections import Correction, corrections_in
from pipelines.values.typed import Misfit

_KEYS = ("url", "fact", "surface", "nth", "before", "set", "without", "confirmed", "drop", "reason", "by", "on")
_BY_HAND = "this entry was changed by hand since; change it back in the file itself"
_TRIES = 5  # a file that changes between reading and replacing is read again


class NotWritten(Exception):
    """The decision could not be recorded; the message says why, and what the person can do."""


def entry_text(entry: Mapping[str, Any]) -> str:
    """One [[correction]] as TOML. Values: text, whole numbers, True, days, lists of texts, tables of these; None is left out."""
    lines = [f"{key} = {_value(entry[key])}" for key in _KEYS if entry.get(key) is not None]
    return "\n".join(["[[correction]]", *lines, ""])


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and not value.isprintable():  # JSON escapes less than TOML forbids
        return '"' + "".join(c if c.isprintable() and c not in '"\\' else _escaped(c) for c in value) + '"'
    return json.dumps(value, ensure_ascii=False)


def _escaped(letter: str) -> str:
    return f"\\u{ord(letter):04X}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08X}"


def read_decisions(path: Path) -> list[Correction]:
    """All corrections of the file, in its order; none when there is no file. Raises NotWritten when it is not well formed."""
    return list(_checked(path.name, _read(path)))


def add(path: Path, entry: Mapping[str, Any], check: Callable[[list[Correction]], None] = lambda _: None) -> str:
    """Write one entry at the end of the file; returns its text, by which `take_back` finds it. `check` sees the entries while no other
    desk can write, and may raise. Raises NotWritten."""
    block = entry_text(entry)

    def added(text: str) -> str:
        check(list(_checked(path.name, text)))
        new = text + ("" if text.endswith("\n") else "\n") + "\n" + block if text else block
        if _checked(path.name, new)[:-1] != _checked(path.name, text):
            raise NotWritten("the file has a form to which no entry can be added; write `[[correction]]` tables only")
        return new

    _change(path, added)
    return block


def take_back(path: Path, block: str) -> None:
    """Cut an entry out of the file again; nothing is to be done when a person did. Raises NotWritten when they changed it."""
    (entry,) = _checked(path.name, block)

    def without(text: str) -> str:
        at = text.rfind(block)
        if at < 0:
            if _place(entry) in map(_place, _checked(path.name, text)):
                raise NotWritten(_BY_HAND)
            return text
        lead = "\n" if text[:at].endswith("\n\n") else ""  # the empty line that was put before it
        new = text[: at - len(lead)] + text[at + len(block) :]
        before, nth = _checked(path.name, text), len(_checked(path.name, text[:at]))
        if _checked(path.name, new) != before[:nth] + before[nth + 1 :]:  # a line below it would go to the entry above
            raise NotWritten(_BY_HAND)
        return new

    _change(path, without)


def _place(entry: Correction) -> tuple[str, str, str | None, int]:
    return entry.url, entry.fact, entry.surface, entry.nth


def _change(path: Path, change: Callable[[str], str]) -> None:
    """Replace the file by its changed text."""
    try:
        with _alone(path.resolve().parent):  # where the file is: two desks may come by two links
            for _ in range(_TRIES):
                before, text = _mark(path), _read(path)
                if _replaced(path, change(text), before):
                    return
            raise NotWritten("the file keeps changing; save it in the editor and try again")
    except OSError as error:
        raise NotWritten(f"{error.filename or path}: {error.strerror}") from None


def _replaced(path: Path, text: str, before: Sequence[int]) -> bool:
    """Write a new file beside the old one and put it in its place, unless the old one is no longer as it was."""
    target = path.resolve()  # a link stays a link
    if target.exists() and not target.stat().st_mode & stat.S_IWUSR:  # replacing asks the folder only
        raise NotWritten(f"{path}: may only be read; `chmod u+w` lets the desk write")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, target.stat().st_mode & 0o777 if target.exists() else 0o644)
        if _mark(path) != before:
            return False
        os.replace(name, target)
        return True
    finally:
        with suppress(FileNotFoundError):
            os.unlink(name)


def _mark(path: Path) -> tuple[int, ...]:
    """What changes when a file is written."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return (found.st_ino, found.st_size, found.st_mtime_ns)


def _read(path: Path) -> str:
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise NotWritten(f"{path}: {error}") from None


@lru_cache(maxsize=4)  # the file before, after and within a decision: thousands of entries take a second to parse
def _checked(name: str, text: str) -> tuple[Correction, ...]:
    try:
        return tuple(corrections_in(tomllib.loads(text.replace("\r\n", "\n"))))
    except (Misfit, tomllib.TOMLDecodeError) as error:
        raise NotWritten(f"{name}: {error}; mend it there first, nothing was written") from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other desk writes meanwhile: a lock on the folder, which leaves no file behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
