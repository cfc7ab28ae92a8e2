"""All facts of one text: mentions, their links, and what they say about the article as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.aspects.aspects import aspects_of
from pipelines.facts.links.linking import Subject, link_amounts
from pipelines.facts.provinces.districts import districts_in
from pipelines.facts.provinces.provinces import find_provinces, infer_provinces, primary_provinces
from pipelines.facts.summary import choose_province, year_and_span
from pipelines.facts.supports import find_supports
from pipelines.facts.years.years import find_years
from pipelines.text.prepared import Prepared, prepare
from pipelines.values.mentions import AmountMention, Context, Facts, ProvinceMention, YearMention

Linker = Callable[[Prepared, Sequence[AmountMention], Sequence[YearMention], Sequence[ProvinceMention], Subject], list[AmountMention]]


def find_facts(text: str, context: Context, linker: Linker = link_amounts) -> Facts:
    """Province, year and amount mentions of a normalised text, linked and summed up. Pure; never raises on any text."""
    prepared = prepare(text)
    provinces = find_provinces(prepared, context.published)
    districts = districts_in(prepared.key)
    primary = primary_provinces(prepared, provinces, districts, context)
    inferred = infer_provinces(districts, provinces, context)
    years = find_years(text, context)
    linked = linker(prepared, find_amounts(text), years, provinces, Subject(primary, context))
    amounts = aspects_of(prepared, linked, context.year)
    province, province_from = choose_province(primary, inferred)
    year, span = year_and_span(years, context, amounts)
    return Facts(
        provinces=tuple(provinces),
        primary_provinces=tuple(primary),
        inferred_provinces=tuple(inferred),
        province=province,
        province_from=province_from,
        years=tuple(years),
        year=year,
        year_span=span,
        amounts=tuple(amounts),
        supports=tuple(find_supports(prepared, amounts)),
    )
