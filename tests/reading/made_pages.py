"""Made pages for tests of what is body and what is hidden: one invented story, put into frames that reproduce a trait."""

from __future__ import annotations

from pipelines.reading.reading import read_article
from pipelines.values.article import Article
from pipelines.values.page import Page

TITLE = "Hợp tác xã Bình An khánh thành kho lạnh chứa vải thiều"
LINES = (
    "Sáng 4/6, hợp tác xã Bình An khánh thành kho lạnh sức chứa 60 tấn vải thiều, vốn đầu tư 2,4 tỷ đồng, khuyến công góp 500 triệu đồng.",
    "Bà Trịnh Thị Lan, giám đốc hợp tác xã, cho biết mỗi vụ trước đây phải bán tháo gần một phần ba sản lượng vì không có chỗ giữ hàng.",
    "Kho dùng máy nén tiết kiệm điện, nhiệt độ được ghi lại từng giờ và gửi về điện thoại của tổ trực để kịp xử lý khi có sự cố mất điện.",
    "Phòng Kinh tế huyện đề nghị các xã lân cận gom hàng về kho chung thay vì mỗi nơi dựng một kho nhỏ vừa tốn kém vừa khó vận hành.",
    "Vụ tới, hợp tác xã dự kiến ký hợp đồng với ba doanh nghiệp xuất khẩu, nâng giá bán bình quân lên 28 nghìn đồng mỗi kg.",
    "Ngoài vải thiều, kho còn nhận giữ nhãn và na của các hộ trong vùng với mức phí 300 đồng mỗi kg một ngày, rẻ hơn ngoài thị trường.",
)
SPAM = "Sòng bài trực tuyến tặng 999 triệu đồng cho hội viên ở Cần Thơ, Hải Phòng suốt năm 2033, nạp rút trong một phút."
MUCH_SPAM = "".join(f"<p>{SPAM} Lượt {n}, vay nóng không thế chấp, đặt mua ngay hôm nay để nhận thêm quà.</p>" for n in range(9))
RELATED = (
    "<h3>Tin liên quan</h3><ul><li><a href='/1'>Huyện mở hội chợ nông sản đầu mùa ở trung tâm</a></li>"
    "<li><a href='/2'>Xã bên trồng thêm mười héc ta nhãn muộn</a></li></ul>"
)
H1 = f"<h1>{TITLE}</h1>"


def paragraphs(start: int = 0, end: int | None = None, tag: str = "p") -> str:
    """The lines of the story from `start` to `end`, each in an element of its own."""
    return "".join(f"<{tag}>{line}</{tag}>" for line in LINES[start:end])


def framed(body: str, head: str = "", title: str = f"{TITLE} - Báo Làng") -> str:
    """A whole page: menu, `body`, imprint."""
    return (
        f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<div class='top'><a href='/'>Trang chủ</a> <a href='/kt'>Kinh tế</a></div>{body}"
        "<div class='foot'><p>Cơ quan chủ quản: Hội làng. Giấy phép số 5/GP-TTĐT</p></div></body></html>"
    )


def story(inside: str, opening: str = "<div class='art'>") -> str:
    """The headline and a body."""
    return f"{opening}{H1}<div class='body'>{inside}</div></div>"


def read(html: str, layouts: bool = True) -> Article:
    """The article of a page. Raises NotArticle, Unreadable."""
    return read_article(Page(url=None, body=html.encode()), layouts=layouts)


def body_of(article: Article) -> list[str]:
    """Lead and paragraphs."""
    return [*filter(None, [article.lead]), *article.paragraphs]
