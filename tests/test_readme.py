"""README is true: its commands exist, its files exist, its queries run and answer on a crawled corpus."""

from __future__ import annotations

import re
import shlex
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from crawler.cli import parser
from crawler.explore import explorer_metadata
from pipelines.article import Article
from pipelines.intake import Reading, store_reading
from pipelines.page import Page
from pipelines.record import record_of
from pipelines.schema import open_corpus
from pipelines.sources import load_sources

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
QUERIES = sorted((ROOT / "explorer" / "queries").glob("*.sql"))


def test_every_command_in_readme_parses() -> None:
    commands = re.findall(r"\.venv/bin/corpus ([^\n#]+)", README)
    assert len(commands) >= 6
    for command in commands:
        parser().parse_args(shlex.split(command))


def test_every_verb_of_the_command_is_real() -> None:
    choices: Any = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    assert set(choices) == {"crawl", "read", "replay", "status", "search", "export", "duplicates", "explore", "sources"}


def test_linked_files_exist_and_figures_hold() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert len(links) >= 6
    for link in links:
        assert (ROOT / link).exists(), link
    assert f"in all {len(load_sources())} files" in README


@pytest.fixture(scope="module")
def small_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("readme") / "corpus.db"
    corpus = open_corpus(path)
    texts = [
        "Năm 2016, Sở Công Thương Lạng Sơn hỗ trợ 10 đề án khuyến công với kinh phí hỗ trợ 1,42 tỷ đồng.",
        "Giai đoạn 2007 - 2015, ngân sách tỉnh Cao Bằng bố trí cho khuyến công bình quân mỗi năm khoảng 700 triệu đồng.",
    ]
    for i, text in enumerate(texts):
        url = f"https://x.vn/{i}"
        article = Article(f"Bài {i}", (text,))
        store_reading(corpus, Reading(record_of(article, Page(url, b"")), url))
    corpus.close()
    return path


@pytest.mark.parametrize("query", QUERIES, ids=lambda path: path.stem)
def test_queries_answer(query: Path, small_corpus: Path) -> None:
    db = sqlite3.connect(small_corpus)
    found = db.execute(query.read_text(encoding="utf-8")).fetchall()
    db.close()
    assert found
    assert f"explorer/queries/{query.name}" in README


def test_the_explorer_knows_the_same_queries() -> None:
    queries = explorer_metadata("corpus")["databases"]["corpus"]["queries"]
    assert set(queries) == {path.stem for path in QUERIES}
    assert all(query["title"] and query["sql"].startswith("SELECT") for query in queries.values())
