"""Paragraphs, sentences and sub-headings of a normalised text, as offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from operator import sub

# A line break ends a paragraph; . ! ? … end a sentence unless a number, an initial ("T. Bình") or an abbreviation goes on.
# One character class first: the engine then skips fast.
_END = re.compile(r"[\n.!?…](?:(?<=\n)\n*|(?<!\n)(?![0-9])[.!?…]*[\"”’»)\]]*)")
_ABBREVIATIONS = frozenset(
    {"tp", "tt", "tx", "q", "p", "h", "ths", "ts", "gs", "pgs", "bs", "ks", "tr", "st", "no", "mr", "ms", "vd", "kt"}
)
_FIGURE = re.compile(r"[ /.,(-]\d+(?: ?[A-Z]{2,5}| ?m[23])?$")  # "31/3/2025", "5 MW", "30 m2"; not "2.Mục tiêu" at a line's start
_SENTENCE_MAX = 2_000  # characters; longer ones are lists or tables without full stops
HEADING_MAX = 120  # characters; longer lines are prose


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Cut:
    """Where paragraphs and sentences of `text` begin; every paragraph start is a sentence start too."""

    text: str
    paragraphs: tuple[int, ...]
    sentences: tuple[int, ...]

    def sentence(self, offset: int) -> Span:
        """Start and end of the sentence that holds `offset`."""
        return _around(self.sentences, offset, len(self.text))

    def paragraph(self, offset: int) -> Span:
        """Start and end of the paragraph that holds `offset`."""
        return _around(self.paragraphs, offset, len(self.text))


def _around(starts: tuple[int, ...], offset: int, length: int) -> Span:
    i = bisect_right(starts, offset)
    return starts[max(i - 1, 0)], starts[i] if i < len(starts) else length


def cut(text: str) -> Cut:
    """Cut a text into paragraphs and sentences; linear time, any text."""
    paragraphs, sentences = [0], [0]
    for match in _END.finditer(text):
        start, end = match.span()
        if text[start] == "\n":
            if end < len(text):
                paragraphs.append(end)
                if sentences[-1] != end:
                    sentences.append(end)
        elif _ends_sentence(text, start, end):
            sentences.append(end)
    return Cut(text, tuple(paragraphs), tuple(_bounded(sentences, len(text))))


def _bounded(starts: list[int], length: int) -> list[int]:
    """Sentences without end cut into pieces, so that work on one sentence stays small whatever the text."""
    if max(map(sub, [*starts[1:], length], starts)) <= _SENTENCE_MAX:
        return starts
    return [
        begin
        for start, after in zip(starts, [*starts[1:], length], strict=True)
        for begin in range(start, max(after, start + 1), _SENTENCE_MAX)
    ]


def _ends_sentence(text: str, start: int, end: int) -> bool:
    after = text[end : end + 3]
    if after[:1].isdigit():  # "1.500"
        return False
    following = after.lstrip(' "“‘(«-–*•')[:1]
    if not following or following == "\n" or following.islower():
        return False
    if not after[0].isspace():  # glued: "phát triển.Năm sau", "5%.Năm sau", "5 MW.Năm sau" end a sentence, "TP.HCM" does not
        return following.isupper() and _complete(text, start, after) and not _abbreviated(text, start)
    return not _abbreviated(text, start) if text[start] == "." else True


def _complete(text: str, dot: int, after: str) -> bool:
    """Whether what stands before a stop is a word, or a figure before a word with a capital; not the number of a list ("1.Mục tiêu")."""
    last = text[dot - 1 : dot]
    if last.islower():
        return True
    return after[1:2].islower() and (last in "%)”»" or _FIGURE.search(text, max(0, dot - 12), dot) is not None)


def _abbreviated(text: str, dot: int) -> bool:
    begin = dot
    while begin > 0 and dot - begin < 5 and text[begin - 1].isalpha():
        begin -= 1
    word = text[begin:dot]
    return (len(word) == 1 and word.isupper()) or word.lower() in _ABBREVIATIONS


def is_heading(line: str) -> bool:
    """A short line without a full stop at its end, such as a sub-heading."""
    line = line.strip()
    return 0 < len(line) <= HEADING_MAX and line[-1] not in ".;:,…" and "|" not in line


def lowered(text: str) -> str:
    """The text in lower case with every offset kept (a few letters grow when lowered; they stay as they are)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
