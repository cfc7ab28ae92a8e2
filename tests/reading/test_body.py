"""What is body: text spread over boxes, doubles, rows of facts, anchors and links in prose, live entries, notices of a file."""

from __future__ import annotations

import pytest

from pipelines.values.article import NotArticle
from tests.reading.made_pages import H1, LINES, RELATED, TITLE, body_of, framed, paragraphs, read, story

SEEN = list(LINES)
DIVS = paragraphs(0, 2, "div")
OTHER = "Phiên chợ đêm đầu tiên mở từ sáu giờ tối tới mười giờ đêm, bán đủ thứ quà quê và đồ đan lát của các hộ trong làng."
OTHER_2 = "Ban tổ chức bố trí chỗ gửi xe miễn phí cùng đội trật tự gồm thanh niên tình nguyện của ba thôn lân cận."


def in_art(inside: str) -> str:
    return framed(f"<div class='art'>{H1}<div class='date'>05/06/2024</div>{inside}{RELATED}</div>")


def in_body(inside: str) -> str:
    return in_art(f"<div class='body'>{inside}</div>")


@pytest.mark.parametrize(
    "page",
    [
        in_body(f"{DIVS}<div>{paragraphs(2, None, 'div')}</div>"),
        in_body(f"{paragraphs(0, 2)}<section><img src='a.jpg'>{paragraphs(2)}</section>"),
        in_body(f"{paragraphs(0, 2)}<div><div>{paragraphs(2)}</div></div>"),
        in_body(f"<div>{paragraphs(0, 4)}</div>{paragraphs(4)}"),
        in_body(f"{paragraphs(0, 2)}<div>{paragraphs(2, 4)}<div>{paragraphs(4)}</div></div>"),
        in_body(f"{paragraphs(0, 2)}<blockquote>{paragraphs(2)}</blockquote>"),
        in_body(f"<table><tr><td>{paragraphs(0, 2)}<table><tr><td>{paragraphs(2)}</td></tr></table></td></tr></table>"),
        in_body("<br><br>".join(LINES[:2]) + "<div>" + "<br><br>".join(LINES[2:]) + "</div>"),
        in_art(f"<div class='phan'>{paragraphs(0, 2)}</div><div class='phan'>{paragraphs(2)}</div>"),
        in_art(f"<div class='dau'>{paragraphs(0, 2)}</div><div class='cuoi'>{paragraphs(2)}</div>"),
        in_art(f"<div>{paragraphs(0, 2)}</div><div class='ads-1'><a href='/q'>Quảng cáo</a></div><div>{paragraphs(2)}</div>"),
        in_art(
            f"<div class='row'><div class='c'>{paragraphs(0, 3)}</div></div><div class='row'><div class='c'>{paragraphs(3)}</div></div>"
        ),
    ],
)
def test_text_spread_over_boxes_is_one_body(page: str) -> None:
    article = read(page)
    assert (article.title, body_of(article)) == (TITLE, SEEN)
    assert len(article.related) == 2


@pytest.mark.parametrize(
    "beside",
    [
        f"<div class='c4'><h3>Về chúng tôi</h3><p>{OTHER}</p><p>{OTHER_2}</p></div>",
        f"<div class='art2'><h2><a href='/x'>Hội làng mở phiên chợ đêm đầu tiên</a></h2><p>{OTHER}</p><p>{OTHER_2}</p></div>",
        f"<div class='yk'><h3>Bình luận (2)</h3><div><b>Hùng</b><p>{OTHER}</p></div><div><b>Mai</b><p>{OTHER_2}</p></div></div>",
        f"<div class='bl'><i>Hùng</i><p>{OTHER}</p><a href='#'>Trả lời</a></div><div class='bl'><i>Mai</i><p>{OTHER_2}</p></div>",
        f"<p>{OTHER}</p>",  # one line alone is a notice
        f"<form><p>{OTHER}</p><p>{OTHER_2}</p><input name='a'></form>",
        "<div class='c4'><table><tr><td>Chè khô</td><td>8,1</td></tr><tr><td>Chè tươi</td><td>7,9</td></tr></table></div>",
    ],
)
def test_what_stands_beside_the_body_is_none_of_it(beside: str) -> None:
    for page in (
        framed(story(paragraphs()) + beside),
        framed(f"<div class='row'><div class='c8'>{story(paragraphs())}</div>{beside}</div>"),
    ):
        assert body_of(read(page)) == SEEN


