"""Timeline: the year mentions of a text made ready for linking: bases of comparison, joined periods, the article's own years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipelines.facts.frames.cues import group_rows
from pipelines.facts.frames.scope import Scope, Sentence
from pipelines.facts.years.comparison import is_base_to_links, is_same_period
from pipelines.text.phrases import alternation
from pipelines.values.mentions import YearMention, YearRange

_SINCE = re.compile(r"\b(?:từ|kể từ)\b[^,;.]{0,20}$")
_UNTIL_NOW = re.compile(r"\s*(?:cho )?(?:đến|tới) nay\b")
_JUST_DECIDED = re.compile(
    r"vừa(?<!\wvừa) (?:[^\W\d]+ ){0,2}(?:ban hành|ký|phê duyệt|chấp thuận|cấp|trao|quyết định|khởi công|thành lập|thông qua)\b"
)
_NEWS = frozenset(["now", "recent", "period"])
_PERIOD_OPENS = re.compile(r"\b(?:từ|giai đoạn|thời kỳ|trong)\b")
_PERIOD_JOINS = re.compile(r"\s*(?:-|–|đến|tới)\s*(?:(?:hết|cuối|đầu|ngày|tháng|quý|năm|[ivx]{1,3}|\d{1,2})[\s/]*){0,4}")
_TITLE_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,/])")


@cache
def plan_words() -> re.Pattern[str]:
    """Markers of a target or forecast as one pattern."""
    phrases = [row.phrase for row in group_rows() if row.group == "plan"]
    return re.compile(rf"\b(?:{alternation(phrases)})\b")


@dataclass(frozen=True, slots=True)
class Timeline:
    """`main` is the year named most often, `latest` the latest year told as fact, `single` that there is only one;
    `report` that the text compares the latest year with the same period of the year before: a report of figures of that year;
    `event_now` that the opening of the article reports an approval, contract, decision or groundbreaking as news, `news`
    that it tells of these days or of a part of this year."""

    years: tuple[YearMention, ...]
    plain: tuple[YearMention, ...]  # neither base of a comparison nor date of a law
    starts: tuple[int, ...]  # of `years`
    plain_starts: tuple[int, ...]
    firsts: Mapping[YearRange, int]  # where a year of `plain` is named first
    title_years: frozenset[YearRange]
    main: YearRange | None
    latest: YearRange | None
    single: bool
    report: bool
    event_now: bool
    news: bool

    def plain_between(self, begin: int, end: int) -> tuple[YearMention, ...]:
        """Years of `plain` that start between two offsets."""
        return self.plain[bisect_left(self.plain_starts, begin) : bisect_left(self.plain_starts, end)]


def timeline(scope: Scope, years: Sequence[YearMention]) -> Timeline:
    """Prepare the year mentions of a text."""
    dated = [y for y in years if y.rule != "birth"]
    marked = _joined(scope.low, [_with_base_and_plan(scope, y) for y in dated])
    plain = [y for y in marked if not y.comparison and not y.law]
    counted = Counter((y.year_from, y.year_to) for y in plain)
    facts = [y.year_to for y in plain if not y.plan and (scope.published is None or y.year_to <= scope.published)]
    reported = max((y.year_to + 1 for y in marked if is_same_period(scope.low, y)), default=None)
    if reported and scope.published is None:  # "so với cùng kỳ năm 2030" is said in 2031
        facts.append(reported)
    latest = (max(facts), max(facts)) if facts else None
    return Timeline(
        years=tuple(marked),
        plain=tuple(plain),
        starts=tuple(y.start for y in marked),
        plain_starts=tuple(y.start for y in plain),
        firsts={(y.year_from, y.year_to): y.start for y in reversed(plain)},
        title_years=frozenset((int(m), int(m)) for m in _TITLE_YEAR.findall(scope.title)),
        main=counted.most_common(1)[0][0] if counted else None,
        latest=latest,
        single=len(counted) == 1,
        report=latest is not None and reported == latest[1],
        event_now=_event_now(scope, plain),
        news=any(not _NEWS.isdisjoint(part.groups) for part in (scope.headline, *_lead(scope))),
    )


def _with_base_and_plan(scope: Scope, year: YearMention) -> YearMention:
    """The mention with `comparison` and `plan` as linking sees them; "từ năm 2016 đến nay" runs to the year of publication."""
    low, now, last = scope.low, scope.published, year.year_to
    if now and last < now and _UNTIL_NOW.match(low, year.end) and _SINCE.search(low, max(0, year.start - 30), year.start):
        last = now
    base = is_base_to_links(low, year)
    plan = year.plan or (not year.relative and bool(plan_words().search(low, max(0, year.start - 40), year.start)))
    if (base, plan, last) == (year.comparison, year.plan, year.year_to):
        return year
    return replace(year, comparison=base, plan=plan, year_to=last)


def _joined(low: str, years: list[YearMention]) -> list[YearMention]:
    """Two years that bound one period ("từ 12/2016 đến 5/2017") become one mention of the whole."""
    result: list[YearMention] = []
    for year in years:
        last = result[-1] if result else None
        if (
            last
            and last.year_to < year.year_from
            and year.start - last.end < 30
            and _PERIOD_JOINS.fullmatch(low, last.end, year.start)
            and _PERIOD_OPENS.search(low, max(0, last.start - 25), last.start)
        ):
            result[-1] = replace(last, year_to=year.year_to, end=year.end, surface=low[last.start : year.end])
        else:
            result.append(year)
    return result


def _event_now(scope: Scope, plain: list[YearMention]) -> bool:
    """Whether the headline or the first two sentences report an approval, contract, decision or groundbreaking as news of its year."""
    lead = _lead(scope)
    end = min(scope.cut.sentences[len(lead)] if len(lead) < len(scope.cut.sentences) else len(scope.low), 800)
    if any(y.start < end and not y.year_from <= (scope.published or 0) <= y.year_to for y in plain):
        return False
    return bool(_JUST_DECIDED.search(scope.low)) or any("event" in part.groups for part in (scope.headline, *lead))


def _lead(scope: Scope) -> list[Sentence]:
    """The first two sentences."""
    starts = [*scope.cut.sentences[:3], len(scope.low)]
    return [scope.sentence(starts[k], starts[k + 1]) for k in range(min(2, len(starts) - 1))]
