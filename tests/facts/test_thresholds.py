"""Thresholds of linking, one case on either side of each: what evidence speaks for an amount just within and just beyond."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.frames.scope import Link, Scope, scope_of
from pipelines.facts.frames.timeline import timeline
from pipelines.facts.links.evidence import Features
from pipelines.facts.links.provinces import provinces_evidence
from pipelines.facts.links.provinces.province_of_amount import places, province_evidence
from pipelines.facts.links.roles import roles_evidence
from pipelines.facts.links.roles.roles import lends_role, role_evidence
from pipelines.facts.links.years import years_evidence
from pipelines.facts.links.years.part_of_year import not_begun
from pipelines.facts.links.years.year_of_amount import year_evidence
from pipelines.facts.years.years import find_years
from pipelines.text.prepared import prepare
from pipelines.values.mentions import Context, Role
from tests.facts.asking import subjects

P, R, Y = provinces_evidence, roles_evidence, years_evidence


def scope(text: str, published: str | None = None) -> Scope:
    return scope_of(prepare(text), find_amounts(text), Context(None, published))


def years(text: str, published: str | None = None, role: Role = "other", link: Link | None = None) -> Mapping[object, Features]:
    """Evidence for the year of the last amount; the amounts before it have all the given link."""
    asked = scope(text, published)
    last = len(asked.amounts) - 1
    line = timeline(asked, find_years(text, Context(None, published)))
    return year_evidence(asked, line, last, role, [link or Link("other")] * last)


def roles(text: str, link: Link | None = None) -> Mapping[str, Features]:
    """Evidence for the role of the last amount."""
    asked = scope(text)
    last = len(asked.amounts) - 1
    return role_evidence(asked, last, [link or Link("other")] * last)


def provinces(text: str, primary: tuple[str, ...] = ()) -> Mapping[str | None, Features]:
    """Evidence for the province of the last amount."""
    asked = scope(text)
    last = len(asked.amounts) - 1
    return province_evidence(asked, places(subjects(text, asked), primary), last, [Link("other")] * last)


@pytest.mark.parametrize(
    ("said", "month", "wanted"),
    [
        ("quý 1", 1, False),
        ("quý ii", 3, True),
        ("quý ii", 4, False),
        ("quý 3", 6, True),
        ("quý 3", 7, False),
        ("quý ba", 6, True),
        ("quý iii", 6, True),
        ("quý iii", 7, False),
        ("quý i", 1, False),
        ("quý một", 1, False),
        ("quý 2", 3, True),
        ("quý 2", 4, False),
        ("quý hai", 3, True),
        ("quý hai", 4, False),
        ("quý ba", 7, False),
        ("quý 4", 9, True),
        ("quý 4", 10, False),
        ("quý bốn", 9, True),
        ("quý iv", 9, True),
        ("quý iv", 10, False),
        ("quý bốn", 10, False),
        ("9 tháng đầu năm", 8, True),
        ("9 tháng đầu năm", 9, False),
        ("tính chung 10 tháng", 9, True),
        ("tính chung 10 tháng", 10, False),
        ("ngày 30/9", 8, True),
        ("ngày 30/9", 9, False),
        ("trong tháng 12", 11, True),
        ("trong tháng 12", 12, False),
        ("18 tháng qua", 3, False),  # no month of a year
        ("12 tháng qua", 3, True),
        ("tháng 11 năm trước", 3, False),
        ("quý 3", None, False),
        ("chợ phiên", 1, False),
    ],
)
def test_a_part_of_a_year_has_begun_with_its_month(said: str, month: int | None, wanted: bool) -> None:
    low = f"{said}, xã thu 3 tỷ đồng"
    assert not_begun(low, 0, len(low), month) is wanted


@pytest.mark.parametrize(
    ("text", "feature", "wanted"),
    [
        ("Xã chi 5 tỷ đồng " + "x" * 13 + " 2019.", Y.RIGHT_TOUCH, True),  # 15 characters between
        ("Xã chi 5 tỷ đồng " + "x" * 14 + " 2019.", Y.RIGHT_TOUCH, False),
        ("Năm 2019 xã chi 5 tỷ đồng.", Y.LEFT_NEAR, True),
        ("Năm 2019, xã chi 5 tỷ đồng.", Y.LEFT_NEAR, False),
        ("Năm 2019; xã chi 5 tỷ đồng.", Y.LEFT_ITEM, True),
        ("Lãi 5 tỷ đồng " + "x" * 13 + " 2019 lỗ 3 tỷ đồng.", Y.LEFT_TAKEN, True),
        ("Lãi 5 tỷ đồng " + "x" * 14 + " 2019 lỗ 3 tỷ đồng.", Y.LEFT_TAKEN, False),
        ("So với con số 5 tỷ đồng " + "x" * 14 + " hơn năm 2019.", Y.BASE_FIGURE, True),
        ("So với con số 5 tỷ đồng " + "x" * 25 + " hơn năm 2019.", Y.BASE_FIGURE, False),
        ("Năm 2019 xã họp." + " Có mưa." * 40 + " Xã chi 5 tỷ đồng.", Y.PARAGRAPH_LAST, True),
        ("Năm 2019 xã họp." + " Có mưa." * 60 + " Xã chi 5 tỷ đồng.", Y.PARAGRAPH_LAST, False),
        ("Năm 2019 xã họp." + " Có mưa." * 60 + " Xã chi 5 tỷ đồng.", Y.PARAGRAPH_DISTANT, True),
    ],
)
def test_nearness_of_a_year(text: str, feature: str, wanted: bool) -> None:
    assert (feature in years(text)[2019, 2019]) is wanted


@pytest.mark.parametrize(("year", "wanted"), [(1995, False), (1994, True)])
def test_history_begins_a_quarter_of_a_century_ago(year: int, wanted: bool) -> None:
    assert (Y.OLD in years(f"Năm {year}, xã chi 5 tỷ đồng.", "2020-05-01")[year, year]) is wanted


@pytest.mark.parametrize(
    ("gap", "near"),
    [("x" * 27, "close"), ("x" * 28, "sentence"), ("mua (trâu", "sentence"), ("mua trâu;", "sentence")],  # 29 and 30 characters
)
def test_an_amount_takes_the_year_of_the_one_close_before(gap: str, near: Y.Nearness) -> None:
    features = years(f"Xã chi 5 tỷ đồng {gap} 3 tỷ đồng.", link=Link("other", (2019, 2019)))[2019, 2019]
    assert Y.INHERIT[near]["same"] in features


@pytest.mark.parametrize(
    ("text", "feature", "wanted"),
    [
        ("Xã có 5 tỷ đồng " + "x" * 13 + " lợi nhuận.", R.NEXT["money"], True),  # 15 characters between
        ("Xã có 5 tỷ đồng " + "x" * 14 + " lợi nhuận.", R.NEXT["money"], False),
        ("Xã có 5 tỷ đồng " + "x" * 14 + " lợi nhuận.", R.RIGHT["money"], True),
        ("Xã có 5 tỷ đồng lợi nhuận.", R.TOUCH["money"], True),
        ("Xã có 5 tỷ đồng là lợi nhuận.", R.TOUCH["money"], False),
    ],
)
def test_nearness_of_a_cue(text: str, feature: str, wanted: bool) -> None:
    assert (feature in roles(text)["profit"]) is wanted


@pytest.mark.parametrize(("price", "wanted"), [("999.999 đồng", True), ("1.000.000 đồng", False)])
def test_small_money_is_below_a_million(price: str, wanted: bool) -> None:
    assert (R.SMALL_MONEY in roles(f"Xã có {price}.")["price"]) is wanted


@pytest.mark.parametrize(
    ("price", "role"), [("0,999 tỷ đồng", "price"), ("1 tỷ đồng", "asset"), ("0,9 triệu USD", "price"), ("1 triệu USD", "asset")]
)
def test_what_costs_very_much_is_an_asset(price: str, role: str) -> None:
    evidence = roles(f"Giá bán {price}.")
    assert [name for name in ("price", "asset") if R.NEAREST["money"] in evidence.get(name, {})] == [role]


@pytest.mark.parametrize(("words", "wanted"), [(42, True), (43, False)])
def test_a_count_lends_its_role_to_the_percentage_close_behind(words: int, wanted: bool) -> None:
    asked = scope("Xã trồng 5 tấn " + "x" * words + " 8%.")
    assert [a.kind for a in asked.amounts] == ["measure", "percent"]
    assert lends_role(asked, 0) is wanted


@pytest.mark.parametrize(
    ("gap", "feature"),
    [
        ("x" * 22, R.INHERIT_CLOSE),  # 24 characters between
        ("x" * 23, R.INHERIT_SENTENCE),
        ("trâu;", R.INHERIT_ITEM),
    ],
)
def test_an_amount_takes_the_role_of_the_one_before(gap: str, feature: str) -> None:
    assert feature in roles(f"Xã chi 5 tỷ đồng {gap} 3 tỷ đồng.", Link("loan"))["loan"]


@pytest.mark.parametrize(
    ("text", "feature", "wanted"),
    [
        ("Xã ở Hà Giang " + "x" * 57 + " 5 tỷ đồng.", P.LEFT_NEAR["none"], True),  # 59 characters between
        ("Xã ở Hà Giang " + "x" * 58 + " 5 tỷ đồng.", P.LEFT_NEAR["none"], False),
        ("Xã ở Hà Giang có 3 tỷ đồng và 5 tỷ đồng.", P.LEFT_FAR["none"], True),
        ("Xã có 5 tỷ đồng " + "x" * 55 + " ở Hà Giang.", P.RIGHT_NEAR["none"], True),
        ("Xã có 5 tỷ đồng " + "x" * 56 + " ở Hà Giang.", P.RIGHT_NEAR["none"], False),
        ("Xã có 5 tỷ đồng. Mưa " + "x" * 90 + " ở Hà Giang.", P.NEXT["none"], True),
        ("Xã có 5 tỷ đồng. Mưa " + "x" * 100 + " ở Hà Giang.", P.NEXT["none"], False),
        ("Chợ ở Hà Giang vui. Xã có 5 tỷ đồng. Chợ ở Hà Giang vui.", P.NEXT["none"], False),  # named before
    ],
)
def test_nearness_of_a_province(text: str, feature: str, wanted: bool) -> None:
    assert (feature in provinces(text)["Hà Giang"]) is wanted


@pytest.mark.parametrize(
    ("text", "feature", "wanted"),
    [
        ("Cả nước " + "x" * 57 + " 5 tỷ đồng.", P.NULL_GOVERNS, True),
        ("Cả nước " + "x" * 58 + " 5 tỷ đồng.", P.NULL_GOVERNS, False),
        ("Cả nước " + "x" * 58 + " 5 tỷ đồng.", P.NULL_WIDE_LEFT["national"], True),
        ("Cả nước " + "x" * 56 + ", 5 tỷ đồng.", P.NULL_REACHES, True),
        ("Cổ đông nhận cổ tức, cổ phiếu, lãi ròng. Xã chi 5 tỷ đồng.", P.NULL_ACCOUNTS["away"], False),  # four words of accounts
        ("Cổ đông nhận cổ tức, cổ phiếu, lãi ròng, trái phiếu. Xã chi 5 tỷ đồng.", P.NULL_ACCOUNTS["away"], True),
        ("Vốn điều lệ " + "x" * 57 + " 5 tỷ đồng.", P.NULL_MEASURED["equity"], True),
        ("Vốn điều lệ " + "x" * 58 + " 5 tỷ đồng.", P.NULL_MEASURED["equity"], False),
    ],
)
def test_what_speaks_for_no_province(text: str, feature: str, wanted: bool) -> None:
    assert (feature in provinces(text)[None]) is wanted


@pytest.mark.parametrize(("times", "wanted"), [(2, False), (3, True)])
def test_a_text_about_the_programme_says_so_three_times(times: int, wanted: bool) -> None:
    assert scope("Khuyến công họp. " * times).programme is wanted
