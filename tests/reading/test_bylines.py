"""Who signs an article: names, pen names, sources beside them; and who does not: accounts, placeholders, the site, buttons, dates."""

from __future__ import annotations

import pytest

from pipelines.reading.signing.bylines import clean_byline, clean_credit, join_names, main_names, undated, without_buttons
from pipelines.reading.signing.names import is_account, is_person
from pipelines.reading.signing.signatures import address_of_source
from tests.reading.story_pages import BODY, MENU, P1, P2, P3, TITLE, made, read

NOBODY = [
    "Tiêu đề website", "Tên tác giả", "Website huyện Vùng Cao", "quantri", "huyenvungcao.gov.vn", "Your name", "Đang cập nhật",
    "Cổng thông tin điện tử huyện Vùng Cao", "Trang tin huyện Vùng Cao", "Site Admin", "user_12", "nguyenvana", "Biên tập viên",
]  # fmt: skip
SOMEBODY = ["Lò Văn Mận", "Hà An", "Mai", "Trang Nhung", "Phòng Văn hóa", "LÒ MẬN", "Nguyễn Hệ Thống"]


@pytest.mark.parametrize("name", NOBODY)
def test_what_nobody_filled_in_is_no_author(name: str) -> None:
    assert read(made(bottom=f"<div class='author'><b>Tác giả:</b> {name}</div>")).byline is None
    assert read(made(top=f"<div class='author'>{name}</div>")).byline is None
    assert read(made(head=f"<meta name='author' content='{name}'>")).byline is None


@pytest.mark.parametrize("name", SOMEBODY)
def test_a_name_in_the_same_field_is(name: str) -> None:
    found = read(made(bottom=f"<div class='author'><b>Tác giả:</b> {name}</div>"))
    assert (found.byline, found.paragraphs) == (name, BODY)


@pytest.mark.parametrize(
    ("author", "banner", "byline"),
    [
        ("Trường Tiểu học Nà Lìn", "Trường Tiểu học Nà Lìn", None),
        ("Nà Lìn Xanh", "Nà Lìn Xanh", None),
        ("Vùng Cao Online", "VÙNG CAO ONLINE", None),
        ("Sở Công Thương", "", None),
        ("Lò Văn Mận", "Báo Vùng Cao", "Lò Văn Mận"),
        ("Trang Nhung", "Trang Tin Nà Lìn", "Trang Nhung"),
    ],
)
def test_an_author_of_the_head_who_is_the_site_is_none(author: str, banner: str, byline: str | None) -> None:
    head = f"<meta name='author' content='{author}'>"
    for link in (f"<a href='/'>{banner}</a>", f"<a href='https://nalin.example/'><img src='a.png' alt='{banner}'></a>"):
        page = made(head=head).replace(MENU, f"<div class='dau'>{link}</div>{MENU}")
        assert read(page).byline == byline


def test_a_site_that_names_itself_is_no_author_even_with_a_label() -> None:
    named = "<meta property='og:site_name' content='Nà Lìn Xanh'>"
    signed = "<div class='author'>Tác giả: Nà Lìn Xanh</div>"
    assert read(made(bottom=signed, head=named)).byline is None
    assert read(made(bottom=signed)).byline == "Nà Lìn Xanh"


