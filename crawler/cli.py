"""The `corpus` command. Exit status: 0 done, 1 the work failed or the verdict is bad, 2 wrong arguments or unreadable input."""

from __future__ import annotations

import argparse
import os
import sqlite3
import sys
from collections.abc import Sequence

from crawler.arguments import BadInput, Help, Parser
from crawler.verbs import (
    corrections,
    crawl,
    data,
    duplicates,
    explore,
    export,
    keep,
    learn,
    read,
    replay,
    review,
    search,
    sources,
    status,
)
from crawler.verbs.files import merge, publish, upkeep, warc
from pipelines.values.errors import DatabaseError, KnowledgeError

VERBS = (  # in the order of --help
    *(crawl, read, keep, replay, merge, warc, status, search, export, review, corrections, learn),
    *(duplicates, explore, publish, sources, data, upkeep),
)


def main(argv: Sequence[str] | None = None) -> int:
    """Parse, run one verb, turn expected errors into one line."""
    given = parser().parse_args(argv)
    try:
        code: int = given.run(given)
        sys.stdout.flush()
        return code
    except (BadInput, DatabaseError, KnowledgeError) as error:
        print(f"corpus {given.verb}: {error}", file=sys.stderr)
        return 2
    except sqlite3.Error as error:
        print(f"corpus {given.verb}: database: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ConnectionError as error:  # the scheduler of a cluster
        print(f"corpus {given.verb}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"corpus {given.verb}: interrupted", file=sys.stderr)
        return 1


class Version(argparse.Action):
    """Prints the version when asked: its digest reads every rule, too much for every start."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from pipelines.corpus.stamps import code_version

        print(f"congthuong-corpus {code_version()}")
        parser.exit()


def parser() -> argparse.ArgumentParser:
    """The parser of the command. Every verb declares its own part; what a verb needs is imported when it runs."""
    top = Parser(prog="corpus", formatter_class=Help, description="Vietnamese industry-and-trade news: crawl, read, search, export.")
    top.add_argument("--version", action=Version, nargs=0, help="what reads pages here: the project's version and its rules")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="VERB")
    for verb in VERBS:
        verb.add_parser(verbs)
    return top


if __name__ == "__main__":
    sys.exit(main())
