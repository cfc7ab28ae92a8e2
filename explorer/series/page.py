"""The chart pages: all there are, one with what may be chosen, its rows as CSV. An address holds everything chosen."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils.asgi import NotFound, Request, Response

from explorer.certainty import shares
from explorer.charts.record import Chart, Value
from explorer.database import ask
from explorer.guarding.cells import safe_cell
from explorer.name_order import by_label, name_key
from explorer.searching.asked import asked_of
from explorer.searching.filters import ROLES, years_of
from explorer.searching.places import UnknownPlace, province_of
from explorer.series.attention import SPLITS, Wanted, attention
from explorer.series.counts import coverage, distribution, roles
from explorer.series.drawn import by_province, compared, of_province
from explorer.series.money import BY_CHART, figures
from explorer.series.words import Tongue, tongue
from explorer.wording.labels import language_of

KEYS = ("attention", "support", "trade", "output", "fines", "amounts", "roles", "coverage")
MOST_COMPARED = 4


class Field(NamedTuple):
    """Something that may be chosen: its name in the address, its label, the value given, and the options (value, words) of a list; no
    options: text, of `kind` "text" or "province"."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]] = ()
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Made:
    """A chart with what may be chosen for it, and what was asked for but could not be used, in words."""

    chart: Chart
    fields: Sequence[Field]
    wrong: Sequence[str] = ()


async def charts(datasette: Any, request: Request) -> Response:
    """All charts, with attention drawn."""
    say = tongue(datasette, language_of(request))
    made = await ask(datasette, lambda corpus: _attention(corpus, {}, say))
    links = [(key, say.words[f"chart_{key}"], say.words[f"about_{key}"], say.path(f"/charts/{key}")) for key in KEYS]
    links.append(("compare", say.words["compare"], say.words["about_compare"], say.path("/compare")))
    context = {"links": links, "chart": shown(made.chart, say, say.path("/charts/attention.csv")), "own_page": True}
    return Response.html(await datasette.render_template("charts.html", context, request=request))


async def one_chart(datasette: Any, request: Request) -> Response:
    """One chart. Raises NotFound for an unknown key."""
    say, key, given = tongue(datasette, language_of(request)), request.url_vars["key"], _given(request)
    if key not in KEYS:
        raise NotFound(f"no chart {key[:40]!r}: there are {', '.join(KEYS)}")

    def question(corpus: sqlite3.Connection) -> dict[str, Any]:
        made = make(corpus, key, given, say)
        names = sorted((row[0] for row in corpus.execute("SELECT name FROM province_names")), key=name_key)
        about = corpus.execute("SELECT articles, sources FROM v_corpus").fetchone()
        return {"made": made, "provinces": names, "about": about}

    found = await ask(datasette, question)
    made: Made = found["made"]
    kept = urlencode({name: value for name, value in given.items() if value})
    context = {
        "chart": shown(made.chart, say, say.path(f"/charts/{key}.csv") + (f"?{kept}" if kept else "")),
        "fields": made.fields, "wrong": made.wrong, "key": key, "provinces": found["provinces"], "corpus_size": found["about"],
        "others": [(other, say.words[f"chart_{other}"]) for other in KEYS], "own_page": True,
    }  # fmt: skip
    return Response.html(await datasette.render_template("chart.html", context, request=request))


async def chart_csv(datasette: Any, request: Request) -> Response:
    """The rows of a chart as CSV: numbers as they are, what is no figure empty."""
    say, key = tongue(datasette, language_of(request)), request.url_vars["key"]
    if key not in KEYS:
        raise NotFound(f"no chart {key[:40]!r}: there are {', '.join(KEYS)}")
    made = await ask(datasette, lambda corpus: make(corpus, key, _given(request), say))
    return csv_of(made.chart)


def csv_of(chart: Chart) -> Response:
    """The rows of a chart as a file."""
    file = io.StringIO()
    out = csv.writer(file)
    out.writerow(chart.head)
    out.writerows([safe_cell(value) for value in row.cells] for row in chart.rows)
    headers = {"content-disposition": f'attachment; filename="{chart.key}.csv"', "content-type": "text/csv; charset=utf-8"}
    return Response(file.getvalue(), headers=headers, content_type=headers["content-type"])


def make(corpus: sqlite3.Connection, key: str, given: Mapping[str, str], say: Tongue) -> Made:
    """A chart of KEYS for what an address gives."""
    maker = _MAKERS.get(key)
    return maker(corpus, given, say) if maker else _money(corpus, key, given, say)


def shown(chart: Chart, say: Tongue, csv_href: str = "") -> dict[str, Any]:
    """A chart as the template _chart.html wants it."""

    def cell(value: Value) -> dict[str, Any]:
        is_number = value is None or isinstance(value, int | float)
        return {"text": say.number(value) if is_number else value, "number": is_number}  # type: ignore[arg-type]

    made_up = f"{say.words[chart.summed]} {shares(chart.sizes, say.language)}" if chart.summed and sum(chart.sizes.values()) else ""
    rows = [{"cells": [cell(value) for value in row.cells], "href": row.href, "all_told": row.all_told} for row in chart.rows]
    return {"key": chart.key, "title": chart.title, "says": chart.says, "note": chart.note, "behind": chart.behind, "made_up": made_up,
            "spec": chart.spec, "head": chart.head, "rows": rows, "csv": csv_href, "empty": not chart.values}  # fmt: skip


