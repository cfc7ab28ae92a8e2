"""In Debian's chromium: a hostile kept page runs nothing and asks for nothing; a citation is copied; the published site searches without a
server; the desk opens at the figure called wrong."""

# ruff: noqa: E402

from __future__ import annotations

import functools
import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")
pytest.importorskip("selenium", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not CHROMIUM or not DRIVER:
    pytest.skip("BROWSER TESTS SKIPPED: no chromium here (apt-get install chromium chromium-driver)", allow_module_level=True)

from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from crawler.publishing.publish import publish
from crawler.reviewing.beside import DeskBeside
from pipelines.archive.pages import keep_page
from pipelines.archive.schema import open_archive
from pipelines.archive.settling import settle_page
from pipelines.values.outcome import Outcome
from pipelines.values.page import Page
from tests.explorer.test_kept import HOSTILE
from tests.explorer_fixtures import replica_corpus, serve

pytestmark = pytest.mark.slow  # a real browser


@pytest.fixture(scope="module")
def corpus_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The replica corpus with a hostile kept page beside it."""
    path = tmp_path_factory.mktemp("explored") / "corpus.db"
    shutil.copy(replica_corpus(tmp_path_factory.mktemp("replica")), path)
    with closing(sqlite3.connect(path)) as corpus:
        (url,) = corpus.execute("SELECT url FROM articles WHERE revision = 2").fetchone()
    archive = open_archive(path.with_name("pages.db"))
    page = Page(
        url, "".join(HOSTILE.values()).encode(), "s", url, "2026-01-01T00:00:00+00:00", 200, {"content-type": "text/html; charset=utf-8"}
    )
    settle_page(archive, keep_page(archive, page, "r"), Outcome("stored", "new"))
    archive.close()
    return path


@pytest.fixture(scope="module")
def revised(corpus_db: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(corpus_db)) as corpus:
        article, start = corpus.execute("SELECT article, start_after FROM v_changed_figures").fetchone()
    return int(article), int(start)


@pytest.fixture(scope="module")
def site(corpus_db: Path) -> Iterator[str]:
    process, base = serve(corpus_db)
    yield base
    process.terminate()
    process.wait(timeout=20)


def visit(browser: Any, address: str) -> list[str]:
    """Open a page and return every address that was asked for."""
    browser.get_log("performance")
    browser.get(address)
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    return [one["params"]["request"]["url"] for one in messages if one["method"] == "Network.requestWillBeSent"]


def test_a_hostile_kept_page_runs_nothing_and_asks_for_nothing(browser: Any, site: str, revised: tuple[int, int]) -> None:
    asked = visit(browser, f"{site}/kept/{revised[0]}")
    browser.switch_to.frame("kept")
    text = browser.find_element(By.TAG_NAME, "body").text
    assert text.count("Chè xanh") >= 5  # some of them swallow what comes after
    assert browser.find_elements(By.CSS_SELECTOR, "script, form, iframe, svg, img, base, [onclick], [href]") == []
    browser.switch_to.default_content()
    later = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked += [one["params"]["request"]["url"] for one in later if one["method"] == "Network.requestWillBeSent"]
    assert asked
    assert [url for url in asked if not url.startswith((site, "data:", "about:"))] == []


def test_a_citation_is_copied(browser: Any, site: str, revised: tuple[int, int]) -> None:
    visit(browser, f"{site}/article/{revised[0]}")
    browser.find_element(By.ID, "cite").click()
    WebDriverWait(browser, 20).until(lambda page: page.find_elements(By.ID, "cite-bib"))
    button = browser.find_element(By.CSS_SELECTOR, "button[data-copy=cite-bib]")
    browser.execute_cdp_cmd("Browser.grantPermissions", {"origin": site, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]})
    button.click()
    WebDriverWait(browser, 10).until(lambda _: button.text == button.get_attribute("data-done"))
    copied = browser.execute_async_script("navigator.clipboard.readText().then(arguments[0], error => arguments[0](String(error)))")
    assert copied == browser.find_element(By.ID, "cite-bib").get_property("textContent")
    assert copied.startswith("@misc{")


def test_the_published_site_searches_from_a_sub_path(browser: Any, corpus_db: Path, tmp_path: Path) -> None:
    publish(corpus_db, tmp_path / "kho", "short")
    with closing(sqlite3.connect(corpus_db)) as corpus:  # words that stand far behind the beginning of a text, in a figure's sentence
        found = corpus.execute("SELECT m.sentence, a.title || substr(a.text, 1, 300) FROM amounts m JOIN articles a ON a.id = m.article"
                               " WHERE m.start > 900 AND m.role IS NOT NULL AND length(m.sentence) < 200")  # fmt: skip
        told = ((" ".join(re.findall(r"\w+", told)[:6]), begin) for told, begin in found)
        sentence = next(words for words, begin in told if not all(word in begin for word in words.split()))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/kho/"
        words_and_hits = (
            ("khuyen cong", True), ("khuyến công", True), ("khuyên công", False), ("khuyến cong", False), ("khuy", True), ("zzz", False),
            (sentence, True), (f"{sentence} zzz", False),
        )  # fmt: skip
        for words, some in words_and_hits:
            asked = visit(browser, f"{base}vi/search.html?q={words.replace(' ', '+')}")
            WebDriverWait(browser, 10).until(lambda page: page.find_element(By.ID, "told").text)
            hits = browser.find_elements(By.CSS_SELECTOR, "#hits a")
            assert bool(hits) is some, words
            assert [url for url in asked if not url.startswith((base, "data:"))] == []
        visit(browser, f"{base}vi/search.html?q=n%C4%83m+t%E1%BB%89nh")  # more than one page of hits
        WebDriverWait(browser, 10).until(lambda page: len(page.find_elements(By.CSS_SELECTOR, "#hits a")) == 20)
        browser.find_element(By.ID, "further").click()
        WebDriverWait(browser, 10).until(lambda page: len(page.find_elements(By.CSS_SELECTOR, "#hits a")) > 20)
        visit(browser, (tmp_path / "kho" / "vi" / "search.html").as_uri() + "?q=khuyến")  # from a folder, without any server
        WebDriverWait(browser, 10).until(lambda page: page.find_elements(By.CSS_SELECTOR, "#hits a"))
        visit(browser, f"{base}vi/search.html?q=khuyến")
        WebDriverWait(browser, 10).until(lambda page: page.find_elements(By.CSS_SELECTOR, "#hits a"))
        link = browser.find_element(By.CSS_SELECTOR, "#hits a")
        title = link.text
        link.click()
        WebDriverWait(browser, 10).until(lambda page: page.find_element(By.TAG_NAME, "h1").text == title)
        server.shutdown()


def test_the_desk_opens_at_the_figure_called_wrong(browser: Any, corpus_db: Path, revised: tuple[int, int], tmp_path: Path) -> None:
    desk = DeskBeside(corpus_db, tmp_path / "corrections.toml")
    try:
        visit(browser, desk.address_of(*revised))
        WebDriverWait(browser, 20).until(lambda page: page.find_element(By.ID, "surface").text)
        assert browser.find_element(By.ID, "surface").text == "3,1 tỷ đồng"
        for language, skip in (("vi", "Bỏ qua"), ("en", "Skip")):
            browser.get("about:blank")
            browser.get(f"{desk.address_of(*revised)}&lang={language}")
            WebDriverWait(browser, 20).until(lambda page: page.find_element(By.ID, "surface").text)
            assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == language
            assert skip in browser.find_element(By.TAG_NAME, "main").text
        with closing(sqlite3.connect(corpus_db)) as corpus:
            other = corpus.execute(
                "SELECT article, start, surface FROM amounts WHERE confidence > 0.9 AND kind = 'money' LIMIT 1"
            ).fetchone()
        visit(browser, desk.address_of(other[0], other[1]))  # another place of the same page
        WebDriverWait(browser, 20).until(lambda page: page.find_element(By.ID, "surface").text == other[2])
    finally:
        desk.close()
