"""The page of a province: where it lies, what it was and is, its series with their sentences, its sources and latest articles."""

from __future__ import annotations

import sqlite3
from typing import Any
from urllib.parse import urlencode

from datasette.utils import tilde_decode
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from explorer.charts import atlas
from explorer.database import ask, rows
from explorer.searching.filters import ROLES
from explorer.series.drawn import compared, of_province
from explorer.series.money import ATTENTION, SERIES, figures
from explorer.series.page import shown
from explorer.series.units import Named, Unit, unit_of
from explorer.series.words import Tongue, tongue
from explorer.wording.labels import language_of

MOST_ARTICLES, MOST_SENTENCES, MOST_SOURCES = 10, 10, 40

_LATEST = """WITH page AS (SELECT id FROM articles INDEXED BY articles_found WHERE province = ? ORDER BY published DESC, id LIMIT ?)
    SELECT a.id, a.title, a.url, substr(a.published, 1, 10) AS published, s.title AS source FROM page
    JOIN articles a ON a.id = page.id LEFT JOIN sources s ON s.name = a.source ORDER BY a.published DESC, a.id"""
_SOURCES = """SELECT f.source, s.title, s.home_province, f.articles, f.first_published, f.last_published
    FROM (SELECT source, count(*) AS articles, substr(min(published), 1, 10) AS first_published,
        substr(max(published), 1, 10) AS last_published
    FROM articles INDEXED BY articles_found WHERE province = ? GROUP BY source ORDER BY 2 DESC, 1 LIMIT ?) f
    LEFT JOIN sources s ON s.name = f.source ORDER BY f.articles DESC, f.source"""
# By role, so that the index of money is used; the sentences of the surest figures of each.
_FIGURES = f"""SELECT m.article, m.start, m.surface, m.role, m.certainty, m.confidence, m.sentence,
        CASE WHEN m.year_from = m.year_to THEN m.year_from END AS year, substr(a.published, 1, 10) AS published
    FROM (SELECT article, start, "end" FROM _amounts INDEXED BY amounts_money
        WHERE kind = 'money' AND role IN ({", ".join(f"'{role}'" for role in ROLES)}) AND unit IN ('VND', 'USD') AND province = ?
        LIMIT 5000) f
    JOIN amounts m ON m.article = f.article AND m.start = f.start AND m."end" = f."end" JOIN articles a ON a.id = m.article
    ORDER BY a.published DESC, m.article, m.start LIMIT ?"""  # noqa: S608 - fixed words


async def province(datasette: Any, request: Request) -> Response:
    """The page. Raises NotFound in one line for a word that is no province."""
    say, key = tongue(datasette, language_of(request)), tilde_decode(request.url_vars["key"])

    def question(corpus: sqlite3.Connection) -> dict[str, Any] | None:
        unit = unit_of(corpus, key)
        return None if unit is None else _everything(corpus, unit, say)

    context = await ask(datasette, question)
    if context is None:
        raise NotFound(f"{say.words['wrong_province']}: {key[:60]}")
    return Response.html(await datasette.render_template("province.html", context, request=request))


def _everything(corpus: sqlite3.Connection, unit: Unit, say: Tongue) -> dict[str, Any]:
    name = unit.name
    charts, empty = [], []
    for series in SERIES.values():
        found = figures(corpus, series, [name])
        if not any(figure.value is not None for figure in found):
            empty.append((say.words[f"title_{series.key}"], series.href(say.tables, name, known=False) if found else ""))
            continue
        chart = compared({name: found}, series, say) if series is ATTENTION else of_province(found, series, say, series.key)
        charts.append(shown(chart, say, say.path(f"/compare.csv?{urlencode({'province': name, 'measure': series.key})}")))
    kin = [name, *(one.name for one in (unit.before or ((unit.after,) if unit.after else ())) if one)]

    def page_of(one: Named) -> tuple[str, str]:
        return one.name, say.path(f"/province/{one.slug}")

    counts = rows(corpus, _SOURCES, name, MOST_SOURCES)
    homes = rows(corpus, "SELECT name AS source, title FROM sources WHERE home_province = ? ORDER BY name LIMIT ?", name, MOST_SOURCES)
    return {
        "unit": unit, "before": [page_of(one) for one in unit.before], "former": [page_of(one) for one in unit.former],
        "after": page_of(unit.after) if unit.after else None, "maps": _maps(unit, say), "charts": charts, "empty": empty,
        "sources": counts, "homes": [one for one in homes if one["source"] not in {source["source"] for source in counts}],
        "articles": rows(corpus, _LATEST, name, MOST_ARTICLES), "figures": rows(corpus, _FIGURES, name, MOST_SENTENCES),
        "articles_count": sum(one["articles"] for one in counts),
        "all_articles": f"{say.tables}/v_articles?{urlencode({'province__exact': name, '_sort_desc': 'published'})}",
        "all_figures": f"{say.tables}/v_amounts?{urlencode({'province__exact': name})}",
        "compare_kin": say.path("/compare") + "?" + urlencode([("province", one) for one in kin[:4]]) if len(kin) > 1 else "",
        "compare": say.path("/compare") + "?" + urlencode({"province": name}), "own_page": True,
    }  # fmt: skip


def _maps(unit: Unit, say: Tongue) -> list[tuple[str, Markup]]:
    """The country in the eras in which there was such a unit, with the unit marked."""
    drawn = []
    for era, title in (("until", say.words["map_before"]), ("since", say.words["map_after"])):
        key = atlas.outline_of(unit.slug, unit.code if unit.after is None else None, era)
        if key:
            drawn.append((title, Markup(atlas.inset(f"{unit.name}: {title}", era, key))))  # noqa: S704 - atlas.py escapes what is not its own
    return drawn
