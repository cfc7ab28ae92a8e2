"""PDF: letters, paragraphs, tables and pages as a reader of the printed page sees them; scans named; nothing else made up."""

from __future__ import annotations

import pytest

from pipelines.reading.documents.child import content_of_body
from pipelines.reading.documents.content import Content, Limits
from pipelines.reading.documents.letters import is_garbled, repair_letters
from pipelines.text.legacy_charsets import LEGACY
from tests.documents.pdf_files import HEIGHT, MARGIN, WIDTH, Drawn, Sheet, pdf

pytest.importorskip("pypdfium2")
LIMITS = Limits(40)
FIRST = "Ủy ban nhân dân tỉnh Quảng Trị phê duyệt kinh phí khuyến công 1.250 triệu đồng cho các cơ sở chế biến nông sản trong năm 2031."
SECOND = "Sở Công Thương chủ trì, phối hợp với các đơn vị liên quan nghiệm thu, quyết toán và báo cáo trước ngày mười lăm tháng mười hai."


def read(*sheets: Sheet, limits: Limits = LIMITS) -> Content:
    return content_of_body(pdf(*sheets), limits)


def lines(content: Content) -> list[str]:
    return [text for page in content.pages for text in page.paragraphs]


def test_lines_are_joined_to_the_paragraphs_that_were_written() -> None:
    content = read(Sheet().paragraph(FIRST, indent=24).paragraph(SECOND).paragraph("Trân trọng thông báo."))
    assert (content.state, content.total) == ("read", 1)
    assert lines(content) == [FIRST, SECOND, "Trân trọng thông báo."]


@pytest.mark.parametrize("mark", ["- ", "+ ", "a) ", "1. ", "2.1. ", "IV. ", "Điều 2. ", "Căn cứ "])
def test_a_mark_of_a_list_begins_a_paragraph(mark: str) -> None:
    sheet = Sheet().paragraph(FIRST)
    sheet.y += 8  # no more space than between lines
    rest = mark + SECOND
    assert lines(read(sheet.paragraph(rest))) == [FIRST, rest]


def test_a_number_at_the_begin_of_a_line_begins_none() -> None:
    words = (
        "Tổng kinh phí hỗ trợ các cơ sở công nghiệp nông thôn trong năm 2031 là 1.250 triệu đồng, trong đó ngân sách tỉnh 900 triệu đồng."
    )
    split = words.index("1.250")
    sheet = Sheet()
    sheet.text(MARGIN, sheet.y, words[:split])
    sheet.text(MARGIN, sheet.y - 16, words[split:])
    assert lines(read(sheet)) == [words]


def test_a_sentence_goes_on_over_the_end_of_a_page() -> None:
    head, tail = "Kinh phí hỗ trợ cho dự án này được cấp từ nguồn khuyến công địa phương là 300", "triệu đồng, giải ngân trong quý ba."
    content = read(Sheet().paragraph(head), Sheet().paragraph(tail).paragraph(SECOND))
    assert [(page.number, page.goes_on) for page in content.pages] == [(1, False), (2, True)]
    ended = read(Sheet().paragraph(FIRST), Sheet().paragraph(tail))
    assert [page.goes_on for page in ended.pages] == [False, False]
    titled = read(Sheet().paragraph(head), Sheet().paragraph("Điều 3. Tổ chức thực hiện"))
    assert [page.goes_on for page in titled.pages] == [False, False]


EDGES = (MARGIN, 110, 230, 340, 490)
HEADED = ["TT", "Tên đề án", "Kinh phí (triệu đồng)", None]


