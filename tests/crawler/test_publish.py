"""`corpus publish`: a site that any web server serves from any path, whole or not there, without the texts that belong to others."""

from __future__ import annotations

import functools
import html
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import accumulate
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from crawler.arguments import BadInput
from crawler.publishing.folder import MARK, site_in
from crawler.publishing.indexing import PIECE, index, steps
from crawler.publishing.publish import publish
from crawler.publishing.shortening import EXCERPT, SENTENCE, shortened
from explorer.citing.work import edition_of
from explorer.searching.letters import LETTERS
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.explorer_fixtures import SCRIPT, hostile_corpus, replica_corpus
from tests.paths import ROOT

LINK = re.compile(r'(?:href|src|data-root|data-home)="([^"]*)"')


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replica_corpus(tmp_path_factory.mktemp("replica"))


@pytest.fixture(scope="module")
def site(corpus_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("web") / "du-lieu" / "corpus"
    folder.parent.mkdir()
    publish(corpus_db, folder, "short")
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_every_link_inside_resolves_from_a_sub_path(site: Path, corpus_db: Path) -> None:
    with served(site.parent.parent) as base:
        start = base + "du-lieu/corpus/"
        waiting, seen, anchors = [start + "index.html"], set(), {}
        while waiting:
            address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            with urllib.request.urlopen(address, timeout=10) as answer:
                if not answer.headers["content-type"].startswith("text/html"):
                    continue
                page = answer.read().decode()
            assert "default-src 'none'" in page
            for link in map(html.unescape, LINK.findall(page)):
                if link.startswith(("http://", "https://", "data:")):
                    assert f'href="{html.escape(link)}" rel="noopener noreferrer external"' in page or link == "data:,", link
                    continue
                assert not link.startswith("/")
                target, part = urldefrag(urljoin(address, link))
                assert target.startswith(start), (address, link)
                if part:
                    anchors.setdefault(target, set()).add(part)
                if link and not link.endswith("/"):
                    waiting.append(target)
        pages = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
        assert {address.removeprefix(start) for address in seen if address.endswith(".html")} == pages
    with closing(sqlite3.connect(corpus_db)) as corpus:
        (articles,) = corpus.execute("SELECT count(*) FROM articles").fetchone()
    assert len(pages) > 2 * articles + 100
    assert sum(map(len, anchors.values())) > 200
    for target, parts in anchors.items():
        page = (site / target.removeprefix(start)).read_text(encoding="utf-8")
        assert [part for part in parts if f'id="{part}"' not in page] == [], target


def test_figures_keep_their_sentence_and_link(site: Path, corpus_db: Path) -> None:
    with closing(sqlite3.connect(corpus_db)) as corpus:
        key, start, surface, sentence, url = corpus.execute(
            "SELECT m.article, m.start, m.surface, m.sentence, a.url FROM amounts m JOIN articles a ON a.id = m.article"
            " WHERE m.kind = 'money' AND m.role = 'support' AND m.province = 'Yên Bái' LIMIT 1"
        ).fetchone()
    page = html.unescape((site / f"vi/article/{key % 100:02}/{key}.html").read_text(encoding="utf-8"))
    assert sentence in page
    assert f'href="{url}"' in page
    assert f'id="a{start}"' in page
    by_province = html.unescape((site / "vi/figures/yen-bai.html").read_text(encoding="utf-8"))
    assert sentence in by_province
    assert f"{key}.html#a{start}" in by_province
    assert surface in (site / "downloads/v_amounts.csv").read_text(encoding="utf-8")
    revised = html.unescape((site / "en/tables/v_changed_figures.html").read_text(encoding="utf-8"))
    assert "2,94 tỷ đồng" in revised
    assert "value changed" in revised


def pieces(site: Path) -> dict[str, Any]:
    """Every piece of the index by its name."""
    found = {}
    for path in (site / "search").iterdir():
        name, told = re.fullmatch(r'piece\("(\w+)",(.*)\);\n', path.read_text(encoding="utf-8"), re.DOTALL).groups()
        assert path.name == f"{name}.js"
        found[name] = json.loads(told)
    return found


def having(held: dict[str, Any], word: str) -> list[int]:
    """The numbers of the articles with a word."""
    told = [words[word] for name, words in held.items() if name.startswith("w") and word in words]
    assert len(told) < 2  # a word stands in one piece
    return list(accumulate(int(step, 36) for step in told[0].split(" "))) if told else []


def test_the_search_index_has_every_article_once(site: Path, corpus_db: Path) -> None:
    held = pieces(site)
    blocks = sorted((name for name in held if name[0] == "a"), key=lambda name: int(name[1:]))
    listed = [row for name in blocks for row in held[name]]
    with closing(sqlite3.connect(corpus_db)) as corpus:
        titles = corpus.execute("SELECT title FROM articles").fetchall()
    assert held["index"]["articles"] == len(titles) > 50
    assert sorted(row[1] for row in listed) == sorted(title for (title,) in titles)
    assert all((site / "vi" / row[0]).is_file() for row in listed)
    assert all(len(held[name]) == held["index"]["block"] for name in blocks[:-1])
    days = [row[4] or "0" for row in listed]
    assert days == sorted(days, reverse=True)


def test_the_index_knows_what_is_shown_and_nothing_else(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    behind = "Phần sau nói về nghề chằm nón lá và cây lúa nương. " * 30
    text = f"Làng gốm đỏ lửa. {behind}Năm 2018, tỉnh Cao Bằng chi 7,5 tỷ đồng mua lò nung tuynel. {behind} Ngựa thồ qua đèo."
    url = "https://so.example/gom"
    article = Article("Hoà giải ở xưởng", (text,), published="2019-03-04", published_from="meta")
    store_reading(corpus, Reading(record_of(article, Page(url, b"")), url))
    corpus.close()
    for texts, knows in (("none", False), ("short", True)):
        publish(tmp_path / "c.db", tmp_path / texts, texts)
        held = pieces(tmp_path / texts)
        assert [having(held, word) for word in ("hoà", "tuynel", "cao", "2018", "2019", "7")] == [[0]] * 6
        assert having(held, "gốm") == ([0] if knows else [])
        assert having(held, "ngựa") == []  # its text goes on to there, the site does not
        assert having(held, "gom") == []
    assert held["index"]["begins"] == [min(word.translate(LETTERS) for word in held["w0"])]


def test_pieces_of_the_index_are_bounded(tmp_path: Path) -> None:
    corpus = sqlite3.connect(tmp_path / "c.db")
    corpus.executescript(
        "CREATE TABLE articles (id INTEGER, title, source, province, published, text, year); CREATE TABLE sources (name, title);"
        "CREATE TABLE amounts (article, sentence); CREATE TABLE provinces (article, name); CREATE TABLE province_names (name, name_now);"
    )
    rows = [(key, " ".join(f"tu{key * 40 + n}x" for n in range(40)), f"{2000 + key % 20}-01-01") for key in range(1_000)]
    corpus.executemany("INSERT INTO articles (id, title, published) VALUES (?, ?, ?)", rows)
    made = list(index(corpus, {}, lambda key: f"article/{key}.html"))
    sizes = [len(piece.script) for piece in made if "/w" in piece.place]
    assert len(sizes) > 8
    assert max(sizes) < 1.1 * PIECE
    assert sum(len(piece.script) for piece in made) < 3_000 * len(rows)
    begins = json.loads(made[-1].script.removeprefix('piece("index",').removesuffix(");\n"))["begins"]
    assert begins == sorted(begins)
    assert len(begins) == len(sizes)
    corpus.close()


@pytest.mark.parametrize(("numbers", "told"), [([], ""), ([0], "0"), ([0, 1, 40], "0 1 13"), ([35, 36, 1_332], "z 1 100")])
def test_steps(numbers: list[int], told: str) -> None:
    assert steps(numbers) == told


PROSE = "Đoạn văn số {n} kể về làng nghề gốm bên sông, người thợ già dạy cháu vuốt đất từ sáng sớm tới khi lò nguội hẳn. "


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of long articles: prose; a figure in a sentence without an end; a table; an edited one."""
    path = tmp_path_factory.mktemp("wordy") / "corpus.db"
    corpus = open_corpus(path)
    prose = "".join(PROSE.format(n=n) for n in range(15))
    endless = "năm 2020 tỉnh Hà Giang hỗ trợ 3,2 tỷ đồng cho " + ", ".join(f"hợp tác xã thứ {n} ở bản xa" for n in range(90))
    table = "\n".join(f"Xã thứ {n} của huyện | {n} triệu đồng | Hỗ trợ máy móc cho cơ sở thứ {n}" for n in range(15))
    texts = {"van": prose, "cau": endless, "bang": table, "sua": prose.replace("gốm", "mây"), "tua": "Tựa. " + prose}
    for day in (1, 2):
        for name, text in texts.items():
            article = Article(f"Bài {name}", (text.replace("già", "trẻ") if day == 2 and name == "sua" else text,), published="2020-05-05",
                              published_from="meta", captions=(prose,), related=(prose,), byline=prose)  # fmt: skip
            url = f"https://x.vn/{name}.html"
            store_reading(corpus, Reading(record_of(article, Page(url, b"", fetched_at=f"2020-06-0{day}T00:00:00+00:00")), url))
    assert corpus.execute("SELECT max(length(sentence)) > 1000, (SELECT count(*) FROM revisions) FROM amounts").fetchone() == (1, 1)
    corpus.close()
    return path


def runs(folder: Path, corpus_db: Path) -> int:
    """Characters of the longest stretch of any text, past or present, that stands anywhere in a folder."""
    blobs = []
    for path in folder.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode("utf-8", "ignore")
            blobs.append(html.unescape(text) if path.suffix == ".html" else text)
    whole = "\0".join(blobs)
    with closing(sqlite3.connect(corpus_db)) as corpus:
        texts = corpus.execute("SELECT text FROM articles UNION SELECT text FROM revisions").fetchall()
    longest = 0
    for (text,) in texts:
        at = 0
        while at + longest < len(text):
            if text[at : at + longest + 1] in whole:
                longest += 1
            else:
                at += 1
                while at + longest < len(text) and text[at : at + 24] not in whole:
                    at += 12
    return longest


@pytest.mark.parametrize(("texts", "most"), [("none", SENTENCE), ("short", SENTENCE)])
def test_no_text_beyond_what_is_allowed_is_anywhere(wordy: Path, tmp_path: Path, texts: str, most: int) -> None:
    publish(wordy, tmp_path / "site", texts)  # type: ignore[arg-type]
    assert 100 < runs(tmp_path / "site", wordy) <= most
    with closing(open_corpus(tmp_path / "site/downloads/corpus.db")) as made, closing(sqlite3.connect(wordy)) as whole:
        assert edition_of(made.conn).digest == edition_of(whole).digest
        count = "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM amounts), (SELECT count(*) FROM v_changed_figures)"
        assert made.execute(count).fetchone() == whole.execute(count).fetchone()
        assert made.execute("SELECT max(length(text)) FROM articles").fetchone() == ((EXCERPT + 1) if texts == "short" else 0,)
        assert made.execute("SELECT count(*) FROM amounts WHERE instr(sentence, surface) = 0").fetchone() == (0,)


def test_those_who_may_publish_all_of_it(wordy: Path, tmp_path: Path) -> None:
    with closing(shortened(wordy, tmp_path / "whole.db", "full")) as made, closing(sqlite3.connect(wordy)) as whole:
        texts = "SELECT id, text, lead, captions FROM articles ORDER BY id"
        assert made.execute(texts).fetchall() == whole.execute(texts).fetchall()


def test_hostile_articles_stay_text(tmp_path: Path) -> None:
    ids = hostile_corpus(tmp_path / "c.db")
    assert publish(tmp_path / "c.db", tmp_path / "site", "full") == len(ids)
    for path in (tmp_path / "site").rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        assert SCRIPT not in page
        assert not re.search(r"<[^>]*\son\w+=", page)
        assert 'href="javascript' not in page
        assert re.findall(r"<script[^>]*>", page) in ([], ['<script src="../search.js">'])


@pytest.mark.soak
def test_a_killed_publication_leaves_the_old_site_and_goes_on(corpus_db: Path, tmp_path: Path) -> None:
    target, part = tmp_path / "site", tmp_path / ".site.part"
    target.mkdir()
    (target / MARK).write_text("{}", encoding="utf-8")
    (target / "index.html").write_text("của lần trước", encoding="utf-8")
    command = [sys.executable, "-m", "crawler.cli", "publish", str(target), "--corpus-db", str(corpus_db)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        end = time.monotonic() + 60
        while time.monotonic() < end and len(list(part.glob("en/article/*/*.html"))) < 5:
            assert process.poll() is None
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    assert (target / "index.html").read_text(encoding="utf-8") == "của lần trước"
    begun = {path: path.stat().st_mtime_ns for path in part.rglob("*.html")}
    assert len(begun) > 5
    publish(corpus_db, target, "short")
    assert all((target / path.relative_to(part)).stat().st_mtime_ns == at for path, at in begun.items())
    assert "của lần trước" not in (target / "index.html").read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    assert list(target.rglob(".*")) == []
    fresh = tmp_path / "fresh"
    publish(corpus_db, fresh, "short")
    pages = sorted(path.relative_to(fresh) for path in fresh.rglob("*.html"))
    assert sorted(path.relative_to(target) for path in target.rglob("*.html")) == pages
    assert all((fresh / path).read_bytes() == (target / path).read_bytes() for path in pages)


def test_what_is_no_site_is_left_alone(corpus_db: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "thesis.txt").write_text("x", encoding="utf-8")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for target in (mine, tmp_path / "file", tmp_path / "no" / "such" / "folder"):
        with pytest.raises(BadInput, match=r"is there already and is no published site|no folder"):
            publish(corpus_db, target, "short")
    assert (mine / "thesis.txt").read_text(encoding="utf-8") == "x"
    with site_in(tmp_path / "busy", {}), pytest.raises(BadInput, match="another process publishes there"), site_in(tmp_path / "busy", {}):
        pass


def test_between_the_renames_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old" / MARK).write_text("{}", encoding="utf-8")
    broken = site_in(tmp_path / "site", {"version": 2})
    broken.__enter__()
    assert (tmp_path / "site" / MARK).read_text(encoding="utf-8") == "{}"
    assert broken.__exit__(ZeroDivisionError, ZeroDivisionError(), None) is False
    assert (tmp_path / "site" / MARK).read_text(encoding="utf-8") == "{}"
    with site_in(tmp_path / "site", {"version": 3}) as site:
        site.write("a/b.html", "x")
    assert (tmp_path / "site" / "a" / "b.html").read_text(encoding="utf-8") == "x"
    assert json.loads((tmp_path / "site" / MARK).read_text(encoding="utf-8")) == {"version": 3}
