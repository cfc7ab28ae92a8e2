"""Figures by province and year, of money and of articles, with how sure they are; where the views say nothing there is none, never 0."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from explorer.certainty import Levels, levels_of
from explorer.database import remembered

FIRST_YEAR, LAST_YEAR = 1986, 2050
MOST_FIGURES = 20_000


class Figure(NamedTuple):
    """`value` in the unit of its series, None where reports say something that is no figure of the year; `sure`: how much of it is;
    `word`: sure, doubtful, unsure, or None where it is not rated; `basis`: what it rests on; `reports`: on how many of them; `partial`:
    the value is of a part of its year only, of these `months` where they are told."""

    province: str
    year: int
    value: float | None
    sure: float
    word: str | None
    confidence: float | None
    basis: str
    reports: int
    partial: bool = False
    months: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of figures. `unit` is a label; `size` how many of the corpus's unit make one of it; `where` narrows a table to its sentences
    beside province and year. `added`: whether figures of several years may be added up; `counted`: a year without one is 0;
    `parted`: some may be of a part of their year; `totals`: the others are totals of it."""

    key: str
    chart: str
    unit: str
    size: float
    table: str
    where: Mapping[str, str]
    added: bool = False
    counted: bool = False
    parted: bool = False
    totals: bool = False

    def href(self, path: str, province: str, year: int | None = None, known: bool = True) -> str:
        """The table of its sentences; `path` is that of the database; `known`: there is a figure, not only something told."""
        where = self.where if known or not self.added else {}
        names = (
            ("published__startswith",) if self.counted else ("year_from__exact", "year_to__exact")
        )  # `year` compares as text with no number
        time = {} if year is None else dict.fromkeys(names, str(year))
        return f"{path}/{self.table}?{urlencode({'province__exact': province, **time, **where})}"


SUPPORT = Series("support", "support", "unit_million_vnd", 1e6, "v_supports", {"counts_in_sum__exact": "1"}, added=True, parted=True)
TRADE = {
    flow: Series(flow, "trade", "unit_million_usd", 1e6, "v_amounts", {"flow__exact": flow, "unit__exact": "USD"}, parted=True, totals=True)
    for flow in ("export", "import", "both", "balance")
}
OUTPUT = {
    measure: Series(
        measure, "output", "unit_billion_vnd", 1e9, "v_amounts", {"measure__exact": measure, "unit__exact": "VND"}, parted=True, totals=True
    )
    for measure in ("industrial_output", "retail_sales")
}
FINES = Series("fines", "fines", "unit_million_vnd", 1e6, "v_amounts", {"role__exact": "fine", "kind__exact": "money"})
ATTENTION = Series("attention", "attention", "unit_articles", 1, "v_articles", {}, counted=True)
SERIES: dict[str, Series] = {one.key: one for one in (SUPPORT, *TRADE.values(), *OUTPUT.values(), FINES, ATTENTION)}
BY_CHART: dict[str, tuple[Series, ...]] = {
    name: tuple(one for one in SERIES.values() if one.chart == name) for name in ("support", "trade", "output", "fines")
}

_YEARS = f"BETWEEN {FIRST_YEAR} AND {LAST_YEAR}"
# Each gives series, province, year and the rest of a figure, of all provinces and years at once: a view costs the same for one of them.
_SUPPORT = f"""SELECT 'support', province, year, vnd, vnd_sure, certainty, least_confidence, basis, max(reports, 0), partial
    FROM v_support_by_province_year WHERE year {_YEARS} ORDER BY province, year, vnd IS NULL"""  # noqa: S608 - two fixed numbers
_TOTALS = f"""SELECT measure, province, year, coalesce(amount, part_amount), NULL, NULL, coalesce(least_confidence, part_confidence),
        basis, figures, partial, part_month_from, part_month_to FROM v_trade_output_by_province_year
    WHERE unit = CASE WHEN measure IN ('industrial_output', 'retail_sales') THEN 'VND' ELSE 'USD' END AND year {_YEARS}
    ORDER BY measure, province, year"""  # noqa: S608
