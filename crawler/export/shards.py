"""Shards: what a corpus says of its articles as Parquet files, each of some articles and written by whatever process or machine is free.

They are cut when the corpus is whole: revisions, corrections and clusters are then decided, and the files of a table hold its very rows.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from crawler.arguments import BadInput
from crawler.export.columns import Column, columns_of
from crawler.export.formats import needed
from crawler.export.parquet import write_parquet
from crawler.export.writing import PLAIN, Content, rows_of
from pipelines.corpus.rows import VIEWED
from pipelines.corpus.schema import open_corpus
from pipelines.intake.spreading import Spread
from pipelines.values.sqlite import Database

TABLES = ("article_provinces", "provinces", "years", "amounts", "supports", "attachments", "revisions", "passages", "tables",
          "table_figures", "clusters", "addresses")  # fmt: skip # rows that belong to one article each, named in their column `article`
VIEWS = ("v_articles", "v_amounts", "v_amounts_sure", "v_supports", "v_support_reports", "v_table_figures")  # of one article each, too
SLICE = 500  # articles


class Slice(NamedTuple):
    """Some articles as a corpus of their own (the bytes of its file), and the columns of what is to be written of them by table."""

    corpus: bytes
    columns: dict[str, list[Column]]


def check_target(folder: Path) -> None:
    """Raises BadInput for a folder that is not new or empty (files of two corpora in one would be read as one), and without the extra
    `parquet`."""
    try:
        needed("pyarrow.parquet", ".parquet")
    except BadInput as lacking:
        raise BadInput(f"--shards: {lacking}") from None
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadInput(f"--shards {folder}: is there and not an empty folder")


def write_shards(corpus_db: Path, folder: Path, spread: Spread) -> int:
    """Write FOLDER/TABLE/00000.parquet and so on, one file a table and slice, and return how many slices. The folder appears when it is
    whole. Raises BadInput."""
    part = folder.with_name(folder.name + ".part")
    number = 0
    try:
        shutil.rmtree(part, ignore_errors=True)
        for table in ("articles", *TABLES, *VIEWS):
            (part / table).mkdir(parents=True)
        with closing(open_corpus(corpus_db)) as corpus:
            for number, files in enumerate(spread(shards_of, _slices(corpus)), 1):
                for table, file in files.items():
                    (part / table / f"{number - 1:05}.parquet").write_bytes(file)
        os.replace(part, folder)
    except OSError as error:
        raise BadInput(f"--shards {folder}: {error.strerror}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return number


def shards_of(some: Slice) -> dict[str, bytes]:
    """The Parquet file of each table of a slice; in any process. Raises BadInput without the extra `parquet`."""
    with TemporaryDirectory() as scratch:
        path, file = Path(scratch, "corpus.db"), Path(scratch, "shard.parquet")
        path.write_bytes(some.corpus)
        written = {}
        with closing(Database(path)) as corpus:
            for table, columns in some.columns.items():
                names = ", ".join(f'"{column.name}"' for column in columns)
                rows = rows_of(corpus.execute(f'SELECT {names} FROM "{table}"'))  # noqa: S608 - names of the schema's own
                write_parquet(file, Content(table, columns, rows, {}), PLAIN)
                written[table] = file.read_bytes()
        return written


def _slices(corpus: Database) -> Iterator[Slice]:
    columns = {table: columns_of(corpus, table, -1) for table in ("articles", *TABLES, *VIEWS)}
    corpus.execute("PRAGMA foreign_keys = OFF")  # sources and what stands for a cluster may be in no slice or another
    keys = [row[0] for row in corpus.execute("SELECT id FROM articles ORDER BY id")]
    with TemporaryDirectory() as scratch:
        template = Path(scratch, "empty.db")
        with closing(open_corpus(template)) as empty:
            empty.execute("PRAGMA journal_mode = DELETE")  # one file, whose bytes are all of it
        for start in range(0, max(len(keys), 1), SLICE):
            path = Path(scratch, f"{start}.db")  # a new one each time: SQLite may still hold the one before
            path.write_bytes(template.read_bytes())
            some = keys[start : start + SLICE]
            _fill(corpus, path, (some[0], some[-1]) if some else (0, -1))
            yield Slice(path.read_bytes(), columns)
            path.unlink()


def _fill(corpus: Database, path: Path, span: tuple[int, int]) -> None:
    """Copy the articles of a span of ids, and all that belongs to them, into an empty corpus."""
    corpus.execute("ATTACH ? AS part", [str(path)])
    try:
        with corpus.atomic():
            corpus.execute("INSERT INTO part._rules SELECT * FROM _rules")
            for shown in ("articles", *TABLES, "corrections"):
                table = VIEWED.get(shown, shown)
                names = ", ".join(f'"{column.name}"' for column in corpus.table(table).columns)  # without computed ones
                key = "id" if table == "articles" else "article"
                corpus.execute(
                    f"INSERT INTO part.{table} ({names}) SELECT {names} FROM {table} WHERE {key} BETWEEN ? AND ?",  # noqa: S608
                    list(span),
                )
    finally:
        corpus.execute("DETACH part")
