"""What the periods of a text (frames/periods.py) and its reference year (frames/reference_year.py) say of the year of an amount."""

from __future__ import annotations

from pipelines.facts.frames.periods import Period, carry_of
from pipelines.facts.links.evidence import speak
from pipelines.facts.links.years import years_evidence as E
from pipelines.facts.links.years.article_years import AskedYear, YearEvidence
from pipelines.values.mentions import Role

_TENSES: tuple[tuple[str, E.Tense], ...] = (
    ("general", "rule"), ("plan", "plan"), ("recent", "recent"), ("now", "now"), ("period", "period"), ("done", "done"),
)  # fmt: skip
_CLASSES: dict[Role, E.Class] = {
    "output": "flow", "trade": "flow", "profit": "flow", "tax": "flow", "income": "flow", "budget": "flow",
    "investment": "event", "fine": "event", "support": "event", "loan": "event", "asset": "event", "price": "price", "other": "other",
}  # fmt: skip
_EARLY = 3  # months
_TET_AHEAD = 10  # from this month on goods are made ready for the Tết of the next year


def period_evidence(found: YearEvidence, asked: AskedYear) -> None:
    """Features of the period the amount stands in, of the reference of the text, and against them for no year."""
    scope, line = asked.scope, asked.line
    spot, amount = scope.spots[asked.i], scope.amounts[asked.i]
    tense = _tense(asked.groups)
    kind: E.Class = "share" if asked.is_share else "change" if amount.kind == "percent" else _CLASSES[asked.role]
    null = found[None]
    null[E.NULL_TENSE[tense][kind]] = 1.0
    null[E.NULL_GROUND[line.reference.ground][asked.state]] = 1.0
    period = line.periods.at(spot.end - 1)
    if period:
        relation = _relation(period, line.reference.now)
        carry = carry_of(period, spot.begin, spot.paragraph, scope.cut)
        reach: E.Reach = "far" if carry in ("above", "far") else "near"
        speak(found, period.years, E.PERIOD_RULE[period.rule])
        speak(found, period.years, E.PERIOD_CARRY[carry])
        speak(found, period.years, E.PERIOD_TENSE[relation][tense][reach])
        speak(found, period.years, E.PERIOD_CLASS[relation][kind][reach])
        if line.trial:
            speak(found, period.years, E.PERIOD_TRIAL[relation][reach])
        null[E.NULL_PERIOD[relation][carry]] = 1.0
        if scope.published:
            speak(found, (scope.published, scope.published), E.PUBLISHED_PERIOD[relation][carry])
    _reference(found, asked, tense, kind)
    _by_text(found, asked, kind)


def _by_text(found: YearEvidence, asked: AskedYear, kind: E.Class) -> None:
    """What the opening tells is the news of the text; what a trial is about is not."""
    scope, line, state, ground = asked.scope, asked.line, asked.state, asked.line.reference.ground
    known: E.Known = "known" if scope.published else "unknown"
    now = line.reference.now
    current = (now, now) if now else None
    if line.document:
        speak(found, line.document, E.DOCUMENT[_tense(asked.groups)][state])
        speak(found, line.document, E.DOCUMENT_CLASS[kind])
    if line.trial:
        found[None][E.NULL_TRIAL[state][known]] = 1.0
        if current:
            speak(found, current, (E.PUBLISHED_TRIAL if scope.published else E.REFERENCE_TRIAL)[state])
    if scope.spots[asked.i].begin < line.lead:
        found[None][E.NULL_LEAD[kind][known]] = 1.0
        if scope.published:
            speak(found, (scope.published, scope.published), E.PUBLISHED_LEAD[kind])
        elif current and ground != "published":
            speak(found, current, E.REFERENCE_LEAD[ground])


def _tense(groups: frozenset[str]) -> E.Tense:
    return next((name for group, name in _TENSES if group in groups), "plain")


def _reference(found: YearEvidence, asked: AskedYear, tense: E.Tense, kind: E.Class) -> None:
    scope, reference = asked.scope, asked.line.reference
    known: E.Known = "known" if scope.published else "unknown"
    if reference.reported:
        reported = (reference.reported, reference.reported)
        speak(found, reported, E.REPORTED[reference.reported_by][known])
        speak(found, reported, E.REPORTED_TENSE[known][tense])
        speak(found, reported, E.REPORTED_CLASS[known][kind])
    if scope.published:
        current = (scope.published, scope.published)
        speak(found, current, E.PUBLISHED_TENSE[tense][kind])
        if (scope.month or 12) <= _EARLY:
            speak(found, current, E.PUBLISHED_EARLY[asked.state])
            speak(found, (scope.published - 1, scope.published - 1), E.YEAR_BEFORE[asked.state])
        spot = scope.spots[asked.i]
        if (scope.month or 1) >= _TET_AHEAD and scope.low.find(" tết", spot.begin, spot.end) >= 0:
            speak(found, (scope.published + 1, scope.published + 1), E.TET_AHEAD)
    elif reference.now:
        current = (reference.now, reference.now)
        speak(found, current, E.REFERENCE[reference.ground][tense])
        speak(found, current, E.REFERENCE_CLASS[reference.ground][kind])


def _relation(period: Period, now: int | None) -> E.Relation:
    if now is None:
        return "open"
    return "after" if period.years[1] > now else "now" if period.years[1] == now else "before"
