"""Word files made by hand: DOCX from its XML, DOC with a piece table in an OLE container, RTF."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def p(*runs: str) -> str:
    """A paragraph of runs; one that begins with "<" is XML."""
    return "<w:p>" + "".join(run if run.startswith("<") else f'<w:r><w:t xml:space="preserve">{run}</w:t></w:r>' for run in runs) + "</w:p>"


def tc(text: str, span: int = 1, merged: str = "") -> str:
    """A cell. `merged`: restart or continue, of cells merged downwards."""
    about = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (f'<w:vMerge w:val="{merged}"/>' if merged else "")
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(text)}</w:tc>"


def tbl(*rows: Sequence[str]) -> str:
    """A table of rows of cells; a cell that is no XML is one of plain text."""
    cells = ("".join(cell if cell.startswith("<") else tc(cell) for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def document_xml(*parts: str) -> bytes:
    body = "".join(parts)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()


def docx(*parts: str, xml: bytes | None = None, name: str = "word/document.xml") -> bytes:
    """A DOCX of paragraphs and tables."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(name, document_xml(*parts) if xml is None else xml)
    return out.getvalue()


def doc(text: str, packed: bool = False, flags: int = 0, version: int = 193) -> bytes:
    """A DOC of Word 97; in `text`, \\r ends a paragraph, \\x07 a cell or row, \\x0c a page. `packed`: one byte a letter (Windows-1252)."""
    body = text.encode("cp1252") if packed else text.encode("utf-16-le")
    begin = 1024
    main = bytearray(begin) + body
    struct.pack_into("<HH", main, 0, 0xA5EC, version)
    struct.pack_into("<H", main, 0x0A, 0x0200 | flags)
    struct.pack_into("<i", main, 0x4C, len(text))
    offset = begin * 2 | 0x40000000 if packed else begin
    pieces = struct.pack("<ii", 0, len(text)) + struct.pack("<HIH", 0, offset, 0)
    clx = b"\x01\x02\x00\x00\x00" + b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", main, 0x01A2, 0, len(clx))
    return ole({"WordDocument": bytes(main), "1Table": clx})


def ole(streams: dict[str, bytes]) -> bytes:
    """An OLE container of streams, each padded to the size from which they lie in sectors of their own."""
    sectors: list[bytes] = []
    table: list[int] = [FAT]
    entries = [_entry("Root Entry", 5, END, 0, child=1)]
    for number, (name, body) in enumerate(streams.items(), 1):
        body = body.ljust(4096, b"\0")
        pieces = [body[at : at + 512].ljust(512, b"\0") for at in range(0, len(body), 512)]
        start = 1 + len(sectors)
        sectors += pieces
        table += [*range(start + 1, start + len(pieces)), END]
        entries.append(_entry(name, 2, start, len(body), right=number + 1 if number < len(streams) else FREE))
    directory = b"".join(entries).ljust(512 * -(-len(entries) // 4), b"\0")
    start = 1 + len(sectors)
    pieces = [directory[at : at + 512] for at in range(0, len(directory), 512)]
    sectors += pieces
    table += [*range(start + 1, start + len(pieces)), END]
    assert len(table) <= 128, "one sector of the table"
    fat = struct.pack("<128I", *table, *[FREE] * (128 - len(table)))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, start, 0, 4096, END, 0, END, 0) + struct.pack("<109I", 0, *[FREE] * 108)
    return head + fat + b"".join(sectors)


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE, right: int = FREE) -> bytes:
    letters = (name + "\0").encode("utf-16-le")
    return (
        letters.ljust(64, b"\0") + struct.pack("<HBB", len(letters), kind, 1) + struct.pack("<III", FREE, right, child)
        + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)
    )  # fmt: skip


def rtf(*paragraphs: str) -> bytes:
    """An RTF of paragraphs; letters beyond ASCII as Word writes them."""
    lines = ("".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text) for text in paragraphs)
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Times;}}" + "".join(f"\\pard {line}\\par\n" for line in lines) + "}").encode()
