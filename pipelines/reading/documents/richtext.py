"""Documents that are text in truth: RTF, and pages of HTML or MHTML under the name of a Word document."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import Message

from pipelines.reading.documents.content import Content, Limits, Unread
from pipelines.reading.documents.flow import Piece, Token, content_of

MOST_PARTS = 200  # of an MHTML file
_PICTURES = re.compile(rb"\\pict\b|<img\b|<v:imagedata\b", re.IGNORECASE)
_FROM_WORD = re.compile(rb"(?i)urn:schemas-microsoft-com:office|mso-|word\.document|<w:worddocument|\bopenoffice\b|\blibreoffice\b")


def read_rtf(body: bytes, limits: Limits) -> Content:
    """The text of an RTF. Raises Unread, and ImportError without the extra `documents`."""
    from striprtf.striprtf import rtf_to_text

    try:
        text = str(rtf_to_text(body.decode("latin-1"), errors="ignore"))  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, KeyError, TypeError, AttributeError, OverflowError):
        raise Unread("broken") from None
    return content_of(_lines(text), limits, _PICTURES.search(body) is not None)


def _lines(text: str) -> Iterator[Token]:
    for line in text.split("\n"):
        cells = [cell.strip() for cell in line.split("|")]
        yield " | ".join(cell for cell in cells if cell) if "|" in line else line
        yield Piece.END


def read_mhtml(body: bytes, limits: Limits) -> Content:
    """The text of a page saved with its pictures in one file. Raises Unread."""
    message: Message = email.message_from_bytes(body, policy=email.policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > MOST_PARTS:
            break
        if part.get_content_type() == "text/html":
            inner = part.get_payload(decode=True)
            charset = part.get_content_charset()
            if isinstance(inner, bytes):
                return _read_markup(inner, f"text/html; charset={charset}" if charset else None, limits)
    raise Unread("broken")


def read_html(body: bytes, limits: Limits) -> Content:
    """The text of HTML that a word processor wrote. Raises Unread("not_document") for any other page: a site's error or login."""
    if not _FROM_WORD.search(body[:20_000]):
        raise Unread("not_document")
    return _read_markup(body, None, limits)


def _read_markup(body: bytes, content_type: str | None, limits: Limits) -> Content:
    from pipelines.html.blocks import walk_blocks
    from pipelines.html.tree import parse_tree
    from pipelines.text.decoding import to_utf8

    tree = parse_tree(to_utf8(body, content_type))
    if tree is None:
        raise Unread("empty")
    lines = (block.text for block in walk_blocks(tree.root, ()).blocks)
    return content_of((token for line in lines for token in (line, Piece.END)), limits, _PICTURES.search(body) is not None)
