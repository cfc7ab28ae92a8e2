"""`corpus sources check --live`: what it sees of sites that work and of sites that do not, and what it says to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.running.live_check import assess
from examples.replica import server as replica
from pipelines.sources.source import load_source
from spiders.look import Entry, Sighting
from tests.servers import faults

pytestmark = pytest.mark.slow  # real crawls


def test_the_replica_works_and_a_broken_site_does_not(tmp_path: Path, corpus: Callable[..., Any]) -> None:
    sources, report = tmp_path / "sources", tmp_path / "report.jsonl"
    arguments = ("sources", "check", "--sources-dir", sources, "--report", report, "--pages-db", tmp_path / "p.db", "--live")
    with replica.start(0) as portal, faults.start() as site:
        files = portal.write_sources(sources)
        before = {path: path.read_bytes() for path in files}
        done = corpus(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        asked = portal.counts()
        assert max(portal.most_at_once.values()) == 1
        site.write_source(sources, "closed")
        done = corpus(*arguments, "closed")
        assert done.returncode == 1
    assert {path: path.read_bytes() for path in files} == before
    rows = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [row["source"] for row in rows[3:]] == ["closed"]
    assert {row["source"] for row in rows[:3]} == {path.stem for path in files}
    for row in rows[:3]:
        assert row["works"] is True
        assert row["robots"] == "200"
        assert row["crawl_delay"] in (0.05, 0.1)
        assert all(entry["reason"] is None for entry in row["entries"]), row
        assert row["article"]["words"] > 40
        assert row["article"]["published"]
        assert f'verified_live = true, verified_on = "{row["at"][:10]}"' in row["advice"]
    entries = sum(len(row["entries"]) for row in rows[:3])
    assert sum(asked.values()) <= entries + 3 * 3 + 6  # robots.txt, at most three articles each, redirects: a look, not a crawl
    assert rows[3]["works"] is False
    assert rows[3]["article"]["outcome"] == "failed(retry_later)"
    assert rows[3]["robots"] == "404"


SOURCE = """
title = "X"
kind = "portal"
hosts = ["x.gov.vn"]
evidence = ["test"]
confidence = "high"
verified_live = true
verified_on = "2026-01-01"
listings = ["https://x.gov.vn/tin"]
"""


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        (Entry("https://x.gov.vn/tin", "listing", reason="tls"), 'tls = "unverified"'),
        (Entry("https://x.gov.vn/tin", "listing", reason="redirect_off_site", detail="offsite: https://y.gov.vn/tin"), "leads to y.gov.vn"),
        (Entry("https://x.gov.vn/tin", "listing", reason="http_404"), "does not answer (http_404)"),
        (Entry("https://x.gov.vn/tin", "listing", "https://x.gov.vn/tin"), "holds no links"),
        (Entry("https://x.gov.vn/tin", "listing", "https://x.gov.vn/vi/tin", 3), "leads to https://x.gov.vn/vi/tin: put that"),
    ],
)
def test_advice_names_the_key_to_change(entry: Entry, wanted: str, tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(SOURCE, encoding="utf-8")
    finding = assess(Sighting("x", "2026-11-22T00:00:00+00:00", [entry]), load_source(tmp_path / "x.toml"))
    assert not finding.works
    assert wanted in "\n".join(finding.advice)
    assert "verified_live = false" in finding.advice[-1]


def test_what_robots_says_is_passed_on(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text(SOURCE, encoding="utf-8")
    article = {"outcome": "stored", "title": "T", "published": "2026-11-01"}
    entries = [Entry("https://x.gov.vn/tin", "listing", "https://x.gov.vn/tin", 5, 5)]
    sighting = Sighting("x", "2026-11-22T00:00:00+00:00", entries, article, 30.0, ["https://x.gov.vn/sitemap.xml"], "200")
    finding = assess(sighting, load_source(tmp_path / "x.toml"))
    assert finding.works
    assert finding.advice[0].startswith("delay = 30 ")
    assert finding.advice[1] == "sitemaps: robots.txt names https://x.gov.vn/sitemap.xml"
    assert len(finding.advice) == 2
