"""`corpus status`: how every source is, as a table for people, JSON or Prometheus text for machines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.arguments import Verbs, add_databases, add_verb, existing

if TYPE_CHECKING:
    from crawler.running.health import Health


def add_parser(verbs: Verbs) -> None:
    """`corpus status`."""
    status = add_verb(verbs, "status", run, "how every source is: last run, verdict, next due")
    how = status.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="for machines: the newest run of every source and its state")
    how.add_argument("--prometheus", action="store_true", help="for machines: Prometheus text")
    status.add_argument("--sources-dir", type=Path, help="another folder of source files, besides data/sources")
    add_databases(status)


def run(given: argparse.Namespace) -> int:
    """1 when a source needs looking at: its last verdict is bad, its run was interrupted, it is overdue, or a clock was wrong; else 0.
    Raises BadInput and DatabaseError."""
    from crawler.running.health import ILL, as_prometheus, health_in
    from crawler.running.runs import last_runs
    from crawler.verbs.replay import load_all_sources
    from pipelines.archive.schema import read_archive
    from pipelines.corpus.schema import read_corpus

    pages_db, corpus_db = existing(given.pages_db), existing(given.corpus_db)
    found = health_in(pages_db, load_all_sources(pages_db, given.sources_dir))
    corpus = read_corpus(corpus_db)
    articles = dict(corpus.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
    corpus.close()
    if given.prometheus:
        print(as_prometheus(found), end="")
    elif given.json:
        archive = read_archive(pages_db)
        print(json.dumps(_as_json(found, last_runs(archive), articles), ensure_ascii=False))
        archive.close()
    elif found:
        _show(found, articles)
    else:
        print("no runs yet")
    return 1 if any(one.state in ILL for one in found) else 0


def _as_json(found: Sequence[Health], runs: Sequence[dict[str, Any]], articles: Mapping[str, int]) -> Sequence[dict[str, Any]]:
    states = {one.source: one for one in found}
    for run in runs:
        run["fill"], run["reasons"] = json.loads(run["fill"] or "{}"), json.loads(run["reasons"] or "{}")
        run["articles"] = articles.get(run["source"], 0)
        run["state"], run["next_due"] = states[run["source"]].state, states[run["source"]].next_due
    return runs


def _show(found: Sequence[Health], articles: Mapping[str, int]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from crawler.running.health import ILL

    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, header_style="bold", caption="times are UTC", caption_justify="left")
    for heading in ("source", "last run", "next due", "new", "failed", "total", "state"):
        table.add_column(heading, justify="right" if heading in ("new", "failed", "total") else "left", no_wrap=True)
    for one in found:
        numbers = (str(one.stored), str(one.failed), str(articles.get(one.source, 0)))
        colour = "red" if one.state in ILL else "yellow" if one.state == "warning" else "green"
        table.add_row(one.source, _minute(one.started_at), _minute(one.next_due), *numbers, Text(one.state, style=colour))
    Console().print(table)
    for one in found:
        if one.state not in ("good", "running"):
            print(f"{one.source}: {one.state}: {_why(one)}")


def _minute(time: str | None) -> str:
    return time[:16].replace("T", " ") if time else "-"


def _why(one: Health) -> str:
    told = {
        "interrupted": "the crawl was killed; the next one goes on from there",
        "overdue": f"due since {_minute(one.next_due)}: is the timer on?",
        "future": f"its last run is dated {_minute(one.started_at)}: the clock was wrong; the next crawl takes it as due",
    }
    return told.get(one.state) or one.why
