"""Pages of our own around one story, for tests of whole pages: its headline and paragraphs, a menu, other stories, a foot."""

from __future__ import annotations

from pipelines.reading.reading import read_article
from pipelines.values.article import Article
from pipelines.values.page import Page

HEADLINE = "Xã Bản Mây nhận lò sấy thuốc lá chung từ quỹ khuyến công"
LONG = f"{HEADLINE}: bà con bớt lo mưa dầm, nhưng đường vào bãi sấy còn lầy lội, điện chập chờn mỗi chiều"
SITE = "Liên minh Hợp tác xã miền Mây"
PARAGRAPHS = (
    "Chiều mồng năm, ban quản lý bản dựng xong mái che cho lò sấy, ba chục hộ trồng thuốc lá cùng góp công khiêng gạch từ bến sông lên.",
    "Lò mới đốt bằng củi vụn, mỗi mẻ hết chừng hai ngày, rẻ hơn thuê lò của thương lái ở dưới xuôi gần một nửa số tiền.",
    "Tiền xây lò là 410 triệu đồng, quỹ khuyến công bù 180 triệu đồng, phần còn lại bà con vay của hợp tác xã tín dụng.",
    "Trưởng bản mong sang năm làm thêm một lò nữa ở bãi trên, vì vụ đông lá chín dồn, một lò chạy không kịp.",
)
TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
SECTIONS = ("Trang chủ", "Giới thiệu", "Việc chung của các bản", "Liên hệ")
OTHERS = (
    "Chợ phiên đầu xuân đông người mua sắm hơn hẳn",
    "Trạm cân tự động về đến bến sông Lô Ga",
    "Lớp dạy đan gùi mở thêm một khóa buổi tối",
)
_MENU = "".join(f'<li><a href="/m{i}">{text}</a></li>' for i, text in enumerate(SECTIONS))
_SIDE = "".join(f'<div class="it"><a href="/t{i}">{text}</a></div>' for i, text in enumerate(OTHERS))
_FOOT = f"<p>Cơ quan chủ quản: Ủy ban nhân dân xã Bản Mây</p><p>Bản quyền thuộc về {SITE}</p>"


def page_of(body: str, title: str = f"Trang chủ - {SITE}", head: str = "") -> str:
    """A whole page around a piece of mark-up."""
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><ul class="menu">{_MENU}</ul>'
        f'{body}<div class="cot"><h3>Tin mới nhất</h3>{_SIDE}</div><div class="chan">{_FOOT}</div></body></html>'
    )


def read(html: str, url: str | None = None) -> Article:
    """The article of a page of no known family. Raises NotArticle."""
    return read_article(Page(url=url, body=html.encode()), layouts=False)
