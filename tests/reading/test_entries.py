"""Lists that look like an article, and articles that look like a list, as whole pages in many mark-ups."""

from __future__ import annotations

import itertools

import pytest

from pipelines.values.article import NotArticle
from tests.reading.headline_pages import HEADLINE, PARAGRAPHS, TEXT, page_of, read

HEADLINES = (
    "Huyện Mây mở lớp dạy đan gùi cho thanh niên", "Chợ phiên đầu xuân có chín mươi gian hàng", "Cầu treo sang bản Thượng thông xe sớm",
    "Trạm cân tự động về bến sông Lô Ga", "Hợp tác xã chè Tà Lủng nhận máy sao mới",
)  # fmt: skip
TEASERS = (
    "Lớp học kéo dài ba tháng, học viên được cho mượn dụng cụ và bao tiêu sản phẩm sau khi ra nghề ở hợp tác xã.",
    "Người bán đến từ bốn xã vùng cao, hàng chủ yếu là nông sản khô, vải dệt tay và đồ mây tre do bà con tự làm trong mùa rảnh.",
    "Cây cầu dài sáu mươi mét do dân góp công, huyện góp 2 tỷ đồng tiền vật liệu, xe máy đã qua lại được từ hôm qua.",
    "Từ nay thương lái phải cân hàng trước mặt người bán, số cân hiện trên bảng điện tử và được lưu lại trong ba năm.",
    "Máy mới sao được hai tạ chè mỗi ngày, gấp bốn lần chảo gang, khói bếp cũng bớt hẳn so với trước đây vài năm.",
)
DAYS = ("09:54 20/03/2024", "18/03/2024", "Thứ năm, 14/03/2024 | 08:30", "12.03.2024", "Ngày 11/03/2024")
QUESTIONS = (
    "Hộ tôi muốn vay vốn mua máy xay thì hỏi ở đâu, cần giấy tờ gì?", "Cơ sở của tôi có được bù tiền in nhãn hàng không, bao nhiêu?",
    "Bao giờ đường vào bãi sấy được rải đá?", "Lớp đan gùi có nhận người lớn tuổi không?",
)  # fmt: skip
ANSWERS = (
    "Anh chị đến tổ một cửa của huyện, mang theo giấy đăng ký hộ kinh doanh và bản kê máy móc để được hướng dẫn lập hồ sơ.",
    "Quỹ bù tối đa 20 triệu đồng cho một cơ sở, xét theo từng đợt, đợt tới vào tháng chín năm nay.",
    "Xã đã ghi vào kế hoạch quý ba, hiện đang chờ huyện duyệt dự toán, bà con góp công san nền.",
    "Lớp nhận mọi người từ mười sáu tuổi, học buổi tối ở nhà văn hóa bản, không thu tiền.",
)
SENDERS = (
    "Lò Văn An(an@vd.vn) - xã Bản Mây",
    "Giàng Bình(binh@vd.vn) - bản Lũng",
    "Tòng Chi(chi@vd.vn)",
    "Vàng Dũng(dung@vd.vn) - bản Thượng",
)
PAGER = '<div class="pages"><a href="?p=1">1</a><a href="?p=2">2</a></div>'
TEASER_MARKS = {
    "linked picture": '<div class="item"><a href="/x{i}"><img src="i.jpg"></a><p class="b">{h}</p><p class="t">{d}</p><p>{t}</p></div>',
    "no link": '<div class="item"><img src="i.jpg"><div><p class="b">{h}</p><p class="t">{d}</p><p>{t}</p></div></div>',
    "items": "<li><h3>{h}</h3><span>{d}</span><p>{t}</p></li>",
    "date first": '<div class="row"><div class="ngay">{d}</div><h4>{h}</h4><div>{t}</div></div>',
    "date last": '<div class="row"><h4>{h}</h4><div class="tom-tat">{t}</div><div class="ngay">{d}</div></div>',
    "more": '<article class="post"><h2>{h}</h2><p>{t}</p><a href="/b/{i}.html">Xem tiếp</a></article>',
    "flat": '<h3>{h}</h3><p class="d">{d}</p><p>{t}</p>',
    "flat bold": '<p class="tde"><b>{h}</b></p><p><i>{d}</i></p><p>{t}</p>',
    "table": '<tr><td><img src="i.jpg"></td><td><b>{h}</b><br>{d}<br>{t}</td></tr>',
    "card": '<div class="card" onclick="go({i})"><div class="card-title">{h}</div><div>{d}</div><div>{t}</div></div>',
}
QUESTION_MARKS = {
    "boxes": '<div class="item"><div><p>{q}</p><p>{w}</p></div><div><p>Trả lời :</p><p>{a}</p><p>Điện thoại: 024 700{i}</p></div></div>',
    "prefix": '<div class="item"><p><b>Câu hỏi:</b> {q}</p><p>Người gửi: {w}</p><p><b>Trả lời:</b> {a}</p></div>',
    "items": "<li><strong>Hỏi: {q}</strong><div>Đáp: {a}</div></li>",
    "flat": "<p><b>Hỏi: {q}</b></p><p>Người hỏi: {w}</p><p>Trả lời: {a}</p>",
    "table": "<tr><td><b>Nội dung câu hỏi:</b> {q}<br>Họ và tên: {w}</td></tr><tr><td>Câu trả lời: {a}</td></tr>",
    "accordion": '<div class="panel"><h4 class="panel-title">{q}</h4><div class="panel-body"><p>Trả lời: {a}</p></div></div>',
}


