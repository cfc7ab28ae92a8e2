"""Word 97 to 2003: the text of a DOC through its piece table. Tables are told from the marks of their cells and rows.

Source: [MS-DOC] 2.4.1 (retrieving text), 2.5.1 (Fib), 2.8.35 (PlcPcd), 2.9.38 (FcCompressed); special characters: 2.4.1 and sprmPFTtp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from struct import error as StructError
from struct import unpack_from

from pipelines.reading.documents.content import Content, Limits, Unread
from pipelines.reading.documents.flow import Piece, Token, content_of
from pipelines.reading.documents.tables import Placed, table_lines

MAGIC, FIRST_VERSION = 0xA5EC, 101  # a smaller number is Word 6 or 95, whose text lies otherwise
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200  # flags of the Fib
COMPRESSED = 0x40000000
MOST_PIECES = 100_000
_FIELD = re.compile("\x13[^\x13-\x15]*(?:\x14([^\x13-\x15]*))?\x15")
FIELDS_DEEP = 5  # fields within fields
_GONE = dict.fromkeys([*range(1, 7), 8, 0x13, 0x14, 0x15, 0x1F], "") | {0x0B: " ", 0x0E: " ", 0x09: " ", 0x1E: "-", 0xA0: " "}


def read_doc(body: bytes, limits: Limits) -> Content:
    """The text of an OLE file. Raises Unread, and ImportError without the extra `documents`."""
    import olefile

    try:
        with olefile.OleFileIO(BytesIO(body)) as ole:
            if ole.exists("EncryptedPackage"):  # a DOCX behind a password
                raise Unread("encrypted")
            if not ole.exists("WordDocument"):
                raise Unread("not_supported")
            main = ole.openstream("WordDocument").read()
            second = bool(unpack_from("<H", main, 0x0A)[0] & SECOND_TABLE)
            table = ole.openstream("1Table" if second else "0Table").read()
            images = ole.exists("Data")
        text = _text(main, table, limits)
    except (OSError, StructError, ValueError, IndexError, TypeError, AttributeError, OverflowError):
        raise Unread("broken") from None
    return content_of(_tokens(text), limits, images or "\x01" in text or "\x08" in text)


def _text(main: bytes, table: bytes, limits: Limits) -> str:
    magic, version = unpack_from("<HH", main, 0)
    flags = unpack_from("<H", main, 0x0A)[0]
    if magic != MAGIC or version < FIRST_VERSION:
        raise Unread("not_supported")
    if flags & ENCRYPTED:
        raise Unread("encrypted")
    length = unpack_from("<i", main, 0x4C)[0]
    start, size = unpack_from("<II", main, 0x01A2)
    pieces = _piece_table(table[start : start + size])
    count = min((len(pieces) - 4) // 12, MOST_PIECES)
    places = unpack_from(f"<{count + 1}i", pieces, 0)
    parts: list[str] = []
    told, most = 0, min(length, 3 * limits.characters)
    for number in range(count):
        characters = min(places[number + 1] - places[number], most - told)
        if characters <= 0:
            break
        offset = unpack_from("<I", pieces, 4 * (count + 1) + 8 * number + 2)[0]
        if offset & COMPRESSED:
            begin = (offset & ~COMPRESSED) // 2
            parts.append(main[begin : begin + characters].decode("cp1252", "replace"))
        else:
            parts.append(main[offset : offset + 2 * characters].decode("utf-16-le", "replace"))
        told += characters
    return "".join(parts)


def _piece_table(clx: bytes) -> bytes:
    """The PlcPcd behind the property modifiers (Prc)."""
    at = 0
    while clx[at] == 1:
        at += 3 + unpack_from("<H", clx, at + 1)[0]
    size = unpack_from("<I", clx, at + 1)[0]
    if clx[at] != 2:
        raise ValueError("no piece table")
    return clx[at + 5 : at + 5 + size]


def _tokens(text: str) -> Iterator[Token]:
    for _ in range(FIELDS_DEEP):
        text, found = _FIELD.subn(lambda m: m[1] or "", text)
        if not found:
            break
    text = text.translate(_GONE)
    cells: list[str] = []
    for piece in re.split("(?<=\x07)", text):
        if not piece.endswith("\x07"):
            yield from _table(cells)
            yield from _prose(piece)
            continue
        inside = piece[:-1]
        if not cells or (not cells[-1] and "\r" in inside):  # the prose before a table stands in one piece with its first cell
            yield from _table(cells)
            cells.clear()
            before, _, inside = inside.rpartition("\r")
            yield from _prose(before)
        cells.append(" ".join(inside.split()))
    return


def _prose(text: str) -> Iterator[Token]:
    for number, page in enumerate(text.split("\x0c")):
        if number:
            yield Piece.PAGE
        for line in page.split("\r"):
            yield line
            yield Piece.END


def _table(cells: Sequence[str]) -> Iterator[Token]:
    """A table of cells in a row; each of its rows ends in one more, empty, mark."""
    rows: list[list[str]] = [[]]
    width = _width(cells)
    for number, cell in enumerate(cells, 1):
        if (number % width == 0) if width else not cell:
            rows.append([])
        else:
            rows[-1].append(cell)
    for line in table_lines(Placed(r, c, 1, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)):
        yield line
        yield Piece.END


def _width(cells: Sequence[str]) -> int:
    """Marks of one row, when all rows have as many; else 0."""
    for width in range(2, min(len(cells), 64) + 1):
        if len(cells) % width == 0 and not any(cells[width - 1 :: width]):
            return width
    return 0
