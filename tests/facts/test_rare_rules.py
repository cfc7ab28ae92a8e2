"""Rules that act in few texts and are kept because the language has them: each acts where it should and is silent beside it."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.links.provinces import provinces_evidence as P
from pipelines.facts.links.years import years_evidence as Y
from pipelines.facts.links.years.part_of_year import not_begun
from pipelines.facts.provinces.provinces import find_provinces
from pipelines.text.prepared import prepare
from tests.facts import asking


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Mức phụ cấp hằng tháng như sau: Tổ trưởng 900.000 đồng.", "month"),
        ("Mức phụ cấp hằng năm như sau: Tổ trưởng 900.000 đồng.", "year"),
        ("Mức phụ cấp như sau: Tổ trưởng 900.000 đồng.", None),  # no time in the heading
        ("Mức phụ cấp hằng tháng như sau. Tổ trưởng 900.000 đồng.", None),  # no list follows
        ("Mức phụ cấp hằng tháng như sau: xem dưới.\nTrợ cấp một lần là 900.000 đồng.", None),  # a payment made once ends it
    ],
)
def test_a_heading_says_per_what_its_list_is(text: str, per: str | None) -> None:
    assert [amount.per for amount in find_amounts(text)] == [per]


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Hà Giang họp. Nhà máy này thu 5 tỷ đồng.", True),
        ("Hà Giang họp. Làng nghề nói trên thu 5 tỷ đồng.", True),
        ("Hà Giang họp. Đây là dự án thu 5 tỷ đồng.", True),
        ("Hà Giang họp. Một nhà máy khác thu 5 tỷ đồng.", False),
        ("Hà Giang họp. Mùa này thu 5 tỷ đồng.", False),
    ],
)
def test_this_plant_is_the_one_told_before(text: str, acts: bool) -> None:
    assert (P.BACK in asking.provinces(text, ("Hà Giang",))["Hà Giang"]) is acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Xã rót 5 tỷ đồng, sang năm 2019 sẽ vận hành.", True),
        ("Xã rót 5 tỷ đồng, sang năm 2019 nhà máy này đi vào ổn định.", True),
        ("Xã rót 5 tỷ đồng, sang năm 2019 sẽ rót thêm.", False),
        ("Năm 2019 vận hành, xã rót 5 tỷ đồng.", False),  # the year stands before the money
    ],
)
def test_a_year_of_operation_is_its_own(text: str, acts: bool) -> None:
    assert (Y.OPERATION_FOLLOWS in asking.years(text, None, "investment")[2019, 2019]) is acts


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Xe của Hà Nội Tourist chở khách.", []),
        ("Đội bóng Nam Định FC thắng trận.", []),
        ("Bản tin Hà Giang Online ra sáng nay.", []),
        ("Xe của Hà Nội chở khách.", ["Hà Nội"]),
        ("Đội bóng tỉnh Nam Định thắng trận.", ["Nam Định"]),
    ],
)
def test_a_longer_name_is_no_province(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_provinces(prepare(text))] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Các công ty Lào Cai và Yên Bái cùng góp vốn.", []),
        ("Hai công ty Lào Cai, Yên Bái cùng góp vốn.", []),
        ("Công ty Lào Cai và Yên Bái cùng góp vốn.", ["Yên Bái"]),  # one firm, and a province
    ],
)
def test_several_firms_are_named_in_a_row(text: str, names: list[str]) -> None:
    assert [mention.name for mention in find_provinces(prepare(text))] == names


@pytest.mark.parametrize(
    ("text", "month", "expected"),
    [
        ("quý iv thu 5 tỷ đồng", 2, True),  # said in February: that of the year before
        ("quý iv thu 5 tỷ đồng", 11, False),
        ("tháng 9 thu 5 tỷ đồng", 8, True),
        ("tháng 9 thu 5 tỷ đồng", 9, False),
        ("xã thu 5 tỷ đồng", 1, False),
    ],
)
def test_a_part_of_a_year_not_begun(text: str, month: int, expected: bool) -> None:
    assert not_begun(text, 0, len(text), month) is expected


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("Cảng Vũng Áng thu 5 tỷ đồng.", "Hà Tĩnh"),
        ("Khu kinh tế Dung Quất thu 5 tỷ đồng.", "Quảng Ngãi"),
        ("Cảng Vũng Xanh thu 5 tỷ đồng.", None),
    ],
)
def test_a_place_of_industry_is_known_by_its_name(text: str, home: str | None) -> None:
    found = asking.provinces(text)
    assert set(found) == ({None, home} if home else {None})
