"""Views of corpus.db: what a researcher reads first, each a file of views/; made anew by pipelines/corpus/reference.py.

A file begins with comments: "-- needs: TABLE ..." names tables without which a view is left out, the others say what it shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "views"
_NEEDS = "-- needs:"


@dataclass(frozen=True, slots=True)
class View:
    """One view; `sql` is its SELECT, `needs` the tables it reads that may not be there."""

    name: str
    needs: frozenset[str]
    sql: str


@cache
def views() -> tuple[View, ...]:
    """All views, in the order of their names."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.sql")))


def _read(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    needs = [table for line in lines if line.startswith(_NEEDS) for table in line.removeprefix(_NEEDS).split()]
    return View(path.stem, frozenset(needs), "\n".join(line for line in lines if not line.startswith("--")))
