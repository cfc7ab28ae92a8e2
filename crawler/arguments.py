"""Arguments: those several verbs share, and checks of what comes from outside: one clear line each, or nothing."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from explorer.search import Filters
from pipelines.sources.urls import canonical_url
from pipelines.values.paths import DATA

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Run: TypeAlias = Callable[[argparse.Namespace], int]
SPIDER_ARGUMENTS = ("since", "until", "max_articles", "start_url")


class BadInput(Exception):
    """Input or arguments that cannot be used; the message is the one line the user sees."""


def add_verb(verbs: Verbs, name: str, run: Run, text: str) -> argparse.ArgumentParser:
    """A verb of `corpus`. `run` does it and gives the exit status; it is the place for imports that cost time."""
    verb = verbs.add_parser(name, help=text, description=text)
    verb.set_defaults(run=run)
    return verb


def add_databases(verb: argparse.ArgumentParser) -> None:
    """--pages-db and --corpus-db."""
    add_pages_db(verb)
    add_corpus_db(verb)


def add_pages_db(verb: argparse.ArgumentParser) -> None:
    """--pages-db, for verbs that ask no corpus."""
    verb.add_argument("--pages-db", type=Path, default=DATA / "pages.db", metavar="P")


def add_corpus_db(verb: argparse.ArgumentParser) -> None:
    """--corpus-db, for verbs that ask no kept pages."""
    verb.add_argument("--corpus-db", type=Path, default=DATA / "corpus.db", metavar="C")


def add_filters(verb: argparse.ArgumentParser) -> None:
    """--source, --province and --year."""
    verb.add_argument("--source", help="only this source")
    verb.add_argument("--province", help="only articles filed under this province")
    verb.add_argument("--year", type=int, help="only articles that report on this year")


def filters_of(given: argparse.Namespace) -> Filters:
    """What `add_filters` asked for."""
    return Filters(given.source, given.province, given.year)


def existing(path: Path) -> Path:
    """The path. Raises BadInput when there is no such file."""
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    return path


def check_spider_arguments(arguments: Mapping[str, str]) -> str | None:
    """What is wrong with the arguments of a spider, or None."""
    for name in arguments:
        if name not in SPIDER_ARGUMENTS:
            return f"{name}: unknown argument; known are {', '.join(SPIDER_ARGUMENTS)}"
    for name in ("since", "until"):
        if name in arguments and not _is_day(arguments[name]):
            return f"{name}: {arguments[name]!r} is not a date YYYY-MM-DD"
    if "max_articles" in arguments and not (arguments["max_articles"].isdecimal() and int(arguments["max_articles"]) > 0):
        return f"max_articles: {arguments['max_articles']!r} is not a whole number above 0"
    if "start_url" in arguments and canonical_url(arguments["start_url"]) is None:
        return f"start_url: {arguments['start_url']!r} is not an http(s) URL"
    if arguments.get("since", "") > arguments.get("until", "9"):
        return "since: lies after until"
    return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
