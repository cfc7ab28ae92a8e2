"""Six sites of different build, and six that turn visitors away: what a probe meets. Served on loopback, one port a site.

with builds.start(builds.nukeviet) as site:
    site.write_source(folder)
"""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Final

MENU: Final = ("Giới thiệu", "Công nghiệp", "Thương mại - Dịch vụ", "Văn hóa", "Thủ tục hành chính thương mại")
CRAFTS: Final = ("mây tre", "dệt thổ cẩm", "chè khô", "gốm sành", "miến dong", "rượu ngô", "đúc đồng", "mật ong", "giấy dó", "chiếu cói")
_PLACES: Final = ("Nà Phát", "Khe Giang", "Bản Lầu", "Tân Thịnh", "Suối Ngà")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a path answers with."""

    body: bytes
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """One article of our own: number, craft, and the day it appeared."""

    n: int

    @property
    def title(self) -> str:
        return f"Xưởng {CRAFTS[self.n % 10]} ở {_PLACES[self.n % 5]} nhận máy mới đợt {self.n}"

    @property
    def slug(self) -> str:
        return f"xuong-{self.n % 10}-o-ban-nhan-may-moi-dot-{self.n}"

    @property
    def day(self) -> str:
        return f"{self.n % 27 + 1:02}/03/2026"

    @property
    def iso(self) -> str:
        return f"2026-03-{self.n % 27 + 1:02}T08:{self.n % 60:02}:00+07:00"

    @property
    def prose(self) -> str:
        craft, place = CRAFTS[self.n % 10], _PLACES[self.n % 5]
        return "".join(f"<p>{line}</p>" for line in (
            f"Sáng ngày {self.day}, tổ nghề {craft} ở {place} nhận bàn giao dây chuyền {self.n + 120} triệu đồng sau hai tháng chờ.",
            f"Theo chủ xưởng, lô hàng số {self.n} làm bằng máy mới đều hơn, thợ trong bản được dạy cách vận hành ngay tại chỗ.",
            f"Đợt sau, {place} sẽ thử thêm lò sấy nhỏ; nếu hàng {craft} bán được quanh năm thì tổ mở rộng thêm {self.n % 7 + 2} gian nữa.",
        ))  # fmt: skip


STORIES: Final = tuple(Story(n) for n in range(101, 117))
INDUSTRY, TRADE, LIFE = STORIES[:6], STORIES[6:12], STORIES[12:]


def html(title: str, body: str, head: str = "") -> Answer:
    """A page with UTF-8 declared."""
    return Answer(
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>".encode()
    )


def xml(text: str) -> Answer:
    return Answer(f"<?xml version='1.0' encoding='utf-8'?>{text}".encode(), kind="application/xml")


def _menu(addresses: tuple[str, ...]) -> str:
    links = "".join(f"<li><a href='{url}'>{name}</a></li>" for name, url in zip(MENU, addresses, strict=True))
    return f"<ul class='menu'><li><a href='/'>Trang chủ</a></li>{links}</ul>"


def _list(stories: tuple[Story, ...], address: Callable[[Story], str], dated: bool = True) -> str:
    rows = (f"<li><a href='{address(s)}'>{s.title}</a>{f' <i>{s.day}</i>' if dated else ''}</li>" for s in stories)
    return f"<ul class='list'>{''.join(rows)}</ul>"


def mastercms(base: str) -> dict[str, Answer]:
    """A feed declared in the head, a sitemap named in robots.txt, addresses slug-ID.html, dates in the metadata."""
    menu = _menu(("/gioi-thieu", "/cong-nghiep", "/thuong-mai", "/van-hoa", "/thu-tuc"))

    def at(s: Story) -> str:
        return f"/{s.slug}-{s.n}045.html"

    head = "<link rel='alternate' type='application/rss+xml' href='/rss/trang-chu.rss'>"
    items = "".join(f"<item><title>{s.title}</title><link>{base}{at(s)}</link><pubDate>{s.iso}</pubDate></item>" for s in STORIES[:8])
    places = "".join(f"<url><loc>{base}{at(s)}</loc><lastmod>{s.iso}</lastmod></url>" for s in STORIES)
    return {
        "/robots.txt": Answer(f"User-agent: *\nDisallow: /tim-kiem\nSitemap: {base}/sitemaps/all.xml\n".encode(), kind="text/plain"),
        "/": html("Báo Bản Mới", menu + _list(STORIES[:9], at), head),
        "/cong-nghiep": html("Công nghiệp", menu + _list(INDUSTRY, at)),
        "/thuong-mai": html("Thương mại", menu + _list(TRADE, at)),
        "/van-hoa": html("Văn hóa", menu + _list(LIFE, at)),
        "/rss/trang-chu.rss": xml(f"<rss version='2.0'><channel><title>Báo Bản Mới</title>{items}</channel></rss>"),
        "/sitemaps/all.xml": xml(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{places}</urlset>"),
        **{at(s): html(f"{s.title} | Báo Bản Mới", f"{menu}<h1>{s.title}</h1><div class='bai'>{s.prose}</div>",
                       f"<meta property='article:published_time' content='{s.iso}'>") for s in STORIES},
    }  # fmt: skip


def nukeviet(base: str) -> dict[str, Answer]:
    """Everything below /vi, a menu in capitals, a Crawl-delay, no feed, no sitemap."""
    menu = _menu(("/vi/about/", "/vi/news/cong-nghiep/", "/vi/news/thuong-mai/", "/vi/news/van-hoa/", "/vi/faq/"))
    menu = re.sub(r">([^<]+)</a>", lambda m: f">{m[1].upper()}</a>", menu)
    parts = {"cong-nghiep": INDUSTRY, "thuong-mai": TRADE, "van-hoa": LIFE}

    def at(s: Story) -> str:
        part = next(name for name, stories in parts.items() if s in stories)
        return f"/vi/news/{part}/{s.slug}-{s.n}.html"

    return {
        "/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.02\n", kind="text/plain"),
        "/": html("Sở", menu + _list(STORIES[::3], at, dated=False)),
        **{f"/vi/news/{name}/": html(name, menu + _list(stories, at, dated=False)) for name, stories in parts.items()},
        **{at(s): html(s.title, f"{menu}<h1 class='title'>{s.title}</h1><span class='h5'>Thứ hai - {s.day} 09:15</span>"
                                f"<div id='news-bodyhtml'>{s.prose}</div>") for s in STORIES},
    }  # fmt: skip


def sharepoint(base: str) -> dict[str, Answer]:
    """The front sends its readers on by meta refresh; articles are told apart by a number in the query."""
    menu = _menu(
        ("/Pages/gt.aspx", "/congnghiep/Pages/default.aspx", "/tm/Pages/default.aspx", "/vh/Pages/default.aspx", "/tt/Pages/default.aspx")
    )

    def at(s: Story) -> str:
        return f"/Trang/ChiTiet.aspx?ngay=3&nid={s.n}"

    return {
        "/": html("", "", "<meta http-equiv='refresh' content='0; url=/Pages/default.aspx'>"),
        "/Pages/default.aspx": html("Trang chủ", menu + _list(STORIES[::2], at)),
        "/congnghiep/Pages/default.aspx": html("Trang chủ", menu + _list(INDUSTRY, at)),
        "/tm/Pages/default.aspx": html("Trang chủ", menu + _list(TRADE, at)),
        **{at(s): html("Trang chủ", f"{menu}<h2>{s.title}</h2><div>Ngày đăng: {s.day}</div><div>{s.prose}</div>") for s in STORIES},
    }


def wordpress(base: str) -> dict[str, Answer]:
    """Slugs without a number, a sitemap index, the feed of comments declared beside that of articles."""
    menu = _menu(("/gioi-thieu/", "/category/cong-nghiep/", "/category/thuong-mai/", "/category/van-hoa/", "/thu-tuc/"))
    head = ("<link rel='alternate' type='application/rss+xml' href='/comments/feed/'>"
            "<link rel='alternate' type='application/rss+xml' href='/feed/'>")  # fmt: skip

    def at(s: Story) -> str:
        words = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi")
        return f"/xuong-nghe-ban-{words[s.n % 10]}-nhan-may-{words[s.n // 10 % 10]}-moi/"

    items = "".join(f"<item><title>{s.title}</title><link>{base}{at(s)}</link><pubDate>{s.iso}</pubDate></item>" for s in STORIES[:5])
    index = (
        f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{base}/posts-1.xml</loc></sitemap></sitemapindex>"
    )
    return {
        "/": html("Khuyến công", menu + _list(STORIES[1:10], at), head),
        "/category/cong-nghiep/": html("Công nghiệp", menu + _list(INDUSTRY, at)),
        "/category/thuong-mai/": html("Thương mại", menu + _list(TRADE, at)),
        "/feed/": xml(f"<rss version='2.0'><channel>{items}</channel></rss>"),
        "/sitemap.xml": xml(index),
        **{at(s): html(s.title, f"{menu}<article><h1>{s.title}</h1><time datetime='{s.iso}'>{s.day}</time>{s.prose}</article>")
           for s in STORIES},
    }  # fmt: skip


def yyyymm(base: str) -> dict[str, Answer]:
    """Months and hexadecimal numbers in the addresses; the feed stands undeclared in a common place."""
    menu = _menu(("/gioi-thieu/", "/kinh-te/cong-nghiep/", "/kinh-te/thuong-mai/", "/van-hoa/", "/thu-tuc/"))

    def at(s: Story) -> str:
        part = "kinh-te" if s.n % 2 else "doi-song"
        return f"/{part}/202603/{s.slug[:-4]}-{s.n * 0xA5F3D:07x}/"

    entries = "".join(f"<entry><title>{s.title}</title><link href='{base}{at(s)}'/><updated>{s.iso}</updated></entry>" for s in STORIES[:4])
    return {
        "/": html("Báo", menu + _list(STORIES, at)),
        "/kinh-te/cong-nghiep/": html("Công nghiệp", menu + _list(INDUSTRY, at)),
        "/kinh-te/thuong-mai/": html("Thương mại", menu + _list(TRADE, at)),
        "/rss/home.rss": xml(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entries}</feed>"),
        **{at(s): html(s.title, f"{menu}<h1>{s.title}</h1><div class='date'>Cập nhật: 08:15, {s.day}</div><div>{s.prose}</div>")
           for s in STORIES},
    }  # fmt: skip


def below(base: str) -> dict[str, Answer]:
    """No page at the root, everything below /vi/; headlines of a few words, addresses without a number."""
    menu = _menu(("/vi/gioi-thieu", "/vi/cong-nghiep", "/vi/thuong-mai", "/vi/van-hoa", "/vi/thu-tuc"))

    def at(s: Story) -> str:
        return f"/vi/{'cong-nghiep' if s.n % 2 else 'doi-song'}/{re.sub('-[0-9]+', '', s.slug)}-{'abcdefghijklmnopqrst'[s.n % 20]}"

    def few(stories: tuple[Story, ...]) -> str:
        return "".join(f"<p><a href='{at(s)}'>Xưởng {CRAFTS[s.n % 10].split()[0]} thêm máy</a></p>" for s in stories)

    return {
        "/vi/": html("Sở", menu + few(STORIES)),
        "/vi/cong-nghiep": html("Công nghiệp", menu + few(INDUSTRY)),
        "/vi/thuong-mai": html("Thương mại", menu + few(TRADE)),
        **{at(s): html(s.title, f"{menu}<h1>{s.title}</h1><p>Ngày {s.day}</p><div>{s.prose}</div>") for s in STORIES},
    }


def abroad(base: str) -> dict[str, Answer]:
    """The page of the refusal blames the visitor's country."""
    page = html("403", "<h1>403</h1><p>Hệ thống từ chối truy cập từ IP nước ngoài.</p>")
    return {"/": Answer(page.body, 403), "/robots.txt": Answer(b"User-agent: *\n", kind="text/plain")}


