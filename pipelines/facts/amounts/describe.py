"""Describe: amounts as found become mentions, each with the hedge, the per and the direction that the words around it give."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import attrgetter

from pipelines.facts.amounts.found import Found
from pipelines.facts.amounts.hedges import approx_of, change_of
from pipelines.facts.amounts.per import list_scopes, per_of, per_shared
from pipelines.facts.amounts.quantities import as_dong, as_float
from pipelines.values.mentions import AmountMention, Change

_CHAIN = re.compile(r"\s?(?:;|,|,? và)\s")


def describe(text: str, found: list[Found]) -> list[AmountMention]:
    """Mentions of all amounts, each with hedge, per and direction."""
    mentions: list[AmountMention] = []
    changes: list[Change | None] = []
    for index, item in enumerate(found):
        change = change_of(text, item.start) if item.kind == "percent" else None
        before = found[index - 1] if index else item
        if change is None and item.kind == before.kind == "percent" and _CHAIN.fullmatch(text, before.end, item.start):
            change = changes[index - 1]  # "giảm 3%; 4% và 5%"
        changes.append(change)
    scopes = list_scopes(text)
    pers = [per_of(text, item.start, item.end, item.kind) for item in found]
    for index, item in enumerate(found):
        if item.kind == "money" and pers[index] is None:
            for other in (index - 1, index + 1):
                if 0 <= other < len(found) and found[other].kind == "money" and found[other].unit == item.unit and pers[other]:
                    pers[index] = pers[index] or per_shared(text, (item, found[other]), pers[other])
        if item.kind == "money" and pers[index] is None:
            place = bisect_right(scopes, item.start, key=attrgetter("start")) - 1
            pers[index] = scopes[place].per if place >= 0 and item.start < scopes[place].end else None
        mentions.append(_mention(text, item, pers[index], changes[index]))
    return mentions


def _mention(text: str, item: Found, per: str | None, change: Change | None) -> AmountMention:
    dong = item.kind == "money" and item.unit == "VND"
    low = as_float(item.low, item.divisor)
    return AmountMention(
        kind=item.kind,
        min=low,
        max=low if item.low == item.high else as_float(item.high, item.divisor),
        unit=item.unit,
        start=item.start,
        end=item.end,
        surface=text[item.start : item.end],
        rule=item.rule,
        vnd_min=as_dong(item.low) if dong else None,
        vnd_max=as_dong(item.high) if dong else None,
        approx=approx_of(text, item.start, item.end, item.kind),
        per=per,
        change=change,
    )
