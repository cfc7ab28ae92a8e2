"""How fast the explorer's pages are at size, asked in this process:  python -m benchmarks.explorer_pages --articles 100000 --folder FOLDER

The corpus is the one benchmarks.questions makes. Told of every page: the time of its first reading in this process, and the best of three;
1 when the best is over its limit.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.made_corpus import generate
from benchmarks.promises import Promise, held
from explorer.app import datasette_of
from pipelines.corpus.counting import count_corpus
from pipelines.corpus.schema import open_corpus

START, CHARTS, TABLE, ARTICLE, SEARCH = 0.300, 0.500, 0.500, 0.050, 0.100  # seconds
PAGES = {
    "/": START, "/charts": CHARTS, "/map": CHARTS, "/map?measure=support": CHARTS, "/map?measure=mentions": CHARTS,
    "/corpus/v_articles": TABLE, "/corpus/v_amounts": TABLE, "/corpus/v_supports": TABLE, "/corpus/v_coverage": TABLE,
    "/corpus/v_sources": TABLE, "/corpus/v_amounts?kind__exact=money&role__exact=support": TABLE,
    "/corpus/v_articles?_sort_desc=published": TABLE, "/article/{id}": ARTICLE, "/search?q=khuyến công": SEARCH,
    "/search?q=khuyến công&year=2019": SEARCH, "/search?q=khuyến công&province=Yên Bái": SEARCH, "/search?q=khuyến công&source=s07": SEARCH,
    "/search?q=khuyến công&sort=newest": SEARCH, "/search?q=khuyến công&role=support": SEARCH,
}  # fmt: skip


def main() -> int:
    """Build (when absent) and measure; 1 when a limit is not kept."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--articles", type=int, default=100_000)
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "corpus-questions")
    given = options.parse_args()
    path = given.folder / f"corpus-{given.articles}.db"
    if not path.exists():
        generate(path, given.articles)
    with closing(open_corpus(path)) as stored:  # brings views up to date
        count_corpus(stored)
    corpus = sqlite3.connect(path)
    (article,) = corpus.execute("SELECT article FROM amounts LIMIT 1").fetchone()
    corpus.close()
    return asyncio.run(measured(datasette_of(path), article))


async def measured(site: Any, article: int) -> int:
    """Ask for every page three times; 1 when one is over its limit."""
    await site.invoke_startup()
    await site.client.get("/questions")  # templates and words are read once a process
    promises = []
    for page, limit in PAGES.items():
        took = []
        for _ in range(3):
            began = time.perf_counter()
            answer = await site.client.get(page.replace("{id}", str(article)))
            took.append(time.perf_counter() - began)
        assert answer.status_code == 200, (page, answer.status_code)
        print(f"{took[0] * 1000:8.0f} ms first {min(took) * 1000:8.0f} ms best  {page}", flush=True)
        promises.append(Promise(f"page {page}", min(took) * 1000, "at most", limit * 1000, "ms"))
    return held(*promises)


if __name__ == "__main__":
    sys.exit(main())