@pytest.mark.parametrize(
    ("signed", "byline", "credit"),
    [
        ("Hải Yến (nguồn VNA)", "Hải Yến", "nguồn VNA"),
        ("Hải Yến (Theo Báo Vùng Cao)", "Hải Yến", "Theo Báo Vùng Cao"),
        ("Mai (theo VNE)", "Mai", "theo VNE"),
        ("Hải Yến - Nguồn: VOV", "Hải Yến", "Nguồn: VOV"),
        ("Hải Yến lược dịch (Theo Reuters)", "Hải Yến", "Theo Reuters"),
        ("Hải Yến (TTXVN)", "Hải Yến", None),
        ("Hải Yến (tổng hợp)", "Hải Yến", None),
        ("Hải Yến/TTXVN", "Hải Yến/TTXVN", None),
        ("Xuân Bách", "Xuân Bách", None),
        ("Vy", "Vy", None),
        ("THU TRÀ - HẢI YẾN", "THU TRÀ - HẢI YẾN", None),
        ("Theo Tuổi Trẻ", None, "Theo Tuổi Trẻ"),
        ("Theo TTXVN", None, "Theo TTXVN"),
        ("Theo Lan Chi", "Lan Chi", None),
        ("Tuổi Trẻ", None, None),
        ("Bình luận", None, None),
        ("Tác giả: Lò Mận Nguồn: Phòng Kinh tế", "Lò Mận", "Nguồn: Phòng Kinh tế"),
    ],
)
def test_an_author_box_says_who_and_whence(signed: str, byline: str | None, credit: str | None) -> None:
    below = read(made(bottom=f"<div class='author'>{signed}</div>"))
    within = read(made(last=f"<p class='author'>{signed}</p>"))
    furniture = f"<p class='post-meta'><span class='author'>{signed}</span> <span class='time'>Thứ ba, 12/03/2024 08:15</span></p>"
    above = read(made(top=furniture))
    assert [(a.byline, a.credit, a.paragraphs) for a in (below, within, above)] == [(byline, credit, BODY)] * 3
    assert above.published == "2024-03-12T08:15:00+07:00"


def test_authors_of_other_stories_in_a_box_of_furniture_are_none_of_this_one() -> None:
    two = "<div class='widget'><span class='author'>Lò Mận</span> <span class='author'>Hải Yến</span></div>"
    linked = "<div class='widget'><a href='/x'>Bản bên mở lớp dạy nghề mộc</a> <span class='author'>Lò Mận</span></div>"
    assert [read(made(top=box)).byline for box in (two, linked)] == [None, None]


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        (["Phan Ngọc Khánh", "Phan Ngoc Khanh"], "Phan Ngọc Khánh"),
        (["phan ngoc khanh", "Phan Ngọc Khánh"], "Phan Ngọc Khánh"),
        (["Phan Ngọc Khánh", "PhanNgocKhanh"], "Phan Ngọc Khánh"),
        (["Hoà An", "Hoa An"], "Hoà An"),
        (["Lê Văn Tâm", "Lê Văn Tám"], "Lê Văn Tâm, Lê Văn Tám"),
        (["Phan Ngọc Khánh", "Phan Ngoc Khang"], "Phan Ngọc Khánh, Phan Ngoc Khang"),
        (["THU TRÀ", "HẢI YẾN", "THU TRÀ - HẢI YẾN"], "THU TRÀ, HẢI YẾN"),
        (["Thu Trà", "Thu Trà, Hải Yến"], "Thu Trà, Hải Yến"),
        (["admin", "Ban biên tập"], None),
    ],
)
def test_one_person_is_named_once(names: list[str], joined: str | None) -> None:
    assert join_names(names) == joined


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("THU TRÀ và 1 tác giả khác", "THU TRÀ"),
        ("Thu Trà và 12 người khác", "Thu Trà"),
        ("Thu Trà và cộng sự", "Thu Trà và cộng sự"),
        ("Thu Trà và Hải Yến", "Thu Trà và Hải Yến"),
    ],
)
def test_a_list_of_authors_that_a_reader_opens(line: str, name: str) -> None:
    assert clean_byline(line) == name


@pytest.mark.parametrize(
    ("signed", "boxed", "wanted"),
    [
        ("THU TRÀ - HẢI YẾN", ["THU TRÀ"], "THU TRÀ, HẢI YẾN"),  # named alone elsewhere: the dash stands between two people
        ("THU TRÀ - HẢI YẾN", [], "THU TRÀ - HẢI YẾN"),
        ("THU TRÀ - HẢI YẾN", ["MINH ANH"], "THU TRÀ - HẢI YẾN"),
        ("THU TRÀ", ["THU TRÀ", "HẢI YẾN"], "THU TRÀ, HẢI YẾN"),
    ],
)
def test_the_names_of_text_and_boxes(signed: str, boxed: list[str], wanted: str) -> None:
    assert main_names(signed, boxed) == wanted


