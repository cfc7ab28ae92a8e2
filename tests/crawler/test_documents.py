"""Notices whose text is a file, over real sockets: fetched politely, read with their notice, replayed, killed anywhere."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.crawler.portal_site import TABLES, everything, rows
from tests.documents.pdf_files import Sheet, pdf
from tests.documents.word_files import docx, p, tbl
from tests.paths import ROOT
from tests.servers import notices
from tests.servers.notices import Notice, Served

pytest.importorskip("pypdfium2")
pytestmark = pytest.mark.slow  # real crawls

SUPPORT = "Năm 2031, tỉnh Lạng Sơn hỗ trợ 450 triệu đồng từ nguồn khuyến công địa phương cho ba cơ sở chế biến gỗ mua máy móc mới."
SECOND = "Tổng mức đầu tư của dự án cụm công nghiệp tại tỉnh Cao Bằng là 120 tỷ đồng, khởi công trong quý hai năm 2031."
FACTS = ("articles", "provinces", "years", "amounts", "attachments", "passages", "revisions")


def crawl_command(folder: Path) -> list[str]:
    return [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder / "sources"),
            "--pages-db", str(folder / "pages.db"), "--corpus-db", str(folder / "corpus.db")]  # fmt: skip


def crawl(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(crawl_command(folder), cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def two_notices() -> dict[str, Notice]:
    """One whose text is a PDF of two pages, one with a DOCX."""
    first = pdf(Sheet().paragraph(SUPPORT), Sheet().paragraph(SECOND))
    second = docx(p(SECOND), tbl(["TT", "Đơn vị", "Kinh phí (triệu đồng)"], ["1", "Hợp tác xã Bình Minh", "75"]))
    return {
        "quyet-dinh-mot": Notice("Quyết định về việc hỗ trợ khuyến công năm 2031", {"mot.pdf": Served(first)}),
        "quyet-dinh-hai": Notice("Thông báo danh sách đơn vị được hỗ trợ", {"hai.docx": Served(second)}),
    }


def amounts(folder: Path) -> list[tuple[Any, ...]]:
    return rows(
        folder / "corpus.db", "SELECT surface, document, document_page FROM v_amounts WHERE kind = 'money' ORDER BY document, start"
    )


def test_documents_are_the_text_of_their_notices_and_replay_reads_the_same(tmp_path: Path, corpus: Any) -> None:
    with notices.start(two_notices()) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stderr
        assert (site.hits["/tep/mot.pdf"], site.hits["/tep/hai.docx"]) == (1, 1)
        one, two = site.file("mot.pdf"), site.file("hai.docx")
    assert amounts(tmp_path) == [
        ("120 tỷ đồng", two, None),
        ("75", two, None),
        ("450 triệu đồng", one, 1),
        ("120 tỷ đồng", one, 2),
    ]
    states = rows(tmp_path / "corpus.db", "SELECT url, state, pages FROM attachments ORDER BY url")
    assert states == [(two, "read", None), (one, "read", 2)]
    assert rows(tmp_path / "corpus.db", "SELECT count(*), max(revision) FROM articles") == [(2, 1)]
    assert rows(tmp_path / "corpus.db", "SELECT count(*) FROM revisions") == [(0,)]
    for url, start, end, page in rows(tmp_path / "corpus.db", "SELECT url, start, end, page FROM passages"):
        assert end > start
        assert (page is None) == url.endswith("docx")
    text = dict(rows(tmp_path / "corpus.db", "SELECT url, text FROM articles"))[site.url("quyet-dinh-mot")]
    assert text == f"Xem nội dung trong tệp đính kèm.\n{SUPPORT}\n{SECOND}"
    assert rows(tmp_path / "pages.db", "SELECT outcome, reason, count(*) FROM pages GROUP BY 1, 2 ORDER BY 1, 2") == [
        ("stored", "document", 2),
        ("stored", "new", 2),
    ]
    for workers in ("1", "2"):
        again = tmp_path / f"again{workers}.db"
        done = corpus("replay", "--pages-db", tmp_path / "pages.db", "--corpus-db", again, "--sources-dir", tmp_path / "sources",
                      "--workers", workers)  # fmt: skip
        assert done.returncode == 0, done.stderr
        compare(again, tmp_path / "corpus.db")


def compare(got: Path, wanted: Path) -> None:
    tables = (*TABLES, "passages")
    mine, theirs = everything(got, tables), everything(wanted, tables)
    for table in tables:
        assert mine[table] == theirs[table], table
    assert theirs["passages"]


@pytest.mark.soak
def test_warc_files_carry_documents(tmp_path: Path, corpus: Any) -> None:
    pytest.importorskip("warcio")
    with notices.start(two_notices()) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        assert crawl(tmp_path).returncode == 0
    warc = tmp_path / "pages.warc.gz"
    assert corpus("warc", "--pages-db", tmp_path / "pages.db", "--to", warc).returncode == 0
    done = corpus("replay", "--warc", warc, "--corpus-db", tmp_path / "w.db", "--sources-dir", tmp_path / "sources")
    assert done.returncode == 0, done.stderr
    got, wanted = everything(tmp_path / "w.db", FACTS), everything(tmp_path / "corpus.db", FACTS)
    assert got == wanted
    assert wanted["passages"]


@pytest.mark.soak
def test_without_the_key_documents_are_listed_and_asked_for_once_it_is_set(tmp_path: Path) -> None:
    with notices.start(two_notices()) as site:
        site.write_source(tmp_path / "sources")
        assert crawl(tmp_path).returncode == 0
        assert not [path for path in site.hits if path.startswith("/tep/")]
        assert rows(tmp_path / "corpus.db", "SELECT count(*), count(state) FROM attachments") == [(2, 0)]
        assert amounts(tmp_path) == []
        site.write_source(tmp_path / "sources", "documents = {}")  # from now on it asks: also for those of notices it knows
        assert crawl(tmp_path).returncode == 0
        assert site.hits["/tep/mot.pdf"] == 1
        assert len(amounts(tmp_path)) == 4
        crawl(tmp_path)
        assert site.hits["/tep/mot.pdf"] == 1


def test_a_second_crawl_asks_for_no_document_again(tmp_path: Path) -> None:
    with notices.start(two_notices()) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        crawl(tmp_path)
        before = everything(tmp_path / "corpus.db", FACTS)
        crawl(tmp_path)
        assert site.hits["/tep/mot.pdf"] == 1
    assert everything(tmp_path / "corpus.db", FACTS) == before


def test_documents_obey_limits_hosts_and_robots(tmp_path: Path) -> None:
    good = pdf(Sheet().paragraph(SUPPORT))
    long_text = " ".join([SUPPORT] * 9)
    given = {
        "lon": Notice("Thông báo kèm tệp quá lớn", {"lon.pdf": Served(good + b"\n%" + b"x" * 40_000)}),
        "cam": Notice("Thông báo kèm tệp bị cấm", {"cam/kin.pdf": Served(good)}),
        "mat": Notice("Thông báo kèm tệp đã mất", {"mat.pdf": Served(b"gone", status=404)}),
        "dai": Notice("Bài viết dài có phụ lục", {"dai.pdf": Served(good)}, words=long_text),
        "bang": Notice("Thông báo kèm bảng tính", {"bang.xlsx": Served(b"PK\x03\x04"), "goi.zip": Served(b"PK\x03\x04")}),
        "trang": Notice("Thông báo kèm tệp nhiều trang", {"trang.pdf": Served(pdf(*[Sheet().paragraph(SUPPORT)] * 3))}),
        "chuyen": Notice("Thông báo kèm tệp chuyển chỗ", {"chuyen.pdf": Served(moved="/tep/dich.pdf"), "dich.pdf": Served(good)}),
        "ngoai": Notice("Thông báo kèm tệp ở nơi khác", {"ngoai.pdf": Served(moved="http://localhost:9/tep.pdf")}),
    }
    with notices.start(given, robots=b"User-agent: *\nDisallow: /tep/cam/\n") as site:
        site.write_source(tmp_path / "sources", "documents = { max_bytes = 30_000, max_pages = 2 }")
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stderr
        hits, base = dict(site.hits), site.base
    state = {
        url.removeprefix(f"{base}/tep/"): (state, pages)
        for url, state, pages in rows(tmp_path / "corpus.db", "SELECT url, state, pages FROM attachments")
    }
    assert state == {
        "lon.pdf": (None, None), "cam/kin.pdf": (None, None), "mat.pdf": (None, None), "dai.pdf": (None, None),
        "bang.xlsx": (None, None), "goi.zip": (None, None), "ngoai.pdf": (None, None),
        "trang.pdf": ("in_part", 3), "chuyen.pdf": ("read", 1), "dich.pdf": ("read", 1),
    }  # fmt: skip
    assert not {"/tep/cam/kin.pdf", "/tep/dai.pdf", "/tep/bang.xlsx", "/tep/goi.zip"} & set(hits)
    query = "SELECT url, state, reason, next_visit IS NOT NULL FROM urls WHERE kind = 'document'"
    urls = {url.removeprefix(f"{base}/tep/"): told for url, *told in map(list, rows(tmp_path / "pages.db", query))}
    assert urls["lon.pdf"] == ["failed", "too_large", 0]  # and will be so tomorrow
    assert urls["cam/kin.pdf"] == ["failed", "robots", 1]
    assert urls["mat.pdf"] == ["failed", "http_404", 1]
    assert urls["ngoai.pdf"] == ["failed", "redirect_off_site", 1]
    assert urls["trang.pdf"] == ["done", "document", 0]
    assert rows(tmp_path / "corpus.db", "SELECT count(*) FROM articles") == [(8,)]


def test_two_notices_share_a_document(tmp_path: Path) -> None:
    shared = {"chung.pdf": Served(pdf(Sheet().paragraph(SUPPORT)))}
    given = {"a": Notice("Thông báo thứ nhất về hỗ trợ máy móc", shared), "b": Notice("Thông báo thứ hai về hỗ trợ máy móc", shared)}
    with notices.start(given) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        assert crawl(tmp_path).returncode == 0
        assert site.hits["/tep/chung.pdf"] == 1
    assert [row[0] for row in amounts(tmp_path)] == ["450 triệu đồng"] * 2


def test_a_document_without_text_is_named_and_the_run_is_good(tmp_path: Path) -> None:
    given = {f"scan-{n}": Notice(f"Quyết định số {n} đã ký", {f"scan-{n}.pdf": Served(pdf(Sheet(image=True)))}) for n in range(6)}
    with notices.start(given) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert rows(tmp_path / "corpus.db", "SELECT DISTINCT state FROM attachments") == [("needs_ocr",)]
    reasons, verdict = rows(tmp_path / "corpus.db", "SELECT reasons, verdict FROM runs")[0]
    assert (reasons, verdict) == ('{"document/needs_ocr": 6}', "good")


class Held:
    """A crawl in a process of its own that is killed when the portal has come to a certain point."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            crawl_command(folder), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    def kill_when(self, reached: Callable[[], bool]) -> None:
        until = time.monotonic() + 120
        while not reached():
            assert time.monotonic() < until, "the crawl never came so far"
            assert self.process.poll() is None, "the crawl ended by itself"
            time.sleep(0.005)
        os.killpg(self.process.pid, signal.SIGKILL)  # crawl, reader and document at once
        self.process.wait()


