"""WARC: our pages written out and read back give the same corpus; other people's files are read, broken ones refused in one line."""

from __future__ import annotations

import gzip
import itertools
import sqlite3
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from crawler.arguments import BadInput
from crawler.export.warc import OWN, warc_pages, write_warc
from examples.replica import server as replica
from pipelines.archive.pages import KeptPage, keep_page
from pipelines.archive.schema import open_archive
from pipelines.values.page import Hints, Page
from tests.servers.fault_bodies import ARTICLE

warcio = pytest.importorskip("warcio.warcwriter", reason="the extra `warc` is not installed")
from warcio.statusandheaders import StatusAndHeaders  # noqa: E402
from warcio.warcwriter import WARCWriter  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore:Unclosed file <tempfile.Spooled:ResourceWarning")  # warcio leaves them to the collector
TABLES = ("sources", "articles", "provinces", "article_provinces", "years", "amounts", "supports", "attachments")


def rows(path: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as db:
        found = sorted(db.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
    db.close()
    return found


def test_crawl_to_warc_to_corpus(tmp_path: Path, corpus: Callable[..., Any]) -> None:
    with replica.start(0) as portal:
        portal.write_sources(tmp_path / "sources")
        where = ("--pages-db", tmp_path / "pages.db", "--corpus-db", tmp_path / "corpus.db")
        done = corpus("crawl", "--sources-dir", tmp_path / "sources", *where)
        assert done.returncode == 0, done.stderr
    for name in ("all.warc.gz", "all.warc"):
        done = corpus("warc", "--to", tmp_path / name, "--pages-db", tmp_path / "pages.db")
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith(f"{len(rows(tmp_path / 'pages.db', 'pages'))} pages")
    done = corpus("replay", "--warc", tmp_path / "all.warc.gz", "--corpus-db", tmp_path / "read.db")
    assert done.returncode == 0, done.stderr
    for table in TABLES:
        assert rows(tmp_path / "read.db", table) == rows(tmp_path / "corpus.db", table), table
    assert len(rows(tmp_path / "corpus.db", "articles")) >= 80
    assert gzip.decompress((tmp_path / "all.warc.gz").read_bytes()) == (tmp_path / "all.warc").read_bytes()
    assert not list(tmp_path.glob("*.part"))


PAGES = (
    Page("http://x.vn/tin/1.html", ARTICLE, "x", "http://x.vn/tin/một.html", "2026-10-02T11:38:00+00:00", 200,
         {"content-type": "text/html; charset=utf-8", "etag": '"a"', "x-corpus-tls": "legacy"}, Hints("Tiêu đề", "2026-10-01", "http://x.vn/")),
    Page("http://x.vn/tin/2.html", b"", None, None, None, 200, {}, Hints()),
    Page("http://y.vn/tep.pdf", bytes(range(256)) * 9, "y", None, "2026-10-02T11:38:01+00:00", 200, {"content-type": "application/pdf"}),
)  # fmt: skip


@pytest.mark.parametrize("name", ["some.warc", "some.warc.gz"])
def test_every_page_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    for page in PAGES:
        keep_page(db, page, None)
    db.close()
    assert write_warc(tmp_path / "p.db", tmp_path / name) == 3
    assert tuple(kept.page for kept in read([tmp_path / name])) == PAGES
    first = (tmp_path / name).read_bytes()
    assert write_warc(tmp_path / "p.db", tmp_path / name) == 3
    assert (tmp_path / name).read_bytes() == first
    assert write_warc(tmp_path / "p.db", tmp_path / name, "y") == 1
    assert [kept.page.url for kept in read([tmp_path / name])] == ["http://y.vn/tep.pdf"]


def foreign(path: Path, *responses: tuple[str, str, dict[str, str]]) -> Path:
    """A WARC file as another crawler writes it: a request beside each response."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number, (status, kind, about) in enumerate(responses):
            url = f"http://z.vn/{number}"
            asked = StatusAndHeaders("GET / HTTP/1.1", [("Host", "z.vn")], is_http_request=True)
            writer.write_record(writer.create_warc_record(url, "request", payload=BytesIO(b""), http_headers=asked))
            answered = StatusAndHeaders(status, [("Content-Type", kind), ("ETag", '"e"')], protocol="HTTP/1.1")
            dated = {"WARC-Date": "2020-01-02T03:04:05Z", **about}
            writer.write_record(
                writer.create_warc_record(url, "response", payload=BytesIO(ARTICLE), http_headers=answered, warc_headers_dict=dated)
            )
    return path


def read(files: list[Path]) -> list[KeptPage]:
    """The pages of files that are whole."""
    broken: list[str] = []
    found = list(warc_pages(files, broken.append))
    assert broken == []
    return found


def members(whole: bytes) -> list[int]:
    """Where the records of a packed file begin."""
    return [at for at in range(len(whole)) if whole[at : at + 3] == b"\x1f\x8b\x08"]


def test_of_a_file_broken_midway_what_is_before_is_read(tmp_path: Path) -> None:
    whole = foreign(tmp_path / "f.warc.gz", *[("200 OK", "text/html", {})] * 4).read_bytes()
    starts = members(whole)
    assert len(starts) == 8  # requests and responses
    plain = b"".join(gzip.decompress(whole[a:b]) for a, b in itertools.pairwise([*starts, len(whole)]))
    cases = {
        "in a head": (whole[: starts[5] + 60], 2),
        "in a body": (whole[: starts[5] + 650], 2),
        "in a request": (whole[: starts[4] + 100], 2),
        "of another kind": (whole[: starts[6]] + b"\xff" * 300, 3),
        "with noise inside": (whole[: starts[3] + 30] + b"\xff" * 20 + whole[starts[3] + 50 :], 1),
        "plain": (plain[:-300], 3),
        "plain with noise": (plain[: plain.rindex(b"WARC/1")] + b"\0" * 300 + b"noise", 3),
    }
    for name, (body, count) in cases.items():
        path, told = tmp_path / "broken", list[str]()
        path.write_bytes(body)
        found = [kept.page for kept in warc_pages([path, path], told.append)]
        assert [page.body for page in found] == [ARTICLE] * (2 * count), name
        assert len(told) == 2, name
        assert all(line.startswith(f"{path}: ") and line.endswith(f"read are the {count} pages before that") for line in told), told
        assert not any("\n" in line for line in told)
    for body in (whole, whole[: starts[6]], plain, plain + b"\r\n"):  # whole, ended between two records, with room behind
        (tmp_path / "good").write_bytes(body)
        assert len(read([tmp_path / "good"])) == 4 - (body == whole[: starts[6]])


def test_a_plain_file_that_ends_anywhere_within_a_record_is_told(tmp_path: Path) -> None:
    """At every byte of the heads of its last request and response, and at some of its last page."""
    whole = foreign(tmp_path / "f.warc.gz", *[("200 OK", "text/html", {})] * 3).read_bytes()
    starts = [*members(whole), len(whole)]
    records = [gzip.decompress(whole[a:b]) for a, b in itertools.pairwise(starts)]
    before = b"".join(records[:-2])
    path = tmp_path / "cut"
    silent = []
    for record, behind in ((records[-2], before), (records[-1], before + records[-2])):
        head = record.index(b"\r\n\r\n", record.index(b"\r\n\r\n") + 4) + 4  # of the archive and of HTTP
        for length in (*range(1, head), *range(head, len(record.rstrip()), 97)):
            path.write_bytes(behind + record[:length])
            told: list[str] = []
            assert len(list(warc_pages([path], told.append))) == 2
            silent += [record[:length]] * (len(told) != 1 or not told[0].endswith("read are the 2 pages before that"))
    assert silent == []
    for records_left in (4, 5, 6):  # whole
        path.write_bytes(b"".join(records[:records_left]))
        assert len(read([path])) == records_left // 2


def test_a_replay_of_a_broken_file_stores_what_it_read_and_says_so(tmp_path: Path, corpus: Callable[..., Any]) -> None:
    whole = foreign(tmp_path / "f.warc.gz", *[("200 OK", "text/html", {})] * 3).read_bytes()
    (tmp_path / "cut").write_bytes(whole[: members(whole)[5] + 60])
    done = corpus("replay", "--warc", tmp_path / "cut", "--corpus-db", tmp_path / "c.db")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert done.stderr.startswith(f"corpus replay: {tmp_path / 'cut'}: ")
    assert len(rows(tmp_path / "c.db", "articles")) == 2


def test_of_other_archives_the_html_pages_are_read(tmp_path: Path) -> None:
    path = foreign(tmp_path / "f.warc.gz", ("200 OK", "text/html", {}), ("404 Not Found", "text/html", {}), ("200 OK", "image/png", {}))
    (page,) = [kept.page for kept in read([path])]
    assert (page.url, page.fetched_at, page.source, page.body) == ("http://z.vn/0", "2020-01-02T03:04:05Z", None, ARTICLE)
    assert page.headers == {"content-type": "text/html", "etag": '"e"'}


@pytest.mark.parametrize(
    "own", ["{", "[]", "{}", '{"hints": 1}', '{"hints": {"x": 1}, "headers": {}}', '{"hints": {}, "headers": []}', "null"]
)
def test_a_forged_header_of_ours_is_ignored(own: str, tmp_path: Path) -> None:
    path = foreign(tmp_path / "f.warc.gz", ("200 OK", "text/html", {OWN: own}))
    (page,) = [kept.page for kept in read([path])]
    assert (page.url, page.source, page.hints) == ("http://z.vn/0", None, Hints())


def test_broken_files_are_one_line(tmp_path: Path, corpus: Callable[..., Any]) -> None:
    for name, body in {
        "noise": b"nonsense" * 99,
        "zip": b"PK\x03\x04" * 99,
        "empty": b"",
        "gz": gzip.compress(b"nonsense" * 99),
    }.items():
        (tmp_path / name).write_bytes(body)
        done = corpus("replay", "--warc", tmp_path / name, "--corpus-db", tmp_path / "c.db")
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), (name, done.stderr)
    with pytest.raises(BadInput, match="nowhere"):
        list(read([tmp_path / "nowhere"]))
    open_archive(tmp_path / "p.db").close()
    with pytest.raises(BadInput, match="no-folder"):
        write_warc(tmp_path / "p.db", tmp_path / "no-folder" / "x.warc")
