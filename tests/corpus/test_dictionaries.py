"""Dictionaries of bodies: learned once a source has enough articles, never lost, told in one line when damaged, bounded when hostile."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tarfile
import zlib
from pathlib import Path
from typing import Any

import pytest
import zstandard

from crawler.cli import main
from crawler.cluster.slices import cut_slice, take_back
from crawler.keeping.pruning import prune
from crawler.verbs.replay import replay
from pipelines.archive import bodies
from pipelines.archive.bodies import MAX_BODY, DamagedBodyError, Packed, newest_dictionary, unpack
from pipelines.archive.dictionaries import HELD_OUT, SAMPLES, learn_dictionary, renew_dictionary, repack
from pipelines.archive.merging import merge_archives
from pipelines.archive.pages import all_pages, keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.archive.url_table import FoundLink, record_links
from pipelines.corpus.schema import open_corpus
from pipelines.intake.messages import Read, Tell
from pipelines.intake.reader import serve
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from pipelines.values.sqlite import Database
from tests.crawler.kept_pages import source
from tests.crawler.portal_site import rows
from tests.paths import ROOT

AT = "2026-05-0{}T00:00:00+00:00"
STORED = Outcome("stored", "new")
WORDS = ("lò", "sấy", "chè", "gốm", "xưởng", "máy", "hợp tác xã", "vốn", "bản", "nghề", "thợ", "lụa", "mây", "tre", "khung", "dệt")


def frame(name: str) -> str:
    """What all pages of a site share: some thousand bytes that repeat nothing of themselves."""
    dice = random.Random(name)
    return "".join(f"<li><a href='/{name}/{dice.getrandbits(64):x}'>{' '.join(dice.choices(WORDS, k=4))}</a></li>" for _ in range(250))


def page(n: int, name: str = "s", look: str = "", site: str | None = None) -> Page:
    told = " ".join(random.Random(n).choices(WORDS, k=120))
    title = f"Lạng Sơn giao máy sấy cho xưởng thứ {n}"
    text = f"<article><h1>{title}</h1><p>Năm 2024, {told}.</p><p>{told}.</p></article>"
    body = f"<html><body><ul>{frame(look or name)}</ul>{text}</body></html>"
    url = f"https://x.vn/{site or name}/tin-{n}.html"
    return Page(url, body.encode(), name, None, AT.format(1), 200, {"content-type": "text/html; charset=utf-8"})


def gather(db: Database, *pages: Page) -> None:
    """As a crawl does: found, kept, settled."""
    for one in pages:
        record_links(db, one.source or "", [FoundLink(one.url or "", "article")], AT.format(1))
        settle_page(db, keep_page(db, one, "r"), STORED)


def learned(path: Path, name: str = "s", count: int = SAMPLES, more: int = 3) -> Path:
    """An archive whose source has its dictionary, and further pages packed with it."""
    db = open_archive(path)
    gather(db, *(page(n, name) for n in range(count)))
    assert learn_dictionary(db, name, AT.format(2))
    gather(db, *(page(n, name) for n in range(1000, 1000 + more)))
    db.close()
    return path


def urls(path: Path) -> list[str | None]:
    db = open_archive(path)
    found = [kept.page.url for kept in all_pages(db) if not kept.damaged]
    db.close()
    return found


def harm(path: Path, statement: str) -> None:
    db = open_archive(path)
    with db.atomic():
        assert db.execute(statement).rowcount > 0
    db.close()
    bodies._loaded.clear()


@pytest.mark.parametrize(("count", "wanted"), [(SAMPLES - 1, False), (SAMPLES, True)])
def test_a_source_with_enough_articles_learns_what_they_share(count: int, wanted: bool, tmp_path: Path) -> None:
    db = open_archive(tmp_path / "pages.db")
    gather(db, *(page(n) for n in range(count)))
    gather(db, *(page(n, "t") for n in range(5)))
    assert learn_dictionary(db, "s", AT.format(2)) is wanted
    assert not learn_dictionary(db, "t", AT.format(2))
    assert not learn_dictionary(db, "s", AT.format(3))  # it has one, or still too few
    keep_page(db, page(500), "r")
    keep_page(db, page(501, "t"), "r")
    (before,), *_ = db.execute("SELECT length(packed) FROM bodies WHERE sha = (SELECT sha FROM pages WHERE id = 1)").fetchall()
    (after, own), (other, none) = db.execute("SELECT length(packed), dictionary FROM bodies ORDER BY rowid DESC LIMIT 2").fetchall()[::-1]
    assert (own == newest_dictionary(db, "s"), own is not None, none) == (True, wanted, None)
    assert (after < before / 2, other > before / 2) == (wanted, True)
    assert [kept.page for kept in all_pages(db)][-2:] == [page(500), page(501, "t")]


def test_what_zlib_packed_is_read_and_packed_anew_killed_or_not(tmp_path: Path) -> None:
    path = learned(tmp_path / "pages.db", count=SAMPLES + 40)
    db = open_archive(path)
    wanted = [kept.page for kept in all_pages(db)]
    for sha, packed, digest in db.execute("SELECT sha, packed, dictionary FROM bodies").fetchall():
        old = zlib.compress(unpack(db, Packed(packed, digest)), 6)
        with db.atomic():
            db.execute("UPDATE bodies SET packed = ?, dictionary = NULL WHERE sha = ?", [old, sha])
    with db.atomic():
        db.execute("UPDATE bodies SET packed = x'789c0102' WHERE sha = (SELECT sha FROM pages WHERE id = 7)")
    gather(db, page(1, "t"))
    assert [kept.page for kept in all_pages(db) if not kept.damaged] == [*wanted[:6], *wanted[7:], page(1, "t")]
    before = db.execute("SELECT sum(length(packed)) FROM bodies").fetchone()[0]
    db.close()
    code = f"""import os, sys
