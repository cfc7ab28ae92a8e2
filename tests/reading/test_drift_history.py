"""Drift over runs: a changed template is in the verdict of the run that met it, and never becomes history by itself."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipelines.archive.schema import open_archive
from pipelines.drift.history import ACCEPTED, from_json, judge_run, to_json
from pipelines.drift.shapes import Shape
from pipelines.drift.summaries import Summary, summarise
from tests.paths import ROOT

SENTENCE = "Hợp tác xã trong huyện vừa lắp thêm máy sấy, bà con đỡ phải phơi nhờ sân đình mỗi khi trời trở gió vào cuối vụ. "
OLD = (
    "<div class='khung'><h1 class='ten-bai'>{title}</h1><span class='ngay-dang'>12/3/2024</span><p class='sapo'>{lead}</p>"
    "<div class='than-bai'>{body}</div></div>"
)
NEW = "<main class='moi'><section class='x1'><h2>{title}</h2><div class='x2'><p>{lead}</p>{body}</div></section></main>"
PER_RUN = 12


def shapes(n: int, lead: bool = True) -> Summary:
    filled = frozenset(("title", "body", *(("lead",) if lead else ())))
    return summarise([Shape("news", filled, "meta", 5 + i % 3, 200 + 9 * i, "title body", 4, 9.0, ("a", "b")) for i in range(n)])


def test_a_drifted_run_does_not_become_history(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    assert judge_run(db, "x", shapes(20)) == []
    assert judge_run(db, "x", shapes(10, lead=False)) == ["lead filled: 0 of 10, before 20 of 20"]
    assert judge_run(db, "x", shapes(10)) == []
    assert judge_run(db, "y", shapes(10, lead=False)) == []  # another source has its own history
    history = from_json(db.execute("SELECT history FROM shapes WHERE source = 'x'").fetchone()[0])
    assert (history.n, history.shares["lead filled"]) == (30, 30)


def test_runs_of_few_articles_wait_for_one_another(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    judge_run(db, "x", shapes(40))
    told = [judge_run(db, "x", shapes(1, lead=False)) for _ in range(6)]
    assert told[:2] == [[], []]
    assert told[5][0] == "lead filled: 0 of 6, before 40 of 40"
    assert from_json(db.execute("SELECT history FROM shapes").fetchone()[0]).shares["lead filled"] == 40


def test_a_site_that_changed_for_good_is_accepted_and_said_so(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    judge_run(db, "x", shapes(20))
    told = [judge_run(db, "x", shapes(9, lead=False)) for _ in range(ACCEPTED + 1)]
    assert [len(reasons) for reasons in told] == [1] * (ACCEPTED - 1) + [2, 0]
    assert "new normal" in told[ACCEPTED - 1][1]


def test_summary_survives_json() -> None:
    summary = shapes(7)
    assert from_json(to_json(summary)) == summary


class Site:
    """Articles under ever new addresses; the template can be changed between two crawls."""

    def __init__(self) -> None:
        self.run, self.template = 0, OLD

    def page(self, path: str) -> str | None:
        if path.startswith("/muc/"):
            name = f"Máy sấy về bản đợt {self.run} số"
            links = "".join(f"<li><a href='/tin/may-say-ve-ban-{self.run}-{i}.html'>{name} {i}</a></li>" for i in range(PER_RUN))
            return f"<html><body><ul>{links}</ul></body></html>"
        if not path.startswith("/tin/"):
            return None
        run, i = path.removesuffix(".html").split("-")[-2:]
        body = "".join(f"<p>Chuyện số {run}{i}, đoạn {n}. {SENTENCE}</p>" for n in range(3 + int(i) % 3))
        lead = f"Đợt {run} số {i}: mười hộ ở bản trên góp tiền mua chung một chiếc máy sấy để dùng luân phiên trong vụ này."
        return f"<html><body>{self.template.format(title=f'Máy sấy về bản đợt {run} số {i}', lead=lead, body=body)}</body></html>"


@contextmanager
def serving(site: Site) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            html = site.page(self.path)
            body = (html or "").encode()
            self.send_response(200 if html else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def crawl(folder: Path, host: str) -> tuple[str, str]:
    """Crawl the site once: the verdict of the run and its reasons."""
    (folder / "test-site.toml").write_text(
        f'title = "Trang thử"\nkind = "replica"\nhosts = ["{host}"]\nevidence = ["test"]\nconfidence = "high"\nverified_live = false\n'
        f"listings = [\"http://{host}/muc/\"]\narticle_url = ['^/tin/']\ndelay = 0\nfloor = 0\nallow_private = true\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder), "--pages-db", str(folder / "p.db"),
               "--corpus-db", str(folder / "c.db")]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    with sqlite3.connect(folder / "p.db") as db:
        verdict, why, stored = db.execute("SELECT verdict, why, stored FROM runs ORDER BY started_at DESC, rowid DESC LIMIT 1").fetchone()
    db.close()
    assert stored == PER_RUN
    return verdict, why


@pytest.mark.slow
@pytest.mark.parametrize("changes", [True, pytest.param(False, marks=pytest.mark.soak)])
def test_a_changed_template_is_in_the_verdict_of_the_same_run(tmp_path: Path, changes: bool) -> None:
    site = Site()
    with serving(site) as host:
        assert crawl(tmp_path, host) == ("good", "")
        site.run = 1
        site.template = NEW if changes else OLD
        verdict, why = crawl(tmp_path, host)
        assert verdict == ("warning" if changes else "good"), why
        assert ("layout changed: " in why) is changes
        site.run, site.template = 2, OLD
        assert "layout changed" not in crawl(tmp_path, host)[1]  # the run in between was not learnt
