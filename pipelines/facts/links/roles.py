"""What a money or percent amount is for: cue words around it, nearest governing phrase first.

Definition of the roles: labelling guide of the gold sets. Evidence comes from places (clause, sentence, sentence before, sub-heading,
headline); a percent that follows an amount ("đạt 5 tỷ đồng, tăng 8%") inherits its role. Counts and measures get a role as well,
for what follows them ("nhập khẩu 5 triệu tấn, tăng 17%"); it is not stored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipelines.facts.amounts.nouns import read_noun
from pipelines.facts.frames.cues import ROLES, Cue
from pipelines.facts.frames.scope import Link, Scope
from pipelines.facts.links import roles_evidence as E
from pipelines.facts.links.evidence import Feature, Features
from pipelines.values.mentions import AmountMention, Role

RoleEvidence = dict[str, Features]

_UNIT_PRICE = frozenset(
    "kg lít tấn kwh kw m2 m² m3 m³ lượng chỉ thùng bao con quả mớ tạ yến hộp gram cái chiếc vé số container".split()  # noqa: SIM905
)
# "6,7 tỷ đồng vốn đối ứng" is an amount of that; "150 triệu đồng mua máy" is an amount for that
_KINDS_OF_MONEY = (
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
_SECURITIES = frozenset(["cổ phiếu", "cp", "trái phiếu", "cổ phần"])
_PER_PERSON = frozenset(["người", "tháng", "month", "day"])
_PER_BODY = frozenset(
    ["cơ sở", "hộ", "đề án", "đơn vị", "doanh nghiệp", "mô hình", "dự án", "hợp tác xã", "người", "sản phẩm", "nơi", "học viên"]
)
_TIMES = frozenset(["year", "month", "day", "quý", "tuần", "giờ"])
_LARGE = {"VND": 1e9, "USD": 1e6}  # a price above this is what a thing was sold for (asset), not a unit price
_PROJECTS = ("đề án", "mô hình", "nhiệm vụ")
_WHOLES = frozenset(["sản phẩm", "dự án"])
_LEFT = frozenset([E.LEFT, E.CLAUSE, E.BEFORE])
_RIGHT = frozenset([*E.NEXT.values(), *E.RIGHT.values(), E.AFTER])
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
    for cue in sentence.cues[max(0, here - _CUES) : here + _CUES]:
        if cue.end <= amount.start:
            _left(evidence, scope, i, cue, sentence.stops)
        elif cue.start >= amount.end:
            _right(evidence, scope, i, cue, sentence.stops)
    if spot.begin > 0:
        previous = scope.cut.sentence(spot.begin - 1)
        zone = E.PREVIOUS if previous[0] >= spot.paragraph else E.PARAGRAPH_BEFORE
        for cue in scope.sentence(*previous).cues:
            _add(evidence, cue.meaning, zone, cue.weight / 3)
    for cue in scope.heading_cues(spot.paragraph):
        _add(evidence, cue.meaning, E.HEADING, cue.weight / 3)
    for cue in scope.headline.cues:
        _add(evidence, cue.meaning, E.TITLE, cue.weight / 3)
    for cue in scope.intro_cues(spot.paragraph):
        _add(evidence, cue.meaning, E.INTRO, cue.weight / 3)
    _shape(evidence, amount)
    if scope.programme:
        _add(evidence, "support", E.TOPIC)
    _things(evidence, scope, i)
    _inherit(evidence, scope, i, links)
    return evidence


def lends_role(scope: Scope, i: int) -> bool:
    """Whether amount i, a count or a measure, is followed by a percentage that takes its role ("5 triệu tấn, tăng 17%")."""
    following = scope.amounts[i + 1] if i + 1 < len(scope.amounts) else None
    return following is not None and following.kind == "percent" and following.start - scope.amounts[i].end < _CLOSE


def _left(evidence: RoleEvidence, scope: Scope, i: int, cue: Cue, stops: list[int]) -> None:
    amounts, amount = scope.amounts, scope.amounts[i]
    parted = bisect_left(stops, amount.start) - bisect_left(stops, cue.end)
    crossed = 0
    while crossed < min(i, _CUES) and amounts[i - crossed - 1].start >= cue.end:
        crossed += 1
    zone = E.BEFORE if parted else E.CLAUSE if crossed else E.LEFT
    meaning = "asset" if cue.meaning == "price" and _large(amount) else cue.meaning
    _add(evidence, meaning, zone, cue.weight / 3 / (1 + (amount.start - cue.end) / 120 + (parted + crossed) / 3))


def _large(amount: AmountMention) -> bool:
    return amount.kind == "money" and not amount.per and amount.min >= _LARGE.get(amount.unit, 1e12)


def _right(evidence: RoleEvidence, scope: Scope, i: int, cue: Cue, stops: list[int]) -> None:
    amounts, amount = scope.amounts, scope.amounts[i]
    gap = cue.start - amount.end
    k = bisect_left(stops, amount.end)
    parted = k < len(stops) and stops[k] < cue.start
    if parted or (i + 1 < len(amounts) and amounts[i + 1].start < cue.start):
        _add(evidence, cue.meaning, E.AFTER, cue.weight / 3 / (1 + gap / 60))
    else:
        figure: E.Figure = "share" if amount.kind == "percent" and not amount.change else amount.kind
        zone = E.NEXT if gap <= _NEXT else E.RIGHT
        _add(evidence, cue.meaning, zone[figure], cue.weight / 3 / (1 + gap / 40))
        if gap <= 1 and scope.low.startswith(_KINDS_OF_MONEY, cue.start):  # what the amount is an amount of: "6,7 tỷ đồng vốn đối ứng"
            _add(evidence, cue.meaning, E.TOUCH[figure], cue.weight / 3)


def _add(evidence: RoleEvidence, role: str, feature: Feature, value: float = 1.0) -> None:
    features = evidence.get(role)
    if features is None:
        features = evidence[role] = {}
    if value > features.get(feature, 0.0):
        features[feature] = value


def _shape(evidence: RoleEvidence, amount: AmountMention) -> None:
    """What unit, size and kind of the amount itself tell."""
    if amount.kind == "money":
        per = (amount.per or "").lower()
        if per in _UNIT_PRICE or per in _SECURITIES:
            _add(evidence, "price", E.UNIT_PRICE)
        elif per in _PER_BODY:
            _add(evidence, "support", E.PER_BODY)
        elif per and per not in _TIMES:
            _add(evidence, "price", E.PER_THING)
        if per in _PER_PERSON:
            _add(evidence, "income", E.PER_PERSON)
        if amount.unit != "VND":
            _add(evidence, "trade", E.FOREIGN_MONEY)
            _add(evidence, "investment", E.FOREIGN_MONEY)
        elif amount.max < 1_000_000:
            _add(evidence, "price", E.SMALL_MONEY)
    elif amount.kind == "percent" and amount.change:
        for role in ("trade", "output", "price"):
            _add(evidence, role, E.GROWTH)
    elif amount.kind == "percent":
        _add(evidence, "other", E.BARE_PERCENT)


def _things(evidence: RoleEvidence, scope: Scope, i: int) -> None:
    """What is counted beside the amount: money after "12 đề án" supports them; "96% doanh nghiệp" is a share of things."""
    amount, spot = scope.amounts[i], scope.spots[i]
    if amount.kind == "percent" and not amount.change and (noun := read_noun(scope.low, amount.end, closed=True)):
        _add(evidence, "other", E.SHARE_OF_THINGS if noun.written not in _WHOLES else E.SHARE_OF_WHOLE)
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if amount.kind != "money" or before.start < spot.begin:
            break
        if before.kind == "count" and before.unit.lower().startswith(_PROJECTS):
            _add(evidence, "support", E.PROJECTS)
            break


def _inherit(evidence: RoleEvidence, scope: Scope, i: int, links: Sequence[Link]) -> None:
    """The role of the amount before, stronger the nearer it stands."""
    amount, spot = scope.amounts[i], scope.spots[i]
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if before.start < spot.paragraph or (links[j].role == "price" and _large(amount)):
            break
        countable = before.kind in ("count", "measure")
        if before.start < spot.begin:
            if countable:
                continue
            _add(evidence, links[j].role, E.INHERIT_PARAGRAPH)
            break
        gap = scope.low[before.end : amount.start]
        close = j == i - 1 and len(gap) < _CLOSE and ";" not in gap
        if close and amount.kind == "percent":
            family = E.INHERIT_CHANGE if amount.change else E.INHERIT_SHARE
            _add(evidence, links[j].role, family[before.kind])
            break
        if not countable:
            feature = E.INHERIT_CLOSE if close and len(gap) < _CLOSER else E.INHERIT_ITEM if ";" in gap else E.INHERIT_SENTENCE
            _add(evidence, links[j].role, feature)
            break


def cue_word(scope: Scope, i: int, role: str, reason: str) -> str:
    """The cue word behind a reason such as "left" or "next:money"; "" for reasons that rest on no cue."""
    amount, spot = scope.amounts[i], scope.spots[i]
    if reason == E.TITLE:
        cues, text = scope.headline.cues, scope.title
    elif reason == E.HEADING:
        cues, text = scope.heading_cues(spot.paragraph), scope.low
    elif reason in (E.PREVIOUS, E.PARAGRAPH_BEFORE):
        cues, text = scope.sentence(*scope.cut.sentence(spot.begin - 1)).cues, scope.low
    elif reason in _LEFT:
        cues = [cue for cue in reversed(scope.sentence(spot.begin, spot.end).cues) if cue.end <= amount.start]
        text = scope.low
    elif reason in _RIGHT:
        cues, text = [cue for cue in scope.sentence(spot.begin, spot.end).cues if cue.start >= amount.end], scope.low
    else:
        return ""
    wanted = (role, "price") if role == "asset" else (role,)
    cue = next((cue for cue in cues if cue.meaning in wanted), None)
    return text[cue.start : cue.end] if cue else ""


def role_of(name: str) -> Role:
    """The name as one of the closed list of roles. Raises ValueError."""
    return ROLES[ROLES.index(name)]
