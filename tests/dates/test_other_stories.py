"""Dates of other stories: teasers, lists and related boxes around an article that shows no date of its own, and near ones that do."""

from __future__ import annotations

import pytest

from tests.reading.story_pages import BODY, MENU, P1, P2, P3, TITLE, framed, made, read

OTHER = "Xã Nà Lìn mở lớp đan cói cho trai gái quanh làng"


def listed(day: str, name: str = "blog-item", heading: str = "<h3>TIN LIÊN QUAN</h3>", count: int = 4) -> str:
    items = (f"<div class='{name}'><div class='time'>{day}</div><a href='/r{i}'>{OTHER} đợt {i}</a></div>" for i in range(count))
    return f"<div class='cot'>{heading}{''.join(items)}</div>"


@pytest.mark.parametrize(
    "box",
    [
        listed("08:00 19/04/2025"),
        listed("19/04/2025", "k", ""),
        listed("Ngày 19/04/2025", "k", "", count=1),
        f"<div class='cot'><a href='/r'>{OTHER}</a><span class='date'>19/04/2025</span></div>",
        f"<div class='cot'><a href='/r'><span class='date'>19/04/2025</span><h4>{OTHER}</h4></a></div>",
        f"<h4>Tin mới</h4><ul><li><a href='/r'>{OTHER}</a> <time datetime='2025-04-19'>19/04/2025</time></li></ul>",
        "<div class='ev'>" + "".join(f"<div class='e'><span class='date'>1{i}/06/2024</span> Họp xã</div>" for i in range(4)) + "</div>",
        "<h3>Bài viết khác</h3><div class='k'><p class='ngay'>12/05/2024</p><p>Họp xã</p></div>",
    ],
)
def test_an_article_without_a_date_takes_none_of_another_story(box: str) -> None:
    for page in (made(bottom=box), framed("").replace("</body>", f"{box}</body>"), made().replace(MENU, f"{MENU}{box}")):
        found = read(page)
        assert (found.published, found.published_from, found.paragraphs) == (None, "none", BODY)


def test_a_column_beside_a_headline_without_h1() -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (P1, P2, P3))
    column = f"<h3>Thông báo</h3><div class='n'><p class='ngay'>12/05/2024</p><p><a href='/x'>{OTHER}</a></p></div>"
    page = (
        f"<html><head><title>Tin</title></head><body>{MENU}<div class='s'><div class='l'><h2>{TITLE}</h2>"
        f"<div class='d'>{text}</div></div><div class='r'>{column}</div></div></body></html>"
    )
    assert (read(page).title, read(page).published) == (TITLE, None)


@pytest.mark.parametrize(
    ("top", "bottom", "day"),
    [
        ("<div class='time'>18/04/2025</div>", listed("20/04/2025"), "2025-04-18"),
        ("", "<div class='time'>Ngày đăng: 18/04/2025</div>", "2025-04-18"),
        ("", "<div class='time'>Ngày đăng: 18/04/2025</div>" + listed("20/04/2025"), "2025-04-18"),
        ("<div class='meta'><a href='/c'>Hoạt động của ngành Công Thương</a> <span class='date'>18/04/2025</span></div>", "", "2025-04-18"),
        ("", "<div class='post-date'>18/04/2025</div>", "2025-04-18"),
        ("", f"<div class='k'><a href='/in'>{TITLE}</a> <span class='date'>Ngày đăng: 18/04/2025</span></div>", "2025-04-18"),
    ],
)
def test_the_date_of_the_article_itself_stays(top: str, bottom: str, day: str) -> None:
    assert read(made(top=top, bottom=bottom)).published == day


def test_what_the_head_states_stays_beside_dated_teasers() -> None:
    head = "<meta property='article:published_time' content='2024-03-05T08:00:00+07:00'>"
    assert read(made(head=head, bottom=listed("20/04/2025"))).published == "2024-03-05T08:00:00+07:00"


@pytest.mark.parametrize(("words", "taken"), [(5, True), (6, False)])
def test_how_long_a_link_is_a_headline(words: int, taken: bool) -> None:
    link = " ".join(OTHER.split()[:words])
    box = f"<div class='k'><a href='/r'>{link}</a> <span class='date'>Ngày đăng: 18/04/2025</span></div>"
    assert read(made(bottom=box)).published == ("2025-04-18" if taken else None)


@pytest.mark.parametrize(("count", "taken"), [(2, True), (3, False)])
def test_how_many_dated_boxes_are_a_list(count: int, taken: bool) -> None:
    box = "".join("<div class='e'><span class='date'>18/04/2025</span></div>" for _ in range(count))
    assert read(made(bottom=f"<div>{box}</div>")).published == ("2025-04-18" if taken else None)


@pytest.mark.parametrize(
    ("frame", "day"),
    [("article", "2024-03-05"), ("div", "2024-03-08")],
)
def test_the_date_printed_in_the_article_element_stands_above_one_of_the_machine(frame: str, day: str) -> None:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in BODY)
    shown = "<header><span class='post-date'>Thứ 3, 05/03/2024<i> | </i>16:05</span><span>A<sup>-</sup> A A<sup>+</sup></span></header>"
    page = (
        f"<html><head><title>{TITLE}</title></head><body>{MENU}<{frame}><meta itemprop='datePublished' content='2024-03-08T09:10:11+07:00'>"
        f"{shown}<div><h1>{TITLE}</h1><div class='k'>{text}</div></div></{frame}></body></html>"
    )
    assert (read(page).published or "")[:10] == day
