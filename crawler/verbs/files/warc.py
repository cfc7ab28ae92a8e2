"""`corpus warc`: kept pages as a WARC file."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from crawler.arguments import Verbs, add_pages_db, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus warc`."""
    warc = add_verb(verbs, "warc", run, "write kept pages to a WARC file, the format of web archives")
    warc.add_argument("--to", required=True, type=Path, metavar="FILE.warc[.gz]", help="what to write")
    warc.add_argument("--source", help="only pages of this source")
    add_pages_db(warc)


def run(given: argparse.Namespace) -> int:
    """Write the file; 1 when there was no page to write, or one of them is damaged. Raises BadInput."""
    from crawler.export.warc import write_warc
    from pipelines.archive.pages import KeptPage

    left_out: list[KeptPage] = []
    count = write_warc(existing(given.pages_db), given.to, given.source, left_out.append)
    print(f"{count} pages in {given.to}")
    lost = Counter(kept.lost for kept in left_out if kept.lost)
    for what, number in sorted(lost.items()):
        print(f"corpus warc: {what}: {number} pages left out", file=sys.stderr)
    for kept in (kept for kept in left_out if not kept.lost):
        print(f"corpus warc: page {kept.id} ({kept.page.url or 'address lost'}): what was kept is damaged; left out", file=sys.stderr)
    return 0 if count and not left_out else 1
