"""Who signs a text outside of its box: above and below it, told by type and place alone."""

from __future__ import annotations

import pytest

from pipelines.reading.reading import read_article
from pipelines.values.article import Article
from pipelines.values.page import Page

TITLE = "Bản Nậm Rốm góp tiền dựng lò sấy mận chung"
PROSE = (
    "Sau hai mùa mưa dài, mười bảy nhà ở bản Nậm Rốm góp mỗi nhà ba triệu đồng để dựng một lò sấy mận dùng chung.",
    "Lò đốt bằng củi vụn và trấu ép, mỗi mẻ được bốn tạ quả tươi, sấy trong mười hai giờ thì xong.",
    "Theo trưởng bản, từ khi có lò, mận rụng sớm không còn phải đổ bỏ ven đường như mọi năm.",
)


def read(above: str, below: str) -> Article:
    prose = "".join(f"<p>{line}</p>" for line in PROSE)
    body = f"<article><h1>{TITLE}</h1>{above}<div class='x'>{prose}</div>{below}</article>"
    return read_article(Page(url=None, body=f"<html><head><title>{TITLE}</title></head><body>{body}</body></html>".encode()))


@pytest.mark.parametrize(
    ("above", "below", "byline", "credit"),
    [
        ("", "<p style='text-align:right'><strong>Mận Chín</strong></p>", "Mận Chín", None),
        ("", "<p align='right'><b>Mận Chín</b> (Theo Báo Vùng Cao)</p>", "Mận Chín", "Theo Báo Vùng Cao"),
        ("", "<p><b>Lò Văn Mận</b></p>", "Lò Văn Mận", None),
        ("", "<p><b>TIN NỔI BẬT</b></p><p>Chợ phiên mở lại sau mưa</p>", None, None),  # a heading of what follows
        ("", "<p>Lò Văn Mận</p>", None, None),  # nothing sets it apart
        ("", "<h3>Lò Văn Mận</h3>", None, None),
        ("<p><b>ThS. Lò Văn Mận - Trưởng phòng Kinh tế huyện</b></p>", "", "ThS. Lò Văn Mận", None),
        ("<p><b>Lò Văn Mận - lão nông của bản</b></p>", "", None, None),  # a person the text speaks of
        ("<div class='meta'><span>Theo TTXVN</span> <span>05/06/2021 09:30</span></div>", "", None, "Theo TTXVN"),
        ("<div class='meta'><span>Nguồn: Báo Vùng Cao</span></div>", "", None, "Nguồn: Báo Vùng Cao"),
        ("<div class='meta'><span>Theo dõi chúng tôi</span></div>", "", None, None),
        ("<div class='meta'><span>12 bình luận</span></div>", "", None, None),
    ],
)
def test_who_signs_outside_of_the_box(above: str, below: str, byline: str | None, credit: str | None) -> None:
    article = read(above, below)
    assert (article.byline, article.credit) == (byline, credit)
    assert article.paragraphs == PROSE
