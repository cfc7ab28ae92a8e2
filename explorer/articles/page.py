"""Pages of an article: its text with the facts, its kept copy, and the way to say that a figure is wrong."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from datasette.utils.asgi import Request, Response
from markupsafe import Markup

from explorer import pages
from explorer.articles.kept_copy import MOST_MARKUP, harmless
from explorer.articles.view import article_view
from explorer.database import PLUGIN, ask, rows
from explorer.guarding.access import Kept, is_from_here
from explorer.wording.labels import labels, language_of

FRAME = """<!DOCTYPE html><html lang="vi"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none';
style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"><meta name="referrer" content="no-referrer"><style>
body{{font:1rem/1.5 system-ui,sans-serif;margin:1rem;overflow-wrap:anywhere;color-scheme:light dark}}table{{border-collapse:collapse}}
td,th{{border:1px solid;padding:.2rem .4rem}}nav,aside,footer{{opacity:.75}}</style><body>{}</body></html>"""
_MOVED = "SELECT article FROM addresses WHERE id = ? AND article != id"
_BEFORE = 80  # characters before a figure by which a correction finds it again


async def article(datasette: Any, request: Request) -> Response:
    key = int(request.url_vars["article"])
    view = await ask(datasette, lambda corpus: article_view(corpus, key, language_of(request))) if key < 2**53 else None
    if view is None:
        return await _moved(datasette, request, "/article/", key)
    safe = urlsplit(view.row["url"]).scheme in ("http", "https")
    title = datasette.plugin_config(PLUGIN)["sources"].get(view.row["source"])

    def narrowed(**wanted: str) -> str:
        return pages.table_href(datasette, "v_articles", **wanted)

    context = {"view": view, "safe_url": safe, "source_title": title, "search_href": narrowed}
    return await pages.page(datasette, request, "article.html", context)


async def _moved(datasette: Any, request: Request, path: str, key: int, end: str = "") -> Response:
    """To the article that an id leads to, where it is that of a further address; else there is none."""
    known = await ask(datasette, lambda corpus: rows(corpus, _MOVED, key)) if key < 2**53 else []
    if not known:
        return await pages.page(datasette, request, "missing.html", {"status": 404})
    query = f"?{request.query_string}" if request.query_string else ""
    return Response.redirect(datasette.urls.path(f"{path}{known[0]['article']}{end}") + query)


def _first_kept(get: Callable[[str], Kept | None], addresses: Sequence[str]) -> Kept | None:
    return next((found for url in addresses if (found := get(url))), None)


async def kept(datasette: Any, request: Request) -> Response:
    """/kept/ARTICLE: the page as it was kept, beside what was read from it."""
    key, language = int(request.url_vars["article"]), language_of(request)
    view = await ask(datasette, lambda corpus: article_view(corpus, key, language)) if key < 2**53 else None
    if view is None:
        return await _moved(datasette, request, "/kept/", key)
    get = datasette.doors.kept
    found = await asyncio.to_thread(_first_kept, get, view.read_at) if get else None
    frame, cut = "", False
    if found and found.markup is not None:
        cut = len(found.markup) > MOST_MARKUP
        frame = FRAME.format(await asyncio.to_thread(harmless, found.markup, labels(language)["picture"]))
    shown = {"view": view, "kept": found, "has_pages": bool(get), "frame": frame, "cut": cut}
    return await pages.page(datasette, request, "kept.html", shown)


async def wrong(datasette: Any, request: Request) -> Response:
    """/wrong/ARTICLE/START: to the review desk at that very figure where it runs beside, else how to start it; and the entry of the file
    of corrections that says the same by hand."""
    article, start = int(request.url_vars["article"]), int(request.url_vars["start"])
    found = await ask(datasette, lambda corpus: _figure(corpus, article, start)) if article < 2**53 else None
    if found is None:
        return await _moved(datasette, request, "/wrong/", article, f"/{start}")
    doors = datasette.doors
    rated = found["confidence"] is not None and found["kind"] in ("money", "percent")
    if rated and doors.desk and is_from_here(request.scope):
        address = f"{await asyncio.to_thread(doors.desk, article, start)}&lang={language_of(request)}"
        return Response("", status=302, headers={"location": address, "cache-control": "no-store"})
    command = f"corpus review --figure {article}:{start} --corpus-db {doors.corpus_db}" if rated else ""
    return await pages.page(datasette, request, "wrong.html", {"figure": found, "command": command, "entry": _entry(found)})


def _figure(corpus: sqlite3.Connection, article: int, start: int) -> dict[str, Any] | None:
    """A figure with its article's address, the words before it and which of its kind and words it is."""
    found = rows(corpus, 'SELECT m.article, m.start, m."end", m.surface, m.sentence, m.kind, m.confidence, a.url, a.title,'
                         " substr(a.text, max(m.start - ?, 0) + 1, min(m.start, ?)) AS before FROM amounts m"
                         " JOIN articles a ON a.id = m.article WHERE m.article = ? AND m.start = ?",
                 _BEFORE, _BEFORE, article, start)  # fmt: skip
    if not found:
        return None
    counted = (
        'SELECT count(*) FROM (SELECT start, "end" FROM amounts WHERE article = ?1 AND surface = ?2 AND start <= ?3'
        " UNION SELECT start, \"end\" FROM corrections WHERE article = ?1 AND surface = ?2 AND fact = 'amount' AND start <= ?3)"
    )
    (nth,) = corpus.execute(counted, (article, found[0]["surface"], start)).fetchone()
    return found[0] | {"nth": nth, "before": " ".join(found[0]["before"].split()[-8:])}


def _entry(figure: dict[str, Any]) -> Markup:
    """The entry of data/corrections.toml that takes the figure out, for a person to change."""
    lines = [
        "[[correction]]",
        f"url = {_toml(figure['url'])}",
        'fact = "amount"',
        f"surface = {_toml(figure['surface'])}",
        f"nth = {figure['nth']}",
    ]
    lines += [f"before = {_toml(figure['before'])}"] if figure["before"] else []
    lines += ['drop = true  # or: set = { role = "budget" }', 'reason = ""']
    return Markup("{}").format("\n".join(lines))


def _toml(text: str) -> str:
    """A basic string of TOML."""
    plain = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in plain) + '"'
