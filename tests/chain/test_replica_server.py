"""The server of the replica portal: every trap answers as described, editions change what they should, requests are counted."""

from __future__ import annotations

import gzip
import http.client
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from examples.replica import server as replica
from examples.replica.pages import ADVERT, PORTAL
from examples.replica.posts import SITES, load_posts, special_pages
from pipelines.sources.source import load_sources


@pytest.fixture(scope="module")
def portal() -> Iterator[replica.Replica]:
    with replica.start() as running:
        yield running


def fetch(url: str, method: str = "GET") -> tuple[int, dict[str, str], bytes]:
    """One request without following redirects: status, headers, body (what arrived of it)."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, parts.path + (f"?{parts.query}" if parts.query else ""))
        response = connection.getresponse()
        try:
            body = response.read()
        except http.client.IncompleteRead as error:
            body = error.partial
        return response.status, {k.lower(): v for k, v in response.getheaders()}, body
    finally:
        connection.close()


def post_with(trap: str) -> dict[str, object]:
    return next(row for row in replica.expected() if trap in row["traps"])


def page_of(portal: replica.Replica, trap: str) -> str:
    row = post_with(trap)
    return fetch(portal.url(str(row["site"]), str(row["path"])))[2].decode()


def test_every_article_answers_with_its_title(portal: replica.Replica) -> None:
    for row in replica.expected():
        url = portal.url(row["site"], row["path"])
        status, _, body = fetch(url)
        if status == 503:
            status, _, body = fetch(url)
        text = unicodedata.normalize("NFC", body.decode("utf-8", "replace"))
        assert status == 200, row["path"]
        assert row["title"].replace('"', "&quot;").replace("&", "&") in text.replace("&amp;", "&") or row["title"] in text, row["path"]


def test_every_article_is_reachable_from_the_listings(portal: replica.Replica) -> None:
    for site, base in portal.bases.items():
        start = {"a": ["/tin-moi"], "b": ["/vi/"], "c": ["/"]}[site]
        seen, queue = set(start), list(start)
        while queue:
            body = fetch(base + queue.pop(0))[2].decode("utf-8", "replace").replace("&amp;", "&")
            for href in re.findall(r'href="(/[^"]*)"', body):
                listing = re.fullmatch(r"/(?:[a-z-]+(?:\?s_cond=&BRSR=\d+)?|vi/news/[A-Za-z-]+/(?:page-\d+/)?|[a-z-]+/page/\d+)", href)
                if href not in seen and (site != "c" or href.startswith(("/tin-kinh-te", "/chi-dao"))) and listing:
                    queue.append(href)
                seen.add(href)
        missing = [post.path for post in load_posts() if post.site == site and post.path not in seen]
        assert not missing, site


def test_the_clock_is_now_and_changes_nothing_else(portal: replica.Replica) -> None:
    page = page_of(portal, "no_date")
    assert re.search(r"Hôm nay: <span[^>]*>(?:Thứ \w+|Chủ nhật) " + time.strftime(r"%d/%m/%Y|\d\d/\d\d/\d{4}") + r" \d\d:\d\d", page)
    assert "published_time" not in page


def test_hijacked_titles(portal: replica.Replica) -> None:
    rows = [row for row in replica.expected() if "hijacked_title" in row["traps"]]
    assert len(rows) >= 3
    for row in rows:
        assert f"<title>{ADVERT}</title>" in fetch(portal.url(row["site"], row["path"]))[2].decode()


def test_related_boxes_name_other_provinces_and_amounts(portal: replica.Replica) -> None:
    box = page_of(portal, "related_box").partition('class="article-detail-similar')[2]
    assert re.search(r"\d+(?:,\d+)? (?:tỷ|triệu)|\d%", box)
    assert len({p for row in replica.expected() for p in row["provinces"] if p in box}) >= 3
    assert '<table class="__MB_ARTICLE_A">' in page_of(portal, "inline_related")


def test_further_addresses_of_one_article(portal: replica.Replica) -> None:
    post = next(post for post in load_posts() if "print_duplicate" in post.traps)
    base = portal.bases["a"]
    article = fetch(base + post.path)[2]
    for query in ("?popup=1", "?utm_source=zalo&utm_medium=social&fbclid=IwAR0abc"):
        assert len(fetch(base + post.path + query)[2]) == len(article)
    printed = fetch(f"{base}/apicenter@/print_article&i={post.id}")[2].decode()
    assert post.title in printed
    assert f'<link rel="canonical" href="{post.path}" />' in printed
    moved = next(post for post in load_posts() if "redirect_alias" in post.traps)
    status, headers, _ = fetch(f"{base}/chuyen-bai-{moved.id}.html")
    assert (status, headers["location"]) == (301, moved.path)


def test_failures_answer_as_described(portal: replica.Replica) -> None:
    for page in special_pages():
        status, headers, body = fetch(portal.bases[page["site"]] + page["path"])
        if page["answer"] == "error":
            assert status == page["status"]
        elif page["answer"] == "redirect":
            assert (status, headers["location"]) == (302, page["to"])
        elif page["answer"] == "truncated":
            assert len(body) < int(headers["content-length"])
        elif page["answer"] == "empty":
            assert (status, body) == (200, b"")
        else:
            assert status == 200
            assert body
    loop = [page for page in special_pages() if page["answer"] == "redirect"]
    assert {page["to"] for page in loop} == {page["path"] for page in loop}


def test_503_once_then_the_article() -> None:
    with replica.start() as own:
        row = post_with("retry_after")
        url = own.url(str(row["site"]), str(row["path"]))
        status, headers, _ = fetch(url)
        assert (status, headers["retry-after"]) == (503, "1")
        assert fetch(url)[0] == 200
        assert own.counts()[url] == 2


def test_slow_only_when_asked(portal: replica.Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    row = post_with("slow")
    began = time.monotonic()
    fetch(portal.url(str(row["site"]), str(row["path"])))
    assert time.monotonic() - began < 1
    monkeypatch.setattr(replica, "SLOW", 0.6)
    with replica.start(slow=True) as own:
        began = time.monotonic()
        fetch(own.url(str(row["site"]), str(row["path"])))
        assert time.monotonic() - began >= 0.6


def test_bad_byte_and_decomposed_text(portal: replica.Replica) -> None:
    row = post_with("bad_byte")
    _, headers, body = fetch(portal.url(str(row["site"]), str(row["path"])))
    assert "charset" not in headers["content-type"]
    assert b"charset" not in body
    assert body.count(b"\xff") == 1
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert str(row["text"]).split("\n")[1] in body.replace(b"\xff", b"").decode()
    page = page_of(portal, "nfd")
    assert page != unicodedata.normalize("NFC", page)
    assert str(post_with("nfd")["title"]) not in page


def test_us_ordered_date(portal: replica.Replica) -> None:
    row, page = post_with("us_date"), page_of(portal, "us_date")
    year, month, day = str(row["published"])[:10].split("-")
    assert int(day) <= 12
    assert day != month
    assert f'content="{int(month)}/{int(day)}/{year} 3:29:00 PM"' in page
    assert f"({day}/{month}/{year})" in page


def test_site_c_has_one_title_and_one_depth(portal: replica.Replica) -> None:
    for path in ("/", "/tin-kinh-te", *(post.path for post in load_posts() if post.site == "c")):
        assert path.count("/") == 1
        assert f"<title>{PORTAL}</title>" in fetch(portal.bases["c"] + path)[2].decode()
    assert ">Trang sau</a>" in fetch(portal.bases["c"] + "/tin-kinh-te")[2].decode()


def test_calendar_never_ends(portal: replica.Replica) -> None:
    target = "/lich-cong-tac?thang=2019-09"
    for _ in range(40):
        body = fetch(portal.bases["c"] + target)[2].decode()
        target = re.findall(r'href="(/lich-cong-tac\?thang=\d{4}-\d\d)">Tháng sau', body)[0]
    assert target.endswith("2023-01")


def test_attachment_is_a_pdf(portal: replica.Replica) -> None:
    (attachment,) = next(post for post in load_posts() if "attachment" in post.traps).attachments
    assert f'<a href="{attachment["path"]}">{attachment["title"]}</a>' in page_of(portal, "attachment")
    status, headers, body = fetch(portal.bases["b"] + attachment["path"])
    assert (status, headers["content-type"]) == (200, "application/pdf")
    assert body.startswith(b"%PDF-1.4")
    assert body.rstrip().endswith(b"%%EOF")


def test_robots_feeds_and_sitemaps(portal: replica.Replica) -> None:
    for site, closed in (("a", "/noi-bo/"), ("b", "/vi/quan-tri/"), ("c", "/quan-tri/")):
        robots = fetch(portal.bases[site] + "/robots.txt")[2].decode()
        assert f"Disallow: {closed}\n" in robots
        delay = re.search(r"Crawl-delay: ([\d.]+)", robots)
        assert delay
        assert 0.05 <= float(delay[1]) <= 0.2
        home = fetch(portal.bases[site] + ("/vi/" if site == "b" else "/"))[2].decode()
        assert f'href="{closed}' in home
        assert 'href="https://example.invalid/' in home
    assert fetch(portal.bases["a"] + "/rss/trang-chu.rss")[2].count(b"<item>") == 20
    assert fetch(portal.bases["a"] + "/news-sitemap.xml")[2].count(b"<news:publication_date>") == 20
    assert b"/sitemap-news.xml.gz" in fetch(portal.bases["b"] + "/sitemap.xml")[2]
    listed = gzip.decompress(fetch(portal.bases["b"] + "/sitemap-news.xml.gz")[2]).decode()
    assert listed.count("<loc>") == sum(post.site == "b" for post in load_posts())


def test_second_edition_changes_what_it_should() -> None:
    edited = next(post for post in load_posts(2) if post.edited)
    fresh = next(post for post in load_posts(2) if post.edition == 2)
    before = next(post for post in load_posts(1) if post.slug == edited.slug)
    assert before.text != edited.text
    assert before.expected != edited.expected
    same = next(post for post in load_posts(1) if post.site == "b" and post.slug != edited.slug and "bad_byte" not in post.traps)
    with replica.start() as own:
        base = own.bases["b"]
        first, sidebar = fetch(base + edited.path)[2], fetch(base + same.path)[2]
        maps = gzip.decompress(fetch(base + "/sitemap-news.xml.gz")[2]).decode()
        assert fetch(own.bases[fresh.site] + fresh.path)[0] == 404
        own.switch(2)
        assert fetch(own.bases[fresh.site] + fresh.path)[0] == 200
        assert fresh.path.encode() in fetch(own.bases["a"] + "/rss/trang-chu.rss")[2]
        assert fetch(base + edited.path)[2] != first
        again = fetch(base + same.path)[2]
        assert again != sidebar
        assert body_of(again) == body_of(sidebar)
        maps_now = gzip.decompress(fetch(base + "/sitemap-news.xml.gz")[2]).decode()
        changed = set(maps_now.split("<url>")) - set(maps.split("<url>"))
        assert [entry for entry in changed if edited.path in entry]
        assert len(changed) == 1


def body_of(page: bytes) -> bytes:
    return page.partition(b'id="news-bodyhtml"')[2].partition(b"Nh\xe1\xbb\xafng tin m")[0]


def test_requests_are_counted_and_timed(portal: replica.Replica) -> None:
    portal.forget()
    url = portal.bases["c"] + "/tin-kinh-te"
    fetch(url)
    time.sleep(0.05)
    fetch(url, "HEAD")
    assert portal.counts() == {url: 2}
    assert [hit.method for hit in portal.log] == ["GET", "HEAD"]
    assert portal.gaps("c")[0] >= 0.05
    assert portal.most_at_once["c"] == 1
    portal.forget()
    assert not portal.counts()


def test_unknown_addresses_are_404(portal: replica.Replica) -> None:
    for base in portal.bases.values():
        assert fetch(base + "/khong-co-trang-nay")[0] == 404


def test_a_busy_port_is_one_clear_line(portal: replica.Replica) -> None:
    port = int(portal.bases["a"].rpartition(":")[2])
    with pytest.raises(replica.ReplicaError, match=rf"^port {port} of 127.0.0.1 cannot be used: .+$"):
        replica.start(port=port)


def test_sources_load_with_the_actual_ports(portal: replica.Replica, tmp_path: Path) -> None:
    portal.write_sources(tmp_path)
    sources = load_sources(tmp_path)
    assert set(sources) == set(SITES.values())
    for letter, name in SITES.items():
        assert sources[name].kind == "replica"
        assert sources[name].allow_private
        assert sources[name].hosts == (portal.bases[letter].removeprefix("http://"),)
        count = sum(row["site"] == name for row in replica.expected())
        assert sources[name].floor < count
        for pattern in sources[name].article_url:
            assert all(re.search(pattern, row["path"]) for row in replica.expected() if row["site"] == name)
        for url in (*sources[name].listings, *sources[name].feeds, *sources[name].sitemaps):
            assert fetch(url)[0] == 200, url
