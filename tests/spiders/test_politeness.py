"""Delays, pauses, leases, and the guard that lets no request go where it must not."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.internet.error import DNSLookupError
from twisted.internet.error import TimeoutError as TwistedTimeout
from twisted.python.failure import Failure

from crawler.running import leases
from pipelines.archive.schema import open_archive
from pipelines.sources.source import Source
from spiders.fetching import politeness
from spiders.fetching.failures import failure_reason
from spiders.fetching.politeness import HostDelay, HostGuard, HostPause, retry_after
from spiders.run import at_mirror

SOURCE = Source("x", "X", "portal", ("x.gov.vn",), ("test",), "high", False, listings=("https://x.gov.vn/",))


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (b"120", 120.0),
        (b"Fri, 02 Oct 2026 00:01:00 GMT", 60.0),
        (b"Fri, 02 Oct 2020 00:00:00 GMT", 0.0),
        (b"soon", None),
        (None, None),
        (b"", None),
    ],
)
def test_retry_after(value: bytes | None, wanted: float | None) -> None:
    assert retry_after(value, datetime(2026, 10, 2, tzinfo=UTC)) == wanted


def test_the_delay_robots_asks_for_outlives_the_queue_it_was_set_on() -> None:
    """Scrapy forgets a host's queue, and its delay, after a minute without requests."""
    slots = [Slot(1, 5.0, 0.0), Slot(1, 5.0, 0.0), Slot(1, 60.0, 0.0)]
    crawler: Any = SimpleNamespace(
        settings={"ROBOTSTXT_USER_AGENT": "x"}, engine=SimpleNamespace(downloader=SimpleNamespace(_get_slot=lambda _: ("", slots[0])))
    )
    delay = HostDelay(crawler)
    robots: Any = SimpleNamespace(crawl_delay=lambda _: 30)
    delay.robots_parsed(robots, Request("https://x.gov.vn/a"))
    for number in range(3):
        delay.queued(Request("https://x.gov.vn/b"))
        assert slots.pop(0).delay == (60.0 if number == 2 else 30.0)


def test_a_refusing_host_rests_ever_longer_and_a_good_answer_ends_it() -> None:
    pause = HostPause(5.0)
    request = Request("https://x.gov.vn/a")
    waits = []
    for _ in range(3):
        pause.process_response(request, Response(request.url, status=503))
        waits.append(round(pause.until["x.gov.vn"] - politeness.time.monotonic()))
    assert waits == [5, 10, 20]
    pause.process_response(request, Response(request.url, status=200))
    pause.process_response(request, Response(request.url, status=429, headers={"Retry-After": "7"}))
    assert round(pause.until["x.gov.vn"] - politeness.time.monotonic()) == 7


def test_a_wish_longer_than_the_run_is_granted_by_leaving() -> None:
    request = Request("https://x.gov.vn/a")
    pause = HostPause(5.0)
    with pytest.raises(IgnoreRequest, match="Retry-After"):
        pause.process_response(request, Response(request.url, status=503, headers={"Retry-After": "86400"}))
    with pytest.raises(IgnoreRequest, match="Retry-After"):  # nothing more is asked of this host in this run
        asyncio.run(pause.process_request(Request("https://x.gov.vn/b")))
    asyncio.run(asyncio.wait_for(pause.process_request(Request("https://y.gov.vn/b")), 1))


def test_a_stopped_crawl_waits_for_no_host() -> None:
    crawler: Any = SimpleNamespace(crawling=True)
    pause = HostPause(300.0, crawler)
    request = Request("https://x.gov.vn/a")
    pause.process_response(request, Response(request.url, status=503))

    async def work() -> None:
        waiting = asyncio.ensure_future(pause.process_request(request))
        await asyncio.sleep(0.1)
        assert not waiting.done()
        crawler.crawling = False
        await asyncio.wait_for(waiting, 5)

    with pytest.raises(IgnoreRequest, match="Retry-After"):
        asyncio.run(work())


def test_a_host_that_never_stops_refusing_is_left_alone_in_the_end() -> None:
    pause = HostPause(5.0)
    request = Request("https://x.gov.vn/a")
    for _ in range(7):  # 5 + 10 + ... + 320 s
        pause.process_response(request, Response(request.url, status=429))
    with pytest.raises(IgnoreRequest, match="Retry-After"):
        pause.process_response(request, Response(request.url, status=429))


