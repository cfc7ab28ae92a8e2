"""Where in a page a date counts: what stands around the headline, which marks and boxes, which headline; each with its opposite."""

from __future__ import annotations

import lxml.html
import pytest

from pipelines.dates.around import headline_of
from pipelines.dates.published import DateEvidence
from tests.dates.test_dates import FETCHED, LONG, META, TITLE, dated, page, read, read_blind

DAY = "2026-07-09"
DATE = "<p class='date'>09/07/2026</p>"
PLAIN = "<p>09/07/2026</p>"
SHORT = "<p>Một dòng ngắn</p>"
PARAGRAPH = f"<p>{LONG}</p>"
OTHER = META.format("2026-03-01")  # metadata of another day


def document(body: str, title: str = "") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(f"<html><head><title>{title}</title></head><body>{body}</body></html>")


def below(html: str, head: str = "") -> str | None:
    """What is published, the article known, when this stands between headline and body."""
    return read(page(head=head, between=html), fetched_at=FETCHED).published


def above(html: str, head: str = "") -> str | None:
    return read(page(head=head, above=html), fetched_at=FETCHED).published


def of_part(body: str, part: str, title: str | None = None) -> str | None:
    """What is published when the part of a page that is taken for its article is this element."""
    tree = document(body)
    return dated(tree, DateEvidence(article=tree.find(f".//{part}"), title=title, fetched_at=FETCHED)).published


# --- around a headline ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ("09/07/2026", DAY),  # the bare text behind the headline
        ("<div class='date'><b>Tin xã</b> 09/07/2026</div>", DAY),  # text behind an element
        ("<div><time datetime='2026-07-09'></time></div>", DAY),  # an empty element that says it in an attribute
        ("<div><span itemprop='datePublished' content='2026-07-09'></span></div>", DAY),
        ("<div><b datetime='2026-07-09'></b></div>", None),
        (f"{SHORT}{SHORT}<ul>\n\n<li>09/07/2026</li></ul>", DAY),  # what shows nothing is no text before it
        (f"{SHORT}{SHORT}<div><span></span></div><ul><li>09/07/2026</li></ul>", DAY),
        ("<div><a>Cỡ chữ</a> <a>A</a> <a>A-</a> <a>A+</a> <i>09/07/2026 10:00</i></div>", f"{DAY}T10:00:00+07:00"),  # buttons are no texts
        ("<div><a>Tin xã</a> <a>Tin huyện</a> <a>Tin tỉnh</a> <a>Tin vùng</a> <i>09/07/2026 10:00</i></div>", None),
        ("<ul><li>1 giờ trước</li></ul>", "2026-10-02T17:38:00+07:00"),
        ("<ul><li>1 giờ trước ở bản</li></ul>", None),
    ],
)
def test_below_the_headline(html: str, published: str | None) -> None:
    assert below(html) == published


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ("<b>Tin xã</b> Ngày đăng: 09/07/2026", DAY),
        ("<b>Tin xã</b> 09/07/2026", None),
        (f"<p class='date'>05/03/2026 10:00</p><p class='date'>09/07/2026 bà con</p>{SHORT}", DAY),  # the nearest that is sure enough
        ("<header><p class='date'>09/07/2026</p></header>", DAY),  # an article has a header of its own
    ],
)
def test_above_the_headline(html: str, published: str | None) -> None:
    assert above(html) == published


def test_microdata_below_the_headline_is_seen_though_a_list_has_some_too() -> None:
    tree = page(
        between="<div><meta itemprop='datePublished' content='2026-07-09'></div>",
        outside=("", "<div><meta itemprop='datePublished' content='2026-01-08'></div>"),
    )
    assert read(tree).published == DAY


@pytest.mark.parametrize(("tables", "published"), [(4, DAY), (5, None)])
def test_rows_and_cells_of_tables_are_no_levels_above_the_headline(tables: int, published: str | None) -> None:
    inner = "<table><tbody><tr><td>" * tables + f"<h1>{TITLE}</h1>" + "</td></tr></tbody></table>" * tables
    assert of_part(f"<main>{DATE}{inner}<div>{PARAGRAPH}</div></main>", "main", TITLE) == published


def test_what_lies_right_in_the_body_of_a_page_above_the_headline_is_none_of_its_dates() -> None:
    assert read_blind(document(f"{DATE}<h1>{TITLE}</h1>{PARAGRAPH}")).published is None
    assert read_blind(document(f"<div>{DATE}<h1>{TITLE}</h1>{PARAGRAPH}</div>")).published == DAY


