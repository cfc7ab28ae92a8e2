"""sqlite-utils as the project imports it: without pandas and numpy, which it imports where they are installed (half a second a command)."""

from __future__ import annotations

import sys

_UNWANTED = [name for name in ("pandas", "numpy") if name not in sys.modules]
for _name in _UNWANTED:
    sys.modules[_name] = None  # type: ignore[assignment] # an import of it fails
try:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations
finally:
    for _name in _UNWANTED:
        del sys.modules[_name]

__all__ = ["Database", "Migrations"]
