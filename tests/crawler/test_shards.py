"""Shards hold the rows of the corpus: all of them, each once, of the same types, however many slices were cut and whoever wrote them."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.export import shards
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.intake.spreading import here
from tests.crawler.kept_pages import page, write_source_files

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")

TABLE = (
    "<table><caption>Sản lượng năm 2025</caption><tr><th>Sản phẩm</th><th>Kế hoạch (tấn)</th><th>Thực hiện (tấn)</th></tr>"
    "<tr><td>Chè khô</td><td>1.200</td><td>1.350</td></tr><tr><td>Bột giấy</td><td>800</td><td>790</td></tr></table>"
)
FILE = '<p><a href="/tep/quyet-dinh-12.pdf">Quyết định số 12</a></p>'


def kept(folder: Path) -> list[str]:
    """Databases for a command: pages of two sources, with a copy, a later version of an article, a table and an attached file."""
    archive = open_archive(folder / "pages.db")
    pages = [page(n, "st"[n % 2]) for n in range(1, 12)]
    more = page(40)
    pages += [
        replace(pages[0], url="https://x.vn/t/tin-77.html", source="t"),
        replace(pages[1], body=pages[1].body.replace(b"2025", b"2024"), fetched_at="2026-04-01T00:00:00+00:00"),
        replace(more, body=more.body.replace(b"</article>", f"{TABLE}{FILE}</article>".encode())),
    ]
    for one in pages:
        keep_page(archive, one, None)
    archive.close()
    write_source_files(folder / "sources", "st")
    return ["--pages-db", str(folder / "pages.db"), "--corpus-db", str(folder / "corpus.db")]


def assert_same_rows(corpus_db: Path, folder: Path) -> dict[str, int]:
    """Every table and view of the shards against the corpus, row for row; how many rows each has."""
    counts = {}
    with closing(sqlite3.connect(corpus_db)) as corpus:
        for table in ("articles", *shards.TABLES, *shards.VIEWS):
            found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/{table}/*.parquet')")
            names = ", ".join(f'"{name}"' for name in found.columns)
            wanted = corpus.execute(f'SELECT {names} FROM "{table}"').fetchall()
            assert len(found.columns) == len(corpus.execute(f'SELECT * FROM "{table}"').description), table
            assert sorted(found.fetchall(), key=repr) == sorted(wanted, key=repr), table
            counts[table] = len(wanted)
    return counts


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_shards_of_any_number_of_slices_are_the_corpus(workers: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    databases = kept(tmp_path)
    monkeypatch.setattr(shards, "SLICE", 5)
    assert main(["replay", *databases, "--workers", workers, "--shards", str(tmp_path / "out")]) == 0
    counts = assert_same_rows(tmp_path / "corpus.db", tmp_path / "out")
    empty = {table for table, count in counts.items() if not count}
    assert empty <= {"passages", "v_amounts_sure", "supports", "v_supports", "v_support_reports"}
    assert counts["articles"] == 13
    assert counts["revisions"] == 1
    assert [file.name for file in sorted((tmp_path / "out" / "v_amounts").iterdir())] == [f"0000{n}.parquet" for n in range(3)]
    once = duckdb.sql(f"SELECT count(*) FILTER (NOT counts_once) FROM read_parquet('{tmp_path}/out/v_amounts/*.parquet')").fetchall()
    assert once[0][0] > 0  # the copy, which stands in another slice than its original or in the same
    assert not (tmp_path / "out.part").exists()


def test_a_slice_ends_where_it_is_said_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    databases = kept(tmp_path)
    main(["replay", *databases, "--workers", "1"])
    for size, files in ((13, 1), (12, 2)):
        monkeypatch.setattr(shards, "SLICE", size)
        assert shards.write_shards(tmp_path / "corpus.db", tmp_path / str(size), here) == files
        assert assert_same_rows(tmp_path / "corpus.db", tmp_path / str(size))["articles"] == 13


def test_a_folder_that_is_not_empty_or_a_missing_extra_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    databases = kept(tmp_path)
    full, empty = tmp_path / "full", tmp_path / "empty"
    for folder in (full, empty):
        folder.mkdir()
    (full / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["replay", *databases, "--workers", "1", "--shards", str(full)]) == 2
    said = capsys.readouterr().err
    assert said == f"corpus replay: --shards {full}: is there and not an empty folder\n"
    assert main(["replay", *databases, "--workers", "1", "--shards", str(empty)]) == 0
    assert (empty / "articles" / "00000.parquet").exists()
    (tmp_path / "corpus.db").unlink()
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)  # as without the extra
    capsys.readouterr()
    assert main(["replay", *databases, "--workers", "1", "--shards", str(tmp_path / "new")]) == 2
    assert "--shards: .parquet needs the extra `parquet`" in capsys.readouterr().err
    assert not (tmp_path / "corpus.db").exists()
