"""Leads wherever a template prints them, captions that are none, headlines printed twice, datelines and stamps of places."""

from __future__ import annotations

import pytest
from lxml.html import fragment_fromstring

from pipelines.html.blocks import walk_blocks
from pipelines.reading.leads import caption_tells_story, repeats_headline
from pipelines.reading.signing.datelines import dateline_of
from tests.reading.page_lines import line, said
from tests.reading.story_pages import BODY, LEAD, P1, P2, TITLE, framed, made, read

SCENES = [
    "Toàn cảnh xưởng sấy mận chạy bằng nắng của hợp tác xã Nà Lìn, nơi mỗi mẻ sấy được gần một tấn quả tươi.",
    "Công nhân đang xếp mận lên khay ở xưởng sấy của hợp tác xã Nà Lìn, xã Vùng Cao, vào sáng thứ hai vừa qua.",
    "Ông Lò Văn Mận (thứ hai từ trái sang) cùng các hộ trong bản nhận máy sấy mới vào sáng thứ hai vừa qua.",
    f"{LEAD} Ảnh: Lò Mận",
    "Xưởng sấy mận ở bản Nà Lìn.",
    LEAD.rstrip("."),
]


def figure(caption: str) -> str:
    return f"<figure class='lead-figure'><img src='a.jpg'><figcaption>{caption}</figcaption></figure>"


@pytest.mark.parametrize(
    "picture",
    [
        figure(LEAD),
        figure(f"<p class='caption'>{LEAD}</p>"),
        f"<div class='pic'><img src='a.jpg'><div class='caption'>{LEAD}</div></div>",
        f"<div class='wp-caption'><img src='a.jpg'><p class='wp-caption-text'>{LEAD}</p></div>",
    ],
)
def test_a_caption_that_tells_the_story_is_the_lead_where_there_is_no_other(picture: str) -> None:
    found = read(made(top=picture))
    assert (found.lead, found.captions, found.paragraphs) == (LEAD, (), BODY)
    sapo = "Xưởng sấy đầu tiên của huyện đã chạy thử mẻ thứ ba cho các hộ trong bản và cho kết quả tốt."
    for page in (made(top=f"<p class='sapo'>{sapo}</p>{picture}"), made(top=picture, first=f"<p><b>{sapo}</b></p>")):
        other = read(page)
        assert (other.lead, other.captions, other.paragraphs) == (sapo, (LEAD,), BODY)


@pytest.mark.parametrize("caption", SCENES)
def test_a_caption_that_describes_the_picture_stays_a_caption(caption: str) -> None:
    found = read(made(top=figure(caption)))
    assert (found.lead, found.captions, found.paragraphs) == (None, (caption,), BODY)


def test_a_caption_within_the_text_is_no_lead() -> None:
    found = read(made(first=figure(LEAD)))
    assert (found.lead, found.captions, found.paragraphs) == (None, (LEAD,), BODY)


@pytest.mark.parametrize(("words", "tells"), [(17, False), (18, True), (150, True), (151, False)])
def test_how_long_a_lead_in_a_caption_is(words: int, tells: bool) -> None:
    assert caption_tells_story(line(said(words, "."), kind="caption")) is tells
    assert not caption_tells_story(line(said(words), kind="caption"))


@pytest.mark.parametrize(
    "box",
    [
        f"<div class='brief'><p><span>{LEAD}</span></p></div>",
        f"<div class='hd-text'>{LEAD}</div>",
        f"<p><b>{LEAD}</b></p>",
        f"<h2>{LEAD}</h2>",
        f"<table><tr><td><img src='a.jpg'></td><td>{LEAD}</td></tr></table>",
        f"<table><tr><td>{LEAD}</td></tr></table>",
    ],
)
def test_a_lead_in_a_box_of_its_own_under_the_headline(box: str) -> None:
    known, unknown = read(framed(box)), read(made(top=box))
    assert (known.layout, unknown.layout) == ("schema-org", "generic")
    for found in (known, unknown):
        assert (found.lead, found.paragraphs) == (LEAD, BODY)


