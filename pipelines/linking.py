"""Linking: every money and percent amount gets a role, a year and a province, each chosen among candidates by named evidence.

`link_rule` names the strongest evidence of each choice: "role:left year:left:near province:primary:one".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipelines.link_provinces import province_evidence
from pipelines.link_years import year_evidence
from pipelines.mentions import AmountMention, Context, ProvinceMention, Role, YearMention
from pipelines.roles import role_evidence
from pipelines.scope import scope_of
from pipelines.scoring import best, weights
from pipelines.timeline import timeline


def link_amounts(
    text: str,
    amounts: Sequence[AmountMention],
    years: Sequence[YearMention],
    provinces: Sequence[ProvinceMention],
    article: tuple[Sequence[str], Context],
) -> list[AmountMention]:
    """The same mentions in the same order, `year`, `province`, `role` and `link_rule` filled for money and percent.

    Mentions are in text order. `article` is its primary provinces and its context (headline, publication date). Pure; never raises
    on any text.
    """
    linked = list(amounts)
    if not any(a.kind in ("money", "percent") for a in linked):
        return linked
    primary, context = article
    scope = scope_of(text, context)
    line = timeline(scope, years)
    roles: list[Role] = []
    for i, amount in enumerate(linked):
        role, why_role = best(role_evidence(scope, linked, i, roles), weights("role"))
        roles.append(role)
        if amount.kind not in ("money", "percent"):
            continue
        linked[i] = replace(amount, role=role)
        year, why_year = best(year_evidence(scope, line, linked, i), weights("year"))
        linked[i] = replace(linked[i], year=year)
        province, why_province = best(province_evidence(scope, provinces, primary, linked, i), weights("province"))
        linked[i] = replace(linked[i], province=province, link_rule=f"role:{why_role} year:{why_year} province:{why_province}")
    return linked
