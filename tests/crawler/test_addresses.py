"""One document under several addresses, crawled over loopback in several orders of finding, killed in between, replayed, merged: one
article under one address, with the same id and figures."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import main
from crawler.verbs.replay import replay
from pipelines.archive.merging import merge_archives
from pipelines.archive.pages import all_pages, keep_page
from pipelines.archive.schema import open_archive
from pipelines.sources.source import load_sources
from tests.crawler.portal_site import rows
from tests.paths import ROOT

pytestmark = pytest.mark.slow  # real crawls

SECTIONS = ("tin-moi-nhat", "nghe", "chuyen-muc/lang-nghe")  # "nghe" is the shortest
STORIES = {41207: "dệt thổ cẩm", 41388: "đan lát mây tre", 41455: "rèn dao rựa"}
FACTS = "SELECT a.url, a.id, a.revision, a.text, m.surface, m.vnd_min, m.province FROM articles a JOIN amounts m ON m.article = a.id"


def path_of(section: str, number: int) -> str:
    return f"/{section}/to-nghe-nhan-them-may-{number}.html"


@dataclass
class Portal:
    """`order`: the sections as the list names them; `slow`: seconds an article takes to come."""

    order: tuple[str, ...] = SECTIONS
    slow: float = 0.0
    asked: list[str] = field(default_factory=list)
    base: str = ""

    def answer(self, path: str) -> str | None:
        if path == "/":
            links = (f'<h3><a href="{path_of(part, n)}">Tổ {craft} nhận thêm máy</a></h3>' for part in self.order
                     for n, craft in STORIES.items())  # fmt: skip
            return f"<html><body><h1>Tin tức</h1>{''.join(links)}</body></html>"
        number = int("".join(c for c in path.rpartition("-")[2] if c.isdigit()) or 0)
        if number not in STORIES or path not in {path_of(part, number) for part in SECTIONS}:
            return None
        self.asked.append(path)
        time.sleep(self.slow)
        craft = STORIES[number]
        text = f"Tổ {craft} ở tỉnh Hòa Bình được hỗ trợ {number % 900} triệu đồng năm 2023 để mua máy, bà con góp công dựng lại nhà xưởng. "
        day = '<div class="date">14/06/2023 08:00</div>'
        return f"<html><body><article><h1>Tổ {craft} nhận thêm máy</h1>{day}<p>{text * 2}</p><p>{text}</p></article></body></html>"


@contextmanager
def served() -> Iterator[Portal]:
    portal = Portal()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = portal.answer(self.path)
            body = (text or "404").encode()
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    portal.base = f"http://127.0.0.1:{server.server_port}"
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()


def command(folder: Path, base: str) -> list[str]:
    (folder / "sources").mkdir(parents=True, exist_ok=True)
    own = [f'title = "Nghề"\nkind = "replica"\nhosts = ["{base[7:]}"]\nlistings = ["{base}/"]\narticle_url = ["^/.*-\\\\d+\\\\.html$"]',
           'delay = 0\nallow_private = true\nevidence = ["served by the test"]\nconfidence = "high"\nverified_live = false\n']  # fmt: skip
    (folder / "sources" / "nghe.toml").write_text("\n".join(own), encoding="utf-8")
    return [sys.executable, "-m", "crawler.cli", "crawl", "nghe", "--sources-dir", str(folder / "sources"), "--pages-db",
            str(folder / "pages.db"), "--corpus-db", str(folder / "corpus.db")]  # fmt: skip


def crawl(folder: Path, base: str) -> None:
    done = subprocess.run(command(folder, base), cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def killed(folder: Path, portal: Portal) -> None:
    """A crawl that is killed, with all it started, when its first articles are stored."""
    crawling = subprocess.Popen(command(folder, portal.base), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                start_new_session=True)  # fmt: skip
    until = time.monotonic() + 60
    while time.monotonic() < until and len(portal.asked) < 2:
        time.sleep(0.02)
    os.killpg(crawling.pid, signal.SIGKILL)
    crawling.wait()


def told(corpus: Path) -> list[tuple[Any, ...]]:
    return sorted(rows(corpus, FACTS), key=repr)


def addresses(corpus: Path) -> list[tuple[Any, ...]]:
    return rows(corpus, "SELECT id, url, article FROM addresses ORDER BY id")


def check(folder: Path) -> int:
    return main(["check", "--pages-db", str(folder / "pages.db"), "--corpus-db", str(folder / "corpus.db")])


def expected(portal: Portal, crawled: Path) -> list[tuple[Any, ...]]:
    """What every order must give; sound in itself."""
    wanted = told(crawled / "corpus.db")
    assert len(wanted) == 3 * len(STORIES)
    assert {url for url, *_ in wanted} == {portal.base + path_of("nghe", n) for n in STORIES}
    assert len(addresses(crawled / "corpus.db")) == 3 * len(STORIES)
    assert check(crawled) == 0
    return wanted


def replayed(folder: Path, wanted: list[tuple[Any, ...]]) -> None:
    """Into a new corpus by two processes, then into that again."""
    for workers in (2, 1):
        assert replay(folder / "pages.db", folder / "again.db", [], load_sources(folder / "sources"), workers) == 0
        assert told(folder / "again.db") == wanted
        assert addresses(folder / "again.db") == addresses(folder / "corpus.db")


def test_whatever_is_found_first(tmp_path: Path) -> None:
    with served() as portal:
        for number, order in enumerate((SECTIONS, SECTIONS[::-1])):
            portal.order, portal.asked = order, []
            crawl(tmp_path / str(number), portal.base)
            assert sorted(portal.asked) == sorted(path_of(order[0], n) for n in STORIES)  # one address of each is asked for
        wanted = expected(portal, tmp_path / "0")
    assert told(tmp_path / "1" / "corpus.db") == wanted
    assert addresses(tmp_path / "1" / "corpus.db") == addresses(tmp_path / "0" / "corpus.db")
    replayed(tmp_path / "1", wanted)
    merged(tmp_path, wanted)


@pytest.mark.soak
@pytest.mark.parametrize("order", [(2, 1, 0), (0, 2, 1), (1, 0, 2)])
def test_killed_in_between(order: tuple[int, ...], tmp_path: Path) -> None:
    """The crawl after the kill finds the addresses in another order."""
    with served() as portal:
        crawl(tmp_path / "whole", portal.base)
        wanted = expected(portal, tmp_path / "whole")
        portal.order, portal.asked, portal.slow = tuple(SECTIONS[i] for i in order), [], 0.3
        killed(tmp_path / "killed", portal)
        portal.order, portal.slow = SECTIONS, 0.0
        crawl(tmp_path / "killed", portal.base)
    assert told(tmp_path / "killed" / "corpus.db") == wanted
    assert addresses(tmp_path / "killed" / "corpus.db") == addresses(tmp_path / "whole" / "corpus.db")
    assert check(tmp_path / "killed") == 0
    replayed(tmp_path / "killed", wanted)


def merged(folder: Path, wanted: list[tuple[Any, ...]]) -> None:
    """Files of machines that asked for different addresses, made one; and one file that has all their pages in another order."""
    files = [folder / name / "pages.db" for name in ("0", "1")]
    sources = load_sources(folder / "0" / "sources")
    merge_archives(files, folder / "pages.db")
    assert replay(folder / "pages.db", folder / "corpus.db", [], sources, 1) == 0
    assert told(folder / "corpus.db") == wanted
    assert check(folder) == 0
    shutil.copy(files[1], folder / "one.db")
    one, other = open_archive(folder / "one.db"), open_archive(files[0])
    for kept in all_pages(other):
        keep_page(one, kept.page, None)
    one.close()
    other.close()
    assert replay(folder / "one.db", folder / "corpus-of-one.db", [], sources, 1) == 0
    assert told(folder / "corpus-of-one.db") == wanted
    assert addresses(folder / "corpus-of-one.db") == addresses(folder / "corpus.db")
