"""Refusals and the signs of a listing: every limit of the rules with a page on both sides of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.html.blocks import Block, LineWalk
from pipelines.html.head import Head
from pipelines.reading.assembly import Parts
from pipelines.reading.entries import NO_ENTRIES
from pipelines.reading.generic import Guess
from pipelines.reading.leads import LeadLines
from pipelines.reading.reading import read_article
from pipelines.reading.refusing.refusals import is_home, is_spam, refuse_generic, refuse_parts, refuse_status
from pipelines.reading.teasers import TeaserSigns, count_signs, is_linked_headline, is_prose, under_link
from pipelines.values.article import NotArticle
from pipelines.values.page import Page
from tests.reading.page_lines import line, said, tree_of

NO_SIGNS = TeaserSigns(prose=5, teasers=0, links=0, rows=0, linked_rows=0)
EMPTY = tree_of("<p>x</p>")


def guess(*blocks: Block, title: str | None = "Bản mở lớp đan cói", weight: float = 500, images: int = 0, **more: object) -> Guess:
    whole = Guess(
        title=title, container=EMPTY.root, blocks=blocks, leads=LeadLines(), walk=LineWalk(list(blocks), [], images), weight=weight,
        signs=NO_SIGNS, between=0, related=(), at=0,
    )  # fmt: skip
    return replace(whole, **more)  # type: ignore[arg-type]


def why(found: Guess | None, head: Head | None = None, url: str | None = "https://x.vn/tin/1.html", html: str = "<p>x</p>") -> str | None:
    tree = tree_of(html)
    return refuse_generic(replace(found, container=tree.root) if found else None, head or Head(), url, tree)


HEADLINE = line(said(5), link=0.81)  # a link of five words


@pytest.mark.parametrize(("status", "reason"), [(200, None), (399, None), (400, "error_page"), (404, "not_found"), (410, "not_found")])
def test_statuses(status: int, reason: str | None) -> None:
    assert refuse_status(status) == reason


MISSING = "Không tìm thấy trang"
ALIKE, NOT_ALIKE = "Trang: bản mở lớp đan cói cho trao", "Trang: bản mở lớp đan cói cho trưa"


@pytest.mark.parametrize(
    ("found", "head", "reason"),
    [
        (None, Head(), "empty"),
        (guess(), Head(), None),
        (guess(line(said(119))), Head(title=MISSING), "not_found"),
        (guess(line(said(120))), Head(title=MISSING), None),
        (guess(*[line("x")] * 11, line(MISSING)), Head(), "not_found"),
        (guess(*[line("x")] * 12, line(MISSING)), Head(), None),  # among the first twelve lines
        (guess(weight=39.9), Head(), "empty"),
        (guess(weight=40), Head(), None),
        (guess(between=4), Head(), None),
        (guess(between=5), Head(), "listing"),
        (guess(*[HEADLINE] * 2, signs=replace(NO_SIGNS, prose=1, teasers=1)), Head(), None),
        (guess(*[HEADLINE] * 3, signs=replace(NO_SIGNS, prose=1, teasers=1)), Head(), "listing"),
        (guess(*[HEADLINE] * 3, signs=replace(NO_SIGNS, prose=0, teasers=0)), Head(), None),
        (guess(at=-1, weight=119), Head(), "no_headline"),
        (guess(at=-1, weight=120), Head(), None),
        (guess(at=-1), Head(title="Trang chủ"), "home"),
        (guess(at=0), Head(title="Trang chủ"), None),
        (guess(title=None), Head(), "no_headline"),
        (guess(between=1), Head("Một chuyện khác hẳn", "Một chuyện khác hẳn"), "listing"),
        (guess(), Head("Một chuyện khác hẳn", "Một chuyện khác hẳn"), None),  # no other sign of a listing
        (guess(between=1), Head("Báo Bản", "Một chuyện khác hẳn"), None),  # left over from the template: the title element says otherwise
        (guess(between=1, told=True), Head("Một chuyện khác hẳn", "Một chuyện khác hẳn"), None),
        (guess(between=1), Head("Bản mở lớp đan cói đông vui", "Bản mở lớp đan cói đông vui"), None),
        (guess(title="Bản mở lớp đan cói cho trai", between=1), Head(ALIKE, ALIKE), None),  # twenty letters alike
        (guess(title="Bản mở lớp đan cói cho trai", between=1), Head(NOT_ALIKE, NOT_ALIKE), "listing"),
        (guess(entries=replace(NO_ENTRIES, entries=3, outside=89)), Head(), "listing"),
        (guess(entries=replace(NO_ENTRIES, entries=3, outside=90)), Head(), None),
        (guess(entries=replace(NO_ENTRIES, entries=3, outside=30), told=True), Head(), None),
        (guess(entries=replace(NO_ENTRIES, answers=3)), Head(), None),  # an interview under its headline
        (guess(title="Hỏi đáp", entries=replace(NO_ENTRIES, answers=3)), Head(), "listing"),
    ],
)
def test_pages_of_no_known_family(found: Guess | None, head: Head, reason: str | None) -> None:
    assert why(found, head) == reason


@pytest.mark.parametrize(("teasers", "links", "reason"), [(0, 2, None), (0, 3, "home"), (1, 2, "home"), (1, 1, None)])
def test_home_pages_with_some_links(teasers: int, links: int, reason: str | None) -> None:
    assert why(guess(signs=replace(NO_SIGNS, teasers=teasers, links=links)), url="https://x.vn/") == reason


@pytest.mark.parametrize(
    ("lines", "files", "reason"),
    [(2, 1, None), (3, 2, "listing"), (4, 2, None), (5, 4, "listing")],  # two files at least, and one line more than files at most
)
def test_lists_of_documents(lines: int, files: int, reason: str | None) -> None:
    html = "".join(f"<a href='/{n}.pdf'>x</a>" for n in range(files))
    assert why(guess(*[line(said(12))] * lines), html=html) == reason
    assert why(guess(*[line(said(12))] * lines, line(said(12, "."))), html=html) is None  # a sentence


INPUT = "<input type='text'>"


@pytest.mark.parametrize(
    ("found", "html", "reason"),
    [
        (guess(line(said(149)), weight=0), "<input type='password'>", "login"),
        (guess(line(said(150)), weight=0), "<input type='password'>", "empty"),
        (guess(*[HEADLINE] * 5, weight=0), "", "listing"),
        (guess(*[HEADLINE] * 4, weight=0), "", "empty"),
        (guess(weight=0), INPUT * 4, "form"),
        (guess(weight=0), INPUT * 3, "empty"),
        (guess(line(said(199)), weight=0), "<video></video>", "video"),
        (guess(line(said(200)), weight=0), "<video></video>", "empty"),
        (guess(weight=0, images=5), "", "gallery"),
        (guess(weight=0, images=4), "", "empty"),
    ],
)
def test_pages_with_hardly_any_prose(found: Guess, html: str, reason: str) -> None:
    assert why(found, html=f"<body><p>x</p>{html}</body>") == reason


@pytest.mark.parametrize(
    ("parts", "images", "attachments", "reason"),
    [
        (Parts(paragraphs=["a"]), 9, 0, None),
        (Parts(), 9, 1, None),
        (Parts(captions=["a", "b", "c"]), 0, 0, "gallery"),
        (Parts(captions=["a", "b"]), 0, 0, None),
        (Parts(lead="a"), 5, 0, "gallery"),
        (Parts(lead="a"), 4, 0, None),
        (Parts(), 4, 0, "empty"),
    ],
)
def test_boxes_that_hold_no_article(parts: Parts, images: int, attachments: int, reason: str | None) -> None:
    assert refuse_parts(parts, images, attachments) == reason


SELLS = ("nạp tiền", "rút tiền", "link vào")


@pytest.mark.parametrize(
    ("title", "bets", "sells", "words", "spam"),
    [
        (None, 4, 3, 480, True),
        (None, 3, 3, 300, False),  # names betting four times
        (None, 4, 2, 400, False),  # and sells it in three ways
        ("Nhà cái mới", 3, 2, 400, True),  # two with such a headline
        ("Nhà cái mới", 3, 1, 400, False),
        (None, 4, 3, 481, False),  # once in 120 words
    ],
)
def test_adverts_for_betting(title: str | None, bets: int, sells: int, words: int, spam: bool) -> None:
    text = " ".join(["nhà cái,"] * bets + [f"{phrase}," for phrase in SELLS[:sells]])
    titled = f"{title or ''} {text}"
    text += " bản" * (words - titled.count(" ") - 1)
    assert f"{title or ''} {text}".count(" ") + 1 == words
    assert is_spam(title, text) is spam


def test_an_advert_names_betting_near_its_beginning() -> None:
    advert = "nhà cái, " * 40 + "nạp tiền, rút tiền, link vào"
    assert is_spam(None, "a" * 1492 + " " + advert)
    assert not is_spam(None, "a" * 1494 + " " + advert)


@pytest.mark.parametrize(
    ("url", "home"),
    [
        (None, False),
        ("https://x.vn", True),
        ("https://x.vn/vi/home/index.html", True),
        ("https://x.vn/vi/home/web/en", False),
        ("https://x.vn/?tin=1", False),
        ("https://x.vn/tin", False),
        ("https://[x/", False),
    ],
)
def test_home_pages_by_address(url: str | None, home: bool) -> None:
    assert is_home(url) is home


# --- the signs of a listing ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counted", "listing"),
    [
        ({"prose": 4, "teasers": 2}, True), ({"prose": 5, "teasers": 2}, False), ({"prose": 1, "teasers": 1}, False),
        ({"prose": 5, "links": 6}, True), ({"prose": 6, "links": 6}, False), ({"prose": 1, "links": 5}, False),
        ({"prose": 4, "rows": 3, "linked_rows": 2}, True), ({"prose": 5, "rows": 3, "linked_rows": 2}, False),
        ({"prose": 1, "rows": 3, "linked_rows": 1}, False),
    ],
)  # fmt: skip
def test_what_makes_a_listing(counted: dict[str, int], listing: bool) -> None:
    assert TeaserSigns(**({"prose": 0, "teasers": 0, "links": 0, "rows": 0, "linked_rows": 0} | counted)).listing is listing


def test_prose_and_linked_headlines() -> None:
    assert [is_prose(line(said(n), link=link)) for n, link in ((11, 0), (12, 0), (12, 0.39), (12, 0.4))] == [False, True, True, False]
    assert not is_prose(line(said(20), kind="heading"))
    headlines = [is_linked_headline(line(said(n), link=link)) for n, link in ((5, 0.8), (5, 0.81), (4, 1.0))]
    assert headlines == [False, True, False]
    rows = [line("a | b", kind="row", link=link) for link in (0.0, 0.1, 0.2)]
    counted = count_signs([*rows, HEADLINE, line(said(12))])
    assert counted == TeaserSigns(prose=1, teasers=1, links=1, rows=3, linked_rows=2)


def paragraphs(*links: float) -> list[Block]:
    """Lines of twelve words in paragraphs of one box, each with its share of links."""
    box = tree_of("<body>" + "<p>x</p>" * len(links) + "</body>").root.iter("p")
    return [Block(said(12), p, link=link) for p, link in zip(box, links, strict=True)]


@pytest.mark.parametrize(
    ("blocks", "under"),
    [
        ([line(said(4), link=0.81), line(said(12))], True),
        ([line(said(3), link=1.0), line(said(12))], False),
        ([line(said(4), link=0.8), line(said(12))], False),
        ([HEADLINE, line(said(8)), line(said(8)), line(said(12))], True),
        ([HEADLINE, line(said(9)), line(said(12))], False),  # eight words between them at most
        ([HEADLINE, line(said(1)), line(said(1)), line(said(1)), line(said(12))], False),  # and two lines
        (paragraphs(0, 1, 0), False),  # a linked paragraph among paragraphs is a reference within a text
        (paragraphs(1, 0), True),
        ([line(said(12), "<div/>"), HEADLINE, line(said(12))], True),
        ([*paragraphs(1, 0, 1, 0)], True),  # but teasers of linked headlines stay teasers
    ],
)
def test_lines_under_linked_headlines(blocks: list[Block], under: bool) -> None:
    assert under_link(blocks, len(blocks) - 1) is under


def test_how_far_back_references_within_a_text_are_followed() -> None:
    blocks = paragraphs(0, 1, 0)
    assert under_link(blocks, 2, deep=0)
    assert not under_link(blocks, 2, deep=1)


def test_the_numbers_of_a_table_are_no_prose() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{7 * week + day}</td>' for day in range(1, 8))}</tr>" for week in range(8))
    with pytest.raises(NotArticle, match="empty"):
        read_article(
            Page(url=None, body=f"<h2>Lịch công tác tháng 9/2019</h2><table>{rows}</table><p><a href='/x'>Tháng sau</a></p>".encode())
        )


QUESTIONS = ("Cơ sở muốn vay vốn đổi mới máy thì nộp hồ sơ ở đâu?", "Mỗi đợt xét duyệt kéo dài bao lâu?", "Ai được xét hỗ trợ trước?")
ANSWER = "Hồ sơ nộp tại bộ phận một cửa của phòng, cán bộ hẹn ngày trả kết quả và báo lại bằng tin nhắn cho cơ sở trong mười ngày làm việc."


@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
@pytest.mark.parametrize("above", ["<h1>Câu hỏi thường gặp</h1>", "<div class='bc'>Trang chủ / Hỏi đáp</div>", ""])
def test_a_row_of_questions_is_no_article(tag: str, above: str) -> None:
    rows = "".join(f"<div class='f'><{tag}>{question}</{tag}><div>{ANSWER}</div></div>" for question in QUESTIONS)
    page = "<html><head><title>Hỏi đáp</title></head><body>{}</body></html>"
    with pytest.raises(NotArticle):
        read_article(Page(url=None, body=page.format(above + rows).encode()), layouts=False)
    headline = "Ba câu hỏi người làm nghề hay gửi về phòng Kinh tế"
    article = read_article(Page(url=None, body=page.format(f"<h1>{headline}</h1>{rows}").encode()), layouts=False)
    assert article.title == headline


def test_a_headline_that_asks_above_questions_of_its_text_is_one() -> None:
    rows = "".join(f"<h3>{question}</h3><p>{ANSWER}</p>" for question in QUESTIONS[1:])
    html = f"<html><head><title>Hỏi</title></head><body><div><h2>{QUESTIONS[0]}</h2><p>{ANSWER}</p>{rows}</div></body></html>"
    assert read_article(Page(url=None, body=html.encode()), layouts=False).title == QUESTIONS[0]
