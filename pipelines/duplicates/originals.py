"""The likely original of a cluster: named in a credit line, published first, or kept at an address others were derived from.

Only evidence counts; where there is none, nothing is said. Ranks follow the kinds of data/sources: who issues news comes before
who passes it on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from pipelines.text.normal import fold

OriginalSigns = Literal["credit", "date", "address", "source"]
RANKS = ("ministry", "agency", "department", "khuyen_cong_centre", "trade_promotion", "trade_press", "newspaper", "broadcaster", "portal")
_REPOST = re.compile(r"-[2-9]/?(?=$|\.html?$)")


@dataclass(frozen=True, slots=True)
class Report:
    """What tells which of several equal reports came first. `publisher`: names its source goes by, folded."""

    id: str
    url: str | None
    published: str | None
    credit: str | None
    publisher: tuple[str, ...] = ()
    kind: str | None = None


def publisher_names(source: str | None, title: str | None, url: str | None) -> tuple[str, ...]:
    """Folded names an outlet may be credited by: its title, its source name, its host without www and ending."""
    host = (urlsplit(url).hostname or "").removeprefix("www.") if url else ""
    names = (title, source, host, host.partition(".")[0])
    return tuple(dict.fromkeys(name for name in map(_plain, names) if len(name) > 3))


def _plain(name: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", fold(name or ""))


def likely_original(reports: Sequence[Report]) -> tuple[str, OriginalSigns] | None:
    """The id of the likely original and what says so, or None. Same answer in any order of the reports."""
    credited = Counter(
        other.id for report in reports if report.credit for other in reports if other is not report and _credits(report, other)
    )
    left = list(reports)
    if credited:
        most = max(credited.values())
        left = [report for report in reports if credited[report.id] == most]
        if len(left) == 1:
            return left[0].id, "credit"
    for sign, best in _SIGNS:
        left = best(left)
        if len(left) == 1:
            return left[0].id, sign
    return None


def _credits(report: Report, other: Report) -> bool:
    named = _plain(report.credit)
    return any(name in named or (len(named) > 5 and named in name) for name in other.publisher) and not any(
        name in named for name in report.publisher
    )


def _first_dated(reports: list[Report]) -> list[Report]:
    """Only when all are dated: an undated one may be older."""
    if not all(report.published for report in reports):
        return reports
    days = [(report.published or "")[:10] for report in reports]
    first = [report for report, day in zip(reports, days, strict=True) if day == min(days)]
    if all(len(report.published or "") > 10 for report in first):
        return [report for report in first if report.published == min(r.published or "" for r in first)]
    return first


def _not_reposted(reports: list[Report]) -> list[Report]:
    """A site that posts the same piece again appends -2, -3 to its address; the bare address is the first."""
    bare = {report.url for report in reports if report.url and not _REPOST.search(report.url)}
    reposts = [report for report in reports if report.url and _REPOST.sub("", report.url) in bare and report.url not in bare]
    return [report for report in reports if report not in reposts]


def _best_ranked(reports: list[Report]) -> list[Report]:
    ranks = [RANKS.index(report.kind) if report.kind in RANKS else None for report in reports]
    known = [rank for rank in ranks if rank is not None]
    if len(known) < len(ranks):
        return reports
    return [report for report, rank in zip(reports, ranks, strict=True) if rank == min(known)]


_SIGNS: tuple[tuple[OriginalSigns, Callable[[list[Report]], list[Report]]], ...] = (  # the surest first
    ("date", _first_dated),
    ("address", _not_reposted),
    ("source", _best_ranked),
)
