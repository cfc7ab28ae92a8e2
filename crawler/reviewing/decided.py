"""Decided: articles of a corpus as labelled examples, each field that a correction decides a label. Reads only."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

from pipelines.corpus import corrections
from pipelines.corpus.addresses import article_of
from pipelines.corpus.applying import place_of
from pipelines.corpus.corrections import COLUMNS, Correction, Field
from pipelines.facts.learning.labels import Answers, Example, Label
from pipelines.values.mentions import Context

GROUP = "corrections"
_ARTICLE = """SELECT a.url, a.text, a.title, a.published, s.home_province, a.dateline FROM articles a
LEFT JOIN sources s ON s.name = a.source WHERE a.id = ?"""


def decided_examples(corpus: sqlite3.Connection, group: str = GROUP) -> Iterator[Example]:
    """Every article of the corpus with corrections of amounts; fields that nobody decided stay open. Raises CorrectionError."""
    groups: dict[int, list[Correction]] = {}
    for named, some in corrections.load_corrections().items():
        groups.setdefault(article_of(corpus, named) or named, []).extend(some)
    for article, entries in groups.items():
        row = corpus.execute(_ARTICLE, [article]).fetchone()
        labels = _labels(corpus, article, entries) if row else ()
        if labels:
            url, text, title, published, home, dateline = row
            yield Example(url, group, text, Context(title, published, home, dateline), labels)


def _labels(corpus: sqlite3.Connection, article: int, entries: Sequence[Correction]) -> tuple[Label, ...]:
    found: dict[tuple[int, int], dict[Field, Answers]] = {}
    for entry in entries:
        place = place_of(corpus, article, entry) if entry.fact == "amount" else None
        if place:
            found.setdefault(place, {}).update(_answers(entry))
    kinds = {(start, end): kind for start, end, kind in corpus.execute(
        'SELECT start, "end", kind FROM amounts WHERE article = ? AND kind IN (\'money\', \'percent\')', [article]
    )}  # fmt: skip
    return tuple(
        Label(kinds[place], place[0], answers.get("year", ()), answers.get("province", ()), answers.get("role", ()))
        for place, answers in sorted(found.items())
        if place in kinds and answers
    )


def _answers(entry: Correction) -> dict[Field, Answers]:
    """The accepted answer of every field decided; none for what was taken out."""
    changes = json.loads(entry.changes)
    if "drop" in changes:
        return {}
    found: dict[Field, Answers] = {}
    for field in entry.decided:
        values = tuple(changes.get(column) for column in COLUMNS[field])
        if field == "year":
            found[field] = (None if values[1] is None else (values[0] if values[0] is not None else values[1], values[1]),)
        else:
            found[field] = values
    return found
