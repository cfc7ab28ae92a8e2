"""What one page of a listing says, as plain values: the links it offers and where its next page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipelines.archive.url_table import FoundLink


@dataclass(frozen=True, slots=True)
class NextPage:
    """Where the next page of a listing is; `form` when it must be asked for by POST."""

    url: str
    form: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """What a listing page offers: links (document order) and the next page, if it names one: an address, or a form to post;
    `left`: how many further links were left out."""

    links: tuple[FoundLink, ...]
    next_page: NextPage | None = None
    left: int = 0
