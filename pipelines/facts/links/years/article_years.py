"""What the paragraph, the article and the date of publication say of the year of an amount, beyond its own sentence; and what for none."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from pipelines.facts.frames.scope import Link, Scope, Spot
from pipelines.facts.frames.timeline import Timeline
from pipelines.facts.links.evidence import Features, State, speak
from pipelines.facts.links.years import years_evidence as E
from pipelines.facts.links.years.part_of_year import not_begun
from pipelines.text.phrases import initial
from pipelines.text.sentences import HEADING_MAX, is_heading
from pipelines.values.mentions import Role, YearMention, YearRange

YearEvidence = dict[YearRange | None, Features]
DATED_BY_EVENT: tuple[Role, ...] = ("investment", "fine", "budget", "support", "asset", "loan")
_RESULTS: tuple[Role, ...] = ("output", "profit", "trade", "tax", "asset")
_UNDATED: tuple[Role, ...] = ("price", "loan")
_EVERY = ("year", "month", "day")
_DISTANT = 400  # characters; some sources run a whole article into one paragraph
_OLD = 25  # years before publication or the latest year of the text: history, hardly ever the year of an amount
_NAMED = 3  # years of a sentence that tells the same sum
_YEARS = 30  # years looked at on either side of a sentence
_FROM_LEVEL = re.compile(initial("từ") + r" (?:mức |hơn |gần |khoảng |trên |dưới ){0,2}$")
_TO_LEVEL = re.compile(r"[^,;.]{0,30}\b(?:lên|xuống|còn|thành)\b")
_OCCASION = re.compile(
    r"\b(?:tại|trong khuôn khổ|nhân|bên lề|ngay sau|sau) (?:hội nghị|buổi lễ|lễ|buổi|dịp|sự kiện|diễn đàn|hội thảo|tọa đàm)\b|\bdịp này\b"
)
_SIGNED = re.compile(
    r"\b(?:trao|ký|ký kết|cấp|nhận|được trao|công bố|đón nhận)\b[^.;\n]{0,60}?"
    r"\b(?:giấy chứng nhận|giấy phép|chủ trương|quyết định|ghi nhớ|hợp đồng|thỏa thuận|thoả thuận|biên bản|hợp tác)\b"
)
_DATED = frozenset([E.RIGHT_TOUCH, E.RIGHT_CLAUSE, E.LEFT_NEAR, E.BASE_FIGURE])  # evidence that dates the level a change begins from


class AskedYear(NamedTuple):
    """The amount whose year is looked for: its number and role, the nearest place where the text names a year, the groups of markers in
    its sentence, and whether it is a percentage that is no growth or fall."""

    scope: Scope
    line: Timeline
    i: int
    role: Role
    state: State
    groups: frozenset[str]
    is_share: bool


def paragraph_years(found: YearEvidence, line: Timeline, spot: Spot, role: Role) -> bool:
    """Years of the paragraph outside the sentence, and the last one above the paragraph; whether the paragraph has one before."""
    last: YearMention | None = None
    above: YearMention | None = None
    here = bisect_left(line.plain_starts, spot.begin)
    for year in line.plain[max(0, here - _YEARS) : here + _YEARS]:
        if year.start >= spot.paragraph_end:
            break
        if year.start < spot.paragraph:
            above = year
        elif year.start < spot.begin:
            speak(found, (year.year_from, year.year_to), E.PARAGRAPH_OTHER)
            last = year
        elif year.start >= spot.end:
            found.setdefault((year.year_from, year.year_to), {E.PARAGRAPH_AFTER: 1.0})
    if last:
        distant = spot.begin - last.start > _DISTANT
        feature = E.PARAGRAPH_PLAN if last.plan else E.PARAGRAPH_DISTANT if distant else E.PARAGRAPH_LAST
        feature = E.PARAGRAPH_FOUNDED if last.start in line.founded else feature
        speak(found, (last.year_from, last.year_to), feature)
        if role in _RESULTS and not last.plan:
            speak(found, (last.year_from, last.year_to), E.PARAGRAPH_RESULTS)
    if above:
        feature = E.ABOVE_FOUNDED if above.start in line.founded else E.ABOVE
        speak(found, (above.year_from, above.year_to), E.ABOVE_PLAN if above.plan else feature)
    return last is not None


def article_years(found: YearEvidence, asked: AskedYear) -> None:
    """The main, the latest and the publication year of the article."""
    scope, line, state = asked.scope, asked.line, asked.state
    hints = [hint for hint in E.HINTS if hint in asked.groups]
    told = hints if scope.published is None else [hint for hint in hints if hint == "period"]  # "now" is the publication when that is known
    if line.main:
        speak(found, line.main, E.MAIN)
        speak(found, line.main, E.MAIN_STATE[state])
        if state != "sentence":
            for hint in told:
                speak(found, line.main, E.MAIN_HINT[hint])
        if line.single:
            speak(found, line.main, E.MAIN_SINGLE[state])
    if line.latest:
        speak(found, line.latest, E.LATEST)
        speak(found, line.latest, E.LATEST_STATE[state])
        if state != "sentence":
            for hint in told:
                speak(found, line.latest, E.LATEST_HINT[hint])
        if line.single:
            speak(found, line.latest, E.LATEST_SINGLE[state])
    if scope.published:
        _published(found, asked, scope.published, hints)
    now = scope.published or line.reference.now
    if now and state != "sentence" and "plan" not in asked.groups and _on_the_occasion(asked):
        speak(found, (now, now), E.OCCASION)
    _below(found, asked)
    _standing(found, asked)


def _published(found: YearEvidence, asked: AskedYear, published: int, hints: list[E.Hint]) -> None:
    scope, state, groups, current = asked.scope, asked.state, asked.groups, (published, published)
    speak(found, current, E.PUBLISHED)
    speak(found, current, E.PUBLISHED_STATE[state])
    for hint in hints:
        speak(found, current, E.PUBLISHED_HINT[hint])
    if asked.line.news:
        speak(found, current, E.PUBLISHED_NEWS[state])
    if asked.role in DATED_BY_EVENT and asked.line.event_now:
        speak(found, current, E.PUBLISHED_EVENT[state])
    if state != "sentence" and "period" in groups and "plan" not in groups:
        spot = scope.spots[asked.i]
        if not_begun(scope.low, spot.begin, spot.end, scope.month):
            speak(found, (published - 1, published - 1), E.PART_YEAR_BEFORE)


def _on_the_occasion(asked: AskedYear) -> bool:
    """Whether the sentence tells what was signed, licensed or handed over at the meeting its paragraph reports; that is news, whatever
    plan the meeting was held for."""
    low, spot = asked.scope.low, asked.scope.spots[asked.i]
    start = asked.scope.amounts[asked.i].start
    return bool(_SIGNED.search(low, spot.begin, start) and _OCCASION.search(low, max(spot.paragraph, spot.begin - _DISTANT), start))


def _standing(found: YearEvidence, asked: AskedYear) -> None:
    """What holds of every candidate: first named behind the sentence, in the headline, long ago."""
    scope, line = asked.scope, asked.line
    reference = scope.published or (line.latest[1] if line.latest else None)
    end = scope.spots[asked.i].end
    for candidate in found:
        if candidate and line.firsts.get(candidate, 0) >= end and candidate[1] != scope.published:
            speak(found, candidate, E.NAMED_LATER)
        if candidate in line.title_years:
            speak(found, candidate, E.TITLE)
        if candidate and reference and candidate[1] < reference - _OLD:
            speak(found, candidate, E.OLD)


def _below(found: YearEvidence, asked: AskedYear) -> None:
    """A heading tells what the paragraph beneath it tells, not what was told above."""
    scope, spot = asked.scope, asked.scope.spots[asked.i]
    if spot.paragraph_end - spot.paragraph > HEADING_MAX or not is_heading(scope.low[spot.paragraph : spot.paragraph_end]):
        return
    if asked.state == "sentence" or spot.paragraph == 0 or spot.paragraph_end >= len(scope.low):
        return
    _, end = scope.cut.paragraph(spot.paragraph_end)
    year = next((y for y in asked.line.plain_between(spot.paragraph_end, end)[:_NAMED] if not y.plan), None)
    if year:
        speak(found, (year.year_from, year.year_to), E.BELOW)


def same_sum(found: YearEvidence, asked: AskedYear, links: Sequence[Link]) -> None:
    """A sum of money told twice is one figure: the years of the sentences that tell it elsewhere, and the year it was given before."""
    scope, line, i = asked.scope, asked.line, asked.i
    for j in line.again.get(i, ()):
        if scope.spots[j].begin == scope.spots[i].begin:
            continue
        for year in line.plain_between(scope.spots[j].begin, scope.spots[j].end)[:_NAMED]:
            if not year.plan:
                speak(found, (year.year_from, year.year_to), E.AGAIN[asked.state])
        if j < i:
            speak(found, links[j].year, E.AGAIN_YEAR if links[j].year else E.AGAIN_NULL)


def no_year(found: YearEvidence, asked: AskedYear) -> None:
    """What speaks for an amount without a year: told as a rule, a share, by the year, the level a change begins from ..."""
    scope, role, state, groups = asked.scope, asked.role, asked.state, asked.groups
    amount = scope.amounts[asked.i]
    known: E.Known = "known" if scope.published else "unknown"
    features = found[None]
    features[E.NULL] = 1.0
    features[E.NULL_STATE[state][known]] = 1.0
    features[E.NULL_ROLE[role][state][known]] = 1.0
    if asked.is_share:
        features[E.NULL_SHARE[state]] = 1.0
    if role in _UNDATED and state == "paragraph" and not scope.published:
        features[E.NULL_UNDATED_PRICE] = 1.0
    if "general" in groups:
        features[E.NULL_GENERAL[state][known]] = 1.0
    if "plan" in groups:
        features[E.NULL_PLAN[state][known]] = 1.0
    if amount.per in _EVERY:
        features[E.NULL_EVERY[state]] = 1.0
    if "now" in groups and not scope.published:
        features[E.NULL_NOW] = 1.0
    if role == "investment" and "operation" in groups:
        features[E.NULL_OPERATION] = 1.0
    if _FROM_LEVEL.search(scope.low, max(0, amount.start - 20), amount.start) and _TO_LEVEL.match(scope.low, amount.end, amount.end + 40):
        dated = any(not _DATED.isdisjoint(others) for others in found.values())
        features[E.NULL_FROM_LEVEL] = float(not dated)
