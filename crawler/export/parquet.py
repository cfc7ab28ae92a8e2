"""Parquet: one file, or a folder of one file for each value of a column (Hive partitions), in row groups as DuckDB reads them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from crawler.arguments import BadInput
from crawler.export.arrow import GROUP_BYTES, GROUP_ROWS, batches, groups, schema_of
from crawler.export.formats import needed
from crawler.export.writing import Content, Layout, Written

MOST_PARTS = 400  # files open at once
NULL_PART = "__HIVE_DEFAULT_PARTITION__"  # what Hive, Arrow and DuckDB call the rows without a value


def write_parquet(path: Path, content: Content, layout: Layout) -> Written:
    """Write a file, or a folder when a partition is asked for. Raises BadInput, OddValueError, OSError."""
    pq = needed("pyarrow.parquet", ".parquet")
    schema, written = schema_of(content.columns, ".parquet"), Written()
    found = batches(content, schema, written.nullable)
    if layout.partition is not None:
        return _write_parts(path, found, schema, layout.partition, written)
    with pq.ParquetWriter(path, schema, compression="zstd") as out:
        for table in groups(found):
            out.write_table(table, row_group_size=GROUP_ROWS)
            written.rows += table.num_rows
    return written


class _Part:
    """The file of one value: record batches wait until they are a row group."""

    def __init__(self, path: Path, schema: Any) -> None:
        import pyarrow.parquet as pq

        path.parent.mkdir(parents=True)
        self.writer = pq.ParquetWriter(path, schema, compression="zstd")
        self.held: list[Any] = []
        self.rows = self.bytes = 0

    def add(self, batch: Any) -> None:
        self.held.append(batch)
        self.rows, self.bytes = self.rows + batch.num_rows, self.bytes + batch.nbytes
        if self.rows >= GROUP_ROWS:
            self.flush()

    def flush(self) -> None:
        import pyarrow as pa

        if self.held:
            self.writer.write_table(pa.Table.from_batches(self.held), row_group_size=GROUP_ROWS)
        self.held, self.rows, self.bytes = [], 0, 0

    def close(self) -> None:
        self.flush()
        self.writer.close()


def _write_parts(folder: Path, found: Iterator[Any], schema: Any, column: str, written: Written) -> Written:
    parts: dict[Any, _Part] = {}
    own = schema.remove(schema.get_field_index(column))
    with ExitStack() as stack:
        for batch in found:
            for value, rows in _by_value(batch, column):
                if value not in parts:
                    if len(parts) == MOST_PARTS:
                        raise BadInput(f"--partition {column}: has more than {MOST_PARTS} values")
                    written.files.append(_name(column, value))
                    parts[value] = _Part(folder / written.files[-1], own)
                    stack.callback(parts[value].close)
                parts[value].add(rows)
            if sum(part.bytes for part in parts.values()) > GROUP_BYTES:
                max(parts.values(), key=lambda part: part.bytes).flush()
            written.rows += batch.num_rows
    if not parts:
        written.files.append(_name(column, None))
        _Part(folder / written.files[-1], own).close()
    written.files.sort()
    return written


def _name(column: str, value: Any) -> Path:
    return Path(f"{column}={NULL_PART if value is None else quote(str(value), safe='')}", "part-0.parquet")


def _by_value(batch: Any, column: str) -> Iterator[tuple[Any, Any]]:
    """Each value of the column in a batch with the rows that have it, without the column itself: its value stands in the name."""
    import pyarrow.compute as pc

    values, rest = batch.column(column), batch.drop_columns([column])
    for value in values.unique():
        own = pc.is_null(values) if not value.is_valid else pc.equal(values, value)
        yield value.as_py(), rest.filter(own)
