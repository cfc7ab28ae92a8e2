"""`run.py demo`: serve the bundled replica portal on loopback, crawl it for real, show what came out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from crawler.running.schedule import chosen_sources
from crawler.verbs.crawl import CrawlPlan, run_crawl
from examples.replica import server as replica
from pipelines.corpus.schema import open_corpus
from pipelines.values.paths import DATA

EXAMPLES = """
SELECT m.province, m.year_from, m.year_to, m.role, m.surface, m.approx, m.per, a.title
FROM amounts m JOIN articles a ON a.id = m.article
WHERE m.kind = 'money' AND m.role IN ('support', 'budget') AND m.province IS NOT NULL AND m.year_from IS NOT NULL
ORDER BY m.province, m.year_from, a.url, m.start LIMIT 12
"""


def main(arguments: list[str]) -> int:
    """Crawl the portal into --folder; 0 when every source got a good verdict or a mere warning."""
    options = argparse.ArgumentParser(prog="run.py demo", description=__doc__)
    options.add_argument("--folder", type=Path, default=DATA / "demo", help="where pages.db and corpus.db go")
    options.add_argument("--port", type=int, default=replica.DEFAULT_PORT, help="first of three ports on 127.0.0.1")
    options.add_argument("--edition", type=int, choices=(1, 2), default=1, help="2: the portal as of its next visit")
    given = options.parse_args(arguments)
    try:
        portal = replica.start(given.port, given.edition)
    except replica.ReplicaError as error:
        print(f"run.py demo: {error} (choose another with --port)", file=sys.stderr)
        return 1
    with portal:
        portal.write_sources(given.folder / "sources")
        plan = CrawlPlan(
            chosen_sources([], given.folder / "sources"),
            given.folder / "pages.db",
            given.folder / "corpus.db",
            {},
            given.folder / "logs" / "crawl.log",
        )
        before = _articles(plan.corpus_db)
        print("three replica sites on loopback: " + ", ".join(portal.bases.values()), flush=True)
        status = run_crawl(plan)
    _show(plan.corpus_db, before)
    return status


def _articles(corpus_db: Path) -> int:
    if not corpus_db.exists():
        return 0
    corpus = open_corpus(corpus_db)
    count = int(corpus.execute("SELECT count(*) FROM articles").fetchone()[0])
    corpus.close()
    return count


def _show(corpus_db: Path, before: int) -> None:
    corpus = open_corpus(corpus_db)
    articles = int(corpus.execute("SELECT count(*) FROM articles").fetchone()[0])
    table = Table("province", "year", "role", "amount", "article", title="Support and budget, as the articles say")
    for province, first, last, role, surface, approx, per, title in corpus.execute(EXAMPLES).fetchall():
        amount = " ".join(part for part in (approx, surface, f"per {per}" if per else None) if part)
        years = str(first) if first == last else f"{first}-{last}"
        table.add_row(province, years, role, amount, title)
    corpus.close()
    console = Console()
    console.print(table)
    print(f"{articles - before} new; {articles} articles in {_short(corpus_db)}")
    print(f'next: .venv/bin/corpus search "khuyến công" --corpus-db {_short(corpus_db)}')


def _short(path: Path) -> Path:
    return path.relative_to(DATA.parent) if path.is_relative_to(DATA.parent) else path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
