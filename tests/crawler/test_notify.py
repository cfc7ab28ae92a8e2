"""Messages about verdicts: only when one turns bad or good again, and again after the next run when one got lost."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crawler.arguments import BadInput
from crawler.running.notify import MOST_LINES, Change, Notifier, changes, message, notify_addresses
from tests.servers import faults

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr':DeprecationWarning")  # one of Apprise's many services imports it


@pytest.fixture
def receiver() -> Iterator[SimpleNamespace]:
    """A loopback server that keeps what is posted to it, or refuses it while `refuse` is set."""
    kept = SimpleNamespace(messages=[], refuse=False, url="")

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            return

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not kept.refuse:
                kept.messages.append((body["title"], body["message"]))
            self.send_response(500 if kept.refuse else 200)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"json://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield kept
    server.shutdown()
    server.server_close()


@contextmanager
def environment(**values: str) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        yield


def test_addresses_come_from_the_environment_and_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notify"
    file.write_text("# whom to tell\njson://a.example/\n\n  mailto://u:p@b.example  \n", encoding="utf-8")
    with environment(CORPUS_NOTIFY="json://c.example/ json://d.example/\njson://e.example/"):
        assert notify_addresses(["json://f.example/"], file) == [
            "json://f.example/", "json://a.example/", "mailto://u:p@b.example", "json://c.example/", "json://d.example/",
            "json://e.example/",
        ]  # fmt: skip
    with environment(CORPUS_NOTIFY=""):
        assert notify_addresses([], None) == []
    with pytest.raises(BadInput, match="nowhere: No such file"):
        notify_addresses([], tmp_path / "nowhere")


def run(source: str, verdict: str | None, why: str = "") -> dict[str, Any]:
    return {"source": source, "verdict": verdict, "why": why}


@pytest.mark.parametrize(
    ("verdict", "told", "wanted"),
    [
        ("bad", None, [True]),
        ("bad", "good", [True]),
        ("bad", "bad", []),
        ("good", "bad", [False]),
        ("warning", "bad", [False]),
        ("warning", "good", []),
        ("good", None, []),
        (None, "bad", []),
        (None, None, []),
    ],
)
def test_only_crossing_the_line_is_news(verdict: str | None, told: str | None, wanted: list[bool]) -> None:
    found = changes([run("a", verdict)], {"a": told} if told else {})
    assert [change.bad for change in found] == wanted


def test_a_message_names_everything_and_stays_short() -> None:
    title, body = message([Change("a", True, "tls 1"), Change("b", False, "")])
    assert title == "corpus: 1 turned bad, 1 good again"
    assert body == "a: bad: tls 1\nb: good again"
    _, body = message([Change(f"s{n}", True, "x") for n in range(100)])
    assert len(body.splitlines()) == MOST_LINES + 1
    assert body.endswith("and 60 more: corpus status")


def test_a_lost_message_is_sent_after_the_next_run(tmp_path: Path, receiver: SimpleNamespace, capsys: pytest.CaptureFixture[str]) -> None:
    def tell(*runs: dict[str, Any]) -> None:
        Notifier([receiver.url], tmp_path / "pages.db").tell(runs)

    receiver.refuse = True
    tell(run("a", "bad", "no listing answered"))
    assert "did not go out" in capsys.readouterr().err
    receiver.refuse = False
    tell(run("a", "bad", "no listing answered"), run("b", "good"))
    tell(run("a", "bad", "no listing answered"))
    tell(run("a", "good"))
    tell(run("a", "warning", "old news"))
    assert receiver.messages == [("corpus: 1 turned bad", "a: bad: no listing answered"), ("corpus: 1 good again", "a: good again")]


def test_wrong_addresses_are_refused_before_the_crawl(tmp_path: Path, corpus: Callable[..., Any]) -> None:
    with pytest.raises(BadInput, match="nonsense:"):
        Notifier(["nonsense://x"], tmp_path / "pages.db")
    done = corpus("crawl", "moit", "--notify", "nonsense://secret", "--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db")
    assert done.returncode == 2
    assert "secret" not in done.stderr  # addresses hold passwords
    assert not (tmp_path / "c.db").exists()


def test_a_crawl_that_turns_bad_and_good_again(tmp_path: Path, corpus: Callable[..., Any], receiver: SimpleNamespace) -> None:
    with faults.start() as closed, faults.start() as open_, environment(CORPUS_NOTIFY=receiver.url):
        for group, site in (("closed", closed), ("sound", open_), ("sound", open_)):  # a host that refuses, then one that works, twice
            site.write_source(tmp_path / "sources", group, name="site")
            where = ("--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db")
            done = corpus("crawl", "--sources-dir", tmp_path / "sources", *where)
            assert done.returncode == (group == "closed"), done.stderr
    assert [title for title, _ in receiver.messages] == ["corpus: 1 turned bad", "corpus: 1 good again"]
    assert "retry_later" in receiver.messages[0][1]
