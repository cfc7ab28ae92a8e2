"""Tables: parts of a table told, figures linked by their heads, totals and what they add up; near misses that must stay as they are."""

from __future__ import annotations

import pytest

from pipelines.facts.amounts.table_shape import is_total, shape_of
from pipelines.facts.amounts.table_units import caption_unit, head_unit, keyed_units, takes_no_unit, unit_of
from pipelines.facts.facts import find_facts
from pipelines.facts.links.tables.periods import bases_of, is_planned, period_of
from pipelines.facts.links.tables.places import province_named, province_told
from pipelines.text.line_grids import line_grids
from pipelines.values.mentions import AmountMention, Context

PAGE = Context("Kết quả của ngành", "2024-05-02")


def amounts(text: str, context: Context = PAGE) -> list[AmountMention]:
    return list(find_facts(text, context).amounts)


def years(text: str) -> list[tuple[str, tuple[int, int] | None]]:
    return [(a.surface, a.year) for a in amounts(text)]


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("triệu đồng", ("money", "VND", 10**6)),
        ("TRIỆU ĐỒNG", ("money", "VND", 10**6)),
        ("Tr.đ", ("money", "VND", 10**6)),
        ("tr. đồng", ("money", "VND", 10**6)),
        ("1.000 USD", ("money", "USD", 1000)),
        ("1000 tấn", ("measure", "tấn", 1000)),
        ("1.000.000 đồng", ("money", "VND", 10**6)),
        ("1.000.000.000 đồng", ("money", "VND", 10**9)),
        ("1.000.500 đồng", None),
        ("Triệu kWh", ("measure", "kWh", 10**6)),
        ("1.000 cái", ("count", "cái", 1000)),
        ("ĐVT: tỷ đồng", ("money", "VND", 10**9)),
        ("300 triệu đồng", None),  # an amount
        ("ước", None),
        ("nghìn", None),  # of what?
    ],
)
def test_units_as_reports_write_them(words: str, unit: tuple[str, str, int] | None) -> None:
    found = unit_of(words)
    assert (found and (found.kind, found.code, found.scale)) == unit


@pytest.mark.parametrize(
    ("head", "code"),
    [
        ("- Giá trị xuất khẩu (triệu USD)", "USD"),
        ("2. Thu ngân sách: tỷ đồng", "VND"),
        ("Số xưởng", "xưởng"),
        ("a) Tổng số hộ", "hộ"),
        ("% so với kế hoạch", "%"),
        ("Số hiệu máy", None),
        ("Đơn vị thụ hưởng", None),
        ("Cụm công nghiệp (giai đoạn 2)", None),
    ],
)
def test_heads_name_units(head: str, code: str | None) -> None:
    found = head_unit(head)
    assert (found and found.code) == code


def test_a_line_may_state_units_of_several_heads() -> None:
    found = keyed_units("ĐVT: Lượng: tấn; Trị giá: 1.000 USD")
    assert {key: (unit.code, unit.scale) for key, unit in found.items()} == {"lượng": ("tấn", 1), "trị giá": ("USD", 1000)}
    assert keyed_units("ĐVT: tấn") == {}
    assert caption_unit("Bảng 4. Vốn theo huyện (tỷ đồng)") == unit_of("tỷ đồng")
    assert caption_unit("Bảng 4. Vốn theo huyện (kèm tờ trình)") is None


@pytest.mark.parametrize(
    ("head", "none"), [("Số xã", True), ("Số tiền", False), ("So với cùng kỳ", True), ("Tỷ trọng", True), ("Vốn", False)]
)
def test_heads_that_are_not_counted_in_the_unit_of_the_table(head: str, none: bool) -> None:
    assert takes_no_unit(head) is none


@pytest.mark.parametrize(
    ("head", "total"),
    [
        ("Tổng cộng", True), ("Cộng", True), ("CỘNG:", True), ("Cộng II", True), ("Tổng cộng (I+II)", True), ("Toàn tỉnh", True),
        ("Tổng số", True), ("Tổng mức bán lẻ", False), ("Cộng đồng doanh nghiệp", False), ("Tổng số dự án", False),
        ("Toàn tỉnh hỗ trợ", False), ("Cộng tác viên", False),
    ],
)  # fmt: skip
def test_totals_are_told_by_their_heads(head: str, total: bool) -> None:
    assert is_total(head) is total


