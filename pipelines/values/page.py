"""Page: the frozen value that stands between fetching and reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Hints:
    """What the listing, feed or sitemap said about a link before it was fetched. Evidence, not truth."""

    title: str | None = None
    published: str | None = None  # ISO 8601 date or datetime, as the listing gave it after parsing
    found_on: str | None = None  # URL of the listing, feed or sitemap
    attached_to: str | None = None  # URL of the notice whose document this is; None: no document, a page


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched (or saved) page: bytes and the facts of the fetch, nothing read yet.

    `fetched_at` is ISO 8601 with offset in UTC ("2026-10-02T11:38:00+00:00"), or None for a saved file of unknown age.
    Header names are lower-case. The body is never shown in repr: pages reach log files.
    """

    url: str | None
    body: bytes = field(repr=False)
    source: str | None = None
    final_url: str | None = None
    fetched_at: str | None = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    hints: Hints = field(default_factory=Hints)
