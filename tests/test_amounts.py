"""Amounts: the two founding documents come out exactly; see test_amounts_cases.py for the tables of cases."""

from __future__ import annotations

from pipelines.amounts import find_amounts


def test_money_with_hedge_and_per() -> None:
    (amount,) = find_amounts("Bình quân mỗi năm tỉnh chi khoảng 850 triệu đồng.")
    assert (amount.min, amount.max, amount.unit) == (850e6, 850e6, "VND")
    assert (amount.approx, amount.per) == ("about", "year")
    assert amount.vnd_min == amount.vnd_max == 850_000_000
    assert amount.surface == "850 triệu đồng"
