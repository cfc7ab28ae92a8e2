"""Answers about the whole corpus are asked once, and again when somebody has written."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer import database
from explorer.database import remembered

SQL = "SELECT count(*) FROM t"


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_an_answer_lasts_until_the_file_changes(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "c.db"
    writer = sqlite3.connect(path)
    writer.execute(f"PRAGMA journal_mode = {mode}")
    writer.execute("CREATE TABLE t (x)")
    writer.commit()
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    assert remembered(reader, SQL) == remembered(reader, SQL) == [(0,)]
    assert asked.count(SQL) == 1
    writer.execute("INSERT INTO t VALUES (1)")
    writer.commit()
    assert remembered(reader, SQL) == [(1,)]
    assert remembered(reader, "SELECT x FROM t WHERE x = ?", (1,)) == [(1,)]
    assert remembered(reader, "SELECT x FROM t WHERE x = ?", (2,)) == []
    assert asked.count(SQL) == 2
    reader.close()
    writer.close()


def test_memory_is_bounded_and_corpora_in_memory_are_not_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "MOST_REMEMBERED", 5)
    database._kept.clear()
    corpus = sqlite3.connect(tmp_path / "c.db")
    corpus.execute("CREATE TABLE t (x)")
    corpus.executemany("INSERT INTO t VALUES (?)", [(1,), (2,), (3,)])
    corpus.commit()
    for number in range(4):
        remembered(corpus, f"SELECT x, {number} FROM t")
    assert sum(map(len, database._kept.values())) == 3
    corpus.close()
    loose = sqlite3.connect(":memory:")
    before = len(database._kept)
    assert remembered(loose, "SELECT 1") == [(1,)]
    assert len(database._kept) == before
    loose.close()
    database._kept.clear()
