"""What the text as a whole says of a year: its "năm nay", its opening, the plan it is about, a trial, sums told twice, headings."""

from __future__ import annotations

import pytest

from pipelines.facts.frames.scope import Link
from pipelines.facts.frames.year_senses import Sense
from pipelines.facts.links.years import years_evidence as Y
from tests.facts.asking import line, years

PAST = "Hợp tác xã lập năm 2009 và làm nghề đan lát. "
REPORT = "9 tháng đầu năm 2031, cả xã bán 40 tấn chiếu cói. "


@pytest.mark.parametrize(
    ("text", "senses"),
    [
        ("Giá trị sản xuất (theo giá so sánh năm 2010) đạt 500 tỷ đồng.", ["prices"]),
        ("Giá trị sản xuất (giá so sánh 2010) đạt 500 tỷ đồng.", ["prices"]),
        ("Tính theo giá cố định năm 1994, ngành dệt đạt 500 tỷ đồng.", ["prices"]),
        ("Theo giá 2010, ngành dệt đạt 500 tỷ đồng.", ["prices"]),
        ("Ngành dệt (giá năm 2010) đạt 500 tỷ đồng.", ["prices"]),
        # prices of a year that is told of
        ("Giá chè năm 2010 đạt 7.000 đồng.", ["year"]),
        ("So với giá năm 2010, chè rẻ hơn 5%.", ["base"]),
        ("Theo giá bán lẻ năm 2010, chè là 7.000 đồng.", ["year"]),
    ],
)
def test_the_year_of_constant_prices_tells_no_time(text: str, senses: list[Sense]) -> None:
    found = line(text)
    assert [one.sense for one in found.said] == senses
    if senses == ["prices"]:
        assert found.reference.now is None
        assert found.periods.all == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (PAST + REPORT + "Năm nay, lãi 5 tỷ đồng.", [2031]),
        (PAST + REPORT + "Nửa đầu năm nay, lãi 5 tỷ đồng, tăng 5% so với cùng kỳ.", [2031, 2030]),
        (PAST + REPORT + "Năm nay lãi 5 tỷ đồng, năm trước lãi 3 tỷ đồng.", [2031, 2030]),
        ("Nghề có từ năm 1998. " + REPORT + "Vụ chiếu năm nay được mùa.", [2031]),
        # the quarter to come, told in December, is no present
        ("Năm 2031, cả xã bán 40 tấn chiếu cói. Năm nay, lãi 5 tỷ đồng. Quý I năm 2032 xã mở chợ.", [2031]),
        # nothing but history: the first year told stays
        ("Hợp tác xã bán chiếu trong năm 2009 và từ năm 2025. Năm nay, lãi 5 tỷ đồng.", [2009]),
    ],
)
def test_this_year_of_a_text_without_date_is_the_one_it_reports(text: str, wanted: list[int]) -> None:
    assert [y.year_to for y in line(text).years if y.relative] == wanted


def test_this_year_of_a_dated_text_is_its_publication() -> None:
    assert [y.year_to for y in line(PAST + REPORT + "Năm nay, lãi 5 tỷ đồng.", "2033-05-01").years if y.relative] == [2033]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Tỉnh vừa ban hành Kế hoạch phát triển làng nghề giai đoạn 2031-2035. Chi 5 tỷ đồng.", (2031, 2035)),
        ("Ngày 3/2, huyện phê duyệt đề án trồng quế đến năm 2035. Chi 5 tỷ đồng.", (2035, 2035)),
        ("Xã phát động phong trào trồng dâu giai đoạn 2031 - 2033. Chi 5 tỷ đồng.", (2031, 2033)),
        ("Tỉnh công bố quy hoạch chợ nông thôn thời kỳ 2031-2040. Chi 5 tỷ đồng.", (2031, 2040)),
        # no document, or one that is named for no period
        ("Tỉnh vừa ban hành quyết định thưởng. Giai đoạn 2031-2035 chi 5 tỷ đồng.", None),
        ("Giai đoạn 2021-2025, tỉnh chi 5 tỷ đồng.", None),
        ("Tỉnh vừa ban hành kế hoạch chợ phiên năm 2026. Chi 5 tỷ đồng.", None),
        ("Chợ mở. Người đông. Hàng nhiều. Tỉnh ban hành kế hoạch giai đoạn 2031-2035, chi 5 tỷ đồng.", None),  # not in the opening
    ],
)
def test_a_plan_of_the_opening_is_named_for_a_period(text: str, wanted: tuple[int, int] | None) -> None:
    assert line(text, "2026-03-04").document == wanted
    speaks = {candidate for candidate, features in years(text, "2026-03-04").items() if Y.DOCUMENT_CLASS["other"] in features}
    assert speaks == ({wanted} if wanted else set())