@pytest.mark.parametrize(
    ("text", "rows", "columns"),
    [
        ("STT | Xã | Vốn (tỷ đồng)\n1 | Tả Van | 3\n2 | Bản Hồ | 4", "header value value", "ordinal head value"),
        ("Chỉ tiêu | 2021 | 2022\nVốn | 3 | 4", "header value", "head value value"),
        ("Xã | Vốn | Lãi\n(A) | (1) | (2)\nTả Van | 3 | 4", "header numbering value", "head value value"),
        ("Xã | Vốn | Lãi\na | b | c\nTả Van | 3 | 4", "header numbering value", "head value value"),
        ("Xã | Vốn (đồng) | Gồm có\nTả Van | 3 | tiền ăn\nBản Hồ | 4 | tiền ở", "header value value", "head value note"),
        ("Năm | Vốn\n2021 | 3\n2022 | 4", "header value value", "year value"),
        ("Hàng | ĐVT | Lượng\nChè | tấn | 3\nMăng | bó | 4", "header value value", "head unit value"),
        ("Hàng | Tính | Lượng\nChè | tấn | 3\nVải | m2 | 4", "header value value", "head unit value"),
        ("Đơn vị | Lượng\nXưởng An | 3\nXưởng Bình | 4", "header value value", "head value"),  # who, not what it is counted in
        ("Tả Van | 3 tỷ đồng\nBản Hồ | 4 tỷ đồng", "value value", "head value"),
        ("Dự án: | Chợ Mới\nVốn: | 3 tỷ đồng\nNăm: | 2021", "value value value", "head value"),
        ("Xã | Vốn | Ghi chú\nTả Van | 3 | 2\nCộng | 3 | 2", "header value total", "head value note"),
    ],
)
def test_parts_of_a_table(text: str, rows: str, columns: str) -> None:
    shape = shape_of(line_grids(text)[0])
    assert (" ".join(shape.rows), " ".join(shape.columns)) == (rows, columns)


@pytest.mark.parametrize(
    ("head", "period", "bases"),
    [
        ("Năm 2022", (2022, 2022), set()),
        ("TH 9 tháng 2022", (2022, 2022), set()),
        ("Tháng 9/2022", (2022, 2022), set()),
        ("31/12/2022", (2022, 2022), set()),
        ("Giai đoạn 2021 - 2025", (2021, 2025), set()),
        ("2022/2021 (%)", (2022, 2022), {2021}),
        ("So với năm 2021 (%)", None, {2021}),
        ("Năm 2022 so với năm 2021", (2022, 2022), {2021}),
        ("So với KH năm 2022", None, set()),  # the plan of the year itself
        ("Cùng kỳ", (2023, 2023), set()),
        ("Kèm theo Quyết định số 45/QĐ-UBND năm 2020", None, set()),
        ("Diện tích 2022,5", None, set()),
    ],
)
def test_periods_of_heads(head: str, period: tuple[int, int] | None, bases: set[int]) -> None:
    assert period_of(head, PAGE) == period
    assert bases_of(head) == bases


@pytest.mark.parametrize(
    ("heads", "titles", "planned"),
    [
        (["KH năm 2024"], [], True), (["Dự kiến"], [], True), (["Thực hiện"], ["Kế hoạch vốn"], False), (["So với KH (%)"], [], False),
        (["Vốn"], ["Kế hoạch khuyến công năm 2025"], True), (["Vốn"], ["Kết quả thực hiện kế hoạch năm 2023"], None), (["Vốn"], [], None),
    ],
)  # fmt: skip
def test_planned_by_heads(heads: list[str], titles: list[str], planned: bool | None) -> None:
    assert is_planned(heads, titles) is planned


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("Hà Nam", "Hà Nam"), ("3. Tỉnh Hà Nam", "Hà Nam"), ("TP. Hải Phòng", "Hải Phòng"), ("Tỉnh Hà Tây", "Hà Tây"), ("HÀ NAM", "Hà Nam"),
        ("Xưởng Hà Nam", None), ("Hà Nam và Nam Định", None), ("Bình Lục", None),
    ],
)  # fmt: skip
def test_a_cell_that_is_a_province(cell: str, name: str | None) -> None:
    assert province_named(cell, None) == name
    assert province_told("huyện Bình Lục, tỉnh Hà Nam", None) == "Hà Nam"
    assert province_told("giáp Hà Nam và Nam Định", None) is None


