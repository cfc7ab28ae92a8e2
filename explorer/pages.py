"""The explorer's own pages: what each shows, asked from the corpus by SQL and handed to its template."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from explorer.certainty import shares
from explorer.charts import atlas
from explorer.charts.graphs import RATED, Chart, coverage, months, roles, sums, support
from explorer.database import DATABASE, ask, rows
from explorer.labels import labels, language_of, number
from explorer.questions import Question, questions
from explorer.tables import allowed_values, coded, meaning, unit_name

MOST_SOURCES = 40


def _svg(drawn: str) -> Markup:
    return Markup(drawn)  # noqa: S704 - by drawing.py and atlas.py, which escape all that comes from the corpus


async def page(datasette: Any, request: Request, template: str, context: dict[str, Any]) -> Response:
    """Render one of the explorer's templates."""
    html = await datasette.render_template(template, {"own_page": True, **context}, request=request)
    return Response.html(html, status=context.get("status", 200))


async def start(datasette: Any, request: Request) -> Response:
    words = labels(language_of(request))

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        return {
            "corpus": rows(corpus, "SELECT * FROM v_corpus")[0],
            "rated": dict(corpus.execute(RATED).fetchall()),
            "sources": rows(corpus, "SELECT * FROM v_sources ORDER BY articles DESC, source LIMIT ?", MOST_SOURCES),
            "months": _svg(months(corpus, words, datasette.urls).svg),
            "map": _map(datasette, corpus, "articles", "since", language_of(request)),
        }

    context = await ask(datasette, question)
    for source in context["sources"]:
        source["href"] = table_href(datasette, "v_articles", source=source["source"])
        source["verdict_class"] = source["verdict"] or "never"
        source["verdict_text"] = words.get(source["verdict"] or "never", source["verdict"])
    more = context["corpus"]["sources"] - len(context["sources"])
    extra = {"more_sources": more, "sources_href": table_href(datasette, "v_sources"), "questions": _questions(datasette, request)}
    return await page(datasette, request, "start.html", context | extra)


async def charts(datasette: Any, request: Request) -> Response:
    words, language = labels(language_of(request)), language_of(request)

    def question(corpus: sqlite3.Connection) -> list[dict[str, Any]]:
        drawn = [chart(corpus, words, datasette.urls) for chart in (months, support, roles, coverage)]
        return [_shown(chart, words, language) for chart in drawn]

    return await page(datasette, request, "charts.html", {"charts": await ask(datasette, question)})


def _shown(chart: Chart, words: Mapping[str, str], language: str) -> dict[str, Any]:
    cells = [[number(value, language) if isinstance(value, float) else value for value in row] for row in chart.rows]
    made_up, svg = _made_up(chart, words, language), _svg(chart.svg)
    return {"key": chart.key, "title": chart.title, "note": chart.note, "made_up": made_up, "svg": svg, "head": chart.head, "rows": cells}


def _made_up(chart: Chart, words: Mapping[str, str], language: str) -> str:
    """How much of what a chart adds up is sure, in words; "" for a chart of other things."""
    return f"{words[chart.summed]} {shares(chart.sizes, language)}" if chart.summed and sum(chart.sizes.values()) else ""


async def province_map(datasette: Any, request: Request) -> Response:
    wanted = request.args.get("measure") or ""
    measure = wanted if wanted in atlas.MEASURES else "articles"
    language = language_of(request)
    words = labels(language)

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        chart = support(corpus, words, datasette.urls) if measure == "support" else None
        eras = [_map(datasette, corpus, measure, era, language) for era in ("until", "since")]
        return {"eras": eras, "made_up": _made_up(chart, words, language) if chart else ""}

    shown = await ask(datasette, question)
    return await page(datasette, request, "map.html", {**shown, "measure": measure, "measures": list(atlas.MEASURES)})


def _map(datasette: Any, corpus: sqlite3.Connection, measure: str, era: str, language: str) -> dict[str, Any]:
    words = labels(language)
    sizes = {row[0]: row[1] for row in corpus.execute(atlas.MEASURES[measure].format(sums=sums(corpus)))}
    values = atlas.by_unit(sizes, rows(corpus, atlas.UNITS), era)
    tables = {"articles": "v_articles", "support": "v_support_by_province_year", "mentions": "v_articles"}

    def href(name: str) -> str:
        return table_href(datasette, tables[measure], **{"province" if era == "until" else "province_now": name})

    def say(size: float) -> str:
        return number(round(size), language) if size else words["no_data"]

    title = words["map_before" if era == "until" else "map_after"]
    ranked = sorted((item for item in values.values() if item[1]), key=lambda item: (-item[1], item[0]))
    listed = [(name, href(name), say(size)) for name, size in ranked]
    legend = [(shade, say(low) if low == high else f"{say(low)}–{say(high)}") for shade, low, high in atlas.legend(values)]
    drawn = atlas.draw(f"{title}: {words['measure_' + measure]}", era, values, href, say)
    return {"key": era, "title": title, "svg": _svg(drawn), "rows": listed, "legend": legend}


async def all_questions(datasette: Any, request: Request) -> Response:
    return await page(datasette, request, "questions.html", {"questions": _questions(datasette, request)})


def _questions(datasette: Any, request: Request) -> list[dict[str, str]]:
    language = language_of(request)

    def shown(question: Question) -> dict[str, str]:
        rest = question.title.partition(": ")[2] if language == "en" else ""
        return {"heading": question.heading(language), "rest": rest, "href": table_href(datasette, question.name)}

    return [shown(question) for question in questions()]


async def codebook(datasette: Any, request: Request) -> Response:
    language = language_of(request)
    words = labels(language)
    book = await ask(datasette, lambda corpus: rows(corpus, "SELECT * FROM codebook ORDER BY place"))
    tables: list[dict[str, Any]] = []
    for row in book:
        table, column = row["table"], row["column"]
        told = {"description": meaning(table, column, row["description"], language), "unit": unit_name(row["unit"], language)}
        if column is None:
            title = words.get(f"table_{table}", "")
            tables.append({"name": table, "title": title, "columns": [], "href": table_href(datasette, table), **told})
        else:
            allowed = allowed_values(column, row["allowed"], language)
            tables[-1]["columns"].append(row | told | {"allowed": allowed})
    return await page(datasette, request, "codebook.html", {"tables": tables, "coded": coded})


def table_href(datasette: Any, table: str, **wanted: str) -> str:
    """Link to a table, view or question of the corpus, narrowed to exact values."""
    path = str(datasette.urls.table(DATABASE, table))
    return path + ("?" + urlencode({f"{name}__exact": value for name, value in wanted.items()}) if wanted else "")
