"""The four charts: the question each asks the corpus, and how it is drawn. Each comes with the same numbers as a table."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from explorer.certainty import SIGNS, percent
from explorer.charts.drawing import Bar, Cell, columns, heat, rows
from explorer.database import DATABASE
from explorer.name_order import name_key

# Counts that are kept in the corpus, or counted now where they do not hold.
MONTHS = """(SELECT source, month, articles FROM _article_counts WHERE EXISTS (SELECT 1 FROM _counted WHERE done)
    UNION ALL SELECT source, month, count(*) FROM articles INDEXED BY articles_by_source
    WHERE NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY source, month)"""
ROLES = """SELECT role, certainty, sum(amounts) FROM _amount_counts
    WHERE kind = 'money' AND role > '' AND EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY role, certainty
    UNION ALL SELECT role, certainty, count(*) FROM amounts
    WHERE kind = 'money' AND role > '' AND NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY role, certainty"""
RATED = """SELECT certainty, sum(amounts) FROM _amount_counts
    WHERE certainty IS NOT NULL AND EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY certainty
    UNION ALL SELECT certainty, count(*) FROM amounts
    WHERE certainty IS NOT NULL AND NOT EXISTS (SELECT 1 FROM _counted WHERE done) GROUP BY certainty"""
MOST_DOWN = 40  # provinces or sources in a heat map


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `svg` is safe markup, `head` and `rows` the same as a table. Where figures are added up, `sizes` are their sums by certainty
    and `summed` the label of what is added."""

    key: str
    title: str
    note: str
    svg: str
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    summed: str = ""
    sizes: Mapping[str | None, float] = field(default_factory=dict)


def sums(corpus: sqlite3.Connection) -> str:
    """Where the sums of support by province and year stand: kept, or in their view, which adds up all of them whatever is asked."""
    return "_support_sums" if corpus.execute("SELECT 1 FROM _counted WHERE done").fetchone() else "v_support_by_province_year"


def months(corpus: sqlite3.Connection, words: Mapping[str, str], urls: Any) -> Chart:
    """Articles by month; by year when there are more than 96 months with articles."""
    found = corpus.execute(f"SELECT month, sum(articles) FROM {MONTHS} WHERE month >= '1990' GROUP BY 1 ORDER BY 1").fetchall()  # noqa: S608
    sizes = {row[0]: row[1] for row in found}
    if len(sizes) > 96:
        years: dict[str, int] = {}
        for month, size in sizes.items():
            years[month[:4]] = years.get(month[:4], 0) + size
        sizes = _without_gaps(years, by_year=True)
    else:
        sizes = _without_gaps(sizes, by_year=False)
    bars = [
        Bar(_year_label(period, period == min(sizes)), size, f"{period}: {size}", _link(urls, "v_articles", published__startswith=period))
        for period, size in sizes.items()
    ]
    title = words["articles_over_time"]
    return Chart("months", title, "", columns(title, bars), (words["span"], words["articles"]), [(p, s) for p, s in sizes.items() if s])


def _year_label(period: str, is_first: bool) -> str:
    """Months are labelled by their year, at January and at the first bar."""
    return period[:4] if len(period) == 4 or period.endswith("-01") or (is_first and period[5:] < "09") else ""


def _without_gaps(sizes: Mapping[str, int], by_year: bool) -> dict[str, int]:
    """Every period between the first and the last, also the empty ones."""
    if not sizes:
        return {}
    first, last = min(sizes), max(sizes)
    years = range(int(first[:4]), min(int(last[:4]), int(first[:4]) + 200) + 1)
    periods = [str(y) for y in years] if by_year else [f"{y}-{m:02}" for y in years for m in range(1, 13)]
    return {period: sizes.get(period, 0) for period in periods if first <= period <= last}


