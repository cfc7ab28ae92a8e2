"""docs/commands.md, generated: every verb of `corpus` with its arguments and defaults, as the parser itself tells them."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from crawler.arguments import Help
from crawler.cli import parser
from pipelines.values.paths import DATA

HEAD = """# Commands

Generated from the parser by `python -m docs.build`. Every verb says the same with `--help`. Exit status: 0 done, 1 the work failed
or a verdict is bad, 2 wrong arguments or unreadable input, told in one line.
"""


def verbs() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every verb by name, in the order of --help."""
    for action in parser()._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


def written() -> str:
    """The text of docs/commands.md."""
    return "\n".join([HEAD, *(_verb(name, verb) for name, verb in verbs())])


def _verb(name: str, verb: argparse.ArgumentParser) -> str:
    rows = [f"| {_named(action)} | {_told(action, verb)} |" for action in verb._actions if action.dest != "help"]
    told = verb.description or ""
    head = [f"## corpus {name}", "", f"{told[:1].upper()}{told[1:]}.", "", "| argument | meaning |", "| --- | --- |"]
    return "\n".join([*head, *rows]) + "\n"


def _named(action: argparse.Action) -> str:
    """Such as `--to FILE`; of a positional argument its name."""
    if not action.option_strings:
        return f"`{action.metavar or action.dest}`"
    value = "" if action.nargs == 0 else f" {action.metavar or _choices(action) or action.dest.upper()}"
    return ", ".join(f"`{option}{value}`" for option in action.option_strings).replace("|", "\\|")


def _choices(action: argparse.Action) -> str:
    return "|".join(map(str, action.choices)) if action.choices else ""


def _told(action: argparse.Action, verb: argparse.ArgumentParser) -> str:
    text = " ".join(Help(verb.prog)._expand_help(action).split())
    return text.replace(f"{DATA.parent}/", "").replace("|", "\\|")
