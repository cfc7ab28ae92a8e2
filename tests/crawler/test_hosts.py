"""What is known of a host beyond one run and one pages.db: how long it wants to be left alone, and that a crawl is on it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.running.health import health_in
from crawler.running.host_locks import HostLocks
from crawler.running.schedule import chosen_sources
from pipelines.archive.rests import LONGEST, note_rest, rest_of
from pipelines.archive.schema import open_archive
from pipelines.sources.source import load_sources
from tests.crawler.portal_site import rows
from tests.paths import ROOT
from tests.servers import faults

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def crawl(folder: Path) -> subprocess.CompletedProcess[str]:
    arguments = ["--sources-dir", folder / "sources", "--pages-db", folder / "p.db", "--corpus-db", folder / "c.db"]
    command = [sys.executable, "-m", "crawler.cli", "crawl", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.slow
def test_a_rest_outlives_the_run_and_a_host_belongs_to_one_crawl_of_the_machine(tmp_path: Path) -> None:
    with ExitStack() as stack:
        resting, taken = stack.enter_context(faults.start()), stack.enter_context(faults.start())
        listing = f'listings = ["{resting.base}/tin/not-now.html"]'  # 503 with Retry-After: 86400
        resting.write_source(tmp_path / "sources", "closed", listing)
        taken.write_source(tmp_path / "sources", "sound", name="taken")
        locks = HostLocks()
        assert locks.take([taken.base.partition("//")[2]]) is None
        first = crawl(tmp_path)
        asked = dict(resting.hits)
        assert taken.hits == {}
        locks.release()
        second = crawl(tmp_path)
        assert asked == {"/robots.txt": 1, "/tin/not-now.html": 1}
        assert dict(resting.hits) == asked
        assert taken.hits["/tin/sound.html"] == 1
    assert "into another pages.db" in first.stderr
    assert (first.returncode, second.returncode) == (1, 1)
    assert "retry_later" in second.stderr
    assert rows(tmp_path / "p.db", "SELECT count(*) FROM rests") == [(1,)]
    sources = load_sources(tmp_path / "sources")
    assert chosen_sources(["closed"], tmp_path / "sources", tmp_path / "p.db") == []
    told = {one.source: one for one in health_in(tmp_path / "p.db", sources)}
    until = datetime.now(UTC) + timedelta(days=1)
    assert f"left alone until {until.date()}" in told["closed"].why
    assert (told["closed"].next_due or "")[:10] == str(until.date())
    db = open_archive(tmp_path / "p.db")
    db.execute("DELETE FROM rests")
    db.execute("UPDATE runs SET started_at = '2024-01-01T00:00:00+00:00', finished_at = started_at")
    db.conn.commit()
    assert [source.name for source in chosen_sources(["closed"], tmp_path / "sources", tmp_path / "p.db")] == ["closed"]


def test_a_rest_is_bounded_and_ends(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    assert rest_of(db, ["x.vn"], NOW) is None
    note_rest(db, "www.x.vn", 3600, NOW)
    assert rest_of(db, ["x.vn"], NOW) == NOW + timedelta(hours=1)
    assert rest_of(db, ["x.vn"], NOW + timedelta(seconds=3599)) is not None
    assert rest_of(db, ["x.vn"], NOW + timedelta(seconds=3600)) is None
    assert rest_of(db, ["x.vn", "y.vn"], NOW) is None  # the other host may be asked
    note_rest(db, "y.vn", 60, NOW)
    assert rest_of(db, ["x.vn", "y.vn"], NOW) == NOW + timedelta(seconds=60)
    note_rest(db, "x.vn", 1e15, NOW)
    assert rest_of(db, ["x.vn"], NOW) == NOW + LONGEST
    assert rest_of(db, ["x.vn"], NOW - timedelta(days=30)) is None  # written under a wrong clock
    note_rest(db, "x.vn", 0, NOW)
    assert rest_of(db, ["x.vn"], NOW) is None


def test_a_lock_is_one_of_the_machine_and_dies_with_its_process() -> None:
    hold = "from crawler.running.host_locks import HostLocks as L; l = L(); print(l.take(['khoa.example', 'b.example'])); input()"
    holder = subprocess.Popen([sys.executable, "-c", hold], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "None\n"
    own = HostLocks()
    assert own.take(["a.example", "www.khoa.example"]) == "khoa.example"
    assert own.take(["a.example"]) is None  # all or none: it was let go
    assert HostLocks().take(["a.example"]) == "a.example"
    holder.kill()
    holder.communicate()
    assert own.take(["khoa.example"]) is None
    own.release()
    assert own.take(["khoa.example", "a.example"]) is None
    own.release()
