"""Walls: what stands before a page is told from articles about the same things, in many wordings; every limit from both sides."""

from __future__ import annotations

import pytest

from pipelines.intake.intake import read_page
from pipelines.reading.reading import read_article
from pipelines.reading.refusing.refresh import SOON, Refresh, refresh_of
from pipelines.reading.refusing.walls import (
    MOST_PROSE,
    MOST_WORDS,
    is_gate,
    says_wall,
    sends_on,
    stands_before,
    wall_rows,
)
from pipelines.values.article import NotArticle, Walled
from pipelines.values.outcome import Outcome
from pipelines.values.page import Hints, Page
from tests.reading.page_lines import said, tree_of

URL = "http://x.vn/tin/lo-say-moi-o-ban-12.html"
LISTED = "Bản Nà Lầu dựng lò sấy mận chạy bằng khí sinh học"
STORY = (
    "Bà con bản Nà Lầu vừa dựng lò sấy mận chạy bằng khí sinh học, mỗi mẻ sấy được bốn tạ và không còn phải canh lửa suốt đêm như trước.",
    "Trưởng bản Vàng A Sếnh cho biết tiền vật liệu do quỹ khuyến công của huyện góp một nửa, phần còn lại các hộ trả dần trong hai vụ.",
)
MENU = "<ul>" + "".join(f"<li><a href='/muc-{n}'>Mục số {n}</a></li>" for n in range(12)) + "</ul>"


def page(body: str, title: str = "Sở Mẫu", head: str = "") -> str:
    return f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>"


def story(beside: str = "", title: str = LISTED, head: str = "") -> str:
    return page(f"{beside}<article><h1>{title}</h1>{''.join(f'<p>{line}</p>' for line in STORY)}</article>", title, head)


def read(html: str, url: str | None = URL, listed: str | None = LISTED) -> str:
    """The headline of the article, or "wall", or the reason of another refusal."""
    try:
        return read_article(Page(url=url, body=html.encode(), hints=Hints(listed))).title or ""
    except Walled:
        return "wall"
    except NotArticle as no:
        return f"no {no.reason}"


WALLS = {
    "closed": page("<h1>Hệ thống đang bảo trì</h1><p>Xin quý khách vui lòng quay lại sau ít phút, trân trọng cảm ơn.</p>", "Bảo trì"),
    "closed, no headline": page("<center>Website đang được nâng cấp.<br>Mời quý vị trở lại sau!</center>"),
    "closed, long": page(
        "<h1>Cổng thông tin tạm ngừng hoạt động</h1><p>Để phục vụ bạn đọc tốt hơn, chúng tôi đang thay thiết bị ở phòng máy chủ"
        " và chuyển toàn bộ dữ liệu sang nơi mới.</p><p>Việc này kéo dài từ 22h00 ngày 14/11/2031 đến 5h00 ngày 16/11/2031, lúc đó mọi"
        " chức năng đều không dùng được, rất mong quý vị thông cảm.</p>"
    ),
    "closed, with a clock": page("<div class='h'>Hôm nay: Thứ sáu 14/11/2031 08:20</div><h1>Website đang bảo trì</h1><p>Quay lại sau.</p>"),
    "closed, in the frame of the site": page(
        f"{MENU}<div><h1>Trang web đang bảo trì</h1><p>Mời quý vị trở lại sau ít phút.</p></div><div>Bản quyền thuộc Sở Mẫu, số 2"
        " đường Mẫu, điện thoại 0123456789, giấy phép số 11/GP-TTĐT cấp ngày 2/3/2020</div>"
    ),
    "closed, without accents": page("<p>He thong dang bao tri, vui long quay lai sau</p>"),
    "closed, English": page("<h1>We will be back soon!</h1><p>This site is currently down for maintenance.</p>", "Under maintenance"),
    "check, Vietnamese": page("<p>Vui lòng bật cookie và JavaScript trên trình duyệt để tiếp tục.</p>"),
    "check, noscript": page("<noscript><p>Trình duyệt của bạn không hỗ trợ JavaScript</p></noscript><script src='/k.js'></script>"),
    "check, English": page("<noscript>Enable JavaScript and cookies to continue</noscript>", "Just a moment..."),
    "check, by script": "<html><head><script>document.cookie='k=1';location.reload();</script></head><body></body></html>",
    "check, by form": page("<form method='post'></form><script>document.forms[0].submit()</script>"),
    "check, robot": page("<form><p>Hãy xác nhận bạn không phải là robot</p><img src='a'><input name='c' type='text'></form>"),
    "filter": page("<h2>Truy cập bị chặn</h2><p>Mã sự cố 8837. Hãy liên hệ quản trị viên nếu đây là nhầm lẫn.</p>", "Truy cập bị chặn"),
    "filter, address": page("<p>Địa chỉ IP của bạn đã bị chặn</p>"),
    "filter, English": page(
        "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 123", "Request Rejected"),
    "log-in": page("<form><h1>Đăng nhập</h1><input name='u'><input type='password' name='p'></form>", "Đăng nhập"),
    "log-in, in words": page("<p>Bạn cần đăng nhập để xem nội dung này.</p>"),
    "refresh": page("", "", "<meta http-equiv='refresh' content='0; url=/tin/moi.html'>"),
    "refresh, with a word": page("<p>Đang mở trang, bấm vào đây nếu chờ lâu.</p>", "", "<meta http-equiv='Refresh' content='5;URL=/x'>"),
}  # fmt: skip


