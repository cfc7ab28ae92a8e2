"""Articles by month as columns that need no script, for the start page."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

from explorer.charts.drawing import Bar, columns
from explorer.charts.kept import MONTHS
from explorer.database import remembered

MOST_MONTHS = 96


def months(corpus: sqlite3.Connection, title: str, href: Callable[[str], str], said: Callable[[float], str]) -> str:
    """Articles by month; by year when there are more than MOST_MONTHS months with articles. `href` gives the link of a period,
    `said` a number in words."""
    found = remembered(corpus, f"SELECT month, sum(articles) FROM {MONTHS} WHERE month >= '1990' GROUP BY 1 ORDER BY 1")  # noqa: S608
    sizes = {row[0]: row[1] for row in found}
    if len(sizes) > MOST_MONTHS:
        years: dict[str, int] = {}
        for month, size in sizes.items():
            years[month[:4]] = years.get(month[:4], 0) + size
        sizes = years
    every = _without_gaps(sizes)
    first = min(every, default="")
    bars = [Bar(_year_label(period, period == first), size, f"{period}: {size}", href(period)) for period, size in every.items()]
    return columns(title, bars, said=said)


def _year_label(period: str, is_first: bool) -> str:
    """Months are labelled by their year, at January and at the first bar."""
    return period[:4] if len(period) == 4 or period.endswith("-01") or (is_first and period[5:] < "09") else ""


def _without_gaps(sizes: dict[str, int]) -> dict[str, int]:
    """Every period between the first and the last, also the empty ones."""
    if not sizes:
        return {}
    first, last = min(sizes), max(sizes)
    years = range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 200) + 1)
    periods = [str(y) for y in years] if len(first) == 4 else [f"{y}-{m:02}" for y in years for m in range(1, 13)]
    return {period: sizes.get(period, 0) for period in periods if first <= period <= last}
