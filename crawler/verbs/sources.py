"""`corpus sources` and `corpus probe`: the registry listed and checked, what live sites offer, what all pages of a site carry."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from crawler.arguments import BadInput, Verbs, add_pages_db, add_verb, existing
from pipelines.sources.source import Source, load_sources
from pipelines.values.paths import DATA

REPORT = DATA / "logs" / "live-check.jsonl"


def add_parser(verbs: Verbs) -> None:
    """`corpus sources`, and `corpus probe`, which is the first thing to run where there is internet."""
    text = "look at sources on the web, 12 requests each, and propose what their files should say"
    probe = add_verb(verbs, "probe", lambda given: _look_at(given, given.sources, given.write), text)
    probe.add_argument("sources", nargs="*", metavar="SOURCE", help="names as in `scrapy list`; none: all")
    probe.add_argument(
        "--write", action="store_true", help="put what is proposed into the source files; without it the difference is shown"
    )
    sources = add_verb(verbs, "sources", run, "list the sources, check all source files, or learn what all pages of a site carry")
    sources.add_argument("action", nargs="?", choices=["list", "check", "constants"], default="list", help="what to do (default list)")
    sources.add_argument("names", nargs="*", metavar="SOURCE", help="of which `constants` are learned from the kept pages (default: all)")
    live = "look at them on the web as `corpus probe` does (all, or those named); changes no file"
    sources.add_argument("--live", nargs="*", metavar="SOURCE", help=live)
    for verb in (probe, sources):
        verb.add_argument("--report", type=Path, default=REPORT, metavar="FILE", help="what was seen is added, a JSON line a source")
        verb.add_argument("--sources-dir", type=Path, help="another folder of source files")
        add_pages_db(verb)


def run(given: argparse.Namespace) -> int:
    """List, check or learn. 1 when a live check finds a source that does not work. Raises BadInput and SourceError."""
    if given.action == "check" and given.live is not None:
        return _look_at(given, given.live)
    if given.live is not None:
        raise BadInput("--live belongs to `check`")
    if given.names and given.action != "constants":
        raise BadInput(f"{given.names[0]}: names belong to `constants`")
    sources = load_sources(given.sources_dir)
    if given.action == "constants":
        return _tell_constants(given, sources)
    if given.action == "check":
        live = sum(source.verified_live for source in sources.values())
        print(f"{len(sources)} source files are well formed; {live} verified live")
        return 0
    for source in sources.values():
        print(f"{source.name}\t{source.kind}\t{source.home_province or '-'}\t{source.hosts[0]}\t{source.confidence}")
    return 0


def _look_at(given: argparse.Namespace, names: list[str], write: bool = False) -> int:
    """The look that `corpus probe` and `corpus sources check --live` share. 1 when a source does not work as it should."""
    from crawler.probing.looking import ProbePlan, probe
    from crawler.running.schedule import chosen_sources

    sources = chosen_sources(names, given.sources_dir)
    if not sources:
        print("no sources")
        return 0
    return probe(ProbePlan(sources, given.sources_dir or DATA / "sources", given.report, given.pages_db, write))


def _tell_constants(given: argparse.Namespace, sources: dict[str, Source]) -> int:
    """Print, source by source, the line `constants` of its file as its kept articles show it. Raises BadInput and DatabaseError."""
    from pipelines.archive.pages import articles_of
    from pipelines.archive.schema import open_archive
    from pipelines.reading.headlines.constants import LEAST_PAGES, learn_constants

    unknown = [name for name in given.names if name not in sources]
    if unknown:
        raise BadInput(f"{unknown[0]}: no such source")
    archive = open_archive(existing(given.pages_db))
    for name in given.names or sources:
        learned = learn_constants(articles_of(archive, name))
        if learned.pages >= LEAST_PAGES:
            texts = ", ".join(json.dumps(constant.text, ensure_ascii=False) for constant in learned.constants)
            print(f"# {name}.toml, from {learned.pages} articles\nconstants = [{texts}]")
        elif learned.pages or given.names:
            print(f"# {name}.toml: {learned.pages} kept articles, {LEAST_PAGES} are needed")
    archive.close()
    return 0
