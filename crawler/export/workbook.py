"""XLSX: a sheet of rows, one of what the columns mean, one of how to cite; numbers as numbers, ids as text, no cell a formula."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from crawler.arguments import BadInput
from crawler.export.columns import Column, check
from crawler.export.formats import needed
from crawler.export.writing import Content, Layout, Words, Written

MOST_ROWS = 1_048_575  # of a sheet of Excel, without the header (Microsoft: "Excel specifications and limits")
MOST_LETTERS = 32_767  # of a cell, in UTF-16 units, ebenda
EXACT = 10**15  # from here on Excel keeps 15 digits only
_WIDE, _NARROW = 60, 14  # letters
_FORBIDDEN = str.maketrans("[]:*?/\\", "_______")


def write_xlsx(path: Path, content: Content, _: Layout) -> Written:
    """Write the workbook row by row. Raises BadInput for more rows than a sheet has, OddValueError, OSError."""
    xlsxwriter = needed("xlsxwriter", ".xlsx")
    written, cut = Written(), 0
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    try:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(content.table.translate(_FORBIDDEN)[:31])
        _head(sheet, content.columns, content.book, bold)
        for batch in content.rows:
            if written.rows + len(batch) > MOST_ROWS:
                raise BadInput(f"--to {path.name}: a sheet has at most {MOST_ROWS:,} rows; narrow it, or write .csv or .parquet")
            check(batch, content.columns)
            for row in batch:
                written.rows += 1
                cut += _row(sheet, written.rows, row, content.columns)
        sheet.autofilter(0, 0, written.rows, len(content.columns) - 1)
        _describe(book.add_worksheet("columns"), content, bold)
    finally:
        try:
            book.close()
        except xlsxwriter.exceptions.FileCreateError as error:
            raise OSError(*(error.args[0].args if error.args and isinstance(error.args[0], OSError) else (0, str(error)))) from None
    if cut:
        written.note = f"{cut} texts cut to {MOST_LETTERS:,} letters, the most of a cell; .csv, .jsonl and .parquet hold them whole"
    return written


def _head(sheet: Any, columns: list[Column], words: dict[str | None, Words], bold: Any) -> None:
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        wide = column.type == "string" and words.get(column.name, Words()).unit is None
        sheet.set_column(place, place, _WIDE if column.name in ("sentence", "text", "lead", "title") else 2 * _NARROW if wide else _NARROW)
        sheet.write_string(0, place, column.name, bold)


def _row(sheet: Any, line: int, row: tuple[Any, ...], columns: list[Column]) -> int:
    """Write a row; how many of its texts were cut."""
    cut = 0
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        if value is None:
            continue
        if isinstance(value, str):
            text, shorter = _fitting(value)
            cut += shorter
            sheet.write_string(line, place, text)
        elif column.type == "string" or column.is_key or not _is_exact(value):
            sheet.write_string(line, place, str(value))
        else:
            sheet.write_number(line, place, value)
    return cut


def _is_exact(value: float) -> bool:
    """Whether a spreadsheet keeps all digits of a number: 345,000,000,000,000,000 yes, 4,469,799,032,560,912 no."""
    if isinstance(value, int):
        return abs(value) < EXACT or value == int(f"{value:.14e}".partition("e")[0].replace(".", "")) * 10 ** (len(str(abs(value))) - 15)
    return math.isfinite(value)


def _fitting(text: str) -> tuple[str, bool]:
    if len(text) * 2 <= MOST_LETTERS or len(text.encode("utf-16-le")) // 2 <= MOST_LETTERS:
        return text, False
    return text.encode("utf-16-le")[: 2 * (MOST_LETTERS - 1)].decode("utf-16-le", errors="ignore") + "…", True


def _describe(sheet: Any, content: Content, bold: Any) -> None:
    """The sheet `columns`: what the table and each column mean."""
    sheet.freeze_panes(1, 0)
    for place, (name, width) in enumerate((("column", 24), ("type", 10), ("meaning", 100), ("unit or format", 24), ("allowed values", 40))):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, name, bold)
    about = [
        (content.table, "", content.book.get(None, Words())),
        *((c.name, c.type, content.book.get(c.name, Words())) for c in content.columns),
    ]
    for line, (name, kind, words) in enumerate(about, 1):
        for place, text in enumerate((name, kind, words.description, words.unit, words.allowed)):
            sheet.write_string(line, place, text or "")
