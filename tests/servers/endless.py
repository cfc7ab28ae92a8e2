"""Sites without end, for the tests of what a crawl asks of them. Every address answers; none of the traps has a digit in it.

/ names a few articles and two doors: /muc-luc/, a real section whose addresses do not look like articles, and the trap.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ARTICLES, SECTION = 5, 20  # in the front page's list; in the section, ten a page
WORDS = ("lua", "ngo", "khoai", "san")
DOORS = {
    "folders": "/cay/lua/",  # ever deeper folders
    "names": "/lua.html",  # new names in one folder
    "roots": "/lua/goc.html",  # a new first folder each time
    "queries": "/xem?loai=lua&nhom=ngo",
    "wide": "/rong/lua/",  # hundreds of links on every page
    "beside": "/canh/lua/",  # every page has the front page's list of articles beside it
    "none": "/gioi-thieu/",
}
SENTENCE = "Trung tâm khuyến công tỉnh đã bàn giao máy sấy nông sản cho hợp tác xã, sản lượng dự kiến tăng thêm một phần ba. "


def article(name: str) -> str:
    title = f"Bàn giao máy sấy nông sản cho hợp tác xã {name}"
    body = "".join(f"<p>Hợp tác xã {name}, phần {n}. {SENTENCE * 2}</p>" for n in range(3))
    day = '<meta property="article:published_time" content="2024-05-06T08:00:00+07:00">'
    return f"<html><head><title>{title}</title>{day}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def page(title: str, links: list[tuple[str, str]]) -> str:
    rows = "".join(f'<li><a href="{url}">{words}</a></li>' for url, words in links)
    return f"<html><head><title>{title}</title></head><body><h1>{title}</h1><ul>{rows}</ul></body></html>"


def listed() -> list[tuple[str, str]]:
    return [(f"/tin/ban-giao-may-say-so-{n}-{5000 + n}.html", f"Bàn giao máy sấy nông sản cho hợp tác xã số {n}") for n in range(ARTICLES)]


def name_of(number: int) -> str:
    return "-".join(WORDS[int(digit)] for digit in f"{number // 16 % 4}{number // 4 % 4}{number % 4}") + "-" + "abcdefghij"[number // 64]


def step(trap: str, path: str) -> list[tuple[str, str]]:
    """Where a page of a trap leads."""
    if trap == "folders" or trap == "beside":
        return [(f"{path}{word}/", word) for word in WORDS] + (listed() if trap == "beside" else [])
    if trap == "names":
        return [(f"{path.removesuffix('.html')}-{word}.html", word) for word in WORDS]
    if trap == "roots":
        first = path.split("/")[1]
        return [(f"/{first}-{word}/goc.html", word) for word in WORDS]
    if trap == "queries":
        return [(f"{path}-{word}", word) for word in WORDS]
    if trap == "wide":
        return [(f"{path}{a}{b}{c}-{d}/", a) for a in WORDS for b in WORDS for c in WORDS for d in WORDS]
    return []


def answer(trap: str, path: str) -> str:
    if path == "/":
        return page("Trang chủ", [*listed(), ("/muc-luc/", "Mục lục"), (DOORS[trap], "Danh mục")])
    if path.startswith("/tin/"):
        return article(path.rpartition("-")[2].removesuffix(".html"))
    if path.startswith("/muc-luc/ho-so/"):
        return article(path.rstrip("/").rpartition("/")[2])
    if path.startswith("/muc-luc/"):
        tail = path.rpartition("/")[2].removeprefix("trang-")
        number = "abcdefghi".index(tail) if tail else 0
        names = [name_of(n) for n in range(number * 10, number * 10 + 10)]
        more = [(f"/muc-luc/trang-{'abcdefghi'[number + 1]}", "Xem thêm")] if number < SECTION // 10 - 1 else []
        return page("Mục lục", [(f"/muc-luc/ho-so/{name}/", f"Hợp tác xã {name}") for name in names] + more)
    return page("Danh mục", step(trap, path))


@contextmanager
def serve(trap: str, robots: str = "") -> Iterator[tuple[str, list[str]]]:
    """A running site with one of DOORS: its host with port, and the paths asked for so far. `robots`: its robots.txt."""
    log: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            log.append(self.path)
            asks = self.path == "/robots.txt"
            body = (robots if asks else answer(trap, self.path)).encode()
            self.send_response(404 if asks and not robots else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_address[1]}", log
    finally:
        server.shutdown()
        server.server_close()


def write_source(folder: Path, name: str, host: str, *lines: str) -> None:
    """A source file for the site; only its front page is known."""
    folder.mkdir(parents=True, exist_ok=True)
    own = ['title = "Trang thử"', 'kind = "replica"', f'hosts = ["{host}"]', 'evidence = ["test"]', 'confidence = "high"',
           "verified_live = false", f'listings = ["http://{host}/"]', "article_url = ['^/tin/']", "delay = 0", "floor = 0",
           "allow_private = true"]  # fmt: skip
    given = {line.partition(" ")[0] for line in lines}
    kept = [line for line in own if line.partition(" ")[0] not in given]
    (folder / f"{name}.toml").write_text("\n".join([*kept, *lines]) + "\n", encoding="utf-8")
