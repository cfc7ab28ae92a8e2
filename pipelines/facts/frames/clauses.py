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
    r"và|còn|nhưng|trong đó|trong khi(?: đó)?|đồng thời|(?<!đối )(?<!cùng )(?<!gắn )(?<!so )với|mà|khi|nếu|để|nhờ|do|vì|nên|song|"
    r"có(?! thể| khoảng| hơn| gần| tới| đến| trên)|khiến|đưa|tương đương|tương ứng"
)
_VERBS = r"đạt|tăng|giảm|chiếm|là|lên|xuống|ước|vượt|bằng|dao động|đóng góp|ở mức|thu về|thu được"
_NOUNS = ("tốc độ", "mức", "gia", "đà", "tỷ lệ", "tỉ lệ")  # before a verb of measure they make it a noun: "tốc độ tăng"
# every match begins with one character of a set, which keeps the search fast
_PARTS = re.compile(
    rf"[ \n\"“;(),:–-](?:(?<=[;()])(?: (?!(?:{_VERBS}|{_OPENS})(?= |$)))?|(?<=[,:])(?!\d) ?|(?<=[–-]) |"
    rf"(?<=[ \n\"“])(?:(?P<open>{_OPENS})(?= )|(?P<verb>{_VERBS})(?= |$)))"
)

# an aside within a subject, no new one: "chỉ số sản xuất (IIP) tăng", "giá trị sản xuất (giá so sánh 2010) đạt"
_ASIDE = re.compile(r"\((?:[^()\d%]{1,40}|(?:theo )?giá (?:so sánh|hiện hành|cố định)[^()%]{0,15})\)")


class Clause(NamedTuple):
    """A clause: where it begins, where its subject ends (first verb of measure, or its end), and the cue words of its subject."""

    begin: int
    verb: int
    subject: tuple[Cue, ...]


def cut_clauses(low: str, begin: int, end: int, cues: list[Cue]) -> list[Clause]:
    """The clauses of low[begin:end] in text order; `cues` are those of the sentence, left to right."""
    places = [cue.start for cue in cues]
    starts, verbs, aside = [begin], [end], begin
    for part in _PARTS.finditer(low, begin, end):
        if part.start() < aside:
            continue
        verb = part.lastgroup == "verb"
        if verb and low.endswith(_NOUNS, begin, part.start()):
            continue
        if low[part.start()] == "(" and (inner := _ASIDE.match(low, part.start())):
            aside = inner.end()
            continue
        start = part.end()
        if part.lastgroup == "open" and (k := bisect_left(places, start) - 1) >= 0 and cues[k].end > start:
            if cues[k].start <= part.start():
                continue
            start = cues[k].start  # "người nuôi [có lãi]": the word that opens belongs to the noun
        if verbs[-1] == end:
            verbs[-1] = part.start()
        if not verb:
            starts.append(start)
            verbs.append(end)
    return [
        Clause(start, verb, tuple(cues[bisect_left(places, start) : bisect_left(places, verb)]))
        for start, verb in zip(starts, verbs, strict=True)
    ]
