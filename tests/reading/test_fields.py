"""Fields beside a text, what else stands behind a writer's name, and the hands at the end of a long read: byline, never text."""

from __future__ import annotations

import pytest

from pipelines.reading.reading import read_article
from pipelines.reading.signing.bylines import labelled_name, without_aside, without_mail
from pipelines.reading.signing.fields import is_field_line
from pipelines.values.page import Page
from tests.reading.story_pages import BODY, LEAD, TITLE, made, read


@pytest.mark.parametrize(
    "line",
    [
        "Tác giả: Lò Mận Nguồn: Báo Vùng Cao Ngày đăng: 12/03/2024",
        "Tác giả : Lò Mận | Nguồn : Báo Vùng Cao",
        "Đăng lúc: Thứ ba - 12/03/2024 08:02 - Người đăng bài viết: Ban biên tập",
        "Ngày viết: 12/03/2024 | Lượt xem: 410 | Chuyên mục: Kinh tế",
        "Nguồn tin: Đài huyện - Cập nhật: 12/03/2024",
    ],
)
def test_a_line_of_fields(line: str) -> None:
    assert is_field_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Tác giả: Lò Mận",
        "Nguồn: Báo Vùng Cao, số ra ngày 12/03/2024",
        "Ông nói hai điều: giá cao, và nguồn: nước sạch",
        "Nguồn: vốn vay của quỹ tín dụng xã và tiền góp của các hộ trong bản từ nhiều năm nay. Cập nhật: bảng kê kèm theo",
        "Xưởng làm hai việc: sấy và ép",
        "",
    ],
)
def test_other_lines_are_none(line: str) -> None:
    assert not is_field_line(line)


FIELDS = [
    "<p><b>Tác giả:</b> Lò Mận <b>Nguồn:</b> Báo Vùng Cao <b>Ngày đăng:</b> 12/03/2024</p>",
    "<div class='x'>Ngày đăng: 12/03/2024 &nbsp;|&nbsp; Tác giả: Lò Mận &nbsp;|&nbsp; Nguồn: Báo Vùng Cao</div>",
    "<table><tr><td>Người viết: Lò Mận - Nguồn: Báo Vùng Cao - Ngày viết: 12/03/2024</td></tr></table>",
    "<ul><li>Tác giả: Lò Mận</li><li>Nguồn: Báo Vùng Cao</li><li>Ngày đăng: 12/03/2024</li></ul>",
]


@pytest.mark.parametrize("fields", FIELDS[:3])
@pytest.mark.parametrize("place", ["top", "first"])
def test_fields_above_a_text_say_who_whence_and_when(fields: str, place: str) -> None:
    article = read(made(**{place: fields}))
    assert (article.title, article.lead, article.paragraphs) == (TITLE, None, BODY)
    assert (article.byline, article.credit, article.published) == ("Lò Mận", "Nguồn: Báo Vùng Cao", "2024-03-12")


@pytest.mark.parametrize("lead", [f"<p><b>{LEAD}</b></p>", f"<div class='sapo'>{LEAD}</div>"])
def test_fields_are_no_part_of_the_lead(lead: str) -> None:
    fields = "<span class='s'>Đăng lúc: Thứ ba - 12/03/2024 08:02 - Người đăng bài viết: Ban biên tập huyện vùng cao</span>"
    article = read(made(top=fields + lead))
    assert (article.lead, article.byline, article.paragraphs) == (LEAD, None, BODY)


@pytest.mark.parametrize(
    "box",
    [
        "<div><span class='u'>Tác giả</span><span class='v'>Lò Văn Mận</span></div>",
        "<div><div class='u'>Tác giả</div><div class='v'>Lò Văn Mận</div></div>",
        "<dl><dt>Người viết</dt><dd>Lò Văn Mận</dd></dl>",
    ],
)
def test_a_label_without_a_colon(box: str) -> None:
    assert [read(made(**{place: box})).byline for place in ("last", "bottom", "top")] == ["Lò Văn Mận"] * 3


