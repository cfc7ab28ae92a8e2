"""Up to four provinces on one chart; the address holds which and what is measured."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from explorer.charts.record import Chart
from explorer.database import ask
from explorer.name_order import name_key
from explorer.series.drawn import compared
from explorer.series.money import SERIES, SUPPORT, Series, figures
from explorer.series.page import MOST_COMPARED, csv_of, named, shown
from explorer.series.words import Tongue, tongue
from explorer.wording.labels import language_of


async def compare(datasette: Any, request: Request) -> Response:
    """The page."""
    say = tongue(datasette, language_of(request))
    series = _series(request)

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        wrong: list[str] = []
        names = named(corpus, _asked(request), wrong, say.words)
        every = sorted((row[0] for row in corpus.execute("SELECT name FROM province_names")), key=name_key)
        return {"names": names, "wrong": wrong, "provinces": every, "chart": _chart(corpus, names, series, say) if names else None}

    found = await ask(datasette, question)
    names = found["names"]
    query = urlencode([*(("province", name) for name in names), ("measure", series.key)])
    chart = shown(found["chart"], say, say.path(f"/compare.csv?{query}")) if found["chart"] else None
    context = {
        **found, "chart": chart, "slots": [*names, *[""] * (MOST_COMPARED - len(names))], "measure": series.key,
        "measures": [(key, say.words[f"title_{key}"]) for key in SERIES], "own_page": True,
    }  # fmt: skip
    return Response.html(await datasette.render_template("compare.html", context, request=request))


async def compare_csv(datasette: Any, request: Request) -> Response:
    """The figures compared, as CSV."""
    say, series = tongue(datasette, language_of(request)), _series(request)

    def question(corpus: sqlite3.Connection) -> Chart:
        return _chart(corpus, named(corpus, _asked(request), [], say.words), series, say)

    return csv_of(await ask(datasette, question))


def _series(request: Request) -> Series:
    return SERIES.get(request.args.get("measure") or "", SUPPORT)


def _asked(request: Request) -> str:
    """All provinces of the address, however they are given."""
    return ";".join(request.args.getlist("province")[: MOST_COMPARED * 2])[:500]


def _chart(corpus: sqlite3.Connection, names: list[str], series: Series, say: Tongue) -> Chart:
    found = figures(corpus, series, names) if names else []
    return compared({name: [one for one in found if one.province == name] for name in names}, series, say)
