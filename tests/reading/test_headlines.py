"""Headlines of whole pages of no known family: who wins, the headline or what stands beside it, in many mark-ups."""

from __future__ import annotations

import itertools

import pytest

from pipelines.html.blocks import walk_blocks
from pipelines.html.head import Head
from pipelines.reading.headlines.evidence import MARKS, TOLD, WEIGHTS, Candidate, Lines
from pipelines.reading.headlines.lines import candidates, what_is_told
from pipelines.values.article import NotArticle
from tests.reading.headline_pages import HEADLINE, LONG, OTHERS, PARAGRAPHS, SITE, TEXT, page_of, read
from tests.reading.page_lines import tree_of

TAGS = ("h1", "h2", "h3", 'div class="tieude"', 'p class="news-title"')


def set_in(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag.split()[0]}>"


def assert_read(html: str, headline: str = HEADLINE, url: str | None = None) -> None:
    article = read(html, url)
    assert article.title == headline
    assert [text for text in (article.lead, *article.paragraphs) if text in PARAGRAPHS] == list(PARAGRAPHS)


CAPTIONS = ("Tin nổi bật", "Root", "Chi tiết bài viết", "Kinh tế - Xã hội", "Việc chung của các bản", "Thông tin tuyên truyền, phổ biến")
STAMPS = ("", "<span>( )</span>", "<span>( 2019-05-16T05:00:00.000Z )</span>", "<small>(16/05/2019)</small>", "[16/05/2019 08:30]")


@pytest.mark.parametrize("tag", TAGS[1:])
@pytest.mark.parametrize("caption", CAPTIONS)
def test_the_caption_of_a_portlet_is_no_headline(caption: str, tag: str) -> None:
    for stamp, name in itertools.product(STAMPS, ("portlet-title", "widget-title")):
        frame = f'<header class="topper"><h1 class="{name}"><span>{caption}</span></h1></header>'
        assert_read(page_of(f'{frame}<div class="ct">{set_in(tag, f"{HEADLINE} {stamp}")}<div class="text">{TEXT}</div></div>'))


@pytest.mark.parametrize("stamp", STAMPS[2:])
@pytest.mark.parametrize("tag", TAGS)
def test_the_date_in_the_headline_dates_the_article(tag: str, stamp: str) -> None:
    article = read(page_of(f'<div class="ct">{set_in(tag, f"{HEADLINE} {stamp}")}<div class="text">{TEXT}</div></div>'))
    assert (article.title, (article.published or "")[:10]) == (HEADLINE, "2019-05-16")


@pytest.mark.parametrize("headline", ["Bản Mây công bố kế hoạch sấy chung (2021-2025)", "Chợ đêm bản Mây mở lại sau Tết (20/11)"])
@pytest.mark.parametrize("tag", TAGS)
def test_brackets_of_the_headline_stay(tag: str, headline: str) -> None:
    assert_read(page_of(f'<div class="ct">{set_in(tag, headline)}<div class="text">{TEXT}</div></div>'), headline)


def test_a_date_that_the_head_of_the_page_repeats_stays() -> None:
    headline = "Giá thuốc lá sấy ở bản Mây (12/03/2021)"
    body = f"<h1>{headline}</h1><div>{TEXT}</div>"
    assert read(page_of(body, f"{headline} - Báo Bản")).title == headline
    assert read(page_of(body)).title == "Giá thuốc lá sấy ở bản Mây"


PLAIN = (
    '<div class="nd--title">{}</div>', '<div class="ten-bai">{}</div>', '<div id="ctl00_lblTieuDe">{}</div>',
    '<div style="font-size:22px">{}</div>', '<p><font size="5">{}</font></p>', "<p><strong>{}</strong></p>", "<center><b>{}</b></center>",
    "<h4>{}</h4>", '<h1><a href="/x/y">{}</a></h1>',
)  # fmt: skip


@pytest.mark.parametrize("title", ["Tin tức chi tiết", SITE, "Trang chủ", "Tin tức | Xã Bản Mây", "UBND xã Bản Mây"])
@pytest.mark.parametrize("mark", PLAIN)
def test_a_headline_in_any_box(mark: str, title: str) -> None:
    crumbs = '<div class="duong-dan"><a href="/">Trang chủ</a> » <a href="/tin">Tin tức chi tiết</a></div>'
    for above in ("", crumbs):
        body = f'{above}{mark.format(HEADLINE)}<div class="ngay">19.07.2018</div><div class="nd">{TEXT}</div>'
        assert_read(page_of(f'<div class="main">{body}</div>', title))


SUBHEADS = ("<p><strong>{}</strong></p>", "<div><b>{}</b></div>", "<h3>{}</h3>", "<h2>{}</h2>", "<p><strong><em>{}</em></strong></p>")
PICTURE = '<div style="text-align:center"><img src="a.jpg"></div><div style="text-align:center">Lò sấy mới của bản</div>'


