"""Figures: the least certain ones of a corpus, and all that a person sees of one of them. Only reads; every value is a parameter."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from crawler.reviewing.rule_words import rule_words_in
from explorer.articles.doubts import Place, doubts_of
from explorer.wording.doubts import doubt_said
from explorer.wording.labels import LANGUAGES
from pipelines.corpus.applying import SECONDS, places_of
from pipelines.corpus.corrections import COLUMNS, FIELDS, Field
from pipelines.text.sentences import cut

MOST = 5_000  # figures of one sitting
AROUND = 6_000  # characters of the text shown before and after the sentence when asked for
NEIGHBOURS = 2  # sentences before and after
_NEEDED = {"confidence", *(f"{field}_confidence" for field in FIELDS)}
_NOT_RATED = "does not say how sure its figures are; `corpus replay` reads its pages again and does"
_NONE_RATED = """SELECT 1 FROM amounts WHERE kind IN ('money', 'percent') AND confidence IS NULL
AND NOT EXISTS (SELECT 1 FROM amounts WHERE confidence IS NOT NULL) LIMIT 1"""
# copies of a report are left out: a figure is decided once, where it counts; a decided one has confidence 1
_UNSURE = """FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.kind IN ('money', 'percent') AND m.{0} < :below AND (:source IS NULL OR a.source = :source)
AND NOT EXISTS (SELECT 1 FROM clusters k WHERE k.article = m.article AND k.cluster != k.article)"""


class Wanted(NamedTuple):
    """Which figures: by the doubt of one field (None: of all three together), of one source, less sure than `below`."""

    field: Field | None = None
    source: str | None = None
    below: float = 1.0

    @property
    def asked(self) -> tuple[Field, ...]:
        """The fields a person is asked for."""
        return (self.field,) if self.field else FIELDS


class Key(NamedTuple):
    """Where a figure stands."""

    article: int
    start: int
    end: int


def open_to_read(corpus_db: Path) -> sqlite3.Connection:
    """The corpus, for reading only. Raises ValueError when it holds no confidences, sqlite3.Error when it cannot be read."""
    corpus = sqlite3.connect(f"{corpus_db.resolve().as_uri()}?mode=ro", uri=True, timeout=30)
    columns = {row[1] for row in corpus.execute("PRAGMA table_info(amounts)")}
    if not columns >= _NEEDED:
        corpus.close()
        raise ValueError(_NOT_RATED)
    return corpus


def sources_of(corpus_db: Path) -> list[str]:
    """The sources that have articles in a corpus, by name. Raises as `open_to_read`."""
    with closing(open_to_read(corpus_db)) as corpus:
        return [name for (name,) in corpus.execute("SELECT DISTINCT source FROM articles WHERE source IS NOT NULL ORDER BY 1")]


def least_certain(corpus: sqlite3.Connection, wanted: Wanted) -> tuple[list[Key], int]:
    """The figures to decide, the least certain first (at most MOST), and how many there are in all. Raises ValueError for a corpus that
    was read before figures were rated."""
    column = f"{wanted.field}_confidence" if wanted.field else "confidence"
    of_these, values = _UNSURE.format(column), {"below": wanted.below, "source": wanted.source, "most": MOST}
    listed = f'SELECT m.article, m.start, m."end" {of_these} ORDER BY m.{column}, m.article, m.start LIMIT :most'
    keys = [Key(*row) for row in corpus.execute(listed, values)]
    if not keys and corpus.execute(_NONE_RATED).fetchone():
        raise ValueError(_NOT_RATED)
    return keys, corpus.execute(f"SELECT count(*) {of_these}", values).fetchone()[0] if len(keys) == MOST else len(keys)


def at_start(corpus: sqlite3.Connection, article: Any, start: Any) -> Key | None:
    """The figure that begins at a place of an article, when it is one of those that are decided (money or percent, rated)."""
    row = None
    if str(article).isdecimal() and str(start).isdecimal() and max(len(str(article)), len(str(start))) < 18:
        found = (
            'SELECT article, start, "end" FROM amounts WHERE article = ? AND start = ? AND confidence IS NOT NULL'
            " AND kind IN ('money', 'percent') ORDER BY \"end\" DESC LIMIT 1"
        )
        row = corpus.execute(found, (int(article), int(start))).fetchone()
    return Key(*row) if row else None


def figure_at(corpus: sqlite3.Connection, key: Key) -> dict[str, Any] | None:
    """The row of a figure with its article's and its source's title, or None when it is gone."""
    cursor = corpus.execute(
        "SELECT m.*, a.url, a.title, a.published, a.text, a.source, coalesce(s.title, a.source) AS source_title FROM amounts m"
        ' JOIN articles a ON a.id = m.article LEFT JOIN sources s ON s.name = a.source WHERE m.article = ? AND m.start = ? AND m."end" = ?',
        key,
    )
    row = cursor.fetchone()
    return dict(zip([column[0] for column in cursor.description], row, strict=True)) if row else None


def nth_of(corpus: sqlite3.Connection, row: dict[str, Any]) -> int:
    """Which of the figures with the same words in its article this one is, from 1."""
    return places_of(corpus, row["article"], "amount", row["surface"]).index((row["start"], row["end"])) + 1


def answers_of(row: dict[str, Any]) -> dict[Field, Any]:
    """What the corpus says of a figure: [from, to] for the year, a name or None for the others."""
    found: dict[Field, Any] = {field: row[COLUMNS[field][0]] for field in FIELDS}
    found["year"] = None if row["year_from"] is None else [row["year_from"], row["year_to"]]
    return found


def _doubt(corpus: sqlite3.Connection, row: dict[str, Any]) -> dict[str, str]:
    """What is doubtful about a figure and why, in each language; "" of a sure one."""
    figure = doubts_of(corpus, row["article"]).get(Place(row["start"], row["end"]))
    return {language: doubt_said(figure, language) if figure else "" for language in LANGUAGES}


def shown(corpus: sqlite3.Connection, row: dict[str, Any]) -> dict[str, Any]:
    """A figure as the page shows it: plain values, nothing of them markup."""
    article = row["article"]
    rules = {language: rule_words_in(row["link_rule"], language) for language in LANGUAGES}
    years = corpus.execute("SELECT DISTINCT year_from, year_to FROM years WHERE article = ? ORDER BY 1, 2 LIMIT 60", [article])
    named = corpus.execute("SELECT name FROM provinces WHERE article = ? GROUP BY name ORDER BY count(*) DESC LIMIT 40", [article])
    value = {name: row[name] for name in ("kind", "min", "max", "unit", "vnd_min", "vnd_max", "approx", "per", "change")}
    return {
        "article": str(article), "start": row["start"], "end": row["end"], "surface": row["surface"], "value": value,
        "title": row["title"], "published": row["published"], "source": row["source_title"], "url": row["url"],
        "link": row["url"] if urlsplit(row["url"]).scheme in ("http", "https") else None,
        "confidence": row["confidence"], "doubt": _doubt(corpus, row), "around": _around(row["text"], row["start"], row["end"]),
        "fields": {field: _field(row, field) | {"rule": {one: rules[one][field] for one in LANGUAGES}} for field in FIELDS},
        "years": [list(pair) for pair in years], "provinces": [name for (name,) in named],
    }  # fmt: skip


def _field(row: dict[str, Any], field: Field) -> dict[str, Any]:
    """The answers of a field with their probabilities, the one the corpus gives first."""
    first: list[dict[str, Any]] = [{"answer": answers_of(row)[field], "chance": row[f"{field}_confidence"]}]
    second = row[SECONDS[field][0]]
    if field == "year" and second is not None:
        second = [second, row["year_second_to"]]
    chance = row[f"{field}_second_confidence"] or 0.0
    if chance > 0 and second != first[0]["answer"]:
        first.append({"answer": second, "chance": chance})
    if field != "role" and all(one["answer"] is not None for one in first):
        first.append({"answer": None, "chance": None})
    return {"answers": first}


def _around(text: str, start: int, end: int) -> dict[str, str]:
    """The sentence in three parts, its neighbours, and more of the text on either side."""
    sentences = cut(text)
    begin, stop = sentences.sentence(start)
    stop = max(stop, end)
    first, last = begin, stop
    for _ in range(NEIGHBOURS):
        first = sentences.sentence(first - 1)[0] if first else first
        last = sentences.sentence(last)[1] if last < len(text) else last
    return {
        "far_before": text[max(0, first - AROUND) : first], "before": text[first:begin], "left": text[begin:start],
        "figure": text[start:end], "right": text[end:stop], "after": text[stop:last], "far_after": text[last : last + AROUND],
    }  # fmt: skip
