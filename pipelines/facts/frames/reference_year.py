"""The year a text speaks from ("năm nay") and the year it reports on, each with the evidence they rest on.

A text of known date speaks from its publication. Without a date the latest year it tells as its own news decides: a part of a year, the
year after one compared with, a date, the opening. A day without a year in the opening ("sáng 12/4") lies behind the dates told as past and
before the deadlines set. When only history or plans are told it stays open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple, get_args

from pipelines.facts.frames.news_days import Day, FullDate, full_date, year_after_whole, year_of_news
from pipelines.facts.frames.year_senses import Sense
from pipelines.values.mentions import YearMention

Ground = Literal["published", "report", "lead", "date", "named", "name", "past", "open"]
GROUNDS: tuple[Ground, ...] = get_args(Ground)
_BY_SENSE: dict[Sense, Ground] = {
    "base": "report", "part": "report", "date": "date", "topic": "named", "year": "named", "name": "name", "bracket": "named",
    "since": "past", "founded": "past",
}  # fmt: skip
TOLD: tuple[Ground, ...] = ("report", "lead", "date", "named", "name", "past")  # by the text itself, the strongest first
REPORTS: tuple[Ground, ...] = ("report", "lead")
_DATED: tuple[Sense, ...] = ("date", "part", "topic", "year", "since", "target")
_SOON = 4  # months from news of a rule to its start
_WEEKS = 30  # days in which a date told beside the news is still to come
_AGO = 3  # years before publication a text may still report on


class Reference(NamedTuple):
    """`now`: the year the text speaks from, None when open, and its ground; `reported`: the year whose figures it reports."""

    now: int | None
    ground: Ground
    reported: int | None
    reported_by: Ground


class Said(NamedTuple):
    """A year with its sense; a base of comparison stands for the year after it."""

    mention: YearMention
    sense: Sense


def reference_of(said: Sequence[Said], published: int | None, lead: int, news: Day | None = None) -> Reference:
    """The reference of a text from its years in order; `lead`: where its opening ends; `news`: the day without year told there."""
    told = [(year, ground) for one in said for year, ground in _grounds(one, lead) if published is None or year <= published]
    reported, reported_by = _reported(told, published)
    if published is not None:
        return Reference(published, "published", reported, reported_by)
    ranked = [(year, -TOLD.index(ground), ground) for year, ground in told]
    now: int | None = None
    ground: Ground = "open"
    if ranked:
        now, _, ground = max(ranked)
    if news and ground != "report":
        now, ground = _by_day(news, said, now, ground)
    return Reference(now, ground, reported, reported_by)


def _by_day(news: Day, said: Sequence[Said], now: int | None, ground: Ground) -> tuple[int | None, Ground]:
    """The year of a day of news by the full dates of the text, else by the latest year it tells whole."""
    past: list[FullDate] = []
    ahead: list[FullDate] = []
    for one in said:
        date = full_date(one.mention.surface) if one.sense in _DATED else None
        if date and _is_ahead(one.sense, date, news):
            ahead.append(date)
        elif date and one.sense != "since":
            past.append(date)
    year, by_deadline = year_of_news(news, past, ahead)
    if year and (by_deadline or now is None or year >= now):
        return year, "date"
    return (year_after_whole(news, now), ground) if now and ground == "named" else (now, ground)


def _is_ahead(sense: Sense, date: FullDate, news: Day) -> bool:
    """Whether a date still lies ahead of the news: a target, a start ("từ 1/1/2032") within months, any day of the weeks that follow."""
    if sense == "target":
        return True
    months = (date.month - news.month) % 12
    if sense == "since":
        return 0 < months <= _SOON
    return date.day is not None and 0 < 30 * months + date.day - news.day <= _WEEKS


def _grounds(one: Said, lead: int) -> Iterator[tuple[int, Ground]]:
    mention = one.mention
    ground = _BY_SENSE.get(one.sense)
    if one.sense == "range" and mention.rule != "range":  # "từ 12/2031 đến 5/2032", not "giai đoạn 2031-2035"
        ground = "past"
    if ground is None or mention.relative:
        return
    if mention.start < lead and ground in ("named", "name", "date"):
        ground = "lead"
    yield mention.year_to + (one.sense == "base"), ground


def _reported(told: Sequence[tuple[int, Ground]], published: int | None) -> tuple[int | None, Ground]:
    """The first year told in the opening or as a report."""
    for year, ground in told:
        if ground in REPORTS and (published is None or year > published - _AGO):
            return year, ground
    return None, "open"
