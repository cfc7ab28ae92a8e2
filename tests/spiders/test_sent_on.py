"""Pages that send their readers on: followed within the source, once, and never in place of a page with a text."""

from __future__ import annotations

import pytest
from scrapy.http import HtmlResponse

from pipelines.sources.source import Source
from spiders.finding.answers import sent_to

SOURCE = Source("x", "X", "department", ("x.vn",), ("test",), "high", False, listings=("https://x.vn/muc/",))
TEXT = "<p>" + "Tổ đan lát của bản nhận máy chẻ tre, mỗi giờ chẻ được trăm thanh đều nhau. " * 8 + "</p>"


@pytest.mark.parametrize(
    ("content", "body", "wanted"),
    [
        ("0; url=/moi.html", "", "https://x.vn/moi.html"),
        ("3;URL='https://x.vn/tin/moi.html#a'", "<p>Đang chuyển trang</p>", "https://x.vn/tin/moi.html"),
        ("0; url=moi.html", "", "https://x.vn/tin/moi.html"),
        ("0; url=https://y.vn/moi.html", "", None),  # another host
        ("0; url=//y.vn/moi.html", "", None),
        ("0; url=javascript:alert(1)", "", None),
        ("0; url=http://[x", "", None),
        ("0", "", None),  # itself
        ("0; url=/tin/cu.html", "", None),
        ("300; url=/moi.html", "", None),  # meant to be read
        ("0; url=/moi.html", TEXT, None),
    ],
)
def test_where_a_page_leads(content: str, body: str, wanted: str | None) -> None:
    html = f'<html><head><meta http-equiv="refresh" content="{content}"></head><body>{body}</body></html>'
    assert sent_to(HtmlResponse("https://x.vn/tin/cu.html", body=html.encode(), encoding="utf-8"), SOURCE) == wanted
