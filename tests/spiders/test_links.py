"""What a link is, decided from the address and the anchor."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from pipelines.sources.source import Paging, Source
from spiders.finding import links
from spiders.finding.links import classify, read_listing
from spiders.finding.listing import NextPage
from spiders.finding.paging import template_page

PLAIN = Source("x", "X", "department", ("sct.x.gov.vn",), ("test",), "high", False, listings=("https://sct.x.gov.vn/",))
STRICT = msgspec.structs.replace(PLAIN, article_url=(r"^/tin/.+-\d+\.html$",), listing_url=(r"^/muc/",), skip_url=(r"/video/",))
BASE = "https://sct.x.gov.vn"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/vi/news/Khuyen-cong/ho-tro-may-moc-cho-co-so-1234.html", "article"),
        ("/web/guest/tin-tuc/-/asset_publisher/abc/content/ho-tro", "article"),
        ("/Trang/ChiTietTinTuc.aspx?nid=4815", "article"),
        ("/kinh-te/202506/thu-hut-von-dau-tu-moi-abc/", "article"),
        ("/tin-tuc/hoat-dong/mot-so-thong-tin-ve-gia-xang.html", "article"),
        ("/khuyen-cong", "unknown"),
        ("/gioi-thieu-chung", "unknown"),
        ("/tai-lieu/ke-hoach.pdf", None),
        ("/anh/logo.PNG", None),
        ("/tim-kiem?q=gia", None),
        ("/en/news/support-for-small-workshops-1234.html", None),
        ("/dang-nhap", None),
        ("/lich?month=12", None),
        ("/rss/home.rss", None),
        ("/modules.php?name=News&op=viewst&sid=101", "article"),
        ("/xem.php?share=12&lang=vi", "unknown"),  # its own language, and an id by an odd name
        ("/xem.php?id=12&lang=en", None),
        ("/xem.php?language=zh&id=12", None),
    ],
)
def test_general_rules(path: str, kind: str | None) -> None:
    assert classify(BASE + path, PLAIN, True) == kind


@pytest.mark.parametrize(
    ("path", "strict", "kind"),
    [
        ("/tin/a-12.html", True, "article"),
        ("/muc/khuyen-cong", True, "listing"),
        ("/video/tin/a-12.html", True, None),
        ("/gioi-thieu", True, None),
        ("/gioi-thieu", False, "unknown"),
        ("/bai/ho-tro-may-moc-cho-co-so-1234.html", True, None),
        ("/bai/ho-tro-may-moc-cho-co-so-1234.html", False, "article"),
    ],
)
def test_patterns_of_the_source_win(path: str, strict: bool, kind: str | None) -> None:
    assert classify(BASE + path, STRICT, strict) == kind


@pytest.mark.parametrize(
    "url", ["https://khac.gov.vn/tin/a-12.html", "https://sct.x.gov.vn.evil.com/tin/a-12.html", "https://a.sct.x.gov.vn/tin/a-1.html"]
)
def test_other_hosts_are_never_followed(url: str) -> None:
    assert classify(url, STRICT, False) is None


def listing(body: str, url: str = BASE + "/tin-tuc", source: Source = PLAIN):  # type: ignore[no-untyped-def]
    return read_listing(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8", url, source)


def test_links_carry_title_and_the_one_date_beside_them() -> None:
    page = listing(
        '<ul><li><a href="/tin-tuc/su-kien/ho-tro-ba-co-so-che-bien-go-77001.html">Hỗ trợ ba cơ sở chế biến gỗ</a>'
        " <span>(30/07/2019)</span></li>"
        '<li><a href="/tin-tuc/su-kien/khai-mac-hoi-cho-hang-viet-nam-77002.html">'
        " Khai mạc  hội chợ </a></li></ul>"
    )
    first, second = page.links
    assert (first.kind, first.hints.title, first.hints.published) == ("article", "Hỗ trợ ba cơ sở chế biến gỗ", "2019-07-30")
    assert (second.hints.title, second.hints.published) == ("Khai mạc hội chợ", None)
    assert first.hints.found_on == BASE + "/tin-tuc"


def test_picture_and_headline_links_are_one() -> None:
    page = listing('<a href="/a-b-c-d-1234.html"><img></a><h3><a href="/a-b-c-d-1234.html?utm_source=x">Tiêu đề</a></h3>')
    assert [(link.url, link.hints.title) for link in page.links] == [(BASE + "/a-b-c-d-1234.html", "Tiêu đề")]


A = "/tin-tuc/xuong-gom-do-lua-dau-nam-77003.html"
ITEM = f'<a href="{A}">Xưởng gốm đỏ lửa</a>'


@pytest.mark.parametrize(
    ("anchor", "title"),
    [
        (ITEM, "Xưởng gốm đỏ lửa"),
        (f'<a href="{A}" title="Xưởng gốm"><img></a>', "Xưởng gốm"),
        (f'<a href="{A}" title="Xem">Xưởng gốm</a>', "Xưởng gốm"),
        (f'<a href="{A}"><img></a>', None),
        (f'<a href="{A}">{"ơ" * 600}</a>', "ơ" * 500),
        (f'<a name="dau"></a><a href="">X</a><a href="mailto:a@x.vn">Thư</a><a href="https://khac.vn/a">K</a>{ITEM}', "Xưởng gốm đỏ lửa"),
        (f'{ITEM}<a href="{A}">Chi tiết</a>', "Xưởng gốm đỏ lửa"),  # the longer words are the title
        (f'<a href="{A}">Chi tiết</a>{ITEM}', "Xưởng gốm đỏ lửa"),
        (f'{ITEM}<a href="{A}">Xưởng than đỏ lửa</a>', "Xưởng than đỏ lửa"),
        (f'{ITEM}<a href="{A}">Xưởng gạo đỏ lửa</a>', "Xưởng gốm đỏ lửa"),  # as long: the first
    ],
)
def test_the_title_of_a_listed_article(anchor: str, title: str | None) -> None:
    (link,) = listing(anchor).links
    assert (link.url, link.kind, link.hints.title) == (BASE + A, "article", title)


def test_an_article_linked_twice_keeps_its_first_address_and_its_date() -> None:
    page = listing(f'<div><a href="{A}">Tin</a> 05/03/2024</div><div><a href="http://sct.x.gov.vn{A}">Xưởng gốm đỏ lửa</a></div>')
    assert [(link.url, link.hints.title, link.hints.published) for link in page.links] == [(BASE + A, "Xưởng gốm đỏ lửa", "2024-03-05")]


@pytest.mark.parametrize(
    ("body", "published"),
    [
        (f"<div>{ITEM} 05/03/2024</div>", "2024-03-05"),
        (f"<div>{ITEM} 2024-03-05</div>", "2024-03-05"),
        (f"<div>{ITEM} 05/03/2024, sửa 06/03/2024</div>", None),  # which of the two?
        (f"<div>{ITEM} 05/03/2024 … 05/03/2024</div>", "2024-03-05"),
        (f"<div><p><b><i>{ITEM}</i></b></p> 05/03/2024</div>", "2024-03-05"),
        (f"<div><p><b><i><u>{ITEM}</u></i></b></p> 05/03/2024</div>", None),  # too far away
        *((f"<{tag}><li>{ITEM}</li><li>05/03/2024</li></{tag}>", None) for tag in ("main", "section", "ul", "ol")),  # others' dates
        (f"<table><tr><td>{ITEM}</td><td>05/03/2024</td></tr></table>", "2024-03-05"),
        (f"<table><tr><td>{ITEM}</td></tr><tr><td>05/03/2024</td></tr></table>", None),
        (f"<table><tbody><tr><td>{ITEM}</td></tr><tr><td>05/03/2024</td></tr></tbody></table>", None),
        (f"<p>{ITEM}</p><p>05/03/2024</p>", None),
        (f"<div>{ITEM}05/03/2024{'.' * (1500 - len('Xưởng gốm đỏ lửa05/03/2024'))}</div>", "2024-03-05"),
        (f"<div>{ITEM}05/03/2024{'.' * (1501 - len('Xưởng gốm đỏ lửa05/03/2024'))}</div>", None),  # no list item is that long
        ('<div><a href="/lang-gom">Làng gốm</a> 05/03/2024</div>', None),  # no article
    ],
)
def test_a_date_beside_a_headline(body: str, published: str | None) -> None:
    (link,) = listing(body).links
    assert link.hints.published == published


@pytest.mark.parametrize(
    ("base", "wanted"),
    [
        ("", "/vi/lo-gom-moi-o-lang-1234.html"),
        ('<base href="/goc/">', "/goc/lo-gom-moi-o-lang-1234.html"),
        ('<base href="https://sct.x.gov.vn/a/b">', "/a/lo-gom-moi-o-lang-1234.html"),
        ("<base target=_top>", "/vi/lo-gom-moi-o-lang-1234.html"),
    ],
)
def test_links_are_relative_to_the_base_of_the_page(base: str, wanted: str) -> None:
    page = listing(f'{base}<a href="lo-gom-moi-o-lang-1234.html">Lò gốm</a><a href="lien-he">Liên hệ</a>', BASE + "/vi/tin-tuc")
    assert [(link.url, link.hints.found_on) for link in page.links] == [(BASE + wanted, BASE + "/vi/tin-tuc")]


def test_so_many_links_are_taken_of_one_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert links.MAX_LINKS == 20_000
    monkeypatch.setattr(links, "MAX_LINKS", 2)
    enough = listing('<a href="/a">A</a><a href="/b">B</a><a href="/b">B lần nữa</a><a href="/anh.png">Ảnh</a>')
    assert ([link.url for link in enough.links], enough.left) == ([BASE + "/a", BASE + "/b"], 0)
    more = listing('<a href="/a">A</a><a href="/b">B</a><a href="/c">C</a><a href="/d">D</a><a href="/c">C</a>')
    assert ([link.url for link in more.links], more.left) == ([BASE + "/a", BASE + "/b"], 2)

    monkeypatch.setattr(links, "MAX_ANCHORS", 5)
    assert listing('<a href="/a">A</a>' * 5).left == 0
    assert listing('<a href="/a">A</a>' * 7 + "<a>Không có địa chỉ</a>").left == 2  # nobody knows what they are


def test_a_list_of_thousands_is_taken_whole() -> None:
    """In one box, with a date in each line: as an archive of years is shown, in a time that grows with its length alone."""
    rows = "".join(
        f'<p><a href="/tin/ho-tro-co-so-san-xuat-{n}.html">Hỗ trợ cơ sở {n}</a> {n % 28 + 1:02}/03/2019</p>' for n in range(1000, 6000)
    )
    page = listing(f"<div>{rows}</div>")
    assert (len(page.links), page.left) == (5000, 0)
    assert {link.hints.published for link in page.links} == {f"2019-03-{day:02}" for day in range(1, 29)}


def test_links_that_stand_in_one_box_share_no_date() -> None:
    page = listing('<div><a href="/a-b-c-d-1234.html">A</a> <a href="/a-b-c-d-1235.html">B</a> 01/02/2020 <i>02/02/2020</i></div>')
    assert [link.hints.published for link in page.links] == [None, None]


def test_the_declared_charset_is_heeded() -> None:
    body = f'<a href="{A}">Łódź</a>'.encode("iso-8859-2")
    assert read_listing(body, "text/html; charset=iso-8859-2", BASE, PLAIN).links[0].hints.title == "Łódź"


def test_a_source_that_tells_its_articles_is_read_strictly_unless_said_otherwise() -> None:
    body = b'<a href="/tin/a-12.html">A</a><a href="/gioi-thieu">G</a>'
    assert [link.kind for link in read_listing(body, None, BASE, STRICT).links] == ["article"]
    assert [link.kind for link in read_listing(body, None, BASE, STRICT, strict=False).links] == ["article", "unknown"]


@pytest.mark.parametrize(
    ("pager", "wanted"),
    [
        ('<div class="pagination"><a href="?page=1">1</a><a href="?page=2">Sau</a></div>', "/tin-tuc?page=2"),
        ('<div class="paging"><span>1</span><a href="/tin-tuc/page/2">2</a><a href="/tin-tuc/page/3">3</a></div>', "/tin-tuc/page/2"),
        ('<ul class="pager"><li><a href="/tin-tuc/p2">»</a></li></ul>', "/tin-tuc/p2"),
        ('<a href="/tin-tuc/trang-2">Trang tiếp</a>', "/tin-tuc/trang-2"),
        ('<div class="paging"><b>2</b><a href="/tin-tuc/p3">3</a></div>', "/tin-tuc/p3"),
        ('<div class="paging"><a href="/p1">1</a> … <a href="/p5">5</a><i>6</i><a href="/p7">7</a></div>', "/p7"),
        ('<div class="paging"><a href="/p1">1</a> … <a href="/p8">8</a><a href="/p9">9</a><i>10</i></div>', None),
        ('<div class="paging"><a href="/p1">1</a> … <a href="/p8">8</a><a href="/p9">9</a></div>', None),
        ('<a href="/album/2">»</a>', None),  # an arrow outside a pager turns pictures, not pages
        ('<div class="paging"><a href="/tin-tuc">1</a></div>', None),
        ('<a href="https://khac.vn/2">Trang sau</a>', None),
        ('<a href="/tin-tuc/">Trang sau</a>', None),  # the page we are on
        ('<a href="javascript:tai(2)">Trang sau</a>', None),
        ('<link rel="next" href="/p2"><div class="paging"><b>5</b><a href="/p6">6</a></div>', "/p2"),  # the page says so itself
        ('<link rel="prev" href="/p1"><div class="paging"><b>5</b><a href="/p6">6</a></div>', "/p6"),
        ('<a rel="next" href="/p2">Xem thêm bài</a>', "/p2"),
        ('<a rel="prev" href="/p2">Xem thêm bài</a>', None),
        ('<a class="btn Next" href="/p2">Xem thêm bài</a>', "/p2"),
        ('<a class="nextra" href="/p2">Xem thêm bài</a>', None),
        ('<a href="/p2">Tiếp ...</a>', "/p2"),
        ('<a href="/p2">Trang kế.</a>', "/p2"),
        ('<a href="/p2">Sau Tết, xưởng gốm lại đỏ lửa</a>', None),
        ('<div class="pager"><a href="/dau">Đầu</a><b>1</b><a href="/p2">2</a><a href="/cuoi">Trang cuối</a></div>', "/p2"),
        ('<div><p><span><b><a href="/album/2">2</a></b></span></p></div>', None),  # a number outside a pager
        ('<div id="phan-trang"><b>2</b><a href="/p3">3</a></div>', "/p3"),
        ('<div class="paging"><ul><li><a href="/p3">3</a></li></ul><b>2</b></div>', "/p3"),
        ('<div class="paging"><i></i><b>2</b><i>/ 9</i><a href="/p3">3</a></div>', "/p3"),
        ('<div class="paging"><b>99998</b><a href="/p99999">99999</a></div>', "/p99999"),
        ('<div class="paging"><b>99999</b><a href="/p100000">100000</a></div>', None),  # no page number any more
        ('<div class="paging"><b>2</b><i>100000</i><a href="/p3">3</a></div>', "/p3"),  # a total
        ('<div class="paging"><b>2</b><i>30</i><a href="/p3">3</a><a href="/p4">4</a></div>', None),  # which of the two is not said
        # every page linked: the one we are on is told by its address
        ('<div class="paging"><a href="/p3">3</a><a href="tin-tuc">4</a><a href="/p5">5</a><a href="/p6">6</a></div>', "/p5"),
        # no number for the page we are on: it is the gap
        ('<div class="paging"><a href="/p2">2</a><a href="/p3">3</a></div>', "/p2"),
        ('<div class="paging"><a href="/p1">1</a><a href="/p2">2</a><a href="/p4">4</a></div>', "/p4"),
        ('<div class="paging"><a href="/p3">3</a><a href="/p5">5</a></div>', "/p5"),
        ('<div class="paging"><a href="/p5">5</a><a href="/p6">6</a></div>', None),
        # all numbers linked, none to this address, which has no number: it is the first page
        ('<div class="paging"><a href="/p1">1</a><a href="/p2">2</a></div>', "/p2"),
        ('<div class="pager"><a href="?page=0">1</a><a href="?page=1">2</a><a href="?page=2">3</a></div>', "/tin-tuc?page=1"),
        ('<div class="pager"><a href="/tin-tuc/0">1</a><a href="/tin-tuc/20">2</a></div>', "/tin-tuc/20"),  # offsets
        # the current number linked and marked
        ('<ul class="pager"><li class="active"><a href="/p1">1</a></li><li class="item"><a href="/p2">2</a></li></ul>', "/p2"),
        ('<ul class="pager"><li><a class="current" href="javascript:void(0)">1</a></li><li><a href="/t-2">2</a></li></ul>', "/t-2"),
        ('<div class="pager"><a href="/p1">1</a><a class="active" href="/p2">2</a><a href="/p3">3</a></div>', "/p3"),
        ('<div class="pager"><a href="/p1">1</a><a aria-current="page" href="/p2">2</a><a href="/p3">3</a></div>', "/p3"),
        ('<div class="pager"><a href="/p1">1</a><a href="#">2</a><a href="/p3">3</a></div>', "/p3"),
        ('<div class="pager"><a href="/p1">1</a><a aria-current="false" href="/p2">2</a><a href="tin-tuc">3</a></div>', None),  # the last
        ('<div class="pager active"><a href="/p5">5</a><a href="/p6">6</a></div>', None),  # marks no number
    ],
)
def test_next_page(pager: str, wanted: str | None) -> None:
    assert listing(pager).next_page == (NextPage(BASE + wanted) if wanted else None)


@pytest.mark.parametrize("arrow", [">", ">>", "»", "›", "→"])
def test_an_arrow_turns_pages_in_a_pager_only(arrow: str) -> None:
    anchor = f'<a href="/p2">{arrow.replace(">", "&gt;")}</a>'
    assert listing(anchor).next_page is None
    assert listing(f'<p class="pagination">{anchor}</p>').next_page == NextPage(BASE + "/p2")


def test_last_page_of_a_numbered_pager_has_no_next() -> None:
    pager = '<div class="paging"><a href="/tin-tuc/page/1">1</a><a href="/tin-tuc/page/2">2</a><span>3</span></div>'
    assert listing(pager, BASE + "/tin-tuc/page/3").next_page is None


def test_an_aspnet_pager_is_a_form_to_post() -> None:
    page = listing(
        '<form><input type="hidden" name="__VIEWSTATE" value="abc"><input name="q" value="x">'
        '<input type="hidden" name="__LAST"><input type="hidden" value="y">'
        "<div class=pager><span>1</span><a href=\"javascript:__doPostBack('ctl00$grid','Page$2')\">2</a></div></form>"
    )
    assert page.next_page is not None
    assert page.next_page.url == BASE + "/tin-tuc"
    assert page.next_page.form == {"__VIEWSTATE": "abc", "__LAST": "", "__EVENTTARGET": "ctl00$grid", "__EVENTARGUMENT": "Page$2"}


@pytest.mark.parametrize(
    ("template", "number", "wanted"),
    [
        ("{listing}&BRSR={n}", 3, "https://x.vn/tin&BRSR=30"),
        ("{listing}/page-{n}/", 2, "https://x.vn/tin/page-15/"),
        ("{listing}/{dd}-{mm}-{yyyy}", 2, "https://x.vn/tin/01-03-2020"),
        ("{listing}/{dd}-{mm}-{yyyy}", 3, "https://x.vn/tin/29-02-2020"),
        ("https://x.vn/api?cat=3&page={n}", 2, "https://x.vn/api?cat=3&page=15"),
    ],
)
def test_template_pages(template: str, number: int, wanted: str) -> None:
    assert template_page(Paging(template, 15, 15), "https://x.vn/tin/", number, date(2020, 3, 1)) == wanted


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 50, b"<a href=" * 1000, b"<div>" * 50_000])
def test_hostile_listings_are_empty_not_fatal(body: bytes) -> None:
    assert read_listing(body, None, BASE, PLAIN).links == ()


@pytest.mark.parametrize(
    "body",
    [
        '<div class="pager"><a href="/p2">²</a></div>',
        '<div class="pager"><sup>²</sup><a href="/p2">2</a></div>',
        '<base href="http://[x"><a href="/tin/bai-1.html">Hợp tác xã mở thêm một lò sấy</a>',
    ],
)
def test_digits_that_are_no_numbers_and_broken_bases_raise_nothing(body: str) -> None:
    assert read_listing(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8", BASE, PLAIN) is not None