def _given(request: Request) -> dict[str, str]:
    """What an address gives, each name once, 500 characters at most."""
    return {name: (request.args.get(name) or "").strip()[:500] for name in list(request.args)[:30] if not name.startswith("_")}


def _attention(corpus: sqlite3.Connection, given: Mapping[str, str], say: Tongue) -> Made:
    words = say.words
    asked = asked_of(corpus, given)
    wanted = Wanted("share" if given.get("show") == "share" else "hits", given["split"] if given.get("split") in SPLITS else "")
    sources = sorted(corpus.execute("SELECT name, title FROM sources").fetchall(), key=lambda one: name_key(one[1]))
    steps = [("", words["what_fits"]), ("month", words["show_months"]), ("year", words["show_years"])]
    fields = [
        Field("q", words["words"], asked.given["q"]),
        Field("province", words["province"], asked.given["province"], kind="province"),
        Field("source", words["source"], asked.given["source"], [("", words["any"]), *sources]),
        Field("since", f"{words['published']}: {words['since']}", asked.given["since"]),
        Field("until", f"{words['published']}: {words['until']}", asked.given["until"]),
        Field("by", words["steps"], asked.given["by"], steps),
        Field("show", words["measure"], wanted.show, [(name, words[f"{name}_over_time"]) for name in ("hits", "share")]),
        Field("split", words["split_by"], wanted.split, [("", words["not_split"]), *((name, words[name]) for name in SPLITS)]),
    ]  # fmt: skip
    wrong = [words[f"wrong_{name}"] for name in asked.wrong]
    return Made(attention(corpus, asked, wanted, say), fields, wrong)


def _amounts(corpus: sqlite3.Connection, given: Mapping[str, str], say: Tongue) -> Made:
    role = given["role"] if given.get("role") in ROLES else ""
    options = [("", say.words["all"]), *((name, say.words[f"role_{name}"]) for name in by_label(ROLES, say.words))]
    wrong = [say.words["wrong_role"]] if given.get("role") and not role else []
    return Made(distribution(corpus, role, say), [Field("role", say.words["role"], role, options)], wrong)


def _coverage(corpus: sqlite3.Connection, given: Mapping[str, str], say: Tongue) -> Made:
    words, by = say.words, given["by"] if given.get("by") in ("month", "year") else ""
    options = [("", words["what_fits"]), ("month", words["show_months"]), ("year", words["show_years"])]
    return Made(coverage(corpus, by, say), [Field("by", words["steps"], by, options)])


def _money(corpus: sqlite3.Connection, key: str, given: Mapping[str, str], say: Tongue) -> Made:
    """Money by province and year: of all provinces, of one, or of up to MOST_COMPARED separated by semicolons."""
    words, every = say.words, BY_CHART[key]
    series = next((one for one in every if one.key == given.get("measure")), every[0])
    wrong: list[str] = []
    names = named(corpus, given.get("province", ""), wrong, words)
    years = None
    if given.get("years"):
        try:
            years = years_of(given["years"])
        except ValueError:
            wrong.append(words["wrong_year"])
    found = [] if wrong and given.get("province") and not names else figures(corpus, series, names, years)
    fields = [
        Field("province", words["provinces_up_to_four"], "; ".join(names) or given.get("province", ""), kind="province"),
        Field("years", words["years"], given.get("years", "")),
    ]
    if len(every) > 1:
        fields.insert(0, Field("measure", words["measure"], series.key, [(one.key, words[f"title_{one.key}"]) for one in every]))
    if len(names) == 1:
        return Made(of_province(found, series, say), fields, wrong)
    if names:
        return Made(compared({name: [one for one in found if one.province == name] for name in names}, series, say), fields, wrong)
    return Made(by_province(found, series, say), fields, wrong)


def named(corpus: sqlite3.Connection, text: str, wrong: list[str], words: Mapping[str, str]) -> list[str]:
    """The provinces of a text such as "Yên Bái; lao cai", MOST_COMPARED at most; what is no province is told in `wrong`."""
    names: list[str] = []
    for part in text.split(";")[: MOST_COMPARED * 2]:
        if not part.strip():
            continue
        try:
            name = province_of(corpus, part)
        except UnknownPlace as error:
            likely = f" {words['did_you_mean']} {', '.join(error.likely)}?" if error.likely else ""
            wrong.append(f"{words['wrong_province']}: {part.strip()[:60]}.{likely}")
            continue
        if name not in names:
            names.append(name)
    return names[:MOST_COMPARED]


_MAKERS: dict[str, Callable[[sqlite3.Connection, Mapping[str, str], Tongue], Made]] = {
    "attention": _attention, "amounts": _amounts, "coverage": _coverage,
    "roles": lambda corpus, _, say: Made(roles(corpus, say), ()),
}  # fmt: skip
