"""Export: a table, a view or a search result to CSV, JSON Lines or Parquet, with datapackage.json and a citation beside it."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput
from crawler.export.columns import Column, columns_of
from crawler.export.datapackage import describe
from explorer.searching.cells import safe_cell
from explorer.searching.filters import Filters
from explorer.searching.finding import articles_sql
from explorer.searching.query import parse
from pipelines.corpus.schema import read_corpus

BATCH = 5_000  # rows in memory at once
NEEDS_PARQUET = "Parquet needs the extra `parquet` (pip install pyarrow)"
_PARQUET_TYPES = {"INTEGER": "int64", "INT": "int64", "REAL": "float64", "NUM": "float64"}


@dataclass(frozen=True, slots=True)
class Export:
    """What to write where. With `search` or filters only rows of matching articles; `bom` is for CSV in spreadsheets."""

    table: str
    target: Path
    search: str | None = None
    filters: Filters = field(default_factory=Filters)
    bom: bool = False
    exact: bool | None = None  # whether accents count in `search`; None: they do when any was typed


def export(corpus_db: Path, wanted: Export) -> int:
    """Write beside the target and rename at the end: a broken export leaves no half file. Raises BadInput."""
    writer = _WRITERS.get(wanted.target.suffix.lower())
    if writer is None:
        raise BadInput(f"--to {wanted.target}: the name must end in {', '.join(_WRITERS)}")
    corpus = read_corpus(corpus_db)
    part = wanted.target.with_name(wanted.target.name + ".part")
    try:
        columns = columns_of(corpus, wanted.table)
        sql, values = _query(columns, wanted)
        wanted.target.parent.mkdir(parents=True, exist_ok=True)
        rows = writer(part, columns, corpus.execute(sql, values), wanted.bom)
        os.replace(part, wanted.target)
        describe(corpus, wanted.target, wanted.table, columns, {"rows": rows, "sql": sql, **values})
    except OSError as error:
        raise BadInput(f"--to {wanted.target}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
        corpus.close()
    print(f"{rows} rows of {wanted.table} in {wanted.target}")
    return 0


def _query(columns: list[Column], wanted: Export) -> tuple[str, dict[str, Any]]:
    names = ", ".join(f'"{column.name}"' for column in columns)
    sql = f'SELECT {names} FROM "{wanted.table}"'  # noqa: S608 - checked against the schema by columns_of
    values: dict[str, Any] = {}
    if wanted.search is not None or wanted.filters.conditions():
        query = None if wanted.search is None else parse(wanted.search, wanted.exact)
        if query is not None and not query.groups:
            raise BadInput(f"--search {wanted.search!r}: no word in it")
        key = next((name for name in ("article", "id") if name in {column.name for column in columns}), None)
        if key is None or (key == "id" and wanted.table != "articles"):
            raise BadInput(f"--table {wanted.table}: has no articles to search or filter by")
        articles, values = articles_sql(query, wanted.filters)
        sql += f' WHERE "{key}" IN ({articles})'
    return sql, values


def _csv(path: Path, columns: list[Column], rows: Iterator[tuple[Any, ...]], bom: bool) -> int:
    n = 0
    with path.open("w", encoding="utf-8-sig" if bom else "utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.name for column in columns])
        for row in rows:
            out.writerow([safe_cell(value) for value in row])
            n += 1
    return n


def _jsonl(path: Path, columns: list[Column], rows: Iterator[tuple[Any, ...]], _: bool) -> int:
    n, names = 0, [column.name for column in columns]
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            n += 1
            file.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")
    return n


def write_parquet(path: Path, columns: list[Column], rows: Any, _: bool = False) -> int:
    """Write the rows of a cursor, compressed; returns how many. Raises BadInput without the extra `parquet`."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise BadInput(NEEDS_PARQUET) from None
    schema = pa.schema([(column.name, getattr(pa, _PARQUET_TYPES.get(column.type, "string"))()) for column in columns])
    n = 0
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        while batch := rows.fetchmany(BATCH):
            arrays = [pa.array([row[i] for row in batch], field.type) for i, field in enumerate(schema)]
            out.write_table(pa.Table.from_arrays(arrays, schema=schema))
            n += len(batch)
    return n


_WRITERS: dict[str, Callable[[Path, list[Column], Any, bool], int]] = {".csv": _csv, ".jsonl": _jsonl, ".parquet": write_parquet}
