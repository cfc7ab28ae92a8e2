"""Linking: every money and percent amount gets a role, a year and a province, each chosen among candidates by named evidence.

`link_rule` names the strongest evidence of each choice: "role:nearest:money(hỗ trợ) year:left:near province:primary:one".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from msgspec.structs import replace

from pipelines.facts.frames.scope import Link, scope_of
from pipelines.facts.frames.subjects import Told, subjects_told
from pipelines.facts.frames.timeline import timeline
from pipelines.facts.links.doubt import Chosen, doubts
from pipelines.facts.links.evidence import TASKS, Feature, Features, Task
from pipelines.facts.links.provinces.province_of_amount import ProvinceEvidence, places, province_evidence
from pipelines.facts.links.roles.roles import cue_word, lends_role, role_evidence, role_of
from pipelines.facts.links.roles.shapes import RoleEvidence
from pipelines.facts.links.scoring import Choice, choose, weights
from pipelines.facts.links.years.article_years import YearEvidence
from pipelines.facts.links.years.year_of_amount import year_evidence
from pipelines.text.prepared import Prepared
from pipelines.values.mentions import AmountMention, Context, ProvinceMention, YearMention


class Subject(NamedTuple):
    """What an article is about: its primary provinces, its context (headline, publication date), the subjects it tells of, and
    `chances` of the provinces to be primary."""

    primary: Sequence[str]
    context: Context
    told: Told | None = None
    chances: Mapping[str, float] = MappingProxyType({})


class Linked(NamedTuple):
    """The candidates of one amount with their evidence, as they were weighed, and what was chosen."""

    role: RoleEvidence
    year: YearEvidence
    province: ProvinceEvidence
    chosen: Chosen

    def candidates(self, task: Task) -> Mapping[Any, Features]:
        """Of one field."""
        by_task: dict[Task, Mapping[Any, Features]] = {"role": self.role, "year": self.year, "province": self.province}
        return by_task[task]


Tables = Mapping[Task, Mapping[Feature, float]]
Watch = Callable[[tuple[str, int], Linked], None]  # told kind and start of every amount linked


def link_amounts(
    text: Prepared,
    amounts: Sequence[AmountMention],
    years: Sequence[YearMention],
    provinces: Sequence[ProvinceMention],
    subject: Subject,
    *,
    tables: Tables | None = None,
    watch: Watch | None = None,
) -> list[AmountMention]:
    """The same mentions in the same order, `year`, `province`, `role`, `link_rule` and `doubts` filled for money and percent.

    Mentions are in text order. `tables`: other weights than the stored ones. Pure; never raises on any text.
    """
    linked = list(amounts)
    if not any(a.kind in ("money", "percent") for a in linked):
        return linked
    told = subject.told or subjects_told(scope_of(text, linked, subject.context), provinces, ())
    scope = told.scope
    line = timeline(scope, years)
    where = places(told, subject.primary, subject.chances)
    weigh = tables or {task: weights(task) for task in TASKS}
    links: list[Link] = []
    chosen: dict[int, Chosen] = {}
    for i, amount in enumerate(amounts):
        if amount.kind not in ("money", "percent") and not lends_role(scope, i):
            links.append(Link("other"))
            continue
        roles = role_evidence(scope, i, links)
        named = choose(roles, weigh["role"])
        role = role_of(named.answer)
        if amount.kind not in ("money", "percent"):
            links.append(Link(role))
            continue
        years_told, provinces_told = year_evidence(scope, line, i, role, links), province_evidence(scope, where, i, links, role)
        year, province = choose(years_told, weigh["year"]), choose(provinces_told, weigh["province"])
        links.append(Link(role, year.answer, province.answer))
        second = role_of(named.second) if named.second else None
        chosen[i] = Chosen(amount.kind, Choice(role, named.reason, named.chance, second, named.second_chance), year, province)
        if watch:
            watch((amount.kind, amount.start), Linked(roles, years_told, provinces_told, chosen[i]))
    for (i, figure), doubt in zip(chosen.items(), doubts(list(chosen.values())), strict=True):
        role, reason = figure.role.answer, figure.role.reason
        word = cue_word(scope, i, role, reason)
        linked[i] = replace(
            linked[i],
            year=figure.year.answer,
            province=figure.province.answer,
            role=role,
            link_rule=f"role:{reason}{f'({word})' if word else ''} year:{figure.year.reason} province:{figure.province.reason}",
            doubts=doubt,
        )
    return linked
