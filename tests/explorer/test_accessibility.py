"""axe-core on every page of the explorer and on the review desk, wide and narrow, light and dark: no serious or critical fault."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("selenium", reason="selenium is not installed")

from selenium.webdriver.support.wait import WebDriverWait

from tests.explorer.test_explorer_browser import site, visit  # noqa: F401 - fixtures; skips without chromium
from tests.paths import ROOT
from tests.review.sittings import open_desk, pages_of, read_again

pytestmark = pytest.mark.slow  # a real browser

AXE = ROOT / "tests" / "explorer" / "vendor" / "axe.min.js"
DIGEST = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"  # SHA-256 of 4.14.1
GRAVE = ("serious", "critical")
WIDTHS = (1280, 390)
PAGES = (
    "/search?q=khuy%E1%BA%BFn+c%C3%B4ng&province=yen+bai&year=2021", "/search?q=khuyen+cong&province=yen+bat", "/corpus",
    "/corpus/v_articles?_facet=source&province__exact=Y%C3%AAn+B%C3%A1i", "/corpus/coverage-gaps",
    "/corpus?sql=select+*+from+v_amounts+where+year+%3D+%3Ayear&year=2021", "/corpus?sql=select+nothing",
    "/charts/support", "/charts/attention", "/province/lao-cai", "/compare?province=L%C3%A0o+Cai&province=Y%C3%AAn+B%C3%A1i",
    "/cite?address=%2Fcharts",
)  # fmt: skip
DARK = ("/corpus/v_amounts?role__exact=support", "/corpus/v_articles?title__exact=x")
TRIM = """document.querySelectorAll("details").forEach(d => d.open = true);
const again = ["tbody tr:nth-child(n+4)", ".boxes label:nth-child(n+4)", "svg a ~ a ~ a ~ a", "main li:nth-child(n+6)",
  "main > section:nth-of-type(n+6)"];
document.querySelectorAll(again.join()).forEach(e => e.remove())"""
RUN = """const done = arguments[arguments.length - 1];
const told = n => n.target.join(' ') + ': ' + n.failureSummary.split('\\n')[1];
axe.run(document, {resultTypes: ['violations'], preload: false}).then(
  found => done(found.violations.map(v => [v.id, v.impact, v.nodes.map(told)])),
  error => done([['axe failed', 'critical', [String(error)]]]));"""


def wide(driver: Any, width: int) -> None:
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def faults(driver: Any, widths: Sequence[int] = WIDTHS) -> list[str]:
    """Grave faults of the page shown, as "rule at WIDTH: where, what"."""
    found = []
    if not driver.execute_script("return typeof axe == 'object'"):
        driver.execute_script(AXE.read_text(encoding="utf-8"))
    for width in widths:
        wide(driver, width)
        for rule, impact, nodes in driver.execute_async_script(RUN):
            found += [f"{rule} at {width}: {node}" for node in nodes[:3] if impact in GRAVE]
    return found


def test_axe_is_the_one_that_was_vendored() -> None:
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == DIGEST
    assert "MPL" in (AXE.parent / "README.md").read_text(encoding="utf-8")


def test_axe_finds_a_fault_where_there_is_one(browser: Any) -> None:
    browser.get("data:text/html,<html lang='en'><title>t</title><main><h1>h</h1><img src='data:,'><p style='color:%23ccc'>pale</p></main>")
    assert {fault.partition(" ")[0] for fault in faults(browser)} == {"image-alt", "color-contrast"}


def look_at(driver: Any, base: str, pages: list[str], widths: Sequence[int] = WIDTHS) -> dict[str, list[str]]:
    """Grave faults of pages by their address; everything folded is opened, of what repeats itself the beginning is enough."""
    found = {}
    for page in pages:
        driver.get(page)
        driver.execute_script(TRIM)
        if bad := faults(driver, widths):
            found[page.removeprefix(base)] = bad
    return found


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.soak)])
def test_no_page_of_the_explorer_has_a_grave_fault(browser: Any, site: str, width: int) -> None:  # noqa: F811
    visit(browser, f"{site}/?_lang=vi")
    menu = [link.get_attribute("href") for link in browser.find_elements("css selector", "header.site a")]
    assert len(menu) >= 9
    ask = "const done = arguments[0]; fetch('/corpus/v_supports.json?_shape=array&_size=1').then(a => a.json()).then(done)"
    article = browser.execute_async_script(ask)[0]["article"]
    pages = list(dict.fromkeys([*menu, *(site + path for path in PAGES), f"{site}/article/{article}"]))
    assert len(pages) > 15
    assert look_at(browser, site, pages, (width,)) == {}


def test_the_dark_pages_can_be_read(browser: Any, site: str) -> None:  # noqa: F811
    dark = [{"name": "prefers-color-scheme", "value": "dark"}]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": dark})
    assert look_at(browser, site, [site + path for path in DARK]) == {}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_the_review_desk_has_no_grave_fault(browser: Any, tmp_path: Path) -> None:
    pages_of(tmp_path)
    with open_desk(read_again(tmp_path), tmp_path / "corrections.toml") as desk:
        browser.get(desk.address)
        WebDriverWait(browser, 20).until(lambda b: b.find_element("id", "figure").is_displayed())
        assert faults(browser) == []
