"""Databases on a medium that cannot be written (a DVD, a snapshot, a share): reading commands work and leave no trace; writing ones say so
in one line; a file of an earlier version says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.archive.schema import open_archive, read_archive
from pipelines.corpus.schema import open_corpus, read_corpus
from pipelines.intake.intake import store_reading
from tests.corpus.test_identity import notice
from tests.paths import ROOT

Run = Callable[..., subprocess.CompletedProcess[str]]


def _mounts() -> bool:
    if os.geteuid() or not shutil.which("unshare"):
        return False
    return subprocess.run(["unshare", "-m", "mount", "--bind", "/tmp", "/tmp"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    folder = tmp_path / "medium"
    open_archive(folder / "pages.db").close()
    corpus = open_corpus(folder / "corpus.db")
    store_reading(corpus, notice("https://x.vn/thong-bao/1.html"))
    corpus.close()
    return folder


@pytest.fixture
def corpus_command(medium: Path) -> Run:
    """`corpus` with the medium mounted read-only (root writes through permissions, hence the mount)."""
    if os.geteuid() == 0 and not _mounts():
        pytest.skip("root without mounts: nothing is read-only")

    def run(*arguments: object, program: tuple[str, ...] = ("-m", "crawler.cli")) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *program, *map(str, arguments)]
        if os.geteuid() == 0:
            script = 'mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && exec "$@"'
            command = ["unshare", "-m", "sh", "-c", script, str(medium), *command]
        else:
            for path in (*medium.iterdir(), medium):
                path.chmod(0o555 if path.is_dir() else 0o444)
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_reading_commands_work_and_leave_no_trace(medium: Path, corpus_command: Run, tmp_path: Path) -> None:
    both = ("--pages-db", medium / "pages.db", "--corpus-db", medium / "corpus.db")
    found = corpus_command("search", "khuyen cong", *both[2:])
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.endswith("1 articles\n")
    written = corpus_command("export", "--to", tmp_path / "a.csv", "--table", "v_amounts", *both[2:])
    assert (written.returncode, written.stderr) == (0, "")
    assert len((tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()) == 2
    for verb, said in (("status", "no runs yet\n"), ("check", "0 stored pages, 1 articles\n")):
        told = corpus_command(verb, *both)
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.startswith(said)
    assert sorted(path.name for path in medium.iterdir()) == ["corpus.db", "pages.db"]


EXPLORE = """
import asyncio, pathlib, sys
from explorer.app import datasette_of
client = datasette_of(pathlib.Path(sys.argv[1])).client
print(asyncio.run(client.get("/corpus.json?sql=select+url+from+v_articles&_shape=array")).json())
"""


def test_the_explorer_shows_what_cannot_be_written(medium: Path, corpus_command: Run) -> None:
    told = corpus_command(medium / "corpus.db", program=("-c", EXPLORE))
    assert told.stdout == "[{'url': 'https://x.vn/thong-bao/1.html'}]\n", told.stderr[-500:]


def test_writing_commands_say_in_one_line_that_they_cannot(medium: Path, corpus_command: Run) -> None:
    told = corpus_command("duplicates", "--corpus-db", medium / "corpus.db")
    assert told.returncode in (1, 2)
    assert len(told.stderr.splitlines()) == 1
    assert "Traceback" not in told.stderr


def test_a_file_of_an_earlier_version_says_what_to_do(medium: Path, corpus_command: Run) -> None:
    with closing(sqlite3.connect(medium / "corpus.db")) as db, db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'document_keys'")
    told = corpus_command("search", "khuyen cong", "--corpus-db", medium / "corpus.db")
    assert told.returncode == 2
    why = "of an earlier version, and cannot be brought up to date here: copy it to where it can be written"
    assert told.stderr == f"corpus search: {medium / 'corpus.db'}: {why}\n"


def test_files_that_can_be_written_are_opened_as_ever(medium: Path) -> None:
    with read_corpus(medium / "corpus.db") as corpus, read_archive(medium / "pages.db") as archive:
        corpus.execute("DELETE FROM articles")
        archive.execute("DELETE FROM pages")
        assert corpus.execute("PRAGMA journal_mode").fetchone() == ("wal",)
