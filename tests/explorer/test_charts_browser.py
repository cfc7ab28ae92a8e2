"""Charts in Debian's chromium: hovering, downloading, clicking through to sentences, a phone's width, provinces and comparison."""

# ruff: noqa: F811, F401

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")
pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from tests.explorer.test_explorer_browser import site, visit

pytestmark = pytest.mark.slow  # a real browser


def drawn(browser: Any, address: str, key: str) -> Any:
    """Visit a page and wait until a chart of it is drawn; the chart."""
    visit(browser, address)
    figure = browser.find_element(By.CSS_SELECTOR, f"figure.vega[data-key={key}]")
    browser.execute_script("arguments[0].scrollIntoView()", figure)
    WebDriverWait(browser, 20).until(lambda _: figure.get_attribute("data-ready"))
    return figure


def mark(figure: Any, kind: str, words: str) -> Any:
    return next(one for one in figure.find_elements(By.CSS_SELECTOR, f"{kind}[aria-label]") if words in one.get_attribute("aria-label"))


def test_hovering_tells_the_value_and_a_click_leads_to_its_sentences(browser: Any, site: str) -> None:
    figure = drawn(browser, site + "/charts/support?province=yen+bai&_lang=vi", "support")
    bar = mark(figure, "path", "2020")
    ActionChains(browser).move_to_element(bar).perform()
    tip = WebDriverWait(browser, 5).until(lambda b: b.find_element(By.CSS_SELECTOR, "#vg-tooltip-element.visible"))
    assert "3.600 triệu đồng" in tip.text
    assert "khuyến công: đã phê duyệt, 1 báo cáo" in tip.text
    page = browser.find_element(By.TAG_NAME, "html")
    bar.click()
    WebDriverWait(browser, 20).until(staleness_of(page))
    assert "/corpus/v_supports?province__exact=Y%C3%AAn+B%C3%A1i&year_from__exact=2020" in browser.current_url
    assert browser.find_elements(By.CSS_SELECTOR, "table.rows-and-columns tbody tr")


def test_a_part_of_a_year_is_seen_and_taken_away(browser: Any, site: str, tmp_path: Path) -> None:
    """Bắc Ninh 2020: exports of nine months and of September, no total of the year (tests/cases/demo_trade_output.tsv)."""
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    for address, kind in (("/charts/trade?province=bac-ninh", "path"), ("/charts/trade", "path"), ("/compare?province=bac-ninh", "path")):
        measure = "&measure=export" if "?" in address else "?measure=export"
        figure = drawn(browser, f"{site}{address}{measure}&_lang=en", "trade")
        assert "only a part of the year" in figure.find_element(By.CSS_SELECTOR, ".drawn svg").text
        shape = [
            one for one in figure.find_elements(By.CSS_SELECTOR, f"{kind}[aria-label]") if "months 1–9" in one.get_attribute("aria-label")
        ][-1]
        if "compare" not in address:
            assert "gradient" in shape.get_attribute("fill")
        ActionChains(browser).move_to_element(shape).perform()
        tip = WebDriverWait(browser, 5).until(lambda b: b.find_element(By.CSS_SELECTOR, "#vg-tooltip-element.visible"))
        assert "26,400 million USD" in tip.text
        assert "months 1–9" in tip.text
        assert "months 1–9" in figure.find_element(By.CSS_SELECTOR, "details").get_attribute("textContent")
    figure.find_element(By.CSS_SELECTOR, "button[data-kind=svg]").click()
    taken = tmp_path / "trade.svg"
    WebDriverWait(browser, 20).until(lambda _: taken.exists())
    assert "only a part of the year" in taken.read_text(encoding="utf-8")


