"""`corpus corrections`: what researchers corrected in this corpus, and corrections that match nothing."""

from __future__ import annotations

import argparse

from crawler.arguments import Verbs, add_corpus_db, add_verb, existing


def add_parser(verbs: Verbs) -> None:
    """`corpus corrections`."""
    add_corpus_db(add_verb(verbs, "corrections", run, "researchers' corrections: in force, waiting, and unused ones"))


def run(given: argparse.Namespace) -> int:
    """List them; 1 when any is unused. Raises BadInput, DatabaseError and CorrectionError."""
    from pipelines.corpus.applying import unplaced
    from pipelines.corpus.schema import read_corpus

    corpus = read_corpus(existing(given.corpus_db))
    rows = corpus.execute(
        "SELECT a.url, c.fact, c.surface, c.was, c.changes, c.reason, c.corrected_by, c.corrected_on"
        " FROM corrections c JOIN articles a ON a.id = c.article ORDER BY a.url, c.start"
    ).fetchall()
    waiting, left = unplaced(corpus)
    corpus.close()
    for url, fact, surface, was, changes, reason, by, on in rows:
        told = f"right as read: {changes}" if was == changes else f"{was} -> {changes}"
        why = f"{reason} ({', '.join(part for part in (by, on) if part)})".strip()
        print(f"{url}\n  {fact} {surface or ''}: {told}\n  {why}")
    for correction in waiting:
        print(f"{correction.url}\n  {correction.fact} {correction.surface or ''}: {correction.changes}\n  waits for `corpus replay`")
    for correction in left:
        print(f"{correction.url}\n  {correction.fact} {correction.surface or ''}: unused, nothing in this corpus matches")
    print(f"{len(rows)} corrections in force, {len(waiting)} waiting, {len(left)} unused")
    return 1 if left else 0
