"""Crawl and replay on a Dask cluster: a real scheduler, two worker processes, one of them killed. Nothing lost, no host asked by two."""

from __future__ import annotations

import importlib
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.cluster import connecting
from crawler.export import shards
from examples.replica import server as replica
from examples.replica.posts import SITES
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from tests.crawler.clusters import Cluster, cluster
from tests.crawler.kept_pages import page, write_source_files
from tests.crawler.portal_site import DELAYS, TABLES, Site, everything, path_of, rows
from tests.crawler.test_budgets import crawl
from tests.crawler.timed_sources import ran
from tests.paths import ROOT
from tests.servers import endless

Client = pytest.importorskip("distributed").Client
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("dask")) as started:
        yield started


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", *map(str, arguments)]


def test_a_worker_killed_in_a_replay_costs_nothing(running: Cluster, tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "pages.db")
    for n in range(1, 121):
        keep_page(archive, page(n, "st"[n % 2]), None)
    archive.close()
    write_source_files(tmp_path / "sources", "st")
    databases = ["--pages-db", tmp_path / "pages.db", "--corpus-db"]
    with subprocess.Popen(command("replay", *databases, tmp_path / "far.db", "--workers", running.address), cwd=ROOT, stderr=-1) as far:
        while far.poll() is None and not _stored(tmp_path / "far.db"):
            time.sleep(0.02)
        running.kill(0)
        said = far.communicate(timeout=120)[1]
    assert far.returncode == 0, said
    near = subprocess.run(command("replay", *databases, tmp_path / "near.db", "--workers", 1), cwd=ROOT, check=True)
    assert near.returncode == 0
    assert everything(tmp_path / "far.db") == everything(tmp_path / "near.db")
    assert rows(tmp_path / "far.db", "SELECT count(*) FROM articles") == [(120,)]


def _stored(path: Path) -> bool:
    """Whether some article is in a corpus that may not be there yet."""
    made = path.exists() and rows(path, "SELECT 1 FROM sqlite_master WHERE name = 'table_figures'")
    return bool(made and rows(path, "SELECT 1 FROM articles LIMIT 1"))


