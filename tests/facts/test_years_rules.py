"""Which digits are read as a year, as what (the rule stored with a mention), and how much of the text belongs to it."""

from __future__ import annotations

import pytest

from pipelines.facts.years.years import find_years
from pipelines.values.mentions import Context


def read(text: str, published: str | None = "2024-05-01") -> list[str]:
    """Every mention as "surface = from-to rule flags"."""
    shown = []
    for m in find_years(text, Context(published=published)):
        assert text[m.start : m.end] == m.surface
        span = str(m.year_from) if m.year_from == m.year_to else f"{m.year_from}-{m.year_to}"
        flags = "c" * m.comparison + "p" * m.plan + "l" * m.law + "r" * m.relative
        shown.append(f"{m.surface} = {span} {m.rule} {flags}".strip())
    return shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chợ mở 1/2018 tại xã.", ["1/2018 = 2018 month"]),
        ("Chợ mở 12-2018 tại xã.", ["12-2018 = 2018 month"]),
        ("Chợ mở 0/2018 tại xã.", []),
        ("Chợ mở 13/2018 tại xã.", []),
        ("Chợ mở 3.2018 tại xã.", []),  # a dot needs its month or quarter
        ("Tháng 3.2018 chợ mở.", ["3.2018 = 2018 month"]),
        ("Tháng 3 . 2018 chợ mở.", ["3 . 2018 = 2018 month"]),
        ("Quý 3.2018 chợ mở.", ["2018 = 2018 quarter"]),
        ("Quý 3/2018 chợ mở.", ["2018 = 2018 quarter"]),
        ("Q3/2018 chợ mở.", ["2018 = 2018 quarter"]),
        ("Quý III/2018 chợ mở.", ["2018 = 2018 year"]),
        ("Bản tin số 13-2018 ra mắt.", ["2018 = 2018 edition"]),
        ("Bản tin số 13/2018 ra mắt.", ["2018 = 2018 edition"]),
        ("Tạp chí Sông Quê số 13/2018 ra mắt.", ["2018 = 2018 edition"]),
        ("Tạp chí Sông Quê số 12/2018 ra mắt.", ["12/2018 = 2018 month"]),
        ("Theo 3/2018/QH nêu rõ.", []),
        ("Theo 3/2018/qh nêu rõ.", ["3/2018 = 2018 month"]),
        ("Ngày 5/6/2017 họp.", ["5/6/2017 = 2017 date"]),
        ("Ngày 31 / 12 / 2017 họp.", ["31 / 12 / 2017 = 2017 date"]),
        ("Ngày 32/10/2017 họp.", ["2017 = 2017 year"]),
        ("Ngày 25/13/2017 họp.", ["2017 = 2017 year"]),
        ("Ngày 25/10-2017 họp.", ["2017 = 2017 year"]),
        ("Lưu 2017-12-31 trong sổ.", ["2017-12-31 = 2017 date-iso"]),
        ("Lưu 2017-13-25 trong sổ.", ["2017 = 2017 year"]),
        ("Lưu 2017-10-32 trong sổ.", ["2017 = 2017 year"]),
    ],
)
def test_months_quarters_editions_and_dates(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Giai đoạn 2017-2020 chợ vui.", ["2017-2020 = 2017-2020 range"]),
        ("Giai đoạn 2017 – năm 2020 chợ vui.", ["2017 – năm 2020 = 2017-2020 range"]),
        ("Giai đoạn 2017-2017 chợ vui.", ["2017-2017 = 2017 range"]),
        ("Giai đoạn 2020-2017 chợ vui.", ["2020 = 2020 year", "2017 = 2017 year"]),
        ("Giai đoạn 2017-18 chợ vui.", ["2017-18 = 2017-2018 range"]),
        ("Giai đoạn 1997-99 chợ vui.", ["1997-99 = 1997-1999 range"]),
        ("Giai đoạn 2017-17 chợ vui.", ["2017 = 2017 year"]),
        ("Giai đoạn 2017-37 chợ vui.", ["2017-37 = 2017-2037 range p"]),
        ("Giai đoạn 2017-38 chợ vui.", ["2017 = 2017 year"]),
        ("Giai đoạn 2017 - 20 chợ vui.", ["2017 = 2017 year"]),  # two digits stand without blanks and without a slash
        ("Giai đoạn 2017/20 chợ vui.", ["2017 = 2017 year"]),
        ("Giai đoạn 2017-20a chợ vui.", ["2017 = 2017 year"]),
        ("Niên vụ 2017/2018 chợ vui.", ["2017/2018 = 2017-2018 range"]),
        ("Kho có 2017 - 2020 tấn muối.", ["2017 = 2017 year"]),
        ("Từ thập niên 1990 làng đông.", ["1990 = 1990-1999 decade"]),
        ("Từ những năm 1995 làng đông.", ["1995 = 1995 year"]),
        ("Từ năm 1990 làng đông.", ["1990 = 1990 year"]),
    ],
)
def test_ranges_and_decades(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bà Lò Thị Tư, sinh năm 1957, kể.", ["1957 = 1957 birth"]),
        ("Bà Lò Thị Tư (SN: 1957) kể.", ["1957 = 1957 birth"]),
        ("Bà Lò Thị Tư, sinh ngày 5/6/1957, kể.", ["5/6/1957 = 1957 birth"]),
        ("Bà Lò Thị Tư kể về năm 1957.", ["1957 = 1957 year"]),
        ("Luật Chợ phiên 2020 có hiệu lực.", ["2020 = 2020 year l"]),
        ("Phiên chợ 2020 có hiệu lực.", ["2020 = 2020 year"]),
        ("Quyết định số 12/QĐ-UBND ngày 5/6/2019 nêu.", ["5/6/2019 = 2019 date l"]),
        ("Quyết định số 12/QĐ-UBND có hiệu lực từ ngày 5/6/2019 nêu.", ["5/6/2019 = 2019 date"]),
        ("Phiên họp ngày 5/6/2019 nêu.", ["5/6/2019 = 2019 date"]),
    ],
)
def test_births_and_laws(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Năm nay chợ vui.", ["Năm nay = 2024 relative-this r"]),
        ("Năm ngoái chợ vui.", ["Năm ngoái = 2023 relative-last r"]),
        ("Năm tới chợ vui.", ["Năm tới = 2025 relative-next pr"]),
        ("Năm 2019 chợ vui hơn năm trước.", ["2019 = 2019 year", "năm trước = 2018 relative-before r"]),
        ("Năm 2019 chợ vui hơn năm trước đó.", ["2019 = 2019 year", "năm trước đó = 2018 relative-before r"]),
        ("Năm 2019 chợ vui, năm sau vắng.", ["2019 = 2019 year", "năm sau = 2020 relative-after r"]),
        ("Năm 2019 chợ vui, năm sau đó vắng.", ["2019 = 2019 year"]),
        ("Năm 2019 chợ vui hơn cùng kỳ.", ["2019 = 2019 year", "cùng kỳ = 2018 relative-same-period cr"]),
        ("Chợ vui. Năm sau vắng.", []),
        ("Năm trước khi có chợ thì vắng.", []),
        ("Năm sau ngày mở chợ thì đông.", []),
        ("Nhiều năm nay chợ vui.", []),
        ("Cách nay hai năm trước chợ vui.", []),
    ],
)
def test_relative_words_say_which_one_they_are(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "published", "found"),
    [
        ("Năm ngoái chợ vui.", None, []),
        ("Năm tới chợ vui.", None, []),
        ("Năm 2019 chợ vui hơn năm ngoái.", None, ["2019 = 2019 year"]),
        ("Năm 2019 chợ vui, tăng so với năm ngoái.", None, ["2019 = 2019 year", "năm ngoái = 2018 relative-last cr"]),
        ("Chợ vui hơn năm 2018, so với năm 2019 thì vắng. Năm nay vui.", None,
         ["2018 = 2018 year", "2019 = 2019 year c", "Năm nay = 2018 relative-this r"]),
        ("So với năm 2019 thì vắng. Năm nay vui.", None, ["2019 = 2019 year c", "Năm nay = 2020 relative-this r"]),
        ("Đến năm 2030 phải xong. Năm nay vui.", None, ["2030 = 2030 year p"]),
        ("Luật Chợ phiên 2020 nêu. Năm nay vui.", None, ["2020 = 2020 year l"]),
        ("Năm 2019 chợ vui.\nNăm sau vắng.", None, ["2019 = 2019 year"]),
        ("Năm 2019 chợ vui. Năm sau vắng.", "2024-05-01", ["2019 = 2019 year"]),
        ("Năm nay chợ vui hơn năm trước.", "2024-05-01", ["Năm nay = 2024 relative-this r", "năm trước = 2023 relative-before r"]),
        ("Năm 2030 chợ vui hơn cùng kỳ.", "2024-05-01", ["2030 = 2030 year p", "cùng kỳ = 2023 relative-same-period cr"]),
    ],
)  # fmt: skip
def test_what_relative_words_rest_on(text: str, published: str | None, found: list[str]) -> None:
    assert read(text, published) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Máy Q12019 bán chạy.", []),
        ("Mẫu AB2019 bán chạy.", []),
        ("Gọi 1,2019 hay 5.2019 thì sai.", []),
        ("Năm 2019,5 thì sai.", []),
        ("Năm 2019a thì sai.", []),
        ("Đình 2019 tuổi còn vững.", []),
        ("Máy quay 2019 lần rồi nghỉ.", []),
        ("Tổng đài 2019 500 luôn bận.", []),
        ("Hội chợ 2019 5000 khách.", ["2019 = 2019 year"]),
        ("Mức 2019 - 3,5 thì sai.", []),
        ("Gọi +2019 để hỏi.", []),
        ("Mẫu A-2019 bán chạy.", []),
        ("Kỳ II-2019 bán chạy.", ["2019 = 2019 year"]),
        ("Kỳ II/2019 bán chạy.", ["2019 = 2019 year"]),
        ("Phòng 2019 đã khóa.", []),
        ("Theo Điều 2019 đã khóa.", []),
        ("Hotline: 2019 luôn bận.", []),
        ("Kho có 2019 người làm.", []),
        ("Năm 2019 người làm đông.", ["2019 = 2019 year"]),
        ("Từ 2019 tấn muối còn lại.", []),
        ("Năm 1690 chợ mở.", []),
        ("Năm 2100 chợ mở.", []),
        ("Quầy 1799 chợ mở.", []),
        ("Năm 1799 chợ mở.", ["1799 = 1799 year"]),
        ("Đến 1899 chợ mở.", ["1899 = 1899 year"]),
        ("2019 là năm vui.", ["2019 = 2019 year"]),
        ("Chợ vui vào 2019", ["2019 = 2019 year"]),
    ],
)
def test_which_four_digits_are_a_year(text: str, found: list[str]) -> None:
    assert read(text) == found


@pytest.mark.parametrize(
    ("text", "published", "found"),
    [
        ("Đến năm 2024 phải xong.", "2024-05-01", ["2024 = 2024 year p"]),
        ("Đến năm 2023 phải xong.", "2024-05-01", ["2023 = 2023 year"]),
        ("Đến năm 2025 phải xong.", "2024-05-01", ["2025 = 2025 year p"]),
        ("Đến năm 2023 phải xong.", None, ["2023 = 2023 year p"]),
        ("Từ đầu năm 2019 đến hết năm 2023 chợ vui.", None, ["2019 = 2019 year", "2023 = 2023 year"]),
        ("Giai đoạn 2019-2024 chợ vui.", "2023-05-01", ["2019-2024 = 2019-2024 range p"]),
        ("Giai đoạn 2019-2022 chợ vui.", "2023-05-01", ["2019-2022 = 2019-2022 range"]),
        ("Năm 2019 chợ vui.", None, ["2019 = 2019 year"]),
    ],
)
def test_a_year_later_than_the_article_is_planned(text: str, published: str | None, found: list[str]) -> None:
    assert read(text, published) == found
