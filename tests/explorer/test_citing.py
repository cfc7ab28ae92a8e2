"""Citations: BibTeX that parses whatever a title holds, CSL-JSON as its schema asks, the version of the corpus in each."""

from __future__ import annotations

import html
import json
import re
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.citing import formats
from explorer.citing.page import cite_href
from explorer.citing.work import Edition, Work, edition_of, work_of
from pipelines.corpus.reference import corpus_version
from tests.explorer.test_explorer import Site
from tests.explorer_fixtures import hostile_corpus

EDITION = Edition("0.1.0+12345678", "2016-01-05", "2025-09-30", 94, "2025-10-01-d84b61e7")
WORK = Work("bao_2021_7", "webpage", "Hỗ trợ máy sấy chè", "Nguyễn Thị Ánh and Đỗ Văn Ý", "Báo Công Thương", "2021-07-08", "2021-07-09",
            "https://x.vn/tin/1.html?a=1&b=2", "http://127.0.0.1:8001/article/7", "“3 tỷ đồng”", EDITION)  # fmt: skip
TITLES = [
    "50% vốn & 3 tỷ $ #1 cụm_công_nghiệp", "}, note = {x", "{{{", "}}}", "\\end{document} \\input{/etc/passwd}", "a\nb\r\n@misc{y,", "~^\\",
    '"trích" {dở', "Đắk Lắk – Ðắk Nông", "\u202edảo\u202c \x00\x1b[31m", "<script>alert(1)</script>", "", "x" * 9_000,
]  # fmt: skip
NAMES = {"author", "title", "howpublished", "year", "month", "url", "urldate", "note"}
# https://github.com/citation-style-language/schema, csl-data.json: "required": ["type", "id"]; no further properties than these are allowed
CSL_NAMES = {"type", "id", "title", "author", "container-title", "publisher", "issued", "accessed", "URL", "note", "version", "language"}


def parsed(entry: str) -> tuple[str, dict[str, str]]:
    """An entry as BibTeX takes it apart: braces are counted, whatever stands before them."""
    head = re.match(r"@misc\{([A-Za-z0-9_]+),\n", entry)
    assert head
    at, fields = head.end(), {}
    while entry[at] != "}":
        name = re.compile(r"\s*([a-z]+) = \{").match(entry, at)
        assert name, entry[at : at + 40]
        depth, start = 1, name.end()
        at = start
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            at += 1
        fields[name[1]] = entry[start : at - 1]
        at += len(re.compile(r",?\s*").match(entry, at)[0])  # type: ignore[index]
    assert entry[at:] == "}\n"
    return head[1], fields


@pytest.mark.parametrize("title", TITLES)
def test_every_title_makes_an_entry(title: str) -> None:
    key, fields = parsed(formats.bibtex(replace(WORK, title=title, author=title, note=title, url="https://x.vn/" + title)))
    assert key == "bao_2021_7"
    assert set(fields) <= NAMES
    assert re.search(r"(?<!\\)[%#$&_]", fields["title"]) is None
    assert "\\input" not in fields["title"].replace("\\textbackslash{}", "")
    assert re.search(r"[{}\\\s]", fields["url"]) is None
    assert "\n" not in fields["title"]
    (item,) = json.loads(formats.csl(replace(WORK, title=title)))
    assert "\n" not in item["title"]
    assert formats.text(replace(WORK, title=title)).count("\n") == 0


def test_vietnamese_names_stay_whole() -> None:
    _, fields = parsed(formats.bibtex(WORK))
    assert fields["author"] == "{Nguyễn Thị Ánh and Đỗ Văn Ý}"
    assert fields["title"] == "{Hỗ trợ máy sấy chè}"
    assert (fields["year"], fields["month"], fields["urldate"]) == ("2021", "07", "2021-07-09")
    assert fields["url"] == WORK.url
    for part in (EDITION.digest, EDITION.code_version.replace("+", "+"), "2016-01-05", "2025-09-30"):
        assert part in fields["note"]
    assert set(parsed(formats.bibtex(replace(WORK, issued="", seen="")))[1]) == NAMES - {"year", "month", "urldate"}


