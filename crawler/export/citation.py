"""How an export is cited: NAME.citation.txt beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipelines.corpus.reference import corpus_version
from pipelines.values.sqlite import Database


def citation(corpus: Database, target: Path, table: str, query: dict[str, Any]) -> str:
    """How to cite the export: corpus version, date span, sources, query."""
    row = next(corpus.query("SELECT * FROM v_corpus"))
    sources = corpus.execute("SELECT source, title, articles FROM v_sources WHERE articles > 0 ORDER BY articles DESC, source").fetchall()
    version = corpus_version(corpus)
    span = f"{row['first_published']} to {row['last_published']}"
    values = ", ".join(f":{name} = {value!r}" for name, value in query.items() if name not in ("rows", "sql"))
    lines = [
        f"Công Thương Corpus, version {version}. {row['articles']} articles published {span} ({row['undated']} undated),",
        f"from {len(sources)} sources; read by congthuong-corpus {row['code_version']}, schema {row['schema_version']}.",
        f"File {target.name}: {query['rows']} rows of {table}.",
        f"Query: {query['sql']}" + (f" with {values}" if values else ""),
        f"Corrections by researchers in force: {row['corrections']}.",
        "The texts and sentences in it belong to their publishers: quote them, with their address.",
        "",
        "Sources (articles):",
        *(f"  {title} [{name}] ({count})" for name, title, count in sources),
        "",
        "@misc{congthuong-corpus,",
        "  title = {Công Thương Corpus: Vietnamese industry and trade news with traceable figures},",
        f"  version = {{{version}}},",
        f"  note = {{{row['articles']} articles, {span}; {table}, {query['rows']} rows}}",
        "}",
    ]
    return "\n".join(lines) + "\n"
