"""Word: the text of WordprocessingML (DOCX, the XML formats of Word 2003 and 2007), tables as rows, pages as Word last saw them.

Own reading of the XML: python-docx leaves out what stands in content controls, smart tags and tracked insertions, and old documents have
each place name in a smart tag. Source: ECMA-376 part 1, 17.2 to 17.13.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from lxml import etree

from pipelines.reading.documents.content import Content, Limits, Unread
from pipelines.reading.documents.flow import Piece, Token, content_of, line_of
from pipelines.reading.documents.tables import Placed, table_lines

MOST_XML = 60_000_000  # bytes of the text part, unpacked
MOST_RATIO = 300  # to which it may unpack; Word's own XML stays below 60
_MAIN = "word/document.xml"
_LEFT_OUT = frozenset(("del", "moveFrom", "instrText", "delText", "pict", "object", "drawing", "txbxContent", "Fallback", "pPr", "rPr"))
_IMAGES = ("drawing", "pict", "object")


def read_docx(body: bytes, limits: Limits) -> Content:
    """The text of a DOCX. Raises Unread."""
    try:
        with ZipFile(BytesIO(body)) as package:
            entry = next((entry for entry in package.infolist() if entry.filename == _MAIN), None)
            if entry is None:
                raise Unread("not_supported")
            if entry.flag_bits & 1:
                raise Unread("encrypted")
            if entry.file_size > MOST_XML or entry.file_size > MOST_RATIO * max(entry.compress_size, 1000):
                raise Unread("too_large")
            return read_word_xml(package.read(entry), limits)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, OverflowError):
        raise Unread("broken") from None


def read_word_xml(body: bytes, limits: Limits) -> Content:
    """The text of a document whose XML is in one piece. Raises Unread."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Unread("broken") from None
    part = next((element for element in root.iter() if _name(element) == "body"), None)
    if part is None:
        raise Unread("broken")
    images = any(_name(element) in _IMAGES for element in part.iter())
    return content_of(_tokens(part), limits, images)


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _attribute(element: etree._Element | None, name: str) -> str:
    values = element.attrib.items() if element is not None else ()
    return next((str(value) for key, value in values if str(key).rpartition("}")[2] == name), "")


def _tokens(element: etree._Element) -> Iterator[Token]:
    """What stands below an element, in reading order. The parser lets no tree be deeper than 256."""
    for child in element:
        match _name(child):
            case "t":
                yield child.text or ""
            case "tab" | "cr" | "noBreakHyphen" | "sym":
                yield "-" if _name(child) == "noBreakHyphen" else " "
            case "br":
                yield Piece.PAGE if _attribute(child, "type") == "page" else " "
            case "lastRenderedPageBreak":
                yield Piece.PAGE
            case "p":
                yield from _tokens(child)
                yield Piece.END
            case "tbl":
                for line in table_lines(_cells(child)):
                    yield line
                    yield Piece.END
                if any(_name(inner) == "lastRenderedPageBreak" for inner in child.iter()):
                    yield Piece.PAGE
            case name if name in _LEFT_OUT:
                continue
            case _:
                yield from _tokens(child)


def _cells(table: etree._Element) -> Iterator[Placed]:
    for number, row in enumerate(_inner(table, "tr")):
        column = 0
        for cell in _inner(row, "tc"):
            about = next((child for child in cell if _name(child) == "tcPr"), None)
            spans = {_name(child): child for child in (about if about is not None else ())}
            wide = _attribute(spans.get("gridSpan"), "val")
            span = min(int(wide), 1000) if wide.isdecimal() and len(wide) < 5 else 1
            goes_on = "vMerge" in spans and _attribute(spans["vMerge"], "val") != "restart"
            if not goes_on:
                yield Placed(number, column, span, line_of(_tokens(cell)))
            column += max(span, 1)


def _inner(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also those in content controls; not those of tables within."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _inner(child, name)
