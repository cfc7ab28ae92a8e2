"""Reference content of corpus.db: views, province units, codebook and version stamps. Rewritten whenever the code behind it changed."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from pipelines.corpus.codebook import codebook_rows
from pipelines.corpus.rows import DOUBTFUL, SURE, VIEWED
from pipelines.corpus.stamps import current_stamps, is_current
from pipelines.corpus.views import KEPT, NOW, kept_views, views
from pipelines.facts.provinces.registry import MERGED_ON, ProvinceUnit, province_units
from pipelines.values.sqlite import Database

_TYPES = ("TEXT", "INTEGER", "REAL")  # any other would change a number that is kept


def refresh(corpus: Database) -> None:
    """Bring views, province units, codebook and stamps of an open corpus up to date; nothing is written when they are."""
    if is_current(corpus):
        return
    stamps = current_stamps()
    with corpus.atomic():
        corpus.execute("DELETE FROM corpus_info")  # a write first: another process that does the same waits here
        corpus.execute("DELETE FROM _counted")  # other views may add up otherwise
        write_views(corpus)
        _provinces(corpus)
        _rewrite(corpus, "codebook", codebook_rows(corpus))
        schema = corpus.execute("SELECT count(*) FROM _sqlite_migrations WHERE migration_set = 'corpus'").fetchone()[0]
        stamps |= {"schema_version": str(schema), "merged_on": MERGED_ON, "sure_from": str(SURE), "doubtful_from": str(DOUBTFUL)}
        corpus.conn.executemany("INSERT INTO corpus_info (key, value) VALUES (?, ?)", list(stamps.items()))


class _ProvinceName(NamedTuple):
    """A row of the table `province_names`."""

    name: str
    slug: str
    full_name: str
    code_before: str | None
    name_now: str | None
    code_now: str | None
    standing: str

    @classmethod
    def of(cls, unit: ProvinceUnit) -> _ProvinceName:
        return cls(unit.name, unit.slug, unit.full_name, unit.gso_code, unit.name_now, unit.code_now, _standing(unit))


def write_views(corpus: Database) -> None:
    """Make every view anew whose tables are there, and the empty tables of those whose rows are kept."""
    for name in reversed([name for name in corpus.view_names() if name.startswith(("v_", NOW)) or name in VIEWED]):
        corpus.execute(f'DROP VIEW "{name}"')
    for name in [name for name in corpus.table_names() if name.startswith(KEPT)]:
        corpus.execute(f'DROP TABLE "{name}"')
    tables = set(corpus.table_names())
    for view in views():
        if view.needs <= tables:
            corpus.execute(f"CREATE VIEW {view.now if view.kept else view.name} AS {view.sql}")
    for view in kept_views():
        if view.needs <= tables:
            told = corpus.execute("SELECT name, type FROM pragma_table_info(?)", [view.now]).fetchall()
            whole = {name for name, _ in told if f"AS INTEGER) AS {name}," in view.sql}  # compared as numbers, yet told as of no type
            columns = [f'"{name}" {"INTEGER" if name in whole else kind if kind in _TYPES else ""}' for name, kind in told]
            corpus.execute(f"CREATE TABLE {view.table} ({', '.join(columns)})")
            corpus.execute(f"CREATE VIEW {view.name} AS {view.shown}")


def _provinces(corpus: Database) -> None:
    units = province_units()
    _rewrite(corpus, "province_units", [
        (u.slug, u.name, u.full_name, u.kind, u.gso_code, u.name_now, u.code_now, u.valid_from, u.valid_to) for u in units
    ])  # fmt: skip
    names: dict[str, _ProvinceName] = {}
    for unit in units:  # the 63 units of June 2025 come first, so that a name used twice means the latest unit before the merger
        names.setdefault(unit.name, _ProvinceName.of(unit))
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


def _rewrite(corpus: Database, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    corpus.execute(f"DELETE FROM {table}")  # noqa: S608 - names from above
    marks = ", ".join("?" * len(rows[0]))
    corpus.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def corpus_version(corpus: Database | sqlite3.Connection) -> str:
    """A name for exactly this content: day of the last fetch and a digest of every article's id and content."""
    digest = hashlib.sha256()
    for row in corpus.execute("SELECT id, content_sha, code_version FROM articles ORDER BY id"):
        digest.update(repr(row).encode())
    day = corpus.execute("SELECT coalesce(substr(max(fetched_at), 1, 10), 'undated') FROM articles").fetchone()[0]
    return f"{day}-{digest.hexdigest()[:8]}"
