"""Leases: one host belongs to one process at a time, also when two crawls are started by accident or by cron."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterable
from pathlib import Path

from pipelines.values.sqlite import Database

LENGTH = 120.0  # seconds; renewed while the crawl lives, taken over at once when its process on this machine is dead


def own_name() -> str:
    """machine:pid:start, unique for a process even when numbers are reused."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def acquire(db: Database, hosts: Iterable[str], owner: str) -> str | None:
    """Take all hosts or none. Returns None on success, else the owner that holds one of them."""
    hosts = sorted(set(hosts))
    now = time.time()
    with db.atomic():
        for host in hosts:
            row = db.execute("SELECT owner, until FROM leases WHERE host = ?", [host]).fetchone()
            if row and row[0] != owner and row[1] > now and _alive(row[0]):
                return str(row[0])
        for host in hosts:
            db.execute("INSERT OR REPLACE INTO leases VALUES (?, ?, ?)", [host, owner, now + LENGTH])
    return None


def last_use(db: Database, hosts: Iterable[str]) -> float | None:
    """When (seconds since the epoch) a crawl last had one of the hosts: its release, or now when the crawl was killed. Ask before taking
    them."""
    names = sorted(set(hosts))
    marks = ", ".join("?" * len(names))
    until = db.execute(f"SELECT max(until) FROM leases WHERE host IN ({marks})", names).fetchone()[0]  # noqa: S608 - question marks
    return None if until is None else min(float(until), time.time())


def held_by_others(db: Database, owner: str) -> set[str]:
    """The hosts other living processes hold at this moment."""
    rows = db.execute("SELECT host, owner FROM leases WHERE owner != ? AND until > ?", [owner, time.time()]).fetchall()
    return {str(host) for host, holder in rows if _alive(holder)}


def renew(db: Database, owner: str) -> None:
    """Keep all hosts of an owner for another LENGTH."""
    with db.atomic():
        db.execute("UPDATE leases SET until = ? WHERE owner = ?", [time.time() + LENGTH, owner])


def release(db: Database, hosts: Iterable[str], owner: str) -> None:
    """Let the hosts go; when that was stays written, so that the next crawl can keep its distance."""
    with db.atomic():
        for host in set(hosts):
            db.execute("UPDATE leases SET until = ? WHERE host = ? AND owner = ?", [time.time(), host, owner])


def _alive(owner: str) -> bool:
    """Whether the owner may still be running: always so for another machine, checked in /proc on this one."""
    machine, _, rest = owner.partition(":")
    pid, _, started = rest.partition(":")
    return machine != socket.gethostname() or _started(int(pid)) == started


def _started(pid: int) -> str:
    """Start time of a process in clock ticks since boot, "" when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""
