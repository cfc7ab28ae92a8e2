"""RSS, Atom, sitemaps, news sitemaps, gzip; hostile XML."""

from __future__ import annotations

import gzip

import pytest

from spiders.finding import feeds
from spiders.finding.feeds import BadFeed, looks_like_feed, read_feed

URL = "https://x.vn/rss"
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>X</title>
<item><title><![CDATA[Khuyến công hỗ trợ cơ sở]]></title>
<link>https://x.vn/a-1.html?utm_source=rss</link>
<pubDate>Fri, 02 Oct 2026 18:38:00 +0700</pubDate></item>
<item><title>Không có địa chỉ</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Tin</title><link rel="self" href="https://x.vn/self"/>
<link rel="alternate" href="/b-2.html"/><updated>2026-10-02T18:38:00+07:00</updated></entry></feed>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://x.vn/c-3.html</loc><lastmod>2026-10-03</lastmod><news:news><news:publication_date>2026-10-02</news:publication_date>
<news:title>Tin ba</news:title></news:news></url></urlset>"""
INDEX = '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://x.vn/s1.xml.gz</loc><lastmod>2026-10</lastmod></sitemap></sitemapindex>'


def test_rss() -> None:
    (link,) = read_feed(RSS.encode(), URL)
    assert (link.url, link.kind, link.hints.title) == ("https://x.vn/a-1.html", "article", "Khuyến công hỗ trợ cơ sở")
    assert (link.hints.published or "")[:10] == "2026-10-02"


def test_atom_takes_the_alternate_link() -> None:
    (link,) = read_feed(ATOM.encode(), URL)
    assert (link.url, (link.hints.published or "")[:10]) == ("https://x.vn/b-2.html", "2026-10-02")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_news_sitemap_plain_and_gzipped(pack) -> None:  # type: ignore[no-untyped-def]
    (link,) = read_feed(pack(NEWS.encode()), URL)
    assert (link.url, link.lastmod, link.hints.published, link.hints.title) == (
        "https://x.vn/c-3.html",
        "2026-10-03",
        "2026-10-02",
        "Tin ba",
    )


def test_sitemap_index_gives_sitemaps() -> None:
    (link,) = read_feed(INDEX.encode(), URL)
    assert (link.url, link.kind, link.lastmod) == ("https://x.vn/s1.xml.gz", "sitemap", "2026-10")


def test_entities_are_not_expanded_and_files_not_read() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "FILE">]>'.replace(
        "FILE", "/etc/hostname"
    )
    rows = read_feed((bomb + "<rss><item><title>&b;&f;T</title><link>https://x.vn/a</link></item></rss>").encode(), URL)
    assert [row.hints.title for row in rows] == ["&b;&f;T"]  # as written: nothing expanded, no file read


@pytest.mark.parametrize("body", [b"", b"<html><body>404</body></html>", b"khong phai xml", b"\x1f\x8bbroken", b"<opml/>"])
def test_what_is_no_feed_says_so(body: bytes) -> None:
    with pytest.raises(BadFeed):
        read_feed(body, URL)


def test_a_gzip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MAX_BYTES", 1_000_000)
    with pytest.raises(BadFeed, match="50 MB"):
        read_feed(gzip.compress(b"<urlset>" + b" " * 5_000_000), URL)


def test_feeds_are_told_from_pages() -> None:
    assert looks_like_feed(RSS.encode())
    assert looks_like_feed(b"\xef\xbb\xbf<?xml version='1.0'?><urlset/>")
    assert not looks_like_feed(b"<!DOCTYPE html><html>")
    assert not looks_like_feed(b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='x'>")
