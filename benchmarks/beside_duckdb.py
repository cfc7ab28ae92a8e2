"""Five questions over a whole corpus, asked of SQLite and of its export to DuckDB: the same rows, and how long each takes.

python -m benchmarks.beside_duckdb [--figures N] [--folder DIR]
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.exports import generate

_FIRST = "NULLS FIRST"  # told to both: left alone, SQLite puts them first and DuckDB last
QUESTIONS = {
    "figures of every role": f"""SELECT role, count(*), count(CASE WHEN certainty = 'sure' THEN 1 END), max(vnd_max) FROM amounts
        WHERE kind = 'money' AND unit = 'VND' GROUP BY role ORDER BY role {_FIRST}""",
    "support by province and year": f"""SELECT province, year_from, sum(vnd_min), count(*) FROM amounts
        WHERE kind = 'money' AND role = 'support' AND unit = 'VND' AND per IS NULL AND planned = 0
        GROUP BY 1, 2 ORDER BY 1 {_FIRST}, 2 {_FIRST}""",
    "articles by month": f"SELECT substr(published, 1, 7), count(*) FROM articles GROUP BY 1 ORDER BY 1 {_FIRST}",
    "the 50 largest investments": """SELECT a.title, m.province, m.year_from, m.vnd_min, m.sentence
        FROM amounts m JOIN articles a ON a.id = m.article WHERE m.kind = 'money' AND m.role = 'investment' AND m.unit = 'VND'
        ORDER BY m.vnd_min DESC, a.id, m.start LIMIT 50""",
    "figures by what linked them": f"""SELECT link_rule, year_from, certainty, count(*) FROM amounts
        GROUP BY 1, 2, 3 ORDER BY 1 {_FIRST}, 2 {_FIRST}, 3 {_FIRST}""",
}


def main(arguments: list[str]) -> int:
    """Generate and export when needed, then ask; 1 when the answers differ."""
    import duckdb

    from crawler.export.export import Export, export

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--figures", type=int, default=2_000_000)
    parser.add_argument("--folder", type=Path, default=Path("data/benchmarks/exports"))
    given = parser.parse_args(arguments)
    given.folder.mkdir(parents=True, exist_ok=True)
    corpus_db = given.folder / f"generated-{given.figures}.db"
    target = corpus_db.with_suffix(".duckdb")
    if not corpus_db.exists():
        generate(corpus_db, given.figures)
    if not target.exists():
        export(corpus_db, Export(None, target))
    different = 0
    with closing(sqlite3.connect(corpus_db)) as here, duckdb.connect(str(target), read_only=True) as there:
        for told, sql in QUESTIONS.items():
            rows, took = _asked(here.execute, sql)
            others, other_took = _asked(there.execute, sql)
            different += rows != others
            verdict = "the same rows" if rows == others else "DIFFERENT ROWS"
            print(f"{told:30} SQLite {took * 1000:7.0f} ms   DuckDB {other_took * 1000:6.0f} ms   {verdict}")
    return int(different > 0)


def _asked(execute: Callable[[str], Any], sql: str) -> tuple[list[tuple[Any, ...]], float]:
    """The rows and the best time of three."""
    took: list[float] = []
    rows: list[tuple[Any, ...]] = []
    for _ in range(3):
        began = time.perf_counter()
        rows = execute(sql).fetchall()
        took.append(time.perf_counter() - began)
    return rows, min(took)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
