"""One article as a page: its text cut into pieces at the facts, and the list of facts beside it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from explorer.certainty import in_words, other_answers
from explorer.database import rows
from explorer.labels import labels, money, number

MOST_CHARACTERS = 100_000  # of a text that are shown
MOST_FACTS = 4_000  # as in the queries below


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as shown. `kind`: amount, year or province; `reading` what it was understood to be, `details` further words. Of a linked
    figure `certainty` is the word, `sure` the words and `others` what it may be instead."""

    kind: str
    start: int
    end: int
    surface: str
    reading: str
    details: tuple[str, ...]
    rule: str
    role: str = ""
    certainty: str = ""
    sure: str = ""
    others: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind[0]}{self.start}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, or a fact."""

    text: str
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class ArticleView:
    """Everything the article page shows. `row` is the article's row; `paragraphs` its text in pieces."""

    row: dict[str, Any]
    paragraphs: tuple[tuple[Piece, ...], ...]
    facts: tuple[Fact, ...]
    cut: bool
    flags: tuple[str, ...]
    attachments: tuple[dict[str, Any], ...]
    corrections: tuple[dict[str, Any], ...]
    changes: tuple[dict[str, Any], ...]
    related: tuple[dict[str, Any], ...]


def article_view(corpus: sqlite3.Connection, article: int, language: str) -> ArticleView | None:
    """Read an article, or None when there is none of that id."""
    found = rows(corpus, "SELECT a.*, n.name_now AS province_now FROM articles a"
                         " LEFT JOIN province_names n ON n.name = a.province WHERE a.id = ?", article)  # fmt: skip
    if not found:
        return None
    row = found[0]
    found_facts = _placed(_facts(corpus, article, language), _passages(corpus, article), language)
    facts = sorted(found_facts, key=lambda fact: (fact.start, fact.kind))
    text = row["text"][:MOST_CHARACTERS]
    return ArticleView(
        row=row,
        paragraphs=tuple(_paragraphs(text, _apart(facts, len(text)))),
        facts=tuple(facts[:MOST_FACTS]),
        cut=len(row["text"]) > MOST_CHARACTERS,
        flags=tuple(json.loads(row["flags"] or "[]")),
        attachments=tuple(rows(corpus, "SELECT * FROM attachments WHERE article = ? ORDER BY url", article)),
        corrections=tuple(rows(corpus, "SELECT * FROM corrections WHERE article = ? ORDER BY start", article)),
        changes=tuple(_changes(corpus, row)),
        related=tuple(_related(corpus, article)),
    )


def _passages(corpus: sqlite3.Connection, article: int) -> list[dict[str, Any]]:
    """The stretches of the text that stand in documents; none in a corpus from before there were any."""
    known = corpus.execute("SELECT 1 FROM sqlite_master WHERE name = 'passages'").fetchone()
    return rows(corpus, "SELECT * FROM passages WHERE article = ? ORDER BY start", article) if known else []


def _placed(facts: Iterable[Fact], passages: Sequence[dict[str, Any]], language: str) -> Iterable[Fact]:
    """The facts; those of an attached document say which it is, and the page."""
    words = labels(language)
    for fact in facts:
        at = next((p for p in passages if p["start"] <= fact.start < p["end"]), None)
        if at is None:
            yield fact
            continue
        page = f", {words['document_page']} {at['page']}" if at["page"] else ""
        yield replace(fact, details=(*fact.details, f"{words['in_document']} {at['url'].rpartition('/')[2]}{page}"))


