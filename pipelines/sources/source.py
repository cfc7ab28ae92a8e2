"""Source: one publisher, described by one file data/sources/NAME.toml. Reading the files and refusing wrong ones in one line each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

import msgspec

from pipelines.sources.urls import host_of
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, Text, is_day, read_toml, typed

SourceKind = Literal[
    "ministry",  # Bộ Công Thương and its portals
    "agency",  # departments and agencies under the ministry
    "trade_press",  # newspapers and journals of the ministry
    "department",  # Sở Công Thương of a province
    "newspaper",  # newspaper of a province
    "broadcaster",  # radio and television of a province
    "khuyen_cong_centre",
    "trade_promotion",
    "portal",  # portal of a province or district
    "replica",  # the bundled demo portal
]
Confidence = Literal["high", "medium", "low"]
KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
CONFIDENCE: tuple[Confidence, ...] = get_args(Confidence)
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
Count = Annotated[int, msgspec.Meta(ge=0)]
Texts = tuple[Text, ...]
SomeTexts = Annotated[Texts, msgspec.Meta(min_length=1)]


class SourceError(KnowledgeError):
    """A source file that cannot be used; the message names file and key."""


class Paging(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Further listing pages by address: `template` may hold {listing} (the listing's URL without a slash at its end) and {n}, which
    runs start, start + step, ..., or {yyyy}, {mm}, {dd}: one page a day, going back. It may lead to a load-more endpoint (HTML or JSON).
    """

    template: str  # address of a further page
    start: Count = 2  # number of the second page
    step: Count = 1  # what is added for the next


class Documents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Attached documents that are read as the text of their notice: how large each may be, and how much of it is read."""

    max_bytes: Annotated[int, msgspec.Meta(ge=1_000, le=20_000_000)] = 5_000_000  # of one document
    max_pages: Annotated[int, msgspec.Meta(ge=1, le=200)] = 40  # of one document, from its begin


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One publisher. URLs are absolute http(s); patterns are regular expressions searched in the path and query of a URL."""

    name: str
    title: Text  # what the publisher calls itself, in Vietnamese
    kind: SourceKind  # who publishes it
    hosts: SomeTexts  # the only hosts that are asked; www. before them is the same host
    evidence: SomeTexts  # what the entry rests on: public code, saved pages, host lists; never "it should be there"
    confidence: Confidence  # how sure it is that the addresses are right
    verified_live: bool  # somebody has seen listings and an article live; false for most
    former_names: Texts = ()  # of this file: what was found, kept and stored under them becomes this source's (renaming.py)
    home_province: str | None = None  # by its name before 1 July 2025; weak evidence where a text names no province
    listings: Texts = ()  # pages that list articles; the home page stands in for them
    feeds: Texts = ()  # RSS or Atom
    sitemaps: Texts = ()  # sitemaps and their indexes
    family: str | None = None  # layout family (data/reading/layouts.toml) when known; pages are recognised by their own marks anyway
    constants: Texts = ()  # lines and titles that most pages of the site carry: no article's headline (`corpus constants` learns them)
    article_url: Texts = ()  # addresses of articles; without it they are told by their form
    listing_url: Texts = ()  # addresses that are listings, never articles
    skip_url: Texts = ()  # addresses that are never asked for
    document_id: str | None = None  # finds the id of a document in an address (its group, else all): one id is asked for and stored once
    paging: Paging | None = None  # where older pages of a listing are, when the page itself has no link to them
    verified_on: str | None = None  # ISO date of the last live check
    every: str = "1d"  # time between visits: 30m, 6h, 1d, 2w
    delay: Annotated[float, msgspec.Meta(ge=0)] = 5.0  # seconds between two requests to one host; robots.txt may only raise it
    daily_pages: Count = 0  # article pages a day at most; 0: no limit of its own
    hours: str | None = None  # hours of Hanoi time in which it may be crawled, such as "22-06"; None: any
    floor: Count = 1  # a first run that finds fewer articles than this is a failed run
    max_listing_pages: Annotated[int, msgspec.Meta(ge=1)] = 50  # of one listing in one run
    max_run_pages: Count | None = None  # requests in one run, 0: no limit; None: MAX_RUN_PAGES (crawler/settings.py)
    max_run_hours: Annotated[float, msgspec.Meta(ge=0)] | None = None  # that one run may take, 0: no limit; None: MAX_RUN_HOURS
    allow_private: bool = False  # loopback and private addresses; for the replica only
    tls: Literal["strict", "legacy", "unverified"] = "strict"  # old TLS versions and ciphers too; any certificate besides
    documents: Documents | None = None  # read the documents of notices that say little themselves: `documents = {}`; None: only listed
    notes: str | None = None  # for people
    options: Mapping[str, str] = {}  # read by an odd site's own spider class

    def owns(self, url: str) -> bool:
        """Whether the URL is on a host of the source (with or without www.)."""
        host = host_of(url).removeprefix("www.")
        return any(host == own.removeprefix("www.") for own in self.hosts)


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """All sources by name. Raises SourceError naming the first bad file and key."""
    folder = folder or DATA / "sources"
    sources = {path.stem: load_source(path) for path in sorted(folder.glob("*.toml"))}
    owners = {name: name for name in sources}
    for name, source in sources.items():
        for former in source.former_names:
            if (owner := owners.setdefault(former, name)) != name:
                raise SourceError(f"{told_path(folder / f'{name}.toml')}: former_names: {former!r} belongs to {owner}.toml")
    return sources