def test_a_word_of_the_text_is_no_label() -> None:
    assert read(made(first="<div>Nguồn</div><div>Nước khe đầu bản chảy quanh năm.</div>")).paragraphs[0] == "Nguồn"


@pytest.mark.parametrize(
    ("meta", "byline"),
    [
        ("<p>Thứ ba, 12 Tháng 3 2024 08:15 Viết bởi Hải Yến</p>", "Hải Yến"),
        ("<p>12/03/2024 | Tác giả: Hải Yến</p>", "Hải Yến"),
        ("<p>Thứ ba, 12 Tháng 3 2024 08:15 Viết bởi Super User</p>", None),
        ("<p>12/03/2024 | Đăng bởi Hải Yến</p>", None),  # the account that put it there
    ],
)
def test_a_pen_name_in_a_line_with_the_date(meta: str, byline: str | None) -> None:
    article = read(made(top=meta))
    assert (article.byline, (article.published or "")[:10], article.paragraphs) == (byline, "2024-03-12", BODY)


@pytest.mark.parametrize("label", ["Tác giả:", "Tác giả bài viết:", "Người viết:"])
def test_a_label_and_its_value_in_cells(label: str) -> None:
    rows = f"<tr><td>Ngày đăng:</td><td>12/03/2024</td></tr><tr><td>{label}</td><td>Lò Mận</td></tr>"
    article = read(made(top=f"<table>{rows}<tr><td>Lượt xem:</td><td>77</td></tr></table>"))
    assert (article.byline, article.published, article.paragraphs) == ("Lò Mận", "2024-03-12", BODY)
    named = read(made(last="<table><tr><td>Tác giả</td><td>Năm</td></tr><tr><td>Lò Mận</td><td>2019</td></tr></table>"))
    assert (named.byline, len(named.paragraphs)) == (None, 5)


@pytest.mark.parametrize(
    ("meta", "byline", "credit"),
    [
        (
            "<div><span class='a'>Lò Văn Mận</span><span class='b'>Theo Báo Vùng Cao</span><span class='c'>12/03/2024 08:00</span></div>",
            "Lò Văn Mận",
            "Theo Báo Vùng Cao",
        ),
        ("<div><span class='a'>Nguồn: Báo Vùng Cao</span><span class='c'>12/03/2024</span></div>", None, "Nguồn: Báo Vùng Cao"),
        ("<div>Theo Báo Vùng Cao</div><div>12/03/2024</div>", None, "Theo Báo Vùng Cao"),
        ("<div>Theo dõi Vùng Cao</div><div>12/03/2024</div>", None, None),
    ],
)
def test_pieces_of_a_line_that_style_alone_sets_apart(meta: str, byline: str | None, credit: str | None) -> None:
    article = read(made(top=meta))
    assert (article.byline, article.credit, article.lead, article.paragraphs) == (byline, credit, None, BODY)
    assert (article.published or "")[:10] == "2024-03-12"


def test_a_headline_and_its_date_in_spans() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    inner = f"<div><span class='tieude'>{TITLE}</span><span class='thoigian'>Thứ ba, 12/3/2024</span><div class='nd'>{text}</div></div>"
    article = read(f"<html><head><title>Xem tin</title></head><body>{inner}</body></html>")
    assert (article.title, article.published, article.paragraphs) == (TITLE, "2024-03-12", BODY)


@pytest.mark.parametrize(
    "line",
    [
        "<p><span class='a'>Bà con xã Nà Lìn</span><span class='b'>Hưởng ứng lời kêu gọi của huyện từ đầu vụ mận này.</span></p>",
        "<div><span class='d'>B</span><span class='e'>à con xã Nà Lìn cùng góp công dựng giàn phơi từ đầu vụ mận này.</span></div>",
        "<div><span class='d'>Bà con </span><span class='e'>Nà Lìn cùng góp công dựng giàn phơi từ đầu vụ mận năm nay.</span></div>",
    ],
)  # fmt: skip
def test_spans_of_one_sentence_stay_one_line(line: str) -> None:
    assert len(read(made(last=line)).paragraphs) == len(BODY) + 1


