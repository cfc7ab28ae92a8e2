"""sqlite-utils as the project imports it: without pandas, which it imports where that is installed (half a second a command)."""

from __future__ import annotations

import sys

_THERE = sys.modules.get("pandas")
sys.modules["pandas"] = _THERE  # type: ignore[assignment] # None: an import of it fails
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    if _THERE is None:
        del sys.modules["pandas"]

__all__ = ["Database", "Migrations"]