def unread(folder: Path) -> int:
    return int(rows(folder / "pages.db", "SELECT count(*) FROM pages WHERE outcome IS NULL")[0][0])


def count(folder: Path, query: str) -> int:
    try:
        return int(rows(folder / "pages.db", query)[0][0])
    except Exception:  # not there yet
        return 0


KEPT_NOTICES = "SELECT count(*) FROM pages WHERE url LIKE '%/thong-bao/%'"
READ_NOTICES = "SELECT count(*) FROM pages WHERE url LIKE '%/thong-bao/%' AND outcome IS NOT NULL"
KEPT_DOCUMENTS = "SELECT count(*) FROM pages WHERE url LIKE '%/tep/%'"


SOAKED = [pytest.param(moment, marks=pytest.mark.soak) for moment in ("notice kept", "document asked for", "document kept")]


@pytest.mark.parametrize("moment", ["notice read", *SOAKED])  # between the two; the others with --soak, for the suite has ten minutes
def test_killed_between_notice_and_document(tmp_path: Path, moment: str) -> None:
    held = threading.Event()
    body = pdf(Sheet().paragraph(SUPPORT), Sheet().paragraph(SECOND))
    late = Served(body) if moment == "document kept" else Served(body, held=held)
    given = {"a": Notice("Quyết định hỗ trợ máy móc năm 2031", {"mot.pdf": late})}
    with notices.start(given) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        reached: dict[str, Callable[[], bool]] = {
            "notice kept": lambda: count(tmp_path, KEPT_NOTICES) == 1,
            "notice read": lambda: count(tmp_path, READ_NOTICES) == 1,
            "document asked for": lambda: site.hits["/tep/mot.pdf"] == 1,
            "document kept": lambda: count(tmp_path, KEPT_DOCUMENTS) == 1,
        }
        Held(tmp_path).kill_when(reached[moment])
        held.set()
        done = crawl(tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        assert site.hits["/tep/mot.pdf"] <= 2
        assert site.hits["/thong-bao/a.html"] == 1
        url = site.file("mot.pdf")
    assert unread(tmp_path) == 0
    assert amounts(tmp_path) == [("450 triệu đồng", url, 1), ("120 tỷ đồng", url, 2)]
    assert rows(tmp_path / "corpus.db", "SELECT count(*), max(revision) FROM articles") == [(1, 1)]
    assert count(tmp_path, KEPT_DOCUMENTS) == 1
    assert count(tmp_path, KEPT_NOTICES) == 1


@pytest.mark.soak
def test_without_the_extra_documents_are_kept_told_and_read_later(tmp_path: Path, corpus: Any) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text(
        "import importlib.util as u, sys\nfind = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name in ('pypdfium2', 'olefile', 'striprtf') else find(name, *a)\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(hidden)}
    with notices.start(two_notices()) as site:
        site.write_source(tmp_path / "sources", "documents = {}")
        done = subprocess.run(crawl_command(tmp_path), cwd=ROOT, capture_output=True, text=True, timeout=240, check=False, env=environment)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("the extra `documents` is not installed") == 1
        assert amounts(tmp_path) == []
        assert rows(tmp_path / "corpus.db", "SELECT DISTINCT state FROM attachments") == [("needs_extra",)]
        done = corpus("replay", "--pages-db", tmp_path / "pages.db", "--corpus-db", tmp_path / "late.db", "--sources-dir",
                      tmp_path / "sources", env=environment)  # fmt: skip
        assert "2 articles without their documents" in done.stderr
        done = corpus("replay", "--pages-db", tmp_path / "pages.db", "--corpus-db", tmp_path / "late.db",
                      "--sources-dir", tmp_path / "sources")  # fmt: skip
        assert done.returncode == 0, done.stderr
        hits = site.hits["/tep/mot.pdf"]
        crawl(tmp_path)  # with the extra: what was kept is read, not asked for again
        assert (hits, site.hits["/tep/mot.pdf"]) == (1, 1)
    assert len(amounts(tmp_path)) == 4
    assert everything(tmp_path / "late.db", FACTS) == everything(tmp_path / "corpus.db", FACTS)
    done = corpus("replay", "--pages-db", tmp_path / "pages.db", "--corpus-db", tmp_path / "late.db", "--sources-dir",
                  tmp_path / "sources", env=environment)  # fmt: skip
    assert everything(tmp_path / "late.db", FACTS) == everything(tmp_path / "corpus.db", FACTS)  # nothing is lost by a poorer reading
