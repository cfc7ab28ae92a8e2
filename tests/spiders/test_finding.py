"""What an answer leads to: the JSON of load-more endpoints, and links told by what the bytes are, not by address or header."""

from __future__ import annotations

import gzip
import json
import logging
from typing import Any

import msgspec
import pytest
from scrapy import Request
from scrapy.http import HtmlResponse, Response, XmlResponse

from pipelines.archive.url_table import FoundLink
from pipelines.sources.source import Source
from pipelines.values.page import Hints, Page
from spiders.finding import endpoints
from spiders.finding.answers import first_url, links_of, page_of
from spiders.finding.endpoints import looks_like_json, read_json
from spiders.finding.listing import NextPage

BASE = "https://sct.x.gov.vn/tai-them?trang=2"
PLAIN = Source("x", "X", "department", ("sct.x.gov.vn",), ("test",), "high", False, listings=("https://sct.x.gov.vn/",))
STRICT = msgspec.structs.replace(PLAIN, article_url=(r"^/tin/.+-\d+\.html$",))
DRYER, KILN = "https://sct.x.gov.vn/tin/lo-say-1.html", "https://sct.x.gov.vn/tin/lo-gom-2.html"


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (b'{"a": 1}', True),
        (b"[1]", True),
        (b"\xef\xbb\xbf \r\n\t[]", True),
        (b"<p>{}</p>", False),
        (b'"chu"', False),
        (b"", False),
    ],
)
def test_json_is_told_by_its_first_character(body: bytes, wanted: bool) -> None:
    assert looks_like_json(body) is wanted


@pytest.mark.parametrize(
    ("item", "title", "published"),
    [
        ({"url": DRYER, "title": "Lò  sấy mới", "published": "2024-03-05"}, "Lò sấy mới", "2024-03-05"),
        ({"URL": DRYER, "Title": "Lò sấy mới", "PublishDate": "05/03/2024"}, "Lò sấy mới", "2024-03-05"),
        ({"link": "/tin/lo-say-1.html", "name": "Lò sấy mới"}, "Lò sấy mới", None),
        ({"href": "tin/lo-say-1.html", "headline": "Lò sấy mới"}, "Lò sấy mới", None),
        ({"permalink": DRYER, "tieuDe": "Lò sấy mới", "ngayDang": "05/03/2024"}, "Lò sấy mới", "2024-03-05"),
        ({"share_url": DRYER, "publish_date": "2024-03-05"}, None, "2024-03-05"),
        ({"slug_url": DRYER, "published_at": "2024-03-05"}, None, "2024-03-05"),
        ({"detail_url": DRYER, "date": "2024-03-05"}, None, "2024-03-05"),
        ({"url": DRYER, "created_at": "2024-03-05"}, None, "2024-03-05"),
        ({"url": DRYER, "time": "2024-03-05"}, None, "2024-03-05"),
        ({"url": "", "link": DRYER, "title": "", "name": "Lò sấy mới"}, "Lò sấy mới", None),  # empty ones do not count
        ({"url": 7, "link": DRYER, "title": None, "date": 20240305}, None, None),  # nor do numbers
        ({"url": DRYER, "date": "hôm qua"}, None, None),
        ({"url": DRYER, "title": "ơ" * 600}, "ơ" * 500, None),
    ],
)
def test_an_item_by_whatever_name_the_site_gives_its_fields(item: dict[str, Any], title: str | None, published: str | None) -> None:
    assert read_json(json.dumps(item).encode(), BASE) == ([FoundLink(DRYER, "article", Hints(title, published, BASE))], [], 0)


@pytest.mark.parametrize("body", ["{", "", '{"tong": 3, "trang": "hai"}', '{"url": "mailto:a@x.vn"}', '["url", "a href"]', "[" * 100_000])
def test_an_answer_without_items_leads_nowhere(body: str) -> None:
    assert read_json(body.encode(), BASE) == ([], [], 0)


def test_items_and_fragments_are_read_at_any_depth_in_document_order() -> None:
    value = {
        "data": {"rows": [{"url": KILN, "tags": [{"url": "/nhan/gom"}]}, {"url": DRYER}]},
        "html": '<li><a href="/tin/a-3.html">Ba</a></li>',
        "more": ['<a href="/tin/b-4.html">Bốn</a>', "<a>không có địa chỉ</a>", "href ở trong lời"],
    }
    links, fragments, left = read_json(json.dumps(value).encode(), BASE)
    assert not left
    assert [link.url for link in links] == [KILN, "https://sct.x.gov.vn/nhan/gom", DRYER]
    assert fragments == ['<li><a href="/tin/a-3.html">Ba</a></li>', '<a href="/tin/b-4.html">Bốn</a>']


