"""What a money or percent amount is for: cue words around it, nearest governing phrase first.

Definition of the roles: labelling guide of the gold sets. Evidence comes from zones (clause, sentence, sentence before, sub-heading,
headline); a percent that follows an amount ("đạt 5 tỷ đồng, tăng 8%") inherits its role. Counts and measures get a role as well,
for what follows them ("nhập khẩu 5 triệu tấn, tăng 17%"); it is not stored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipelines.cues import ROLES, Cue
from pipelines.mentions import AmountMention, Role
from pipelines.scope import Scope
from pipelines.scoring import Features

Evidence = dict[Role, Features]

_STOP = re.compile(r", |; |: | \(| - | – |\. | (?:và|còn|nhưng|trong khi|trong đó) ")
_ASIDE = re.compile(r" \([^()]*\)")  # "chỉ số giá tiêu dùng (CPI) tăng": the aside does not part cue and amount
_LARGE = {"VND": 1e9, "USD": 1e6}  # a price above this is what a thing was sold for (asset), not a unit price
_UNIT_PRICE = frozenset(
    "kg lít tấn kwh kw m2 m² m3 m³ lượng chỉ thùng bao con quả mớ tạ yến hộp gram cái chiếc vé số container".split()  # noqa: SIM905
)
_PER_PERSON = frozenset(["người", "tháng"])
_BIASES = {
    kind: {role: (f"is:{role}", f"is:{kind}:{role}") for role in ROLES} for kind in ("money", "percent", "count", "measure")
}  # made once: string building costs more than scoring


def role_evidence(scope: Scope, amounts: Sequence[AmountMention], i: int, roles: Sequence[Role]) -> Evidence:
    """Features of every role for amounts[i]; `roles` holds the roles already given to the amounts before it."""
    amount = amounts[i]
    begin, _ = sentence = scope.frame.sentence(amount.start)
    evidence: Evidence = {role: dict.fromkeys(names, 1.0) for role, names in _BIASES[amount.kind].items()}
    for cue in scope.cues(sentence):
        if cue.end <= amount.start:
            _left(evidence, scope, amounts, i, _sold(cue, amount))
        elif cue.start >= amount.end:
            _right(evidence, scope, amounts, i, cue)
    if begin > 0:
        previous = scope.frame.sentence(begin - 1)
        zone = "previous" if previous[0] >= scope.frame.paragraph(amount.start)[0] else "paragraph_before"
        for cue in scope.cues(previous):
            _add(evidence, cue, zone, 1.0)
    heading = scope.frame.heading(amount.start)
    for cue in scope.cues(heading) if heading else []:
        _add(evidence, cue, "heading", 1.0)
    for cue in scope.title_cues():
        _add(evidence, cue, "title", 1.0)
    _shape(evidence, amount)
    _inherit(evidence, scope, amounts, i, roles)
    return evidence


def _left(evidence: Evidence, scope: Scope, amounts: Sequence[AmountMention], i: int, cue: Cue) -> None:
    amount = amounts[i]
    between = _ASIDE.sub("", scope.low[cue.end : amount.start])
    stops = len(_STOP.findall(between))
    crossed = 0
    for j in range(i - 1, -1, -1):
        if amounts[j].start < cue.end:
            break
        crossed += 1
    zone = "left" if stops == 0 and crossed == 0 else "clause" if stops == 0 else "before"
    _add(evidence, cue, zone, 1 / (1 + len(between) / 120 + stops / 3 + crossed / 3))


def _right(evidence: Evidence, scope: Scope, amounts: Sequence[AmountMention], i: int, cue: Cue) -> None:
    amount = amounts[i]
    gap = scope.low[amount.end : cue.start]
    crossed = i + 1 < len(amounts) and amounts[i + 1].start < cue.start
    if crossed or _STOP.search(gap):
        _add(evidence, cue, "after", 1 / (1 + len(gap) / 60))
    else:
        kind = "share" if amount.kind == "percent" and not amount.change else amount.kind
        _add(evidence, cue, f"next:{kind}" if len(gap) <= 15 else f"right:{kind}", 1 / (1 + len(gap) / 40))


def _sold(cue: Cue, amount: AmountMention) -> Cue:
    if cue.meaning == "price" and amount.kind == "money" and not amount.per and amount.min >= _LARGE.get(amount.unit, 1e12):
        return replace(cue, meaning="asset")
    return cue


def _add(evidence: Evidence, cue: Cue, zone: str, decay: float) -> None:
    features = evidence[cue.meaning]  # type: ignore[index]
    value = cue.weight / 3 * decay
    if value > features.get(zone, 0.0):
        features[zone] = value


def _shape(evidence: Evidence, amount: AmountMention) -> None:
    per = (amount.per or "").lower()
    if amount.kind == "money":
        if per in _UNIT_PRICE:
            evidence["price"]["unit_price"] = 1.0
        if per in _PER_PERSON:
            evidence["income"]["per_person"] = 1.0
        if amount.unit != "VND":
            evidence["trade"]["foreign_money"] = evidence["investment"]["foreign_money"] = 1.0
        elif amount.max < 1_000_000:
            evidence["price"]["small_money"] = 1.0
    elif amount.kind == "percent":
        for role in ("trade", "output", "price") if amount.change else ():
            evidence[role]["growth"] = 1.0
        if not amount.change:
            evidence["other"]["bare_percent"] = 1.0


def _inherit(evidence: Evidence, scope: Scope, amounts: Sequence[AmountMention], i: int, roles: Sequence[Role]) -> None:
    amount = amounts[i]
    begin, _ = scope.frame.sentence(amount.start)
    paragraph = scope.frame.paragraph(amount.start)[0]
    for j in range(i - 1, max(-1, i - 8), -1):
        before = amounts[j]
        if before.start < paragraph:
            return
        countable = before.kind in ("count", "measure")
        if before.start < begin:
            if countable:
                continue
            evidence[roles[j]]["inherit:paragraph"] = 1.0
            return
        gap = scope.low[before.end : amount.start]
        close = j == i - 1 and len(gap) < 45 and ";" not in gap
        if countable and not (close and amount.kind == "percent"):
            continue
        if close and amount.kind == "percent":
            name = f"inherit:{'change' if amount.change else 'share'}:{before.kind}"
        else:
            name = "inherit:close" if close and len(gap) < 25 else "inherit:item" if ";" in gap else "inherit:sentence"
        evidence[roles[j]][name] = 1.0
        return
