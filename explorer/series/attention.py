"""Attention over time: how many articles a month or year has that match, which share of all that is, and from where they come."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from explorer.charts.kept import MONTHS
from explorer.charts.record import Chart, Row
from explorer.charts.specs import Axis, Plot, columns
from explorer.database import remembered
from explorer.name_order import name_key
from explorer.searching.asked import Asked
from explorer.searching.attention import FIRST, Found, Period, found_in, groups, over_time
from explorer.searching.filters import Filters
from explorer.series.words import Tongue
from explorer.wording.labels import day

SPLITS = ("source", "province")
MOST_PARTS = 7  # of a split; the rest is one part


class Wanted(NamedTuple):
    """What is asked beside the search itself: "hits" or "share", and "" or one of SPLITS."""

    show: str = "hits"
    split: str = ""


def attention(corpus: sqlite3.Connection, asked: Asked, wanted: Wanted, say: Tongue) -> Chart:
    """The chart for a search; of all articles where it has no words."""
    words = say.words
    found = found_in(corpus, asked.query, asked.filters) if asked.query.groups else _all(corpus, asked.filters, wanted.split)
    periods = over_time(corpus, found, asked.filters, asked.given["by"])
    monthly = bool(periods) and len(periods[0].name) == 7
    share = wanted.show == "share"
    parts = _parts(corpus, found, wanted.split, len(periods[0].name) if periods else 4, words)
    values = []
    for rank, (part, hits) in enumerate(parts.items()):
        for period in periods:
            size = hits[period.name] if wanted.split else period.hits
            if size or not wanted.split:
                values.append(_value(period, (part, size), share, say) | {"rank": rank, "href": _href(asked, period, say)})
    title = words["attention"] + (f": {asked.given['q']}" if asked.given["q"] else "")
    measured = words["share_over_time"] if share else words["hits_over_time" if asked.query.groups else "articles_published"]
    tips = {"time": words["span"], "said": words["found_articles"], "share_said": words["share"]}
    colour = Axis("part", "", list(parts)) if wanted.split else None
    if wanted.split:
        tips = {"time": words["span"], "part": words[wanted.split], "said": words["found_articles"], "share_said": words["share"]}
    x, y = Axis("period", "", [] if monthly else [one.name for one in periods]), Axis("size", measured, whole=not share)
    spec = columns(Plot(title, values, x, y, tips), colour, monthly)
    rows = [
        Row((day(one.name, say.language), one.hits, one.articles, _percent(one.hits, one.articles, say)), _href(asked, one, say))
        for one in periods if one.articles
    ]  # fmt: skip
    head = (words["span"], words["found_articles"], words["all_articles"], words["share"])
    behind = f"{say.number(sum(one.hits for one in periods))} {words['articles_with_day']}"
    return Chart("attention", title, measured, spec, head, rows, words["attention_note"], behind)


def _all(corpus: sqlite3.Connection, filters: Filters, split: str) -> list[Found]:
    """All articles that pass the filters, counted in one pass over an index; where no province is asked for, as they are kept counted."""
    if not filters.conditions() and split != "province":
        kept = f"SELECT source, NULL, NULL, coalesce(month, ''), sum(articles) FROM {MONTHS} GROUP BY 1, 4"  # noqa: S608
        return [Found(*row) for row in remembered(corpus, kept)]
    where = " AND ".join(filters.conditions()) or "true"
    sql = f"""SELECT source, province, year, coalesce(substr(published, 1, 7), ''), count(*) FROM articles INDEXED BY articles_found
        WHERE {where} GROUP BY 1, 2, 3, 4"""  # noqa: S608 - fixed pieces
    if not filters.conditions():
        return [Found(*row) for row in remembered(corpus, sql)]
    return [Found(*row) for row in corpus.execute(sql, filters.values())]


def _parts(
    corpus: sqlite3.Connection, found: Sequence[Found], split: str, length: int, words: Mapping[str, str]
) -> dict[str, Counter[str]]:
    """Hits by part and period, the largest parts by name and the rest as one."""
    if not split:
        return {"": Counter()}
    titles: dict[str, str] = dict(corpus.execute("SELECT name, title FROM sources").fetchall()) if split == "source" else {}
    largest = {group.value for group in groups(found)[split][:MOST_PARTS]}
    counts: dict[str, Counter[str]] = {titles.get(name, name): Counter() for name in sorted(largest, key=name_key)}
    rest: Counter[str] = Counter()
    for one in found:
        if one.month >= FIRST:
            name = getattr(one, split)
            (counts[titles.get(name, name)] if name in largest else rest)[one.month[:length]] += one.hits
    return counts | ({words["all_others"]: rest} if rest else {})


def _value(period: Period, part: tuple[str, int], share: bool, say: Tongue) -> dict[str, Any]:
    name, size = part
    percent = 100 * size / period.articles if period.articles else 0.0
    return {"period": period.name, "part": name, "size": round(percent, 3) if share else size, "time": day(period.name, say.language),
            "said": say.number(size), "share_said": _percent(size, period.articles, say)}  # fmt: skip


def _percent(size: int, of: int, say: Tongue) -> str:
    return f"{say.number(round(100 * size / of, 1))} %" if of else ""


def _href(asked: Asked, period: Period, say: Tongue) -> str:
    """The articles of one bar."""
    if asked.query.groups:
        return asked.href(say.path("/search"), "by", since=period.name, until=period.name)
    narrow = {name: getattr(asked.filters, name) for name in SPLITS if getattr(asked.filters, name)}
    wanted = {f"{name}__exact": value for name, value in narrow.items()} | {"published__startswith": period.name}
    return f"{say.tables}/v_articles?{urlencode(wanted)}"
