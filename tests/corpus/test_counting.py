"""Counts that are kept: the same as counted anew, taken away by whoever writes, and told by `corpus check` when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from examples.replica.corpus import corpus_of_replica
from explorer.charts import kept
from pipelines.corpus.counting import COUNTED, count_corpus, is_counted, wrong_counts
from pipelines.corpus.reference import refresh
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.views import kept_views

ASKED = (
    "SELECT * FROM v_corpus",
    "SELECT * FROM v_sources ORDER BY source",
    "SELECT * FROM v_coverage ORDER BY source, month",
    f"SELECT source, month, sum(articles) FROM {kept.MONTHS} GROUP BY 1, 2 ORDER BY 1, 2",
    f"{kept.ROLES} ORDER BY 1, 2",
    f"{kept.RATED} ORDER BY 1",
    *(f"SELECT * FROM {view.name}" for view in kept_views()),
)
WRITES = (
    "UPDATE articles SET province = 'Hà Giang' WHERE id = (SELECT min(id) FROM articles)",
    "DELETE FROM articles WHERE id = (SELECT min(id) FROM articles)",
    "UPDATE _amounts SET role = 'trade' WHERE article = (SELECT min(article) FROM amounts)",
    "DELETE FROM _amounts WHERE article = (SELECT min(article) FROM amounts)",
    "UPDATE supports SET counts_in_sum = 0",
    "DELETE FROM clusters WHERE article = (SELECT min(article) FROM clusters)",
    "INSERT INTO corrections SELECT id, 'article', 0, 0, '', '{}', '{}', 'r', 'p', '2026-01-01' FROM articles LIMIT 1",
)


@pytest.fixture(scope="module")
def replica(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("replica") / "corpus.db"
    corpus_of_replica(path).close()
    return path


@pytest.fixture
def corpus(replica: Path, tmp_path: Path) -> Database:
    path = tmp_path / "corpus.db"
    path.write_bytes(replica.read_bytes())
    found = open_corpus(path)
    found.execute("UPDATE articles SET published = NULL WHERE id = (SELECT max(id) FROM articles)")
    return found


def test_counts_are_what_is_counted_without_them(corpus: Database) -> None:
    assert not is_counted(corpus)
    before = [corpus.execute(sql).fetchall() for sql in ASKED]
    assert all(before)
    count_corpus(corpus)
    assert is_counted(corpus)
    assert [corpus.execute(sql).fetchall() for sql in ASKED] == before
    assert wrong_counts(corpus) == []


def test_counts_are_read_where_they_hold(corpus: Database) -> None:
    count_corpus(corpus)
    corpus.execute("UPDATE _article_counts SET articles = articles + 1000")
    assert corpus.execute("SELECT articles > 1000 FROM v_corpus").fetchone() == (1,)
    assert wrong_counts(corpus) == ["_article_counts"]


def test_kept_rows_are_shown_only_while_they_hold(corpus: Database) -> None:
    count_corpus(corpus)
    corpus.execute("DELETE FROM _kept_v_support_by_province_year WHERE vnd IS NOT NULL")
    sums = "SELECT count(*) FROM v_support_by_province_year WHERE vnd > 0"
    assert corpus.execute(sums).fetchone() == (0,)
    assert wrong_counts(corpus) == ["_kept_v_support_by_province_year"]
    corpus.execute("UPDATE supports SET programme = programme")
    assert corpus.execute(sums).fetchone()[0] > 0


def test_where_the_rows_are_kept_nothing_is_added_up(corpus: Database) -> None:
    count_corpus(corpus)
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    corpus.conn.set_progress_handler(step, 1)
    rows = sum(len(corpus.execute(f"SELECT * FROM {view.name}").fetchall()) for view in kept_views())
    asked, steps = steps, 0
    for view in kept_views():
        corpus.execute(f"SELECT * FROM {view.now}").fetchall()
    assert rows > 0
    assert asked < steps / 2


def test_a_kept_view_comes_after_those_it_reads() -> None:
    names = [view.name for view in kept_views()]
    assert names.index("v_support_by_programme") < names.index("v_support_by_province_year")
    assert "v_articles" not in names


@pytest.mark.parametrize("sql", WRITES)
def test_whoever_writes_takes_the_counts_away(corpus: Database, sql: str) -> None:
    count_corpus(corpus)
    assert corpus.execute(sql).rowcount > 0
    assert not is_counted(corpus)
    told = [corpus.execute(asked).fetchall() for asked in ASKED]
    count_corpus(corpus)
    assert [corpus.execute(asked).fetchall() for asked in ASKED] == told
    assert wrong_counts(corpus) == []


def test_what_is_written_while_it_is_counted_leaves_the_counts_out(corpus: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    file = corpus.execute("PRAGMA database_list").fetchone()[2]
    other = open_corpus(file)
    corpus.conn.create_function("meanwhile", 0, lambda: other.execute(WRITES[0]).rowcount)
    monkeypatch.setitem(COUNTED, "_amount_counts", COUNTED["_amount_counts"].replace("GROUP BY", "WHERE meanwhile() GROUP BY"))
    count_corpus(corpus)
    assert not is_counted(corpus)
    assert corpus.execute("SELECT count(*) FROM _amount_counts").fetchone() == (0,)


def test_other_views_are_counted_anew(corpus: Database) -> None:
    count_corpus(corpus)
    refresh(corpus)
    assert is_counted(corpus)  # nothing to do
    corpus.execute("UPDATE corpus_info SET value = 'older' WHERE key = 'reference_version'")
    refresh(corpus)
    assert not is_counted(corpus)


def test_an_empty_corpus_has_counts(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "corpus.db")
    before = corpus.execute("SELECT * FROM v_corpus").fetchall()
    count_corpus(corpus)
    assert is_counted(corpus)
    assert corpus.execute("SELECT * FROM v_corpus").fetchall() == before
    assert before[0][:2] == (0, 0)


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT max(fetched_at) FROM articles", "articles_by_fetched"),
        ("SELECT id FROM articles ORDER BY published DESC LIMIT 50", "articles_by_published"),
    ],
)
def test_days_are_found_by_an_index(corpus: Database, sql: str, index: str) -> None:
    assert index in corpus.execute(f"EXPLAIN QUERY PLAN {sql}").fetchone()[3]
