"""The Python door: reads only, typed records with sentence and link, frames, provinces by any name; the documented snippets print this."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import pipelines.corpus
from docs.build import DOCS
from docs.snippets import renewed
from pipelines.corpus.door.frames import MissingPackageError, pandas_frame, polars_frame
from pipelines.corpus.door.naming import UnknownProvinceError
from pipelines.corpus.door.opening import Corpus
from pipelines.corpus.schema import open_corpus as open_to_write
from pipelines.values.errors import DatabaseError
from tests.explorer_fixtures import replica_corpus
from tests.paths import ROOT


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return replica_corpus(tmp_path_factory.mktemp("replica"))


@pytest.fixture
def corpus(corpus_db: Path) -> Iterator[Corpus]:
    with pipelines.corpus.open_corpus(corpus_db) as opened:
        yield opened


def one(corpus: Corpus, sql: str) -> object:
    return next(corpus.sql(sql))[0]


def test_records_are_all_rows_of_their_tables(corpus: Corpus) -> None:
    for records, table in (
        (corpus.articles(), "articles"),
        (corpus.amounts(), "v_amounts"),
        (corpus.supports(), "v_supports"),
        (corpus.support_by_year(), "v_support_by_province_year"),
    ):
        found = list(records)
        assert len(found) == one(corpus, f"SELECT count(*) FROM {table}") > 10
        names = type(found[0]).__slots__
        stored = corpus.sql(f"SELECT * FROM {table}")
        assert [tuple(getattr(each, name) for name in names) for each in found] == [tuple(row[name] for name in names) for row in stored]


def test_every_figure_has_its_sentence_and_link(corpus: Corpus) -> None:
    texts = {article.id: article.text for article in corpus.articles()}
    figures = list(corpus.amounts())
    assert len(figures) > 500
    for figure in figures:
        assert texts[figure.article][figure.start : figure.end] == figure.surface
        assert figure.surface in figure.sentence
        assert figure.link.startswith("http")
    assert replace(figures[0], document="https://x.example/a.pdf").link == "https://x.example/a.pdf"
    assert replace(figures[0], document=None).link == figures[0].url
    assert all(line.link == line.url and line.sentence in texts[line.article] for line in corpus.supports())


def test_only_sure_figures_by_one_argument(corpus: Corpus) -> None:
    sure = list(corpus.amounts(sure=True))
    assert {figure.certainty for figure in sure} == {"sure"}
    assert 0 < len(sure) == one(corpus, "SELECT count(*) FROM v_amounts_sure") < len(list(corpus.amounts()))
    assert {line.certainty for line in corpus.supports(sure=True)} == {"sure"}


def test_only_sure_sums_by_one_argument(corpus_db: Path, tmp_path: Path) -> None:
    """A sum is as sure as the least sure of its figures: here those of one province are made sure."""
    path = Path(shutil.copy(corpus_db, tmp_path))
    with pipelines.corpus.open_corpus(path) as opened:
        province = next(line.province for line in opened.support_by_year() if line.certainty == "doubtful")
        assert province not in {line.province for line in opened.support_by_year(sure=True)}
    with closing(sqlite3.connect(path)) as db:
        made_sure = "UPDATE _amounts SET confidence = 0.99, certainty = 'sure' WHERE province = ? AND role IN ('support', 'budget')"
        db.execute(made_sure, (province,))
        db.execute("DELETE FROM _counted")
        db.commit()
    with pipelines.corpus.open_corpus(path) as opened:
        sure = list(opened.support_by_year(sure=True))
        assert province in {line.province for line in sure}
        assert {line.certainty for line in sure} == {"sure"}


@pytest.mark.parametrize("typed", ["Yên Bái", "yen bai", "tỉnh Yên Bái", " YÊN BÁI ", "yenbai"])
def test_provinces_go_by_any_name(corpus: Corpus, typed: str) -> None:
    found = list(corpus.amounts(province=typed, role="support"))
    assert {figure.province for figure in found} == {"Yên Bái"}
    assert len(found) == one(corpus, "SELECT count(*) FROM v_amounts WHERE province = 'Yên Bái' AND role = 'support'") > 5


@pytest.mark.parametrize(
    ("typed", "name"),
    [("TP. HCM", "Hồ Chí Minh"), ("sài gòn", "Hồ Chí Minh"), ("brvt", "Bà Rịa - Vũng Tàu"), ("ha tay", "Hà Tây"), ("Huế", "Huế"),
     ("thừa thiên huế", "Thừa Thiên Huế"), ("Đắc Lắc", "Đắk Lắk")],
)  # fmt: skip
def test_aliases_and_both_eras(corpus: Corpus, typed: str, name: str) -> None:
    assert corpus.province(typed) == name


@pytest.mark.parametrize("typed", ["Quảng Đông", "", "năm 2020", "x" * 5_000])
def test_no_province(corpus: Corpus, typed: str) -> None:
    with pytest.raises(UnknownProvinceError, match="no such province"):
        corpus.amounts(province=typed)
    with pytest.raises(UnknownProvinceError, match="did you mean Lạng Sơn"):
        corpus.province("lang sn")
    with pytest.raises(ValueError, match="no role; known are"):
        corpus.amounts(role="hỗ trợ")


def test_a_renamed_province_is_found_by_both_names(tmp_path: Path) -> None:
    made = open_to_write(tmp_path / "c.db")
    for key, province in enumerate(("Huế", "Thừa Thiên Huế", "Quảng Trị"), 1):
        made.execute(
            "INSERT INTO articles (id, url, text, published_from, province, province_from, captions, related, flags, layout, words,"
            " content_sha) VALUES (?, ?, '', 'none', ?, 'text', '[]', '[]', '[]', 'x', 0, '')",
            [key, f"https://x.example/{key}", province],
        )
    made.close()
    with pipelines.corpus.open_corpus(tmp_path / "c.db") as corpus:
        for typed in ("hue", "Thừa Thiên - Huế"):
            assert [article.id for article in corpus.articles(province=typed)] == [1, 2]
        assert [article.id for article in corpus.articles(province="quang tri")] == [3]


@pytest.mark.parametrize("query", ["DELETE FROM articles", "CREATE TABLE mine (x)", "DROP VIEW v_amounts", "PRAGMA user_version = 9"])
def test_nothing_is_changed(corpus_db: Path, query: str) -> None:
    with pipelines.corpus.open_corpus(corpus_db) as corpus, pytest.raises(sqlite3.OperationalError, match="readonly"):
        corpus.sql(query)


def test_sql_binds_values_and_tells_names(corpus: Corpus) -> None:
    by_place = corpus.sql("SELECT ? AS a, ? || 'x' AS b", [1, "'; DROP TABLE articles"])
    assert [(row["a"], row["b"]) for row in by_place] == [(1, "'; DROP TABLE articlesx")]
    assert next(corpus.sql("SELECT :n + 1", {"n": 41}))[0] == 42
    with pytest.raises(sqlite3.OperationalError, match="no such column"):
        corpus.sql("SELECT nope FROM articles")


def test_what_cannot_be_opened(tmp_path: Path, corpus_db: Path) -> None:
    with pytest.raises(DatabaseError, match=r"gone\.db: no such file"):
        pipelines.corpus.open_corpus(tmp_path / "gone.db")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "text.db").write_text("no database " * 100)
    with pytest.raises(DatabaseError, match="not a database"):
        pipelines.corpus.open_corpus(tmp_path / "text.db")
    old = sqlite3.connect(tmp_path / "old.db")
    old.execute("CREATE TABLE articles (id INTEGER)")
    old.close()
    with pytest.raises(DatabaseError, match="of an earlier version, `corpus status` brings it up to date"):
        pipelines.corpus.open_corpus(tmp_path / "old.db")


def test_iterating_holds_few_rows(tmp_path: Path) -> None:
    made = open_to_write(tmp_path / "c.db")
    made.conn.executemany(
        "INSERT INTO articles (id, url, text, published_from, province_from, captions, related, flags, layout, words, content_sha)"
        " VALUES (?, ?, ?, 'none', 'none', '[]', '[]', '[]', 'x', 0, '')",
        ((key, f"https://x.example/{key}", f"{key} " * 300) for key in range(12_000)),
    )
    made.conn.commit()
    made.close()
    with pipelines.corpus.open_corpus(tmp_path / "c.db") as corpus:
        tracemalloc.start()
        letters = sum(len(article.text) for article in corpus.articles())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert letters > 17_000_000
    assert peak < 6_000_000


def test_frames_keep_whole_numbers_whole(corpus: Corpus) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("polars", reason="polars is not installed")
    rows = corpus.sql("SELECT count(*), count(year), sum(vnd), sum(confidence) FROM v_amounts")
    count, years, vnd, confidence = next(rows)
    one, other = corpus.pandas("v_amounts"), corpus.polars("v_amounts")
    assert (len(one), one.year.count(), one.vnd.sum()) == (count, years, vnd)
    assert (other.height, other["year"].count(), other["vnd"].sum()) == (count, years, vnd)
    assert one.confidence.sum() == pytest.approx(confidence)
    assert other["confidence"].sum() == pytest.approx(confidence)
    assert [str(one[name].dtype) for name in ("year", "vnd", "min", "sentence")] == ["Int64", "Int64", "Float64", "string"]
    assert [str(other[name].dtype) for name in ("year", "vnd", "min", "sentence")] == ["Int64", "Int64", "Float64", "String"]
    query = ("SELECT article AS x, year AS x FROM v_amounts WHERE role = ?", ["nothing"])
    assert corpus.pandas(*query).shape == (0, 2)
    assert corpus.polars("SELECT year FROM v_amounts WHERE role = ?", ["nothing"]).shape == (0, 1)


def test_frames_of_odd_columns() -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("polars", reason="polars is not installed")
    rows = [(1, None, 2**60 + 1, "a"), (2.5, None, None, None)]
    frame = pandas_frame(["n", "none", "big", "text"], rows)
    assert frame["n"].tolist() == [1.0, 2.5]
    assert frame["big"][0] == 2**60 + 1
    assert polars_frame(["n", "none", "big", "text"], rows).rows() == [(1.0, None, 2**60 + 1, "a"), (2.5, None, None, None)]


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_package_is_named(corpus: Corpus, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(MissingPackageError, match=f"{name} is not installed: pip install {name}"):
        getattr(corpus, name)("sources")


def test_opening_imports_no_frames_and_no_crawler(corpus_db: Path) -> None:
    code = f"""import sys
from pipelines.corpus import open_corpus
with open_corpus({str(corpus_db)!r}) as corpus:
    next(corpus.amounts())
others = {{"pandas", "polars", "pyarrow", "scrapy", "twisted", "crawler", "explorer"}}
print(sorted({{name.partition(".")[0] for name in sys.modules}} & others))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_documented_snippets_print_what_is_told(corpus_db: Path) -> None:
    pytest.importorskip("pandas", reason="pandas is not installed")
    pytest.importorskip("polars", reason="polars is not installed")
    text = (DOCS / "python.md").read_text(encoding="utf-8")
    assert text.count("```text") > 6
    assert renewed(text, corpus_db) == text
    assert renewed("```python\nprint(6 * 7)\n```\n\n```text\n41\n```\n", corpus_db) == "```python\nprint(6 * 7)\n```\n\n```text\n42\n```\n"
