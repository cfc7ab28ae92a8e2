"""Crawl and replay on a Dask cluster: a real scheduler, two worker processes, one of them killed. Nothing lost, no host asked by two."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.cluster import connecting
from crawler.cluster.slices import cut_slice, settle, take_back
from examples.replica import server as replica
from examples.replica.posts import SITES
from pipelines.archive.pages import all_pages, keep_page, unread_pages
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import FoundLink, record_links
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.store import store_source
from pipelines.values.outcome import Outcome
from tests.crawler.clusters import Cluster, cluster
from tests.crawler.kept_pages import AT, page, source
from tests.crawler.portal_site import DELAYS, TABLES, Site, everything, path_of, rows
from tests.paths import ROOT

pytest.importorskip("distributed")
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
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in "st":
        lines = [
            'title = "x"',
            'kind = "replica"',
            'hosts = ["x.vn"]',
            'evidence = ["a test"]',
            'confidence = "high"',
            "verified_live = false",
            'listings = ["https://x.vn/"]',
        ]
        (folder / f"{name}.toml").write_text("\n".join(lines), encoding="utf-8")
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


def test_a_slice_comes_back_as_if_it_had_never_been_away(tmp_path: Path) -> None:
    archive, corpus = open_archive(tmp_path / "pages.db"), open_corpus(tmp_path / "corpus.db")
    for name in "st":
        store_source(corpus, source(name))
        record_links(archive, name, [FoundLink(page(n, name).url or "", "article") for n in range(1, 5)], AT)
    read, left, other = (keep_page(archive, page(n, name), "run") for n, name in ((1, "s"), (2, "s"), (1, "t")))
    settle_page(archive, read, Outcome("stored", "new"))
    away = tmp_path / "away"
    away.mkdir()
    cut_slice(archive, corpus, [source("s")], away)
    part = open_archive(away / "pages.db")
    assert {row[0] for row in part.execute("SELECT DISTINCT source FROM urls")} == {"s"}
    assert [kept.id for kept in all_pages(part)] == [left]  # what was read stays at home
    settle_page(part, left, Outcome("not_article", "listing"))
    new = keep_page(part, page(3, "s"), "run")
    settle_page(part, new, Outcome("stored", "new"))
    part.close()
    found = take_back(archive, ["s"], away)
    place = max(found.outcomes)
    assert found.outcomes == {left: Outcome("not_article", "listing"), place: Outcome("stored", "new")}
    assert place > other
    assert unread_pages(archive, "s") == [left, place]  # until they are stored here
    settle(archive, found)
    assert unread_pages(archive, "s") == []
    assert unread_pages(archive, "t") == [other]
    kept = {k.id: k.page for k in all_pages(archive)}
    assert {number: one.url for number, one in kept.items()} == {
        read: page(1).url, left: page(2).url, other: page(1, "t").url, place: page(3).url,
    }  # fmt: skip
    assert kept[place].body == page(3).body
    states = archive.execute("SELECT url, state FROM urls ORDER BY rowid").fetchall()
    assert sorted(states) == sorted(
        [*((page(n).url, "done") for n in (1, 2, 3)), (page(4).url, "found"), (page(1, "t").url, "fetched"),
         *((page(n, "t").url, "found") for n in (2, 3, 4))]
    )  # fmt: skip
    archive.close()
    corpus.close()
