"""How every source is: states on both sides of their limits, the status verb, the heartbeat of a crawl, the dead man's switch."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.running import leases
from crawler.running.health import Health, as_prometheus, health_in, health_of, ping, write_health
from crawler.running.schedule import chosen_sources
from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from pipelines.sources.source import Source, load_sources
from tests.crawler.timed_sources import ran, write_timed_sources

NOW = datetime(2024, 3, 5, 12, tzinfo=UTC)
SOURCE = Source("x", "X", "department", ("x.vn",), ("test",), "high", False, listings=("https://x.vn/",), every="6h")


def run(hours_ago: float, verdict: str | None = "good", finished: bool = True) -> dict[str, Any]:
    started = (NOW - timedelta(hours=hours_ago)).isoformat(timespec="seconds")
    return {"source": "x", "started_at": started, "finished_at": started if finished else None, "verdict": verdict, "stored": 3,
            "failed": 1, "why": "why"}  # fmt: skip


@pytest.mark.parametrize(
    ("last", "taken", "state"),
    [
        (run(1), False, "good"),
        (run(1, "warning"), False, "warning"),
        (run(1, "bad"), False, "bad"),
        (run(100, "bad"), False, "bad"),  # bad and long ago: bad says more
        (run(11.9), False, "good"),  # due, and the clock may take its time
        (run(12.1), False, "overdue"),
        (run(12.1, "warning"), False, "overdue"),
        (run(1, None, finished=False), False, "interrupted"),
        (run(1, None, finished=False), True, "running"),
        (run(100, None, finished=False), True, "running"),
        (run(-0.1), False, "good"),
        (run(-0.2), False, "future"),
    ],
)
def test_states(last: dict[str, Any], taken: bool, state: str) -> None:
    assert health_of(last, SOURCE, taken, NOW).state == state


def test_a_source_without_a_file_is_never_due() -> None:
    found = health_of(run(1000), None, False, NOW)
    assert (found.state, found.next_due) == ("good", None)


def test_the_next_run_is_due_an_interval_after_the_last_began() -> None:
    assert health_of(run(1), SOURCE, False, NOW).next_due == "2024-03-05T17:00:00+00:00"


FOUND = [Health("a", "good", "good", "2024-03-05T11:00:00+00:00", None, None, 3, 1, ""),
         Health("b", "overdue", "good", "2024-03-01T11:00:00+00:00", None, None, 0, 0, "")]  # fmt: skip


def test_prometheus_text() -> None:
    values = dict(line.rsplit(" ", 1) for line in as_prometheus(FOUND).splitlines() if not line.startswith("#"))
    assert values == {
        'corpus_source_ill{source="a",state="good"}': "0",
        'corpus_source_ill{source="b",state="overdue"}': "1",
        'corpus_last_run_timestamp_seconds{source="a"}': "1709636400",
        'corpus_last_run_timestamp_seconds{source="b"}': "1709290800",
        'corpus_last_run_stored{source="a"}': "3",
        'corpus_last_run_stored{source="b"}': "0",
    }


def test_the_heartbeat_is_whole_and_says_the_exit_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_health(tmp_path / "health.json", FOUND, 1)
    told = json.loads((tmp_path / "health.json").read_text(encoding="utf-8"))
    assert (told["exit_status"], [one["state"] for one in told["sources"]]) == (1, ["good", "overdue"])
    assert datetime.fromisoformat(told["written_at"]) > NOW
    write_health(tmp_path / "corpus.prom", FOUND, 0)
    assert (tmp_path / "corpus.prom").read_text(encoding="utf-8") == as_prometheus(FOUND)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["corpus.prom", "health.json"]
    write_health(tmp_path / "no" / "folder.json", FOUND, 0)
    assert capsys.readouterr().err == f"{tmp_path / 'no' / 'folder.json'}: No such file or directory\n"


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """What a loopback server was asked for; the first entry is its own address."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    paths.append(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield paths
    server.shutdown()
    server.server_close()


def test_the_dead_mans_switch_is_told_good_and_bad(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    ping(f"{asked[0]}/id/", 0)
    ping(f"{asked[0]}/id", 1)
    assert asked[1:] == ["/id", "/id/fail"]
    ping("http://127.0.0.1:1/id", 0)
    assert capsys.readouterr().err.startswith("--ping: ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sources a, b, c that are crawled every 6 hours; their databases are p.db and c.db."""
    open_corpus(tmp_path / "c.db").close()
    return write_timed_sources(tmp_path)


def test_status_says_what_needs_looking_at(corpus: Any, folder: Path) -> None:
    arguments = ("status", "--pages-db", folder / "p.db", "--corpus-db", folder / "c.db")
    ran(folder, "a", 1)
    done = corpus(*arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    ran(folder, "b", 13)
    ran(folder, "c", 1, finished=False)
    done = corpus(*arguments)
    assert done.returncode == 1
    assert [line.split(":")[:2] for line in done.stdout.splitlines()[-2:]] == [["b", " overdue"], ["c", " interrupted"]]
    told = {row["source"]: row["state"] for row in json.loads(corpus(*arguments, "--json").stdout)}
    assert told == {"a": "good", "b": "overdue", "c": "interrupted"}
    assert 'corpus_source_ill{source="b",state="overdue"} 1' in corpus(*arguments, "--prometheus").stdout


def test_a_run_under_way_is_not_interrupted(folder: Path) -> None:
    ran(folder, "c", 0.1, finished=False)
    db = open_archive(folder / "p.db")
    other = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    owner = f"{leases.own_name().partition(':')[0]}:{other.pid}:{leases._started(other.pid)}"
    assert leases.acquire(db, ["c.vn"], owner) is None
    sources = load_sources(folder / "sources")
    assert [one.state for one in health_in(folder / "p.db", sources)] == ["running"]
    other.kill()
    other.wait()
    assert [one.state for one in health_in(folder / "p.db", sources)] == ["interrupted"]
    db.close()


def test_a_run_dated_in_the_future_is_told_and_due(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran(folder, "a", 1)
    ran(folder, "b", -48)
    ran(folder, "c", -0.1)  # clocks differ a little
    assert [source.name for source in chosen_sources([], folder / "sources", folder / "p.db")] == ["b"]
    assert capsys.readouterr().err.startswith("b: its last run is dated ")
