"""Which year a money or percent amount belongs to: candidates are the years of the text, the publication year, and none.

Order of evidence: clause, sentence, paragraph, what comes before, headline, publication date; comparison figures ("so với cùng kỳ")
go to their own year. The capital of a project takes the year of approval or groundbreaking, not the start of operation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.facts.frames.scope import Link, Scope
from pipelines.facts.frames.timeline import Timeline
from pipelines.facts.links.evidence import Feature, State, speak
from pipelines.facts.links.years import years_evidence as E
from pipelines.facts.links.years.article_years import (
    DATED_BY_EVENT,
    AskedYear,
    YearEvidence,
    article_years,
    no_year,
    paragraph_years,
    same_sum,
)
from pipelines.facts.links.years.period_of_amount import period_evidence
from pipelines.facts.years.comparison import SAME_PERIOD_FIGURE, TO_BASE, is_same_period, tells_difference
from pipelines.values.mentions import AmountMention, Role, YearMention, YearRange

_REACH = 8  # years looked at on either side of an amount, and amounts looked back for one to inherit from
_TAKEN = 6  # amounts looked back for one the nearest year belongs to
_TOUCH = 16  # characters between an amount and a year that belongs to it at once
# "nay" of a new clause; "từ năm 2031 đến nay" is a range
_NOW = re.compile(
    r"(?:[,;] |\b(?:thì|còn|và|đến|tới) )(?:riêng |thì |đến |tới |sang )?"
    r"(?:nay|hiện nay|hiện tại|hiện|bây giờ|giờ đây|lúc này|thời điểm này)(?= )(?! đại)"
)
_AT_ONCE = 4  # characters behind a year within which "đến nay" makes it a range
# nothing but the way to the year: "1.150 đồng/kg vào cuối [năm 2032]"
_TO_YEAR = re.compile(
    r"(?:/[^\W\d]{1,6})? (?:vào|trong|hồi|ngay|cho)(?: (?:thời điểm|cuối|đầu|giữa|nửa đầu|nửa cuối|tháng \d+|quý \w+)){0,2}(?: năm)? ?"
)
_FIGURE = 30  # characters between a base figure and its year
_STATED = 25  # characters between a base year and its figure
_APART = 30  # characters between two amounts that no longer stand close
# "và sang năm 2031 [sẽ vận hành]": a year of its own, not that of the amount before it
_STARTS = re.compile(
    r" (?:(?:sẽ|thì|chính thức|bắt đầu|dự án|nhà máy|này|được) ){0,4}(?:vận hành|đi vào|hoàn thành|đưa vào|khánh thành|phát điện)\b"
)


def year_evidence(scope: Scope, line: Timeline, i: int, role: Role, links: Sequence[Link]) -> YearEvidence:
    """Features of every candidate year of amount i, whose role is known; `links` holds those of the amounts before it."""
    spot = scope.spots[i]
    found: YearEvidence = {None: {}}
    here = bisect_left(line.starts, scope.amounts[i].start)
    first, last = bisect_left(line.starts, spot.begin), bisect_left(line.starts, spot.end)
    own = line.years[max(first, here - _REACH) : min(last, here + _REACH)]
    plain = [y for y in own if not y.comparison and not y.law]
    for year in own:
        _own_year(found, scope, i, role, year)
    if plain:
        if now := _now_since(scope, line, i, plain):
            speak(found, (now, now), E.SINCE_THEN)
        else:
            _nearest_left(found, scope, i, plain)
    in_paragraph = paragraph_years(found, line, spot, role)
    state: State = "sentence" if plain else "paragraph" if in_paragraph else "away"
    groups = scope.sentence(spot.begin, spot.end).groups
    is_share = scope.amounts[i].kind == "percent" and not scope.amounts[i].change
    asked = AskedYear(scope, line, i, role, state=state, groups=groups, is_share=is_share)
    article_years(found, asked)
    no_year(found, asked)
    period_evidence(found, asked)
    same_sum(found, asked, links)
    _same_period_figure(found, scope, i, links)
    if not any(E.RIGHT_TOUCH in features for features in found.values()):  # a year right behind the amount needs no precedent
        _inherit(found, asked, links)
    return found


def _own_year(found: YearEvidence, scope: Scope, i: int, role: Role, year: YearMention) -> None:
    """A year of the amount's own sentence."""
    amount, low = scope.amounts[i], scope.low
    key = (year.year_from, year.year_to)
    left = year.end <= amount.start
    gap = low[year.end : amount.start] if left else low[amount.end : year.start]
    if year.law:
        return speak(found, key, E.LAW_LEFT if left else E.LAW_RIGHT)
    if year.comparison:
        feature = _base(low, year, amount, left)
        differs = feature == E.BASE_STATED and tells_difference(low, year, amount.start)
        feature = E.BASE_LEFT if differs else feature
        if differs or (feature in (E.BASE_LEFT, E.BASE_RIGHT) and is_same_period(low, year)):
            speak(found, (year.year_to + 1, year.year_to + 1), E.BASE_NEXT)
        return speak(found, key, feature)
    far = ", " in gap or "; " in gap
    if left:
        speak(found, key, E.LEFT_OTHER)
    elif far or _crossed(scope, i, year.start):
        speak(found, key, E.RIGHT_FAR)
    else:
        touches = (len(gap) < _TOUCH and " và " not in gap) or _TO_YEAR.fullmatch(gap)
        speak(found, key, E.RIGHT_TOUCH if touches else E.RIGHT_CLAUSE)
    if not left and _STARTS.match(low, year.end, year.end + 60):
        speak(found, key, E.OPERATION_FOLLOWS)
    near = scope.groups_near(max(0, year.start - 60), year.start) if role in DATED_BY_EVENT else frozenset()
    if role == "investment" and "operation" in near:
        speak(found, key, E.OPERATION)
    if "event" in near:
        speak(found, key, E.EVENT_LEFT if left else E.EVENT_RIGHT)
    if year.plan and not left and role == "investment":
        speak(found, key, E.PLAN_CAPITAL)
    return None


