"""The desk in Debian's chromium: decided by keyboard alone, read back by replay; hostile text stays text, nothing leaves the machine."""

# ruff: noqa: E402

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT

pytest.importorskip("selenium", reason="selenium is not installed")
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
if not CHROMIUM or not DRIVER:
    pytest.skip("BROWSER TESTS SKIPPED: no chromium here (apt-get install chromium chromium-driver)", allow_module_level=True)

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from crawler.reviewing.decisions import read_decisions
from crawler.reviewing.server import DeskServer
from pipelines.corpus.schema import open_corpus
from tests.review.sittings import HOSTILE, open_desk, pages_of, put_in_force, read_again

pytestmark = pytest.mark.slow  # a real browser


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskServer]:
    pages_of(tmp_path)
    with open_desk(read_again(tmp_path), tmp_path / "corrections.toml") as server:
        yield server


def visit(browser: Any, address: str) -> None:
    browser.get("about:blank")  # another fragment alone would not load the page again
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(address)
    WebDriverWait(browser, 20).until(lambda b: any(b.find_element(By.ID, part).is_displayed() for part in ("figure", "finished")))


def press(browser: Any, *keys: str) -> None:
    """Keys as a person types them, wherever the focus is."""
    browser.switch_to.active_element.send_keys(*keys)


def shown(browser: Any, part: str) -> str:
    return str(browser.find_element(By.ID, part).text)


def figure(browser: Any) -> tuple[str, str]:
    """The figure on the page; two may stand in one sentence."""
    return shown(browser, "text"), shown(browser, "left")


def decided(browser: Any, total: int) -> None:
    """Wait until so many are decided."""
    WebDriverWait(browser, 20).until(lambda b: b.find_element(By.ID, "done-total").text == str(total))


def nothing_amiss(browser: Any) -> None:
    assert [entry["message"] for entry in browser.get_log("browser") if entry["level"] == "SEVERE"] == []
    events = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    asked = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert asked
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "about:"))] == []


