"""What a crawl leaves out because it goes beyond a bound is told: in the run, by `corpus status`, in the log and by a replay."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.running.verdict import CUT, Counts, judge, told_cuts
from pipelines.html.tree import MAX_TAGS
from pipelines.sources.source import Source
from pipelines.values.article import CUTS
from tests.crawler.portal_site import rows
from tests.paths import ROOT

TAKEN = 4  # links of a listing, in the crawl below
DRIVER = f"""
import sys
from spiders.finding import links
links.MAX_LINKS = {TAKEN}
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""
PROSE = "Xưởng dệt ở bản Lướt được trao bốn khung cửi mới trong đợt hỗ trợ đầu năm, bà con nói sẽ dạy nghề cho lớp trẻ. " * 4


def story(number: int, behind: str = "") -> str:
    return f"<html><body><article><h1>Khung cửi mới cho xưởng dệt thứ {number}</h1><p>{PROSE}</p></article>{behind}</body></html>"


@contextmanager
def served(links: int) -> Iterator[str]:
    """A site whose listing holds so many links; the page of the first is longer than is read of one."""
    listing = "".join(f'<p><a href="/tin/khung-cui-moi-cho-xuong-{1000 + n}.html">Khung cửi mới {n}</a></p>' for n in range(links))

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            number = self.path.rpartition("-")[2].removesuffix(".html")
            found = self.path == "/muc" or number.isdecimal()
            body = listing if self.path == "/muc" else story(int(number), "<hr>" * MAX_TAGS * (number == "1000")) if found else ""
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def called(folder: Path, verb: str, *more: str) -> subprocess.CompletedProcess[str]:
    given = [verb, "--sources-dir", str(folder / "sources"), "--pages-db", str(folder / "p.db"), "--corpus-db", str(folder / "c.db"), *more]
    return subprocess.run([sys.executable, "-c", DRIVER, *given], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def crawled(folder: Path, links: int) -> subprocess.CompletedProcess[str]:
    (folder / "sources").mkdir()
    with served(links) as base:
        host = base.partition("//")[2]
        (folder / "sources" / "det.toml").write_text(
            f'title = "Dệt"\nkind = "replica"\nhosts = ["{host}"]\nevidence = ["test"]\nconfidence = "high"\nverified_live = false\n'
            f'listings = ["{base}/muc"]\narticle_url = ["^/tin/"]\ndelay = 0\nallow_private = true\n'
        )
        return called(folder, "crawl", "det")


@pytest.mark.slow
def test_what_a_crawl_leaves_out_is_told_everywhere(tmp_path: Path) -> None:
    done = crawled(tmp_path, TAKEN + 3)
    line = f"left out: 1 {CUT['cut/cut_page']}, 3 {CUT['cut/links']}"
    assert f"det: warning: {line}" in done.stderr, done.stderr
    assert f"/muc: {TAKEN} links taken, 3 left out" in done.stderr
    ((why, reasons),) = rows(tmp_path / "c.db", "SELECT why, reasons FROM runs")
    assert (why, json.loads(reasons)) == (line, {"cut/cut_page": 1, "cut/links": 3})
    flags = sorted(flags for (flags,) in rows(tmp_path / "c.db", "SELECT flags FROM articles"))
    assert flags == ['["cut_page"]'] + ["[]"] * (TAKEN - 1)
    assert line in called(tmp_path, "status").stdout
    (tmp_path / "c.db").unlink()
    assert f"corpus replay: left out: 1 {CUT['cut/cut_page']}\n" in called(tmp_path, "replay", "--workers", "1").stderr


def test_every_flag_has_its_words_and_what_was_left_out_explains_no_failure() -> None:
    assert {f"cut/{flag}" for flag in CUTS} < set(CUT)
    assert told_cuts({"failed/dns": 3}) == told_cuts({"cut/links": 0}) == []
    assert told_cuts({"cut/walks": 2, "cut/links": 5}) == [f"left out: 5 {CUT['cut/links']}, 2 {CUT['cut/walks']}"]
    source = Source("x", "X", "department", ("x.vn",), ("test",), "high", False, listings=("https://x.vn/",))
    verdict = judge(Counts(failed=2, reasons={"cut/links": 9, "failed/dns": 2}), source, 0)
    assert verdict.name == "bad"
    assert "9" not in verdict.why[0]
    good = Counts(listings=1, fetched=9, aimed=9, stored=9, fill={"title": 9})
    assert judge(good, source, 0).name == "good"
    assert judge(Counts(listings=1, fetched=9, aimed=9, stored=9, fill={"title": 9}, reasons={"cut/links": 1}), source, 0).name == "warning"
