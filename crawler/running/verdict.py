"""Verdict: what a run is worth. Scrapy calls a crawl that found nothing `finished`; we do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from pipelines.sources.source import Source

VerdictName = Literal["good", "warning", "bad"]
OUTCOMES = ("stored", "unchanged", "duplicate", "not_article", "unreadable", "failed")
_WITH_REASON = ("failed/", "not_article/", "unreadable/", "document/", "cut/")
_NO_PAGES = ("document/", "cut/")  # counts that explain no verdict on pages
ENOUGH_PAGES = 4  # fetched, or failed: fewer are no ground for a bad verdict by their share
MOST_UNREADABLE = 0.5  # share of the fetched pages
ENOUGH_FAILURES = 3  # fetches that failed: fewer are no ground for a warning
MOST_FAILURES = 0.2  # share of all fetches
ENOUGH_ARTICLES = 5  # stored: fewer tell nothing of how often a field is read
LEAST_TITLES = 0.9  # share of the stored articles
FILL_DROP = 0.4  # by which the share of articles with a field may fall from one run to the next
REASONS_TOLD = 3
ADVICE = {
    "dns": "the host name does not resolve: moved or gone",
    "refused": "the server refuses connections",
    "timeout": "the server does not answer in time",
    "reset": "the server breaks connections off",
    "tls": "the certificate or TLS version is not accepted",
    "robots": "robots.txt forbids it",
    "robots_unreachable": "robots.txt answers with a server error: nothing may be fetched until it works",
    "redirect_off_site": "the site sends visitors to another host: moved or hijacked",
    "not_stored": "the disk is full, or a database is locked or damaged",
    "truncated": "answers end early",
    "malformed": "answers that are no HTTP, or packed wrongly",
    "too_large": "answers beyond the size limit",
    "private_address": "the host name leads to a private address: hijacked or misconfigured",
    "redirect_loop": "the site redirects in a circle",
    "retry_later": "the server asks for patience and gets it; raise `delay` if it stays",
    "wall": "a log-in, a check of the browser or a notice of maintenance stands before the pages; they are asked for again",
    "http_403": "the server forbids it: blocked, or not for the public",
    "http_404": "the address is gone: the site was rebuilt",
}
CUT = {
    "cut/cut_page": "articles whose page goes on behind what is read of one",
    "cut/cut_table": "articles with a table that is not laid out to its end",
    "cut/cut_sums": "articles with more sums of money than are looked at",
    "cut/cut_documents": "notices with more documents than are asked for",
    "cut/cut_linked_data": "articles whose page has linked data larger than is looked at",
    "cut/links": "links left out of listings, feeds or sitemaps that hold too many",
    "cut/walks": "listings or sitemaps left to the next run: too many for one",
}  # what of a run was left out, by its reason


@dataclass(frozen=True, slots=True)
class Counts:
    """What one run of one source did. `aimed`: fetched pages whose address looked like an article's; `documents`: read or not, beside
    the pages; `walled`: fetched pages that stood before those asked for, all of them failures; `reasons` counts not_article, unreadable,
    failed and documents that were not read by "outcome/reason", and what was left out by "cut/what"; `fill` counts
    stored articles that have a field; `old`: of the counts and reasons, how many are of addresses asked for again that were read,
    refused or found dead in an earlier run."""

    listings: int = 0
    empty_listings: int = 0
    unchanged_listings: int = 0
    found: int = 0
    fetched: int = 0
    aimed: int = 0
    stored: int = 0
    unchanged: int = 0
    duplicate: int = 0
    not_article: int = 0
    unreadable: int = 0
    failed: int = 0
    facts: int = 0
    documents: int = 0
    walled: int = 0
    old: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    fill: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of_stats(cls, stats: Mapping[str, Any]) -> Self:
        """The counts of a run from Scrapy's statistics."""
        mine = {key.removeprefix("corpus/"): value for key, value in stats.items() if key.startswith("corpus/")}
        plain = {key: value for key, value in mine.items() if "/" not in key}
        reasons = {key: value for key, value in mine.items() if key.startswith(_WITH_REASON)}
        fill = {key.removeprefix("fill/"): value for key, value in mine.items() if key.startswith("fill/")}
        old = {key.removeprefix("old/"): value for key, value in mine.items() if key.startswith("old/")}
        return cls(**plain, reasons=reasons, fill=fill, old=old)

    @property
    def news(self) -> Counts:
        """The counts without those of old addresses: what a run is judged by. Of what came in place of pages, only failures are left."""
        left = {name: getattr(self, name) - self.old.get(name, 0) for name in ("fetched", *OUTCOMES)}
        reasons = {name: n - self.old.get(name, 0) for name, n in self.reasons.items()}
        left["fetched"] = max(0, left["fetched"] - self.walled)
        return replace(self, **left, reasons={name: n for name, n in reasons.items() if n > 0}, old={}, walled=0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a run is worth, and the sentences that say why."""

    name: VerdictName
    why: tuple[str, ...] = ()


def judge(counts: Counts, source: Source, known: int, before: Mapping[str, float] | None = None) -> Verdict:
    """The verdict of a run. `known` is how many articles of the source the corpus held before; `before` the fill rates of the last run
    that stored enough articles (field -> share)."""
    news = counts.news
    bad = list(_bad(news, source, known))
    if bad:
        return Verdict("bad", tuple(bad))
    warnings = (*_failures(news), *_fields(counts, before or {}), *told_cuts(counts.reasons))
    return Verdict("warning" if warnings else "good", warnings)


def warned(verdict: Verdict, why: str) -> Verdict:
    """The verdict with one more thing to say; a good one becomes a warning."""
    return Verdict("warning" if verdict.name == "good" else verdict.name, (*verdict.why, why))


def told_cuts(reasons: Mapping[str, int]) -> list[str]:
    """The line that says what was left out, by reasons as in CUT; none when nothing was."""
    told = [f"{reasons[name]} {what}" for name, what in CUT.items() if reasons.get(name)]
    return [f"left out: {', '.join(told)}"] if told else []


def _bad(c: Counts, source: Source, known: int) -> list[str]:
    top = _top(c.reasons)
    read = c.stored + c.unchanged + c.duplicate
    if not c.listings:
        return [f"no listing, feed or sitemap answered{top}"]
    if c.empty_listings == c.listings:
        return ["listings answer but hold no links: their layout changed, or they are filled in by a script"]
    if not read and (c.aimed or (c.fetched and not known)):
        return [f"read none of {c.fetched} fetched pages{top}" if c.fetched else f"none of {c.failed} fetches worked{top}"]
    if not known and read < source.floor:
        return [f"{read} articles, fewer than the floor of {source.floor}{top}"]
    if c.fetched >= ENOUGH_PAGES and c.unreadable > MOST_UNREADABLE * c.fetched:
        return [f"{c.unreadable} of {c.fetched} pages unreadable{top}"]
    if c.failed >= ENOUGH_PAGES and c.failed > c.fetched:
        return [f"{c.failed} fetches failed, {c.fetched} worked{top}"]
    return []


def _failures(c: Counts) -> list[str]:
    asked = c.fetched + c.failed
    if c.failed >= ENOUGH_FAILURES and c.failed > MOST_FAILURES * asked:
        return [f"{c.failed} of {asked} fetches failed{_top(c.reasons)}"]
    return []


def _fields(c: Counts, before: Mapping[str, float]) -> list[str]:
    why = []
    if c.stored >= ENOUGH_ARTICLES:
        if c.fill.get("title", 0) < LEAST_TITLES * c.stored:
            why.append(f"a title was read in {c.fill.get('title', 0)} of {c.stored} articles only")
        for name, share in before.items():
            now = c.fill.get(name, 0) / c.stored
            if share - now > FILL_DROP:
                why.append(f"{name} read in {now:.0%} of articles, {share:.0%} in the run before: has the layout changed?")
    return why


def _top(reasons: Mapping[str, int]) -> str:
    """The most frequent reasons with advice, as the tail of a sentence."""
    pages = [(name, n) for name, n in reasons.items() if not name.startswith(_NO_PAGES)]
    rows = sorted(pages, key=lambda item: (-item[1], item[0]))[:REASONS_TOLD]
    parts = []
    for name, n in rows:
        word = name.rpartition("/")[2]
        parts.append(f"{word} {n}" + (f" ({ADVICE[word]})" if word in ADVICE else ""))
    return ": " + ", ".join(parts) if parts else ""