def _crossed(scope: Scope, i: int, until: int) -> bool:
    """Whether another money or percent amount stands between amount i and the offset."""
    for j in range(i + 1, min(len(scope.amounts), i + _REACH)):
        if scope.amounts[j].start > until:
            return False
        if scope.amounts[j].kind in ("money", "percent"):
            return True
    return False


def _nearest_left(found: YearEvidence, scope: Scope, i: int, plain: list[YearMention]) -> None:
    amount, low = scope.amounts[i], scope.low
    lefts = [y for y in plain if y.end <= amount.start]
    if not lefts:
        return
    year = lefts[-1]
    features = found[year.year_from, year.year_to]
    if len([y for y in lefts if (y.year_from, y.year_to) == (year.year_from, year.year_to)]) == 1:
        del features[E.LEFT_OTHER]
    gap = low[year.end : amount.start]
    features[E.LEFT_ITEM if "; " in gap else E.LEFT_FAR if ", " in gap else E.LEFT_NEAR] = 1.0
    if _taken(scope, i, year):
        features[E.LEFT_TAKEN] = 1.0


def _now_since(scope: Scope, line: Timeline, i: int, plain: list[YearMention]) -> int | None:
    """The present, where "nay" is said between the last year and the amount: "năm 2031 giá 5 triệu đồng, nay còn 3 triệu đồng"."""
    start = scope.amounts[i].start
    last = next((y for y in reversed(plain) if y.end <= start), None)
    now = scope.published or line.reference.now
    told = last and now and (last.year_from, last.year_to) != (now, now) and _NOW.search(scope.low, last.end + _AT_ONCE, start)
    return now if told else None