def test_ten_decisions_by_keyboard_are_written_and_stay(
    browser: Any, desk: DeskServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit(browser, desk.address)
    assert shown(browser, "done-left") == "12"
    assert shown(browser, "surface") in shown(browser, "text")
    press(browser, Keys.ENTER)  # 1: right as read
    decided(browser, 1)
    press(browser, "2")  # 2: the second year, then saved
    assert "Save" in shown(browser, "save")
    press(browser, Keys.ENTER)
    decided(browser, 2)
    press(browser, "y", "2047-2048", Keys.ENTER)  # 3: a span of its own
    assert browser.find_element(By.ID, "other-year").get_attribute("value") == "2047-2048"
    press(browser, Keys.ENTER)
    decided(browser, 3)
    press(browser, "p", "tuyen quang", Keys.ENTER)  # 4: another province, typed without accents
    press(browser, Keys.ENTER)
    decided(browser, 4)
    press(browser, "r")  # 5: another role, from the closed list
    Select(browser.switch_to.active_element).select_by_value("asset")
    press(browser, Keys.ENTER)
    press(browser, Keys.ENTER)
    decided(browser, 5)
    press(browser, "x")  # 6: no figure
    decided(browser, 6)
    press(browser, "n", "xem bảng 4", Keys.ENTER)  # 7: a note
    press(browser, Keys.ENTER)
    decided(browser, 7)
    for n in (8, 9, 10):
        press(browser, Keys.ENTER)
        decided(browser, n)
    assert shown(browser, "done-today") == "10"
    assert shown(browser, "done-left") == "2"
    nothing_amiss(browser)

    entries = read_decisions(desk.desk.corrections)
    assert len(entries) == 10
    assert entries[0].confirmed == ("year", "province", "role")
    assert "year" not in (entries[1].confirmed or ())
    changes = [json.loads(entry.changes) for entry in entries]
    assert (changes[2]["year_from"], changes[2]["year_to"]) == (2047, 2048)
    assert (changes[3]["province"], changes[4]["role"], changes[5]) == ("Tuyên Quang", "asset", {"drop": True})
    assert (entries[6].reason, entries[6].by) == ("xem bảng 4", "N. A.")

    put_in_force(monkeypatch, desk.desk.corrections)
    for _ in range(2):
        corpus = open_corpus(read_again(tmp_path))
        assert corpus.execute("SELECT count(*) FROM corrections").fetchone() == (10,)
        assert corpus.execute("SELECT count(*) FROM amounts WHERE year_from = 2047 AND year_to = 2048").fetchone() == (1,)
        assert corpus.execute("SELECT count(*) FROM amounts WHERE province = 'Tuyên Quang' AND confidence = 1").fetchone() == (1,)
        assert corpus.execute("SELECT count(*) FROM amounts WHERE kind IN ('money', 'percent')").fetchone() == (11,)
        corpus.close()


def test_undo_brings_the_figure_back_and_skip_passes_it(browser: Any, desk: DeskServer) -> None:
    visit(browser, desk.address)
    first = figure(browser)
    press(browser, "s")
    WebDriverWait(browser, 20).until(lambda b: figure(b) != first)
    second = figure(browser)
    press(browser, Keys.ENTER)
    decided(browser, 1)
    press(browser, "u")
    decided(browser, 0)
    assert figure(browser) == second
    assert read_decisions(desk.desk.corrections) == []
    press(browser, "u")
    WebDriverWait(browser, 20).until(lambda b: figure(b) == first)
    press(browser, "u")
    WebDriverWait(browser, 20).until(lambda b: shown(b, "told") == "Nothing to take back in this sitting.")
    nothing_amiss(browser)


def test_a_wrong_answer_is_told_and_nothing_is_saved(browser: Any, desk: DeskServer) -> None:
    visit(browser, desk.address)
    press(browser, "p", "Atlantis", Keys.ENTER)
    press(browser, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: shown(b, "told") == "No province of this name.")
    press(browser, "p", Keys.ESCAPE)
    press(browser, Keys.ENTER)
    decided(browser, 1)
    desk.token = "another"  # a desk started anew on the same port
    press(browser, Keys.ENTER)
    WebDriverWait(browser, 20).until(lambda b: "corpus review" in shown(b, "told"))
    assert len(read_decisions(desk.desk.corrections)) == 1


def test_a_foreign_page_cannot_decide(browser: Any, desk: DeskServer, tmp_path: Path) -> None:
    page = tmp_path / "evil.html"
    state = desk.desk.state()["figure"]
    body = {key: state[key] for key in ("article", "start", "end")} | {"drop": True}
    page.write_text(
        f"""<script>
        const to = "{desk.address.split("#")[0]}decide", body = {json.dumps(json.dumps(body))}; window.tried = [];
        for (const headers of [{{"Content-Type": "text/plain"}}, {{"Content-Type": "application/json", "X-Desk-Token": "{desk.token}"}}])
          fetch(to, {{method: "POST", headers, body, credentials: "include"}}).then(a => tried.push(a.status), e => tried.push(String(e)));
        </script>""",
        encoding="utf-8",
    )
    browser.get(page.as_uri())
    WebDriverWait(browser, 20).until(lambda b: len(b.execute_script("return window.tried")) == 2)
    assert all("TypeError" in str(one) for one in browser.execute_script("return window.tried"))
    assert not desk.desk.corrections.exists()
    browser.get_log("browser")


def test_hostile_text_does_nothing(browser: Any, desk: DeskServer) -> None:
    visit(browser, desk.address)
    titles = []
    for n in range(1, 13):
        titles.append(shown(browser, "title"))
        assert browser.execute_script("return window.hurt") is None
        assert browser.find_elements(By.CSS_SELECTOR, "main img, main script") == []
        press(browser, Keys.ENTER)
        decided(browser, n)
    assert any(HOSTILE in title for title in titles)
    assert browser.find_element(By.ID, "finished").is_displayed()
    nothing_amiss(browser)


@pytest.mark.parametrize("width", [320, 400, 1280])
def test_the_page_fits_and_everything_has_a_name(browser: Any, desk: DeskServer, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        visit(browser, desk.address)
        for language in ("en", "vi"):
            assert browser.execute_script("return document.documentElement.lang") == language
            assert browser.execute_script("return document.documentElement.scrollWidth") <= width
            press(browser, "c")
            press(browser, "?")
            assert browser.find_element(By.ID, "keys").is_displayed()
            press(browser, Keys.ESCAPE)
            unnamed = browser.execute_script("""return [
              ...[...document.querySelectorAll('input, select')].filter(e => !e.labels.length),
              ...[...document.querySelectorAll('button, a, legend, dd')].filter(e => !e.textContent.trim()),
              ...[...document.querySelectorAll('[data-word*="_"]')].filter(e => e.textContent === e.dataset.word),
            ].map(e => e.outerHTML)""")
            assert unnamed == []
            press(browser, "l")
        nothing_amiss(browser)
    finally:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_verb_serves_until_it_is_interrupted(browser: Any, tmp_path: Path) -> None:
    pages_of(tmp_path)
    command = [sys.executable, "-m", "crawler.cli", "review", "--corpus-db", str(read_again(tmp_path)), "--no-browser"]
    file = tmp_path / "corrections.toml"
    process = subprocess.Popen([*command, "--corrections", str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    address = process.stdout.readline().split()[0]
    assert address.startswith("http://127.0.0.1:")
    visit(browser, address)
    press(browser, Keys.ENTER)
    decided(browser, 1)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0
    process.stdout.close()
    assert len(read_decisions(file)) == 1