@pytest.mark.parametrize("drawn", ["lines", "boxes", "bars"])
@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (
            [["TT", "Tên đề án", "Đơn vị", "Kinh phí (triệu đồng)"], ["1", "Máy sấy", "HTX Bình An", "400"]],
            ["TT | Tên đề án | Đơn vị | Kinh phí (triệu đồng)", "1 | Máy sấy | HTX Bình An | 400"],
        ),
        (
            [["TT", "Tên", "Đơn vị", "Số tiền"], ["1", "Dây chuyền\nsấy hồng", "Công ty\nBảo Lâm", "300"], ["2", "Lò", "Tổ 3", "20"]],
            ["TT | Tên | Đơn vị | Số tiền", "1 | Dây chuyền sấy hồng | Công ty Bảo Lâm | 300", "2 | Lò | Tổ 3 | 20"],
        ),
        (
            [HEADED, ["", "", "Tổng số", "Tỉnh"], ["1", "Máy sấy", "400", "250"], ["2", "Lò gốm", "", "120"]],
            [
                "TT | Tên đề án | Kinh phí (triệu đồng) Tổng số | Kinh phí (triệu đồng) Tỉnh",
                "1 | Máy sấy | 400 | 250",
                "2 | Lò gốm | - | 120",
            ],
        ),
        (
            [["TT", "Tên", "Năm trước", "Năm nay"], ["I", "Đề án quốc gia", None, None], ["1", "Máy", "5", "6"], ["Cộng", None, "5", "6"]],
            ["TT | Tên | Năm trước | Năm nay", "I | Đề án quốc gia | - | -", "1 | Máy | 5 | 6", "Cộng | - | 5 | 6"],
        ),
        (
            [["TT", "Địa bàn", "Thực hiện (tỷ đồng)", None], ["", "", "2030", "2031"], ["1", "Quảng Trị", "12", "15"]],
            ["TT | Địa bàn | Thực hiện (tỷ đồng) 2030 | Thực hiện (tỷ đồng) 2031", "1 | Quảng Trị | 12 | 15"],
        ),
    ],
)
def test_ruled_tables_are_rows_under_their_headers(drawn: Drawn, rows: list[list[str]], wanted: list[str]) -> None:
    sheet = Sheet().paragraph(FIRST).table(rows, EDGES, drawn).paragraph(SECOND)
    assert lines(read(sheet)) == [FIRST, *wanted, SECOND]