@pytest.mark.parametrize("mark", ["<p><b>{}</b></p>", "<div class='k'><strong>{}</strong></div>"])
def test_a_bold_lead_that_ends_in_a_stop_is_no_headline(mark: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    page = f"<table><tr><td class='t1'>{TITLE}</td></tr><tr><td class='t3'>{mark.format(LEAD)}{text}</td></tr></table>"
    article = read(f"<html><head><title>Trang tin</title></head><body>{page}</body></html>")
    assert (article.title, article.lead, article.paragraphs) == (TITLE, LEAD, BODY)


@pytest.mark.parametrize(
    ("label", "value", "byline", "credit"),
    [
        ("Tác giả:", "Lò Mận", "Lò Mận", None),
        ("Tác giả bài viết:", "Lò Văn Mận", "Lò Văn Mận", None),
        ("Người viết :", "LÒ MẬN", "LÒ MẬN", None),
        ("Nguồn:", "Báo Vùng Cao", None, "Nguồn: Báo Vùng Cao"),
        ("Nguồn tin:", "Phòng Kinh tế", None, "Nguồn tin: Phòng Kinh tế"),
        ("Tác giả:", "admin", None, None),
    ],
)
@pytest.mark.parametrize("box", ["<div><div class='nhan'>{}</div><div class='gt'>{}</div></div>", "<dl><dt>{}</dt><dd>{}</dd></dl>"])
@pytest.mark.parametrize("place", ["last", "bottom"])
def test_a_label_and_its_value_in_boxes_of_their_own(
    label: str, value: str, byline: str | None, credit: str | None, box: str, place: str
) -> None:
    article = read(made(**{place: box.format(label, value)}))
    assert (article.byline, article.credit, article.paragraphs) == (byline, credit, BODY)


def test_a_label_before_prose_is_text() -> None:
    article = read(made(first="<p>Nguồn:</p><p>Bà con lấy nước từ khe đầu bản, chảy quanh năm không cạn.</p>"))
    assert "Nguồn:" in article.paragraphs


@pytest.mark.parametrize(
    ("name", "writer"),
    [
        ("Lò Văn Mận - Sở Công Thương", "Lò Văn Mận"),
        ("Lò Mận – Trung tâm Khuyến công tỉnh", "Lò Mận"),
        ("Lò Mận, Phòng Kinh tế", "Lò Mận"),
        ("Lò Mận (Đài huyện)", "Lò Mận"),
        ("Lò Mận; Ảnh: Hải Yến", "Lò Mận"),
        ("Lò Mận - Ảnh: Hải Yến", "Lò Mận"),
        ("Lò Mận | Video: Hải Yến", "Lò Mận"),
        ("Lò Mận - Hải Yến", "Lò Mận - Hải Yến"),
        ("Thu Hà - Đài Trang", "Thu Hà - Đài Trang"),
        ("Lò Mận, Hải Yến", "Lò Mận, Hải Yến"),
        ("Lò Mận/TTXVN", "Lò Mận/TTXVN"),
        ("Sở Công Thương", "Sở Công Thương"),
        ("Ảnh: Hải Yến", "Ảnh: Hải Yến"),
    ],
)
def test_what_stands_behind_a_name(name: str, writer: str) -> None:
    assert without_aside(name) == writer


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Tác giả bài viết: Lò Mận", "Lò Mận"),
        ("Được đăng bởi Lò Mận", "Lò Mận"),
        ("Người thực hiện: Lò Mận", "Lò Mận"),
        ("Posted by Lo Man", "Lo Man"),
        ("Bài: Lò Mận; Ảnh: Hải Yến", "Lò Mận"),
        ("Được đăng bởi máy", None),
        ("Tác giả bài thơ là người bản", None),
    ],
)
def test_labels_of_a_writer(line: str, name: str | None) -> None:
    assert labelled_name(line) == name


