"""`corpus search`: the explorer's search on the command line."""

from __future__ import annotations

import argparse
import json
from contextlib import closing
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from crawler.arguments import BadInput, Verbs, add_corpus_db, add_filters, add_verb, exact_of, existing, filters_of
from explorer.searching.filters import Filters
from explorer.searching.finding import MOST_RANKED, ORDERS, Slice, count
from explorer.searching.finding import search as search_corpus
from explorer.searching.query import parse

if TYPE_CHECKING:
    from pipelines.values.sqlite import Database


def add_parser(verbs: Verbs) -> None:
    """`corpus search`."""
    search = add_verb(verbs, "search", run, "full-text search, with or without accents")
    search.query_after = ""
    search.epilog = (
        'QUERY: words that must all occur, "a phrase", this OR that, -without, begin*. Accents count when any is typed. Of more than 1,000'
        " hits only 1,000 (and those with the words in the title) are ranked: narrow by a filter or a further word, or sort by date."
    )
    search.add_argument("query", metavar="QUERY", help="what to look for")
    search.add_argument("--json", action="store_true", help="the hits as one line of JSON")
    search.add_argument("--limit", type=int, default=20, metavar="N", help="hits a page")
    search.add_argument("--page", type=int, default=1, metavar="N", help="which page of hits")
    search.add_argument("--sort", choices=ORDERS, default="best", help="best match, or newest or oldest publication, first")
    add_filters(search)
    add_corpus_db(search)


def run(given: argparse.Namespace) -> int:
    """Print the hits. 0 also when there are none. Raises BadInput and DatabaseError."""
    from pipelines.corpus.schema import read_corpus

    if given.limit < 1 or given.page < 1:
        raise BadInput("--limit and --page: whole numbers from 1")
    query = parse(given.query, exact_of(given))
    with closing(read_corpus(existing(given.corpus_db))) as corpus:
        filters = filters_of(given, corpus.conn)
        skip = (given.page - 1) * given.limit
        hits = [asdict(hit) for hit in search_corpus(corpus.conn, query, filters, Slice(given.sort, given.limit, skip))]
        total = count(corpus.conn, query, filters)
        folded = count(corpus.conn, replace(query, exact=False), filters) if query.exact and not total else 0
    if given.json:
        print(json.dumps(hits, ensure_ascii=False))
        return 0
    for hit in hits:
        print(f"{hit['title']}\n  {hit['province'] or '-'} · {hit['year'] or '-'} · {(hit['published'] or 'undated')[:10]} · {hit['url']}")
        print(f"  {hit['snippet']}\n")
    print(_told(skip, len(hits), total))
    if folded:
        print(f"without accents (--accents any): {folded:,} articles")
    if skip + given.limit > MOST_RANKED and given.sort == "best" and total > MOST_RANKED:
        print(f"only {MOST_RANKED:,} are ranked: sort by date to see all")
    return 0


def _told(skip: int, shown: int, total: int) -> str:
    if shown == total or not shown:
        return f"{total:,} articles" if shown == total else f"none here of {total:,} articles"
    return f"{skip + 1:,}-{skip + shown:,} of {total:,} articles"


def find(corpus: Database, query: str, limit: int, filters: Filters | None = None) -> list[dict[str, Any]]:
    """Best hits first; those that hold the words with their accents before those that do not."""
    return [asdict(hit) for hit in search_corpus(corpus.conn, query, filters or Filters(), limit)]