def guard(base: str) -> dict[str, Answer]:
    """A wall that wants to see a browser, with status 200."""
    return {"/": html("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>")}


def forbidden(base: str) -> dict[str, Answer]:
    """A bare 403."""
    return {"/": Answer(b"Forbidden", 403)}


def moved(base: str) -> dict[str, Answer]:
    """The front leads to another host."""
    return {"/": Answer(b"", 301, headers={"Location": "https://so-moi.example.vn/"})}


def refreshed(base: str) -> dict[str, Answer]:
    """The front sends its readers to another host by itself."""
    return {"/": html("Sở", "", "<meta http-equiv='refresh' content='3;url=https://so-moi.example.vn/'>")}


def closed(base: str) -> dict[str, Answer]:
    """robots.txt lets nobody in."""
    return {"/robots.txt": Answer(b"User-agent: *\nDisallow: /\n", kind="text/plain"), **forbidden(base)}


@dataclass
class Build:
    """A running site. `asked` lists the paths asked for, `most_at_once` how many requests were answered at the same time."""

    name: str
    base: str
    pages: Mapping[str, Answer]
    server: ThreadingHTTPServer
    asked: list[str] = field(default_factory=list)
    agents: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> Build:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.server.shutdown()
        self.server.server_close()

    def write_source(self, folder: Path, *lines: str) -> Path:
        """A source file that knows the host only; `lines` (TOML) are added or replace its own."""
        folder.mkdir(parents=True, exist_ok=True)
        front = "/vi/" if "/vi/" in self.pages else "/"
        own = [f'title = "{self.name}"', 'kind = "replica"', f'hosts = ["{self.base[7:]}"]', f'listings = ["{self.base}{front}"]',
               "delay = 0.01", "allow_private = true", 'confidence = "low"', "verified_live = false",
               'evidence = ["served by the test"]']  # fmt: skip
        given = {line.partition(" ")[0] for line in lines}
        path = folder / f"{self.name}.toml"
        path.write_text("\n".join([*(line for line in own if line.partition(" ")[0] not in given), *lines]) + "\n", encoding="utf-8")
        return path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Build

    def log_message(self, *arguments: object) -> None:
        pass

    def do_GET(self) -> None:
        site = self.site
        with site.lock:
            site.asked.append(self.path)
            site.agents[self.headers.get("User-Agent", "")] += 1
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
        time.sleep(0.005)
        answer = site.pages.get(self.path) or Answer(b"<html><body>404</body></html>", 404)
        with site.lock:
            site.at_once -= 1
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, "Content-Length": str(len(answer.body)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)


WORKING: Final = (mastercms, nukeviet, sharepoint, wordpress, yyyymm, below)
REFUSING: Final = (abroad, guard, forbidden, moved, refreshed, closed)


def start(build: Callable[[str], Mapping[str, Answer]], name: str = "") -> Build:
    """Serve a site on a free port of 127.0.0.1, under the name of its build if not otherwise."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    base = f"http://127.0.0.1:{server.server_port}"
    site = Build(name or build.__name__, base, build(base), server)
    handler.site = site  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return site
