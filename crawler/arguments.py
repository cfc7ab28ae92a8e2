"""Arguments: those several verbs share, and checks of what comes from outside: one clear line each, or nothing."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from explorer.searching.filters import ROLES, Filters, day_of, years_of
from explorer.searching.places import UnknownPlace, province_of
from pipelines.sources.urls import canonical_url
from pipelines.values.paths import DATA

Verbs: TypeAlias = "argparse._SubParsersAction[Parser]"
Run: TypeAlias = Callable[[argparse.Namespace], int]
SPIDER_ARGUMENTS = ("since", "until", "max_articles", "start_url")


class BadInput(Exception):
    """Input or arguments that cannot be used; the message is the one line the user sees."""


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line. `query_after`: behind which option ("": anywhere) a word may begin with a dash."""

    query_after: str | None = None

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, which takes `-word` of a search for an option, but not where a space stands before it."""
        if self.query_after is not None:
            args = [f" {word}" if self._excludes(word, before) else word for before, word in pairwise(["", *args])]
        return super().parse_known_args(args, namespace)

    def _excludes(self, word: str, before: str) -> bool:
        return word[:1] == "-" != word[1:2] and word not in ("-", "-h") and self.query_after in ("", before)

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


class Help(argparse.HelpFormatter):
    """Help that tells the default of every option that has one; paths below the working directory as they would be typed."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        value, told = action.default, action.help or ""
        if value in (None, False, [], "", argparse.SUPPRESS) or not action.option_strings or "default" in told:
            return action.help
        here = isinstance(value, Path) and value.is_relative_to(Path.cwd())
        return f"{told} (default {str(value.relative_to(Path.cwd()) if here else value).replace('%', '%%')})"


def add_verb(verbs: Verbs, name: str, run: Run, text: str) -> Parser:
    """A verb of `corpus`. `run` does it and gives the exit status; it is the place for imports that cost time."""
    verb: Parser = verbs.add_parser(name, help=text, description=text, formatter_class=Help)
    verb.set_defaults(run=run)
    return verb


def add_databases(verb: argparse.ArgumentParser) -> None:
    """--pages-db and --corpus-db."""
    add_pages_db(verb)
    add_corpus_db(verb)


def add_pages_db(verb: argparse.ArgumentParser) -> None:
    """--pages-db, for verbs that ask no corpus."""
    verb.add_argument("--pages-db", type=Path, default=DATA / "pages.db", metavar="P", help="kept pages and addresses")


def add_corpus_db(verb: argparse.ArgumentParser) -> None:
    """--corpus-db, for verbs that ask no kept pages."""
    verb.add_argument("--corpus-db", type=Path, default=DATA / "corpus.db", metavar="C", help="the corpus")


def add_filters(verb: argparse.ArgumentParser) -> None:
    """What narrows a search to some articles."""
    verb.add_argument("--source", help="only this source (its name as in `corpus sources`)")
    verb.add_argument("--province", help="only articles filed under this province: any spelling, its name at the time or an alias")
    verb.add_argument("--today", action="store_true", help="with --province: all of the unit it is part of since 1 July 2025")
    years = "only articles that report on this year, or on one of these"
    verb.add_argument("--year", metavar="YEAR[-YEAR]", type=_argument(years_of), help=years)
    verb.add_argument("--since", metavar="DATE", type=_argument(day_of), help="published on this day (month, year) or later")
    verb.add_argument("--until", metavar="DATE", type=_argument(day_of), help="published on this day (month, year) or before")
    verb.add_argument("--role", choices=ROLES, help="only articles with a sum of money of this role")
    verb.add_argument("--accents", choices=("auto", "typed", "any"), default="auto", help="auto: they count when any was typed")


def exact_of(given: argparse.Namespace) -> bool | None:
    """Whether accents count, as `add_filters` asked; None: when any was typed."""
    wanted: bool | None = {"auto": None, "typed": True, "any": False}[given.accents]
    return wanted


def filters_of(given: argparse.Namespace, corpus: sqlite3.Connection) -> Filters:
    """What `add_filters` asked for. Raises BadInput for a source or province that there is not."""
    try:
        province = None if given.province is None else province_of(corpus, given.province)
    except UnknownPlace as error:
        raise BadInput(f"--province {error}") from None
    if given.source is not None:
        known_source(corpus, given.source)
    first, last = given.year or (None, None)
    return Filters(given.source, province, first, last, given.since, given.until, given.role, given.today)


def known_source(corpus: sqlite3.Connection, name: str) -> None:
    """Raises BadInput for a source that a corpus has not."""
    known = "SELECT 1 FROM sources WHERE name = :name UNION ALL SELECT 1 FROM articles WHERE source = :name LIMIT 1"
    if corpus.execute(known, {"name": name}).fetchone() is None:
        raise BadInput(f"--source {name}: the corpus has no such source")


def _argument(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """A reader of words as argparse wants it: what it says of a wrong one is shown."""

    def checked(text: str) -> Any:
        try:
            return read(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return checked


def existing(path: Path) -> Path:
    """The path. Raises BadInput when there is no such file; of the demo's, when only that is there."""
    if not path.is_file():
        demo = DATA / "demo" / path.name
        raise BadInput(f"{path}: no such file" + (f"; the demo's is {demo}" if path.parent == DATA and demo.is_file() else ""))
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
