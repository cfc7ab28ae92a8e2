"""Nothing is silently lost in storing: a real crawl of documents that are easily lost, its two databases held against each other; kills
between verdict and comparing; a corpus that goes away; bodies kept once a change; copies of both files."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.corpus.schema import open_corpus
from tests.crawler.portal_site import everything, rows
from tests.paths import ROOT
from tests.servers.documents import DOCUMENTS, NOTICES, SECTIONS, SHARED, DocumentSite, links, served, shared_path

pytestmark = pytest.mark.slow  # real crawls

# Comparing takes long: a crawl is killed in it, whatever else the machine does.
COUNTING = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000000) SELECT max(n) FROM c"
SLOW = f"CREATE TRIGGER slow BEFORE INSERT ON sketches BEGIN SELECT ({COUNTING}); END"
FACTS = ("articles", "provinces", "years", "amounts", "supports", "attachments", "clusters")


@dataclass(frozen=True)
class Crawled:
    """A portal that was crawled, its address and the folder with the databases."""

    site: DocumentSite
    home: str
    folder: Path

    @property
    def pages_db(self) -> Path:
        return self.folder / "pages.db"

    @property
    def corpus_db(self) -> Path:
        return self.folder / "corpus.db"

    def command(self) -> list[str]:
        return [sys.executable, "-m", "scrapy", "crawl", "sct-langson", "-a", f"start_url={self.home}", "-s", f"PAGES_DB={self.pages_db}",
                "-s", f"CORPUS_DB={self.corpus_db}", "-s", "DOWNLOAD_DELAY=0"]  # fmt: skip

    def crawl(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def corpus(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crawler.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def held_against(folder: Path) -> subprocess.CompletedProcess[str]:
    return corpus("check", "--pages-db", folder / "pages.db", "--corpus-db", folder / "corpus.db")


def write(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("PRAGMA foreign_keys = ON")
        db.execute(statement)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    with served() as (site, home):
        done = Crawled(site, home, tmp_path_factory.mktemp("documents"))
        ended = done.crawl()
        assert ended.returncode == 0, ended.stderr[-2000:]
        yield done


def copied(crawled: Crawled, folder: Path) -> Crawled:
    for name in ("pages.db", "corpus.db"):
        shutil.copy(crawled.folder / name, folder / name)
    return Crawled(crawled.site, crawled.home, folder)


def test_every_document_is_asked_for_and_stored_once(crawled: Crawled) -> None:
    assert rows(crawled.corpus_db, "SELECT count(*) FROM articles") == [(DOCUMENTS,)]
    asked = [target for target, count in crawled.site.asked.items() for _ in range(count) if "robots" not in target and target != "/"]
    assert len(asked) == DOCUMENTS
    further = {shared_path(section, n) for section in SECTIONS[1:] for n in range(1, SHARED + 1)}
    assert len(further) == 2 * SHARED
    assert not further & set(asked)
    outcomes = rows(crawled.pages_db, "SELECT outcome, count(*) FROM urls WHERE kind IN ('article', 'unknown') GROUP BY 1 ORDER BY 1")
    assert outcomes == [("duplicate", 2 * SHARED), ("stored", DOCUMENTS)]
    assert len(links()) == DOCUMENTS + 2 * SHARED


def test_every_stored_page_has_its_row(crawled: Crawled) -> None:
    stored = {url for (url,) in rows(crawled.pages_db, "SELECT url FROM pages WHERE outcome = 'stored'")}
    assert len(stored) == DOCUMENTS
    assert stored == {url for (url,) in rows(crawled.corpus_db, "SELECT url FROM articles")}
    done = held_against(crawled.folder)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"{DOCUMENTS} stored pages, {DOCUMENTS} articles\n", "")


def test_equal_notices_are_articles_and_counted_once(crawled: Crawled) -> None:
    notices = rows(crawled.corpus_db, "SELECT count(*), count(DISTINCT published), count(DISTINCT content_sha) FROM articles"
                   " WHERE url LIKE '%/thong-bao/2%'")  # fmt: skip
    assert notices == [(NOTICES, NOTICES, 1)]
    clusters = rows(
        crawled.corpus_db, "SELECT count(DISTINCT cluster) FROM clusters JOIN articles ON id = article WHERE url LIKE '%/thong-bao/2%'"
    )
    assert clusters == [(1,)]


def test_a_replay_gives_the_same_rows(crawled: Crawled, tmp_path: Path) -> None:
    done = corpus("replay", "--pages-db", crawled.pages_db, "--corpus-db", tmp_path / "again.db")
    assert done.returncode == 0, done.stderr
    for table in FACTS:
        assert sorted(rows(tmp_path / "again.db", f"SELECT * FROM {table}"), key=repr) == sorted(
            rows(crawled.corpus_db, f"SELECT * FROM {table}"), key=repr
        )


def test_the_check_tells_what_is_missing_and_replay_writes_it(crawled: Crawled, tmp_path: Path) -> None:
    own = copied(crawled, tmp_path)
    write(own.corpus_db, "DELETE FROM articles WHERE url LIKE '%sid=3'")
    write(own.pages_db, "UPDATE pages SET article = NULL")  # as pages of older versions are
    done = held_against(tmp_path)
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if "not in the corpus" in line] == [
        f"corpus check: not in the corpus: {own.home}xem.php?op=tin&sid=3"
    ]
    assert "1 stored pages without their article; `corpus replay` writes them" in done.stderr
    assert corpus("replay", "--pages-db", own.pages_db, "--corpus-db", own.corpus_db).returncode == 0
    assert held_against(tmp_path).returncode == 0


def test_a_damaged_file_is_told(crawled: Crawled, tmp_path: Path) -> None:
    own = copied(crawled, tmp_path)
    write(own.pages_db, "PRAGMA wal_checkpoint(TRUNCATE)")
    whole = bytearray(own.pages_db.read_bytes())
    for place in range(8 * 4096, len(whole) - 4096, 2 * 4096):
        whole[place : place + 64] = b"\xff" * 64
    own.pages_db.write_bytes(whole)
    done = held_against(tmp_path)
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert str(own.pages_db) in done.stderr


@pytest.mark.soak
def test_an_unchanged_page_with_another_clock_keeps_one_body(crawled: Crawled, tmp_path: Path) -> None:
    own = copied(crawled, tmp_path)
    bodies = rows(own.pages_db, "SELECT count(*) FROM bodies")
    for visit in range(2):
        write(own.pages_db, "UPDATE urls SET next_visit = '2020-01-01T00:00:00+00:00' WHERE outcome IN ('stored', 'unchanged')")
        if visit:
            own.site.edited.add("/xem.php?op=tin&sid=7")
        assert own.crawl().returncode == 0
    assert rows(own.pages_db, "SELECT count(*) FROM pages") == [(3 * DOCUMENTS,)]
    assert rows(own.pages_db, "SELECT count(*) FROM bodies") == [(bodies[0][0] + 1,)]  # that of the edited one
    assert rows(own.corpus_db, "SELECT count(*) FROM revisions") == [(1,)]
    assert held_against(tmp_path).returncode == 0
    corpus("replay", "--pages-db", own.pages_db, "--corpus-db", tmp_path / "again.db")
    tables = ("articles", "amounts", "revisions")
    assert everything(tmp_path / "again.db", tables) == everything(own.corpus_db, tables)


@pytest.mark.soak
def test_copies_are_owed_when_a_crawl_is_killed_before_it_compares(crawled: Crawled, tmp_path: Path) -> None:
    own = Crawled(crawled.site, crawled.home, tmp_path)
    open_corpus(own.corpus_db).close()
    write(own.corpus_db, SLOW)
    crawl = subprocess.Popen(own.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not rows(own.corpus_db, "SELECT 1 FROM runs") and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.3)
    assert crawl.poll() is None
    crawl.send_signal(signal.SIGKILL)
    crawl.wait()
    write(own.corpus_db, "DROP TRIGGER slow")
    assert rows(own.pages_db, "SELECT verdict FROM runs") == [("good",)]
    assert rows(own.corpus_db, "SELECT count(*) FROM clusters") == [(0,)]
    assert "copies are not compared yet" in held_against(tmp_path).stdout
    ended = own.crawl()  # stores nothing
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert rows(own.pages_db, "SELECT stored FROM runs ORDER BY started_at DESC LIMIT 1") == [(0,)]
    assert rows(own.corpus_db, "SELECT * FROM clusters") == rows(crawled.corpus_db, "SELECT * FROM clusters")
    assert "not compared" not in held_against(tmp_path).stdout


@pytest.mark.soak
def test_a_corpus_deleted_in_a_crawl_is_told_and_replay_writes_it(crawled: Crawled, tmp_path: Path) -> None:
    own = Crawled(crawled.site, crawled.home, tmp_path)
    crawl = subprocess.Popen(own.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and not (own.pages_db.exists() and _kept(own.pages_db)):
        time.sleep(0.005)
    for path in tmp_path.glob("corpus.db*"):
        path.unlink()
    _, told = crawl.communicate(timeout=120)
    assert crawl.returncode == 1
    lines = [line for line in told.splitlines() if line.startswith(str(own.corpus_db))]
    assert lines == [f"{own.corpus_db}: deleted or replaced during the crawl; its pages are kept: `corpus replay` writes it anew"]
    assert "Traceback" not in told
    assert corpus("replay", "--pages-db", own.pages_db, "--corpus-db", own.corpus_db).returncode == 0
    assert rows(own.corpus_db, "SELECT count(*) FROM articles") == [(DOCUMENTS,)]
    assert held_against(tmp_path).returncode == 0


def _kept(path: Path) -> bool:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        try:
            return bool(db.execute("SELECT 1 FROM pages").fetchone())
        except sqlite3.Error:
            return False
