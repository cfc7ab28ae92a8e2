"""How fast the corpus answers at size: a corpus of N generated articles, every question, a few hundred searches, sizes.

    python -m benchmarks.questions --articles 100000 --folder FOLDER       (6 minutes and 1.6 GB the first time)

The corpus is that of made_corpus.py. Told of every question: its first reading on this connection, and the best of three.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import quantiles

from benchmarks.made_corpus import generate
from benchmarks.promises import Promise, held
from explorer.questions import questions
from explorer.searching.filters import Filters
from explorer.searching.finding import prepare, search
from pipelines.corpus.counting import count_corpus
from pipelines.corpus.schema import open_corpus

LIMIT_QUESTION, LIMIT_SEARCH = 0.200, 0.060  # seconds: a question; 95 of 100 searches
LIMIT_SIZE = 7.0  # bytes of the file for a byte of text


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
    with closing(open_corpus(path)) as stored:  # brings views up to date
        count_corpus(stored)
    corpus = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    prepare(corpus)
    size = path.stat().st_size
    print(f"{path.name}: {size / 1e6:.0f} MB, {size / given.articles / 1e3:.1f} kB an article")
    (plain,) = corpus.execute("SELECT sum(length(CAST(text AS BLOB))) FROM articles").fetchone()
    promises = [
        Promise("file, of the plain text of its articles", size / plain, "at most", LIMIT_SIZE),
        *_questions(corpus),
        _searches(corpus),
    ]
    corpus.close()
    return held(*promises)


def _questions(corpus: sqlite3.Connection) -> Iterator[Promise]:
    slowest, name = 0.0, ""
    for question in questions():
        took, rows = [], []
        for _ in range(3):
            began = time.perf_counter()
            rows = corpus.execute(question.sql, dict.fromkeys(question.parameters, "")).fetchmany(1000)
            took.append(time.perf_counter() - began)
        slowest, name = max((slowest, name), (min(took), question.name))
        print(f"{took[0] * 1000:8.1f} ms first {min(took) * 1000:8.1f} ms best  {len(rows):5} rows  {question.name}")
    yield Promise(f"slowest question ({name})", slowest * 1000, "at most", LIMIT_QUESTION * 1000, "ms")


def _searches(corpus: sqlite3.Connection) -> Promise:
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
    return Promise("search, 95 of 100", p95 * 1000, "at most", LIMIT_SEARCH * 1000, "ms")


if __name__ == "__main__":
    sys.exit(main())
