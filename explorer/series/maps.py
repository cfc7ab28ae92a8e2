"""The map page, and the map of the start page: both eras by one scale, with the same as a table."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from explorer.certainty import shares
from explorer.charts import atlas
from explorer.charts.scale import class_of, steps
from explorer.database import ask, remembered, rows
from explorer.series.money import SUPPORT, figures
from explorer.series.units import slugs
from explorer.series.words import Tongue, tongue
from explorer.wording.labels import language_of, number

TABLES = {"articles": "v_articles", "support": "v_support_by_province_year", "mentions": "v_articles"}


async def province_map(datasette: Any, request: Request) -> Response:
    """The map page."""
    wanted = request.args.get("measure") or ""
    measure = wanted if wanted in atlas.MEASURES else "articles"
    say = tongue(datasette, language_of(request))

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        return {**maps(corpus, measure, atlas.ERAS, say), "made_up": _made_up(corpus, say) if measure == "support" else ""}

    shown = await ask(datasette, question)
    context = {**shown, "measure": measure, "measures": list(atlas.MEASURES), "own_page": True}
    return Response.html(await datasette.render_template("map.html", context, request=request))


def maps(corpus: sqlite3.Connection, measure: str, eras: tuple[str, ...], say: Tongue) -> dict[str, Any]:
    """The maps of some eras, each with its rows, and their one legend."""
    sizes = {row[0]: row[1] for row in remembered(corpus, atlas.MEASURES[measure])}
    units, places = rows(corpus, atlas.UNITS), slugs(corpus)
    values = {era: atlas.by_unit(sizes, units, era) for era in eras}
    between = atlas.scale_of(*values.values())

    nothing = say.words["no_data" if measure == "support" else "no_article"]

    def words(size: float) -> str:
        return number(round(size), say.language) if size else nothing

    def page(name: str) -> str:
        return say.path(f"/province/{places[name]}") if name in places else ""

    drawn = []
    for era, lands in values.items():
        title = say.words["map_before" if era == "until" else "map_after"]
        ranked = sorted((land for land in lands.values() if land.size), key=lambda land: (-land.size, land.name))
        column = "province" if era == "until" else "province_now"
        table = [
            (land.name, page(land.name), words(land.size), f"{say.tables}/{TABLES[measure]}?{urlencode({f'{column}__exact': land.name})}")
            for land in ranked
        ]
        svg = atlas.draw(f"{title}: {say.words['measure_' + measure]}", era, lands, between, (page, words))
        drawn.append({"key": era, "title": title, "svg": Markup(svg), "rows": table})  # noqa: S704 - atlas.py escapes what is not its own
    used = {class_of(land.size, between) for lands in values.values() for land in lands.values() if land.size}
    legend = [(step.shade, say.step(step)) for step in steps(between) if step.shade in used]
    return {"eras": drawn, "legend": legend, "nothing": nothing, "hatch": Markup(atlas.hatch("legend"))}  # noqa: S704


def _made_up(corpus: sqlite3.Connection, say: Tongue) -> str:
    """How much of the money on the map is sure, in words."""
    sizes: dict[str | None, float] = {}
    for figure in figures(corpus, SUPPORT):
        if figure.value is not None:
            sizes[figure.word] = sizes.get(figure.word, 0) + figure.value
    return f"{say.words['share_of_money']} {shares(sizes, say.language)}" if sum(sizes.values()) else ""
