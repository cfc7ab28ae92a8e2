"""The gate of the links: year, province and role may not fall below tests/floors_links.json, and README tells the truth.

The articles of `check` are scored here and never read. Figures of today: python -m benchmarks.links
"""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from benchmarks.links import LINKS, figures, reads_of
from tests.paths import ROOT, TESTS

FLOORS: dict[str, dict[str, float]] = json.loads((TESTS / "floors_links.json").read_text(encoding="utf-8"))
AMOUNTS = {"work": 2600, "check": 950}  # at least
ROW = re.compile(r"^\| 120 articles read by no rule and no weight \|(?P<cells>.*)\|$", re.M)
COLUMNS = ("year", "province", "role", "all", "primary", "told sure", "right of the sure", "calibration error")


@cache
def measured(name: str) -> dict[str, float]:
    if not LINKS.is_dir():
        pytest.skip(f"the labelled links (../shared/gold/{LINKS.name}) are not beside this checkout")
    reads = reads_of(name)
    assert len(reads) >= AMOUNTS[name]
    return figures(reads)


@pytest.mark.parametrize("name", FLOORS)
def test_figures_stay_above_their_floors(name: str) -> None:
    found = measured(name)
    below = {figure: (found[figure], floor) for figure, floor in FLOORS[name].items() if found[figure] < floor}
    assert not below, f"{name}: (measured, floor) {below}"


def test_doubt_is_true_on_articles_nobody_read() -> None:
    """The aim is .04. A doubt that is perfectly true measures .031 on average on the 963 figures of check, and .045 in one of twenty draws
    (right and wrong drawn by the confidences told, ten bins): below that the measure cannot tell true from nearly true."""
    found = measured("check")
    assert found["calibration error"] <= 0.045
    assert found["told sure"] >= 0.1


def test_readme_tells_the_figures_of_the_gate() -> None:
    row = ROW.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert row, "README has no row of the gate"
    cells = [float(cell.strip(" %")) for cell in row["cells"].split("|")]
    found = measured("check")
    assert cells == [round(100 * found[figure], 1) for figure in COLUMNS]
