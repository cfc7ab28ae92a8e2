"""Bad input gives one clear line naming the culprit and the right exit status, never a traceback."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crawler.arguments import check_spider_arguments
from explorer.guarding.cells import safe_cell
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["read", "/nowhere/page.html"], "/nowhere/page.html: No such file"),
        (["read"], "no FILE given"),
        (["read", "--source", "nobody", __file__], "--source: nobody: no such source"),
        (["read", "--jsonl", "/nowhere/x.jsonl"], "/nowhere/x.jsonl: No such file"),
        (["crawl", "nobody"], "nobody: no such source"),
        (["crawl", "moit", "--since", "2016-13-01"], "since: '2016-13-01' is not a date"),
        (["crawl", "moit", "--since", "2017-01-01", "--until", "2016-01-01"], "since: lies after until"),
        (["crawl", "moit", "--max-articles", "0"], "max_articles: '0'"),
        (["replay", "--pages-db", "/nowhere/p.db"], "/nowhere/p.db: no such file"),
        (["search", "x", "--corpus-db", "/nowhere/c.db"], "/nowhere/c.db: no such file"),
        (["status", "--pages-db", "/nowhere/p.db"], "/nowhere/p.db: no such file"),
        (["search", "x", "--corpus-db", __file__], "file is not a database"),
        (["review", "--corpus-db", "/nowhere/c.db"], "/nowhere/c.db: no such file"),
        (["review", "--corpus-db", __file__], "file is not a database"),
        (["review", "--below", "7"], "--below 7.0: must lie above 0"),
        (["review", "--corrections", "/nowhere/c.toml"], "--corrections /nowhere/c.toml: no such folder"),
        (["learn"], "nothing to learn from"),
    ],
)
def test_one_line_and_status_2(corpus: Any, arguments: list[str], says: str) -> None:
    done = corpus(*arguments)
    assert done.returncode == 2, done.stderr
    assert says in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith(f"corpus {arguments[0]}: ")


@pytest.mark.parametrize("arguments", [[], ["fly"], ["crawl", "--workers", "x"], ["search"], ["explore", "--port", "x"]])
def test_unknown_arguments(corpus: Any, arguments: list[str]) -> None:
    done = corpus(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("line", "says"), [("{", "not JSON"), ("[1]", "not a JSON object"), ("nonsense", "not JSON")])
def test_a_line_that_is_no_object_names_its_number(corpus: Any, line: str, says: str) -> None:
    done = corpus("read", "--jsonl", input='{"id": 1, "text": "Một."}\n' + line + "\n")
    assert (done.returncode, json.loads(done.stdout)["id"]) == (2, 1)
    assert done.stderr.startswith("corpus read: stdin:2: ")
    assert says in done.stderr


def test_every_line_is_answered_in_order(corpus: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_text("<html></html>", encoding="utf-8")
    lines = [
        {"id": "a", "text": "Năm 2016, Lạng Sơn chi 1,42 tỷ đồng.", "title": "Một"},
        {"id": "b", "html_path": "khong-co.html"},
        {"id": "c", "html_path": "empty.html"},
        {"id": "d"},
        {"id": "e", "text": "Dòng một\nDòng hai", "published": "2016-05-01"},
    ]
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = corpus("read", "--jsonl", path)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [answer["id"] for answer in answers] == ["a", "b", "c", "d", "e"]
    assert answers[0]["record"]["amounts"][0]["vnd_min"] == 1_420_000_000
    assert answers[1]["error"].endswith("No such file or directory")
    assert answers[2]["error"].startswith(("not_article(", "unreadable("))
    assert answers[3]["error"] == "needs html_path or text"
    assert answers[4]["record"]["text"] == "Dòng một\nDòng hai"
    assert answers[4]["record"]["published"] == "2016-05-01"


def test_lines_are_read_into_a_corpus(corpus: Any, tmp_path: Path) -> None:
    lines = [
        {"id": "một/1", "text": "Năm 2016, Lạng Sơn chi 1,42 tỷ đồng."},
        {"id": "b", "text": "Năm 2017, Cao Bằng chi 3 tỷ đồng.", "url": "https://bao.example/b.html"},
        {"id": "c"},
    ]
    given = "".join(json.dumps(line) + "\n" for line in lines)
    for _ in range(2):  # the second time stores nothing twice
        done = corpus("read", "--jsonl", "--into", tmp_path / "corpus.db", input=given)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == 3
    question = "SELECT a.url, a.province, a.year, m.vnd_min FROM articles a JOIN amounts m ON m.article = a.id"
    with closing(sqlite3.connect(tmp_path / "corpus.db")) as stored:
        rows = sorted(stored.execute(question))
    assert rows == [
        ("https://bao.example/b.html", "Cao Bằng", 2017, 3e9),
        ("urn:article:m%E1%BB%99t%2F1", "Lạng Sơn", 2016, 1.42e9),
    ]


@pytest.mark.parametrize(
    ("arguments", "given", "says"),
    [
        (["read", "--into", "c.db", "x.html"], "", "--into: needs --jsonl"),
        (["read", "--jsonl", "--into", "c.db"], '{"text": "Năm 2016, Lạng Sơn chi 1 tỷ đồng."}', "neither url nor id"),
        (
            ["read", "--jsonl", "--into", "c.db"],
            '{"id": "a", "text": "Lạng Sơn chi 1 tỷ đồng.", "source": "nosuch"}',
            "source 'nosuch' has no file",
        ),
        (["read", "--jsonl", "--into", "/dev/null/c.db"], "", "/dev/null/c.db: "),
    ],
)
def test_what_cannot_be_read_into_a_corpus(corpus: Any, tmp_path: Path, arguments: list[str], given: str, says: str) -> None:
    arguments = [str(tmp_path / argument) if argument == "c.db" else argument for argument in arguments]
    done = corpus(*arguments, input=given)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert says in done.stderr


def test_reading_streams(corpus: Any) -> None:
    """The answer to a line comes before the next line is given."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "crawler.cli", "read", "--jsonl"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    for number in range(3):
        process.stdin.write(json.dumps({"id": number, "text": "Hà Nội."}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == number
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    process.stdout.close()


def test_a_page_that_is_no_article_is_told_and_counts(corpus: Any, tmp_path: Path) -> None:
    page = tmp_path / "trong.html"
    page.write_text("<html><body></body></html>", encoding="utf-8")
    done = corpus("read", page)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"corpus read: {page}: not_article(")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"start_url": "nowhere"}, "start_url: 'nowhere' is not an http(s) URL"),
        ({"start_url": "file:" + "//etc"}, "is not an http(s) URL"),
        ({"since": "yesterday"}, "since: 'yesterday'"),
        ({"max_articles": "-1"}, "max_articles: '-1'"),
        ({"colour": "red"}, "colour: unknown argument"),
        ({"since": "2016-01-01", "until": "2016-01-01", "max_articles": "5", "start_url": "https://x.vn/"}, None),
    ],
)
def test_spider_arguments(given: dict[str, str], says: str | None) -> None:
    problem = check_spider_arguments(given)
    assert (problem is None) if says is None else says in (problem or "")