def guard(source: Source) -> HostGuard:
    crawler: Any = SimpleNamespace(spider=SimpleNamespace(walked=source))
    return HostGuard(crawler)


@pytest.mark.parametrize(
    ("url", "refused"),
    [
        ("https://x.gov.vn/a", False),
        ("https://www.x.gov.vn/a", False),
        ("https://y.gov.vn/a", True),
        ("https://x.gov.vn.evil.example/", True),
        ("https://x.gov.vn@evil.example/", True),
    ],
)
def test_no_request_leaves_the_source(url: str, refused: bool) -> None:
    check = guard(SOURCE).process_request(Request(url))
    if refused:
        with pytest.raises(IgnoreRequest, match="offsite"):
            asyncio.run(check)
    else:
        assert asyncio.run(check) is None


def test_a_mirror_allows_its_own_host_only() -> None:
    mirror = at_mirror(SOURCE, "http://127.0.0.1:8080/")
    check = guard(mirror)
    assert asyncio.run(check.process_request(Request("http://127.0.0.1:8080/a"))) is None
    with pytest.raises(IgnoreRequest, match="offsite"):
        asyncio.run(check.process_request(Request("http://127.0.0.1:9090/a")))
    with pytest.raises(ValueError, match="start_url"):
        at_mirror(SOURCE, "nowhere")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (DNSLookupError("x"), "dns"),
        (TwistedTimeout("x"), "timeout"),
        (IgnoreRequest("Forbidden by robots.txt"), "robots"),
        (IgnoreRequest("max redirections reached"), "redirect_loop"),
        (IgnoreRequest("offsite: https://y.vn"), "redirect_off_site"),
        (IgnoreRequest("private address: x"), "private_address"),
        (IgnoreRequest("exceeded DOWNLOAD_MAXSIZE (5 B) during decompression"), "too_large"),
        (ValueError("Invalid IPv6 URL"), "bad_url"),
        (ValueError("x"), "ValueError"),
        (RuntimeError("x"), "RuntimeError"),
    ],
)
def test_failure_classes(error: Exception, reason: str) -> None:
    assert failure_reason(Failure(error)) == reason


def test_a_host_belongs_to_one_process(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    me = leases.own_name()
    other = f"{me.partition(':')[0]}:1:{leases._started(1)}"  # process 1 is alive
    assert leases.acquire(db, ["a", "b"], me) is None
    assert leases.acquire(db, ["a"], me) is None
    assert leases.acquire(db, ["b", "c"], other) == me
    assert db.execute("SELECT count(*) FROM leases WHERE host = 'c'").fetchone() == (0,)  # all or none
    leases.release(db, ["a", "b"], me)
    assert leases.acquire(db, ["b", "c"], other) is None


def test_a_lease_tells_when_its_host_was_last_in_use(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    me = leases.own_name()
    assert leases.last_use(db, ["a"]) is None
    leases.acquire(db, ["a"], me)
    assert leases.last_use(db, ["a", "b"]) == pytest.approx(time.time(), abs=1)  # held, or its crawl was killed
    leases.release(db, ["a"], me)
    released = leases.last_use(db, ["a"])
    assert released == pytest.approx(time.time(), abs=1)
    time.sleep(0.2)
    assert leases.last_use(db, ["a"]) == released


def test_the_lease_of_a_dead_process_is_taken_over_at_once(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    dead = f"{leases.own_name().partition(':')[0]}:{child.pid}:{leases._started(child.pid)}"
    assert leases.acquire(db, ["a"], dead) is None
    assert leases.acquire(db, ["a"], leases.own_name()) == dead
    child.kill()
    child.wait()
    assert leases.acquire(db, ["a"], leases.own_name()) is None


def test_a_reused_process_number_is_another_process(tmp_path: Path) -> None:
    db = open_archive(tmp_path / "p.db")
    machine = leases.own_name().partition(":")[0]
    assert leases.acquire(db, ["a"], f"{machine}:{os.getpid()}:1") is None
    assert leases.acquire(db, ["a"], leases.own_name()) is None


def test_another_machine_keeps_its_lease_until_it_runs_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = open_archive(tmp_path / "p.db")
    assert leases.acquire(db, ["a"], "elsewhere:7:7") is None
    assert leases.acquire(db, ["a"], leases.own_name()) == "elsewhere:7:7"
    later = leases.time.time() + leases.LENGTH + 1
    monkeypatch.setattr(leases.time, "time", lambda: later)
    assert leases.acquire(db, ["a"], leases.own_name()) is None
