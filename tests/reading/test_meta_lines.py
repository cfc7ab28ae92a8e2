"""Lines around a headline that say when, by whom and how often read: no headline, no text, and the name in them is the byline."""

from __future__ import annotations

import pytest

from pipelines.reading.leads import is_date_line
from pipelines.reading.signing.bylines import named_in
from pipelines.reading.signing.names import is_outlet
from tests.reading.made_pages import H1, LINES, TITLE, framed, paragraphs, read


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng: 07-12-2021 | Số lần đọc: 245",
        "05/06/2021 09:10 - Lượt xem: 1.204",
        "18/04/2024 4:05 chiều | Luợt xem : 231",
        "Đăng lúc 08:00 ngày 05/06/2021, 318 lượt xem",
        "Ngày tạo: 5/6/2021 (1.2k lượt đọc)",
        "Được đăng: 18 Tháng 4 2024",
        "Lượt xem: 318",
    ],
)
def test_lines_of_dates_and_counters(line: str) -> None:
    assert is_date_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Trang tin đạt 318 nghìn lượt xem trong năm 2021",
        "Ngày đăng ký: 05/06/2021",
        "Bản tin 12",
        "Lượt khách tham quan: 318",
        "Chưa có lượt xem",
        "Năm sản xuất 2021",
    ],
)
def test_lines_that_say_more_than_a_date(line: str) -> None:
    assert not is_date_line(line)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("bởi Nguyễn Hữu Đạt", "Nguyễn Hữu Đạt"),
        ("Đăng ngày 11/08/2021 bởi Nguyễn Hữu Đạt", "Nguyễn Hữu Đạt"),
        ("Đăng bởi: Trần Văn Minh | 05/06/2021 | 318 lượt xem", "Trần Văn Minh"),
        ("Tác giả: Lê Thị Hoa - Cập nhật: 05/06/2021 09:00", "Lê Thị Hoa"),
        ("Lê Quang Huy • 22/09/2022 18:00", "Lê Quang Huy"),
        ("06/12/2021 · 1.2K lượt xem · Vũ Hồng Nhung", "Vũ Hồng Nhung"),
        ("Người đăng: admin | 05/06/2021", None),
        ("Đăng bởi Văn phòng Sở lúc 8:00 05/06/2021", None),
        ("Hà Nội, 05/06/2021", None),
        ("Khánh Vy 05/06/2021", None),  # as a place would stand there
        ("Thời sự | 05/06/2021", None),
        ("Lê Quang Huy", None),  # no date beside it: this may be anybody
        ("Bởi vậy, ông Nguyễn Văn An đã đổi lò nung", None),
    ],
)
def test_the_person_named_in_a_line_of_dates(line: str, name: str | None) -> None:
    assert named_in(line) == name


@pytest.mark.parametrize(
    "meta",
    [
        "<ul><li>Đăng ngày 11/08/2021</li><li>bởi Nguyễn Hữu Đạt</li><li>1.204 lượt xem</li></ul>",
        "<div>11/08/2021 09:00 | Đăng bởi: Nguyễn Hữu Đạt</div>",
        "<p><span>Nguyễn Hữu Đạt</span> • <span>11/08/2021</span></p>",
        "<dl class='article-info'><dt>Chi tiết</dt><dd class='published'>Được đăng: 11 Tháng 8 2021</dd>"
        "<dd class='createdby'>Viết bởi Nguyễn Hữu Đạt</dd><dd class='hits'>Lượt xem: 90</dd></dl>",
    ],
)
@pytest.mark.parametrize("boxed", [True, False])
def test_the_author_beside_the_date_is_the_byline(meta: str, boxed: bool) -> None:
    text = f"<div>{paragraphs()}</div>" if boxed else paragraphs()
    article = read(framed(f"<div>{H1}{meta}{text}</div>"))
    assert (article.title, article.byline, (article.published or "")[:10]) == (TITLE, "Nguyễn Hữu Đạt", "2021-08-11")
    assert article.paragraphs == LINES


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<em>Bài và ảnh:</em> <b>Nguyễn Hữu Đạt</b>", "Nguyễn Hữu Đạt"),
        ("Tác giả: Nguyễn Hữu Đạt", "Nguyễn Hữu Đạt"),
        ("<span>Tin, ảnh:</span> Hữu Đạt", "Hữu Đạt"),
        ("Người viết: <i>Nguyễn Hữu Đạt</i>", "Nguyễn Hữu Đạt"),
        ("Ảnh: Nguyễn Hữu Đạt", None),
        ("Người liên hệ: Nguyễn Hữu Đạt", None),
        ("Bài đọc thêm: Chuyện làng nghề", None),
        ("Người đăng: quantri", None),
    ],
)
def test_a_label_signs_below_the_text_in_any_type(line: str, byline: str | None) -> None:
    article = read(framed(f"<div class='m'>{H1}<div class='t'>{paragraphs()}</div><div class='z'>{line}</div></div>"))
    assert (article.byline, article.paragraphs) == (byline, LINES)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Lê Quang Huy • 22/09/2022 18:00", "2022-09-22"),
        ("Lê Quang Huy, 22/09/2022", "2022-09-22"),
        ("22/09/2022 bởi Lê Quang Huy", "2022-09-22"),
        ("<span>22/09/2022</span> | <b>Lê Quang Huy</b>", "2022-09-22"),
        ("22/09/2022 | Đội QLTT số 4", "2022-09-22"),
        ("22/09/2022 08:00 • Phòng Kinh tế huyện", "2022-09-22"),
        ("Ban quản lý chợ | Thứ năm, 22/09/2022", "2022-09-22"),
        ("Đài huyện · 22/09/2022", "2022-09-22"),
        ("Khai trương ngày | 22/09/2022 tại xã", None),
        ("22/09/2022 khai trương chợ đêm", None),
        ("Hội chợ mở cửa 22/09/2022", None),
        ("Hạn nộp hồ sơ 22/09/2022", None),
        ("Kỳ họp lần thứ ba 22/09/2022", None),
        ("KHAI TRƯƠNG CHỢ ĐÊM 22/09/2022", None),
    ],
)
def test_the_date_beside_a_name_right_below_the_headline(line: str, day: str | None) -> None:
    article = read(framed(f"<div>{H1}<div class='m1'>{line}</div><div class='m2'>{paragraphs()}</div></div>"))
    assert (article.published or "")[:10] == (day or "")


