"""Kept pages for the explorer: the page of an address as it was fetched, decoded."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from explorer.guarding.access import Kept
from pipelines.archive.pages import pages_at
from pipelines.archive.schema import read_archive
from pipelines.sources.urls import url_key
from pipelines.text.decoding import decode

MOST_BYTES = 6_000_000  # of a page that are decoded
_NEWEST = "SELECT max(id) FROM pages WHERE key = ? AND outcome IN ('stored', 'unchanged')"


def kept_pages(pages_db: Path) -> Callable[[str], Kept | None]:
    """The newest page from which the article of an address was read. Raises DatabaseError when pages.db cannot be read."""
    read_archive(pages_db).close()  # brings an older file up to date, or says why not

    def kept(url: str) -> Kept | None:
        with closing(read_archive(pages_db)) as archive:
            (number,) = archive.execute(_NEWEST, [url_key(url)]).fetchone()
            if number is None:
                return None
            (found,) = pages_at(archive, [number])
        page, kind = found.page, found.page.headers.get("content-type", "")
        is_text = not found.damaged and (not kind or "html" in kind or kind.startswith("text/"))
        markup = decode(page.body[:MOST_BYTES], kind) if is_text else None
        return Kept(page.final_url or page.url or url, page.fetched_at, markup)

    return kept
