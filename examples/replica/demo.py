"""`run.py demo`: serve the bundled replica portal on loopback, crawl it for real, show what came out."""

from __future__ import annotations

import argparse
import sqlite3
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from examples.replica import server as replica
from examples.replica.posts import write_corrections
from pipelines.corpus.corrections import corrections_from
from pipelines.corpus.schema import open_corpus
from pipelines.values.paths import DATA

COMMAND = ".venv/bin/corpus"
FAULTS = "failed and unread pages are the portal's own faults, made on purpose: dead links, forms, empty pages, one that robots.txt forbids"
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
    options.add_argument("--edition", type=int, choices=(1, 2),
                         help="visit it once, in this state (default: two visits; later runs: the second)")  # fmt: skip
    given = options.parse_args(arguments)
    folder = given.folder.resolve()
    corpus_db = folder / "corpus.db"
    before = _articles(corpus_db)
    first = given.edition or (2 if before else 1)
    try:
        portal = replica.start(given.port, first)
    except replica.ReplicaError as error:
        print(f"run.py demo: {error} (choose another with --port)", file=sys.stderr)
        return 1
    with portal:
        portal.write_sources(folder / "sources")
        print("three replica sites on loopback: " + ", ".join(portal.bases.values()), flush=True)
        with corrections_from(write_corrections(folder, portal.bases)):
            status = _visit(folder)
            if not (given.edition or before or status):
                print("the same sites at the next visit: one article was edited, one is new", flush=True)
                portal.switch(2)
                status = _visit(folder)
    _show(corpus_db, before)
    return status


def _visit(folder: Path) -> int:
    """Crawl the sites, in a process of its own: a reactor runs once in each."""
    command = [sys.executable, "-m", "crawler.cli", "crawl", "--sources-dir", str(folder / "sources")]
    command += ["--pages-db", str(folder / "pages.db"), "--corpus-db", str(folder / "corpus.db")]
    return subprocess.run(command, cwd=DATA.parent, check=False).returncode  # noqa: S603 - our own command


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
    for row in sample(corpus.conn):
        table.add_row(*row)
    corpus.close()
    console = Console()
    console.print(table)
    print(f"{articles - before} new; {articles} articles in {_short(corpus_db)}")
    print(f"{FAULTS}\nnext, on what the demo made:")
    for command in commands(corpus_db):
        print(f"    {command}")


def sample(corpus: sqlite3.Connection) -> list[tuple[str, str, str, str, str]]:
    """A few figures in words: province, years, role, amount, title of the article."""
    found = []
    for province, first, last, role, surface, approx, per, title in corpus.execute(EXAMPLES).fetchall():
        amount = " ".join(part for part in (approx, surface, f"per {per}" if per else None) if part)
        found.append((province, str(first) if first == last else f"{first}-{last}", role, amount, title))
    return found


def commands(corpus_db: Path) -> list[str]:
    """What to try next, as it is typed in a shell; pages.db lies beside the corpus."""
    corpus, pages = _short(corpus_db), _short(corpus_db.with_name("pages.db"))
    return [
        f"{COMMAND} explore --corpus-db {corpus}",
        f'{COMMAND} search "khuyến công" --province "yen bai" --year 2021 --corpus-db {corpus}',
        f"{COMMAND} status --pages-db {pages} --corpus-db {corpus} --sources-dir {_short(corpus_db.with_name('sources'))}",
        f"{COMMAND} export --table v_amounts --to {_short(corpus_db.with_name('amounts.csv'))} --corpus-db {corpus}",
        f"{COMMAND} review --corpus-db {corpus} --corrections {_short(corpus_db.with_name('corrections.toml'))}",
    ]


def _short(path: Path) -> Path:
    return path.relative_to(DATA.parent) if path.is_relative_to(DATA.parent) else path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
