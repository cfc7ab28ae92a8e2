"""`corpus export`: a table, a view or a search result as a file."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from crawler.arguments import Verbs, add_corpus_db, add_filters, add_verb, exact_of, existing, filters_of


def add_parser(verbs: Verbs) -> None:
    """`corpus export`."""
    export = add_verb(verbs, "export", run, "write a table, a view or a search result to a file, with datapackage.json and citation")
    export.add_argument("--to", required=True, type=Path, metavar="FILE.{csv,jsonl,parquet}", help="what to write; its end says how")
    export.add_argument("--table", default="articles", help="table or view (docs/codebook.md)")
    export.add_argument("--search", metavar="QUERY", help="only rows of articles that match, as `corpus search` finds them")
    export.add_argument("--bom", action="store_true", help="CSV begins with a byte order mark, for spreadsheets")
    add_filters(export)
    add_corpus_db(export)


def run(given: argparse.Namespace) -> int:
    """Write the file. Raises BadInput."""
    from crawler.export.export import Export, export
    from pipelines.corpus.schema import read_corpus

    with closing(read_corpus(existing(given.corpus_db))) as corpus:
        filters = filters_of(given, corpus.conn)
    wanted = Export(given.table, given.to, given.search, filters, given.bom, exact_of(given))
    return export(given.corpus_db, wanted)
