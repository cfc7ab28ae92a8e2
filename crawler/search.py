"""`corpus search`: full-text search with and without accents; any input is safe."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from pipelines.schema import open_corpus
from pipelines.text import normalise

_TOKEN = re.compile(r'"[^"]*"|\S+')
_HITS = """
SELECT a.url, a.source, a.title, a.published, a.province, a.year,
       snippet(articles_fts, 1, '[', ']', '…', 24) AS snippet,
       (instr(lower(a.title || ' ' || a.text), lower(:plain)) > 0) AS exact
FROM articles_fts JOIN articles a ON a.id = articles_fts.rowid
WHERE articles_fts MATCH :match
ORDER BY exact DESC, bm25(articles_fts, 5.0, 1.0, 0.5), a.id LIMIT :limit
"""


def match_expression(query: str) -> str:
    """An FTS5 expression for any user input: every word or "quoted phrase" becomes a quoted string, đ also as d."""
    parts = []
    for token in _TOKEN.findall(normalise(query)):
        word = token.strip('"').replace('"', " ").strip()
        if not re.search(r"\w", word):
            continue
        folded = word.replace("đ", "d").replace("Đ", "D")
        parts.append(f'("{word}" OR "{folded}")' if folded != word else f'"{word}"')
    return " AND ".join(parts)


def find(corpus: Database, query: str, limit: int) -> list[dict[str, Any]]:
    """Best hits first; those that hold the words with their accents before those that do not."""
    match = match_expression(query)
    if not match:
        return []
    plain = normalise(query).replace('"', "")
    return list(corpus.query(_HITS, {"match": match, "plain": plain, "limit": max(0, limit)}))


def search(corpus_db: Path, query: str, limit: int, as_json: bool) -> int:
    corpus = open_corpus(corpus_db)
    hits = find(corpus, query, limit)
    corpus.close()
    if as_json:
        print(json.dumps(hits, ensure_ascii=False))
        return 0
    for hit in hits:
        print(f"{hit['title']}\n  {hit['province'] or '-'} · {hit['year'] or '-'} · {(hit['published'] or 'undated')[:10]} · {hit['url']}")
        print(f"  {normalise(hit['snippet'])}\n")
    print(f"{len(hits)} articles")
    return 0
