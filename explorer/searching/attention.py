"""Attention over time: how many of the articles of each month or year match, and which share of all they are; and where they are from."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from explorer.searching.filters import Filters
from explorer.searching.finding import articles_sql
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


def over_time(corpus: sqlite3.Connection, query: Query, filters: Filters, by: str = "") -> list[Period]:
    """Months or years from the first hit to the last, also those without hits; `by`: "month", "year", or "" for what fits. `all` counts
    the articles that pass the same filters but those of date."""
    found, values = articles_sql(query, filters)
    sql = f"""SELECT d.month, count(*) FROM ({found}) f CROSS JOIN articles d INDEXED BY articles_month ON d.id = f.id
        WHERE d.month >= '{FIRST}' GROUP BY 1"""  # noqa: S608 - fixed pieces
    hits = dict(corpus.execute(sql, values).fetchall())
    if not hits:
        return []
    ids, values = articles_sql(None, filters)
    base = f"JOIN ({ids}) f ON f.id = d.id" if filters.conditions() else ""
    every = f"SELECT d.month, count(*) FROM articles d INDEXED BY articles_month {base} WHERE d.month >= '{FIRST}' GROUP BY 1"  # noqa: S608
    articles = dict(corpus.execute(every, values).fetchall())
    months = _months(min(hits), max(hits))
    if by == "month" or (by != "year" and len(months) <= MOST_PERIODS):
        return [Period(month, hits.get(month, 0), articles.get(month, 0)) for month in months]
    years = sorted({month[:4] for month in months})
    return [Period(year, _sum(hits, year), _sum(articles, year)) for year in years]


def _sum(sizes: dict[str, int], year: str) -> int:
    return sum(size for month, size in sizes.items() if month[:4] == year)


def _months(first: str, last: str) -> list[str]:
    years = range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 200) + 1)
    return [month for year in years for number in range(1, 13) if first <= (month := f"{year}-{number:02}") <= last]


def groups(corpus: sqlite3.Connection, query: Query, filters: Filters) -> dict[str, list[Group]]:
    """The sources, provinces and years reported on with most of the articles that match."""
    found, values = articles_sql(query, filters)
    answer = {}
    for column in ("source", "province", "year"):
        sql = f"""SELECT d.{column}, count(*) FROM ({found}) f CROSS JOIN articles d INDEXED BY articles_found ON d.id = f.id
            WHERE d.{column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_GROUPS}"""  # noqa: S608 - fixed pieces
        answer[column] = [Group(str(value), number) for value, number in corpus.execute(sql, values)]
    return answer
