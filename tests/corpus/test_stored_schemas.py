"""Stored schemas: every schema either database ever had (schemas/, one file each, in their order) opens with its rows as a new one does,
or is refused in one line that says what to do."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.cli import main
from pipelines.archive.pages import all_pages
from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.values.errors import DatabaseError
from tests.corpus.test_schema import ARTICLE

SCHEMAS = Path(__file__).parent / "schemas"
CORPORA = sorted(path.stem for path in SCHEMAS.glob("corpus-*.sql"))
ARCHIVES = sorted(path.stem for path in SCHEMAS.glob("pages-*.sql"))
NO_MONTH, COMPUTED = ("corpus-02", "corpus-03", "corpus-04"), ("corpus-08",)  # later steps build on it; certainty was no column to write
REFUSED = frozenset((*NO_MONTH, *COMPUTED))
PAGE = """INSERT INTO pages (key, url, source, status, headers, hints, sha)
    VALUES ('x.vn/a', 'https://x.vn/a', 's', 200, '{}', '{}', 'b')"""


def stored(name: str, folder: Path, *rows: str) -> Path:
    path = folder / "old.db"
    with closing(sqlite3.connect(path)) as db:
        db.executescript((SCHEMAS / f"{name}.sql").read_text(encoding="utf-8"))
        for row in rows:
            db.execute(row)
        db.commit()
    return path


def shape(db: Database) -> dict[str, object]:
    """Columns of the tables in any order, and the words of indexes and triggers."""
    own = "sql NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%' AND name NOT LIKE '_fts_%'"
    tables = [row[0] for row in db.execute(f"SELECT name FROM sqlite_master WHERE type = 'table' AND {own}")]
    columns = {name: sorted(db.execute(f'SELECT name, type, "notnull", pk, hidden FROM pragma_table_xinfo({name!r})')) for name in tables}
    rest = db.execute(f"SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND {own}").fetchall()
    return {**columns, **{name: " ".join(sql.split()) for name, sql in rest}}


def test_there_is_a_schema_of_every_step() -> None:
    assert len(CORPORA) >= 17
    assert len(ARCHIVES) >= 8


@pytest.mark.parametrize("name", [name for name in CORPORA if name not in REFUSED])
def test_a_corpus_of_any_version_opens_as_a_new_one(name: str, tmp_path: Path) -> None:
    old = open_corpus(stored(name, tmp_path, ARTICLE))
    assert shape(old) == shape(open_corpus(tmp_path / "new.db"))
    assert old.execute("SELECT url, document FROM articles").fetchall() == [("https://x.vn/7", None)]
    assert old.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'dak gat'").fetchall() == [(7,)]
    assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_corpus_that_cannot_follow_is_refused_in_one_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = stored(name, tmp_path, ARTICLE)
    with pytest.raises(DatabaseError, match=r"old\.db: of a version that cannot be brought up to date .*`corpus replay` writes a new one"):
        open_corpus(path)
    assert main(["search", "x", "--corpus-db", str(path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT url FROM articles").fetchall() == [("https://x.vn/7",)]


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_of_any_version_opens_as_a_new_one(name: str, tmp_path: Path) -> None:
    column = "packed" if name >= "pages-08" else "zlib"
    body = f"INSERT INTO bodies (sha, size, {column}) VALUES ('b', 1, x'{'789c4b040000620062'}')"
    old = open_archive(stored(name, tmp_path, body, PAGE))
    assert shape(old) == shape(open_archive(tmp_path / "new.db"))
    assert [kept.page.body for kept in all_pages(old)] == [b"a"]
