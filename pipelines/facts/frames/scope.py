"""Scope: one text made ready for linking: cut into sentences, its amounts placed, the cue words of a sentence found once and kept."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.facts.frames.actors import by_actor
from pipelines.facts.frames.clauses import Clause, cut_clauses
from pipelines.facts.frames.cues import Cue, counted, find_cues
from pipelines.text.normal import tone_key
from pipelines.text.prepared import Prepared, bare
from pipelines.text.sentences import HEADING_MAX, Cut, Span, is_heading, lowered
from pipelines.values.mentions import AmountMention, Context, Role, YearRange

# a day, month or quarter without its year; one character class first: the engine then skips fast
_PART_OF_YEAR = re.compile(
    r"[\dqt](?<![\d/.,].)(?:(?<=\d)(?:\d? tháng|(?:(?<=[0-3])\d)?/[01]?\d(?![\d/.,]))|(?<=q)uý [ivx]+\b|"
    r"(?<=t)háng (?:\d{1,2}(?![\d/-])|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))"
)
# what parts a cue from an amount; an aside is passed over: "chỉ số kho bãi (CSKB) tăng"
_STOP = re.compile(r"[,;:.] | (?:\((?:[^()]{0,200}\))?|[-–] |(?:và|còn|nhưng|trong khi|trong đó) )")
_ITEM = ("-", "–", "+", "•", "*", "a)", "b)", "c)", "1.", "2.", "3.")
_LIST_LENGTH = 20  # items
_PROGRAMME, _OFTEN = "khuyến công", 3  # an article about the programme says it again and again
_HEADING_REACH = 40  # paragraphs; keeps the search for a sub-heading shallow in a text of very many lines


class Link(NamedTuple):
    """What linking has found for one amount; counts and measures have a role for what follows them, nothing else."""

    role: Role
    year: YearRange | None = None
    province: str | None = None


class Spot(NamedTuple):
    """Where an amount stands."""

    begin: int  # of its sentence
    end: int
    paragraph: int
    paragraph_end: int


@dataclass(slots=True)
class Sentence:
    """Cue words, markers and separators of one span of the text; `groups` are those of its markers, with "period" for a part of a year."""

    low: str  # the whole text
    begin: int
    end: int
    cues: list[Cue]
    starts: list[int]  # of the cues
    markers: list[Cue]
    groups: frozenset[str]
    _stops: list[int] | None = None
    _strongest: Mapping[str, int] | None = None

    @property
    def stops(self) -> list[int]:
        """Where what stands before is parted from what follows; looked for when first asked for, as half of all sentences never are."""
        if self._stops is None:
            self._stops = [m.start() for m in _STOP.finditer(self.low, self.begin, self.end) if m[0][-1] != ")"]
        return self._stops

    @property
    def strongest(self) -> Mapping[str, int]:
        """The greatest weight of its cue words by role."""
        if self._strongest is None:
            found: dict[str, int] = {}
            for cue in self.cues:
                if cue.weight > found.get(cue.role, 0):
                    found[cue.role] = cue.weight
            self._strongest = found
        return self._strongest


@dataclass(frozen=True, slots=True)
class Scope:
    """What linking asks of a text; the dictionaries are caches by span."""

    low: str
    bare: str
    cut: Cut
    title: str  # headline in lower case, "" when unknown
    published: int | None  # year of publication
    month: int | None  # of publication
    programme: bool  # whether the text is about khuyến công
    amounts: Sequence[AmountMention]
    spots: Sequence[Spot]
    headline: Sentence
    _sentences: dict[int, Sentence] = field(default_factory=dict)
    _clauses: dict[int, list[Clause]] = field(default_factory=dict)
    _headings: dict[int, Sentence | None] = field(default_factory=dict)
    _intros: dict[int, Span] = field(default_factory=dict)

    def sentence(self, begin: int, end: int) -> Sentence:
        """What stands in the sentence from `begin` to `end`."""
        found = self._sentences.get(begin)
        if found is None:
            found = self._sentences[begin] = _sentence(self.low, self.bare, begin, end)
        return found

    def clauses(self, begin: int, end: int) -> list[Clause]:
        """The clauses of the sentence from `begin` to `end`."""
        found = self._clauses.get(begin)
        if found is None:
            found = self._clauses[begin] = cut_clauses(self.low, begin, end, self.sentence(begin, end).cues)
        return found

    def groups_near(self, begin: int, end: int) -> frozenset[str]:
        """Groups of the markers between two offsets of one sentence."""
        first, last = self.cut.sentence(end - 1 if end > begin else begin)
        return frozenset(cue.meaning for cue in self.sentence(first, last).markers if begin <= cue.start and cue.end <= end)

    def heading(self, paragraph: int) -> Sentence | None:
        """The nearest sub-heading above the paragraph that starts at the offset."""
        if paragraph not in self._headings:
            starts = self.cut.paragraphs
            last = bisect_right(starts, paragraph) - 1
            found = None
            for i in range(last, max(0, last - _HEADING_REACH), -1):
                start, end = starts[i - 1], starts[i]
                if end - start <= HEADING_MAX and is_heading(self.low[start:end]):
                    found = self.sentence(start, end)
                    break
            self._headings[paragraph] = found
        return self._headings[paragraph]

    def intro(self, paragraph: int) -> Span | None:
        """The line that opens the list the paragraph at the offset is an item of ("Cơ cấu kinh phí như sau:"), or None."""
        found = self._intros.get(paragraph)
        if found is None:
            starts = self.cut.paragraphs
            last = bisect_right(starts, paragraph) - 1
            found = (0, 0)
            for i in range(last - 1, max(-1, last - _LIST_LENGTH), -1):
                line = self.low[max(starts[i], starts[i + 1] - 300) : starts[i + 1]].rstrip()
                if line.endswith(":"):
                    found = self.cut.sentence(starts[i + 1] - 1)
                    break
                if not line.endswith((";", ",")) and not line.lstrip().startswith(_ITEM) and "|" not in line:
                    break
            self._intros[paragraph] = found
        return found if found[1] else None


def _sentence(low: str, bare: str, begin: int, end: int) -> Sentence:
    cues, words = find_cues(low, bare, begin, end)
    cues = by_actor(low, begin, cues)
    words = counted(low, begin, words)
    groups = {cue.meaning for cue in words}
    marked = low.find("tháng", begin, end) >= 0 or low.find("quý", begin, end) >= 0 or low.find("/", begin, end) >= 0
    if marked and _PART_OF_YEAR.search(low, begin, end):
        groups.add("period")
    return Sentence(low, begin, end, cues, [cue.start for cue in cues], words, frozenset(groups))


def scope_of(text: Prepared, amounts: Sequence[AmountMention], context: Context) -> Scope:
    """Prepare a text and its amounts (in text order) for linking; tones stand the new way in it, as in the tables."""
    title = tone_key(lowered(context.title or ""))
    low = tone_key(text.low)
    return Scope(
        low=low,
        bare=text.bare if low == text.low else bare(low),
        cut=text.cut,
        title=title,
        published=context.year,
        month=context.month,
        programme=low.count(_PROGRAMME) >= _OFTEN,
        amounts=amounts,
        spots=[_spot(text.cut, amount.start) for amount in amounts],
        headline=_sentence(title, bare(title), 0, len(title)),
    )


def _spot(cut: Cut, start: int) -> Spot:
    begin, end = cut.sentence(start)
    paragraph, paragraph_end = cut.paragraph(start)
    return Spot(begin, end, paragraph, paragraph_end)