def test_heads_decide_over_years_around() -> None:
    prose = "Năm 2019, xã chi 5 triệu đồng sửa chợ."
    text = f"{prose}\nNội dung | Năm 2021 (triệu đồng) | Năm 2022 (triệu đồng)\nSửa đường | 30 | 45\n{prose}"
    assert years(text) == [("5 triệu đồng", (2019, 2019)), ("30", (2021, 2021)), ("45", (2022, 2022)), ("5 triệu đồng", (2019, 2019))]
    cell = amounts(text)[1]
    assert "year:table:column" in cell.link_rule
    assert cell.doubts is not None
    assert 0.9 < cell.doubts.year.confidence < 1


def test_a_comparison_has_the_year_of_the_column_it_compares() -> None:
    text = "Nội dung | Năm 2021 (tỷ đồng) | Năm 2022 (tỷ đồng) | So với năm 2021 (%)\nBán lẻ | 30 | 45 | 150"
    assert years(text)[-1] == ("150", (2022, 2022))


def test_counts_and_measures_of_tables_have_year_and_province() -> None:
    text = "Tỉnh | Lò gốm năm 2021 (lò) | Chè năm 2022 (tấn)\nHà Nam | 12 | 30\nPhú Thọ | 14 | 50\nTổng số | 26 | 80"
    assert [(a.surface, a.year, a.province, a.role) for a in amounts(text)] == [
        ("12", (2021, 2021), "Hà Nam", None), ("30", (2022, 2022), "Hà Nam", None),
        ("14", (2021, 2021), "Phú Thọ", None), ("50", (2022, 2022), "Phú Thọ", None),
        ("26", (2021, 2021), None, None), ("80", (2022, 2022), None, None),
    ]  # fmt: skip
    assert amounts("Xã có 12 lò gốm năm 2021.")[0].link_rule == ""  # elsewhere nothing links them


def test_names_of_districts_are_no_provinces() -> None:
    found = amounts("Huyện | Số hộ\nVĩnh Long | 12\nHòa Bình | 14")
    assert [(a.surface, a.province) for a in found] == [("12", None), ("14", None)]


def test_roles_come_from_the_nearest_head_that_names_one() -> None:
    text = "Nội dung | Vốn đầu tư (tỷ đồng) | Giá trị (tỷ đồng)\nXuất khẩu chè | 30 | 45"
    assert [(a.role, a.link_rule.split()[0]) for a in amounts(text)] == [
        ("investment", "role:table:column(vốn"),
        ("trade", "role:table:row(xuất"),
    ]


@pytest.mark.parametrize(
    ("rows", "parts"),
    [
        ("Lò gốm | 10\nLò rèn | 20\nTổng cộng | 30", ["30", "30", None]),
        ("Tổng cộng | 30\nLò gốm | 10\nLò rèn | 20", [None, "30", "30"]),
        ("Lò gốm | 10\nLò rèn | 20\nTổng cộng | 44", [None, None, None]),  # it adds up something else
        (
            "Lò gốm | 10\nLò rèn | 20\nCộng I | 30\nLò than | 5\nLò vôi | 6\nCộng II | 11\nTổng cộng | 41",
            ["30", "30", "41", "11", "11", "41", None],
        ),
    ],
)
def test_what_a_row_of_totals_adds_up_is_a_part_of_it(rows: str, parts: list[str | None]) -> None:
    found = amounts(f"Loại lò | Vốn hỗ trợ (triệu đồng)\n{rows}")
    surface = {a.start: a.surface for a in found}
    assert [a.part_of and surface[a.part_of] for a in found] == parts


def test_a_column_of_totals_adds_up_its_row() -> None:
    found = amounts("Xã | Năm 2021 (tỷ đồng) | Năm 2022 (tỷ đồng) | Cộng (tỷ đồng)\nTả Van | 3 | 4 | 7\nBản Hồ | 5 | 6 | 12")
    assert [(a.surface, a.year, a.part_of and a.part_of - a.start > 0) for a in found] == [
        ("3", (2021, 2021), True), ("4", (2022, 2022), True), ("7", (2021, 2022), None),
        ("5", (2021, 2021), None), ("6", (2022, 2022), None), ("12", (2021, 2022), None),  # it adds up something else
    ]  # fmt: skip


def test_quantities_are_counted_in_the_column_of_units() -> None:
    found = amounts("Tên máy | Đơn vị | Số lượng | Đơn giá (triệu đồng)\nMáy sấy | cái | 2 | 150\nMáy cưa | bộ | 3 | 80")
    assert [(a.surface, a.unit) for a in found] == [("2", "cái"), ("150", "VND"), ("3", "bộ"), ("80", "VND")]


