"""Sections: pages of a list that read like articles, of sites built in many ways; articles that have some of their marks."""

from __future__ import annotations

import pytest

from pipelines.reading.reading import read_article
from pipelines.reading.refusing.sections import FEWEST, SHORT, UNDATED, is_pager_title, shape_of
from pipelines.values.article import NotArticle
from pipelines.values.page import Page

SITE = "http://x.vn"
MENU = {"/": "Trang chủ", "/tin-tuc": "Tin tức", "/khuyen-cong-dia-phuong": "Khuyến công địa phương", "/van-ban": "Văn bản"}
LINE = "Theo bà Lò Thị Hương, chủ nhiệm hợp tác xã, lứa mật thứ {n} đạt {n}0 lít, nhiều hơn lứa trước nhờ thùng nuôi mới của khuyến công."
LONG = "".join(f"<p>{LINE.format(n=n)} Hội nông dân xã sẽ mở thêm lớp nuôi ong vào tháng sau.</p>" for n in range(2, 8))
INTRO = "".join(f"<p>{LINE.format(n=n)} Bài gửi về hộp thư của ban biên tập được chọn đăng trong tuần.</p>" for n in range(2, 5))


def page(body: str, title: str = "Sở Mẫu") -> str:
    menu = "".join(f"<li><a href='{url}'>{words}</a></li>" for url, words in MENU.items())
    return f"<html lang='vi'><head><title>{title}</title></head><body><ul>{menu}</ul>{body}<div>Sở Mẫu</div></body></html>"


def teasers(address: str, how: str, number: int = 6) -> str:
    """Teasers of stories at addresses of a shape, each with a link of its own kind."""
    ways = {
        "headline below": "<div><p>{t}</p><p>{t}</p><a href='{u}'>Bản tin nuôi ong số {n} của tổ hợp tác</a></div>",
        "read on": "<p>{t} <a href='{u}'>[Xem tiếp]</a></p>",
        "details": "<div><p>{t}</p><a href='{u}'>Chi tiết</a></div>",
        "picture": "<div><a href='{u}'><img src='a.jpg'></a><p>{t}</p><p>{t}</p></div>",
    }
    return "".join(ways[how].format(t=LINE.format(n=n), n=n, u=address.format(n=n)) for n in range(2, 2 + number))


def pager(address: str, here: int) -> str:
    links = (f"<a href='{address.format(n=n)}'>{n}</a>" if n != here else f"<b>{n}</b>" for n in range(1, 6))
    return f"<div>{' '.join(links)}</div>"


def read(html: str, url: str) -> str:
    """The headline of the article, or "no" with the reason."""
    try:
        return read_article(Page(url=SITE + url, body=html.encode())).title or ""
    except NotArticle as no:
        return f"no {no.reason}"


NAME = "Thông tin hoạt động khuyến công của các huyện"
PAGES = [  # the address of a page of a section, its pager's, the number it shows
    ("/tin-tuc?page=3", "/tin-tuc?page={n}", 3),
    ("/index.php?nv=news&op=cat&trang=2", "/index.php?nv=news&op=cat&trang={n}", 2),
    ("/index.php?trang=2&nv=news", "/index.php?trang={n}&nv=news", 2),
    ("/tin-tuc/page/3", "/tin-tuc/page/{n}", 3),
    ("/tin-tuc/trang-3.html", "/tin-tuc/trang-{n}.html", 3),
    ("/tin-tuc/p4/", "/tin-tuc/p{n}/", 4),
]


@pytest.mark.parametrize("how", ["headline below", "read on", "details", "picture"])
@pytest.mark.parametrize(("url", "turns", "here"), PAGES)
def test_a_page_of_a_pager_is_no_article(how: str, url: str, turns: str, here: int) -> None:
    body = f"<div><h1>{NAME}</h1>{teasers('/bai-{n}-nuoi-ong.html', how)}{pager(turns, here)}</div>"
    assert read(page(body, f"{NAME} - Sở Mẫu"), url).startswith("no ")
    story = f"<div><h1>{NAME}</h1>{LONG}{pager(turns, here)}</div>"
    assert read(page(story, NAME), url) == "no listing"
    assert read(page(story, NAME), "/bai-77-nuoi-ong.html") == NAME  # the pager of another list


@pytest.mark.parametrize("how", ["headline below", "read on", "details", "picture"])
@pytest.mark.parametrize("name", [NAME, "Khuyến công địa phương"])
@pytest.mark.parametrize(
    ("url", "address"),
    [("/tin-tuc", "/bai-{n}-nuoi-ong.html"), ("/index.php?op=list&catid=3", "/index.php?op=viewst&sid={n}"), ("/c/12", "/tin/{n}-x.html")],
)
def test_a_section_with_stories_below_its_name_is_no_article(how: str, name: str, url: str, address: str) -> None:
    body = f"<div><h1>{name}</h1>{INTRO}{teasers(address, how)}</div>"
    assert read(page(body, f"{name} - Sở Mẫu"), url).startswith("no ")


