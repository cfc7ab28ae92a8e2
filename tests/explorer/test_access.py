"""Who is let in: this machine's names without a token; anybody who has shown the token, nobody else; and what the command prints."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytest.importorskip("datasette", reason="the extra `explore` is not installed")

from explorer.guarding.access import Doors
from tests.explorer.test_explorer import Site
from tests.paths import ROOT

TOKEN = "Ab-_9" * 8
COOKIE = f"explorer-8001={TOKEN}"


@pytest.fixture(scope="module")
def guarded(corpus_db: Path) -> Site:
    return Site(corpus_db, Doors(token=TOKEN, cookie="explorer-8001"))


PLACES = ["/", "/search?q=x", "/corpus/v_amounts.json", "/-/versions.json", "/-/explorer/style.css", "/-/static/app.css", "/wrong/1/1"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("host", ["127.0.0.1:8001", "box.example:8001"])
def test_nobody_comes_in_without_the_token(guarded: Site, place: str, host: str) -> None:
    for path, headers in (
        (place, {}),
        (place + ("&" if "?" in place else "?") + "token=" + TOKEN[:-1], {}),
        (place + ("&" if "?" in place else "?") + "token=", {}),
        (place, {"cookie": f"explorer-8001={TOKEN}x"}),
        (place, {"cookie": "explorer-8001="}),
        (place, {"cookie": f"explorer={TOKEN}"}),
        (place, {"cookie": "a b;;=,\x7f"}),
    ):
        answer = guarded.get(path, headers={"host": host, **headers})
        assert answer.status_code == 403, (path, headers)
        assert "set-cookie" not in answer.headers
        assert TOKEN not in answer.text


def test_the_first_visit_leaves_a_cookie_and_an_address_without_the_token(guarded: Site) -> None:
    answer = guarded.get(f"/search?q=chè+xanh&token={TOKEN}&_lang=vi", headers={"host": "box.example:8001"})
    assert answer.status_code == 302
    assert answer.headers["location"] == "/search?q=ch%C3%A8+xanh&_lang=vi"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(COOKIE + ";")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    for place in PLACES[:-1]:
        assert guarded.get(place, headers={"host": "box.example:8001", "cookie": f"lang=vi; {COOKIE}"}).status_code == 200, place
    away = guarded.get(f"//evil.example/?token={TOKEN}")
    assert away.headers.get("location", "/") in ("/", "/evil.example/")


def test_without_a_token_only_this_machine_is_answered(corpus_db: Path) -> None:
    site = Site(corpus_db)
    assert site.get("/", headers={"host": "localhost:8001"}).status_code == 200
    assert site.get("/", headers={"host": "box.example:8001"}).status_code == 403
    assert site.get(f"/?token={TOKEN}", headers={"host": "evil.example"}).status_code == 403


def test_the_command_asks_for_the_token_it_prints_and_leads_to_the_desk(corpus_db: Path, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "crawler.cli", "explore", "--corpus-db", str(corpus_db), "--port", str(port), "--host", "0.0.0.0",
               "--review", "--corrections", str(tmp_path / "corrections.toml")]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            token = re.fullmatch(rf"http://[^/:]+:{port}/\?token=([\w-]{{40,}}) \(Ctrl-C ends it\)\n", line)
            assert token, line
            base, cookie = f"http://127.0.0.1:{port}", {"cookie": f"explorer-{port}={token[1]}"}
            for _ in range(200):
                try:
                    urllib.request.urlopen(base, timeout=5).close()
                except urllib.error.HTTPError as error:
                    refused = error.code
                    error.close()
                    break
                except OSError:
                    time.sleep(0.1)
            assert refused == 403
            money = "/corpus/v_amounts.json?_shape=array&_size=1&kind=money&role=support&_col=article&_col=start"
            with urllib.request.urlopen(urllib.request.Request(base + money, headers=cookie), timeout=30) as answer:
                rows = answer.read().decode()
            article, start = re.search(r'"article": (\d+), "start": (\d+)', rows).groups()  # type: ignore[union-attr]

            class Stay(urllib.request.HTTPRedirectHandler):
                def redirect_request(self, *_: object) -> None:
                    return None

            with pytest.raises(urllib.error.HTTPError) as led:
                urllib.request.build_opener(Stay).open(
                    urllib.request.Request(f"{base}/wrong/{article}/{start}", headers=cookie), timeout=30
                )
            assert led.value.code == 302
            address = led.value.headers["location"]
            led.value.close()
            desk = re.fullmatch(rf"(http://127\.0\.0\.1:\d+)/#([\w-]+)&figure={article}:{start}&lang=en", address)
            assert desk, address
            ask = urllib.request.Request(f"{desk[1]}/figure", data=f'{{"article": "{article}", "start": "{start}"}}'.encode(),
                                         headers={"x-desk-token": desk[2], "content-type": "application/json"})  # fmt: skip
            with urllib.request.urlopen(ask, timeout=30) as answer:
                shown = answer.read().decode()
            assert f'"article": "{article}", "start": {start},' in shown
        finally:
            process.terminate()
            process.wait(timeout=20)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(["--host", "no such host"], "--host no such host: "), (["--port", "99999"], "99999: "), (["--pages-db", "no.db"], "no.db: ")],
)
def test_what_cannot_be_served_is_one_line(corpus_db: Path, arguments: list[str], says: str) -> None:
    command = [sys.executable, "-m", "crawler.cli", "explore", "--corpus-db", str(corpus_db), *arguments]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
