"""What the words beside an amount say: per what, direction, hedge; how digits and number words are read; rows of the word table."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts
from pipelines.facts.amounts.hedges import approx_of, change_of
from pipelines.facts.amounts.numbers import read_digits, read_words, uses_comma_thousands
from pipelines.facts.amounts.units import UNIT, UnitRow, _unfit


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("Chè từ 5.000 đồng/kg nhưng có nơi 8.000 đồng.", ["kg", "kg"]),
        ("Chè từ 5.000 đồng/kg thay vì 8.000 đồng.", ["kg", "kg"]),
        ("Chè từ 5.000 đồng/kg và 8.000 đồng.", ["kg", None]),
        ("Chè từ 5.000 đồng/kg lên. Nay 8.000 đồng.", ["kg", None]),
        ("Chè từ 5.000 đồng/kg lên\n8.000 đồng.", ["kg", None]),
        ("Chè từ 5.000 đồng/kg lên; 8.000 đồng.", ["kg", None]),
        ("Chè từ 5.000 USD/tấn lên 8.000 đồng.", ["tấn", None]),
        ("Lương từ 5 triệu đồng/tháng lên 8 triệu đồng.", ["month", None]),
        ("Lương 5 triệu đồng/người/ngày.", ["day"]),
        ("Lương 5 triệu đồng/hộ/năm.", ["year"]),
        ("Giá 5 triệu đồng/cụm công nghiệp.", ["cụm công"]),
        ("Giá 5 triệu đồng/quý.", ["quý"]),
        ("Giá 5 triệu đồng/Honda cũ.", [None]),
        ("Giá 5 triệu đồng/USD.", ["USD"]),
        ("Có 5 tổ/huyện.", [None]),
        ("Có 5 tổ/tuần.", ["tuần"]),
        ("Có 5 tổ/hộ.", ["hộ"]),
        ("Mỗi tháng 40 món mỗi ngày, nhỏ thì 5 triệu đồng.", ["day", None]),
        ("Mỗi ngày thu 5 triệu đồng.", ["day"]),
        ("Mỗi ngày thu khá. Sau đó 5 triệu đồng.", [None]),
        ("Mỗi ngày thu khá;5 triệu đồng.", [None]),
        ("Mỗi ngày thu khá? Nay 5 triệu đồng.", [None]),
        ("Mỗi ngày thu khá! Nay 5 triệu đồng.", [None]),
        ("Mỗi năm thu khá, riêng năm nay 5 triệu đồng.", [None]),
        ("Bình quân thu nhập đầu người của xã là 5 triệu đồng.", ["người"]),
    ],
)  # fmt: skip
def test_per_what(text: str, per: list[str | None]) -> None:
    assert [m.per for m in find_amounts(text)] == per


@pytest.mark.parametrize(
    ("before", "change"),
    [
        ("Hàng tăng ", "increase"),
        ("Hàng giảm ", "decrease"),
        ("Hàng sụt ", "decrease"),
        ("Hàng tụt ", "decrease"),
        ("HÀNG TĂNG ", "increase"),
        ("Hàng -", "decrease"),
        ("Hàng 3 -", None),
        ("Hàng giảm rồi tăng ", "increase"),
        ("Hàng tăng rồi giảm ", "decrease"),
        ("Hàng tăng, đạt ", None),
        ("Hàng tăng; còn ", None),
        ("Hàng tăng. Nay ", None),
        ("Hàng tăng\nNay ", None),
        ("Hàng tăng lên ", None),
        ("Hàng tăng lên mức ", None),
        ("Hàng tăng từ mức ", None),
        ("Hàng tăng, chiếm ", None),
        ("Hàng tăng và chiếm ", None),
        ("Khả năng tăng ", None),
        ("Hàng gia tăng ", "increase"),
        ("Hàng tăngx ", None),
        ("Hàng còn ", None),
    ],
)
def test_direction_of_a_percentage(before: str, change: str | None) -> None:
    assert change_of(before + "5%", len(before)) == change


@pytest.mark.parametrize(
    ("before", "after", "approx"),
    [
        ("khoảng ", "", "about"),
        ("Khoảng ", "", "about"),
        ("≈", "", "about"),
        (">", "", "over"),
        ("≥ ", "", "over"),
        ("<", "", "under"),
        ("không quá ", "", "under"),
        ("quá ", "", "over"),
        ("không dưới ", "", "over"),
        ("trên dưới ", "", "about"),
        ("gần đến ", "", "nearly"),
        ("khoảng hơn ", "", "over"),
        ("gần đạt mức ", "", "nearly"),
        ("gần có được tổng ", "", "nearly"),
        ("gần có được tổng số ", "", None),  # four words between
        ("gần làng ", "", None),
        ("khoảng, ", "", None),
        ("khoảng (", "", None),
        ("khoảng; ", "", None),
        ("khoảng\n", "", None),
        ("", " trở lên", "over"),
        ("", "/tháng trở lên", "over"),
        ("", " hoặc cao hơn", "over"),
        ("", " trở xuống", "under"),
        ("", " đổ lại", "under"),
        ("", " hoặc ít hơn", "under"),
        ("gần ", " trở lên", "over"),
        ("", " trở lênh", None),
        ("ít hơn ", "", None),
        ("hơn ", "", "over"),
        ("khảo sát ", "", None),
        ("sát ", "", "nearly"),
        ("bến trên có ", "", None),
        ("bến có trên ", "", "over"),
        ("tạm ứng vượt ", "", None),
        ("thu vượt ", "", "over"),
        ("Xã ước năm nay muối làm ra đạt ", "", "about"),
        ("Xã ước năm nay. Muối làm ra đạt ", "", None),
        ("Xã ước năm nay; muối làm ra đạt ", "", None),
        ("Xã dự kiến năm nay muối làm ra đạt ", "", None),
    ],
)
def test_hedges(before: str, after: str, approx: str | None) -> None:
    text = f"{before}5 tấn{after}"
    assert approx_of(text, len(before), len(before) + 5, "measure") == approx


def test_a_percentage_is_passed_and_not_more() -> None:
    assert approx_of("thu vượt 5%", 9, 11, "percent") is None


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Hàng giảm 3%; 4% và 5%.", ["decrease"] * 3),
        ("Hàng giảm 3%, 4%, và 5%.", ["decrease"] * 3),
        ("Hàng giảm 3%, còn gạo 4%.", ["decrease", None]),
        ("Hàng giảm 3%, gạo tăng 4% và 5%.", ["decrease", "increase", "increase"]),
        ("Hàng giảm 3% và 4 tấn.", ["decrease", None]),
    ],
)
def test_a_chain_of_percentages_goes_one_way(text: str, changes: list[str | None]) -> None:
    assert [m.change for m in find_amounts(text)] == changes


@pytest.mark.parametrize(
    ("token", "form", "value"),
    [
        ("1,234,567.5", "scaled", (12345675, 1)),
        ("1.234.567,25", "scaled", (123456725, 2)),
        ("1.234,567.8", "scaled", None),
        ("1,234.567,8", "scaled", None),
        ("1234.567,5", "scaled", None),
        ("1,000", "percent", (1000, 3)),
        ("1,250", "scaled", (1250, 3)),
        ("1,255", "measure", (1255, 3)),
        ("1.5", "money", (15, 1)),
        ("1.55", "money", None),
        ("1.5555", "scaled", None),
        ("0.125", "scaled", (125, 3)),
        ("1234.567", "scaled", (1234567, 3)),
        ("2.100", "percent", (2100, 0)),
        ("2.110", "percent", (2110, 3)),
        ("9" * 18, "noun", (int("9" * 18), 0)),
        ("9" * 19, "noun", None),
        ("１２", "noun", None),
        ("1,２", "noun", None),
    ],
)  # fmt: skip
def test_digits_of_both_notations(token: str, form: str, value: tuple[int, int] | None) -> None:
    assert read_digits(token, form) == value  # type: ignore[arg-type]


def test_a_percentage_has_no_thousands_even_in_a_text_of_commas() -> None:
    assert read_digits("10,125", "percent", True) == (10125, 3)
    assert read_digits("1,101", "foreign", True) == (1101, 0)
    assert read_digits("1,255", "measure", True) == (1255, 0)


@pytest.mark.parametrize(
    ("tokens", "wanted"),
    [
        (["1,000,000"], True),
        (["1,000,000", "1,00"], False),
        (["1,000,00"], False),
        (["1,000,000", "1.000,5"], True),
        ([], False),
        (["1.000.000"], False),
    ],
)
def test_texts_of_comma_thousands(tokens: list[str], wanted: bool) -> None:
    assert uses_comma_thousands(tokens) is wanted


@pytest.mark.parametrize(
    ("words", "value"),
    [("hai trăm mười lăm", 215), ("hai trăm lẻ", None), ("hai trăm linh mười", None), ("chục trăm", None), ("ba mươi mươi", None),
     ("bốn tư", 44), ("bốn nhăm", 45), ("hai mốt", 21), ("hai trăm năm", 205)],
)  # fmt: skip
def test_number_words(words: str, value: int | None) -> None:
    assert read_words(words) == (None if value is None else (value, 0))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"kind": "scale", "value": "1000"}, None),
        ({"kind": "scale", "value": "10"}, None),
        ({"kind": "scale", "value": "1"}, "value: '1' is no power of ten"),
        ({"kind": "scale", "value": "2000"}, "value: '2000' is no power of ten"),
        ({"kind": "scale"}, "value: None is no power of ten"),
        ({"kind": "currency", "value": "VND"}, None),
        ({"kind": "currency", "value": "vnd"}, "value: 'vnd' is no ISO 4217 code"),
        ({"kind": "currency", "value": "VN"}, "value: 'VN' is no ISO 4217 code"),
        ({"kind": "currency"}, "value: None is no ISO 4217 code"),
        ({"kind": "currency", "value": "USD", "factor": 0.01}, None),
        ({"kind": "currency", "value": "USD", "factor": 1.0}, None),
        ({"kind": "currency", "value": "USD", "factor": 0.0}, "factor: 0.0 (a currency's, more than 0 and at most 1)"),
        ({"kind": "currency", "value": "USD", "factor": 1.5}, "factor: 1.5 (a currency's, more than 0 and at most 1)"),
        ({"kind": "measure", "factor": 0.5}, "factor: 0.5 (a currency's, more than 0 and at most 1)"),
        ({"kind": "measure"}, None),
        ({"kind": "measure", "value": "ha"}, None),
        ({"kind": "count"}, None),
        ({"kind": "count", "example": "Chợ vui."}, "example: 'quầy' is not in 'Chợ vui.'"),
    ],
)
def test_what_is_wrong_with_a_word_of_amounts(changed: dict[str, object], fault: str | None) -> None:
    row = UnitRow(**{"word": "quầy", "source": "reasoning", "example": "Chợ có 5 quầy.", **changed})  # type: ignore[arg-type]
    assert _unfit(row) == fault


@pytest.mark.parametrize("unit", ["m", "m2", "mét vuông", "km", "US$", "USD", "đồng", "%"])
def test_the_longest_unit_is_taken(unit: str) -> None:
    found = UNIT.match(f"5 {unit}, còn lại", 1)
    assert found is not None
    assert found[0] == f" {unit}"
