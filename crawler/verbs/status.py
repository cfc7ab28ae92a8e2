"""`corpus status`: the last run and verdict of every source, as a table for people or JSON for machines."""

from __future__ import annotations

import json
from pathlib import Path

from rich.console import Console

from crawler.running.progress import reasons, summary
from crawler.running.runs import last_runs
from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus


def status(pages_db: Path, corpus_db: Path, as_json: bool) -> int:
    """1 when the last verdict of any source is bad, else 0."""
    archive, corpus = open_archive(pages_db), open_corpus(corpus_db)
    runs = last_runs(archive)
    articles = dict(corpus.execute("SELECT source, count(*) FROM articles GROUP BY source").fetchall())
    archive.close()
    corpus.close()
    if as_json:
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
