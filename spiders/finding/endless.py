"""Endless sites: calendars, pagers, trees of pages, indexes of undated sitemaps. How they are told, and how much of them is asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pipelines.archive.url_table import FoundLink
from pipelines.sources.urls import url_key

BARREN = 10  # pages of one address shape (digits aside) that led to nothing new: beyond that it is a calendar or another endless list
SITEMAP_ENDS = 3  # of an index without dates: how many children at each end are asked again in every run
SITEMAP_DEPTH = 3  # indexes within indexes below the one the source names; the protocol knows none, large sites have one or two
MOST_WALKS = 5000  # listings, feeds and sitemaps begun in one run; what is left over is begun in the next
# Pages in a row that led to no new article, of one branch of a site: beyond that nothing more is asked of it but what listings name.
FOLDER_PAGES = 60  # of addresses that share a folder
FORM_PAGES = 200  # of addresses of one form: so many folders deep, with these query parameters
SITE_PAGES = 500  # of a host
DEEPEST = 8  # folders that are told apart


def shape_of(url: str) -> str:
    """The address with its numbers blotted out: equal for the pages of a pager or calendar."""
    return re.sub(r"\d+", "0", url_key(url))


def undated_sitemaps(links: Iterable[FoundLink], due: list[FoundLink]) -> list[FoundLink]:
    """Children of a sitemap index that says nothing of their age: the first and last few are asked again, news stands at one end."""
    undated = [link for link in links if link.kind == "sitemap" and not link.lastmod and link not in due]
    return undated if len(undated) <= 2 * SITEMAP_ENDS else undated[:SITEMAP_ENDS] + undated[-SITEMAP_ENDS:]


class Alike:
    """Pages of unknown kind that led only to more of the same shape: a calendar or the like, unless they prove to be articles. A page that
    is not read yet counts for neither."""

    def __init__(self) -> None:
        self.barren: Counter[str] = Counter()  # by shape: pages that led nowhere and are no articles
        self.open: Counter[str] = Counter()  # by shape: pages that led nowhere and are not read yet
        self.nowhere: set[str] = set()  # keys of both
        self.refused: dict[str, bool] = {}  # by key, of pages that are read: whether they are no articles

    def leads_nowhere(self, url: str) -> None:
        """A page led to nothing but its like."""
        key, shape = url_key(url), shape_of(url)
        self.nowhere.add(key)
        if key in self.refused:
            self.barren[shape] += int(self.refused[key])
        else:
            self.open[shape] += 1

    def was_read(self, url: str, refused: bool | None) -> None:
        """A page was read; `refused`: whether it is no article, None when nobody can tell."""
        key, shape = url_key(url), shape_of(url)
        if key in self.nowhere and key not in self.refused:
            self.open[shape] -= 1
            self.barren[shape] += bool(refused)
        self.refused[key] = bool(refused)
        if refused is False:
            self.fruitful(url)

    def fruitful(self, url: str) -> None:
        """A page that is an article, or led to one: its shape is no calendar's."""
        self.barren.pop(shape_of(url), None)

    def ended(self, url: str) -> bool:
        """Whether no further address of this shape is worth a request."""
        return self.barren[shape_of(url)] > BARREN

    def doubtful(self, url: str) -> bool:
        """Whether that would be so if nothing that is not read yet proves to be an article."""
        shape = shape_of(url)
        return self.barren[shape] + self.open[shape] > BARREN


class Branch(NamedTuple):
    """Addresses that are judged together, and how many of their pages in a row may lead to nothing."""

    pattern: str
    patience: int


def branches_of(url: str) -> list[Branch]:
    """The branches an address belongs to: its folders, its form, its host; numbers are blotted out."""
    place, _, query = shape_of(url).partition("?")
    host, *names = place.split("/")
    folders = names if query else names[:-1]
    found = [Branch("/".join([host, *folders[:depth], ""]), FOLDER_PAGES) for depth in range(1, min(len(folders), DEEPEST) + 1)]
    keys = "&".join(sorted(part.partition("=")[0] for part in query.split("&"))) if query else ""
    return [*found, Branch(f"{host}{'/*' * len(names)}?{keys}", FORM_PAGES), Branch(host, SITE_PAGES)]


class Branches:
    """Which branches of a site still bring articles, learned page by page. What is new to this run counts, not what is new to the corpus:
    the sections of a site that was crawled before are no dead wood."""

    def __init__(self) -> None:
        self.idle: Counter[str] = Counter()  # pages in a row that led to nothing
        self.open: Counter[str] = Counter()  # pages fetched and not read yet
        self.shown: set[str] = set()  # keys of the articles that pages of this run have linked to

    def shows(self, url: str, articles: Iterable[str]) -> bool:
        """A page links to these articles. Whether any of them is new to this run; then its branches are alive."""
        keys = {url_key(article) for article in articles}
        new = not keys <= self.shown
        self.shown |= keys
        if new:
            self.fruitful(url)
        return new

    def fetched(self, url: str, by: int = 1) -> None:
        """A page was fetched, and will be read; with -1 it was."""
        for branch in branches_of(url):
            self.open[branch.pattern] += by

    def fruitful(self, url: str) -> None:
        """A page that is an article, or led to one."""
        for branch in branches_of(url):
            self.idle.pop(branch.pattern, None)

    def barren(self, url: str) -> None:
        """A page that is none."""
        self.idle.update(branch.pattern for branch in branches_of(url))

    def ended(self, url: str) -> bool:
        """Whether an address lies in a branch that brings nothing."""
        return any(self.idle[branch.pattern] >= branch.patience for branch in branches_of(url))

    def doubtful(self, url: str) -> bool:
        """Whether an address would lie in such a branch if nothing that is not read yet proves to be an article."""
        return any(self.idle[branch.pattern] + self.open[branch.pattern] >= branch.patience for branch in branches_of(url))
