"""README is true: its commands exist, its files exist, its queries run and answer on a crawled corpus."""

from __future__ import annotations

import itertools
import re
import shlex
from typing import Any

import pytest

from crawler.cli import VERBS, parser
from examples.replica.posts import SITES, load_posts, special_pages
from explorer.questions import questions
from pipelines.sources.source import load_sources
from tests.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BROKEN = ("error", "truncated", "redirect")  # answers of the replica that end as failed
QUERIES = sorted((ROOT / "explorer" / "queries").glob("*.sql"))


@pytest.mark.parametrize("document", ["README.md", "docs/reviewing.md"])
def test_every_command_in_a_document_parses(document: str) -> None:
    commands = re.findall(r"(?m)^    \.venv/bin/corpus (.+?)(?:  .*)?$", (ROOT / document).read_text(encoding="utf-8"))
    assert len(commands) >= 6
    for command in commands:
        parser().parse_args(shlex.split(command))


def test_every_verb_of_the_command_is_real() -> None:
    choices: Any = parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    files = {path.stem for path in (ROOT / "crawler" / "verbs").rglob("*.py")} - {"__init__"}
    assert {verb.__name__.rpartition(".")[2] for verb in VERBS} == files
    assert set(choices) ^ files == {"upkeep", "check", "prune", "backup", "probe"}  # three of the first, one of `sources`


def test_the_sample_shows_what_the_replica_holds() -> None:
    """Articles and failures of a first visit; what was read in them is the business of the tests of the chain."""
    shown = re.findall(r"(?m)^    (replica-\w+) +([\d ]+) good$", README)
    assert len(shown) >= 2
    sites = {source: site for site, source in SITES.items()}
    for source, numbers in shown:
        _, new, same, copies, _, unread, failed, total, _ = map(int, numbers.split())
        articles = sum(post.site == sites[source] for post in load_posts(1))
        broken = sum(page["site"] == sites[source] and page["answer"] in BROKEN for page in special_pages())
        assert (new, total, failed) == (articles, articles, broken), source
        assert (same, copies, unread) == (0, 0, 0), source


def test_the_reading_table_is_the_measured_one() -> None:
    lines = (ROOT / "benchmarks" / "reading.md").read_text(encoding="utf-8").splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("|"))  # the table over all pages
    measured = list(itertools.takewhile(lambda line: line.startswith("|"), lines[first:]))
    assert len(measured) >= 6
    assert "\n".join(measured) in README


def test_linked_files_exist_and_figures_hold() -> None:
    links = re.findall(r"\]\(([^)]+)\)", README)
    assert len(links) >= 5
    for link in links:
        assert (ROOT / link).exists(), link
    assert f"in all {len(load_sources())} files" in README


def test_queries_named_in_readme_exist_and_the_explorer_knows_all() -> None:
    named = re.findall(r"explorer/queries/([\w-]+)\.sql", README)
    assert named
    assert set(named) <= {question.name for question in questions()}
    assert {path.stem for path in QUERIES} == {question.name for question in questions()}
    document = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert all(f"## {question.heading('en')}\n" in document and question.sql in document for question in questions())
