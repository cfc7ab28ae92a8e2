"""What stands beside an export: datapackage.json (Frictionless Data) with every column documented, and a citation."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from crawler.export.columns import Column
from pipelines.corpus.reference import corpus_version, stamp
from pipelines.values.sqlite import Database

_TYPES = {"INTEGER": "integer", "INT": "integer", "REAL": "number", "NUM": "number"}
_MEDIA = {".csv": "text/csv", ".jsonl": "application/x-ndjson", ".parquet": "application/vnd.apache.parquet"}


def describe(corpus: Database, target: Path, table: str, columns: list[Column], query: dict[str, Any]) -> None:
    """Add the exported file to datapackage.json in its folder and write NAME.citation.txt. `query` holds rows, sql and bound values."""
    version = corpus_version(corpus)
    package_path = target.with_name("datapackage.json")
    package = _read(package_path)
    resource = _resource(corpus, target, table, columns) | {"corpus": {"version": version, **stamp(corpus)}, "query": query}
    others = [r for r in package.get("resources", []) if r.get("path") != target.name and (target.parent / str(r.get("path"))).exists()]
    package |= {
        "profile": "data-package",
        "name": "congthuong-corpus-export",
        "title": "Export of a Công Thương Corpus",
        "resources": sorted([*others, resource], key=lambda r: str(r["path"])),
    }
    package_path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    target.with_name(target.name + ".citation.txt").write_text(citation(corpus, target, table, query), encoding="utf-8")


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


def _read(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return package if isinstance(package, dict) else {}


def _resource(corpus: Database, target: Path, table: str, columns: list[Column]) -> dict[str, Any]:
    book = {row[0]: row[1:] for row in corpus.execute(
        'SELECT "column", description, unit, allowed FROM codebook WHERE "table" = ?', [table]
    ).fetchall()}  # fmt: skip
    raw = target.read_bytes()
    fields = []
    for column in columns:
        description, unit, allowed = book.get(column.name) or ("", None, None)
        field = {"name": column.name, "type": _TYPES.get(column.type, "string"), "description": description}
        fields.append(field | ({"unit": unit} if unit else {}) | ({"allowed": allowed} if allowed else {}))
    resource = {
        "name": target.stem.lower().replace(" ", "-"),
        "path": target.name,
        "profile": "tabular-data-resource" if target.suffix.lower() == ".csv" else "data-resource",
        "mediatype": _MEDIA[target.suffix.lower()],
        "description": (book.get(None) or ("",))[0],
        "bytes": len(raw),
        "hash": "sha256:" + hashlib.sha256(raw).hexdigest(),
        "schema": {"fields": fields, "missingValues": [""]},
    }
    if target.suffix.lower() != ".parquet":
        resource |= {"format": target.suffix.lower()[1:], "encoding": "utf-8"}
    return resource