def entries(mark: str, count: int) -> str:
    inner = "".join(mark.format(h=HEADLINES[i], t=TEASERS[i], d=DAYS[i], i=i) for i in range(count))
    return f"<ul>{inner}</ul>" if mark.startswith("<li") else f"<table>{inner}</table>" if mark.startswith("<tr") else inner


def records(mark: str, count: int) -> str:
    inner = "".join(mark.format(q=QUESTIONS[i], a=ANSWERS[i], w=SENDERS[i], i=i) for i in range(count))
    return f"<ul>{inner}</ul>" if mark.startswith("<li") else f"<table>{inner}</table>" if mark.startswith("<tr") else inner


def assert_refused(html: str, url: str | None = None) -> None:
    with pytest.raises(NotArticle) as caught:
        read(html, url)
    assert caught.value.reason in ("listing", "home", "empty", "no_headline", "search")


@pytest.mark.parametrize(
    "heading", ["", "<h1>Tin tức</h1>", "<h1>Hoạt động của xã</h1>", '<h2 class="cat-title">Việc chung ở các bản làng</h2>']
)
@pytest.mark.parametrize("mark", TEASER_MARKS.values(), ids=TEASER_MARKS.keys())
def test_teasers_whose_headlines_are_no_links(mark: str, heading: str) -> None:
    for count in (3, 4, 5):
        assert_refused(page_of(f'<div class="content-left">{heading}{entries(mark, count)}{PAGER}</div>', "Cổng thông tin xã Bản Mây"))


@pytest.mark.parametrize("heading", ["", "<h2>Hỏi đáp</h2>", "<h1>GIẢI ĐÁP THẮC MẮC</h1>", "<h2>Công dân hỏi - Cơ quan trả lời</h2>"])
@pytest.mark.parametrize("mark", QUESTION_MARKS.values(), ids=QUESTION_MARKS.keys())
def test_questions_of_readers_with_answers(mark: str, heading: str) -> None:
    for count in (3, 4):
        assert_refused(page_of(f'<div class="hoi-dap">{heading}{records(mark, count)}{PAGER}</div>', "BỘ PHÁT TRIỂN LÀNG NGHỀ"))


FIELDS = ("Số ký hiệu|12/QĐ-UBND", "Ngày ban hành|12/03/2021", "Cơ quan ban hành|UBND huyện Mây")
ABOUT = "Về việc giao kế hoạch khuyến công và phân bổ kinh phí hỗ trợ các xã vùng cao cho các đơn vị thực hiện trên địa bàn huyện Mây"
RECORD = [*FIELDS, f"Trích yếu|{ABOUT}, {ABOUT.lower()}"]