@pytest.mark.parametrize(
    "box",
    [
        "<div class='notice'>Chào mừng bạn đến với cổng của huyện vùng cao, nơi đăng tin tức và văn bản mới mỗi ngày.</div>",
        "<div class='k'><a href='#'>Đọc bài</a> <a href='#'>Lưu</a></div>",
        "<div class='k'><a href='/'>Trang chủ</a> / <a href='/t'>Tin tức của huyện và các xã vùng cao trong tỉnh miền núi</a></div>",
        "<div class='k'>Thứ ba, 12/03/2024 08:15</div>",
        f"<h2>{TITLE.upper()}</h2>",
    ],
)
def test_what_else_stands_under_a_headline_is_no_lead(box: str) -> None:
    for page in (framed(box), made(top=box)):
        found = read(page)
        assert (found.lead, found.paragraphs) == (None, BODY)


def test_an_author_under_the_headline_of_a_known_family() -> None:
    for lead in ("", f"<div class='sapo'>{LEAD}</div>"):
        found = read(framed(f"<div class='author'>Lò Mận</div>{lead}"))
        assert (found.byline, found.lead, found.paragraphs) == ("Lò Mận", LEAD if lead else None, BODY)


@pytest.mark.parametrize(
    "opening",
    [
        f"<table><tr><td><img src='a.jpg'></td><td><b>{LEAD}</b></td></tr></table>",
        f"<table><tr><td><img src='a.jpg'></td></tr><tr><td><b>{LEAD}</b></td></tr></table>",
        f"<table><tr><td>{LEAD}</td></tr></table>",
        f"<p><b class='lv_description'>{LEAD}</b></p>",
        f"<div class='intro'>{LEAD}</div>",
        "<p><b class='lv_description'>Một vụ mận không lo mưa</b></p>",
    ],
)
def test_a_lead_that_opens_the_text_in_a_cell_or_under_its_name(opening: str) -> None:
    found = read(made(first=opening))
    assert found.lead in (LEAD, "Một vụ mận không lo mưa")
    assert (found.captions, found.paragraphs) == ((), BODY)


def test_what_opens_the_text_without_being_a_lead() -> None:
    short = "Một vụ mận không lo mưa"
    assert read(made(first=f"<p><b>{short}</b></p>")).paragraphs == (short, *BODY)
    caption = "Mẻ mận vừa ra lò ở bản Nà Lìn"
    table = f"<table><tr><td><img src='a.jpg'></td></tr><tr><td align='center'><i>{caption}</i></td></tr></table>"
    found = read(made(first=table))
    assert (found.lead, found.captions, found.paragraphs) == (None, (caption,), BODY)


def test_a_name_of_leads_around_a_whole_text_means_something_else() -> None:
    page = made().replace("class='noi-dung'", "class='description'")
    assert (read(page).lead, read(page).paragraphs) == (None, BODY)


@pytest.mark.parametrize(
    ("text", "marks", "again"),
    [
        (TITLE, {}, True),
        ("Xưởng sấy mận chạy bằng nắng", {"align": "center"}, True),
        ("XƯỞNG SẤY MẬN CHẠY BẰNG NẮNG", {}, True),
        ("Lò sấy mận chạy bằng nắng vùng cao", {"kind": "heading"}, True),
        ("Xưởng sấy mận chạy bằng nắng", {}, False),
        ("Xưởng sấy mận chạy bằng nắng.", {"align": "center"}, False),
        ("Kinh nghiệm từ một vụ mận", {"align": "center"}, False),
        ("Xưởng sấy mận", {"align": "center"}, False),
    ],
)
def test_a_headline_printed_again(text: str, marks: dict[str, str], again: bool) -> None:
    assert repeats_headline(line(text, **marks), TITLE) is again
    assert not repeats_headline(line(text, **marks), None)


def test_a_page_printed_twice_has_its_lead_once() -> None:
    size = "<div class='k'><span>Xem cỡ chữ:</span> A A</div>"
    found = read(made(first=f"{size}<p><b>{LEAD}</b></p>"))
    assert (found.lead, found.paragraphs) == (LEAD, BODY)


