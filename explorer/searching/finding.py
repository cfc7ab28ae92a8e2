"""Finding articles: the best or the newest first, page by page; how many; and the articles as a condition for other questions."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Any

from explorer.searching.filters import Filters
from explorer.searching.query import Query, parse
from explorer.searching.snippets import pattern_of, snippet

MOST_RANKED = 1_000  # of more hits than this, the ranking looks at this many (and at those with the words in the title)
RERANKED = 40  # best hits that are ranked again by whether they hold the words with their very accents
ORDERS = ("best", "newest", "oldest")


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


@dataclass(frozen=True, slots=True)
class Slice:
    """Which hits are wanted: an order of ORDERS, how many, after how many others."""

    order: str = "best"
    limit: int = 20
    skip: int = 0


def prepare(corpus: sqlite3.Connection) -> None:
    """Settings that make a read-only connection answer fast: 64 MB of cache, the file mapped into memory."""
    corpus.execute("PRAGMA cache_size = -65536")
    corpus.execute("PRAGMA mmap_size = 4000000000")


def search(
    corpus: sqlite3.Connection, query: str | Query, filters: Filters, wanted: int | Slice = 20, marks: tuple[str, str] = ("[", "]")
) -> list[Hit]:
    """Best hits first (title before text, words with their accents before words without), or by day of publication, undated last. Without
    words (filters alone, exclusions alone) none is better than another: the newest first. Raises sqlite3.Error only for a broken file."""
    asked = query if isinstance(query, Query) else parse(query)
    some = wanted if isinstance(wanted, Slice) else Slice(limit=wanted)
    if not asks(asked, filters) or some.limit < 1 or some.skip < 0:
        return []
    values = {"match": asked.match() or asked.unwanted(), "title": asked.match("title"), **filters.values(), "most": MOST_RANKED,
              "limit": some.limit, "skip": some.skip, **_written(asked.address)}  # fmt: skip
    accented = pattern_of(Query(asked.groups, asked.without, exact=True))

    def is_exact(row: tuple[Any, ...]) -> bool:
        return asked.exact or bool(accented.search(f"{row[3] or ''}\n{row[7]}".lower()))

    if some.order == "best" and asked.groups:
        values |= {"limit": max(RERANKED, some.skip + some.limit), "skip": 0}
        ranked = corpus.execute(_ranked_sql(asked, filters), values).fetchall()
        first = sorted(ranked[:RERANKED], key=lambda row: not is_exact(row))
        rows = [*first, *ranked[RERANKED:]][some.skip : some.skip + some.limit]
    else:
        rows = corpus.execute(_dated_sql(asked, filters, some.order), values).fetchall()
    shown = pattern_of(asked)
    return [_hit(row, snippet(row[7], shown, marks, asked.exact), is_exact(row)) for row in rows]


def asks(query: Query, filters: Filters) -> bool:
    """Whether anything is asked for: words, what may not occur, or a filter."""
    return bool(query.groups or query.without or query.address or filters.conditions())


def _hit(row: tuple[Any, ...], found: str, exact: bool) -> Hit:
    article, url, source, title, published, province, year = row[:7]
    return Hit(article, url, source, title, published, province, year, found, exact)


def count(corpus: sqlite3.Connection, query: str | Query, filters: Filters) -> int:
    """How many articles match."""
    asked = query if isinstance(query, Query) else parse(query)
    if not asks(asked, filters):
        return 0
    if not asked.groups:
        ids, values = articles_sql(asked, filters)
        return int(corpus.execute(f"SELECT count(*) FROM ({ids})", values).fetchone()[0])  # noqa: S608 - fixed pieces
    values = {"match": asked.match(), **filters.values()}
    sql = f"SELECT count(*) FROM {asked.index} WHERE {asked.index} MATCH :match{_narrow(filters)}"  # noqa: S608 - fixed pieces
    return int(corpus.execute(sql, values).fetchone()[0])


def articles_sql(query: Query | None, filters: Filters) -> tuple[str, dict[str, Any]]:
    """A SELECT of the ids of the articles that match, and what it binds; of all that pass the filters when there are no words."""
    conditions = filters.conditions()
    values = filters.values()
    if query is not None and (query.groups or query.without):
        found = "id IN" if query.groups else "id NOT IN"
        conditions.append(f"{found} (SELECT rowid FROM {query.index} WHERE {query.index} MATCH :match)")  # noqa: S608 - one of two names
        values["match"] = query.match() or query.unwanted()
    if query is not None and query.address:
        conditions.append("id IN (SELECT article FROM addresses WHERE url IN (:written, :secure, :bare, :slashed))")
        values |= _written(query.address)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT id FROM articles{where}", values  # noqa: S608 - fixed pieces


def _written(address: str) -> dict[str, str]:
    """An address as it may stand in the corpus: with http or https, with or without a slash at its end."""
    plain = address.partition("#")[0]
    rest = plain.partition("://")[2]
    ended = rest.removesuffix("/") if rest.endswith("/") else f"{rest}/"
    return {"written": f"http://{rest}", "secure": f"https://{rest}", "bare": f"http://{ended}", "slashed": f"https://{ended}"}


def _narrow(filters: Filters) -> str:
    conditions = filters.conditions()
    return f" AND +rowid IN (SELECT id FROM articles WHERE {' AND '.join(conditions)})" if conditions else ""  # noqa: S608 - fixed pieces


_ROW = "a.id, a.url, a.source, a.title, a.published, a.province, a.year, a.text"


def _ranked_sql(query: Query, filters: Filters) -> str:
    scored = f"SELECT rowid AS id, bm25({query.index}, 5.0, 1.0) AS score FROM {query.index} WHERE {query.index} MATCH"  # noqa: S608
    return f"""
WITH found AS (SELECT * FROM ({scored} :title{_narrow(filters)} LIMIT :most)
    UNION ALL SELECT * FROM ({scored} :match{_narrow(filters)} LIMIT :most)),
best AS (SELECT id, min(score) AS score FROM found GROUP BY id ORDER BY 2, 1 LIMIT :limit OFFSET :skip)
SELECT {_ROW} FROM best JOIN articles a ON a.id = best.id ORDER BY best.score, a.id
"""  # noqa: S608 - fixed pieces; everything a user gives is bound


def _dated_sql(query: Query, filters: Filters, order: str) -> str:
    ids, _ = articles_sql(query, filters)
    way = "ASC" if order == "oldest" else "DESC"
    return f"""
WITH found AS MATERIALIZED ({ids}),
page AS (SELECT d.id, d.published FROM found CROSS JOIN articles d INDEXED BY articles_found ON d.id = found.id
    ORDER BY d.published IS NULL, d.published {way}, d.id LIMIT :limit OFFSET :skip)
SELECT {_ROW} FROM page JOIN articles a ON a.id = page.id ORDER BY page.published IS NULL, page.published {way}, a.id
"""  # noqa: S608 - fixed pieces
