"""Source: one publisher, described by one file data/sources/NAME.toml. Reading the files and refusing wrong ones in one line each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.sources.urls import host_of
from pipelines.values.paths import DATA

KINDS = (
    "ministry",  # Bộ Công Thương and its portals
    "agency",  # departments and agencies under the ministry
    "trade_press",  # newspapers and journals of the ministry
    "department",  # Sở Công Thương of a province
    "newspaper",  # newspaper of a province
    "khuyen_cong_centre",
    "trade_promotion",
    "portal",  # portal of a province or district
    "replica",  # the bundled demo portal
)
CONFIDENCE = ("high", "medium", "low")
TLS = ("strict", "legacy", "unverified")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class SourceError(ValueError):
    """A source file that cannot be used; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Paging:
    """Further listing pages by address: `template` may hold {listing} (the listing's URL without a slash at its end) and {n}, which
    runs start, start + step, ..., or {yyyy}, {mm}, {dd}: one page a day, going back. It may lead to a load-more endpoint (HTML or JSON).
    """

    template: str
    start: int = 2
    step: int = 1


@dataclass(frozen=True, slots=True)
class Source:
    """One publisher. URLs are absolute http(s); patterns are regular expressions searched in the path and query of a URL."""

    name: str
    title: str
    kind: str
    hosts: tuple[str, ...]
    evidence: tuple[str, ...]  # what the entry rests on: public code, saved pages, host lists; never "it should be there"
    confidence: str
    verified_live: bool  # somebody has seen listings and an article live; false for most
    home_province: str | None = None
    listings: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    family: str | None = None  # layout family (data/reading/layouts.toml) when known; pages are recognised by their own marks anyway
    article_url: tuple[str, ...] = ()
    listing_url: tuple[str, ...] = ()
    skip_url: tuple[str, ...] = ()
    paging: Paging | None = None
    verified_on: str | None = None  # ISO date of the last live check
    every: str = "1d"  # time between visits: 30m, 6h, 1d, 2w
    delay: float = 5.0  # seconds between two requests to one host; robots.txt may only raise it
    daily_pages: int = 0  # article pages a day at most; 0: no limit of its own
    hours: str | None = None  # hours of Hanoi time in which it may be crawled, such as "22-06"; None: any
    floor: int = 1  # a first run that finds fewer articles than this is a failed run
    max_listing_pages: int = 50  # of one listing in one run
    allow_private: bool = False  # loopback and private addresses; for the replica only
    tls: str = "strict"  # "legacy": old TLS versions and ciphers too; "unverified": any certificate besides (spiders/fetching/handlers.py)
    notes: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)  # read by an odd site's own spider class

    def owns(self, url: str) -> bool:
        """Whether the URL is on a host of the source (with or without www.)."""
        host = host_of(url).removeprefix("www.")
        return any(host == own.removeprefix("www.") for own in self.hosts)


_LISTS = {"hosts", "evidence", "listings", "feeds", "sitemaps", "article_url", "listing_url", "skip_url"}
_REQUIRED = ("title", "kind", "hosts", "evidence", "confidence", "verified_live")
_TYPES: dict[str, type | tuple[type, ...]] = {
    "verified_live": bool, "allow_private": bool, "delay": (int, float), "floor": int, "max_listing_pages": int, "daily_pages": int,
}  # fmt: skip


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """All sources by name. Raises SourceError naming the first bad file and key."""
    folder = folder or DATA / "sources"
    sources = [load_source(path) for path in sorted(folder.glob("*.toml"))]
    return {source.name: source for source in sources}


