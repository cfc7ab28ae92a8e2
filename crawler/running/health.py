"""Health: is every source looked at when its time comes, and what came of it? For `corpus status`, and for machines that watch a crawl."""

from __future__ import annotations

import json
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from crawler.running import leases
from crawler.running.runs import last_runs
from pipelines.archive.rests import rest_of
from pipelines.archive.schema import read_archive
from pipelines.sources.source import Source, seconds

State = Literal["good", "warning", "bad", "running", "interrupted", "overdue", "future"]
ILL: frozenset[State] = frozenset(("bad", "interrupted", "overdue", "future"))
AHEAD = timedelta(minutes=10)  # by which clocks of sound machines may differ
_PING_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Health:
    """A source's last run (times ISO, UTC), when the next is due (None: no file of it is there any more) and what state that is.

    interrupted: the run never ended and nobody is at it. overdue: the next one has been due for as long again as runs are apart. future:
    the run is dated ahead of now, so a clock was wrong.
    """

    source: str
    state: State
    verdict: str | None
    started_at: str
    finished_at: str | None
    next_due: str | None
    stored: int
    failed: int
    why: str


def health_of(run: Mapping[str, Any], source: Source | None, taken: bool, now: datetime, rest: datetime | None = None) -> Health:
    """The health of a source by its newest run. `taken`: a living crawl holds one of its hosts; `rest`: until when they want to be left
    alone."""
    started = datetime.fromisoformat(run["started_at"])
    apart = timedelta(seconds=seconds(source.every)) if source else None
    due = max(started + apart, rest or started) if apart else None
    why = [run["why"]] if run["why"] else []
    if rest:
        why.append(f"asked to be left alone until {rest.isoformat(timespec='seconds')}")
    state: State = run["verdict"] or "good"
    if started > now + AHEAD:
        state = "future"
    elif run["finished_at"] is None:
        state = "running" if taken else "interrupted"
    elif state != "bad" and due and apart and now > due + apart:
        state = "overdue"
    return Health(
        run["source"], state, run["verdict"], run["started_at"], run["finished_at"], due.isoformat(timespec="seconds") if due else None,
        run["stored"], run["failed"], "; ".join(why),
    )  # fmt: skip


def health_in(pages_db: Path, sources: Mapping[str, Source], now: datetime | None = None) -> list[Health]:
    """The health of every source that was ever crawled into a pages.db, by name. Raises DatabaseError."""
    archive = read_archive(pages_db)
    try:
        runs = last_runs(archive)
        held = leases.held_by_others(archive, "")
        now = now or datetime.now(UTC)
        rests = {name: rest_of(archive, source.hosts, now) for name, source in sources.items()}
    finally:
        archive.close()
    known = [(run, sources.get(run["source"])) for run in runs]
    return [health_of(run, source, bool(source and held & set(source.hosts)), now, rests.get(run["source"])) for run, source in known]


def as_prometheus(found: Sequence[Health]) -> str:
    """The Prometheus text format (also for the textfile collector of its node exporter)."""
    lines = ["# HELP corpus_source_ill Whether a source needs looking at: bad, interrupted, overdue or dated in the future.",
             "# TYPE corpus_source_ill gauge"]  # fmt: skip
    lines += [f'corpus_source_ill{{source="{one.source}",state="{one.state}"}} {int(one.state in ILL)}' for one in found]
    lines += ["# HELP corpus_last_run_timestamp_seconds When the last run of a source began.",
              "# TYPE corpus_last_run_timestamp_seconds gauge"]  # fmt: skip
    for one in found:
        began = datetime.fromisoformat(one.started_at).timestamp()
        lines.append(f'corpus_last_run_timestamp_seconds{{source="{one.source}"}} {began:.0f}')
    lines += ["# HELP corpus_last_run_stored New articles and revisions of the last run.", "# TYPE corpus_last_run_stored gauge"]
    lines += [f'corpus_last_run_stored{{source="{one.source}"}} {one.stored}' for one in found]
    return "\n".join(lines) + "\n"


def write_health(path: Path, found: Sequence[Health], status: int) -> None:
    """The heartbeat of a crawl: a file that is whole at every moment. *.prom: Prometheus text, anything else JSON with the time, the exit
    status and every source. A file that cannot be written is told on standard error: a crawl is not worth less for it."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    if path.suffix == ".prom":
        text = as_prometheus(found)
    else:
        text = json.dumps({"written_at": now, "exit_status": status, "sources": [asdict(one) for one in found]}, ensure_ascii=False) + "\n"
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        print(f"{path}: {error.strerror}", file=sys.stderr)


def ping(url: str, status: int) -> None:
    """Tell a dead-man's switch that a crawl has ended: asks for the address, with /fail behind it after a bad one (as healthchecks.io and
    its kin have it). Only somebody who waits for the call notices a machine that is off. A call that fails is told on standard error."""
    address = url.rstrip("/") + ("/fail" if status else "")
    try:
        with urllib.request.urlopen(address, timeout=_PING_SECONDS):  # noqa: S310 - the operator's own address, checked to be http(s)
            pass
    except (OSError, ValueError) as error:
        print(f"--ping: {error}", file=sys.stderr)
