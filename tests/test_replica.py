"""The replica portal: its articles are sound, its server behaves as described, every trap is there."""

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

from crawler import replica
from crawler.replica_pages import ADVERT, PORTAL
from crawler.replica_posts import SITES, load_posts, special_pages
from pipelines.sources import load_sources

ROLES = ("support", "budget", "investment", "output", "trade", "price", "income", "profit", "tax", "fine", "loan", "asset", "other")
SHARED = Path(__file__).resolve().parents[1].parent / "shared"
TRAPS = {
    "header_clock",
    "hijacked_title",
    "no_date",
    "seed_like_1",
    "seed_like_2",
    "syndicated_original",
    "syndicated_copy",
    "related_box",
    "inline_related",
    "print_duplicate",
    "popup_duplicate",
    "tracking_duplicate",
    "redirect_alias",
    "retry_after",
    "slow",
    "bad_byte",
    "nfd",
    "attachment",
    "us_date",
    "template_twin",
    "district_only",
    "home_only",
    "edited",
    "new_in_edition_2",
    "news_sitemap",
    "fine",
    "lead_has_year",
}


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


# --- the articles -------------------------------------------------------------------------------------------------------------------


def test_enough_articles_on_every_site() -> None:
    by_site = {name: sum(row["site"] == name for row in replica.expected()) for name in SITES.values()}
    assert sum(by_site.values()) >= 90
    assert min(by_site.values()) >= 18


def test_addresses_ids_and_titles_are_unique() -> None:
    posts = load_posts(2)
    assert len({(post.site, post.path) for post in posts}) == len(posts)
    assert len({(post.site, post.id) for post in posts}) == len(posts)
    twins = {post.title for post in posts if "template_twin" in post.traps or post.copy_of or "syndicated_original" in post.traps}
    titles = [post.title for post in posts if post.title not in twins]
    assert len(set(titles)) == len(titles)


def test_lengths_are_those_of_news() -> None:
    for row in replica.expected(2):
        assert 120 <= len(row["text"].split()) <= 470, row["slug"]
        assert len(row["paragraphs"]) >= 3, row["slug"]


def test_text_is_normalised() -> None:
    for row in replica.expected(2):
        assert row["text"] == unicodedata.normalize("NFC", row["text"]), row["slug"]
        assert not re.search(r"[{}\t]|  |\u00a0| \n|\n ", row["text"]), row["slug"]


@pytest.mark.parametrize("edition", [1, 2])
def test_every_surface_occurs(edition: int) -> None:
    checked = 0
    for row in replica.expected(edition):
        for fact in [*row["years"], *row["amounts"]]:
            assert row["text"].count(fact["text"]) >= fact["nth"] >= 1, (row["slug"], fact)
            checked += 1
    assert checked > 900


def test_amounts_are_well_formed() -> None:
    for row in replica.expected(2):
        for fact in row["amounts"]:
            where = (row["slug"], fact)
            assert fact["kind"] in ("money", "percent", "count", "measure"), where
            assert 0 < fact["min"] <= fact["max"], where
            assert fact["approx"] in (None, "about", "over", "under", "nearly"), where
            assert fact["change"] is None or fact["kind"] == "percent", where
            if fact["kind"] in ("money", "percent"):
                assert fact["role"] in ROLES, where
                assert fact["year"] is None or 1990 <= fact["year"][0] <= fact["year"][1] <= 2050, where
                assert fact["province"] is None or fact["province"] in row["provinces"], where
            else:
                assert not {"role", "year", "province"} & set(fact), where


def test_plain_values_agree_with_their_surface() -> None:
    scale = {"": 1, "nghìn": 1e3, "triệu": 1e6, "tỷ": 1e9}
    checked = 0
    for row in replica.expected(2):
        for fact in row["amounts"]:
            plain = re.match(r"([\d.,]+) ?(nghìn|triệu|tỷ)?\b(?! ?[-–đ]\w* ?\d)(?:[^\d]*)$", fact["text"])
            dot_decimal = re.search(r"\d\.\d(?!\d\d)", fact["text"])  # "14.3 tỷ đồng": one of the traps
            if plain and fact["unit"] != "USD" and not dot_decimal:
                assert fact["max"] == pytest.approx(float(plain[1].replace(".", "").replace(",", ".")) * scale[plain[2] or ""]), fact
                checked += 1
    assert checked > 500


def test_years_and_provinces_are_consistent() -> None:
    for row in replica.expected(2):
        for fact in row["years"]:
            digits = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", fact["text"])]
            assert fact["relative"] == (not digits), (row["slug"], fact)
            assert not digits or [fact["from"], fact["to"]] == [digits[0], digits[-1]], (row["slug"], fact)
        assert set(row["primary_provinces"]) <= set(row["provinces"]), row["slug"]
        for province in row["provinces"]:
            assert province in row["text"] or (province == "Hồ Chí Minh" and "TP.HCM" in row["text"]), (row["slug"], province)


def test_unmarked_numbers_are_no_years_or_money() -> None:
    """Every number with a currency, a percent sign or the form of a year stands in some expected surface, or in a cited law."""
    for row in replica.expected(2):
        text = row["text"]
        covered = [False] * len(text)
        for fact in [*row["years"], *row["amounts"]]:
            starts = [m.start() for m in re.finditer(re.escape(fact["text"]), text)]
            for i in range(starts[fact["nth"] - 1], starts[fact["nth"] - 1] + len(fact["text"])):
                covered[i] = True
        for m in re.finditer(r"\d[\d.,]*(?: (?:nghìn|triệu|tỷ))? ?(?:đồng|USD|%)|(?<![\d./:])(?:19|20)\d\d(?![\d/.,]\w)", text):
            assert covered[m.start()], (row["slug"], text[max(0, m.start() - 30) : m.end() + 10])


def test_every_trap_is_present() -> None:
    present = {trap for row in replica.expected(2) for trap in row["traps"]}
    assert present >= TRAPS
    assert {page["answer"] for page in special_pages()} >= {"error", "truncated", "redirect", "empty", "forbidden", "calendar", "html"}


def test_many_provinces() -> None:
    assert len({province for row in replica.expected() for province in row["provinces"]}) >= 35


def test_no_text_of_others() -> None:
    """No run of 14 words in common with the real articles and pages that this project is measured with."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("the measuring texts are not beside this checkout")
    foreign: set[tuple[str, ...]] = set()
    for path in [*SHARED.glob("gold/facts/articles/*.json"), *SHARED.glob("seeds/*.txt"), *SHARED.glob("gold/pages/labels/*.json")]:
        foreign |= runs(path.read_text(encoding="utf-8"))
    assert len(foreign) > 10_000
    for row in replica.expected(2):
        assert not runs(row["text"]) & foreign, row["slug"]


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text.replace("\\n", "\n")).lower())
    return {tuple(words[i : i + 14]) for i in range(len(words) - 13)}


# --- the server ---------------------------------------------------------------------------------------------------------------------


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
