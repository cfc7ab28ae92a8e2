"""datapackage.json beside an export (Frictionless Data, Data Package v1): every column documented, licences, sources, version, query."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from crawler.export.columns import Column
from crawler.export.formats import format_of
from crawler.export.writing import Layout, Words, Written, words_of
from pipelines.corpus.reference import corpus_version, stamp
from pipelines.values.sqlite import Database

LICENCES = [
    {
        "name": "Apache-2.0",
        "path": "https://www.apache.org/licenses/LICENSE-2.0",
        "title": "Apache License 2.0, for the project's own work: the facts read from the texts, their rules, codes and descriptions",
    },
    {
        "name": "other-closed",
        "title": "Headlines, leads, texts, sentences and other words of articles belong to their publishers (see sources): quote them, "
        "with their address; do not publish them again",
    },
]


class Exported(NamedTuple):
    """An export to be described. `place` is where it stands now, `target` where it will."""

    place: Path
    target: Path
    table: str
    columns: list[Column]
    layout: Layout
    written: Written
    query: dict[str, Any]


def describe(corpus: Database, exported: Exported) -> str:
    """The text of datapackage.json: what the folder's says of other exports, and this one."""
    target, version = exported.target, corpus_version(corpus)
    package = _read(target.with_name("datapackage.json"))
    about = {"corpus": {"version": version, **stamp(corpus)}, "query": exported.query}
    others = _others(package, target)
    mine = [{**resource, **about} for resource in _named(_resources(corpus, exported), others)]
    package |= {
        "profile": "data-package",
        "name": "congthuong-corpus-export",
        "title": "Export of a Công Thương Corpus",
        "description": "Vietnamese industry and trade news with its provinces, years and amounts, each with the words it was read from.",
        "version": version,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "licenses": LICENCES,
        "contributors": [{"title": "Công Thương Corpus", "role": "author"}],
        "sources": _sources(corpus, package),
        "resources": sorted([*others, *mine], key=lambda r: str(r["path"])),
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _read(path: Path) -> dict[str, Any]:
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return package if isinstance(package, dict) else {}


def _others(package: dict[str, Any], target: Path) -> list[dict[str, Any]]:
    """Resources of other exports that are still there."""
    listed = package.get("resources")
    known = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return [
        each for each in known
        if Path(str(each.get("path"))).parts[:1] != (target.name,) and (target.parent / str(each.get("path"))).is_file()
    ]  # fmt: skip


def _named(mine: list[dict[str, Any]], others: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The resources with names that no other has, as the standard asks: amounts.csv may stand beside amounts.xlsx."""
    taken = {str(each.get("name")) for each in others}
    for resource in mine:
        name = resource["name"] if resource["name"] not in taken else f"{resource['name']}-{resource['format']}"
        places = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
        resource["name"] = next(place for place in places if place not in taken)
        taken.add(resource["name"])
    return mine


def _sources(corpus: Database, package: dict[str, Any]) -> list[dict[str, str]]:
    """The publishers of the articles, with the address of their first host; those of other exports are kept."""
    listed = package.get("sources")
    found = {str(each.get("title")): each for each in listed if isinstance(each, dict)} if isinstance(listed, list) else {}
    rows = corpus.execute(
        "SELECT s.title, s.hosts FROM sources s JOIN v_sources v ON v.source = s.name WHERE v.articles > 0 ORDER BY s.name"
    )
    for title, hosts in rows.fetchall():
        host = next(iter(re.split(r"[\s,]+", hosts.strip())), "")
        found[title] = {"title": title} | ({"path": f"https://{host}/"} if host else {})
    return list(found.values())


def _resources(corpus: Database, exported: Exported) -> list[dict[str, Any]]:
    words = words_of(corpus, exported.table)
    target = exported.target
    if not exported.written.files:
        return [_resource(exported, words, exported.place, target.name, target.stem)]
    parts = exported.written.files
    return [
        _resource(exported, words, exported.place / part, f"{target.name}/{part.as_posix()}", f"{target.stem} {part.parent.name}")
        for part in parts
    ]


def _resource(exported: Exported, words: dict[str | None, Words], file: Path, path: str, name: str) -> dict[str, Any]:
    suffix = exported.target.suffix.lower()
    resource: dict[str, Any] = {
        "name": re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "export",
        "path": path,
        "profile": "tabular-data-resource" if suffix == ".csv" else "data-resource",
        "mediatype": format_of(exported.target).media,
        "description": words.get(None, Words()).description,
    }
    with file.open("rb") as content:
        digest, size = hashlib.file_digest(content, "sha256").hexdigest(), file.stat().st_size
    if suffix == ".parquet":  # readers of Parquet count and hash no bytes, so that `hash` and `bytes` would be refused
        resource |= {"format": "parquet", "file": {"bytes": size, "sha256": digest}}
    else:
        resource |= {"format": suffix[1:], "bytes": size, "hash": "sha256:" + digest}
    if suffix == ".duckdb":
        about = "Tables of the corpus, those that `query` names; views as tables of their rows. Comments describe them and their columns."
        return resource | {"description": about}
    if suffix in (".csv", ".jsonl"):
        resource["encoding"] = "utf-8"
    if suffix == ".csv" and exported.layout.separator != ",":
        resource["dialect"] = {"delimiter": exported.layout.separator}
    if suffix == ".jsonl" and not exported.written.rows:
        resource["type"] = "file"  # without a line there is no table in it
    kept = [column for column in exported.columns if not (exported.written.files and column.name == exported.layout.partition)]
    return resource | {"schema": {"fields": [_field(column, words, exported) for column in kept], "missingValues": [""]}}


def _field(column: Column, words: dict[str | None, Words], exported: Exported) -> dict[str, Any]:
    suffix, kind = exported.target.suffix.lower(), column.type
    if suffix == ".parquet" and kind == "integer" and column.name in exported.written.nullable:
        kind = "number"  # frames hold whole numbers with gaps as floats
    elif suffix == ".xlsx" and column.is_key:
        kind = "string"
    description, unit, allowed = words.get(column.name, Words())
    field = {"name": column.name, "type": kind, "description": description}
    if kind == "number" and suffix == ".csv" and exported.layout.decimal != ".":
        field["decimalChar"] = exported.layout.decimal
    return field | ({"unit": unit} if unit else {}) | ({"allowed": allowed} if allowed else {})
