"""The CSV that the explorer's pages offer holds no formulas, and is otherwise what Datasette makes of the rows."""

from __future__ import annotations

import csv
import sqlite3
from io import StringIO
from pathlib import Path
from urllib.parse import urlencode

import pytest

from explorer.guarding.safe_csv import Rows
from tests.explorer.test_explorer import Site
from tests.explorer_fixtures import FORMULA, hostile_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("csv") / "corpus.db"
    hostile_corpus(path)
    return path


@pytest.mark.parametrize("place", ["/corpus/articles.csv?_size=max", "/corpus/articles.csv?_stream=on", "/corpus/articles.csv?_dl=on"])
def test_articles_hold_no_formulas_and_are_whole(place: str, corpus: Path) -> None:
    rows = list(csv.DictReader(StringIO(Site(corpus).get(place).text, newline="")))
    with sqlite3.connect(corpus) as db:
        kept = {str(key): (title, text) for key, title, text in db.execute("SELECT id, title, text FROM articles")}
    db.close()
    assert len(rows) == len(kept) == 5
    for row in rows:
        title, text = kept[row["id"]]
        assert row["title"] == ("'" + title if title == FORMULA else title)
        assert row["text"].removeprefix("'").replace("\r\n", "\n") == text
        assert not any(str(cell)[:1] in ("=", "@", "\t") for cell in row.values())
    assert sum(row["title"].startswith("'=HYPERLINK") for row in rows) == 1


def test_numbers_and_words_of_a_query_stay(corpus: Path) -> None:
    cells = ("-5", "-1.5e-3", "'=1+1'", "'+1 tỷ'", "'@x'", "'-5'", "'a=b'", "' =1'", "'\"' || char(10) || '=1'")
    sql = "select " + ", ".join(f"{cell} as c{n}" for n, cell in enumerate(cells))
    row = next(csv.DictReader(StringIO(Site(corpus).get("/corpus.csv?" + urlencode({"sql": sql})).text, newline="")))
    assert list(row.values()) == ["-5", "-0.0015", "'=1+1", "'+1 tỷ", "'@x", "-5", "a=b", "' =1", '"\n=1']


def test_other_pages_are_as_they_were(corpus: Path) -> None:
    row = Site(corpus).get("/corpus.json?" + urlencode({"sql": "select '=1' as a", "_shape": "array"})).json()
    assert row == [{"a": "=1"}]
    assert Site(corpus).get("/corpus/no_such_table.csv").status_code == 404


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_pieces_of_any_length_give_the_same_rows(size: int) -> None:
    data = 'a,b\r\n=1,"x\n""=2"\r\n"=3\n,""",-4\r\nẩn,+ẩn'.encode()
    rows = Rows()
    pieces = [data[at : at + size] for at in range(0, len(data), size)]
    made = b"".join([*(rows.feed(piece, True) for piece in pieces), rows.feed(b"", False)]).decode()
    assert list(csv.reader(StringIO(made, newline=""))) == [["a", "b"], ["'=1", 'x\n"=2'], ["'=3\n,\"", "-4"], ["ẩn", "'+ẩn"]]
