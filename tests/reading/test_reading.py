"""Reading: what is refused and why, hijacked and constant titles, what is set aside, and hostile input."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.reading.reading import read_article
from pipelines.values.article import Article, NotArticle, Unreadable
from pipelines.values.page import Hints, Page
from tests.paths import GOLDENS

GOLDENS = GOLDENS / "pages"
P1 = (
    "Huyện vừa khánh thành xưởng sấy nông sản dùng năng lượng mặt trời, mỗi mẻ sấy được gần một tấn mận và giữ được màu tươi lâu hơn trước."
)
P2 = "Chủ xưởng cho biết chi phí nhiên liệu giảm một nửa, nhờ đó bà con bán được giá tốt hơn vào cuối vụ mà không phải vội tìm người mua."
TITLE = "Xưởng sấy mận chạy bằng nắng ở vùng cao"


def read(html: str, url: str | None = None, status: int = 200) -> Article:
    return read_article(Page(url=url, body=html.encode(), status=status))


def reason(html: str, url: str | None = None, status: int = 200) -> str:
    with pytest.raises(NotArticle) as caught:
        read(html, url, status)
    return caught.value.reason


def outcome(body: bytes, headers: dict[str, str] | None = None) -> str:
    """The layout of the article, or the reason why there is none; anything else that is raised fails the test."""
    try:
        return read_article(Page(url=None, body=body, headers=headers or {})).layout
    except (NotArticle, Unreadable) as error:
        return error.reason


def page(body: str, title: str = TITLE, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><div class='wrap'>{body}</div></body></html>"


def article(extra: str = "", title: str = TITLE) -> str:
    return page(f"<h1>{TITLE}</h1><div class='noi-dung'><p>{P1}</p><p>{P2}</p>{extra}</div>", title)


def test_plain_article() -> None:
    found = read(article())
    assert (found.title, found.paragraphs, found.layout, found.language) == (TITLE, (P1, P2), "generic", "vi")
    assert found.flags == ()


TEASERS = "".join(f"<div><h3><a href='/{n}.html'>Tin vắn số {n} về chuyện làm ăn ở bản</a></h3><p>{P1}</p></div>" for n in range(6))
LINKS = "".join(f"<li><a href='/{n}.html'>Tin vắn số {n} về chuyện làm ăn ở bản</a></li>" for n in range(12))


@pytest.mark.parametrize(
    ("html", "url", "status", "why"),
    [
        (page(f"<h1>Kinh tế</h1>{TEASERS}"), "http://x.vn/kinh-te", 200, "listing"),
        (page(f"<ul>{LINKS}</ul>", "Kinh tế"), "http://x.vn/kinh-te", 200, "listing"),
        (page(f"<h1>Trang chủ</h1>{TEASERS}"), "http://x.vn/", 200, "home"),
        (page(f"<h1>Kết quả</h1>{TEASERS}"), "http://x.vn/tim-kiem?q=a", 200, "search"),
        (page("<h1>404</h1><p>Không tìm thấy trang bạn yêu cầu.</p>", "404"), None, 200, "not_found"),
        (article(), None, 404, "not_found"),
        (article(), None, 503, "error_page"),
        (page("<h1>Đăng nhập</h1><form><input name='u'><input type='password' name='p'></form>"), None, 200, "login"),
        (page("<h1>Góp ý</h1><form>" + "<label>Họ tên</label><input name='a'>" * 5 + "</form>"), None, 200, "form"),
        (page("<h1>Ảnh hội chợ</h1>" + "<img src='a.jpg'>" * 8), None, 200, "gallery"),
        (page("<h1>Phóng sự</h1><video src='a.mp4'></video><p>Xem phóng sự ngắn.</p>"), None, 200, "video"),
        ("", None, 200, "empty"),
        ("<html><body></body></html>", None, 200, "empty"),
        (page("<p>Chưa có nội dung</p>"), None, 200, "empty"),
    ],
)
def test_refusals(html: str, url: str | None, status: int, why: str) -> None:
    assert reason(html, url, status) == why


def test_list_of_documents_is_a_listing() -> None:
    rows = "".join(
        f"<div><p>Quyết định số {n} của Ủy ban nhân dân huyện về việc phê duyệt danh mục các đề án nhóm {n} trong quý</p>"
        f"<a href='/{n}.pdf'>Tải về</a></div>"
        for n in range(4)
    )
    assert reason(page(f"<h1>Văn bản chỉ đạo điều hành của huyện</h1>{rows}")) == "listing"


def test_gallery_in_a_known_family() -> None:
    figures = "".join(f"<figure><img src='{n}.jpg'><figcaption>Khách xem gian hàng số {n}</figcaption></figure>" for n in range(6))
    assert reason(page(f"<h1 class='entry-title'>{TITLE}</h1><div class='entry-content'>{figures}</div>")) == "gallery"


def test_hijacked_site_title_is_flagged_and_the_headline_kept() -> None:
    found = read(article(title="Nhà cái số 1 - nổ hũ đổi thưởng uy tín nhất"))
    assert found.title == TITLE
    assert found.flags == ("hijacked_site_title",)
    assert found.site_title == "Nhà cái số 1 - nổ hũ đổi thưởng uy tín nhất"


def test_betting_advert_is_spam() -> None:
    text = (
        "<p>" + "Nhà cái này cho người chơi nạp tiền nhanh, rút tiền gọn, bắn cá và nổ hũ mỗi ngày, link vào mới nhất ở đây. " * 6 + "</p>"
    )
    assert reason(page(f"<h1>Nhà cái nổ hũ uy tín nhất năm nay</h1>{text}{text}", "Nhà cái nổ hũ")) == "spam"


def test_report_on_betting_is_no_spam() -> None:
    text = "<p>Công an huyện vừa triệt phá một đường dây cá cược bóng đá, thu giữ nhiều máy tính và điện thoại dùng để ghi sổ.</p>"
    more = "<p>Các bị can khai nhận trang của nhà cái đặt máy chủ ở nước ngoài, tiền chuyển qua nhiều tài khoản mượn tên người khác.</p>"
    assert (
        read(page(f"<h1>Triệt phá đường dây cá cược ở huyện</h1><div>{text}{more}{text}</div>")).title
        == "Triệt phá đường dây cá cược ở huyện"
    )


def test_constant_title_of_a_site_is_not_the_headline() -> None:
    html = page(
        f"<div class='tieu-de'><p>{TITLE}</p></div><div><p>{P1}</p><p>{P2}</p><p>{P1} {P2}</p></div>",
        "Cổng thông tin điện tử Sở Công Thương",
    )
    found = read(html)
    assert found.title == TITLE
    assert found.site_title == "Cổng thông tin điện tử Sở Công Thương"


def test_suffix_of_the_site_is_cut_from_a_title_without_heading() -> None:
    found = read(page(f"<div><p>{P1}</p><p>{P2}</p><p>{P1} {P2}</p><p>{P2}</p></div>", f"{TITLE} - Báo Vùng Cao"))
    assert found.title == TITLE


def test_br_and_block_borders_never_glue_words() -> None:
    found = read(article("<div>đầu dòng<br>Cuối dòng</div><table><tr><td>a<p>b</p></td><td>c<br>d</td></tr></table><p>Giá <b>t</b>ăng</p>"))
    assert found.paragraphs[2:] == ("đầu dòng", "Cuối dòng", "a b | c d", "Giá tăng")


def test_line_broken_in_the_middle_is_one_paragraph() -> None:
    assert read(article("<p>Một câu bị ngắt<br>ở giữa chừng.</p>")).paragraphs[-1] == "Một câu bị ngắt ở giữa chừng."


def test_inline_related_links_and_tail_boxes_are_set_aside() -> None:
    inline = "<p><a href='/a.html'>&gt;&gt; Bản bên mở lớp dạy nghề mộc</a></p>"
    box = "<p>Tin liên quan</p><ul><li><a href='/b.html'>Chợ huyện đông khách dịp cuối năm</a></li></ul>"
    found = read(article(inline + box))
    assert found.paragraphs == (P1, P2)
    assert found.related == ("Bản bên mở lớp dạy nghề mộc", "Chợ huyện đông khách dịp cuối năm")


def test_attachments_are_absolute_and_not_paragraphs() -> None:
    html = article("<p><a href='/van-ban/ke-hoach%20nam.pdf'>Kế hoạch kèm theo</a></p>")
    found = read(html, "http://x.vn/tin/1.html")
    assert [(a.url, a.title) for a in found.attachments] == [("http://x.vn/van-ban/ke-hoach%20nam.pdf", "Kế hoạch kèm theo")]
    assert found.paragraphs == (P1, P2)


@pytest.mark.parametrize(
    ("last", "byline", "credit"),
    [
        ("<p align='right'><b>Hoàng Minh Châu</b></p>", "Hoàng Minh Châu", None),
        ("<p>Tác giả: Hoàng Minh Châu</p>", "Hoàng Minh Châu", None),
        ("<p><b>Bài, ảnh: Minh Châu</b></p>", "Minh Châu", None),
        ("<p><em>(Theo Báo Vùng Cao)</em></p>", None, "Theo Báo Vùng Cao"),
        ("<p>Nguồn: Cổng thông tin huyện</p>", None, "Nguồn: Cổng thông tin huyện"),
        ("<p><b>Minh Châu</b></p><p>Theo Báo Vùng Cao</p>", "Minh Châu", "Theo Báo Vùng Cao"),
        ("<p><b>admin</b></p>", None, None),
        ("<p>Ban biên tập</p>", None, None),
    ],
)
def test_signatures(last: str, byline: str | None, credit: str | None) -> None:
    found = read(article(last))
    assert (found.byline, found.credit, found.paragraphs) == (byline, credit, (P1, P2))


def test_sentence_that_starts_with_theo_stays() -> None:
    line = "Theo kế hoạch, xưởng thứ hai sẽ được xây vào mùa xuân tới."
    found = read(article(f"<p>{line}</p>"))
    assert found.paragraphs[-1] == line
    assert found.credit is None


def test_caption_printed_twice_is_kept_once() -> None:
    figure = "<figure><img src='a.jpg'><figcaption>Mẻ mận vừa ra lò sấy</figcaption></figure>"
    assert read(article(figure + f"<p>{P2} {P1}</p>" + figure)).captions == ("Mẻ mận vừa ra lò sấy",)


def test_document_without_html_is_unreadable() -> None:
    for body in (b"%PDF-1.4 ...", b"PK\x03\x04zip", b"\xff\xd8\xff\xe0jpeg"):
        with pytest.raises(Unreadable) as caught:
            read_article(Page(url=None, body=body))
        assert caught.value.reason == "binary"


def test_page_cut_within_the_body_is_unreadable_and_one_cut_after_it_is_read() -> None:
    whole = article("<p>Đoạn cuối cùng của bài có thêm vài chữ cho đủ dài một chút nữa.</p>")
    inside = whole[: whole.index("vài chữ") + 4]
    with pytest.raises(Unreadable) as caught:
        read(inside)
    assert caught.value.reason == "truncated"
    assert read(whole.replace("</body></html>", "")).title == TITLE


def test_same_bytes_same_article() -> None:
    assert read(article()) == read(article())


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.binary(max_size=3000))
def test_random_bytes_raise_only_what_is_documented(body: bytes) -> None:
    for headers in ({}, {"content-type": "text/plain"}):
        assert outcome(body, headers)


TAGS = st.sampled_from(["p", "div", "table", "tr", "td", "h1", "ul", "li", "a", "b", "br", "img", "span", "figure", "form", "script", "x"])


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.lists(st.tuples(TAGS, st.booleans(), st.sampled_from(["", P1, "Tin liên quan", "Theo Báo", "<", "&nbsp;", TITLE])), max_size=60))
def test_random_markup_raises_only_what_is_documented(pieces: list[tuple[str, bool, str]]) -> None:
    html = "".join(f"<{'/' if close else ''}{tag}>{text}" for tag, close, text in pieces)
    try:
        found = read(html)
    except (NotArticle, Unreadable):
        return
    assert all(line == " ".join(line.split()) and line for line in found.paragraphs)
    assert found.text.count("\n") == len(found.paragraphs) - (0 if found.lead else 1)


@pytest.mark.parametrize(
    "opening", ["<div>", "<span>", "<table><tr><td>", "<font>", "<div class='sidebar'>", "<div class='related'>", "<b>"]
)
def test_deep_nesting_does_no_harm(opening: str) -> None:
    started = time.process_time()
    assert outcome((f"<h1>{TITLE}</h1>" + opening * 100_000 + f"<p>{P1}</p>").encode())
    assert time.process_time() - started < 10


HOSTILE = {
    "links that hold one another in a related box": "<div class='related'>" + "<a href='x'>tin về chuyện làm ăn ở bản" * 5_000,
    "very many tags": "<p>" * 2_000_000,
    "very many cells": "<td>" * 1_000_000,
    "text read in the wrong charset, without end": "\u00e1\u00bb" * 1_000_000,
    "dates without end": "12/3/2024 " * 400_000,
    "one word of a megabyte": "<p>" + "a" * 1_000_000,
    "digits": "<p>" + "1" * 1_000_000 + "x",
    "spaces and dashes": "<p>" + " - " * 300_000,
    "breaks": "<div>" + "a<br>" * 150_000,
    "rows": "<table>" + "<tr><td>a b c d</td><td>e f</td></tr>" * 20_000,
    "links": "<a href='x.pdf'>tên văn bản dài nhiều chữ</a>" * 20_000,
    "class names": "<div class='" + "sidebar-" * 100_000 + f"'><p>{P1}</p><p>{P2}</p></div>",
    "brackets in JSON-LD": "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
    "boxes in kept boxes": "<div class='sidebar'>" * 200 + "<div>x</div>" * 30_000 + f"<p>{P1}</p>" * 10,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_pages_take_bounded_time(name: str) -> None:
    started = time.process_time()
    assert outcome(page(f"<h1>{TITLE}</h1>{HOSTILE[name]}").encode())
    assert time.process_time() - started < 15


def test_lines_and_tags_are_bounded() -> None:
    body = page(f"<h1>{TITLE}</h1><p>{P1}</p><p>{'chữ ' * 100_000}</p>" + f"<p>{P2}</p>" * 30_000)
    found = read(body)
    assert found.title == TITLE
    assert max(map(len, found.paragraphs)) <= 60_000
    assert 10_000 < len(found.paragraphs) < 13_000


def test_truncated_and_damaged_golden_pages_raise_only_what_is_documented() -> None:
    rnd = random.Random(7)
    bodies = [path.read_bytes() for path in sorted(GOLDENS.glob("*.html"))]
    assert len(bodies) > 40
    outcomes = set()
    for body in bodies:
        damaged = bytearray(body)
        for _ in range(60):
            damaged[rnd.randrange(len(damaged))] = rnd.randrange(256)
        for variant in (body[: rnd.randrange(len(body))], bytes(damaged)):
            outcomes.add(outcome(variant))
    assert len(outcomes) > 10


@pytest.mark.parametrize(
    ("last", "byline"),
    [
        ("<p>Tin, ảnh Minh Châu (Đài Truyền thanh huyện)</p>", "Minh Châu"),
        ("<p><b>Minh Châu – Thu Hà (Đài Truyền thanh huyện)</b></p>", "Minh Châu – Thu Hà"),
        ("<p class='Author'>Minh Châu</p>", "Minh Châu"),
        ("<div class='post-author'>Bởi admin</div>", None),
    ],
)
def test_offices_behind_names_and_author_boxes(last: str, byline: str | None) -> None:
    found = read(article(last))
    assert (found.byline, found.paragraphs) == (byline, (P1, P2))


def test_photo_credit_is_no_byline() -> None:
    found = read(article("<p>Ảnh: Minh Châu</p>"))
    assert (found.byline, found.captions, found.paragraphs) == (None, ("Ảnh: Minh Châu",), (P1, P2))


def test_lead_of_a_story_linked_within_the_text_is_set_aside() -> None:
    box = f"<div class='k1'><a href='/n.html'>Bản bên mở lớp dạy nghề mộc</a><p>{'Câu giới thiệu của bài khác. ' * 4}</p></div>"
    found = read(article(box + f"<p>{P2} {P1}</p>"))
    assert found.paragraphs == (P1, P2, f"{P2} {P1}")
    assert found.related == ("Bản bên mở lớp dạy nghề mộc",)


def test_imprint_of_a_site_is_no_article() -> None:
    imprint = "<p>Giấy phép số 12/GP do Sở cấp ngày 01/02/2010 cho trang của huyện, mọi quyền được bảo lưu theo quy định hiện hành.</p>"
    duty = "<p>Chịu trách nhiệm nội dung: Ông Nguyễn Văn A, phó chủ tịch thường trực Ủy ban nhân dân huyện, trưởng ban biên tập trang.</p>"
    assert reason(page(f"<h1>Cổng thông tin huyện vùng cao</h1><div>{imprint}{duty}{imprint}</div>")) == "empty"


def test_stray_tags_of_a_word_processor_are_removed() -> None:
    assert read(article("<p>Một đoạn nữa.&lt;o:p&gt;&lt;/o:p&gt;</p><p>Giá &lt; 5 đồng thì bán.</p>")).paragraphs[2:] == (
        "Một đoạn nữa.",
        "Giá < 5 đồng thì bán.",
    )


def test_headline_of_the_listing_helps_where_the_page_has_a_constant_title() -> None:
    body = f"<div><span>Tin trong huyện</span><div>{TITLE}</div><div><p>{P1}</p><p>{P2}</p><p>{P1} {P2}</p></div></div>"
    html = page(f"<h1>Cổng thông tin huyện vùng cao</h1>{body}", "Cổng thông tin huyện vùng cao")
    hinted = read_article(Page(url=None, body=html.encode(), hints=Hints(title=TITLE)))
    assert hinted.title == TITLE
    assert hinted.site_title == "Cổng thông tin huyện vùng cao"


def test_listing_of_a_known_family_is_no_article() -> None:
    titles = "".join(f"<div class='news-title'><a href='/{n}'>Tin vắn số {n} về chuyện làm ăn ở bản</a></div><p>{P1}</p>" for n in range(8))
    footer = "<div class='ms-rtestate-field'><p>Cổng thông tin điện tử của huyện vùng cao</p></div>"
    html = page(titles + footer, "Trang chủ", '<meta name="GENERATOR" content="Microsoft SharePoint">')
    assert reason(html, "http://x.vn/tin-tuc") == "listing"


def test_short_notice_of_a_known_family_is_an_article() -> None:
    html = page(f"<h1 class='entry-title'>{TITLE}</h1><div class='entry-content'><p>Xưởng mở cửa từ thứ hai tuần sau.</p></div>")
    assert read(html).paragraphs == ("Xưởng mở cửa từ thứ hai tuần sau.",)
