"""Endurance (pytest --soak): crawls killed with SIGKILL at random instants and resumed until whole, compared with one left alone."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from crawler import replica
from crawler.replica import Replica

ROOT = Path(__file__).resolve().parents[1]
KILLS = int(os.environ.get("SOAK_KILLS", "50"))
SEED = int(os.environ.get("SOAK_SEED", "20261122"))
MOST_REQUESTS, IN_A_ROW = 100, 10  # requests between a start and its kill; kills of one crawl before it is let go to its end
TABLES = ("sources", "articles", "provinces", "article_provinces", "years", "amounts", "supports", "attachments", "revisions")
WHEN = {"fetched_at", "first_seen", "last_seen", "read_at"}  # columns that say when, not what


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path, timeout=60) as db:
        found = db.execute(query).fetchall()
    db.close()
    return found


def content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table as sorted rows, without the columns that say when."""
    found = {}
    for table in TABLES:
        columns = [row[1] for row in rows(path, f"PRAGMA table_info({table})") if row[1] not in WHEN]
        found[table] = sorted(rows(path, f"SELECT {', '.join(columns)} FROM {table}"), key=repr)
    return found


def start(folder: Path, portal: Replica) -> subprocess.Popen[bytes]:
    portal.write_sources(folder / "sources")
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder / "sources"),
               "--pages-db", str(folder / "p.db"), "--corpus-db", str(folder / "c.db")]  # fmt: skip
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def killed(crawl: subprocess.Popen[bytes], portal: Replica, dice: random.Random) -> bool:
    """Kill after some requests and a moment more, or now and then while the program still starts. False when it ended before."""
    if dice.random() < 0.15:
        time.sleep(dice.uniform(0, 2))
    else:
        wanted = len(portal.log) + dice.randint(1, MOST_REQUESTS)
        while len(portal.log) < wanted and crawl.poll() is None:
            time.sleep(0.001)
        time.sleep(dice.uniform(0, 0.08))
    if crawl.poll() is not None:
        return False
    os.kill(crawl.pid, signal.SIGKILL)
    crawl.wait()
    return True


@pytest.mark.soak
def test_killed_again_and_again_a_crawl_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    dice = random.Random(SEED)
    kills, campaigns = 0, 0
    with replica.start(0) as portal:
        assert start(tmp_path / "calm", portal).wait(timeout=300) == 0
        wanted = content(tmp_path / "calm" / "c.db")
        assert len(wanted["articles"]) >= 80
        paths = {item["path"] for item in replica.expected()}
        while kills < KILLS:
            folder = tmp_path / f"rough{campaigns}"
            portal.forget()
            before = kills
            # After some kills a crawl is let go to its end: every start walks the listings first, kills in quick order never get past that.
            while kills - before < IN_A_ROW and killed(start(folder, portal), portal, dice):
                kills += 1
                for name in ("p.db", "c.db"):
                    if (folder / name).exists():
                        assert rows(folder / name, "PRAGMA integrity_check") == [("ok",)], f"after kill {kills}"
            assert start(folder, portal).wait(timeout=300) == 0
            campaigns += 1
            assert content(folder / "c.db") == wanted, f"campaign {campaigns} after {kills} kills (seed {SEED})"
            assert rows(folder / "c.db", "PRAGMA foreign_key_check") == []
            assert rows(folder / "p.db", "SELECT count(*) FROM pages WHERE outcome IS NULL") == [(0,)]
            assert rows(folder / "p.db", "SELECT url FROM urls WHERE kind = 'article' AND state IN ('found', 'fetched')") == []
            refused = {hit.target for hit in portal.log if hit.status == 503}
            again = Counter(hit.target for hit in portal.log if hit.target in paths - refused)
            twice = sum(n - 1 for n in again.values())
            assert twice <= 3 * (kills - before), "more was asked for again than can have been under way"
    print(f"{kills} kills in {campaigns} campaigns, {len(wanted['articles'])} articles each, nothing lost, nothing doubled")
