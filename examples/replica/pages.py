"""Whole pages of the replica portal: the frame of each site, and the article in the markup of its CMS family. The header clock stays
a placeholder (CLOCK) that the server fills in with the time of the request, as the real sites do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from itertools import groupby
from string import Template

from examples.replica.posts import REPLICA, Post

CLOCK = b"@@CLOCK@@"
HTML = "text/html; charset=utf-8"
PORTAL = "Trang chủ - Cổng thông tin điện tử tỉnh Ninh Thuận"  # the <title> of every page of site c
ADVERT = "Top 10 Cổng Game Nổ Hũ Đổi Thưởng - Vuabancuoc88"  # what a hijacked <title> says
WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
ROOTS = {"a": "/", "b": "/vi/news/", "c": "/"}
SECTIONS = {
    "a": {"khuyen-cong": "Khuyến công", "thuong-mai": "Thương mại", "cong-nghiep": "Công nghiệp", "nang-luong": "Năng lượng",
          "thi-truong": "Thị trường", "hoi-nhap": "Hội nhập"},
    "b": {"Khuyen-cong": "Khuyến công", "Cong-nghiep": "Công nghiệp", "Thuong-mai": "Thương mại", "Thong-bao": "Thông báo"},
    "c": {"tin-kinh-te": "Tin kinh tế", "chi-dao-dieu-hanh": "Chỉ đạo điều hành"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server sends. `fault`: "" none, "truncated" body, "retry_after" (503 the first time), "slow"."""

    body: bytes = b""
    kind: str = HTML
    status: int = 200
    location: str | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the pages of one site share: its posts (newest first) and the edition, on which side column and counters depend."""

    site: str
    posts: Sequence[Post]
    edition: int


def clock(now: datetime) -> bytes:
    """The header clock: "Thứ sáu 02/10/2026 18:38"."""
    return f"{WEEKDAYS[now.weekday()]} {now:%d/%m/%Y %H:%M}".encode()


def day(published: str | None) -> str:
    """A date as the sites show it: 02/10/2026."""
    return f"{datetime.fromisoformat(published):%d/%m/%Y}" if published else ""


def link(post: Post, css: str = "") -> str:
    return f'<a class="{css}" href="{post.path}" title="{escape(post.title)}">{escape(post.title)}</a>'


@cache
def template(name: str) -> Template:
    return Template((REPLICA / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def framed(frame: Frame, main: str, title: str, head: str = "", section: str = "") -> str:
    """A whole page around `main`. `section` marks the breadcrumb; "home" is the home page."""
    names, edition = SECTIONS[frame.site], frame.edition
    end = "/" if frame.site == "b" else ""
    shown = frame.posts[edition : edition + 6]
    return template(frame.site).substitute(
        title=escape(title), head=head, main=main, edition=edition,
        sidebar="\n".join(f"<li>{link(post)}</li>" for post in shown),
        ticker="\n".join(f"<li>{link(post)}</li>" for post in reversed(shown)),
        menu="".join(f'<li class="cat"><a href="{ROOTS[frame.site]}{key}{end}">{name}</a></li>' for key, name in names.items()),
        breadcrumbs="".join(f'<ul class="breadcrumb {"active" if key == section else ""}"><li><a href="/{key}">{name}</a></li></ul>'
                            for key, name in names.items()),
        planted='<li><a href="/vao-cong-game-doi-thuong-nhan-code-tan-thu">Tải app</a></li>' if section == "home" else "",
    )  # fmt: skip


def article_pages(post: Post, frame: Frame) -> Iterator[tuple[str, Answer]]:
    """The article under its address, and under its further addresses where it has any."""
    fault = next((name for name in ("retry_after", "slow") if name in post.traps), "")
    html = _page_a(post, frame) if post.site == "a" else _page_b(post, frame) if post.site == "b" else _page_c(post, frame)
    body, kind = html.encode(), HTML
    if "nfd" in post.traps:
        body = unicodedata.normalize("NFD", html).encode()
    if "bad_byte" in post.traps:
        declared = b'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'
        body, kind = body.replace(declared, b"").replace(b"<!-- footer -->", b"\xff"), "text/html"
    yield post.path, Answer(body, kind, fault=fault)
    if "print_duplicate" in post.traps:
        plain = f"<h1>{escape(post.title)}</h1><p><b>{escape(post.lead or '')}</b></p>{_body(post, frame, '')}"
        canonical = f'<link rel="canonical" href="{post.path}" /><meta name="robots" content="noindex" />'
        head = f'<meta charset="utf-8" /><title>In bài viết</title>{canonical}'
        yield f"/apicenter@/print_article&i={post.id}", Answer(f"<html><head>{head}</head><body>{plain}</body></html>".encode())
    if "redirect_alias" in post.traps:
        yield f"/chuyen-bai-{post.id}.html", Answer(status=301, location=post.path)


def others(post: Post, frame: Frame, count: int) -> list[Post]:
    """Articles of the same site to link beside this one; they change with the edition."""
    at = next(i for i, other in enumerate(frame.posts) if other.slug == post.slug)
    return [frame.posts[(at + 3 * k + frame.edition) % len(frame.posts)] for k in range(1, count + 1)]


def _page_a(post: Post, frame: Frame) -> str:
    head = f'<meta property="og:title" content="{escape(post.title)}" /><meta name="description" content="{escape(post.lead or "")}" />'
    head += f'<meta property="og:type" content="article" /><link rel="canonical" href="{post.path}" />'
    date = ""
    if post.when:
        head += f'<meta property="article:published_time" content="{post.when}" />'
        date = f'<span class="format_time">{post.when[11:16]}</span> | <span class="format_date">{day(post.published)}</span>'
    similar = "".join(
        f'<div class="article"><h3 class="article-title">{link(other, "article-link f0")}</h3>'
        f'<p class="article-info"><span class="article-date"><span class="format_date">{day(other.published)}</span></span></p>'
        f'<div class="article-desc">{escape(other.lead or "")}</div></div>'
        for other in others(post, frame, 6)
    )
    author = f'<div class="article-detail-author f0 clearfix">{escape(post.byline)}</div>' if post.byline else ""
    main = (
        f'<div class="article-detail fw lt mb2 clearfix"><h1 class="article-detail-title f0">{escape(post.title)}</h1>'
        f'<div class="article-info fw clearfix"><span class="article-date">{date}</span> '
        f'<a class="article-cat" href="/{post.section}">{SECTIONS["a"][post.section]}</a></div>'
        f'<div class="article-detail-desc fw lt f0 clearfix">{escape(post.lead or "")}</div>'
        f'<div class="__MASTERCMS_CONTENT fw lt f1 mb clearfix">{_body(post, frame, "normalPara")}{author}</div></div>'
        f'<div class="article-tag">Tags: <a href="/{post.section}">{SECTIONS["a"][post.section].lower()}</a> '
        '<a href="/tin-moi">công thương</a></div>'
        f'<div class="article-detail-similar fw lt mb2 clearfix"><h2 class="bx-cat-name f2">Tin cùng chuyên mục</h2>{similar}</div>'
    )
    title = ADVERT if "hijacked_title" in post.traps else f"{post.title} | Báo Công Thương"
    return framed(frame, main, title, head, post.section)


def _page_b(post: Post, frame: Frame) -> str:
    head = f'<meta name="description" content="{escape(post.lead or "")}"><meta property="og:title" content="{escape(post.title)}">'
    shown = iso = ""
    if post.published and post.when:
        when = datetime.fromisoformat(post.published)
        shown = f'<span class="h5">{WEEKDAYS[when.weekday()]} - {when:%d/%m/%Y %H:%M}</span>'
        iso = f'<span class="hidden" itemprop="datePublished">{post.when}</span>'
    body = _body(post, frame, "")
    for attachment in post.attachments:
        body = body.replace(attachment["title"], f'<a href="{attachment["path"]}">{attachment["title"]}</a>')
    author = f'<p class="h5 text-right"><strong>Tác giả: </strong>{escape(post.byline)}</p>' if post.byline else ""
    source = f'<p class="text-right"><em>{escape(post.credit)}</em></p>' if post.credit else ""
    more = "".join(f"<li>{link(other)} <em>({day(other.published)})</em></li>" for other in others(post, frame, 5))
    main = (
        f'<div class="news_column panel panel-default" itemtype="http://schema.org/NewsArticle" itemscope><div class="panel-body">'
        f'<h1 class="title margin-bottom-lg" itemprop="headline">{escape(post.title)}</h1>{iso}{shown}'
        f'<div class="hometext m-bottom" itemprop="description">{escape(post.lead or "")}</div>'
        f'<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{body}{source}</div>{author}</div></div>'
        f'<div class="news_column others"><p class="h3">Những tin mới hơn</p><ul class="related">{more}</ul></div>'
    )
    return framed(frame, main, f"{post.title} - Sở Công Thương tỉnh Yên Bái", head, post.section)


def _page_c(post: Post, frame: Frame) -> str:
    head, date = "", f"({day(post.published)})" if post.published else ""
    if "us_date" in post.traps and post.published:
        when = datetime.fromisoformat(post.published)
        head = f'<meta name="article:published_time" content="{when.month}/{when.day}/{when.year} {when.hour % 12}:{when:%M:%S %p}">'
    more = "".join(f'<li>{link(other)}<span class="ShowDate"> ({day(other.published)})</span></li>' for other in others(post, frame, 4))
    lead, author = escape(post.lead or ""), f'<p class="Author" align="right"><b>{escape(post.byline)}</b></p>' if post.byline else ""
    body = f'<div class="journal-content-article">{_body(post, frame, "")}{author}</div>'
    main = (
        f'<table width="100%"><tr class="ms-news-header"><td class="FolderTitle">{SECTIONS["c"][post.section]}</td>'
        f'<td class="Time" align="right">{date}</td></tr></table><div id="part1"><table id="tableforprint" width="100%"><tbody>'
        f'<tr><td><p class="Title">{escape(post.title)}</p></td></tr><tr><td><p class="sapo"><strong>{lead}</strong></p></td></tr>'
        f'<tr><td><div class="ExternalClass{post.id:032X}">{body}</div>'
        f'</td></tr></tbody></table></div><div id="part2"><div class="div_header_style1">Các tin khác</div><ul>{more}</ul></div>'
    )
    return framed(frame, main, PORTAL, head, post.section)


def _body(post: Post, frame: Frame, css: str) -> str:
    """The blocks as HTML; neighbouring list items become one list, rows one table."""
    html = []
    for mark, group in groupby(post.blocks, key=lambda block: next((m for m in ("## ", "- ", "| ", "! ", "@") if block.startswith(m)), "")):
        blocks = [escape(block.removeprefix(mark), quote=False) for block in group]
        if mark == "- ":
            html.append("<ul>" + "".join(f"<li>{block}</li>" for block in blocks) + "</ul>")
        elif mark == "| ":
            cells = ("".join(f"<td>{cell.strip()}</td>" for cell in block.removesuffix(" |").split(" | ")) for block in blocks)
            html.append('<table class="__MB_TABLE"><tbody>' + "".join(f"<tr>{row}</tr>" for row in cells) + "</tbody></table>")
        elif mark == "! ":
            html.extend(_figure(post.site, block) for block in blocks)
        elif mark == "@":
            inner = " ".join(link(other) for other in others(post, frame, 8)[6:])
            html.append(f'<table class="__MB_ARTICLE_A"><tbody><tr><td align="left">{inner}</td></tr></tbody></table>')
        else:
            html.extend(f'<p class="{css}">{f"<strong>{block}</strong>" if mark else block}</p>' for block in blocks)
    return "\n".join(html)


def _figure(site: str, caption: str) -> str:
    image = f'<img src="/anh.svg" alt="{escape(caption)}">'
    if site == "b":
        return f'<figure class="article center">{image}<figcaption>{caption}</figcaption></figure>'
    css = "MASTERCMS_TPL_TABLE" if site == "a" else "anh"
    return f'<table class="{css}" align="center"><tbody><tr><td>{image}</td></tr><tr><td>{caption}</td></tr></tbody></table>'
