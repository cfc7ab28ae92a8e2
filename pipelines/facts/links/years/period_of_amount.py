"""What the periods of a text (frames/periods.py) and its reference year (frames/reference_year.py) say of the year of an amount."""

from __future__ import annotations

import re

from pipelines.facts.frames.periods import Period, carry_of
from pipelines.facts.links.evidence import speak
from pipelines.facts.links.years import years_evidence as E
from pipelines.facts.links.years.article_years import AskedYear, YearEvidence
from pipelines.values.mentions import Role, YearRange

_TENSES: tuple[tuple[str, E.Tense], ...] = (
    ("general", "rule"), ("plan", "plan"), ("recent", "recent"), ("now", "now"), ("period", "period"), ("done", "done"),
)  # fmt: skip
_CLASSES: dict[Role, E.Class] = {
    "output": "flow", "trade": "flow", "profit": "flow", "tax": "flow", "income": "flow", "budget": "flow",
    "investment": "event", "fine": "event", "support": "event", "loan": "event", "asset": "event", "price": "price", "other": "other",
}  # fmt: skip
_EARLY = 3  # months
# points back to the time just told; "cùng thời điểm năm trước" is a comparison, "thời gian này" may be now, "trong khi đó" is "meanwhile"
_BACK = re.compile(
    r"(?<!\w)(?<!từ )(?<!trước )(?<!sau )(?<!trong )(?:"
    r"(?:(?:khi|lúc|hồi) (?:đó|ấy)|(?:thời điểm|thời gian|năm|quý|kỳ) (?:đó|ấy|nói trên|kể trên)|năm này)"
    r"|(?:cùng|cũng trong) (?:năm(?! (?:trước|ngoái|\d))|thời điểm|thời gian|quý|ngày|tháng|khoảng thời gian)(?: đó| ấy| này)?"
    r"(?! (?:của )?(?:năm|tháng|ngày|quý|\d))"
    r"|(?P<span>(?:giai đoạn|thời kỳ|nhiệm kỳ) (?:này|đó|ấy|nói trên|trên)))(?!\w)"
)
_POINTED = 300  # characters before an amount in which something points back
_REACH = 700  # characters between a time and what points back to it
_LOOKED = 8  # years looked back for a span
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
    if told := _pointed_back(asked):
        speak(found, told, E.POINTS_BACK)
        null[E.POINTS_BACK_NULL] = 1.0


def _pointed_back(asked: AskedYear) -> YearRange | None:
    """The years told last, where the sentence points back to them before the amount and names no other since."""
    scope, line, spot = asked.scope, asked.line, asked.scope.spots[asked.i]
    start = scope.amounts[asked.i].start
    pointers = list(_BACK.finditer(scope.low, max(spot.begin, start - _POINTED), start))
    last = pointers[-1] if pointers else None
    if last is None or line.plain_between(last.end(), start):
        return None
    for year in reversed(line.plain_between(max(0, last.start() - _REACH), last.start())[-_LOOKED:]):
        if not last["span"] or year.year_from != year.year_to:
            return year.year_from, year.year_to
    return None


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
