"""Evidence for the provinces an article is mainly about. Computed in focus.py: for every set of at most three candidates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, Literal, NamedTuple, TypeVar, get_args

from pipelines.facts.links.evidence import Declarations, Feature
from pipelines.facts.provinces import manners

Size = Literal["one", "many"]  # of the set a province is taken into
SIZES: tuple[Size, ...] = get_args(Size)
Few = Literal["0", "1", "2", "3", "5"]  # so many at least, fewer than the next
FEW: tuple[Few, ...] = get_args(Few)
Part = Literal["0", "1/5", "2/5", "3/5", "4/5"]  # at least so much, less than the next
PARTS: tuple[Part, ...] = get_args(Part)
First = Literal["opening", "lead", "second", "half", "late"]
FIRSTS: tuple[First, ...] = get_args(First)
Manner = manners.Manner | Literal["thing", "bare"]  # the province itself, or things at home in it
MANNERS: tuple[Manner, ...] = (*get_args(manners.Manner), "thing", "bare")
Opens = Literal["nation", "province", "nothing"]  # what is told first, in the lead
OPENS: tuple[Opens, ...] = get_args(Opens)
Headline = Literal["named", "called", "thing", "not"]
HEADLINES: tuple[Headline, ...] = get_args(Headline)

Key = TypeVar("Key", bound=str)

OPENING = 150  # characters
LEAD = 400  # characters that a reader takes for the beginning

DECLARED = Declarations("primary", "links/provinces/focus.py")

# the set as a whole
NONE = DECLARED.one("none", "no province")
SIZE = DECLARED.each("size:{}", "a set of {}", ("1", "2", "3"))
HEADLINE_ALL = DECLARED.each("headline:all:{}", "the provinces of the headline and no other: {}", ("1", "2", "3"))
HEADLINE_PASSED = DECLARED.one("headline:passed", "other provinces than the headline's, though it names one to three")
HEADLINE_SILENT = DECLARED.one("headline:silent", "other provinces than the headline's, which the text never names itself")
HEADLINE_NONE = DECLARED.one("headline:none", "no province, though the headline names one to three")
LEFT_OUT = DECLARED.each("left:{}", "the heaviest province left out has of all weight: {}", PARTS)
LEFT_COUNT = DECLARED.each("left:count:{}", "the one left out that is named most often is named: {}", FEW)
COVERED = DECLARED.each("covered:{}", "the set has of all weight: {}", PARTS)

# no province at all
NONE_NATIONAL = DECLARED.each("none:national:{}", "no province; national words in a thousand characters: {}", FEW)
NONE_FOREIGN = DECLARED.each("none:foreign:{}", "no province; foreign countries in a thousand characters: {}", FEW)
NONE_LOCAL = DECLARED.each("none:local:{}", 'no province; words such as "toàn tỉnh": {}', FEW)
NONE_BEYOND = DECLARED.each("none:beyond:{}", "no province; of the figures {} are told of nation, abroad, a region or a rule", PARTS)
NONE_FIRMS = DECLARED.each("none:firms:{}", "no province; of the figures {} are told of firms", PARTS)
NONE_PROVINCES = DECLARED.each("none:provinces:{}", "no province; so many are named: {}", FEW)
NONE_TOP = DECLARED.pairs("none:top:{}:{}", "no province; the heaviest is named {} times, is first told {}", FEW, FIRSTS)
NONE_TOP_SHARE = DECLARED.each("none:share:{}", "no province; the heaviest has of all weight: {}", PARTS)
NONE_TOP_MANNER = DECLARED.each("none:manner:{}", "no province; the heaviest is at best told as: {}", MANNERS)
NONE_OPENS = DECLARED.each("none:opens:{}", "no province; told first, in the lead: {}", OPENS)
NONE_HEADLINE = DECLARED.one("none:headline:national", "no province; the headline is national or foreign")


class Family(NamedTuple, Generic[Key]):
    """Features of a province of the set: in any set, and by the size of the set."""

    any: dict[Key, Feature]
    by_size: dict[Key, dict[Size, Feature]]


def _family(name: str, meaning: str, keys: tuple[Key, ...]) -> Family[Key]:
    alone = DECLARED.each(f"{name}:{{}}", meaning, keys)
    return Family(alone, DECLARED.pairs(f"{name}:{{}}:{{}}", f"{meaning}, in a set of {{}}", keys, SIZES))


# a province of the set
COUNT = _family("count", "named {} times", FEW)
SHARE = _family("share", "has of all weight {}", PARTS)
FIRST = _family("first", "first told: {}", FIRSTS)
MANNER = _family("manner", "told as {}", MANNERS)
HEADLINE = _family("headline", "in the headline: {}", HEADLINES)
THINGS = _family("things", "districts and works named {} times", FEW)
FIGURES = _family("figures", "of the figures {} follow its name", PARTS)
FRAMED = _family("framed", "of the figures {} are told of it", PARTS)
SPREAD = _family("spread", "of the paragraphs {} name it", PARTS)
LATE = DECLARED.each("late:{}", "named in the last third, in a set of {}", SIZES)
SEAT = DECLARED.pairs("seat:{}:{}", "Hà Nội or Hồ Chí Minh, where the nation meets, at best told as {}; named {} times", MANNERS, FEW)
MANNER_NATIONAL = DECLARED.pairs("national:{}:{}", "at best told as {}; national words in a thousand characters: {}", MANNERS, FEW)
COUNT_NATIONAL = DECLARED.pairs("national:count:{}:{}", "named {} times; national words in a thousand characters: {}", FEW, FEW)


def up_to(bins: Sequence[Key], last: Key) -> Sequence[Key]:
    """The bins that a number reaches, without the first that all reach."""
    return bins[1 : bins.index(last) + 1]


def few(number: float) -> Few:
    """The bin of a number."""
    return "5" if number >= 5 else "3" if number >= 3 else "2" if number >= 2 else "1" if number >= 1 else "0"


def part(share: float) -> Part:
    """The bin of a share."""
    return PARTS[min(int(share * 5 + 1e-9), 4)]


def first(start: int, length: int) -> First:
    """The bin of a place in a text of so many characters."""
    return (
        "opening"
        if start <= OPENING
        else "lead"
        if start <= LEAD
        else "second"
        if start <= 2 * LEAD
        else "half"
        if start <= length / 2
        else "late"
    )
