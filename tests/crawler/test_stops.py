"""A stop is never lost: SIGTERM ends a crawl cleanly at whatever moment it comes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crawler.portal_site import rows
from tests.paths import ROOT
from tests.servers import endless

OPENING = """
import os, signal, sys
from scrapy import signals
from crawler.running.recorder import RunRecorder

moment, plain = sys.argv.pop(1), RunRecorder.from_crawler
def from_crawler(crawler):
    recorder = plain(crawler)
    crawler.signals.connect(lambda: os.kill(os.getpid(), signal.SIGTERM), getattr(signals, moment), weak=False)
    return recorder

RunRecorder.from_crawler = from_crawler
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""
CLOSING = """
import asyncio, os, signal, sys
from pipelines.intake.reader_handle import ReaderHandle
from pipelines.scrapy_pipeline import KeepAndRead

start, close = ReaderHandle._start, KeepAndRead.close_spider
def start_and_sleep(reader):
    start(reader)
    reader.process.send_signal(signal.SIGSTOP)
async def close_and_stop(keeper):
    os.kill(os.getpid(), signal.SIGTERM)
    asyncio.get_running_loop().call_later(0.5, keeper.reader.process.send_signal, signal.SIGCONT)
    await close(keeper)

ReaderHandle._start, KeepAndRead.close_spider = start_and_sleep, close_and_stop
from crawler.cli import main
sys.exit(main(sys.argv[2:]))
"""
STOPPED = "stopped before the end; the next run goes on from here"


def stop(driver: str, moment: str, folder: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A crawl of two sites that is told to stop at a moment, and the paths it asked for."""
    with endless.serve("none") as (one, asked), endless.serve("none") as (other, further):
        for name, host in (("mot", one), ("hai", other)):
            endless.write_source(folder / "sources", name, host)
        arguments = ["crawl", "--sources-dir", folder / "sources", "--pages-db", folder / "p.db", "--corpus-db", folder / "c.db"]
        command = [sys.executable, "-c", driver, moment, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done, [*asked, *further]


@pytest.mark.parametrize("moment", ["spider_opened", "engine_started"])
def test_a_stop_while_spiders_open_is_not_lost(moment: str, tmp_path: Path) -> None:
    done, asked = stop(OPENING, moment, tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(asked) <= 10  # of 58: robots.txt, the front, and what was on its way
    runs = rows(tmp_path / "p.db", "SELECT source, why FROM runs")
    assert {name for name, _ in runs} == {"mot", "hai"}
    assert all(STOPPED in why for _, why in runs)


def test_a_stop_while_a_spider_closes_leaves_the_rest_unread_and_ends_its_run(tmp_path: Path) -> None:
    done, asked = stop(CLOSING, "closing", tmp_path)
    assert done.returncode == 0, done.stderr
    assert len(asked) > 2 * endless.ARTICLES
    ends = dict(rows(tmp_path / "p.db", "SELECT verdict, group_concat(why) FROM runs GROUP BY verdict"))
    assert None not in ends
    assert STOPPED in ends["warning"]
    assert 0 < rows(tmp_path / "p.db", "SELECT count(*) FROM pages WHERE outcome IS NULL")[0][0] < len(asked)