@pytest.mark.parametrize("mail", ["{} - man@bao.example", "{} (man.lo@bao.example)", "{}, email: lo-man@vung-cao.example", "{} man@x.vn"])
def test_the_address_of_a_writer_is_no_part_of_the_name(mail: str) -> None:
    line = mail.format("Lò Văn Mận")
    assert without_mail(line) == "Lò Văn Mận"
    assert read(made(top=f"<div>12/03/2024 09:00</div><div>{line}</div>")).byline == "Lò Văn Mận"
    assert read(made(last=f"<p><b>{line}</b></p>")).byline == "Lò Văn Mận"


@pytest.mark.parametrize(
    ("last", "byline", "kept"),
    [
        ("<p align='right'><i>Phòng Quản lý công nghiệp</i></p>", "Phòng Quản lý công nghiệp", ()),
        (
            "<p><b>Trung tâm Khuyến công và Tư vấn phát triển công nghiệp</b></p>",
            "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp",
            (),
        ),
        ("<p align='right'>Lò Mận</p><p align='right'><i>Phòng Kinh tế huyện</i></p>", "Lò Mận", ()),
        ("<p>Phòng Quản lý công nghiệp</p>", None, ("Phòng Quản lý công nghiệp",)),
        ("<p><b>Hội nghị bế mạc vào buổi chiều.</b></p>", None, ("Hội nghị bế mạc vào buổi chiều.",)),
    ],
)
def test_an_office_signs(last: str, byline: str | None, kept: tuple[str, ...]) -> None:
    article = read(made(last=last))
    assert (article.byline, article.paragraphs) == (byline, (*BODY, *kept))


@pytest.mark.parametrize(
    ("last", "byline", "credit", "kept"),
    [
        ("<div>Lò Văn Mận<br>Phòng Kinh tế huyện</div>", "Lò Văn Mận", None, ()),
        ("<div>Lò Văn Mận<br>Chuyên viên Sở Công Thương</div>", "Lò Văn Mận", None, ()),
        ("<div>Lò Văn Mận<br>được tặng bằng khen</div>", None, None, ("Lò Văn Mận được tặng bằng khen",)),
        ("<div>Các đơn vị dự<br>Phòng Kinh tế huyện</div>", None, None, ("Các đơn vị dự", "Phòng Kinh tế huyện")),
        ("<p align='right'>TS. Lò Văn Mận</p><p align='right'>Phó Viện trưởng Viện Nông lâm</p>", "TS. Lò Văn Mận", None, ()),
        ("<p align='right'><b>Lò Mận</b></p><p align='right'><b>Hải Yến</b></p>", "Lò Mận, Hải Yến", None, ()),
        ("<p>Trân trọng!</p><div>Lò Văn Mận<br>Chủ tịch xã</div>", None, None, ("Trân trọng!", "Lò Văn Mận", "Chủ tịch xã")),
        (
            "<p>Thân ái chào bà con!</p><p align='right'>Lò Văn Mận</p><p align='right'>Chủ tịch xã</p>",
            None,
            None,
            ("Thân ái chào bà con!", "Lò Văn Mận", "Chủ tịch xã"),
        ),
        ("<p><b>L.Mận</b></p>", "L.Mận", None, ()),
        ("<p align='right'>N.T.Lan</p>", "N.T.Lan", None, ()),
        ("<p>Giá 2.Đ</p>", None, None, ("Giá 2.Đ",)),
        ("<p>Nguồn: Sở Công Thương - Tác giả: Lò Mận</p>", "Lò Mận", "Nguồn: Sở Công Thương", ()),
        ("<p>Tác giả: Lò Mận | Nguồn tin: Báo Vùng Cao</p>", "Lò Mận", "Nguồn tin: Báo Vùng Cao", ()),
    ],
)
def test_other_ways_to_sign(last: str, byline: str | None, credit: str | None, kept: tuple[str, ...]) -> None:
    article = read(made(last=last))
    assert (article.byline, article.credit, article.paragraphs) == (byline, credit, (*BODY, *kept))


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("Lò Mận (Báo Vùng Cao)", "Lò Mận"),
        ("Hải Yến - Trung tâm Khuyến công", "Hải Yến"),
        ("Hải Yến (TTXVN)", "Hải Yến"),
        ("Hải Yến (áo đỏ)", None),
        ("Nà Lìn (Vùng Cao)", None),
        ("Chợ phiên vùng cao (Báo Vùng Cao)", None),
    ],
)
def test_a_name_with_its_office_signs_below_the_text(line: str, byline: str | None) -> None:
    article = read(made(bottom=f"<div class='za'><span>{line}</span></div>"))
    assert (article.byline, article.paragraphs) == (byline, BODY)


