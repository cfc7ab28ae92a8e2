"""`corpus search`: the explorer's search on the command line."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from explorer.search import Filters, match_expression
from explorer.search import search as search_corpus
from pipelines.corpus.schema import open_corpus

__all__ = ["find", "match_expression", "search"]


def find(corpus: Database, query: str, limit: int, filters: Filters | None = None) -> list[dict[str, Any]]:
    """Best hits first; those that hold the words with their accents before those that do not."""
    return [asdict(hit) for hit in search_corpus(corpus.conn, query, filters or Filters(), limit)]


def search(corpus_db: Path, query: str, filters: Filters, limit: int, as_json: bool) -> int:
    """Print the hits. 0 also when there are none."""
    corpus = open_corpus(corpus_db)
    hits = find(corpus, query, limit, filters)
    corpus.close()
    if as_json:
        print(json.dumps(hits, ensure_ascii=False))
        return 0
    for hit in hits:
        print(f"{hit['title']}\n  {hit['province'] or '-'} · {hit['year'] or '-'} · {(hit['published'] or 'undated')[:10]} · {hit['url']}")
        print(f"  {hit['snippet']}\n")
    print(f"{len(hits)} articles")
    return 0
