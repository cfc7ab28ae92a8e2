"""Cells of CSV files as spreadsheets may safely open them."""

from __future__ import annotations

from typing import Any


def safe_cell(value: Any) -> Any:
    """Text that a spreadsheet would take for a formula gets a leading apostrophe (OWASP, CSV injection); also behind spaces and in
    the full-width letters that some spreadsheets treat alike."""
    if not isinstance(value, str):
        return value
    return "'" + value if value[:1] in ("\t", "\r", "\n") or value.lstrip()[:1] in ("=", "+", "-", "@", "＝", "＋", "－", "＠") else value
