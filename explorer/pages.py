"""The explorer's own pages: what each shows, asked from the corpus by SQL and handed to its template."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from explorer.charts.kept import RATED
from explorer.charts.timeline import months
from explorer.database import DATABASE, ask, remembered, rows
from explorer.questions import Question, questions
from explorer.series.maps import maps
from explorer.series.words import tongue
from explorer.tables import coded
from explorer.wording.labels import labels, language_of
from explorer.wording.values import allowed_values, meaning, unit_name
from explorer.wording.verdicts import why_said

MOST_SOURCES = 40
_CORPUS = (
    "articles", "sources", "first_published", "last_published", "undated", "amounts", "revisions", "corrections", "last_fetched",
    "code_version",
)  # fmt: skip
_SOURCES = ("source", "title", "articles", "first_published", "last_published", "verdict", "why")


async def page(datasette: Any, request: Request, template: str, context: dict[str, Any]) -> Response:
    """Render one of the explorer's templates."""
    html = await datasette.render_template(template, {"own_page": True, **context}, request=request)
    return Response.html(html, status=context.get("status", 200))


async def start(datasette: Any, request: Request) -> Response:
    words, say = labels(language_of(request)), tongue(datasette, language_of(request))

    def published(period: str) -> str:
        return f"{table_href(datasette, 'v_articles')}?published__startswith={period}"

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        return {
            "corpus": _named(corpus, _CORPUS, "v_corpus")[0],
            "rated": dict(remembered(corpus, RATED)),
            "sources": _named(corpus, _SOURCES, f"v_sources ORDER BY articles DESC, source LIMIT {MOST_SOURCES}"),
            "months": Markup(months(corpus, words["articles_over_time"], published, say.number)),  # noqa: S704 - drawing.py escapes what is not its own
            **maps(corpus, "articles", ("since",), say),
        }

    context = await ask(datasette, question)
    context["not_rated"] = context["corpus"]["amounts"] - sum(context["rated"].values())
    context["leads"] = {
        "articles": table_href(datasette, "v_articles"),
        "figures": table_href(datasette, "v_amounts"),
        "sources": table_href(datasette, "v_sources"),
        "revisions": table_href(datasette, "changed-between-revisions"),
        "corrections": table_href(datasette, "corrections"),
    }
    for source in context["sources"]:
        source["href"] = table_href(datasette, "v_articles", source=source["source"])
        source["verdict_class"] = source["verdict"] or "never"
        source["why"] = why_said(source["why"]) if language_of(request) == "vi" and source["why"] else source["why"]
        source["verdict_text"] = words.get(source["verdict"] or "never", source["verdict"])
    more = context["corpus"]["sources"] - len(context["sources"])
    extra = {"more_sources": more, "sources_href": table_href(datasette, "v_sources"), "questions": _questions(datasette, request)}
    return await page(datasette, request, "start.html", context | extra)


def _named(corpus: sqlite3.Connection, columns: tuple[str, ...], rest: str) -> list[dict[str, Any]]:
    """Remembered rows by name; `rest` is a view and an order."""
    sql = f"SELECT {', '.join(columns)} FROM {rest}"  # noqa: S608 - fixed pieces
    return [dict(zip(columns, row, strict=True)) for row in remembered(corpus, sql)]


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
