"""CSV and JSON Lines: tables as lines of text, for every tool."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from crawler.export.columns import check
from crawler.export.writing import Content, Layout, Written
from explorer.guarding.cells import safe_cell


def write_csv(path: Path, content: Content, layout: Layout) -> Written:
    """Write CSV (RFC 4180) whose cells no spreadsheet takes for formulas. Raises OddValueError, OSError."""
    written = Written()
    with path.open("w", encoding="utf-8-sig" if layout.bom else "utf-8", newline="") as file:
        out = csv.writer(file, delimiter=layout.separator)
        out.writerow([column.name for column in content.columns])
        for batch in content.rows:
            check(batch, content.columns)
            if layout.decimal == ".":
                out.writerows([[safe_cell(value) for value in row] for row in batch])
            else:
                out.writerows([[_comma(value) if type(value) is float else safe_cell(value) for value in row] for row in batch])
            written.rows += len(batch)
    return written


def write_jsonl(path: Path, content: Content, _: Layout) -> Written:
    """Write one object a line. Raises OddValueError, OSError."""
    written, names = Written(), [column.name for column in content.columns]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    with path.open("w", encoding="utf-8") as file:
        for batch in content.rows:
            check(batch, content.columns)
            file.writelines(f"{encode(dict(zip(names, row, strict=True)))}\n" for row in batch)
            written.rows += len(batch)
    return written


def _comma(value: float) -> str:
    return str(value).replace(".", ",")