def test_a_name_signed_again_without_accents_is_the_one_above_the_text() -> None:
    top, account = (
        "<div class='info'><span class='author-name'>Tác giả : Phan Ngọc Khánh</span></div>",
        "<p align='right'>Phan Ngoc Khanh</p>",
    )
    assert read(made(top=top, last=account)).byline == "Phan Ngọc Khánh"
    assert read(made(top=top, last="<p align='right'>Hải Yến</p>")).byline == "Hải Yến"


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("<b>Nguồn:</b> Phòng Kinh tế <span class='k' onclick='c()'>Copy link</span>", "Nguồn: Phòng Kinh tế"),
        ("Nguồn: Báo Vùng Cao <a href='#'>Sao chép liên kết</a>", "Nguồn: Báo Vùng Cao"),
        ("Nguồn tin: Đài huyện <span>[Copy]</span>", "Nguồn tin: Đài huyện"),
        ("Theo Báo Vùng Cao <a>In bài viết</a> <a>Gửi mail</a>", "Theo Báo Vùng Cao"),
        ("<b>Nguồn:</b>Hội Nông dân xã | <span>Chia sẻ Facebook</span>", "Nguồn: Hội Nông dân xã"),
        ("Nguồn: Google News", "Nguồn: Google News"),
        ("Nguồn: Tổ Công tác In ấn", "Nguồn: Tổ Công tác In ấn"),
        ("Nguồn: Trang Facebook", "Nguồn: Trang Facebook"),
    ],
)
def test_buttons_behind_a_source_are_not_its_name(line: str, credit: str) -> None:
    for page in (made(bottom=f"<div class='src'>{line}</div>"), made(last=f"<p>{line}</p>")):
        found = read(page)
        assert (found.credit, found.byline, found.paragraphs) == (credit, None, BODY)


def test_a_line_that_is_all_button_stays_whole() -> None:
    assert [without_buttons(line) for line in ("Copy link", "Nguồn: Copy link", "x" * 301 + " Copy link")] == [
        "Copy link", "Nguồn: Copy link", "x" * 301 + " Copy link",
    ]  # fmt: skip
    assert clean_credit("Copy link") is None


@pytest.mark.parametrize(
    ("box", "byline", "credit", "day"),
    [
        (
            "<a class='author' href='#'><span>Theo Tuổi Trẻ</span></a> <time>thứ hai, 14 08 2017 15:02</time>",
            None,
            "Theo Tuổi Trẻ",
            "2017-08-14",
        ),
        ("Theo Báo Vùng Cao - 14/08/2017 15:02", None, "Theo Báo Vùng Cao", "2017-08-14"),
        ("14/08/2017 | Theo TTXVN", None, "Theo TTXVN", "2017-08-14"),
        ("Nguồn: Vùng Cao Xanh (14/8/2017)", None, "Nguồn: Vùng Cao Xanh", "2017-08-14"),
        ("Lò Mận, ngày 14/08/2017", "Lò Mận", None, "2017-08-14"),
        ("Theo Người Lao Động, Thứ Hai, ngày 14 tháng 8 năm 2017", None, "Theo Người Lao Động", "2017-08-14"),
    ],
)
def test_a_date_beside_the_author_is_the_date(box: str, byline: str | None, credit: str | None, day: str) -> None:
    found = read(made(top=f"<div class='byline'>{box}</div>"))
    assert (found.byline, found.credit, (found.published or "")[:10], found.paragraphs) == (byline, credit, day, BODY)