def support(corpus: sqlite3.Connection, words: Mapping[str, str], urls: Any) -> Chart:
    """Support by province and year, where it may be added up."""
    found = corpus.execute(
        f"SELECT province, year, vnd, certainty, least_confidence FROM {sums(corpus)}"  # noqa: S608 - one of two names
        " WHERE vnd IS NOT NULL AND year BETWEEN 1986 AND 2050 ORDER BY province, year"
    ).fetchall()
    table, sizes = [], dict[str | None, float]()
    down: dict[str, dict[str, Cell]] = {}
    for province, year, vnd, word, confidence in found:
        size, sure = vnd / 1e6, _sure(word, confidence, words)
        href = _link(urls, "v_supports", province__exact=province, year__exact=str(year), counts_in_sum__exact="1")
        sign = "" if word in (None, "sure") else SIGNS[word]
        down.setdefault(province, {})[str(year)] = Cell(size, f"{province} {year}: {size:,.0f} ({sure})", href, sign)
        table.append((province, year, size, sure))
        sizes[word] = sizes.get(word, 0) + size
    shown = dict(sorted(down.items(), key=lambda item: (-len(item[1]), item[0]))[:MOST_DOWN])
    svg = heat(words["support_chart"], _years(down), _by_name(shown.items()))
    head = (words["province"], words["year"], f"{words['million']} {words['dong']}", words["how_sure"])
    return Chart("support", words["support_chart"], words["support_note"], svg, head, table[:2000], "share_of_money", sizes)


def _sure(word: str | None, confidence: float | None, words: Mapping[str, str]) -> str:
    return words["not_rated"] if word is None or confidence is None else f"{words[word]}, {percent(confidence)}"


def roles(corpus: sqlite3.Connection, words: Mapping[str, str], urls: Any) -> Chart:
    """Money figures by role."""
    found = corpus.execute(ROLES).fetchall()
    by_role: dict[str, Counter[str | None]] = {}
    for role, word, number in found:
        by_role.setdefault(role, Counter())[word] += number
    bars, table = [], []
    for role, counts in sorted(by_role.items(), key=lambda item: (-item[1].total(), item[0])):
        name, size, sure = words[f"role_{role}"], counts.total(), counts["sure"]
        tip = f"{name}: {size:,} ({sure:,} {words['sure']})"
        bars.append(Bar(name, size, tip, _link(urls, "v_amounts", role__exact=role, kind__exact="money"), sure))
        table.append((name, size, *(counts[word] for word in SIGNS)))
    head = (words["role"], words["figures"], *(words[word] for word in SIGNS))
    title, sizes = words["roles_chart"], sum(by_role.values(), Counter[str | None]())
    return Chart("roles", title, words["roles_note"], rows(title, bars), head, table, "share_of_figures", sizes)


def coverage(corpus: sqlite3.Connection, words: Mapping[str, str], urls: Any) -> Chart:
    """Articles by source and year."""
    found = corpus.execute(
        f"SELECT source, substr(month, 1, 4) AS year, sum(articles) FROM {MONTHS} WHERE month >= '1990' GROUP BY 1, 2 ORDER BY 1, 2"  # noqa: S608
    ).fetchall()
    down: dict[str, dict[str, Cell]] = {}
    for source, year, size in found:
        href = _link(urls, "v_articles", source__exact=source or "", published__startswith=year)
        down.setdefault(source or "–", {})[year] = Cell(size, f"{source} {year}: {size}", href)
    most = sorted(down.items(), key=lambda item: (-sum(cell.size for cell in item[1].values()), item[0]))[:MOST_DOWN]
    svg = heat(words["coverage_chart"], _years(down), _by_name(most))
    head = (words["source"], words["year"], words["articles"])
    return Chart("coverage", words["coverage_chart"], words["coverage_note"], svg, head, [tuple(row) for row in found][:2000])


def _by_name(down: Iterable[tuple[str, dict[str, Cell]]]) -> dict[str, dict[str, Cell]]:
    """In the order of Vietnamese dictionaries."""
    return dict(sorted(down, key=lambda item: name_key(item[0])))


def _years(down: Mapping[str, Mapping[str, Cell]]) -> list[str]:
    years = {int(year) for cells in down.values() for year in cells}
    return [str(year) for year in range(min(years), min(max(years), min(years) + 60) + 1)] if years else []


def _link(urls: Any, table: str, **wanted: str) -> str:
    return f"{urls.table(DATABASE, table)}?{urlencode(wanted)}"