# Reports on fines overlap (a case, its month, the year): the largest that is told is shown, nothing is added up; goods seized are no fine.
_FINES = f"""SELECT 'fines', m.province, m.year_from, max(m.vnd_max), max(CASE WHEN m.certainty = 'sure' THEN m.vnd_max END),
        max(CASE WHEN m.certainty IN ('sure', 'doubtful') THEN m.vnd_max END), count(m.certainty), '', count(DISTINCT m.article)
    FROM _amounts m INDEXED BY amounts_money
    WHERE m.kind = 'money' AND m.role = 'fine' AND coalesce(m.measure, 'penalty') = 'penalty'
        AND m.unit = 'VND' AND m.per IS NULL AND m.planned = 0 AND m.province IS NOT NULL
        AND m.year_from = m.year_to AND m.year_from {_YEARS}
    GROUP BY m.province, m.year_from ORDER BY 2, 3"""  # noqa: S608
_ARTICLES = f"""SELECT 'attention', province, CAST(substr(published, 1, 4) AS INTEGER) AS published_in, count(*), 0,
        NULL, NULL, '', count(*)
    FROM articles INDEXED BY articles_found WHERE province IS NOT NULL GROUP BY 2, 3 HAVING published_in {_YEARS} ORDER BY 2, 3"""  # noqa: S608
_SQL = {"support": _SUPPORT, "fines": _FINES, "attention": _ARTICLES, "trade": _TOTALS, "output": _TOTALS}


def figures(
    corpus: sqlite3.Connection, series: Series, provinces: Sequence[str] = (), years: tuple[int, int] | None = None
) -> list[Figure]:
    """The figures of a series by province and year, MOST_FIGURES at most; of all provinces when none is named."""
    first, last = years or (FIRST_YEAR, LAST_YEAR)
    read, levels, wanted = _READERS.get(series.chart, _total), levels_of(corpus), set(provinces)
    found: dict[tuple[str, int], Figure] = {}
    for key, *row in remembered(corpus, f"{_SQL[series.chart]} LIMIT {MOST_FIGURES * len(SERIES)}"):
        if key == series.key and first <= row[1] <= last and (not wanted or row[0] in wanted) and len(found) < MOST_FIGURES:
            found.setdefault((row[0], row[1]), read(row, series, levels))
    return list(found.values())


def _support(row: Sequence[Any], series: Series, _: Levels) -> Figure:
    province, year, vnd, sure, word, confidence, basis, reports, partial = row
    value = None if vnd is None else vnd / series.size
    return Figure(province, year, value, (sure or 0) / series.size, word, confidence, basis or "", reports, bool(partial))


def _total(row: Sequence[Any], series: Series, levels: Levels) -> Figure:
    province, year, amount, _, _, confidence, basis, reports, partial, first, last = row
    word = None if confidence is None else levels.word(confidence)
    value = None if amount is None else amount / series.size
    sure, months = value if value is not None and word == "sure" else 0.0, (first, last) if first else None
    return Figure(province, year, value, sure, word, confidence, basis or "", max(reports, 1), bool(partial and value is not None), months)


def _fine(row: Sequence[Any], series: Series, _: Levels) -> Figure:
    province, year, largest, sure, not_unsure, rated, basis, reports = row
    word = None if not rated else "sure" if sure == largest else "doubtful" if not_unsure == largest else "unsure"
    return Figure(province, year, largest / series.size, (sure or 0) / series.size, word, None, basis, reports)


def _count(row: Sequence[Any], series: Series, _: Levels) -> Figure:
    return Figure(row[0], row[1], row[2] / series.size, 0.0, None, None, "", row[2])


_READERS: dict[str, Callable[[Sequence[Any], Series, Levels], Figure]] = {"support": _support, "fines": _fine, "attention": _count}