def _facts(corpus: sqlite3.Connection, article: int, language: str) -> Iterable[Fact]:
    words = labels(language)
    corrected = {
        (c["fact"], c["start"]) for c in rows(corpus, "SELECT fact, start FROM corrections WHERE article = ? AND changes != was", article)
    }
    query = "SELECT * FROM {} WHERE article = ? ORDER BY start LIMIT 4000"  # tables named below
    for row in rows(corpus, query.format("amounts"), article):
        details = [_years(row) or words["no_year"], row["province"] or words["national"]] if row["role"] else []
        details += [words[f"flow_{row['flow']}"]] if row["flow"] else []
        details += [words["planned"]] if row["planned"] else []
        details += [words["corrected"]] if ("amount", row["start"]) in corrected else []
        word = row["certainty"] or ""
        yield Fact("amount", row["start"], row["end"], row["surface"], _amount(row, language), tuple(details),
                   f"{row['rule']} {row['link_rule']}".strip(), row["role"] or "", word,
                   in_words(word, row["confidence"], language) if word else "", tuple(other_answers(row, language)))  # fmt: skip
    for row in rows(corpus, query.format("years"), article):
        notes = [words[name] for name in ("relative", "comparison", "plan", "law") if row[name]]
        notes += [words["corrected"]] if ("year", row["start"]) in corrected else []
        yield Fact("year", row["start"], row["end"], row["surface"], _years(row), tuple(notes), row["rule"])
    names = "SELECT p.*, n.name_now FROM provinces p LEFT JOIN province_names n USING (name) WHERE p.article = ? ORDER BY start LIMIT 4000"
    for row in rows(corpus, names, article):
        then_now = (f"{words['now']} {row['name_now']}",) if row["name_now"] and row["name_now"] != row["name"] else ()
        yield Fact("province", row["start"], row["end"], row["surface"], row["name"], then_now, row["rule"])


def _years(row: dict[str, Any]) -> str:
    first, last = row["year_from"], row["year_to"]
    return "" if first is None else str(first) if first == last else f"{first}–{last}"


def _amount(row: dict[str, Any], language: str) -> str:
    words = labels(language)

    def one(value: float, vnd: int | None) -> str:
        return money(vnd, language) if vnd is not None else f"{number(float(value), language)} {row['unit']}"

    text = one(row["max"], row["vnd_max"])
    if row["max"] != row["min"]:
        text = (number(float(row["min"]), language) if row["vnd_min"] is None else one(row["min"], row["vnd_min"])) + " – " + text
    before = [words[f"{key}_{row[key]}"] for key in ("approx", "change") if row[key]]
    per = [f"{words['per']} {words.get('per_' + row['per'], row['per'])}"] if row["per"] else []
    return " ".join([*before, text, *per])


def _apart(facts: list[Fact], end: int) -> list[Fact]:
    """Facts that can be marked without overlap: amounts first, then years, then provinces; the others stay in the list only."""
    taken: list[Fact] = []
    free_from = 0
    order = {"amount": 0, "year": 1, "province": 2}
    for fact in sorted(facts, key=lambda fact: (fact.start, order[fact.kind])):
        if free_from <= fact.start < fact.end <= end:
            taken.append(fact)
            free_from = fact.end
    return taken


def _paragraphs(text: str, facts: list[Fact]) -> Iterable[tuple[Piece, ...]]:
    at, waiting = 0, iter(facts)
    fact = next(waiting, None)
    for line in text.split("\n"):
        end, pieces = at + len(line), []
        while fact is not None and fact.start < end:
            stop = min(fact.end, end)
            pieces += [Piece(text[at : fact.start]), Piece(text[fact.start : stop], fact)]
            at, fact = stop, next(waiting, None)
        pieces.append(Piece(text[at:end]))
        at = end + 1
        kept = tuple(piece for piece in pieces if piece.text)
        if kept:
            yield kept


def _changes(corpus: sqlite3.Connection, row: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """What each earlier version lacks or has more than the one after it, sentence by sentence."""
    older = rows(
        corpus, "SELECT revision, fetched_at, title, text FROM revisions WHERE article = ? ORDER BY revision DESC LIMIT 10", row["id"]
    )
    later = row
    for version in older:
        before, after = _sentences(version["text"]), _sentences(later["text"])
        parts = []
        for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind != "equal":
                parts += [("removed", line) for line in before[a:b]] + [("added", line) for line in after[c:d]]
        title = version["title"] if version["title"] != later["title"] else None
        yield {"revision": version["revision"], "fetched_at": version["fetched_at"], "title": title, "parts": parts}
        later = version


def _sentences(text: str) -> list[str]:
    return [part for line in text[:MOST_CHARACTERS].split("\n") for part in line.split(". ") if part][:2000]


def _related(corpus: sqlite3.Connection, article: int) -> list[dict[str, Any]]:
    """Articles that say the same, where the corpus knows (view v_relations)."""
    if not corpus.execute("SELECT 1 FROM sqlite_master WHERE name = 'v_relations'").fetchone():
        return []
    return rows(corpus, "SELECT * FROM v_relations WHERE article = ? ORDER BY kind, other LIMIT 100", article)
