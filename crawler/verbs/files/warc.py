"""`corpus warc`: kept pages as a WARC file."""

from __future__ import annotations

import argparse
from pathlib import Path

from crawler.arguments import Verbs, add_pages_db, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus warc`."""
    warc = add_verb(verbs, "warc", run, "write kept pages to a WARC file, the format of web archives")
    warc.add_argument("--to", required=True, type=Path, metavar="FILE.warc[.gz]", help="what to write")
    warc.add_argument("--source", help="only pages of this source")
    add_pages_db(warc)


def run(given: argparse.Namespace) -> int:
    """Write the file; 1 when there was no page to write. Raises BadInput."""
    from crawler.export.warc import write_warc

    count = write_warc(existing(given.pages_db), given.to, given.source)
    print(f"{count} pages in {given.to}")
    return 0 if count else 1
