"""`corpus sources check --live`: what it sees of sites that work and of sites that do not, and what it says to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from examples.replica import server as replica
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
        assert all(entry["reason"] is None for entry in row["entries"] if entry["known"]), row
        assert all(seen["words"] > 40 and seen["published"] for seen in row["articles"] if seen["outcome"] == "stored")
        assert f'verified_live = true\n+verified_on = "{row["at"][:10]}"' in row["difference"]
        assert row["requests"] <= 12
    assert sum(asked.values()) == sum(row["requests"] for row in rows[:3])  # all that was asked, and no more than a look
    assert rows[3]["works"] is False
    assert rows[3]["robots"] == "404"
    assert rows[3]["faults"] == ["no listing or feed with articles"]
