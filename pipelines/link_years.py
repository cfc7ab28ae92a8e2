"""Which year a money or percent amount belongs to: candidates are the years of the text, the publication year, and none.

Order of evidence: clause, sentence, paragraph, what comes before, headline, publication date; comparison figures ("so với cùng kỳ")
go to their own year. The capital of a project takes the year of approval or groundbreaking, not the start of operation.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.mentions import AmountMention, YearMention, YearRange
from pipelines.scope import Scope
from pipelines.scoring import Features
from pipelines.timeline import SAME_PERIOD_FIGURE, TO_BASE, Timeline, is_same_period

YearEvidence = dict[YearRange | None, Features]
_DISTANT = 400  # characters; some sources run a whole article into one paragraph
_OLD = 25  # years before publication or the latest year of the text: history, hardly ever the year of an amount
_FROM_LEVEL = re.compile(r"\btừ (?:mức |hơn |gần |khoảng |trên |dưới ){0,2}$")
_TO_LEVEL = re.compile(r"[^,;.]{0,30}\b(?:lên|xuống|còn|thành)\b")
_DATED_BY_EVENT = ("investment", "fine", "budget", "support", "asset", "loan")


def year_evidence(scope: Scope, line: Timeline, amounts: Sequence[AmountMention], i: int) -> YearEvidence:
    """Features of every candidate year of amounts[i]; amounts before it are linked already, its own role is known."""
    amount = amounts[i]
    begin, end = sentence = scope.frame.sentence(amount.start)
    paragraph = scope.frame.paragraph(amount.start)
    found: YearEvidence = {None: {}}
    own = [y for y in line.years if begin <= y.start < end]
    plain = [y for y in own if not y.comparison and not y.law]
    for year in own:
        _own_year(found, scope, amounts, i, year, plain)
    in_paragraph = _paragraph_years(found, line, sentence, paragraph)
    state = "sentence" if plain else "paragraph" if in_paragraph else "away"
    groups = scope.groups(sentence)
    _article_years(found, scope, line, amount, state)
    _no_year(found, scope, amount, state, groups)
    _same_period_figure(found, scope, amounts, i)
    if not any("right:touch" in names for names in found.values()):  # a year right behind the amount needs no precedent
        _inherit(found, scope, amounts, i)
    return found


def _add(found: YearEvidence, candidate: YearRange | None, name: str) -> None:
    found.setdefault(candidate, {})[name] = 1.0


def _own_year(
    found: YearEvidence, scope: Scope, amounts: Sequence[AmountMention], i: int, year: YearMention, plain: list[YearMention]
) -> None:
    """A year of the amount's own sentence."""
    amount, low = amounts[i], scope.low
    key = (year.year_from, year.year_to)
    left = year.end <= amount.start
    side = "left" if left else "right"
    gap = low[year.end : amount.start] if left else low[amount.end : year.start]
    if year.law:
        return _add(found, key, f"law:{side}")
    if year.comparison:
        name = _base(low, year, amount, gap, left)
        if name in ("base:left", "base:right") and is_same_period(low, year):
            _add(found, (year.year_to + 1, year.year_to + 1), "base:next")
        return _add(found, key, name)
    far = ", " in gap or "; " in gap
    between = range(i - 1, -1, -1) if left else range(i + 1, len(amounts))
    crossed = 0
    for j in between:
        other = amounts[j]
        if (other.start < year.end) if left else (other.start > year.start):
            break
        crossed += other.kind in ("money", "percent")
    if left:
        nearest = year is [y for y in plain if y.end <= amount.start][-1]
        name = "left:item" if "; " in gap else "left:far" if far else "left:near"
        _add(found, key, name if nearest else "left:other")
        if nearest and _taken(low, amounts, i, year):
            _add(found, key, "left:taken")
    elif not far and not crossed and len(gap) < 16 and " và" not in gap:
        _add(found, key, "right:touch")
    else:
        _add(found, key, "right:clause" if not far and not crossed else "right:far")
    near = scope.groups((max(0, year.start - 60), year.start))
    if amount.role == "investment" and "operation" in near:
        _add(found, key, "operation")
    if amount.role in _DATED_BY_EVENT and "event" in near:
        _add(found, key, f"event:{side}")
    if year.plan:
        _add(found, key, f"plan:{side}")
    return None


def _taken(low: str, amounts: Sequence[AmountMention], i: int, year: YearMention) -> bool:
    """Whether a year left of amounts[i] stands right behind an earlier amount, as its own ("lỗ 5 tỷ đồng năm 2016, lỗ 3 tỷ ...")."""
    for j in range(i - 1, max(-1, i - 6), -1):
        before = amounts[j]
        if before.end <= year.start and before.kind in ("money", "percent"):
            gap = low[before.end : year.start]
            return len(gap) < 16 and "," not in gap and ";" not in gap and "." not in gap
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


