"""A portal whose documents are easily lost: notices of equal wording, ids in the query, one document under several sections; every page
carries a clock and a counter of visits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTICES = 6  # of equal headline and text; date and file differ
NUMBERED = 14  # articles that differ in sid alone
SECTIONS = ("khuyen-cong", "tin-noi-bat", "thong-bao/cong-nghiep")
SHARED = 3  # documents that stand in all sections
DOCUMENTS = NOTICES + NUMBERED + SHARED
EQUAL = "Sở Công Thương tỉnh Lạng Sơn mời các cơ sở đến nhận kết quả bình chọn sản phẩm tại trụ sở, mang theo giấy giới thiệu. "
OWN = (
    "Cơ sở thứ {n} ở huyện Cao Lộc vừa được tỉnh Lạng Sơn hỗ trợ {n}5 triệu đồng từ nguồn khuyến công để mua máy sấy hồi. ",
    "Theo chủ cơ sở, mẻ sấy thứ {n} cho {n}20 kg hoa hồi khô, đỡ hẳn công phơi và không còn lo mưa dầm giữa vụ thu hoạch. ",
)


def shared_path(section: str, n: int) -> str:
    return f"/{section}/ho-tro-may-say-hoi-cho-co-so-{48120 + n}.html"


def links() -> list[tuple[str, str]]:
    notices = [(f"/thong-bao/{2000 + n}.html", "Thông báo mời nhận kết quả bình chọn sản phẩm") for n in range(1, NOTICES + 1)]
    numbered = [(f"/xem.php?op=tin&amp;sid={n}", f"Máy sấy hồi về với cơ sở thứ {n} ở Cao Lộc") for n in range(1, NUMBERED + 1)]
    shared = [(shared_path(section, n), f"Hỗ trợ máy sấy hồi cho cơ sở số {n}") for section in SECTIONS for n in range(1, SHARED + 1)]
    return [*notices, *numbered, *shared]


class DocumentSite:
    """What the portal answers; `asked` counts requests by target, `edited` are targets whose text has been changed since."""

    def __init__(self) -> None:
        self.asked: dict[str, int] = {}
        self.edited: set[str] = set()

    def answer(self, target: str) -> str | None:
        self.asked[target] = self.asked.get(target, 0) + 1
        if target == "/":
            return self.page(
                "Tin tức", "<ul>" + "".join(f'<li><h3><a href="{url}">{title}</a></h3></li>' for url, title in links()) + "</ul>"
            )
        known = {url.replace("&amp;", "&"): title for url, title in links()}
        if target not in known:
            return None
        digits = "".join(c for c in target.rpartition("/")[2] if c.isdigit())
        n = int(digits) % 1000
        if target.startswith("/thong-bao/2"):
            file = f'<p><a href="/tep/{n}.pdf">Công văn kèm theo</a></p>'
            return self.article(known[target], f"0{n}/03/2024", f"<p>{EQUAL * 3}</p><p>{EQUAL}</p>{file}")
        more = "<p>Đính chính: máy do cơ sở tự mua một nửa.</p>" if target in self.edited else ""
        return self.article(known[target], "11/04/2024", "".join(f"<p>{line.format(n=n) * 2}</p>" for line in OWN) + more)

    def article(self, title: str, day: str, body: str) -> str:
        return self.page(title, f'<article><h1>{title}</h1><div class="date">{day} 08:30</div>{body}</article>')

    def page(self, title: str, body: str) -> str:
        visits = sum(self.asked.values())
        foot = f'<div class="footer"><span class="clock">08:{visits % 60:02d}</span> Lượt truy cập: {visits}</div><!-- {visits} -->'
        return f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}{foot}</body></html>'


@contextmanager
def served() -> Iterator[tuple[DocumentSite, str]]:
    """The portal on loopback, and its address."""
    site = DocumentSite()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = site.answer(self.path)
            body = (text or "404").encode()
            self.send_response(404 if text is None else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site, f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()
