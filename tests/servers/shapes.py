"""Portals of the shapes that make crawlers lose documents, store lists or ask too often: each knows how many documents and lists it has.

with shapes.start(shapes.SHAPES["sections"]) as site:
    site.write_source(folder)
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import md5
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

CRAFTS: Final = ("chiếu cói", "nón lá", "đũa mốc", "giấy dó", "trống da", "bánh tráng", "lưới vó", "chổi đót", "mành trúc", "gạch mộc")
VILLAGES: Final = ("Nà Sầm", "Bản Thí", "Khòn Lèng", "Pác Luống", "Tà Lài", "Co Sâu", "Nà Tềnh")
SECTIONS: Final = {"khuyen-cong": "Khuyến công", "thuong-mai": "Thương mại", "lang-nghe": "Làng nghề", "thong-bao": "Thông báo"}
PER_PAGE: Final = 4


class Story(NamedTuple):
    """A document: its address as links have it, its headline, its day, its text."""

    path: str
    title: str
    day: str
    text: str


class Reply(NamedTuple):
    """What a path answers with; `to` is where a redirect leads."""

    body: str
    to: str | None = None


@dataclass(frozen=True)
class Shape:
    """A portal: its documents by address, how many pages of lists it has, what any address answers (None: 404), and documents that
    nobody gets to see."""

    name: str
    stories: tuple[Story, ...]
    lists: int
    answer: Callable[[str, int], Reply | None]
    walled: int = 0


def story(path: str, n: int) -> Story:
    craft, village = CRAFTS[n % 10], VILLAGES[n % 7]
    lines = (
        f"Tổ nghề {craft} ở {village} vừa nhận máy mới thứ {n} sau ba tháng chờ, phần vốn đối ứng {n + 40} triệu đồng do các hộ góp.",
        f"Người đứng đầu tổ cho biết mẻ hàng đầu tiên gồm {n + 300} sản phẩm đã có nơi đặt mua, thợ trẻ được trả công theo ngày.",
        f"Năm tới, {village} định dựng thêm {n % 5 + 2} gian xưởng và mở một lớp dạy nghề {craft} cho người mới vào tổ.",
    )
    title, day = f"Tổ nghề {craft} ở {village} nhận máy mới đợt {n}", f"{n % 27 + 1:02}/0{n % 8 + 1}/2024"
    return Story(path, title, day, "".join(f"<p>{line}</p>" for line in lines))


def frame(title: str, body: str, head: str = "") -> str:
    menu = "".join(f'<li><a href="/{path}">{name}</a></li>' for path, name in SECTIONS.items())
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body><div class="menu"><ul>'
        f'<li><a href="/">Trang chủ</a></li>{menu}</ul></div>{body}<div class="foot">Cổng thông tin thử nghiệm</div></body></html>'
    )


def article(one: Story) -> str:
    return frame(one.title, f'<div class="ct"><h1>{one.title}</h1><div class="date">{one.day} 07:45</div>{one.text}</div>')


def listing(title: str, stories: tuple[Story, ...], pager: str = "", end: str = "") -> str:
    """Teasers with some words each; `end` is hung on every address."""
    rows = "".join(
        f'<div class="row"><h3><a href="{one.path}{end}">{one.title}</a></h3><p>{one.text[3:90]}...</p></div>' for one in stories
    )
    return frame(title, f'<div class="list"><h1>{title}</h1>{rows}<div class="pager">{pager}</div></div>')


def part(stories: tuple[Story, ...], number: int) -> tuple[Story, ...]:
    return stories[(number - 1) * PER_PAGE : number * PER_PAGE]


def pages_of(stories: tuple[Story, ...]) -> int:
    return -(-len(stories) // PER_PAGE)


def by_section(
    name: str, sections: Mapping[str, tuple[Story, ...]], pager: Callable[[str, int, int], str], end: Callable[[int], str] = lambda _: ""
) -> Shape:
    """A front that shows three of each section, and sections paged by query. `pager` gives the links of a page (path, number, last);
    `end` what the n-th answer hangs on every address."""
    found = {one.path.replace("&amp;", "&"): one for stories in sections.values() for one in stories}
    bare = {plain(path): one for path, one in found.items()}

    def answer(target: str, turn: int) -> Reply | None:
        target = plain(target)
        if target == "/":
            shown = tuple(one for stories in sections.values() for one in stories[:3])
            return Reply(listing("Trang nhất", shown, end=end(turn)))
        if one := bare.get(target):
            return Reply(article(one))
        path, _, query = target.removeprefix("/").partition("?")
        if path in SECTIONS and (not query or query.startswith("page=")):
            stories = sections.get(path, ())
            number = max(int(query.removeprefix("page=") or 1), 1)
            if number <= max(pages_of(stories), 1):
                return Reply(listing(SECTIONS[path], part(stories, number), pager(f"/{path}", number, pages_of(stories)), end(turn)))
        return None

    distinct = {one.title + one.day: one for one in found.values()}
    return Shape(name, tuple(distinct.values()), 1 + sum(max(pages_of(sections.get(path, ())), 1) for path in SECTIONS), answer)


def plain(target: str) -> str:
    """An address without what sessions hang on it."""
    path, _, query = target.partition("?")
    rest = "&".join(piece for piece in query.split("&") if piece and not piece.startswith("PHPSESSID="))
    return path.partition(";jsessionid=")[0] + (f"?{rest}" if rest else "")


def numbers(path: str, number: int, last: int) -> str:
    return " ".join(f"<b>{n}</b>" if n == number else f'<a href="{path}?page={n}">{n}</a>' for n in range(1, last + 1))


def current_linked(path: str, number: int, last: int) -> str:
    links = (f'<a href="{path}?page={n}"{" class=current" * (n == number)}>{n}</a>' for n in range(1, last + 1))
    return "".join(links) + f'<a href="{path}?page={last}">Cuối</a>'


def from_zero(path: str, number: int, last: int) -> str:
    """The first page is called page 0, and every page links to itself."""
    first = f'<a href="{path}?page=0"{" class=active" * (number == 1)}>1</a>'
    return first + "".join(f'<a href="{path}?page={n}"{" class=active" * (n == number)}>{n}</a>' for n in range(2, last + 1))


def going_nowhere(path: str, number: int, last: int) -> str:
    return "".join(
        f'<a href="javascript:void(0)" class="current">{n}</a>' if n == number else f'<a href="{path}?page={n}">{n}</a>'
        for n in range(1, last + 1)
    )


def arrows(path: str, number: int, last: int) -> str:
    before = f'<a href="{path}?page={number - 1}">‹ Trước</a>' if number > 1 else ""
    after = f'<a href="{path}?page={number + 1}" title="Trang tiếp">›</a>' if number < last else ""
    return before + after


def dealt(first: int, count: int, address: Callable[[str, int], str]) -> dict[str, tuple[Story, ...]]:
    """Stories dealt to three sections."""
    turns = enumerate(list(SECTIONS)[:3])
    return {name: tuple(story(address(name, n), n) for n in range(first, first + count) if n % 3 == turn) for turn, name in turns}


def slug(n: int) -> str:
    return f"to-nghe-nhan-may-moi-dot-{n}"


def _equal() -> Shape:
    """Notices of equal words: day and file differ."""
    words = "Mời các tổ nghề đến nhận giấy chứng nhận sản phẩm tại nhà văn hóa huyện, mang theo giấy giới thiệu của xã. " * 4
    notices = tuple(
        Story(f"/thong-bao/{3100 + n}.html", "Thông báo mời nhận giấy chứng nhận sản phẩm", f"{n + 1:02}/05/2024",
              f'<p>{words}</p><p>{words}</p><p><a href="/tep/giay-moi-{n}.pdf">Giấy mời</a></p>')
        for n in range(12)
    )  # fmt: skip
    return by_section("equal", {**dealt(500, 9, lambda name, n: f"/{name}/{slug(n)}-{61000 + n}.html"), "thong-bao": notices}, numbers)


def _several(name: str, declared: bool) -> Shape:
    """Every document stands in all sections, under an address of each. `declared`: its page says which of them is its own."""
    own = {part: tuple(story(f"/{part}/{slug(n)}-{62000 + n}.html", n) for n in range(30, 52)) for part in list(SECTIONS)[:3]}
    inner = by_section(name, own, numbers)

    def answer(target: str, turn: int) -> Reply | None:
        found = inner.answer(target, turn)
        if found is None or not target.endswith(".html"):
            return found
        return Reply(found.body.replace("</head>", f'<link rel="canonical" href="/lang-nghe/{target.rpartition("/")[2]}"></head>'))

    return Shape(name, inner.stories, inner.lists, answer) if declared else inner


def _session(turn: int) -> str:
    return md5(str(turn).encode(), usedforsecurity=False).hexdigest()


def _walls() -> Shape:
    """Of 24 documents six stand behind walls of four kinds."""
    inner = by_section("walls", dealt(200, 24, lambda name, n: f"/{name}/{slug(n)}-{63000 + n}.html"), numbers)
    walled = dict(zip((one.path for one in inner.stories[::4]), ("cookie", "login", "works", "refresh", "cookie", "works"), strict=True))

    def answer(target: str, turn: int) -> Reply | None:
        match walled.get(target):
            case "cookie":
                return Reply('<html><head><script>document.cookie="a=1;path=/";location.reload();</script></head><body></body></html>')
            case "login":
                return Reply("", f"/dang-nhap.aspx?ReturnUrl={target}")
            case "works":
                text = "<h1>Hệ thống đang bảo trì</h1><p>Xin quý khách quay lại sau ít phút.</p>"
                return Reply(f"<!DOCTYPE html><html><head><title>Bảo trì</title></head><body>{text}</body></html>")
            case "refresh":
                return Reply(f'<html><head><meta http-equiv="refresh" content="1; url={target}"></head><body></body></html>')
        if target.startswith("/dang-nhap.aspx"):
            return Reply('<html><title>Đăng nhập</title><body><form><input name="u"><input type="password" name="p"></form></body></html>')
        return inner.answer(target, turn)

    open_ones = tuple(one for one in inner.stories if one.path not in walled)
    return Shape("walls", open_ones, inner.lists, answer, len(walled))


def _tree() -> Shape:
    """A tree of folders without end beside the sections; its addresses have no digit."""
    inner = by_section("tree", dealt(300, 36, lambda name, n: f"/{name}/{slug(n)}-{64000 + n}.html"), numbers)
    door = '<a href="/cay/goc/">Danh mục</a>'

    def answer(target: str, turn: int) -> Reply | None:
        if target.startswith("/cay/"):
            return Reply(frame("Danh mục", "".join(f'<a href="{target}{word}/">{word}</a>' for word in ("lua", "ngo", "khoai"))))
        found = inner.answer(target, turn)
        return Reply(found.body.replace('<div class="foot">', f'{door}<div class="foot">')) if found else None

    return Shape("tree", inner.stories, inner.lists, answer)


def _all() -> Iterator[Shape]:
    yield _equal()
    yield _several("several", declared=True)
    yield _several("several_bare", declared=False)
    yield _walls()
    yield _tree()
    yield by_section("sid", dealt(100, 18, lambda _, n: f"/index.php?nv=news&amp;op=viewst&amp;sid={n}"), numbers)
    yield by_section("ref", dealt(140, 15, lambda name, n: f"/{name}.aspx?ref={n}"), arrows)
    yield by_section("bare", dealt(1200, 36, lambda _, n: f"/bai/{n}"), numbers)
    yield by_section("phpsessid", dealt(400, 15, lambda name, n: f"/{name}/{slug(n)}-{65000 + n}.html"), numbers,
                     lambda turn: f"?PHPSESSID={_session(turn)}")  # fmt: skip
    yield by_section("jsessionid", dealt(430, 15, lambda name, n: f"/{name}/{slug(n)}-{66000 + n}.html"), arrows,
                     lambda turn: f";jsessionid={_session(turn).upper()}")  # fmt: skip
    for n, pager in enumerate((numbers, current_linked, from_zero, going_nowhere, arrows)):
        own = tuple(story(f"/lang-nghe/{slug(n)}-{67000 + n}.html", n) for n in range(600 + 60 * n, 614 + 60 * n))
        yield by_section(pager.__name__, {"lang-nghe": own}, pager)
    yield by_section("slugs", dealt(950, 15, lambda name, n: f"/{name}/to-nghe-{_words(n)}-nhan-may-moi.html"), current_linked)


def _words(n: int) -> str:
    return "-".join(("khong", "mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin")[int(digit)] for digit in str(n))


SHAPES: Final = {shape.name: shape for shape in _all()}


@dataclass
class Site:
    """A running portal. `asked` lists what was asked for, without robots.txt."""

    shape: Shape
    base: str
    asked: list[str] = field(default_factory=list)

    def write_source(self, folder: Path, *lines: str) -> None:
        """A source file that knows the front page alone."""
        folder.mkdir(parents=True, exist_ok=True)
        own = [f'title = "{self.shape.name}"', 'kind = "replica"', f'hosts = ["{self.base[7:]}"]', f'listings = ["{self.base}/"]',
               "delay = 0", "allow_private = true", 'confidence = "low"', "verified_live = false", 'evidence = ["served by the test"]',
               *lines]  # fmt: skip
        (folder / f"{self.shape.name.replace('_', '-')}.toml").write_text("\n".join(own) + "\n", encoding="utf-8")


@contextmanager
def start(shape: Shape) -> Iterator[Site]:
    """Serve on a free port of 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                site.asked.append(self.path)
            reply = shape.answer(self.path, len(site.asked))
            body = (reply.body if reply else "<h1>404</h1>").encode()
            self.send_response(404 if reply is None else 302 if reply.to else 200)
            if reply and reply.to:
                self.send_header("Location", reply.to)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(shape, f"http://127.0.0.1:{server.server_address[1]}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