from pipelines.archive import dictionaries
packs, whole = [], dictionaries.pack
def pack(*given):
    packs.append(given)
    return whole(*given) if len(packs) < 70 else os.kill(os.getpid(), 9)
dictionaries.pack = pack
from pipelines.archive.schema import open_archive
dictionaries.repack(open_archive({str(path)!r}))
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == -9
    assert rows(path, "SELECT count(*) FROM bodies WHERE dictionary IS NOT NULL") == [(49,)]  # of the first fifty one is damaged
    done = prune(path, {"s": source("s")})
    assert done.repacked == len(wanted) - 50
    db = open_archive(path)
    assert [kept.page for kept in all_pages(db) if not kept.damaged] == [*wanted[:6], *wanted[7:], page(1, "t")]
    assert db.execute("SELECT sum(length(packed)) FROM bodies").fetchone()[0] < before / 2
    assert db.execute("SELECT count(*) FROM bodies WHERE dictionary IS NULL").fetchone() == (2,)  # the damaged one, that of `t`
    assert repack(db) == 0


def test_a_better_dictionary_is_a_further_one(tmp_path: Path) -> None:
    db = open_archive(learned(tmp_path / "pages.db", more=SAMPLES))
    first = newest_dictionary(db, "s")
    assert not renew_dictionary(db, "s", AT.format(3))  # nothing has changed
    gather(db, *(page(n, look="anew") for n in range(2000, 2000 + SAMPLES + HELD_OUT - 1)))
    assert not renew_dictionary(db, "t", AT.format(3))
    assert renew_dictionary(db, "s", AT.format(3))  # another layout
    assert newest_dictionary(db, "s") != first
    assert db.execute("SELECT count(*) FROM dictionaries WHERE digest = ?", [first]).fetchone() == (1,)
    assert not renew_dictionary(db, "s", AT.format(4))
    keep_page(db, page(3000, look="anew"), "r")
    assert db.execute("SELECT dictionary FROM bodies ORDER BY rowid DESC LIMIT 1").fetchone() == (newest_dictionary(db, "s"),)
    assert not any(kept.damaged for kept in all_pages(db))