def test_a_list_class_that_holds_the_headline_too_is_no_box() -> None:
    for html in (f"<h1>{TITLE}</h1>{DATE}", f"{DATE}<h1>{TITLE}</h1>"):
        assert of_part(f"<main><div class='latest-news'>{html}{PARAGRAPH}</div></main>", "main", TITLE) == DAY
    assert of_part(f"<main><h1>{TITLE}</h1><div class='latest-news'>{DATE}</div>{PARAGRAPH}</main>", "main", TITLE) is None


# --- without a headline -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inside", "published"),
    [(f"{DATE}{PARAGRAPH}", DAY), (f"{PLAIN}{PARAGRAPH}", None), (f"{DATE}{SHORT}", None), (f"{PARAGRAPH}{DATE}", None)],
)
def test_without_a_headline_a_marked_date_above_the_first_paragraph(inside: str, published: str | None) -> None:
    assert of_part(f"<main><article>{inside}</article></main>", "article") == published
    assert read_blind(document(f"<main><article>{inside}</article></main>")).published is None


@pytest.mark.parametrize(
    ("before", "title", "published"),
    [
        (DATE, None, DAY),
        (PLAIN, None, None),
        (f"<div class='page-header'>{DATE}</div>", None, None),  # in the frame of the page
        (f"<header>{DATE}</header>", None, None),
        ("<p class='date'>02/10/2026 18:38</p>", None, None),  # the hour of the fetch
        (f"<h1>{TITLE}</h1>{PLAIN}", None, None),
        (f"<h1>{TITLE}</h1>{PLAIN}", TITLE, DAY),  # alone on its line below the known headline
        (f"<h1>Cổng tin của huyện ta</h1>{SHORT * 3}<h2>{TITLE}</h2>{PLAIN}", TITLE, DAY),
        (f"<h1>Cổng tin của huyện ta</h1>{PLAIN}<h2>{TITLE}</h2>", TITLE, None),
    ],
)
def test_beside_an_article_that_holds_only_its_body(before: str, title: str | None, published: str | None) -> None:
    assert of_part(f"<main>{before}<article>{PARAGRAPH}</article></main>", "article", title) == published
    assert of_part(f"<main><div class='most-read'>{before}<article>{PARAGRAPH}</article></div></main>", "article", title) == published


@pytest.mark.parametrize(
    ("head", "behind", "published"),
    [
        ("", 0, DAY),
        ("", 5, DAY),  # the article's own date, however far down, before one beside the article
        (OTHER, 5, "2026-03-01"),  # with metadata nobody looks beside the article
    ],
)
def test_dates_beside_an_article_that_shows_one(head: str, behind: int, published: str) -> None:
    beside = ("<div><div class='post-date'>05/02/2026 10:00</div>", "</div>")
    tree = page(head=head, between=PARAGRAPH * behind + DATE if behind or not head else "", outside=beside)
    if behind == 0:
        assert read(page(outside=beside)).published == "2026-02-05T10:00:00+07:00"
        assert read(page(head=OTHER, outside=beside)).published == "2026-03-01"
    assert read(tree).published == published


# --- the whole page ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "unsure", "sure"),
    [
        (PLAIN, None, DAY),  # alone on its line: enough below a headline that is known
        ("<p>bà 09/07/2026 10:00</p>", None, None),
        (DATE, DAY, DAY),
        (f"{PARAGRAPH * 2}{DATE}", None, None),
        (f"{PARAGRAPH * 3}<p>Ngày đăng: 09/07/2026</p>", DAY, DAY),  # a label counts below three paragraphs
        (f"{PARAGRAPH * 4}<p>Ngày đăng: 09/07/2026</p>", None, None),
        (f"{PARAGRAPH}{'<b>x</b>' * 130}{DATE}", DAY, DAY),  # behind a paragraph the number of texts does not matter
        ("<b>x</b>" * 120 + DATE, DAY, DAY),
        ("<p class='date'>1 giờ trước</p>", "2026-10-02T17:38:00+07:00", "2026-10-02T17:38:00+07:00"),
        (f"<header>{DATE}</header>", None, None),
        (f"<div class='page-header'>{DATE}</div>", None, None),
    ],
)
def test_without_an_article_by_a_guessed_and_by_a_known_headline(html: str, unsure: str | None, sure: str | None) -> None:
    tree = page(between=html)
    assert read_blind(tree, fetched_at=FETCHED).published == unsure
    assert read_blind(tree, fetched_at=FETCHED, title=TITLE).published == sure