@pytest.mark.parametrize(
    "page",
    [
        framed(story(paragraphs() + RELATED) + f"<div class='modal' id='in'>{H1}{paragraphs()}</div>"),
        framed(story(paragraphs()) + story(paragraphs(), "<div class='mobile'>")),
        framed(f"<div class='amp-view'>{H1}{paragraphs()}</div>" + story(paragraphs())),
        framed(f"<div class='print-area'>{H1}{paragraphs()}</div>" + story(paragraphs())),
        framed(f"<div class='art'>{H1}<div class='v1'>{paragraphs()}</div><div class='v2'>{paragraphs()}</div></div>"),
        framed(f"<div class='art'>{H1}<div class='short'>{paragraphs(0, 2)}</div><div class='full'>{paragraphs()}</div></div>"),
        framed(f"<div class='art'>{H1}<div class='full'>{paragraphs()}</div><div class='short'>{paragraphs(0, 3)}</div></div>"),
    ],
)
def test_a_text_that_stands_twice_on_a_page_is_read_once(page: str) -> None:
    article = read(page)
    assert (article.title, body_of(article)) == (TITLE, SEEN)


def test_steps_that_repeat_within_a_text_stay() -> None:
    step = "Hồ sơ gồm đơn theo mẫu, bản sao giấy chứng nhận và bản vẽ mặt bằng của cơ sở xin được hỗ trợ."
    term = "Thời hạn giải quyết là mười lăm ngày làm việc kể từ khi nhận đủ hồ sơ hợp lệ của cơ sở."
    tasks = "".join(f"<div><p>Việc {number}: {line}</p><p>{step}</p><p>{term}</p></div>" for number, line in enumerate(LINES))
    article = read(in_body(tasks))
    assert [body_of(article).count(line) for line in (step, term)] == [6, 6]


FACTS = (
    ("Tên đề án", "Kho lạnh chung cho vải thiều"),
    ("Thời gian", "2023 - 2025"),
    ("Phạm vi", "Toàn huyện"),
    ("Kinh phí", "2,4 tỷ đồng"),
)
TABLE = "<table>" + "".join(f"<tr><td>{name}</td><td>{value}</td></tr>" for name, value in FACTS) + "</table>"


@pytest.mark.parametrize(
    "facts",
    [
        TABLE,
        f"<div class='thong-tin'>{TABLE}</div>",
        "<ul>" + "".join(f"<li><b>{name}:</b> {value}</li>" for name, value in FACTS) + "</ul>",
        "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in FACTS) + "</dl>",
        f"<ul class='tabs'><li><a href='#a'>Chung</a></li><li><a href='#b'>Tin</a></li></ul><div class='tab-pane' id='a'>{TABLE}</div>",
    ],
)
def test_short_rows_of_facts_above_the_prose_are_body(facts: str) -> None:
    article = read(framed(f"<div class='art'>{H1}{facts}<div class='body'>{paragraphs()}</div></div>"))
    text = " ".join(body_of(article))
    assert article.title == TITLE
    assert [value for _, value in FACTS if value not in text] == []
    assert [line for line in SEEN if line not in text] == []


@pytest.mark.parametrize(
    "meta",
    [
        "<ul class='info'><li>Ngày đăng: 12/03/2024</li><li>Lượt xem: 1234</li><li>Tác giả: Lê Nam</li></ul>",
        "<table><tr><td>Ngày đăng</td><td>12/03/2024</td></tr><tr><td>Lượt xem</td><td>321</td></tr></table>",
        "<p>Sản vật quê nhà</p><p>Bản tin số 12</p>",
    ],
)
def test_what_is_said_of_the_page_above_the_prose_is_no_fact(meta: str) -> None:
    assert body_of(read(framed(f"<div class='art'>{H1}{meta}<div class='body'>{paragraphs()}</div></div>"))) == SEEN


def each(markup: str, only: tuple[int, ...] = tuple(range(6))) -> str:
    return "".join(markup.format(line, number) if number in only else f"<p>{line}</p>" for number, line in enumerate(LINES))


@pytest.mark.parametrize(
    "inside",
    [
        each("<p><a name='b{1}'>{0}</a></p>"),
        each("<p><a id='b{1}'>{0}</a></p>"),
        each("<a name='b{1}'><p>{0}</p></a>"),
        each("<p><a>{0}</a></p>"),
        each("<p><a href='' name='x'>{0}</a></p>"),
        each("<p><a name='_Toc{1}'></a><a name='_GoBack'>{0}</a></p>", (1, 4)),
        each("<p><a class='x'>{0}</a></p>", (0, 2, 5)),
        f"<a name='top'>{paragraphs()}",
        f"<a href='#top'>{paragraphs()}",
        f"<a href='/tin.html'>{paragraphs()}",
        each("<p><a href='/van-ban/{1}'>{0}</a></p>", (2,)),
        each("<p><a href='/van-ban/{1}'>{0}</a></p>", (0, 3)),
        each("<p><a href='/van-ban/{1}'>{0}</a></p>", (5,)),
    ],
)
def test_anchors_around_prose(inside: str) -> None:
    article = read(framed(story(inside)))
    assert (article.title, body_of(article), article.related) == (TITLE, SEEN, ())


