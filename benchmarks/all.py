"""All benchmarks that hold a promise, one after another, and what became of each promise.

    python -m benchmarks.all [NAME ...] [--articles N] [--write]

NAME: one of those listed by --help; all when none is named. Each runs in a process of its own, on an otherwise quiet machine if the figures
are to mean anything. --write puts the table into benchmarks/promises.md; how well pages are read has a table of its own
(benchmarks/reading.md). 1 when a promise is broken or a benchmark ends in an error.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.promises import Promise, read_line

ROOT = Path(__file__).resolve().parents[1]
OUTPUT = ROOT / "benchmarks" / "promises.md"
BENCHMARKS = {
    "links": [],
    "tables": ["--held-back"],
    "facts_cost": ["--articles", "0"],
    "crawl": [],
    "cluster": ["--rounds", "2"],
    "urls": ["{articles}"],
    "questions": ["--articles", "{articles}"],
    "explorer_pages": ["--articles", "{articles}"],
    "duplicates": ["{articles}"],
    "exports": ["parquet"],
}  # fmt: skip


class Ran(NamedTuple):
    """A benchmark that has run: its name, its promises, and whether it came to its end."""

    name: str
    promises: list[Promise]
    ended: bool


def run(name: str, articles: int) -> Ran:
    """Run one, showing what it prints."""
    arguments = [argument.format(articles=articles) for argument in BENCHMARKS[name]]
    command = [sys.executable, "-m", f"benchmarks.{name}", *arguments]
    print(f"== {' '.join(command[1:])}", flush=True)
    promises = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if found := read_line(line):
                promises.append(found)
    return Ran(name, promises, process.returncode == (not all(one.kept for one in promises)))


def table(ran: list[Ran]) -> list[str]:
    """The lines of the table: what was measured, what is promised."""
    rows = ["| benchmark | what | measured | promised | |", "|---|---|---:|---:|---|"]
    for name, promises, ended in ran:
        for one in promises:
            measured, promised = f"{one.measured:.3g} {one.unit}".rstrip(), f"{one.bound} {one.limit:g} {one.unit}".rstrip()
            rows.append(f"| {name} | {one.what} | {measured} | {promised} | {'kept' if one.kept else '**broken**'} |")
        if not ended:
            rows.append(f"| {name} | did not come to its end | | | **error** |")
        elif not promises:
            rows.append(f"| {name} | nothing to measure here | | | |")
    return rows


def main() -> int:
    """Run, tell, and write when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="of the made corpora (default 100,000)")
    parser.add_argument("--write", action="store_true", help="write benchmarks/promises.md")
    given = parser.parse_args()
    if unknown := sorted(set(given.names) - set(BENCHMARKS)):
        parser.error(f"no such benchmark: {', '.join(unknown)}")
    ran = [run(name, given.articles) for name in given.names or BENCHMARKS]
    lines = table(ran)
    print("\n".join(lines))
    if given.write:
        when = f"{datetime.now(UTC).date()}, {os.cpu_count()} cores, made corpora of {given.articles:,} articles"
        head = ["# What is promised, and what was measured", "", f"Written by `python -m benchmarks.all --write` ({when}).", ""]
        OUTPUT.write_text("\n".join([*head, *lines, ""]), encoding="utf-8")
    return int(not all(one.ended and all(promise.kept for promise in one.promises) for one in ran))


if __name__ == "__main__":
    sys.exit(main())
