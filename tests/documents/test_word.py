"""Word in all its formats: DOCX, the XML of Word 2003, DOC, and the RTF, HTML and MHTML that are called DOC."""

from __future__ import annotations

import pytest

from pipelines.reading.documents.child import content_of_body
from pipelines.reading.documents.content import Content, Limits
from tests.documents.word_files import doc, document_xml, docx, ole, p, rtf, tbl, tc

pytest.importorskip("olefile")
LIMITS = Limits(40)
FIRST = "Ủy ban nhân dân tỉnh Hà Giang phê duyệt kinh phí khuyến công 820 triệu đồng."
BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"
PAGE = '<w:r><w:br w:type="page"/></w:r>'


def read(body: bytes, limits: Limits = LIMITS) -> Content:
    return content_of_body(body, limits)


def lines(content: Content) -> list[str]:
    return [text for page in content.pages for text in page.paragraphs]


def test_paragraphs_and_tables_in_reading_order() -> None:
    content = read(docx(p(FIRST), tbl(["TT", "Tên", "Số tiền"], ["1", "Máy xay", "300"]), p("Nơi nhận: như trên.")))
    assert (content.state, content.total) == ("read", None)
    assert lines(content) == [FIRST, "TT | Tên | Số tiền", "1 | Máy xay | 300", "Nơi nhận: như trên."]
    assert content.pages[0].number is None


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (("Sở Công Thương ", "<w:smartTag><w:r><w:t>tỉnh Lạng Sơn</w:t></w:r></w:smartTag>"), "Sở Công Thương tỉnh Lạng Sơn"),
        (("Số: ", "<w:sdt><w:sdtContent><w:r><w:t>15/KH-SCT</w:t></w:r></w:sdtContent></w:sdt>"), "Số: 15/KH-SCT"),
        (("Mức ", "<w:ins><w:r><w:t>300 triệu đồng</w:t></w:r></w:ins>"), "Mức 300 triệu đồng"),
        (("Mức ", "<w:del><w:r><w:delText>200</w:delText></w:r></w:del>", "300"), "Mức 300"),
        (("Xem ", "<w:hyperlink><w:r><w:t>tại đây</w:t></w:r></w:hyperlink>"), "Xem tại đây"),
        (("Trang ", "<w:r><w:instrText>PAGE</w:instrText></w:r>", "2"), "Trang 2"),
        (("Một<w:br/>".replace("<w:br/>", ""), "<w:r><w:br/><w:t>hai</w:t><w:tab/><w:t>ba</w:t></w:r>"), "Một hai ba"),
        (("Khoản", "<w:r><w:drawing><w:t>hình</w:t></w:drawing></w:r>", " một"), "Khoản một"),
    ],
)
def test_runs_of_every_kind(runs: tuple[str, ...], text: str) -> None:
    assert lines(read(docx(p(*runs)))) == [text]


def test_cells_that_span_or_go_on_stay_under_their_headers() -> None:
    table = tbl(
        [tc("TT", merged="restart"), tc("Tên đề án", merged="restart"), tc("Kinh phí (triệu đồng)", 2)],
        [tc("", merged="continue"), tc("", merged="continue"), "Tổng", "Tỉnh"],
        ["1", "Máy xay", "400", "250"],
        [tc("Cộng", 2), "400", ""],
    )
    assert lines(read(docx(table))) == [
        "TT | Tên đề án | Kinh phí (triệu đồng) Tổng | Kinh phí (triệu đồng) Tỉnh",
        "1 | Máy xay | 400 | 250",
        "Cộng | - | 400 | -",
    ]


@pytest.mark.parametrize("columns", [2, 60, 61, 63])
def test_a_table_as_wide_as_word_knows_is_text_to_its_end(columns: int) -> None:
    row = [f"ô {n}" for n in range(columns)]
    assert lines(read(docx(tbl(row, row)))) == [" | ".join(row)] * 2


def test_pages_are_those_word_last_saw() -> None:
    content = read(docx(p(FIRST), p(BREAK, "Trang hai mở đầu,"), p("còn đây ", BREAK, "là trang ba."), p(PAGE), p(BREAK, "Trang bốn.")))
    assert [(page.number, page.goes_on, page.paragraphs) for page in content.pages] == [
        (1, False, (FIRST,)),
        (2, False, ("Trang hai mở đầu,", "còn đây")),
        (3, True, ("là trang ba.",)),
        (4, False, ("Trang bốn.",)),
    ]
    assert content.total == 4
    cut = read(docx(*(p(PAGE, f"Trang {n}") for n in range(5))), Limits(3))
    assert (cut.state, cut.total, len(cut.pages)) == ("in_part", None, 3)


