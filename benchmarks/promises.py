"""What a benchmark measured, held against what is promised: one line each, for people, and for benchmarks/all.py that collects them."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import NamedTuple

MARK = "promise"
BOUNDS: dict[str, Callable[[float, float], bool]] = {"at most": operator.le, "at least": operator.ge}


class Promise(NamedTuple):
    """`measured` must be `bound` ("at most" or "at least") `limit`, both in `unit` (empty: a share or a ratio)."""

    what: str
    measured: float
    bound: str
    limit: float
    unit: str = ""

    @property
    def kept(self) -> bool:
        return BOUNDS[self.bound](self.measured, self.limit)


def held(*promises: Promise) -> int:
    """Print a line for each; the exit status: 1 when one is broken."""
    for one in promises:
        print(line_of(one), flush=True)
    return int(not all(one.kept for one in promises))


def line_of(one: Promise) -> str:
    """The line `read_line` reads."""
    return " | ".join((MARK, one.what, f"{one.measured:.4g}", one.bound, f"{one.limit:g}", one.unit, "kept" if one.kept else "BROKEN"))


def read_line(line: str) -> Promise | None:
    """The promise a line of a benchmark tells, or None."""
    parts = [part.strip() for part in line.split(" |")]
    if len(parts) != 7 or parts[0] != MARK or parts[3] not in BOUNDS:
        return None
    return Promise(parts[1], float(parts[2]), parts[3], float(parts[4]), parts[5])