@pytest.mark.parametrize(
    ("link", "byline"),
    [
        ("<a href='/author/trang'>Trần Thu Trang</a><span>18/04/2024</span><span>5 phút đọc</span>", "Trần Thu Trang"),
        ("<span>18/04/2024 |</span> <a href='/tac-gia/tran-thu-trang-12'>Trần Thu Trang</a>", "Trần Thu Trang"),
        ("<a rel='author' href='/u/12'>Trần Thu Trang</a>", "Trần Thu Trang"),
        ("<div><img src='a.png'><a href='/tacgia/7'><b>Trần Thu Trang</b></a> <i>2 giờ trước</i></div>", "Trần Thu Trang"),
        ("<a href='/author/admin'>admin</a> <span>18/04/2024</span>", None),
        ("<a href='/author/bbt'>Ban Biên tập</a>", None),
        ("<a href='/nhan-vat/trang'>Trần Thu Trang</a>", None),  # the text speaks of her
        ("<a href='/kinh-te'>Kinh tế</a> <span>18/04/2024</span>", None),
    ],
)
def test_a_link_to_the_page_of_an_author_names_the_author(link: str, byline: str | None) -> None:
    article = read(framed(f"<div>{H1}<div class='w'>{link}</div><div class='b'>{paragraphs()}</div></div>"))
    assert (article.byline, article.paragraphs) == (byline, LINES)


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Trần Thu Trang", False),
        ("Đỗ Trang Nhung", False),
        ("Thu Trang", False),
        ("trang Làng Nghề", True),
        ("Trang tin Tân Hà", True),
        ("các trang mạng", True),
    ],
)
def test_a_given_name_that_means_page_names_no_outlet(name: str, outlet: bool) -> None:
    assert is_outlet(name) is outlet


@pytest.mark.parametrize(
    ("behind", "day"),
    [
        ("<div class='z'>Ngày đăng: 15/03/2023</div>", "2023-03-15"),
        ("<p>Đăng ngày <b>15/03/2023</b> lúc 08:00</p>", "2023-03-15"),
        ("<div></div><div><i>Ngày xuất bản</i>: <span>15-03-2023</span></div>", "2023-03-15"),
        ("<p>Đã đăng: 15/03/2023 | Lượt xem: 318</p>", "2023-03-15"),
        ("<div>Ngày ban hành: 15/03/2023</div>", None),
        ("<div>15/03/2023</div>", None),
        ("<div>Ngày đăng kiểm lần sau 15/03/2023</div>", None),
        ("<div><a href='/1'>Xã bên trồng thêm mười héc ta nhãn muộn</a></div><div>Ngày đăng: 15/03/2023</div>", None),
        ("<ul><li>Ngày đăng: 15/03/2023</li></ul>", None),
    ],
)
def test_a_labelled_date_directly_behind_the_article(behind: str, day: str | None) -> None:
    story = f"<div class='k'><p align='center'><strong>{TITLE}</strong></p>{paragraphs()}</div>"
    article = read(framed(f"<h1>KHUYẾN CÔNG</h1>{story}{behind}"))
    assert article.title == TITLE
    assert article.paragraphs == LINES
    assert (article.published or "")[:10] == (day or "")


@pytest.mark.parametrize(
    ("rows", "byline"),
    [
        ("<div>Thứ 2, 06/12/2021 | 18:10</div><div>Vũ Hồng Nhung</div>", "Vũ Hồng Nhung"),
        ("<p>Vũ Hồng Nhung</p><p>06/12/2021</p>", "Vũ Hồng Nhung"),
        ("<table><tr><td>ThS. Vũ Thị Hồng Nhung</td></tr><tr><td>Ngày đăng: 06/12/2021</td></tr></table>", "ThS. Vũ Thị Hồng Nhung"),
        ("<ul><li>06/12/2021</li><li>Vũ Hồng Nhung</li><li>3 bình luận</li></ul>", "Vũ Hồng Nhung"),
        ("<div>06/12/2021</div><div>Khánh Vy</div>", None),  # as a place would stand there
        ("<div>06/12/2021</div><div>Sở Công Thương</div>", None),
        ("<div>Kinh tế</div><div>Vũ Hồng Nhung</div>", None),  # no date beside it
        ("<div>06/12/2021</div><h3>Lê Lợi Đại Vương</h3>", None),  # a sub-heading
    ],
)
def test_a_full_name_that_fills_a_line_next_to_the_date(rows: str, byline: str | None) -> None:
    article = read(framed(f"<div>{H1}<div class='r'>{rows}</div><div class='b'>{paragraphs()}</div></div>"))
    assert article.byline == byline