@pytest.mark.parametrize("name", WALLS)
def test_a_wall_is_one(name: str) -> None:
    assert read(WALLS[name]) == "wall"
    page_read = read_page(Page(url=URL, body=WALLS[name].encode(), hints=Hints(LISTED)), None)
    assert (page_read.record, page_read.outcome) == (None, Outcome("failed", "wall"))


NOTICE = "Thông báo: hệ thống một cửa điện tử tạm dừng để bảo trì từ 20h"
SAYS = (
    "Sở Mẫu cho biết hệ thống một cửa điện tử của tỉnh tạm dừng hoạt động để bảo trì từ 20 giờ thứ Bảy đến 6 giờ Chủ nhật,"
    " tổ chức và cá nhân chủ động nộp hồ sơ trước giờ đó, hồ sơ đang xử lý không bị ảnh hưởng."
)
LINKS = "".join(f"<li><h3><a href='/bai-{n}.html'>Bản tin khuyến công số {n} của sở</a></h3></li>" for n in range(9))
NEAR = {
    "a notice": (page(f"<h1>{NOTICE}</h1><div class='date'>12/03/2031 08:00</div><p>{SAYS}</p><p>Mong quý vị thông cảm.</p>"), NOTICE),
    "a notice without date": (page(f"<h1>{NOTICE}</h1><p>{SAYS}</p><p>Mong quý vị thông cảm.</p>"), NOTICE),
    "a short headline, dated": (
        page(f"<h1>Thông báo bảo trì hệ thống</h1><div class='date'>12/03/2031</div><p>{SAYS}</p>"), "Thông báo bảo trì hệ thống",
    ),
    "a wall's headline, dated": (
        page(f"<h1>Tạm dừng hoạt động cổng thông tin</h1><div class='date'>12/03/2031</div><p>{SAYS}</p>"),
        "Tạm dừng hoạt động cổng thông tin",
    ),
    "works on a line": (
        page(f"<h1>Điện lực huyện bảo trì trạm biến áp trung gian</h1><p>{STORY[0]}</p><p>{STORY[1]}</p>"),
        "Điện lực huyện bảo trì trạm biến áp trung gian",
    ),
    "a log-in box": (story("<form><b>Vui lòng đăng nhập</b><input name='u'><input type='password' name='p'></form>"), LISTED),
    "a cookie banner": (story("<div>Trang web dùng cookie, vui lòng bật cookie để tiếp tục. <button>Đồng ý</button></div>"), LISTED),
    "a noscript": (story("<noscript>Vui lòng bật JavaScript để xem trang</noscript>"), LISTED),
    "a live page": (story(head="<meta http-equiv='refresh' content='300'>"), LISTED),
    "a page that hurries": (story(head="<meta http-equiv='refresh' content='1;url=/x'>"), LISTED),
    "a banner over a list": (page(f"<div>Website đang nâng cấp, mong quý vị thông cảm</div><ul>{LINKS}</ul>", "Tin tức"), "no listing"),
    "a section called so": (page(f"<h1>Bảo trì</h1><ul>{LINKS}</ul>", "Bảo trì"), "no listing"),
    "an application": (page("<div id='root'></div><script src='/app.js'></script>"), "no empty"),
    "nothing found": (page("<h1>Không tìm thấy trang</h1><p>Vui lòng thử lại sau</p>", "404"), "no not_found"),
    "nothing": (page(""), "no empty"),
    "a form": (page("<h1>Góp ý</h1><form>" + "<label>Họ tên</label><input name='a'>" * 5 + "</form>"), "no form"),
}  # fmt: skip


@pytest.mark.parametrize("name", NEAR)
def test_what_is_near_a_wall_is_none(name: str) -> None:
    html, wanted = NEAR[name]
    assert read(html) == wanted


def test_a_wall_that_its_listing_promised_is_an_article() -> None:
    title = "Hệ thống đang bảo trì"
    html = page(f"<h1>{title}</h1><p>{SAYS}</p>", title)
    assert (read(html), read(html, listed=title)) == ("wall", title)