def test_a_damaged_dictionary_is_one_line_and_all_else_is_read(tmp_path: Path, corpus: Any, capsys: pytest.CaptureFixture[str]) -> None:
    path = learned(tmp_path / "pages.db")
    shutil.copy(path, tmp_path / "safe.db")
    digest = rows(path, "SELECT digest FROM dictionaries")[0][0]
    harm(path, "UPDATE dictionaries SET content = substr(content, 1, 1000)")
    told = f"dictionary {digest} of s is damaged: 3 pages left out"
    assert replay(path, tmp_path / "corpus.db", [], {"s": source("s")}, 1) == 1
    said = capsys.readouterr()
    assert said.err == f"corpus replay: {told} (a copy of pages.db may have it: `corpus merge`)\n"
    assert f"{SAMPLES} stored" in said.out
    assert main(["check", "--pages-db", str(path), "--corpus-db", str(tmp_path / "corpus.db")]) == 1
    assert f"corpus check: {path}: dictionary {digest} of s is damaged" in capsys.readouterr().err
    done = corpus("warc", "--pages-db", path, "--to", tmp_path / "p.warc")
    assert (done.returncode, done.stderr) == (1, f"corpus warc: {told}\n")
    assert done.stdout.startswith(f"{SAMPLES} pages in ")
    db = open_archive(path)
    gather(db, page(7000))  # packed without it
    db.close()
    assert len(urls(path)) == SAMPLES + 1
    merge_archives([tmp_path / "safe.db"], path)
    assert len(urls(path)) == SAMPLES + 4


def test_a_missing_dictionary_is_told_as_well(tmp_path: Path) -> None:
    path = learned(tmp_path / "pages.db")
    db = open_archive(path)
    db.execute("PRAGMA foreign_keys = OFF")
    with db.atomic():
        db.execute("DELETE FROM dictionaries")
    bodies._loaded.clear()
    assert {kept.lost and kept.lost.partition(" ")[0] for kept in all_pages(db)} == {None, "dictionary"}
    assert sum(kept.damaged for kept in all_pages(db)) == 3


def _frames(size: int) -> dict[str, bytes]:
    unsized = zstandard.ZstdCompressor(write_content_size=False).compress(b"a" * size)
    return {"zlib": zlib.compress(b"a" * size), "zstd": zstandard.ZstdCompressor().compress(b"a" * size), "unsized": unsized}


@pytest.mark.parametrize(
    ("kind", "size", "wanted"),
    [
        ("zlib", MAX_BODY, True),
        ("zlib", MAX_BODY + 1, False),
        ("zstd", MAX_BODY, True),
        ("zstd", MAX_BODY + 1, False),
        ("unsized", 1000, False),
    ],
)
def test_a_body_unpacks_to_no_more_than_a_page_may_have(kind: str, size: int, wanted: bool, tmp_path: Path) -> None:
    db = open_archive(tmp_path / "pages.db")
    packed = Packed(_frames(size)[kind], None)
    if wanted:
        assert len(unpack(db, packed)) == size
    else:
        with pytest.raises(DamagedBodyError):
            unpack(db, packed)


@pytest.mark.parametrize("cut", [0, 3, 4, 10, 100, -1])
@pytest.mark.parametrize("kind", ["zlib", "zstd"])
def test_a_body_that_was_cut_is_damaged(cut: int, kind: str, tmp_path: Path) -> None:
    db = open_archive(tmp_path / "pages.db")
    body = os.urandom(500)
    packed = zlib.compress(body) if kind == "zlib" else zstandard.ZstdCompressor(write_checksum=True).compress(body)
    assert unpack(db, Packed(packed, None)) == body
    with pytest.raises(DamagedBodyError):
        unpack(db, Packed(packed[:cut], None))


def test_merged_files_keep_their_dictionaries_and_the_shorter_body(tmp_path: Path) -> None:
    one = learned(tmp_path / "one.db")
    two = learned(tmp_path / "two.db", count=SAMPLES + 8)  # another dictionary of the same source, most pages the same
    three = learned(tmp_path / "three.db", "t")
    assert len(set(rows(one, "SELECT digest FROM dictionaries") + rows(two, "SELECT digest FROM dictionaries"))) == 2
    harm(one, "UPDATE bodies SET packed = substr(packed, 1, 9) WHERE sha = (SELECT sha FROM pages WHERE url LIKE '%tin-1001.html')")
    kept = []
    for number, files in enumerate(([one, two, three], [three, two, one])):
        into = tmp_path / f"into{number}.db"
        merge_archives(files, into)
        assert rows(into, "PRAGMA foreign_key_check") == []
        assert rows(into, "SELECT count(*) FROM dictionaries") == [(3,)]
        assert len(urls(into)) == len(rows(into, "SELECT id FROM pages"))
        kept.append([rows(into, f"SELECT * FROM {table} ORDER BY 1") for table in ("pages", "bodies", "dictionaries")])
    assert kept[0] == kept[1]


