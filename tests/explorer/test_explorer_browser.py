"""The explorer in Debian's chromium: pages load, search finds, facts stand in place, charts have marks, nothing leaves the machine."""

# ruff: noqa: E402, E501

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")
pytest.importorskip("selenium", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not CHROMIUM or not DRIVER:
    pytest.skip("BROWSER TESTS SKIPPED: no chromium here (apt-get install chromium chromium-driver)", allow_module_level=True)

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from tests.explorer_fixtures import SCRIPT, hostile_corpus, replica_corpus, serve

pytestmark = pytest.mark.slow  # a real browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    process, base = serve(replica_corpus(tmp_path_factory.mktemp("replica")))
    yield base
    process.terminate()
    process.wait(timeout=20)


def leave(browser: Any, link: Any) -> None:
    """Click on what leads to another page, and wait until that has come."""
    page = browser.find_element(By.TAG_NAME, "html")
    link.click()
    WebDriverWait(browser, 20).until(staleness_of(page))


def visit(browser: Any, address: str) -> None:
    """Open a page; no console error, no request beyond this machine."""
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(address)
    errors = [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]
    assert errors == [], address
    asked = []
    for entry in browser.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    assert asked
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:"))] == [], address


@pytest.mark.parametrize("width", [390, 1280])
def test_pages_load_and_fit(browser: Any, site: str, width: int) -> None:
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
    )
    pages = ("/", "/search?q=khuyen+cong&province=yen+bai", "/charts", "/map", "/province/lao-cai", "/compare", "/questions", "/codebook", "/corpus", "/corpus/v_amounts",
             "/corpus/v_articles", "/corpus/coverage-gaps")  # fmt: skip
    for path in pages:
        visit(browser, site + path)
        assert browser.find_element(By.TAG_NAME, "h1").text
        if path != "/corpus/coverage-gaps":
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width, path
        if path == "/":
            hidden = "const box = document.querySelector('table.stacked').parentElement; return box.scrollWidth - box.clientWidth"
            assert browser.execute_script(hidden) <= 0  # of the table of sources
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_a_search_leads_to_a_fact_in_its_place(browser: Any, site: str) -> None:
    visit(browser, site + "/?_lang=en")
    browser.find_element(By.ID, "q").send_keys("khuyen cong sau thang 2021", Keys.ENTER)
    assert int(browser.find_element(By.ID, "found").text.split()[0]) >= 1
    leave(browser, browser.find_element(By.CSS_SELECTOR, "ol.hits a"))
    fact = next(f for f in browser.find_elements(By.CSS_SELECTOR, "#text a.fact.amount") if f.text == "4,86 tỷ đồng")
    before = browser.execute_script(
        "const r = document.createRange(); r.selectNodeContents(arguments[0].closest('p')); r.setEndBefore(arguments[0]); return r.toString()",
        fact,
    )
    assert before.endswith("đề án khuyến công, tổng kinh phí ")
    assert browser.execute_script("return getComputedStyle(arguments[0]).backgroundColor", fact) not in (
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    )
    fact.click()
    reading = browser.find_element(By.CSS_SELECTOR, "aside.facts li:target")
    assert "4.86 billion đồng" in reading.text
    assert "Yên Bái" in reading.text
    assert "rule: money-unit" in reading.text
    original = browser.find_element(By.ID, "original").get_attribute("href")
    assert original.startswith("http://127.0.0.1:8732/")


def test_a_search_is_narrowed_by_links_and_widened_by_chips(browser: Any, site: str) -> None:
    visit(browser, site + "/search?q=khuyến+công&_lang=vi")

    def found() -> int:
        return int(browser.find_element(By.ID, "found").text.split()[0])

    everything = found()
    browser.find_element(By.CSS_SELECTOR, "details.narrow summary").click()
    link = browser.find_element(By.CSS_SELECTOR, "details.narrow[open] li a")
    size = int(link.find_element(By.XPATH, "following-sibling::small").text)
    leave(browser, link)
    assert found() == size < everything
    leave(browser, browser.find_element(By.CSS_SELECTOR, "#chart-hits a"))
    assert 0 < found() < size
    chips = browser.find_elements(By.CSS_SELECTOR, "ul.chips a")
    assert len(chips) == 3  # a source, and the first and last day of one bar
    for _ in chips:
        leave(browser, browser.find_element(By.CSS_SELECTOR, "ul.chips a"))
    assert found() == everything
    leave(browser, browser.find_element(By.CSS_SELECTOR, "nav.pages a[rel=next]"))
    assert f"21–{everything} trong số {everything}" in browser.find_element(By.ID, "found").text
    assert len(browser.find_elements(By.CSS_SELECTOR, "ol.hits li")) == everything - 20


