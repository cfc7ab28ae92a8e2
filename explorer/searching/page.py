"""The search page and its results as a file."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from explorer.charts.drawing import Bar, Cell, columns, heat
from explorer.database import ask
from explorer.guarding.cells import safe_cell
from explorer.name_order import by_label, name_key
from explorer.searching.asked import NARROWING, PAGE, Asked, asked_of
from explorer.searching.attention import Found, Group, Period, by_year, found_in, groups, over_time
from explorer.searching.filters import ROLES
from explorer.searching.finding import ORDERS, Slice, articles_sql, asks, count, search
from explorer.wording.labels import day, labels, language_of, number

MARKS = ("\ue000", "\ue001")
MOST_EXPORTED = 50_000
EXPORTED = ("id", "title", "source", "published", "province", "year", "year_from", "year_to", "words", "url")
MOST_YEARS = 60  # of a heat map
WIDTH = 460  # of a chart beside the hits


async def find(datasette: Any, request: Request) -> Response:
    """The search page."""
    words, language = labels(language_of(request)), language_of(request)

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        asked = asked_of(corpus, request.args)
        return _shown(corpus, asked, datasette.urls.path("/search"), words, language)

    context = await ask(datasette, question)
    html = await datasette.render_template("search.html", {"own_page": True, **context}, request=request)
    return Response.html(html)


async def find_csv(datasette: Any, request: Request) -> Response:
    """All articles found (MOST_EXPORTED at most), newest first, as CSV."""

    def question(corpus: sqlite3.Connection) -> str:
        asked = asked_of(corpus, request.args)
        found, values = articles_sql(asked.query, asked.filters)
        sql = f"""SELECT {", ".join(f"a.{name}" for name in EXPORTED)} FROM articles a WHERE a.id IN ({found})
            ORDER BY a.published IS NULL, a.published DESC, a.id LIMIT {MOST_EXPORTED}"""  # noqa: S608 - fixed names
        file = io.StringIO()
        out = csv.writer(file)
        out.writerow(["article", *EXPORTED[1:]])
        out.writerows([safe_cell(value) for value in row] for row in corpus.execute(sql, values))
        return file.getvalue()

    body = await ask(datasette, question)
    headers = {"content-disposition": 'attachment; filename="search.csv"', "content-type": "text/csv; charset=utf-8"}
    return Response(body, headers=headers, content_type=headers["content-type"])


def _shown(corpus: sqlite3.Connection, asked: Asked, path: str, words: Mapping[str, str], language: str) -> dict[str, Any]:
    """Everything the template needs."""
    sources = {row[0]: row[1] for row in corpus.execute("SELECT name, title FROM sources")}
    names = sorted((row[0] for row in corpus.execute("SELECT name FROM province_names")), key=name_key)
    options = {
        "sources": sorted(sources.items(), key=lambda item: name_key(item[1])),
        "provinces": names,
        "roles": by_label(ROLES, words),
        "orders": ORDERS,
    }
    shown: dict[str, Any] = {"q": asked.given["q"], "asked": asked, "options": options, "folded": not asked.query.exact, "hits": []}
    if not asks(asked.query, asked.filters):
        return shown
    page = min(asked.page, asked.last_page)
    found = found_in(corpus, asked.query, asked.filters)
    total = sum(one.hits for one in found)
    hits = search(corpus, asked.query, asked.filters, Slice(asked.order, PAGE, (page - 1) * PAGE), MARKS) if total else []
    without = replace(asked.query, exact=False)
    last = min(asked.last_page, -(-total // PAGE))
    return shown | {
        "total": total,
        "hits": [
            asdict(hit)
            | {"pieces": _pieces(hit.snippet), "day": day(hit.published, language), "source_title": sources.get(hit.source or "")}
            for hit in hits
        ],
        "first": (page - 1) * PAGE + 1,
        "last": (page - 1) * PAGE + len(hits),
        "before": asked.href(path, page=str(page - 1)) if 1 < page <= last + 1 else "",
        "after": asked.href(path, page=str(page + 1)) if page < last else "",
        "folded_total": count(corpus, without, asked.filters) if asked.query.exact and not total else 0,
        "folded_href": asked.href(path, accents="any"),
        "cut": page >= last and last * PAGE < total,
        "newest": asked.href(path, sort="newest"),
        "chips": _chips(corpus, asked, path, words, sources),
        "likely": [(name, asked.href(path, province=name)) for name in asked.wrong.get("province", [])],
        "csv": asked.href(path + ".csv", "sort"),
        "most_exported": MOST_EXPORTED,
        "narrow": _narrowing(found, asked, path, words, sources),
        "splits": _splits(found, asked, path, words, sources, language),
        **_attention(over_time(corpus, found, asked.filters, asked.given["by"]), asked, path, words, language),
    }


def _chips(
    corpus: sqlite3.Connection, asked: Asked, path: str, words: Mapping[str, str], sources: Mapping[str, str]
) -> list[dict[str, Any]]:
    """What narrows the search, each with the address without it and the number of articles found then."""
    chips = []
    for name in NARROWING:
        text = asked.given[name]
        if not text or (name in asked.wrong and name != "province"):
            continue
        said = {"source": sources.get(text, text), "role": words.get(f"role_{text}", text), "province": asked.filters.province}.get(
            name, text
        )
        without = {"href": asked.href(path, name), "count": count(corpus, asked.query, asked.less(name))}
        chips.append({"name": _chip_name(name, words), "text": said, **without})
    return chips


def _chip_name(name: str, words: Mapping[str, str]) -> str:
    return f"{words['published']}, {words[name]}" if name in ("since", "until") else words["year_reported" if name == "year" else name]


def _narrowing(
    found: Sequence[Found], asked: Asked, path: str, words: Mapping[str, str], sources: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Links that narrow the search to a source, province or year, with their numbers."""

    def links(name: str, some: list[Group]) -> list[tuple[str, str, int]]:
        titles = sources if name == "source" else {}
        return [(titles.get(one.value, one.value), asked.href(path, **{name: one.value}), one.hits) for one in some]

    return [
        {"heading": words[f"by_{name}"], "links": links(name, some)}
        for name, some in groups(found).items()
        if some and not asked.given[name]
    ]