HANDS = "<p>Nội dung: Lò Văn Mận</p><p>Đồ họa: Hải Yến</p><p>Kỹ thuật: Minh Châu</p><p>Ngày xuất bản: 12/03/2024</p>"


def test_the_hands_of_a_long_read_end_it() -> None:
    for place in ("last", "bottom"):
        article = read(made(**{place: f"<div class='ket'>{HANDS}</div>"}))
        assert (article.paragraphs, article.published) == (BODY, "2024-03-12")
    assert read(made(last=HANDS)).byline == "Lò Văn Mận"


@pytest.mark.parametrize("line", ["Nội dung: tập huấn sấy mận cho các hộ", "Kỹ thuật: phơi hai nắng rồi sấy", "Thiết kế: hai tầng giàn"])
def test_what_the_same_words_say_in_a_text_is_text(line: str) -> None:
    assert read(made(last=f"<p>{line}</p>")).paragraphs == (*BODY, line)


@pytest.mark.parametrize(
    ("footer", "byline"),
    [
        (
            "<div class='post-footer'><span class='post-author'>Được đăng bởi <span>Lò Văn Mận</span></span> <a href='#'>20:05</a></div>",
            "Lò Văn Mận",
        ),
        ("<div class='entry-footer'><span class='author'>Lò Văn Mận</span></div>", "Lò Văn Mận"),
        ("<div class='page-footer'><span class='author'>Lò Văn Mận</span></div>", None),
        ("<div class='post-footer'><span class='author'>Lò Mận</span> <span class='author'>Hải Yến</span></div>", None),
    ],
)
def test_the_writer_in_the_foot_of_a_post(footer: str, byline: str | None) -> None:
    assert read(made(bottom=footer)).byline == byline


@pytest.mark.parametrize(
    ("behind", "byline", "credit"),
    [
        ("<div><div class='n'>Tác giả:</div><div class='v'>Lò Mận</div></div>", "Lò Mận", None),
        ("<p style='text-align:right'><b>Lò Văn Mận</b></p>", "Lò Văn Mận", None),
        ("<div class='s'>Nguồn: Báo Vùng Cao</div>", None, "Nguồn: Báo Vùng Cao"),
        ("<div class='k'>Bài, ảnh: Lò Mận</div>", "Lò Mận", None),
        ("<div class='k'>Chợ phiên mở lại</div>", None, None),
        (f"<div class='k'><p>{LEAD} {LEAD} {LEAD}</p></div><p align='right'>Lò Mận</p>", None, None),
    ],
)
def test_who_signs_behind_the_body_that_a_layout_points_at(behind: str, byline: str | None, credit: str | None) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    page = (
        f"<html><head><title>{TITLE}</title></head><body><div class='node'><h1 class='title'>{TITLE}</h1>"
        f"<div class='field-name-body'>{text}</div>{behind}</div></body></html>"
    )
    article = read_article(Page(url=None, body=page.encode()))
    assert (article.layout, article.byline, article.credit, article.paragraphs) == ("drupal", byline, credit, BODY)
