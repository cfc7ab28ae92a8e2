"""Pages whose text is a file: the files found in and beside the body, and the page read as an article, on pages of no known family."""

from __future__ import annotations

import pytest

from pipelines.reading.attachments import is_document
from pipelines.reading.reading import read_article
from pipelines.values.article import Article, NotArticle
from pipelines.values.page import Page

URL = "https://sct.vi-du.vn/thong-bao/ke-hoach-2031-1207.html"
TITLE = "Kế hoạch kiểm tra an toàn điện quý ba năm 2031"
MENU = "".join(
    f"<li><a href='/m{n}'>{name}</a></li>" for n, name in enumerate(("Trang chủ", "Giới thiệu", "Tin tức", "Văn bản", "Liên hệ"))
)
FOOT = "<footer><p>Cơ quan chủ quản: Sở Công Thương</p><p>Địa chỉ: số 2 đường Hoa Lư</p></footer>"
STORIES = "".join(f"<p><a href='/tin/{n}'>Một tin khác rất dài về hội chợ số {n}</a></p>" for n in range(7))
SIDE = f"<aside><h3>Tin mới</h3>{STORIES}</aside>"
PROSE = "".join(
    f"<p>Đoạn {n} nói về việc kiểm tra trạm biến áp và đường dây ở các xã vùng cao, có ghi chép của tổ công tác.</p>" for n in range(5)
)


def page(inner: str, title: str = TITLE, more: str = "") -> Page:
    html = f"<html lang='vi'><head><title>{title}</title></head><body><ul class='menu'>{MENU}</ul>{inner}{more}{FOOT}</body></html>"
    return Page(URL, html.encode(), headers={"content-type": "text/html; charset=utf-8"})


def read(inner: str, more: str = "") -> Article:
    return read_article(page(inner, more=more))


@pytest.mark.parametrize("side", ["", SIDE])
@pytest.mark.parametrize(
    ("inner", "paragraphs", "files"),
    [
        ("<h1>{t}</h1><p>Xem chi tiết tại đây: <a href='/f/ke-hoach.pdf'>ke-hoach.pdf</a></p>", 1, ["/f/ke-hoach.pdf"]),
        ("<h1>{t}</h1><div>Ngày đăng: 02/07/2031</div><a href='/f/a.docx'>Tải về</a>", 0, ["/f/a.docx"]),
        ("<div class='tieude'>{t}</div><p>Mời các đơn vị tải tệp.</p><p><a href='a.pdf'>Kế hoạch</a></p><p><a href='b.doc'>Phụ lục</a></p>",
         1, ["/thong-bao/a.pdf", "/thong-bao/b.doc"]),
        ("<h2>{t}</h2><table><tr><td>Tệp đính kèm</td><td><a href='/tai?tep=kh-2031.pdf'>kh-2031.pdf</a></td></tr></table>", None,
         ["/tai?tep=kh-2031.pdf"]),
        ("<h1>{t}</h1><iframe src='/pdfjs/web/viewer.html?file=/f/kh.pdf'></iframe>", 0, ["/f/kh.pdf"]),
        ("<h1>{t}</h1><p>Nội dung kế hoạch:</p><object data='/f/kh.pdf'></object>", 1, ["/f/kh.pdf"]),
        ("<h1>{t}</h1><iframe src='https://docs.google.com/gview?url=https://sct.vi-du.vn/f/kh.doc'></iframe>", 0, ["/f/kh.doc"]),
    ],
)  # fmt: skip
def test_a_notice_is_an_article_with_its_files(inner: str, paragraphs: int | None, files: list[str], side: str) -> None:
    article = read(f"<main>{inner.format(t=TITLE)}</main>", side)
    assert article.title == TITLE
    assert [a.url.removeprefix("https://sct.vi-du.vn") for a in article.attachments] == files
    assert paragraphs is None or len(article.paragraphs) == paragraphs
    assert "hội chợ" not in article.text
    assert "chủ quản" not in article.text


@pytest.mark.parametrize(
    "inner",
    [
        "<h1>{t}</h1><p>Trang đang được cập nhật.</p>",  # no file
        "<h1>Văn bản</h1><p><a href='a.pdf'>a.pdf</a></p>",  # a section, no headline
        "<h1>{t}</h1><p><a href='/ung-dung.apk'>Tải ứng dụng</a></p>",
        "<h1>{t}</h1>" + "".join(f"<p><a href='/f/{n}.pdf'>Biểu mẫu số {n}</a></p>" for n in range(9)),  # a list of files
        "<h1>{t}</h1>" + STORIES + "<p><a href='/f/a.pdf'>Hướng dẫn sử dụng trang</a></p>",  # stories first
    ],
)
def test_what_is_no_notice_is_refused_as_before(inner: str) -> None:
    with pytest.raises(NotArticle):
        read(inner.format(t=TITLE))


ROWS = "".join(f"<tr><td>{n}</td><td>{p}</td></tr>" for n, p in (("Gạo tẻ", "16.000"), ("Thịt lợn hơi", "62.000"), ("Cá chép", "58.500")))
TABLE = f"<table><tr><th>Mặt hàng</th><th>Giá (đồng/kg)</th></tr>{ROWS}</table>"
TOLD = "<p>Giá bán lẻ tại chợ trung tâm nhìn chung ổn định, riêng cá nước ngọt tăng nhẹ do mưa kéo dài.</p>"
CALLED = "<tr><td>Văn phòng Sở</td><td>0255 382 0001</td></tr>"
LINKED = "<tr><td>Ngày 3</td><td><a href='/l'>Xem lịch</a></td></tr>"
FIGURES = ["Mặt hàng | Giá (đồng/kg)", "Gạo tẻ | 16.000", "Thịt lợn hơi | 62.000", "Cá chép | 58.500"]


