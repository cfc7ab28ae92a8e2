"""Which year a money or percent amount belongs to: candidates are the years of the text, the publication year, and none.

Order of evidence: clause, sentence, paragraph, what comes before, headline, publication date; comparison figures ("so với cùng kỳ")
go to their own year. The capital of a project takes the year of approval or groundbreaking, not the start of operation.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from pipelines.facts.links.scope import Link, Scope, Spot
from pipelines.facts.links.scoring import Features
from pipelines.facts.links.timeline import SAME_PERIOD_FIGURE, TO_BASE, Timeline, is_same_period
from pipelines.values.mentions import AmountMention, YearMention, YearRange

YearEvidence = dict[YearRange | None, Features]
_DISTANT = 400  # characters; some sources run a whole article into one paragraph
_OLD = 25  # years before publication or the latest year of the text: history, hardly ever the year of an amount
_FROM_LEVEL = re.compile(r"\btừ (?:mức |hơn |gần |khoảng |trên |dưới ){0,2}$")
_TO_LEVEL = re.compile(r"[^,;.]{0,30}\b(?:lên|xuống|còn|thành)\b")
_YEARS = 30  # years looked at on either side of a sentence
_REACH = 8  # amounts looked back for one to inherit from
_TIME_HINTS = frozenset(["now", "recent", "period"])
# "và dự kiến năm 2020 [sẽ vận hành]": a year of its own, not that of the amount before it
_STARTS = re.compile(
    r" (?:(?:sẽ|thì|chính thức|bắt đầu|dự án|nhà máy|này|được) ){0,4}(?:vận hành|đi vào|hoàn thành|đưa vào|khánh thành|phát điện)\b"
)
# a part of a year that has begun when its last month has: "quý 3", "9 tháng đầu năm", "ngày 30/9", "tháng 11"
_MONTH = re.compile(
    r"(?:quý (?P<quarter>iii|ii|iv|i|[1-4]|một|hai|ba|bốn)|(?P<months>\d{1,2}) tháng (?:đầu năm|qua)"
    r"|(?:lũy kế|luỹ kế|tính chung) (?P<sum>\d{1,2}) tháng|(?:ngày|đến|từ) [0-3]?\d/(?P<of>[01]?\d)"
    r"|tháng (?P<month>1?\d))(?![\w/.-])(?! (?:năm|tới|sau|này|trước|vừa|qua))"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "bốn": 4}
_RESULTS = ("output", "profit", "trade", "tax", "asset")
_EVERY = ("year", "month", "day")
_DATED_BY_EVENT = ("investment", "fine", "budget", "support", "asset", "loan")


def year_evidence(scope: Scope, line: Timeline, i: int, role: str, links: Sequence[Link]) -> YearEvidence:
    """Features of every candidate year of amount i, whose role is known; `links` holds those of the amounts before it."""
    spot = scope.spots[i]
    found: YearEvidence = {None: {}}
    here = bisect_left(line.starts, scope.amounts[i].start)
    first, last = bisect_left(line.starts, spot.begin), bisect_left(line.starts, spot.end)
    own = line.years[max(first, here - _REACH) : min(last, here + _REACH)]
    plain = [y for y in own if not y.comparison and not y.law]
    for year in own:
        _own_year(found, scope, i, role, year)
    if len(plain) > 0:
        _nearest_left(found, scope, i, plain)
    in_paragraph = _paragraph_years(found, line, spot, role in _RESULTS)
    state = "sentence" if plain else "paragraph" if in_paragraph else "away"
    groups = scope.sentence(spot.begin, spot.end).groups
    share = scope.amounts[i].kind == "percent" and not scope.amounts[i].change
    _article_years(found, scope, line, (i, role, share), (state, groups))
    _no_year(found, scope, i, role, (state, groups))
    _same_period_figure(found, scope, i, links)
    if not any("right:touch" in names for names in found.values()):  # a year right behind the amount needs no precedent
        _inherit(found, scope, line, i, (role, links))
    return found


def _add(found: YearEvidence, candidate: YearRange | None, name: str) -> None:
    names = found.get(candidate)
    if names is None:
        found[candidate] = {name: 1.0}
    else:
        names[name] = 1.0


def _own_year(found: YearEvidence, scope: Scope, i: int, role: str, year: YearMention) -> None:
    """A year of the amount's own sentence."""
    amount, low = scope.amounts[i], scope.low
    key = (year.year_from, year.year_to)
    left = year.end <= amount.start
    gap = low[year.end : amount.start] if left else low[amount.end : year.start]
    if year.law:
        return _add(found, key, "law:left" if left else "law:right")
    if year.comparison:
        name = _base(low, year, amount, gap, left)
        if name in ("base:left", "base:right") and is_same_period(low, year):
            _add(found, (year.year_to + 1, year.year_to + 1), "base:next")
        return _add(found, key, name)
    far = ", " in gap or "; " in gap
    if left:
        _add(found, key, "left:other")
    elif far or _crossed(scope, i, year.start):
        _add(found, key, "right:far")
    else:
        _add(found, key, "right:touch" if len(gap) < 16 and " và " not in gap else "right:clause")
    if not left and _STARTS.match(low, year.end, year.end + 60):
        _add(found, key, "operation:follows")
    near = scope.groups_near(max(0, year.start - 60), year.start) if role in _DATED_BY_EVENT else frozenset()
    if role == "investment" and "operation" in near:
        _add(found, key, "operation")
    if "event" in near:
        _add(found, key, "event:left" if left else "event:right")
    if year.plan and not left and role == "investment":
        _add(found, key, "plan:capital")
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
    names = found[year.year_from, year.year_to]
    if len([y for y in lefts if (y.year_from, y.year_to) == (year.year_from, year.year_to)]) == 1:
        del names["left:other"]
    gap = low[year.end : amount.start]
    names["left:item" if "; " in gap else "left:far" if ", " in gap else "left:near"] = 1.0
    if _taken(scope, i, year):
        names["left:taken"] = 1.0