def _taken(scope: Scope, i: int, year: YearMention) -> bool:
    """Whether a year left of amount i stands right behind an earlier amount, as its own ("lãi 5 tỷ đồng năm 2031, lãi 3 tỷ ...")."""
    for j in range(i - 1, max(-1, i - _TAKEN), -1):
        before = scope.amounts[j]
        if before.end <= year.start and before.kind in ("money", "percent"):
            gap = scope.low[before.end : year.start]
            return len(gap) < _TOUCH and not any(c in gap for c in ",;.")
    return False


def _base(low: str, year: YearMention, amount: AmountMention, left: bool) -> Feature:
    """The base of a comparison is the amount's own year only where the amount is the base figure itself."""
    gap = low[year.end : amount.start] if left else low[amount.end : year.start]
    if not left:
        figure = len(gap) < _FIGURE and TO_BASE.search(low, max(0, amount.start - 40), amount.start)
        return E.BASE_FIGURE if figure else E.BASE_RIGHT
    compared = low.startswith((" so với", " so cùng"), amount.end)  # the amount has a base of its own
    if len(gap) < _STATED and not amount.change and not compared and not any(c in gap for c in ",;()"):
        opened = low[max(0, year.start - 16) : year.start].split()
        return E.BASE_LEFT if "so" in opened else E.BASE_STATED
    return E.BASE_LEFT


def _same_period_figure(found: YearEvidence, scope: Scope, i: int, links: Sequence[Link]) -> None:
    """ "thu 4 tỷ đồng (cùng kỳ thu 9 tỷ)": the second figure belongs to the year before that of the first."""
    start = scope.amounts[i].start
    if (
        i == 0
        or scope.low.find("cùng k", max(0, start - 45), start) < 0
        or not SAME_PERIOD_FIGURE.search(scope.low, max(0, start - 45), start)
    ):
        return
    for j in range(i - 1, max(-1, i - _REACH), -1):
        year = links[j].year
        if scope.amounts[j].start < scope.spots[i].begin:
            break
        if year and year[0] == year[1]:
            speak(found, (year[0] - 1, year[0] - 1), E.BASE_SAME_PERIOD)
            break


def _inherit(found: YearEvidence, asked: AskedYear, links: Sequence[Link]) -> None:
    """The year of the amount before, unless another year has been named since."""
    scope, i = asked.scope, asked.i
    amount, spot = scope.amounts[i], scope.spots[i]
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if before.kind not in ("money", "percent"):
            continue
        if any((y.year_from, y.year_to) != links[j].year for y in asked.line.plain_between(before.end, amount.start)):
            break
        near: E.Nearness = "above"
        if before.start >= spot.begin:
            gap = scope.low[before.end : amount.start]
            apart = len(gap) >= _APART or ";" in gap or "(" in gap or "so với" in gap
            near = "sentence" if apart else "close"
        elif before.start >= spot.paragraph:
            near = "paragraph"
        same: E.Same = "same" if links[j].role == asked.role else "other"
        speak(found, links[j].year, (E.INHERIT if links[j].year else E.INHERIT_NULL)[near][same])
        if year := links[j].year:
            _inherit_with_doubt(found, asked, year, near)
        break


def _inherit_with_doubt(found: YearEvidence, asked: AskedYear, year: YearRange, near: E.Nearness) -> None:
    """What makes the year of the amount before a worse guess: it is a plan and no plan is told, it was itself a guess, this is a share."""
    now = asked.line.reference.now
    if now and year[1] > now and "plan" not in asked.groups:
        speak(found, year, E.INHERIT_AHEAD[near])
    if asked.is_share:
        speak(found, year, E.INHERIT_SHARE[near])
    paragraph = asked.scope.spots[asked.i].paragraph
    if year == (now, now) and not asked.line.plain_between(paragraph, asked.scope.amounts[asked.i].start):
        speak(found, year, E.INHERIT_UNTOLD[near])
