"""Benchmarks answer --help, and what they conclude is right where that is cheap to see."""

from __future__ import annotations

import importlib.util
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import all as every
from benchmarks import reading
from benchmarks.promises import Promise, held, read_line
from benchmarks.same_rows import compare, copied
from tests.paths import ROOT

HELP = """
import runpy, sys
for name in sys.argv[1:]:
    sys.argv = [name, "--help"]
    sys.modules.pop(f"benchmarks.{name}", None)
    print(f"== {name}", flush=True)
    try:
        runpy.run_module(f"benchmarks.{name}", run_name="__main__")
    except SystemExit as end:
        assert end.code == 0, (name, end.code)
    else:
        raise AssertionError(name)
"""  # in one process, for imports take the time
PROGRAMS = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if "__main__" in path.read_text(encoding="utf-8")]


def test_every_benchmark_says_what_it_does() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HELP, *(path.stem for path in PROGRAMS)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\nusage: ") == len(PROGRAMS) > 10


@pytest.mark.parametrize(
    ("measured", "bound", "status"), [(2.0, "at most", 0), (2.1, "at most", 1), (2.0, "at least", 0), (1.9, "at least", 1)]
)
def test_a_promise_is_kept_up_to_its_limit(measured: float, bound: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    one = Promise("page /search?q=khuyến công|x", measured, bound, 2, "ms")
    assert held(one, Promise("another", 1, "at most", 1)) == status
    told = capsys.readouterr().out.splitlines()
    assert [read_line(line) for line in told] == [one, Promise("another", 1, "at most", 1)]
    assert [line.endswith("| kept") for line in told] == [not status, True]


@pytest.mark.parametrize("line", ["", "start | a", "promise | a | 1 | about | 2 | ms | kept", "a promise | b | 1 | at most | 2 | | kept"])
def test_other_lines_of_a_benchmark_are_no_promises(line: str) -> None:
    assert read_line(line) is None


def test_the_table_names_what_is_broken_and_what_did_not_end() -> None:
    kept, broken = Promise("a", 1, "at most", 2, "ms"), Promise("b", 1, "at least", 1.5)
    rows = every.table([every.Ran("one", [kept, broken], True), every.Ran("two", [], False), every.Ran("three", [], True)])
    assert rows[2:] == [
        "| one | a | 1 ms | at most 2 ms | kept |",
        "| one | b | 1 | at least 1.5 | **broken** |",
        "| two | did not come to its end | | | **error** |",
        "| three | nothing to measure here | | | |",
    ]


def test_the_benchmarks_that_are_run_are_there() -> None:
    assert set(every.BENCHMARKS) <= {path.stem for path in PROGRAMS}
    done = subprocess.run([sys.executable, "-m", "benchmarks.all", "speed"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, "all.py: error: no such benchmark: speed")


def test_an_inserted_row_is_one_difference() -> None:
    rows = [f"amounts ({n},)" for n in range(5)]
    assert compare("p", rows, rows[::-1]) == []
    assert compare("p", rows, ["amounts (-1,)", *rows]) == ["p: only now:    amounts (-1,)"]
    assert compare("p", [*rows, rows[0]], rows) == ["p: only before: amounts (0,)"]
    assert len(compare("p", rows, ["other", *rows[1:]])) == 2


def test_kept_pages_are_copied_with_their_sources(tmp_path: Path) -> None:
    there, here = tmp_path / "there", tmp_path / "here"
    (there / "sources").mkdir(parents=True)
    here.mkdir()
    (there / "sources" / "a.toml").write_text("", encoding="utf-8")
    db = sqlite3.connect(there / "kept.db")
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE pages (url)")
    db.execute("INSERT INTO pages VALUES ('https://x.vn/')")
    db.commit()  # stands in the WAL file only
    copy = copied(there / "kept.db", here)
    db.close()
    read = sqlite3.connect(copy)
    assert read.execute("SELECT url FROM pages").fetchall() == [("https://x.vn/",)]
    read.close()
    assert copy.parent == here
    assert (here / "sources" / "a.toml").is_file()


def test_without_peers_no_versions_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert len(reading.versions()) == 1
    assert reading.versions()[0].startswith("Not installed: trafilatura; trafilatura, favor_precision; ")


class _Score:
    """Scores nothing right, whatever was read."""

    @staticmethod
    def score_page(gold: object, found: object) -> dict[str, object]:
        return {"title": False, "date": "null", "f": 0.5, "lead": None, "leaks": [], "byline": "null", "credit": "null"}

    @staticmethod
    def words(text: str) -> list[str]:
        return text.split()


def test_ratios_of_both_sets_together_and_apart() -> None:
    cases = [reading.Case(f"s/{n}", b"<p>a", None, {"body": ["a"]}) for n in range(20)]
    times = {case.name: ({}, 2.0 * (n + 1)) for n, case in enumerate(cases)}
    found = reading.Measured({"x": times}, dict.fromkeys(times, 2.0))
    together, apart = reading.table(cases, found, _Score), reading.table(cases[:4], found, _Score)
    assert together[2].endswith("| 21.0 | 10.5 | 19.0 |")  # median of 1 to 20 parses; the 95th percentile leaves one of twenty out
    assert apart[2].endswith("| 5.0 | 2.5 | 4.0 |")
    assert together[-1] == "20 saved articles and 0 listings and forms; one bare lxml parse takes 2.0 ms."
