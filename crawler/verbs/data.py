"""`corpus data check`: every table of knowledge below data/, and whatever is wrong with one by file, line and key."""

from __future__ import annotations

import argparse
import sys

from crawler.arguments import Verbs, add_verb


def add_parser(verbs: Verbs) -> None:
    """`corpus data`."""
    data = add_verb(verbs, "data", run, "check the tables of knowledge (data/README.md)")
    data.add_argument("action", choices=["check"], help="what to do")


def run(given: argparse.Namespace) -> int:  # noqa: ARG001
    """A line for every table that holds; 2 when one does not, with a line for each fault."""
    from pipelines.values.errors import KnowledgeError

    try:
        from pipelines.knowledge import TABLES, checked
    except KnowledgeError as error:  # the words of amounts are patterns from the start: without them nothing else can be looked at
        print(*(f"corpus data: {line}" for line in error.lines), sep="\n", file=sys.stderr)
        return 2
    bad, told = 0, set[str]()
    for table in TABLES:
        size, faults = checked(table)
        for line in dict.fromkeys(faults):
            if line not in told:  # other tables rest on this one
                print(f"corpus data: {line}", file=sys.stderr)
        told |= set(faults)
        bad += bool(faults)
        if not faults:
            print(f"{size:6} in {table.name}")
    if bad:
        print(f"corpus data: {bad} of {len(TABLES)} tables cannot be used", file=sys.stderr)
    return 2 if bad else 0
