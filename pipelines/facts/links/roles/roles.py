"""What a money or percent amount is for: cue words around it, nearest governing phrase first.

Definition of the roles: labelling guide of the gold sets. Evidence comes from places (clause, sentence, sentence before, sub-heading,
headline); a percent that follows an amount ("đạt 5 tỷ đồng, tăng 8%") inherits its role. Counts and measures get a role as well,
for what follows them ("nhập khẩu 5 triệu tấn, tăng 17%"); it is not stored.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from pipelines.facts.amounts.nouns import read_noun
from pipelines.facts.frames.cues import PEOPLE, ROLES, Cue
from pipelines.facts.frames.scope import Link, Scope, Sentence
from pipelines.facts.links.evidence import Feature
from pipelines.facts.links.roles import roles_evidence as E
from pipelines.facts.links.roles.meanings import figure, large, meaning
from pipelines.facts.links.roles.measures import Place, given, placed, whole
from pipelines.facts.links.roles.shapes import RoleEvidence, add, shape
from pipelines.values.mentions import Role

# "6,7 tỷ đồng vốn đối ứng" is an amount of that; "150 triệu đồng mua máy" is an amount for that
_KINDS_OF_MONEY = (
    "vào ngân sách",
    "cho ngân sách",
    "vốn",
    "tiền",
    "kinh phí",
    "doanh thu",
    "lợi nhuận",
    "lãi",
    "thuế",
    "nợ",
    "trái phiếu",
    "học phí",
    "tín dụng",
    "ngân sách",
)
_WHOLE_OF_ONE_KIND = frozenset(["output", "other", "tax", "price"])  # what is left of them is the same; of capital it is other capital
_PROJECTS = ("đề án", "mô hình", "nhiệm vụ")
_WHOLES = frozenset(["sản phẩm", "dự án", "cổ phiếu", "cổ phần"])
_OPENING = re.compile(r" (?:để|nhờ|khi|mà|nếu|do|vì|nên|khiến) ")  # begins another clause: "lên 40% để xuất khẩu"
_PLACED: Mapping[Place, Mapping[E.Figure, Feature]] = {
    "head": E.HEAD,
    "modifier": E.MODIFIER,
    "kept": E.KEPT,
    "nearest": E.NEAREST,
    "direct": E.DIRECT,
    "object": E.OBJECT,
    "same": E.SAME,
    "item": E.ITEM,
}
_LEFT = frozenset(
    [E.CLAUSE, E.BEFORE, E.BEFORE_OWN, *E.SIDE.values(), *(feature for family in _PLACED.values() for feature in family.values())]
)
_BESIDE = frozenset([E.LEAD, E.TITLE, E.HEADING, E.PREVIOUS, E.PARAGRAPH_BEFORE])
_RIGHT = frozenset([*E.NEXT.values(), *E.RIGHT.values(), *E.WHOLE.values(), E.AFTER])
_CLOSE = 45  # characters between an amount and the percentage that goes with it
_CLOSER = 25  # characters between two amounts of one kind of thing
_NEXT = 15  # characters between an amount and a cue word right behind it
_CUES = 30  # cues looked at on either side
_REACH = 8  # amounts looked back for one to inherit from


def role_evidence(scope: Scope, i: int, links: Sequence[Link]) -> RoleEvidence:
    """Features of every role for amount i; `links` holds those of the amounts before it."""
    amount, spot = scope.amounts[i], scope.spots[i]
    evidence: RoleEvidence = {role: {feature: 1.0} for role, feature in E.IS[amount.kind].items()}
    sentence = scope.sentence(spot.begin, spot.end)
    here = bisect_left(sentence.starts, amount.start)
    helped = given(scope.low, amount.start)
    right = [] if helped else [cue for cue in sentence.cues[here : here + _CUES] if cue.start >= amount.end]
    if helped and amount.kind == "percent":
        add(evidence, "support", E.HEAD[figure(amount)])
    of = whole(scope.low, amount.end, right) if amount.kind == "percent" else None
    if of:
        add(evidence, meaning(scope.low, of, amount), E.WHOLE[figure(amount)], of.weight / 3)
    _left(evidence, scope, i, sentence, of is not None)
    if right:
        _right(evidence, scope, i, right, sentence.stops)
    if spot.begin > 0:
        previous = scope.cut.sentence(spot.begin - 1)
        zone = E.PREVIOUS if previous[0] >= spot.paragraph else E.PARAGRAPH_BEFORE
        _around(evidence, scope.sentence(*previous), zone)
        _around(evidence, scope.sentence(*scope.cut.sentence(0)), E.LEAD)
    if heading := scope.heading(spot.paragraph):
        _around(evidence, heading, E.HEADING)
    _around(evidence, scope.headline, E.TITLE)
    if intro := scope.intro(spot.paragraph):
        _around(evidence, scope.sentence(*intro), E.INTRO)
    shape(evidence, amount, kind=figure(amount))
    if scope.programme:
        add(evidence, "support", E.TOPIC)
    _things(evidence, scope, i)
    _inherit(evidence, scope, i, links)
    return evidence


def lends_role(scope: Scope, i: int) -> bool:
    """Whether amount i, a count or a measure, is followed by a percentage that takes its role ("5 triệu tấn, tăng 17%")."""
    following = scope.amounts[i + 1] if i + 1 < len(scope.amounts) else None
    return following is not None and following.kind == "percent" and following.start - scope.amounts[i].end < _CLOSE


def _left(evidence: RoleEvidence, scope: Scope, i: int, sentence: Sentence, told: bool) -> None:
    """Cue words left of the amount, each under its place; `told`: the amount itself tells what it is of, they stand aside."""
    amounts, amount, spot = scope.amounts, scope.amounts[i], scope.spots[i]
    here = bisect_left(sentence.starts, amount.start)
    money = amount.kind == "money"
    cues = [cue for cue in sentence.cues[max(0, here - _CUES) : here] if cue.end <= amount.start and not (money and cue.meaning == PEOPLE)]
    if not cues:
        return
    places = list(placed(scope.low, scope.clauses(spot.begin, spot.end), amount.start, cues, money))
    own = any(place in ("head", "object", "nearest") for _, place in places)
    last, kind = bisect_left(sentence.stops, amount.start), figure(amount)
    crossed, j = 0, i
    for cue, place in reversed(places):
        while j > 0 and crossed < _CUES and amounts[j - 1].start >= cue.end:
            j, crossed = j - 1, crossed + 1
        parted = last - bisect_left(sentence.stops, cue.end)
        value = _faded(place, amount.start - cue.end, parted, crossed)
        if told:
            zone = E.SIDE["own" if place in ("head", "object", "nearest") else "far"]
        elif place == "elsewhere":
            zone = E.CLAUSE if not parted else E.BEFORE_OWN if own else E.BEFORE
        else:
            zone = _PLACED[place][kind]
        add(evidence, meaning(scope.low, cue, amount), zone, value * cue.weight / 3)


def _faded(place: Place, gap: int, parted: int, crossed: int) -> float:
    """How much a cue word loses by characters, stops and amounts in between; a head loses nothing by distance."""
    if place == "head":
        return 1 / (1 + crossed / 3)
    if place in ("same", "item"):
        return 1 / (1 + crossed / 6)
    return 1 / (1 + gap / 120 + (parted + crossed) / 3)


def _around(evidence: RoleEvidence, sentence: Sentence, zone: Feature) -> None:
    for role, weight in sentence.strongest.items():
        evidence[role][zone] = weight / 3  # of every role something is known: what its kind of amount is mostly for


def _right(evidence: RoleEvidence, scope: Scope, i: int, cues: Sequence[Cue], stops: list[int]) -> None:
    amounts, amount = scope.amounts, scope.amounts[i]
    k = bisect_left(stops, amount.end)
    opening = _OPENING.search(scope.low, amount.end, cues[-1].start)
    bound = min(  # cue words beyond it belong to something else
        stops[k] if k < len(stops) else cues[-1].end,
        opening.start() if opening else cues[-1].end,
        amounts[i + 1].start if i + 1 < len(amounts) else cues[-1].end,
    )
    kind = figure(amount)
    for cue in cues:
        role, gap = meaning(scope.low, cue, amount), cue.start - amount.end
        if cue.start > bound:
            add(evidence, role, E.AFTER, cue.weight / 3 / (1 + gap / 60))
            continue
        zone = E.NEXT if gap <= _NEXT else E.RIGHT
        add(evidence, role, zone[kind], cue.weight / 3 / (1 + gap / 40))
        if gap <= 1 and scope.low.startswith(_KINDS_OF_MONEY, cue.start):  # what the amount is an amount of: "6,7 tỷ đồng vốn đối ứng"
            add(evidence, role, E.TOUCH[kind], cue.weight / 3)


def _things(evidence: RoleEvidence, scope: Scope, i: int) -> None:
    """What is counted beside the amount: money after "12 đề án" supports them; "96% doanh nghiệp" is a share of things."""
    amount, spot = scope.amounts[i], scope.spots[i]
    if amount.kind == "percent" and not amount.change and (noun := read_noun(scope.low, amount.end, closed=True)):
        add(evidence, "other", E.SHARE_OF_THINGS if noun.written not in _WHOLES else E.SHARE_OF_WHOLE)
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if amount.kind != "money" or before.start < spot.begin:
            break
        if before.kind == "count" and before.unit.lower().startswith(_PROJECTS):
            add(evidence, "support", E.PROJECTS)
            break


def _inherit(evidence: RoleEvidence, scope: Scope, i: int, links: Sequence[Link]) -> None:
    """The role of the amount before, stronger the nearer it stands."""
    amount, spot = scope.amounts[i], scope.spots[i]
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if before.start < spot.paragraph or (links[j].role == "price" and large(amount)):
            break
        countable = before.kind in ("count", "measure")
        if before.start < spot.begin:
            if countable:
                continue
            add(evidence, links[j].role, E.INHERIT_PARAGRAPH)
            break
        gap = scope.low[before.end : amount.start]
        left = "còn lại" in gap or scope.low.startswith(" còn lại", amount.end)
        rest = left and before.kind == amount.kind == "percent" and links[j].role in _WHOLE_OF_ONE_KIND
        close = j == i - 1 and (rest or (len(gap) < _CLOSE and ";" not in gap))
        if close and amount.kind == "percent":
            family = E.INHERIT_CHANGE if amount.change else E.INHERIT_SHARE
            add(evidence, links[j].role, family[before.kind])
            break
        if not countable:
            feature = E.INHERIT_CLOSE if close and len(gap) < _CLOSER else E.INHERIT_ITEM if ";" in gap else E.INHERIT_SENTENCE
            add(evidence, links[j].role, feature)
            break


def cue_word(scope: Scope, i: int, role: str, reason: str) -> str:
    """The cue word behind a reason such as "head:money" or "next:share"; "" for reasons that rest on no cue."""
    amount, spot = scope.amounts[i], scope.spots[i]
    text = scope.title if reason == E.TITLE else scope.low
    if reason in _BESIDE:
        cues = _cues_beside(scope, i, reason)
    elif reason in _LEFT:
        cues = [cue for cue in reversed(scope.sentence(spot.begin, spot.end).cues) if cue.end <= amount.start]
    elif reason in _RIGHT:
        cues = [cue for cue in scope.sentence(spot.begin, spot.end).cues if cue.start >= amount.end]
    else:
        return ""
    cue = next((cue for cue in cues if meaning(text, cue, amount) == role or cue.meaning == role), None)
    return text[cue.start : cue.end] if cue else ""


def _cues_beside(scope: Scope, i: int, reason: str) -> list[Cue]:
    spot = scope.spots[i]
    if reason == E.TITLE:
        return scope.headline.cues
    if reason == E.HEADING:
        heading = scope.heading(spot.paragraph)
        return heading.cues if heading else []
    return scope.sentence(*scope.cut.sentence(0 if reason == E.LEAD else spot.begin - 1)).cues


def role_of(name: str) -> Role:
    """The name as one of the closed list of roles. Raises ValueError."""
    return ROLES[ROLES.index(name)]