def _same_period_figure(found: YearEvidence, scope: Scope, amounts: Sequence[AmountMention], i: int) -> None:
    """ "đạt 6,6 tỷ đồng (cùng kỳ đạt 12,5 tỷ)": the second figure belongs to the year before that of the first."""
    start = amounts[i].start
    if i and SAME_PERIOD_FIGURE.search(scope.low, max(0, start - 45), start):
        before = next((a for a in reversed(amounts[:i]) if a.kind in ("money", "percent")), None)
        if before and before.year and before.year[0] == before.year[1] and before.start >= scope.frame.sentence(start)[0]:
            _add(found, (before.year[0] - 1, before.year[0] - 1), "base:same_period")


def _paragraph_years(found: YearEvidence, line: Timeline, sentence: tuple[int, int], paragraph: tuple[int, int]) -> bool:
    """Years of the paragraph outside the sentence, and the last one above the paragraph; whether the paragraph has one before."""
    last: YearMention | None = None
    above: YearMention | None = None
    for year in line.years:
        if year.comparison or year.law:
            continue
        if year.start >= paragraph[1]:
            break
        key = (year.year_from, year.year_to)
        if year.start < paragraph[0]:
            above = year
        elif year.start < sentence[0]:
            _add(found, key, "paragraph:other")
            last = year
        elif year.start >= sentence[1]:
            _add(found, key, "paragraph:after")
    if last:
        distant = sentence[0] - last.start > _DISTANT
        _add(found, (last.year_from, last.year_to), "paragraph:plan" if last.plan else "paragraph:distant" if distant else "paragraph:last")
    if above:
        _add(found, (above.year_from, above.year_to), "above:plan" if above.plan else "above")
    return last is not None


def _article_years(found: YearEvidence, scope: Scope, line: Timeline, amount: AmountMention, state: str) -> None:
    """The main, the latest and the publication year of the article, stronger where the sentence speaks of a part of a year or of now."""
    groups = scope.groups(scope.frame.sentence(amount.start)) & {"now", "recent", "period"}
    for candidate, name in ((line.main, "main"), (line.latest, "latest")):
        if candidate:
            _add(found, candidate, name)
            _add(found, candidate, f"{name}:{state}")
            if state != "sentence":
                for group in groups:
                    _add(found, candidate, f"{name}:{group}")
            if line.single:
                _add(found, candidate, f"{name}:single:{state}")
    if scope.published:
        current = (scope.published, scope.published)
        _add(found, current, "published")
        _add(found, current, f"published:{state}")
        for group in groups:
            _add(found, current, f"published:{group}:{state}")
        if amount.role in _DATED_BY_EVENT and line.event_now:
            _add(found, current, f"published:event:{state}")
    reference = scope.published or (line.latest[1] if line.latest else None)
    for candidate in found:
        if candidate in line.title_years:
            _add(found, candidate, "title")
        if candidate and reference and candidate[1] < reference - _OLD:
            _add(found, candidate, "old")


def _no_year(found: YearEvidence, scope: Scope, amount: AmountMention, state: str, groups: frozenset[str]) -> None:
    known = "known" if scope.published else "unknown"
    names = found[None]
    names["null"] = 1.0
    names[f"null:{state}:{known}"] = 1.0
    names[f"null:{amount.role}:{state}"] = 1.0
    if amount.kind == "percent" and not amount.change:
        names[f"null:share:{state}"] = 1.0
    if amount.role in ("price", "loan") and state == "paragraph" and not scope.published:
        names["null:undated_price"] = 1.0
    if amount.per and amount.per != "year":
        names["null:per"] = 1.0
    if "general" in groups:
        names[f"null:general:{state}:{known}"] = 1.0
    if _FROM_LEVEL.search(scope.low, max(0, amount.start - 20), amount.start) and _TO_LEVEL.match(scope.low, amount.end, amount.end + 40):
        dated = any(names.keys() & {"right:touch", "right:clause", "left:near", "base:figure"} for names in found.values())
        names["null:from_level"] = float(not dated)
    if "now" in groups and not scope.published:
        names["null:now"] = 1.0
    if amount.role == "investment" and "operation" in groups:
        names["null:operation"] = 1.0


def _inherit(found: YearEvidence, scope: Scope, amounts: Sequence[AmountMention], i: int) -> None:
    amount = amounts[i]
    begin, _ = scope.frame.sentence(amount.start)
    paragraph = scope.frame.paragraph(amount.start)[0]
    for j in range(i - 1, max(-1, i - 8), -1):
        before = amounts[j]
        if before.kind not in ("money", "percent"):
            continue
        where = "above"
        if before.start >= begin:
            gap = scope.low[before.end : amount.start]
            apart = ";" in gap or "(" in gap or "so với" in gap
            where = "close" if len(gap) < 30 and not apart else "sentence"
        elif before.start >= paragraph:
            where = "paragraph"
        same = "same" if before.role == amount.role else "other"
        _add(found, before.year, f"inherit:{where}:{same}" + (":null" if before.year is None else ""))
        return
