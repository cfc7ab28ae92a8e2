"""Content: what reading a document gives: the one state it ends in, and the lines of its pages."""

from __future__ import annotations

from typing import Literal

import msgspec

DocumentState = Literal[
    "read",
    "in_part",  # longer than the source allows, or some of its pages are images
    "needs_ocr",  # images of pages; an invisible text layer by somebody's OCR counts as none
    "empty",
    "garbled",  # its fonts do not say which letters they show
    "encrypted",
    "too_large",  # unpacks to more, or costs more, than any document may
    "broken",
    "not_supported",  # spreadsheets, archives, pictures ...
    "not_document",  # a page of the site came instead: login, error, viewer
    "needs_extra",  # the libraries of the extra `documents` are not installed
]


class DocumentPage(msgspec.Struct, frozen=True):
    """One page. `number` counts from 1, None where the format has no pages. `goes_on`: its first paragraph goes on with the last one of
    the page before."""

    number: int | None
    paragraphs: tuple[str, ...]
    goes_on: bool = False


class Content(msgspec.Struct, frozen=True):
    """What a document says. `total`: its pages, None where the format has none or it could not be opened."""

    state: DocumentState
    pages: tuple[DocumentPage, ...] = ()
    total: int | None = None


class Limits(msgspec.Struct, frozen=True):
    """What of a document is read at most: pages, and characters of text."""

    pages: int
    characters: int = 200_000


class Unread(Exception):
    """A document that gives no text; the state says why."""

    def __init__(self, state: DocumentState) -> None:
        super().__init__(state)
        self.state = state
