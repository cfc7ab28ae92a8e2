"""The explorer: Datasette on one corpus, read-only, on loopback. Knows the database only, none of the project's other code."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from explorer import plugin
from explorer.certainty import levels_of
from explorer.database import DATABASE, PLUGIN, CorpusDatabase
from explorer.guarding.access import Doors
from explorer.guarding.limits import bound_heap
from explorer.questions import questions

HERE = Path(__file__).parent
SETTINGS = {
    "sql_time_limit_ms": 5_000,
    "facet_time_limit_ms": 1_500,
    "max_returned_rows": 1_000,
    "num_sql_threads": 8,  # one heavy question runs, others wait their turn, light ones still find a thread
    "suggest_facets": False,  # a scan of every column at each visit; the useful facets are named below
    "truncate_cells_html": 300,
    "default_page_size": 50,
    "allow_download": False,
    "default_cache_ttl": 0,
}
FACETS = {
    "v_articles": ["source", "province_now", "year"],
    "v_amounts": ["role", "province_now", "year", "approx", "kind"],
    "v_supports": ["province_now", "year", "fund"],
    "v_support_by_province_year": ["province_now", "year"],
    "v_coverage": ["source", "state"],
    "v_sources": ["verdict", "kind"],
}
MOST_FACETED = 200_000  # figures of a corpus; each facet reads all of them anew, a second a million
DEAR = ("v_amounts", "v_supports")
SEARCHED = {"v_articles": "article", "v_amounts": "article", "articles": "id"}
HIDDEN = ("articles_folded", "sketches", "sqlite_stat1")  # beside all whose name begins with _


def datasette_of(corpus_db: Path, doors: Doors = Doors()) -> Datasette:  # noqa: B008 - frozen
    """A Datasette application for a corpus, named "corpus" whatever its file is called. Raises sqlite3.Error for a broken file."""
    if not pm.is_registered(plugin):
        pm.register(plugin, PLUGIN)
        pm.unregister(name="datasette.handle_exception")  # prints the variables of every frame; errors.py tells instead
    app = Datasette([], metadata=metadata(corpus_db), template_dir=str(HERE / "templates"), settings=SETTINGS,
                    static_mounts=[("-/explorer", str(HERE / "static"))])  # fmt: skip
    app.doors = doors
    app.add_database(CorpusDatabase(app, path=str(corpus_db), is_mutable=_can_change(corpus_db)), name=DATABASE)
    app.remove_database("_memory")
    return app


def metadata(corpus_db: Path) -> dict[str, Any]:
    """Titles, descriptions of tables and columns (from the table `codebook`), facets, search, questions, and what is sure."""
    how = "mode=ro" if _can_change(corpus_db) else "mode=ro&immutable=1"
    corpus = sqlite3.connect(f"file:{corpus_db}?{how}", uri=True)
    try:
        levels = levels_of(corpus)
        sources = dict(corpus.execute("SELECT name, title FROM sources").fetchall())
        (figures,) = corpus.execute("SELECT amounts FROM v_corpus").fetchone()
        own = corpus.execute(r"SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name LIKE '\_%' ESCAPE '\'").fetchall()
        places = dict(corpus.execute("SELECT name, slug FROM province_names").fetchall())
        book = corpus.execute('SELECT "table", "column", description, unit FROM codebook ORDER BY place').fetchall()
    finally:
        corpus.close()
    tables: dict[str, dict[str, Any]] = {name: {"hidden": True} for name in (*HIDDEN, *(name for (name,) in own))}
    for table, column, description, unit in book:
        if column is None:
            dear = table in DEAR and figures > MOST_FACETED
            facets = {"facets": FACETS[table]} if table in FACETS and not dear else {}
            found = {"fts_table": "articles_fts", "fts_pk": SEARCHED[table]} if table in SEARCHED else {}
            tables[table] = tables.get(table, {}) | {"description": description, "columns": {}} | facets | found
        else:
            tables[table]["columns"][column] = description + (f" ({unit})" if unit else "")
    queries = {
        q.name: {"title": f"{q.heading('en')} / {q.title_vi}", "description": q.title, "sql": q.sql, "hide_sql": True} for q in questions()
    }
    return {
        "title": "Công Thương Corpus",
        "databases": {DATABASE: {"tables": tables, "queries": queries}},
        "plugins": {PLUGIN: {"levels": levels, "sources": sources, "places": places}},
    }


def _can_change(corpus_db: Path) -> bool:
    """Whether somebody may write while it is shown; on a read-only medium SQLite can make no files beside it."""
    return os.access(corpus_db, os.W_OK) and os.access(corpus_db.parent, os.W_OK)


def serve(corpus_db: Path, host: str, port: int, doors: Doors) -> None:
    """Serve until interrupted."""
    app = datasette_of(corpus_db, doors)
    with closing(sqlite3.connect(":memory:")) as any_connection:
        bound_heap(any_connection)
    uvicorn.run(app.app(), host=host, port=port, log_level="warning", lifespan="on", server_header=False, proxy_headers=False)
