"""Endurance (pytest --soak): crawls and their readers killed with SIGKILL at random instants and resumed until whole, compared with one
left alone. The bundled replica, and real portals where their copies (../shared) are at hand."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest

from examples.replica import server as replica
from examples.replica.server import Replica
from tests.chain.test_portals import served
from tests.paths import ROOT
from tests.servers import shapes

KILLS = int(os.environ.get("SOAK_KILLS", "50"))
READER_KILLS = int(os.environ.get("SOAK_READER_KILLS", "10"))
SEED = int(os.environ.get("SOAK_SEED", "20261122"))
MOST_REQUESTS, MOST_PAGES, IN_A_ROW = 100, 60, 10  # between a start and its kill; kills of one crawl before it is let go to its end
TABLES = (
    *("sources", "articles", "provinces", "article_provinces", "years", "amounts", "supports", "attachments", "revisions"),
    *("passages", "tables", "table_figures", "relations", "clusters"),
)
WHEN = {"fetched_at", "first_seen", "last_seen", "read_at", "code_version"}  # columns that say when and by what, not what
UNREAD = "SELECT url FROM pages WHERE outcome IS NULL"
UNASKED = "SELECT url FROM urls WHERE kind IN ('article', 'sitemap') AND state IN ('found', 'fetched')"
TWICE = "SELECT url FROM pages WHERE outcome != 'failed' GROUP BY key HAVING count(*) > 1"  # walls are asked for in every run
CLOSING = 1.0  # seconds that closing takes: the drift of the sources, the verdicts, copies compared, all told

Crawl = subprocess.Popen[bytes]
Start = Callable[[Path], Crawl]  # a crawl that keeps what it finds in this folder
Instant = Callable[[Crawl, Path], None]  # waits for the instant of the kill


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path, timeout=60) as db:
        found = db.execute(query).fetchall()
    db.close()
    return found


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table as sorted rows, without the columns that say when and by what."""
    found = {}
    for table in TABLES:
        columns = [row[1] for row in rows(path, f"PRAGMA table_info({table})") if row[1] not in WHEN]
        found[table] = sorted(rows(path, f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found


def program(*arguments: str) -> Crawl:
    return subprocess.Popen([sys.executable, "-m", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def crawl_of(portal: Replica) -> Start:
    def start(folder: Path) -> Crawl:
        portal.write_sources(folder / "sources")
        return program("crawler.cli", "crawl", "--sources-dir", str(folder / "sources"), "--pages-db", str(folder / "p.db"),
                       "--corpus-db", str(folder / "c.db"))  # fmt: skip

    return start


def killed(crawl: Crawl, folder: Path, instant: Instant) -> bool:
    """False when it ended before."""
    instant(crawl, folder)
    if crawl.poll() is not None:
        return False
    crawl.kill()
    crawl.wait()
    return True


def intact(folder: Path) -> bool:
    files = [folder / name for name in ("p.db", "c.db") if (folder / name).exists()]
    return all(rows(file, "PRAGMA integrity_check") == [("ok",)] for file in files)


def reader_of(crawl: Crawl) -> int | None:
    """The process number of the crawl's only child, None when it has none (yet)."""
    with suppress(OSError):
        children = Path(f"/proc/{crawl.pid}/task/{crawl.pid}/children").read_text().split()
        return int(children[0]) if children else None
    return None


def counted(folder: Path, what: str) -> int:
    """How many pages are kept ("*") or settled ("outcome")."""
    with suppress(sqlite3.OperationalError):  # not made yet
        return int(rows(folder / "p.db", f"SELECT count({what}) FROM pages")[0][0])
    return 0


def at_its_end(crawl: Crawl, folder: Path, dice: random.Random) -> None:
    """Wait for a moment of closing: everything is asked for and read, the verdict, the clusters or the telling of them are under way."""
    while crawl.poll() is None:
        with suppress(sqlite3.OperationalError):  # not made yet
            if counted(folder, "*") and not rows(folder / "p.db", UNREAD) and not rows(folder / "p.db", UNASKED):
                break
        time.sleep(0.01)
    time.sleep(dice.uniform(0, CLOSING))


def let_go(crawl: Crawl, folder: Path, dice: random.Random, most: int, ends: tuple[int, ...] = (0,)) -> int:
    """Let a crawl come to its end and kill its readers at random instants; how many. Between two kills some page is settled: one that is
    under way at two of them in a row would be given up, as it must."""
    kills, before = 0, -1
    while crawl.poll() is None and kills < most:
        time.sleep(dice.uniform(0, 0.4))
        reader = reader_of(crawl)
        if reader is None or counted(folder, "outcome") <= before:
            continue
        with suppress(ProcessLookupError):
            os.kill(reader, signal.SIGKILL)
            kills += 1
        before = counted(folder, "outcome")
    assert crawl.wait(timeout=300) in ends
    return kills


def campaign(folder: Path, start: Start, instant: Instant, dice: random.Random, ends: tuple[int, ...] = (0,)) -> int:
    """Crawl and kill, then let the crawl come to its end, with a reader or two killed if any is still needed; how many kills of crawls.

    `ends`: the exit statuses of a crawl that comes to its end. Every start walks the listings first: kills in quick order never get past
    that, so that after some it is let go.
    """
    kills = 0
    while kills < IN_A_ROW and killed(start(folder), folder, instant):
        kills += 1
        assert intact(folder), f"after kill {kills}"
    let_go(start(folder), folder, dice, most=2, ends=ends)
    whole(folder)
    return kills


def only_readers_killed(folder: Path, start: Start, dice: random.Random, wanted: dict[str, list[tuple[Any, ...]]]) -> int:
    """Crawls that are not killed themselves, whose readers are; how many were."""
    kills = 0
    while kills < READER_KILLS:
        own = folder / f"readers{kills}"
        more = let_go(start(own), own, dice, most=READER_KILLS - kills)
        assert more, "no reader was there to kill"
        kills += more
        whole(own)
        assert content(own / "c.db") == wanted, f"after {kills} kills of readers (seed {SEED})"
    return kills


def whole(folder: Path) -> None:
    """Nothing is left undone, nothing done twice."""
    assert intact(folder)
    assert rows(folder / "c.db", "PRAGMA foreign_key_check") == []
    for query in (UNREAD, UNASKED, TWICE):
        assert rows(folder / "p.db", query) == [], query


@pytest.mark.soak
def test_killed_again_and_again_a_crawl_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    kills, campaigns = 0, 0
    with replica.start(0) as portal:
        start = crawl_of(portal)

        def instant(crawl: Crawl, folder: Path) -> None:
            """After some requests and a moment more, or now and then while the program still starts or already closes."""
            if (at := dice.random()) < 0.15:
                time.sleep(dice.uniform(0, 2))
                return
            if at > 0.8:
                at_its_end(crawl, folder, dice)
                return
            wanted = len(portal.log) + dice.randint(1, MOST_REQUESTS)
            while len(portal.log) < wanted and crawl.poll() is None:
                time.sleep(0.001)
            time.sleep(dice.uniform(0, 0.08))

        assert start(tmp_path / "calm").wait(timeout=300) == 0
        wanted = content(tmp_path / "calm" / "c.db")
        assert len(wanted["articles"]) >= 80
        while kills < KILLS:
            folder = tmp_path / f"rough{campaigns}"
            portal.forget()
            more = campaign(folder, start, instant, dice)
            kills, campaigns = kills + more, campaigns + 1
            assert content(folder / "c.db") == wanted, f"campaign {campaigns} after {kills} kills (seed {SEED})"
            assert asked_again(portal) <= 3 * more, "more was asked for again than can have been under way"
        readers = only_readers_killed(tmp_path, start, dice, wanted)
    print(f"replica: {tally(kills, readers, campaigns, wanted)}")


@pytest.mark.soak
def test_killed_again_and_again_on_portals_of_misleading_shapes(tmp_path: Path) -> None:
    """Walls, notices of equal words, one document under several sections, ids in the query, ids of sessions, every way of paging."""
    dice = random.Random(SEED)
    kills, campaigns = 0, 0
    with ExitStack() as stack:
        # of several addresses without a declared one that stands which was found first: kills change the order
        own = [shape for name, shape in shapes.SHAPES.items() if name not in ("tree", "several_bare")]
        sites = [stack.enter_context(shapes.start(shape)) for shape in own]

        def start(folder: Path) -> Crawl:
            for site in sites:
                site.write_source(folder / "sources")
            return program("crawler.cli", "crawl", "--sources-dir", str(folder / "sources"), "--pages-db", str(folder / "p.db"),
                           "--corpus-db", str(folder / "c.db"))  # fmt: skip

        instant = after_kept_pages(dice)
        assert start(tmp_path / "calm").wait(timeout=300) == 0
        wanted = content(tmp_path / "calm" / "c.db")
        assert len(wanted["articles"]) == sum(len(site.shape.stories) for site in sites)
        while kills < KILLS:
            folder = tmp_path / f"rough{campaigns}"
            # where nothing is left but walls, the verdict of the last crawl is rightly bad
            kills, campaigns = kills + campaign(folder, start, instant, dice, (0, 1)), campaigns + 1
            assert content(folder / "c.db") == wanted, f"campaign {campaigns} after {kills} kills (seed {SEED})"
        readers = only_readers_killed(tmp_path, start, dice, wanted)
    print(f"shapes: {tally(kills, readers, campaigns, wanted)}")


def after_kept_pages(dice: random.Random) -> Instant:
    """After some kept pages and a moment more, or now and then while the program still starts or already closes."""

    def instant(crawl: Crawl, folder: Path) -> None:
        if (at := dice.random()) < 0.15:
            time.sleep(dice.uniform(0, 2))
            return
        if at > 0.8:
            at_its_end(crawl, folder, dice)
            return
        wanted = counted(folder, "*") + dice.randint(0, MOST_PAGES)
        while counted(folder, "*") < wanted and crawl.poll() is None:
            time.sleep(0.02)
        time.sleep(dice.uniform(0, 1))

    return instant


def asked_again(portal: Replica) -> int:
    """Requests for articles that had been asked for before, but for those whose server wanted that."""
    refused = {hit.target for hit in portal.log if hit.status == 503}
    paths = {item["path"] for item in replica.expected()} - refused
    return sum(n - 1 for n in Counter(hit.target for hit in portal.log if hit.target in paths).values())


@pytest.mark.soak
@pytest.mark.parametrize("name", ["dakrlap", "stc"])
def test_killed_again_and_again_on_a_real_portal(shared: Path, tmp_path: Path, name: str) -> None:
    dice = random.Random(SEED)
    kills, campaigns = 0, 0
    with served(shared, name) as home:

        def start(folder: Path) -> Crawl:
            folder.mkdir(exist_ok=True)
            return program("scrapy", "crawl", "sct-daknong", "-a", f"start_url={home}", "-s", "DOWNLOAD_DELAY=0",
                           "-s", f"PAGES_DB={folder / 'p.db'}", "-s", f"CORPUS_DB={folder / 'c.db'}")  # fmt: skip

        instant = after_kept_pages(dice)

        assert start(tmp_path / "calm").wait(timeout=300) == 0
        wanted = content(tmp_path / "calm" / "c.db")
        assert len(wanted["articles"]) > 70
        while kills < KILLS:
            folder = tmp_path / f"rough{campaigns}"
            kills, campaigns = kills + campaign(folder, start, instant, dice), campaigns + 1
            assert content(folder / "c.db") == wanted, f"campaign {campaigns} after {kills} kills (seed {SEED})"
        readers = only_readers_killed(tmp_path, start, dice, wanted)
    print(f"{name}: {tally(kills, readers, campaigns, wanted)}")


def tally(kills: int, readers: int, campaigns: int, wanted: dict[str, list[tuple[Any, ...]]]) -> str:
    return (
        f"{kills} kills of crawls in {campaigns} campaigns, {readers} kills of readers alone, {len(wanted['articles'])} articles each,"
        " nothing lost, nothing doubled"
    )
