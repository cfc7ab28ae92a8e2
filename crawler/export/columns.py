"""Columns of what is exported: those of the corpus's own tables and views, with their types."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.arguments import BadInput
from pipelines.corpus.codebook import documented
from pipelines.values.sqlite import Database


@dataclass(frozen=True, slots=True)
class Column:
    """A column as exported. `type` is SQLite's, or what the values show for a computed column of a view."""

    name: str
    type: str


def columns_of(corpus: Database, table: str) -> list[Column]:
    """Columns of a table or view. Raises BadInput for anything that is not one of the corpus's own."""
    names = documented(corpus)
    if table not in names:
        raise BadInput(f"--table {table}: none of {', '.join(sorted(names))}")
    rows = corpus.execute("SELECT name, type FROM pragma_table_xinfo(?)", [table]).fetchall()
    return [Column(name, kind or _seen_type(corpus, table, name)) for name, kind in rows]


def _seen_type(corpus: Database, table: str, column: str) -> str:
    """Type of a computed column, from its first values."""
    kinds = corpus.execute(
        f'SELECT DISTINCT typeof("{column}") FROM (SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL LIMIT 200)'  # noqa: S608
    ).fetchall()
    found = {kind[0] for kind in kinds}
    return "INTEGER" if found == {"integer"} else "REAL" if found and found <= {"integer", "real"} else "TEXT"
