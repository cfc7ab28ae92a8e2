"""Attention over time: how many of the articles of each month or year match, and which share of all they are; and where they are from."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from explorer.charts.kept import MONTHS
from explorer.database import remembered
from explorer.name_order import name_key
from explorer.searching.filters import Filters
from explorer.searching.finding import articles_sql, asks
from explorer.searching.query import Query

FIRST = "1990"  # dates before are misread
MOST_PERIODS = 96  # more months than this are shown as years
MOST_GROUPS = 12


class Period(NamedTuple):
    """A month (YYYY-MM) or year: articles that match, all articles of it."""

    name: str
    hits: int
    articles: int


class Group(NamedTuple):
    """Articles that match of one source, province or year."""

    value: str
    hits: int


class Found(NamedTuple):
    """How many articles that match have these four in common; `month` is "" where the day of publication is not known."""

    source: str | None
    province: str | None
    year: int | None
    month: str
    hits: int


def found_in(corpus: sqlite3.Connection, query: Query, filters: Filters) -> list[Found]:
    """All articles that match, counted in one pass."""
    if not asks(query, filters):
        return []
    if query.groups:
        where, values = " AND ".join(filters.conditions()) or "true", {"match": query.match(), **filters.values()}
        source = f"""(SELECT rowid AS hit FROM {query.index} WHERE {query.index} MATCH :match)
            CROSS JOIN articles INDEXED BY articles_found ON id = hit WHERE {where}"""  # noqa: S608 - fixed pieces
    else:
        ids, values = articles_sql(query, filters)
        source = f"articles WHERE id IN ({ids})"
    sql = f"SELECT source, province, year, coalesce(substr(published, 1, 7), ''), count(*) FROM {source} GROUP BY 1, 2, 3, 4"  # noqa: S608
    return [Found(*row) for row in corpus.execute(sql, values)]


def over_time(corpus: sqlite3.Connection, found: Iterable[Found], filters: Filters, by: str = "") -> list[Period]:
    """Months or years from the first hit to the last, also those without hits; `by`: "month", "year", or "" for what fits. All articles
    are those that pass the same filters."""
    hits: Counter[str] = Counter()
    for one in found:
        if one.month >= FIRST:
            hits[one.month] += one.hits
    if not hits:
        return []
    ids, values = articles_sql(None, filters)
    base = f"JOIN ({ids}) f ON f.id = d.id" if filters.conditions() else ""
    every = f"SELECT d.month, count(*) FROM articles d INDEXED BY articles_month {base} WHERE d.month >= '{FIRST}' GROUP BY 1"  # noqa: S608
    if not base:
        every = f"SELECT month, sum(articles) FROM {MONTHS} WHERE month >= '{FIRST}' GROUP BY 1"  # noqa: S608
    articles = dict(corpus.execute(every, values).fetchall() if base else remembered(corpus, every))
    months = _months(min(hits), max(hits))
    if by == "month" or (by != "year" and len(months) <= MOST_PERIODS):
        return [Period(month, hits[month], articles.get(month, 0)) for month in months]
    years = sorted({month[:4] for month in months})
    return [Period(year, _sum(hits, year), _sum(articles, year)) for year in years]


def _sum(sizes: Mapping[str, int], year: str) -> int:
    return sum(size for month, size in sizes.items() if month[:4] == year)


def _months(first: str, last: str) -> list[str]:
    years = range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 200) + 1)
    return [month for year in years for number in range(1, 13) if first <= (month := f"{year}-{number:02}") <= last]


def groups(found: Iterable[Found]) -> dict[str, list[Group]]:
    """The sources, provinces and years reported on with most of the articles that match."""
    counts: dict[str, Counter[str]] = {"source": Counter(), "province": Counter(), "year": Counter()}
    for one in found:
        for name, counted in counts.items():
            if (value := getattr(one, name)) is not None:
                counted[str(value)] += one.hits
    ordered = {name: sorted(counted.items(), key=lambda item: (-item[1], name_key(item[0]))) for name, counted in counts.items()}
    return {name: [Group(*item) for item in items[:MOST_GROUPS]] for name, items in ordered.items()}


def by_year(found: Iterable[Found], name: str) -> dict[str, Counter[str]]:
    """Articles that match, by source or province (those with most of them) and year of publication."""
    some = list(found)
    counts: dict[str, Counter[str]] = {group.value: Counter() for group in groups(some)[name]}
    for one in some:
        value = getattr(one, name)
        if one.month >= FIRST and value in counts:
            counts[value][one.month[:4]] += one.hits
    return {value: years for value, years in counts.items() if years}
