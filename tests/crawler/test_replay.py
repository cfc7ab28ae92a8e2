"""`corpus replay` goes on: past damaged pages, unknown sources and pages that end the process that reads them; rows are the same however
many processes read."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.export.warc import warc_pages
from crawler.verbs.replay import replay
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.intake import batches
from pipelines.intake.intake import Reading, read_page
from pipelines.sources.source import Source
from pipelines.values.page import Page
from tests.crawler.kept_pages import page, source
from tests.crawler.portal_site import everything

PAGES = 35  # more than three batches


def kept(folder: Path, *names: str) -> Path:
    archive = open_archive(folder / "pages.db")
    for n in range(1, PAGES + 1):
        keep_page(archive, page(n, names[n % len(names)]), None)
    archive.close()
    return folder / "pages.db"


def replayed(pages: Path, workers: int, sources: dict[str, Source] | None = None) -> tuple[int, list[str]]:
    """Exit status, and the addresses in the corpus."""
    into = pages.parent / f"{workers}.db"
    status = replay(pages, into, [], {"s": source("s")} if sources is None else sources, workers)
    with sqlite3.connect(into) as db:
        found = [row[0] for row in db.execute("SELECT url FROM articles ORDER BY url")]
    db.close()
    return status, found


def change(pages: Path, *statements: str) -> None:
    with sqlite3.connect(pages) as db:
        for statement in statements:
            assert db.execute(statement).rowcount == 1
    db.close()


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE bodies SET packed = x'789c0102' WHERE sha = (SELECT sha FROM pages WHERE id = 12)",
        "UPDATE bodies SET packed = substr(packed, 1, 40) WHERE sha = (SELECT sha FROM pages WHERE id = 12)",
        "DELETE FROM bodies WHERE sha = (SELECT sha FROM pages WHERE id = 12)",
        "UPDATE pages SET headers = '{' WHERE id = 12",
        """UPDATE pages SET hints = '{"colour": "red"}' WHERE id = 12""",
    ],
)
def test_a_damaged_page_is_one_line(workers: int, harm: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = kept(tmp_path, "s")
    change(pages, harm)
    status, found = replayed(pages, workers)
    assert (status, len(found)) == (1, PAGES - 1)
    assert page(12).url not in found
    said = capsys.readouterr()
    assert said.err == f"corpus replay: page 12 ({page(12).url}): what was kept is damaged; left out\n"
    assert f"{PAGES - 1} stored" in said.out


def test_a_damaged_page_is_left_out_of_a_warc_file_too(tmp_path: Path, corpus: Any) -> None:
    pages = kept(tmp_path, "s")
    change(pages, "DELETE FROM bodies WHERE sha = (SELECT sha FROM pages WHERE id = 12)")
    done = corpus("warc", "--pages-db", pages, "--to", tmp_path / "p.warc")
    assert (done.returncode, done.stderr) == (1, f"corpus warc: page 12 ({page(12).url}): what was kept is damaged; left out\n")
    assert done.stdout.startswith(f"{PAGES - 1} pages in ")
    assert [one.page.url for one in warc_pages([tmp_path / "p.warc"], print)] == [page(n).url for n in range(1, PAGES + 1) if n != 12]


def test_damage_in_the_file_itself_costs_the_pages_it_lies_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    archive = open_archive(tmp_path / "pages.db")
    for n in range(1, 4):
        filling = os.urandom(20_000).hex() if n == 2 else ""  # what does not fit on a leaf of the file goes to pages of its own
        whole = page(n)
        keep_page(
            archive, Page(whole.url, whole.body + f"<!--{filling}-->".encode(), "s", None, whole.fetched_at, 200, whole.headers), None
        )
    archive.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    size = archive.execute("PRAGMA page_size").fetchone()[0]
    archive.close()
    bytes_ = bytearray((tmp_path / "pages.db").read_bytes())
    overflow = [at for at in range(0, len(bytes_), size) if 0 < int.from_bytes(bytes_[at : at + 4], "big") * size < len(bytes_)]
    chain = [at for at in overflow if int.from_bytes(bytes_[at : at + 4], "big") == at // size + 2]
    assert len(chain) > 1
    bytes_[chain[-1] : chain[-1] + 4] = b"\x7f\xff\xff\xff"  # the next page of the chain is nowhere
    (tmp_path / "pages.db").write_bytes(bytes_)
    status, found = replayed(tmp_path / "pages.db", 1)
    assert (status, found) == (1, [page(1).url, page(3).url])
    assert capsys.readouterr().err == "corpus replay: page 2 (address lost): what was kept is damaged; left out\n"


@pytest.mark.parametrize("workers", [1, 2])
def test_pages_of_unknown_sources_are_left_out_and_told(workers: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = kept(tmp_path, "s", "t", "u")
    status, found = replayed(pages, workers)
    assert (status, len(found)) == (1, PAGES // 3)
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(" pages")[0] for line in said] == [f"corpus replay: {name}: no such source file: 12" for name in ("t", "u")]
    assert replayed(pages, workers, {name: source(name) for name in "stu"})[0] == 0
    assert capsys.readouterr().err == ""


def test_a_page_that_ends_its_reader_costs_itself_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = kept(tmp_path, "s")

    def deadly(one: Page, *more: Any) -> Reading:
        if one.url in (page(7).url, page(29).url):
            os.kill(os.getpid(), signal.SIGKILL)
        return read_page(one, *more)

    monkeypatch.setattr(batches, "START", "fork")  # which takes over what stands here
    monkeypatch.setattr(batches, "read_page", deadly)
    status, found = replayed(pages, 2)
    assert (status, len(found)) == (0, PAGES - 2)
    assert not {page(7).url, page(29).url} & set(found)
    assert f"{PAGES - 2} stored, 2 unreadable" in capsys.readouterr().out


def test_a_reader_killed_from_outside_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages, mark = kept(tmp_path, "s"), tmp_path / "killed"

    def unlucky(one: Page, *more: Any) -> Reading:
        if one.url == page(15).url and not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return read_page(one, *more)

    monkeypatch.setattr(batches, "START", "fork")  # which takes over what stands here
    monkeypatch.setattr(batches, "read_page", unlucky)
    status, found = replayed(pages, 3)
    assert mark.exists()
    assert (status, len(found)) == (0, PAGES)


def test_however_many_read_the_rows_are_the_same(tmp_path: Path) -> None:
    pages = kept(tmp_path, "s", "t")
    sources = {name: source(name) for name in "st"}
    for workers in (1, 2, 4):
        assert replayed(pages, workers, sources)[0] == 0
    assert everything(tmp_path / "2.db") == everything(tmp_path / "4.db") == everything(tmp_path / "1.db")
    assert len(everything(tmp_path / "1.db")["amounts"]) > PAGES
