"""The guide of the codebook: its queries answer on the replica corpus, and every rule name of linking has its words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest

from pipelines.corpus.guide import Worked, link_rules, rule_names, rule_words, which_table, worked
from pipelines.facts.links.evidence import TASKS, Task
from tests.explorer_fixtures import replica_corpus


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(replica_corpus(tmp_path_factory.mktemp("replica")))
    yield connection
    connection.close()


@pytest.mark.parametrize("entry", worked(), ids=lambda entry: entry.question[:40])
def test_every_worked_query_answers(entry: Worked, corpus: sqlite3.Connection) -> None:
    assert f" {entry.table} " in entry.sql.replace("\n", " ")
    assert corpus.execute(entry.sql).fetchall()


def test_there_are_worked_queries_enough() -> None:
    assert 6 <= len(worked()) <= 14
    assert all(entry.question in which_table() and entry.sql in which_table() for entry in worked())


@pytest.mark.parametrize("task", TASKS)
def test_every_rule_name_is_explained(task: Task) -> None:
    missing = set(rule_names(task)) - set(rule_words(task))
    assert not missing, f"data/corpus/guide.toml: [link_rules.{task}] lacks {missing}"


def test_rules_of_a_corpus_are_listed(corpus: sqlite3.Connection) -> None:
    """Every name that stands in a link_rule of the replica corpus is one of those listed, or none."""
    listed = {name for task in TASKS for names in rule_names(task).values() for name in names} | {"none"}
    for (rule,) in corpus.execute("SELECT DISTINCT link_rule FROM amounts WHERE link_rule != ''"):
        role, rest = rule.split(" year:")
        year, province = rest.split(" province:")
        assert {role.removeprefix("role:").partition("(")[0], year, province} <= listed
    assert corpus.execute("SELECT count(*) FROM amounts WHERE kind IN ('count', 'measure') AND link_rule != ''").fetchone() == (0,)
    assert "### province:" in link_rules()