@pytest.mark.parametrize("picture", ["", PICTURE])
@pytest.mark.parametrize(("tag", "sub"), [(t, s) for t, s in itertools.product(TAGS, SUBHEADS) if t != s[1:3]])
def test_a_long_headline_above_subheadings(tag: str, sub: str, picture: str) -> None:
    assert LONG.count(" ") > 22
    first, second = sub.format("Bà con góp công dựng lò"), sub.format("Đường vào bãi còn lầy")
    text = f"{picture}{first}<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{second}<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    article = read(page_of(f'<div class="d">{set_in(tag, LONG)}<div class="text">{text}</div></div>'))
    assert article.title == LONG
    assert len([article.lead, *article.paragraphs]) - (article.lead is None) == 6


LEFT_OVER = (
    ("The Example Globe", "Thời báo Phú Mây"), ("The Example Globe", "The Example Globe"), ("My Theme – Just another site", "Bản tin xã"),
    ("Trang tin mẫu của giao diện", "Trang tin mẫu của giao diện"), ("Home", "Home"),
    ("Công ty thiết kế web giá rẻ Sao Băng", "Báo Bản Mây"),
)  # fmt: skip


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize(("og", "title"), LEFT_OVER)
def test_words_left_over_from_a_template(og: str, title: str, tag: str) -> None:
    head = f'<meta property="og:title" content="{og}"><meta property="og:type" content="website">'
    frame = f'<div class="header"><p class="cat">Opinion | Jane Doe</p>{set_in(tag, HEADLINE)}</div>'
    body = f'<article>{frame}<div class="text">{TEXT}</div></article>'
    assert_read(page_of(body, title, head))


@pytest.mark.parametrize("tag", TAGS[1:])
@pytest.mark.parametrize("banner", ['<h1 class="logo">{}</h1>', '<h1><a href="/">{}</a></h1>', '<div class="ten">{}</div>'])
def test_the_name_of_the_site_is_no_headline(banner: str, tag: str) -> None:
    assert_read(page_of(f'{banner.format(SITE)}<div class="d">{set_in(tag, HEADLINE)}<div>{TEXT}</div></div>', SITE))


BESIDE = (
    '<div class="hot"><h3 class="title"><a href="/k">Huyện bên mở hội chợ hàng nông thôn cuối năm</a></h3></div>',
    "<div class='slide'><h3>Huyện bên mở hội chợ hàng nông thôn cuối năm</h3><h3>Cầu treo sang bản Thượng thông xe sớm</h3></div>",
    '<div class="box"><div class="box-title">Văn bản chỉ đạo mới ban hành</div><a href="/v">Quyết định giao kế hoạch cho các xã</a></div>',
    '<div class="tb"><p><b>Trang đang chạy thử, mời bà con góp ý</b></p></div>', '<h3 class="kicker">Chuyện làng nghề miền núi</h3>',
)  # fmt: skip


@pytest.mark.parametrize("tag", TAGS[:2] + TAGS[3:])
@pytest.mark.parametrize("beside", BESIDE)
def test_other_headlines_above(beside: str, tag: str) -> None:
    body = f'{beside}<div class="d">{set_in(tag, HEADLINE)}<p class="ngay">Ngày đăng: 12/03/2021</p><div>{TEXT}</div></div>'
    assert_read(page_of(body))


@pytest.mark.parametrize("box", ["article-header", "page-header", "post-meta", "Title allowMenuPost"])
def test_a_headline_in_a_box_named_like_furniture(box: str) -> None:
    for line in (f"<h2>{HEADLINE}</h2>", f'<p class="title">{HEADLINE}</p>'):
        assert_read(page_of(f'<div class="{box}">{line}</div><div>{TEXT}</div>'))


@pytest.mark.parametrize("target", ["", "/tin/lo-say.html", "https://x.vn/tin/lo-say.html"])
def test_a_headline_that_links_to_its_own_page(target: str) -> None:
    body = '<div><h2 class="title"><a href="{}">' + HEADLINE + f"</a></h2><div>{TEXT}</div></div>"
    assert_read(page_of(body.format(target)), url="https://x.vn/tin/lo-say.html")
    with pytest.raises(NotArticle):
        read(page_of(body.format("/tin/khac.html")), "https://x.vn/tin/lo-say.html")


@pytest.mark.parametrize("target", ["?mod=tin&id=55", "/index.php?mod=tin&id=55", "https://x.vn/index.php?mod=tin&id=55&utm_source=zalo"])
def test_a_page_told_apart_by_its_query_links_to_itself(target: str) -> None:
    url = "https://x.vn/index.php?mod=tin&id=55&fbclid=a1"
    body = '<div><h2 class="title"><a href="{}">' + HEADLINE + f"</a></h2><div>{TEXT}</div></div>"
    assert_read(page_of(body.format(target.replace("?mod", "/index.php?mod") if target[0] == "?" else target)), url=url)
    with pytest.raises(NotArticle):
        read(page_of(body.format("/index.php?mod=tin&id=56")), url)


