"""Fronts: which links of a navigation are sections about industry and trade, which feeds are declared, what a refusal blames."""

from __future__ import annotations

import pytest

from pipelines.sources.site_words import SiteWordRow, says, site_word_rows, slug_says
from pipelines.sources.source import Source
from spiders.finding.fronts import read_front, refused_as

SOURCE = Source("s", "Sở", "department", ("so.example.vn",), ("test",), "low", False, listings=("https://so.example.vn/",))


def sections(body: str) -> list[tuple[str, str, str]]:
    found = read_front(f"<html><body>{body}</body></html>".encode(), "text/html; charset=utf-8", "https://so.example.vn/", SOURCE)
    return [(s.url.removeprefix("https://so.example.vn"), s.name, s.about) for s in found.sections]


@pytest.mark.parametrize("row", site_word_rows(), ids=lambda row: f"{row.section}-{row.phrase}")
def test_a_row_acts_in_its_example(row: SiteWordRow) -> None:
    assert says(row.section, row.example)
    if row.section == "never":
        assert sections(f"<a href='/muc'>{row.example}</a>") == []
    elif row.section in ("topic", "near", "news"):
        assert [name for _, name, _ in sections(f"<a href='/muc'>{row.example}</a>")] == [row.example]
    else:
        assert refused_as(f"<h1>403</h1><p>{row.example}</p>") is not None


def test_there_are_words() -> None:
    assert len(site_word_rows()) > 60


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("<a href='/cn'>KHUYẾN CÔNG</a>", []),  # /cn is another language
        ("<a href='/muc-12'>KHUYẾN CÔNG</a>", [("/muc-12", "KHUYẾN CÔNG", "topic")]),
        ("<a href='/vi/news/kinh-te/'><span>Kinh</span> tế</a>", [("/vi/news/kinh-te/", "Kinh tế", "near")]),
        ("<a href='/cong-nghiep'>Xem thêm</a>", [("/cong-nghiep", "Xem thêm", "topic")]),
        ("<a href='/cong-nghiep'>Xem thêm</a><a href='/cong-nghiep'>Công nghiệp</a>", [("/cong-nghiep", "Công nghiệp", "topic")]),
        ("<a href='/a'>Tin tức</a><a href='/b'>Kinh tế</a><a href='/c'>Xúc tiến thương mại</a>",
         [("/c", "Xúc tiến thương mại", "topic"), ("/b", "Kinh tế", "near"), ("/a", "Tin tức", "news")]),
        ("<a href='/muc' title='Công nghiệp hỗ trợ'><img src='x.png'></a>", [("/muc", "Công nghiệp hỗ trợ", "topic")]),
        ("<a href='/van-ban/cong-nghiep'>Công nghiệp</a>", [("/van-ban/cong-nghiep", "Công nghiệp", "topic")]),
        # near misses: no section
        ("<a href='/cong-nghiep/tap-tin.pdf'>Công nghiệp</a>", []),
        ("<a href='https://khac.example.vn/cong-nghiep'>Công nghiệp</a>", []),
        ("<a href='/danh-ba-doanh-nghiep'>Doanh nghiệp</a>", []),
        ("<a href='/thoi-tiet'>Thời tiết</a>", []),
        ("<a href='/nong-nghiep'>Nông nghiệp</a>", []),
        ("<a href='/x'>Bản nghề chè khô mở thêm ba lò sấy trước mùa công nghiệp hóa</a>", []),  # a headline
        ("<a href='/mot-xuong-che-o-ban-khe-nhan-may-1234.html'>Công nghiệp</a>", []),  # an article
        ("<a href='/cong-nghiep/trang/kinh-te'>2</a>", []),  # a pager
        ("<a href='#cong-nghiep'>Công nghiệp</a>", []),  # this page
        ("<a href='javascript:void(0)'>Công nghiệp</a>", []),
    ],
)  # fmt: skip
def test_sections_of_a_navigation(link: str, found: list[tuple[str, str, str]]) -> None:
    assert sections(link) == found


def test_words_are_whole_words() -> None:
    assert says("near", "Kinh tế - xã hội")
    assert not says("near", "Kinh tếng")
    assert slug_says("topic", "hoat-dong-cong-nghiep-2")
    assert not slug_says("topic", "phan-cong-nghieps")


@pytest.mark.parametrize(
    ("head", "feeds"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='/feed'>", ["/feed"]),
        ("<link rel='ALTERNATE home' type='application/atom+xml' href='atom.xml'>", ["/atom.xml"]),
        ("<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>", []),
        ("<link rel='alternate' type='text/html' hreflang='en' href='/en'>", []),
        ("<link rel='alternate' type='application/rss+xml' href='https://khac.example.vn/rss'>", []),
        ("<a href='/rss/kinh-te.rss'>RSS</a>", ["/rss/kinh-te.rss"]),
        ("<a href='/rss'>RSS</a>", []),  # a page about feeds, mostly
        ("<link rel='stylesheet' type='text/css' href='/rss.css'>", []),
    ],
)
def test_feeds_of_a_front(head: str, feeds: list[str]) -> None:
    found = read_front(f"<html><head>{head}</head></html>".encode(), "text/html", "https://so.example.vn/", SOURCE)
    assert [url.removeprefix("https://so.example.vn") for url in found.feeds] == feeds


@pytest.mark.parametrize(
    ("content", "leads"),
    [
        ("0; url=/Pages/default.aspx", "https://so.example.vn/Pages/default.aspx"),
        ("0;URL='https://khac.example.vn/'", "https://khac.example.vn/"),
        ("5", None),
        ("0; url=/", None),
        ("300; url=https://so.example.vn/", None),
        ("300; url=https://so.example.vn/khac", None),  # meant to be read meanwhile
    ],
)
def test_a_refresh(content: str, leads: str | None) -> None:
    body = f'<html><head><meta http-equiv="Refresh" content="{content}"></head></html>'.encode()
    assert read_front(body, "text/html", "https://so.example.vn/", SOURCE).refresh == leads


def test_hostile_fronts_are_read_in_bounds() -> None:
    body = (
        ("<a href='/muc-{n}'>Công nghiệp {n}</a>" * 20000).replace("{n}", "x").encode()
        + b"<meta http-equiv=refresh content='"
        + b"1" * 100_000
    )
    assert len(read_front(body, "text/html; charset=utf-8", "https://so.example.vn/", SOURCE).sections) == 1
    many = "".join(f"<a href='/muc-{n}'>Công nghiệp {n}</a>" for n in range(1000)).encode()
    assert len(read_front(many, "text/html; charset=utf-8", "https://so.example.vn/", SOURCE).sections) == 200
    assert read_front(b"", None, "https://so.example.vn/", SOURCE).sections == ()
    assert read_front(b"\x00\xff" * 100, None, "https://so.example.vn/", SOURCE).feeds == ()


@pytest.mark.parametrize(("text", "reason"), [("Không tìm thấy trang", None), ("Access denied", None), ("Just a Moment...", "guard")])
def test_what_a_refusal_blames(text: str, reason: str | None) -> None:
    assert refused_as(text) == reason
