"""`corpus status`: the last run and verdict of every source, as a table for people or JSON for machines."""

from __future__ import annotations

import argparse
import json

from crawler.arguments import Verbs, add_databases, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus status`."""
    status = add_verb(verbs, "status", run, "last run and verdict of every source")
    status.add_argument("--json", action="store_true")
    add_databases(status)


def run(given: argparse.Namespace) -> int:
    """1 when the last verdict of any source is bad, else 0. Raises BadInput and DatabaseError."""
    from rich.console import Console

    from crawler.running.progress import reasons, summary
    from crawler.running.runs import last_runs
    from pipelines.archive.schema import open_archive
    from pipelines.corpus.schema import open_corpus

    pages_db, corpus_db = existing(given.pages_db), existing(given.corpus_db)
    archive, corpus = open_archive(pages_db), open_corpus(corpus_db)
    runs = last_runs(archive)
    articles = dict(corpus.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
    archive.close()
    corpus.close()
    if given.json:
        for run in runs:
            run["fill"], run["reasons"] = json.loads(run["fill"] or "{}"), json.loads(run["reasons"] or "{}")
            run["articles"] = articles.get(run["source"], 0)
        print(json.dumps(runs, ensure_ascii=False))
    elif runs:
        summary(Console(), runs, articles)
        print("\n".join(reasons(runs)))
    else:
        print("no runs yet")
    return 1 if any(run["verdict"] == "bad" for run in runs) else 0