def _attention(periods: list[Period], asked: Asked, path: str, words: Mapping[str, str], language: str) -> dict[str, Any]:
    """The charts of hits and of their share over time, and the same as rows."""
    if not periods:
        return {"periods": []}
    monthly = len(periods[0].name) == 7

    def share(period: Period) -> float:
        return 100 * period.hits / period.articles if period.articles else 0.0

    def narrowed(period: Period) -> str:
        return asked.href(path, since=period.name, until=period.name)

    def label(period: Period) -> str:
        return period.name[:4] if not monthly or period.name.endswith("-01") or (period is periods[0] and period.name[5:] < "09") else ""

    def percent(size: float) -> str:
        return f"{number(round(size, 1), language)} %"

    def said(period: Period) -> str:
        return percent(share(period))

    hits = [Bar(label(p), p.hits, f"{day(p.name, language)}: {number(p.hits, language)}", narrowed(p) if p.hits else "") for p in periods]
    shares = [Bar(label(p), share(p), f"{day(p.name, language)}: {said(p)}", narrowed(p) if p.hits else "") for p in periods]
    return {
        "periods": [(day(p.name, language), narrowed(p), p.hits, p.articles, said(p)) for p in periods if p.articles],
        "hits_chart": Markup(columns(words["hits_over_time"], hits, WIDTH, lambda size: number(int(size), language))),  # noqa: S704 - drawing.py escapes all that is not its own
        "share_chart": Markup(columns(words["share_over_time"], shares, WIDTH, percent)),  # noqa: S704
        "by_href": asked.href(path, by="year" if monthly else "month"),
        "by_words": words["show_years" if monthly else "show_months"],
    }


def _splits(
    found: Sequence[Found], asked: Asked, path: str, words: Mapping[str, str], sources: Mapping[str, str], language: str
) -> list[tuple[str, Markup]]:
    """Heat maps of the hits by source and by province, and year; none where only one is left."""
    drawn = []
    for name in ("source", "province"):
        counts = by_year(found, name)
        if len(counts) < 2:
            continue
        years = sorted({year for sizes in counts.values() for year in sizes})
        across = [str(year) for year in range(int(years[0]), min(int(years[-1]), int(years[0]) + MOST_YEARS) + 1)]
        titles = sources if name == "source" else {}

        def cells(value: str, sizes: Mapping[str, int], name: str = name, titles: Mapping[str, str] = titles) -> dict[str, Cell]:
            tip = titles.get(value, value)
            return {
                year: Cell(size, f"{tip} {year}: {number(size, language)}", asked.href(path, **{name: value, "since": year, "until": year}))
                for year, size in sizes.items()
            }

        ordered = sorted(counts, key=lambda value: name_key(titles.get(value, value)))
        down = {titles.get(value, value): cells(value, counts[value]) for value in ordered}
        title = f"{words['hits_over_time']}, {words[f'by_{name}'].lower()}"
        drawn.append((title, Markup(heat(title, across, down))))  # noqa: S704 - drawing.py escapes all that is not its own
    return drawn


def _pieces(snippet: str) -> list[tuple[str, bool]]:
    """Text and whether it is marked, in order."""
    pieces = []
    for place, part in enumerate(snippet.split(MARKS[0])):
        marked, _, rest = part.partition(MARKS[1]) if place else ("", "", part)
        pieces += [(text, is_marked) for text, is_marked in ((marked, True), (rest, False)) if text]
    return pieces
