"""`corpus search`: the explorer's search on the command line."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from crawler.arguments import Verbs, add_corpus_db, add_filters, add_verb, existing, filters_of
from explorer.search import Filters
from explorer.search import search as search_corpus

if TYPE_CHECKING:
    from sqlite_utils import Database


def add_parser(verbs: Verbs) -> None:
    """`corpus search`."""
    search = add_verb(verbs, "search", run, "full-text search, with or without accents")
    search.epilog = (
        "Of more than 1,000 hits only 1,000 (and those with the words in the title) are ranked: narrow by a filter or a further word."
    )
    search.add_argument("query")
    search.add_argument("--json", action="store_true")
    search.add_argument("--limit", type=int, default=20, metavar="N")
    add_filters(search)
    add_corpus_db(search)


def run(given: argparse.Namespace) -> int:
    """Print the hits. 0 also when there are none. Raises BadInput and DatabaseError."""
    from pipelines.corpus.schema import read_corpus

    corpus = read_corpus(existing(given.corpus_db))
    hits = find(corpus, given.query, given.limit, filters_of(given))
    corpus.close()
    if given.json:
        print(json.dumps(hits, ensure_ascii=False))
        return 0
    for hit in hits:
        print(f"{hit['title']}\n  {hit['province'] or '-'} · {hit['year'] or '-'} · {(hit['published'] or 'undated')[:10]} · {hit['url']}")
        print(f"  {hit['snippet']}\n")
    print(f"{len(hits)} articles")
    return 0


def find(corpus: Database, query: str, limit: int, filters: Filters | None = None) -> list[dict[str, Any]]:
    """Best hits first; those that hold the words with their accents before those that do not."""
    return [asdict(hit) for hit in search_corpus(corpus.conn, query, filters or Filters(), limit)]
