"""Export: a table, a view or a search result to a file of any format, with datapackage.json and a citation beside it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput
from crawler.export.citation import citation
from crawler.export.columns import Column, OddValueError, article_key, columns_of, rows_sql, widened
from crawler.export.datapackage import Exported, describe
from crawler.export.duck import Chosen, write_duckdb
from crawler.export.formats import format_of
from crawler.export.lines import write_csv, write_jsonl
from crawler.export.parquet import write_parquet
from crawler.export.placing import beside, write_whole
from crawler.export.workbook import write_xlsx
from crawler.export.writing import PLAIN, Content, Layout, Written, rows_of, source_of, words_of
from explorer.searching.filters import Filters
from explorer.searching.finding import articles_sql
from explorer.searching.query import parse
from pipelines.corpus.schema import read_corpus
from pipelines.values.sqlite import Database

WHOLE = "corpus"  # what a DuckDB file holds, in place of one table
_WRITERS: dict[str, Callable[[Path, Content, Layout], Written]] = {
    ".csv": write_csv, ".jsonl": write_jsonl, ".parquet": write_parquet, ".xlsx": write_xlsx,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Export:
    """What to write where. With `search` or filters only rows of matching articles. `table` None: articles, or the whole corpus where
    the format holds it."""

    table: str | None
    target: Path
    search: str | None = None
    filters: Filters = field(default_factory=Filters)
    layout: Layout = PLAIN
    exact: bool | None = None  # whether accents count in `search`; None: they do when any was typed


def export(corpus_db: Path, wanted: Export) -> int:
    """Write beside the target and rename at the end: a broken export leaves no half file. Raises BadInput."""
    suffix = format_of(wanted.target).suffix
    _check(wanted, suffix)
    with closing(read_corpus(corpus_db)) as corpus:
        written = _whole(corpus, wanted) if suffix == ".duckdb" else _table(corpus, wanted, suffix)
    told = wanted.table or (WHOLE if suffix == ".duckdb" else "articles")
    print(f"{written.rows} rows of {told} in {wanted.target}" + (f" ({written.note})" if written.note else ""))
    return 0


def _check(wanted: Export, suffix: str) -> None:
    """Raises BadInput for what the format has no place for."""
    layout = wanted.layout
    for option, given, only in (
        ("--separator", layout.separator != ",", ".csv"),
        ("--bom", layout.bom, ".csv"),
        ("--partition", layout.partition is not None, ".parquet"),
    ):
        if given and suffix != only:
            raise BadInput(f"{option}: only for {only}, not for {wanted.target.name}")


def _table(corpus: Database, wanted: Export, suffix: str) -> Written:
    table = wanted.table or "articles"
    columns = columns_of(corpus, table)
    partition = wanted.layout.partition
    if partition is not None and partition not in {column.name for column in columns}:
        raise BadInput(f"--partition {partition}: {table} has no such column")
    sql, values = _query(columns, table, wanted)
    while True:
        try:
            with beside(wanted.target) as part:
                source = None if values else source_of(corpus, sql)
                content = Content(table, columns, rows_of(corpus.execute(sql, values)), words_of(corpus, table), source)
                written = _WRITERS[suffix](part, content, wanted.layout)
                query = {"rows": written.rows, "sql": sql, **values}
                described = describe(corpus, Exported(part, wanted.target, table, columns, wanted.layout, written, query))
            _write_beside(wanted.target, described, citation(corpus, wanted.target, table, query))
            return written
        except OddValueError as odd:
            columns = widened(corpus, table, columns, odd.column)


def _whole(corpus: Database, wanted: Export) -> Written:
    chosen = Chosen(wanted.table, *_matching(wanted))
    told = wanted.table or WHOLE
    with beside(wanted.target) as part:
        written = write_duckdb(part, corpus, chosen)
        query = {"rows": written.rows, "sql": chosen.told, **chosen.values}
        described = describe(corpus, Exported(part, wanted.target, told, [], wanted.layout, written, query))
    _write_beside(wanted.target, described, citation(corpus, wanted.target, told, query))
    return written


def _write_beside(target: Path, described: str, cited: str) -> None:
    try:
        write_whole(target.with_name("datapackage.json"), described)
        write_whole(target.with_name(target.name + ".citation.txt"), cited)
    except OSError as error:
        raise BadInput(f"--to {target}: written, but not what describes it: {error.strerror or error}") from None


def _query(columns: list[Column], table: str, wanted: Export) -> tuple[str, dict[str, Any]]:
    articles, values = _matching(wanted)
    key = article_key(table, columns)
    if articles and key is None:
        raise BadInput(f"--table {table}: has no articles to search or filter by")
    return rows_sql(table, columns, articles and key, articles), values


def _matching(wanted: Export) -> tuple[str, dict[str, Any]]:
    """A SELECT of the ids of the articles that are wanted, and what it binds; "" for all."""
    query = None if wanted.search is None else parse(wanted.search, wanted.exact)
    if query is not None and not (query.groups or query.without):
        raise BadInput(f"--search {wanted.search!r}: no word in it")
    return articles_sql(query, wanted.filters) if query or wanted.filters.conditions() else ("", {})
