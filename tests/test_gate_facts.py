"""The gate of the facts: the figures on both labelled sets may not fall below the floors in tests/floors_facts.json.

Floors lie a little below the figures measured when they were set and may rise freely; lowering one needs its reason in "lowered"
({"set": ..., "figure": ..., "from": ..., "to": ..., "why": ...}). Figures of today: python -m benchmarks.facts
"""

from __future__ import annotations

import json
import pathlib
from typing import Any

import pytest

from benchmarks.facts import GOLD, gold, replica, score
from pipelines.mentions import Context

FLOORS: dict[str, Any] = json.loads((pathlib.Path(__file__).parent / "floors_facts.json").read_text(encoding="utf-8"))
AT_LEAST = {"gold": 60, "replica": 90}  # articles


@pytest.mark.parametrize("name", ["gold", "replica"])
def test_figures_stay_above_their_floors(name: str) -> None:
    if name == "gold" and not GOLD.is_dir():
        pytest.skip("the labelled articles (../shared/gold/facts) are not beside this checkout")
    articles = {"gold": gold, "replica": replica}[name]()
    assert len(articles) >= AT_LEAST[name]
    figures, floors = score(articles).figures(), FLOORS[name]
    assert set(floors) == set(figures)
    below = {figure: (round(figures[figure], 4), floor) for figure, floor in floors.items() if figures[figure] < floor}
    assert not below, f"{name}: (measured, floor) {below}"


def test_a_lowered_floor_gives_its_reason() -> None:
    for entry in FLOORS["lowered"]:
        assert entry["to"] < entry["from"]
        assert FLOORS[entry["set"]][entry["figure"]] >= entry["to"]
        assert len(entry["why"]) > 20


def test_the_score_can_fail() -> None:
    article = replica()[0]
    wrong = article._replace(text="Không có gì ở đây.", context=Context())
    figures = score([wrong]).figures()
    assert figures["money"] == 0.0
    assert figures["provinces"] == figures["primary exact"] == 0.0
