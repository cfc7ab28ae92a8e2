"""What commands that only look load at their start: nothing that reads pages, nothing that crawls."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.archive.schema import open_archive
from pipelines.corpus.schema import open_corpus
from tests.paths import ROOT

READS = ("pipelines.record", "pipelines.facts.facts", "pipelines.reading.reading", "bs4", "numpy", "pandas")
CRAWLS = ("spiders.news", "spiders.fetching.handlers", "crawler.running.ending")
TOLD = "import json, sys\n{call}\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"


def loaded(call: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", TOLD.format(call=call)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.fixture(scope="module")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("databases")
    open_archive(folder / "pages.db").close()
    open_corpus(folder / "corpus.db").close()
    return folder


@pytest.mark.parametrize("verb", ["search muối", "status"])
def test_looking_at_a_corpus_that_is_up_to_date_loads_no_reading(verb: str, databases: Path) -> None:
    given = [*verb.split(), "--corpus-db", str(databases / "corpus.db")]
    given += ["--pages-db", str(databases / "pages.db")] if verb == "status" else []
    there = loaded(f"from crawler.cli import main\nassert main({given}) == 0")
    assert "pipelines.corpus.schema" in there
    assert there.isdisjoint((*READS, *CRAWLS, "scrapy", "twisted"))


def test_a_corpus_of_other_rules_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "corpus.db"
    corpus = open_corpus(path)
    current = dict(corpus.execute("SELECT key, value FROM corpus_info").fetchall())
    with corpus.atomic():
        corpus.execute("UPDATE corpus_info SET value = 'of old' WHERE key = 'code_version'")
        corpus.execute("DROP VIEW v_articles")
    corpus.close()
    assert "pipelines.record" in loaded(f"from crawler.cli import main\nassert main(['search', 'x', '--corpus-db', {str(path)!r}]) == 0")
    corpus = open_corpus(path)
    assert dict(corpus.execute("SELECT key, value FROM corpus_info").fetchall()) == current
    assert corpus.execute("SELECT count(*) FROM v_articles").fetchone() == (0,)
    corpus.close()


def test_the_list_of_sources_loads_no_spider() -> None:
    there = loaded(
        "from scrapy.cmdline import execute\ntry:\n    execute(['scrapy', 'list'])\nexcept SystemExit as done:\n    assert not done.code"
    )
    assert "spiders.loader" in there
    assert there.isdisjoint((*READS, *CRAWLS))