@pytest.mark.parametrize(
    ("after", "unsure"),
    [(PARAGRAPH, DAY), (SHORT, None), ("<b>x</b>" * 118 + PARAGRAPH, DAY), ("<b>x</b>" * 121 + PARAGRAPH, None)],
)
def test_a_guessed_headline_needs_a_body_close_below_it(after: str, unsure: str | None) -> None:
    tree = document(f"<main><div>{DATE}<h1>{TITLE}</h1>{after}</div></main>")
    assert read_blind(tree).published == unsure
    assert read_blind(tree, title=TITLE).published == DAY


def test_a_piece_of_a_page_is_read_too() -> None:
    piece = lxml.html.fragment_fromstring(f"<main><div><h1>{TITLE}</h1>{DATE}{PARAGRAPH}</div></main>")
    assert read_blind(piece).published == DAY


@pytest.mark.parametrize(
    ("head", "headline", "published"),
    [
        ("<title>Chợ phiên vùng cao họp sớm - Tin xã - Cổng huyện</title>", "Chợ phiên vùng cao họp sớm", DAY),
        ("<title>Chợ họp hôm qua | Cổng huyện</title>", "Chợ họp hôm qua", DAY),  # four words are a headline
        ("<title>Chợ phiên họp – vui như Tết</title>", "Chợ phiên họp – vui như Tết", DAY),  # three may be half of one
        ("<title>Chợ phiên họp – vui như Tết</title>", "Chợ phiên họp", None),
        ("<title>Chợ-phiên vùng cao họp sớm</title>", "Chợ-phiên vùng cao họp sớm", DAY),
        ("<title>Cổng tin của huyện</title><meta property='og:title' content='Chợ phiên họp sớm'>", "Chợ phiên họp sớm", DAY),
        ("<title>Cổng tin của huyện</title><meta property='og:title' content='Chợ phiên họp sớm'>", "Cổng tin của huyện", None),
        ("<title>Chợ phiên họp sớm</title><meta property='og:title' content=''>", "Chợ phiên họp sớm", DAY),
        ("<title>Chợ phiên họp sớm</title><meta property='og:site_name' content='Cổng tin của huyện'>", "Chợ phiên họp sớm", DAY),
        ("", "Chợ phiên họp sớm", None),
    ],
)
def test_the_title_of_a_page_says_which_line_is_its_headline(head: str, headline: str, published: str | None) -> None:
    tree = lxml.html.document_fromstring(f"<html><head>{head}</head><body><main><h2>{headline}</h2>{DATE}{PARAGRAPH}</main></body></html>")
    assert read_blind(tree).published == published


@pytest.mark.parametrize(
    ("html", "title", "text"),
    [
        ("<h1>Bốn chữ ở đây</h1><h1>Chợ <b>phiên</b> họp</h1>", "Chợ phiên họp", "Chợ phiên họp"),
        ("<h1></h1><h1>Bốn chữ ở đây</h1>", None, "Bốn chữ ở đây"),
        ("<h1>Bốn chữ ở đây</h1><h1>Tin: chợ phiên xã tôi</h1>", "chợ phiên xã tôi", "Tin: chợ phiên xã tôi"),  # 16 letters
        ("<h1>Bốn chữ ở đây</h1><h1>Tin: chợ phiên tôi x</h1>", "chợ phiên tôi x", "Bốn chữ ở đây"),
        ("<p>Chợ khuya họp</p><p>Chợ phiên</p>", "Chợ phiên", "Chợ phiên"),
        (f"<p>Chợ khuya</p><h2>\n {TITLE.replace(' ', '  ')}</h2>", TITLE, f"\n {TITLE.replace(' ', '  ')}"),
    ],
)
def test_which_line_is_the_headline(html: str, title: str | None, text: str) -> None:
    found = headline_of(document(f"<main>{html}<p>x</p></main>"), title)
    assert found is not None
    assert found.text_content() == text


