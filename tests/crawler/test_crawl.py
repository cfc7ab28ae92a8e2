"""The whole line over real sockets: the replica portal crawled by the real command, compared with what it is known to say."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from examples.replica import server as replica
from examples.replica.posts import SITES
from examples.replica.server import Replica
from tests.paths import ROOT

DELAYS = {"a": 0.05, "b": 0.1, "c": 0.05}  # seconds between requests, as the source files of the portal say
TABLES = (
    "sources",
    "articles",
    "provinces",
    "article_provinces",
    "years",
    "amounts",
    "supports",
    "attachments",
    "revisions",
    "coverage",
    "walks",
    "runs",
)


@dataclass(frozen=True)
class Site:
    """A running portal with the folder its crawl writes to."""

    portal: Replica
    folder: Path

    @property
    def pages_db(self) -> Path:
        return self.folder / "pages.db"

    @property
    def corpus_db(self) -> Path:
        return self.folder / "corpus.db"

    def command(self, *more: str) -> list[str]:
        self.portal.write_sources(self.folder / "sources")
        return [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(self.folder / "sources"),
                "--pages-db", str(self.pages_db), "--corpus-db", str(self.corpus_db), *more]  # fmt: skip

    def crawl(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(*more), cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def rows(path: Path, query: str, *values: Any) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as db:
        found = db.execute(query, values).fetchall()
    db.close()
    return found


def everything(path: Path, tables: tuple[str, ...] = TABLES) -> dict[str, list[tuple[Any, ...]]]:
    return {table: sorted(rows(path, f"SELECT * FROM {table}"), key=repr) for table in tables}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, subprocess.CompletedProcess[str]]]:
    """One crawl of the portal that several tests look at."""
    with replica.start(0) as portal:
        site = Site(portal, tmp_path_factory.mktemp("crawl"))
        yield site, site.crawl()


def test_every_article_is_there_once_and_nothing_else(crawled: tuple[Site, Any]) -> None:
    site, done = crawled
    assert done.returncode == 0, done.stderr
    wanted = {item["path"] for item in replica.expected() if item["outcome"] == "stored"}
    copies = {item["path"] for item in replica.expected() if item["outcome"] == "duplicate"}
    assert len(wanted) >= 80
    got = Counter(path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles"))
    assert set(got) - copies == wanted
    assert max(got.values()) == 1
    assert rows(site.corpus_db, "PRAGMA integrity_check") == [("ok",)]
    assert rows(site.corpus_db, "PRAGMA foreign_key_check") == []


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def test_articles_read_as_they_were_written(crawled: tuple[Site, Any]) -> None:
    site, _ = crawled
    columns = "title, lead, text, published, byline, credit"
    got = {path_of(row[0]): row[1:] for row in rows(site.corpus_db, f"SELECT url, {columns} FROM articles")}
    wrong = []
    for item in replica.expected():
        if item["path"] in got:
            wanted = (item["title"], item["lead"], item["text"], item["published"], item["byline"], item["credit"])
            for name, a, b in zip(columns.split(", "), wanted, got[item["path"]], strict=True):
                if (a or "")[:10] != (b or "")[:10] if name == "published" else a != b:
                    wrong.append((item["path"], name, a, b))
    assert not wrong, wrong[:5]


def test_no_page_is_asked_for_that_must_not_be(crawled: tuple[Site, Any]) -> None:
    site, _ = crawled
    asked = site.portal.counts()
    for page in replica.not_articles():
        if not page["outcome"]:
            assert asked[site.portal.url(page["site"], page["path"])] == 0, page
    assert all(urlsplit(url).hostname == "127.0.0.1" for (url,) in rows(site.pages_db, "SELECT url FROM urls"))


def test_every_other_page_has_the_outcome_it_deserves(crawled: tuple[Site, Any]) -> None:
    site, _ = crawled
    outcomes = {path_of(url): (outcome, reason) for url, outcome, reason in rows(site.pages_db, "SELECT url, outcome, reason FROM urls")}
    checked = 0
    for page in replica.not_articles():
        if page["outcome"] and page["path"] in outcomes:
            outcome, reason = outcomes[page["path"]]
            assert {outcome, f"{outcome}({reason})"} & set(page["outcome"]), (page, outcome, reason)
            checked += 1
    assert checked >= 10
    assert rows(site.pages_db, "SELECT url FROM pages WHERE outcome IS NULL") == []


def test_no_article_is_fetched_twice_and_the_host_is_never_hurried(crawled: tuple[Site, Any]) -> None:
    site, _ = crawled
    paths = {item["path"] for item in replica.expected()}
    retried = {page["path"] for page in replica.not_articles()}
    twice = {url: n for url, n in site.portal.counts().items() if n > 1 and path_of(url) in paths - retried}
    recovering = {url for url in twice if any(hit.status == 503 for hit in site.portal.log if hit.target == path_of(url))}
    assert set(twice) == recovering
    for letter, delay in DELAYS.items():
        assert site.portal.most_at_once[letter] == site.portal.most_connections[letter] == 1
        gaps = site.portal.gaps(letter)
        assert len(gaps) > 20
        assert min(gaps) >= delay * 0.95


def test_503_with_retry_after_is_waited_for(crawled: tuple[Site, Any]) -> None:
    site, _ = crawled
    first = next(hit for hit in site.portal.log if hit.status == 503)
    again = next(hit for hit in site.portal.log if hit.target == first.target and hit.status == 200)
    assert again.at - first.at >= replica.RETRY_AFTER
    assert rows(site.pages_db, "SELECT outcome FROM urls WHERE url LIKE ?", "%" + first.target) == [("stored",)]


def test_the_copy_on_another_site_is_one_report_with_its_original(crawled: tuple[Site, Any]) -> None:
    site, _ = crawled
    copies = [item["path"] for item in replica.expected() if item["copy_of"]]
    assert copies
    for path in copies:
        found = rows(
            site.corpus_db, "SELECT c.cluster != a.id FROM articles a JOIN clusters c ON c.article = a.id WHERE a.url LIKE ?", "%" + path
        )
        assert found in ([(1,)], []), path
    assert rows(site.corpus_db, "SELECT count(*) FROM clusters WHERE cluster != article")[0][0] >= 1
    assert rows(site.corpus_db, "SELECT count(*) FROM clusters") == rows(site.corpus_db, "SELECT count(*) FROM articles")


def test_summary_names_every_source(crawled: tuple[Site, Any]) -> None:
    _, done = crawled
    for name in SITES.values():
        assert name in done.stdout


def test_replay_gives_the_same_rows(crawled: tuple[Site, Any], tmp_path: Path, corpus: Any) -> None:
    site, _ = crawled
    for workers, name in (("1", "one.db"), ("2", "two.db")):
        done = corpus("replay", "--pages-db", site.pages_db, "--corpus-db", tmp_path / name, "--workers", workers)
        assert done.returncode == 0, done.stderr
        wanted, got = everything(site.corpus_db), everything(tmp_path / name)
        for table in TABLES:
            assert got[table] == wanted[table], table
        assert wanted["articles"]
        assert wanted["amounts"]


def test_status_search_and_export_on_the_crawl(crawled: tuple[Site, Any], tmp_path: Path, corpus: Any) -> None:
    site, _ = crawled
    status = corpus("status", "--pages-db", site.pages_db, "--corpus-db", site.corpus_db)
    assert (status.returncode, status.stdout.count("good")) == (0, 3), status.stdout
    hits = corpus("search", "khuyen cong", "--corpus-db", site.corpus_db, "--limit", "3")
    assert "3 articles" in hits.stdout
    for suffix in ("csv", "jsonl", "parquet"):
        target = tmp_path / f"amounts.{suffix}"
        done = corpus("export", "--table", "v_amounts", "--to", target, "--corpus-db", site.corpus_db)
        assert done.returncode == 0, done.stderr
        assert target.stat().st_size > 1000


def test_second_visit_fetches_no_article_then_an_edit_makes_one_revision(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        site = Site(portal, tmp_path)
        site.crawl()
        articles = {item["path"] for item in replica.expected()}
        before = everything(site.corpus_db, TABLES[:-2])

        portal.forget()
        done = site.crawl()
        assert done.returncode == 0, done.stderr
        assert [url for url in portal.counts() if path_of(url) in articles] == []
        assert everything(site.corpus_db, TABLES[:-2]) == before

        portal.switch(2)
        portal.forget()
        done = site.crawl()
        assert done.returncode == 0, done.stderr
        edited = {item["path"] for item in replica.expected(2)} - articles
        assert len(edited) >= 1
        assert edited <= {path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles")}
        assert rows(site.corpus_db, "SELECT count(*) FROM revisions") == [(1,)]
        assert len([url for url in portal.counts() if path_of(url) in articles]) == 1


def test_killed_in_the_middle_and_run_again(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        site = Site(portal, tmp_path)
        for pages in (10, 45):
            crawl = subprocess.Popen(site.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + 60
            while len(portal.log) < pages and time.monotonic() < deadline and crawl.poll() is None:
                time.sleep(0.01)
            assert crawl.poll() is None, "ended before it was killed"
            os.kill(crawl.pid, signal.SIGKILL)
            crawl.wait()
        done = site.crawl()
        assert done.returncode == 0, done.stderr
        for database in (site.pages_db, site.corpus_db):
            assert rows(database, "PRAGMA integrity_check") == [("ok",)]
        wanted = {item["path"] for item in replica.expected() if item["outcome"] == "stored"}
        copies = {item["path"] for item in replica.expected() if item["outcome"] == "duplicate"}
        got = Counter(path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles"))
        assert set(got) - copies == wanted
        assert max(got.values()) == 1
        assert rows(site.pages_db, "SELECT count(*) FROM urls WHERE state IN ('found', 'fetched') AND kind = 'article'") == [(0,)]


def test_two_crawls_at_once_do_not_share_a_host(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        site = Site(portal, tmp_path)
        first = subprocess.Popen(site.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(portal.log) < 6 and first.poll() is None:
            time.sleep(0.01)
        os.kill(first.pid, signal.SIGSTOP)  # alive, and in the middle of its crawl, however slow the second one is to start
        asked = len(portal.log)
        second = site.crawl()
        assert len(portal.log) <= asked + 3  # what the first one had on the way
        os.kill(first.pid, signal.SIGCONT)
        assert first.wait(timeout=200) == 0
        assert second.returncode == 1
        assert "another crawl" in second.stderr
        assert max(portal.most_at_once.values()) == 1


def test_two_crawls_started_at_once_are_as_polite_as_one(tmp_path: Path) -> None:
    """Measured at the server: one connection and the full delay on every host, every article asked for once."""
    with replica.start(0) as portal:
        site = Site(portal, tmp_path)
        crawls = [subprocess.Popen(site.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _ in range(2)]
        ends = [crawl.wait(timeout=240) for crawl in crawls]
        assert set(ends) <= {0, 1}  # 1: what the other one held was left to it
        assert max(portal.most_connections.values()) == max(portal.most_at_once.values()) == 1
        for letter, delay in DELAYS.items():
            assert min(portal.gaps(letter)) >= delay * 0.95
        articles = {item["path"] for item in replica.expected()} - {hit.target for hit in portal.log if hit.status == 503}
        assert max(n for url, n in portal.counts().items() if path_of(url) in articles) == 1
    wanted = {item["path"] for item in replica.expected() if item["outcome"] == "stored"}
    assert wanted <= {path_of(url) for (url,) in rows(site.corpus_db, "SELECT url FROM articles")}
    assert rows(site.pages_db, "SELECT count(*) FROM leases WHERE until > unixepoch() + 1") == [(0,)]


def test_sigterm_stops_cleanly_and_the_next_run_goes_on(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        site = Site(portal, tmp_path)
        crawl = subprocess.Popen(site.command(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        while len(portal.log) < 30 and crawl.poll() is None:
            time.sleep(0.01)
        crawl.terminate()
        _, errors = crawl.communicate(timeout=60)
        assert "stopped before the end" in errors
        assert rows(site.pages_db, "SELECT count(*) FROM leases WHERE until > unixepoch() + 1") == [(0,)]
        assert site.crawl().returncode == 0


def test_an_empty_site_is_a_bad_run(tmp_path: Path, corpus: Any) -> None:
    """A crawl that finds nothing must not look like success."""
    with replica.start(0) as portal:
        folder = tmp_path / "sources"
        path = portal.write_sources(folder)[0]
        text = path.read_text(encoding="utf-8")
        base = portal.bases["a"]
        start, end = text.index("listings = ["), text.index("]", text.index("listings = ["))
        text = text[:start] + f'listings = ["{base}/khong-co-trang-nay"' + text[end:]
        text = "\n".join(line for line in text.splitlines() if not line.startswith(("feeds", "sitemaps")))
        path.write_text(text, encoding="utf-8")
        done = corpus("crawl", path.stem, "--sources-dir", folder, "--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db")
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith(f"{path.stem}: bad: no listing, feed or sitemap answered")
        status = corpus("status", "--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db")
        assert status.returncode == 1


def test_scrapy_crawl_of_one_source(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        portal.write_sources(tmp_path / "sources")
        settings = {"SOURCES_DIR": tmp_path / "sources", "PAGES_DB": tmp_path / "p.db", "CORPUS_DB": tmp_path / "c.db"}
        command = [sys.executable, "-m", "scrapy", "crawl", "replica-sct", "-a", "max_articles=3"]
        command += [part for name, path in settings.items() for part in ("-s", f"{name}={path}")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        assert rows(tmp_path / "c.db", "SELECT count(*) FROM articles") == [(3,)]
