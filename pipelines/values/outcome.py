"""Outcome: what became of a page. Every page ends in exactly one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WALL = "wall"  # the reason of a page, or of an address that leads to one, that stands before what was asked for (reading/refusing/walls.py)
OutcomeName = Literal["stored", "unchanged", "duplicate", "not_article", "unreadable", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`failed` is the outcome of a page only when it is a wall. `reason` is one word for not_article, unreadable and failed; for duplicate
    the URL of the article kept; for stored "new", "revision", "completed" (with its documents) or "document"."""

    name: OutcomeName
    reason: str | None = None

    def __str__(self) -> str:
        return f"{self.name}({self.reason})" if self.reason else self.name
