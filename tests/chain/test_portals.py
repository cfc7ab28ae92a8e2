"""A real government portal, mirrored on loopback, crawled from its home page."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.paths import ROOT

pytestmark = pytest.mark.slow  # real crawls


@contextmanager
def served(shared: Path, name: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, str(shared / "portals" / "serve.py"), name, str(port)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        assert "serving" in server.stdout.readline()
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.kill()
        server.communicate()


@pytest.mark.parametrize("name", ["dakrlap", "stc"])
def test_mirrored_portal(shared: Path, tmp_path: Path, name: str) -> None:
    listed = (shared / "portals" / f"{name}.articles.tsv").read_text(encoding="utf-8").splitlines()
    wanted = {line.split("\t")[0].rstrip("/") for line in listed if line.strip()}
    pages, corpus = tmp_path / "p.db", tmp_path / "c.db"
    with served(shared, name) as home:
        command = [sys.executable, "-m", "scrapy", "crawl", "sct-daknong", "-a", f"start_url={home}", "-s", "DOWNLOAD_DELAY=0",
                   "-s", f"PAGES_DB={pages}", "-s", f"CORPUS_DB={corpus}"]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    with sqlite3.connect(corpus) as db:
        got = {unquote(urlsplit(url).path).rstrip("/") for (url,) in db.execute("SELECT url FROM articles")}
    db.close()
    assert len(wanted) > 70
    assert len(wanted & got) >= 0.95 * len(wanted), sorted(wanted - got)
    lists = {path for path in got - wanted if "/page/" in path or path == "" or "tim-kiem" in path}
    assert not lists