def test_a_section_in_the_menu_whose_address_is_like_those_of_articles() -> None:
    body = "<div><h1>{}</h1>" + INTRO + teasers("/ban-tin-nuoi-ong-{n}", "read on") + "</div>"
    name, other = "Khuyến công địa phương", "Khuyến công cả tỉnh"
    url, elsewhere = "/khuyen-cong-dia-phuong", "/khuyen-cong-o-ca-tinh-7"
    assert read(page(body.format(name), f"{name} - Sở Mẫu"), url) in ("no listing", "no no_headline")
    assert shape_of(SITE + elsewhere) == shape_of(SITE + "/ban-tin-nuoi-ong-5")
    assert read(page(body.format(other) + "<div class='date'>2/3/2031</div>", f"{other} của sở - Sở Mẫu"), elsewhere) != "no listing"


@pytest.mark.parametrize(("number", "wanted"), [(FEWEST, "no listing"), (FEWEST - 1, NAME)])
def test_a_list_has_some_stories(number: int, wanted: str) -> None:
    body = f"<div><h1>{NAME}</h1>{INTRO}{teasers('/bai-{n}-nuoi-ong.html', 'read on', number)}</div>"
    assert read(page(body, NAME), "/tin-tuc") == wanted


@pytest.mark.parametrize(
    ("words", "dated", "wanted"),
    [(SHORT, True, True), (SHORT + 1, True, False), (UNDATED, False, True), (UNDATED + 1, False, False)],
)
def test_the_name_of_a_section_is_short(words: int, dated: bool, wanted: bool) -> None:
    name = " ".join(f"Mục{chr(97 + n)}" for n in range(words))
    date = "<div class='date'>02/03/2031 08:00</div>" if dated else ""
    body = f"<div><h1>{name}</h1>{date}{LONG}{teasers('/bai-{n}-nuoi-ong.html', 'read on', 5)}</div>"
    assert (read(page(body, name), "/tin-tuc") == "no listing") is wanted


STORY = "Tổ hợp tác nuôi ong nhận thùng mới"
DATE = "<div class='date'>02/03/2031 08:00</div>"
PICTURES = "".join(f"<a href='/anh/ong-mat-ban-{n}.jpg'><img src='/anh/{n}.jpg'></a>" for n in range(8))
PAPERS = "".join(f"<p><a href='/tep/{n}.pdf'>Quyết định hỗ trợ thùng nuôi đợt {n}</a></p>" for n in range(3))


@pytest.mark.parametrize(
    ("body", "url"),
    [
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}</div>{pager('/bai-77-nuoi-ong.html?page={n}', 1)}", "/bai-77-nuoi-ong.html"),  # of comments
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}</div>{teasers('/bai-{n}-nuoi-ong.html', 'picture', 5)}", "/bai-77-nuoi-ong.html"),
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}{PICTURES}</div>", "/bai-77-nuoi-ong.html"),
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}{PAPERS}</div>", "/thong-bao?id=4"),
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}<a href='/bc?nam=2029'>2029</a> <a href='/bc?nam=2030'>2030</a></div>", "/bc?nam=2031"),
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}</div><ul><li><a href='/?page=7'>Bản tin nuôi ong số bảy</a></li></ul>", "/?page=12"),
        (f"<div><h1>{STORY}</h1>{DATE}{LONG}</div>{pager('/tin-tuc?page={n}', 1)}", "/bai-77-nuoi-ong.html"),
    ],
)
def test_an_article_with_marks_of_a_list_is_one(body: str, url: str) -> None:
    assert read(page(body, f"{STORY} - Sở Mẫu"), url) == STORY


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Trang sau", True),
        ("Trang 2", True),
        ("Trang 2/15", True),
        ("3", True),
        ("Tin tức - Trang 3", True),
        ("Tin tức | Page 3 of 9", True),
        ("Xem thêm", True),
        ("« Trước", True),
        ("Trang 2 đời người thợ ong", False),
        ("Mật ong rừng: 2031", False),
        ("Trang trại ong ở bản Mạy", False),
        ("Xem thêm một vụ mật được mùa", False),
        (None, False),
        ("", False),
    ],
)
def test_the_words_of_a_pager_are_no_headline(title: str | None, wanted: bool) -> None:
    assert is_pager_title(title) is wanted
    if title:
        html = page(f"<div><h1>{title}</h1>{LONG}</div>", title)
        assert (read(html, "/bai-77-nuoi-ong.html") == "no listing") is wanted or len(title.split()) < 3