@pytest.mark.parametrize(("kind", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_a_chart_is_taken_away_as_a_picture(browser: Any, site: str, tmp_path: Path, kind: str, begins: bytes) -> None:
    browser.execute_cdp_cmd("Page.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(tmp_path)})
    figure = drawn(browser, site + "/charts/roles?_lang=vi", "roles")
    figure.find_element(By.CSS_SELECTOR, f"button[data-kind={kind}]").click()
    taken = tmp_path / f"roles.{kind}"
    until = time.monotonic() + 20
    while not taken.exists() and time.monotonic() < until:
        time.sleep(0.1)
    content = taken.read_bytes()
    assert content.startswith(begins)
    if kind == "svg":
        text = content.decode()
        assert "Số liệu theo vai trò" in text
        assert "Nguồn: Kho ngữ liệu Công Thương" in text


@pytest.mark.parametrize(
    "path",
    ["/charts/attention?split=source&q=khuyen+cong", "/charts/support", "/charts/support?province=yen-bai&_lang=vi", "/charts/trade",
     "/charts/trade?province=bac-ninh;ninh-thuan&_lang=vi",
     "/charts/roles?_lang=en", "/charts/roles?_lang=vi", "/charts/fines", "/charts/amounts", "/charts/coverage?by=month"],
)  # fmt: skip
def test_nothing_is_cut_on_a_phone(browser: Any, site: str, path: str) -> None:
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True})
    try:
        figure = drawn(browser, site + path, path.split("/")[2].partition("?")[0])
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 390
        place, svg = figure.find_element(By.CSS_SELECTOR, ".drawn"), figure.find_element(By.CSS_SELECTOR, ".drawn svg")
        assert place.rect["x"] - 1 <= svg.rect["x"]
        assert svg.rect["x"] + svg.rect["width"] <= place.rect["x"] + place.rect["width"] + 1
        outside = browser.execute_script(
            """const b = arguments[0].getBoundingClientRect(), shown = t => t.textContent && t.getAttribute('opacity') !== '0',
              out = r => r.left < b.left - 2 || r.right > b.right + 2 || r.top < b.top - 2 || r.bottom > b.bottom + 2;
            const texts = [...arguments[0].querySelectorAll('text')].filter(t => shown(t) && out(t.getBoundingClientRect()));
            return texts.map(t => t.textContent)""",
            svg,
        )
        assert outside == []
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_from_a_figure_to_its_province_and_to_a_comparison(browser: Any, site: str) -> None:
    visit(browser, site + "/corpus/v_amounts?province__exact=Yên+Bái&_lang=en")
    page = browser.find_element(By.TAG_NAME, "html")
    browser.find_element(By.CSS_SELECTOR, "td.col-province a").click()
    WebDriverWait(browser, 20).until(staleness_of(page))
    assert browser.current_url.endswith("/province/yen-bai")
    browser.execute_script("document.querySelector('figure[data-key=support]').scrollIntoView()")
    WebDriverWait(browser, 20).until(lambda b: b.find_elements(By.CSS_SELECTOR, "figure[data-key=support][data-ready] .drawn svg"))
    figure = drawn(browser, site + "/compare?province=yen-bai&province=tuyen-quang&measure=support&_lang=en", "support")
    points = [one.get_attribute("aria-label") for one in figure.find_elements(By.CSS_SELECTOR, "path[aria-roledescription=point]")]
    assert len(points) == 7  # five years of one, two of the other; years without a figure have no point
    choice = browser.find_element(By.ID, "c-measure")
    page = browser.find_element(By.TAG_NAME, "html")
    choice.find_element(By.CSS_SELECTOR, "option[value=attention]").click()  # choosing is enough
    WebDriverWait(browser, 20).until(staleness_of(page))
    assert "measure=attention" in browser.current_url
    assert browser.current_url.count("province=") == 4


def test_the_table_behind_a_chart_is_reached_by_keyboard(browser: Any, site: str) -> None:
    figure = drawn(browser, site + "/charts/roles?_lang=en", "roles")
    summary = figure.find_element(By.TAG_NAME, "summary")
    browser.execute_script("arguments[0].focus()", summary)
    summary.send_keys("\ue007")
    links = figure.find_elements(By.CSS_SELECTOR, "details[open] td a")
    assert len(links) >= 10
    assert all(link.text.strip() for link in links)
