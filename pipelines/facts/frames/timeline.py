"""Timeline: the year mentions of a text made ready for linking: bases of comparison, joined periods, the article's own years."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipelines.facts.frames.cues import group_rows
from pipelines.facts.frames.news_days import news_day
from pipelines.facts.frames.periods import Periods, periods_of
from pipelines.facts.frames.reference_year import Reference, Said, reference_of
from pipelines.facts.frames.scope import Scope, Sentence
from pipelines.facts.frames.spans import from_present, spans_of
from pipelines.facts.frames.year_senses import sense_of
from pipelines.facts.years.comparison import is_base_to_links, is_own_start
from pipelines.text.phrases import alternation
from pipelines.values.mentions import YearMention, YearRange

_SINCE = re.compile(r"\b(?:từ|kể từ)\b[^,;.]{0,20}$")
_UNTIL_NOW = re.compile(r"\s*(?:(?:cho )?(?:đến|tới) nay|trở lại đây)\b")
_JUST_DECIDED = re.compile(
    r"vừa(?<!\wvừa) (?:[^\W\d]+ ){0,2}(?:ban hành|ký|phê duyệt|chấp thuận|cấp|trao|quyết định|khởi công|thành lập|thông qua)\b"
)
_TRIAL = ("bị cáo", "bị can", "cáo trạng", "truy tố", "khởi tố", "bị hại", "hội đồng xét xử", "hđxx", "vksnd", "phiên tòa", "phiên toà")
_ACCUSED = 3  # words of a trial that make a text one about it
_NAME = 160  # characters of the name of a document
_DOCUMENT = re.compile(
    r"(?<!\w)(?:ban hành|phê duyệt|thông qua|xây dựng|công bố|triển khai|thực hiện|phát động|ký) (?:[^\W\d]+ ){0,6}?"
    r"(?:kế hoạch|đề án|chương trình|quy hoạch|chiến lược|nghị quyết|phong trào|lộ trình|phương án)(?!\w)"
)
_OFTEN = 4  # times one sum is told
_LEAD, _LEAD_MAX = 3, 900  # sentences and characters of the opening
_NEWS = frozenset(["now", "recent", "period"])
_PERIOD_OPENS = re.compile(r"\b(?:từ|giai đoạn|thời kỳ|trong)\b")
_PERIOD_JOINS = re.compile(r"\s*(?:-|–|đến|tới)\s*(?:(?:hết|cuối|đầu|ngày|tháng|quý|năm|[ivx]{1,3}|\d{1,2})[\s/]*){0,4}")
_PAIR = re.compile(r" và (?:năm )?")  # "hai năm 2031 và 2032"
_RESPECTIVELY = re.compile(r"\b(?:lần lượt|tương ứng|lần lượt là)\b")
_TITLE_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,/])")


@cache
def plan_words() -> re.Pattern[str]:
    """Markers of a target or forecast as one pattern."""
    phrases = [row.phrase for row in group_rows() if row.group == "plan"]
    return re.compile(rf"\b(?:{alternation(phrases)})\b")


@dataclass(frozen=True, slots=True)
class Timeline:
    """`main` is the year named most often, `latest` the latest year told as fact, `single` that there is only one;
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
    event_now: bool
    news: bool
    said: Sequence[Said]  # `years` with their senses
    founded: frozenset[int]  # starts of years that tell the past of a thing
    reference: Reference
    periods: Periods
    lead: int  # where the opening ends
    trial: bool  # whether the text tells of a trial: its deeds are of another time than its news
    document: YearRange | None  # the period a plan, scheme or programme the opening reports is named for
    again: Mapping[int, tuple[int, ...]]  # amounts of money by number, each with the others of the same sum

    def plain_between(self, begin: int, end: int) -> tuple[YearMention, ...]:
        """Years of `plain` that start between two offsets."""
        return self.plain[bisect_left(self.plain_starts, begin) : bisect_left(self.plain_starts, end)]


def timeline(scope: Scope, years: Sequence[YearMention]) -> Timeline:
    """Prepare the year mentions of a text."""
    dated = [y for y in years if y.rule != "birth"]
    said, reference = _said(scope, _joined(scope.low, [_with_base_and_plan(scope, y) for y in dated]))
    marked = [one.mention for one in said]
    plain = [y for y in marked if not y.comparison and not y.law]
    counted = Counter((y.year_from, y.year_to) for y in plain)
    told = reference.now
    if scope.published:
        told = max((y.year_to for y in plain if not y.plan and y.year_to <= scope.published), default=None)
    latest = (told, told) if told else None
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
        event_now=_event_now(scope, plain, reference.now),
        news=any(not _NEWS.isdisjoint(part.groups) for part in (scope.headline, *_lead(scope))),
        said=said,
        founded=frozenset(one.mention.start for one in said if one.sense == "founded"),
        reference=reference,
        periods=periods_of(said, scope.cut, len(scope.low)),
        lead=_lead_end(scope),
        trial=_is_trial(scope.low),
        document=_document(scope, said),
        again=_same_sums(scope),
    )


