"""`corpus export`: a table, a view or a search result as a file; `corpus warc`: kept pages as a WARC file."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from pathlib import Path

from crawler.arguments import Verbs, add_corpus_db, add_filters, add_pages_db, add_verb, exact_of, existing, filters_of


def add_parser(verbs: Verbs) -> None:
    """`corpus export` and `corpus warc`."""
    export = add_verb(verbs, "export", run, "write a table, a view or a search result to a file, with datapackage.json and citation")
    export.add_argument("--to", required=True, type=Path, metavar="FILE.{csv,jsonl,parquet}", help="what to write; its end says how")
    export.add_argument("--table", default="articles", help="table or view (docs/codebook.md)")
    export.add_argument("--search", metavar="QUERY", help="only rows of articles that match, as `corpus search` finds them")
    export.add_argument("--bom", action="store_true", help="CSV begins with a byte order mark, for spreadsheets")
    add_filters(export)
    add_corpus_db(export)
    warc = add_verb(verbs, "warc", run_warc, "write kept pages to a WARC file, the format of web archives")
    warc.add_argument("--to", required=True, type=Path, metavar="FILE.warc[.gz]")
    warc.add_argument("--source", help="only pages of this source")
    add_pages_db(warc)


def run(given: argparse.Namespace) -> int:
    """Write the file. Raises BadInput."""
    from crawler.export.export import Export, export
    from pipelines.corpus.schema import open_corpus

    with closing(open_corpus(existing(given.corpus_db))) as corpus:
        filters = filters_of(given, corpus.conn)
    wanted = Export(given.table, given.to, given.search, filters, given.bom, exact_of(given))
    return export(given.corpus_db, wanted)


def run_warc(given: argparse.Namespace) -> int:
    """Write the pages; 1 when there was none to write, or one of them is damaged. Raises BadInput."""
    from crawler.export.warc import write_warc
    from pipelines.archive.pages import KeptPage

    left_out: list[KeptPage] = []
    count = write_warc(existing(given.pages_db), given.to, given.source, left_out.append)
    print(f"{count} pages in {given.to}")
    for kept in left_out:
        print(f"corpus warc: page {kept.id} ({kept.page.url or 'address lost'}): what was kept is damaged; left out", file=sys.stderr)
    return 0 if count and not left_out else 1
