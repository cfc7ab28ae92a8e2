"""Rows as Arrow record batches, gathered into groups of a bounded size: what Parquet and DuckDB are written from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crawler.export.columns import Column, OddValueError, check
from crawler.export.driver import connected, driven
from crawler.export.formats import needed
from crawler.export.writing import Content

GROUP_ROWS = 122_880  # a row group of DuckDB: what it reads on one core at a time
GROUP_BYTES = 64_000_000  # of long texts a group has fewer rows: memory stays flat
_TYPES = {"integer": "int64", "number": "float64", "string": "string"}


def schema_of(columns: list[Column], suffix: str) -> Any:
    """The Arrow schema. Raises BadInput where pyarrow is not installed."""
    pa = needed("pyarrow", suffix)
    return pa.schema([(column.name, getattr(pa, _TYPES[column.type])()) for column in columns])


def batches(content: Content, schema: Any, nullable: set[str]) -> Iterator[Any]:
    """The rows as record batches; names of columns with an empty value are added to `nullable`. Raises OddValueError."""
    connection = connected(content.source)
    if connection is not None and content.source is not None:
        found = driven(connection, content.source, content.columns)
    else:
        found = _converted(content, schema)
    for batch in found:
        nullable.update(name for name, array in zip(schema.names, batch.columns, strict=True) if array.null_count)
        yield batch


def _converted(content: Content, schema: Any) -> Iterator[Any]:
    import pyarrow as pa

    for rows in content.rows:
        check(rows, content.columns)  # Arrow cuts 2.5 to 2 without a word
        arrays = [_array(pa, values, field) for values, field in zip(zip(*rows, strict=True), schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def groups(found: Iterator[Any]) -> Iterator[Any]:
    """Record batches gathered into tables of up to GROUP_ROWS rows and about GROUP_BYTES bytes."""
    import pyarrow as pa

    held: list[Any] = []
    rows = size = 0
    for batch in found:
        while rows + batch.num_rows >= GROUP_ROWS:
            held.append(batch.slice(0, GROUP_ROWS - rows))
            batch = batch.slice(GROUP_ROWS - rows)
            yield pa.Table.from_batches(held)
            held, rows, size = [], 0, 0
        if batch.num_rows:
            held.append(batch)
            rows, size = rows + batch.num_rows, size + batch.nbytes
        if size >= GROUP_BYTES:
            yield pa.Table.from_batches(held)
            held, rows, size = [], 0, 0
    if held:
        yield pa.Table.from_batches(held)


def _array(pa: Any, values: tuple[Any, ...], field: Any) -> Any:
    try:
        return pa.array(values, field.type)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        raise OddValueError(field.name) from None
