"""The gate of the facts: the figures on the labelled sets may not fall below the floors in tests/floors_facts.json.

Floors lie a little below the figures measured when they were set and may rise freely; lowering one needs its reason in "lowered"
({"set": ..., "figure": ..., "from": ..., "to": ..., "why": ...}). Figures of today: python -m benchmarks.facts
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks.facts import DUPLICATES, GOLD, further, gold, replica, score
from pipelines.values.mentions import Context
from tests.paths import TESTS

FLOORS: dict[str, Any] = json.loads((TESTS / "floors_facts.json").read_text(encoding="utf-8"))
SETS = {"gold": (gold, 60, GOLD), "replica": (replica, 90, None), "further": (further, 98, DUPLICATES)}  # articles at least, where


@pytest.mark.parametrize("name", SETS)
def test_figures_stay_above_their_floors(name: str) -> None:
    load, at_least, folder = SETS[name]
    if folder and not folder.is_dir():
        pytest.skip(f"the labelled articles (../shared/gold/{folder.name}) are not beside this checkout")
    articles = load()
    assert len(articles) >= at_least
    figures, floors = score(articles).figures(), FLOORS[name]
    assert set(floors) == set(figures) or name == "further"  # which has labels for links only
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
