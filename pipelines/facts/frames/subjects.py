"""Subject frames: from clause to clause, whose figures a text tells: the nation's, another country's, a region's, a province's, those of
a locality called by its kind, of a work, of a firm or of a firm's accounts.

What opens a frame: a word of data/links/link_markers.tsv, a province, a thing with a home (`_openers`). How it is opened is told by the
words before it (`_manner`). A frame ends where the next one opens; one in brackets with the bracket; a comparison or a direction ("so với
cả nước", "sang Nhật Bản") with its clause (`governs`). What opens nothing carries on the subject of the sentence before, in its
paragraph or above it (`subjects_at`).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipelines.facts.frames.entities import Entity
from pipelines.facts.frames.openers import Frame, Line, Manner, openers
from pipelines.facts.frames.scope import Scope
from pipelines.values.mentions import ProvinceMention

_BRACKET = re.compile(r"\([^()]{0,300}\)?")
_AGAINST = re.compile(
    r"(?:so với|hơn|bằng|kém|ngang|sau|trong số|đứng đầu|dẫn đầu|vượt|thứ [^\W_]+)"
    r"(?: (?:mức|bình quân|trung bình|chung|của|cả|trong)){0,4} $"
)
_TOWARDS = re.compile(
    r"(?<!\w)(?:sang|vào|từ|với|tới|đến|ra|cho|thị trường|khách|đối tác|hàng|người|doanh nghiệp|nhà đầu tư|các nước)"
    r"(?: (?:thị trường|các nước|nước|phía|các|hàng|khách)){0,2} $"
)
_SOURCE = re.compile(r"(?<!\w)(?:ông|bà|theo|phó|giám đốc|chủ tịch|trưởng|đại diện|lãnh đạo|chia sẻ|cho biết)(?!\w)[^.;:]{0,60}$")
_APPOSED = re.compile(r"\((?:(?:ở|tại|thuộc|tỉnh|thành phố|tp\.?|huyện|quận|xã|thị xã|phường|q\.|h\.)\s?|[\w.]+, ){0,3}$")
# one character class first: the engine then skips fast
_CLAUSE = re.compile(r"[;:,\s](?:(?<=[;:])\s|(?<=,) (?:còn|trong khi|riêng|nhưng|và|trong đó|tại|ở)(?!\w)|(?<=\s)(?:trong khi|còn|riêng) )")
_FIRST_CLAUSE = re.compile("(?:trong khi|còn|riêng) ")  # of a text
_WIDE = ("nation", "domestic", "sector", "country", "abroad", "region")
_HEAD = 45  # characters from the start of a clause in which its subject stands
_BACK = 4  # sentences looked back for a subject


class Subjects(NamedTuple):
    """Whose figure an amount may be: the frame it stands in, the subject of its sentence, that of a sentence before in the paragraph
    (and how many before), that of the paragraph above."""

    clause: Frame | None
    subject: Frame | None
    before: Frame | None
    distance: int
    above: Frame | None


@dataclass(frozen=True, slots=True)
class Told:
    """The subjects of a text; frames are found sentence by sentence, once."""

    scope: Scope
    provinces: Sequence[ProvinceMention]
    starts: Sequence[int]
    entities: Sequence[Entity]
    entity_starts: Sequence[int]
    _frames: dict[int, tuple[Frame, ...]] = field(default_factory=dict)
    _figures: list[Subjects | None] = field(default_factory=list)
    _above: dict[int, tuple[Frame | None, int, Frame | None]] = field(default_factory=dict)

    def frames(self, begin: int, end: int) -> tuple[Frame, ...]:
        """Frames of the sentence between two offsets, in text order."""
        found = self._frames.get(begin)
        if found is None:
            found = self._frames[begin] = tuple(_framed(self, begin, end))
        return found

    def above(self, begin: int) -> tuple[Frame | None, int, Frame | None]:
        """For the sentence at an offset the subject of a sentence before in its paragraph, how many before, and that of the one above."""
        found = self._above.get(begin)
        if found is None:
            found = self._above[begin] = _before(self, begin)
        return found


def subjects_told(scope: Scope, provinces: Sequence[ProvinceMention], entities: Sequence[Entity]) -> Told:
    """Prepare the subjects of a text."""
    return Told(scope, provinces, [p.start for p in provinces], entities, [e.start for e in entities])


def subjects_of_figures(told: Told) -> list[Subjects | None]:
    """The subjects of every amount of money and percentage (None: of a count), found once."""
    if not told._figures:
        for amount, spot in zip(told.scope.amounts, told.scope.spots, strict=True):
            figure = amount.kind in ("money", "percent")
            told._figures.append(subjects_at(told, spot.begin, spot.end, amount.start) if figure else None)
    return told._figures


def frames_of_figures(told: Told) -> list[Frame | None]:
    """For every figure the frame it stands in, or that of the sentences before."""
    return [found.clause or found.before for found in subjects_of_figures(told) if found]


def all_frames(told: Told) -> list[Frame]:
    """Every frame of the text."""
    starts = told.scope.cut.sentences
    ends = [*starts[1:], len(told.scope.low)]
    return [frame for begin, end in zip(starts, ends, strict=True) for frame in told.frames(begin, end)]


def _framed(told: Told, begin: int, end: int) -> list[Frame]:
    """Openers of one sentence with the manner and the end of their frames."""
    low = told.scope.low
    opened = openers(
        Line(told.scope.cut.text, low, begin),
        told.provinces[bisect_left(told.starts, begin) : bisect_left(told.starts, end)],
        told.entities[bisect_left(told.entity_starts, begin) : bisect_left(told.entity_starts, end)],
        told.scope.sentence(begin, end).markers,
    )
    if not opened:
        return []
    brackets = [found.span() for found in _BRACKET.finditer(low, begin, end)]
    heads = [begin]
    if begin == 0 and (first := _FIRST_CLAUSE.match(low, 0, end)):
        heads.append(first.end())
    heads += [found.end() for found in _CLAUSE.finditer(low, heads[-1], end)]
    found = []
    for k, opener in enumerate(opened):
        bracket = next((span for span in brackets if span[0] < opener.start < span[1]), None)
        last = opened[k + 1].start if k + 1 < len(opened) else end
        apposed = opener.province and bracket and _APPOSED.search(low, bracket[0], opener.start)
        if bracket and not apposed:
            found.append(opener._replace(end=min(last, bracket[1]), manner="bracket"))
        else:
            head = heads[bisect_right(heads, opener.start) - 1]
            found.append(opener._replace(end=last, manner=_manner(low, begin, head, opener)))
    return found


def _manner(low: str, begin: int, head: int, opener: Frame) -> Manner:
    left = low[max(begin, opener.start - 40) : opener.start]
    if _AGAINST.search(left):
        return "against"
    if opener.kind in _WIDE and _TOWARDS.search(left):
        return "towards"
    if (
        opener.kind == "province"
        and opener.name in ("unit", "authority")
        and _SOURCE.search(low, max(begin, opener.start - 90), opener.start)
    ):
        return "source"
    return "subject" if opener.start - head <= _HEAD else "mention"


def governs(low: str, frame: Frame, at: int) -> bool:
    """Whether a frame to the left still holds at an offset of its sentence."""
    if frame.manner == "bracket":
        return at < frame.end
    if frame.manner in ("against", "towards"):
        return low.find(",", frame.start, at) < 0
    return True


def subjects_at(told: Told, begin: int, end: int, at: int) -> Subjects:
    """The subjects of the figure at an offset of the sentence from `begin` to `end`."""
    low = told.scope.low
    frames = [frame for frame in told.frames(begin, end) if frame.start < at]
    clause = next((frame for frame in reversed(frames) if governs(low, frame, at)), None)
    subject = next((frame for frame in frames if _lasting(frame)), None)
    return Subjects(clause, subject, *told.above(begin))


def _before(told: Told, begin: int) -> tuple[Frame | None, int, Frame | None]:
    paragraph = told.scope.cut.paragraph(begin)[0]
    before, distance, above = None, 0, None
    sentences = told.scope.cut.sentences
    k = bisect_right(sentences, begin) - 1
    for back in range(1, min(_BACK, k) + 1):
        start, stop = sentences[k - back], sentences[k - back + 1]
        found = next((frame for frame in told.frames(start, stop) if _lasting(frame)), None)
        if found is None:
            continue
        if start >= paragraph:
            before, distance = before or found, distance or back
        else:
            above = found
            break
    return before, distance, above


def _lasting(frame: Frame) -> bool:
    """Whether a frame can be the subject of its sentence and of those that follow."""
    return frame.manner in ("subject", "mention", "source")
