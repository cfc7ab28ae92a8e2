"""The explorer as a Datasette plugin: pages, links, words for every template, and headers that keep the browser on this machine."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from datasette import hookimpl
from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from explorer import pages
from explorer.articles import page as articles
from explorer.certain_tables import certainty_cell, choices
from explorer.certainty import SIGNS, Levels
from explorer.citing.page import cite, cite_href
from explorer.database import DATABASE, PLUGIN
from explorer.guarding.access import refused
from explorer.guarding.errors import answer_error, in_language
from explorer.guarding.limits import bound
from explorer.guarding.safe_csv import safe_csv
from explorer.name_order import add_order, ours
from explorer.questions import questions
from explorer.searching.finding import prepare
from explorer.searching.page import find, find_csv
from explorer.searching.query import match_expression
from explorer.series.compare import compare, compare_csv
from explorer.series.maps import province_map
from explorer.series.page import chart_csv, charts, one_chart
from explorer.series.province import province
from explorer.tables import asked, place_of, table_words, with_columns
from explorer.wording.labels import LANGUAGES, day, labels, language_of, number, spoken
from explorer.wording.values import cell

# 'unsafe-inline' is for Datasette's own table and query pages; no script of the corpus can come in, every value is escaped.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self';"
    " font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
OWN_POLICY = POLICY.replace("script-src 'self' 'unsafe-inline'", "script-src 'none'")
COPIES = OWN_POLICY.replace("script-src 'none'", "script-src 'self'")  # of the page whose buttons copy
CHART_POLICY = POLICY.replace("script-src 'self' 'unsafe-inline'", "script-src 'self'")
OWN_PAGES = ("/search", "/article/", "/kept/", "/wrong/", "/map", "/questions", "/codebook")
CHART_PAGES = ("/charts", "/compare", "/province/")
HEADERS = {"referrer-policy": "no-referrer", "x-content-type-options": "nosniff"}
TABLES = f"/{DATABASE}/"
PLACES = (  # columns with names of provinces
    "province", "province_now", "article_province", "article_province_now", "province_second", "province_inferred", "home_province", "name",
    "name_now",
)  # fmt: skip
LOCAL = ("127.0.0.1", "localhost", "[::1]")


@hookimpl
def register_routes() -> list[tuple[str, Callable[..., Any]]]:
    return [
        (r"^/$", pages.start),
        (r"^/search$", find),
        (r"^/search\.csv$", find_csv),
        (r"^/article/(?P<article>\d{1,17})$", articles.article),
        (r"^/cite$", cite),
        (r"^/kept/(?P<article>\d{1,17})$", articles.kept),
        (r"^/wrong/(?P<article>\d{1,17})/(?P<start>\d{1,8})$", articles.wrong),
        (r"^/charts$", charts),
        (r"^/charts/(?P<key>[a-z]{1,40})$", one_chart),
        (r"^/charts/(?P<key>[a-z]{1,40})\.csv$", chart_csv),
        (r"^/map$", province_map),
        (r"^/province/(?P<key>[^/]{1,200})$", province),
        (r"^/compare$", compare),
        (r"^/compare\.csv$", compare_csv),
        (r"^/questions$", pages.all_questions),
        (r"^/codebook$", pages.codebook),
    ]


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, datasette: Any) -> None:
    """Datasette's own table search takes user input through escape_fts: ours folds đ and quotes everything."""
    prepare(conn)
    bound(conn)
    add_order(conn, datasette.plugin_config(PLUGIN)["sources"])
    conn.create_function("escape_fts", 1, lambda text: match_expression(str(text or "")) or '""', deterministic=True)


