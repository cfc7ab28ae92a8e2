"""A chart of the explorer: a Vega-Lite specification, what it says in words, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Value = str | int | float | None


class Row(NamedTuple):
    """One line of the table behind a chart; `href` leads to the sentences or articles of it, `all_told` also to what a sum leaves out;
    None as a value is "no figure"."""

    cells: tuple[Value, ...]
    href: str = ""
    all_told: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """`title`: what is measured; `says`: in which unit, and how to read it; `behind`: what it rests on, in words. Where figures
    are added up or counted, `sizes` are their sums by certainty and `summed` the label of what is added."""

    key: str
    title: str
    says: str
    spec: Mapping[str, Any]
    head: Sequence[str]
    rows: Sequence[Row]
    note: str = ""
    behind: str = ""
    summed: str = ""
    sizes: Mapping[str | None, float] = field(default_factory=dict)

    @property
    def values(self) -> list[dict[str, Any]]:
        """What is drawn, mark by mark."""
        drawn: list[dict[str, Any]] = self.spec["data"]["values"]
        return drawn