def test_so_many_items_and_fragments_together_are_taken_of_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert endpoints.MAX_ITEMS == 20_000
    monkeypatch.setattr(endpoints, "MAX_ITEMS", 3)
    value = [{"url": DRYER}, "<a href='/b'>", {"url": KILN}, {"tong": 3}]
    assert read_json(json.dumps(value).encode(), BASE).left == 0
    value += [{"url": "/c"}, "<a href='/d'>", {"tong": 4}]
    links, fragments, left = read_json(json.dumps(value).encode(), BASE)
    assert ([link.url for link in links], fragments, left) == ([DRYER, KILN], ["<a href='/b'>"], 2)


def test_a_page_keeps_its_body_and_the_headers_that_tell_something() -> None:
    headers = {"Content-Type": "text/html", "ETag": '"1"', "Last-Modified": "Mon", "Date": "Tue", "Content-Language": "vi", "Server": "x"}
    response = HtmlResponse(KILN, status=203, headers=headers, body=b"<p>Nung</p>")
    hints = Hints("Lò gốm", "2024-03-05", BASE)
    kept = {"content-type": "text/html", "etag": '"1"', "last-modified": "Mon", "date": "Tue", "content-language": "vi"}
    page = page_of(response, "x", FoundLink(DRYER, "article", hints), "2024-03-06T00:00:00+00:00")
    assert page == Page(DRYER, b"<p>Nung</p>", "x", KILN, "2024-03-06T00:00:00+00:00", 203, kept, hints)
    assert page_of(HtmlResponse(KILN), "x", FoundLink(KILN, "article"), "").headers == {}  # what is missing is not kept


@pytest.mark.parametrize(("meta", "wanted"), [({}, KILN), ({"redirect_urls": [DRYER, BASE]}, DRYER), ({"redirect_urls": []}, KILN)])
def test_the_url_asked_for_is_that_before_any_redirect(meta: dict[str, Any], wanted: str) -> None:
    assert first_url(Request(KILN, meta=meta)) == wanted


RSS = "<rss><channel><item><title>Gốm</title><link>/tin/lo-gom-2.html</link></item><item><link>https://khac.vn/a</link></item></channel></rss>"


@pytest.mark.parametrize("response", [XmlResponse, HtmlResponse, Response])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_feed_is_a_feed_whatever_it_calls_itself_and_gives_links_of_the_source_only(response: Any, pack: Any) -> None:
    page = links_of(response(BASE, body=pack(RSS.encode())), PLAIN, True)
    assert page.links == (FoundLink(KILN, "article", Hints("Gốm", None, BASE)),)
    assert page.next_page is None


def test_a_broken_feed_has_no_links_and_is_told_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert links_of(XmlResponse(BASE, body=b"<?xml version='1.0'?><opml/>"), PLAIN, True).links == ()
    assert [record.getMessage() for record in caplog.records] == [f"{BASE}: <opml> is no feed or sitemap"]


JSON = {
    "rows": [{"url": DRYER, "title": "Sấy"}, {"url": "/gioi-thieu"}, {"url": "https://khac.vn/tin/a-1.html"}, {"url": "/anh/lo.jpg"}],
    "html": '<a href="/tin/lo-gom-2.html">Gốm ở làng nghề</a><a href="/lien-ket">Liên kết</a>',
}


@pytest.mark.parametrize(
    ("source", "strict", "wanted"),
    [
        (STRICT, True, [("/tin/lo-say-1.html", "article", "Sấy"), ("/tin/lo-gom-2.html", "article", "Gốm ở làng nghề")]),
        (
            STRICT,
            False,
            [
                ("/tin/lo-say-1.html", "article", "Sấy"),
                ("/gioi-thieu", "unknown", None),
                ("/tin/lo-gom-2.html", "article", "Gốm ở làng nghề"),
                ("/lien-ket", "unknown", "Liên kết"),
            ],
        ),
    ],
)
def test_json_gives_links_of_the_kinds_their_addresses_say(source: Source, strict: bool, wanted: list[tuple[str, str, str | None]]) -> None:
    page = links_of(HtmlResponse(BASE, body=json.dumps(JSON, ensure_ascii=False).encode()), source, strict)
    assert [(link.url.removeprefix("https://sct.x.gov.vn"), link.kind, link.hints.title) for link in page.links] == wanted
    assert {link.hints.found_on for link in page.links} == {BASE}


@pytest.mark.parametrize(("strict", "kinds"), [(True, ["article"]), (False, ["article", "unknown"])])
def test_anything_else_is_read_as_a_listing_in_its_declared_charset(strict: bool, kinds: list[str]) -> None:
    body = '<a href="/tin/lo-gom-2.html">Bán sang Łódź</a><a href="/gioi-thieu">X</a><p class="pager"><a href="/p2">Sau</a></p>'
    response = HtmlResponse(BASE, headers={"Content-Type": "text/html; charset=iso-8859-2"}, body=body.encode("iso-8859-2"))
    page = links_of(response, STRICT, strict)
    assert [link.kind for link in page.links] == kinds
    assert page.links[0] == FoundLink(KILN, "article", Hints("Bán sang Łódź", None, BASE))
    assert page.next_page == NextPage("https://sct.x.gov.vn/p2")
