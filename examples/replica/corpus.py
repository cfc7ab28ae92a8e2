"""The replica corpus: both editions of the replica portal read into a corpus.db without any network, the same rows on every run.

What documents quote and what tests look at: `corpus_of_replica(path)`.

python -m examples.replica.corpus FILE        write it to a file
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from sqlite_utils import Database

from examples.replica.pages import CLOCK
from examples.replica.posts import REPLICA, SITES, load_posts, write_corrections
from examples.replica.server import DEFAULT_PORT
from examples.replica.site import build_site
from pipelines.corpus.corrections import corrections_from
from pipelines.corpus.schema import open_corpus
from pipelines.corpus.sources import store_source
from pipelines.duplicates.tables import compare_corpus
from pipelines.intake.intake import read_page, store_reading
from pipelines.sources.source import Source, load_sources
from pipelines.values.page import Page

VISITS = {1: "2025-09-01T01:00:00+00:00", 2: "2025-10-01T01:00:00+00:00"}  # when each edition is said to have been fetched


def corpus_of_replica(path: Path) -> Database:
    """Build the corpus at `path` and return it open."""
    corpus = open_corpus(path)
    bases = {site: f"http://127.0.0.1:{DEFAULT_PORT + step}" for step, site in enumerate(SITES)}
    with tempfile.TemporaryDirectory() as folder:
        for site, name in SITES.items():
            text = (REPLICA / "sources" / f"{name}.toml").read_text(encoding="utf-8")
            (Path(folder) / f"{name}.toml").write_text(text.replace("{port}", bases[site].rpartition(":")[2]), encoding="utf-8")
        sources = load_sources(Path(folder))
        for name in SITES.values():
            store_source(corpus, sources[name])
        with corrections_from(write_corrections(Path(folder), bases)):
            for edition, at in VISITS.items():
                for site in SITES:
                    _visit(corpus, sources[SITES[site]], bases[site], edition, at)
    compare_corpus(corpus)
    return corpus


def _visit(corpus: Database, source: Source, base: str, edition: int, at: str) -> None:
    """Read every article of a site as it stands in an edition."""
    site = next(letter for letter, name in SITES.items() if name == source.name)
    answers = build_site(site, edition, base, at)
    for post in sorted((post for post in load_posts(edition) if post.site == site), key=lambda post: post.path):
        body = answers[post.path].body.replace(CLOCK, b"")
        page = Page(base + post.path, body, source.name, None, at, 200, {"content-type": "text/html; charset=utf-8"})
        store_reading(corpus, read_page(page, source))
    _run(corpus, source.name, at)
    _walk(corpus, source.name, base + "/", at)


def _run(corpus: Database, source: str, at: str) -> None:
    stored = corpus.execute("SELECT count(*) FROM articles WHERE source = ? AND fetched_at = ?", [source, at]).fetchone()[0]
    facts = corpus.execute("SELECT count(*) FROM amounts m JOIN articles a ON a.id = m.article WHERE a.source = ?", [source]).fetchone()[0]
    columns = ("found", "fetched", "unchanged", "duplicate", "not_article", "unreadable", "failed")
    with corpus.atomic():
        corpus.table("runs").insert(
            {"id": f"{at[:10]}-{source}", "source": source, "started_at": at, "finished_at": at, "stored": stored, "facts": facts,
             "fill": json.dumps({"title": 1.0}), "reasons": "{}", "verdict": "good", "why": "", **dict.fromkeys(columns, 0)},
        )  # fmt: skip


def _walk(corpus: Database, source: str, listing: str, at: str) -> None:
    """Every article was there to be read: the same as a listing walked to its end."""
    oldest = corpus.execute("SELECT substr(min(published), 1, 10) FROM articles WHERE source = ?", [source]).fetchone()[0]
    corpus.execute("INSERT OR REPLACE INTO walks VALUES (?, ?, ?, 2, ?, 'end', 1)", [source, listing, at, oldest])


def main() -> int:
    """Write the replica corpus; 2 when the file is there already."""
    options = argparse.ArgumentParser(prog="python -m examples.replica.corpus", description=(__doc__ or "").partition("\n\n")[0])
    options.add_argument("file", type=Path, help="where to write it, such as /tmp/replica.db; must not exist yet")
    path: Path = options.parse_args().file
    if path.exists():
        print(f"{path}: there already; name a new file", file=sys.stderr)
        return 2
    path.parent.mkdir(parents=True, exist_ok=True)
    corpus = corpus_of_replica(path)
    articles, amounts = corpus.execute("SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM amounts)").fetchone()
    corpus.close()
    print(f"wrote {path}: {articles} articles, {amounts} figures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
