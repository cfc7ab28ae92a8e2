"""Crawls after crawls, beside crawls and cut short: visited again, killed, stopped, two at once; one that finds nothing."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from examples.replica import server as replica
from tests.crawler.portal_site import DELAYS, TABLES, Site, everything, path_of, rows
from tests.paths import ROOT

pytestmark = pytest.mark.slow  # real crawls


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


def stop_between_writes(crawl: subprocess.Popen[bytes], site: Site) -> None:
    """SIGSTOP at a moment at which it holds no lock of a database, for which others would wait."""
    while True:
        os.kill(crawl.pid, signal.SIGSTOP)
        time.sleep(0.05)
        try:
            for path in (site.pages_db, site.corpus_db):
                with closing(sqlite3.connect(path, timeout=0)) as db:
                    db.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError:
            os.kill(crawl.pid, signal.SIGCONT)
            time.sleep(0.01)


def test_two_crawls_at_once_do_not_share_a_host(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        site = Site(portal, tmp_path)
        first = subprocess.Popen(site.command(), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(portal.log) < 6 and first.poll() is None:
            time.sleep(0.01)
        stop_between_writes(first, site)  # alive, and in the middle of its crawl, however slow the second one is to start
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
        databases = ("--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db")
        done = corpus("crawl", path.stem, "--sources-dir", folder, *databases, "--health", tmp_path / "health.json")
        assert done.returncode == 1
        told = json.loads((tmp_path / "health.json").read_text(encoding="utf-8"))
        assert (told["exit_status"], [(one["source"], one["state"]) for one in told["sources"]]) == (1, [(path.stem, "bad")])
        assert done.stderr.splitlines()[-1].startswith(f"{path.stem}: bad: no listing, feed or sitemap answered")
        status = corpus("status", "--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db")
        assert status.returncode == 1


def scrapy_crawl(folder: Path, name: str, **arguments: str) -> subprocess.CompletedProcess[str]:
    """`scrapy crawl NAME -a key=value ...` with sources and databases in a folder."""
    settings = {"SOURCES_DIR": folder / "sources", "PAGES_DB": folder / "p.db", "CORPUS_DB": folder / "c.db"}
    command = [sys.executable, "-m", "scrapy", "crawl", name, *(part for item in arguments.items() for part in ("-a", "=".join(item)))]
    command += [part for setting, path in settings.items() for part in ("-s", f"{setting}={path}")]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_scrapy_crawl_of_one_source(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        portal.write_sources(tmp_path / "sources")
        done = scrapy_crawl(tmp_path, "replica-sct", max_articles="3")
        assert done.returncode == 0, done.stderr[-2000:]
        assert rows(tmp_path / "c.db", "SELECT count(*) FROM articles") == [(3,)]
        assert rows(tmp_path / "c.db", "SELECT count(*) FROM sketches") == [(3,)]  # copies are looked for, as `corpus crawl` does


def test_a_limit_holds_where_the_pages_found_may_be_anything(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        portal.write_sources(tmp_path / "sources")
        for limit in ("5", "1"):  # the second run counts anew, and takes one of those left
            assert scrapy_crawl(tmp_path, "replica-portal", max_articles=limit).returncode == 0
        assert rows(tmp_path / "c.db", "SELECT count(*) FROM articles") == [(6,)]
        scrapy_crawl(tmp_path, "replica-portal")
        assert rows(tmp_path / "c.db", "SELECT count(*) FROM articles") == [(22,)]  # nothing left out was lost


def test_scrapy_crawl_that_finds_nothing_ends_as_corpus_crawl_does(tmp_path: Path) -> None:
    with replica.start(0) as portal:
        portal.write_sources(tmp_path / "sources")
        done = scrapy_crawl(tmp_path, "replica-sct", start_url="http://127.0.0.1:1/")
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1].startswith("replica-sct: bad: ")
        assert "Traceback" not in done.stderr
