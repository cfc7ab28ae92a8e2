"""Entities escaped twice: undone in words and at words, kept in code and where a text speaks of HTML; hostile pages in bounded time."""

from __future__ import annotations

import time

import pytest

from pipelines.reading.reading import read_article
from pipelines.text.escapes import undo_double_escapes
from pipelines.values.page import Page

DAMAGED = "Sở C&amp;ocirc;ng Thương Y&amp;ecirc;n B&amp;aacute;i hỗ trợ 120 triệu đồng&amp;nbsp;cho hợp t&amp;aacute;c x&amp;atilde;."


@pytest.mark.parametrize(
    ("html", "undone"),
    [
        (f"<p>{DAMAGED}</p>", f"<p>{DAMAGED.replace('&amp;', '&')}</p>"),
        ("<p>B&amp;#225;i C&amp;#244;ng Ph&amp;#x1EA1;m</p>", "<p>B&#225;i C&#244;ng Ph&#x1EA1;m</p>"),
        ("<p>C&amp;amp;ocirc;ng B&amp;amp;aacute;i Y&amp;amp;ecirc;n</p>", "<p>C&ocirc;ng B&aacute;i Y&ecirc;n</p>"),
        ("<p>&amp;quot;Mận Nà Lìn&amp;quot; bán 5&amp;nbsp;tỷ</p>", "<p>&quot;Mận Nà Lìn&quot; bán 5&nbsp;tỷ</p>"),
        (
            "<h1>Y&amp;ecirc;n B&amp;aacute;i</h1><p>v&amp;agrave; &amp;agrave;</p>",
            "<h1>Y&ecirc;n B&aacute;i</h1><p>v&agrave; &agrave;</p>",
        ),
        ("<meta content='Y&amp;ecirc;n B&amp;aacute;i C&amp;ocirc;ng'>", "<meta content='Y&ecirc;n B&aacute;i C&ocirc;ng'>"),
        (f"<p>{DAMAGED}</p><pre>C&amp;ocirc;ng</pre>", f"<p>{DAMAGED.replace('&amp;', '&')}</p><pre>C&amp;ocirc;ng</pre>"),
        (f"<p>{DAMAGED}</p><p>A &amp;lt; B</p>", f"<p>{DAMAGED.replace('&amp;', '&')}</p><p>A &amp;lt; B</p>"),
    ],
)
def test_letters_come_back(html: str, undone: str) -> None:
    assert undo_double_escapes(html.encode()).decode() == undone


@pytest.mark.parametrize(
    "html",
    [
        "<p>Trong HTML, chữ C&amp;ocirc;ng, B&amp;aacute;i và Y&amp;ecirc;n được viết bằng mã.</p>",
        "<p>Mỗi thực thể như C&amp;ocirc;ng, B&amp;aacute;i, Y&amp;ecirc;n cho một chữ.</p>",
        "<pre><code>C&amp;ocirc;ng B&amp;aacute;i Y&amp;ecirc;n T&amp;aacute;c</code></pre>",
        "<textarea>C&amp;ocirc;ng B&amp;aacute;i Y&amp;ecirc;n T&amp;aacute;c",
        "<p>Gõ &amp;nbsp; hay &amp;quot; hoặc &amp;ocirc; rồi lưu; dấu &amp;amp; cũng vậy.</p>",
        "<p>Chữ &amp;ocirc;, chữ &amp;ecirc; và chữ &amp;acirc;</p>",
        "<p>R&amp;D, M&amp;A và AT&amp;T</p>",
        "<a href='?a=1&amp;aacute;=2&amp;ocirc;=3&amp;C&amp;ocirc;ng'>x</a>",
        "<p>C&amp;ocirc;ng B&amp;aacute;i</p>",  # two places only
        "<p>C&ocirc;ng B&aacute;i Y&ecirc;n</p>",
    ],
)
def test_what_is_not_certain_stays(html: str) -> None:
    assert undo_double_escapes(html.encode()).decode() == html


def test_a_damaged_article_is_read() -> None:
    more = "Năm nay, huyện làm thêm hai lò sấy cho các hộ trồng mận và mở lớp dạy nghề trong ba tháng hè cho trai gái quanh bản."
    title = "Y&amp;ecirc;n B&amp;aacute;i thêm lò sấy chè ở vùng cao"
    page = f"<html><body><h1>{title}</h1><div><p>{DAMAGED}</p><p>{more}</p><p>{more} Xong.</p></div></body></html>"
    found = read_article(Page(url=None, body=page.encode()))
    assert found.title == "Yên Bái thêm lò sấy chè ở vùng cao"
    assert found.paragraphs[0] == "Sở Công Thương Yên Bái hỗ trợ 120 triệu đồng cho hợp tác xã."


@pytest.mark.parametrize(
    "html",
    [
        "&amp;ocirc;" * 500_000,
        "<code>" * 800_000 + "&amp;ocirc;",
        "a&amp;ocirc;" * 400_000,
        "<" * 2_000_000 + "C&amp;ocirc;ng ",
        "<p>c&amp;ocirc;ng</p>" * 200_000,
    ],
)
def test_hostile_pages_take_bounded_time(html: str) -> None:
    started = time.process_time()
    assert undo_double_escapes(html.encode())
    assert time.process_time() - started < 8
