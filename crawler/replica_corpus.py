"""The replica corpus: both editions of the replica portal read into a corpus.db without any network, the same rows on every run.

What documents quote and what tests look at: `corpus_of_replica(path)`.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from sqlite_utils import Database

from crawler.replica import DEFAULT_PORT
from crawler.replica_pages import CLOCK
from crawler.replica_posts import REPLICA, SITES, load_posts
from crawler.replica_site import build_site
from pipelines.duplicate_store import cluster_corpus
from pipelines.intake import read_page, store_reading
from pipelines.page import Page
from pipelines.schema import open_corpus
from pipelines.sources import load_sources
from pipelines.store import store_source

VISITS = {1: "2025-09-01T01:00:00+00:00", 2: "2025-10-01T01:00:00+00:00"}  # when each edition is said to have been fetched


def corpus_of_replica(path: Path) -> Database:
    """Build the corpus at `path` and return it open."""
    corpus = open_corpus(path)
    with tempfile.TemporaryDirectory() as folder:
        for step, name in enumerate(SITES.values()):
            text = (REPLICA / "sources" / f"{name}.toml").read_text(encoding="utf-8")
            (Path(folder) / f"{name}.toml").write_text(text.replace("{port}", str(DEFAULT_PORT + step)), encoding="utf-8")
        sources = load_sources(Path(folder))
    for name in SITES.values():
        store_source(corpus, sources[name])
    for edition, at in VISITS.items():
        for step, (site, name) in enumerate(SITES.items()):
            base = f"http://127.0.0.1:{DEFAULT_PORT + step}"
            answers = build_site(site, edition, base, at)
            for post in sorted((post for post in load_posts(edition) if post.site == site), key=lambda post: post.path):
                body = answers[post.path].body.replace(CLOCK, b"")
                page = Page(base + post.path, body, name, None, at, 200, {"content-type": "text/html; charset=utf-8"})
                store_reading(corpus, read_page(page, sources[name]))
            _run(corpus, name, at)
    cluster_corpus(corpus)
    return corpus


def _run(corpus: Database, source: str, at: str) -> None:
    stored = corpus.execute("SELECT count(*) FROM articles WHERE source = ? AND fetched_at = ?", [source, at]).fetchone()[0]
    facts = corpus.execute("SELECT count(*) FROM amounts m JOIN articles a ON a.id = m.article WHERE a.source = ?", [source]).fetchone()[0]
    columns = ("found", "fetched", "unchanged", "duplicate", "not_article", "unreadable", "failed")
    with corpus.atomic():
        corpus.table("runs").insert(
            {"id": f"{at[:10]}-{source}", "source": source, "started_at": at, "finished_at": at, "stored": stored, "facts": facts,
             "fill": json.dumps({"title": 1.0}), "reasons": "{}", "verdict": "good", "why": "", **dict.fromkeys(columns, 0)},
        )  # fmt: skip
