"""A small site whose one archive can be walked in every way sites offer: for the tests of backfill."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

NEWEST = date(2020, 12, 20)
ARTICLES = [NEWEST - timedelta(days=25 * i) for i in range(72)]  # dates, newest first, back to early 2016
PER_PAGE = 6
PAGES = len(ARTICLES) // PER_PAGE
WORDS = "Trung tâm khuyến công tỉnh đã nghiệm thu đề án hỗ trợ máy móc cho cơ sở chế biến gỗ, chủ cơ sở cho biết năng suất tăng rõ rệt. "


def path_of(index: int) -> str:
    return f"/tin/nghiem-thu-de-an-ho-tro-may-moc-so-{index}-{10_000 + index}.html"


def article(index: int) -> str:
    day = ARTICLES[index]
    body = "".join(f"<p>Bài số {index}, đoạn {n}. {WORDS}</p>" for n in range(4))
    head = f'<meta property="article:published_time" content="{day.isoformat()}T08:00:00+07:00">'
    title = f"Nghiệm thu đề án hỗ trợ máy móc số {index}"
    return f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"


def rows(indexes: range | list[int], dated: bool = True) -> str:
    items = []
    for i in indexes:
        when = f"<span>{ARTICLES[i]:%d/%m/%Y}</span>" if dated else ""
        items.append(f'<li><a href="{path_of(i)}">Nghiệm thu đề án hỗ trợ máy móc số {i}</a> {when}</li>')
    return f"<ul>{''.join(items)}</ul>"


def page_of(number: int) -> range:
    return range((number - 1) * PER_PAGE, min(number * PER_PAGE, len(ARTICLES)))


def listing(kind: str, number: int) -> str | None:
    """One page of the archive in the manner of `kind`, None past its end."""
    if number > PAGES:
        return None
    more = number < PAGES
    lines = rows(page_of(number), dated=kind != "undated")
    if kind in ("next", "undated"):
        turn = f'<a href="/{kind}/?page={number + 1}">Trang sau</a>' if more else ""
    elif kind == "numbers":
        numbers = [f'<a href="/numbers/trang-{n}">{n}</a>' if n != number else f"<b>{n}</b>" for n in range(1, PAGES + 1)]
        turn = f'<div class="pagination">{" ".join(numbers)}</div>'
    elif kind == "postback":
        link = f"<a href=\"javascript:__doPostBack('luoi','Page${number + 1}')\">{number + 1}</a>" if more else ""
        pager = f"<div class=pager><span>{number}</span>{link}</div>"
        turn = f"<form method=post><input type=hidden name=__VIEWSTATE value=vs{number}>{pager}</form>"
    else:
        turn = ""
    return f"<html><body>{lines}{turn}</body></html>"


def sitemap_index(names: list[str]) -> str:
    return "<sitemapindex>" + "".join(f"<sitemap><loc>http://HOST/{name}</loc></sitemap>" for name in names) + "</sitemapindex>"


def answer(target: str, form: dict[str, list[str]]) -> tuple[str | None, str]:
    """Body and content type for a request; None is 404."""
    parts = urlsplit(target)
    first, _, rest = parts.path.strip("/").partition("/")
    query = parse_qs(parts.query)
    if first == "tin":
        return article(int(rest.removesuffix(".html").rpartition("-")[2]) - 10_000), "text/html"
    if first == "front":  # names its sections, whose pages are turned by numbers in the address, and shows nothing of them
        return "<html><body><ul><li><a href='/next/'>Khuyến công</a><li><a href='/numbers/'>Thương mại</a></ul></body></html>", "text/html"
    if first in ("next", "undated"):
        return listing(first, int(query.get("page", ["1"])[0])), "text/html"
    if first == "numbers":
        return listing(first, int(rest.removeprefix("trang-") or 1)), "text/html"
    if first == "offset":
        return listing(first, int(query.get("BRSR", ["0"])[0]) // PER_PAGE + 1), "text/html"
    if first == "postback":
        return listing(first, int(form.get("__EVENTARGUMENT", ["Page$1"])[0].partition("$")[2])), "text/html"
    if first == "fragment":
        number = int(query.get("page", ["1"])[0])
        return (rows(page_of(number)) if number <= PAGES else ""), "text/html"
    if first == "json":
        number = int(query.get("page", ["1"])[0])
        items = [{"title": f"Số {i}", "url": path_of(i), "published_at": ARTICLES[i].isoformat()} for i in page_of(number)]
        return json.dumps({"data": {"items": items}}), "application/json"
    if first == "days":
        if rest:
            day, month, year = (int(part) for part in rest.split("-"))
            found = [i for i, when in enumerate(ARTICLES) if when == date(year, month, day)]
            return f"<html><body>{rows(found)}</body></html>", "text/html"
        return f"<html><body>{rows(range(2))}</body></html>", "text/html"
    if first == "sitemap.xml":
        months = sorted({f"{day:%Y-%m}" for day in ARTICLES}, reverse=True)
        return sitemap_index([f"sitemap-{month}.xml" for month in months]), "text/xml"
    if first == "deeper":  # indexes of indexes without end, each with one list of articles too
        return sitemap_index([f"deeper/{rest}a", f"deeper/{rest}b", f"sitemap-{ARTICLES[len(rest)]:%Y-%m}.xml"]), "text/xml"
    if first == "circle":  # two indexes that name each other and themselves
        return sitemap_index(["circle/a", "circle/b"]), "text/xml"
    if first.startswith("sitemap-"):
        found = [i for i, day in enumerate(ARTICLES) if f"{day:%Y-%m}" == first[8:15]]
        inner = "".join(f"<url><loc>http://HOST{path_of(i)}</loc><lastmod>{ARTICLES[i]}</lastmod></url>" for i in found)
        return f"<urlset>{inner}</urlset>", "text/xml"
    return None, "text/html"


@contextmanager
def serve() -> Iterator[tuple[str, list[str]]]:
    """The running site: its host with port, and the log of what was asked for ("GET /path" or "POST /path argument")."""
    log: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_GET(self, form: str = "") -> None:
            fields = parse_qs(form)
            log.append(f"{self.command} {self.path} {''.join(fields.get('__EVENTARGUMENT', []))}".strip())
            body, kind = answer(self.path, fields)
            raw = (body if body is not None else "404").replace("HOST", self.headers["Host"]).encode()
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def do_POST(self) -> None:
            self.do_GET(self.rfile.read(int(self.headers["Content-Length"])).decode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}", log
    finally:
        server.shutdown()
        server.server_close()