@pytest.mark.parametrize("side", ["", SIDE])
@pytest.mark.parametrize(
    ("inner", "credit"),
    [
        (f"<h1>Giá hàng thiết yếu ngày 12/7/2031</h1>{TOLD}{TABLE}", None),
        (f"<h1>Bảng giá nông sản tuần 2 tháng 7</h1><i>12/07/2031</i>{TOLD}{TABLE}<p>Nguồn: Ban Quản lý chợ</p>", "Nguồn: Ban Quản lý chợ"),
        (f"<h1>Giá cả thị trường huyện vùng cao</h1><div>Ngày đăng: 12/07/2031</div><div>{TOLD}</div><div>{TABLE}</div>", None),
        (f"<div><h2>Bảng giá nông sản tuần 41 năm 2031</h2>{TOLD}{TABLE}</div>", None),
        (f"<h1>Kết quả xuất khẩu nông sản quý ba năm 2031</h1><div>{TOLD}</div>{TABLE}", None),
    ],
)  # fmt: skip
def test_a_sentence_and_its_table_of_figures_are_an_article(inner: str, credit: str | None, side: str) -> None:
    article = read(f"<main>{inner}</main>", side)
    assert [article.paragraphs[0], *article.paragraphs[1:]] == [TOLD[3:-4], *FIGURES]
    assert (article.credit, len(article.tables)) == (credit, 1)


@pytest.mark.parametrize(
    "inner",
    [
        f"<h1>Giá hàng thiết yếu ngày 12/7/2031</h1>{TABLE}",  # nothing said of it
        f"<h1>Bảng giá dịch vụ của trung tâm</h1>{TOLD}{TABLE}",  # of no day
        f"<h1>Giá hàng thiết yếu ngày 12/7/2031</h1>{TOLD}{TABLE.replace('62.000', 'tạm hết').replace('58.500', 'tạm hết')}",
        f"<h1>Danh bạ điện thoại năm 2031</h1>{TOLD}<table>{CALLED * 5}</table>",
        f"<h1>Lịch tiếp công dân tháng 7</h1>{TOLD}<table>{LINKED * 5}</table>",
    ],
)  # fmt: skip
def test_other_pages_of_tables_are_refused_as_before(inner: str) -> None:
    with pytest.raises(NotArticle):
        read(f"<main>{inner}</main>")


def test_a_notice_needs_its_headline_in_the_head_of_the_page() -> None:
    inner = f"<h1>{TITLE}</h1><p><a href='/f/a.pdf'>a.pdf</a></p>"
    assert read(inner).attachments
    with pytest.raises(NotArticle):
        read_article(page(inner, title="Sở Công Thương"))


@pytest.mark.parametrize(
    ("beside", "found"),
    [
        ("<div class='file-dinh-kem'><a href='/f/a.pdf'>a.pdf</a></div>", 1),
        ("<div><b>Tệp đính kèm:</b> <a href='/f/a.pdf'>a.pdf</a><a href='/f/b.xlsx'>b.xlsx</a></div>", 1),
        ("<ul id='attachments'><li><a href='/f/a.pdf'>a.pdf</a></li><li><a href='/f/b.doc'>b.doc</a></li></ul>", 2),
        ("<p>File kèm theo</p><p><a href='/f/a.pdf'>Quyết định</a></p>", 1),
        ("<p><a href='/f/a.pdf' title='Tải về'>Quyết định</a></p>", 1),
        ("<p><a href='/f/a.pdf'>Luật Điện lực</a></p>", 0),  # nothing says that it is attached
        ("<div class='van-ban-moi'><a href='/f/a.pdf'>Nghị định mới</a></div>", 0),
        ("<div><b>Tệp đính kèm:</b> <a href='/tin/a.html'>tin</a></div>", 0),
    ],
)
def test_files_listed_beside_the_body(beside: str, found: int) -> None:
    article = read(f"<article><h1>{TITLE}</h1><div class='noi-dung'>{PROSE}</div>{beside}</article>", SIDE)
    assert len(article.attachments) == found
    assert len(article.paragraphs) >= 5


def test_files_of_other_parts_of_the_page_are_not_attached() -> None:
    other = "<div class='thu-vien'><h3>Tệp đính kèm mới</h3>" + "<p>Một mục của kho</p>" * 50 + "<a href='/f/x.pdf'>x</a></div>"
    assert read(f"<div><article><h1>{TITLE}</h1>{PROSE}</article></div>{other}").attachments == ()


@pytest.mark.parametrize(
    ("href", "document"),
    [
        ("/f/a.pdf", True), ("/f/A.PDF?v=2", True), ("/documents/20182/0/kh.pdf/5f3a-11?t=17", True), ("tai.aspx?tep=a%20b.docx", True),
        ("https://x.vn/a.docx", True), ("/tin/pdf-la-gi.html", False), ("/tin?trang=2", False), ("http://[x/a.pdf", False),
        ("https://facebook.com/sharer.php?u=https://x.vn/a.pdf", False), ("/a.pdfx", False), ("javascript:mo('a.pdf')", False), ("", False),
    ],
)  # fmt: skip
def test_what_leads_to_a_document(href: str, document: bool) -> None:
    assert is_document(href) == document
