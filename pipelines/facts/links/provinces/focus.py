"""Which provinces an article is mainly about: none, one, two or three of those it names, chosen as a set by named evidence.

A province is heard in its own name, in its districts and works, in plants called after it; how it is told (by its authorities, as the place
of a meeting, in a list), how early, how often, and how many figures follow it decide, against how national the text is.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple, TypeVar

from pipelines.facts.frames.cues import find_cues
from pipelines.facts.frames.entities import Entity, find_entities, find_place_names
from pipelines.facts.frames.openers import Frame
from pipelines.facts.links.evidence import Feature, Features
from pipelines.facts.links.provinces import focus_evidence as E
from pipelines.facts.provinces.manners import local_words, manner_of
from pipelines.text.prepared import Prepared, bare, prepare
from pipelines.text.sentences import lowered
from pipelines.values.mentions import ProvinceMention

Bin = TypeVar("Bin", bound=str)
FocusEvidence = dict[tuple[str, ...], Features]

MOST = 3  # primary provinces of one article
_WEIGHED = 5  # candidates; of more than so many no set is made
_MANY = 3_000  # namings looked at; keeps the work small on any text
_NATIONAL = re.compile(r"ả nước|oàn quốc|iệt Nam|ước ta|hính phủ|Quốc hội|Thủ tướng|Bộ trưởng|Bộ Công [Tt]hương|Tổng cục")
_FOREIGN = re.compile(r"Trung Quốc|Hoa Kỳ|Mỹ(?!\w)|EU(?!\w)|Nhật Bản|Hàn Quốc|Thái Lan|thế giới|toàn cầu|ASEAN|châu Âu|Ấn Độ|Singapore")
_SEATS = ("Hà Nội", "Hồ Chí Minh")
_WIDE = ("national", "foreign", "region")
_BEYOND = ("nation", "country", "sector", "abroad", "region", "several", "rule")
_PASSING: frozenset[E.Manner] = frozenset(("venue", "origin", "listed"))
_FIRM = ("firm", "group", "whole", "accounts")


class Headline(NamedTuple):
    """What a headline says of provinces: those it names, those something in it is called after or lies in; its words."""

    named: Sequence[str]
    called: Sequence[str]
    things: Sequence[str]
    text: str


class Told(NamedTuple):
    """What the decision rests on; `figures` are the offsets of money and percentages."""

    text: Prepared
    mentions: Sequence[ProvinceMention]
    entities: Sequence[Entity]
    figures: Sequence[int]
    headline: Headline
    frames: Sequence[Frame | None]  # of every figure


@dataclass(slots=True)
class _Share:
    """What is heard of one province."""

    count: int = 0
    weight: float = 0.0
    first: int = 1 << 30
    last: int = 0
    things: int = 0
    figures: int = 0
    manners: set[E.Manner] = field(default_factory=set)
    paragraphs: set[int] = field(default_factory=set)

    @property
    def manner(self) -> E.Manner:
        """The strongest way it is told."""
        return next((manner for manner in E.MANNERS if manner in self.manners), "bare")


class _Story(NamedTuple):
    """The text as a whole, in bins."""

    national: E.Few
    foreign: E.Few
    local: E.Few
    total: float  # weight of all provinces
    length: int
    paragraphs: int
    figures: int
    beyond: E.Part  # of the figures: nation, abroad, region, rule
    firms: E.Part  # firms and their accounts
    opens: E.Opens
    framed: Mapping[str | None, int]  # figures told of each province


class Focus(NamedTuple):
    """At most three provinces an article is mainly about, the heaviest first, none for a national story; the probability of every
    province weighed that it is one of them, by the weights alone."""

    names: tuple[str, ...]
    chances: Mapping[str, float]


def find_focus(told: Told, table: Mapping[Feature, float]) -> Focus:
    """What an article is mainly about, by a table of weights."""
    return focus_of(focus_evidence(told), table)


def focus_of(evidence: Mapping[tuple[str, ...], Features], table: Mapping[Feature, float]) -> Focus:
    """The set chosen, and the softmax over all sets summed up by province."""
    sums = {names: sum(table.get(name, 0.0) * value for name, value in features.items()) for names, features in evidence.items()}
    top = max(sums.values())
    powers = {names: math.exp(total - top) for names, total in sums.items()}
    whole = sum(powers.values())
    chances: dict[str, float] = {}
    for names, power in powers.items():
        for name in names:
            chances[name] = chances.get(name, 0.0) + power / whole
    return Focus(max(sums, key=sums.__getitem__), chances)


def headline_of(title: str, published: str | None) -> Headline:
    """The provinces of a headline."""
    prepared = prepare(title)
    names = find_place_names(prepared, published)
    return Headline(
        named=list(dict.fromkeys(mention.name for mention in names.provinces)),
        called=list(dict.fromkeys(mention.name for mention in names.called)),
        things=list(dict.fromkeys(entity.home for entity in find_entities(prepared, names))),
        text=title,
    )


def focus_evidence(told: Told) -> FocusEvidence:
    """Features of every set of provinces the article may be mainly about; the empty set is always one of them."""
    shares = _shares(told)
    for name in (*told.headline.named, *told.headline.called, *told.headline.things):
        shares.setdefault(name, _Share(first=0))
    length = max(len(told.text.text), 1)
    text = told.text.text
    story = _Story(
        E.few(len(_NATIONAL.findall(text)) * 1000 / length),
        E.few(len(_FOREIGN.findall(text)) * 1000 / length),
        E.few(local_words(text)),
        sum(share.weight for share in shares.values()) or 1.0,
        length,
        len(told.text.cut.paragraphs),
        len(told.figures),
        E.part(sum(frame is not None and frame.kind in _BEYOND for frame in told.frames) / (len(told.frames) or 1)),
        E.part(sum(frame is not None and frame.kind in _FIRM for frame in told.frames) / (len(told.frames) or 1)),
        _opens(text, shares),
        Counter(frame.province for frame in told.frames if frame and frame.province),
    )
    ranked = sorted(shares, key=lambda name: (name not in told.headline.named, -shares[name].weight, shares[name].first, name))
    found: FocusEvidence = {(): _none(told, shares, story)}
    features = {name: _member(told, name, shares[name], story) for name in ranked[:_WEIGHED]}
    for size in range(1, MOST + 1):
        for names in combinations(ranked[:_WEIGHED], size):
            found[names] = _set(told, names, shares, story)
            for name in names:
                for feature in features[name]["one" if size == 1 else "many"]:
                    found[names][feature] = found[names].get(feature, 0.0) + 1.0
    return found


def _set(told: Told, names: tuple[str, ...], shares: Mapping[str, _Share], story: _Story) -> Features:
    size = str(len(names))
    found: Features = {E.SIZE[size]: 1.0}
    if set(names) == set(told.headline.named):
        found[E.HEADLINE_ALL[size]] = 1.0
    elif 1 <= len(told.headline.named) <= MOST and not set(names) & set(told.headline.named):
        found[E.HEADLINE_PASSED] = 1.0
        if not any(shares[name].count for name in told.headline.named):
            found[E.HEADLINE_SILENT] = 1.0
    rest = [share for name, share in shares.items() if name not in names]
    left = max((share.weight for share in rest), default=0.0) / story.total
    covered = sum(shares[name].weight for name in names) / story.total
    for family, part in ((E.LEFT_OUT, E.part(left)), (E.COVERED, E.part(covered))):
        for reached in E.up_to(E.PARTS, part):
            found[family[reached]] = 1.0
    for few in E.up_to(E.FEW, E.few(max((share.count for share in rest), default=0))):
        found[E.LEFT_COUNT[few]] = 1.0
    return found


def _none(told: Told, shares: Mapping[str, _Share], story: _Story) -> Features:
    found: Features = {E.NONE: 1.0}
    for family, few in (
        (E.NONE_NATIONAL, story.national),
        (E.NONE_FOREIGN, story.foreign),
        (E.NONE_LOCAL, story.local),
        (E.NONE_PROVINCES, E.few(len(shares))),
    ):
        for reached in E.up_to(E.FEW, few):
            found[family[reached]] = 1.0
    found[E.NONE_OPENS[story.opens]] = 1.0
    for kind, part in ((E.NONE_BEYOND, story.beyond), (E.NONE_FIRMS, story.firms)):
        for share in E.up_to(E.PARTS, part):
            found[kind[share]] = 1.0
    if 1 <= len(told.headline.named) <= MOST:
        found[E.HEADLINE_NONE] = 1.0
    low = lowered(told.headline.text)
    if any(cue.meaning in _WIDE for cue in find_cues(low, bare(low), 0, len(low))[1]):
        found[E.NONE_HEADLINE] = 1.0
    if shares:
        top = max(shares.values(), key=lambda share: share.weight)
        found[E.NONE_TOP[E.few(top.count)][E.first(top.first, story.length)]] = 1.0
        for part in E.up_to(E.PARTS, E.part(top.weight / story.total)):
            found[E.NONE_TOP_SHARE[part]] = 1.0
        found[E.NONE_TOP_MANNER[top.manner]] = 1.0
    return found


def _member(told: Told, name: str, share: _Share, story: _Story) -> dict[E.Size, list[Feature]]:
    """Features of a province in a set of one and in a larger set."""
    line = told.headline
    headline: E.Headline = "named" if name in line.named else "called" if name in line.called else "thing" if name in line.things else "not"
    tells: list[tuple[Feature, dict[E.Size, Feature]]] = []

    def tell(family: E.Family[Bin], keys: Iterable[Bin]) -> None:
        tells.extend((family.any[key], family.by_size[key]) for key in keys)

    figures = story.figures or 1
    tell(E.FIRST, [E.first(share.first, story.length)])
    tell(E.HEADLINE, [headline])
    tell(E.MANNER, sorted(share.manners))
    tell(E.COUNT, E.up_to(E.FEW, E.few(share.count)))
    tell(E.THINGS, E.up_to(E.FEW, E.few(share.things)))
    tell(E.SHARE, E.up_to(E.PARTS, E.part(share.weight / story.total)))
    tell(E.FIGURES, E.up_to(E.PARTS, E.part(share.figures / figures)))
    tell(E.FRAMED, E.up_to(E.PARTS, E.part(story.framed.get(name, 0) / figures)))
    tell(E.SPREAD, E.up_to(E.PARTS, E.part(len(share.paragraphs) / story.paragraphs)))
    found: dict[E.Size, list[Feature]] = {size: [feature for one, by in tells for feature in (one, by[size])] for size in E.SIZES}
    if share.last > story.length * 2 / 3:
        for size in E.SIZES:
            found[size].append(E.LATE[size])
    found["one"] += [E.MANNER_NATIONAL[share.manner][story.national], E.COUNT_NATIONAL[E.few(share.count)][story.national]]
    if name in _SEATS:
        found["one"].append(E.SEAT[share.manner][E.few(share.count)])
    return found


def _shares(told: Told) -> dict[str, _Share]:
    """What the text says of each province."""
    shares: dict[str, _Share] = {}
    starts: list[tuple[int, str]] = []
    paragraphs = told.text.cut.paragraphs
    for start, name, manner, weight in _namings(told):
        share = shares.setdefault(name, _Share())
        share.weight += weight
        share.first, share.last = min(share.first, start), max(share.last, start)
        if manner in ("thing", "bare"):
            share.things += 1
        else:
            share.count += 1
        share.manners.add(manner)
        share.paragraphs.add(bisect_right(paragraphs, start))
        starts.append((start, name))
    starts.sort()
    at = [start for start, _ in starts]
    for figure in told.figures:
        k = bisect_right(at, figure) - 1
        if k >= 0 and bisect_right(paragraphs, figure) - bisect_right(paragraphs, at[k]) <= 1:
            shares[starts[k][1]].figures += 1
    return shares


def _opens(text: str, shares: Mapping[str, _Share]) -> E.Opens:
    """Whether the lead first tells of the nation or of a province by more than where a meeting or a person was."""
    national = _NATIONAL.search(text, 0, E.LEAD)
    first = min((share.first for share in shares.values() if not share.manners <= _PASSING), default=E.LEAD)
    if national and national.start() < first:
        return "nation"
    return "province" if first < E.LEAD else "nothing"


def _namings(told: Told) -> Iterator[tuple[int, str, E.Manner, float]]:
    for mention in told.mentions[:_MANY]:
        manner, weight = manner_of(told.text.text, mention)
        yield mention.start, mention.name, manner, weight
    for entity in told.entities[:_MANY]:
        yield entity.start, entity.home, "bare" if entity.rule == "bare" else "thing", 0.4 if entity.rule == "bare" else 0.6
