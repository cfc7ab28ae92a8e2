"""RSS, Atom, sitemaps, news sitemaps, gzip; hostile XML."""

from __future__ import annotations

import gzip

import pytest

from pipelines.archive.url_table import FoundLink
from spiders.finding import feeds
from spiders.finding.feeds import BadFeed, looks_like_feed, read_feed, sitemap_in_window, unpack

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
    (link,) = read_feed(RSS.encode(), URL).links
    assert (link.url, link.kind, link.hints.title) == ("https://x.vn/a-1.html", "article", "Khuyến công hỗ trợ cơ sở")
    assert (link.hints.published or "")[:10] == "2026-10-02"


def test_atom_takes_the_alternate_link() -> None:
    (link,) = read_feed(ATOM.encode(), URL).links
    assert (link.url, (link.hints.published or "")[:10]) == ("https://x.vn/b-2.html", "2026-10-02")


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_news_sitemap_plain_and_gzipped(pack) -> None:  # type: ignore[no-untyped-def]
    (link,) = read_feed(pack(NEWS.encode()), URL).links
    assert (link.url, link.lastmod, link.hints.published, link.hints.title) == (
        "https://x.vn/c-3.html",
        "2026-10-03",
        "2026-10-02",
        "Tin ba",
    )


def test_sitemap_index_gives_sitemaps() -> None:
    (link,) = read_feed(INDEX.encode(), URL).links
    assert (link.url, link.kind, link.lastmod) == ("https://x.vn/s1.xml.gz", "sitemap", "2026-10")


def test_entities_are_not_expanded_and_files_not_read() -> None:
    bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY f SYSTEM "FILE">]>'.replace(
        "FILE", "/etc/hostname"
    )
    rows = read_feed((bomb + "<rss><item><title>&b;&f;T</title><link>https://x.vn/a</link></item></rss>").encode(), URL).links
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


@pytest.mark.parametrize(
    "head",
    [
        "<?xml version='1.0'?><rss",
        "<?xml version='1.0'?><opml",  # XML of another kind: its reader says so
        "<!-- tin --><?xml?><rss",
        "<rss",
        "<feed",
        "<urlset",
        "<sitemapindex",
        "<rdf:RDF",
        "<RSS",
        " \r\n\t<feed",
    ],
)
def test_feeds_are_told_by_their_first_element(head: str) -> None:
    assert looks_like_feed(head.encode() + b" x='1'>")
    assert not looks_like_feed(b"<p>" + head.encode())


ITEM = "<item><link>/bai-1.html</link></item>"
FEED = '<?xml version="1.0" encoding="UTF-8"?><rss><channel><description>{0}</description>' + ITEM + "</channel></rss>"


@pytest.mark.parametrize(
    "body",
    [
        FEED.format("<![CDATA[<html><p>Tin & bài</p></html>]]>").encode(),
        ("<!-- made by <html> 2.0 -->\n" + FEED.format("")).encode(),
        ("\n<!-- a --> <!-- b -->" + FEED.format("<![CDATA[ ]]>")).encode(),
        FEED.format("Tin").replace("UTF-8", "UTF-16").encode("utf-16"),
        b"\xfe\xff" + FEED.format("Tin").replace("UTF-8", "UTF-16").encode("utf-16-be"),
        FEED.format("Tin").replace("<rss>", '<!DOCTYPE rss [<!ENTITY x "y">]><rss>').encode(),
    ],
)
def test_a_feed_is_told_by_its_root_and_read(body: bytes) -> None:
    assert looks_like_feed(body)
    assert [link.url for link in read_feed(body, URL).links] == ["https://x.vn/bai-1.html"]


@pytest.mark.parametrize(
    "body",
    [
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><rss></rss></html>',
        b"<!-- <rss> --><html><body><p>Tin</p></body></html>",
        b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x' 'y'><html/>",
        b"<opml><rss/></opml>",
        b"<?xml version='1.0'?>",
        b"<!-- never ended <rss>",
    ],
)
def test_a_page_is_no_feed(body: bytes) -> None:
    assert not looks_like_feed(body)


