"""Reference content of corpus.db: views, province units, codebook and version stamps. Rewritten whenever the code behind it changed."""

from __future__ import annotations

import hashlib
import sqlite3
import tomllib
from functools import cache
from typing import Any

from sqlite_utils import Database

from pipelines.corpus.codebook import codebook_rows
from pipelines.corpus.views import VIEWS
from pipelines.facts.provinces.units import MERGED_ON, ProvinceUnit, province_units
from pipelines.values.paths import DATA


@cache
def code_version() -> str:
    """Version of the project and a digest of everything that decides how a page is read, such as "0.1.0+1a2b3c4d"."""
    project = tomllib.loads((DATA.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest = hashlib.sha256()
    kinds = (".csv", ".tsv", ".txt", ".toml", ".json")
    knowledge = [path for path in DATA.glob("*/*") if path.parent.name != "sources" and path.suffix in kinds]
    for path in sorted([*(DATA.parent / "pipelines").rglob("*.py"), *knowledge]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{project['version']}+{digest.hexdigest()[:8]}"


def refresh(corpus: Database) -> None:
    """Bring views, province units and codebook of an open corpus up to date; nothing is written when they are."""
    if corpus.execute("SELECT value FROM corpus_info WHERE key = 'code_version'").fetchone() == (code_version(),):
        return
    with corpus.atomic():
        corpus.execute("DELETE FROM corpus_info")  # a write first: another process that does the same waits here
        _views(corpus)
        _provinces(corpus)
        _rewrite(corpus, "codebook", codebook_rows(corpus))
        schema = corpus.execute("SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'corpus'").fetchone()[0]
        stamps = {"code_version": code_version(), "schema_version": str(schema), "merged_on": MERGED_ON}
        corpus.conn.executemany("INSERT INTO corpus_info (key, value) VALUES (?, ?)", list(stamps.items()))


def _views(corpus: Database) -> None:
    for name in reversed([name for name in corpus.view_names() if name.startswith("v_")]):
        corpus.execute(f'DROP VIEW "{name}"')
    tables = set(corpus.table_names())
    for name, (needs, sql) in VIEWS.items():
        if needs <= tables:
            corpus.execute(f"CREATE VIEW {name} AS {sql}")


def _provinces(corpus: Database) -> None:
    units = province_units()
    _rewrite(corpus, "province_units", [
        (u.slug, u.name, u.full_name, u.kind, u.gso_code, u.name_now, u.code_now, u.valid_from, u.valid_to) for u in units
    ])  # fmt: skip
    names: dict[str, tuple[Any, ...]] = {}
    for unit in units:  # the 63 units of June 2025 come first, so that a name used twice means the latest unit before the merger
        names.setdefault(unit.name, (unit.name, unit.slug, unit.full_name, unit.gso_code, unit.name_now, unit.code_now, _standing(unit)))
    _rewrite(corpus, "province_names", list(names.values()))


def _standing(unit: ProvinceUnit) -> str:
    """What became of the unit of June 2025: same, enlarged, merged, renamed; former: gone before 2025."""
    if unit.slug.startswith("x-"):
        return "former"
    if unit.slug in ("hue", "thua-thien-hue"):
        return "same" if unit.slug == "hue" else "renamed"
    if unit.valid_to is None:
        return "same"
    return "enlarged" if unit.name == unit.name_now else "merged"


def _rewrite(corpus: Database, table: str, rows: list[tuple[Any, ...]]) -> None:
    corpus.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
    marks = ", ".join("?" * len(rows[0]))
    corpus.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def stamp(corpus: Database) -> dict[str, str]:
    """Stamps of an open corpus: code_version, schema_version, merged_on."""
    return dict(corpus.execute("SELECT key, value FROM corpus_info").fetchall())


def corpus_version(corpus: Database | sqlite3.Connection) -> str:
    """A name for exactly this content: day of the last fetch and a digest of every article's id and content."""
    digest = hashlib.sha256()
    for row in corpus.execute("SELECT id, content_sha, code_version FROM articles ORDER BY id"):
        digest.update(repr(row).encode())
    day = corpus.execute("SELECT coalesce(substr(max(fetched_at), 1, 10), 'undated') FROM articles").fetchone()[0]
    return f"{day}-{digest.hexdigest()[:8]}"
