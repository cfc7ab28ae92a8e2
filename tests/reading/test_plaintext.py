"""Pages saved as plain text: headline, lead, captions, body, byline, credit and related headlines, with the boilerplate still inside."""

# ruff: noqa: E501 - pages of plain text have long lines
import json

import pytest

from pipelines.reading.reading import read_article
from pipelines.text.normal import normalise
from pipelines.values.article import NotArticle
from pipelines.values.page import Page
from tests.paths import SEEDS

SAVED = """Nhà cái uy tín - nổ hũ đổi thưởng số 1

Thứ tư 03/01/2024 07:15

Huyện miền núi mở xưởng chế biến chè sạch

Sau hai năm chuẩn bị, hợp tác xã của huyện đã đưa vào hoạt động xưởng chế biến chè với dây chuyền mới và vùng nguyên liệu riêng.
Công nhân vận hành máy sao chè trong xưởng mới của hợp tác xã

Từ vườn đến xưởng

Theo lãnh đạo hợp tác xã, toàn bộ nguyên liệu được thu mua của các hộ trong xã theo giá nhỉnh hơn ngoài chợ, nhờ vậy bà con yên tâm chăm sóc vườn.

Xưởng có công suất hai tấn búp tươi một ngày và tạo việc làm ổn định cho hơn ba mươi lao động, phần lớn là phụ nữ người địa phương.
Minh Tâm

Tin cùng chuyên mục

Bản làng vùng cao đón điện lưới quốc gia

Hội chợ hàng thủ công khai mạc cuối tuần này
"""


def read_saved(text: str):
    return read_article(Page(url=None, body=text.encode(), headers={"content-type": "text/plain"}))


def test_saved_page_is_taken_apart() -> None:
    article = read_saved(SAVED)
    assert article.title == "Huyện miền núi mở xưởng chế biến chè sạch"
    assert article.site_title == "Nhà cái uy tín - nổ hũ đổi thưởng số 1"
    assert article.flags == ("hijacked_site_title",)
    assert article.lead is not None
    assert article.lead.startswith("Sau hai năm chuẩn bị")
    assert article.captions == ("Công nhân vận hành máy sao chè trong xưởng mới của hợp tác xã",)
    assert [p.split()[0] for p in article.paragraphs] == ["Từ", "Theo", "Xưởng"]
    assert article.byline == "Minh Tâm"
    assert article.related == ("Bản làng vùng cao đón điện lưới quốc gia", "Hội chợ hàng thủ công khai mạc cuối tuần này")
    assert article.published is None
    assert article.language == "vi"


def test_credit_line_is_no_paragraph() -> None:
    article = read_saved(SAVED.replace("Minh Tâm", "Theo Báo Vùng Cao điện tử"))
    assert article.credit == "Theo Báo Vùng Cao điện tử"
    assert article.byline is None
    assert len(article.paragraphs) == 3


def test_text_without_prose_is_empty() -> None:
    for text in ("", "\n\n", "Trang chủ\nLiên hệ\n", "Chỉ có một dòng ngắn"):
        with pytest.raises(NotArticle) as caught:
            read_saved(text)
        assert caught.value.reason == "empty"


@pytest.mark.parametrize("number", [0, 1])
def test_founding_documents(number: int) -> None:
    if not SEEDS.is_dir():
        pytest.skip("../shared/seeds is not here")
    wanted = json.loads((SEEDS / f"seed-{number}.json").read_text(encoding="utf-8"))
    text = (SEEDS / wanted["file"]).read_text(encoding="utf-8")
    numbered = dict(enumerate(text.split("\n")))
    article = read_saved(text)

    def lines(key: str) -> list[str]:
        return [normalise(numbered[i]) for i in wanted[key]]

    assert article.title == wanted["title"]
    assert article.site_title == wanted["site_title"]
    assert article.lead == normalise(numbered[wanted["lead_line"]])
    assert list(article.captions) == lines("caption_lines")
    assert list(article.paragraphs) == lines("body_lines")
    assert article.byline == wanted["byline"]
    assert article.credit == wanted["credit"]
    assert list(article.related) == lines("related_lines")
    assert list(article.flags) == wanted["flags"]
    assert article.published is None


def test_markup_served_as_plain_text_is_read_as_markup() -> None:
    prose = "<p>Xã vùng cao vừa khánh thành xưởng sấy chè chạy bằng điện mặt trời, phục vụ hơn hai trăm hộ trồng chè trong vùng.</p>" * 3
    html = f"<!DOCTYPE html>\n<html><body><article><h1>Xã vùng cao có xưởng sấy chè</h1>{prose}</article></body></html>"
    article = read_saved(html)
    assert article.title == "Xã vùng cao có xưởng sấy chè"
    assert "<p>" not in article.text
