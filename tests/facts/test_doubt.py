"""Doubt: probabilities of links, between 0 and 1, in the order of the chances; the second answer is another one."""

from __future__ import annotations

import pytest

from pipelines.facts.facts import find_facts
from pipelines.facts.links.doubt import doubts, log_odds
from pipelines.facts.links.scoring import Choice
from pipelines.values.mentions import Context, YearRange

TEXT = "Năm 2031, tỉnh Lai Châu hỗ trợ 700 triệu đồng cho 12 đề án, năm 2032 hỗ trợ 1,42 tỷ đồng, tăng 8%."


def test_log_odds_are_bounded() -> None:
    assert log_odds(0.5) == 0
    assert log_odds(1.0) == pytest.approx(-log_odds(0.0))
    assert log_odds(1.0) < 8
    assert log_odds(0.75) == pytest.approx(1.0986, abs=1e-4)


def test_a_higher_chance_is_a_higher_confidence_and_what_is_left_is_shared() -> None:
    def sure(chance: float) -> tuple[float, float, float]:
        year: Choice[YearRange | None] = Choice((2031, 2031), "x", chance, None, (1 - chance) / 2)
        found = doubts(year, Choice("Lai Châu", "x", 0.9, None, 0.1), Choice("support", "x", 0.9, "budget", 0.1))
        return found.confidence, found.year.confidence, found.year.second_confidence

    low, high = sure(0.4), sure(0.9)
    assert low[0] < high[0]
    assert low[1] < high[1]
    assert low[2] == pytest.approx((1 - low[1]) / 2, abs=1e-3)
    assert all(0 <= value <= 1 for value in (*low, *high))


def test_the_second_answer_is_never_surer_than_the_first() -> None:
    close: Choice[YearRange | None] = Choice((2031, 2031), "x", 0.5001, None, 0.4999)
    found = doubts(close, Choice("Lai Châu", "x", 0.9, None, 0.1), Choice("support", "x", 0.9, "budget", 0.1)).year
    assert found.second_confidence <= found.confidence


def test_every_money_and_percent_amount_has_doubts_and_no_other() -> None:
    amounts = find_facts(TEXT, Context()).amounts
    assert [a.kind for a in amounts] == ["money", "count", "money", "percent"]
    for a in amounts:
        if a.kind == "count":
            assert a.doubts is None
            continue
        assert a.doubts is not None
        for field in (a.doubts.year, a.doubts.province, a.doubts.role):
            assert 0 <= field.second_confidence <= 1 - field.confidence <= 1
        assert a.doubts.year.second != a.year
        assert a.doubts.role.second != a.role
        assert a.doubts.confidence <= min(a.doubts.year.confidence, a.doubts.province.confidence, a.doubts.role.confidence)
