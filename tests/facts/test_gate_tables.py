"""The gate of tables: the share of cells read right, of the tables looked at and of those held back, never falls (benchmarks/tables.py)."""

from __future__ import annotations

import pytest

from benchmarks.tables import SHAPES, report

FLOORS = {False: 0.995, True: 0.99}  # by whether the tables are held back
SHAPE = 0.95  # the least of any one shape


@pytest.mark.parametrize("held_back", [False, True])
def test_cells_of_tables_are_read(held_back: bool) -> None:
    scores = report(held_back)
    assert len(scores) == len(SHAPES) == 12
    cells = sum(score.cells for score in scores.values())
    assert cells > (300 if held_back else 500)
    assert sum(score.right for score in scores.values()) / cells >= FLOORS[held_back]
    assert [shape for shape, score in scores.items() if score.right < SHAPE * score.cells] == []
