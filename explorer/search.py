"""The one search: `corpus search` and the explorer ask the corpus through it. Any input is safe; accents and đ are optional."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from dataclasses import dataclass
from typing import Any

MOST_RANKED = 2_000  # of more hits than this, the ranking looks at this many
RERANKED = 60  # best hits that are ranked again by whether they hold the words with their very accents
MOST_TOKENS = 24
_TOKEN = re.compile(r'"[^"]*"|\S+')
_OPEN, _CLOSE = "\ue000", "\ue001"  # private characters: marks around a hit in a snippet


@dataclass(frozen=True, slots=True)
class Filters:
    """Narrow a search: source, province (as filed, by its name at the time) and year reported on."""

    source: str | None = None
    province: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One article found. `snippet` is text with the words found between `marks`; `exact`: holds the words with their accents."""

    article: int
    url: str
    source: str | None
    title: str | None
    published: str | None
    province: str | None
    year: int | None
    snippet: str
    exact: bool


def match_expression(query: str) -> str:
    """An FTS5 expression for any user input: every word or "quoted phrase" becomes a quoted string, đ also as d; all must occur."""
    parts = []
    for token in _TOKEN.findall(_normal(query))[:MOST_TOKENS]:
        word = token.strip('"').replace('"', " ").strip()
        if not re.search(r"\w", word):
            continue
        folded = fold_d(word)
        parts.append(f'("{word}" OR "{folded}")' if folded != word else f'"{word}"')
    return " AND ".join(parts)


def fold_d(text: str) -> str:
    """đ as d: the one Vietnamese letter that the index does not fold by itself. Keeps every offset."""
    return text.replace("đ", "d").replace("Đ", "D")


def search(corpus: sqlite3.Connection, query: str, filters: Filters, limit: int = 20, marks: tuple[str, str] = ("[", "]")) -> list[Hit]:
    """Best hits first: title before text, words with their accents before words without. Raises sqlite3.Error only for a broken file."""
    match = match_expression(query)
    if not match or limit < 1:
        return []
    values = {"match": match, "source": filters.source, "province": filters.province, "year": filters.year,
              "ranked": max(RERANKED, limit), "most": MOST_RANKED}  # fmt: skip
    rows = corpus.execute(_ranked_sql(filters), values).fetchall()
    words = [_normal(token.strip('"')).lower() for token in _TOKEN.findall(_normal(query))]
    hits = [_hit(row, words, marks) for row in rows]
    return sorted(hits, key=lambda hit: not hit.exact)[:limit]


def count(corpus: sqlite3.Connection, query: str, filters: Filters) -> int:
    """How many articles match."""
    match = match_expression(query)
    if not match:
        return 0
    values = {"match": match, "source": filters.source, "province": filters.province, "year": filters.year}
    sql = f"SELECT count(*) FROM articles_fts WHERE articles_fts MATCH :match{_narrow(filters)}"  # noqa: S608 - fixed pieces
    return int(corpus.execute(sql, values).fetchone()[0])


def _narrow(filters: Filters) -> str:
    wanted = [name for name in ("source", "province", "year") if getattr(filters, name) is not None]
    if not wanted:
        return ""
    conditions = " AND ".join(f"{name} = :{name}" for name in wanted)
    return f" AND +rowid IN (SELECT id FROM articles WHERE {conditions})"  # noqa: S608 - fixed names, bound values


def _ranked_sql(filters: Filters) -> str:
    return f"""
WITH matching AS MATERIALIZED (SELECT rowid AS id FROM articles_fts WHERE articles_fts MATCH :match{_narrow(filters)} LIMIT :most),
best AS MATERIALIZED (
    SELECT f.rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score, snippet(articles_fts, 1, '{_OPEN}', '{_CLOSE}', '', 24) AS snippet
    FROM articles_fts f WHERE articles_fts MATCH :match AND f.rowid IN (SELECT id FROM matching) ORDER BY score LIMIT :ranked)
SELECT a.id, a.url, a.source, a.title, a.published, a.province, a.year, a.text, best.snippet
FROM best JOIN articles a ON a.id = best.id ORDER BY best.score, a.id
"""  # noqa: S608 - fixed pieces; everything a user gives is bound


def _hit(row: tuple[Any, ...], words: list[str], marks: tuple[str, str]) -> Hit:
    article, url, source, title, published, province, year, text, folded = row
    whole = f"{title or ''} {text}".lower()
    return Hit(article, url, source, title, published, province, year, _unfolded(text, folded, marks), all(w in whole for w in words))


def _unfolded(text: str, folded: str, marks: tuple[str, str]) -> str:
    """A snippet of the folded index, spelt as the text spells it: folding keeps offsets, so the place is found and cut out."""
    bare = folded.replace(_OPEN, "").replace(_CLOSE, "")
    place = fold_d(text).find(bare)
    if place < 0 or not bare:
        return " ".join(text[:200].split())
    pieces, at = [], place
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", folded):
        if piece in (_OPEN, _CLOSE):
            pieces.append(marks[0] if piece == _OPEN else marks[1])
        else:
            pieces.append(text[at : at + len(piece)])
            at += len(piece)
    return ("…" if place else "") + " ".join("".join(pieces).split()) + ("…" if at < len(text) else "")


def _normal(text: str) -> str:
    """NFC, without characters that no text holds (NUL, lone surrogates), at most 1,000 characters."""
    clean = text[:1000].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", clean)
