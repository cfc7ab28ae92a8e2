"""Messages between a crawl and its readers: the orders it gives, and the answer to each page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from pipelines.archive.url_table import FoundLink
from pipelines.values.outcome import Outcome


class Read(NamedTuple):
    """The order to read a kept page of a source, by its number in the archive, to store it and to settle it."""

    source: str
    page_id: int


class Tell(NamedTuple):
    """The order to tell the shapes seen of a source since that was last asked."""

    source: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one page. `filled`: which of FILL_FIELDS a stored article has; `facts`: how many facts were read in it. No outcome
    when it could not be stored (`error` says why); the page stays unread. `documents`: those of a notice, to ask for now; `document`:
    the page was one; `behind`: how many further addresses led to it, a wall; `cut`: what of a stored article was left out (CUTS)."""

    outcome: Outcome | None
    filled: tuple[str, ...] = ()
    facts: int = 0
    error: str | None = None
    documents: tuple[FoundLink, ...] = ()
    document: bool = False
    behind: int = 0
    cut: tuple[str, ...] = ()