TRIAL = "Theo cáo trạng, bị cáo nhận hàng rồi bỏ trốn; bị hại mất 5 tỷ đồng."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (TRIAL, True),
        ("Công an khởi tố hai bị can. Viện kiểm sát truy tố cả hai, mất 5 tỷ đồng.", True),
        ("Phiên tòa mở sáng nay. Bị cáo nhận tội. HĐXX nghị án, án phí 5 tỷ đồng.", True),
        (TRIAL.replace("bị cáo", "ông A"), False),  # two words of it
        ("Chợ xét giống, khởi động vụ mới, bị hại bởi bão, mất 5 tỷ đồng.", False),
    ],
)
def test_a_text_about_a_trial_is_known_by_three_words(text: str, wanted: bool) -> None:
    assert line(text, "2026-03-04").trial is wanted
    found = years(text, "2026-03-04")
    assert (Y.PUBLISHED_TRIAL["away"] in found[2026, 2026]) is wanted
    assert (Y.NULL_TRIAL["away"]["known"] in found[None]) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Xã chi 5 tỷ đồng. Chợ mở. Năm 2019, xã chi 5 tỷ đồng. Dân mừng. Xã chi 5 tỷ đồng.", {(2019, 2019)}),
        ("Trong năm 2019 chợ thu 5 tỷ đồng. Dân mừng. Vẫn là 5 tỷ đồng.", {(2019, 2019)}),
        ("Trong năm 2019 chợ thu 5 tỷ đồng. Dân mừng. Vẫn là 6 tỷ đồng.", set()),  # another sum
        ("Trong năm 2019 chợ thu 5%. Dân mừng. Vẫn là 5%.", set()),  # shares fall together by chance
        ("Trong năm 2019 chợ thu 5 tỷ đồng, chi 5 tỷ đồng.", set()),  # one sentence
        ("Năm 2019 thu 5 tỷ đồng. " + "Thu 5 tỷ đồng. " * 4, set()),  # told so often that it tells no thing
    ],
)
def test_a_sum_told_twice_is_one_figure(text: str, wanted: set[tuple[int, int]]) -> None:
    found = years(text, "2026-03-04")
    assert {c for c, features in found.items() if c and any(f in features for f in Y.AGAIN.values())} == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Năm 2018 chợ vắng.\nChi hơn 5 tỷ đồng\nNăm 2019, xã xây chợ. Năm 2020 mở chợ.", {(2019, 2019)}),
        ("Năm 2018 chợ vắng.\nChi hơn 5 tỷ đồng.\nNăm 2019, xã xây chợ.", set()),  # a sentence, no heading
        ("Năm 2018 chợ vắng.\nChi hơn 5 tỷ đồng năm 2017\nNăm 2019, xã xây chợ.", set()),  # a heading with its own year
        ("Năm 2018 chợ vắng.\nChi hơn 5 tỷ đồng\nXã xây chợ.\nNăm 2019, mở chợ.", set()),  # not beneath it
    ],
)
def test_a_heading_tells_what_the_paragraph_beneath_tells(text: str, wanted: set[tuple[int, int]]) -> None:
    assert {c for c, features in years(text, "2026-03-04").items() if Y.BELOW in features} == wanted


@pytest.mark.parametrize(
    ("text", "published", "candidate", "feature"),
    [
        ("Chợ chi 5 tỷ đồng.", "2026-03-04", (2026, 2026), Y.PUBLISHED_LEAD["other"]),
        ("Chợ chi 5 tỷ đồng.", "2026-03-04", None, Y.NULL_LEAD["other"]["known"]),
        ("Chợ mở ngày 3/2/2019. Chợ chi 5 tỷ đồng.", None, (2019, 2019), Y.REFERENCE_LEAD["lead"]),
    ],
)
def test_the_opening_tells_the_news(text: str, published: str | None, candidate: tuple[int, int] | None, feature: str) -> None:
    assert feature in years(text, published)[candidate]
    far = "Chợ mở. Người đông. Hàng nhiều. " + text
    assert feature not in years(far, published).get(candidate, {})