def _said(scope: Scope, years: list[YearMention]) -> tuple[list[Said], Reference]:
    """The years with their senses, and the reference they give; in its light plans, open ends and senses are read again, spans found."""
    lead = _lead_end(scope)
    said = _senses(scope, years, scope.published)
    news = None if scope.published else news_day(scope.low, lead)
    reference = reference_of(said, scope.published, lead, news)
    now = reference.now
    if scope.published is None and now is not None:
        years = [replace(y, plan=y.plan and y.year_to >= now, year_to=_until(scope.low, y, now)) for y in years]
        years = from_present(scope.low, years, reference)
        said = _senses(scope, years, now)
    if spans := spans_of(scope.low, years, reference, scope.month):
        said = sorted([*said, *_senses(scope, spans, now)], key=lambda one: one.mention.start)
    return said, reference


def _senses(scope: Scope, years: Sequence[YearMention], now: int | None) -> list[Said]:
    return [Said(year, sense_of(scope.low, year, scope.cut.sentence(year.start)[0], now)) for year in years]


def _with_base_and_plan(scope: Scope, year: YearMention) -> YearMention:
    """The mention with `comparison` and `plan` as linking sees them; "từ năm 2016 đến nay" runs to the year of publication."""
    low, last = scope.low, _until(scope.low, year, scope.published)
    base = is_base_to_links(low, year) and not (scope.published in (None, year.year_to) and is_own_start(low, year))
    plan = year.plan or (not year.relative and bool(plan_words().search(low, max(0, year.start - 40), year.start)))
    if (base, plan, last) == (year.comparison, year.plan, year.year_to):
        return year
    return replace(year, comparison=base, plan=plan, year_to=last)


def _until(low: str, year: YearMention, now: int | None) -> int:
    """The last year of a mention: now for "từ năm 2031 đến nay"."""
    last = year.year_to
    open_ended = now and last < now and _UNTIL_NOW.match(low, year.end) and _SINCE.search(low, max(0, year.start - 30), year.start)
    return now if now and open_ended else last


def _joined(low: str, years: list[YearMention]) -> list[YearMention]:
    """Two years that bound one period ("từ 12/2016 đến 5/2017") or share a figure ("hai năm 2016 và 2017") become one mention."""
    result: list[YearMention] = []
    for year in years:
        last = result[-1] if result else None
        if last and (_bound(low, last, year) or _share(low, last, year)):
            result[-1] = replace(last, year_to=year.year_to, end=year.end, surface=low[last.start : year.end])
        else:
            result.append(year)
    return result


def _bound(low: str, first: YearMention, second: YearMention) -> bool:
    """Whether two years are the ends of one period."""
    return (
        first.year_to < second.year_from
        and second.start - first.end < 30
        and bool(_PERIOD_JOINS.fullmatch(low, first.end, second.start))
        and bool(_PERIOD_OPENS.search(low, max(0, first.start - 25), first.start))
    )


def _share(low: str, first: YearMention, second: YearMention) -> bool:
    """Whether two years in a row have one figure together; not "năm 2031 và 2032 lần lượt đạt 5 và 6 tỷ đồng"."""
    return (
        first.year_to + 1 == second.year_from
        and bool(_PAIR.fullmatch(low, first.end, second.start))
        and first.rule == second.rule == "year"
        and not any((y.law or y.comparison) for y in (first, second))
        and not _RESPECTIVELY.search(low, max(0, first.start - 50), second.end + 50)
    )


def _lead_end(scope: Scope) -> int:
    """Where the opening of the text ends."""
    return min(scope.cut.sentences[_LEAD] if len(scope.cut.sentences) > _LEAD else len(scope.low), _LEAD_MAX)


def _is_trial(low: str) -> bool:
    """Whether a text tells of a crime before the law."""
    return sum(low.count(word) for word in _TRIAL) >= _ACCUSED


def _document(scope: Scope, said: Sequence[Said]) -> YearRange | None:
    """The last years a document of the opening is named for: "ban hành Kế hoạch phát triển làng nghề giai đoạn 2031-2035"."""
    end = _lead_end(scope)
    for mention, sense in said:
        if mention.start >= end:
            return None
        begin = max(scope.cut.sentence(mention.start)[0], mention.start - _NAME)
        if sense in ("range", "target") and not mention.relative and _DOCUMENT.search(scope.low, begin, mention.start):
            return mention.year_from, mention.year_to
    return None


def _same_sums(scope: Scope) -> dict[int, tuple[int, ...]]:
    """Amounts of money that tell one sum, by their numbers; not sums told so often that they tell no thing ("1 tỷ đồng")."""
    told: dict[tuple[float, float, str], list[int]] = {}
    for i, amount in enumerate(scope.amounts):
        if amount.kind == "money":
            told.setdefault((amount.min, amount.max, amount.unit), []).append(i)
    return {i: tuple(j for j in same if j != i) for same in told.values() if 1 < len(same) <= _OFTEN for i in same}


def _event_now(scope: Scope, plain: list[YearMention], now: int | None) -> bool:
    """Whether the headline or the first two sentences report an approval, contract, decision or groundbreaking as news of its year."""
    lead = _lead(scope)
    end = min(scope.cut.sentences[len(lead)] if len(lead) < len(scope.cut.sentences) else len(scope.low), 800)
    if any(y.start < end and not y.year_from <= (now or 0) <= y.year_to for y in plain):
        return False
    return bool(_JUST_DECIDED.search(scope.low)) or any("event" in part.groups for part in (scope.headline, *lead))


def _lead(scope: Scope) -> list[Sentence]:
    """The first two sentences."""
    starts = [*scope.cut.sentences[:3], len(scope.low)]
    return [scope.sentence(starts[k], starts[k + 1]) for k in range(min(2, len(starts) - 1))]
