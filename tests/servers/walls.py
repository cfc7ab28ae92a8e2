"""A small office portal behind a filter: some of its pages stand behind walls until these are taken down. Sections are paged by query."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

LINES = (
    "Theo bà Hoàng Thị Vy, chủ nhiệm hợp tác xã số {n}, lò sấy mới tiết kiệm một phần ba lượng củi và giữ được mùi thơm của lá chè.",
    "Trung tâm khuyến công hỗ trợ {k} triệu đồng, phần còn lại do các hộ góp, mỗi hộ được vay thêm từ quỹ quay vòng của hội phụ nữ xã.",
    "Sau vụ này, tổ kỹ thuật của huyện sẽ đo lại độ ẩm ở từng lò và hướng dẫn ghi sổ để các hộ so sánh với cách làm cũ.",
)
MENU = {"/": "Trang chủ", "/tin-tuc": "Tin tức", "/khuyen-cong-dia-phuong": "Khuyến công địa phương", "/gioi-thieu": "Giới thiệu"}
PER_PAGE = 6
WALLED = ("cookie", "dang-nhap", "bao-tri", "chuyen-bao-tri", "chuyen-bao-tri-2", "tuong-lua", "kiem-tra", "tro-lai")
SHAPES = (*WALLED, "mo", "lam-moi", "thong-bao-bao-tri", "o-dang-nhap", "bang-cookie", "truc-tiep")


def title_of(name: str) -> str:
    n = SHAPES.index(name) if name in SHAPES else int(name)
    if name == "thong-bao-bao-tri":
        return "Thông báo: hệ thống một cửa điện tử tạm dừng để bảo trì từ 20h thứ Bảy"
    return f"Hợp tác xã chè số {n} nhận lò sấy mới từ vốn khuyến công"


def page(title: str, body: str, head: str = "") -> str:
    menu = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in MENU.items())
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title} - Sở Mẫu</title>{head}</head>'
        f'<body><ul class="menu">{menu}</ul>{body}<div class="foot">Sở Mẫu giữ bản quyền</div></body></html>'
    )


def bare(title: str, body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def article(name: str, head: str = "", beside: str = "") -> str:
    n = SHAPES.index(name) if name in SHAPES else int(name)
    text = "".join(f"<p>{line.format(n=n, k=90 + 7 * n)}</p>" for line in LINES)
    date = f'<div class="date">{n % 27 + 1:02}/03/2031 08:30</div>'
    return page(title_of(name), f"{beside}<article><h1>{title_of(name)}</h1>{date}{text}</article>", head)


def wall(name: str) -> str | tuple[int, str]:
    """What stands before an article: a page, or the address it redirects to."""
    match name:
        case "cookie":
            return '<html><head><script>document.cookie="k=1;path=/";location.reload();</script></head><body></body></html>'
        case "dang-nhap":
            return (302, f"/login.aspx?ReturnUrl=/tin/{name}-7.html")
        case "bao-tri":
            text = "Chúng tôi đang tiến hành bảo trì để phục vụ bạn đọc tốt hơn. Thời gian dự kiến từ 22 giờ đến 5 giờ sáng hôm sau."
            return bare("Bảo trì", f"<h1>Website đang được bảo trì</h1><p>{text}</p><p>Xin quý khách vui lòng quay lại sau.</p>")
        case "chuyen-bao-tri" | "chuyen-bao-tri-2":
            return (302, "/he-thong-tam-nghi.html")
        case "tuong-lua":
            return bare("Truy cập bị chặn", "<h2>Truy cập bị chặn</h2><p>Mã sự cố 7719-3. Vui lòng liên hệ quản trị viên.</p>")
        case "kiem-tra":
            return bare("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>")
        case _:
            return bare("", "", f'<meta http-equiv="refresh" content="1; url=/tin/{name}-7.html">')


@dataclass
class Portal:
    """The running site. `up`: whether its walls stand; `listing_wall`: the address of a listing that answers with one."""

    base: str = ""
    up: bool = True
    listing_wall: str = ""
    entry: str = "/tin-tuc"
    articles: tuple[str, ...] = SHAPES
    log: list[str] = field(default_factory=list)

    def counts(self) -> Counter[str]:
        return Counter(path for path in self.log if path != "/robots.txt")

    def write_source(self, folder: Path, *lines: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        own = ['title = "Sở Mẫu"', 'kind = "replica"', f'hosts = ["{self.base.partition("//")[2]}"]', 'evidence = ["served by the test"]',
               'confidence = "high"', "verified_live = false", f'listings = ["{self.base}{self.entry}"]', "delay = 0", "floor = 0",
               "allow_private = true", *lines]  # fmt: skip
        (folder / "so-mau.toml").write_text("\n".join(own) + "\n", encoding="utf-8")

    def answer(self, target: str) -> tuple[int, str, str]:
        """Status, Location and body."""
        parts = urlsplit(target)
        path, query = parts.path, parse_qs(parts.query)
        if target == self.listing_wall:
            return 200, "", bare("Hệ thống đang bảo trì", "<p>Hệ thống đang bảo trì, xin quay lại sau ít phút.</p>")
        if path == "/he-thong-tam-nghi.html":
            return 200, "", bare("Sở Mẫu", "<h1>Trang web tạm ngừng hoạt động</h1><p>Mong quý vị thông cảm và trở lại sau.</p>")
        if path == "/vao":  # the way in only sends on
            return 200, "", bare("", "", '<meta http-equiv="refresh" content="0; url=/tin-tuc">')
        if path == "/tin-tuc":
            return 200, "", self.section("Tin tức", path, int(query.get("trang", ["1"])[0]))
        if path == "/khuyen-cong-dia-phuong":
            return 200, "", self.section("Khuyến công địa phương", path, int(query.get("trang", ["1"])[0]))
        if path == "/login.aspx":
            return 200, "", bare("Đăng nhập", '<form><input name="u"><input type="password" name="p"></form>')
        if path == "/chuyen/lam-moi.html":
            return 200, "", article("lam-moi")
        name = path.removeprefix("/tin/").removesuffix("-7.html")
        if path.startswith("/tin/") and name in self.articles:
            return self.visit(name)
        return 404, "", bare("404", "")

    def visit(self, name: str) -> tuple[int, str, str]:
        if name in WALLED and self.up:
            stands = wall(name)
            return (200, "", stands) if isinstance(stands, str) else (stands[0], stands[1], "")
        box = '<form class="box"><b>Vui lòng đăng nhập</b><input name="u"><input type="password" name="p"></form>'
        match name:
            case "lam-moi":
                return 200, "", bare("", "Đang chuyển trang", '<meta http-equiv="refresh" content="0;URL=\'/chuyen/lam-moi.html\'">')
            case "o-dang-nhap":
                return 200, "", article(name, beside=box)
            case "bang-cookie":
                return 200, "", article(name, beside='<div id="ck">Vui lòng bật cookie để tiếp tục. <a href="#">Đồng ý</a></div>')
            case "truc-tiep":
                return 200, "", article(name, head='<meta http-equiv="refresh" content="300">')
            case _:
                return 200, "", article(name)

    def section(self, title: str, path: str, number: int) -> str:
        """A page of a section: introduction, long teasers whose headlines are no links, a pager by query."""
        names = self.articles[(number - 1) * PER_PAGE : number * PER_PAGE]
        teasers = "".join(
            f'<div class="x"><p>{LINES[0].format(n=i)}</p><p>{LINES[2]}</p><a href="/tin/{name}-7.html">{title_of(name)}</a></div>'
            for i, name in enumerate(names)
        )
        last = -(-len(self.articles) // PER_PAGE)
        turns = "".join(f'<a href="{path}?trang={n}">{n}</a> ' if n != number else f"<b>{n}</b> " for n in range(1, last + 1))
        intro = f"<p>{LINES[1].format(k=100)}</p><p>{LINES[2]}</p>"
        return page(title, f'<div class="list"><h1>{title}</h1>{intro}{teasers}<div class="pager">{turns}</div></div>')


@contextmanager
def start(**state: object) -> Iterator[Portal]:
    """Serve on a free port of 127.0.0.1."""
    portal = Portal(**state)  # type: ignore[arg-type]

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            portal.log.append(self.path)
            status, location, text = portal.answer(self.path)
            body = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    portal.base = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield portal
    finally:
        server.shutdown()
        server.server_close()
