"""The one search: `corpus search` and the explorer ask the corpus through it. Any input is safe; accents and đ are optional."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

MOST_RANKED = 1_000  # of more hits than this, the ranking looks at this many (and at those with the words in the title)
RERANKED = 40  # best hits that are ranked again by whether they hold the words with their very accents
MOST_TOKENS = 24
_LOOK_ALIKES = str.maketrans("ÐƉðɖ", "ĐĐđđ")  # letters of other alphabets that keyboards and old fonts give for Đ
_TOKEN = re.compile(r'"[^"]*"|\S+')
_BEFORE, _AFTER, _LOOKED_AT = 50, 190, 40_000  # characters of a snippet around its first hit; of a text searched for snippets


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


def prepare(corpus: sqlite3.Connection) -> None:
    """Settings that make a read-only connection answer fast: 64 MB of cache, the file mapped into memory."""
    corpus.execute("PRAGMA cache_size = -65536")
    corpus.execute("PRAGMA mmap_size = 4000000000")


def match_expression(query: str) -> str:
    """An FTS5 expression for any user input: every word or "quoted phrase" becomes a quoted string, đ as d; all must occur."""
    return " AND ".join(f'"{fold_d(phrase)}"' for phrase in _phrases(query))


def _phrases(query: str) -> list[str]:
    bare = (token.strip('"').replace('"', " ").strip() for token in _TOKEN.findall(_normal(query))[:MOST_TOKENS])
    return [phrase for phrase in bare if re.search(r"\w", phrase)]


def fold_d(text: str) -> str:
    """đ as d: the one Vietnamese letter that the index does not fold by itself."""
    return text.replace("đ", "d").replace("Đ", "D")


class _Letters(dict[int, str]):
    """Each character as one lower-case letter without accents, so that offsets stay."""

    def __missing__(self, code: int) -> str:
        letter = fold_d(unicodedata.normalize("NFD", chr(code))[0]).lower()[0]
        self[code] = letter
        return letter


_LETTERS = _Letters()


def search(corpus: sqlite3.Connection, query: str, filters: Filters, limit: int = 20, marks: tuple[str, str] = ("[", "]")) -> list[Hit]:
    """Best hits first: title before text, words with their accents before words without. Raises sqlite3.Error only for a broken file."""
    match = match_expression(query)
    if not match or limit < 1:
        return []
    values = {"match": match, "title": f"{{title}} : ({match})", "source": filters.source, "province": filters.province,
              "year": filters.year, "ranked": max(RERANKED, limit), "most": MOST_RANKED}  # fmt: skip
    rows = corpus.execute(_ranked_sql(filters), values).fetchall()
    words = [phrase.lower() for phrase in _phrases(query)]
    wholes = [f"{row[3] or ''} {row[7]}".lower() for row in rows]
    exact = [all(word in whole for word in words) for whole in wholes]
    order = sorted(range(len(rows)), key=lambda place: not exact[place])[:limit]
    pattern = _pattern(words)
    return [_hit(rows[place], snippet(rows[place][7], pattern, marks), exact[place]) for place in order]


def _hit(row: Sequence[Any], found: str, exact: bool) -> Hit:
    article, url, source, title, published, province, year = row[:7]
    return Hit(article, url, source, title, published, province, year, found, exact)


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
    scored = "SELECT rowid AS id, bm25(articles_fts, 5.0, 1.0) AS score FROM articles_fts WHERE articles_fts MATCH"
    return f"""
WITH found AS (SELECT * FROM ({scored} :title{_narrow(filters)} LIMIT :most)
    UNION ALL SELECT * FROM ({scored} :match{_narrow(filters)} LIMIT :most)),
best AS (SELECT id, min(score) AS score FROM found GROUP BY id ORDER BY 2, 1 LIMIT :ranked)
SELECT a.id, a.url, a.source, a.title, a.published, a.province, a.year, a.text
FROM best JOIN articles a ON a.id = best.id ORDER BY best.score, a.id
"""  # noqa: S608 - fixed pieces; everything a user gives is bound


def _pattern(words: list[str]) -> re.Pattern[str]:
    """Finds the words in folded text; a phrase may be broken by any space or sign."""
    folded = (re.findall(r"\w+", word.translate(_LETTERS)) for word in words)
    return re.compile("(?<!\\w)(?:" + "|".join(r"\W{1,3}".join(map(re.escape, parts)) for parts in folded if parts) + ")(?!\\w)")


def snippet(text: str, pattern: re.Pattern[str], marks: tuple[str, str]) -> str:
    """The stretch of text with most of the words, each between marks; the beginning of the text when it holds none."""
    folded = text[:_LOOKED_AT].translate(_LETTERS)
    spans = [match.span() for match in pattern.finditer(folded)][:100]
    if not spans:
        return " ".join(text[: _BEFORE + _AFTER].split())

    def worth(span: tuple[int, int]) -> tuple[int, int, int]:
        near = [len({folded[a:b] for a, b in spans if span[0] <= a < span[0] + reach}) for reach in (_AFTER, 40)]
        return near[0], near[1], -span[0]

    first = max(spans, key=worth)[0]
    start, end = _word_start(text, first - _BEFORE), _word_start(text, first + _AFTER, len(text))
    pieces, at = ["…" if start else ""], start
    for a, b in spans:
        if start <= a and b <= end:
            pieces += [text[at:a], marks[0], text[a:b], marks[1]]
            at = b
    return " ".join("".join([*pieces, text[at:end], "…" if end < len(text) else ""]).split())


def _word_start(text: str, place: int, last: int = 0) -> int:
    """The begin of a word at or shortly before a place; `last` for places beyond the end."""
    if place <= 0 or place >= len(text):
        return max(0, last) if place > 0 else 0
    space = text.rfind(" ", max(0, place - 20), place)
    return space + 1 if space >= 0 else place


def _normal(text: str) -> str:
    """NFC, look-alikes of Đ as Đ, without characters that no text holds (NUL, lone surrogates), at most 1,000 characters."""
    clean = text[:1000].replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return unicodedata.normalize("NFC", clean).translate(_LOOK_ALIKES)
