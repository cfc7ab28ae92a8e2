"""`corpus probe`: what live sites offer, as proposals for their source files; the first thing to run where there is internet."""

from __future__ import annotations

import argparse
from pathlib import Path

from crawler.arguments import Verbs, add_pages_db, add_verb
from pipelines.values.paths import DATA

REPORT = DATA / "logs" / "live-check.jsonl"


def add_parser(verbs: Verbs) -> None:
    """`corpus probe`."""
    probe = add_verb(verbs, "probe", run, "look at sources on the web, 12 requests each, and propose what their files should say")
    probe.add_argument("sources", nargs="*", metavar="SOURCE", help="names as in `scrapy list`; none: all")
    probe.add_argument(
        "--write", action="store_true", help="put what is proposed into the source files; without it the difference is shown"
    )
    probe.add_argument("--sources-dir", type=Path, help="another folder of source files")
    probe.add_argument("--report", type=Path, default=REPORT, metavar="FILE", help="what was seen is added, a JSON line a source")
    add_pages_db(probe)


def run(given: argparse.Namespace) -> int:
    """Look at the sources. 1 when one does not work as it should. Raises BadInput and SourceError."""
    return look_at(given, given.sources, given.write)


def look_at(given: argparse.Namespace, names: list[str], write: bool = False) -> int:
    """The look that `corpus probe` and `corpus sources check --live` share."""
    from crawler.probing.looking import ProbePlan, probe
    from crawler.running.schedule import chosen_sources

    sources = chosen_sources(names, given.sources_dir)
    if not sources:
        print("no sources")
        return 0
    return probe(ProbePlan(sources, given.sources_dir or DATA / "sources", given.report, given.pages_db, write))
