"""What the clock starts: sources whose time has come, and none that another crawl holds; a log that does not grow for ever."""

from __future__ import annotations

import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.cli import parser
from crawler.cluster.dealing import NO_WORKER, SCHEDULER_LOST
from crawler.running import leases, reactor
from crawler.running.ending import HELD, LEFT, STOPPED, NotBegun, close
from crawler.running.schedule import chosen_sources
from pipelines.archive.schema import open_archive
from pipelines.sources.source import load_sources
from spiders.fetching import failures
from tests.crawler.timed_sources import ran, write_timed_sources
from tests.paths import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_timed_sources(tmp_path)


def due(folder: Path) -> list[str]:
    return [source.name for source in chosen_sources([], folder / "sources", folder / "p.db")]


def test_due_is_what_was_never_crawled_or_long_ago_or_killed(folder: Path) -> None:
    assert due(folder) == ["a", "b", "c"]
    ran(folder, "a", 5.9)
    ran(folder, "b", 6.1)
    ran(folder, "c", 0.1, finished=False)
    assert due(folder) == ["b", "c"]


def test_what_another_crawl_holds_is_left_to_it(folder: Path) -> None:
    db = open_archive(folder / "p.db")
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    owner = f"{leases.own_name().partition(':')[0]}:{other.pid}:{leases._started(other.pid)}"
    assert leases.acquire(db, ["b.vn"], owner) is None
    assert due(folder) == ["a", "c"]
    assert [source.name for source in chosen_sources(["b"], folder / "sources", None)] == ["b"]  # named by a person: told that it is taken
    other.kill()
    other.wait()
    assert due(folder) == ["a", "b", "c"]


@pytest.mark.parametrize(("why", "status"), [(LEFT, 0), (STOPPED, 0), (HELD, 1), (SCHEDULER_LOST, 1), (NO_WORKER, 1)])
def test_a_source_not_begun_is_bad_without_an_excuse(folder: Path, capsys: pytest.CaptureFixture[str], why: NotBegun, status: int) -> None:
    assert close(folder / "c.db", list(load_sources(folder / "sources")), [], why) == status
    assert capsys.readouterr().err.splitlines() == [f"{name}: {why.why}" for name in "abc"]


def test_each_source_not_begun_has_its_own_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = list(load_sources(folder / "sources"))
    assert close(folder / "c.db", names, [], LEFT, {"b": SCHEDULER_LOST}) == 1
    assert capsys.readouterr().err.splitlines() == [f"a: {LEFT.why}", f"b: {SCHEDULER_LOST.why}", f"c: {LEFT.why}"]


def test_the_log_beside_the_live_view_is_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reactor, "LOG_BYTES", 2000)
    handler = reactor.log_handler(tmp_path / "logs" / "crawl.log", Settings())
    for n in range(500):
        handler.handle(logging.makeLogRecord({"msg": f"a line of some length, number {n}, that fills the file"}))
    handler.close()
    files = sorted((tmp_path / "logs").iterdir())
    assert len(files) == reactor.LOG_FILES + 1
    assert all(0 < file.stat().st_size <= 2000 for file in files)
    assert "number 499," in (tmp_path / "logs" / "crawl.log").read_text(encoding="utf-8")


def test_what_deploy_starts_is_a_command_of_ours() -> None:
    for name in ("corpus-crawl.service", "crontab"):
        text = (ROOT / "deploy" / name).read_text(encoding="utf-8")
        found = re.search(r"^[^#\n]*\.venv/bin/corpus ((?:[a-z-]+ ?)+)", text, re.MULTILINE)
        assert found, name
        assert parser().parse_args(found[1].split()).due is True


def test_the_operator_is_told_what_to_do_about_every_failure() -> None:
    text = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    words = {word for _, word in (*failures._CLASSES, *failures._IGNORED)}
    assert len(words) > 10
    assert [word for word in sorted(words) if f"`{word}`" not in text] == []
