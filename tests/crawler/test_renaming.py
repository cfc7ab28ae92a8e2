"""A source that gets another name keeps what it had under the former one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.sources.renaming import keep_former_names
from pipelines.sources.source import Source, SourceError, load_sources
from tests.crawler.portal_site import rows
from tests.servers import faults

TABLES = {"p.db": ("urls", "pages", "runs", "walks"), "c.db": ("articles", "runs", "coverage", "walks")}


def named(folder: Path) -> dict[str, set[str]]:
    """The names of sources in every table that has them."""
    found = {}
    for file, tables in TABLES.items():
        for table in tables:
            found[f"{file} {table}"] = {name for (name,) in rows(folder / file, f"SELECT DISTINCT source FROM {table}")}
    return found


@pytest.mark.slow
def test_a_renamed_source_goes_on_where_it_was(tmp_path: Path, corpus: Callable[..., Any]) -> None:
    where = ("--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db", "--sources-dir", tmp_path / "sources")
    with faults.start() as site:
        site.write_source(tmp_path / "sources", "sound", name="cu")
        assert corpus("crawl", *where).returncode == 0
        assert all(names == {"cu"} for names in named(tmp_path).values())
        article = rows(tmp_path / "c.db", "SELECT id, revision, text FROM articles")
        (tmp_path / "sources" / "cu.toml").unlink()
        site.write_source(tmp_path / "sources", "sound", 'former_names = ["xua", "cu"]', name="moi")
        done = corpus("crawl", *where)
        assert done.returncode == 0, done.stderr
        assert site.hits["/tin/sound.html"] == 1  # known, and not asked for anew
    assert all(names == {"moi"} for names in named(tmp_path).values())
    assert rows(tmp_path / "c.db", "SELECT id, revision, text FROM articles") == article
    assert [name for (name,) in rows(tmp_path / "c.db", "SELECT name FROM sources")] == ["moi"]
    assert len(rows(tmp_path / "p.db", "SELECT 1 FROM runs")) == 2
    again = corpus("replay", *where[:3], tmp_path / "again.db", *where[4:])
    assert again.returncode == 0, again.stderr
    assert rows(tmp_path / "again.db", "SELECT source, text FROM articles") == [("moi", article[0][2])]


def test_every_table_that_names_sources_is_renamed(tmp_path: Path) -> None:
    source = Source("moi", "X", "portal", ("x.vn",), ("test",), "high", False, former_names=("cu",))
    archive, corpus = open_archive(tmp_path / "p.db"), open_corpus(tmp_path / "c.db")
    archive.execute("INSERT INTO shapes VALUES ('cu', '{}', '{}', 0), ('moi', '{\"n\": 1}', '{}', 0), ('khac', '{}', '{}', 0)")
    archive.conn.commit()
    for _ in range(2):
        keep_former_names(archive, [source])
        keep_former_names(corpus, [source])
    assert archive.execute("SELECT source, history FROM shapes ORDER BY 1").fetchall() == [("khac", "{}"), ("moi", '{"n": 1}')]
    archive.close()
    corpus.close()


@pytest.mark.parametrize(
    ("former", "says"),
    [('["b"]', "'b' belongs to b.toml"), ('["d"]', "c.toml: former_names: 'd' belongs to a.toml"), ('["Cũ"]', "is not lower-case words")],
)
def test_former_names_that_cannot_be(tmp_path: Path, former: str, says: str) -> None:
    with faults.start() as site:
        site.write_source(tmp_path, "sound", f"former_names = {former}", name="a")
        site.write_source(tmp_path, "sound", name="b")
        site.write_source(tmp_path, "sound", 'former_names = ["d"]', name="c")
    with pytest.raises(SourceError, match=says):
        load_sources(tmp_path)