def test_numbered_rows_add_up_to_the_row_above_them() -> None:
    found = amounts(
        "STT | Nội dung | Vốn (tỷ đồng)\nI | Máy móc | 30\n1 | Máy sấy | 10\n2 | Máy cưa | 20\nII | Đào tạo | 5\n | Tổng cộng | 35"
    )
    surface = {a.start: a.surface for a in found}
    assert [(a.surface, a.part_of and surface[a.part_of]) for a in found] == [
        ("30", "35"), ("10", "30"), ("20", "30"), ("5", "35"), ("35", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1 234,5", (1234.5, 1234.5)),
        ("12*", (12, 12)),
        ("45 - 60", (45, 60)),
        ("(3,5)", (3.5, 3.5)),
        ("60 - 45", None),
        ("12/5", None),
        ("…", None),
    ],
)  # fmt: skip
def test_numbers_of_cells(cell: str, value: tuple[float, float] | None) -> None:
    found = amounts(f"Hàng | Vốn (đồng)\nGạo | {cell}\nNgô | 7")[:-1]
    assert [(a.min, a.max) for a in found] == ([] if value is None else [value])


def test_commas_are_thousands_where_the_whole_table_writes_so() -> None:
    found = amounts("Item | Vốn (triệu đồng)\nA | 1,234.5\nB | 3,450")
    assert [a.min for a in found] == [1_234_500_000, 3_450_000_000]
    found = amounts("Hàng | Vốn (triệu đồng)\nA | 1.234,5\nB | 3,450")
    assert [a.min for a in found] == [1_234_500_000, 3_450_000]


def test_the_corner_of_a_table_may_state_its_unit() -> None:
    assert [a.min for a in amounts("Chỉ tiêu (ĐVT: tỷ đồng) | 2021 | 2022\nVốn | 3 | 4")] == [3e9, 4e9]
    assert amounts("Chỉ tiêu (đơn vị thụ hưởng) | 2021 | 2022\nVốn | 3 | 4") == []


def test_units_are_no_amounts() -> None:
    assert [a.surface for a in amounts("ĐVT: 1.000 USD\nHàng | Chè (1.000 tấn) | Giá trị\nMộc | 7 | 9")] == ["7", "9"]
    assert [a.surface for a in amounts("Xã mua 1.000 tấn phân.\nHàng | Chè (1.000 tấn)\nMộc | 7")] == ["1.000 tấn", "7"]


def test_an_amount_never_reaches_over_the_border_of_its_cell() -> None:
    assert [a.surface for a in amounts("Chỉ tiêu | Năm 2021\nSố chợ | 12\nXã viên | 5")] == ["12"]


@pytest.mark.parametrize(("cell", "change"), [("-5,2", "decrease"), ("+4", "increase"), ("(3,1)", "decrease"), ("7", None)])
def test_the_sign_of_a_percentage_is_its_direction(cell: str, change: str | None) -> None:
    assert [a.change for a in amounts(f"Hàng | So với cùng kỳ (%)\nChè | {cell}")] == [change]


def test_a_table_is_told_with_its_heads_and_figures() -> None:
    text = "Bảng 1 (triệu đồng)\nNhóm | Vốn năm 2021 | Lãi năm 2022\nHà Nam | 30 | 45\nPhú Thọ | 7 | 9\nTổng cộng | 37 | 54"
    (table,) = find_facts(text, PAGE).tables
    assert (text[table.start : table.end], table.title, table.unit) == (text[20:], "Bảng 1 (triệu đồng)", "triệu đồng")
    assert [(c.kind, c.head, c.year) for c in table.columns] == [
        ("province", "Nhóm", None), ("value", "Vốn năm 2021", (2021, 2021)), ("value", "Lãi năm 2022", (2022, 2022)),
    ]  # fmt: skip
    assert [(r.kind, r.province) for r in table.rows] == [("header", None), ("value", "Hà Nam"), ("value", "Phú Thọ"), ("total", None)]
    assert [(text[f.start : f.start + 2].strip(), f.row, f.column, f.row_head, f.column_head, f.total) for f in table.figures][-2:] == [
        ("37", 3, 1, "Tổng cộng", "Vốn năm 2021", True), ("54", 3, 2, "Tổng cộng", "Lãi năm 2022", True),
    ]  # fmt: skip
    assert [text[slice(*place)] if place else None for place in table.cells[2]] == ["Phú Thọ", "7", "9"]
    assert find_facts("Năm 2021, xã chi 5 tỷ đồng.", PAGE).tables == ()
