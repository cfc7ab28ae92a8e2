"""What a link is, decided from the address and the anchor."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from pipelines.sources.source import Paging, Source
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


@pytest.mark.parametrize(
    ("pager", "wanted"),
    [
        ('<div class="pagination"><a href="?page=1">1</a><a href="?page=2">2</a><a href="?page=2">Sau</a></div>', "/tin-tuc?page=2"),
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
    ],
)
def test_next_page(pager: str, wanted: str | None) -> None:
    assert listing(pager).next_page == (NextPage(BASE + wanted) if wanted else None)


def test_last_page_of_a_numbered_pager_has_no_next() -> None:
    pager = '<div class="paging"><a href="/tin-tuc/page/1">1</a><a href="/tin-tuc/page/2">2</a><span>3</span></div>'
    assert listing(pager, BASE + "/tin-tuc/page/3").next_page is None


def test_an_aspnet_pager_is_a_form_to_post() -> None:
    page = listing(
        '<form><input type="hidden" name="__VIEWSTATE" value="abc"><input name="q" value="x">'
        "<div class=pager><span>1</span><a href=\"javascript:__doPostBack('ctl00$grid','Page$2')\">2</a></div></form>"
    )
    assert page.next_page is not None
    assert page.next_page.url == BASE + "/tin-tuc"
    assert page.next_page.form == {"__VIEWSTATE": "abc", "__EVENTTARGET": "ctl00$grid", "__EVENTARGUMENT": "Page$2"}


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