def test_a_date_in_the_source_line_of_the_text_belongs_to_it() -> None:
    assert read(made(last="<p>Nguồn: Báo Nhân Dân ngày 14/8/2017</p>")).credit == "Nguồn: Báo Nhân Dân ngày 14/8/2017"
    assert undated("Đang cập nhật") == ["Đang cập nhật"]
    assert undated("Lò Mận 08:15") == ["Lò Mận"]


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("https://baovungcao.example/kinh-te/lo-say-12.html", "Theo baovungcao.example"),
        ("<a href='https://baovungcao.example/a'>https://baovungcao.example/a</a>", "Theo baovungcao.example"),
        ("(https://baovungcao.example/a)", "Theo baovungcao.example"),
        ("www.baovungcao.example/a", "Theo baovungcao.example"),
        ("Link gốc: https://baovungcao.example/a", "Theo baovungcao.example"),
        ("Nguồn: https://baovungcao.example/a", "Nguồn: https://baovungcao.example/a"),
        ("https://vungcao.example/tin/7", None),  # the page itself
    ],
)
def test_a_last_line_that_is_an_address_is_the_source(line: str, credit: str | None) -> None:
    found = read(made(last=f"<p style='text-align:right'><em>{line}</em></p>"), "https://www.vungcao.example/tin/7")
    assert (found.credit, found.paragraphs) == (credit, BODY)


def test_an_address_that_the_text_points_to_stays() -> None:
    asked = ("Mời bà con đăng ký tại:", "https://dangky.example/mau")
    assert read(made(last=f"<p>{asked[0]}</p><p>{asked[1]}</p>")).paragraphs == (*BODY, *asked)
    said = "Mẫu đơn có tại https://dangky.example/mau."
    assert read(made(last=f"<p>{said}</p>")).paragraphs == (*BODY, said)
    assert read(made(first="<p>https://dangky.example/mau</p>")).paragraphs == ("https://dangky.example/mau", *BODY)
    assert [address_of_source(line) for line in ("https://a", "baovungcao", "https://" + "a" * 400 + ".vn")] == [None, None, None]


@pytest.mark.parametrize(
    ("opening", "byline"),
    [
        ("<p align='right'><i>ThS. Lò Văn Mận - Trưởng phòng Kinh tế huyện</i></p>", "ThS. Lò Văn Mận"),
        ("<p>Lò Văn Mận – Phó Giám đốc Sở Công Thương</p>", "Lò Văn Mận"),
        ("<p>PGS.TS. Vừ A Sình, Viện trưởng Viện Cơ điện</p>", "PGS.TS. Vừ A Sình"),
        ("<p><b>LÒ VĂN MẬN</b></p><p>Phó Chủ tịch UBND huyện</p>", "LÒ VĂN MẬN"),
        ("<p>Nguyễn Thị Hoa (Trung tâm Khuyến công)</p>", "Nguyễn Thị Hoa"),
        ("<p>Kỹ sư Lò Văn Mận, Trung tâm Khuyến công tỉnh</p>", "Kỹ sư Lò Văn Mận"),
        ("<p>Bài: Lò Văn Mận - Trưởng phòng Kinh tế</p>", "Lò Văn Mận"),
        ("<p>Tham luận của ông Lò Văn Mận - Trưởng phòng Kinh tế</p>", "Lò Văn Mận"),
        ("<p>Người trình bày: TS. Lò Mận</p>", "TS. Lò Mận"),
        ("<p>Giám đốc Trung tâm Khuyến công - ThS. Lò Văn Mận</p>", "ThS. Lò Văn Mận"),
        ("<p>ThS. Lò Văn Mận</p><p>Phó Trưởng phòng Kinh tế</p><p>Ủy ban nhân dân huyện Vùng Cao</p>", "ThS. Lò Văn Mận"),
        ("<p align='center'><b>Lò sấy mận chạy bằng nắng vùng cao</b></p><p>Ths.Lò Văn Mận - HT trường Nà Lìn</p>", "Ths.Lò Văn Mận"),
    ],
)
def test_name_and_post_above_the_text_are_the_writer(opening: str, byline: str) -> None:
    found = read(made(first=opening))
    assert (found.byline, found.paragraphs, found.lead) == (byline, BODY, None)


