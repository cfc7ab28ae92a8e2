"""What unit, size and kind of an amount tell of its role, before and beside the words around it."""

from __future__ import annotations

from pipelines.facts.links.evidence import Feature, Features
from pipelines.facts.links.roles import roles_evidence as E
from pipelines.facts.links.roles.meanings import SECURITIES, UNIT_PRICE
from pipelines.values.mentions import AmountMention, Role

RoleEvidence = dict[str, Features]

_PER_PERSON = frozenset(["người", "tháng", "month", "day"])
_TIMES = frozenset(["year", "month", "day", "quý", "tuần", "giờ"])
_GOODS = frozenset("xe chiếc cái bộ đôi thùng container con máy phẩm tấn kg lít kwh mwh gwh khối m3 m³ teu tạ bao hộp quả trái".split())  # noqa: SIM905
_BODIES = (
    "doanh nghiệp",
    "hộ",
    "người",
    "lao động",
    "cơ sở",
    "công ty",
    "đơn vị",
    "xã",
    "học sinh",
    "công nhân",
    "hợp tác xã",
    "thành viên",
    "lượt",
    "khách",
    "du khách",
    "hành khách",
)
_RULE_UNITS: tuple[Role, ...] = ("price", "tax", "profit", "support", "income")
_PER_BODY = frozenset(
    ["cơ sở", "hộ", "đề án", "đơn vị", "doanh nghiệp", "mô hình", "dự án", "hợp tác xã", "người", "sản phẩm", "nơi", "học viên"]
)


def add(evidence: RoleEvidence, role: str, feature: Feature, value: float = 1.0) -> None:
    """Let a feature speak for a role ("": for none), the greatest of its values."""
    if not role:
        return
    features = evidence.get(role)
    if features is None:
        features = evidence[role] = {}
    if value > features.get(feature, 0.0):
        features[feature] = value


def _ruled(evidence: RoleEvidence, kind: E.Figure) -> Role:
    """What a sum told by the unit is: a price, but where a word for tax, gain or help governs it ("thuế 3.000 đồng/lít")."""
    governs = (E.HEAD[kind], E.OBJECT[kind], E.NEAREST[kind], E.SAME[kind])
    found: dict[Role, float] = {role: max(evidence.get(role, {}).get(place, 0.0) for place in governs) for role in _RULE_UNITS}
    best = max(_RULE_UNITS, key=lambda role: found[role])
    return best if found[best] > found["price"] else "price"


def shape(evidence: RoleEvidence, amount: AmountMention, kind: E.Figure) -> None:
    """What unit, size and kind of the amount itself tell."""
    if amount.kind == "money":
        per = (amount.per or "").lower()
        if per in UNIT_PRICE:
            add(evidence, _ruled(evidence, kind), E.UNIT_PRICE)
        elif per in SECURITIES:
            add(evidence, "asset", E.UNIT_PRICE)
        elif per in _PER_BODY:
            add(evidence, "support", E.PER_BODY)
        elif per and per not in _TIMES:
            add(evidence, _ruled(evidence, kind), E.PER_THING)
        if per in _PER_PERSON:
            add(evidence, "income", E.PER_PERSON)
        if amount.unit != "VND":
            add(evidence, "trade", E.FOREIGN_MONEY)
            add(evidence, "investment", E.FOREIGN_MONEY)
        elif amount.max < 1_000_000:
            add(evidence, "price", E.SMALL_MONEY)
    elif amount.kind in ("count", "measure"):
        words = amount.unit.lower().split()
        if words and (words[0] in _GOODS or words[-1] in _GOODS):
            add(evidence, "output", E.GOODS)
        elif amount.unit.lower().startswith(_BODIES):
            add(evidence, "other", E.SHARE_OF_THINGS)
    elif amount.kind == "percent" and amount.change:
        for role in ("trade", "output", "price"):
            add(evidence, role, E.GROWTH)
    elif amount.kind == "percent":
        add(evidence, "other", E.BARE_PERCENT)
