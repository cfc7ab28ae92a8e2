"""Listings, feeds and sitemaps of the replica portal."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import datetime
from email.utils import format_datetime
from html import escape

from examples.replica.pages import PORTAL, ROOTS, SECTIONS, Answer, Frame, day, framed, link
from examples.replica.posts import Post, special_pages

XML = "application/xml; charset=utf-8"
PAGE_SIZE = {"a": 15, "b": 6, "c": 7}


def listing_pages(frame: Frame) -> Iterator[tuple[str, Answer]]:
    """Home page and the numbered pages of every section."""
    site, posts = frame.site, list(frame.posts)
    yield from _numbered(frame, "/vi/" if site == "b" else "/", ("home", "Tin nổi bật"), posts[:8])
    if site == "a":
        yield from _numbered(frame, "/tin-moi", ("tin-moi", "Tin mới"), posts)
    for key, name in SECTIONS[site].items():
        path = f"{ROOTS[site]}{key}" + ("/" if site == "b" else "")
        yield from _numbered(frame, path, (key, name), [post for post in posts if post.section == key])


def _numbered(frame: Frame, path: str, section: tuple[str, str], members: list[Post]) -> Iterator[tuple[str, Answer]]:
    site, (key, name), size = frame.site, section, PAGE_SIZE[frame.site]
    count = 1 if key == "home" else max(1, -(-len(members) // size))
    site_name = {"a": "Báo Công Thương", "b": "Sở Công Thương tỉnh Yên Bái", "c": ""}[site]
    for n in range(count):
        items = [_item(post) for post in members[n * size : (n + 1) * size]]
        if n == 0:
            items[2:2] = [_strange_item(site, page["path"], page["title"]) for page in special_pages()
                          if page["site"] == site and path in page["linked"]]  # fmt: skip
        main = _list_html(site, name, "\n".join(items)) + _pager(site, n, count, lambda k: address(site, path, k))
        yield address(site, path, n), Answer(framed(frame, main, f"{name} - {site_name}" if site_name else PORTAL, "", key).encode())


def address(site: str, path: str, n: int) -> str:
    """Address of the n-th page (from 0) of a listing: by offset on site a, /page-2/ on b, /page/2 on c."""
    if n == 0:
        return path
    return {"a": f"{path}?s_cond=&BRSR={n * PAGE_SIZE['a']}", "b": f"{path}page-{n + 1}/", "c": f"{path}/page/{n + 1}"}[site]


def _list_html(site: str, name: str, inner: str) -> str:
    if site == "a":
        return f'<div class="bx-cat-title"><h2 class="bx-cat-name f2">{name}</h2></div><div class="cat-content box-list">{inner}</div>'
    if site == "b":
        return f'<div class="page panel-body"><h2>{name}</h2>{inner}</div>'
    head = f'<div class="div_header_style1"><a class="a_header_style1">{name}</a></div>'
    return f'<div class="allPost">{head}<table width="100%"><tbody>{inner}</tbody></table></div>'


def _item(post: Post) -> str:
    lead, when = escape(post.lead or ""), day(post.published)
    if post.site == "a":
        info = f'<p class="article-info"><span class="format_date">{when}</span></p>' if when else ""
        title = f'<h3 class="article-title">{link(post, "article-link f0")}</h3>'
        return f'<div class="article">{title}{info}<div class="article-desc">{lead}</div>{_duplicates(post)}</div>'
    if post.site == "b":
        info = f'<span class="h5">{when}</span>' if when else ""
        return f'<div class="news_column"><h3>{link(post)}</h3>{info}<div class="text-justify">{lead}</div></div>'
    info = f'<span class="ShowDate"> ({when})</span>' if when else ""
    title = f'<a href="{post.path}">{escape(post.title)}{info}</a>'
    return f'<tr><td class="TitleFront">{title}</td></tr><tr><td class="tinHT"><div class="ContentText">{lead}</div></td></tr>'


def _strange_item(site: str, path: str, title: str) -> str:
    anchor = f'<a href="{escape(path)}">{escape(title)}</a>'
    if site == "c":
        return f'<tr><td class="TitleFront">{anchor}</td></tr>'
    return f'<div class="{"article" if site == "a" else "news_column"}"><h3 class="article-title">{anchor}</h3></div>'


def _duplicates(post: Post) -> str:
    """Further addresses of one article that the lists of site a link: print, pop-up, tracking parameters, a redirect."""
    kinds = {
        "print_duplicate": (f"/apicenter@/print_article&i={post.id}", "Bản in"),
        "popup_duplicate": (f"{post.path}?popup=1", "Mở cửa sổ mới"),
        "tracking_duplicate": (f"{post.path}?utm_source=zalo&utm_medium=social&fbclid=IwAR0abc", "Chia sẻ"),
        "redirect_alias": (f"/chuyen-bai-{post.id}.html", "Liên kết cũ"),
    }
    links = [f'<a class="btn-share" href="{escape(href)}">{words}</a>' for trap, (href, words) in kinds.items() if trap in post.traps]
    return f'<p class="article-button-share">{" | ".join(links)}</p>' if links else ""


def _pager(site: str, n: int, count: int, target: Callable[[int], str]) -> str:
    if count == 1:
        return ""
    if site == "c":
        before = f'<a class="btn" href="{target(n - 1)}">Trang trước</a>' if n else ""
        after = f'<a class="btn" href="{target(n + 1)}">Trang sau</a>' if n + 1 < count else ""
        return f'<hr><ul class="pagination"><li><nav class="pagination">{before}{after}</nav></li></ul>'
    numbers = "".join(
        f'<span class="current">{k + 1}</span>' if k == n else f'<a href="{escape(target(k))}">{k + 1}</a>' for k in range(count)
    )
    if site == "b":
        return f'<div class="text-center"><nav class="pagination">{numbers}</nav></div>'
    end = f'<a href="{escape(target(n + 1))}">Sau</a><a href="{escape(target(count - 1))}">Cuối</a>' if n + 1 < count else ""
    return f'<div class="grNextPage __MB_ARTICLE_PAGING lt">{numbers}{end}</div>'


def feeds(posts: list[Post], base: str) -> dict[str, Answer]:
    """RSS of the home page and the news sitemap of site a: the newest twenty dated articles."""
    dated = [(post, datetime.fromisoformat(post.when)) for post in posts if post.when][:20]
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{base}{post.path}</link><guid>{base}{post.path}</guid>"
        f"<description>{escape(escape(post.lead or ''))}</description><pubDate>{format_datetime(when)}</pubDate></item>"
        for post, when in dated
    )
    channel = f"<channel><title>Báo Công Thương (bản mẫu)</title><link>{base}/</link>{items}</channel>"
    urls = "".join(
        f"<url><loc>{base}{post.path}</loc><news:news><news:publication><news:name>Báo Công Thương</news:name><news:language>vi"
        f"</news:language></news:publication><news:publication_date>{post.when}</news:publication_date>"
        f"<news:title>{escape(post.title)}</news:title></news:news></url>"
        for post, _ in dated
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return {
        "/rss/trang-chu.rss": Answer(_xml(f'<rss version="2.0">{channel}</rss>'), XML),
        "/news-sitemap.xml": Answer(_xml(f"<urlset {spaces}>{urls}</urlset>"), XML),
    }


def sitemaps(posts: list[Post], base: str, switched: str) -> dict[str, Answer]:
    """Sitemap index of site b and its one gzipped sitemap; an edited article has the time of the edition as lastmod."""
    space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    urls = "".join(
        f"<url><loc>{base}{post.path}</loc>"
        + (f"<lastmod>{switched if post.edited else post.when}</lastmod>" if post.when else "")
        + "</url>"
        for post in posts
    )
    index = f"<sitemapindex {space}><sitemap><loc>{base}/sitemap-news.xml.gz</loc></sitemap></sitemapindex>"
    packed = gzip.compress(_xml(f"<urlset {space}>{urls}</urlset>"), mtime=0)
    return {"/sitemap.xml": Answer(_xml(index), XML), "/sitemap-news.xml.gz": Answer(packed, "application/x-gzip")}


def _xml(text: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode()
