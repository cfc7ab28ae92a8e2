"""How fast the corpus answers at size: a corpus of N generated articles, every question, a few hundred searches, sizes.

    python -m benchmarks.questions --articles 100000 --folder FOLDER       (5 minutes and 1.2 GB the first time)

Articles are those of the replica multiplied: sentences mixed anew, dates over eighteen years, provinces and values varied, 60 sources.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from examples.replica.corpus import corpus_of_replica
from explorer.questions import questions
from explorer.searching.filters import Filters
from explorer.searching.finding import prepare, search
from pipelines.corpus.schema import open_corpus

SOURCES = 60
LIMIT_QUESTION, LIMIT_SEARCH = 0.200, 0.060  # seconds: a question; 95 of 100 searches
FACTS = {"provinces": "name", "years": None, "amounts": "province", "supports": None, "article_provinces": "name"}
Rows = list[dict[str, Any]]


def main() -> int:
    """Build (when absent) and measure; 1 when a limit is not kept."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "corpus-questions")
    given = options.parse_args()
    path = given.folder / f"corpus-{given.articles}.db"
    if not path.exists():
        began = time.perf_counter()
        generate(path, given.articles)
        print(f"generated {given.articles} articles in {time.perf_counter() - began:.0f} s")
    open_corpus(path).close()  # brings views up to date
    corpus = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    prepare(corpus)
    size = path.stat().st_size
    print(f"{path.name}: {size / 1e6:.0f} MB, {size / given.articles / 1e3:.1f} kB an article")
    slow = _questions(corpus) + _searches(corpus)
    corpus.close()
    return 1 if slow else 0


def _questions(corpus: sqlite3.Connection) -> int:
    slow = 0
    for question in questions():
        took, rows = 9.9, []
        for _ in range(3):
            began = time.perf_counter()
            rows = corpus.execute(question.sql, dict.fromkeys(question.parameters, "")).fetchmany(1000)
            took = min(took, time.perf_counter() - began)
        slow += took > LIMIT_QUESTION
        print(f"{took * 1000:8.1f} ms  {len(rows):5} rows  {question.name}{'  TOO SLOW' if took > LIMIT_QUESTION else ''}")
    return slow


def _searches(corpus: sqlite3.Connection) -> int:
    random_ = random.Random(7)
    texts = [row[0] for row in corpus.execute("SELECT text FROM articles LIMIT 200")]
    times = []
    for number in range(300):
        words = random_.choice(texts).split()
        at = random_.randrange(len(words) - 4)
        query = " ".join(words[at : at + random_.choice((1, 2, 3))])
        query = f'"{query}"' if number % 4 == 0 else query
        filters = Filters(province="Yên Bái") if number % 5 == 0 else Filters(year=2019) if number % 5 == 1 else Filters()
        began = time.perf_counter()
        search(corpus, query, filters)
        times.append((time.perf_counter() - began, query))
    p50, p95 = (quantiles([t for t, _ in times], n=100)[i] for i in (49, 94))
    print(f"search: p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, slowest {max(times)[0] * 1000:.0f} ms ({max(times)[1]})")
    return int(p95 > LIMIT_SEARCH)


def generate(path: Path, articles: int) -> None:
    """Write a corpus of about `articles` articles. The same rows on every run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        replica = corpus_of_replica(Path(folder) / "replica.db")
        seeds: Rows = [{k: v for k, v in row.items() if k != "month"} for row in replica.query("SELECT * FROM articles ORDER BY id")]
        facts = {table: list(replica.query(f"SELECT * FROM {table}")) for table in FACTS}
        replica.close()
    by_article: dict[int, dict[str, Rows]] = {}
    for table, rows in facts.items():
        for row in rows:
            by_article.setdefault(row["article"], {}).setdefault(table, []).append(row)
    part = path.with_suffix(".part")
    corpus = open_corpus(part)
    corpus.execute("PRAGMA synchronous = OFF")
    _write(corpus.conn, seeds, by_article, articles)
    corpus.execute("INSERT INTO clusters SELECT id, id - id % 50, max(id) OVER (PARTITION BY id - id % 50), 'date' FROM articles")
    corpus.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    corpus.execute("ANALYZE")
    corpus.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    corpus.close()
    part.rename(path)


def _write(conn: sqlite3.Connection, seeds: Rows, facts: dict[int, dict[str, Rows]], articles: int) -> None:
    random_ = random.Random(1)
    names = [row[0] for row in conn.execute("SELECT name FROM province_names WHERE code_before IS NOT NULL ORDER BY name")]
    sentences = [s for seed in seeds for s in seed["text"].replace("\n", " ").split(". ")]
    with conn:
        conn.executemany(
            "INSERT INTO sources VALUES (?, ?, 'newspaper', NULL, '', 'low', 0)", [(f"s{i:02}", f"Source {i}") for i in range(SOURCES)]
        )
        for number in range(articles):
            seed, article = seeds[number % len(seeds)], random_.getrandbits(51)
            province = random_.choice(names) if seed["province"] else None
            day = date(2008, 1, 1) + timedelta(days=random_.randrange(18 * 365))
            shift = day.year - int((seed["published"] or "2020")[:4])
            extra = ". ".join(random_.sample(sentences, 4))
            row = seed | {
                "id": article, "url": f"https://s{number % SOURCES:02}.example/{article}", "source": f"s{number % SOURCES:02}",
                "published": day.isoformat() if seed["published"] and number % 20 else None, "province": province,
                "text": f"{seed['text']}\n{extra}.", "content_sha": f"{article:064x}", "title": f"{seed['title']} {number}",
                **{key: seed[key] + shift if seed[key] else None for key in ("year", "year_from", "year_to")},
            }  # fmt: skip
            _insert(conn, "articles", [row])
            for table, place in FACTS.items():
                _insert(
                    conn,
                    table,
                    [
                        _varied(fact, article, shift, place, (province, random_.random()))
                        for fact in facts.get(seed["id"], {}).get(table, [])
                    ],
                )


def _varied(fact: dict[str, Any], article: int, shift: int, place: str | None, vary: tuple[str | None, float]) -> dict[str, Any]:
    row = fact | {"article": article}
    if place and row[place]:
        row[place] = vary[0] or row[place]
    for key in ("year_from", "year_to"):
        if row.get(key):
            row[key] += shift
    for key in ("vnd_min", "vnd_max"):
        if row.get(key):
            row[key] = int(row[key] * (0.5 + vary[1])) // 1_000_000 * 1_000_000 or row[key]
    return row


def _insert(conn: sqlite3.Connection, table: str, rows: Rows) -> None:
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        conn.executemany(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({marks})", [tuple(row.values()) for row in rows])


if __name__ == "__main__":
    sys.exit(main())