def test_a_docx_of_pictures_needs_ocr() -> None:
    assert read(docx(p("<w:r><w:drawing/></w:r>"))).state == "needs_ocr"
    assert read(docx(p(""))).state == "empty"


def test_the_xml_of_word_2003_is_read() -> None:
    xml = document_xml(p(FIRST)).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://schemas.microsoft.com/office/word/2003/wordml"
    )
    assert lines(read(xml)) == [FIRST]


@pytest.mark.parametrize("packed", [False, True])
def test_doc_by_its_pieces(packed: bool) -> None:
    text = "Cong thuong\rDoan hai" if packed else f"{FIRST}\rĐoạn hai"
    content = read(doc(text + "\r", packed=packed))
    assert content.state == "read"
    assert lines(content) == text.split("\r")


def test_doc_with_a_table_a_field_and_pages() -> None:
    cells = "TT\x07Tên\x07Số tiền\x07\x07" + "1\x07Máy\x07300\x07\x07" + "2\x07\x0745\x07\x07"
    text = f"{FIRST}\rXem \x13HYPERLINK x\x14tại đây\x15.\r{cells}Đoạn sau bảng.\x0cTrang hai.\r"
    content = read(doc(text))
    assert [(page.number, page.paragraphs) for page in content.pages] == [
        (1, (FIRST, "Xem tại đây.", "TT | Tên | Số tiền", "1 | Máy | 300", "2 | - | 45", "Đoạn sau bảng.")),
        (2, ("Trang hai.",)),
    ]


@pytest.mark.parametrize(
    ("old", "words"),
    [
        (
            "C«ng th\xad¬ng ®Þa ph\xad¬ng n¨m 2031 víi tæng kinh phÝ 820 triÖu ®ång",
            "Công thương địa phương năm 2031 với tổng kinh phí 820 triệu đồng",
        ),
        ("Sôû Coâng Thöông tænh hoã trôï maùy moùc cho caùc cô sôû", "Sở Công Thương tỉnh hỗ trợ máy móc cho các cơ sở"),
    ],
)
def test_old_fonts_in_every_format(old: str, words: str) -> None:
    for body in (doc(old + "\r", packed=True), doc(old + "\r"), docx(p(old)), rtf(old)):
        assert lines(read(body)) == [words]


def test_fonts_that_change_from_paragraph_to_paragraph() -> None:
    old = "Trung t©m khuyÕn c«ng hç trî m¸y mãc cho c¸c c¬ së s¶n xuÊt ®å gç"
    words = "Trung tâm khuyến công hỗ trợ máy móc cho các cơ sở sản xuất đồ gỗ"
    new = "Ủy ban nhân dân tỉnh đã ban hành văn bản số 15, các đơn vị căn cứ thực hiện, báo cáo kết quả hằng quý về Sở Công Thương."
    body = docx(p(new), p(old), p(new.replace("15", "16")), p(f"{new} Xong."))
    assert lines(read(body)) == [new, words, new.replace("15", "16"), f"{new} Xong."]


def test_rtf_and_pages_under_the_name_of_a_document() -> None:
    assert lines(read(rtf(FIRST, "Đoạn hai."))) == [FIRST, "Đoạn hai."]
    html = f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p class=MsoNormal>{FIRST}</p><p>Đoạn hai.</p></body></html>'
    assert lines(read(html.encode())) == [FIRST, "Đoạn hai."]
    assert lines(read(b"\xef\xbb\xbf" + html.encode())) == [FIRST, "Đoạn hai."]
    mhtml = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: 8bit\r\n\r\n" + html.encode() + b"\r\n--b--\r\n"
    )  # fmt: skip
    assert lines(read(mhtml)) == [FIRST, "Đoạn hai."]


@pytest.mark.parametrize(
    ("body", "state"),
    [
        (b"<!DOCTYPE html><html><body><h1>404</h1><p>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y</p></body></html>", "not_document"),
        (b"<html><head><title>\xc4\x90\xc4\x83ng nh\xe1\xba\xadp</title></head></html>", "not_document"),
        (docx(name="xl/workbook.xml"), "not_supported"),
        (ole({"Workbook": b"x"}), "not_supported"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_supported"),
        (b"Rar!\x1a\x07\x00", "not_supported"),
        (ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "encrypted"),
        (doc(FIRST, flags=0x0100), "encrypted"),
        (doc(FIRST, version=80), "not_supported"),
        (b"", "broken"),
        (b"   \n", "broken"),
    ],
)
def test_what_is_no_document_of_ours_has_its_name(body: bytes, state: str) -> None:
    assert read(body) == Content(state)  # type: ignore[arg-type]