def inherited(text: str, year: tuple[int, int]) -> set[str]:
    kinds = [*Y.INHERIT_AHEAD.values(), *Y.INHERIT_UNTOLD.values(), *Y.INHERIT_SHARE.values()]
    return set(years(text, "2026-03-04", links=Link("other", year)).get(year, {})) & set(kinds)


def test_the_year_of_the_amount_before_is_a_worse_guess_where_it_was_a_plan_a_guess_or_this_is_a_share() -> None:
    plan = "Chợ dự kiến thu 5 tỷ đồng vào năm 2030. "
    assert inherited(plan + "Làng có vốn 3 tỷ đồng.", (2030, 2030)) == {Y.INHERIT_AHEAD["paragraph"]}
    assert inherited(plan + "Mục tiêu của làng là 3 tỷ đồng.", (2030, 2030)) == set()
    assert inherited("Chợ thu 5 tỷ đồng. Làng thu 3 tỷ đồng.", (2026, 2026)) == {Y.INHERIT_UNTOLD["paragraph"]}
    assert inherited("Năm 2026, chợ thu 5 tỷ đồng. Làng thu 3 tỷ đồng.", (2026, 2026)) == set()
    assert inherited("Năm 2026, chợ thu 5 tỷ đồng. Làng chiếm 3%.", (2026, 2026)) == {Y.INHERIT_SHARE["paragraph"]}


TOLD = "Chợ xây trong năm 2019, trước đó giai đoạn 2011-2015 chợ tạm đông khách. Dân mừng. "


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Năm 2019 chợ mở. Khi đó, sạp thuê 5 triệu đồng.", (2019, 2019)),
        ("Năm 2019 chợ mở. Giá thuê sạp hồi ấy là 5 triệu đồng.", (2019, 2019)),
        ("Năm 2019 chợ mở. Cùng năm, chợ thu 5 tỷ đồng.", (2019, 2019)),
        ("Năm 2019 chợ mở. Tại cùng thời điểm, giá chè là 5 triệu đồng.", (2019, 2019)),
        ("Năm 2019 chợ mở. Cũng trong thời gian này, chợ vay 5 tỷ đồng.", (2019, 2019)),
        ("Mục tiêu đến năm 2030 có chợ mới. Lúc đó chợ thu 5 tỷ đồng.", (2030, 2030)),
        (TOLD + "Giai đoạn này, chợ thu 5 tỷ đồng.", (2011, 2015)),
        (TOLD + "Bình quân thời kỳ nói trên thu 5 tỷ đồng.", (2011, 2015)),
        # no pointer, or one to something else
        ("Năm 2019 chợ mở. Trong khi đó, sạp thuê 5 triệu đồng.", None),
        ("Năm 2019 chợ mở. Từ khi đó, chợ thu 5 tỷ đồng.", None),
        ("Năm 2019 chợ mở. Sau khi đó sạp thuê 5 triệu đồng.", None),
        ("Năm 2019 chợ mở. So với cùng thời điểm năm trước, thu 5 tỷ đồng.", None),
        ("Năm 2019 chợ mở. Cùng năm trước chợ thu 5 tỷ đồng.", None),
        ("Năm 2019 chợ mở. Trong thời gian này, chợ thu 5 tỷ đồng.", None),  # may be now
        ("Năm 2019 chợ mở. Khi đó vắng, năm 2021 chợ thu 5 tỷ đồng.", None),  # another year since
        ("Năm 2019 chợ mở. Giai đoạn này, chợ thu 5 tỷ đồng.", None),  # no span was told
        ("Khi đó, chợ thu 5 tỷ đồng.", None),
        ("Năm 2019 chợ mở." + " Dân mừng." * 80 + " Khi đó, chợ thu 5 tỷ đồng.", None),  # too far
    ],
)
def test_a_sentence_may_point_back_to_the_time_just_told(text: str, wanted: tuple[int, int] | None) -> None:
    found = years(text, "2026-03-04")
    assert {c for c, features in found.items() if Y.POINTS_BACK in features} == ({wanted} if wanted else set())
    assert (Y.POINTS_BACK_NULL in found[None]) is (wanted is not None)
