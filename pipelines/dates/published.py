"""When an article was published: the evidence of metadata, page, listing and URL weighed against one another.

A clock is never a date. Where witnesses disagree the more trustworthy and the nearer one wins; when that is a guess, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from lxml.html import HtmlElement

from pipelines.dates.metadata import Stated
from pipelines.dates.visible import STANDS_ALONE, Scene, SeenDate, seen_above, seen_behind, seen_dates
from pipelines.dates.words import DateFound, find_dates, moment_of, parse_date, prepare
from pipelines.values.article import PublishedFrom

__all__ = ["DateEvidence", "Published", "parse_date", "published_in_text", "published_of"]

_URL_DAY = re.compile(r"/(20\d\d)[/-]?(0?[1-9]|1[0-2])[/-]?(0?[1-9]|[12]\d|3[01])(?=/)")
_URL_STAMP = re.compile(r"[-_/](20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:[0-2]\d[0-5]\d[0-5]\d\d{0,5})?(?=[._/?-]|$)")


OUTWEIGHS_METADATA = 5  # score of a visible date that is marked or labelled, alone on its line, and next to the headline


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """What is known beside the page itself. `article` is the element holding headline and body, `title` the headline as read,
    `hinted` the date the listing gave (ISO), `date_texts` what the layout's own date selector found: the strongest visible evidence."""

    fetched_at: str | None = None
    url: str | None = None
    hinted: str | None = None
    article: HtmlElement | None = None
    date_texts: tuple[str, ...] = ()
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """ISO date or datetime (+07:00), where it comes from ("none" exactly when there is none), and the date of the last change."""

    published: str | None = None
    published_from: PublishedFrom = "none"
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    value: str
    origin: PublishedFrom
    score: int = 0
    updated: bool = False

    @property
    def day(self) -> str:
        return self.value[:10]


def published_of(tree: HtmlElement, stated: Sequence[Stated], evidence: DateEvidence) -> Published:
    """The publication date of a parsed page; `stated` are the dates of its metadata. Pure; never raises on any tree."""
    seen = _visible(tree, evidence, any(s.field == "published" for s in stated))
    shown = _shown(seen, stated, evidence)
    claim = _decide(_metadata(stated, seen, evidence), shown, evidence)
    claim = claim or _created(stated, evidence) or _hinted(evidence) or _in_url(evidence)
    modified = _modified(stated, seen, evidence, claim)
    return Published(claim.value, claim.origin, modified) if claim else Published(modified=modified)


def published_in_text(lines: Sequence[str], title_index: int | None, fetched_at: str | None = None) -> Published:
    """The date in a page saved as plain text: a line of its own right below the headline, or a labelled one. Nothing above the
    headline counts, that is where page clocks stand; without a known headline only a labelled line counts."""
    evidence = DateEvidence(fetched_at=fetched_at)
    first = 0 if title_index is None else title_index + 1
    for line in [line for line in lines[first:] if line.strip()][:4]:
        text = prepare(line)
        if len(text) > 80:
            continue
        found = find_dates(text)
        if len(found) == 1 and _possible(found[0].value, evidence) and _is_date_line(text, found[0], labelled=title_index is None):
            return Published(found[0].value, "visible")
    return Published()


def _is_date_line(text: str, found: DateFound, labelled: bool) -> bool:
    before, after = text[: found.start].strip(" (|-,:"), text[found.end :].strip(" )|-,.'")
    if re.search(r"(?:ngày đăng|đăng ngày|đăng lúc|xuất bản|ngày xuất bản|cập nhật(?: lúc)?)$", before) and len(after) < 25:
        return True
    return (
        not labelled
        and re.fullmatch(r"(?:(?:thứ (?:\w+)|chủ nhật|ngày)[\s,]*)*", before) is not None
        and re.fullmatch(r"(?:gmt\s?\+?7?|\W)*", after) is not None
    )


def _possible(value: str, evidence: DateEvidence) -> bool:
    """No later than a day after the fetch."""
    fetched, moment = moment_of(evidence.fetched_at), moment_of(value)
    return moment is not None and (fetched is None or moment <= fetched + timedelta(days=1))


def _visible(tree: HtmlElement, evidence: DateEvidence, dated: bool) -> list[SeenDate]:
    """What the page shows. When the article's element shows nothing and metadata is silent (not `dated`), its surroundings are searched."""
    given = [
        SeenDate(found, STANDS_ALONE + 4, "visible", found.updated)
        for text in evidence.date_texts
        for found in find_dates(prepare(text), evidence.fetched_at)
    ]
    if given:
        return given
    frame = evidence.article
    page = Scene(tree, True, evidence.fetched_at, sure=evidence.title is not None)
    if frame is None:
        return seen_dates(page, evidence.title or _page_title(tree))
    near = replace(page, root=frame, whole_page=False, last=1 if dated else 10_000, sure=False)
    seen = seen_dates(near, evidence.title)
    if dated or any(s.score >= STANDS_ALONE for s in seen):
        return seen
    wider = seen_dates(page, evidence.title) if evidence.title else seen_above(frame, page)
    return wider or seen or seen_behind(frame, page)


