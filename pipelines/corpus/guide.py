"""The guide around the tables of the codebook: which answers which question, how to read `link_rule`. Words: data/corpus/guide.toml."""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Annotated

import msgspec

from pipelines.facts.links.evidence import TASKS, Task
from pipelines.facts.links.scoring import weights
from pipelines.facts.links.tables.deciding import PLACES
from pipelines.values.errors import KnowledgeError, told_path
from pipelines.values.paths import DATA
from pipelines.values.typed import Misfit, Text, read_toml, typed

GUIDE = DATA / "corpus" / "guide.toml"
_Meanings = Annotated[dict[str, Text], msgspec.Meta(min_length=1)]


class Worked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question of a researcher, the table or view that answers it, and the query."""

    question: Text
    table: Text
    sql: Text


class _Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """First part of a rule name -> what it means, for each task."""

    role: _Meanings
    year: _Meanings
    province: _Meanings


class _Guide(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    worked: Annotated[tuple[Worked, ...], msgspec.Meta(min_length=1)]
    link_rules: _Rules


@cache
def _guide() -> _Guide:
    try:
        return typed(read_toml(GUIDE), _Guide)
    except Misfit as misfit:
        raise KnowledgeError(f"{told_path(GUIDE)}: {misfit}") from None


@cache
def worked() -> tuple[Worked, ...]:
    """The worked queries, in the order of the file. Raises KnowledgeError."""
    return tuple(Worked(entry.question, entry.table, entry.sql.strip()) for entry in _guide().worked)


def guide_problems(corpus: sqlite3.Connection) -> list[str]:
    """Worked queries that name no table of the corpus, or that SQLite cannot prepare there."""
    names = {name for (name,) in corpus.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
    wrong: list[str] = []
    for number, entry in enumerate(worked()):
        if entry.table not in names:
            wrong.append(f"worked[{number}].table: {entry.table!r} is no table or view")
        try:
            corpus.execute(f"EXPLAIN {entry.sql}").close()
        except sqlite3.Error as error:
            wrong.append(f"worked[{number}].sql: {error}")
    return wrong


def rule_names(task: Task) -> dict[str, list[str]]:
    """First part of a rule name -> its names in `link_rule`, for a task (role, year or province): those that speak for something."""
    names: dict[str, list[str]] = {}
    for name, weight in sorted(weights(task).items()):
        if weight > 0:
            names.setdefault(name.partition(":")[0], []).append(name)
    names["table"] = [f"table:{place}" for place in PLACES[task]]
    return names


def rule_words(task: Task) -> dict[str, str]:
    """What the first part of a rule name means."""
    found: dict[str, str] = getattr(_guide().link_rules, task)
    return found


def which_table() -> str:
    """Section of docs/codebook.md: a question a line, then the queries."""
    lines = ["\n## Which table for which question\n", "| question | start from |", "|---|---|"]
    lines += [f"| {entry.question} | `{entry.table}` |" for entry in worked()]
    lines.append("\nEach as a query that runs on any corpus (further ones with their answers: [questions.md](questions.md)):\n")
    lines += [f"```sql\n-- {entry.question}\n{entry.sql};\n```" for entry in worked()]
    return "\n".join(lines)


_GRAMMAR = """
## How to read link_rule

`role:nearest:money(hỗ trợ) year:left:near province:primary:one` has three parts, one for each choice: `role:`, `year:`, `province:`,
each with the name of the strongest evidence for what was chosen. Behind the name of a role's evidence stands, in brackets, the word it
rests on. A name is a place or reason, narrowed by further words after colons:

- `sentence`, `paragraph`, `away`: the nearest place where the text names a year (or province) at all;
- `known`, `unknown`: whether the date of publication is known;
- `one`, `many`, `none`: how many provinces the article is mainly about;
- a role, a kind of figure, or a group of words (`now`, `recent`, `period`, `done`, `event`, `operation`, `plan`, `general`, `national`,
  `foreign`, `region`, `local`, `company`: data/links/link_markers.tsv);
- `null` at the end: the figure before had none either.

`none` alone: nothing spoke for any candidate. `table:` and a place of the table a figure stands in: that head decided, whatever else
was near. Counts and measures are linked by such heads only: elsewhere they have neither role, year nor province, and their `link_rule`
is empty.
Weights: data/links/weights.json."""


def link_rules() -> str:
    """Section of docs/codebook.md: the grammar of `link_rule` and every name that occurs in it."""
    parts = [_GRAMMAR]
    for task in TASKS:
        parts.append(f"\n### {task}:\n\n| begins with | meaning | names |\n|---|---|---|")
        words = rule_words(task)
        parts += [f"| `{first}` | {words.get(first, '')} | {_listed(first, names)} |" for first, names in rule_names(task).items()]
    return "\n".join(parts)


def _listed(first: str, names: list[str]) -> str:
    rest = [name.removeprefix(first).removeprefix(":") for name in names]
    return ", ".join(f"`{name}`" for name in rest if name) or "no more"
