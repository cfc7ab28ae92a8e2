"""`corpus export`: a table, a view or a search result as a file."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from crawler.arguments import Help, Verbs, add_corpus_db, add_filters, add_verb, exact_of, existing, filters_of
from crawler.export.formats import FORMATS, examples

_SEPARATORS = {",": ",", ";": ";", "tab": "\t"}


class _Shown(Help, argparse.RawDescriptionHelpFormatter):
    """Help whose list of formats stays as it was written."""


def add_parser(verbs: Verbs) -> None:
    """`corpus export`."""
    export = add_verb(verbs, "export", run, "write a table, a view or a search result to a file, with datapackage.json and citation")
    export.formatter_class = _Shown
    export.query_after = "--search"
    export.epilog = examples()
    ends = ",".join(suffix.removeprefix(".") for suffix in FORMATS)
    export.add_argument("--to", required=True, type=Path, metavar=f"FILE.{{{ends}}}", help="what to write; its end says how")
    export.add_argument("--table", help="table or view (docs/codebook.md; default: articles)")
    export.add_argument("--search", metavar="QUERY", help="only rows of articles that match, as `corpus search` finds them")
    export.add_argument("--separator", choices=_SEPARATORS, default=",", help="of CSV; with ; the decimal mark is a comma")
    export.add_argument("--bom", action="store_true", help="CSV begins with a byte order mark, for spreadsheets")
    export.add_argument("--partition", metavar="COLUMN", help="Parquet in a folder of one file for each value of a column, such as year")
    add_filters(export)
    add_corpus_db(export)


def run(given: argparse.Namespace) -> int:
    """Write the file. Raises BadInput."""
    from crawler.export.export import Export, export
    from crawler.export.writing import Layout
    from pipelines.corpus.schema import read_corpus

    with closing(read_corpus(existing(given.corpus_db))) as corpus:
        filters = filters_of(given, corpus.conn)
    layout = Layout(_SEPARATORS[given.separator], given.bom, given.partition)
    return export(given.corpus_db, Export(given.table, given.to, given.search, filters, layout, exact_of(given)))
