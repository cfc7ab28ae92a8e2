"""Article: what reading a page gives; NotArticle, Walled and Unreadable: the honest ways of giving nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipelines.values.grid import Grid

CUT_PAGE = "cut_page"  # flags of what was left out: a page goes on behind what is read of one (bytes, tags),
CUT_TABLE = "cut_table"  # a table behind the rows and columns that are laid out (its lines are in the text),
CUT_SUMS = "cut_sums"  # an article behind the sums of money that are looked at for support,
CUT_DOCUMENTS = "cut_documents"  # a notice has more documents than are asked for,
CUT_LINKED_DATA = "cut_linked_data"  # a block of linked data (JSON-LD) is too large to be looked at for headline, date and writer
CUTS = (CUT_PAGE, CUT_TABLE, CUT_SUMS, CUT_DOCUMENTS, CUT_LINKED_DATA)
PublishedFrom = Literal["json-ld", "meta", "time", "visible", "listing", "url", "none"]


class NotArticle(Exception):
    """The page is no article. The reason is one of a short list of words: listing, search, home, gallery, video, login, form,
    not_found, empty, spam ..."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Walled(NotArticle):
    """Something stands before the page: a log-in, a check of the browser, a filter, a notice of maintenance. To be asked for again."""

    def __init__(self) -> None:
        super().__init__("wall")


class Unreadable(Exception):
    """The page may be an article but cannot be read; the reason says why (truncated, binary, undecodable ...)."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document linked from the body (PDF, DOC, XLS ...)."""

    url: str
    title: str
    state: str | None = None  # what came of reading it (pipelines/reading/documents/content.py); None: it was not read with the article
    pages: int | None = None  # of the document, where it has pages


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's text (`start`, `end`) that stands in an attached document, on one of its pages (from 1; None where the
    format has no pages)."""

    start: int
    end: int
    url: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Article:
    """The article of one page, all text normalised once (pipelines/text/normal.py); boilerplate set aside.

    `paragraphs` holds the body in reading order: prose, sub-headings, list items, table rows as "a | b"; no lead, captions or
    byline. `published` is an ISO date or datetime (+07:00 where the page gives a time without zone) or None; `published_from` says
    where it comes from, "none" exactly when it is None. `dateline` is the place or agency the text opens with ("Hà Nội" of
    "(Hà Nội) - ..."); it stays in the text. `flags` are words such as "hijacked_site_title". `passages` say which stretches of the text
    come from attached documents, in the order of the text: they are its end. `grids` are the tables of data, their places counted in the
    joined paragraphs.
    """

    title: str | None
    paragraphs: tuple[str, ...]
    site_title: str | None = None
    lead: str | None = None
    captions: tuple[str, ...] = ()
    byline: str | None = None
    credit: str | None = None
    dateline: str | None = None
    related: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    passages: tuple[Passage, ...] = ()
    published: str | None = None
    published_from: PublishedFrom = "none"
    modified: str | None = None
    language: str | None = None
    flags: tuple[str, ...] = ()
    layout: str = "generic"
    grids: tuple[Grid, ...] = ()

    @property
    def tables(self) -> tuple[Grid, ...]:
        """The tables of data, their places in `text`."""
        return tuple(grid.moved(len(self.lead) + 1 if self.lead else 0) for grid in self.grids)

    @property
    def text(self) -> str:
        """The text all offsets refer to: lead and paragraphs joined by newline."""
        return "\n".join(([self.lead] if self.lead else []) + list(self.paragraphs))

    @property
    def own_text(self) -> str:
        """The text of the page itself, without that of its documents."""
        return self.text[: max(self.passages[0].start - 1, 0)] if self.passages else self.text