@pytest.mark.parametrize("heading", ["", "<h1>Văn bản</h1>", "<h2>Chi tiết văn bản</h2>"])
def test_the_record_of_one_document(heading: str) -> None:
    for row, cell in (("<tr><td>{}</td></tr>", "</td><td>"), ("<div><b>{}</div>", "</b>: ")):
        rows = "".join(row.format(field.replace("|", cell)) for field in RECORD)
        assert_refused(page_of(f'<div class="vb">{heading}<table>{rows}</table></div>' if "tr" in row else f"<div>{heading}{rows}</div>"))


def test_a_home_page_that_prints_its_stories_again_and_again() -> None:
    block = "".join(f"<h3>{text}</h3>" for text in HEADLINES) + f"<p>{TEASERS[0]}</p><p>{TEASERS[1]}</p>"
    assert_refused(page_of(f"<div>{block * 3}</div>", "Cổng thông tin xã Bản Mây"))


LEAD = f"<p>{PARAGRAPHS[0]}</p>"
RELATED = "<div><h3>Tin cùng chuyên mục</h3>" + entries('<div class="it"><h4><a href="/k{i}">{h}</a></h4><p>{t}</p></div>', 5) + "</div>"
ARTICLES = {
    "plain": TEXT,
    "short": f"{LEAD}<p>{PARAGRAPHS[1]}</p>",
    "related": f"<div>{TEXT}</div>{RELATED}",
    "sections": LEAD + entries('<section class="s"><h3>{h}</h3><p>{t}</p></section>', 4),
    "pictures to enlarge": LEAD + entries('<div class="s"><h3>{h}</h3><a href="/{i}.jpg"><img src="/{i}.jpg"></a><p>{t}</p></div>', 4),
    "timeline": f"{LEAD}<p>{PARAGRAPHS[1]}</p>" + entries("<p><b>{d}</b></p><p>{t}</p>", 4),
    "live report": f"{LEAD}<p>{PARAGRAPHS[1]}</p>" + entries("<h3>{i}:30</h3><p>{t}</p>", 5),
    "digest": f"{LEAD}<p>{PARAGRAPHS[1]}</p>" + entries("<p><b>{h}</b></p><p>{t}</p>", 4),
    "interview": LEAD + records("<p><b>- {q}</b></p><p>{a}</p>", 4),
    "interview with speakers": f"{LEAD}<p>{PARAGRAPHS[1]}</p>" + records("<p><b>Hỏi: {q}</b></p><p>Trả lời: {a}</p>", 4),
    "one question": records("<p>Hỏi: {q}</p><p>Trả lời: {a}</p>", 1) + f"<p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>",
    "table": LEAD + "<table>" + "".join(f"<tr><td>Bản {i}</td><td>{i}</td><td>{i}0 kg</td></tr>" for i in range(8)) + "</table>" + TEXT,
    "a document's fields": TEXT + "<table>" + "".join(f"<tr><td>{f.replace('|', '</td><td>')}</td></tr>" for f in FIELDS) + "</table>",
}


@pytest.mark.parametrize("text", ARTICLES.values(), ids=ARTICLES.keys())
def test_articles_that_look_like_a_list(text: str) -> None:
    titles, marks = (
        (f"{HEADLINE} - Báo Bản", "Cổng thông tin xã Bản Mây"),
        (f"<h1>{HEADLINE}</h1>", f'<div class="tieude">{HEADLINE}</div>'),
    )
    for title, mark in itertools.product(titles, marks):
        article = read(page_of(f'<div class="d">{mark}<p class="ngay">12/03/2024 08:30</p><div class="text">{text}</div></div>', title))
        assert article.title == HEADLINE
        assert len(article.paragraphs) + (article.lead is not None) >= 2
