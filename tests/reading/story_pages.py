"""One made article in the frames of small sites: what a test puts above, into and below its text."""

from __future__ import annotations

from pipelines.reading.reading import read_article
from pipelines.values.article import Article
from pipelines.values.page import Page

TITLE = "Xưởng sấy mận chạy bằng nắng ở vùng cao"
P1 = (
    "Huyện vừa khánh thành xưởng sấy nông sản dùng năng lượng mặt trời, mỗi mẻ sấy được gần một tấn mận và giữ được màu tươi lâu hơn trước."
)
P2 = "Chủ xưởng cho biết chi phí nhiên liệu giảm một nửa, nhờ đó bà con bán được giá tốt hơn vào cuối vụ mà không phải vội tìm người mua."
P3 = "Năm tới, xã sẽ lập thêm một tổ sấy ở thôn Nà Lìn, mỗi hộ góp công dựng giàn phơi còn máy do quỹ của tỉnh cho mượn trong ba vụ."
LEAD = (
    "Nhu cầu sấy mận ở các bản vùng cao rất lớn trong khi điện lưới còn yếu, nên chiếc lò chạy bằng nắng được nhiều hộ chờ đợi từ đầu vụ."
)
BODY = (P1, P2, P3)
MENU = "<ul class='menu'>" + "".join(f"<li><a href='/m{i}'>Mục {i}</a></li>" for i in range(8)) + "</ul>"


def made(top: str = "", first: str = "", last: str = "", bottom: str = "", head: str = "") -> str:
    """A page: `top` between headline and text, `first` and `last` in the text, `bottom` below it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{TITLE}</title>{head}</head><body>{MENU}"
        f"<div class='main'><h1>{TITLE}</h1>{top}<div class='noi-dung'>{first}{text}{last}</div>{bottom}</div>"
        "<div class='chan'><p>Cơ quan chủ quản: Ủy ban nhân dân huyện</p></div></body></html>"
    )


def framed(box: str) -> str:
    """A page of a known family whose box with the headline holds something more."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    return (
        f"<html><head><title>{TITLE}</title></head><body>{MENU}<div class='article-content'><div class='a'>"
        f"<h1 class='title-detail' itemprop='headline'>{TITLE}</h1>{box}</div><div class='b'>"
        f"<div class='content-detail' itemprop='articleBody'>{text}</div></div></div></body></html>"
    )


def read(html: str, url: str | None = None) -> Article:
    """The article of a page."""
    return read_article(Page(url=url, body=html.encode()))
