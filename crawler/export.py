"""`corpus export`: a table or view to CSV, JSON Lines or Parquet. CSV cells that a spreadsheet would run as a formula are quoted."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from crawler.arguments import BadInput
from pipelines.schema import open_corpus

BATCH = 5_000
HIDDEN = ("folded",)  # columns that serve the machine only


def export(corpus_db: Path, table: str, target: Path) -> int:
    """Write to a file beside the target and rename it at the end: a broken export leaves no half file."""
    corpus = open_corpus(corpus_db)
    columns = columns_of(corpus, table)
    writers = {".csv": _csv, ".jsonl": _jsonl, ".parquet": _parquet}
    writer = writers.get(target.suffix.lower())
    if writer is None:
        raise BadInput(f"--to {target}: the name must end in {', '.join(writers)}")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        rows = writer(part, columns, _rows(corpus, table, columns))
        os.replace(part, target)
    except OSError as error:
        raise BadInput(f"--to {target}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
        corpus.close()
    print(f"{rows} rows of {table} in {target}")
    return 0


def columns_of(corpus: Database, table: str) -> list[str]:
    """Columns of a table or view. Raises BadInput for anything that is not one of the corpus's own."""
    names = [n for n in corpus.table_names() + corpus.view_names() if "_fts" not in n and not n.startswith(("_", "sqlite_"))]
    if table not in names:
        raise BadInput(f"--table {table}: none of {', '.join(sorted(names))}")
    rows = corpus.execute("SELECT name FROM pragma_table_xinfo(?)", [table]).fetchall()
    return [row[0] for row in rows if row[0] not in HIDDEN]


def _rows(corpus: Database, table: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    names = ", ".join(f'"{name}"' for name in columns)
    yield from corpus.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608 - checked against the schema by columns_of


def _csv(path: Path, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    n = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(columns)
        for row in rows:
            out.writerow([safe_cell(value) for value in row])
            n += 1
    return n


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, CSV injection)."""
    return "'" + value if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _jsonl(path: Path, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    n = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
            n += 1
    return n


def _parquet(path: Path, columns: list[str], rows: Iterator[tuple[Any, ...]]) -> int:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise BadInput("Parquet needs the extra `parquet` (pip install pyarrow)") from None
    everything = list(rows)
    pq.write_table(pa.table({name: [row[i] for row in everything] for i, name in enumerate(columns)}), path)
    return len(everything)
