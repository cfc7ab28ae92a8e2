"""The facts of an article in words: what each was understood to be, how surely, by which rule, in which document it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from explorer.articles.doubts import Place, doubts_of
from explorer.certainty import in_words, other_answers
from explorer.database import rows
from explorer.wording.doubts import doubt_said
from explorer.wording.labels import labels, money, number
from explorer.wording.rules import link_said, rule_said


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as shown. `kind`: amount, year or province; `reading` what it was understood to be, `details` further words, `rule` why in
    words and `code` by the names that the corpus has. Of a linked
    figure `certainty` is the word, `sure` the words, `others` what it may be instead and `doubt` what is doubtful and why."""

    kind: str
    start: int
    end: int
    surface: str
    reading: str
    details: tuple[str, ...]
    rule: str
    code: str
    role: str = ""
    certainty: str = ""
    sure: str = ""
    others: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind[0]}{self.start}"


def placed(facts: Iterable[Fact], passages: Sequence[dict[str, Any]], language: str) -> Iterable[Fact]:
    """The facts; those of an attached document say which it is, and the page."""
    words = labels(language)
    for fact in facts:
        at = next((p for p in passages if p["start"] <= fact.start < p["end"]), None)
        if at is None:
            yield fact
            continue
        page = f", {words['document_page']} {at['page']}" if at["page"] else ""
        yield replace(fact, details=(*fact.details, f"{words['in_document']} {at['url'].rpartition('/')[2]}{page}"))


def facts_of(corpus: sqlite3.Connection, article: int, language: str) -> Iterable[Fact]:
    words = labels(language)
    corrected = {
        (c["fact"], c["start"]) for c in rows(corpus, "SELECT fact, start FROM corrections WHERE article = ? AND changes != was", article)
    }
    doubts = doubts_of(corpus, article)
    query = "SELECT * FROM {} WHERE article = ? ORDER BY start LIMIT 4000"  # tables named below
    for row in rows(corpus, query.format("amounts"), article):
        details = [_years(row) or words["no_year"], row["province"] or words["national"]] if row["role"] else []
        details += [words[f"flow_{row['flow']}"]] if row["flow"] else []
        details += [words["planned"]] if row["planned"] else []
        details += [words["corrected"]] if ("amount", row["start"]) in corrected else []
        word = row["certainty"] or ""
        doubted = doubts.get(Place(row["start"], row["end"]))
        doubt = doubt_said(doubted, language) if doubted else ""
        sure = in_words(word, row["confidence"], language) if word else ""
        yield Fact("amount", row["start"], row["end"], row["surface"], _amount(row, language), tuple(details),
                   _because(row, language), f"{row['rule']} {row['link_rule']}".strip(), row["role"] or "", word,
                   sure, tuple(other_answers(row, language)), doubt)  # fmt: skip
    for row in rows(corpus, query.format("years"), article):
        notes = [words[name] for name in ("relative", "comparison", "plan", "law") if row[name]]
        notes += [words["corrected"]] if ("year", row["start"]) in corrected else []
        yield Fact(
            "year", row["start"], row["end"], row["surface"], _years(row), tuple(notes), rule_said(row["rule"], language), row["rule"]
        )
    names = "SELECT p.*, n.name_now FROM provinces p LEFT JOIN province_names n USING (name) WHERE p.article = ? ORDER BY start LIMIT 4000"
    for row in rows(corpus, names, article):
        then_now = (f"{words['now']} {row['name_now']}",) if row["name_now"] and row["name_now"] != row["name"] else ()
        rule = rule_said(row["rule"], language)
        yield Fact("province", row["start"], row["end"], row["surface"], row["name"], then_now, rule, row["rule"])


def _because(row: dict[str, Any], language: str) -> str:
    parts = (rule_said(row["rule"], language), link_said(row["link_rule"], language))
    return ("; " if language == "vi" else " ").join(part for part in parts if part)


def _years(row: dict[str, Any]) -> str:
    first, last = row["year_from"], row["year_to"]
    return "" if first is None else str(first) if first == last else f"{first}–{last}"


def _amount(row: dict[str, Any], language: str) -> str:
    words = labels(language)
    unit = words.get(f"unit_{row['unit']}", row["unit"])

    def one(value: float, vnd: int | None) -> str:
        return money(vnd, language) if vnd is not None else f"{number(float(value), language)} {unit}"

    text = one(row["max"], row["vnd_max"])
    if row["max"] != row["min"]:
        text = (number(float(row["min"]), language) if row["vnd_min"] is None else one(row["min"], row["vnd_min"])) + " – " + text
    before = [words[f"{key}_{row[key]}"] for key in ("approx", "change") if row[key]]
    per = [f"{words['per']} {words.get('per_' + row['per'], row['per'])}"] if row["per"] else []
    return " ".join([*before, text, *per])


def apart(facts: list[Fact], end: int) -> list[Fact]:
    """Facts that can be marked without overlap: amounts first, then years, then provinces; the others stay in the list only."""
    taken: list[Fact] = []
    free_from = 0
    order = {"amount": 0, "year": 1, "province": 2}
    for fact in sorted(facts, key=lambda fact: (fact.start, order[fact.kind])):
        if free_from <= fact.start < fact.end <= end:
            taken.append(fact)
            free_from = fact.end
    return taken
