"""Months, measure, goods and narrower scope of figures, and what their province rests on."""

from __future__ import annotations

import pytest

from pipelines.facts.facts import find_facts
from pipelines.values.mentions import AmountMention, Context
from tests.paths import CASES


def rows(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("\\n", "\n").split("\t") for line in lines if line and not line.startswith("#")]


def money(text: str, title: str | None = None, home: str | None = None) -> list[AmountMention]:
    return [amount for amount in find_facts(text, Context(title, "2023-11-20", home)).amounts if amount.kind == "money"]


@pytest.mark.parametrize("row", rows("months.tsv"), ids=lambda row: row[0][:40])
def test_months(row: list[str]) -> None:
    amount = money(row[0])[-1]
    assert (f"{amount.month_from}-{amount.month_to}" if amount.month_from else "-") == row[1]


@pytest.mark.parametrize(("title", "month"), [("Kinh tế quý II: nhiều điểm sáng", 4), ("Kinh tế năm 2022: nhiều điểm sáng", None)])
def test_a_headline_gives_the_months_of_a_text_that_names_none(title: str, month: int | None) -> None:
    assert money("Kim ngạch xuất khẩu của tỉnh Hà Nam đạt 30 triệu USD.", title)[0].month_from == month


@pytest.mark.parametrize("row", rows("measures.tsv"), ids=lambda row: row[0][:40])
def test_measures(row: list[str]) -> None:
    (amount,) = money(row[0])
    assert [amount.measure or "-", amount.product or "-", amount.narrowed or "-"] == row[1:]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Năm 2022, kim ngạch xuất nhập khẩu qua cửa khẩu Tân Thanh, Lạng Sơn đạt 2 tỷ USD; trong đó xuất khẩu 1,2 tỷ USD.",
            ["gate", "gate"],
        ),
        ("Tổng kim ngạch qua cửa khẩu Lào Cai năm 2022 đạt 2 tỷ USD. Trong đó, nhập khẩu đạt 800 triệu USD.", ["gate", "gate"]),
        ("Kim ngạch giữa tỉnh Hà Nam với Quảng Tây tăng 9%. Trong đó, xuất nhập khẩu năm 2022 đạt 4 tỷ USD.", ["market"]),
        ("Xuất khẩu qua cửa khẩu Tân Thanh, Lạng Sơn đạt 2 tỷ USD, tổng kim ngạch xuất khẩu của tỉnh đạt 3 tỷ USD.", ["gate", None]),
        ("Xuất khẩu qua cửa khẩu Tân Thanh đạt 2 tỷ USD. Kim ngạch xuất khẩu tỉnh Lạng Sơn năm 2022 đạt 3 tỷ USD.", ["gate", None]),
    ],
)
def test_a_figure_that_goes_on_keeps_the_scope(text: str, wanted: list[str | None]) -> None:
    assert [amount.narrowed for amount in money(text)] == wanted


@pytest.mark.parametrize("row", rows("penalties.tsv"), ids=lambda row: row[0][:40])
def test_what_a_fine_is(row: list[str]) -> None:
    assert [amount.measure or "-" for amount in money(row[0]) if amount.role == "fine"] == row[1].split()


@pytest.mark.parametrize(
    ("text", "home", "wanted"),
    [
        ("Năm 2022, tỉnh Gia Lai hỗ trợ 2 tỷ đồng.", None, ("Gia Lai", "text", None)),
        ("Năm 2022, UBND huyện Đắk Song hỗ trợ 2 tỷ đồng.", None, ("Đắk Nông", "district", None)),
        ("Năm 2022, Sở Công Thương hỗ trợ 2 tỷ đồng.", "Gia Lai", (None, "source", "Gia Lai")),
        ("Năm 2022, cả nước hỗ trợ 2 tỷ đồng.", "Gia Lai", (None, "none", None)),
        ("Năm 2022, 12 tỉnh được hỗ trợ 2 tỷ đồng.", "Gia Lai", (None, "none", None)),
        ("Năm 2022, cơ sở được hỗ trợ 2 tỷ đồng.", None, (None, "none", None)),
    ],
)
def test_what_a_province_rests_on(text: str, home: str | None, wanted: object) -> None:
    (amount,) = money(text, home=home)
    assert (amount.province, amount.province_from, amount.province_inferred) == wanted
