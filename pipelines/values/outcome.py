"""Outcome: what became of a page. Every page ends in exactly one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

OutcomeName = Literal["stored", "unchanged", "duplicate", "not_article", "unreadable", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` is one word for not_article, unreadable and failed; for duplicate the URL of the article kept; for stored "new",
    "revision", "completed" (with its documents) or "document"."""

    name: OutcomeName
    reason: str | None = None

    def __str__(self) -> str:
        return f"{self.name}({self.reason})" if self.reason else self.name