def test_columns_are_chosen_and_a_figure_leads_to_its_place(browser: Any, site: str) -> None:
    visit(browser, site + "/corpus/v_amounts?role__exact=support&_lang=vi")
    assert len(browser.find_elements(By.CSS_SELECTOR, "table.rows-and-columns th")) == 7
    assert not browser.find_element(By.CSS_SELECTOR, "#facets ul").is_displayed()
    browser.find_element(By.CSS_SELECTOR, "#chooser summary").click()
    browser.find_element(By.CSS_SELECTOR, "#chooser input[value=sentence]").click()
    browser.find_element(By.CSS_SELECTOR, "#chooser input[value=source]").click()
    leave(browser, browser.find_element(By.CSS_SELECTOR, "#chooser button"))
    heads = [head.text for head in browser.find_elements(By.CSS_SELECTOR, "table.rows-and-columns th")]
    assert "Nguồn" in heads
    assert "Câu văn" not in heads
    visit(browser, site + "/corpus/v_amounts?role__exact=support&_lang=vi")
    figure = browser.find_element(By.CSS_SELECTOR, "td.col-surface a")
    words = figure.text
    leave(browser, figure)
    assert browser.find_element(By.CSS_SELECTOR, "#text a.fact:target").text == words


def test_an_unsure_figure_looks_unsure_without_its_colour(browser: Any, site: str) -> None:
    visit(browser, site + "/corpus/v_amounts?_nofacet=1&certainty__exact=unsure&kind__exact=money&_lang=en")
    articles = dict.fromkeys(link.get_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, "td.col-surface a"))
    for article in articles:  # until one that has a doubtful figure as well
        browser.get(article)
        if browser.find_elements(By.CSS_SELECTOR, "#text a.fact.amount.doubtful"):
            break
    style = "const s = getComputedStyle(arguments[0]); return [s.borderBottomStyle, getComputedStyle(arguments[0], '::after').content]"
    looks = {}
    for word in ("doubtful", "unsure"):
        line, after = browser.execute_script(style, browser.find_element(By.CSS_SELECTOR, f"#text a.fact.amount.{word}"))
        looks[word] = (line, after.split("/")[0].strip(' "'))
    assert looks == {"doubtful": ("dashed", "?"), "unsure": ("dotted", "??")}
    browser.find_element(By.CSS_SELECTOR, "#text a.fact.amount.unsure").click()
    assert "?? unsure, " in browser.find_element(By.CSS_SELECTOR, "aside.facts li:target").text


def test_charts_and_maps_have_marks(browser: Any, site: str) -> None:
    visit(browser, site + "/?_lang=en")
    marks = browser.find_elements(By.CSS_SELECTOR, "svg.chart .mark")
    assert len(marks) >= 50
    assert any(mark.size["height"] > 2 and mark.size["width"] > 2 for mark in marks)
    visit(browser, site + "/map?measure=mentions&_lang=en")
    for era, units in (("until", 63), ("since", 34)):
        lands = browser.find_elements(By.CSS_SELECTOR, f"#map-{era} path.land")
        assert len(lands) == units
        colours = {browser.execute_script("return getComputedStyle(arguments[0]).fill", land) for land in lands}
        assert len(colours) >= 3, era


def test_keyboard_reaches_the_content_and_everything_has_a_name(browser: Any, site: str) -> None:
    visit(browser, site + "/?_lang=vi")
    browser.find_element(By.TAG_NAME, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    skip.send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.get_attribute("id") == "content"
    for path in ("/", "/charts", "/map", "/search?q=dien"):
        visit(browser, site + path)
        unnamed = browser.execute_script("""return [
          ...document.querySelectorAll('svg[role=img]:not([aria-label])'),
          ...[...document.querySelectorAll('input:not([type=hidden]), select')].filter(e => !e.labels.length),
          ...[...document.querySelectorAll('main a:not([aria-hidden]), main button')].filter(e => !e.textContent.trim())].map(e => e.outerHTML)""")
        assert unnamed == [], path


def test_hostile_pages_do_nothing(browser: Any, tmp_path: Path) -> None:
    ids = hostile_corpus(tmp_path / "c.db")
    process, base = serve(tmp_path / "c.db")
    try:
        for path in ("/", "/search?q=khuyen", "/corpus/v_articles", "/corpus/articles", *(f"/article/{key}" for key in ids.values())):
            visit(browser, base + path)
            assert browser.execute_script("return window.hurt") is None, path
            assert browser.find_elements(By.CSS_SELECTOR, "main img, a[href^=javascript]") == [], path
        visit(browser, f"{base}/article/{ids['script']}")
        assert SCRIPT in browser.find_element(By.TAG_NAME, "h1").text
    finally:
        process.terminate()
        process.wait(timeout=20)
