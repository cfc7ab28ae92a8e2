"""Rules that act in few texts and are kept because the language has them: each acts where it should and is silent beside it."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.links.provinces import provinces_evidence as P
from pipelines.facts.links.years import years_evidence as Y
from pipelines.facts.links.years.part_of_year import not_begun
from pipelines.facts.provinces.districts import find_bare_districts
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


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Giá nhãn thấp hơn cùng kỳ năm ngoái khoảng 20%.", True),
        ("Lượng muối ít hơn năm trước 15%.", True),
        ("Giá tôm cao hơn vụ năm 2030 đến 5.000 đồng.", True),
        ("Năm ngoái giá nhãn giảm 20%.", False),
        ("Giá nhãn cao hơn mức năm ngoái là 20.000 đồng.", False),  # the figure of that year itself
        ("Giá nhãn so với cùng kỳ năm ngoái 20.000 đồng.", False),
    ],
)
def test_a_difference_is_of_the_later_year(text: str, acts: bool) -> None:
    found = asking.years(text, "2031-12-09", "price")
    assert (Y.BASE_STATED not in found[2030, 2030] and Y.BASE_NEXT in found.get((2031, 2031), {})) is acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Năm 2029 giá cua 300.000 đồng, nay tăng lên 380.000 đồng.", True),
        ("Nếu năm ngoái giá nhãn cao thì hiện nay chỉ còn 20.000 đồng.", True),
        ("Năm 2029 làng thu 3 tỷ đồng và đến nay thu 9 tỷ đồng.", True),
        ("Từ năm 2029 đến nay làng thu 9 tỷ đồng.", False),  # a range
        ("Năm 2029 làng mua máy hiện đại, giá 9 tỷ đồng.", False),
        ("Năm nay giá nhãn còn 20.000 đồng.", False),
    ],
)
def test_what_is_said_of_now_leaves_the_year_before_it(text: str, acts: bool) -> None:
    assert (Y.SINCE_THEN in asking.years(text, "2031-12-09", "price")[2031, 2031]) is acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Tỉnh công bố quy hoạch đến năm 2040. Tại hội nghị, tỉnh trao giấy chứng nhận đầu tư 3 tỷ USD.", True),
        ("Quy hoạch đến năm 2040 được công bố. Dịp này, hãng bia ký ghi nhớ đầu tư 500 triệu USD.", True),
        ("Nhân dịp này, mỏ đá nhận quyết định chấp thuận chủ trương đầu tư 90 tỷ đồng. Lò gạch ký hợp đồng 8 tỷ đồng.", True),
        ("Tại hội nghị, lãnh đạo nêu tổng vốn 3 tỷ USD.", False),  # nothing was signed
        ("Tỉnh trao giấy chứng nhận đầu tư 3 tỷ USD.", False),  # on no occasion told
        ("Tại hội nghị, tỉnh công bố quyết định: mục tiêu đạt 3 tỷ USD.", False),  # a plan
        ("Tại hội nghị năm 2029, tỉnh trao giấy chứng nhận đầu tư 3 tỷ USD.", False),  # a year of its own
    ],
)
def test_what_is_signed_at_a_meeting_is_news(text: str, acts: bool) -> None:
    assert (Y.OCCASION in asking.years(text, "2031-12-09", "investment")[2031, 2031]) is acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Trung tâm cấp 90 triệu đồng cho xưởng ở huyện Yên Sơn.", True),
        ("Trung tâm cấp 90 triệu đồng; đoàn về huyện Yên Sơn.", False),
        ("Trung tâm cấp 90 triệu đồng và 70 triệu đồng cho xưởng ở huyện Yên Sơn.", True),
        ("Trung tâm cấp 90 triệu đồng cho Lào Cai, rồi về huyện Yên Sơn.", False),
    ],
)
def test_a_district_behind_the_money_tells_its_province(text: str, acts: bool) -> None:
    assert (P.THING_RIGHT in asking.provinces(text).get("Tuyên Quang", {})) is acts


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("Kim ngạch toàn tỉnh tăng. Trong đó, khối ngoại đạt 17 triệu USD. Hàng của Phú Yên là cá.", False),
        ("Theo Sở Công Thương tỉnh, khối ngoại đạt 17 triệu USD. Hàng của Phú Yên là cá.", False),
        ("Kim ngạch tăng. Trong đó, khối ngoại đạt 17 triệu USD. Hàng của Phú Yên là cá.", True),
        ("Các tỉnh họp. Trong đó, khối ngoại đạt 17 triệu USD. Hàng của Phú Yên là cá.", True),
    ],
)
def test_local_news_says_the_province_before_its_name(text: str, acts: bool) -> None:
    assert (P.NULL_UNNAMED in asking.provinces(text, ("Phú Yên",))[None]) is acts


@pytest.mark.parametrize(
    ("title", "primary", "acts"),
    [
        ("TP.HCM sắp có chợ đêm", "Hồ Chí Minh", True),
        ("TPHCM sắp có chợ đêm", "Hồ Chí Minh", True),
        ("Huế sắp có chợ đêm", "Thừa Thiên Huế", True),
        ("Thuế chợ đêm tăng", "Thừa Thiên Huế", False),
        ("Chợ đêm Hà Nam đông khách", "Hà Nội", False),
    ],
)
def test_a_headline_names_its_province_in_any_spelling(title: str, primary: str, acts: bool) -> None:
    assert (P.TITLE in asking.provinces("Chợ thu 5 tỷ đồng.", (primary,), title=title)[primary]) is acts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Làng tơ Đông Anh 3 (thị trấn Nam Ban) đông thợ.", False),
        ("Các xóm Đông Anh 3, Đông Anh 5, cùng dệt lụa.", False),
        ("Chợ rau Đông Anh bán chạy.", True),
        ("Huyện giao Đông Anh 5 tỷ đồng sửa chợ.", True),
    ],
)
def test_a_hamlet_with_a_number_is_no_district(text: str, found: bool) -> None:
    assert bool(find_bare_districts(prepare(text).key, ())) is found