def load_source(path: Path) -> Source:
    """Read one source file. Raises SourceError("FILE: key: what is wrong")."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path}: {error}") from None
    known = {f.name for f in fields(Source)} - {"name"}
    for key in raw:
        if key not in known:
            raise SourceError(f"{path}: {key}: unknown key")
    for key in _REQUIRED:
        if key not in raw:
            raise SourceError(f"{path}: {key}: missing")
    if not NAME.fullmatch(path.stem):
        raise SourceError(f"{path}: name must be lower-case words joined by hyphens")
    values: dict[str, Any] = {key: _value(path, key, value) for key, value in raw.items()}
    source = Source(name=path.stem, **values)
    _check(path, source)
    return source


def _value(path: Path, key: str, value: Any) -> Any:
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
            raise SourceError(f"{path}: {key}: must be a list of non-empty strings")
        return tuple(value)
    if key == "paging":
        return _paging(path, value)
    if key == "options":
        if not isinstance(value, dict) or not all(isinstance(v, str) for v in value.values()):
            raise SourceError(f"{path}: options: must be a table of strings")
        return dict(value)
    wanted = _TYPES.get(key, str)
    if not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
        raise SourceError(f"{path}: {key}: has the wrong type ({type(value).__name__})")
    return value


def _paging(path: Path, value: Any) -> Paging:
    if not isinstance(value, dict) or not isinstance(value.get("template"), str) or set(value) - {"template", "start", "step"}:
        raise SourceError(f"{path}: paging: needs template, and at most start and step")
    numbers = {key: value[key] for key in ("start", "step") if key in value}
    if not all(isinstance(n, int) and not isinstance(n, bool) and n >= 0 for n in numbers.values()):
        raise SourceError(f"{path}: paging: start and step must be whole numbers")
    if "{n}" not in value["template"] and not all(part in value["template"] for part in ("{yyyy}", "{mm}", "{dd}")):
        raise SourceError(f"{path}: paging: template has neither {{n}} nor {{yyyy}}, {{mm}} and {{dd}}")
    return Paging(template=value["template"], **numbers)


def _check(path: Path, source: Source) -> None:
    if source.kind not in KINDS:
        raise SourceError(f"{path}: kind: {source.kind!r} is none of {', '.join(KINDS)}")
    if source.confidence not in CONFIDENCE:
        raise SourceError(f"{path}: confidence: {source.confidence!r} is none of {', '.join(CONFIDENCE)}")
    if source.tls not in TLS:
        raise SourceError(f"{path}: tls: {source.tls!r} is none of {', '.join(TLS)}")
    for key in ("title", "hosts", "evidence"):
        if not getattr(source, key):
            raise SourceError(f"{path}: {key}: empty")
    if not (source.listings or source.feeds or source.sitemaps):
        raise SourceError(f"{path}: listings: a source needs at least one of listings, feeds, sitemaps")
    for host in source.hosts:
        if not re.fullmatch(r"[a-z0-9.-]+(:\d+)?", host):
            raise SourceError(f"{path}: hosts: {host!r} is not a lower-case host name")
    for key in ("listings", "feeds", "sitemaps"):
        for url in getattr(source, key):
            _check_url(path, key, url, source.hosts)
    for key in ("article_url", "listing_url", "skip_url"):
        for pattern in getattr(source, key):
            try:
                re.compile(pattern)
            except re.error as error:
                raise SourceError(f"{path}: {key}: {pattern!r}: {error}") from None
    if source.verified_on and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", source.verified_on):
        raise SourceError(f"{path}: verified_on: {source.verified_on!r} is not a date YYYY-MM-DD")
    if source.verified_live and not source.verified_on:
        raise SourceError(f"{path}: verified_on: missing although verified_live is true")
    for key, least in (("delay", 0), ("floor", 0), ("daily_pages", 0), ("max_listing_pages", 1)):
        if getattr(source, key) < least:
            raise SourceError(f"{path}: {key}: must be at least {least}")
    if source.hours is not None and not re.fullmatch(r"([01]\d|2[0-3])-([01]\d|2[0-4])", source.hours):
        raise SourceError(f"{path}: hours: {source.hours!r} is not a span such as 22-06")
    try:
        seconds(source.every)
    except ValueError as error:
        raise SourceError(f"{path}: every: {error}") from None


def _check_url(path: Path, key: str, url: str, hosts: tuple[str, ...]) -> None:
    try:
        parts = urlsplit(url)
        netloc = parts.netloc
        parts.port  # noqa: B018 - raises on a bad port
    except ValueError as error:
        raise SourceError(f"{path}: {key}: {url!r}: {error}") from None
    if parts.scheme not in ("http", "https") or not netloc or re.search(r"\s", url):
        raise SourceError(f"{path}: {key}: {url!r} is not an http(s) URL")
    if netloc not in hosts:
        raise SourceError(f"{path}: {key}: {url!r} is on none of the source's hosts")


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