def _page_title(tree: HtmlElement) -> str | None:
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:title" and meta.get("content"):
            return meta.get("content")
    title = tree.findtext(".//title") or ""
    first = re.split(r"\s[-|–]\s", title, maxsplit=1)[0]  # "headline - section - site"
    return first if len(first.split()) >= 4 else title


def _shown(seen: list[SeenDate], stated: Sequence[Stated], evidence: DateEvidence) -> _Claim | None:
    """The strongest visible date; of equals the first. A date labelled as a change counts when there is no other."""
    witnesses = {s.found.day for s in stated if s.field == "published"} | _hints(evidence)
    for one in sorted(seen, key=lambda s: (s.updated, -s.score)):
        value = _settle(one.found, witnesses if one.found.doubtful else set(), evidence)
        if value and not (one.found.doubtful and value[:10] not in witnesses):
            return _Claim(value, one.origin, one.score, one.updated)
    return None


def _metadata(stated: Sequence[Stated], seen: list[SeenDate], evidence: DateEvidence) -> _Claim | None:
    """One claim from JSON-LD and meta. Several readings of one value, or several values, are settled by what the page shows."""
    witnesses = {s.found.day for s in seen} | _hints(evidence)
    clocks = {s.found.value for s in stated if s.field == "clock"}
    claims = [
        _Claim(value, s.origin)
        for s in stated
        if s.field == "published" and (value := _settle(s.found, witnesses, evidence)) and not _is_clock(value, clocks, evidence)
    ]
    agreeing = [c for c in claims if c.day in witnesses] or claims
    if len({c.day for c in agreeing}) != 1:
        return None
    return max(agreeing, key=lambda c: (len(c.value) > 10, c.value[17:19] not in ("", "00"), c.origin == "json-ld"))


def _hints(evidence: DateEvidence) -> set[str]:
    moment = moment_of(evidence.hinted)
    return {moment.date().isoformat()} if moment else set()


def _settle(found: DateFound, witnesses: set[str], evidence: DateEvidence) -> str | None:
    """The reading of a date that another witness confirms, else the likeliest that is not in the future."""
    values = [value for value in (found.value, found.literal, found.other) if value and _possible(value, evidence)]
    return next((value for value in values if value[:10] in witnesses), values[0] if values else None)


def _decide(meta: _Claim | None, shown: _Claim | None, evidence: DateEvidence) -> _Claim | None:
    """Metadata when the page does not contradict it; otherwise what is shown, if it is marked and close (metadata may say when the
    page was rebuilt); the listing may confirm either; nothing when neither is strong."""
    if meta is None or shown is None or shown.day == meta.day:
        return meta or (shown if shown and shown.score >= STANDS_ALONE else None)
    hints = _hints(evidence)
    if shown.score < STANDS_ALONE or (shown.updated and shown.day > meta.day) or meta.day in hints:
        return meta
    return shown if shown.score >= OUTWEIGHS_METADATA or shown.day in hints else None


def _is_clock(value: str, clocks: set[str], evidence: DateEvidence) -> bool:
    """Metadata written at the moment of the fetch says when the page was built."""
    fetched, moment = moment_of(evidence.fetched_at), moment_of(value)
    if fetched and moment and len(value) > 10 and abs(fetched - moment) < timedelta(seconds=60):
        return True
    return value in clocks


def _created(stated: Sequence[Stated], evidence: DateEvidence) -> _Claim | None:
    """DC.date and dateCreated: weaker names, used when nothing better speaks and they agree."""
    values = [(_settle(s.found, set(), evidence), s.origin) for s in stated if s.field == "created"]
    claims = [_Claim(value, origin) for value, origin in values if value and not _is_clock(value, set(), evidence)]
    return claims[0] if len({c.day for c in claims}) == 1 else None


def _hinted(evidence: DateEvidence) -> _Claim | None:
    moment = moment_of(evidence.hinted)
    return _Claim(evidence.hinted, "listing") if moment and evidence.hinted and _possible(evidence.hinted, evidence) else None


def _in_url(evidence: DateEvidence) -> _Claim | None:
    path = (evidence.url or "")[:2000].split("://", 1)[-1].partition("/")[2]
    match = _URL_DAY.search("/" + path) or _URL_STAMP.search("/" + path)
    if not match:
        return None
    try:
        day = date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return None
    return _Claim(day, "url") if _possible(day, evidence) else None


def _modified(stated: Sequence[Stated], seen: list[SeenDate], evidence: DateEvidence, claim: _Claim | None) -> str | None:
    """The last change, when the page names one that is not before the publication."""
    values = [s.found.value for s in stated if s.field == "modified"] + [s.found.value for s in seen if s.updated]
    values = [v for v in values if _possible(v, evidence) and (claim is None or (v[:10] >= claim.day and v != claim.value))]
    return values[0] if values else None
