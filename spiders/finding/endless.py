"""Endless lists: calendars, pagers without end, indexes of undated sitemaps. How they are told and how much of them is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipelines.archive.url_table import FoundLink
from pipelines.sources.urls import url_key

BARREN = 10  # pages of one address shape (digits aside) that led to nothing new: beyond that it is a calendar or another endless list
SITEMAP_ENDS = 3  # of an index without dates: how many children at each end are asked again in every run
SITEMAP_DEPTH = 3  # indexes within indexes below the one the source names; the protocol knows none, large sites have one or two
MOST_WALKS = 5000  # listings, feeds and sitemaps begun in one run; what is left over is begun in the next


def shape_of(url: str) -> str:
    """The address with its numbers blotted out: equal for the pages of a pager or calendar."""
    return re.sub(r"\d+", "0", url_key(url))


def undated_sitemaps(links: Iterable[FoundLink], due: list[FoundLink]) -> list[FoundLink]:
    """Children of a sitemap index that says nothing of their age: the first and last few are asked again, news stands at one end."""
    undated = [link for link in links if link.kind == "sitemap" and not link.lastmod and link not in due]
    return undated if len(undated) <= 2 * SITEMAP_ENDS else undated[:SITEMAP_ENDS] + undated[-SITEMAP_ENDS:]
