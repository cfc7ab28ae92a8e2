"""Explaining: a record as text for people: every sentence, below it the figures it holds, what each was linked to, how surely and why.

At most 100 columns; colours on a terminal, plain when piped. Nothing in a text can act on the terminal.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from crawler.reviewing.rule_words import rule_words
from explorer.articles.doubts import Named, named_year, other_provinces, other_years
from explorer.wording.doubts import Doubted, doubt_said
from pipelines.corpus.rows import SURE
from pipelines.facts.frames.frames import frames_in
from pipelines.facts.links.evidence import Task
from pipelines.record import Record
from pipelines.text.sentences import Cut, Span, cut
from pipelines.values.mentions import AmountMention, Context, Doubt, YearRange

WIDTH = 100  # columns
FIELDS: tuple[Task, ...] = ("year", "province", "role")
_MARGIN = "  "
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")  # moves a cursor, or turns the writing round


class Note(NamedTuple):
    """A stretch of the text for which something holds, as it is printed beside its sentences. `kind`: "time" or "subject"; `says`: such as
    "2031" or "province: Cao Bằng"; `rule`: what opened it."""

    start: int
    end: int
    kind: str
    says: str
    rule: str


def notes_of(record: Record) -> Sequence[Note]:
    """The frames of the record's text: of which period it tells, then whose figures."""
    frames = frames_in(record.text, Context(record.article.title, record.article.published))
    times = [Note(one.start, one.end, "time", _said(one.years), f"{one.rule} {_quoted(record.text, one.opened)}") for one in frames.periods]
    whose = []
    for one in frames.subjects:
        home = f", {one.province}" if one.province not in (None, one.name) else ""
        whose.append(Note(one.start, one.end, "subject", f"{one.kind}: {one.name}{home}", f"as {one.manner}"))
    return [*times, *whose]


def _quoted(text: str, start: int) -> str:
    """The words at an offset, up to four."""
    return f"“{' '.join(text[start : start + 40].split()[:4])}”"


def explain(record: Record, console: Console | None = None) -> None:
    """Print a record."""
    console = console or Console(highlight=False)
    width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    for line in _lines(record, notes_of(record), console, width):
        line.rstrip()
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def _lines(record: Record, notes: Sequence[Note], console: Console, width: int) -> Iterator[Text]:
    yield from _wrapped(Text(_safe(record.article.title or "(no title)"), "bold"), console, width)
    yield from _wrapped(Text(_safe(" · ".join(_head(record))), "dim"), console, width)
    amounts = [m for m in record.facts.amounts if m.kind in ("money", "percent")]
    doubts = _doubts(record, amounts)
    sentences = cut(record.text)
    begun = -1
    for begin, end in _spans(sentences):
        paragraph = sentences.paragraph(begin)[0]
        if paragraph != begun:
            begun = paragraph
            yield Text()
        first, last = (bisect_left(amounts, place, key=_start) for place in (begin, end))
        yield from _note_lines(notes, (begin, end), console, width)
        yield from _wrapped(_sentence(record.text, (begin, end), amounts[first:last], first + 1), console, width)
        for number, amount in enumerate(amounts[first:last], first + 1):
            yield from _figure(number, amount, console, width)
            if doubts[number - 1]:
                yield from _wrapped(Text(_safe(doubts[number - 1]), "yellow"), console, width, _MARGIN + " " * 5, " " * 9)
    yield Text()


def _doubts(record: Record, amounts: Sequence[AmountMention]) -> list[str]:
    """What is doubtful about each figure and why; "" of a sure one."""
    facts, sentences, dated = record.facts, cut(record.text), record.article.published is not None
    years = [named_year(one.start, one.year_from, one.year_to) for one in facts.years if not (one.law or one.comparison)]
    provinces = [Named(one.start, one.name) for one in facts.provinces]
    told = []
    for amount in amounts:
        if amount.doubts is None or amount.doubts.confidence >= SURE:
            told.append("")
            continue
        span = sentences.sentence(amount.start)
        others = {
            "year": other_years(years, span, amount.year or (None, None)),
            "province": other_provinces(provinces, span, amount.province),
        }
        chances: dict[str, float] = {field: getattr(amount.doubts, field).confidence for field in FIELDS}
        told.append(doubt_said(Doubted(chances, amount.link_rule, dated, others), "en"))
    return told


