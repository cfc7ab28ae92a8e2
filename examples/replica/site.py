"""One site of the replica portal as a table: every address with its answer, built once per edition."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

from examples.replica.lists import feeds, listing_pages, sitemaps
from examples.replica.pages import PORTAL, Answer, Frame, article_pages, framed
from examples.replica.posts import REPLICA, load_posts, special_pages

CLOSED = {"a": "/noi-bo/", "b": "/vi/quan-tri/", "c": "/quan-tri/"}  # what robots.txt forbids
CRAWL_DELAY = {"a": 0.05, "b": 0.1, "c": 0.05}  # seconds
_NOISE = re.compile(r"utm_\w+|fbclid|popup")


def build_site(site: str, edition: int, base: str, switched: str) -> dict[str, Answer]:
    """Every address of one site ("a", "b", "c") with its answer. `base` is the site's own http://host:port, `switched` the ISO time
    this edition came online."""
    frame = Frame(site, [post for post in load_posts(edition) if post.site == site], edition)
    answers = dict(listing_pages(frame))
    for post in frame.posts:
        answers.update(article_pages(post, frame))
        for attachment in post.attachments:
            answers[attachment["path"]] = Answer((REPLICA / "files" / attachment["file"]).read_bytes(), "application/pdf")
    answers.update((page["path"], _special(page, frame)) for page in special_pages() if page["site"] == site)
    answers["/anh.svg"] = Answer((REPLICA / "files" / "anh.svg").read_bytes(), "image/svg+xml")
    sitemap = ""
    if site == "a":
        answers.update(feeds(list(frame.posts), base))
        sitemap = f"Sitemap: {base}/news-sitemap.xml\n"
    if site == "b":
        answers["/"] = Answer(status=302, location="/vi/")
        answers.update(sitemaps(list(frame.posts), base, switched))
        sitemap = f"Sitemap: {base}/sitemap.xml\n"
    robots = f"User-agent: *\nDisallow: {CLOSED[site]}\nCrawl-delay: {CRAWL_DELAY[site]}\n{sitemap}"
    answers["/robots.txt"] = Answer(robots.encode(), "text/plain")
    return answers


def find(answers: dict[str, Answer], target: str, frame: Frame) -> Answer:
    """The answer for a request target (path and query). Tracking and pop-up parameters change nothing, the calendar of site c never
    ends, an unknown search shows the search page; anything else is 404."""
    if target in answers:
        return answers[target]
    path, _, query = target.partition("?")
    kept = urlencode([(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not _NOISE.fullmatch(k)])
    known = answers.get(f"{path}?{kept}" if kept else path)
    if known:
        return known
    month = re.fullmatch(r"thang=(\d{4})-(0[1-9]|1[0-2])", query)
    if frame.site == "c" and path == "/lich-cong-tac" and month:
        return _calendar(int(month[1]), int(month[2]), frame)
    if path == "/tim-kiem-tin-tuc" and path in answers:
        return answers[path]
    return Answer(b"<html><body><h1>404</h1><p>Kh\xc3\xb4ng t\xc3\xacm th\xe1\xba\xa5y.</p></body></html>", status=404)


def _special(page: dict[str, Any], frame: Frame) -> Answer:
    answer = page["answer"]
    if answer == "redirect":
        return Answer(status=302, location=page["to"])
    if answer == "empty":
        return Answer()
    if answer == "error":
        return Answer(f"<html><body><h1>{page['status']}</h1></body></html>".encode(), status=page["status"])
    if answer == "calendar":
        return _calendar(2019, 9, frame)
    main = (REPLICA / "pages" / page["file"]).read_text(encoding="utf-8")
    title = PORTAL if frame.site == "c" and page["file"] != "gambling.html" else page["title"]
    return Answer(framed(frame, main, title).encode(), fault="truncated" if answer == "truncated" else "")


def _calendar(year: int, month: int, frame: Frame) -> Answer:
    following = f"{year + month // 12:04}-{month % 12 + 1:02}"
    weeks = "".join("<tr>" + "".join(f"<td>{d}</td>" for d in range(first, first + 7)) + "</tr>" for first in (1, 8, 15, 22))
    main = (
        f'<h2>Lịch công tác tháng {month}/{year}</h2><table class="lich">{weeks}</table>'
        f'<p><a href="/lich-cong-tac?thang={following}">Tháng sau</a></p>'
    )
    return Answer(framed(frame, main, PORTAL).encode())
