"""A compact corpus: numbered articles are found under their ids, names of rules stand once, and nobody who reads sees either."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.export.shards import write_shards
from crawler.publishing.shortening import shortened
from pipelines.corpus.addresses import stand
from pipelines.corpus.schema import open_corpus
from pipelines.intake.intake import Reading, store_reading
from pipelines.record import record_of
from pipelines.sources.urls import article_id
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.corpus.test_schema import ARTICLE
from tests.corpus.test_stored_schemas import stored

URL = "https://x.vn/tin/{}.html"
TEXTS = ("Năm 2019, tỉnh Hà Giang hỗ trợ 3,6 tỷ đồng cho nghề dệt lanh.", "Năm 2020, tỉnh Hà Giang hỗ trợ 4,1 tỷ đồng cho nghề chạm bạc.")
FIGURE = """INSERT INTO _amounts (article, start, "end", surface, rule, link_rule, kind, min, max, unit, vnd_min, vnd_max, sentence_text,
    certainty, confidence) VALUES (7, {0}, {0} + 3, 'Gặt', '{1}', '{2}', 'money', 1, 1, 'VND', 1, 1, 'Gặt sớm', '{3}', 0.97)"""
INDEXES = ("articles_fts", "articles_fts_exact")


def put(corpus: Database, number: int, text: str, day: int = 1) -> int:
    article = Article("Tin làng nghề", (text,), published="2020-01-05", published_from="meta")
    url = URL.format(number)
    store_reading(corpus, Reading(record_of(article, Page(url, b"", fetched_at=f"2020-02-{day:02}T00:00:00+00:00")), url))
    return article_id(url)


def found(corpus: Database, words: str, index: str = "articles_fts") -> set[int]:
    sql = f"SELECT id FROM articles WHERE id IN (SELECT rowid FROM {index} WHERE {index} MATCH ?)"
    return {key for (key,) in corpus.execute(sql, [words])}


def sound(corpus: Database) -> None:
    for index in ("_fts", "_fts_exact"):
        corpus.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    corpus.conn.commit()
    assert corpus.execute("PRAGMA foreign_key_check").fetchall() == []
    assert corpus.execute("SELECT count(*) FROM _numbers").fetchone() == corpus.execute("SELECT count(*) FROM articles").fetchone()


@pytest.fixture
def corpus(tmp_path: Path) -> Database:
    made = open_corpus(tmp_path / "corpus.db")
    for number, text in enumerate(TEXTS):
        put(made, number, text)
    return made


def test_both_indexes_answer_with_ids_and_their_rank(corpus: Database) -> None:
    first, second = (article_id(URL.format(number)) for number in (0, 1))
    assert {number for (number,) in corpus.execute("SELECT number FROM _numbers")} == {1, 2}
    assert found(corpus, '"det lanh"') == found(corpus, '"dệt lanh"', INDEXES[1]) == {first}
    assert found(corpus, '"cham bac"') == {second}
    assert found(corpus, '"cham bac"', INDEXES[1]) == set()
    assert found(corpus, "{title} : (nghe)") == {first, second}
    assert found(corpus, "giang NOT bac") == {first}
    ranked = corpus.execute(
        "SELECT rowid, bm25(articles_fts, 5.0, 1.0), rank FROM articles_fts WHERE articles_fts MATCH 'lanh' ORDER BY rank"
    )
    ((key, score, rank),) = ranked.fetchall()
    assert key == first
    assert score < 0
    assert rank < 0
    sound(corpus)


def test_a_changed_text_is_found_by_its_new_words_alone(corpus: Database) -> None:
    key = put(corpus, 0, TEXTS[0].replace("dệt lanh", "làm khèn"), day=2)
    assert (found(corpus, "lanh"), found(corpus, "khen"), found(corpus, "khèn", INDEXES[1])) == (set(), {key}, {key})
    sound(corpus)


def test_what_changes_no_word_leaves_the_indexes_alone(corpus: Database) -> None:
    size = "SELECT count(*), sum(length(block)) FROM _fts_data"
    before = corpus.execute(size).fetchone()
    with corpus.atomic():
        corpus.execute("UPDATE articles SET title = title, text = text, province = NULL")
    assert corpus.execute(size).fetchone() == before
    sound(corpus)


def test_an_article_that_stands_elsewhere_or_is_deleted_is_found_so(corpus: Database) -> None:
    old = article_id(URL.format(0))
    with corpus.atomic():
        corpus.execute("UPDATE addresses SET url = ?, id = ? WHERE article = ?", [URL.format(90), article_id(URL.format(90)), old])
        new = stand(corpus, old)
    assert new != old
    assert found(corpus, "lanh") == {new}
    sound(corpus)
    with corpus.atomic():
        corpus.execute("DELETE FROM articles WHERE id = ?", [new])
    assert found(corpus, "lanh") == set()
    assert len(found(corpus, "giang")) == 1
    sound(corpus)


def test_names_of_rules_stand_once_and_are_read_as_they_are(corpus: Database, tmp_path: Path) -> None:
    read = "SELECT rule, link_rule FROM {} ORDER BY article, start"
    shown = corpus.execute(read.format("amounts")).fetchall()
    assert shown == corpus.execute(read.format("v_amounts")).fetchall()
    assert len(shown) == 2
    assert all(rule.startswith("money") and len(link_rule) > 5 for rule, link_rule in shown)
    assert len(corpus.execute("SELECT name FROM _rules").fetchall()) == len({name for names in shown for name in names})
    assert all(int(rule) > 0 and int(link) > 0 for rule, link in corpus.execute(read.format("_amounts")))
    copy = shortened(tmp_path / "corpus.db", tmp_path / "short.db", "none")
    assert copy.execute(read.format("amounts")).fetchall() == shown


def test_shards_know_the_names_of_rules(corpus: Database, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    corpus.close()
    write_shards(tmp_path / "corpus.db", tmp_path / "shards", lambda work, pieces, *_: map(work, pieces))
    rows = parquet.read_table(tmp_path / "shards" / "amounts").to_pylist()
    assert len(rows) == 2
    assert all(row["rule"].startswith("money") and row["link_rule"] for row in rows)


def test_a_corpus_of_before_keeps_its_rules_and_what_is_found(tmp_path: Path) -> None:
    figures = [
        FIGURE.format(at, *names)
        for at, names in enumerate([("money:a", "", "sure"), ("money:a", "role:b", "unsure"), ("x", "money:a", "sure")])
    ]
    corpus = open_corpus(stored("corpus-22", tmp_path, ARTICLE, *figures))
    assert corpus.execute("SELECT rule, link_rule FROM amounts ORDER BY start").fetchall() == [
        ("money:a", ""),
        ("money:a", "role:b"),
        ("x", "money:a"),
    ]
    assert corpus.execute("SELECT count(*) FROM _rules").fetchone() == (4,)
    assert found(corpus, "gat") == {7}
    assert found(corpus, "gat", INDEXES[1]) == set()
    assert found(corpus, "gặt", INDEXES[1]) == {7}
    plan = " ".join(row[3] for row in corpus.execute("EXPLAIN QUERY PLAN SELECT article FROM v_amounts_sure"))
    assert "amounts_sure" in plan
    assert corpus.execute("SELECT count(*) FROM v_amounts_sure").fetchone() == (2,)
    sound(corpus)
