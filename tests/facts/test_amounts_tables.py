"""Tables: where the cell of a number takes its unit from, how its digits are read there, and which cells are no amounts."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.amounts import find_amounts


def cells(text: str) -> list[str]:
    """Every amount as "surface = value unit"; several values of one cell are impossible in a table."""
    for mention in find_amounts(text):
        assert mention.min == mention.max
        assert text[mention.start : mention.end] == mention.surface
    return [f"{m.surface} = {m.min:g} {m.unit}" for m in find_amounts(text)]


def column(title: str, cell: str) -> list[str]:
    return cells(f"Tên hàng | {title}\nGạo nếp | {cell}")


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Sản lượng (tấn)", ["15 = 15 tấn"]),
        ("Sản lượng (nghìn tấn)", ["15 = 15000 tấn"]),
        ("Sản lượng, tấn", ["15 = 15 tấn"]),
        ("Chè, cả năm, tấn", ["15 = 15 tấn"]),
        ("Chè, cả vụ xuân, nghìn tấn", ["15 = 15000 tấn"]),
        ("Sản lượng trong vụ đông xuân vừa rồi, tấn", ["15 = 15 tấn"]),
        ("Tấn, cả năm", []),
        ("Tấn", ["15 = 15 tấn"]),
        (" Tấn ", ["15 = 15 tấn"]),
        ("Nghìn tấn", ["15 = 15000 tấn"]),
        ("Triệu đồng", ["15 = 1.5e+07 VND"]),
        ("Nghìn tỷ đồng", ["15 = 1.5e+13 VND"]),  # nothing but a unit, however long
        ("Tấn trong năm", []),
        ("Nhân dân tệ", ["15 = 15 CNY"]),  # 11 letters
        ("Điểm du lịch", []),  # 12
        ("Trị giá, nghìn nhân dân tệ", ["15 = 15000 CNY"]),
        ("Giá trị (tỷ)", ["15 = 1.5e+10 VND"]),
        ("Giá trị (triệu)", ["15 = 1.5e+07 VND"]),
        ("Giá trị (nghìn)", []),  # a thousand of what?
        ("Giá trị (đồng)", ["15 = 15 VND"]),
        ("Giá trị (ĐVT: tỷ đồng)", ["15 = 1.5e+10 VND"]),
        ("Giá trị (Đơn vị tính: tỷ đồng)", ["15 = 1.5e+10 VND"]),
        ("Giá trị ( USD )", ["15 = 15 USD"]),
        ("Giá trị (nghìn USD)", ["15 = 15000 USD"]),
        ("Giá bán (cent)", ["15 = 0.15 USD"]),
        ("Tỷ trọng (%)", ["15 = 15 %"]),
        ("Tăng trưởng %", ["15 = 15 %"]),
        ("Tỷ trọng trong toàn ngành của xã %", ["15 = 15 %"]),
        ("Chênh lệch (điểm phần trăm)", ["15 = 15 pp"]),
        ("Số thợ (người)", ["15 = 15 người"]),
        ("Số thợ (Người)", ["15 = 15 người"]),
        ("Bán (tấn), thu (tỷ đồng)", ["15 = 15 tấn"]),  # the first bracket tells
        ("Ghi theo sổ (đã soát)", []),
        ("Sản lượng", []),
    ],
)
def test_a_column_names_its_unit(title: str, found: list[str]) -> None:
    assert column(title, "15") == found


@pytest.mark.parametrize(
    ("title", "cell", "found"),
    [
        ("Chi (đồng)", "1,250", ["1,250 = 1250 VND"]),
        ("Chi (đồng)", "1.250.000", ["1.250.000 = 1.25e+06 VND"]),
        ("Chi (tỷ đồng)", "1,255", ["1,255 = 1.255e+09 VND"]),
        ("Chi (USD)", "1,253", ["1,253 = 1.253 USD"]),
        ("Chi (USD)", "11,253", ["11,253 = 11253 USD"]),
        ("Chi (triệu USD)", "11,253", ["11,253 = 1.1253e+07 USD"]),
        ("Số thợ (người)", "1,255", ["1,255 = 1255 người"]),
        ("Số thợ (người)", "1,5", []),  # no half people
        ("Diện tích (m2)", "1,255", ["1,255 = 1255 m2"]),
        ("Diện tích (ha)", "1,255", ["1,255 = 1.255 ha"]),
        ("Tỷ lệ (%)", "10.125", ["10.125 = 10.125 %"]),
        ("Tỷ lệ (%)", "10,5", ["10,5 = 10.5 %"]),
        ("Chi (đồng)", "200.00", []),
        ("Chi (đồng)", "22.3.2020", []),
        ("Chi (tấn)", " 7 ", ["7 = 7 tấn"]),
        ("Chi (tấn)", "+7", ["7 = 7 tấn"]),
        ("Chi (tấn)", "- 7", ["7 = 7 tấn"]),
        ("Chi (tấn)", "chưa có", []),
    ],
)
def test_digits_of_a_cell_are_read_for_its_unit(title: str, cell: str, found: list[str]) -> None:
    assert column(title, cell) == found


def test_a_cell_is_found_where_it_stands() -> None:
    text = "Bảng kê:\nTên | Vụ đông (tấn) | Vụ hè (tấn)\nGạo |   12 | + 34,5\nNgô | 6 |  78"
    assert [(m.start, m.surface) for m in find_amounts(text)] == [(text.index(s), s) for s in ("12", "34,5", "6", "78")]


@pytest.mark.parametrize(
    ("title", "rule"), [("tỷ đồng", "money-table"), ("%", "percent-table"), ("người", "count-table"), ("tấn", "measure-table")]
)
def test_a_cell_says_that_a_table_gave_it_its_unit(title: str, rule: str) -> None:
    (mention,) = find_amounts(f"Tên hàng | Cột ({title})\nGạo nếp | 15")
    assert (mention.kind, mention.rule) == (rule.partition("-")[0], rule)


@pytest.mark.parametrize("title", ["STT", "TT", "Năm", "Mã", "Mã số", "Ghi chú", "Ngày", "Tháng", "Hạng", "Thứ tự", "Điện thoại"])
def test_columns_of_ordinals_and_dates_hold_no_amounts(title: str) -> None:
    text = f"ĐVT: tấn\nTên hàng | {title} | Vụ hè\nGạo nếp | 15 | 16"
    assert cells(text) == ["16 = 16 tấn"]
    assert column(f"{title} (tấn)", "15") == []


@pytest.mark.parametrize(
    ("caption", "found"),
    [
        ("ĐVT: tấn", ["15 = 15 tấn"]),
        ("ĐVT tấn", ["15 = 15 tấn"]),
        ("(ĐVT: tấn)", ["15 = 15 tấn"]),
        ("Đơn vị: tấn", ["15 = 15 tấn"]),
        ("Bảng 2 - đơn vị tính: nghìn tấn", ["15 = 15000 tấn"]),
        ("Đơn vị tính: Tỷ đồng", ["15 = 1.5e+10 VND"]),
        ("Đơn vị tính: USD", ["15 = 15 USD"]),
        ("Đơn vị tính: %", ["15 = 15 %"]),
        ("Đơn vị tính: người", ["15 = 15 người"]),
        ("Đơn vị chủ trì: sở", []),
        ("Đơn vị tính: tấn\nBảng một\nPhụ lục", ["15 = 15 tấn"]),  # two lines between
        ("Đơn vị tính: tấn\nBảng một\nPhụ lục\nKèm theo", []),
        ("Đơn vị tính: tấn\nĐơn vị tính: tạ", ["15 = 15 tạ"]),
    ],
)
def test_a_caption_rules_the_table_close_below(caption: str, found: list[str]) -> None:
    assert cells(f"{caption}\nTên hàng | Vụ hè\nGạo nếp | 15") == found


def test_a_caption_holds_from_table_to_table_while_they_stand_close() -> None:
    first, second = "Tên hàng | Vụ hè\nGạo nếp | 15", "Tên hàng | Vụ đông\nGạo nếp | 17"
    assert cells(f"ĐVT: tấn\n{first}\n- sau đó\n{second}") == ["15 = 15 tấn", "17 = 17 tấn"]
    assert cells(f"ĐVT: tấn\n{first}\n- sau đó\nBảng hai\n{second}") == ["15 = 15 tấn", "17 = 17 tấn"]
    assert cells(f"ĐVT: tấn\n{first}\n- sau đó\nBảng hai\nKèm theo\n{second}") == ["15 = 15 tấn"]


def test_a_column_goes_before_the_caption() -> None:
    text = "ĐVT: tấn\nTên hàng | Vụ hè | Thu (tỷ đồng)\nGạo nếp | 15 | 3"
    assert cells(text) == ["15 = 15 tấn", "3 = 3e+09 VND"]


def test_a_caption_is_for_no_row_name_and_no_year() -> None:
    text = "ĐVT: tấn\nNơi cấy | Vụ hè | Vụ đông | Vụ xuân\n7 | 15 | 1990 | 1.990"
    assert cells(text) == ["15 = 15 tấn", "1.990 = 1990 tấn"]
    assert cells("Nơi cấy | Vụ hè (tấn)\n7 | 1990") == ["1990 = 1990 tấn"]


def test_a_row_longer_than_its_header_has_cells_of_no_column() -> None:
    assert cells("Tên hàng | Vụ hè (tấn)\nGạo nếp | 15 | 16") == ["15 = 15 tấn"]
    assert cells("ĐVT: tấn\nTên hàng | Thu (tỷ đồng)\nGạo nếp | 15 | 16") == ["15 = 1.5e+10 VND", "16 = 16 tấn"]


def test_the_header_is_the_last_line_of_words_of_the_same_width() -> None:
    assert cells("Tên hàng | Vụ hè (tấn)\nTên lúa | Vụ hè (tạ)\nGạo nếp | 15") == ["15 = 15 tạ"]
    assert cells("Tên hàng | Vụ hè (tấn)\nLúa | nếp (tạ) | thơm\nGạo nếp | 15") == ["15 = 15 tấn"]
    assert cells("Tên hàng | Vụ hè (tấn)\nHết bảng.\nGạo nếp | 15") == []  # a new table, whose first line is its header
    assert cells("7 | Vụ hè (tấn)\n8 | 15") == ["15 = 15 tấn"]  # the first line is the header, numbers or not


def test_what_a_sentence_rule_has_read_is_not_read_again() -> None:
    assert cells("Tên hàng | Thu (tỷ đồng) | Vụ hè (tấn)\nGạo nếp | 3 triệu đồng | 15") == ["3 triệu đồng = 3e+06 VND", "15 = 15 tấn"]


def test_amounts_of_tables_and_sentences_come_in_text_order() -> None:
    text = "Xã chi 9 tỷ đồng.\nTên hàng | Vụ hè (tấn)\nGạo nếp | 15\n- Huyện chi 8 tỷ đồng."
    assert cells(text) == ["9 tỷ đồng = 9e+09 VND", "15 = 15 tấn", "8 tỷ đồng = 8e+09 VND"]