def _taken(scope: Scope, i: int, year: YearMention) -> bool:
    """Whether a year left of amount i stands right behind an earlier amount, as its own ("lỗ 5 tỷ đồng năm 2016, lỗ 3 tỷ ...")."""
    for j in range(i - 1, max(-1, i - 6), -1):
        before = scope.amounts[j]
        if before.end <= year.start and before.kind in ("money", "percent"):
            gap = scope.low[before.end : year.start]
            return len(gap) < 16 and not any(c in gap for c in ",;.")
    return False


def _base(low: str, year: YearMention, amount: AmountMention, gap: str, left: bool) -> str:
    """The base of a comparison is the amount's own year only where the amount is the base figure itself."""
    if not left:
        figure = len(gap) < 30 and TO_BASE.search(low, max(0, amount.start - 40), amount.start)
        return "base:figure" if figure else "base:right"
    if len(gap) < 25 and not amount.change and not any(c in gap for c in ",;()"):
        opened = low[max(0, year.start - 16) : year.start].split()
        return "base:left" if "so" in opened else "base:stated"
    return "base:left"


def _same_period_figure(found: YearEvidence, scope: Scope, i: int, links: Sequence[Link]) -> None:
    """ "đạt 6,6 tỷ đồng (cùng kỳ đạt 12,5 tỷ)": the second figure belongs to the year before that of the first."""
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
            _add(found, (year[0] - 1, year[0] - 1), "base:same_period")
            break


def _paragraph_years(found: YearEvidence, line: Timeline, spot: Spot, results: bool) -> bool:
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
            _add(found, (year.year_from, year.year_to), "paragraph:other")
            last = year
        elif year.start >= spot.end:
            found.setdefault((year.year_from, year.year_to), {"paragraph:after": 1.0})
    if last:
        distant = spot.begin - last.start > _DISTANT
        _add(found, (last.year_from, last.year_to), "paragraph:plan" if last.plan else "paragraph:distant" if distant else "paragraph:last")
        if results and not last.plan:
            _add(found, (last.year_from, last.year_to), "paragraph:results")
    if above:
        _add(found, (above.year_from, above.year_to), "above:plan" if above.plan else "above")
    return last is not None