def load_source(path: Path) -> Source:
    """Read one source file. Raises SourceError("FILE: key: what is wrong")."""
    try:
        return _checked(read_toml(path), path.stem)
    except Misfit as misfit:
        raise SourceError(f"{told_path(path)}: {misfit}") from None


def check_source(text: str, name: str) -> Source:
    """The source a file of this text would be. Raises ValueError("key: what is wrong")."""
    return _checked(tomllib.loads(text), name)


def _checked(table: Mapping[str, object], name: str) -> Source:
    source = typed(table, Source, name=name)
    for check in _CHECKS:
        check(source)
    return source


def _name(source: Source) -> None:
    if not NAME.fullmatch(source.name):
        raise Misfit("name must be lower-case words joined by hyphens")


def _former_names(source: Source) -> None:
    for name in source.former_names:
        if not NAME.fullmatch(name):
            raise Misfit(f"former_names: {name!r} is not lower-case words joined by hyphens")


def _hosts(source: Source) -> None:
    for host in source.hosts:
        if not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", host):
            raise Misfit(f"hosts: {host!r} is not a lower-case host name")


def _addresses(source: Source) -> None:
    if not (source.listings or source.feeds or source.sitemaps):
        raise Misfit("listings: a source needs at least one of listings, feeds, sitemaps")
    for key, urls in (("listings", source.listings), ("feeds", source.feeds), ("sitemaps", source.sitemaps)):
        for url in urls:
            _check_url(key, url, source.hosts)


def _check_url(key: str, url: str, hosts: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(url)
        netloc = parts.netloc
        parts.port  # noqa: B018 - raises on a bad port
    except ValueError as error:
        raise Misfit(f"{key}: {url!r}: {error}") from None
    if parts.scheme not in ("http", "https") or not netloc or re.search(r"\s", url):
        raise Misfit(f"{key}: {url!r} is not an http(s) URL")
    if netloc not in hosts:
        raise Misfit(f"{key}: {url!r} is on none of the source's hosts")


def _patterns(source: Source) -> None:
    own = (source.document_id,) if source.document_id is not None else ()
    keyed = (("article_url", source.article_url), ("listing_url", source.listing_url), ("skip_url", source.skip_url), ("document_id", own))
    for key, patterns in keyed:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise Misfit(f"{key}: {pattern!r}: {error}") from None


def _paging(source: Source) -> None:
    template = source.paging.template if source.paging else "{n}"
    if "{n}" not in template and not all(part in template for part in ("{yyyy}", "{mm}", "{dd}")):
        raise Misfit("paging.template: has neither {n} nor {yyyy}, {mm} and {dd}")


def _verified(source: Source) -> None:
    if source.verified_on and not is_day(source.verified_on):
        raise Misfit(f"verified_on: {source.verified_on!r} is not a date YYYY-MM-DD")
    if source.verified_live and not source.verified_on:
        raise Misfit("verified_on: missing although verified_live is true")


def _times(source: Source) -> None:
    if source.hours is not None and not re.fullmatch(r"([01]\d|2[0-3])-([01]\d|2[0-4])", source.hours):
        raise Misfit(f"hours: {source.hours!r} is not a span such as 22-06")
    try:
        seconds(source.every)
    except ValueError as error:
        raise Misfit(f"every: {error}") from None


_CHECKS: tuple[Callable[[Source], None], ...] = (
    _name,
    _former_names,
    _hosts,
    _addresses,
    _patterns,
    _paging,
    _verified,
    _times,
)  # beyond the types


def open_now(source: Source, hour: int) -> bool:
    """Whether the source may be crawled at this hour (0-23, Hanoi time)."""
    if source.hours is None:
        return True
    first, last = (int(part) for part in source.hours.split("-"))
    return first <= hour < last if first < last else hour >= first or hour < last


def seconds(every: str) -> int:
    """Length of "30m", "6h", "1d" or "2w" in seconds. Raises ValueError."""
    match = re.fullmatch(r"([1-9]\d*)([mhdw])", every)
    if not match:
        raise ValueError(f"{every!r} is not a length such as 30m, 6h, 1d, 2w")
    return int(match[1]) * {"m": 60, "h": 3600, "d": 86400, "w": 604800}[match[2]]
