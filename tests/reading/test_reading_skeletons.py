"""Frames of pages as Vietnamese content systems print them, none of them a layout's own: one story must come out of each unchanged."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from pipelines.reading.reading import read_article
from pipelines.values.page import Page
from tests.paths import GOLDENS

TITLE = "Làng rèn bên sông nhận máy dập mới từ nguồn khuyến công"
LEAD = "Hai mươi hộ làm nghề rèn ở làng ven sông vừa được bàn giao máy dập thủy lực, đỡ hẳn phần việc nặng nhọc nhất trong ngày."
BODY = (
    "Sáng mồng bảy, xe tải chở sáu chiếc máy dập về đến đầu làng, thợ rèn cả xóm kéo ra xem rồi cùng nhau khuân vào xưởng chung.",
    "Ông trưởng làng nghề kể, trước đây mỗi lưỡi cày phải quai búa cả buổi, nay máy dập chỉ mất chừng mười phút là xong phôi.",
    "Trung tâm khuyến công huyện góp 300 triệu đồng, phần còn lại do các hộ tự lo, ai góp nhiều thì được dùng máy nhiều hơn.",
    "Đến cuối năm, hợp tác xã của làng dự tính mở thêm một lớp dạy nghề cho thanh niên, học xong có thể ở lại làm cho xưởng.",
)
OTHERS = ("Chợ đồ sắt phiên cuối năm đông khách bất ngờ", "Xã bên mở lớp dạy nghề đan lát cho phụ nữ", "Giá than rèn tăng nhẹ đầu mùa mưa")
IMPRINT = "Cơ quan chủ quản: Ủy ban nhân dân huyện ven sông. Giấy phép số 11/GP-TTĐT do Sở cấp ngày 02/03/2015."
ITEMS = "".join(f"<div class='it'><a href='/m{i}.html'>{t} đợt hai</a><span>1{i}/05/2024</span></div>" for i, t in enumerate(OTHERS * 3))
PARTS = {
    "T": TITLE,
    "L": LEAD,
    **{str(n): text for n, text in enumerate(BODY, 1)},
    "PS": "".join(f"<p>{text}</p>" for text in BODY),
    "R": "".join(f'<li><a href="/tin/{i}.html">{text}</a></li>' for i, text in enumerate(OTHERS)),
    "MENU": "<ul class='m'><li><a href='/'>Trang chủ</a></li><li><a href='/gt'>Giới thiệu</a></li><li><a href='/lh'>Liên hệ</a></li></ul>",
    "FOOT": f"<div class='chan'><p>{IMPRINT}</p><p>Điện thoại: 0200 000 000 - Email: bbt@huyen.example</p></div>",
    "SIDE": f"<div class='cot'><div class='td'>Tin mới nhất</div>{ITEMS}</div>",
}
ROWS = {"tables in the body": ("Xã | Số máy", "Xã Thượng | 4")}  # between the second and the third paragraph


class Frame(NamedTuple):
    name: str
    byline: str | None
    credit: str | None
    html: str


def frames() -> list[Frame]:
    sections = (GOLDENS / "skeletons.txt").read_text(encoding="utf-8").split("=== ")[1:]
    found = []
    for section in sections:
        head, _, html = section.partition("\n")
        name, byline, credit = (part.strip() for part in head.split("|"))
        for key, value in PARTS.items():
            html = html.replace("{" + key + "}", value)
        found.append(Frame(name, byline or None, credit or None, html))
    return found


FRAMES = frames()


def test_there_are_many_frames() -> None:
    assert len({frame.name for frame in FRAMES}) == len(FRAMES) >= 35


@pytest.mark.parametrize("layouts", [True, False])
@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_the_story_comes_out_of_its_frame(frame: Frame, layouts: bool) -> None:
    page = Page(url="http://huyen.example/tin/lang-ren.html", body=frame.html.encode(), fetched_at="2024-06-03T03:15:00+00:00")
    article = read_article(page, layouts=layouts)
    assert article.title == TITLE
    assert [article.lead, *article.paragraphs] == [LEAD, *BODY[:2], *ROWS.get(frame.name, ()), *BODY[2:]]
    assert (article.published or "")[:10] == "2024-05-07"
    assert (article.byline, article.credit) == (frame.byline, frame.credit)
