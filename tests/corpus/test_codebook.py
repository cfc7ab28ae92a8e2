"""The codebook is whole and its generated documents are up to date."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from docs.build import documents
from pipelines.corpus.codebook import codebook_rows, problems
from pipelines.corpus.reference import corpus_version
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.stamps import code_version
from pipelines.facts.provinces.registry import province_units
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.values.article import Article
from pipelines.values.page import Page


def test_every_table_and_column_is_described(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    assert problems(corpus) == []
    rows = codebook_rows(corpus)
    assert len(rows) > 200
    assert corpus.execute("SELECT count(*) FROM codebook").fetchone() == (len(rows),)
    allowed = dict(corpus.execute('SELECT "table", allowed FROM codebook WHERE "column" = \'kind\' AND "table" LIKE \'%amounts\''))
    assert allowed == dict.fromkeys(("amounts", "v_amounts", "revision_amounts"), "money, percent, count, measure")


def test_figures_of_an_older_reading_stay_until_their_page_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    corpus = open_corpus(path)
    text = "Năm 2020, xuất khẩu của Hà Giang đạt 5 triệu USD. Năm 2021, tỉnh dự kiến hỗ trợ 3 tỷ đồng."
    reading = Reading(record_of(Article("Hà Giang", (text,)), Page("https://x.vn/1", b"")), "https://x.vn/1")
    store_reading(corpus, reading)
    corpus.execute("UPDATE _amounts SET flow = NULL, planned = 0")
    corpus.execute("UPDATE articles SET code_version = 'older'")
    assert str(store_reading(corpus, reading)) == "unchanged"
    rows = corpus.execute("SELECT surface, flow, planned FROM v_amounts ORDER BY start").fetchall()
    assert rows == [("5 triệu USD", "export", 0), ("3 tỷ đồng", None, 1)]
    corpus.close()


def test_a_column_without_words_is_noticed(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    corpus.execute("CREATE TABLE colours (shade TEXT) STRICT")
    assert problems(corpus) == ["colours.*: no description", "colours.shade: no description"]


def test_generated_documents_are_up_to_date() -> None:
    for path, text in documents().items():
        kept = path.read_text(encoding="utf-8")
        if path.stem == "codebook":  # its examples may be older than the rules; all else is exact
            kept, text = (re.sub(r"\|[^|\n]*\|$", "|", version, flags=re.MULTILINE) for version in (kept, text))
        assert kept == text, f"{path.name} is out of date: run python -m docs.build"


def test_tables_are_strict_and_keys_hold(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    loose = [
        t
        for t, strict in corpus.execute("SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        if not strict
    ]
    assert [t for t in loose if not t.startswith(("sqlite_", "_sqlite_", "_kept_"))] == []  # kept: whatever a view shows


def test_provinces_then_and_now_in_one_join(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    assert corpus.execute("SELECT count(*) FROM province_units").fetchone() == (len(province_units()),)
    assert corpus.execute("SELECT count(*) FROM province_units WHERE valid_to IS NULL").fetchone() == (34,)
    assert corpus.execute("SELECT count(*) FROM province_names WHERE code_before IS NOT NULL AND name != 'Huế'").fetchone() == (63,)
    names = {row[0]: row[1:] for row in corpus.execute("SELECT name, name_now, code_now, standing FROM province_names")}
    assert names["Yên Bái"] == ("Lào Cai", "15", "merged")
    assert names["Lào Cai"] == ("Lào Cai", "15", "enlarged")
    assert names["Thừa Thiên Huế"] == ("Huế", "46", "renamed")
    assert names["Cao Bằng"] == ("Cao Bằng", "04", "same")
    assert names["Hà Tây"] == ("Hà Nội", "01", "former")
    assert names["Sông Bé"] == (None, None, "former")


def test_stamps_name_code_and_content(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    assert code_version().startswith("0.")
    assert corpus.execute("SELECT code_version FROM v_corpus").fetchone() == (code_version(),)
    empty = corpus_version(corpus)
    assert empty.startswith("undated-")
    corpus.execute(
        "INSERT INTO articles (id, url, text, published_from, province_from, captions, related, flags, layout, words, content_sha)"
        " VALUES (1, 'u', 't', 'none', 'none', '[]', '[]', '[]', 'x', 1, 's')"
    )
    assert corpus_version(corpus) != empty


def test_views_come_back_when_the_code_changes(tmp_path: Path) -> None:
    path = tmp_path / "c.db"
    open_corpus(path).close()
    raw = sqlite3.connect(path)
    raw.execute("DROP VIEW v_amounts")
    raw.execute("CREATE VIEW v_old AS SELECT 1")
    raw.execute("UPDATE corpus_info SET value = 'older' WHERE key = 'code_version'")
    raw.commit()
    raw.close()
    corpus = open_corpus(path)
    assert "v_amounts" in corpus.view_names()
    assert "v_old" not in corpus.view_names()
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        corpus.execute(
            'INSERT INTO _amounts (article, start, "end", surface, rule, link_rule, kind, min, max, unit, sentence_text)'
            " VALUES (1, 0, 1, 'x', 'r', '', 'shoes', 1, 1, 'u', '')"
        )
