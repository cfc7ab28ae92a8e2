"""What goes wrong around the answers of the reader costs those answers, and never the crawl's end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.intake import reader_handle
from pipelines.intake.messages import Answer
from pipelines.intake.reader_handle import ReaderHandle, State
from tests.crawler.kept_pages import keep, source
from tests.crawler.portal_site import rows
from tests.crawler.test_reader import outcomes, run
from tests.paths import ROOT
from tests.servers import faults

DRIVER = """
import sys
from pipelines.scrapy_pipeline import KeepAndRead
def broken(self, answer, old):
    raise KeyError("nobody expects this")
KeepAndRead.count_answer = broken
from crawler.cli import main
sys.exit(main(sys.argv[1:]))
"""


def test_an_answer_nobody_can_take_is_lost_alone(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    answers: list[Answer] = []

    def broken(_: Answer) -> None:
        raise KeyError("x")

    async def work(handle: ReaderHandle) -> None:
        numbers = keep(tmp_path, 5)
        for number in numbers:
            handle.submit(source("s"), number, answers.append if number in numbers[1:3] else broken)
        await handle.finish("s")
        assert handle.waiting("s") == 0

    run(tmp_path, work)
    assert outcomes(tmp_path) == [("stored", "new")] * 5
    assert len(answers) == 2
    assert [record.message for record in caplog.records if "is lost" in record.message] == [
        f"s: the answer to page {n} is lost: KeyError('x')" for n in (1, 4, 5)
    ]


def test_a_machine_without_a_process_to_give_leaves_pages_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Answer] = []

    def none(*_: object, **__: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    async def work(handle: ReaderHandle) -> None:
        monkeypatch.setattr(reader_handle.subprocess, "Popen", none)
        for number in keep(tmp_path, 3):
            handle.submit(source("s"), number, answers.append)
        await handle.finish("s")
        assert handle.state is State.GIVEN_UP

    run(tmp_path, work)
    assert outcomes(tmp_path) == [(None, None)] * 3
    assert [answer.error for answer in answers] == ["the reader does not start"] * 3


@pytest.mark.slow
def test_a_crawl_whose_answers_cannot_be_counted_ends_and_says_so(tmp_path: Path) -> None:
    with faults.start() as site:
        site.write_source(tmp_path / "sources", "sound")
        arguments = ["--sources-dir", tmp_path / "sources", "--pages-db", tmp_path / "p.db", "--corpus-db", tmp_path / "c.db"]
        command = [sys.executable, "-c", DRIVER, "crawl", *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=90, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "sound: bad: read none of 1 fetched pages: not_counted 1" in done.stderr
    assert rows(tmp_path / "p.db", "SELECT failed, verdict FROM runs") == [(1, "bad")]
