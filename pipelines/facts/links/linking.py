"""Linking: every money and percent amount gets a role, a year and a province, each chosen among candidates by named evidence.

`link_rule` names the strongest evidence of each choice: "role:left(hỗ trợ) year:left:near province:primary:one".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipelines.facts.links.province_of_amount import places, province_evidence
from pipelines.facts.links.roles import cue_word, lends_role, role_evidence, role_of
from pipelines.facts.links.scope import Link, scope_of
from pipelines.facts.links.scoring import best, weights
from pipelines.facts.links.timeline import timeline
from pipelines.facts.links.year_of_amount import year_evidence
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import AmountMention, Context, ProvinceMention, YearMention


class Subject(NamedTuple):
    """What an article is about: its primary provinces and its context (headline, publication date)."""

    primary: Sequence[str]
    context: Context


def link_amounts(
    text: Prepared,
    amounts: Sequence[AmountMention],
    years: Sequence[YearMention],
    provinces: Sequence[ProvinceMention],
    subject: Subject,
) -> list[AmountMention]:
    """The same mentions in the same order, `year`, `province`, `role` and `link_rule` filled for money and percent.

    Mentions are in text order. Pure; never raises on any text.
    """
    linked = list(amounts)
    if not any(a.kind in ("money", "percent") for a in linked):
        return linked
    scope = scope_of(text, linked, subject.context)
    line = timeline(scope, years)
    where = places(scope, provinces, subject.primary)
    weigh_role, weigh_year, weigh_province = weights("role"), weights("year"), weights("province")
    links: list[Link] = []
    for i, amount in enumerate(amounts):
        if amount.kind not in ("money", "percent") and not lends_role(scope, i):
            links.append(Link("other"))
            continue
        name, why_role = best(role_evidence(scope, i, links), weigh_role)
        role = role_of(name)
        if amount.kind not in ("money", "percent"):
            links.append(Link(role))
            continue
        year, why_year = best(year_evidence(scope, line, i, role, links), weigh_year)
        province, why_province = best(province_evidence(scope, where, i, links), weigh_province)
        links.append(Link(role, year, province))
        word = cue_word(scope, i, role, why_role)
        rule = f"role:{why_role}{f'({word})' if word else ''} year:{why_year} province:{why_province}"
        linked[i] = replace(amount, year=year, province=province, role=role, link_rule=rule)
    return linked
