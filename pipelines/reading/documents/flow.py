"""Flow: the running text of a word processor's file, as a stream of texts, ends of paragraphs and begins of pages, made a Content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import chain

from pipelines.reading.documents.content import Content, DocumentPage, Limits, Unread
from pipelines.reading.documents.letters import is_garbled, repair_letters
from pipelines.text.normal import normalise


class Piece(Enum):
    """What a stream holds beside text."""

    END = auto()  # of a paragraph or a row of a table
    PAGE = auto()  # begins here; several without text between them are one


Token = str | Piece


@dataclass(slots=True)
class _Page:
    lines: list[str] = field(default_factory=list)
    goes_on: bool = False


def content_of(tokens: Iterable[Token], limits: Limits, images: bool = False) -> Content:
    """The text of a stream up to the limits. A file in which no page is marked has no page numbers. `images`: it holds pictures.
    Raises Unread when it says nothing."""
    pages = [_Page()]
    open_line: list[str] = []
    size, marked, whole = 0, False, True
    for token in chain(tokens, (Piece.END,)):
        if isinstance(token, str):
            open_line.append(token.replace("\n", " "))
            size += len(token)
            whole = size <= limits.characters
        elif token is Piece.END:
            _close(open_line, pages)
        else:
            marked = True
            within = any(text.strip() for text in open_line)
            _close(open_line, pages)
            if pages[-1].lines:
                whole = len(pages) < limits.pages
                pages.append(_Page(goes_on=within))
        if not whole:
            pages = pages[: limits.pages]
            break
    return _content(pages, marked, whole, images)


def line_of(tokens: Iterable[Token]) -> str:
    """All text of a stream as one line: what a cell of a table holds."""
    return " ".join("".join(token if isinstance(token, str) else " " for token in tokens).split())


def _close(open_line: list[str], pages: list[_Page]) -> None:
    text = "".join(open_line).strip()
    open_line.clear()
    if text:
        pages[-1].lines.append(text)
    else:
        pages[-1].goes_on = pages[-1].goes_on and bool(pages[-1].lines)


def _content(pages: list[_Page], marked: bool, whole: bool, images: bool) -> Content:
    texts = iter(repair_letters("\n".join(line for page in pages for line in page.lines)).split("\n"))
    told = [[line for _ in page.lines if (line := normalise(next(texts)))] for page in pages]
    if not any(told):
        raise Unread("needs_ocr" if images else "empty")
    if is_garbled(line for page in told for line in page):
        raise Unread("garbled")
    numbered = (
        DocumentPage(number if marked else None, tuple(lines), page.goes_on)
        for number, (page, lines) in enumerate(zip(pages, told, strict=True), 1)
    )
    return Content("read" if whole else "in_part", tuple(numbered), len(pages) if marked and whole else None)
