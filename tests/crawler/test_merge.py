"""`corpus merge`: pages files of several machines into one, whatever their order, however often, killed or not; replayed as all of them."""

from __future__ import annotations

import itertools
import shutil
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from crawler.running import leases
from crawler.running.runs import begin_run
from crawler.verbs.replay import replay
from pipelines.archive.latest import latest_address, latest_walk
from pipelines.archive.merging import MERGED, merge_archives
from pipelines.archive.pages import all_pages, keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import FoundLink, record_failure, record_links
from pipelines.archive.walks import WalkEnd, end_walk, start_walk
from pipelines.values.outcome import Outcome
from pipelines.values.page import Hints, Page
from tests.crawler.kept_pages import page, source
from tests.crawler.portal_site import rows
from tests.paths import ROOT

LISTING = "https://x.vn/tin-tuc"


def at(hour: int) -> str:
    return f"2026-03-01T{hour:02}:00:00+00:00"


def visited(path: Path, run: str, hours: dict[int, int], words: str = "") -> Path:
    """A file of one run: articles by number, each fetched at an hour; `words` stand in the text of this machine's copies."""
    archive = open_archive(path)
    begin_run(archive, run, "s", at(min(hours.values())))
    record_links(archive, "s", [FoundLink(page(n).url or "", "article", Hints(f"Tin {n}")) for n in hours], at(0))
    for n, hour in hours.items():
        own = page(n)
        body = own.body.replace("máy móc mới".encode(), f"máy móc mới{words}".encode())
        number = keep_page(archive, Page(own.url, body, "s", None, at(hour), 200, own.headers), run)
        settle_page(archive, number, Outcome("stored", "new"))
    walk = start_walk(archive, "s", LISTING, "listing", at(min(hours.values())))
    end_walk(archive, "s", walk, WalkEnd(at(max(hours.values())), len(hours), "end" if run == "a" else "known", f"2026-02-0{len(run)}"))
    values = {"finished_at": at(max(hours.values())), "verdict": "good", "stored": len(hours)}
    archive.table("runs").update(run, values)
    archive.close()
    return path


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Articles 1 to 4 on one machine, 3 to 6 on the other, which came to 3 earlier and to 4 later."""
    (tmp_path / "one").mkdir()
    first = visited(tmp_path / "one" / "a.db", "a", {1: 5, 2: 6, 3: 7, 4: 8})
    second = visited(tmp_path / "one" / "b.db", "b", {3: 4, 5: 6, 6: 9, 4: 10}, words=" và dây chuyền")
    return first, second


def content(path: Path) -> dict[str, Any]:
    """Every row, as it stands."""
    names = [name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%sqlite%'")]
    return {name: sorted(rows(path, f"SELECT * FROM {name}"), key=repr) for name in names}


def test_every_table_is_merged(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "a.db")
    assert {name for name in archive.table_names() if "sqlite" not in name} == MERGED
    archive.close()


def test_pages_of_both_in_order_of_fetching_and_the_latest_state(two: tuple[Path, Path], tmp_path: Path) -> None:
    into = tmp_path / "c.db"
    assert main(["merge", *map(str, two), "--into", str(into)]) == 0
    archive = open_archive(into)
    kept = [(k.page.url, k.page.fetched_at, "dây chuyền".encode() in k.page.body) for k in all_pages(archive)]
    archive.close()
    numbers = [(3, 4, True), (1, 5, False), (2, 6, False), (5, 6, True), (3, 7, False), (4, 8, False), (6, 9, True), (4, 10, True)]
    assert kept == [(page(n).url, at(hour), of_b) for n, hour, of_b in numbers]
    states = {url: (state, fetched) for url, state, fetched in rows(into, "SELECT url, state, fetched_at FROM urls WHERE kind = 'article'")}
    assert states == {page(n).url: ("done", at(hour)) for n, hour in {1: 5, 2: 6, 3: 7, 4: 10, 5: 6, 6: 9}.items()}
    assert rows(into, "SELECT id, stored, verdict FROM runs ORDER BY id") == [("a", 4, "good"), ("b", 4, "good")]
    assert rows(into, "SELECT walked_at, pages, ended_by, reached_end FROM walks") == [(at(10), 4, "known", 1)]
    assert rows(into, "PRAGMA foreign_key_check") == []


def test_replay_of_the_merged_file_gives_the_rows_of_both(two: tuple[Path, Path], tmp_path: Path) -> None:
    merge_archives(two, tmp_path / "c.db")
    sources = {"s": source("s")}
    for name, pages in (("a", two[0]), ("b", two[1]), ("c", tmp_path / "c.db")):
        assert replay(pages, tmp_path / f"{name}-corpus.db", [], sources, 1) == 0
    articles = {name: dict(rows(tmp_path / f"{name}-corpus.db", "SELECT url, text FROM articles")) for name in "abc"}
    assert len(articles["a"]) == len(articles["b"]) == 4
    both = {**articles["a"], **articles["b"]}
    both[page(3).url] = articles["a"][page(3).url]  # the later visit
    assert articles["c"] == both
    assert rows(tmp_path / "c-corpus.db", "SELECT url, revision FROM articles a WHERE revision > 1 ORDER BY 1") == [
        (page(3).url, 2),
        (page(4).url, 2),
    ]
    assert rows(tmp_path / "c-corpus.db", "SELECT count(*) FROM runs") == [(2,)]
    assert rows(tmp_path / "c-corpus.db", "SELECT sum(listed), sum(fetched), sum(stored) FROM coverage WHERE month = 'undated'") == [
        (6, 6, 6)
    ]
    assert rows(tmp_path / "c-corpus.db", "SELECT listing FROM walks") == [(LISTING,)]


def test_order_and_repetition_change_nothing(two: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copy(two[0], tmp_path / "copy.db")
    visited(tmp_path / "third.db", "cc", {6: 9, 2: 3, 7: 11})
    files = [*two, tmp_path / "third.db"]
    wanted = None
    for number, order in enumerate(itertools.permutations(files)):
        into = tmp_path / f"{number}.db"
        merge_archives([*order, tmp_path / "copy.db"], into)
        wanted = wanted or content(into)
        assert content(into) == wanted
    merge_archives([tmp_path / "0.db", two[1]], tmp_path / "0.db")
    merge_archives([two[0], tmp_path / "1.db"], tmp_path / "fresh.db")
    assert content(tmp_path / "0.db") == content(tmp_path / "fresh.db") == wanted
    assert wanted is not None
    assert len(wanted["pages"]) == 11
    assert sorted(path.name for path in tmp_path.glob("*.part*")) == []


@pytest.mark.parametrize("step", ["_take_bodies", "_publish"])
def test_a_merge_that_is_killed_has_changed_nothing_and_is_done_anew(step: str, two: tuple[Path, Path], tmp_path: Path) -> None:
    into = tmp_path / "c.db"
    shutil.copy(two[0], into)
    before = content(into)
    code = "import os, sys; from pathlib import Path; from pipelines.archive import merging"
    code += f"\nmerging.{step} = lambda *_: os.kill(os.getpid(), 9)"
    code += "\nmerging.merge_archives([Path(sys.argv[1])], Path(sys.argv[2]))"
    done = subprocess.run([sys.executable, "-c", code, str(two[1]), str(into)], cwd=ROOT, check=False)
    assert done.returncode == -9
    assert (tmp_path / "c.db.part").exists()
    assert content(into) == before
    merge_archives([two[1]], into)
    merge_archives(two, tmp_path / "whole.db")
    assert content(into) == content(tmp_path / "whole.db") != before
    assert not (tmp_path / "c.db.part").exists()


def test_what_cannot_be_merged_is_one_line_and_stays_as_it_is(
    two: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noise.db").write_bytes(b"noise" * 999)
    sqlite3.connect(tmp_path / "other.db").execute("CREATE TABLE x (y)").connection.close()
    other = (tmp_path / "other.db").read_bytes()
    for name, line in (("nowhere.db", "no such file"), ("noise.db", "file is not a database"), ("other.db", "holds no kept pages")):
        assert main(["merge", str(two[0]), str(tmp_path / name), "--into", str(tmp_path / "c.db")]) == 2
        assert capsys.readouterr().err == f"corpus merge: {tmp_path / name}: {line}\n"
    assert main(["merge", str(two[0]), "--into", str(tmp_path / "other.db")]) == 2
    assert (tmp_path / "other.db").read_bytes() == other
    assert not (tmp_path / "c.db").exists()


def test_a_file_that_is_being_crawled_is_left_alone(two: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    archive = open_archive(two[0])
    archive.execute("INSERT INTO leases VALUES ('x.vn', 'another-machine:1:2', ?)", [time.time() + 60])
    archive.conn.commit()
    before = content(two[0])
    assert main(["merge", str(two[1]), "--into", str(two[0])]) == 2
    assert "a crawl is writing to it (x.vn)" in capsys.readouterr().err
    assert content(two[0]) == before
    leases.release(archive, ["x.vn"], "another-machine:1:2")
    archive.close()
    assert main(["merge", str(two[1]), "--into", str(two[0])]) == 0


ROW = {
    "key": "k", "url": "https://x.vn/k", "source": "s", "kind": "article", "state": "found", "title": None, "published": None,
    "found_on": None, "found_at": at(1), "lastmod": None, "tries": 0, "fetched_at": None, "etag": None, "last_modified": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ({"state": "done", "fetched_at": at(3)}, {"state": "failed", "fetched_at": at(4)}, {"state": "failed"}),
        ({"state": "done", "fetched_at": at(5)}, {"state": "failed", "fetched_at": at(4)}, {"state": "done"}),
        ({"state": "done"}, {"state": "found"}, {"state": "done"}),  # led elsewhere: nothing was fetched under this address
        ({"kind": "listing", "state": "done"}, {"kind": "listing", "state": "found"}, {"state": "found"}),
        ({"lastmod": at(1), "state": "done"}, {"lastmod": at(2), "state": "found"}, {"state": "found", "lastmod": at(2)}),
        ({"etag": '"e"', "fetched_at": at(3)}, {"fetched_at": at(4)}, {"etag": '"e"', "fetched_at": at(4)}),
        ({"kind": "unknown", "fetched_at": at(4)}, {"kind": "article"}, {"kind": "article"}),
        (
            {"found_at": at(2), "found_on": "b", "fetched_at": at(4)},
            {"found_at": at(1), "found_on": "z"},
            {"found_at": at(1), "found_on": "z"},
        ),
        ({"title": "Tin", "fetched_at": at(2)}, {"title": None, "published": "2026-01-01"}, {"title": "Tin", "published": "2026-01-01"}),
    ],
)
def test_of_an_address_the_latest_holds(one: dict[str, Any], other: dict[str, Any], wanted: dict[str, Any]) -> None:
    merged = latest_address({**ROW, **one}, {**ROW, **other})
    assert merged == latest_address({**ROW, **other}, {**ROW, **one})
    assert {name: merged[name] for name in wanted} == wanted


def test_of_a_walk_the_latest_and_the_farthest_hold() -> None:
    walk = {"key": "k", "source": "s", "listing": LISTING}
    one = {**walk, "walked_at": at(1), "pages": 9, "oldest": "2019-01-01", "ended_by": "end", "reached_end": 1}
    other = {**walk, "walked_at": at(2), "pages": 1, "oldest": None, "ended_by": "known", "reached_end": 0}
    wanted = {**walk, "walked_at": at(2), "pages": 9, "oldest": "2019-01-01", "ended_by": "known", "reached_end": 1}
    assert latest_walk(one, other) == latest_walk(other, one) == wanted


def test_a_failure_after_a_success_is_tried_again_and_keeps_its_page(two: tuple[Path, Path], tmp_path: Path) -> None:
    archive = open_archive(two[1])
    record_failure(archive, page(5).url or "", 500, "http_500", datetime(2026, 3, 2, tzinfo=UTC))
    archive.close()
    merge_archives(two, tmp_path / "c.db")
    assert rows(tmp_path / "c.db", "SELECT state, reason FROM urls WHERE url = ?", page(5).url) == [("failed", "http_500")]
    assert rows(tmp_path / "c.db", "SELECT outcome FROM pages WHERE url = ?", page(5).url) == [("stored",)]
