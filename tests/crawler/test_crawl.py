"""The whole line over real sockets: the replica portal crawled by the real command, compared with what it is known to say."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from examples.replica import server as replica
from examples.replica.posts import SITES
from tests.crawler.portal_site import DELAYS, TABLES, Site, everything, path_of, rows

pytestmark = pytest.mark.slow  # real crawls


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
    assert "1-3 of " in hits.stdout
    for suffix in ("csv", "jsonl", "parquet"):
        target = tmp_path / f"amounts.{suffix}"
        done = corpus("export", "--table", "v_amounts", "--to", target, "--corpus-db", site.corpus_db)
        assert done.returncode == 0, done.stderr
        assert target.stat().st_size > 1000