def test_a_slice_of_a_source_has_what_its_bodies_need_and_brings_home_what_it_learned(tmp_path: Path) -> None:
    archive, corpus = open_archive(learned(tmp_path / "pages.db")), open_corpus(tmp_path / "corpus.db")
    gather(archive, page(1000, "t", look="s"))
    twin = Page("https://x.vn/t/ban-sao.html", page(1001).body, "t", None, AT.format(1), 200, {})
    keep_page(archive, twin, "r")  # not read yet; its body is one of the other source
    (tmp_path / "part").mkdir()
    cut_slice(archive, corpus, [source("t")], tmp_path / "part")
    part = open_archive(tmp_path / "part" / "pages.db")
    assert [kept.page.body for kept in all_pages(part) if kept.page.url == twin.url] == [twin.body]
    gather(part, *(page(n, "t") for n in range(SAMPLES)))
    assert learn_dictionary(part, "t", AT.format(2))
    gather(part, page(4000, "t"))
    part.close()
    take_back(archive, ["t"], tmp_path / "part")
    assert archive.execute("SELECT count(*) FROM dictionaries").fetchone() == (2,)
    assert [kept.page.body for kept in all_pages(archive) if kept.page.url == page(4000, "t").url] == [page(4000, "t").body]
    assert not any(kept.damaged for kept in all_pages(archive))


class _Line:
    """The reader's end of a line whose other end sends orders and then hangs up."""

    def __init__(self, *orders: object) -> None:
        self.orders = list(orders)

    def send(self, _: object) -> None:
        return

    def recv(self) -> object:
        if not self.orders:
            raise EOFError
        return self.orders.pop(0)


def test_the_reader_of_a_crawl_learns_a_dictionary_when_its_source_is_done(tmp_path: Path) -> None:
    archive = open_archive(tmp_path / "pages.db")
    for n in range(SAMPLES):
        record_links(archive, "s", [FoundLink(page(n).url or "", "article")], AT.format(1))
    numbers = [keep_page(archive, page(n), "r") for n in range(SAMPLES)]
    orders = [source("s"), *(Read("s", number) for number in numbers)]
    serve(_Line(*orders), str(tmp_path / "pages.db"), str(tmp_path / "corpus.db"))  # type: ignore[arg-type]
    assert newest_dictionary(archive, "s") is None
    serve(_Line(source("s"), Tell("s")), str(tmp_path / "pages.db"), str(tmp_path / "corpus.db"))  # type: ignore[arg-type]
    assert newest_dictionary(archive, "s") is not None


def test_pages_of_a_real_portal_take_a_quarter_of_the_room(shared: Path, tmp_path: Path) -> None:
    """docs/operating.md tells the room a year needs from it: a fifth on average, a ninth in the middle."""
    with tarfile.open(shared / "portals" / "dakrlap.tar.xz") as files:
        found = [files.extractfile(member) for member in files if member.isfile()]
        pages = list(dict.fromkeys(body for file in found if file and b"<html" in (body := file.read())[:5000].lower()))
    random.Random(7).shuffle(pages)
    assert len(pages) > SAMPLES + 100
    db = open_archive(tmp_path / "pages.db")
    gather(db, *(Page(f"https://x.vn/s/{n}", body, "s", None, AT.format(1), 200, {}) for n, body in enumerate(pages[:SAMPLES])))
    assert learn_dictionary(db, "s", AT.format(2))
    further = pages[SAMPLES : SAMPLES + 100]
    now, before = ([len(packed(body)) for body in further] for packed in (lambda body: bodies.pack(db, "s", body).data, zlib.compress))
    assert sum(now) < sum(before) / 4
    assert sorted(now)[50] < sorted(before)[50] / 6