@pytest.mark.parametrize(
    ("markup", "text", "stamps"),
    [
        ("<p><span class='location-stamp'>Hà Nội</span>Nếu trạm yếu</p>", "Hà Nội Nếu trạm yếu", ["Hà Nội"]),
        ("<p> <b>TP HCM</b>Giá thuê</p>", "TP HCM Giá thuê", ["TP HCM"]),
        ("<p><span>Huế</span><span>Sáng 12/3</span></p>", "Huế Sáng 12/3", ["Huế"]),
        ("<p><i><b>TP.HCM</b>Nhiều hộ</i> làm</p>", "TP.HCM Nhiều hộ làm", ["TP.HCM"]),
        ("<p><b>HÀ NỘI</b>Sáng nay</p>", "HÀ NỘI Sáng nay", ["HÀ NỘI"]),
        ("<p><span class='place'>Nga</span> Giá dầu</p>", "Nga Giá dầu", ["Nga"]),
        ("<p><span class='location-stamp'><i>HÀ NỘI</i> - </span>Cặp đựng tiền</p>", "HÀ NỘI - Cặp đựng tiền", ["HÀ NỘI"]),
        ("<p><b>Hà Nội</b> Nếu trạm</p>", "Hà Nội Nếu trạm", []),
        ("<p><b>Viet</b>Nam Steel</p>", "VietNam Steel", []),
        ("<p><b>TP</b>HCM mở chợ</p>", "TPHCM mở chợ", []),
        ("<p><b>N</b>ếu trạm</p>", "Nếu trạm", []),
        ("<p><i>Vn</i>Express</p>", "VnExpress", []),
        ("<p>Ở <b>Viet</b>Nam</p>", "Ở VietNam", []),
    ],
)
def test_a_stamp_stands_apart_from_the_first_word(markup: str, text: str, stamps: list[str]) -> None:
    walk = walk_blocks(fragment_fromstring(f"<div>{markup}</div>"))
    assert ([block.text for block in walk.blocks], walk.stamps) == ([text], stamps)


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("(Hà Nội) - Sáng 12/3, huyện bàn giao máy.", "Hà Nội"),
        ("(TTXVN/Nghệ An) Ngày 12/3 huyện bàn giao máy.", "TTXVN/Nghệ An"),
        ("TTXVN/Huế – Sáng 12/3, huyện bàn giao máy.", "TTXVN/Huế"),
        ("TP HCM – Nhiều hộ góp vốn mua máy.", "TP HCM"),
        ("HÀ NỘI (TTXVN) - Ngày 3/4 Bộ ra văn bản.", "HÀ NỘI (TTXVN)"),
        ("Cần Thơ, ngày 5 tháng 3 - Sở bàn giao máy.", "Cần Thơ"),
        ("Hà Nội, 12/3 - Theo Bộ Công Thương, giá tăng.", "Hà Nội"),
        ("(Dân trí) - Giá than tăng.", "Dân trí"),
        ("(VLO) Sáng nay, huyện bàn giao máy.", "VLO"),
        ("VOV.VN - Người dân chờ điện.", "VOV.VN"),
        ("Việt Nam – Lào ký kết hiệp định.", None),
        ("Hà Nội - Hải Phòng mở tuyến xe.", None),
        ("Nguyễn Văn Mẫu – Giám đốc xưởng nói.", None),
        ("Nguyễn Văn Mẫu – Người giữ lửa nghề rèn.", None),
        ("Bún khô Nà Lìn – Các hộ chờ máy.", None),
        ("Sở Công Thương – Ngày 12/3, sở họp.", None),
        ("Hà Nội – trái tim của cả nước.", None),
        ("Nà Lìn – các hộ trong bản chờ máy.", None),
        ("Ông Lò Mận - Chủ tịch hội, cho biết.", None),
        ("(Ảnh: Lò Mận) - Các hộ nhận máy.", None),
        ("(1) Các tổ chức được hỗ trợ.", None),
        ("(Tiếp theo) Các hộ nhận máy.", None),
        ("Ngày 3/4 - Các hộ nhận máy.", None),
        ("Các hộ trong bản - Người dân chờ điện.", None),
        ("", None),
    ],
)
def test_datelines(opening: str, dateline: str | None) -> None:
    assert dateline_of(opening) == dateline


def test_a_dateline_is_a_field_and_stays_in_the_text() -> None:
    opened = f"Nghệ An - {'Sáng 12/3, huyện bàn giao máy sấy cho mười hai hộ trong bản và dạy cách dùng.'}"
    assert [read(page).dateline for page in (made(top=f"<p class='sapo'>{opened}</p>"), made(first=f"<p>{opened}</p>"))] == ["Nghệ An"] * 2
    assert read(made(first=f"<p>{opened}</p>")).paragraphs[0] == opened
    stamp = f"<p class='description'><span class='location-stamp'>Nghệ An</span>{LEAD}</p>"
    for page in (made(top=stamp), framed(stamp)):
        assert (read(page).dateline, read(page).lead) == ("Nghệ An", f"Nghệ An {LEAD}")
    assert read(made()).dateline is None
    assert read(made().replace(f"<p>{P2}</p>", f"<p>Nghệ An - {P2}</p>")).paragraphs[0] == P1
