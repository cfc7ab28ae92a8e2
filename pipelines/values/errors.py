"""Errors an operator can mend; each message is one line that names the culprit."""

from pathlib import Path

from pipelines.values.paths import DATA


class DatabaseError(Exception):
    """A database file that cannot be opened or is damaged; the message names the file."""


class KnowledgeError(ValueError):
    """A file below data/ cannot be used. `lines` holds everything that is wrong, each as "FILE[:LINE]: KEY: what is wrong"."""

    def __init__(self, *lines: str) -> None:
        more = f" (and {len(lines) - 1} more: corpus data check)" if len(lines) > 1 else ""
        super().__init__(lines[0] + more)
        self.lines = lines


def told_path(path: Path) -> str:
    """How a fault names a file: those of the project's own knowledge from data/ on, all others as they were given."""
    return path.relative_to(DATA.parent).as_posix() if path.is_relative_to(DATA) else str(path)
