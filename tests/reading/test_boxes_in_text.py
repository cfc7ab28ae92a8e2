"""Boxes in the midst of a text: one of other stories between two paragraphs, a picture with the line that describes it."""

from __future__ import annotations

import pytest

from tests.reading.made_pages import H1, LINES, TITLE, framed, paragraphs, read

FIRST, SECOND = "Huyện mở hội chợ nông sản đầu mùa", "Xã bên trồng thêm mười héc ta nhãn"
LINK = f"<a href='/1'>{FIRST}</a>"
TEASER = "Người dân các xã mang hàng về trung tâm từ chiều hôm trước."


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='k'><p class='h'>Sự kiện liên quan</p>{LINK}<a href='/2'>{SECOND}</a></div>",
        f"<div class='k'><b>Tin liên quan:</b><ul><li>{LINK}</li><li><a href='/2'>{SECOND}</a></li></ul></div>",
        f"<section><h4>Đừng bỏ lỡ</h4><a href='/1'><img src='1.jpg'></a>{LINK}<span>{TEASER}</span></section>",
        f"<div><div><span>Xem thêm</span></div><div>{LINK}</div><div>{TEASER}</div></div>",
        f"<table><tr><td><p>Bài liên quan</p><p>{LINK}</p><p>{TEASER}</p></td></tr></table>",
    ],
)
@pytest.mark.parametrize("tag", ["p", "div"])
def test_the_text_goes_on_behind_a_box_of_other_stories(box: str, tag: str) -> None:
    body = f"{paragraphs(0, 1, tag)}{box}{paragraphs(1, None, tag)}"
    article = read(framed(f"<div>{H1}<div class='t'>{body}</div></div>"))
    assert article.paragraphs == LINES


@pytest.mark.parametrize(
    "tail",
    [
        f"<div class='k'><p>Tin liên quan</p>{LINK}</div><div class='k'><p>{TEASER}</p></div>",
        f"<p>Tin liên quan</p><p>{LINK}</p><p>{TEASER}</p>",
        f"<div class='k'><p>Tin liên quan</p><p>{LINK}</p><p>{TEASER}</p></div>",
    ],
)
def test_nothing_is_taken_up_behind_the_last_box(tail: str) -> None:
    article = read(framed(f"<div>{H1}<div class='t'>{paragraphs()}{tail}</div></div>"))
    assert article.paragraphs == LINES


def test_a_box_of_the_text_with_a_heading_of_its_own_is_kept() -> None:
    figures = "Sức chứa 60 tấn, điện năng 12 kWh mỗi giờ, bốn lao động trực."
    note = f"<div class='k'><p>Một số con số về kho lạnh của hợp tác xã:</p><p>{figures}</p></div>"
    article = read(framed(f"<div>{H1}<div class='t'>{paragraphs(0, 2)}{note}{paragraphs(2)}</div></div>"))
    assert figures in article.paragraphs
    assert [p for p in article.paragraphs if p in LINES] == list(LINES)


CAPTION = "Kho lạnh mới của hợp tác xã trong ngày khánh thành"


@pytest.mark.parametrize(
    "picture",
    [
        f"<div class='img-box'><div class='img-in'><img src='1.jpg'></div><div class='img-note'>{CAPTION}</div></div>",
        f"<div><a href='/1.jpg'><img src='1.jpg'></a><p>{CAPTION}</p></div>",
        f"<div class='x'><img src='1.jpg'><div class='y'><span>{CAPTION}</span></div></div>",
        f"<section>\n  <p><img src='1.jpg'></p>\n  <p>{CAPTION}</p>\n</section>",
    ],
)
def test_the_line_that_fills_the_box_of_a_picture_is_its_caption(picture: str) -> None:
    article = read(framed(f"<div>{H1}<div class='t'>{paragraphs(0, 2)}{picture}{paragraphs(2)}</div></div>"))
    assert (article.paragraphs, article.captions) == (LINES, (CAPTION,))


@pytest.mark.parametrize(
    ("box", "line"),
    [
        ("<div><div><img src='1.jpg'></div><div>{}</div></div>", LINES[2]),  # a sentence is text
        ("<div><div><img src='1.jpg'></div><div><b>{}</b></div></div>", "Tiết kiệm điện nhờ máy nén mới"),  # a sub-heading
        ("<div><div><img src='1.jpg'></div><div>{}</div><p>" + LINES[3] + "</p></div>", "Gom hàng về kho chung của huyện"),
        ("<div><div>{}</div><div><img src='1.jpg'></div></div>", "Mỗi xã không dựng một kho nhỏ"),  # it stands above the picture
        ("<p><img src='1.jpg'></p><p>{}</p>", "Tiết kiệm điện nhờ máy nén mới"),  # no box of their own
    ],
)
def test_other_lines_beside_a_picture_are_text(box: str, line: str) -> None:
    article = read(framed(f"<div>{H1}<div class='t'>{paragraphs(0, 2)}{box.format(line)}{paragraphs(4)}</div></div>"))
    assert line in article.paragraphs
    assert article.captions == ()


@pytest.mark.parametrize(
    "headline",
    [
        f"<h1 class='caption'>{TITLE}</h1>",
        f"<h2 class='page-caption'>{TITLE}</h2>",
        f"<div class='caption'><h1>{TITLE}</h1></div>",
        f"<h1 class='photo-caption-title'>{TITLE}</h1>",
    ],
)
def test_a_headline_called_caption_is_no_picture_s(headline: str) -> None:
    article = read(framed(f"<div>{headline}<div class='t'>{paragraphs()}</div></div>", title="Hợp tác xã Bình An - Báo Làng"))
    assert (article.title, article.paragraphs) == (TITLE, LINES)


def test_a_lower_heading_called_caption_is_a_picture_s() -> None:
    picture = f"<div><img src='1.jpg'><h5 class='caption'>{CAPTION}</h5></div>"
    article = read(framed(f"<div>{H1}<div class='t'>{paragraphs(0, 2)}{picture}{paragraphs(2)}</div></div>"))
    assert (article.paragraphs, article.captions) == (LINES, (CAPTION,))
