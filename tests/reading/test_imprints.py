"""Imprints and sentences that begin with the same words; a short article beside longer teasers; names in brackets below a text."""

from __future__ import annotations

import pytest

from pipelines.html.markers import is_imprint
from pipelines.reading.reading import read_article
from pipelines.values.article import NotArticle
from pipelines.values.page import Page
from tests.reading.made_pages import H1, LINES, TITLE, framed, paragraphs, read

SENTENCES = (
    "Giám đốc hợp tác xã Bình An chia sẻ, để có lô hàng mẫu đầu tiên, bà con phải bỏ hẳn thuốc cỏ và ghi nhật ký từng thửa vườn.",
    "Chào mừng Đại hội Đảng bộ, các cơ sở trong cụm công nghiệp thi đua hoàn thành kế hoạch sản xuất trước thời hạn hai tháng.",
    "Điện thoại thông minh giúp bà con bán hàng qua mạng, mỗi phiên phát trực tiếp bán được vài tạ nông sản của hợp tác xã.",
    "Cổng thông tin điện tử của tỉnh vừa mở chuyên mục hỏi đáp cho doanh nghiệp, mỗi câu hỏi được trả lời trong ba ngày.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_no_imprint_whatever_it_begins_with(sentence: str) -> None:
    assert not is_imprint(sentence)


@pytest.mark.parametrize(
    "line",
    [
        "Địa chỉ: Số 12 đường Lê Lợi, phường Trung Tâm, thành phố Tân Hà, tỉnh Tân Hà, cạnh bưu điện trung tâm của tỉnh.",
        "Giám đốc trung tâm chịu trách nhiệm nội dung là ông Nguyễn Văn An, mọi góp ý gửi về phòng hành chính của trung tâm.",
        "Bản quyền thuộc về Sở Công Thương tỉnh Tân Hà, mọi sao chép phải được sự đồng ý bằng văn bản của ban biên tập.",
        "Tòa soạn đặt tại số 5 phố Mới, bạn đọc góp ý xin gọi 0219 388 2211 hoặc gửi thư về hộp thư của ban biên tập.",
        "Chào mừng quý khách đến với trang thông tin của huyện vùng cao, nơi đăng tin tức và văn bản mới mỗi ngày.",
        "Chúng tôi sử dụng cookie để trang chạy tốt hơn, tiếp tục truy cập nghĩa là bạn đồng ý với chính sách của trang.",
        "Giám đốc Sở",
        "Tổng Biên tập",
    ],
)
def test_an_imprint_stays_one_however_long(line: str) -> None:
    assert is_imprint(line)


def test_a_text_of_such_sentences_is_read_whole() -> None:
    article = read(framed(f"<div class='a'>{H1}<div class='b'>{''.join(f'<p>{s}</p>' for s in SENTENCES)}</div></div>"))
    assert (article.title, article.paragraphs) == (TITLE, SENTENCES)


def test_a_notice_of_cookies_is_no_text() -> None:
    note = "Website này sử dụng cookie để ghi nhớ lựa chọn của bạn, tiếp tục truy cập nghĩa là bạn đồng ý với các điều khoản của trang."
    box = f"<div class='x'><p>{note}</p><button>Đồng ý</button></div>"
    about = "<div class='y'><h3>Về chúng tôi</h3><p>Trang ra đời năm 2015 để giới thiệu hàng thủ công của bà con đến bạn bè.</p></div>"
    article = read(framed(f"{box}<div class='a'>{H1}{paragraphs(0, 3)}</div>{about}{box}"))
    assert article.paragraphs == LINES[:3]


OTHERS = (
    "Huyện mở hội chợ nông sản đầu mùa",
    "Xã bên trồng thêm mười héc ta nhãn",
    "Chợ đầu mối thêm ba lối xe",
    "Mở lớp bán hàng trên mạng",
)


def beside(inner: str) -> str:
    """A column of long teasers beside a box."""
    teasers = "".join(
        f"<div><h3><a href='/{n}'>{title}</a></h3><p>{LINES[n]} {LINES[n + 1]} {LINES[n + 2]}</p></div>" for n, title in enumerate(OTHERS)
    )
    return framed(f"<div class='l'>{inner}</div><div class='r'><h2>Nổi bật</h2>{teasers}</div>", title="Tin tức")


SLUG = "https://lang.example/hop-tac-xa-binh-an-khanh-thanh-kho-lanh-chua-vai-thieu-12.html"
SHORT = tuple(line.replace(",", " và", 1) for line in LINES[:3])


@pytest.mark.parametrize("tag", ["h2", "h1", "h3"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_short_article_beside_longer_teasers(tag: str, wrapped: bool) -> None:
    text = "".join(f"<p>{line}</p>" for line in SHORT)
    text = f"<div>{text}</div>" if wrapped else text
    page = beside(f"<{tag}>{TITLE}</{tag}><span>18/04/2024</span>{text}")
    article = read_article(Page(url=SLUG, body=page.encode()), layouts=False)
    assert (article.title, article.paragraphs) == (TITLE, SHORT)


@pytest.mark.parametrize(
    ("inner", "url"),
    [
        (f"<h2>{TITLE}</h2><p>{SHORT[0]}</p>", SLUG),  # too little for an article
        (f"<h2><a href='/9'>{TITLE}</a></h2><p>{SHORT[0]}</p><p>{SHORT[1]}</p><p>{SHORT[2]}</p>", SLUG.replace("hop-tac-xa", "trang-tin")),
        ("<h2>Làng nghề</h2>" + "".join(f"<p>{line}</p>" for line in SHORT), "https://lang.example/chuyen-muc/lang-nghe"),
    ],
)
def test_a_listing_with_a_text_above_its_teasers_stays_one(inner: str, url: str) -> None:
    with pytest.raises(NotArticle):
        read_article(Page(url=url, body=beside(inner).encode()), layouts=False)


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("(Vũ Hồng Nhung)", "Vũ Hồng Nhung"),
        ("<b>(Vũ Hồng Nhung)</b>", "Vũ Hồng Nhung"),
        ("<i>(TS. Vũ Hồng)</i>", "TS. Vũ Hồng"),
        ("(Lê Văn Tám)", "Lê Văn Tám"),
        ("(Còn nữa)", None),
        ("(Ảnh Minh Họa)", None),
        ("(Bình An)", None),
    ],
)
def test_a_name_in_brackets_below_the_text(line: str, byline: str | None) -> None:
    article = read(framed(f"<div class='a'>{H1}<div class='b'>{paragraphs()}<p>{line}</p></div></div>"))
    assert article.byline == byline
