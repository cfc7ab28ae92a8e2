"""All facts of one text: mentions, their links, and what they say about the article as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.amounts.tables import read_shapes
from pipelines.facts.aspects.aspects import aspects_of
from pipelines.facts.aspects.cells import aspects_of_cells
from pipelines.facts.aspects.places import Home, Places, with_places
from pipelines.facts.frames.entities import find_entities, find_place_names
from pipelines.facts.frames.scope import scope_of
from pipelines.facts.frames.subjects import frames_of_figures, subjects_told
from pipelines.facts.links.linking import Subject, link_amounts
from pipelines.facts.links.provinces.focus import Focus, Told, find_focus, headline_of
from pipelines.facts.links.scoring import weights
from pipelines.facts.links.tables.deciding import decide, heads_of, places_of
from pipelines.facts.links.tables.telling import told_tables
from pipelines.facts.provinces.datelines import outside_dateline
from pipelines.facts.provinces.districts import by_province
from pipelines.facts.provinces.provinces import infer_provinces
from pipelines.facts.summary import choose_province, year_and_span
from pipelines.facts.supports.supports import Where, find_supports
from pipelines.facts.years.years import find_years
from pipelines.text.prepared import Prepared, prepare
from pipelines.text.sentences import lowered
from pipelines.values.mentions import AmountMention, Context, Facts, ProvinceMention, YearMention

Linker = Callable[[Prepared, Sequence[AmountMention], Sequence[YearMention], Sequence[ProvinceMention], Subject], list[AmountMention]]
Focuser = Callable[[Told], Focus]


def stored_focus(told: Told) -> Focus:
    """What an article is mainly about, by the stored weights."""
    return find_focus(told, weights("primary"))


def find_facts(text: str, context: Context, linker: Linker = link_amounts, focuser: Focuser = stored_focus) -> Facts:
    """Province, year and amount mentions of a normalised text, linked and summed up. Pure; never raises on any text."""
    prepared = prepare(text)
    names = find_place_names(prepared, context.published)
    provinces, entities = outside_dateline(names.provinces, text, context.dateline), find_entities(prepared, names)
    tables = read_shapes(text, context.grids)
    found = find_amounts(text, tables)
    subjects = subjects_told(scope_of(prepared, found, context), provinces, entities)
    figures = [amount.start for amount in found if amount.kind in ("money", "percent")]
    headline = headline_of(context.title or "", context.published)
    focus = focuser(Told(prepared, provinces, entities, figures, headline, frames_of_figures(subjects)))
    inferred = infer_provinces(by_province([d for d in names.districts if not d.bare]), provinces, context)
    years = find_years(text, context)
    linked = linker(prepared, found, years, provinces, Subject(focus.names, context, subjects, focus.chances))
    heads = heads_of(tables, context)
    places = places_of(heads, linked)
    amounts = aspects_of_cells(aspects_of(prepared, decide(linked, places), context.year, lowered(context.title or "")), heads, places)
    article = Home(*choose_province(focus.names, inferred))
    amounts = with_places(prepared, amounts, Places(frozenset(p.name for p in provinces), entities, focus.names, article))
    only = focus.names[0] if len(focus.names) == 1 else None
    where = Where(only, tuple(dict.fromkeys(mention.name for mention in provinces)))
    year, span = year_and_span(years, context, amounts)
    return Facts(
        provinces=tuple(provinces),
        primary_provinces=focus.names,
        inferred_provinces=tuple(inferred),
        province=article.province,
        province_from=article.province_from,
        years=tuple(years),
        year=year,
        year_span=span,
        amounts=tuple(amounts),
        supports=tuple(find_supports(prepared, amounts, context.title or "", where)),
        tables=told_tables(heads, amounts, places),
        tables_cut=any(table.shape.grid.cut for table in tables),
    )
