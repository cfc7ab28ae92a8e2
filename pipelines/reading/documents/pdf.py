"""PDF: the pages of a file through PDFium, as lines and rows of tables. Called in a process of its own (see child.py)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

from pipelines.reading.documents.content import Content, DocumentPage, Limits, Unread
from pipelines.reading.documents.furniture import without_furniture
from pipelines.reading.documents.glyphs import Glyph, Line, lines_of
from pipelines.reading.documents.grids import Box, Grid, Turn, grids_of, table_rows
from pipelines.reading.documents.letters import is_garbled, repaired
from pipelines.reading.documents.paragraphs import Row, continued, paragraphs_of

MOST_GLYPHS = 30_000  # of one page; a printed page has 4000
MOST_OBJECTS = 20_000  # of one page
SCAN = 0.7  # share of the page that an image covers when it is the page
FEW = 25  # characters; a page with fewer says nothing (letters of old fonts pass for signs)
DEEP = 4  # forms within forms


def read_pdf(body: bytes, limits: Limits) -> Content:
    """The text of a PDF, at most `limits.pages` pages. Raises Unread, and ImportError without the extra `documents`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        raise Unread("encrypted" if "password" in str(error).lower() else "broken") from None
    total = len(document)
    if not total:
        raise Unread("broken")
    pages: list[list[Row]] = []
    scans = failed = size = 0
    for number in range(min(total, limits.pages)):
        rows: list[Row] = []
        try:
            page = document[number]
            scan, rows = _read_page(page)
            scans += scan
            page.close()
        except pypdfium2.PdfiumError:
            failed += 1
        pages.append(rows)
        size += sum(len(row.text) for row in rows)
        if size > limits.characters:
            break
    return _content(pages, total, scans, failed)


def _content(pages: list[list[Row]], total: int, scans: int, failed: int) -> Content:
    if sum(len(row.text.replace(" ", "")) for rows in pages for row in rows) < FEW:
        raise Unread("needs_ocr" if scans else "broken" if failed else "empty")
    pages = repaired(without_furniture(pages))
    if is_garbled(row.text for rows in pages for row in rows):
        raise Unread("garbled")
    told, before = [], None
    for number, rows in enumerate(pages, 1):
        told.append(DocumentPage(number, tuple(paragraphs_of(rows)), goes_on=continued(before, rows[0]) if before and rows else False))
        before = rows[-1] if rows else before
    whole = len(pages) == total and not scans and not failed
    return Content("read" if whole else "in_part", tuple(told), total)


def _read_page(page: Any) -> tuple[bool, list[Row]]:
    """Whether a page is the image of one, and what it says: nothing, if it is."""
    width, height = page.get_size()
    turned = Turn(page.get_rotation(), width, height)
    boxes, images, visible = _drawn(page, width * height)
    glyphs = list(_glyphs(page))
    if turned.degrees:
        boxes = [turned.box(box) for box in boxes]
        glyphs = [Glyph(glyph.text, *turned.box(Box(*glyph[1:]))) if glyph.placed else glyph for glyph in glyphs]
    if images and (not visible or sum(not glyph.text.isspace() for glyph in glyphs) < FEW):
        return True, []
    return False, list(_rows(glyphs, grids_of(boxes, height)))


def _drawn(page: Any, area: float) -> tuple[list[Box], bool, bool]:
    """What is drawn on a page: boxes and lines; whether images cover it; whether any of its text can be seen."""
    from pypdfium2 import raw

    boxes: list[Box] = []
    covered = 0.0
    visible = False
    for count, item in enumerate(page.get_objects(max_depth=DEEP)):
        if count > MOST_OBJECTS:
            break
        if item.type == raw.FPDF_PAGEOBJ_TEXT:
            visible = visible or raw.FPDFTextObj_GetTextRenderMode(item) != raw.FPDF_TEXTRENDERMODE_INVISIBLE
        elif item.type in (raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE):
            box = Box(*item.get_bounds())
            if item.type == raw.FPDF_PAGEOBJ_PATH:
                boxes.append(box)
            else:
                covered += (box.right - box.left) * (box.top - box.bottom)
    return boxes, covered >= SCAN * area, visible


def _glyphs(page: Any) -> Iterator[Glyph]:
    from pypdfium2 import raw

    opened = page.get_textpage()
    text, rect = opened.raw, raw.FS_RECTF()
    for index in range(min(raw.FPDFText_CountChars(text), MOST_GLYPHS)):
        code = raw.FPDFText_GetUnicode(text, index)
        if raw.FPDFText_IsGenerated(text, index) == 1 or not raw.FPDFText_GetLooseCharBox(text, index, ctypes.byref(rect)):
            yield Glyph(chr(code) if code else " ", 0, 0, 0, 0)
        else:
            yield Glyph(chr(code), rect.left, rect.bottom, rect.right, rect.top)
    opened.close()


def _rows(glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> Iterator[Row]:
    """Lines in the order of the page's stream; a table stands where its first glyph does."""
    apart: list[Glyph] = []
    inside: dict[int, list[Glyph]] = {}
    order: list[int | Line] = []
    within: int | None = None
    for glyph in glyphs:
        if glyph.placed:
            within = next((i for i, grid in enumerate(grids) if grid.holds(glyph) and grid.cell(glyph)), None)
        if within is None:
            apart.append(glyph)
            continue
        if within not in inside:
            order += [*lines_of(apart), within]
            apart = []
        inside.setdefault(within, []).append(glyph)
    order += lines_of(apart)
    for item in order:
        if isinstance(item, Line):
            yield Row(item.text, item)
        else:
            yield from (Row(text) for text in table_rows(grids[item], inside[item]))
