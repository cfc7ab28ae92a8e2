"""Formats of an export: how a name must end, what it is for, an example, and the extra it needs."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from crawler.arguments import BadInput


class Format(NamedTuple):
    """A format. `media` is its media type, `extra` the optional dependencies of pyproject.toml without which it cannot be written."""

    suffix: str
    about: str
    example: str
    media: str
    extra: str | None = None


FORMATS = {
    each.suffix: each
    for each in (
        Format(
            ".csv",
            "a table for any tool; for Vietnamese Excel with ; and decimal commas",
            "--table v_amounts --to amounts.csv --separator ';' --bom",
            "text/csv",
        ),
        Format(".jsonl", "one JSON object a line, as stored", "--search 'khuyến công' --to articles.jsonl", "application/x-ndjson"),
        Format(
            ".parquet",
            "typed columns for pandas, polars, R, DuckDB",
            "--table v_amounts --partition year --to amounts.parquet",
            "application/vnd.apache.parquet",
            "parquet",
        ),
        Format(
            ".xlsx",
            "a workbook with the meaning of every column",
            "--table v_supports --province 'Lạng Sơn' --to supports.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "excel",
        ),
        Format(".duckdb", "the whole corpus with its views, for DuckDB", "--to corpus.duckdb", "application/vnd.duckdb", "duckdb"),
    )
}


def format_of(target: Path) -> Format:
    """The format a name asks for. Raises BadInput."""
    found = FORMATS.get(target.suffix.lower())
    if found is None:
        raise BadInput(f"--to {target}: the name must end in {', '.join(FORMATS)}")
    return found


def examples() -> str:
    """Every format with one example, for --help."""
    lines = ["formats, each with one example:"]
    for each in FORMATS.values():
        lines += [f"  {each.suffix:9} {each.about}" + (f" (extra `{each.extra}`)" if each.extra else "")]
        lines += [f"            corpus export {each.example}"]
    return "\n".join(lines)


def needed(module: str, suffix: str) -> ModuleType:
    """A module of the extra that a format needs. Raises BadInput naming the extra."""
    try:
        return import_module(module)
    except ImportError:
        extra = FORMATS[suffix].extra
        raise BadInput(f"{suffix} needs the extra `{extra}`: pip install 'congthuong-corpus[{extra}]' or {module.split('.')[0]}") from None
