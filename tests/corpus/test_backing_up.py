"""Backing up and pruning: copies made while a file is written are whole and can be put back; pruning loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from crawler.cli import main
from crawler.keeping.checking import check
from crawler.keeping.pruning import prune
from pipelines.archive.pages import all_pages, keep_page, kept_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.corpus.schema import open_corpus
from pipelines.drift.summaries import Summary
from pipelines.intake.intake import read_page, store_reading
from pipelines.intake.reader import read_kept_page
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from tests.crawler.kept_pages import source

DAY = "2026-10-{:02d}T00:00:00+00:00"
LINES = "Năm 2024, tỉnh Lạng Sơn hỗ trợ {n}5 triệu đồng cho cơ sở chế biến hồi mua máy sấy, theo kế hoạch khuyến công của tỉnh. " * 3


def page(n: int, visit: int, words: str = "", kind: str = "text/html; charset=utf-8") -> Page:
    clock = f"<div class='clock'>0{visit}:15</div><p class='luot-xem'>Lượt xem: {1000 + visit}</p>"
    title = f"Lạng Sơn hỗ trợ máy sấy hồi cho cơ sở thứ {n}"
    told = LINES.format(n=n)
    body = f"<html><body><article><h1>{title}</h1><p>{told}{words}</p><p>{told}</p></article>{clock}</body></html>"
    return Page(f"https://x.vn/s/tin-{n}.html", body.encode(), "s", None, DAY.format(visit), 200, {"content-type": kind})


def crawled(folder: Path, *pages: Page, older: bool = False) -> None:
    """Both databases as a crawl leaves them; `older`: as one did before it knew what of a page is its own."""
    archive, corpus = open_archive(folder / "pages.db"), open_corpus(folder / "corpus.db")
    corpus.execute("INSERT INTO sources VALUES ('s', 's', 'replica', NULL, 'x.vn', 'high', 0)")
    for one in pages:
        number = keep_page(archive, one, "r")
        if older:
            settle_page(archive, number, store_reading(corpus, read_page(one, source("s"))))
        else:
            read_kept_page(archive, corpus, number, source("s"), Summary())
    archive.close()
    corpus.close()


def bodies(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "pages.db")) as db:
        return int(db.execute("SELECT count(*) FROM bodies").fetchone()[0])


def test_a_page_that_only_ticks_keeps_one_body(tmp_path: Path) -> None:
    crawled(tmp_path, *(page(1, visit) for visit in range(1, 6)), page(1, 6, "Thêm 2 tỷ đồng."), page(1, 7, "Thêm 2 tỷ đồng."), page(1, 8))
    archive = open_archive(tmp_path / "pages.db")
    outcomes = [row[0] for row in archive.execute("SELECT outcome FROM pages")]
    assert outcomes == ["stored", *["unchanged"] * 4, "stored", "unchanged", "stored"]
    assert bodies(tmp_path) == 3  # as it was, with the addition, and as it was again (stored as a change, so its own)
    assert kept_page(archive, 5).body == kept_page(archive, 1).body != kept_page(archive, 6).body == kept_page(archive, 7).body
    assert len(list(all_pages(archive))) == 8


@pytest.mark.parametrize("change", ["date", "file", "charset"])
def test_a_page_with_another_date_file_or_type_keeps_its_body(tmp_path: Path, change: str) -> None:
    one, two = page(1, 1), page(1, 2)
    if change == "charset":
        two = page(1, 2, kind="text/html")
    else:
        more = {"date": '<meta property="article:published_time" content="2024-03-05">', "file": ""}[change].encode()
        file = b'<p><a href="/tep/ke-hoach.pdf">K\xe1\xba\xbf ho\xe1\xba\xa1ch</a></p>' if change == "file" else b""
        body = two.body.replace(b"<html>", b"<html><head>" + more + b"</head>").replace(b"</article>", file + b"</article>")
        two = Page(two.url, body, "s", None, two.fetched_at, 200, two.headers)
    crawled(tmp_path, one, two)
    assert bodies(tmp_path) == 2


def test_pruning_shares_what_older_versions_kept_twice(tmp_path: Path) -> None:
    crawled(tmp_path, *(page(n, visit) for visit in range(1, 5) for n in (1, 2)), older=True)
    archive = open_archive(tmp_path / "pages.db")
    settle_page(archive, keep_page(archive, page(3, 1), "r"), Outcome("not_article", "listing"))
    keep_page(archive, page(1, 6), "r")  # not read yet
    archive.close()
    assert bodies(tmp_path) == 10
    done = prune(tmp_path / "pages.db", {"s": source("s")})
    assert (done.shared, bodies(tmp_path)) == (6, 4)
    assert prune(tmp_path / "pages.db", {"s": source("s")}).shared == 0
    found = check(tmp_path / "pages.db", tmp_path / "corpus.db", {"s": source("s")})
    assert (found.good, found.pages, found.articles, found.unread) == (True, 8, 2, 1)


def test_copies_made_while_the_file_is_written_are_whole_and_can_be_put_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawled(tmp_path, *(page(n, 1) for n in range(1, 4)))
    databases = ("--pages-db", str(tmp_path / "pages.db"), "--corpus-db", str(tmp_path / "corpus.db"))
    going = threading.Event()
    ended = threading.Event()

    def write() -> None:
        archive = open_archive(tmp_path / "pages.db")
        number = 100
        while not ended.is_set():
            keep_page(archive, page(number, 1), "r")
            number += 1
            going.set()
        archive.close()

    writer = threading.Thread(target=write)
    writer.start()
    going.wait()
    try:
        assert main(["backup", "--to", str(tmp_path / "safe"), *databases]) == 0
    finally:
        ended.set()
        writer.join()
    assert capsys.readouterr().out.count("MB, checked") == 2
    assert sorted(path.name for path in (tmp_path / "safe").iterdir()) == ["corpus.db", "pages.db"]
    for path in tmp_path.glob("*.db*"):
        path.unlink()
    for path in (tmp_path / "safe").iterdir():
        shutil.copy(path, tmp_path)
    assert main(["check", *databases]) == 0
    assert "3 stored pages, 3 articles" in capsys.readouterr().out
    crawled_again = open_archive(tmp_path / "pages.db")
    assert keep_page(crawled_again, page(9, 1), "r") > 3
    assert main(["search", "Lạng Sơn", "--corpus-db", str(tmp_path / "corpus.db")]) == 0


def test_a_damaged_database_leaves_the_older_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawled(tmp_path, *(page(n, 1) for n in range(1, 9)))
    databases = ("--pages-db", str(tmp_path / "pages.db"), "--corpus-db", str(tmp_path / "corpus.db"))
    assert main(["backup", "--to", str(tmp_path / "safe"), *databases]) == 0
    good = (tmp_path / "safe" / "pages.db").read_bytes()
    whole = bytearray((tmp_path / "pages.db").read_bytes())
    for place in range(4 * 4096, len(whole), 4096):
        whole[place : place + 200] = b"\xff" * 200
    (tmp_path / "pages.db").write_bytes(whole)
    assert main(["backup", "--to", str(tmp_path / "safe"), *databases]) == 2
    told = capsys.readouterr().err
    assert len(told.splitlines()) == 1
    assert "damaged" in told or "malformed" in told
    assert (tmp_path / "safe" / "pages.db").read_bytes() == good
    assert sorted(path.name for path in (tmp_path / "safe").iterdir()) == ["corpus.db", "pages.db"]


def test_a_database_is_no_place_for_its_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawled(tmp_path, page(1, 1))
    databases = ("--pages-db", str(tmp_path / "pages.db"), "--corpus-db", str(tmp_path / "corpus.db"))
    assert main(["backup", "--to", str(tmp_path), *databases]) == 2
    assert "is the database itself" in capsys.readouterr().err
    assert bodies(tmp_path) == 1


def test_room_inside_the_corpus_goes_back_to_the_disk_and_nothing_else_changes(tmp_path: Path) -> None:
    crawled(tmp_path, *(page(n, 1) for n in range(1, 9)))
    path = tmp_path / "corpus.db"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE moved (x)")
        db.executemany("INSERT INTO moved VALUES (?)", [("x" * 900,)] * 2000)
        db.execute("DROP TABLE moved")
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        before = {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in ("articles", "amounts", "addresses", "v_supports")}
    size = path.stat().st_size
    subprocess.run([Path(sys.executable).parent / "sqlite-utils", "vacuum", path], check=True, timeout=60)
    assert path.stat().st_size < size - 1_000_000
    with closing(sqlite3.connect(path)) as db:
        assert {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in before} == before
        assert len(before["articles"]) == 8
        db.execute("INSERT INTO _fts (_fts, rank) VALUES ('integrity-check', 1)")
    assert main(["check", "--pages-db", str(tmp_path / "pages.db"), "--corpus-db", str(path)]) == 0