@pytest.mark.parametrize("target", ["#", "javascript:void(0)", "javascript:;", " # "])
def test_a_named_headline_whose_link_leads_nowhere(target: str) -> None:
    count = '<div class="dem">Ngày đăng: <span>05-06-2021</span> | Số lần đọc: 245</div>'
    line = f'<div class="news_title"><a href="{target}" title="{HEADLINE}">{HEADLINE}</a></div>'
    assert_read(page_of(f"<div>{line}{count}<div>{TEXT}</div></div>"))
    other = f'<div class="it"><a href="{target}">{OTHERS[0]} ở phiên đầu tháng</a></div>'
    with pytest.raises(NotArticle):  # a template of a list: none of its links leads anywhere
        read(page_of(f"<div>{line}<div>{PARAGRAPHS[0]}</div>{other}<div>{PARAGRAPHS[1]}</div></div>"))
    with pytest.raises(NotArticle):  # no name says that it is the headline
        read(page_of(f"<div>{line.replace('news_title', 'hang')}<div>{TEXT}</div></div>"))


@pytest.mark.parametrize("section", ["Khuyến công", "Xúc tiến thương mại", "Thị trường - Xuất nhập khẩu", "Tin tức năng lượng"])
def test_a_section_of_the_trade_above_a_bold_headline(section: str) -> None:
    body = f'<h1>{section.upper()}</h1><div><p align="center"><strong>{HEADLINE}</strong></p>{TEXT}</div>'
    assert_read(page_of(body, title=f"{SITE} - {section}"))


def test_two_lines_of_one_heading_are_one_headline() -> None:
    first, second = HEADLINE[:25], HEADLINE[26:]
    assert_read(page_of(f"<div><h1>{first}<br>{second}</h1><div>{TEXT}</div></div>"), f"{first} {second}")


def test_the_address_decides_between_two_headlines() -> None:
    rival = "Ba bản chung tay dựng lò sấy bên sông"
    page = page_of(f'<div><p class="t"><b>{rival}</b></p><h2>{HEADLINE}</h2><div>{TEXT}</div></div>')
    assert read(page).title == HEADLINE
    assert read(page, "https://x.vn/tin/ba-ban-chung-tay-dung-lo-say-ben-song-311.html").title == rival


def test_a_notice_is_its_headline_and_its_document() -> None:
    notice = f'<div class="d"><h1>{HEADLINE}</h1><div><p>Xem nội dung tại đây <a href="/f/tb.pdf">tb.pdf</a></p></div></div>'
    article = read(page_of(notice, f"{HEADLINE} - Báo Bản"))
    assert (article.title, [a.url for a in article.attachments]) == (HEADLINE, ["/f/tb.pdf"])


def found_in(body: str, head: Head | None = None) -> list[Candidate]:
    blocks = walk_blocks(tree_of(f"<body>{body}{TEXT}</body>").root).blocks
    first = len(blocks) - len(PARAGRAPHS)
    lines = Lines(blocks, first, first, len(blocks))
    return candidates(what_is_told(head or Head(), lines, "https://x.vn/tin/xa-ban-may-nhan-lo-say-thuoc-la-chung.html"), lines)


def test_every_line_says_what_speaks_for_it() -> None:
    found = found_in(f"<h1>Tin nổi bật</h1><h2 class='t'>{HEADLINE}</h2>", Head(og_title=HEADLINE))
    assert [(c.text, set(c.evidence)) for c in found] == [
        ("Tin nổi bật", {"h1", "short", "caption of a part"}),
        (HEADLINE, {"stated", "slug", "h2", "fitting"}),
    ]
    assert found[1].score == sum(WEIGHTS[e] for e in ("stated", "slug", "h2", "fitting"))
    assert (found[0].apart, found[0].told, found[1].told) == (1, False, True)


def test_lines_too_long_or_linked_are_no_candidates() -> None:
    lines = [f"<h2>{'bản ' * 46}</h2>", "<h2><a href='/k'>Ba bản chung tay dựng lò sấy</a></h2>", "<h2>ngày 12/03/2021 08:30</h2>"]
    assert [c.text for line in lines for c in found_in(line)] == []
    assert len(found_in(f"<h2>{'bản ' * 45}</h2>")) == 1


def test_evidence_is_weighed() -> None:
    assert set(WEIGHTS) >= MARKS > TOLD
    assert all(WEIGHTS[e] > 0 for e in MARKS)