@pytest.mark.parametrize(
    ("issued", "parts"), [("2021-07-08", [2021, 7, 8]), ("2021-07", [2021, 7]), ("2021", [2021]), ("", None), ("hôm qua", None)]
)
def test_csl_json_as_its_schema_asks(issued: str, parts: list[int] | None) -> None:
    (item,) = json.loads(formats.csl(replace(WORK, issued=issued)))
    assert {"id", "type"} <= set(item) <= CSL_NAMES
    assert item["type"] in ("webpage", "dataset")
    assert item["author"] == [{"literal": WORK.author}]
    assert item.get("issued") == ({"date-parts": [parts]} if parts else None)
    assert all(isinstance(item[name], str) for name in CSL_NAMES - {"author", "issued", "accessed"})
    assert EDITION.digest in item["note"]


@pytest.fixture
def corpus(corpus_db: Path) -> Any:
    opened = sqlite3.connect(corpus_db)
    yield opened
    opened.close()


def test_the_version_is_that_of_exports_and_follows_the_content(corpus_db: Path, tmp_path: Path) -> None:
    copy = sqlite3.connect(tmp_path / "c.db")
    source = sqlite3.connect(corpus_db)
    source.backup(copy)
    source.close()
    before = edition_of(copy)
    assert before.digest == corpus_version(copy)
    copy.execute("DELETE FROM articles WHERE id = (SELECT min(id) FROM articles)")
    assert edition_of(copy).digest == corpus_version(copy) != before.digest
    copy.close()


@pytest.mark.parametrize(
    "address", ["//evil.example/", "https://evil.example/", "", "article/1", "/\\evil.example", "/a\nb", "/article/7", "/" + "x" * 5_000]
)
def test_what_is_no_page_of_the_explorer_is_not_cited(corpus: sqlite3.Connection, corpus_db: Path, address: str) -> None:
    assert work_of(corpus, address, "http://127.0.0.1:8001", "en") is None
    if address:
        assert Site(corpus_db).get("/cite", params={"address": address}).status_code == 404


def test_articles_figures_answers_and_charts(corpus: sqlite3.Connection) -> None:
    key, start, surface = corpus.execute("SELECT article, start, surface FROM amounts WHERE kind = 'money' LIMIT 1").fetchone()
    base = "http://127.0.0.1:8001"
    figure = work_of(corpus, f"/article/{key}#t-a{start}", base, "en")
    assert figure is not None
    assert f"“{surface}”, characters {start}–" in figure.note
    assert figure.address == f"{base}/article/{key}#t-a{start}"
    assert figure.url.startswith("http://127.0.0.1:873")
    vietnamese = work_of(corpus, f"/article/{key}#t-a{start}", base, "vi")
    assert vietnamese is not None
    for form in (formats.text, formats.bibtex, formats.csl):
        assert not re.search(r"\b(characters|of the text|fetched|version \d|read by|articles of|In:)", form(vietnamese)), form
        assert f"ký tự {start}–" in form(vietnamese)
    asked = work_of(corpus, "/corpus/largest-investments?year=2021", base, "vi")
    assert asked is not None
    assert (asked.kind, asked.url) == ("dataset", base + "/corpus/largest-investments?year=2021")
    assert asked.title != "largest-investments"
    chart = work_of(corpus, "/charts?by=source", base, "en")
    assert chart is not None
    assert chart.title == "Công Thương Corpus: Charts"
    assert work_of(corpus, f"/article/{key}#t-a999999", base, "en") is None


def test_the_page_copies_and_gives_files(corpus_db: Path, corpus: sqlite3.Connection) -> None:
    (key,) = corpus.execute("SELECT min(id) FROM articles").fetchone()
    site = Site(corpus_db)
    page = site.get(cite_href(f"/article/{key}"))
    assert page.text.count('class="copy"') == 3
    assert "script-src 'self';" in page.headers["content-security-policy"]
    bib = site.get(cite_href(f"/article/{key}", "bib"))
    parsed(bib.text)
    assert bib.headers["content-disposition"].endswith('.bib"')
    assert json.loads(site.get(cite_href(f"/article/{key}", "json")).text)[0]["type"] == "webpage"
    assert f'href="{html.escape(cite_href(f"/article/{key}"))}"' in site.get(f"/article/{key}").text
    assert "/cite?address=%2Fcorpus%2Flargest-investments" in site.get("/corpus/largest-investments").text
    assert "addEventListener" in site.get("/-/explorer/cite.js").text


def test_hostile_articles_are_cited(tmp_path: Path) -> None:
    ids = hostile_corpus(tmp_path / "c.db")
    site = Site(tmp_path / "c.db")
    for key in ids.values():
        page = site.get(cite_href(f"/article/{key}"))
        assert page.status_code == 200
        assert "<script>window" not in page.text
        parsed(site.get(cite_href(f"/article/{key}", "bib")).text)