ROWS = [["TT", "Tên đề án", "Đơn vị", "Số tiền"], ["1", "Máy sấy", "HTX Bình An", "400"]]
TOLD = ["TT | Tên đề án | Đơn vị | Số tiền", "1 | Máy sấy | HTX Bình An | 400"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_that_are_shown_turned(turn: int) -> None:
    sheet = Sheet(turn=turn)
    sheet.y = 500  # there is room whatever way it is turned
    assert lines(read(sheet.paragraph(FIRST).table(ROWS, EDGES))) == [FIRST, *TOLD]


def test_a_box_around_text_and_table_is_no_cell() -> None:
    for box in (f"50 300 {WIDTH - 100} 490 re S", f"1 1 {WIDTH - 2} {HEIGHT - 2} re f"):
        sheet = Sheet().paragraph(FIRST).paragraph(SECOND).table(ROWS, EDGES).paragraph(FIRST)
        sheet.operators.insert(0, f"1 g {box} 0 g")
        assert lines(read(sheet)) == [FIRST, SECOND, *TOLD, FIRST]


def test_a_border_around_the_whole_table_is_part_of_it() -> None:
    sheet = Sheet()
    sheet.y = 700
    sheet.table([[*row] for row in ROWS * 4], EDGES, "lines")
    sheet.operators.append(f"{EDGES[0]} {sheet.y + 46} {EDGES[-1] - EDGES[0]} {714 - sheet.y - 46} re S")
    assert lines(read(sheet)) == TOLD * 4


def test_a_row_of_one_cell_stays_among_its_rows() -> None:
    rows = [*ROWS, ["II. Đề án của địa phương", None, None, None], ["2", "Lò gốm", "Tổ 3", "20"]]
    assert lines(read(Sheet().table(rows, EDGES))) == [*TOLD, "II. Đề án của địa phương", "2 | Lò gốm | Tổ 3 | 20"]


def test_a_line_under_words_or_a_frame_makes_no_table() -> None:
    sheet = Sheet()
    sheet.operators += [f"{MARGIN} 700 m 300 700 l S", f"20 20 {WIDTH - 40} 800 re S"]
    assert lines(read(sheet.paragraph(FIRST).paragraph(SECOND))) == [FIRST, SECOND]


def test_what_stands_beside_one_another_is_a_row() -> None:
    sheet = Sheet().beside("UBND TỈNH QUẢNG TRỊ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", at=(MARGIN, 330)).paragraph(FIRST)
    assert lines(read(sheet)) == ["UBND TỈNH QUẢNG TRỊ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", FIRST]


LAWS = (
    "Đối tượng được hỗ trợ là cơ sở công nghiệp nông thôn có hồ sơ hợp lệ gửi về đơn vị chủ trì đúng hạn.",
    "Hội đồng thẩm định họp mỗi quý một lần, kết luận bằng văn bản và gửi cho các bên trong vòng mười ngày.",
    "Việc thanh toán được thực hiện sau khi nghiệm thu cơ sở, có đủ chứng từ theo quy định hiện hành của nhà nước.",
    "Cơ sở nhận hỗ trợ báo cáo kết quả sử dụng máy móc hằng năm cho đến khi hết thời hạn khấu hao thiết bị.",
)


def test_page_numbers_running_heads_and_stamps_of_signatures_are_left_out() -> None:
    sheets = []
    for number in range(1, 5):
        sheet = Sheet()
        sheet.text(250, 800, str(number) if number < 3 else f"Trang {number}/4")
        sheet.text(MARGIN, 780, "Kế hoạch khuyến công")
        sheets.append(sheet.paragraph(SECOND).paragraph(f"Khoản {number} có hiệu lực ngay.").paragraph(LAWS[number - 1]))
    sheets[3].paragraph("Người ký: Trần Văn Mẫu").paragraph("Email: mau@vi-du.vn").paragraph("Thời gian ký: 12.03.2031 10:21:05 +07:00")
    wanted = [text for number, law in enumerate(LAWS, 1) for text in (SECOND, f"Khoản {number} có hiệu lực ngay.", law)]
    assert lines(read(*sheets)) == wanted


def test_what_stands_on_two_pages_only_is_no_running_head() -> None:
    got = lines(read(*(Sheet().paragraph("Kế hoạch khuyến công").paragraph(FIRST) for _ in range(2))))
    assert got.count("Kế hoạch khuyến công") == 2


def test_a_person_who_signs_a_contract_is_no_stamp() -> None:
    words = "Người ký hợp đồng là đại diện hợp pháp của cơ sở được hỗ trợ kinh phí."
    assert lines(read(Sheet().paragraph(words))) == [words]


def old_letters(words: str, charset: str) -> str:
    """Words as a font of an old charset has them."""
    table: dict[str, str] = {}
    for code in range(0xA0, 0x100):
        table.setdefault(LEGACY[charset](f"a{chr(code)}b")[1:-1] if charset == "viscii" else LEGACY[charset](chr(code)), chr(code))
    return "".join(table.get(letter, letter) for letter in words)


@pytest.mark.parametrize(
    "words",
    [
        "Trung tâm khuyến công địa phương hỗ trợ máy móc cho các cơ sở trước năm mới",
        "phê duyệt kế hoạch phát triển thương mại và dịch vụ nước sạch nông thôn",
        "số lượng hồ sơ đề nghị được gửi về phòng quản lý thương mại",
    ],
)
def test_fonts_of_old_charsets_are_read(words: str) -> None:
    content = read(Sheet(font="old").paragraph(old_letters(words, "tcvn3")))
    assert lines(content) == [words]


def test_a_hyphen_between_letters_stays_where_no_old_font_is() -> None:
    for text in ("Nghị định 45/2012/NĐ-CP, giai đoạn 2021-2025, Bà Rịa - Vũng Tàu, Wi-Fi", "C«ng tr×nh A-B vµ nghÞ ®Þnh sè 45/N§-CP"):
        assert "ư" not in repair_letters(text)


@pytest.mark.parametrize(
    ("sheet", "state"),
    [
        (Sheet(image=True), "needs_ocr"),
        (Sheet(image=True, invisible=True).paragraph(FIRST), "needs_ocr"),  # somebody's OCR behind the picture
        (Sheet(image=True).paragraph(FIRST), "read"),  # printed over a background
        (Sheet(image=True).paragraph("Ký bởi: A"), "needs_ocr"),
        (Sheet(), "empty"),
        (Sheet().paragraph("abc"), "empty"),
    ],
)
def test_scans_are_named_not_guessed(sheet: Sheet, state: str) -> None:
    content = read(sheet)
    assert content.state == state
    assert bool(content.pages) == (state == "read")


def test_a_document_with_scanned_annexes_is_read_in_part() -> None:
    content = read(Sheet().paragraph(FIRST), Sheet(image=True))
    assert (content.state, content.total, lines(content)) == ("in_part", 2, [FIRST])


def test_letters_that_no_font_explains_are_not_told() -> None:
    assert content_of_body(pdf(Sheet().paragraph(FIRST), explained=False), LIMITS).state in ("garbled", "empty")
    assert is_garbled(["\ue001\ue002\ue003 abc"])
    assert not is_garbled([FIRST, "\ufffd"])


def test_the_limit_of_pages_has_two_sides() -> None:
    sheets = [Sheet().paragraph(f"{FIRST} Mục {n}.") for n in range(3)]
    assert read(*sheets, limits=Limits(3)).state == "read"
    cut = read(*sheets, limits=Limits(2))
    assert (cut.state, cut.total, len(cut.pages)) == ("in_part", 3, 2)
    assert read(*sheets, limits=Limits(3, characters=len(FIRST))).state == "in_part"
