"""Frames of content systems: AMP copies, blogs whose banner is the first heading, Joomla's table of the headline."""

from __future__ import annotations

import pytest

from pipelines.html.elements import leads_home
from pipelines.html.tree import parse_tree
from pipelines.reading.reading import read_article
from pipelines.values.article import Article
from pipelines.values.page import Page
from tests.reading.story_pages import BODY, LEAD, P1, P2, P3, TITLE

NOTE = "Mẻ mận đầu tiên ra lò ở thôn Nà Lìn. Ảnh: Hải Yến"


def read(body: str, title: str = TITLE, layouts: bool = True) -> Article:
    page = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read_article(Page(url=None, body=page.encode()), layouts=layouts)


@pytest.mark.parametrize("image", ["<img src='a.jpg'>", "<amp-img src='a.jpg' width='600' height='400' layout='responsive'></amp-img>"])
@pytest.mark.parametrize("layouts", [True, False])
def test_a_caption_below_the_image_of_an_amp_page(image: str, layouts: bool) -> None:
    article = read(
        f"<main><h1>{TITLE}</h1><div class='t'><p>{P1}</p>{image}<p class='c'>{NOTE}</p><p>{P2}</p><p>{P3}</p></div></main>",
        layouts=layouts,
    )
    assert (article.paragraphs, article.captions) == (BODY, (NOTE,))


POST = "".join(f"<div>{paragraph}</div><div><br></div>" for paragraph in BODY)
BANNERS = ["<a href='/'>Nhật ký một người sấy mận</a>", "<a href='https://nhatky.example/'>Nhật ký một người sấy mận</a>"]


@pytest.mark.parametrize("banner", BANNERS)
@pytest.mark.parametrize("rank", ["h2", "h3"])
@pytest.mark.parametrize("layouts", [True, False])
def test_the_banner_of_a_blog_is_not_the_headline_of_its_post(banner: str, rank: str, layouts: bool) -> None:
    post = (
        f"<div class='post'><{rank} class='post-title entry-title'>{TITLE}</{rank}><div class='post-body entry-content'>{POST}</div></div>"
    )
    article = read(f"<div class='header'><h1 class='title'>{banner}</h1></div>{post}", f"Nhật ký một người sấy mận: {TITLE}", layouts)
    assert (article.title, article.paragraphs) == (TITLE, BODY)


@pytest.mark.parametrize("link", ["<a href='/tin/may-say.html'>{}</a>", "<a href=''>{}</a>", "<a href='#'>{}</a>", "{}"])
def test_a_headline_that_links_to_its_own_page_stays(link: str) -> None:
    article = read(f"<article><h1 class='entry-title'>{link.format(TITLE)}</h1><div class='entry-content'>{POST}</div></article>")
    assert (article.layout, article.title) == ("wordpress", TITLE)


@pytest.mark.parametrize(
    ("href", "home"),
    [
        ("/", True),
        ("/index.html", True),
        ("https://a.example", True),
        ("/trang-chu", True),
        ("#", False),
        ("/tin/a.html", False),
        ("?id=2", False),
    ],
)
def test_which_links_lead_home(href: str, home: bool) -> None:
    tree = parse_tree(f"<a href='{href}'>x</a>")
    assert tree is not None
    assert leads_home(next(tree.root.iter("a"))) is home


@pytest.mark.parametrize("name", ["contentheading", "article-heading", "newsHeading"])
@pytest.mark.parametrize("title", ["Xưởng sấy mận", "Hợp tác xã vùng cao"])
def test_a_headline_in_a_cell_called_heading_above_a_bold_lead(name: str, title: str) -> None:
    top = f"<table class='p'><tr><td class='{name}'>{TITLE}</td><td><a href='#'><img src='pdf.png'></a></td></tr></table>"
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    meta = (
        "<tr><td><span class='small'>Viết bởi Lò Văn Mận</span></td></tr><tr><td class='createdate'>Thứ tư, 12 Tháng 5 2010 08:10</td></tr>"
    )
    article = read(f"<div>{top}<table>{meta}<tr><td><p><strong>{LEAD}</strong></p>{text}</td></tr></table></div>", title, layouts=False)
    assert (article.title, article.lead, article.byline) == (TITLE, LEAD, "Lò Văn Mận")
    assert (article.paragraphs, article.published) == (BODY, "2010-05-12T08:10:00+07:00")
