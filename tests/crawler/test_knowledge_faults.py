"""A table that cannot be used stops every verb with one line, before a page is settled; a source without its file is told."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from multiprocessing import Pipe
from pathlib import Path

import pytest

from pipelines.archive.pages import keep_page, unread_pages
from pipelines.archive.schema import open_archive
from pipelines.intake.messages import Read
from pipelines.intake.reader import serve
from pipelines.record import make_record
from pipelines.sources.source import load_sources
from pipelines.values.errors import KnowledgeError
from pipelines.values.page import Page
from pipelines.values.paths import DATA
from tests.paths import GOLDENS, ROOT

BODY = (GOLDENS / "pages" / "nukeviet-1.html").read_bytes()
AT = "2026-10-02T11:38:00+00:00"
SOURCE = "sct-daklak"


def corpus_with(data: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The `corpus` command on another folder of knowledge."""
    code = (
        "import sys, pathlib, pipelines.values.paths as paths; paths.DATA = pathlib.Path(sys.argv.pop(1)); "
        "from crawler.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, str(data), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Knowledge with one misspelt section."""
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder, ignore=shutil.ignore_patterns("*.db*", "demo", "logs", "kept", "exports"))
    path = folder / "reading" / "markers.tsv"
    path.write_text(path.read_text(encoding="utf-8").replace("related\ttin liên quan", "relatd\ttin liên quan", 1), encoding="utf-8")
    return folder


def kept(folder: Path, source: str = SOURCE) -> Path:
    """A pages.db with one kept article."""
    db = open_archive(folder / "p.db")
    url = f"https://{load_sources()[SOURCE].hosts[0]}/tin/bai-1.html"
    keep_page(db, Page(url, BODY, source=source, fetched_at=AT, headers={"content-type": "text/html; charset=utf-8"}), None)
    db.close()
    return folder / "p.db"


def unread(pages: Path) -> int:
    db = open_archive(pages)
    count = len(list(unread_pages(db, SOURCE)))
    db.close()
    return count


@pytest.mark.parametrize("verb", ["read", "replay", "crawl"])
def test_every_verb_ends_with_one_line_and_2(broken: Path, tmp_path: Path, verb: str) -> None:
    pages = kept(tmp_path)
    files = ["--pages-db", pages, "--corpus-db", tmp_path / "c.db"]
    arguments = {"read": ["read", GOLDENS / "pages" / "nukeviet-1.html"], "replay": ["replay", *files], "crawl": ["crawl", SOURCE, *files]}
    done = corpus_with(broken, *arguments[verb])
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"corpus {verb}: ")
    assert "markers.tsv" in line
    assert "section: " in line
    assert unread(pages) == 1  # no page is settled by a table's fault


def refuse(*_: object) -> None:
    raise KnowledgeError("markers.tsv:7: section: unknown")


def test_knowledge_that_cannot_be_used_is_no_outcome_of_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.record.read_article", refuse)
    with pytest.raises(KnowledgeError, match="section"):
        make_record(Page("https://x.vn/a", BODY))


def test_the_reader_leaves_such_a_page_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.record.read_article", refuse)
    pages = kept(tmp_path)
    ours, theirs = Pipe()
    ours.send(load_sources()[SOURCE])
    ours.send(Read(SOURCE, 1))
    answers = []

    class Line:
        """The reader's end of the line, closed after two orders."""

        def recv(self) -> object:
            if theirs.poll():
                return theirs.recv()
            raise EOFError

        def send(self, value: object) -> None:
            answers.append(value)

    serve(Line(), str(pages), str(tmp_path / "c.db"))  # type: ignore[arg-type]
    assert answers[0] is None
    assert (answers[1].outcome, answers[1].error) == (None, "markers.tsv:7: section: unknown")
    assert unread(pages) == 1


def test_replay_tells_of_a_source_whose_file_is_gone(tmp_path: Path) -> None:
    pages = kept(tmp_path, "bao-gone")
    arguments = ["replay", "--pages-db", pages, "--corpus-db", tmp_path / "c.db"]
    done = corpus_with(DATA, *arguments)
    assert done.returncode == 1
    assert done.stderr == "corpus replay: bao-gone: no such source file: 1 pages left out (--sources-dir names another folder)\n"
    assert "no pages" in done.stdout
    folder = tmp_path / "sources-of-yore"
    folder.mkdir()
    shutil.copy(DATA / "sources" / f"{SOURCE}.toml", folder / "bao-gone.toml")
    done = corpus_with(DATA, *arguments, "--sources-dir", folder)
    assert (done.returncode, done.stderr) == (0, "")
    with sqlite3.connect(tmp_path / "c.db") as db:
        assert db.execute("SELECT source FROM articles").fetchall() == [("bao-gone",)]
    db.close()
