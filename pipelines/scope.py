"""Scope: one lower-case text cut into sentences, with the cue words of each sentence found once and kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipelines.clauses import Frame, frame, lowered
from pipelines.cues import Cue, find_cues, markers, role_cues
from pipelines.mentions import Context

_DAY = re.compile(
    r"(?<![\d/.,])(?:[0-3]?\d/[01]?\d(?![\d/.,])|\d{1,2} tháng|quý [ivx]+\b|"
    r"tháng (?:\d{1,2}(?![\d/-])|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
)

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Scope:
    """What linking asks of a text; the two dictionaries are caches by start of span."""

    low: str
    frame: Frame
    title: str  # headline in lower case, "" when unknown
    published: int | None  # year of publication
    _cues: dict[Span, list[Cue]] = field(default_factory=dict)
    _groups: dict[Span, frozenset[str]] = field(default_factory=dict)

    def cues(self, span: Span) -> list[Cue]:
        """Role cues of a span, left to right."""
        if span not in self._cues:
            self._cues[span] = find_cues(role_cues(), self.low, *span)
        return self._cues[span]

    def title_cues(self) -> list[Cue]:
        """Role cues of the headline (offsets are those of the headline)."""
        if (-1, 0) not in self._cues:
            self._cues[(-1, 0)] = find_cues(role_cues(), self.title, 0, len(self.title))
        return self._cues[(-1, 0)]

    def groups(self, span: Span) -> frozenset[str]:
        """Groups of markers in a span; a day, month or quarter without a year is a "period" too."""
        if span not in self._groups:
            found = {cue.meaning for cue in find_cues(markers(), self.low, *span)}
            if _DAY.search(self.low, *span):
                found.add("period")
            self._groups[span] = frozenset(found)
        return self._groups[span]

    def title_groups(self) -> frozenset[str]:
        """Groups of markers in the headline."""
        return frozenset(cue.meaning for cue in find_cues(markers(), self.title, 0, len(self.title)))


def scope_of(text: str, context: Context) -> Scope:
    """Prepare a text for linking."""
    return Scope(lowered(text), frame(text), (context.title or "").lower(), published_year(context))


def published_year(context: Context) -> int | None:
    """Year of the publication date, or None."""
    head = (context.published or "")[:4]
    return int(head) if len(head) == 4 and head.isascii() and head.isdigit() else None
