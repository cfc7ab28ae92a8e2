"""Numbers as people write them: what belongs to the surface, and both sides of the rules that tell them from their likes."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.amounts.numbers import find_numbers, read_digits
from pipelines.facts.amounts.spoken import tenths, unsaid_ones
from pipelines.facts.amounts.unaccented import with_accents
from pipelines.facts.amounts.units import read_unit
from pipelines.text.normal import normalise


def surfaces(text: str) -> list[str]:
    return [amount.surface for amount in find_amounts(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("đạt 15 000 tấn", ["15 000"]),
        ("đạt 1 200 000 tấn", ["1 200 000"]),
        ("đạt 1 250,5 tấn", ["1 250,5"]),
        ("từ 9 000 - 12 000 tấn", ["9 000", "12 000"]),
        ("từ 9 000-12 000 tấn", ["9 000", "12 000"]),
        ("đạt 1500 000 tấn", ["1500", "000"]),  # four digits begin no group
        ("gọi 024 382 512", ["024", "382", "512"]),
        ("gọi 1900 123 456", ["1900", "123", "456"]),
        ("năm 2031 15 000 tấn", ["2031", "15 000"]),
        ("các số 31 15 000 tấn", ["31", "15", "000"]),
        ("đạt 15 00 tấn", ["15", "00"]),
        ("đạt 15 0000 tấn", ["15", "0000"]),
        ("các số 15 000 7", ["15", "000", "7"]),
        ("ngày 12/5 200 hộ", ["12", "5", "200"]),
        ("đạt 1,5 200 hộ", ["1,5", "200"]),
        ("tháng 5 200 hộ", ["5", "200"]),
        ("đội 3 120 người", ["3", "120"]),
        ("xóm 5 200 hộ", ["5", "200"]),
        ("lúc 7 giờ 30 200 hộ", ["7", "30", "200"]),
        ("½ và 1½ và 2 ¾", ["½", "1½", "2 ¾"]),
    ],
)
def test_spaces_within_and_between_numbers(text: str, numbers: list[str]) -> None:
    assert [match[0] for match in find_numbers(text)] == numbers


@pytest.mark.parametrize(
    ("token", "value"),
    [
        ("15 000", (15000, 0)),
        ("1 250,5", (12505, 1)),
        ("½", (5, 1)),
        ("2¾", (275, 2)),
        ("2 1/2", (25, 1)),
        ("1/3", (333333333, 9)),
        ("123 456 789 012 345 678", (123456789012345678, 0)),
        ("1 123 456 789 012 345 678", None),
        ("1234567½", None),
    ],
)
def test_values_with_spaces_and_fractions(token: str, value: tuple[int, int] | None) -> None:
    assert read_digits(token, "measure") == value


@pytest.mark.parametrize(
    ("token", "value"), [("1,250", (1250, 0)), ("1.250", (1250, 3)), ("3,5", (35, 1)), ("1,250.5", (12505, 1)), ("1.5", (15, 1))]
)
def test_before_an_english_scale_the_comma_marks_thousands(token: str, value: tuple[int, int]) -> None:
    assert read_digits(token, "english") == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bún 25k, phở 30k.", ["25k", "30k"]),
        ("Bún 25k vui vẻ.", []),  # no word of prices, no other price
        ("Bún 25k một tô.", ["25k"]),
        ("Giá bún 25k một tô.", ["25k"]),
        ("Giá hạ. Bún 25k vui vẻ.", []),  # another sentence
        ("Bún 25k/tô.", ["25k"]),
        ("Giá từ 1tr2 đến 1tr5/đêm.", ["1tr2 đến 1tr5"]),
        ("Giá 1tr2345.", []),
        ("Giá 1tr2.5.", []),
        ("Nhẫn vàng 18K, giá 3 triệu.", ["3 triệu"]),
        ("Giá tivi 4K là 9 triệu.", ["9 triệu"]),
        ("Sách dày 120 trang.", ["120 trang"]),
        ("Có 20k người xem.", ["20k người"]),
        ("Bán 20K vui vẻ.", []),
    ],
)
def test_prices_in_short(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


@pytest.mark.parametrize(
    ("text", "end", "said"),
    [
        ("vay 2 tỷ 5.", 8, ("5", 10)),
        ("vay 2 tỷ 25.", 8, ("25", 100)),
        ("vay 2 tỷ 050.", 8, ("050", 1000)),
        ("vay 2 tỷ 05.", 8, None),
        ("vay 2 tỷ 5.5", 8, None),
        ("vay 2 tỷ 5: xưởng", 8, ("5", 10)),
        ("vay 2 tỷ 5%", 8, None),
        ("vay 2 tỷ 5 tấn", 8, None),
        ("vay 2 tỷ 5 USD", 8, ("5", 10)),
        ("vay 2 tỷ 5 hộ", 8, None),
        ("vay 2 tỷ 5 từ xã", 8, ("5", 10)),
        ("vay 2 tỷ 5 lần", 8, None),
        ("vay 2 tỷ 5 Hợp tác xã", 8, None),
        ("vay 2 tỷ 5/3", 8, None),
        ("vay 2 tỷ 5/năm", 8, ("5", 10)),
        ("vay (2 tỷ 5) rồi", 9, ("5", 10)),
        ("vay 2 tỷ 5) rồi", 8, None),
        ("vay 2 tỷ tư", 8, ("tư", 10)),
        ("vay 2 tỷ năm", 8, None),
    ],
)
def test_tenths_are_said_to_the_end(text: str, end: int, said: tuple[str, int] | None) -> None:
    found = tenths(text, end, "2")
    assert (None if found is None else (found.token, found.parts)) == said


def test_tenths_follow_whole_numbers_only() -> None:
    assert tenths("vay 2,5 tỷ 5.", 10, "2,5") is None
    assert tenths("hai tỷ 5.", 6, "hai") is None  # a word is not followed by digits
    assert tenths("hai tỷ tư.", 6, "hai") is not None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ông vay tỷ rưỡi.", ["tỷ"]),
        ("Ông vay triệu rưởi.", ["triệu"]),
        ("Ông vay trăm triệu rưỡi.", ["trăm triệu"]),
        ("Ông vay hai tỷ rưỡi.", []),
        ("Ông vay 2 tỷ rưỡi.", []),
        ("Ông vay vài tỷ rưỡi.", []),
        ("Ông vay tỷ tư.", []),
    ],
)
def test_a_scale_alone_before_a_half(text: str, found: list[str]) -> None:
    assert [match[0] for match in unsaid_ones(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bón 1/2 tấn vôi.", ["1/2 tấn"]),
        ("Bón 2/4 tấn vôi.", []),
        ("Bón 4/3 tấn vôi.", []),
        ("Bón 1/10 tấn vôi.", ["1/10 tấn"]),
        ("Bón 1/11 tấn vôi.", []),
        ("Bón 1/2 sọt vôi.", []),
        ("Ngày 1/2 tấn công.", []),
        ("Đã thi công 2/3 km đê.", []),
        ("Đoạn đê dài 2/3 km.", ["2/3 km"]),
        ("Trạm 6/10 kV.", []),
    ],
)
def test_fractions_of_a_unit(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


@pytest.mark.parametrize(
    ("text", "scaled", "unit"),
    [
        ("4 xu hướng", False, None),
        ("4 xu một cân", False, " xu"),
        ("4 xu", False, " xu"),
        ("4 bảng gỗ", False, None),
        ("4 bảng gỗ", True, " bảng"),
        ("4 bảng xếp hạng", True, None),
        ("4 kí hiệu", False, None),
        ("4 kí tôm", False, " kí"),
        ("500 dong a kilo", False, " dong"),
        ("2 dong a kilo", False, None),
        ("2 dong a kilo", True, " dong"),
        ("4 yên Nhật", False, " yên Nhật"),
    ],
)
def test_the_beginning_of_a_longer_word_is_no_unit(text: str, scaled: bool, unit: str | None) -> None:
    found = read_unit(text, text.index(" "), scaled)
    assert (found and found[0]) == unit


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hội khuyến học của xã Vân Sa đã trao quà đầu năm học mới cho 10\nem học sinh.", ["10\nem học sinh"]),
        ("Hội khuyến học của xã Vân Sa đã trao quà đầu năm học mới cho 10\nEm học sinh.", []),
        ("Hội khuyến học của xã Vân Sa đã trao quà đầu năm học mới cho 10\nlều bạt tre.", ["10\nlều"]),
        ("Hội khuyến học của xã Vân Sa đã trao quà đầu năm học mới cho 10\nlũ trẻ.", []),
        ("Tổng số: 15\nhộ dân.", []),
    ],
)
def test_a_count_goes_on_in_the_next_line_of_prose_only(text: str, found: list[str]) -> None:
    assert surfaces(text) == found


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("So cong thuong ho tro 300 trieu dong", "So cong thuong ho tro 300 triệu đồng"),
        ("SO CONG THUONG HO TRO 2 TY DONG", "SO CONG THUONG HO TRO 2 TỶ ĐỒNG"),
        ("Nam ngoai xuong chi hon 2 ty dong/thang", "Năm ngoái xuong chi hơn 2 tỷ đồng/tháng"),
        ("Viet Nam nay co 5 dong chi trong tinh", "Viet Nam nay co 5 đồng chí trong tinh"),
        ("Cong ty co 2 ty le khac nhau", "Cong ty co 2 tỷ lệ khac nhau"),
        ("The mill of Dong Nai paid 5 dong for 2 ty", "The mill of Dong Nai paid 5 dong for 2 ty"),
        ("300 trieu dong", "300 triệu đồng"),
        ("300 trieu", "300 trieu"),  # one word alone may be of any language
        ("Xưởng được hỗ trợ.\nSo cong thuong chi 2 ty dong.", "Xưởng được hỗ trợ.\nSo cong thuong chi 2 tỷ đồng."),
        ("Xưởng vay 2 ty dong.", "Xưởng vay 2 ty dong."),
    ],
)
def test_accents_where_a_line_has_none(text: str, accented: str) -> None:
    assert with_accents(text) == accented
    assert len(accented) == len(text)


def test_what_is_found_without_accents_is_shown_as_written() -> None:
    money, count = find_amounts("So cong thuong ho tro hon 300 trieu dong cho 12 co so.")
    assert (money.surface, money.vnd_min, money.approx) == ("300 trieu dong", 300_000_000, "over")
    assert (count.surface, count.unit) == ("12 co so", "co so")


def test_full_width_digits_are_read_after_normalising() -> None:
    (money,) = find_amounts(normalise("Giá là １２．０００ ðồng."))
    assert (money.surface, money.vnd_min) == ("12.000 đồng", 12_000)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Chở 2 tấn hai.", ["2 tấn"]),  # a word is no tenth of digits
        ("Giá 5 $3 một bó.", ["$3"]),
        ("Giá hai VND ba lạng.", ["hai VND", "ba lạng"]),
        ("Giá hai VND ba.", ["hai VND", "ba"]),
        ("Giá 20k $1.2 một bó.", ["20k", "$1.2"]),
    ],
)
def test_no_amount_takes_what_belongs_to_another(text: str, found: list[str]) -> None:
    assert surfaces(text) == found
