"""Amounts by rule: how much of the text belongs to an amount, which rule has read it, and both sides of each rule."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts


def read(text: str) -> list[str]:
    """Every amount as "surface = value unit rule"."""
    shown = []
    for m in find_amounts(text):
        assert text[m.start : m.end] == m.surface
        assert all(dong is None or type(dong) is int for dong in (m.vnd_min, m.vnd_max))
        value = f"{m.min:.12g}" if m.min == m.max else f"{m.min:.12g}..{m.max:.12g}"
        shown.append(f"{m.surface} = {value} {m.unit} {m.rule}")
    return shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Xã có 8/12 tổ may.", ["8/12 tổ = 8 tổ count-share"]),
        ("Xã có 8/12 bờm.", []),  # no listed noun
        ("Xã có (8/12 tổ may).", ["8/12 tổ = 8 tổ count-share"]),
        ("Xã có (6/6 tổ may).", ["6/6 tổ = 6 tổ count-share"]),
        ("Xã có (9/6 tổ may).", []),
        ("Xã có 9/6 tổ may.", ["9/6 tổ = 9 tổ count-share"]),
        ("Xã có 0/12 tổ may.", []),
        ("Xã có 1/12 tổ may.", ["1/12 tổ = 1 tổ count-share"]),
        ("Xã có 5/2019 tổ may.", []),
        ("Tháng 8/15 tổ may họp.", []),
        ("Ngày 20/40 tổ may họp.", []),
        ("Ngày 32/40 tổ may họp.", ["32/40 tổ = 32 tổ count-share"]),
    ],
)
def test_shares(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Giá 800 - 1 tỷ đồng.", ["800 - 1 tỷ đồng = 800000000..1000000000 VND money-unit-range"]),
        ("Giá 100 - 1,20 tỷ đồng.", ["100 - 1,20 tỷ đồng = 100000000..1200000000 VND money-unit-range"]),
        ("Giá 1,15 - 1,2 tỷ đồng.", ["1,15 - 1,2 tỷ đồng = 1150000000..1200000000 VND money-unit-range"]),
        ("Giá 1 - 1,0 tỷ đồng.", ["1 - 1,0 tỷ đồng = 1000000000 VND money-unit-range"]),
        ("Giá 1 - 1 tỷ đồng.", ["1 - 1 tỷ đồng = 1000000000 VND money-unit-range"]),
        ("Giá 800 - 1,2 triệu đồng.", ["800 - 1,2 triệu đồng = 800000..1200000 VND money-unit-range"]),
        ("Giá 800 - 1,2 nghìn đồng.", ["1,2 nghìn đồng = 1200 VND money-unit"]),
        ("Giá từ 3 đến hơn 4 tỷ đồng.", ["3 đến hơn 4 tỷ đồng = 3000000000..4000000000 VND money-unit-range"]),
        ("Xã có 3 triệu đồng - 4 tấn.", ["3 triệu đồng = 3000000 VND money-unit", "4 tấn = 4 tấn measure-unit"]),
        ("Xã có 3 USD - 4 EUR.", ["3 USD = 3 USD money-unit", "4 EUR = 4 EUR money-unit"]),
        ("Xã có 3 USD - 4 USD.", ["3 USD - 4 USD = 3..4 USD money-unit-range"]),
        ("Xã có 3 USD - 4 tổ may.", ["3 USD = 3 USD money-unit", "4 tổ = 4 tổ count-noun"]),
        ("Xã có 3 - 4 tổ may.", ["3 - 4 tổ = 3..4 tổ count-noun-range"]),
        ("Xã có 4 - 3 tổ may.", ["3 tổ = 3 tổ count-noun"]),
        ("Xã có 2018 - 2020 tổ may.", []),
        ("Xã có 3 - 4%.", ["3 - 4% = 3..4 % percent-unit-range"]),
        ("Xã có 3 - 4 nghìn tấn.", ["3 - 4 nghìn tấn = 3000..4000 tấn measure-unit-range"]),
        ("Xã họp 3 - 4/5/2019 với tổ may.", []),
    ],
)
def test_ranges(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vay 1, 2 và 3 tỷ đồng.",
         ["1 = 1000000000 VND money-list", "2 = 2000000000 VND money-list", "3 tỷ đồng = 3000000000 VND money-unit"]),
        ("Vay 1; 2 hoặc 3 tấn.", ["1 = 1 tấn measure-list", "2 = 2 tấn measure-list", "3 tấn = 3 tấn measure-unit"]),
        ("Vay 1, 2, 3 tỷ đồng.", ["3 tỷ đồng = 3000000000 VND money-unit"]),
        ("Vay 1, 2, và 3 tấn.", ["1 = 1 tấn measure-list", "2 = 2 tấn measure-list", "3 tấn = 3 tấn measure-unit"]),
        ("Vay 1 với 2 và 3 tấn.", ["2 = 2 tấn measure-list", "3 tấn = 3 tấn measure-unit"]),
        ("Có 2 và 3 hộ.", ["2 = 2 hộ count-list", "3 hộ = 3 hộ count-noun"]),
        ("Có 1,5 và 3 hộ.", ["3 hộ = 3 hộ count-noun"]),
        ("Có 1,5 và 3 tấn.", ["1,5 = 1.5 tấn measure-list", "3 tấn = 3 tấn measure-unit"]),
        ("Có 5 và 6%.", ["5 = 5 % percent-list", "6% = 6 % percent-unit"]),
        ("Có 2019 và 3 tỷ đồng.", ["3 tỷ đồng = 3000000000 VND money-unit"]),
        ("Có hai và 3 tỷ đồng.", ["3 tỷ đồng = 3000000000 VND money-unit"]),
        ("Mục 2 và 3 tỷ đồng.", ["3 tỷ đồng = 3000000000 VND money-unit"]),
        ("Có 1 và 2 hàng, sau đó 3 tấn.", ["3 tấn = 3 tấn measure-unit"]),
    ],
)  # fmt: skip
def test_a_list_has_the_unit_of_its_last_number(text: str, found: list[str]) -> None:
    assert [line for line in read(text) if "count-open" not in line] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Còn hơn 3.100 tỷ, trong đó có nợ.", ["3.100 tỷ = 3.1e+12 VND money-elided"]),
        ("Vay 3 tỷ vốn mới.", ["3 tỷ = 3000000000 VND money-elided"]),
        ("Vay 3 tỷ An Sơn.", ["3 tỷ = 3000000000 VND money-elided"]),
        ("Cho vay 3 triệu.", ["3 triệu = 3000000 VND money-elided"]),
        ("Giá 500 nghìn một ký.", ["500 nghìn = 500000 VND money-elided"]),
        ("Bán con gà nhà nuôi 500 nghìn.", ["500 nghìn = 500000 VND money-elided"]),
        ("Bán con gà nhà nuôi thả đồi 500 nghìn.", []),  # six words between
        ("GIÁ 500 nghìn.", ["500 nghìn = 500000 VND money-elided"]),
        ("Còn 500 nghìn.", []),
        ("Giá 5 trăm.", []),
        ("Giá 0 tỷ.", []),
    ],
)
def test_money_without_its_currency(text: str, found: list[str]) -> None:
    shown = [line.replace("3100000000000", "3.1e+12") for line in read(text)]
    assert shown == found


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("Mua về dùng18.000 robot.", ["18.000 robot"]),
        ("Mua về 3x750MW chạy.", ["750MW"]),
        ("Mua về 3X750MW chạy.", ["750MW"]),
        ("Mua về 3×750MW chạy.", ["750MW"]),
        ("Mua về x750MW chạy.", []),
        ("Mua lò dùng18 tổ may.", ["18 tổ"]),
        ("Mua lò MW18 tổ may.", []),
        ("Mua lò DÙNG18 tổ may.", []),
        ("Mua lò ở18 tổ may.", []),
        ("Mua lò tấn18 tổ may.", []),
        ("Mua a_5 tổ may.", []),
        ("_5 tổ may.", []),
        ("(5 tổ may)", ["5 tổ"]),
        ("5 tổ may.", ["5 tổ"]),
        ("Xã có (5 tổ may)", ["5 tổ"]),
        ("Mua B-19 tổ may.", []),
        ("Mua B–19 tổ may.", []),
        ("Mua C/19 tổ may.", []),
        ("Mua lúc 5:30 tổ may.", []),
        ("Mua a.30 tổ may.", []),
        ("Họp 25/10/2017 tổ may mới.", []),
        ("Họp 25-10-2017 tổ may mới.", []),
        ("Họp 25.10.17 tổ may mới.", []),
        ("Họp năm 2017 tổ may mới.", []),
        ("Họp Năm 2017 tổ may mới.", []),
        ("Họp có 2017 tổ may mới.", ["2017 tổ"]),
        ("Họp góp 2017 tổ may mới.", []),
        ("Xã có 1 tổ may.", ["1 tổ"]),
        ("Xã có một tổ may.", []),
        ("Xã có hai tổ may.", ["hai tổ"]),
        ("Xã có 0 tổ may.", []),
        ("Xã có 1,5 tổ may.", []),
        ("Xã có 1,5 nghìn tổ may.", ["1,5 nghìn tổ"]),
        ("Nhà máy Nghi Sơn 1 tổ may họp.", []),
        ("Nhà máy Nghi Sơn 12 tổ may họp.", ["12 tổ"]),
        ("Xã họp ở Q.5 tổ may.", []),
        ("Tổ số 5 tổ may.", []),
        ("Trong số 5 tổ may.", ["5 tổ"]),
        ("Cả top 5 tổ may.", ["5 tổ"]),
        ("Top 5 tổ may.", []),
        ("Lọt vào top 5 tổ may.", []),
        ("Bậc\n5 tổ may.", ["5 tổ"]),
        ("Tháng 12 tổ may họp.", []),
        ("Tháng 13 tổ may họp.", ["13 tổ"]),
        ("Ngày 31 tổ may họp.", []),
        ("Ngày 32 tổ may họp.", ["32 tổ"]),
        ("Quý 4 tổ may họp.", []),
        ("Quý 5 tổ may họp.", ["5 tổ"]),
        ("Mùng 10 tổ may họp.", []),
        ("Mùng 11 tổ may họp.", ["11 tổ"]),
        ("Sáng 31 tổ may họp.", []),
        ("Sáng 32 tổ may họp.", ["32 tổ"]),
    ],
)
def test_numbers_that_count_and_numbers_that_name(text: str, surfaces: list[str]) -> None:
    assert [m.surface for m in find_amounts(text)] == surfaces