@pytest.mark.parametrize(
    ("url", "listed", "wanted"),
    [
        (URL, LISTED, "wall"),
        (URL, None, "wall"),  # from a sitemap
        (URL, "Hộp thư công vụ", "wall"),
        (URL, "Hộp thư", "no login"),
        (URL, "Đăng nhập vào hệ thống văn bản", "no login"),
        ("http://x.vn/dang-nhap", LISTED, "no login"),
        ("http://x.vn/thanh-vien/login.aspx", LISTED, "no login"),
        (None, LISTED, "no login"),
    ],
)
def test_a_log_in_is_a_wall_where_something_else_was_asked_for(url: str | None, listed: str | None, wanted: str) -> None:
    assert read(WALLS["log-in"], url, listed) == wanted


@pytest.mark.parametrize(("more", "wanted"), [(0, "wall"), (1, "Hệ thống đang bảo trì")])
def test_a_long_text_is_no_wall(more: int, wanted: str) -> None:
    html = page(f"<h1>Hệ thống đang bảo trì</h1><p>{said(MOST_WORDS - 20)}.</p><p>{said(20 + more)}.</p>", "Hệ thống đang bảo trì")
    assert read(html) == wanted


@pytest.mark.parametrize(("words", "wanted"), [(MOST_PROSE, True), (MOST_PROSE + 1, False)])
def test_a_wall_has_little_beside_its_own_sentences(words: int, wanted: bool) -> None:
    html = page(f"<p>Website đang bảo trì</p><p>{said(words - 20)}</p><p>{said(20)}</p>")
    assert stands_before(html.encode(), None, URL) is wanted


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Hệ thống đang bảo trì", True),
        ("Hệ thống lưới điện đang bảo trì", False),
        ("Xin quý khách vui lòng quay lại sau", True),
        ("Hệ thống", False),  # none of its words says it
        ("Access Denied", True),
        ("Bộ phận một cửa đã bị chặn lối vào vì ngập", False),
        ("", False),
    ],
)
def test_a_sentence_of_a_wall_says_little_else(sentence: str, wanted: bool) -> None:
    assert says_wall(sentence) is wanted


@pytest.mark.parametrize("row", wall_rows(), ids=lambda row: f"{row.section}-{row.phrase}")
def test_a_phrase_of_walls_acts_in_its_example(row: object) -> None:
    assert says_wall(row.example)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("0; url=/a.html", Refresh(0, "/a.html")),
        ("5;URL='/a b.html'", Refresh(5, "/a")),
        ('3,url="http://x.vn/a"', Refresh(3, "http://x.vn/a")),
        ("300", Refresh(300, "")),
        ("0.5; /a", Refresh(0, "/a")),
        ("mai", None),
        ("", None),
    ],
)
def test_where_a_page_sends_its_readers(content: str, wanted: Refresh | None) -> None:
    assert (
        refresh_of(
            tree_of(
                f'<meta http-equiv="REFRESH" content="{content}">'
                if '"' not in content
                else f"<meta http-equiv=refresh content='{content}'>"
            ).root
        )
        == wanted
    )
    assert refresh_of(tree_of(f"<noscript><meta http-equiv='refresh' content='{content}'></noscript>").root) is None


@pytest.mark.parametrize(("seconds", "wanted"), [(SOON, "/x"), (SOON + 1, None)])
def test_a_page_is_left_before_it_can_be_read(seconds: int, wanted: str | None) -> None:
    assert sends_on(page("<p>Đang mở trang</p>", "", f"<meta http-equiv='refresh' content='{seconds};url=/x'>").encode(), None) == wanted


def test_a_page_with_a_text_sends_nobody_on() -> None:
    assert sends_on(story(head="<meta http-equiv='refresh' content='0;url=/x'>").encode(), None) in (None, "/x")
    assert (
        sends_on(story(beside=f"<p>{said(MOST_PROSE)}</p>", head="<meta http-equiv='refresh' content='0;url=/x'>").encode(), None) is None
    )
    assert sends_on(page("<p>x</p>").encode(), None) is None


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://x.vn/dang-nhap?ReturnUrl=/a", True),
        ("http://x.vn/Account/Login.aspx?ReturnUrl=%2fa", True),
        ("http://x.vn/bao-tri.html", True),
        ("http://x.vn/cdn-cgi/l/chk", True),
        ("http://x.vn/_layouts/15/AccessDenied.aspx?Source=/a", True),
        ("http://x.vn/tin/huong-dan-dang-nhap-he-thong-12.html", False),
        ("http://x.vn/tin-tuc/bao-tri-duong-day-500kv.html", False),
        ("http://login.vn/tin/a.html", False),
        ("http://x.vn/tin/a.html?next=/login", False),
    ],
)
def test_addresses_that_are_gates_by_their_own_words(url: str, wanted: bool) -> None:
    assert is_gate(url) is wanted
