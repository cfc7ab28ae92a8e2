"""A day told without its year, the year it lies in, and the start of a year compared with."""

from __future__ import annotations

import pytest

from pipelines.facts.frames.news_days import Day, full_date, news_day, year_of_news
from tests.facts.asking import line


@pytest.mark.parametrize(
    ("low", "day"),
    [
        ("ngày 5/2, chợ mở.", (2, 5)),
        ("sáng 26-4, tại trụ sở xã", (4, 26)),
        ("chiều nay (8/3), chợ mở", (3, 8)),
        ("hôm nay, 9/9, chợ mở", (9, 9)),
        ("trong phiên sáng 13.11 giá giảm", (11, 13)),
        ("ngày 5/2/2032, chợ mở", None),
        ("trước ngày 31/3 phải xong, ngày 7/2 mới làm", (2, 7)),
        ("từ ngày 1/5 đến ngày 3/5", None),
        ("lễ 30/4 đông khách", None),
        ("ngày 5/2 năm ngoái", None),
        ("ngày 5/2 tới sẽ mở", None),
        ("ngày 45/2", None),
        ("ngày 5/13", None),
        ("tỷ lệ ngày 5/2%", None),
    ],
)
def test_the_day_of_news(low: str, day: tuple[int, int] | None) -> None:
    found = news_day(low, len(low))
    assert (found and (found.month, found.day)) == day
    assert news_day("x" * 50 + low, 50) is None


@pytest.mark.parametrize(
    ("news", "past", "ahead", "year"),
    [
        (Day(2, 5), ["24/12/2031"], [], 2032),  # behind what it tells as past
        (Day(12, 24), ["24/12/2031"], [], 2031),
        (Day(12, 23), ["24/12/2031"], [], 2032),
        (Day(1, 27), [], ["31/3/2032"], 2032),  # before the deadline it sets
        (Day(3, 31), [], ["31/3/2032"], 2032),
        (Day(4, 1), [], ["31/3/2032"], 2031),
        (Day(1, 27), ["11/2030"], ["31/3/2033", "31/3/2034"], 2033),
        (Day(1, 27), ["11/2035"], ["31/3/2033"], 2036),  # no deadline of this news
        (Day(9, 15), ["9/2031"], [], 2031),
        (Day(9, 15), [], [], None),
    ],
)
def test_the_year_of_a_day_of_news(news: Day, past: list[str], ahead: list[str], year: int | None) -> None:
    dates = [[date for one in ones if (date := full_date(one))] for ones in (past, ahead)]
    assert [len(ones) for ones in dates] == [len(past), len(ahead)]
    assert year_of_news(news, *dates)[0] == year


def test_a_bare_year_is_no_full_date() -> None:
    assert full_date("2031") is None
    assert full_date("13/2031") is None


@pytest.mark.parametrize(
    ("text", "published", "now"),
    [
        ("Ngày 5/2, xã phạt lò gạch 4 triệu đồng. Lò xả khói hôm 24-12-2031.", None, 2032),
        ("Ngày 5/2, xã phạt lò gạch 4 triệu đồng. Lò phải xong ống khói trước ngày 1/3/2032.", None, 2032),
        ("Chiều 27/11, xã phạt lò gạch 4 triệu đồng. Lò phải xong ống khói trước ngày 1/3/2032.", None, 2031),
        ("Sáng 11/11, chợ họp bàn giá. Giá mới áp dụng từ 1/1/2032.", None, 2031),
        ("Sáng 11/6, chợ họp bàn giá. Giá cũ áp dụng từ 1/1/2032.", None, 2032),
        ("Ngày 8/2, hãng lên sàn. Mưa. Nắng. Gió. Năm 2031, hãng lãi 4 tỷ đồng.", None, 2032),  # the year told whole is over
        ("Ngày 8/3, hãng lên sàn. Mưa. Nắng. Gió. Năm 2031, hãng lãi 4 tỷ đồng.", None, 2031),
        ("Ngày 2/6, chợ họp. Mưa. Nắng. Gió. Hội mở ngày 27/6/2031.", None, 2031),  # in the weeks that follow
        ("Ngày 2/6, chợ họp. Mưa. Nắng. Gió. Hội mở ngày 27/5/2031.", None, 2031),
        ("Ngày 2/6, chợ họp. Mưa. Nắng. Gió. Hội mở ngày 27/7/2031.", None, 2032),
        ("Ngày 5/2, chợ họp. Trong 9 tháng đầu năm 2031, chợ thu lớn.", None, 2031),  # a report fixes its own year
        ("Ngày 5/2, xã phạt lò gạch. Lò xả khói hôm 24-12-2031.", "2033-02-06", 2033),
        ("Mưa. Nắng. Gió. Bão. Lò xả khói hôm 24-12-2031. Ngày 5/2, xã phạt lò gạch.", None, 2031),  # no opening
    ],
)
def test_the_present_of_a_text_by_its_day(text: str, published: str | None, now: int) -> None:
    assert line(text, published).reference.now == now


@pytest.mark.parametrize(
    ("text", "published", "base"),
    [
        ("Giá cao su tăng 8% so với đầu năm 2031.", "2031-06-02", False),
        ("Giá cao su tăng 8% so với đầu năm 2031.", None, False),
        ("Giá cao su cao hơn thời điểm đầu năm 2031.", "2031-06-02", False),
        ("Giá cao su tăng 8% so với đầu năm 2031.", "2032-06-02", True),
        ("Giá cao su tăng 8% so với cuối năm 2031.", "2031-12-30", True),
        ("Giá cao su tăng 8% so với năm 2031.", None, True),
        ("Thưởng thợ ngang với mức thưởng năm 2031.", None, True),
        ("Thưởng thợ bằng mức năm 2031.", None, True),
        ("Lương thợ tương đương con số của năm 2031.", None, True),
        ("Xã làm đường bằng vốn năm 2031.", None, False),
        ("Mức thưởng năm 2031 là 4 triệu đồng.", None, False),
    ],
)
def test_years_compared_with(text: str, published: str | None, base: bool) -> None:
    assert [year.comparison for year in line(text, published).years] == [base]


@pytest.mark.parametrize(
    ("text", "now"),
    [
        ("Sáng 13/11, giá vàng giao tháng 2/2032 tăng. Giá cao hơn 8 USD so với đầu năm 2031.", 2031),
        ("Mưa. Nắng. Gió. Lô cà phê kỳ hạn tháng 2/2032 tăng giá.", None),
        ("Mưa. Nắng. Gió. Trái phiếu đáo hạn vào năm 2032.", None),
        ("Mưa. Nắng. Gió. Xã giao đất cho xưởng năm 2032.", 2032),
    ],
)
def test_dates_of_delivery_lie_ahead(text: str, now: int | None) -> None:
    assert line(text).reference.now == now