def _article_years(
    found: YearEvidence, scope: Scope, line: Timeline, what: tuple[int, str, bool], where: tuple[str, frozenset[str]]
) -> None:
    """The main, the latest and the publication year of the article, stronger where the sentence speaks of a part of a year or of now."""
    (i, role, share), (state, groups) = what, where
    hints = groups & _TIME_HINTS
    for candidate, name in ((line.main, "main"), (line.latest, "latest")):
        if candidate:
            _add(found, candidate, name)
            _add(found, candidate, f"{name}:{state}")
            if state != "sentence":
                for group in hints if scope.published is None else hints & {"period"}:  # "now" is the publication when that is known
                    _add(found, candidate, f"{name}:{group}")
            if line.single:
                _add(found, candidate, f"{name}:single:{state}")
    if line.report and line.latest and not share:
        _add(found, line.latest, f"report:{state}")
    if scope.published:
        current = (scope.published, scope.published)
        _add(found, current, "published")
        _add(found, current, f"published:{state}")
        for group in hints:
            _add(found, current, f"published:{group}:{state}")
        if "done" in groups:
            _add(found, current, f"published:done:{state}")
        if line.news:
            _add(found, current, f"published:news:{state}")
        if role in _DATED_BY_EVENT and line.event_now:
            _add(found, current, f"published:event:{state}")
        if state != "sentence" and "period" in groups and "plan" not in groups and _not_begun(scope, scope.spots[i]):
            _add(found, (scope.published - 1, scope.published - 1), "part:year_before")
    reference = scope.published or (line.latest[1] if line.latest else None)
    end = scope.spots[i].end
    for candidate in found:
        if candidate and line.firsts.get(candidate, 0) >= end and candidate[1] != scope.published:
            _add(found, candidate, "named_later")
        if candidate in line.title_years:
            _add(found, candidate, "title")
        if candidate and reference and candidate[1] < reference - _OLD:
            _add(found, candidate, "old")


def _not_begun(scope: Scope, spot: Spot) -> bool:
    """Whether the sentence names a part of a year that had not begun at publication, so that the year before is meant ("9 tháng" said
    in January)."""
    named = [0]
    for match in _MONTH.finditer(scope.low, spot.begin, spot.end):
        quarter, months, total, of, month = match.groups()
        named.append(3 * (_QUARTERS.get(quarter) or int(quarter)) - 2 if quarter else int(months or total or of or month))
    return scope.month is not None and 0 < scope.month < max(n for n in named if n <= 12)


def _no_year(found: YearEvidence, scope: Scope, i: int, role: str, where: tuple[str, frozenset[str]]) -> None:
    amount, (state, groups) = scope.amounts[i], where
    known = "known" if scope.published else "unknown"
    names = found[None]
    names["null"] = 1.0
    names[f"null:{state}:{known}"] = 1.0
    names[f"null:{role}:{state}:{known}"] = 1.0
    if amount.kind == "percent" and not amount.change:
        names[f"null:share:{state}"] = 1.0
    if role in ("price", "loan") and state == "paragraph" and not scope.published:
        names["null:undated_price"] = 1.0
    if "general" in groups:
        names[f"null:general:{state}:{known}"] = 1.0
    if "plan" in groups:
        names[f"null:plan:{state}:{known}"] = 1.0
    if amount.per in _EVERY:
        names[f"null:every:{state}"] = 1.0
    if "now" in groups and not scope.published:
        names["null:now"] = 1.0
    if role == "investment" and "operation" in groups:
        names["null:operation"] = 1.0
    if _FROM_LEVEL.search(scope.low, max(0, amount.start - 20), amount.start) and _TO_LEVEL.match(scope.low, amount.end, amount.end + 40):
        dated = any(others.keys() & {"right:touch", "right:clause", "left:near", "base:figure"} for others in found.values())
        names["null:from_level"] = float(not dated)


def _inherit(found: YearEvidence, scope: Scope, line: Timeline, i: int, known: tuple[str, Sequence[Link]]) -> None:
    """The year of the amount before, unless another year has been named since."""
    amount, spot, (role, links) = scope.amounts[i], scope.spots[i], known
    for j in range(i - 1, max(-1, i - _REACH), -1):
        before = scope.amounts[j]
        if before.kind not in ("money", "percent"):
            continue
        if any((y.year_from, y.year_to) != links[j].year for y in line.plain_between(before.end, amount.start)):
            break
        where = "above"
        if before.start >= spot.begin:
            gap = scope.low[before.end : amount.start]
            apart = len(gap) >= 30 or ";" in gap or "(" in gap or "so với" in gap
            where = "sentence" if apart else "close"
        elif before.start >= spot.paragraph:
            where = "paragraph"
        same = "same" if links[j].role == role else "other"
        _add(found, links[j].year, f"inherit:{where}:{same}" + ("" if links[j].year else ":null"))
        break