@pytest.mark.parametrize(
    "opening",
    [
        ("Ông Lò Văn Mận - Trưởng phòng Kinh tế huyện",),
        ("Lò Văn Mận - Tổ trưởng", "Vừ A Sình - Tổ phó"),
        ("Hội nghị sơ kết - Phòng Kinh tế",),
        ("Lò Văn Mận - lão nông của bản",),
        ("Lò Văn Mận",),
        ("ThS. Lò Văn Mận - Trưởng phòng Kinh tế phát biểu tại buổi lễ",),
        ("ThS. Lò Văn Mận", "Giám đốc Trung tâm trao máy cho các hộ"),
        ("Trưởng phòng Kinh tế huyện",),
    ],
)
def test_persons_a_text_speaks_of_and_lists_stay(opening: tuple[str, ...]) -> None:
    found = read(made(first="".join(f"<p>{line}</p>" for line in opening)))
    assert (found.byline, found.paragraphs) == (None, (*opening, *BODY))


def test_a_writer_named_within_the_text_is_no_opening() -> None:
    line = "ThS. Lò Văn Mận - Trưởng phòng Kinh tế huyện"
    page = made().replace(f"<p>{P2}</p>", f"<p>{line}</p><p>{P2}</p>")
    assert read(page).paragraphs == (P1, line, P2, P3)


@pytest.mark.parametrize(
    ("line", "person"), [("Lò Văn Mận", True), ("TS. Lò Mận", True), ("Mận", False), ("Hà Nội Mới", False), ("Nà Lìn", False)]
)
def test_a_person_has_a_family_name(line: str, person: bool) -> None:
    assert is_person(line) is person


def test_initials_and_names_are_no_accounts() -> None:
    assert [is_account(name) for name in ("PV", "T.H", "Mai", "hà an", "M.A")] == [False] * 5
    assert [is_account(name) for name in ("ha.an", "ct01", "HaAn2", "x@y.vn", "12/3")] == [True] * 5


@pytest.mark.parametrize(
    ("below", "byline", "credit"),
    [
        ("<p class='source'>Vùng Cao Xanh</p>", None, "Theo Vùng Cao Xanh"),
        ("<p class='author'>Lò Mận</p><p class='news-source'>Vùng Cao Xanh</p>", "Lò Mận", "Theo Vùng Cao Xanh"),
        ("<div class='nguon-tin'>Nguồn: Đài huyện</div>", None, "Nguồn: Đài huyện"),
        ("<div class='source'>Nguồn:</div>", None, None),
        ("<div class='source'>Copy link</div>", None, None),
        ("<div class='source'>14/08/2017</div>", None, None),
        ("<div class='open-source'>Phần mềm tự do</div>", None, None),
        ("<div class='resources'>Tài liệu kèm theo</div>", None, None),
    ],
)
def test_an_element_below_the_text_that_is_named_as_the_source(below: str, byline: str | None, credit: str | None) -> None:
    found = read(made(bottom=below))
    assert (found.byline, found.credit, found.paragraphs) == (byline, credit, BODY)


def test_the_source_of_a_picture_is_its_caption() -> None:
    table = "<table><tr><td><img src='a.jpg'></td></tr><tr><td>Nguồn: Phòng Văn hóa</td></tr></table>"
    found = read(made().replace(f"<p>{P2}</p>", f"{table}<p>{P2}</p>"))
    assert (found.credit, found.captions, found.paragraphs) == (None, ("Nguồn: Phòng Văn hóa",), BODY)


def test_a_document_page_that_holds_only_its_source() -> None:
    body = f"<div id='tableforprint'><p class='Title'>{TITLE}</p><p>Theo Vùng Cao online</p></div>"
    html = f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>"
    found = read(html)
    assert (found.credit, found.paragraphs) == ("Theo Vùng Cao online", ())