@pytest.mark.parametrize(
    ("written", "query"),
    [
        ("id=12&cat=3", "id=12&cat=3"),  # no entity at all
        ("id=12&amp;cat=3", "id=12&cat=3"),
        ("id=12&#38;cat=3", "id=12&cat=3"),
        ("id=12&#x26;cat=3", "id=12&cat=3"),
        ("id=12&copy=3", "id=12&copy=3"),  # begins like an entity, has no end
        ("id=12&cat;=3", "id=12&cat;=3"),  # has an end, is none
        ("<![CDATA[/t.aspx?id=12&cat=3]]>", "id=12&cat=3"),
        ("<![CDATA[/t.aspx?id=12&amp;cat=3]]>", "id=12&amp;cat=3"),  # in CDATA nothing is escaped
    ],
)
@pytest.mark.parametrize("kind", ["<rss><item><link>{}</link></item></rss>", "<urlset><url><loc>{}</loc></url></urlset>"])
def test_ampersands_of_addresses(written: str, query: str, kind: str) -> None:
    address = written if "CDATA" in written else f"/t.aspx?{written}"
    (link,) = read_feed(kind.format(address).encode(), URL).links
    assert link.url == f"https://x.vn/t.aspx?{query}"


def test_entities_of_html_are_letters() -> None:
    (link,) = read_feed(b"<rss><item><title>T&acirc;n L&#224;ng &lt;b&gt; &amp;</title><link>/a</link></item></rss>", URL).links
    assert link.hints.title == "Tân Làng <b> &"


@pytest.mark.parametrize(
    ("guid", "urls"),
    [
        ("<guid>https://x.vn/a.html</guid>", ["https://x.vn/a.html"]),
        ('<guid isPermaLink="true">https://x.vn/a.html</guid>', ["https://x.vn/a.html"]),
        ('<guid isPermaLink="false">https://x.vn/a.html</guid>', []),
        ("<guid>12345</guid>", []),
        ("<guid>tag:x.vn,2024:7</guid>", []),
        ("<guid>/bai/7</guid>", []),
    ],
)
def test_a_guid_is_an_address_only_where_it_is_one(guid: str, urls: list[str]) -> None:
    assert [link.url for link in read_feed(f"<rss><item><title>Tin</title>{guid}</item></rss>".encode(), URL).links] == urls


def test_gzip_is_taken_for_a_feed() -> None:
    assert looks_like_feed(gzip.compress(b"x"))
    assert not looks_like_feed(b"\x1f")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"khong phai xml", "^not XML"),
        (b"", "^not XML"),
        (b"<opml/>", "^<opml> is no feed"),
    ],
)
def test_the_message_says_why_bytes_are_no_feed(body: bytes, says: str) -> None:
    with pytest.raises(BadFeed, match=says):
        read_feed(body, URL)


def test_unpacking_gives_what_was_packed_and_says_why_it_cannot() -> None:
    assert unpack(gzip.compress(NEWS.encode())) == unpack(NEWS.encode()) == NEWS.encode()
    with pytest.raises(BadFeed) as broken:
        unpack(b"\x1f\x8bbroken")
    assert str(broken.value).startswith("broken gzip: ")


@pytest.mark.parametrize(("pack", "says"), [(bytes, "larger than 50 MB"), (gzip.compress, "unpacks to more than 50 MB")])
def test_a_file_has_a_size(monkeypatch: pytest.MonkeyPatch, pack, says: str) -> None:  # type: ignore[no-untyped-def]
    assert feeds.MAX_BYTES == 50_000_000
    monkeypatch.setattr(feeds, "MAX_BYTES", 100_000)
    assert unpack(pack(b" " * 100_000)) == b" " * 100_000
    with pytest.raises(BadFeed) as refused:
        unpack(pack(b" " * 200_000))
    assert str(refused.value) == says
    with pytest.raises(BadFeed):
        read_feed(pack(b" " * 200_000), URL)


def test_a_feed_with_slips_is_read_all_the_same() -> None:
    body = "<rss><item><title>Điện & nước &nbsp; mùa khô</title><link>https://x.vn/a-1.html</link></item></rss>"
    (link,) = read_feed(body.encode(), URL).links
    assert link.url == "https://x.vn/a-1.html"


RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item>
<title>Làng gốm</title><link>/g-4.html</link><dc:date>2024-03-05</dc:date></item></rdf:RDF>"""


@pytest.mark.parametrize(
    ("body", "url", "published"),
    [
        (RDF, "https://x.vn/g-4.html", "2024-03-05"),
        ("<rss><item><guid>https://x.vn/h-5.html</guid></item></rss>", "https://x.vn/h-5.html", None),
        ("<rss><item><guid>so-5</guid><link>h-6.html</link></item></rss>", "https://x.vn/h-6.html", None),
        (
            '<feed><entry><link href="/k-7.html"/><published>2024-03-05</published></entry></feed>',
            "https://x.vn/k-7.html",
            "2024-03-05",
        ),
    ],
)
def test_addresses_and_dates_of_feeds(body: str, url: str, published: str | None) -> None:
    (link,) = read_feed(body.encode(), URL).links
    assert (link.url, link.kind, link.hints.published, link.hints.found_on) == (url, "article", published, URL)


@pytest.mark.parametrize(("root", "child", "kind"), [("urlset", "url", "article"), ("sitemapindex", "sitemap", "sitemap")])
def test_addresses_of_sitemaps(root: str, child: str, kind: str) -> None:
    body = f"<{root}><{child}><loc>/a-1</loc></{child}><{child}><lastmod>2024</lastmod></{child}><khac><loc>/b</loc></khac></{root}>"
    (link,) = read_feed(body.encode(), URL).links  # relative to the sitemap; without an address it is none
    assert (link.url, link.kind, link.hints.found_on) == ("https://x.vn/a-1", kind, URL)


@pytest.mark.parametrize(
    ("name", "since", "until", "wanted"),
    [
        ("sitemap-2020-05.xml", None, None, True),
        ("sitemap-2020-05.xml", "2020-05-31", None, True),  # its month reaches into the window
        ("sitemap-2020-05.xml", "2020-06-01", None, False),
        ("sitemap-2020-05.xml", None, "2020-05-01", True),
        ("sitemap-2020-05.xml", None, "2020-04-30", False),
        ("sitemap-2020-05.xml", "2020-01-01", "2020-04-30", False),
        ("sitemap-2020-05.xml", "2020-06-01", "2020-12-31", False),
        ("sitemap-202005.xml", "2020-06-01", None, False),
        ("sitemap-202013.xml", "2021-01-01", None, True),  # no month, and no year by itself
        ("2020/05/sitemap.xml", "2020-06-01", None, False),
        ("2020/05/sitemap.xml", "2020-05-31", None, True),
        ("2019-01/sitemap-2020-05.xml", "2020-05-01", None, True),  # the name says more than the folder
        ("sitemap-2020.xml", None, None, True),
        ("sitemap-2020.xml", "2020-12-31", None, True),
        ("sitemap-2020.xml", "2021-01-01", None, False),
        ("sitemap-2020.xml", None, "2020-01-01", True),
        ("sitemap-2020.xml", None, "2019-12-31", False),
        ("sitemap-2020.xml", "2019-01-01", "2019-12-31", False),
        ("sitemap-2020.xml", "2021-01-01", "2021-12-31", False),
        ("sitemap-7.xml", "2030-01-01", None, True),  # says nothing of its age
        ("sitemap-7.xml", None, "2001-01-01", True),
    ],
)
def test_a_sitemap_whose_month_or_year_touches_the_window_is_asked(name: str, since: str | None, until: str | None, wanted: bool) -> None:
    assert sitemap_in_window(FoundLink(f"https://x.vn/{name}", "sitemap"), since, until) is wanted


@pytest.mark.parametrize(
    ("lastmod", "since", "wanted"),
    [
        ("2020-05-01", "2020-05-01", True),
        ("2020-05-01T08:00:00+07:00", "2020-05-01", True),
        ("2020-04-30T23:59:00+07:00", "2020-05-01", False),
        ("2020-04-30", None, True),
    ],
)
def test_a_sitemap_without_a_date_in_its_address_is_asked_when_it_changed_since(lastmod: str, since: str | None, wanted: bool) -> None:
    assert sitemap_in_window(FoundLink("https://x.vn/s.xml", "sitemap", lastmod=lastmod), since, "2019-01-01") is wanted
    dated = FoundLink("https://x.vn/s-2020.xml", "sitemap", lastmod=lastmod)
    assert sitemap_in_window(dated, since, None)  # the year in its address says more


def test_what_cannot_be_unpacked_is_not_called_no_xml() -> None:
    with pytest.raises(BadFeed, match=r"^broken gzip: "):
        read_feed(b"\x1f\x8b" + b"0" * 40, "https://x.vn/rss")


@pytest.mark.parametrize(("entries", "left"), [(3, 0), (4, 1), (7, 4)])
def test_what_is_behind_the_most_entries_is_counted(monkeypatch: pytest.MonkeyPatch, entries: int, left: int) -> None:
    assert feeds.MAX_ENTRIES == 50_000
    monkeypatch.setattr(feeds, "MAX_ENTRIES", 3)
    urls = "".join(f"<url><loc>https://x.vn/{n}</loc></url>" for n in range(entries))
    children = "".join(f"<sitemap><loc>https://x.vn/{n}.xml</loc></sitemap>" for n in range(entries))
    items = "".join(f"<item><link>https://x.vn/{n}</link></item>" for n in range(entries))
    for body in (f"<urlset>{urls}</urlset>", f"<sitemapindex>{children}</sitemapindex>", f"<rss><channel>{items}</channel></rss>"):
        found = read_feed(body.encode(), URL)
        assert (len(found.links), found.left) == (3, left)
