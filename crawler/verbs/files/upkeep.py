"""`corpus check`, `corpus prune`, `corpus backup`: the two databases held against each other, freed of what is there twice, copied."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from crawler.arguments import Verbs, add_databases, add_pages_db, add_verb, existing

SHOWN = 20  # addresses of missing articles that are printed


def add_parser(verbs: Verbs) -> None:
    """The three verbs."""
    check = add_verb(verbs, "check", run_check, "whether every stored page has its article, and both files are sound")
    check.add_argument("--sources-dir", type=Path, help="another folder of source files, besides data/sources")
    add_databases(check)
    prune = add_verb(verbs, "prune", run_prune, "free pages.db of what it holds twice; nothing is lost")
    prune.add_argument("--sources-dir", type=Path, help="another folder of source files, besides data/sources")
    add_pages_db(prune)
    backup = add_verb(verbs, "backup", run_backup, "copy both databases while they are in use, and check the copies")
    backup.add_argument("--to", required=True, type=Path, metavar="FOLDER", help="where the copies go")
    add_databases(backup)


def run_check(given: argparse.Namespace) -> int:
    """1 when an article is missing or a file is damaged. Raises BadInput and DatabaseError."""
    from crawler.keeping.checking import check
    from crawler.verbs.replay import load_all_sources

    pages_db, corpus_db = existing(given.pages_db), existing(given.corpus_db)
    found = check(pages_db, corpus_db, load_all_sources(pages_db, given.sources_dir))
    for line in found.damage:
        print(f"corpus check: {line}", file=sys.stderr)
    for url in found.missing[:SHOWN]:
        print(f"corpus check: not in the corpus: {url}", file=sys.stderr)
    if found.missing:
        print(f"corpus check: {len(found.missing)} stored pages without their article; `corpus replay` writes them", file=sys.stderr)
    print(f"{found.pages} stored pages, {found.articles} articles")
    for number, words in ((found.refused, "stored pages that the rules of today refuse"), (found.unread, "pages the next crawl reads")):
        if number:
            print(f"{number} {words}")
    if found.owed:
        print("copies are not compared yet: the next crawl or `corpus duplicates` does it")
    return 0 if found.good else 1


def run_prune(given: argparse.Namespace) -> int:
    """Raises BadInput and DatabaseError."""
    from crawler.keeping.pruning import prune
    from crawler.verbs.replay import load_all_sources

    pages_db = existing(given.pages_db)
    done = prune(pages_db, load_all_sources(pages_db, given.sources_dir))
    print(f"{done.shared} unchanged pages use an earlier body now, {done.repacked} bodies are packed with a dictionary of their source")
    print(f"{done.before / 1e6:.1f} MB before, {done.after / 1e6:.1f} MB after")
    return 0


def run_backup(given: argparse.Namespace) -> int:
    """Raises BadInput and DatabaseError."""
    from crawler.keeping.backing_up import backup

    for copy in backup([existing(given.pages_db), existing(given.corpus_db)], given.to):
        print(f"{copy}: {copy.stat().st_size / 1e6:.1f} MB, checked")
    return 0
