"""Furniture: what stands on the pages of a document and is no text of it: page numbers, running heads, stamps of signatures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from pipelines.reading.documents.paragraphs import Row

PART = 0.85  # of the width of the text; a longer line is prose
LONG = 15  # words; no running head is longer
NUMBERED = 6  # words; a running head with the number of the page is no longer
EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
OFTEN = 3  # pages on which a running head stands at least
MOST = 0.5  # share of the pages
_PAGE_NUMBER = re.compile(r"(?:trang|page)?\s*[-–—(]?\s*\d{1,4}\s*(?:(?:/|trên|of)\s*\d{1,4}\s*)?[-–—)]?", re.IGNORECASE)
# Portals stamp signed files: signer, organisation, mail address, time of signing (Nghị định 30/2020/NĐ-CP, annex I).
_STAMP = re.compile(
    r"(?:(?:được )?ký (?:số |điện tử )?(?:bởi|ngày)|(?:người|ngày|thời gian|giờ|cơ quan|tổ chức) ký|(?:digitally )?signed by"
    r"|signature valid)(?::\s|$|\s(?=\S{1,60}$))",
    re.IGNORECASE,
)
_STAMPED = re.compile(r"(?:email|e-mail|cơ quan|tổ chức|chức vụ|date|reason|location)\s*:", re.IGNORECASE)
STAMP_LINES = 6  # lines of one stamp


def without_furniture(pages: Sequence[list[Row]]) -> list[list[Row]]:
    """The rows of every page without page numbers, running heads and stamps of signatures."""
    seen = Counter(key for rows in pages for key in {_key(row) for row in _edges(rows) if _is_short(row, rows)})
    running = {key for key, times in seen.items() if times >= max(OFTEN, MOST * len(pages))}
    return [_without_stamps(_within(rows, running)) for rows in pages]


def _edges(rows: Sequence[Row]) -> list[Row]:
    return [row for row in (*rows[:EDGE], *rows[EDGE:][-EDGE:]) if row.line]


def _is_short(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a line is as short as running heads are: no full line of prose."""
    lines = [other.line for other in rows if other.line]
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return row.line is not None and row.text.count(" ") < LONG and row.line.right - row.line.left < PART * width


def _key(row: Row) -> str:
    text = row.text.casefold()
    return re.sub(r"\d+", "#", text) if text.count(" ") < NUMBERED else text


def _within(rows: Sequence[Row], running: set[str]) -> list[Row]:
    edges = {id(row) for row in _edges(rows)}
    return [row for row in rows if not (id(row) in edges and (_key(row) in running or _PAGE_NUMBER.fullmatch(row.text)))]


def _without_stamps(rows: Sequence[Row]) -> list[Row]:
    kept: list[Row] = []
    left = 0
    for row in rows:
        if _STAMP.match(row.text):
            left = STAMP_LINES
        elif left and _STAMPED.match(row.text):
            left -= 1
        else:
            left = 0
            kept.append(row)
    return kept
