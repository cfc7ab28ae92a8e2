"""Views of corpus.db: what a researcher reads first, each a file of views/; made anew by pipelines/corpus/reference.py.

A file begins with comments: "-- needs: TABLE ..." names tables without which a view is left out, "-- kept" marks one whose rows are kept
(counting.py) and shown as long as the counts hold, the others say what it shows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

_FOLDER = Path(__file__).parent / "views"
_NEEDS, _KEPT = "-- needs:", "-- kept"
NOW, KEPT = "_now_", "_kept_"  # before the name of a kept view: the view that adds up anew, the table of its rows
_COUNTED = "EXISTS (SELECT 1 FROM _counted WHERE done)"


@dataclass(frozen=True, slots=True)
class View:
    """One view; `sql` is its SELECT, `needs` the tables it reads that may not be there, `kept`: its rows are kept."""

    name: str
    needs: frozenset[str]
    kept: bool
    sql: str

    @property
    def now(self) -> str:
        """The name of the view that adds up anew."""
        return NOW + self.name

    @property
    def table(self) -> str:
        """The name of the table of its rows."""
        return KEPT + self.name

    @property
    def shown(self) -> str:
        """The SELECT of a kept view. What stands first in a CROSS JOIN is asked first: where the counts hold, nothing is added up."""
        return (
            f"SELECT k.* FROM {self.table} k WHERE {_COUNTED}"  # noqa: S608 - names of files
            f" UNION ALL SELECT n.* FROM (SELECT 1 WHERE NOT {_COUNTED}) CROSS JOIN {self.now} n"
        )


@cache
def views() -> tuple[View, ...]:
    """All views, in the order of their names."""
    return tuple(_read(path) for path in sorted(_FOLDER.glob("*.sql")))


@cache
def kept_views() -> tuple[View, ...]:
    """Those whose rows are kept; one that reads others comes after them."""
    kept = {view.name: view for view in views() if view.kept}
    reads = {view.name: {name for name in kept if name != view.name and re.search(rf"\b{name}\b", view.sql)} for view in kept.values()}
    return tuple(kept[name] for name in TopologicalSorter(reads).static_order())


def _read(path: Path) -> View:
    lines = path.read_text(encoding="utf-8").splitlines()
    needs = [table for line in lines if line.startswith(_NEEDS) for table in line.removeprefix(_NEEDS).split()]
    return View(path.stem, frozenset(needs), _KEPT in lines, "\n".join(line for line in lines if not line.startswith("--")))