def test_a_verb_loads_only_what_it_needs() -> None:
    heavy = {"scrapy", "twisted", "sqlite_utils", "pandas", "lxml", "rich", "datasette", "pyarrow"}
    code = f"import crawler.cli, sys; crawler.cli.parser(); print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize("before", ["", "import pandas; "])
def test_opening_a_corpus_loads_no_pandas_and_hides_none(before: str) -> None:
    pytest.importorskip("pandas")
    code = f"{before}import sys, pipelines.corpus.schema as s; print('pandas' in sys.modules); import pandas; print(pandas.DataFrame)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[0] == str(bool(before))
    assert "DataFrame" in done.stdout


def test_scrapy_crawl_of_an_unknown_source_is_one_line() -> None:
    done = subprocess.run([sys.executable, "-m", "scrapy", "crawl", "nobody"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == "scrapy crawl: Spider not found: nobody; `scrapy list` names the sources"
    assert "Traceback" not in done.stderr


def test_scrapy_list_names_every_source() -> None:
    done = subprocess.run([sys.executable, "-m", "scrapy", "list"], cwd=ROOT, capture_output=True, text=True, check=True)
    names = sorted(path.stem for path in (ROOT / "data" / "sources").glob("*.toml"))
    assert done.stdout.split() == names
    assert {"congthuong", "moit", "arit", "igip", "tapchicongthuong"} <= set(names)


def test_export_refuses_what_is_not_a_table(corpus: Any, tmp_path: Path) -> None:
    from pipelines.corpus.schema import open_corpus

    open_corpus(tmp_path / "c.db").close()
    for table, target, says in (("users; --", "x.csv", "--table users; --: none of"), ("articles", "x.xls", "the name must end in .csv")):
        done = corpus("export", "--table", table, "--to", tmp_path / target, "--corpus-db", tmp_path / "c.db")
        assert done.returncode == 2
        assert says in done.stderr
    assert [path.name for path in tmp_path.iterdir() if "x." in path.name] == []


@pytest.mark.parametrize(
    ("value", "cell"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "'-5"), (-5, -5), ("1,42 tỷ", "1,42 tỷ"), (None, None)]
)
def test_cells_are_no_formulas(value: Any, cell: Any) -> None:
    assert safe_cell(value) == cell


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m crawler.cli sources | head -1"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, env=dict(os.environ), check=False)
    assert done.stderr == ""
