"""`corpus sources`: the registry listed, its files checked, or every source looked at on the web."""

from __future__ import annotations

import argparse
from pathlib import Path

from crawler.arguments import BadInput, Verbs, add_pages_db, add_verb
from pipelines.sources.source import load_sources
from pipelines.values.paths import DATA


def add_parser(verbs: Verbs) -> None:
    """`corpus sources`."""
    sources = add_verb(verbs, "sources", run, "list the sources, or check all source files")
    sources.add_argument("action", nargs="?", choices=["list", "check"], default="list", help="what to do (default list)")
    live = "check on the web (all, or those named): robots.txt, listings, an article; prints what to change"
    sources.add_argument("--live", nargs="*", metavar="SOURCE", help=live)
    sources.add_argument("--report", type=Path, default=DATA / "logs" / "live-check.jsonl", metavar="FILE", help="what was seen is added")
    sources.add_argument("--sources-dir", type=Path, help="another folder of source files")
    add_pages_db(sources)


def run(given: argparse.Namespace) -> int:
    """List or check. 1 when a live check finds a source that does not work. Raises BadInput and SourceError."""
    if given.action == "check" and given.live is not None:
        from crawler.running.live_check import check_live
        from crawler.running.schedule import chosen_sources

        return check_live(chosen_sources(given.live, given.sources_dir), given.report, given.pages_db)
    if given.live is not None:
        raise BadInput("--live belongs to `check`")
    sources = load_sources(given.sources_dir)
    if given.action == "check":
        live = sum(source.verified_live for source in sources.values())
        print(f"{len(sources)} source files are well formed; {live} verified live")
        return 0
    for source in sources.values():
        print(f"{source.name}\t{source.kind}\t{source.home_province or '-'}\t{source.hosts[0]}\t{source.confidence}")
    return 0
