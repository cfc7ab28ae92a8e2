"""All facts of one text: mentions, their links, and what they say about the article as a whole."""

from __future__ import annotations

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.links.linking import link_amounts
from pipelines.facts.provinces.provinces import find_provinces, infer_provinces, primary_provinces
from pipelines.facts.summary import choose_province, find_supports, year_and_span
from pipelines.facts.years.years import find_years
from pipelines.values.mentions import Context, Facts


def find_facts(text: str, context: Context) -> Facts:
    """Province, year and amount mentions of a normalised text, linked and summed up. Pure; never raises on any text."""
    provinces = find_provinces(text, context.published)
    primary = primary_provinces(text, provinces, context)
    inferred = infer_provinces(text, provinces, context)
    years = find_years(text, context)
    amounts = link_amounts(text, find_amounts(text), years, provinces, (primary, context))
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
        supports=tuple(find_supports(text, amounts, years)),
    )