@pytest.mark.soak
@pytest.mark.parametrize("killed", [False, True])
def test_a_crawl_on_two_workers_is_that_of_one_process(killed: bool, tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    with replica.start(0) as portal, cluster(tmp_path / "dask") as workers:
        site = Site(portal, tmp_path)
        with subprocess.Popen(site.command("--workers", workers.address), cwd=ROOT, stdout=-1, stderr=-1, text=True) as crawl:
            while crawl.poll() is None and sum(portal.counts().values()) < 20:
                time.sleep(0.05)
            if killed:
                workers.kill(1)
            out, said = crawl.communicate(timeout=400)
        assert crawl.returncode == 0, said
        assert ("is lost" in said) == killed
        for name in SITES.values():
            assert name in out
        for letter, delay in DELAYS.items():
            assert portal.most_at_once[letter] == portal.most_connections[letter] == 1
            assert min(portal.gaps(letter)) >= delay * 0.95, letter
        again = {path_of(url) for url, n in portal.counts().items() if n > 1}
        refused = {hit.target for hit in portal.log if hit.status != 200}
        assert killed or not (again - refused) & {item["path"] for item in replica.expected()}
    wanted = {item["path"] for item in replica.expected() if item["outcome"] == "stored"}
    copies = {item["path"] for item in replica.expected() if item["outcome"] == "duplicate"}
    assert {path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles")} - copies == wanted
    assert rows(site.pages_db, "SELECT id FROM pages WHERE outcome IS NULL") == []
    near = subprocess.run(
        command("replay", "--pages-db", site.pages_db, "--corpus-db", tmp_path / "near.db", "--workers", 1), cwd=ROOT, check=False
    )
    assert near.returncode == 0
    got, replayed = everything(site.corpus_db), everything(tmp_path / "near.db")
    for table in TABLES:
        assert got[table] == replayed[table], table


@pytest.mark.soak
def test_a_crawl_of_what_is_due_takes_what_becomes_due_meanwhile_as_one_process_does(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    with endless.serve("none") as (long, _), endless.serve("none") as (small, asked), cluster(tmp_path / "dask") as workers:
        endless.write_source(tmp_path / "sources", "lon", long, "delay = 1", 'every = "6h"', "max_run_hours = 0.005")
        endless.write_source(tmp_path / "sources", "nho", small, 'every = "6h"', "max_run_pages = 6")
        ran(tmp_path, "nho", 6 - 10 / 3600)  # due in ten seconds
        done = crawl(tmp_path, "--due", "--workers", workers.address, limit=120)
    assert done.returncode == 0, done.stderr
    assert len(asked) == 1 + 6
    runs = rows(tmp_path / "p.db", "SELECT source, started_at, finished_at FROM runs WHERE fetched > 0")
    times = {source: (start, end) for source, start, end in runs}
    assert sorted(source for source, _, _ in runs) == ["lon", "nho"]
    assert times["lon"][0] < times["nho"][0] < times["lon"][1]
    assert "nho" in done.stdout


@pytest.mark.soak
def test_a_scheduler_lost_in_a_crawl_ends_all_crawls_and_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    with replica.start(0) as portal, cluster(tmp_path / "dask") as workers:
        site = Site(portal, tmp_path)
        with subprocess.Popen(site.command("--workers", workers.address), cwd=ROOT, stdout=-1, stderr=-1, text=True) as crawl:
            while crawl.poll() is None and sum(portal.counts().values()) < 30:
                time.sleep(0.05)
            workers.processes[0].kill()
            said = crawl.communicate(timeout=60)[1]
        assert crawl.returncode == 1
        assert "corpus crawl: the scheduler is lost; 3 hosts are left to the next crawl" in said
        assert "Traceback" not in said
        told = [line for line in said.splitlines() if line.endswith(": bad: not brought home: the scheduler of the cluster was lost")]
        assert 1 <= len(told) <= 3
        assert "another crawl" not in said
        time.sleep(1.0)
        asked = portal.counts()
        time.sleep(1.0)
        assert portal.counts() == asked  # nobody goes on asking
        done = site.crawl()
        assert done.returncode == 0, done.stderr
    wanted = {item["path"] for item in replica.expected() if item["outcome"] == "stored"}
    assert wanted <= {path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles")}


@pytest.mark.soak
def test_a_crawl_that_is_stopped_brings_home_what_was_kept_and_goes_on(tmp_path: Path) -> None:
    (tmp_path / "dask").mkdir()
    with replica.start(0) as portal, cluster(tmp_path / "dask") as workers:
        site = Site(portal, tmp_path)
        with subprocess.Popen(site.command("--workers", workers.address), cwd=ROOT, stdout=-1, stderr=-1, text=True) as crawl:
            while crawl.poll() is None and sum(portal.counts().values()) < 60:
                time.sleep(0.05)
            crawl.send_signal(signal.SIGTERM)
            said = crawl.communicate(timeout=400)[1]
        kept = rows(site.pages_db, "SELECT count(*) FROM pages")[0][0]
        assert 0 < kept < 110, said
        assert "warning" in {verdict for (verdict,) in rows(site.pages_db, "SELECT verdict FROM runs")}
        asked = portal.counts()
        time.sleep(1.0)
        assert portal.counts() == asked  # nobody goes on asking
        done = site.crawl()
        assert done.returncode == 0, done.stderr
    wanted = {item["path"] for item in replica.expected() if item["outcome"] == "stored"}
    assert wanted <= {path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles")}
    assert rows(site.pages_db, "SELECT id FROM pages WHERE outcome IS NULL") == []


def test_shards_written_by_workers_are_the_corpus(running: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    from tests.crawler.test_shards import assert_same_rows, kept

    databases = kept(tmp_path)
    monkeypatch.setattr(shards, "SLICE", 4)
    assert main(["replay", *databases, "--workers", running.address, "--shards", str(tmp_path / "out")]) == 0
    assert assert_same_rows(tmp_path / "corpus.db", tmp_path / "out")["articles"] == 13
    assert len(list((tmp_path / "out" / "articles").iterdir())) == 4


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("pipelines.corpus.stamps.code_version", "runs another version of the program"),
        ("pipelines.corpus.stamps.no_such_module", "cannot run this program: ImportError"),
        ("importlib.metadata.version", "lacks the package pyarrow"),
    ],
)
def test_workers_that_cannot_do_the_work_are_told_before_anything_is_read(
    place: str, line: str, running: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pyarrow")
    open_archive(tmp_path / "pages.db").close()
    databases = ["--pages-db", str(tmp_path / "pages.db"), "--corpus-db", str(tmp_path / "c.db")]
    with Client(running.address) as client:
        client.run(_pretend, place)
        try:
            assert main(["replay", *databases, "--workers", running.address, "--shards", str(tmp_path / "out")]) == 2
        finally:
            client.run(_pretend, place, undo=True)
    said = capsys.readouterr().err
    assert line in said
    assert said.count("\n") == 1
    assert not (tmp_path / "c.db").exists()


def _pretend(place: str, undo: bool = False) -> None:
    """On a worker: put something else in the place of a function; a missing module where there is no such name."""
    module, _, name = place.rpartition(".")
    there = importlib.import_module(module)
    name = name if hasattr(there, name) else "code_version"

    def other(*_: object) -> str:
        if place != "pipelines.corpus.stamps.code_version":
            raise ImportError(place)
        return "another"

    if undo:
        setattr(there, name, there.__dict__.pop("kept_for_later"))
    else:
        there.__dict__["kept_for_later"] = getattr(there, name)
        setattr(there, name, other)


def test_what_is_wrong_with_a_cluster_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = tmp_path / "pages.db"
    open_archive(pages).close()
    databases = ["--pages-db", str(pages), "--corpus-db", str(tmp_path / "c.db")]
    monkeypatch.setattr(connecting, "PATIENCE", 1)
    for workers, line in (
        ("tcp://127.0.0.1:1", "no scheduler answers there"),
        ("tcp://nowhere", "no scheduler answers there"),
        ("0", "must be a number of at least 1, or tcp://HOST:PORT of a scheduler"),
        ("two", "must be a number of at least 1, or tcp://HOST:PORT of a scheduler"),
    ):
        assert main(["replay", *databases, "--workers", workers]) == 2
        said = capsys.readouterr().err
        assert line in said
        assert said.count("\n") == 1
    assert main(["crawl", "moit", *databases, "--workers", "4"]) == 2
    assert "is not the address of a scheduler" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    for verb in ("replay", "crawl"):
        assert main([verb, *databases, "--workers", "tcp://127.0.0.1:1"]) == 2
        assert f"corpus {verb}: --workers tcp://...: needs the extra `cluster`" in capsys.readouterr().err


@pytest.mark.soak
def test_a_scheduler_lost_in_a_replay_is_one_line_and_the_next_start_does_the_rest(running: Cluster, tmp_path: Path) -> None:
    """The last test: it ends the cluster."""
    archive = open_archive(tmp_path / "pages.db")
    for n in range(1, 401):
        keep_page(archive, page(n), None)
    archive.close()
    write_source_files(tmp_path / "sources", "s")
    databases = ["--pages-db", tmp_path / "pages.db", "--corpus-db", tmp_path / "c.db"]
    with subprocess.Popen(command("replay", *databases, "--workers", running.address), cwd=ROOT, stderr=-1, text=True) as far:
        while far.poll() is None and not _stored(tmp_path / "c.db"):
            time.sleep(0.02)
        running.processes[0].kill()
        said = far.communicate(timeout=60)[1]
    assert far.returncode == 1
    assert said == "corpus replay: the scheduler of the cluster is lost; what was stored before stays\n"
    assert 0 < rows(tmp_path / "c.db", "SELECT count(*) FROM articles")[0][0] < 400
    assert main(["replay", *map(str, databases), "--workers", "1"]) == 0
    assert rows(tmp_path / "c.db", "SELECT count(*) FROM articles") == [(400,)]
