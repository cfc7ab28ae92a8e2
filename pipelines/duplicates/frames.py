"""Frames: the same sentence with another fact in it. Two reports of one affair word a fact anew; two affairs in one form swap it.

A gap is a stretch between shared passages; equal frames (the words around two gaps) are laid side by side word by word, and where both hold
a figure, a name or a number that the other article has nowhere, a fact was swapped. Insertions and other wording are no swaps.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

GAP = 8  # words: longer differing stretches are own text, not a swap
ENOUGH = 5  # swaps: more say no more
LONG_GAP = 40  # words of a gap that is looked into for frames within
OPENING = 60  # words that say what an article is about
THING = 3  # words of a thing: shorter ones may be another word for the same; and one word in as many may stand in the other article
ALIKE = 0.4  # share of equal words (Ratcliff/Obershelp) from which a long gap is one sentence with other facts, not another sentence

_NO_FIGURE = re.compile(r"\d|1[0-2]|(?:(?:1[0-2]|0?[1-9])/)?(?:19|20)\d\d")  # figures.py leaves these out: alone they prove nothing


@dataclass(frozen=True, slots=True)
class Side:
    """One article of a pair: its words, which of them are shared, where its own figures stand, its names (pairs of words)."""

    words: list[str]
    low: list[str]
    names: AbstractSet[tuple[str, str]]
    shared: bytes
    own: AbstractSet[int]

    def gaps(self) -> dict[tuple[str, ...], Stretch]:
        """Stretches between shared passages, by the two words before and after them."""
        low, gaps = self.low, {}
        end = 0
        while (start := self.shared.find(b"\0", end)) >= 0:
            end = self.shared.find(b"\1", start)
            if end < 0:
                break
            if end - start <= LONG_GAP and start >= 2 and end + 2 <= len(low):
                gaps[(*low[start - 2 : start], *low[end : end + 2])] = Stretch(start, end)
        return gaps


class Stretch(NamedTuple):
    """Places of words, the end not included."""

    start: int
    end: int


def swaps(a: Side, b: Side) -> int:
    """How many facts stand in equal frames in place of another, ENOUGH at most; one swapped in several places counts once."""
    there = b.gaps()
    in_a, in_b = cache(lambda: frozenset(a.low)), cache(lambda: frozenset(b.low))
    found: set[tuple[str, ...]] = set()
    for frame, gap in a.gaps().items():
        if frame not in there:
            continue
        for x, y in _fillings(a.low, gap, b.low, there[frame]):
            if _is_swap(Filling(a, x, b.names, in_b), Filling(b, y, a.names, in_a)):
                found.add((*a.low[x.start : x.end], "", *b.low[y.start : y.end]))
                if len(found) == ENOUGH:
                    return ENOUGH
    return len(found)


def _fillings(one: list[str], gap: Stretch, other: list[str], its: Stretch) -> list[tuple[Stretch, Stretch]]:
    """The places of two gaps where the words differ; the same whichever comes first."""
    if gap.end - gap.start == 1 or its.end - its.start == 1:
        return [(gap, its)] if max(gap.end - gap.start, its.end - its.start) <= GAP else []
    x, y = one[gap.start : gap.end], other[its.start : its.end]
    if x > y:
        return [(p, q) for q, p in _fillings(other, its, one, gap)]
    matcher = SequenceMatcher(None, x, y, autojunk=False)
    if max(len(x), len(y)) > GAP and matcher.ratio() < ALIKE:
        return []
    return [
        (Stretch(gap.start + i, gap.start + j), Stretch(its.start + k, its.start + m))
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag == "replace" and max(j - i, m - k) <= GAP
    ]


class Filling(NamedTuple):
    """What fills a gap of one article; names and words of the other."""

    side: Side
    at: Stretch
    names: AbstractSet[tuple[str, str]]
    known: Callable[[], AbstractSet[str]]

    def own_numbers(self) -> list[str]:
        """Figures, and small numbers, months and years (which are no figures), that the other article has nowhere."""
        low = self.side.low
        return [low[i] for i in range(*self.at) if i in self.side.own or (_NO_FIGURE.fullmatch(low[i]) and low[i] not in self.known())]

    def has_own_name(self) -> bool:
        """Whether a name begins or ends in it that the other article has nowhere."""
        words, low = self.side.words, self.side.low
        return any(
            _is_name(words[i]) and _is_name(words[i + 1]) and (low[i], low[i + 1]) not in self.names
            for i in range(max(self.at.start - 1, 0), min(self.at.end, len(words) - 1))
        )

    def is_own_thing(self) -> bool:
        """Whether it is a phrase of the opening the other article has hardly a word of: what the text is about, as in "mời thầu in ấn tài
        liệu" for "mời thầu cung cấp máy tuốt lúa"; who only words it anew takes words that stand elsewhere too."""
        size = self.at.end - self.at.start
        if self.at.end > OPENING or size < THING:
            return False
        if not all(word.isalpha() and not word.isupper() for word in self.side.words[self.at.start : self.at.end]):
            return False
        known = self.known()
        return THING * sum(word in known for word in self.side.low[self.at.start : self.at.end]) <= size


def _is_swap(one: Filling, other: Filling) -> bool:
    """Whether both fillings hold a number, or both a name, or both a thing, that the other article has nowhere."""
    numbers, others = one.own_numbers(), other.own_numbers()
    if numbers and others and not any(_is_one_number(p, q) for p in numbers for q in others):
        return True
    return (one.has_own_name() and other.has_own_name()) or (one.is_own_thing() and other.is_own_thing())


def _is_one_number(one: str, other: str) -> bool:
    """Whether two numbers may be one: a month with and without its year, rounded to a small number, in a unit a power of ten larger."""
    parts, others = re.findall(r"\d+", one), re.findall(r"\d+", other)
    if _NO_FIGURE.fullmatch(one) and _NO_FIGURE.fullmatch(other):
        return not set(map(int, parts)).isdisjoint(map(int, others))
    digits, of_other = "".join(parts).strip("0"), "".join(others).strip("0")
    if digits == of_other and len(digits) > 1:
        return True
    return "," in one + other and len(parts) + len(others) == 3 and abs(int(parts[0]) - int(others[0])) <= 1


def _is_name(word: str) -> bool:
    """Capitalised, and no acronym: "TP HCM" for "Thành phố Hồ Chí Minh" is another spelling, not another place."""
    return word[0].isupper() and (len(word) == 1 or not word.isupper())
