"""The schema of corpus.db: a corpus that stopped after any step of its history opens as a new one does; views need their tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from pipelines.corpus import views as views_module
from pipelines.corpus.history.steps import HISTORY
from pipelines.corpus.reference import refresh
from pipelines.corpus.rows import VIEWED
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.views import views

STEPS = (
    *("first_schema", "readable_schema", "coverage", "duplicate_tables", "aspects", "doubts", "documents", "dateline", "tables"),
    "document_keys",
)
ARTICLE = """INSERT INTO articles
    (id, url, title, text, published, published_from, province, province_from, captions, related, flags, layout, words, content_sha)
    VALUES (7, 'https://x.vn/7', 'Đắk Lắk', 'Gặt sớm', '2020-01-02', 'meta', 'Đắk Lắk', 'text', '[]', '[]', '[]', 'x', 2, 's')"""
AMOUNT = """INSERT INTO amounts (article, start, "end", surface, rule, link_rule, kind, min, max, unit, vnd_min, vnd_max, sentence)
    VALUES (7, 0, 3, 'Gặt', 'x', '', 'money', 1, 1, 'VND', 1, 1, 'Gặt sớm')"""
NARROW = 1 + [step.name for step in HISTORY].index("narrow_figures")  # from so many steps on, `amounts` is a view
NARROW_AMOUNT = AMOUNT.replace("INTO amounts", "INTO _amounts").replace("sentence)", "sentence_text)")


def schema(db: Database) -> dict[str, str]:
    return dict(db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())


def stopped_after(path: Path, steps: int) -> None:
    """A corpus as the project left it when it knew so many steps; the first had an index of its own for searching."""
    db = Database(path)
    known = Migrations("corpus")
    for step in HISTORY[:steps]:

        @known(name=step.name)
        def take(db: Database, statements: tuple[str, ...] = step.statements) -> None:
            for statement in statements:
                db.execute(statement)

    known.apply(db)
    if steps == 1:
        db.table("articles").enable_fts(["title", "text", "folded"], create_triggers=True, tokenize="unicode61 remove_diacritics 2")
    with db.atomic():
        db.execute(ARTICLE)
        narrow = "narrow_figures" in [step.name for step in HISTORY[:steps]]
        db.execute(NARROW_AMOUNT if narrow else AMOUNT)
    db.close()


def test_steps_that_are_out_keep_their_names() -> None:
    """A step under another name would be taken twice by every corpus there is."""
    assert tuple(step.name for step in HISTORY)[: len(STEPS)] == STEPS


@pytest.mark.parametrize("steps", range(1, len(HISTORY) + 1))
def test_a_corpus_of_any_step_opens_with_the_schema_of_a_new_one(tmp_path: Path, steps: int) -> None:
    stopped_after(tmp_path / "old.db", steps)
    new = open_corpus(tmp_path / "new.db")
    for _ in range(2):
        old = open_corpus(tmp_path / "old.db")
        assert schema(old) == schema(new)
        assert old.execute("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'dak gat'").fetchall() == [(7,)]
        assert old.execute("SELECT article, province_now FROM v_articles").fetchall() == [(7, "Đắk Lắk")]
        assert old.execute("SELECT month, gone_at FROM articles").fetchone() == ("2020-01", None)
        assert old.execute("SELECT confidence, role_second, certainty FROM amounts").fetchall() == [(None, None, None)]
        assert old.execute("SELECT surface, sentence FROM v_amounts").fetchall() == [("Gặt", "Gặt sớm")]
        old.close()
    old = open_corpus(tmp_path / "old.db")
    assert old.execute("SELECT value FROM corpus_info WHERE key = 'schema_version'").fetchone() == (str(len(HISTORY)),)


def test_every_view_says_what_it_shows_and_is_there(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    assert {view.name for view in views()} == {name for name in corpus.view_names() if name.startswith("v_") or name in VIEWED} != set()
    for path in (Path(views_module.__file__).parent / "views").glob("*.sql"):
        says = [
            line
            for line in path.read_text(encoding="utf-8").splitlines()
            if line.startswith("-- ") and "needs:" not in line and line != "-- kept"
        ]
        assert says, path.name


def test_a_view_whose_table_is_missing_is_left_out(tmp_path: Path) -> None:
    corpus = open_corpus(tmp_path / "c.db")
    corpus.execute("DROP TABLE clusters")
    corpus.execute("DELETE FROM corpus_info")
    refresh(corpus)
    left_out = {view.name for view in views()} - set(corpus.view_names())
    assert left_out == {
        "v_amounts",
        "v_amounts_sure",
        "v_articles_by_year",
        "v_supports",
        "v_support_by_programme",
        "v_support_by_province_year",
        "v_support_reports",
        "v_relations",
        "v_trade_output_by_province_year",
    }
    assert corpus.execute("SELECT count(*) FROM v_articles").fetchone() == (0,)