@pytest.mark.parametrize(
    "link",
    [
        "<p><a href='/9'>Huyện mở hội chợ nông sản đầu mùa ở trung tâm</a></p>",
        "<p><a>Huyện mở hội chợ nông sản đầu mùa ở trung tâm</a></p>",  # a link that a script makes
        "<div class='the'><a href='/9'><h4>Huyện mở hội chợ nông sản đầu mùa ở trung tâm</h4><p>" + OTHER + "</p></a></div>",
        f"<p><a href='/9'>Huyện mở hội chợ nông sản đầu mùa ở trung tâm</a></p><p><a href='/9'>{OTHER}</a></p>",
    ],
)
def test_a_linked_headline_within_the_text_is_another_story(link: str) -> None:
    article = read(framed(story(paragraphs(0, 2) + link + paragraphs(2))))
    assert body_of(article) == SEEN
    assert article.related[0] == "Huyện mở hội chợ nông sản đầu mùa ở trung tâm"


@pytest.mark.parametrize(
    ("words", "end", "body"), [(20, ".", True), (19, ".", False), (20, "", False), (20, "...", False), (20, "?", False)]
)
def test_when_a_linked_paragraph_is_prose(words: int, end: str, body: bool) -> None:
    line = "Các " + " ".join(["hộ"] * (words - 1)) + end
    article = read(framed(story(f"{paragraphs(0, 2)}<p><a href='/9'>{line}</a></p>{paragraphs(2)}")))
    assert (line in body_of(article)) is body


@pytest.mark.parametrize(
    "entry",
    [
        "<h3>{1}:15</h3><p>{0}</p>",
        "<div class='muc'><h4>{1}h15</h4><p>{0}</p></div>",
        "<div class='muc'><a href='#e{1}'>{1}:15</a><div>{0}</div></div>",
        "<div class='muc'><time>{1}:15</time><h3>Chuyện thứ {1} của buổi lễ</h3><div>{0}</div></div>",
        "<div class='muc'><h3><a href='#e{1}'>{1}:15 ngày 4/6/2024</a></h3><div>{0}</div></div>",
    ],
)
def test_entries_of_a_live_report(entry: str) -> None:
    article = read(framed(story("".join(entry.format(line, 8 + number) for number, line in enumerate(LINES)))))
    assert article.title == TITLE
    assert [line for line in body_of(article) if line in SEEN] == SEEN


NOTICE = "Thông báo lịch nghỉ lễ của bộ phận một cửa"


@pytest.mark.parametrize(
    ("below", "text"),
    [
        ("<p>Xem chi tiết tại <a href='/f/tb.pdf'>file đính kèm</a></p>", ("Xem chi tiết tại file đính kèm",)),
        ("<span>12/03/2022</span><div><p>Kính mời xem: <a href='/f/tb.docx'>TB 12</a></p></div>", ("Kính mời xem: TB 12",)),
        (
            "<p>Kính gửi các hộ kinh doanh.</p><p>Nội dung: <a href='/tb.xlsx'>danh sách</a>.</p>",
            ("Kính gửi các hộ kinh doanh.", "Nội dung: danh sách."),
        ),
        ("<p><a href='/f/tb.rar'>TB 12.rar</a></p>", ()),
        (
            "<div itemprop='articleBody' class='font-size-text'><p>Xem tại <em><a href='/tb.pdf'>TB.pdf</a></em></p></div>",
            ("Xem tại TB.pdf",),
        ),
    ],
)
def test_a_notice_that_points_to_a_file(below: str, text: tuple[str, ...]) -> None:
    article = read(framed(f"<div><h1>{NOTICE}</h1>{below}</div>{RELATED}", title=NOTICE))
    assert (article.title, article.paragraphs, len(article.attachments)) == (NOTICE, text, 1)
    assert article.flags == (() if text else ("headline_only",))


@pytest.mark.parametrize(
    "below",
    [
        "<p>Xem tại đây.</p>",
        "<p><a href='/tb.html'>Xem tại đây</a></p>",
        "<p><a href='/1.html'>Thông báo số một của tổ</a> <a href='/1.pdf'>tệp</a></p>" * 3,
        "<p>Quyết định số 4 <a href='/4.pdf'>Tải về</a></p>" * 3,
        "<h3>Văn bản mới</h3><p>Quyết định số 4 <a href='/4.pdf'>Tải về</a></p>",
        f"{RELATED}<p>Quyết định số 4 <a href='/4.pdf'>Tải về</a></p>",
    ],
)
def test_what_is_no_notice(below: str) -> None:
    with pytest.raises(NotArticle):
        read(framed(f"<div><h1>{NOTICE}</h1>{below}</div>", title=NOTICE))
