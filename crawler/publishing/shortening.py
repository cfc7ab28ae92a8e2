"""A corpus that may be handed on: every row of the corpus, but of texts only as much as is allowed. What is published is made from it
alone, so that nothing else can come into it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipelines.corpus.schema import open_corpus
from pipelines.values.errors import DatabaseError
from pipelines.values.sqlite import Database

Texts = Literal["none", "short", "full"]
EXCERPT = 300  # characters of an article's text
SENTENCE = 400  # characters of the sentence around a figure
WORDS = 300  # characters of headlines, bylines, heads of tables and the like
ALLOWED = EXCERPT  # of one text in a row, where no figure stands
_TABLES = (
    "sources", "articles", "revisions", "provinces", "article_provinces", "years", "_rules", "_amounts", "supports", "attachments",
    "tables", "table_figures", "revision_amounts", "figure_changes", "corrections", "runs", "coverage", "walks", "clusters", "relations",
)  # fmt: skip
_EMPTY = {("articles", "lead"): "NULL", ("articles", "captions"): "'[]'", ("articles", "related"): "'[]'", ("revisions", "text"): "''",
          ("revisions", "lead"): "NULL", ("tables", "layout"): "'{}'", ("runs", "why"): "''"}  # fmt: skip
_PLACES = ("sentence_start", "sentence_end")
_SENTENCE = 'SELECT s.sentence FROM whole.amounts s WHERE s.article = m.article AND s.start = m.start AND s."end" = m."end"'
_CUT = frozenset(("title", "byline", "credit", "dateline", "site_title", "row_head", "column_head", "surface", "programme", "flags"))


def shortened(corpus_db: Path, target: Path, texts: Texts) -> Database:
    """Write the corpus that may be handed on to `target`, which must not exist, and return it open. Raises DatabaseError."""
    made = open_corpus(target)
    made.conn.create_function("around", 2, _around, deterministic=True)
    made.execute("ATTACH DATABASE ? AS whole", [f"{corpus_db.resolve().as_uri()}?mode=ro"])
    there = {row[0] for row in made.execute("SELECT name FROM whole.sqlite_master WHERE type = 'table'")}
    made.execute("PRAGMA foreign_keys = OFF")
    with made.atomic():
        for table in _TABLES:
            if table in there:
                _copy(made, table, texts)
    made.execute("DETACH DATABASE whole")
    if (wrong := made.execute("PRAGMA foreign_key_check").fetchone()) is not None:
        raise DatabaseError(f"{corpus_db}: a row of {wrong[0]} belongs to nothing")
    return made


def _copy(made: Database, table: str, texts: Texts) -> None:
    names = [name for name, hidden in made.execute("SELECT name, hidden FROM pragma_table_xinfo(?)", [table]).fetchall() if not hidden]
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(f'"{name}"' if texts == "full" else _value(table, name, texts) for name in names)
    made.execute(f"INSERT INTO main.{table} ({columns}) SELECT {values} FROM whole.{table} m")  # noqa: S608 - names of the schema


def _value(table: str, name: str, texts: Texts) -> str:
    """What stands in the place of a column."""
    if (table, name) == ("articles", "text"):
        return f"CASE WHEN length(text) > {EXCERPT} THEN substr(text, 1, {EXCERPT}) || '…' ELSE text END" if texts == "short" else "''"
    if (table, name) in _EMPTY:
        return _EMPTY[table, name]
    if table == "_amounts" and name in _PLACES:
        return "NULL"  # in a text that is not there
    if name == "sentence_text":
        return f"around(({_SENTENCE}), surface)"
    if name == "sentence":
        return "around(sentence, surface)" if table != "supports" else "around(sentence, '')"
    return f'substr("{name}", 1, {WORDS})' if name in _CUT else f'"{name}"'


def _around(sentence: str, surface: str) -> str:
    """At most SENTENCE characters of a sentence, those around the figure."""
    if len(sentence) <= SENTENCE:
        return sentence
    middle = max(sentence.find(surface), 0) + len(surface) // 2
    first = min(max(middle - SENTENCE // 2, 0), len(sentence) - SENTENCE)
    last = first + SENTENCE
    return "…" * (first > 0) + sentence[first:last] + "…" * (last < len(sentence))
