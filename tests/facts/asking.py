"""Asking: what evidence speaks for the role, year or province of the last amount of a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.frames.entities import find_entities, find_place_names
from pipelines.facts.frames.scope import Link, Scope, scope_of
from pipelines.facts.frames.subjects import Told, subjects_told
from pipelines.facts.frames.timeline import Timeline, timeline
from pipelines.facts.links.evidence import Features
from pipelines.facts.links.provinces.province_of_amount import places, province_evidence
from pipelines.facts.links.roles.roles import role_evidence
from pipelines.facts.links.years.year_of_amount import year_evidence
from pipelines.facts.years.years import find_years
from pipelines.text.prepared import prepare
from pipelines.values.mentions import Context, Role


def scope(text: str, published: str | None = None, title: str | None = None) -> Scope:
    return scope_of(prepare(text), find_amounts(text), Context(title, published))


def line(text: str, published: str | None = None, title: str | None = None) -> Timeline:
    return timeline(scope(text, published, title), find_years(text, Context(title, published)))


def before(asked: Scope, links: Sequence[Link] | Link | None) -> list[Link]:
    """The links of all amounts but the last: those given, or one for all."""
    if isinstance(links, Sequence) and not isinstance(links, Link):
        return list(links)
    return [links or Link("other")] * (len(asked.amounts) - 1)


def years(
    text: str,
    published: str | None = None,
    role: Role = "other",
    links: Sequence[Link] | Link | None = None,
    title: str | None = None,
) -> Mapping[object, Features]:
    """Evidence for the year of the last amount."""
    asked = scope(text, published, title)
    return year_evidence(asked, line(text, published, title), len(asked.amounts) - 1, role, before(asked, links))


def roles(text: str, links: Sequence[Link] | Link | None = None, title: str | None = None) -> Mapping[str, Features]:
    """Evidence for the role of the last amount."""
    asked = scope(text, None, title)
    return role_evidence(asked, len(asked.amounts) - 1, before(asked, links))


def provinces(
    text: str, primary: tuple[str, ...] = (), links: Sequence[Link] | Link | None = None, title: str | None = None
) -> Mapping[str | None, Features]:
    """Evidence for the province of the last amount."""
    asked = scope(text, None, title)
    return province_evidence(asked, places(subjects(text, asked), primary), len(asked.amounts) - 1, before(asked, links))


def subjects(text: str, asked: Scope) -> Told:
    """The subjects a text tells of."""
    names = find_place_names(prepare(text), None)
    return subjects_told(asked, names.provinces, find_entities(prepare(text), names))
