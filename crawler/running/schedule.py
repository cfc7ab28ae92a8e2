"""Schedule: which sources a crawl takes, whether their time has come, and which of them must not be crawled at the same time."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from crawler.arguments import BadInput
from crawler.running import leases
from crawler.running.health import AHEAD
from crawler.running.runs import last_runs
from pipelines.archive.rests import rest_of
from pipelines.archive.schema import open_archive
from pipelines.sources.source import Source, load_sources, open_now, seconds
from spiders.run import hanoi_hour


def chosen_sources(names: Sequence[str], folder: Path | None, due_in: Path | None = None) -> list[Source]:
    """The named sources, or all; with `due_in` (a pages.db) only those whose time has come, whose hosts no other crawl holds and that did
    not ask to be left alone.
    Raises BadInput for an unknown name."""
    known = load_sources(folder)
    for name in names:
        if name not in known:
            raise BadInput(f"{name}: no such source; `corpus sources` names them")
    chosen = [known[name] for name in (names or known)]
    if due_in is None:
        return chosen
    db = open_archive(due_in)
    try:
        last_starts = {run["source"]: run["started_at"] for run in last_runs(db) if run["finished_at"]}
        taken = leases.held_by_others(db, leases.own_name())
        resting = {s.name for s in chosen if rest_of(db, s.hosts, datetime.now(UTC))}
        waiting = Counter(dict(db.execute("SELECT source, count(*) FROM urls WHERE state = 'found' GROUP BY source").fetchall()))
    finally:
        db.close()
    hour, now = hanoi_hour(), datetime.now(UTC)
    due = [s for s in chosen if is_due(s, last_starts, now) and open_now(s, hour) and not taken & set(s.hosts)]
    due = [s for s in due if s.name not in resting]
    return sorted(due, key=lambda source: waiting[source.name])  # of those on one host the one with much to do comes last


def is_due(source: Source, last_starts: Mapping[str, str], now: datetime) -> bool:
    """Whether `every` has passed since the start of the last finished run; a killed run is due again at once. So is one dated in the
    future: a clock was wrong, and waiting for that day would be silence. It is told on standard error."""
    if source.name not in last_starts:
        return True
    last = datetime.fromisoformat(last_starts[source.name])
    if last > now + AHEAD:
        print(f"{source.name}: its last run is dated {last_starts[source.name]}: the clock was wrong; it counts as due", file=sys.stderr)
        return True
    return (now - last).total_seconds() >= seconds(source.every)


def own_hosts(source: Source) -> set[str]:
    """The hosts of a source as far as politeness goes: a machine is one host whatever the port, but for mirrors on this one."""
    return {host.partition(":")[0] if not source.allow_private else host for host in source.hosts}


class _Group(NamedTuple):
    hosts: set[str]
    members: list[Source]


def by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Groups of sources that share a host: a group is crawled one source after the other, groups at the same time."""
    groups: list[_Group] = []
    for source in sources:
        hosts = own_hosts(source)
        members = [source]
        for group in [g for g in groups if g.hosts & hosts]:
            groups.remove(group)
            hosts |= group.hosts
            members = group.members + members
        groups.append(_Group(hosts, members))
    return [group.members for group in groups]
