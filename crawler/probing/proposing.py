"""Proposing: what a source's file should say by what was seen, as values of its keys, and the difference that makes as people read it."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from crawler.probing.files import Value, with_values
from crawler.probing.judging import Judgement, moved_to
from crawler.probing.shapes import explained
from pipelines.sources.overview import only_home_page
from pipelines.sources.source import Source, SourceError, check_source
from pipelines.sources.urls import url_key
from spiders.sighting import Entry, Sighting

SECTIONS = 6  # sections of the navigation proposed as listings, those looked at among them
GONE = ("http_404", "http_410")  # of an address of the file: it is left out
PROBED = "probed live on "  # how a line of evidence of ours begins; a later one takes its place


def proposal(sighting: Sighting, source: Source, judgement: Judgement) -> dict[str, Value]:
    """The keys that should have another value, with that value. Nothing is proposed of a site that did not answer, or sends visitors on."""
    if not any(entry.reason is None for entry in sighting.entries) or judgement.moved or judgement.refuses:
        return {}
    wanted: dict[str, Value] = {
        "listings": _listings(sighting, source),
        "feeds": _answering(sighting, source.feeds, "feed"),
        "sitemaps": _answering(sighting, source.sitemaps, "sitemap"),
        "article_url": judgement.patterns,
    }
    if sighting.crawl_delay and sighting.crawl_delay > source.delay:
        wanted["delay"] = sighting.crawl_delay
    addresses = [url for key in ("listings", "feeds", "sitemaps") for url in _texts(wanted[key])]
    if not addresses:
        return {}
    wanted["hosts"] = tuple(dict.fromkeys([*source.hosts, *(urlsplit(url).netloc for url in addresses)]))
    if judgement.holds and source.verified_on != sighting.at[:10]:  # once a day is enough
        wanted |= {"verified_live": True, "verified_on": sighting.at[:10], "evidence": _evidence(sighting, source, judgement)}
    return {key: value for key, value in wanted.items() if value != getattr(source, key)}


def rewritten(text: str, changes: Mapping[str, Value], name: str) -> str:
    """The text of the source's file with the changes. Raises SourceError when the result is no good source file."""
    try:
        fresh = with_values(text, changes) if changes else text
        check_source(fresh, name)
    except ValueError as error:
        raise SourceError(f"{name}: the proposal cannot be written: {error}") from None
    return fresh


def difference(path: Path, text: str, fresh: str) -> str:
    """A unified diff, "" when nothing changes."""
    lines = difflib.unified_diff(text.splitlines(keepends=True), fresh.splitlines(keepends=True), path.name, f"{path.name} (proposed)", n=1)
    return "".join(lines)


def advice(sighting: Sighting, source: Source, judgement: Judgement) -> list[str]:
    """What a person has to decide: moved hosts, certificates, addresses that do not answer."""
    lines = []
    for entry in sighting.entries:
        where = f"{entry.kind}: {entry.url}"
        if entry.reason == "tls":
            lines.append('tls = "unverified" (or "legacy"), if a browser shows the site in spite of its certificate')
        elif host := moved_to(entry):
            lines.append(f"{where} leads to {host}: moved (then add to hosts) or hijacked?")
        elif entry.known and entry.reason:
            lines.append(f"{where} does not answer ({entry.reason})")
        elif entry.known and not entry.answers and (entry.kind != "front" or entry is sighting.of("front")[-1]):
            lines.append(f"{where} holds no articles: filled in by a script? another address, or a feed")
    if source.verified_live and not judgement.holds:
        lines.append("verified_live = false, until somebody has looked")
    if judgement.new and source.article_url:
        urls = [headline.url for headline in sighting.headlines]
        lines.append(f"article_url of the file explains {explained(urls, source.article_url)} of {len(urls)} headlines")
    if only_home_page(source) and judgement.listing and "home page" in (source.notes or ""):
        lines.append("notes: they still say that the home page stands in for the listing")
    return list(dict.fromkeys(lines))


def _texts(value: Value) -> Sequence[str]:
    return value if isinstance(value, tuple) else ()


def _listings(sighting: Sighting, source: Source) -> tuple[str, ...]:
    """The listings of the file without those that are gone, redirected ones by their new address; those seen to work. A home
    page that stood in for a listing goes when a real one is known, and further sections of the navigation come with it."""
    seen = {url_key(entry.url): entry for entry in sighting.of("listing")}
    known = [url for url in (_as_answered(url, seen.get(url_key(url))) for url in source.listings) if url]
    in_file = {url_key(url) for url in (*source.listings, *known)}
    new = [entry.final_url or entry.url for key, entry in seen.items() if entry.answers and key not in in_file]
    if new and only_home_page(source):
        known = []
        new = [*new, *(url for url in sighting.sections if url_key(url) not in seen)][:SECTIONS]
    merged: dict[str, str] = {}
    for url in (*known, *new):
        merged.setdefault(url_key(url), url)
    return tuple(merged.values()) or source.listings


def _as_answered(url: str, entry: Entry | None) -> str | None:
    if entry is None or entry.reason is not None:
        return None if entry and entry.reason in GONE else url
    return entry.final_url if entry.answers and entry.final_url and url_key(entry.final_url) != url_key(url) else url


def _answering(sighting: Sighting, known: Sequence[str], kind: str) -> tuple[str, ...]:
    """The feeds (or sitemaps) of the file without those that are gone, and those found."""
    entries = {url_key(entry.url): entry for entry in sighting.entries if entry.kind == kind}
    kept = [url for url in known if not ((entry := entries.get(url_key(url))) and entry.reason in GONE)]
    found = [entry.final_url or entry.url for entry in entries.values() if entry.answers and entry.url not in known]
    return tuple(dict.fromkeys([*kept, *found]))


def _evidence(sighting: Sighting, source: Source, judgement: Judgement) -> tuple[str, ...]:
    """The evidence of the file with one line on this day's look: how much was read, and one article with its date."""
    sample = next(seen for seen in sighting.articles if seen.read)
    entry = judgement.listing or judgement.feed
    line = (
        f"{PROBED}{sighting.at[:10]}: {entry} listed articles, {judgement.read} of {judgement.tried} asked for read with title and date,"
        f" such as {sample.url} ({(sample.published or '')[:10]})"
    )
    return (*(old for old in source.evidence if not old.startswith(PROBED)), line)
