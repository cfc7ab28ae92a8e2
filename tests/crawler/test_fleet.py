"""A whole fleet of sources due at once, in one process: each at its own delay, none later for the others."""

from __future__ import annotations

import resource
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from tests.crawler.portal_site import rows
from tests.paths import ROOT
from tests.servers import endless

SOURCES, DELAY, MOST = 156, 3.0, 40  # seconds between two requests; articles of the slowest source
Moments = dict[str, list[float]]  # of the requests, by host


@contextmanager
def fleet() -> Iterator[tuple[list[str], Moments]]:
    """So many sites of one listing each: their hosts, and when each was asked."""
    moments: Moments = defaultdict(list)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host = self.headers["Host"]
            moments[host].append(time.monotonic())
            number = hosts.index(host)
            articles = MOST if number == 0 else 4 + number % 12
            links = [(f"/tin/ban-giao-may-say-so-{n}-{5000 + n}.html", f"Bàn giao máy sấy nông sản số {n}") for n in range(articles)]
            listing = endless.page("Tin tức", links)
            body = (endless.article(f"{number}-{self.path[-9:-5]}") if self.path.startswith("/tin/") else listing).encode()
            found = self.path != "/robots.txt"
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(SOURCES)]
    hosts = [f"127.0.0.1:{server.server_address[1]}" for server in servers]
    for server in servers:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hosts, moments
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def crawl(folder: Path, which: str) -> subprocess.CompletedProcess[str]:
    arguments = ["--sources-dir", folder / "sources", "--pages-db", folder / f"{which}.db", "--corpus-db", folder / f"{which}-corpus.db"]
    command = [sys.executable, "-m", "crawler.cli", "crawl", *map(str, arguments), which]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900, check=False)


@pytest.mark.soak
def test_a_fleet_takes_no_longer_than_its_slowest_source(tmp_path: Path) -> None:
    with fleet() as (hosts, moments):
        for number, host in enumerate(hosts):
            own = (f'listings = ["http://{host}/tin-tuc"]', f"delay = {DELAY}")
            endless.write_source(tmp_path / "sources", f"nguon-{number}", host, *own)
        crawl(tmp_path, "nguon-0")
        alone = moments[hosts[0]][-1] - moments[hosts[0]][0]
        moments.clear()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = crawl(tmp_path, "--due")
        took = max(map(max, moments.values())) - min(map(min, moments.values()))
    busy = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    begun = max(map(min, moments.values())) - min(map(min, moments.values()))
    print(f"the slowest alone: {alone:.1f} s, all {SOURCES}: {took:.1f} s, {took / alone:.3f} of it; the last began after {begun:.1f} s;"
          f" {sum(map(len, moments.values()))} requests, {busy:.1f} s of the processor")  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert rows(tmp_path / "--due.db", "SELECT count(*) FROM runs WHERE verdict = 'good'") == [(SOURCES,)]
    gaps = [later - earlier for times in moments.values() for earlier, later in pairwise(times)]
    assert len(moments) == SOURCES
    assert min(gaps) >= DELAY - 0.05  # as the server sees it: a request may have waited for its thread
    assert alone >= DELAY * MOST
    assert took <= 1.1 * alone
