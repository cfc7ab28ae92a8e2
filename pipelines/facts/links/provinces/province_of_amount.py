"""Which province a money or percent amount is about: the governing name nearby, else the article's primary province, else none.

National, foreign and company-wide figures have none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from operator import attrgetter
from types import MappingProxyType
from typing import NamedTuple

from pipelines.facts.frames.entities import PLACED
from pipelines.facts.frames.scope import Link, Scope, Sentence
from pipelines.facts.frames.subjects import Told
from pipelines.facts.links.evidence import Features, State, speak
from pipelines.facts.links.provinces import provinces_evidence as E
from pipelines.facts.links.provinces.listed import listed_at
from pipelines.facts.links.provinces.subject_of_amount import Theme, inherited, subject_evidence, theme_of
from pipelines.facts.provinces.registry import written
from pipelines.values.mentions import ProvinceMention, Role

ProvinceEvidence = dict[str | None, Features]

_LOCATED = re.compile(r"\b(?:tại|ở|riêng|thuộc|trên địa bàn)\b[^,;.]{0,25}$")
_BACK = re.compile(
    r"(?<!\w)(?:đây là (?:nhà máy|dự án|công ty|cảng|khu)|(?:nhà máy|dự án|công ty|doanh nghiệp|đơn vị|cơ sở|khu công nghiệp"
    r"|cụm công nghiệp|làng nghề|địa phương|tỉnh|cảng) (?:này|nói trên|trên))(?!\w)"
)
_BACK_WORDS = (" này", " trên", "đây là ")  # one is part of every match: looking for them first is faster
_ACCOUNTS = re.compile(
    r"(?:cổ đông|cổ phiếu|báo cáo tài chính|bctc|doanh thu thuần|lợi nhuận (?:sau|trước) thuế|lãi ròng|lỗ l[uũ][yỹ] kế"
    r"|vốn chủ sở hữu|cổ tức|vốn hóa|trái phiếu)(?!\w)"
)
_MANY_ACCOUNTS = 5
_NAME_ENDS = re.compile(r"(?:^|\s)[A-ZĐ][\w&]* $")
_STAKE = re.compile(r" (?:quyền sở hữu|cổ phần|cổ phiếu|vốn điều lệ|vốn cổ phần)(?!\w)")  # a share of a firm
_AMONG = re.compile(r"(?<!\w)(?:một trong|trong số|nằm trong|đứng đầu|dẫn đầu|đứng thứ|nhất|so với|ngoài|khắp)(?!\w)[^,.;:()\d]{0,45}$")
# local news that names its province only in passing: "kim ngạch toàn tỉnh", "Sở Công Thương tỉnh"
_THE_PROVINCE = re.compile(
    r"(?<!\w)(?:toàn|trên địa bàn|(?<!các )(?:ubnd|hđnd|công an)|(?:sở|cục|ban) [^\W\d]+ [^\W\d]+) tỉnh(?!,? thành| này)(?!\w)"
)
_OPENING = 1500  # characters in which local news tells whose it is
_REACHES = frozenset(["local", "national", "several", "sector", "whole"])
_OWNED = frozenset([*E.NULL_MEASURED, "local", "work"])  # "tổng tài sản của tỉnh" is no firm's
_FIRMS = frozenset(["group", "whole"])
_PARTED = re.compile(r"[,;:] |\d (?:nghìn |triệu |tỷ |tỉ )*(?:đồng|usd)|\d%")
_NEAR = 60  # characters between a province name and an amount it governs
_SOON = 100  # characters between a sentence and the name of who is told to have said it
_REACH = 8  # names looked at on either side, and amounts looked back for one to inherit from
_CROSSED = 6  # amounts looked at for money between a name and an amount


class Thing(NamedTuple):
    """A plant, port or estate named at an offset, and the province it stands in."""

    start: int
    home: str


class Places(NamedTuple):
    """The provinces of a text: its primary ones, all mentions in text order, their starts, the primary ones in the headline, the only
    one named (None when there are several), whether the text is about the accounts or shares of a firm, where things are named that the
    text has placed in a province, and where it says "the province" first (`unnamed`, past its opening: nowhere)."""

    primary: tuple[str, ...]
    mentions: tuple[ProvinceMention, ...]
    starts: list[int]
    in_title: frozenset[str]
    only: str | None
    accounts: bool
    things: list[Thing]
    theme: Theme
    unnamed: int


def places(told: Told, primary: Sequence[str], chances: Mapping[str, float] = MappingProxyType({})) -> Places:
    """Prepare the provinces of a text for linking. `chances`: of the provinces to be primary."""
    scope, provinces = told.scope, told.provinces
    chances = chances or dict.fromkeys(primary, 1.0)
    in_title = frozenset(name for name in primary if written(name).search(scope.title))
    names = {p.name for p in provinces}
    only = provinces[0].name if len(names) == 1 else None
    unnamed = _THE_PROVINCE.search(scope.low, 0, _OPENING)
    accounts = len(_ACCOUNTS.findall(scope.low)) >= _MANY_ACCOUNTS
    return Places(
        primary=tuple(primary),
        mentions=tuple(provinces),
        starts=[p.start for p in provinces],
        in_title=in_title,
        only=only,
        accounts=accounts,
        things=[Thing(entity.start, entity.home) for entity in told.entities],
        theme=theme_of(told, primary, chances),
        unnamed=unnamed.start() if unnamed else len(scope.low) + 1,
    )


class AskedProvince(NamedTuple):
    """The amount whose province is looked for: its number, what stands in its sentence, the names there, and how many provinces the
    article is mainly about."""

    scope: Scope
    where: Places
    i: int
    primary: E.Primary
    sentence: Sentence
    own: Sequence[ProvinceMention]


def province_evidence(scope: Scope, where: Places, i: int, links: Sequence[Link], role: Role = "other") -> ProvinceEvidence:
    """Features of every candidate province of amount i, which has a role; `links` holds those of the amounts before it."""
    spot = scope.spots[i]
    first, last = bisect_left(where.starts, spot.begin), bisect_left(where.starts, spot.end)
    here = bisect_left(where.starts, scope.amounts[i].start)
    own = where.mentions[max(first, here - _REACH) : min(last, here + _REACH)]
    primary: E.Primary = "none" if not where.primary else "one" if len(where.primary) == 1 else "many"
    asked = AskedProvince(scope, where, i, primary, scope.sentence(spot.begin, spot.end), own)
    found: ProvinceEvidence = {None: {E.NULL: 1.0, E.NULL_PRIMARY[primary]: 1.0}}
    _of_the_article(found, where, primary)
    state: State = "sentence" if own else "away"
    if told := listed_at(scope, i, own):
        speak(found, told.province, E.LIST[told.shape])  # then no name speaks by its nearness
    elif own:
        _own_provinces(found, asked)
    elif first:
        state = _before(found, asked, where.mentions[first - 1])
    elif where.mentions and where.mentions[0].start - spot.end < _SOON:
        speak(found, where.mentions[0].name, E.NEXT[primary])
    _placed(found, asked)
    _wide(found, asked)
    if where.primary and not last and where.primary[0] not in where.in_title and not _known(where, spot.end):
        speak(found, None, E.NULL_NATIONAL_UNNAMED if "national" in asked.sentence.groups else E.NULL_UNNAMED)
    _no_province(found, asked, state)
    elsewhere = bool(own) and not any(p.name in where.primary for p in own)
    if elsewhere and _several(scope, i, own):
        speak(found, None, E.NULL_ELSEWHERE)
    if where.primary and not elsewhere and _local(asked):
        speak(found, where.primary[0], E.LOCAL)
    _inherit(found, asked, links)
    subject_evidence(found, where.theme, i, scope.amounts[i], role)
    return found


def _known(where: Places, end: int) -> bool:
    """Whether a main province, or a district or work in one, is told before an offset, or "the province" without its name; what a text
    tells only once may be in passing."""
    return (len(where.theme.named) > 1 and where.theme.named[0] < end) or where.unnamed < end


def _local(asked: AskedProvince) -> bool:
    """Whether the sentence speaks of the locality ("của tỉnh"), and of nothing wider between that and the amount."""
    start = asked.scope.amounts[asked.i].start
    reach = next((m for m in reversed(asked.sentence.markers) if m.end <= start and m.meaning in _REACHES), None)
    return reach.meaning == "local" if reach else "local" in asked.sentence.groups


def _of_the_article(found: ProvinceEvidence, where: Places, primary: E.Primary) -> None:
    """The provinces the article is mainly about, and the only one it names."""
    for name in where.primary:
        speak(found, name, E.PRIMARY_FURTHER if name is not where.primary[0] else E.PRIMARY[primary])
        if name in where.in_title:
            speak(found, name, E.TITLE)
    if where.only:
        speak(found, where.only, E.ONLY[primary])
        if len(where.mentions) > 1:
            speak(found, where.only, E.ONLY_AGAIN[primary])


def _before(found: ProvinceEvidence, asked: AskedProvince, last: ProvinceMention) -> State:
    """The last name before a sentence that has none; how near a name stands."""
    spot = asked.scope.spots[asked.i]
    inside = last.start >= spot.paragraph
    speak(found, last.name, (E.PARAGRAPH if inside else E.ABOVE)[asked.primary])
    low = asked.scope.low
    if any(low.find(word, spot.begin, spot.end) >= 0 for word in _BACK_WORDS) and _BACK.search(low, spot.begin, spot.end):
        speak(found, last.name, E.BACK)
    return "paragraph" if inside else "away"


def _placed(found: ProvinceEvidence, asked: AskedProvince) -> None:
    """The home of the thing named last before the amount, in its sentence or above."""
    where = asked.where
    start, begin = asked.scope.amounts[asked.i].start, asked.scope.spots[asked.i].begin
    k = bisect_left(where.things, start, key=attrgetter("start")) - 1
    _placed_behind(found, asked, k + 1)
    if k < 0:
        return
    at, home = where.things[k]
    if at >= begin:
        speak(found, home, E.THING_SENTENCE[asked.primary])
    elif all(p.name == home for p in where.mentions[bisect_left(where.starts, at) : bisect_left(where.starts, start)][-_REACH:]):
        speak(found, home, E.THING_ABOVE[asked.primary])


def _placed_behind(found: ProvinceEvidence, asked: AskedProvince, k: int) -> None:
    """The home of thing k, the first one behind the amount: "hỗ trợ 90 triệu đồng cho hai xưởng ở huyện Yên Sơn"."""
    scope, where = asked.scope, asked.where
    end, start = scope.amounts[asked.i].end, where.things[k].start if k < len(where.things) else -1
    if not 0 <= start - end < _NEAR or scope.low.find("; ", end, start) >= 0 or any(end <= p.start < start for p in asked.own):
        return
    if not any(a.kind == "money" and a.start < start for a in scope.amounts[asked.i + 1 : asked.i + 1 + _CROSSED]):
        speak(found, where.things[k].home, E.THING_RIGHT)


def _wide(found: ProvinceEvidence, asked: AskedProvince) -> None:
    """The word for the nation, abroad, a region or a locality nearest on the left, unless a province is named after it."""
    scope, start = asked.scope, asked.scope.amounts[asked.i].start
    near = next((m for m in reversed(asked.sentence.markers) if m.end <= start and m.meaning in E.NULL_WIDE_LEFT), None)
    if near is None or any(p.start > near.start for p in asked.own):
        return
    national = near.meaning == "national"
    if national and _NAME_ENDS.search(scope.cut.text, max(0, near.start - 15), near.start):
        return  # "SMT Việt Nam" is a firm
    if national and _AMONG.search(scope.low, max(asked.scope.spots[asked.i].begin, near.start - 60), near.start):
        return  # "là một trong các địa phương của cả nước thu vượt": the figure is that one's
    gap = scope.low[near.end : start]
    if national and len(gap) < _NEAR:  # "lượng muối Việt Nam làm ra là"
        speak(found, None, E.NULL_REACHES if ", " in gap else E.NULL_GOVERNS)
    else:
        speak(found, None, E.NULL_WIDE_LEFT[near.meaning])


def _no_province(found: ProvinceEvidence, asked: AskedProvince, state: State) -> None:
    """What speaks for an amount without a province: nation, abroad or a firm as subject, charter capital, a text about accounts."""
    scope, primary = asked.scope, asked.primary
    spot, start = scope.spots[asked.i], scope.amounts[asked.i].start
    groups = asked.sentence.groups
    for group, features in E.NULL_BEYOND.items():
        if group in groups or (group == "company" and not _FIRMS.isdisjoint(groups)):
            speak(found, None, features[state][primary])
    before = scope.cut.sentence(spot.begin - 1) if spot.begin > spot.paragraph else None
    if before and "national" in scope.sentence(*before).groups:
        speak(found, None, E.NULL_NATIONAL_BEFORE[state][primary])
    measured = next((m for m in reversed(asked.sentence.markers) if m.end <= start and m.meaning in _OWNED), None)
    if (
        measured
        and measured.meaning in E.NULL_MEASURED
        and start - measured.end < _NEAR
        and not _PARTED.search(scope.low, measured.end, start)
    ):
        speak(found, None, E.NULL_MEASURED[measured.meaning])
    elif scope.amounts[asked.i].kind == "percent" and _STAKE.match(scope.low, scope.amounts[asked.i].end):
        speak(found, None, E.NULL_MEASURED["equity"])
    if asked.where.accounts:
        speak(found, None, E.NULL_ACCOUNTS[state])


def _own_provinces(found: ProvinceEvidence, asked: AskedProvince) -> None:
    """Provinces named in the amount's own sentence."""
    scope, i, own, primary = asked.scope, asked.i, asked.own, asked.primary
    amounts, amount = scope.amounts, scope.amounts[i]
    left = [p for p in own if p.end <= amount.start]
    if left:
        nearest = left[-1]
        crossed = any(a.kind == "money" and a.start > nearest.end for a in amounts[max(0, i - _CROSSED) : i])
        near = amount.start - nearest.end < _NEAR and not crossed
        speak(found, nearest.name, (E.LEFT_NEAR if near else E.LEFT_FAR)[primary])
        if _LOCATED.search(scope.low, max(scope.spots[i].begin, nearest.start - 40), nearest.start):
            speak(found, nearest.name, E.LEFT_LOCATED)
        if any(m.meaning == "local" and nearest.end <= m.start < amount.start for m in asked.sentence.markers):
            speak(found, nearest.name, E.LEFT_LOCAL)  # "Sở Công Thương Lai Châu tính quỹ chợ của tỉnh là"
        for p in left[:-1]:
            speak(found, p.name, E.LEFT_OTHER)
        if _several(scope, i, left):
            speak(found, None, E.NULL_SEVERAL[primary])
    right = next((p for p in own if p.start >= amount.end), None)
    if right:
        crossed = any(a.kind == "money" and a.start < right.start for a in amounts[i + 1 : i + 1 + _CROSSED])
        near = right.start - amount.end < _NEAR and not crossed
        speak(found, right.name, (E.RIGHT_NEAR if near else E.RIGHT_FAR)[primary])
        if near and PLACED.search(scope.low, amount.end, right.start):
            speak(found, right.name, E.RIGHT_LOCATED)


def _several(scope: Scope, i: int, own: Sequence[ProvinceMention]) -> bool:
    """Whether the list item that ends at amount i names several provinces before it."""
    start = scope.amounts[i].start
    item = max(scope.spots[i].begin, scope.low.rfind("; ", scope.spots[i].begin, start))
    return len({p.name for p in own if item <= p.start < start}) > 1


def _inherit(found: ProvinceEvidence, asked: AskedProvince, links: Sequence[Link]) -> None:
    """The province of the amount before."""
    scope, i = asked.scope, asked.i
    spot = scope.spots[i]
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if before.kind in ("money", "percent"):
            near: E.Nearness = "sentence" if before.start >= spot.begin else "paragraph" if before.start >= spot.paragraph else "above"
            speak(found, links[j].province, (E.INHERIT if links[j].province else E.INHERIT_NULL)[near])
            inherited(found, asked.where.theme, (j, i), near, links[j].province)
            break