def _head(record: Record) -> Iterator[str]:
    facts = record.facts
    yield (record.article.published or "undated")[:10]
    yield from filter(None, (record.source, record.url))
    yield f"about {', '.join(facts.primary_provinces) or facts.province or 'no province'}, {facts.year or 'no year'}"


def _spans(sentences: Cut) -> Iterator[Span]:
    for begin, end in zip(sentences.sentences, [*sentences.sentences[1:], len(sentences.text)], strict=True):
        words = sentences.text[begin:end].lstrip()
        if words:
            yield end - len(words), end


def _start(amount: AmountMention) -> int:
    return amount.start


def _note_lines(notes: Sequence[Note], span: Span, console: Console, width: int) -> Iterator[Text]:
    """Frames in force in a sentence, in its margin: whose figure, which period."""
    for note in notes:
        if note.start < span[1] and note.end > span[0]:
            yield from _wrapped(Text(_safe(f"{note.kind}: {note.says} ({note.rule})"), "cyan"), console, width, "┆ ")


def _sentence(text: str, span: Span, amounts: Sequence[AmountMention], number: int) -> Text:
    """The sentence with its figures marked: ⟦1,42 tỷ đồng⟧1."""
    line, at = Text(), span[0]
    for amount in amounts:
        if amount.start >= at:
            line.append(_safe(text[at : amount.start]))
            line.append(f"⟦{_safe(text[amount.start : amount.end])}⟧{number}", "bold yellow")
            at = amount.end
        number += 1
    line.append(_safe(text[at : max(at, span[1])]).rstrip())
    return line


def _figure(number: int, amount: AmountMention, console: Console, width: int) -> Iterator[Text]:
    sure = f", {_percent(amount.doubts.confidence)} sure" if amount.doubts else ""
    words = rule_words(amount.link_rule)
    yield from _wrapped(Text.assemble((f"{number:>3}  ", "bold yellow"), f"{_safe(_value(amount))}{sure}"), console, width, _MARGIN)
    for field in FIELDS:
        line = Text.assemble((f"{field:<9}", "dim"), (_said(getattr(amount, field)), "bold"))
        doubt: Doubt[object] | None = getattr(amount.doubts, field) if amount.doubts else None
        if doubt:
            line.append(f" {_percent(doubt.confidence)}")
            line.append(f", else {_said(doubt.second)} {_percent(doubt.second_confidence)}" if doubt.second_confidence > 0 else "", "dim")
        line.append(f"; {_safe(words[field])}" if words[field] else "", "dim")
        yield from _wrapped(line, console, width, _MARGIN + " " * 5, " " * 9)


def _wrapped(line: Text, console: Console, width: int, margin: str = "", hanging: str = "") -> Iterator[Text]:
    """The line in pieces of the width, every one behind the margin, all but the first behind `hanging` too."""
    for number, piece in enumerate(line.wrap(console, width - len(margin) - len(hanging))):
        yield Text.assemble(margin + (hanging if number else ""), piece)


def _value(m: AmountMention) -> str:
    ends = (m.vnd_min, m.vnd_max) if m.vnd_min is not None and m.vnd_max is not None else (m.min, m.max)
    plain = " to ".join(f"{end:,.12g}" if isinstance(end, float) else f"{end:,}" for end in dict.fromkeys(ends))
    parts = [m.approx, m.change, plain, m.unit, f"per {m.per}" if m.per else None]
    aspects = [m.flow, "planned" if m.planned else None]
    return ", ".join([" ".join(part for part in parts if part), *(aspect for aspect in aspects if aspect)])


def _said(answer: YearRange | str | object | None) -> str:
    if isinstance(answer, tuple):
        return str(answer[0]) if answer[0] == answer[1] else f"{answer[0]}-{answer[1]}"
    return "none" if answer is None else _safe(str(answer))


def _percent(chance: float) -> str:
    return f"{math.floor(100 * chance + 1e-6)} %"  # rounded down: 99.6 % is not certain


def _safe(text: str) -> str:
    return _CONTROL.sub("�", text)
