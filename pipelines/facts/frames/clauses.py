"""Clauses: a sentence cut where a new subject may begin, with the cue words of each subject.

Vietnamese puts the head noun first and the verb of measure after it: in "giá gạo xuất khẩu đạt 400 USD" the subject ends at "đạt", its head
is "giá".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from pipelines.facts.frames.cues import Cue

# what opens a clause; "có" and "với" bring in a noun of their own: "dự án có tổng vốn ..."
_OPENS = (
    r"và|còn|nhưng|trong đó|trong khi(?: đó)?|đồng thời|với|mà|khi|nếu|để|nhờ|do|vì|nên|song|"
    r"có(?! thể| khoảng| hơn| gần| tới| đến| trên)|khiến|đưa|tương đương|tương ứng"
)
_VERBS = r"đạt|tăng|giảm|chiếm|là|lên|xuống|ước|vượt|bằng|dao động|đóng góp|ở mức"
_NOUNS = ("tốc độ", "mức", "gia", "đà", "tỷ lệ", "tỉ lệ")  # before a verb of measure they make it a noun: "tốc độ tăng"
# every match begins with one character of a set, which keeps the search fast
_PARTS = re.compile(
    rf"[ \n\"“;(),:–-](?:(?<=[;()]) ?|(?<=[,:])(?!\d) ?|(?<=[–-]) |(?<=[ \n\"“])(?:(?P<open>{_OPENS})(?= )|(?P<verb>{_VERBS})(?= |$)))"
)


class Clause(NamedTuple):
    """A clause: where it begins, where its subject ends (first verb of measure, or its end), and the cue words of its subject."""

    begin: int
    verb: int
    subject: tuple[Cue, ...]


def cut_clauses(low: str, begin: int, end: int, cues: list[Cue]) -> list[Clause]:
    """The clauses of low[begin:end] in text order; `cues` are those of the sentence, left to right."""
    starts, verbs = [begin], [end]
    for part in _PARTS.finditer(low, begin, end):
        verb = part.lastgroup == "verb"
        if verb and low.endswith(_NOUNS, begin, part.start()):
            continue
        if verbs[-1] == end:
            verbs[-1] = part.start()
        if not verb:
            starts.append(part.end())
            verbs.append(end)
    places = [cue.start for cue in cues]
    return [
        Clause(start, verb, tuple(cues[bisect_left(places, start) : bisect_left(places, verb)]))
        for start, verb in zip(starts, verbs, strict=True)
    ]
