"""Thresholds of amounts, years, provinces and aspects, one case on either side of each, read end to end."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.facts import find_facts
from pipelines.facts.years.years import find_years
from pipelines.values.mentions import AmountMention, Context


def amounts(text: str, published: str | None = None) -> tuple[AmountMention, ...]:
    return find_facts(text, Context(None, published)).amounts


@pytest.mark.parametrize(("text", "found"), [("Xã có 3/4 hợp tác xã.", []), ("Xã có 3/5 hợp tác xã.", [3])])
def test_a_share_is_of_five_or_more(text: str, found: list[float]) -> None:
    assert [a.min for a in find_amounts(text) if a.rule == "count-share"] == found


@pytest.mark.parametrize(("second", "per"), [("100.000", "kg"), ("100.001", None)])
def test_amounts_of_like_size_are_per_the_same_thing(second: str, per: str | None) -> None:
    assert [a.per for a in find_amounts(f"Chè từ 5.000 đồng/kg lên {second} đồng.")] == ["kg", per]


@pytest.mark.parametrize(("filler", "per"), [(61, "kg"), (62, None)])
def test_a_contrast_stands_close(filler: int, per: str | None) -> None:
    first, second = find_amounts(f"Chè từ 5.000 đồng/kg lên {'x' * filler} 8.000 đồng.")
    assert second.start - first.end == (70 if per else 71)
    assert (first.per, second.per) == ("kg", per)


@pytest.mark.parametrize(("month", "year"), [("03", 2022), ("04", 2023)])
def test_last_year_is_carried_over_in_the_first_quarter_only(month: str, year: int) -> None:
    found = find_years("Năm 2023 chợ vui.\nHàng về nhiều hơn cùng kỳ.", Context(published=f"2024-{month}-10"))
    assert [m.year_from for m in found] == [2023, year]


@pytest.mark.parametrize(("filler", "flow"), [(58, "export"), (59, None)])  # 60 and 61 characters between
def test_a_word_of_direction_behind_an_amount_stands_close(filler: int, flow: str | None) -> None:
    (amount,) = amounts(f"Sản lượng là 5 tấn, giá trị là 3 tỷ đồng {'x' * filler} xuất khẩu.")[1:]
    assert amount.flow == flow


@pytest.mark.parametrize(("filler", "planned"), [(38, True), (39, False)])  # 40 and 41 characters between
def test_a_target_stands_close_behind_its_noun(filler: int, planned: bool) -> None:
    (amount,) = amounts(f"Xã thu tốt so với kế hoạch {'x' * filler} 5 tỷ đồng.")
    assert amount.planned is planned


@pytest.mark.parametrize(("items", "parts"), [(12, 12), (13, 12)])
def test_a_list_of_parts_has_twelve_items_at_most(items: int, parts: int) -> None:
    lines = "\n".join("- Xã góp 10 triệu đồng;" for _ in range(items))
    found = amounts(f"Kinh phí là 900 triệu đồng, gồm:\n{lines}")
    assert len(found) == items + 1
    assert sum(a.part_of == found[0].start for a in found) == parts


@pytest.mark.parametrize(("filler", "fund"), [(58, "national"), (59, None)])
def test_the_fund_behind_an_amount_stands_close(filler: int, fund: str | None) -> None:
    (line,) = find_facts(f"Cơ sở được hỗ trợ 300 triệu đồng {'x' * filler} nguồn trung ương.", Context()).supports
    assert line.fund == fund


@pytest.mark.parametrize(("filler", "programme"), [(940, "ocop"), (1_040, None)])
def test_the_programme_is_looked_for_in_a_thousand_characters(filler: int, programme: str | None) -> None:
    text = f"Chợ ocop họp. {'x' * filler}. Cơ sở được hỗ trợ 300 triệu đồng."
    assert [line.programme for line in find_facts(text, Context()).supports] == [programme]