@hookimpl
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Pages of errors get no template variables: these stand in for them."""
    env.globals.update(_words(datasette, None))


@hookimpl
def extra_template_vars(datasette: Any, request: Any, view_name: str, table: str | None, columns: list[str] | None) -> dict[str, Any]:
    words = _words(datasette, request)
    if view_name not in ("table", "row", "query", "database"):
        return words
    shown = table_words(datasette, request, table, columns or [], words["lang"])
    every = [choice.column for choice in shown["chooser"]] or columns or []
    links = choices(datasette, request, table, every) if view_name == "table" and table else None
    name = request.path.rpartition("/")[2] if request else ""
    heading = next((question.heading(words["lang"]) for question in questions() if question.name == name), "")
    return {**words, **shown, "certainty_links": links, "heading": heading}


def _words(datasette: Any, request: Any) -> dict[str, Any]:
    language = language_of(request) if request else "en"
    other = "vi" if language == "en" else "en"
    kept = [(key, value) for key, value in (asked(request) if request else ()) if key != "_lang"]
    menu = [("start", datasette.urls.instance()), ("search", datasette.urls.path("/search")),
            ("articles", pages.table_href(datasette, "v_articles")), ("figures", pages.table_href(datasette, "v_amounts")),
            *((name, datasette.urls.path(f"/{name}")) for name in ("charts", "map", "compare", "questions", "codebook"))]  # fmt: skip
    return {
        "t": labels(language),
        "lang": language,
        "other_lang": other,
        "other_lang_href": "?" + urlencode([*kept, ("_lang", other)]),
        "menu": menu,
        "signs": SIGNS,
        "in_language": in_language,
        "cite_href": cite_href,
        "n": lambda value: number(value, language),
        "day": lambda value: day(value, language),
        "place_href": lambda name: place_href(datasette, name),
    }


@hookimpl
def render_cell(datasette: Any, row: Any, value: Any, column: str) -> Any:
    """Article keys lead to the article page; addresses lead out, without telling where from; how sure a figure is in a word, a sign
    and a number; anything else as it is."""
    config = datasette.plugin_config(PLUGIN)
    if column in ("article", "original", "other") and isinstance(value, int):
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/article/{value}"), value)
    if column in ("url", "other_url") and isinstance(value, str) and urlsplit(value[:2000]).scheme in ("http", "https"):
        return Markup('<a href="{0}" rel="noopener noreferrer external">{1}</a>').format(
            value, value if len(value) < 60 else value[:57] + "…"
        )
    inner = certainty_cell(Levels(*config["levels"]), row, column, value)
    if (place := place_of(row, column)) and isinstance(value, str):
        return Markup('<a class="place" href="{}">{}</a>').format(datasette.urls.path(place), value if inner is None else inner)
    if inner is None and column in PLACES and (href := place_href(datasette, value)):
        return Markup('<a href="{}">{}</a>').format(href, value)
    return cell(row, column, value, spoken.get(), config["sources"]) if inner is None else inner


def place_href(datasette: Any, name: Any) -> str:
    """The page of a province, "" for what is none."""
    slug = (datasette.plugin_config(PLUGIN) or {}).get("places", {}).get(name) if isinstance(name, str) else None
    return str(datasette.urls.path(f"/province/{slug}")) if slug else ""


@hookimpl
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    return lambda: answer_error(datasette, request, exception)


def _policy(path: str) -> str:
    """What a page may load: pages of ours no script but where they say so, Datasette's its own."""
    if path == "/cite":
        return COPIES
    if path == "/" or path.startswith(OWN_PAGES):
        return OWN_POLICY
    return CHART_POLICY if path.startswith(CHART_PAGES) else POLICY


@hookimpl
def asgi_wrapper(datasette: Any) -> Callable[[Any], Any]:
    def wrap(app: Any) -> Any:
        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            if no := refused(scope, datasette.doors):
                await no.asgi_send(send)
                return
            if scope["method"] not in ("GET", "HEAD"):  # nothing here can be changed
                await Response.text("only GET and HEAD", status=405, headers={"allow": "GET, HEAD"}).asgi_send(send)
                return
            path = scope["path"]
            if path.startswith(TABLES):
                table = path.removeprefix(TABLES)
                scope = {**scope, "query_string": with_columns(table, scope.get("query_string", b"").decode("latin-1")).encode("latin-1")}
            asked = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("_lang", [""])[0]
            spoken.set(language_of(Request(scope, receive)))
            ours.set(path.startswith(TABLES))
            policy = _policy(path)

            async def with_headers(message: Any) -> None:
                if message["type"] == "http.response.start":
                    extra = HEADERS | {"content-security-policy": policy}
                    if asked in LANGUAGES:  # remembered also from Datasette's own pages, which know no cookie of ours
                        extra["set-cookie"] = f"lang={asked}; Path=/; Max-Age=31536000; SameSite=Lax"
                    headers = [*message.get("headers", []), *((key.encode(), value.encode()) for key, value in extra.items())]
                    message = {**message, "headers": headers}
                await send(message)

            await app(scope, receive, safe_csv(scope, with_headers))

        return guarded

    return wrap
