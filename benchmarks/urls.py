"""Time of the URL table at size: all due addresses of one source, and the next of a crawl's addresses.

    python -m benchmarks.urls [N]        (default 1,000,000 addresses of one source and as many of 59 others)

Prints seconds for every due address, milliseconds for the first and for the slowest of the steps in which they are read, and what one
link that is found costs. Exit status 1 when a limit is not kept. The table is made anew in a temporary folder: some 400 MB a million.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.promises import Promise, held
from pipelines.archive.schema import open_archive
from pipelines.archive.url_table import FoundLink, pending, record_links
from pipelines.sources.urls import url_key
from pipelines.values.sqlite import Database

STEP = 100  # addresses a crawl asks for at once
LIMIT_STEP, LIMIT_LINK = 0.002, 0.002  # seconds: a further address, a link found
LIMIT_ALL = 10e-6  # seconds an address, all of them
NOW, BEFORE, LATER = "2026-01-02T00:00:00+00:00", "2026-01-01T00:00:00+00:00", "2026-02-01T00:00:00+00:00"
STATES = (("done", BEFORE), ("done", LATER), ("done", None), ("done", None), ("found", None), ("failed", BEFORE), ("gone", None))


def main() -> int:
    """Measure; 1 when a limit is not kept."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("count", type=int, nargs="?", default=1_000_000, metavar="N")
    count = options.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        archive = open_archive(Path(folder) / "pages.db")
        archive.execute("PRAGMA synchronous = OFF")
        write(archive.conn, count)
        size = archive.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'urls%' OR name LIKE 'sqlite_autoindex_urls%'").fetchone()[0]
        print(f"{2 * count} addresses: {size / 2 / count:.0f} bytes an address with its indexes")
        return measured(archive, count)


def write(conn: sqlite3.Connection, count: int) -> None:
    """Addresses of the source "big" and of 59 others, in turns: waiting, done, due again, failed, gone."""
    random_ = random.Random(1)

    def rows() -> Iterator[tuple[str | None, ...]]:
        for number in range(2 * count):
            source = "big" if number % 2 == 0 else f"s{number % 59}"
            url = f"https://{source}.vn/tin-tuc/cong-thuong-va-khuyen-cong-{number}.html"
            state, visit = random_.choice(STATES)
            yield url_key(url), url, source, state, f"Tin số {number}", "2025-11-03", BEFORE, visit

    with conn:
        conn.executemany(
            "INSERT INTO urls (key, url, source, kind, state, title, published, found_at, next_visit)"
            " VALUES (?, ?, ?, 'article', ?, ?, ?, ?, ?)",
            rows(),
        )


def measured(archive: Database, count: int) -> int:
    """Print the figures; 1 when one is over its limit."""
    steps, began = [], time.perf_counter()
    last, found = began, 0
    for found, _ in enumerate(pending(archive, "big", NOW), 1):
        if found % STEP == 1:
            steps.append((now := time.perf_counter()) - last)
            last = now
    whole = time.perf_counter() - began
    slowest = max(steps[1:])
    print(f"all {found} due: {whole:.2f} s; the first after {steps[0] * 1000:.1f} ms, {STEP} further ones {slowest * 1000:.1f} ms at most")
    links = [FoundLink(f"https://big.vn/tin-moi/{number}.html", "article") for number in range(1000)]
    began = time.perf_counter()
    record_links(archive, "big", links, NOW)
    link = (time.perf_counter() - began) / len(links)
    print(f"a link found: {link * 1e6:.0f} microseconds")
    return held(
        Promise(f"the next {STEP} due addresses, slowest", max(steps[0], slowest) * 1000, "at most", LIMIT_STEP * STEP * 1000, "ms"),
        Promise("one due address, of all of a source", 1e6 * whole / count, "at most", LIMIT_ALL * 1e6, "microseconds"),
        Promise("a link that is found", link * 1e6, "at most", LIMIT_LINK * 1e6, "microseconds"),
    )


if __name__ == "__main__":
    sys.exit(main())