def test_the_given_title_tells_the_headline_of_an_article_from_another_line() -> None:
    old, new = "<p class='date'>05/03/2026</p>", DATE
    inside = f"<h1>Cổng tin của huyện ta</h1>{old}{PARAGRAPH * 2}<h2>{TITLE}</h2>{new}{PARAGRAPH}"
    assert of_part(f"<main>{inside}</main>", "main", TITLE) == DAY
    assert of_part(f"<main>{inside}</main>", "main") == "2026-03-05"
    tree = document(f"<main>{inside}</main>", "Cổng tin của huyện ta")
    assert read_blind(tree, title=TITLE).published == DAY
    assert read_blind(tree).published == "2026-03-05"


# --- marks and lines --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "published"),
    [
        (PLAIN, None),
        (DATE, DAY),
        ("<p id='ngay-dang'>09/07/2026</p>", DAY),
        ("<p>Ngày đăng: 09/07/2026</p>", DAY),
        ("<div class='date'><div><p>09/07/2026 10:00</p></div></div>", f"{DAY}T10:00:00+07:00"),  # two levels up
        ("<div class='date'><div><div><p>09/07/2026 10:00</p></div></div></div>", None),
        ("<div class='same-cat'><p class='date'>09/07/2026</p></div>", None),
        ("<div id='lien-quan'><p class='date'>09/07/2026</p></div>", None),
        ("<p class='date'>09/07/2026 và bà</p>", None),  # two for the mark, none for the place
        (f"<time datetime='2026-07-09'>{'bà ' * 13}</time>", DAY),  # the attribute needs no line around it
        ("<div><p>Đồ họa: Hải Yến</p><p>Ngày xuất bản: 09/07/2026</p></div>", DAY),  # the line beside it is another one
        ("<div><p>Đồ họa: Hải Yến</p><p>Ngày khởi công: 09/07/2026</p></div>", None),
        ("<table><tr><td>Ngày đăng: 09/07/2026</td></tr></table>", None),  # a table of the text
    ],
)
def test_down_in_the_body_a_date_needs_a_mark(html: str, published: str | None) -> None:
    assert below(PARAGRAPH * 3 + html) == published


@pytest.mark.parametrize(
    ("html", "published"),
    [
        ("<span class='date' content='2020-01-01'>09/07/2026</span>", DAY),  # not microdata
        ("<p class='date'><b>Hôm qua</b>, 15:19</p>", "2026-10-01T15:19:00+07:00"),
        ("<p class='date'>Đăng 05/03/2026 10:00 - Cập nhật: 09/07/2026</p>", "2026-03-05T10:00:00+07:00"),
        ("<p class='date'>Thượng Sơn, ngày 9 tháng 7 năm 2026</p>", None),  # dateline of a letter
        ("<p class='date'>Thứ năm, ngày 9 tháng 7 năm 2026</p>", DAY),
        ("<div><i>Hạn nộp</i><div><p class='date'>09/07/2026</p></div></div>", None),
        ("<div><i>Hạn nộp</i><div><div><p class='date'>09/07/2026</p></div></div></div>", DAY),  # too far off for its line
        (f"<div class='date'>Hạn nộp 09/07/2026 <i>{'bà ' * 25}</i><i>{'con ' * 20}</i></div>", None),
        (f"<div class='date'>Sáng 09/07/2026 <i>{'bà ' * 25}</i><i>{'con ' * 20}</i></div>", DAY),
    ],
)
def test_the_line_a_date_stands_in(html: str, published: str | None) -> None:
    assert below(html) == published


@pytest.mark.parametrize(
    ("parts", "published"),
    [
        ({"between": DATE}, DAY),
        ({"above": DATE}, None),  # above the headline a point less than below it
        ({"above": "<p class='date'>09/07/2026 10:00</p>"}, f"{DAY}T10:00:00+07:00"),
        ({"between": PARAGRAPH + DATE}, None),  # and behind a paragraph
        ({"between": PARAGRAPH + "<p class='date'>09/07/2026 10:00</p>"}, f"{DAY}T10:00:00+07:00"),
        ({"between": "<p>Ngày đăng: 09/07/2026</p>"}, DAY),  # a label is worth a mark
        ({"between": "<p>Ngày đăng: 09/07/2026 và bà</p>"}, None),
    ],
)
def test_what_outweighs_metadata_of_another_day(parts: dict[str, str], published: str | None) -> None:
    assert read(page(head=OTHER, **parts)).published == published
