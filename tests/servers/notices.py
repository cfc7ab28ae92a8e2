"""A small portal whose notices say nothing themselves: their text is an attached file. For tests of documents.

with notices.start({"a": Notice("Thông báo ...", {"a.pdf": Served(pdf_bytes)})}) as site:
    site.write_source(folder, 'documents = {}')
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass(frozen=True)
class Served:
    """An answer. `moved`: the address it leads to instead; `held`: it is not given before this is set."""

    body: bytes = b""
    kind: str = "application/octet-stream"
    status: int = 200
    moved: str | None = None
    held: threading.Event | None = None


@dataclass(frozen=True)
class Notice:
    """A notice: its title, the files it links to by name, and words of its own."""

    title: str
    files: Mapping[str, Served]
    words: str = "Xem nội dung trong tệp đính kèm."


@dataclass
class NoticeSite:
    """The running portal. `hits` counts requests by path."""

    base: str
    notices: dict[str, Notice]
    robots: bytes = b""
    hits: Counter[str] = field(default_factory=Counter)

    def url(self, name: str) -> str:
        return f"{self.base}/thong-bao/{name}.html"

    def file(self, name: str) -> str:
        return f"{self.base}/tep/{name}"

    def write_source(self, folder: Path, *lines: str) -> None:
        """The portal's source file; `lines` (TOML) are added."""
        folder.mkdir(parents=True, exist_ok=True)
        own = ['title = "Notices"', 'kind = "replica"', f'hosts = ["{self.base.partition("//")[2]}"]', 'evidence = ["served by the test"]',
               'confidence = "high"', "verified_live = false", f'listings = ["{self.base}/"]', 'article_url = ["^/thong-bao/"]',
               "delay = 0", "allow_private = true"]  # fmt: skip
        (folder / "notices.toml").write_text("\n".join([*own, *lines]) + "\n", encoding="utf-8")

    def answer(self, path: str) -> Served:
        place, _, name = path.removeprefix("/").partition("/")
        if path == "/":
            links = "".join(f'<li><a href="/thong-bao/{name}.html">{notice.title}</a></li>' for name, notice in self.notices.items())
            return Served(f"<html><title>Tin</title><body><ul>{links}</ul></body></html>".encode(), "text/html; charset=utf-8")
        if path == "/robots.txt":
            return Served(self.robots, "text/plain") if self.robots else Served(status=404)
        if place == "thong-bao" and (notice := self.notices.get(name.removesuffix(".html"))):
            return Served(page(notice), "text/html; charset=utf-8")
        files = {name: served for notice in self.notices.values() for name, served in notice.files.items()}
        return files.get(name, Served(b"<h1>404</h1>", "text/html", 404))


def page(notice: Notice) -> bytes:
    links = "".join(f'<p><a href="/tep/{name}">{name}</a></p>' for name in notice.files)
    return (
        f"<!DOCTYPE html><html lang='vi'><head><title>{notice.title}</title></head><body><div class='menu'><a href='/'>Trang chủ</a></div>"
        f"<article><h1>{notice.title}</h1><div class='noi-dung'><p>{notice.words}</p>{links}</div></article></body></html>"
    ).encode()


@contextmanager
def start(given: dict[str, Notice], robots: bytes = b"") -> Iterator[NoticeSite]:
    """Serve on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.hits[self.path] += 1
            served = site.answer(self.path)
            if served.held:
                served.held.wait(60)
            try:
                self.send_response(302 if served.moved else served.status)
                if served.moved:
                    self.send_header("Location", served.moved)
                self.send_header("Content-Type", served.kind)
                self.send_header("Content-Length", str(len(served.body)))
                self.end_headers()
                self.wfile.write(served.body)
            except OSError:  # the crawl was killed, or wanted no more
                pass

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = NoticeSite(f"http://127.0.0.1:{server.server_address[1]}", given, robots)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
